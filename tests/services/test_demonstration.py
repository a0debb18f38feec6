"""The demonstration register shows what real programmes have."""

import datetime as dt
from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from roundtables.model import Activity, Answer, Attendance, Base, Event, Organisation, Participation, Person, Project
from roundtables.queries import checklists, costs, invitations, people, today
from roundtables.queries.invitations import Standing
from roundtables.register import Register
from roundtables.register.errors import RegisterExists
from roundtables.services import rates
from roundtables.services.demonstration import make_demonstration
from roundtables.terms import CostKind, EventKind, EventStatus, Presence, ProposalKind, Reply

TODAY = dt.date(2026, 11, 24)


def test_it_holds_the_programme_with_people_events_and_replies(demo: Register) -> None:
    with demo.read() as session:
        counts = {
            table: session.scalar(select(func.count()).select_from(table))
            for table in (Person, Organisation, Event, Activity)
        }
        events = session.scalars(select(Event)).all()
        replies = Counter(session.scalars(select(Participation.reply)))
        presences = Counter(session.scalars(select(Attendance.presence)))
        session.expunge_all()
    assert counts == {Person: 180, Organisation: 40, Event: 31, Activity: 18}
    assert {event.kind for event in events} == set(EventKind)
    assert {event.timezone for event in events} == {"Europe/Helsinki", "Europe/Zagreb"}
    assert {event.status for event in events} == set(EventStatus)
    assert set(replies) == set(Reply)
    assert {Presence.PRESENT, Presence.ABSENT, Presence.EXCUSED} <= set(presences)
    assert demo.check() == []


def test_one_event_spans_a_change_of_the_clocks_and_one_has_a_waiting_list(demo: Register) -> None:
    with demo.read() as session:
        events = session.scalars(select(Event)).all()
        offsets = [
            (event.starts.replace(tzinfo=ZoneInfo(event.timezone)), event.ends.replace(tzinfo=ZoneInfo(event.timezone)))
            for event in events
        ]
        assert any(starts.utcoffset() != ends.utcoffset() for starts, ends in offsets)
        full = session.scalars(select(Participation.event_id).where(Participation.reply == Reply.WAITING)).all()
        accepted = session.scalar(
            select(func.count()).where(Participation.event_id == full[0], Participation.reply == Reply.ACCEPTED)
        )
        assert accepted == session.get_one(Event, full[0]).capacity


def test_coming_events_have_the_tasks_of_their_kind_done_as_far_as_people_get(demo: Register) -> None:
    with demo.read() as session:
        listed = checklists.lengths(session)
        assert set(listed) == {EventKind.WORKSHOP, EventKind.ROUND_TABLE, EventKind.STUDY_VISIT, EventKind.TRAINING}
        coming = session.scalars(
            select(Event).where(Event.ends >= dt.datetime(2026, 11, 24), Event.status == EventStatus.PLANNED)
        ).all()
        for event in coming:
            assert len(event.tasks) == listed.get(event.kind, 0)
        tasks = [task for event in coming for task in checklists.tasks(session, event.id)]
        found = today.to_do(session, dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC))
    assert {task.done_on is None for task in tasks} == {True, False}
    assert all(task.done_on is None or task.done_on <= TODAY for task in tasks)
    assert any(task.done_on is None and task.due < TODAY for task in tasks)
    assert {todo.lack for event in found.events for todo in event.todos} >= {
        today.Lack.UNANSWERED,
        today.Lack.NOT_HANDED_OVER,
        today.Lack.TASK,
    }


def test_guests_of_coming_events_hold_invitations_one_revision_is_outdated_and_answers_wait(demo: Register) -> None:
    with demo.read() as session:
        coming = session.scalars(select(Event).where(Event.status == EventStatus.PLANNED).order_by(Event.starts)).all()
        standings = [Counter(row.standing for row in invitations.listing(session, event.id)) for event in coming]
        proposals = Counter(session.scalars(select(Answer.proposal).where(Answer.proposal.is_not(None))))
    everywhere = sum(standings, Counter())
    assert standings[0][Standing.OUTDATED] > 0
    assert everywhere.keys() >= {Standing.CURRENT, Standing.NOT_DELIVERED, Standing.PERHAPS_DELIVERED}
    assert set(proposals) == set(ProposalKind)


def test_names_are_as_various_as_people_are(demo: Register) -> None:
    with demo.read() as session:
        rows = people.page(session, people.PersonFilter(), limit=None)
    names = " ".join(row.name for row in rows)
    assert set("åäöčćšžđß'") <= set(names.lower())
    assert any(not row.first_name for row in rows)
    assert any(" " in row.first_name for row in rows)
    assert any("\u0590" <= letter <= "\u06ff" for letter in names)
    assert all(row.email is None or row.email.endswith(".example") for row in rows)


def test_the_same_seed_gives_the_same_register(tmp_path: Path) -> None:
    def dump(name: str, seed: int) -> dict[str, list[tuple[object, ...]]]:
        register = Register.create(tmp_path / name)
        make_demonstration(register, seed=seed, today=TODAY)
        with register.read() as session:
            found = {
                key: [tuple(row) for row in session.execute(select(table).order_by(table.c.id))]
                for key, table in Base.metadata.tables.items()
                if key not in ("step", "change", "participation", "message_content")
            }
        register.close()
        return found

    first = dump("a.roundtables", 7)
    assert first == dump("b.roundtables", 7)
    assert first != dump("c.roundtables", 8)


def test_the_term_lies_around_today_or_as_recorded(tmp_path: Path) -> None:
    for recorded, year in ((False, 2026), (True, 2024)):
        register = Register.create(tmp_path / f"{recorded}.roundtables")
        make_demonstration(register, seed=1, today=TODAY, as_recorded=recorded)
        with register.read() as session:
            project = session.scalars(select(Project)).one()
            middle = project.term_from + (project.term_until - project.term_from) / 2
        register.close()
        assert (middle.year == year) or (recorded and middle == dt.date(2023, 12, 31))
        if not recorded:
            assert abs((middle - TODAY).days) <= 7


def test_a_register_in_use_is_not_filled(demo: Register) -> None:
    with pytest.raises(RegisterExists):
        make_demonstration(demo, seed=1, today=TODAY)


def test_events_that_were_held_have_costs_catering_a_report_and_feedback(demo: Register) -> None:
    with demo.read() as session:
        held = session.scalars(select(Event).where(Event.status == EventStatus.HELD).order_by(Event.starts_utc)).all()
        found = costs.listing(session, [event.id for event in held])
        assert {row.kind for row in found} >= {CostKind.TRAVEL, CostKind.VENUE, CostKind.CATERING}
        assert {row.currency for row in found} == {"EUR", "SEK"}
        assert all(row.actual_in_euro is not None for row in found if row.actual_cents is not None)
        unit_costs = [row for row in found if row.rate_table_id]
        assert unit_costs
        for row in unit_costs:
            assert row.incurred_on is not None
            assert row.actual_cents == rates.rate_for(session, row.kind, row.distance_km, row.incurred_on).cents
        for event in held[:-1]:
            report = event.report
            assert report is not None
            told = (report.women, report.men, report.non_binary, report.gender_not_stated)
            present = {mark.person_id for row in event.participations for mark in row.attendance}
            there = {
                mark.person_id
                for row in event.participations
                for mark in row.attendance
                if mark.presence is Presence.PRESENT
            }
            assert sum(number or 0 for number in told) == len(there) <= len(present)
            assert event.surveys
        assert held[-1].report is None
        assert any(event.catering and event.catering[0].guests for event in held)
