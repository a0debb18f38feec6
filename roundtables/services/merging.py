"""Two people who are one: make one of them; or two who are two after all: say so for good."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from roundtables.errors import Expected, Invalid
from roundtables.model import (
    Attendance,
    GroupMember,
    NotTheSame,
    Participation,
    Person,
    PersonAddress,
    PersonNeeds,
    ProjectRole,
)
from roundtables.services import people
from roundtables.services.people import NameMissing
from roundtables.terms import Presence, Reply, Role
from roundtables.words import _

VALUES = ("first_name", "last_name", "phone", "job_title", "country", "language", "organisation_id")
"""What is kept of one or the other as it stands; addresses and needs have rules of their own."""
NEEDS = ("diet", "access")
REPLIES = (
    Reply.ACCEPTED,
    Reply.TENTATIVE,
    Reply.WAITING,
    Reply.INVITED,
    Reply.WITHDRAWN,
    Reply.DECLINED,
    Reply.NOT_INVITED,
)
"""The stronger reply first: whoever has a seat keeps it, and an invitation that is still open stays open."""
PRESENCES = (Presence.PRESENT, Presence.EXCUSED, Presence.ABSENT, Presence.UNKNOWN)
"""The stronger mark first."""


class SamePerson(Expected):
    def __init__(self) -> None:
        super().__init__(_("A person can't be merged with themselves. Nothing was changed; choose another one."))


class NeedsDiffer(Invalid):
    field = "diet"

    def __init__(self) -> None:
        super().__init__(_("The needs of the two differ. Nothing was changed; choose which to keep."))


def merge(session: Session, kept_id: int, other_id: int, *, from_other: Collection[str] | None = None) -> Person:
    """Make one of two people: all that names `other_id` names `kept_id` from now on, and the other is deleted.

    `from_other` are the fields (`VALUES`, `email`, `NEEDS`) whose value is the other's; None: those that the kept
    person leaves empty. The rules:

    - Addresses: none is lost. The one that is not written to any more becomes a further address.
    - Participation: the other's events become the kept person's. Where both took part in one event, the stronger
      reply stays, with its time (`REPLIES`; of equal ones the later time), and the role that says more than attendee
      (the kept person's, where both do). Their attendance is joined slot by slot: a mark known of one alone stays,
      of two the stronger (`PRESENCES`); of equal marks the longer minutes, the earlier arrival, the later departure.
    - Needs: where both have some and they differ, `from_other` has to say which of each; of two dates of consent
      the earlier stays when values of both are kept. Else those there are.
    - Roles in projects and standing groups: moved, what both have stays once.
    - What the other was sent and answered is the kept person's from now on; so are costs, certificates and the names
      they are known by. Stays in online meetings and servings go with the participation.
    - Pairs said to be two people: they name the kept person; the pair of these two goes.

    What was handed over stays as it was. Raises SamePerson, NothingThere, NeedsDiffer and NameMissing.
    """
    if kept_id == other_id:
        raise SamePerson
    kept, other = people.get(session, kept_id), people.get(session, other_id)
    _take_values(kept, other, from_other)
    _join_needs(kept, other, from_other)
    _join_addresses(kept, other, takes_other="email" in from_other if from_other is not None else not kept.email)
    _move_participations(session, kept, other)
    _move_roles(session, kept, other)
    _move_memberships(kept, other)
    _move_pairs(session, kept, other)
    _move_post(kept, other)
    _move_papers(kept, other)
    # What has moved is written first: the journal then records what goes with the other person as it was.
    session.flush()
    session.delete(other)
    session.flush()
    return kept


def keep_apart(session: Session, one_id: int, other_id: int) -> None:
    """Say for good that two who look alike are two people. Raises SamePerson and NothingThere."""
    if one_id == other_id:
        raise SamePerson
    first, second = sorted((people.get(session, one_id).id, people.get(session, other_id).id))
    said = select(NotTheSame.id).where(NotTheSame.person_id == first, NotTheSame.other_id == second)
    if session.scalar(said) is None:
        session.add(NotTheSame(person_id=first, other_id=second))
        session.flush()


def _take_values(kept: Person, other: Person, from_other: Collection[str] | None) -> None:
    for key in VALUES:
        takes = key in from_other if from_other is not None else not getattr(kept, key)
        if takes:
            setattr(kept, key, getattr(other, key))
    if not (kept.first_name or kept.last_name):
        raise NameMissing


def _join_addresses(kept: Person, other: Person, *, takes_other: bool) -> None:
    own, others = kept.email, other.email
    first = (others or own) if takes_other else (own or others)
    kept.email = first
    known = {kept.email_key}
    for address in list(kept.addresses):
        if address.email_key in known:
            kept.addresses.remove(address)
        known.add(address.email_key)
    for address in list(other.addresses):
        if address.email_key not in known:
            address.person = kept
            known.add(address.email_key)
    for email in (own, others):
        if email and email.casefold() not in known:
            kept.addresses.append(PersonAddress(email=email))
            known.add(email.casefold())


def _join_needs(kept: Person, other: Person, from_other: Collection[str] | None) -> None:
    own, others = kept.needs, other.needs
    if others is None:
        return
    if own is None:
        kept.needs = PersonNeeds(diet=others.diet, access=others.access, consented_on=others.consented_on)
        return
    if all(getattr(own, key) == getattr(others, key) for key in NEEDS):
        own.consented_on = max(own.consented_on, others.consented_on)
        return
    if from_other is None:
        raise NeedsDiffer
    taken = [key for key in NEEDS if key in from_other]
    for key in taken:
        setattr(own, key, getattr(others, key))
    if len(taken) == len(NEEDS):
        own.consented_on = others.consented_on
    elif taken:
        own.consented_on = min(own.consented_on, others.consented_on)


def _move_participations(session: Session, kept: Person, other: Person) -> None:
    statement = (
        select(Participation)
        .where(Participation.person_id.in_((kept.id, other.id)))
        .options(selectinload(Participation.attendance))
        .order_by(Participation.id)
    )
    rows = session.scalars(statement).all()
    known = {row.event_id: row for row in rows if row.person_id == kept.id}
    joined = []
    for row in rows:
        if row.person_id == kept.id:
            continue
        if row.event_id in known:
            _join(known[row.event_id], row)
            joined.append(row)
            continue
        row.person_id = kept.id
        for mark in row.attendance:
            mark.person_id = kept.id
    session.flush()
    for row in joined:
        session.delete(row)


def _join(kept: Participation, other: Participation) -> None:
    """Two participations in one event, as `merge` states the rules."""
    if other.reply is kept.reply:
        kept.replied_at = max(filter(None, (kept.replied_at, other.replied_at)), default=None)
    elif REPLIES.index(other.reply) < REPLIES.index(kept.reply):
        kept.reply, kept.replied_at, kept.place_in_line = other.reply, other.replied_at, other.place_in_line
        kept.comment, kept.moved_up_at = other.comment, other.moved_up_at
        kept.answered_sequence, kept.answered_stamp = other.answered_sequence, other.answered_stamp
    if kept.role is Role.ATTENDEE:
        kept.role = other.role
    marks = {mark.slot_id: mark for mark in kept.attendance}
    for mark in list(other.attendance):
        if mark.slot_id in marks:
            _join_marks(marks[mark.slot_id], mark)
        else:
            mark.person_id = kept.person_id
            mark.participation = kept
    _join_stays(kept, other)


def _join_stays(kept: Participation, other: Participation) -> None:
    kept.walk_in = kept.walk_in and other.walk_in
    for stay in list(other.stays):
        stay.participation = kept
    served = {guest.catering_id for guest in kept.served}
    for guest in list(other.served):
        if guest.catering_id not in served:
            guest.participation = kept


def _join_marks(kept: Attendance, other: Attendance) -> None:
    if other.presence is kept.presence:
        if (other.minutes or -1) > (kept.minutes or -1):
            kept.minutes, kept.source = other.minutes, other.source
        kept.arrived = min(filter(None, (kept.arrived, other.arrived)), default=None)
        kept.departed = max(filter(None, (kept.departed, other.departed)), default=None)
    elif PRESENCES.index(other.presence) < PRESENCES.index(kept.presence):
        kept.presence, kept.minutes, kept.source = other.presence, other.minutes, other.source
        kept.arrived, kept.departed = other.arrived, other.departed


def _move_roles(session: Session, kept: Person, other: Person) -> None:
    statement = select(ProjectRole).where(ProjectRole.person_id.in_((kept.id, other.id)))
    rows = session.scalars(statement.order_by(ProjectRole.id)).all()
    known = {_said(row) for row in rows if row.person_id == kept.id}
    for row in rows:
        if row.person_id == kept.id:
            continue
        if _said(row) in known:
            session.delete(row)
        else:
            row.person_id = kept.id


def _said(role: ProjectRole) -> tuple[object, ...]:
    return role.project_id, role.organisation_id, role.title, role.since, role.until


def _move_memberships(kept: Person, other: Person) -> None:
    known = {member.group_id for member in kept.memberships}
    moving: list[GroupMember] = [member for member in other.memberships if member.group_id not in known]
    for member in moving:
        member.person = kept


def _move_pairs(session: Session, kept: Person, other: Person) -> None:
    known = {(pair.person_id, pair.other_id) for pair in people.pairs_naming(session, kept.id)}
    for pair in people.pairs_naming(session, other.id):
        third = pair.other_id if pair.person_id == other.id else pair.person_id
        first, second = sorted((kept.id, third))
        if third == kept.id or (first, second) in known:
            session.delete(pair)
        else:
            pair.person_id, pair.other_id = first, second
            known.add((first, second))


def _move_post(kept: Person, other: Person) -> None:
    """What was sent and answered before stays with the one person."""
    for invitation in list(other.invitations):
        invitation.person = kept
    for answer in list(other.answers):
        answer.person = kept
    for message in list(other.messages):
        message.person = kept


def _move_papers(kept: Person, other: Person) -> None:
    """Costs, certificates and known names; a name that both go by stays once."""
    for cost in list(other.costs):
        cost.person = kept
    for certificate in list(other.certificates):
        certificate.person = kept
    known = {name.name_key for name in kept.known_names}
    for name in list(other.known_names):
        if name.name_key not in known:
            name.person = kept
