"""Take a report over: stays, marks, walk-ins and remembered names in the one step of the caller, with its file."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from roundtables.errors import NothingThere
from roundtables.formats.people.names import find_order, split_name
from roundtables.model import Attendance, EventFile, KnownName, Stay
from roundtables.model import Person as PersonRow
from roundtables.register import Register
from roundtables.register.beside import Store, sha256_of
from roundtables.register.errors import FilesNotOnServers
from roundtables.register.journal import add_rows
from roundtables.services import event_files, fields, participants
from roundtables.services.meeting_reports.facts import load
from roundtables.services.meeting_reports.lines import Choice, Line, Person, SlotLine, Verdict
from roundtables.services.meeting_reports.matching import address_key
from roundtables.services.meeting_reports.matching import participants as people_of
from roundtables.services.meeting_reports.names import bare, name_key, tidy
from roundtables.services.meeting_reports.previewing import Preview, judged
from roundtables.terms import FileKind, Presence, Source


@dataclass(frozen=True)
class Taken:
    """What was taken over, in people: who is present or absent by the report, of whom something else was marked and
    kept, who came as a walk-in, who was left out, who is absent since the report says nothing of them. `kept_file`:
    whether the report itself was attached to the event.
    """

    present: int = 0
    absent: int = 0
    kept: int = 0
    walk_ins: int = 0
    left_out: int = 0
    others: int = 0
    kept_file: bool = False

    @property
    def away(self) -> int:
        """How many are absent, by the report or since it says nothing of them."""
        return self.absent + self.others

    @property
    def people(self) -> int:
        """Of how many something was taken over."""
        return self.present + self.away


class _Seat(NamedTuple):
    """Somebody's place at the event."""

    participation_id: int
    person_id: int


Seats = dict[Hashable, _Seat]
"""By what the lines of one person have in common."""


def store_of(register: Register) -> Store | None:
    """Where the reports of a register are kept; None on a server, where files can't be."""
    try:
        return register.files
    except FilesNotOnServers:
        return None


def take(
    session: Session,
    store: Store | None,
    event_id: int,
    preview: Preview,
    *,
    name: str,
    content: bytes,
    by: str = "",
    forced: bool = False,
    others_absent: bool = False,
) -> Taken:
    """Record what the preview says, as decided. What was marked or taken over since the preview is kept as it is now.
    With `others_absent`, the preview's `others` are marked absent where nothing is marked.

    The file is attached to the event, with the slots it tells of; `store` is None where files can't be kept: then the
    register knows it by its hash alone. Where nothing would change, nothing is written. Raises PartlyAnotherMeeting
    unless `forced`, NothingThere where somebody was taken off meanwhile, and what `event_files.attach` raises.
    """
    if not forced:
        preview.require_same_meeting()
    preview = _as_it_is_now(session, event_id, preview, sha256_of(content))
    left_out = sum(line.choice is Choice.LEAVE for line in preview.lines)
    others = preview.others if others_absent else []
    if not preview.taken and not others:
        return Taken(left_out=left_out)
    file = _file(session, store, event_id, preview, name, content, by)
    # A line of which nothing is new may be another's of whom something is.
    lines = [line for line in preview.lines if line.choice is not Choice.LEAVE]
    seats, walk_ins = _seats(session, event_id, lines)
    done = _mark(session, event_id, preview, {line.group: line for line in lines}.values(), seats)
    _mark_absent(session, preview, others)
    _keep_stays(session, preview, file, lines, seats)
    _remember(session, preview, lines)
    session.flush()
    return replace(done, walk_ins=walk_ins, left_out=left_out, others=len(others), kept_file=store is not None)


def _as_it_is_now(session: Session, event_id: int, preview: Preview, sha256: str) -> Preview:
    """The preview with the marks, stays and participants of this moment. Raises NothingThere."""
    here = people_of(session, event_id)
    lost = [line for line in preview.lines if line.choice is not Choice.LEAVE and _is_lost(line.person, here)]
    if lost:
        raise NothingThere
    people = {**preview.people, **here}
    return judged(replace(preview, facts=load(session, event_id, preview.report, sha256), people=people))


def _is_lost(person: Person | None, here: dict[int, Person]) -> bool:
    return person is not None and person.participation_id is not None and person.id not in here


def _file(
    session: Session, store: Store | None, event_id: int, preview: Preview, name: str, content: bytes, by: str
) -> EventFile:
    told = [slot.id for slot in preview.facts.slots]
    if store is not None:
        kind = FileKind.MEETING_REPORT
        return event_files.attach(session, store, event_id, name, content, kind, slot_ids=told, by=by)
    if preview.facts.file_id is not None:
        return event_files.get(session, preview.facts.file_id)
    row = EventFile(
        event_id=event_id,
        kind=FileKind.MEETING_REPORT,
        name=event_files.attached_name(name),
        sha256=sha256_of(content),
        size=len(content),
        added_by=by,
    )
    session.add(row)
    session.flush()
    return row


def _seats(session: Session, event_id: int, lines: Sequence[Line]) -> tuple[Seats, int]:
    """The place of each person of the lines; who has none yet is put on the list as a walk-in. And how many were."""
    seats: Seats = {}
    known: dict[int, Hashable] = {}
    new: dict[Hashable, Line] = {}
    for line in lines:
        if line.person is None:
            known_line = new.get(line.group)
            if known_line is None or not address_key(known_line.attendee):
                new[line.group] = line
        elif line.person.participation_id is None:
            known[line.person.id] = line.group
        else:
            seats[line.group] = _Seat(line.person.participation_id, line.person.id)
    for group, person in _added(session, new).items():
        known[person.id] = group
    added = participants.add(session, event_id, known)
    for row in added:
        row.walk_in = True
        seats[known[row.person_id]] = _Seat(row.id, row.person_id)
    return seats, len(added)


def _added(session: Session, new: dict[Hashable, Line]) -> dict[Hashable, PersonRow]:
    """People whom the register did not know, as the report calls them; names are split as in most of its addresses."""
    attendees = [line.attendee for line in new.values()]
    order = find_order("", [(bare(each.name), each.email) for each in attendees])
    added = {}
    for group, line in new.items():
        first, last = split_name(bare(line.attendee.name) or address_key(line.attendee), order)
        named = {"first_name": _cut(first, "first_name"), "last_name": _cut(last, "last_name")}
        added[group] = PersonRow(**named, email=_address(address_key(line.attendee), line.attendee.email.strip()))
    session.add_all(added.values())
    session.flush()
    return added


def _cut(text: str, field: str) -> str:
    return fields.line(text[: fields.LONGEST_NAME], field)


def _address(key: str, written: str) -> str | None:
    """The address of a line, if it is one."""
    try:
        return fields.address(written or key)
    except fields.NotAnAddress:
        return None


def _mark(session: Session, event_id: int, preview: Preview, lines: Iterable[Line], seats: Seats) -> Taken:
    """Write the marks; `lines` are one of each person."""
    statement = select(Attendance).where(Attendance.event_id == event_id)
    marks = {(row.participation_id, row.slot_id): row for row in session.scalars(statement)}
    rows: list[dict[str, Any]] = []
    done = dict.fromkeys(Presence, 0)
    kept = 0
    for line in lines:
        seat = seats[line.group]
        kept += any(slot.disagrees for slot in line.slots)
        written = [slot for slot in line.slots if not slot.kept]
        for slot in written:
            values = _values(preview, slot)
            known = marks.get((seat.participation_id, slot.slot_id))
            if known is None:
                rows.append({**seat._asdict(), "slot_id": slot.slot_id, "event_id": event_id, **values})
                continue
            for key, value in values.items():
                setattr(known, key, value)
        if written:
            present = any(slot.presence is Presence.PRESENT for slot in written)
            done[Presence.PRESENT if present else Presence.ABSENT] += 1
    if rows:
        add_rows(session, Attendance, rows, lambda row: (row["event_id"], row["person_id"]))
    return Taken(present=done[Presence.PRESENT], absent=done[Presence.ABSENT], kept=kept)


def _mark_absent(session: Session, preview: Preview, people: Sequence[Person]) -> None:
    """Mark absent in the report's slots those of whom it says nothing; what is marked stays."""
    source = Source.MEETING_REPORT
    said = {"presence": Presence.ABSENT, "minutes": 0, "arrived": None, "departed": None, "source": source}
    rows = [
        {
            "participation_id": person.participation_id,
            "person_id": person.id,
            "slot_id": slot.id,
            "event_id": preview.facts.event_id,
            **said,
        }
        for person in people
        for slot in preview.unmarked(person)
    ]
    if rows:
        add_rows(session, Attendance, rows, lambda row: (row["event_id"], row["person_id"]))


def _values(preview: Preview, slot: SlotLine) -> dict[str, Any]:
    return {
        "presence": slot.presence,
        "minutes": slot.minutes,
        "arrived": preview.facts.wall(slot.arrived),
        "departed": preview.facts.wall(slot.departed),
        "source": Source.MEETING_REPORT,
    }


def _keep_stays(session: Session, preview: Preview, file: EventFile, lines: Sequence[Line], seats: Seats) -> None:
    """Keep the stays that were not kept of this very file already."""
    told = dict.fromkeys(
        (seats[line.group].participation_id, stay.joined, stay.departed)
        for line in lines
        for stay in line.attendee.stays
        if stay.joined < stay.departed
    )
    rows = [
        {"file_id": file.id, "participation_id": key, "joined": joined, "departed": departed}
        for key, joined, departed in told
        if (key, joined, departed) not in preview.facts.file_stays
    ]
    if rows:
        add_rows(session, Stay, rows, lambda _row: (None, None))


def _remember(session: Session, preview: Preview, lines: Sequence[Line]) -> None:
    """Keep the names that the user has said whose they are; one that was another's so far is that one's no more.

    A name of several people is not kept: it would be taken for one of them without a question.
    """
    told = {name_key(line.attendee.name): line for line in lines if _is_told(line, preview.matches[line.id].candidates)}
    statement = select(KnownName).where(KnownName.name_key.in_(told)).order_by(KnownName.id)
    known = list(session.scalars(statement))
    for key, line in told.items():
        person = line.person
        if not key or person is None:
            continue
        was = preview.matches[line.id]
        for row in known:
            if row.name_key == key and row.person_id == was.person_id and was.person_id != person.id:
                session.delete(row)
        if not any(row.name_key == key and row.person_id == person.id for row in known):
            session.add(KnownName(person_id=person.id, name=tidy(line.attendee.name)))


def _is_told(line: Line, candidates: Sequence[int]) -> bool:
    return line.decided and line.choice is Choice.MATCH and len(candidates) < 2 and line.found in _TOLD


_TOLD = frozenset({Verdict.CHOSEN, Verdict.SIMILAR})
