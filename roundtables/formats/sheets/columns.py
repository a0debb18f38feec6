"""The columns that workbooks can have, as data: what each is called, what it says of a row, how wide it is.

Keys are kept in the register with the sets of columns that were given a name: they stay as they are.
"""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from roundtables.words import N_, Language


class Kind(Enum):
    """What a column's values are: texts that people typed, words of the program, numbers, money in cents, days."""

    TEXT = "text"
    WORDS = "words"
    NUMBER = "number"
    MONEY = "money"
    DAY = "day"
    MOMENT = "moment"


class Shown(Enum):
    """Whether a column is among the standard ones: always, where anything is known for it, or when it is chosen."""

    ALWAYS = "always"
    WHERE_KNOWN = "where-known"
    CHOSEN = "chosen"


class Words:
    """What recurs in every row, said once."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._known: dict[object, str] = {None: "", False: "", True: language.gettext("Yes")}
        self._countries: dict[str, str] = {"": ""}

    def term(self, term: Any) -> str:
        """A term's label, or yes for true."""
        known = self._known.get(term)
        if known is None:
            known = self._known[term] = self.language.gettext(term.label)
        return known

    def terms(self, terms: tuple[Any, ...]) -> str:
        """Several terms' labels."""
        return ", ".join(map(self.term, terms)) if len(terms) != 1 else self.term(terms[0])

    def country(self, code: str) -> str:
        """A country's name."""
        known = self._countries.get(code)
        if known is None:
            known = self._countries[code] = self.language.country(code)
        return known


@dataclass(frozen=True)
class Column:
    """One column. `value` takes a row of its sheet; of money it gives cents and a currency, or None.

    A `width` of 0 is as wide as its texts. A column `of_event` says the same in all rows of an event.
    """

    key: str
    heading: str
    value: Callable[[Any, Words], Any]
    kind: Kind = Kind.TEXT
    width: float = 0
    shown: Shown = Shown.ALWAYS
    of_event: bool = False


def _text(key: str, heading: str, value: Callable[[Any], Any], width: float = 0, **more: Any) -> Column:
    return Column(key, heading, lambda row, _words: value(row), Kind.TEXT, width, **more)


def _number(key: str, heading: str, value: Callable[[Any], Any], width: float = 0, **more: Any) -> Column:
    return Column(key, heading, lambda row, _words: value(row), Kind.NUMBER, width, **more)


def _day(key: str, heading: str, value: Callable[[Any], Any], **more: Any) -> Column:
    return Column(key, heading, lambda row, _words: value(row), Kind.DAY, 13, **more)


def _moment(key: str, heading: str, value: Callable[[Any], Any], **more: Any) -> Column:
    return Column(key, heading, lambda row, _words: value(row), Kind.MOMENT, 18, **more)


def _term(key: str, heading: str, value: Callable[[Any], Any], width: float = 18, **more: Any) -> Column:
    return Column(key, heading, lambda row, words: words.term(value(row)), Kind.WORDS, width, **more)


def _money(key: str, heading: str, value: Callable[[Any], Any], **more: Any) -> Column:
    return Column(key, heading, lambda row, _words: value(row), Kind.MONEY, 15, **more)


def _euro(cents: int | None) -> tuple[int, str] | None:
    return None if cents is None else (cents, "EUR")


def _of(cents: int | None, currency: str) -> tuple[int, str] | None:
    return None if cents is None else (cents, currency)


def _package(event: Any) -> str:
    return "" if event.work_package is None else f"{event.work_package} {event.work_package_title}".rstrip()


def _code_columns(codes: Callable[[Any], Any], **more: Any) -> tuple[Column, ...]:
    return (
        _text("cost_centre", N_("Cost centre"), lambda row: codes(row).cost_centre, 14, **more),
        _text("project_code", N_("Project code"), lambda row: codes(row).project_code, 14, **more),
        _text("activity_code", N_("Activity code"), lambda row: codes(row).activity_code, 14, **more),
        _text("account", N_("Account"), lambda row: codes(row).account, 12, **more),
    )


def _event_columns(event: Callable[[Any], Any]) -> dict[str, Column]:
    """What can be said of the event, of a row that has one."""
    columns = (
        _text("reference", N_("Event number"), lambda row: event(row).reference, 11, of_event=True),
        _text("title", N_("Event name"), lambda row: event(row).title, 40, of_event=True),
        _term("kind", N_("Event type"), lambda row: event(row).kind, 20, of_event=True),
        _term("format", N_("Format"), lambda row: event(row).format, 14, of_event=True),
        _term("status", N_("Status"), lambda row: event(row).status, 12, of_event=True),
        _day("starts", N_("Start date"), lambda row: event(row).starts.date(), of_event=True),
        _day("ends", N_("End date"), lambda row: event(row).ends.date(), of_event=True),
        _text("work_package", N_("Work package"), lambda row: _package(event(row)), 28, of_event=True),
        _text("activity", N_("Activity"), lambda row: event(row).activity, 28, of_event=True),
        _text("place", N_("Place"), lambda row: event(row).place, 30, of_event=True),
        _text("host", N_("Host organisation"), lambda row: event(row).host, 26, of_event=True, shown=Shown.CHOSEN),
        _text("timezone", N_("Time zone"), lambda row: event(row).timezone, 18, of_event=True, shown=Shown.CHOSEN),
        _text("project", N_("Project"), lambda row: event(row).project_name, 26, of_event=True, shown=Shown.CHOSEN),
        _text(
            "project_number",
            N_("Project number"),
            lambda row: event(row).project_number,
            18,
            of_event=True,
            shown=Shown.CHOSEN,
        ),
        *_code_columns(lambda row: event(row).codes, of_event=True),
    )
    return {column.key: column for column in columns}


def _person_columns(row_of: Callable[[Any], Any], texts: tuple[float, float, float, float]) -> tuple[Column, ...]:
    last, first, organisation, country = texts
    return (
        _text("last_name", N_("Last name"), lambda row: row_of(row).last_name, last),
        _text("first_name", N_("First name"), lambda row: row_of(row).first_name, first),
        _text("organisation", N_("Organisation"), lambda row: row_of(row).organisation, organisation),
        Column("country", N_("Country"), lambda row, words: words.country(row_of(row).country), Kind.TEXT, country),
        _term("role", N_("Role"), lambda row: row_of(row).role, 15),
        _term("reply", N_("Reply"), lambda row: row_of(row).reply, 24),
    )


def _presence_columns(row_of: Callable[[Any], Any]) -> tuple[Column, ...]:
    sources = Column(
        "source", N_("Source"), lambda row, words: words.terms(row_of(row).sources), Kind.WORDS, 20, Shown.ALWAYS
    )
    return (
        _number("minutes", N_("Minutes"), lambda row: row_of(row).minutes, 10),
        _moment("arrived", N_("Arrival"), lambda row: row_of(row).arrived, shown=Shown.WHERE_KNOWN),
        _moment("departed", N_("Departure"), lambda row: row_of(row).departed, shown=Shown.WHERE_KNOWN),
        _term("walk_in", N_("Walk-in"), lambda row: row_of(row).walk_in, 10, shown=Shown.WHERE_KNOWN),
        sources,
    )


def _tally_columns(tally: Callable[[Any], Any]) -> tuple[Column, ...]:
    return (
        _number("participants", N_("Participants"), lambda row: tally(row).participants, 13),
        _number("attended", N_("Attended at least once"), lambda row: tally(row).attended, 13),
        _number("person_days", N_("Person-days"), lambda row: tally(row).person_days, 13),
        _number("minutes", N_("Minutes"), lambda row: tally(row).minutes or None, 11),
        _money("estimate", N_("Estimate in euro"), lambda row: _euro(tally(row).estimate)),
        _money("actual", N_("Actual in euro"), lambda row: _euro(tally(row).actual)),
    )


def _keyed(columns: Sequence[Column]) -> dict[str, Column]:
    return {column.key: column for column in columns}


def _nothing(_row: Any, _words: Words) -> None:
    """The value of what stands for several columns, one for each slot; the sheet puts these in its place."""


SLOTS, SLOT_TIMES, SLOT_MINUTES, NUMBER, ATTENDED = "slots", "slot_times", "slot_minutes", "number", "attended"

ATTENDANCE = _keyed(
    (
        _number(NUMBER, N_("No."), lambda row: row[0], 6),
        *_person_columns(lambda row: row[1], (0, 0, 0, 12)),
        Column(SLOTS, N_("Presence by day or session"), _nothing, Kind.WORDS),
        _number(ATTENDED, N_("Days or sessions attended"), lambda row: row[1].slots_attended, 11),
        *_presence_columns(lambda row: row[1]),
        Column(SLOT_TIMES, N_("Arrival and departure by day or session"), _nothing, shown=Shown.CHOSEN),
        Column(SLOT_MINUTES, N_("Minutes by day or session"), _nothing, shown=Shown.CHOSEN),
    )
)
"""Of the event's list; a row is its number and an AttendanceRow."""

EVENTS = _event_columns(lambda row: row.event) | _keyed(_tally_columns(lambda row: row))
"""Of the period's events; a row is an EventTally."""

_OF_EVENT = _event_columns(lambda row: row.event)
PARTICIPATIONS = {
    key: _OF_EVENT[key] for key in ("reference", "title", "kind", "starts", "ends", "work_package", "activity")
} | _keyed(
    (
        *_person_columns(lambda row: row.row, (22, 18, 32, 16)),
        _number("slots_attended", N_("Days or sessions attended"), lambda row: row.row.slots_attended, 13),
        _number("person_days", N_("Person-days"), lambda row: row.person_days, 13),
        *_presence_columns(lambda row: row.row),
        *[_OF_EVENT[key] for key in ("cost_centre", "project_code", "activity_code", "account")],
        *[
            dataclasses.replace(_OF_EVENT[key], shown=Shown.CHOSEN)
            for key in ("format", "status", "place", "host", "timezone", "project", "project_number")
        ],
    )
)
"""Of the period's participations; a row is a ParticipationLine."""

COSTS = _keyed(
    (
        _text("reference", N_("Event number"), lambda row: row.reference, 11),
        _text("title", N_("Event name"), lambda row: row.title, 34),
        _day("incurred_on", N_("Date"), lambda row: row.incurred_on),
        _term("kind", N_("Kind"), lambda row: row.kind, 17),
        _text("description", N_("Description"), lambda row: row.description, 34),
        _text("last_name", N_("Last name"), lambda row: row.last_name, 20),
        _text("first_name", N_("First name"), lambda row: row.first_name, 16),
        _money("estimate", N_("Estimate"), lambda row: _of(row.estimate_cents, row.currency)),
        _money("actual", N_("Actual"), lambda row: _of(row.actual_cents, row.currency)),
        _text("currency", N_("Currency"), lambda row: row.currency, 10),
        _text("rate", N_("Exchange rate"), lambda row: row.rate, 12),
        _text("rate_source", N_("Source of the rate"), lambda row: row.rate_source, 22),
        _money("estimate_in_euro", N_("Estimate in euro"), lambda row: _euro(row.estimate_in_euro)),
        _money("actual_in_euro", N_("Actual in euro"), lambda row: _euro(row.actual_in_euro)),
        _text("invoice_number", N_("Invoice number"), lambda row: row.invoice_number, 16),
        _text("payer", N_("Paid by"), lambda row: row.payer, 26),
        _text("budget_line", N_("Budget line"), lambda row: row.budget_line, 18),
        _text("decision", N_("Number of the decision"), lambda row: row.decision, 18),
        _number("distance_km", N_("Distance, km"), lambda row: row.distance_km, 11),
        *_code_columns(lambda row: row.codes),
    )
)
"""Of costs; a row is a CostLine."""

CATERING = _keyed(
    (
        _text("reference", N_("Event number"), lambda row: row.reference, 11),
        _text("title", N_("Event name"), lambda row: row.title, 34),
        _moment("served", N_("Served"), lambda row: row.served),
        _term("kind", N_("Entered as"), lambda row: row.kind, 20),
        _text("purpose", N_("Purpose"), lambda row: row.purpose, 34),
        _text("agenda", N_("Agenda"), lambda row: row.agenda, 40),
        _text("place", N_("Place"), lambda row: row.place, 28),
        _number("guests", N_("Served persons"), lambda row: row.guests, 11),
        _text("invoice_number", N_("Invoice number"), lambda row: row.invoice_number, 16),
        _money("actual", N_("Actual"), lambda row: _of(row.cents, row.currency)),
        *_code_columns(lambda row: row.codes),
    )
)
"""Of catering; a row is a CateringLine."""

SHEETS: Mapping[str, Mapping[str, Column]] = {
    "attendance": ATTENDANCE,
    "events": EVENTS,
    "participations": PARTICIPATIONS,
    "costs": COSTS,
    "catering": CATERING,
}
"""All sheets whose columns can be chosen."""


def chosen(sheet: str, columns: Mapping[str, Sequence[str]]) -> list[Column] | None:
    """The columns of a sheet that were chosen, in their order; None where the standard ones are meant.

    Keys that this program does not know are passed over: the set may be of a newer or an older one.
    """
    known = SHEETS[sheet]
    found = [known[key] for key in dict.fromkeys(columns.get(sheet, ())) if key in known]
    return found or None


def standard(sheet: str) -> list[Column]:
    """The columns of a sheet where none were chosen, those among them that are there only where anything is known."""
    return [column for column in SHEETS[sheet].values() if column.shown is not Shown.CHOSEN]


def known_among(columns: Sequence[Column], rows: Sequence[Any], words: Words) -> list[Column]:
    """The columns without those that are shown only where known and of which no row knows anything."""
    return [
        column
        for column in columns
        if column.shown is not Shown.WHERE_KNOWN or any(column.value(row, words) for row in rows)
    ]
