"""How many took part in an event, by the rules that funders are told.

- A participation is one person's place at one event. It counts with presence in at least one day or session, whatever
  the role.
- Different persons: each counts once, however many events are counted together.
- Person-days: for each person the different days on which they were present. A session counts for the day on which it
  begins; where attendance is taken as a whole, all days of the event count.
- Local is who represents the event's country, transnational who represents another. A participant represents their own
  country, else their organisation's. The event's country is its venue's; online it is the host's, else the
  coordinator's. Where one of the two is not known, this is told as not known.

`RULES` says the same to people. Here one event is counted from its rows; figures over many events are added up by the
database, by these same rules.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from roundtables.queries.events import EventPage, SlotRow
from roundtables.terms import EventFormat
from roundtables.walltime import last_day
from roundtables.words import N_

RULES = (
    N_(
        "Participations: one person at one event counts once, with presence in at least one day or session, "
        "whatever the role."
    ),
    N_("Different persons: each counts once, however many events are counted together."),
    N_(
        "Person-days: for each person the different days attended. A session counts for the day on which it begins; "
        "where attendance is taken as a whole, all days of the event count."
    ),
    N_(
        "Local participants represent the event's country, transnational participants another: their own country, else "
        "that of their organisation. The event's country is that of its venue; online it is that of the host, else of "
        "the coordinator. Where one of the two is not known, this is told as not known."
    ),
    N_(
        "Women, men, non-binary persons and those who did not state it are entered as totals of the event: the "
        "register keeps no person's gender."
    ),
    N_("Responses: as entered, else those of the surveys that were imported."),
)
"""The rules in words, marked for the catalogue: show each by `gettext`."""


PresentMark = tuple[int, int, int | None]
"""The keys of a participation and of a slot in which it was present, and the minutes, where measured."""


@dataclass(frozen=True)
class Taker:
    """One participant. `id` is the participation's key, `country` the person's, else their organisation's."""

    id: int
    person_id: int
    country: str


@dataclass(frozen=True)
class Counts:
    """What an event's attendance adds up to. `country` is the event's, empty where it is not known.

    `countries` are the countries of those who attended, by how many there are of each; "" stands for not known.
    """

    listed: int = 0
    participations: int = 0
    persons: int = 0
    person_days: int = 0
    minutes: int = 0
    local: int = 0
    transnational: int = 0
    origin_unknown: int = 0
    country: str = ""
    countries: tuple[tuple[str, int], ...] = ()


def counts(page: EventPage, people: Sequence[Taker], marks: Iterable[PresentMark], country: str) -> Counts:
    """Count one event from its participants and where they were present; `country` is its own (see `country_of`)."""
    days_of = {slot.id: _days(page, slot) for slot in page.slots}
    days: dict[int, set[dt.date]] = {}
    minutes = 0
    for participation, slot, lasted in marks:
        days.setdefault(participation, set()).update(days_of.get(slot, ()))
        minutes += lasted or 0
    attended = [person for person in people if person.id in days]
    countries = Counter(person.country.upper() for person in attended)
    home = country.upper()
    unknown = countries[""] if home else len(attended)
    local = countries[home] if home else 0
    return Counts(
        listed=len(people),
        participations=len(attended),
        persons=len({person.person_id for person in attended}),
        person_days=sum(map(len, days.values())),
        minutes=minutes,
        local=local,
        transnational=len(attended) - unknown - local,
        origin_unknown=unknown,
        country=home,
        countries=tuple(sorted(countries.items(), key=lambda item: (not item[0], -item[1], item[0]))),
    )


def country_of(form: EventFormat, venue: str, host: str, coordinator: str) -> str:
    """The country that an event is in, from those of its venue, host and project's coordinator; "" if not known."""
    return (host or coordinator) if form is EventFormat.ONLINE else venue


def _days(page: EventPage, slot: SlotRow) -> frozenset[dt.date]:
    """The days that presence in a slot stands for."""
    if slot.day is not None:
        return frozenset({slot.day})
    if slot.starts is not None:
        return frozenset({slot.starts.date()})
    number = (last_day(page.starts, page.ends, all_day=page.all_day) - page.starts.date()).days + 1
    return frozenset(page.starts.date() + dt.timedelta(days=day) for day in range(number))
