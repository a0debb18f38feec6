"""Participants in: verdicts, one step to undo, cancelling, and a process killed in the middle."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from roundtables.model import Organisation, Participation, Person
from roundtables.queries import participants as participant_queries
from roundtables.register import Register
from roundtables.services import importing, people
from roundtables.services.importing import Choice, Proposal, Verdict
from roundtables.terms import Role

KILLS = 100


def proposals(register: Register, text: str) -> list[Proposal]:
    lines = importing.read_lines(importing.read_pasted(text))
    with register.read() as session:
        return importing.propose(session, lines)


@pytest.fixture
def aino(register: Register) -> int:
    with register.change("Add") as session:
        return people.add(
            session, first_name="Aino", last_name="Mäkelä", email="Aino@Office.example", organisation="River Office"
        ).id


@pytest.mark.parametrize(
    ("row", "verdict", "choice"),
    [
        ("Bo Jones;bo@office.example;", Verdict.NEW, Choice.ADD),
        ("Aino Mäkelä;aino@office.EXAMPLE;", Verdict.KNOWN, Choice.SAME),
        ("Mäkelä Aino;aino@office.example;", Verdict.KNOWN, Choice.SAME),
        ("Aino Makela;;river office", Verdict.KNOWN, Choice.SAME),
        ("Aino Mäkelä;other@home.example;River Office", Verdict.SIMILAR, Choice.SAME),
        ("Aino Mäkelä;other@home.example;Elsewhere", Verdict.SIMILAR, Choice.ADD),
        ("Cy Lee;aino@office.example;", Verdict.SIMILAR, Choice.ADD),
        ("Aino Mäkela-;x@home.example;", Verdict.SIMILAR, Choice.ADD),
        ("Bo Jones;bo@@office;", Verdict.UNUSABLE, Choice.LEAVE),
    ],
)
def test_each_row_gets_its_verdict(register: Register, aino: int, row: str, verdict: Verdict, choice: Choice) -> None:
    found = proposals(register, f"Name;Email;Organisation\n{row}\n")[0]
    assert (found.verdict, found.choice) == (verdict, choice)
    if verdict in (Verdict.SIMILAR, Verdict.UNUSABLE):
        assert found.reason


def test_what_would_change_is_named_and_empty_cells_change_nothing(register: Register, aino: int) -> None:
    found = proposals(register, "Name;Email;Phone;Organisation\nAino Mäkelä;aino@office.example;040 1;\n")[0]
    assert found.changes == (("phone", "", "040 1"),)


def test_nothing_is_written_by_a_preview(register: Register, aino: int) -> None:
    before = register.undoable()
    proposals(register, "Name;Email\nBo Jones;bo@office.example\n")
    assert register.undoable() == before


def test_what_was_agreed_is_one_step_to_undo(register: Register, aino: int, given_event: Callable[..., int]) -> None:
    event = given_event()
    entries = proposals(
        register,
        "Name;Email;Organisation;Role\nAino Mäkelä;aino@office.example;;\n"
        "Bo Jones;bo@office.example;New Office;Speaker\nBo Jones;bo@office.example;New Office;\n"
        "Cy Lee;cy@office.example, cy@home.example;new office;\n",
    )
    assert [entry.verdict for entry in entries] == [Verdict.KNOWN, Verdict.NEW, Verdict.REPEATED, Verdict.NEW]
    with register.change("Import") as session:
        done = importing.take_over(session, entries, event_id=event)
    assert (done.added, done.left_out, len(done.people)) == (2, 1, 3)
    with register.read() as session:
        rows = participant_queries.listing(session, event)
        assert {row.name: row.role for row in rows} == {
            "Aino Mäkelä": Role.ATTENDEE,
            "Bo Jones": Role.SPEAKER,
            "Cy Lee": Role.ATTENDEE,
        }
        assert session.scalar(select(func.count()).select_from(Organisation)) == 2
    register.undo()
    with register.read() as session:
        assert session.scalars(select(Person.first_name)).all() == ["Aino"]
        assert session.scalar(select(func.count()).select_from(Participation)) == 0


def test_a_choice_that_can_not_be_stays_as_it_was(register: Register, aino: int) -> None:
    new, broken = proposals(register, "Name;Email\nBo Jones;bo@office.example\nCy Lee;cy@@\n")
    assert importing.with_choice(new, Choice.SAME).choice is Choice.ADD
    assert importing.with_choice(broken, Choice.ADD).choice is Choice.LEAVE
    assert importing.with_choice(new, Choice.LEAVE).choice is Choice.LEAVE


def big_list(number: int) -> str:
    rows = (f"Given{at};Family{at};p{at}@office.example;Office {at % 40}" for at in range(number))
    return "First name;Last name;Email;Organisation\n" + "\n".join(rows) + "\n"


class Stop(Exception):
    """What the window raises when the user stops the work."""


def test_five_thousand_rows_can_be_stopped_and_leave_nothing_behind(register: Register) -> None:
    entries = proposals(register, big_list(5000))
    heard: list[int] = []

    def report(done: int, _total: int) -> None:
        heard.append(done)
        if done > 2000:
            raise Stop

    def run() -> None:
        with register.change("Import") as session:
            importing.take_over(session, entries, report=report)

    with pytest.raises(Stop):
        run()
    assert len(heard) > 5
    with register.read() as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 0


IMPORTER = """
import os, sys
from roundtables.register import Register
from roundtables.services import importing
lines = importing.read_lines(importing.read_pasted(open(sys.argv[2]).read()))
for _line in sys.stdin:
    # A fork is a program that has started already: it opens the register itself, imports, and is killed.
    child = os.fork()
    if child == 0:
        register = Register.open(sys.argv[1])
        with register.read() as session:
            entries = importing.propose(session, lines)
        print(os.getpid(), flush=True)
        for number in range(1000):
            with register.change("Import") as session:
                importing.take_over(session, [importing.with_choice(entry, importing.Choice.ADD) for entry in entries])
        os._exit(1)
    _child, status = os.waitpid(child, 0)
    print(os.WTERMSIG(status), flush=True)
"""
ROWS = 60


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no process can be forked and killed -9 here")
@pytest.mark.timeout(400)
def test_a_process_killed_at_any_moment_leaves_all_of_a_step_or_none(path: Path, tmp_path: Path) -> None:
    chance = random.Random(11)
    people = tmp_path / "list.csv"
    people.write_text(big_list(ROWS))
    steps = 0
    importer = subprocess.Popen(
        [sys.executable, "-c", IMPORTER, str(path), str(people)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert importer.stdin
    assert importer.stdout
    for _kill in range(KILLS):
        importer.stdin.write("\n")
        importer.stdin.flush()
        pid = int(importer.stdout.readline())
        time.sleep(chance.uniform(0.0, 0.25))
        os.kill(pid, signal.SIGKILL)
        assert int(importer.stdout.readline()) == signal.SIGKILL
        register = Register.open(path)
        assert register.check() == []
        with register.read() as session:
            number = session.scalar(select(func.count()).select_from(Person)) or 0
        register.close()
        assert number % ROWS == 0
        steps = number // ROWS
    importer.communicate(timeout=20)
    assert steps > 0
