"""The outbox from the command line: settings, list, send, retry, discard; and a process that is interrupted."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest
import trustme

from roundtables.cli.main import commands
from roundtables.errors import Expected
from roundtables.model import Message, MessageContent
from roundtables.register import Register
from roundtables.terms import MessageKind, MessageState
from tests.transport.mail_server import PASSWORD, USER, Act, MailServer


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    with MailServer(authority) as server:
        yield server


class Shell:
    """Runs commands on one register, in this process."""

    def __init__(self, register: Path) -> None:
        self.register = register
        self.errors = ""

    def run(self, *arguments: str, code: int = 0) -> str:
        printed, told = io.StringIO(), io.StringIO()
        ended = 0
        with redirect_stdout(printed), redirect_stderr(told):
            try:
                commands(["--register", str(self.register), *arguments], standalone_mode=False)
            except Expected as error:
                ended = 1
                told.write(str(error))
        self.errors = told.getvalue()
        assert ended == code, self.errors
        return printed.getvalue()

    def json(self, *arguments: str) -> Any:
        return json.loads(self.run(*arguments, "--json"))


@pytest.fixture
def shell(path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setattr("sys.stdin", io.StringIO())
    return Shell(path)


@pytest.fixture
def waiting(register: Register) -> list[int]:
    """Two messages that wait."""
    with register.change("Queue", undoable=False) as session:
        rows = [
            Message(
                kind=MessageKind.FREE,
                email=f"{name}@office.example",
                subject="Tervetuloa\x1b[31m",
                header_id=f"<{name}@test>",
                content=MessageContent(text=f"Message-ID: <{name}@test>\n\nHei.\n"),
            )
            for name in ("ann", "bea")
        ]
        session.add_all(rows)
        session.flush()
        return [row.id for row in rows]


def set_up(shell: Shell, server: MailServer) -> None:
    shell.run(
        *("post", "settings", "--way", "mail", "--host", "localhost", "--port", str(server.port)),
        *("--user", USER, "--name", "Office", "--email", "office@ministry.example", "--per-minute", "600"),
    )


def test_the_settings_are_shown_and_changed_without_the_password(shell: Shell, server: MailServer) -> None:
    assert shell.json("post", "settings")["way"] == "file"
    set_up(shell, server)
    shown = shell.json("post", "settings", "--no-reminders", "--pause")
    assert shown == {
        "way": "mail",
        "host": "localhost",
        "port": server.port,
        "security": "starttls",
        "sign_in": "password",
        "user": USER,
        "name": "Office",
        "email": "office@ministry.example",
        "per_minute": 600,
        "reminders": False,
        "paused": True,
    }
    shell.run("post", "settings", "--email", "nobody", code=1)
    assert "is not an e-mail address" in shell.errors
    assert shell.json("post", "settings") == shown


def test_it_is_tried_out_without_sending_anything(
    shell: Shell, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(shell, server)
    shell.run("post", "settings", "--check", code=1)
    assert "no password or token for localhost" in shell.errors
    monkeypatch.setenv("ROUNDTABLES_SMTP_PASSWORD", "wrong")
    shell.run("post", "settings", "--check", code=1)
    assert "535 5.7.8 Bad credentials" in shell.errors
    monkeypatch.setenv("ROUNDTABLES_SMTP_PASSWORD", PASSWORD)
    shell.run("post", "settings", "--check")
    assert "It works" in shell.errors


def test_messages_are_listed_sent_tried_again_and_given_up(
    shell: Shell, server: MailServer, waiting: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(shell, server)
    monkeypatch.setenv("ROUNDTABLES_SMTP_PASSWORD", PASSWORD)
    assert "\x1b" not in shell.run("post", "list")
    assert [(row["id"], row["state"], row["email"]) for row in shell.json("post", "list")] == [
        (waiting[0], "queued", "ann@office.example"),
        (waiting[1], "queued", "bea@office.example"),
    ]
    server.cue("ann@office.example", Act.REFUSE, Act.HANG_UP_AFTER_CONTENT)
    assert "1 message will not be sent" in shell.run("post", "discard", str(waiting[1]))
    assert shell.json("post", "send") == {"sent": 0, "refused": 1, "unknown": 0, "left": 0, "words": ""}
    [failed] = shell.json("post", "list", "--state", "failed")
    assert (failed["id"], failed["answer"], failed["attempts"]) == (waiting[0], "550 5.1.1 No such user here", 1)
    shell.run("post", "retry", "99", code=1)
    assert "2 messages will be sent again" in shell.run("post", "retry", *map(str, waiting))
    assert shell.json("post", "send") == {"sent": 1, "refused": 0, "unknown": 1, "left": 0, "words": ""}
    assert "1 message counts as sent" in shell.run("post", "arrived", str(waiting[0]))
    assert {row["state"] for row in shell.json("post", "list")} == {"sent"}
    assert sorted(server.ids()) == ["<ann@test>", "<bea@test>"]


def test_nothing_is_sent_where_the_settings_say_otherwise(
    shell: Shell, server: MailServer, waiting: list[int], register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROUNDTABLES_SMTP_PASSWORD", PASSWORD)

    def refused(*arguments: str) -> str:
        shell.run("post", "send", *arguments, code=1)
        return shell.errors

    assert "do not leave by mail" in refused()
    set_up(shell, server)
    shell.run("post", "settings", "--pause")
    assert "Sending is paused" in refused()
    shell.run("post", "settings", "--resume")
    assert "Reminders do not go out" in refused("--reminders")
    monkeypatch.setenv("ROUNDTABLES_SMTP_PASSWORD", "wrong")
    assert "does not accept the user name or password" in refused()
    with register.read() as session:
        states: list[Any] = [session.get_one(Message, key).state for key in waiting]
    assert states == [MessageState.QUEUED] * 2
    assert server.ids() == []


@pytest.mark.skipif(os.name == "nt", reason="a process is not interrupted so there")
def test_ctrl_c_ends_the_sending_between_two_messages(
    shell: Shell, server: MailServer, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(shell, server)
    with register.change("Queue", undoable=False) as session:
        for number in range(40):
            text = MessageContent(text=f"Message-ID: <{number}@test>\n\nHei.\n")
            session.add(
                Message(
                    kind=MessageKind.FREE,
                    email="ann@office.example",
                    subject="Hei",
                    header_id=f"<{number}@test>",
                    content=text,
                )
            )
    server.seconds = 0.1
    environment = {**os.environ, "ROUNDTABLES_SMTP_PASSWORD": PASSWORD}
    command = [sys.executable, "-m", "roundtables", "--register", str(shell.register), "post", "send", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as process:
        until = time.monotonic() + 20
        while len(server.received) < 3 and time.monotonic() < until:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        said = json.loads(process.communicate(timeout=20)[0])
    assert process.returncode == 0
    assert said == {"sent": len(server.received), "refused": 0, "unknown": 0, "left": 40 - said["sent"], "words": ""}
    assert 3 <= said["sent"] < 40
    assert {row["state"] for row in shell.json("post", "list")} == {"sent", "queued"}


def test_the_file_of_the_settings_holds_no_password(shell: Shell, server: MailServer, tmp_path: Path) -> None:
    set_up(shell, server)
    text = (tmp_path / "settings" / "post.json").read_text()
    assert "password" not in json.dumps([key.casefold() for key in json.loads(text)["smtp"]])
    assert PASSWORD not in text
