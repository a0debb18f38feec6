"""A program killed while it sends, at any moment: no message is lost, and none is delivered twice unasked.

The server is a process of its own and writes down each message that it took before it says so. What the register
does not know for sure is shown as unknown, and goes out again by a person's word alone.
"""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
from sqlalchemy import insert, select

from roundtables.model import Message, MessageContent
from roundtables.model.base import utc_now
from roundtables.register import Register
from roundtables.services.post import outbox
from roundtables.terms import MessageKind, MessageState
from roundtables.transport.accounts import Security, SignIn, SmtpAccount

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no process can be forked and killed -9 here")

KILLS = 100
MESSAGES = 200
# The register's file must be quick here: a killed program loses nothing that the system has.
MEMORY = Path("/dev/shm")
SENDER = """
import os, sys
from roundtables.register import Register
from roundtables.services.post import outbox
from roundtables.transport.accounts import Security, SignIn, SmtpAccount
account = SmtpAccount(host="localhost", port=int(sys.argv[1]), security=Security.STARTTLS, sign_in=SignIn.NONE,
                      email="office@ministry.example", per_minute=0)
for path in sys.stdin:
    # A fork is a program that has started already: it opens the register itself, sends, and is killed.
    child = os.fork()
    if child == 0:
        register = Register.open(path.strip())
        print("began", os.getpid(), flush=True)
        outbox.send_due(register, account, None)
        os._exit(0)
    _child, status = os.waitpid(child, 0)
    print("ended", os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0, flush=True)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    if not MEMORY.is_dir():
        yield tmp_path_factory.mktemp("killed")
        return
    made = MEMORY / f"roundtables-{os.getpid()}"
    made.mkdir()
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def waiting(folder: Path) -> Path:
    """A register with messages that wait."""
    path = folder / "waiting.roundtables"
    register = Register.create(path)
    now = utc_now()
    rows = [
        {
            "id": number,
            "kind": MessageKind.FREE,
            "state": MessageState.QUEUED,
            "name": "",
            "email": f"p{number}@office.example",
            "subject": "Welcome",
            "header_id": f"<{number}@test>",
            "queued_at": now,
            "due": now,
            "attempts": 0,
            "answer": "",
        }
        for number in range(1, MESSAGES + 1)
    ]
    texts = [
        {"id": row["id"], "message_id": row["id"], "text": f"Message-ID: {row['header_id']}\n\nWelcome.\n"}
        for row in rows
    ]
    with register.fill() as connection:
        connection.execute(insert(Message), rows)
        connection.execute(insert(MessageContent), texts)
    register.close()
    return path


class Post:
    """The server as a process, and senders to be killed."""

    def __init__(self, folder: Path) -> None:
        authority = trustme.CA()
        authority.cert_pem.write_to_path(folder / "authority.pem")
        certificate = folder / "server.pem"
        certificate.write_bytes(authority.issue_cert("localhost").private_key_and_cert_chain_pem.bytes())
        self.log = folder / "taken.log"
        os.environ["SSL_CERT_FILE"] = str(folder / "authority.pem")
        python = [sys.executable, "-W", "ignore"]
        piped = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self._server = subprocess.Popen(
            [*python, "-m", "tests.transport.mail_server", str(certificate), str(self.log)], **piped
        )
        assert self._server.stdout
        port = int(self._server.stdout.readline())
        self._senders = subprocess.Popen([*python, "-c", SENDER, str(port)], **piped)
        self.account = SmtpAccount(
            host="localhost",
            port=port,
            security=Security.STARTTLS,
            sign_in=SignIn.NONE,
            email="office@ministry.example",
            per_minute=0,
        )

    def send_and_kill(self, register: Path, seconds: float) -> bool:
        """Let a program send, and kill it after so long; False where it had ended before."""
        assert self._senders.stdin
        assert self._senders.stdout
        self._senders.stdin.write(f"{register}\n")
        self._senders.stdin.flush()
        began, pid = self._senders.stdout.readline().split()
        assert began == "began"
        time.sleep(seconds)
        # It may have ended, and been waited for, just now.
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(pid), signal.SIGKILL)
        return int(self._senders.stdout.readline().split()[1]) == signal.SIGKILL

    def taken(self) -> Counter[str]:
        """How often each message was delivered."""
        return Counter(self.log.read_text().split())

    def close(self) -> None:
        for process in (self._senders, self._server):
            process.communicate(timeout=20)


@pytest.fixture(scope="module")
def post(folder: Path) -> Iterator[Post]:
    usual = os.environ.get("SSL_CERT_FILE")
    post = Post(folder)
    yield post
    post.close()
    os.environ.pop("SSL_CERT_FILE")
    if usual is not None:
        os.environ["SSL_CERT_FILE"] = usual


def states(register: Register) -> dict[str, MessageState]:
    with register.read() as session:
        return {row.header_id: row.state for row in session.execute(select(Message.header_id, Message.state))}


def send_again(register: Register) -> set[str]:
    """A person's word: what is unknown goes once more."""
    with register.change("Send again", undoable=False) as session:
        unknown = session.execute(select(Message.id, Message.header_id).where(Message.state == MessageState.UNKNOWN))
        rows = unknown.all()
        outbox.retry(session, [row[0] for row in rows], utc_now())
    return {row[1] for row in rows}


def fresh_copy(waiting: Path, path: Path) -> Path:
    """A copy in the place of the one before, whose log must not stay: a program that sent all and went left one."""
    for kind in ("-wal", "-shm"):
        path.with_name(path.name + kind).unlink(missing_ok=True)
    return Path(shutil.copy(waiting, path))


@pytest.mark.timeout(600)
def test_a_program_killed_while_sending_loses_nothing_and_sends_nothing_twice_unasked(
    folder: Path, waiting: Path, post: Post
) -> None:
    chance = random.Random(4)
    whole = 0.5
    killed = halfway = unknown = 0
    while killed < KILLS:
        post.log.write_text("")
        path = fresh_copy(waiting, folder / "register.roundtables")
        if not post.send_and_kill(path, chance.uniform(0.0, whole)):
            # It had sent all before the moment came: choose earlier ones.
            whole *= 0.95
            continue
        killed += 1
        delivered = len(post.taken())
        halfway += 0 < delivered < MESSAGES
        register = Register.open(path)
        outbox.send_due(register, post.account, None)
        found, taken = states(register), post.taken()
        perhaps = {key for key, state in found.items() if state is MessageState.UNKNOWN}
        assert len(perhaps) <= 1
        assert {state for key, state in found.items() if key not in perhaps} == {MessageState.SENT}
        assert found.keys() - taken.keys() <= perhaps, "lost"
        assert all(number == 1 for number in taken.values()), "delivered twice unasked"
        again = send_again(register)
        outbox.send_due(register, post.account, None)
        taken = post.taken()
        assert set(states(register).values()) == {MessageState.SENT}
        assert taken.keys() == found.keys()
        assert {key for key, number in taken.items() if number > 1} <= again
        unknown += len(again)
        register.close()
    assert halfway > KILLS / 3
    assert unknown > KILLS / 10
