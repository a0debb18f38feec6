"""Events in: from a calendar file to a preview with verdicts, and from there, ticked, in one step."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roundtables.errors import Expected
from roundtables.model import Change, Event, Series, Step, Venue
from roundtables.queries.event_sorting import venue_text
from roundtables.services import events
from roundtables.services.events import EventValues
from roundtables.services.proposals import REPORT_EVERY, Report, chunks
from roundtables.terms import EventFormat, EventKind, EventStatus
from roundtables.walltime import instant
from roundtables.words import LOCALES, N_, _, fold, language

if TYPE_CHECKING:
    from roundtables.formats.calendar.events_in import EventLine

FIELDS = {
    "title": N_("Title"),
    "time": N_("Time"),
    "place": N_("Place"),
    "online_url": N_("Link"),
    "description": N_("Description"),
    "status": N_("Status"),
}
"""What an event that is known may be changed in, with the words for it."""


class Verdict(Enum):
    """What an event of the file is to the register."""

    NEW = N_("New")
    KNOWN = N_("Known")
    SIMILAR = N_("Looks the same")
    REPEATED = N_("Repeats one above")
    UNUSABLE = N_("Not usable")

    @property
    def label(self) -> str:
        """The verdict in English."""
        return self.value


@dataclass(frozen=True)
class EventProposal:
    """One event of the file. `event_id` is the event that is known or looks the same; `changes` name the fields in
    which the file says otherwise. `can_be_taken` says whether it may be ticked, `taken` whether it is.
    """

    line: "EventLine"
    verdict: Verdict
    can_be_taken: bool
    taken: bool = False
    reason: str = ""
    event_id: int | None = None
    reference: str = ""
    changes: tuple[str, ...] = ()

    @property
    def id(self) -> int:
        """What the row is known by."""
        return self.line.row


@dataclass(frozen=True)
class ImportedEvents:
    """What an import did: keys of the events that were added and changed, and how many were left out."""

    added: tuple[int, ...]
    changed: tuple[int, ...]
    left_out: int


@dataclass(frozen=True)
class _Known:
    id: int
    uid: str
    reference: str
    title: str
    starts_utc: dt.datetime
    ends_utc: dt.datetime
    starts: dt.datetime
    ends: dt.datetime
    all_day: bool
    venue: str
    place: str
    online_url: str
    description: str
    status: EventStatus
    sequence: int
    series_uid: str | None
    recurrence_id: dt.datetime | None

    def differing(self, line: "EventLine") -> tuple[str, ...]:
        """The fields in which the file says otherwise; what it leaves out changes nothing."""
        here = ", ".join(part for part in (self.venue, self.place) if part)
        said = {
            "title": (line.title, self.title),
            "place": (_place(line), here),
            "online_url": (line.link, self.online_url),
            "description": (line.description, self.description),
        }
        found = [name for name, (theirs, ours) in said.items() if theirs and theirs != ours]
        found += [] if self._is_at(line) else ["time"]
        found += ["status"] if (line.status is EventStatus.CANCELLED) != (self.status is EventStatus.CANCELLED) else []
        return tuple(name for name in FIELDS if name in found)

    def _is_at(self, line: "EventLine") -> bool:
        if self.all_day or line.all_day:
            return (self.all_day, self.starts, self.ends) == (line.all_day, line.starts, line.ends)
        return (self.starts_utc, self.ends_utc) == _instants(line)


def read_file(path: Path, zone_name: str) -> "list[EventLine]":
    """The events of a calendar file. `zone_name` is the zone of times without one.

    Raises FileNotReadable, HoldsAnswers and what `events_in.read_events` raises.
    """
    from roundtables.files import FileNotReadable
    from roundtables.formats.calendar.answer import ANSWERS, method_of
    from roundtables.formats.calendar.event_components import MOST_BYTES
    from roundtables.formats.calendar.events_errors import HoldsAnswers
    from roundtables.formats.calendar.events_in import read_events

    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise FileNotReadable(path.name) from error
    if method_of(content) in ANSWERS:
        raise HoldsAnswers
    return read_events(content, zone_name, dt.date.today())  # noqa: DTZ011 - the day on the wall


def plan(session: Session, lines: "Sequence[EventLine]", report: Report | None = None) -> list[EventProposal]:
    """A verdict for each event. Writes nothing; `report` hears (done, all) and may raise to stop."""
    register = _Register(session, [line for line in lines if line.usable])
    seen: dict[str, int] = {}
    proposals = []
    for done, line in enumerate(lines):
        if report is not None and done % REPORT_EVERY == 0:
            report(done, len(lines))
        if not line.usable:
            why = _("Event {n} of the file: {why}").format(n=line.number, why="; ".join(line.problems))
            proposals.append(EventProposal(line, Verdict.UNUSABLE, can_be_taken=False, reason=why))
        elif line.uid and line.uid in seen:
            why = _("The same event as in row {row}").format(row=seen[line.uid])
            proposals.append(EventProposal(line, Verdict.REPEATED, can_be_taken=False, reason=why))
        else:
            seen[line.uid] = line.row
            proposals.append(register.verdict(line))
    return proposals


def ticked(proposal: EventProposal, *, taken: bool) -> EventProposal:
    """The proposal ticked or not, as far as it can be."""
    return replace(proposal, taken=taken and proposal.can_be_taken)


def take(
    session: Session,
    proposals: Sequence[EventProposal],
    common: EventValues | None = None,
    report: Report | None = None,
) -> ImportedEvents:
    """Add and change what is ticked. `common` is what all new events have beside what the file says of them.

    The UID of the file is kept where it is free, so that the event is known again. Raises Invalid errors.
    """
    chosen = [proposal for proposal in proposals if proposal.taken and proposal.can_be_taken]
    taken_uids = _uids(session, [proposal.line.uid for proposal in chosen if proposal.line.uid])
    added, changed = [], []
    for done, proposal in enumerate(chosen):
        if report is not None and done % 20 == 0:
            report(done, len(chosen))
        if proposal.verdict is Verdict.KNOWN and proposal.event_id is not None:
            events.change(session, proposal.event_id, **_changed(proposal))
            changed.append(proposal.event_id)
            continue
        event = _added(session, proposal.line, common or {})
        if proposal.line.uid and proposal.line.uid not in taken_uids:
            event.uid = proposal.line.uid
            event.sequence = proposal.line.sequence
            taken_uids.add(proposal.line.uid)
        session.flush()
        added.append(event.id)
    return ImportedEvents(tuple(added), tuple(changed), len(proposals) - len(chosen))


def _place(line: "EventLine") -> str:
    """Where an event takes place; the word for an event without a place is what calendars of this register say."""
    online = {language(code).gettext(EventFormat.ONLINE.label).casefold() for code in LOCALES}
    return "" if line.link and line.place.casefold() in online else line.place


def _added(session: Session, line: "EventLine", common: EventValues) -> Event:
    values: Any = {"kind": EventKind.OTHER, **common, **_times(line)}
    values |= {
        "title": line.title,
        "place": _place(line),
        "online_url": line.link,
        "description": line.description,
        "status": line.status,
        "format": EventFormat.ONLINE if line.link and not _place(line) else EventFormat.IN_PERSON,
    }
    # What is over needs no preparing any more.
    over = line.ends is not None and line.ends.date() < dt.date.today()  # noqa: DTZ011 - the day on the wall
    return events.add(session, tasks=() if over else None, **values)


def _changed(proposal: EventProposal) -> EventValues:
    line, changes = proposal.line, proposal.changes
    values: Any = {"title": line.title, "online_url": line.link, "description": line.description}
    values = {name: value for name, value in values.items() if name in changes}
    if "time" in changes:
        values |= _times(line)
    if "place" in changes:
        values |= {"place": line.place, "venue_id": None}
    if "status" in changes:
        cancelled = line.status is EventStatus.CANCELLED
        values["status"] = EventStatus.CANCELLED if cancelled else EventStatus.PLANNED
    taken: EventValues = values
    return taken


def _times(line: "EventLine") -> dict[str, Any]:
    return {"starts": line.starts, "ends": line.ends, "all_day": line.all_day, "timezone": line.timezone}


def _instants(line: "EventLine") -> tuple[dt.datetime, dt.datetime] | None:
    if line.starts is None or line.ends is None:
        return None
    return instant(line.starts, line.timezone), instant(line.ends, line.timezone)


def _uids(session: Session, wanted: Sequence[str]) -> set[str]:
    """Those of the UIDs that are an event's or a series' already."""
    found: set[str] = set()
    for some in chunks(sorted(set(wanted))):
        for column in (Event.uid, Series.uid):
            found |= set(session.scalars(select(column).where(column.in_(some))))
    return found


class _Register:
    """The events of the register that those of the file could be: by UID, by series and meeting, by title and start."""

    def __init__(self, session: Session, lines: "Sequence[EventLine]") -> None:
        self._session = session
        self._by_uid: dict[str, _Known] = {}
        self._by_title: dict[tuple[str, dt.datetime], _Known] = {}
        self._load(lines)
        self._changed = self._last_changes([known.id for known in self._by_uid.values()])

    def verdict(self, line: "EventLine") -> EventProposal:
        """New, known, or looking the same as another, with the reason."""
        known = self._by_uid.get(line.uid) if line.uid else None
        if known is not None:
            return self._known(line, known)
        notes = "; ".join(line.notes)
        for at in _moments(line):
            same = self._by_title.get((fold(line.title), at))
            if same is not None:
                reason = _("{reference} has the same title and start").format(reference=same.reference)
                reason = "; ".join(filter(None, (reason, notes)))
                return EventProposal(line, Verdict.SIMILAR, True, False, reason, same.id, same.reference)
        return EventProposal(line, Verdict.NEW, can_be_taken=True, taken=True, reason=notes)

    def _known(self, line: "EventLine", known: _Known) -> EventProposal:
        changes = known.differing(line)
        newer = line.sequence > known.sequence or (line.sequence == known.sequence and self._is_later(line, known))
        if not changes:
            reason = _("{reference} says the same").format(reference=known.reference)
        elif newer:
            reason = _("{reference} would change: tick it to take that over").format(reference=known.reference)
        else:
            reason = _("{reference} was changed later here: it stays as it is").format(reference=known.reference)
        can = bool(changes) and newer
        return EventProposal(line, Verdict.KNOWN, can, False, reason, known.id, known.reference, changes)

    def _is_later(self, line: "EventLine", known: _Known) -> bool:
        last = self._changed.get(known.id)
        return line.changed is not None and (last is None or line.changed > last)

    def _load(self, lines: "Sequence[EventLine]") -> None:
        uids = {line.uid for line in lines if line.uid}
        series = {line.uid.rpartition("/")[0] for line in lines if line.uid and line.recurrence}
        for known in self._rows(Event.uid, uids):
            self._by_uid[known.uid] = known
        for known in self._rows(Series.uid, series):
            if known.recurrence_id is not None:
                self._by_uid[f"{known.series_uid}/{known.recurrence_id:%Y%m%dT%H%M}"] = known
        moments = {moment for line in lines for moment in _moments(line)}
        aware = [moment for moment in moments if moment.tzinfo is not None]
        for column, some in ((Event.starts_utc, aware), (Event.starts, moments.difference(aware))):
            for known in self._rows(column, some):
                at = known.starts if known.all_day else known.starts_utc
                self._by_title.setdefault((fold(known.title), at), known)

    def _rows(self, column: Any, values: Iterable[Any]) -> Iterator[_Known]:
        for some in chunks(sorted(values)):
            for row in self._session.execute(_ROWS.where(column.in_(some)).order_by(Event.id)):
                yield _Known(*row)

    def _last_changes(self, keys: list[int]) -> dict[int, dt.datetime]:
        """When each event was changed last, as its history says."""
        found: dict[int, dt.datetime] = {}
        for some in chunks(keys):
            statement = (
                select(Change.row_id, func.max(Step.at))
                .join(Step, Step.id == Change.step_id)
                .where(Change.table_name == "event", Change.row_id.in_(some))
                .group_by(Change.row_id)
            )
            found |= {key: at for key, at in self._session.execute(statement)}  # noqa: C416 - rows are no pairs to mypy
        return found


_ROWS: Any = (
    select(
        Event.id,
        Event.uid,
        Event.reference,
        Event.title,
        Event.starts_utc,
        Event.ends_utc,
        Event.starts,
        Event.ends,
        Event.all_day,
        venue_text(),
        Event.place,
        Event.online_url,
        Event.description,
        Event.status,
        Event.sequence,
        Series.uid,
        Event.recurrence_id,
    )
    .outerjoin(Venue, Venue.id == Event.venue_id)
    .outerjoin(Series, Series.id == Event.series_id)
)


def _moments(line: "EventLine") -> list[dt.datetime]:
    """What the start is looked up by: its instant, or for whole days the wall's date."""
    if line.starts is None:
        return []
    if line.all_day:
        return [line.starts]
    try:
        return [instant(line.starts, line.timezone)]
    except Expected:
        return []
