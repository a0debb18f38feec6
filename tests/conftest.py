"""What all tests share: a real register copied from a migrated template, and no network but loopback."""

import datetime as dt
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")

from roundtables.register import Register
from roundtables.services import events, participants, people
from roundtables.services.demonstration import make_demonstration
from roundtables.terms import EventKind, Reply
from roundtables.words import speak
from tests.caldav_server import Answer, CalendarServer, Misbehaving, make_calendar_server

TODAY = dt.date(2026, 11, 24)
LOOPBACK = ("127.", "::1", "localhost")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sockets reach loopback only."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not str(address[0]).startswith(LOOPBACK):
            message = f"a test reached out to {address[0]}"
            raise AssertionError(message)
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def no_accounts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test sees the accounts of whoever runs it, nor their keyring."""
    monkeypatch.setenv("ROUNDTABLES_POST", str(tmp_path / "settings" / "post.json"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Every test begins in English."""
    speak("en")
    yield
    speak("en")


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty register, migrated once for all tests."""
    path = tmp_path_factory.mktemp("template") / "empty.roundtables"
    Register.create(path).close()
    return path


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration register, made once for all tests; copy it before changing it."""
    path = tmp_path_factory.mktemp("demonstration") / "demo.roundtables"
    register = Register.create(path)
    make_demonstration(register, seed=1, today=TODAY)
    register.close()
    return path


@pytest.fixture
def path(template: Path, tmp_path: Path) -> Path:
    """The path of an empty register of this test's own."""
    return Path(shutil.copy(template, tmp_path / "register.roundtables"))


@pytest.fixture
def register(path: Path) -> Iterator[Register]:
    """An open, empty register."""
    opened = Register.open(path)
    yield opened
    opened.close()


@pytest.fixture
def demo(demonstration: Path, tmp_path: Path) -> Iterator[Register]:
    """An open copy of the demonstration register."""
    opened = Register.open(shutil.copy(demonstration, tmp_path / "demo.roundtables"))
    yield opened
    opened.close()


@pytest.fixture
def given_event(register: Register) -> Callable[..., int]:
    """Add an event with sensible values, any of which can be named; returns its key."""

    def add(**values: Any) -> int:
        fitting = {
            "title": "Round-table on reporting",
            "kind": EventKind.ROUND_TABLE,
            "starts": dt.datetime(2026, 12, 1, 9),
            "ends": dt.datetime(2026, 12, 2, 16),
            "timezone": "Europe/Helsinki",
            "organiser_name": "Programme Office",
            "organiser_email": "office@ministry.example",
        }
        with register.change("Add event") as session:
            return events.add(session, **(fitting | values)).id

    return add


@pytest.fixture
def given_participants(register: Register) -> Callable[..., list[int]]:
    """Make so many people participants of an event; returns the keys of the participations."""

    def add(
        event_id: int, number: int, *, reply: Reply = Reply.INVITED, organisation: str = "River Office"
    ) -> list[int]:
        with register.change("Add participants") as session:
            keys = [
                people.add(
                    session,
                    first_name=f"Given{at}",
                    last_name=f"Family{at}",
                    email=f"p{event_id}.{at}@office.example",
                    organisation=organisation,
                    country="FI",
                ).id
                for at in range(number)
            ]
            return [row.id for row in participants.add(session, event_id, keys, reply=reply)]

    return add


@pytest.fixture(scope="session")
def calendar_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CalendarServer]:
    """A calendar server as a process, started once for all tests."""
    server = make_calendar_server(tmp_path_factory.mktemp("calendars"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def calendar_server(calendar_process: CalendarServer, monkeypatch: pytest.MonkeyPatch) -> CalendarServer:
    """A calendar server that answers, with empty calendars, and whose certificate is trusted."""
    calendar_process.empty()
    monkeypatch.setenv("SSL_CERT_FILE", str(calendar_process.authorities))
    return calendar_process


@pytest.fixture
def misbehaving() -> Iterator[Callable[[Answer], Misbehaving]]:
    """Make a server on loopback that answers as it is told to."""
    made: list[Misbehaving] = []

    def make(answer: Answer) -> Misbehaving:
        made.append(Misbehaving(answer))
        return made[-1]

    yield make
    for each in made:
        each.server.shutdown()
        each.server.server_close()
