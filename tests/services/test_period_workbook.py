"""The workbook for a period: its events, its columns, and that it is entered, verified and repeatable."""

import datetime as dt
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import event as sql_event
from sqlalchemy import func, select

from roundtables import files
from roundtables.errors import NothingThere
from roundtables.model import Catering, CateringGuest, Cost, HandOver, Participation, Project, WorkPackage
from roundtables.queries import events as event_queries
from roundtables.queries import workbooks
from roundtables.queries.column_sets import Chosen, NoSuchColumns, listing, named
from roundtables.queries.workbooks import Scope
from roundtables.register import Register
from roundtables.services import attendance, column_sets, hand_overs, period_workbook, sessions, verifying
from roundtables.services import events as event_services
from roundtables.services.events import NoSuchWorkPackage
from roundtables.services.fields import TextMissing
from roundtables.terms import CostKind, CountedBy, EventStatus, HandOverKind, Presence

NOW = dt.datetime(2027, 1, 10, 8, tzinfo=dt.UTC)
YEAR = Scope(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
GivenEvent = Callable[..., int]
GivenParticipants = Callable[..., list[int]]
CHILD = """
import sys, datetime as dt
from pathlib import Path
from tests.services.test_period_workbook import hand_over
from roundtables.register import Register
register = Register.open(Path(sys.argv[1]))
print(hand_over(register, Path(sys.argv[2])))
register.close()
"""


def hand_over(
    register: Register, path: Path, scope: Scope = YEAR, columns: Chosen | None = None, report: Any = None
) -> str:
    with register.change("Hand over", undoable=False) as session:
        entry = period_workbook.hand_over(
            session, scope, path, "en", for_whom="Finance", by="me", at=NOW, columns=columns, report=report
        )
        return entry.sha256


def rows_of(path: Path, sheet: str) -> list[dict[str, Any]]:
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    start = next(at for at, row in enumerate(rows) if len([cell for cell in row if cell != ""]) > 3)
    return [dict(zip(rows[start], row, strict=True)) for row in rows[start + 1 :]]


def references(path: Path) -> list[str]:
    return [row["Event number"] for row in rows_of(path, "Events")]


@contextmanager
def counted(register: Register) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    sql_event.listen(register._engine, "before_cursor_execute", note)
    yield statements
    sql_event.remove(register._engine, "before_cursor_execute", note)


@pytest.fixture
def attended(register: Register, given_event: GivenEvent, given_participants: GivenParticipants) -> int:
    """An event of two days with three participants: one there on both, one on the first, one on none."""
    event = given_event()
    first, second, _third = given_participants(event, 3)
    with register.change("Mark") as session:
        slots = event_queries.slots(session, event)
        attendance.mark(session, slots[0].id, [first, second], Presence.PRESENT)
        attendance.mark(session, slots[1].id, [first], Presence.PRESENT)
    return event


def test_it_is_entered_and_known_by_its_check_sum(register: Register, attended: int, tmp_path: Path) -> None:
    path = tmp_path / "year.xlsx"
    hand_over(register, path)
    with register.read() as session:
        entry = session.scalars(select(HandOver)).one()
        found = verifying.verify(session, path)
        assert entry.kind is HandOverKind.PERIOD_WORKBOOK
        assert (entry.since, entry.until, entry.event_id, entry.project_id) == (YEAR.since, YEAR.until, None, None)
        assert (entry.participants, entry.attended, entry.person_days) == (3, 2, 3)
    assert (found.known, found.reference, found.changes) == (True, "2026-01-01–2026-12-31", ())
    with register.change("Rename event") as session:
        event_services.change(session, attended, title="Another")
    with register.read() as session:
        assert {change.step for change in verifying.verify(session, path).changes} == {"Rename event"}


def test_the_events_are_those_that_began_in_the_period_but_drafts(
    register: Register, given_event: GivenEvent, given_participants: GivenParticipants, tmp_path: Path
) -> None:
    night = {"starts": dt.datetime(2026, 12, 31, 22), "ends": dt.datetime(2027, 1, 1, 2)}
    before = {"starts": dt.datetime(2025, 12, 31, 22), "ends": dt.datetime(2026, 1, 1, 2)}
    inside, draft, outside, cancelled = (
        given_event(**night),
        given_event(status=EventStatus.DRAFT),
        given_event(**before),
        given_event(status=EventStatus.CANCELLED),
    )
    for event in (inside, draft, outside, cancelled):
        given_participants(event, 2)
    with register.change("Costs") as session:
        session.add(Cost(event_id=cancelled, kind=CostKind.VENUE, actual_cents=811))
    path = tmp_path / "year.xlsx"
    hand_over(register, path)
    events = {row["Event number"]: row for row in rows_of(path, "Events")}
    assert {key: (row["Status"], row["Participants"]) for key, row in events.items()} == {
        "E0.4": ("Cancelled", 0),
        "E0.1": ("Planned", 2),
    }
    assert (events["E0.4"]["Actual in euro"], events["E0.1"]["Actual in euro"]) == (8.11, "")
    assert {row["Event number"] for row in rows_of(path, "Participations")} == {"E0.1"}
    assert [row["Event number"] for row in rows_of(path, "Costs")] == ["E0.4"]


def test_a_project_or_a_work_package_narrows_it_and_gives_its_codes(
    register: Register, given_event: GivenEvent, tmp_path: Path
) -> None:
    with register.change("Programme") as session:
        ours = Project(name="Peer Action", acronym="PA", number="OM1", cost_centre="KP-1", account="4300")
        other = Project(name="Other", number="X2", activity_code="T9")
        packages = [WorkPackage(project=project, number=2, title="Learning") for project in (ours, other)]
        session.add_all([ours, other, *packages])
        session.flush()
        keys = ours.id, packages[0].id, packages[1].id
    project, first, second = keys
    given_event(work_package_id=first)
    given_event(work_package_id=second)
    given_event(project_id=project)
    path = tmp_path / "x.xlsx"
    hand_over(register, path, Scope(YEAR.since, YEAR.until, project))
    assert sorted(references(path)) == ["E0.1", "E2.1"]
    assert {row["Cost centre"] for row in rows_of(path, "Events")} == {"KP-1"}
    hand_over(register, path, Scope(YEAR.since, YEAR.until, None, second))
    (row,) = rows_of(path, "Events")
    assert (row["Activity code"], row["Work package"]) == ("T9", "2 Learning")
    with register.read() as session:
        assert [
            entry.event_reference.split()[0] for entry in session.scalars(select(HandOver).order_by(HandOver.id))
        ] == [
            "PA",
            "WP2",
        ]
        assert period_workbook.scope_of(session, YEAR.since, YEAR.until, project="pa").project_id == project
        with pytest.raises(period_workbook.SeveralWorkPackages):
            period_workbook.scope_of(session, YEAR.since, YEAR.until, work_package=2)
        chosen = period_workbook.scope_of(session, YEAR.since, YEAR.until, project="X2", work_package=2)
        assert chosen.work_package_id == second
        with pytest.raises(period_workbook.NoSuchProject):
            period_workbook.scope_of(session, YEAR.since, YEAR.until, project=" ")
        with pytest.raises(NoSuchWorkPackage):
            period_workbook.scope_of(session, YEAR.since, YEAR.until, project="PA", work_package=7)


@pytest.mark.parametrize(
    ("scope", "error"),
    [
        (Scope(YEAR.until, YEAR.since), period_workbook.PeriodBackwards),
        (Scope(dt.date(2020, 1, 1), dt.date(2020, 12, 31)), period_workbook.NothingInPeriod),
        (Scope(YEAR.since, YEAR.until, 99), period_workbook.NothingInPeriod),
    ],
)
def test_what_cannot_be_written_is_told_and_nothing_is_entered(
    register: Register, attended: int, tmp_path: Path, scope: Scope, error: type[Exception]
) -> None:
    assert attended
    with pytest.raises(error):
        hand_over(register, tmp_path / "x.xlsx", scope)
    with pytest.raises(files.FolderNotWritable):
        hand_over(register, tmp_path / "missing" / "x.xlsx")
    with register.read() as session:
        assert session.scalar(select(func.count(HandOver.id))) == 0
    assert not list(tmp_path.glob("*.xlsx"))


class Stopped(Exception):
    pass


def test_stopped_midway_it_leaves_nothing(register: Register, attended: int, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        told.append((done, total))
        raise Stopped

    path = tmp_path / "out" / "year.xlsx"
    path.parent.mkdir()
    with pytest.raises(Stopped):
        hand_over(register, path, report=stop)
    assert told == [(0, 3)]
    assert not list(path.parent.iterdir())
    with register.read() as session:
        assert session.scalar(select(func.count(HandOver.id))) == 0


def test_the_same_register_state_makes_the_same_bytes_in_any_process(
    register: Register, attended: int, tmp_path: Path
) -> None:
    register.close()
    digests = set()
    for seed, zone in (("1", "Europe/Helsinki"), ("77", "America/Caracas")):
        copy = Path(shutil.copy(register.path, tmp_path / f"{seed}.roundtables"))
        (tmp_path / seed).mkdir()
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(Path(__file__).parents[2])}
        command = [sys.executable, "-c", CHILD, str(copy), str(tmp_path / seed / "year.xlsx")]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60)
        digests.add(done.stdout.strip())
    assert len(digests) == 1


def test_no_event_costs_a_statement_of_its_own(
    register: Register, given_event: GivenEvent, given_participants: GivenParticipants, tmp_path: Path
) -> None:
    def statements() -> int:
        with counted(register) as made:
            hand_over(register, tmp_path / "x.xlsx")
        return len([each for each in made if each.lstrip().upper().startswith("SELECT")])

    given_participants(given_event(), 2)
    few = statements()
    for _each in range(9):
        given_participants(given_event(), 2)
    assert statements() == few
    assert few < 20


def test_participations_are_read_in_chunks_that_leave_none_out(
    register: Register,
    given_event: GivenEvent,
    given_participants: GivenParticipants,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workbooks, "AT_ONCE", 4)
    for number in (3, 0, 2, 6, 1):
        given_participants(given_event(), number)
    with register.read() as session:
        found = workbooks.events(session, YEAR)
        lines = list(workbooks.participations(session, found, "en"))
    assert [line.event.reference for line in lines] == ["E0.1"] * 3 + ["E0.3"] * 2 + ["E0.4"] * 6 + ["E0.5"]
    assert found.participations == 12


def test_days_are_counted_by_session_and_as_a_whole(
    register: Register, given_event: GivenEvent, given_participants: GivenParticipants, tmp_path: Path
) -> None:
    for way in (CountedBy.SESSION, CountedBy.WHOLE):
        event = given_event(counted_by=CountedBy.DAY)
        (key,) = given_participants(event, 1)
        with register.change("Sessions") as session:
            for hour in (9, 11):
                times = {"starts": dt.datetime(2026, 12, 1, hour), "ends": dt.datetime(2026, 12, 1, hour + 1)}
                sessions.add(session, event, title=f"At {hour}", **times)
            event_services.change(session, event, counted_by=way)
        with register.change("Mark") as session:
            for slot in event_queries.slots(session, event):
                attendance.mark(session, slot.id, [key], Presence.PRESENT)
    path = tmp_path / "year.xlsx"
    hand_over(register, path)
    rows = rows_of(path, "Participations")
    assert [(row["Days or sessions attended"], row["Person-days"]) for row in rows] == [(2, 1), (1, 2)]


def test_costs_and_catering_of_the_register_arrive_in_both_workbooks(
    register: Register, attended: int, tmp_path: Path
) -> None:
    with register.change("Costs") as session:
        cost = Cost(event_id=attended, kind=CostKind.CATERING, actual_cents=811, invoice_number="L-7")
        swedish = Cost(event_id=attended, kind=CostKind.TRAVEL, estimate_cents=100000, currency="SEK", rate="11.25")
        session.add_all([cost, swedish])
        session.flush()
        lunch = Catering(event_id=attended, served=dt.datetime(2026, 12, 1, 12), purpose="Lunch", cost_id=cost.id)
        session.add(lunch)
        session.flush()
        people = list(session.scalars(select(Participation.id).order_by(Participation.id)))
        session.add_all([CateringGuest(catering_id=lunch.id, participation_id=key) for key in people[:2]])
    year, one = tmp_path / "year.xlsx", tmp_path / "one.xlsx"
    hand_over(register, year)
    with register.change("Hand over", undoable=False) as session:
        hand_overs.hand_over_attendance(session, attended, one, "en", for_whom="", by="me", at=NOW)
    for path in (year, one):
        (served,) = rows_of(path, "Catering")
        assert (served["Served persons"], served["Actual"], served["Invoice number"]) == (2, 8.11, "L-7")
        costs = {row["Kind"]: row for row in rows_of(path, "Costs")}
        assert costs["Travel"]["Estimate in euro"] == 88.89
        assert (costs["Travel"]["Currency"], costs["Travel"]["Exchange rate"]) == ("SEK", "11.25")
        assert costs["Catering"]["Actual"] == 8.11


def test_names_are_sorted_as_the_language_of_the_file_does(
    register: Register, given_event: GivenEvent, tmp_path: Path
) -> None:
    from roundtables.services import participants, people

    event = given_event()
    with register.change("People") as session:
        keys = [people.add(session, first_name="A", last_name=name).id for name in ("Ärlig", "Zola", "Adler")]
        participants.add(session, event, keys)
    with register.read() as session:
        found = workbooks.events(session, YEAR)
        by_language = {
            code: [line.row.last_name for line in workbooks.participations(session, found, code)]
            for code in ("en", "fi")
        }
    assert by_language == {"en": ["Adler", "Ärlig", "Zola"], "fi": ["Adler", "Zola", "Ärlig"]}


def test_columns_are_kept_under_a_name_and_used(register: Register, attended: int, tmp_path: Path) -> None:
    assert attended
    chosen = {"events": ["reference", "actual"], "participations": ["last_name"], "nonsense": ["x"]}
    with register.change("Save columns") as session:
        kept = column_sets.add(session, " For  Seta ", chosen)
        key = kept.id
        assert kept.definition == {"events": ["reference", "actual"], "participations": ["last_name"]}
    with register.read() as session:
        found = named(session, "for seta")
        with pytest.raises(NoSuchColumns):
            named(session, "for nobody")
    path = tmp_path / "x.xlsx"
    hand_over(register, path, columns=found.columns)
    heading = CalamineWorkbook.from_path(path).get_sheet_by_name("Participations").to_python()[2]
    assert heading == ["Last name"]
    with register.change("Rename") as session:
        column_sets.change(session, key, name="For Seta ry", columns={"events": column_sets.shown("events", {})})
    with register.read() as session:
        (row,) = listing(session)
    assert (row.name, dict(row.columns)) == ("For Seta ry", {"participations": ("last_name",)})
    register.undo()
    with register.read() as session:
        assert [row.name for row in listing(session)] == ["For Seta"]
    with register.change("Delete") as session:
        column_sets.remove(session, key)
    with register.read() as session:
        assert listing(session) == []
    with pytest.raises(NothingThere), register.change("Delete") as session:
        column_sets.remove(session, key)


def test_names_and_columns_that_can_not_be_kept_are_told(register: Register) -> None:
    with register.change("Save columns") as session:
        column_sets.add(session, "For Seta", {})
    for name, columns, error in (
        ("FOR SETA", {}, column_sets.NameTaken),
        ("  ", {}, TextMissing),
        ("Other", {"costs": []}, column_sets.NoColumns),
        ("Other", {"costs": ["of a newer program"]}, column_sets.NoColumns),
    ):
        with pytest.raises(error), register.change("Save columns") as session:
            column_sets.add(session, name, columns)
    with register.read() as session:
        assert [row.name for row in listing(session)] == ["For Seta"]


def test_what_another_program_kept_is_read_as_far_as_it_is_known(register: Register) -> None:
    from roundtables.model import ColumnSet

    with register.change("Save columns") as session:
        session.add_all(
            [
                ColumnSet(name="a", definition={"events": ["reference", 7, "new"], "costs": "all", "budget": ["x"]}),
                ColumnSet(name="b", definition=["not", "a", "mapping"]),
            ]
        )
    with register.read() as session:
        first, second = listing(session)
    assert column_sets.shown("events", first.columns) == ["reference"]
    assert column_sets.shown("costs", first.columns) == column_sets.shown("costs", {})
    assert second.columns == {}
    with register.change("Save columns") as session:
        kept = column_sets.change(session, first.id, columns={"events": ["title"]})
        assert kept.definition == {"events": ["title"], "costs": "all", "budget": ["x"]}


def test_file_names_say_the_days_and_no_person() -> None:
    assert period_workbook.suggested_name(YEAR, "en") == "Workbook for a period 2026-01-01–2026-12-31.xlsx"
