"""What proves that events took place, and what of it is missing: the checklist before anything is handed over."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from roundtables.model import (
    Attendance,
    Certificate,
    Change,
    Cost,
    Event,
    EventFile,
    HandOver,
    Invitation,
    Participation,
    ProvedSlot,
    Slot,
    Step,
)
from roundtables.model import Session as EventSession
from roundtables.terms import NOT_COMING, EventStatus, FileKind, Method, Presence, Reply, Term
from roundtables.words import N_

SAY_THEY_COME = (Reply.ACCEPTED, Reply.TENTATIVE)


class Aspect(Term):
    """One line of the checklist, in its order."""

    INVITATION = "invitation", N_("Invitation")
    AGENDA = "agenda", N_("Agenda")
    ATTENDANCE = "attendance", N_("Attendance")
    PROOF = "proof", N_("Proof of attendance")
    MINUTES = "minutes", N_("Minutes of the meeting")
    CERTIFICATES = "certificates", N_("Certificates of attendance")
    INVOICES = "invoices", N_("Invoice numbers")
    CONTENTS = "contents", N_("Contents of attached files")


LACKING = {
    Aspect.INVITATION: N_("None was sent"),
    Aspect.AGENDA: N_("There is none"),
    Aspect.ATTENDANCE: N_("Not taken"),
    Aspect.PROOF: N_("There is none"),
    Aspect.MINUTES: N_("Not attached"),
    Aspect.CERTIFICATES: N_("None were given"),
    Aspect.INVOICES: N_("Missing"),
    Aspect.CONTENTS: N_("Missing"),
}
"""What is said of a line that is not there at all."""


@dataclass(frozen=True)
class Check:
    """One line for one event: whether it is there; if not in full, `missing` out of `of`, 0 where that isn't counted.

    `names` are the files whose contents are missing. A line that is not `fine` never keeps anybody from going on.
    """

    event_id: int
    reference: str
    aspect: Aspect
    fine: bool
    missing: int = 0
    of: int = 0
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class AsOf:
    """The state that a document of events is of: the last step that changed them, and its instant."""

    revision: int
    at: dt.datetime


@dataclass(frozen=True)
class _Counts:
    """What there is of one event."""

    invited: int
    sessions: int
    slots: int
    proved: int
    expected: int
    marks: int
    attended: int
    certificates: int
    costs: int
    without_invoice: int
    files: Mapping[FileKind, int]


def checklist(session: Session, event_ids: Collection[int]) -> list[Check]:
    """The checklist of events, by their dates, but for contents, which only the folder knows. Ten statements."""
    counts = _Counting(session, event_ids)
    statement = select(Event.id, Event.reference).where(Event.id.in_(event_ids)).order_by(Event.starts_utc, Event.id)
    return [check for key, reference in session.execute(statement) for check in _checks(key, reference, counts.of(key))]


def held_in(session: Session, work_package_id: int) -> tuple[list[int], list[str]]:
    """The events of a work package that took place, by date, and the references of those that did not (yet).

    That is what is marked as held, and what attendance was taken of or a file was attached to; no clock is asked.
    """
    taken = select(Attendance.id).where(Attendance.event_id == Event.id).correlate(Event).exists()
    proved = select(EventFile.id).where(EventFile.event_id == Event.id).correlate(Event).exists()
    took_place = or_(Event.status == EventStatus.HELD, and_(Event.status == EventStatus.PLANNED, or_(taken, proved)))
    statement = (
        select(Event.id, Event.reference, took_place)
        .where(Event.work_package_id == work_package_id)
        .order_by(Event.starts_utc, Event.id)
    )
    rows = session.execute(statement).all()
    return [row[0] for row in rows if row[2]], [row[1] for row in rows if not row[2]]


def as_of(session: Session, event_ids: Collection[int]) -> AsOf:
    """The last step that changed these events, but for entering what was handed over: that changes nothing in them.

    So the document that is made next, of the same state, says the same. Events that no step has touched (a register
    that was founded with them) are as of their own end.
    """
    statement = (
        select(func.max(Change.step_id))
        .where(Change.event_id.in_(event_ids), Change.table_name != HandOver.__tablename__)
        .scalar_subquery()
    )
    step = session.execute(select(Step.id, Step.at).where(Step.id == statement)).one_or_none()
    if step is not None:
        return AsOf(*step)
    ends = session.scalar(select(func.max(Event.ends_utc)).where(Event.id.in_(event_ids)))
    return AsOf(0, ends.astimezone(dt.UTC) if ends else dt.datetime(1980, 1, 1, tzinfo=dt.UTC))


class _Counting:
    """Counts of several events, a statement for each thing."""

    def __init__(self, session: Session, event_ids: Collection[int]) -> None:
        self._session, self._ids = session, event_ids
        request = and_(Invitation.event_id.in_(event_ids), Invitation.method == Method.REQUEST)
        self._invited = self._by(Invitation.event_id, func.count(func.distinct(Invitation.person_id)), request)
        self._sessions = self._number(EventSession)
        self._slots = self._number(Slot)
        self._certificates = self._number(Certificate)
        slot_ids = select(Slot.event_id, func.count(func.distinct(ProvedSlot.slot_id)))
        proved = slot_ids.join(ProvedSlot, ProvedSlot.slot_id == Slot.id).where(Slot.event_id.in_(event_ids))
        self._proved = self._pairs(proved.group_by(Slot.event_id))
        self._files = self._counted_files()
        self._replies, self._marks = self._counted_replies(), self._counted_marks()
        present = and_(Attendance.event_id.in_(event_ids), Attendance.presence == Presence.PRESENT)
        self._attended = self._by(Attendance.event_id, func.count(func.distinct(Attendance.participation_id)), present)
        paid = and_(Cost.event_id.in_(event_ids), Cost.actual_cents.is_not(None), Cost.rate_table_id.is_(None))
        self._costs = self._by(Cost.event_id, func.count(), paid)
        self._without = self._by(Cost.event_id, func.count(), and_(paid, Cost.invoice_number == ""))

    def of(self, event_id: int) -> _Counts:
        """What there is of one of the events."""
        replies, marks = self._replies[event_id], self._marks[event_id]
        said = [reply for reply in replies if reply in SAY_THEY_COME]
        counted = said or [reply for reply in replies if reply not in NOT_COMING]
        return _Counts(
            invited=self._invited.get(event_id, 0),
            sessions=self._sessions.get(event_id, 0),
            slots=self._slots.get(event_id, 0),
            proved=self._proved.get(event_id, 0),
            expected=sum(replies[reply] for reply in counted),
            marks=sum(marks.get(reply, 0) for reply in counted),
            attended=self._attended.get(event_id, 0),
            certificates=self._certificates.get(event_id, 0),
            costs=self._costs.get(event_id, 0),
            without_invoice=self._without.get(event_id, 0),
            files=self._files[event_id],
        )

    def _number(self, kind: Any) -> dict[int, int]:
        return self._by(kind.event_id, func.count(), kind.event_id.in_(self._ids))

    def _by(self, key: Any, value: Any, narrowed: Any) -> dict[int, int]:
        return self._pairs(select(key, value).where(narrowed).group_by(key))

    def _pairs(self, statement: Any) -> dict[int, int]:
        return {row[0]: row[1] for row in self._session.execute(statement)}

    def _counted_files(self) -> dict[int, dict[FileKind, int]]:
        statement = select(EventFile.event_id, EventFile.kind, func.count()).where(EventFile.event_id.in_(self._ids))
        return self._nested(statement.group_by(EventFile.event_id, EventFile.kind))

    def _counted_replies(self) -> dict[int, dict[Reply, int]]:
        statement = select(Participation.event_id, Participation.reply, func.count())
        statement = statement.where(Participation.event_id.in_(self._ids))
        return self._nested(statement.group_by(Participation.event_id, Participation.reply))

    def _counted_marks(self) -> dict[int, dict[Reply, int]]:
        statement = (
            select(Attendance.event_id, Participation.reply, func.count())
            .join(Participation, Participation.id == Attendance.participation_id)
            .where(Attendance.event_id.in_(self._ids), Attendance.presence != Presence.UNKNOWN)
        )
        return self._nested(statement.group_by(Attendance.event_id, Participation.reply))

    def _nested(self, statement: Any) -> dict[int, dict[Any, int]]:
        found: dict[int, dict[Any, int]] = defaultdict(dict)
        for key, term, number in self._session.execute(statement):
            found[key][term] = number
        return found


def _checks(event_id: int, reference: str, there: _Counts) -> list[Check]:
    """The lines of one event; what does not concern it (no certificates where nobody came) has none."""

    def line(aspect: Aspect, missing: int = 0, of: int = 0, *, fine: bool | None = None) -> Check:
        return Check(event_id, reference, aspect, not missing if fine is None else fine, missing, of)

    def has(kind: FileKind) -> bool:
        return there.files.get(kind, 0) > 0

    marks = there.expected * there.slots
    lines = [
        line(Aspect.INVITATION, fine=there.invited > 0 or has(FileKind.INVITATION)),
        line(Aspect.AGENDA, fine=there.sessions > 0 or has(FileKind.AGENDA)),
        line(Aspect.ATTENDANCE, max(marks - there.marks, 0), marks, fine=0 < marks <= there.marks),
        line(Aspect.PROOF, there.slots - there.proved, there.slots, fine=0 < there.slots <= there.proved),
        line(Aspect.MINUTES, fine=has(FileKind.MINUTES)),
    ]
    if there.attended or there.certificates:
        lines.append(line(Aspect.CERTIFICATES, fine=there.certificates > 0))
    if there.costs:
        lines.append(line(Aspect.INVOICES, there.without_invoice, there.costs))
    return lines
