"""Damaged messages change nothing in the register but by answers that are recorded, and never end in a traceback."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roundtables.formats.mail.reading import read_message
from roundtables.model import Answer, Event, Participation, Person
from roundtables.register import Register
from roundtables.services import participants, people
from roundtables.services.answers.taking import take
from roundtables.terms import LineMoves, Outcome, Reply
from tests.formats.mail.mutator import mutated, valid
from tests.services.answering import BY_FILE, NOW

NUMBER = 20_000
IN_ONE_STEP = 400
KEPT = {Outcome.APPLIED, Outcome.PROPOSAL, Outcome.STALE}


@pytest.fixture
def concerned(register: Register, given_event: Callable[..., int]) -> Register:
    """A register with the events that the samples are about; half of the guests take part, few find a seat."""
    answers = [answer for content in valid() for answer in read_message(content).answers]
    guests = sorted({answer.email.casefold() for answer in answers})
    for uid in sorted({answer.uid for answer in answers}):
        key = given_event(capacity=2, line_moves=LineMoves.BY_ITSELF)
        with register.change("Participants") as session:
            event = session.get_one(Event, key)
            event.uid, event.sequence = uid, min(answer.sequence for answer in answers if answer.uid == uid)
            known = {person.email: person.id for person in session.scalars(select(Person))}
            for guest in guests[::2]:
                person = known.get(guest) or people.add(session, last_name="Guest", email=guest).id
                participants.add(session, key, [person], reply=Reply.INVITED)
    return register


def state(session: Session) -> list[tuple[object, ...]]:
    """What must not change: who takes part in what and how, and the events themselves."""
    rows = session.scalars(select(Participation).order_by(Participation.id))
    events = session.scalars(select(Event).order_by(Event.id))
    return [
        *((row.id, row.event_id, row.person_id, row.role, row.reply, row.comment, row.answered_stamp) for row in rows),
        *((event.id, event.starts, event.ends, event.place, event.sequence) for event in events),
    ]


def batches(contents: Iterator[bytes]) -> Iterator[list[bytes]]:
    while batch := list(islice(contents, IN_ONE_STEP)):
        yield batch


@pytest.mark.timeout(180)
def test_damaged_messages_change_nothing_but_by_what_is_applied(concerned: Register) -> None:
    """Each batch is undone in the end, so that those that can be applied are applied again and again."""
    counts: Counter[Outcome] = Counter()
    with concerned.read() as session:
        first, persons = state(session), session.scalar(select(func.count(Person.id)))
    for batch in batches(mutated(seed=11, number=NUMBER)):
        with concerned.change("Take in answers") as session:
            outcomes = take_all(session, batch)
            kept = session.scalar(select(func.count(Answer.id)).where(Answer.outcome == Outcome.APPLIED))
            assert kept == outcomes[Outcome.APPLIED]
        counts += outcomes
        concerned.undo()
        with concerned.read() as session:
            assert state(session) == first
    with concerned.read() as session:
        assert session.scalar(select(func.count(Person.id))) == persons
        assert session.scalar(select(func.count(Answer.id))) == 0
    # All that can become of a message became of some.
    assert set(counts) == set(Outcome)
    assert counts[Outcome.APPLIED] > NUMBER / 100
    assert concerned.check() == []


def take_all(session: Session, contents: list[bytes]) -> Counter[Outcome]:
    """Take messages in and see after each that nothing is other than before, unless it says that it was applied."""
    counts: Counter[Outcome] = Counter()
    before = state(session)
    for number, content in enumerate(contents):
        lines = take(session, read_message(content), BY_FILE, NOW + dt.timedelta(seconds=number), "damaged.eml")
        outcomes = Counter(line.outcome for line in lines)
        assert all(line.reason for line in lines if line.outcome is not Outcome.APPLIED)
        if outcomes.keys() & KEPT:
            after = state(session)
            assert after == before or outcomes[Outcome.APPLIED]
            before = after
        counts += outcomes
    assert state(session) == before
    return counts
