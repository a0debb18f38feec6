"""The same models on a real PostgreSQL server, on loopback."""

import datetime as dt
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from roundtables.queries import events as event_queries
from roundtables.queries import history, search, today
from roundtables.queries import people as people_queries
from roundtables.queries.participants import listing as rows_of_participants
from roundtables.register import Register, errors
from roundtables.services import events, importing, participants, people
from roundtables.services.demonstration import make_demonstration
from roundtables.services.meeting_reports import previewing, taking
from roundtables.services.post import outbox, reminders
from roundtables.terms import MessageKind, RemindWhom, Reply
from roundtables.transport.accounts import PostSettings, SmtpAccount
from roundtables.words import speak
from tests.meeting_report_files import teams_report
from tests.transport.mail_server import PASSWORD, Act, MailServer

FOUND = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")) if os.name == "posix" else []
INITDB = str(FOUND[-1]) if FOUND else shutil.which("initdb")
TODAY = dt.date(2026, 11, 24)


def as_server(command: list[str]) -> None:
    """Run as an account that is not root, which the server refuses to be."""
    prefix = ["runuser", "-u", "postgres", "--"] if os.name == "posix" and os.geteuid() == 0 else []
    subprocess.run([*prefix, *command], check=True, capture_output=True, timeout=60)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if INITDB is None:
        pytest.skip("PostgreSQL is not there")
    folder = tmp_path_factory.mktemp("server")
    for parent in (folder, *folder.parents[:3]):
        parent.chmod(0o777)
    binaries = Path(INITDB).parent
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = folder / "data"
    as_server([INITDB, "-D", str(data), "-U", "organiser", "--auth=trust", "--no-sync", "-E", "UTF8"])
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
    log = str(folder / "log")
    as_server([str(binaries / "pg_ctl"), "-D", str(data), "-o", options, "-l", log, "-w", "start"])
    try:
        yield f"postgresql+psycopg://organiser@127.0.0.1:{port}/postgres"
    finally:
        as_server([str(binaries / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"])


@pytest.fixture(scope="module")
def on_server(server: str) -> Iterator[Register]:
    with pytest.raises(errors.NoRegister):
        Register.open(server)
    register = Register.create(server)
    make_demonstration(register, seed=1, today=TODAY)
    yield register
    register.close()


def test_lists_and_search_give_the_same_as_in_a_file(on_server: Register, demo: Register) -> None:
    def seen(register: Register) -> list[object]:
        with register.read() as session:
            narrowed = event_queries.EventFilter(words="round table", work_package=4)
            return [
                [row.reference for row in event_queries.page(session, event_queries.EventFilter(), limit=None)],
                [row.title for row in event_queries.page(session, narrowed, "reference")],
                today.to_do(session, dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)),
                people_queries.count(session, people_queries.PersonFilter(words="makel")),
                sorted(hit.shown for hit in search.find(session, "zlocinu mrz")),
            ]

    assert seen(on_server) == seen(demo)


@pytest.mark.parametrize("code", ["en", "fi", "hr"])
def test_lists_are_sorted_as_the_language_does_there_too(on_server: Register, demo: Register, code: str) -> None:
    speak(code)
    found = []
    for register in (on_server, demo):
        with register.read() as session:
            names = [row.id for row in people_queries.page(session, people_queries.PersonFilter(), limit=None)]
            kinds = event_queries.page(session, event_queries.EventFilter(), "kind", limit=None)
            titles = event_queries.page(session, event_queries.EventFilter(), "title", limit=None)
        found.append((names, [row.id for row in kinds], [row.title for row in titles]))
    assert found[0][:2] == found[1][:2]
    assert sorted(found[0][2]) == sorted(found[1][2])


def test_steps_are_undone_there_too(on_server: Register) -> None:
    with on_server.change("Add event") as session:
        key = events.add(
            session,
            title="On the server",
            starts=dt.datetime(2027, 1, 12, 9),
            ends=dt.datetime(2027, 1, 13, 16),
            timezone="Europe/Zagreb",
        ).id
    with on_server.change("Move") as session:
        events.move(session, key, dt.datetime(2027, 1, 19, 9))
    assert [on_server.undo(), on_server.undo(), on_server.redo()] == ["Move", "Add event", "Add event"]
    with on_server.read() as session:
        assert event_queries.event_page(session, key).starts == dt.datetime(2027, 1, 12, 9)


def test_people_come_in_there_too(on_server: Register) -> None:
    with on_server.change("Add") as session:
        people.add(session, first_name="Aino", last_name="Serveri", email="aino@server.example")
    rows = "Name;Email\nAino Serveri;AINO@server.example\nBo Palvelin;bo@server.example\n"
    lines = importing.read_lines(importing.read_pasted(rows))
    with on_server.read() as session:
        proposals = importing.propose(session, lines)
    assert [entry.verdict.name for entry in proposals] == ["KNOWN", "NEW"]
    with on_server.change("Import") as session:
        assert importing.take_over(session, proposals).added == 1
    assert on_server.undo() == "Import"
    assert on_server.check() == []


def test_copies_are_the_servers_own_business(on_server: Register) -> None:
    with pytest.raises(errors.NotForServers):
        on_server.back_up()


def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(errors.ServerUnreachable):
        Register.open("postgresql+psycopg://organiser@127.0.0.1:1/postgres")


def test_the_palette_and_the_history_work_on_the_server(on_server: Register) -> None:
    with on_server.read() as session:
        found = search.look_up(session, "study visit")
        assert [hit.kind for hit in found.hits[:2]] == ["event", "event"]
        assert search.look_up(session, "studt vist") == search.Found()
    with on_server.change("Change person") as session:
        person = people.add(session, last_name="Historic", organisation="River Office").id
    with on_server.read() as session:
        narrowed = history.HistoryFilter(words="change PERSON", tables=("person",), person_id=person)
        assert history.count(session, narrowed) == 1
        (line,) = history.page(session, narrowed)
        assert line.first.subject == "Historic"
        assert len(history.of_step(session, line.id)) == line.rows
        assert history.undoable(session) == line.id
        assert on_server.user in history.authors(session)


def test_reminders_come_and_the_outbox_is_sent_there_too_by_one_program_at_a_time(
    on_server: Register, server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    now = dt.datetime.now(dt.UTC)
    other = Register.open(server)
    with on_server.change("Add") as session:
        tomorrow = now.replace(tzinfo=None, hour=12) + dt.timedelta(days=1)
        event = events.add(
            session,
            title="Soon",
            starts=tomorrow,
            ends=tomorrow,
            timezone="Europe/Zagreb",
            organiser_email="office@ministry.example",
        )
        guests = [people.add(session, last_name=f"Soon{at}", email=f"soon{at}@server.example").id for at in range(3)]
        participants.add(session, event.id, guests, reply=Reply.ACCEPTED)
        reminders.keep_rule(
            session,
            None,
            event_id=event.id,
            kind=MessageKind.REMINDER,
            whom=RemindWhom.COMING,
            days_before=5,
            at_minute=0,
            active=True,
        )
    settings = PostSettings(reminders=True, smtp=SmtpAccount(email="office@ministry.example"))
    with on_server.change("Reminders", undoable=False) as session:
        assert reminders.queue_due(session, settings, now) == 3
        assert reminders.queue_due(session, settings, now) == 0
    caught: list[type[Exception]] = []

    def second(_done: int, _total: int) -> None:
        try:
            outbox.send_due(other, mail.account(), PASSWORD)
        except outbox.AlreadySending as error:
            caught.append(type(error))

    with MailServer(authority) as mail:
        mail.cue("soon1@server.example", Act.HANG_UP_AFTER_CONTENT)
        run = outbox.send_due(on_server, mail.account(), PASSWORD, report=second)
        assert (run.sent, run.unknown) == (2, 1)
        assert set(caught) == {outbox.AlreadySending}
        assert outbox.send_due(other, mail.account(), PASSWORD).sent == 0
        assert sorted(each.email for each in mail.received) == [f"soon{at}@server.example" for at in range(3)]
    other.close()


def test_a_meeting_report_is_taken_on_a_server_without_its_file(on_server: Register) -> None:
    day = dt.date(2026, 12, 1)
    with on_server.change("Add") as session:
        event = events.add(
            session,
            title="Webinar",
            starts=dt.datetime(2026, 12, 1, 9),
            ends=dt.datetime(2026, 12, 1, 12),
            timezone="Europe/Helsinki",
        ).id
        key = people.add(session, first_name="Mika", last_name="Makela", email="mika.makela@server.example").id
        participants.add(session, event, [key])
    content = teams_report([("Makela Mika", "", "09:00", "11:00"), ("Eve Far", "", "09:00", "12:00")], day)
    with on_server.read() as session:
        preview = previewing.preview_file(session, event, content).with_walk_ins()
    with on_server.change("Import meeting report") as session:
        store = taking.store_of(on_server)
        done = taking.take(session, store, event, preview, name="report.csv", content=content)
    assert done == taking.Taken(present=2, walk_ins=1)
    with on_server.read() as session:
        assert previewing.preview_file(session, event, content).is_repeated
        marks = [mark for row in rows_of_participants(session, event) for mark in row.marks.values()]
    assert [mark.minutes for mark in marks] == [180, 120]
