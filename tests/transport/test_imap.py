"""A mailbox is read from a real server on loopback, and nothing in it is changed."""

import contextlib
import datetime as dt
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import trustme
from sqlalchemy import select

from roundtables.model import Event, MailboxMark
from roundtables.register import Register
from roundtables.services.answers import taking
from roundtables.terms import Outcome, Reply
from roundtables.transport import errors, imap, imap_errors, imap_folders
from roundtables.transport.accounts import ImapAccount, PostSettings, Security, SignIn
from tests.services.answering import kept, replies
from tests.transport.dovecot import PASSWORD, USER, Dovecot, running

TODAY = dt.datetime.now(dt.UTC).date()
SECURITIES = pytest.mark.parametrize("security", Security)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, authority: trustme.CA) -> Iterator[Dovecot]:
    with running(tmp_path_factory.mktemp("imap"), authority) as started:
        yield started


@pytest.fixture
def box(server: Dovecot) -> Iterator[Dovecot]:
    """The server with an empty mailbox."""
    server.empty()
    yield server
    log = server.folder / "log"
    assert "Panic" not in log.read_text()


def account(server: Dovecot, security: Security = Security.TLS, **more: object) -> ImapAccount:
    port = server.tls if security is Security.TLS else server.starttls
    usual = ImapAccount("localhost", port, security, SignIn.PASSWORD, USER)
    return replace(usual, **more)  # type: ignore[arg-type]


def fetched(account: ImapAccount, mark: imap.Mark | None = None) -> list[imap.Batch]:
    return list(imap.new_messages(account, PASSWORD, mark, TODAY))


def uids(batches: list[imap.Batch]) -> list[int]:
    return [message.uid for batch in batches for message in batch.messages]


def letter(number: int, size: int = 0) -> bytes:
    return f"From: guest{number}@office.example\r\nSubject: Letter {number}\r\n\r\n{'x' * size}\r\n".encode()


@SECURITIES
def test_folders_are_named_and_messages_come_whole(box: Dovecot, security: Security) -> None:
    box.deliver(letter(1))
    box.deliver(letter(2), "Vastaukset")
    assert imap.check(account(box, security), PASSWORD) == ["INBOX", "Vastaukset"]
    (batch,) = fetched(account(box, security))
    assert [message.content for message in batch.messages] == [letter(1)]
    (batch,) = fetched(account(box, security, folder="Vastaukset"))
    assert [message.content for message in batch.messages] == [letter(2)]


def test_what_was_taken_is_not_fetched_again(box: Dovecot) -> None:
    for number in (1, 2):
        box.deliver(letter(number))
    (batch,) = fetched(account(box))
    assert fetched(account(box), batch.mark) == []
    box.deliver(letter(3))
    assert uids(fetched(account(box), batch.mark)) == [3]


def test_messages_come_in_portions_that_are_not_large(box: Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap, "MOST_AT_ONCE", 3)
    monkeypatch.setattr(imap, "BYTES_AT_ONCE", 50_000)
    for size in (10, 10, 10, 10, 40_000, 40_000, 10):
        box.deliver(letter(size, size))
    batches = fetched(account(box))
    assert [len(batch.messages) for batch in batches] == [3, 2, 2]
    assert [(batch.done, batch.total, batch.mark.last_uid) for batch in batches] == [(3, 7, 3), (5, 7, 5), (7, 7, 7)]


def test_a_message_that_is_too_large_is_named_and_not_fetched(box: Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap, "LARGEST", 20_000)
    box.deliver(letter(1, 30_000))
    box.deliver(letter(2))
    (batch,) = fetched(account(box))
    assert [(message.uid, message.content is None) for message in batch.messages] == [(1, True), (2, False)]
    assert batch.messages[0].size > 30_000


def test_an_old_folder_is_not_read_whole_the_first_time(box: Dovecot) -> None:
    box.deliver(letter(1), days_ago=imap.DAYS_BACK + 2)
    box.deliver(letter(2), days_ago=imap.DAYS_BACK - 2)
    assert uids(fetched(account(box))) == [2]


def test_nothing_is_changed_on_the_server(box: Dovecot) -> None:
    for number in range(3):
        box.deliver(letter(number))
    before = box.messages()
    fetched(account(box))
    imap.check(account(box), PASSWORD)
    assert box.messages() == before
    assert all(name.startswith("new/") for name in before)


def test_a_wrong_password_is_told(box: Dovecot) -> None:
    with pytest.raises(errors.WrongPassword, match="does not accept the user name or password"):
        imap.check(account(box), "wrong")
    with pytest.raises(errors.NoPassword):
        imap.check(account(box), None)
    with pytest.raises(errors.SignInNotOffered):
        imap.check(account(box, sign_in=SignIn.TOKEN), "token")


def test_a_folder_that_vanished_is_told_with_those_that_are_there(box: Dovecot) -> None:
    box.deliver(letter(1), "Vastaukset")
    with pytest.raises(imap_errors.FolderGone, match=r"no folder “Gone”.*INBOX, Vastaukset"):
        fetched(account(box, folder="Gone"))


@SECURITIES
def test_a_certificate_for_another_name_is_refused(box: Dovecot, security: Security) -> None:
    with pytest.raises(errors.CertificateWrong):
        imap.check(account(box, security, host="127.0.0.1"), PASSWORD)


@SECURITIES
def test_a_certificate_of_an_unknown_authority_is_refused(
    box: Dovecot, security: Security, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other.pem"
    trustme.CA().cert_pem.write_to_path(other)
    monkeypatch.setenv("SSL_CERT_FILE", str(other))
    with pytest.raises(errors.CertificateWrong):
        imap.check(account(box, security), PASSWORD)


def test_a_server_that_is_not_there_or_speaks_otherwise_is_told(box: Dovecot) -> None:
    with pytest.raises(errors.ServerNotThere):
        imap.check(account(box, port=1), PASSWORD)
    with pytest.raises(errors.NotEncrypted):
        imap.check(replace(account(box), port=box.starttls), PASSWORD)
    with pytest.raises(imap_errors.NoMailbox):
        imap.check(ImapAccount(), PASSWORD)


@contextlib.contextmanager
def speaking(*lines: bytes, hang: bool = False) -> Iterator[int]:
    """A server that greets, answers each command with the next of the lines, and then hangs up or says nothing more."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        ended = threading.Event()

        def serve() -> None:
            with contextlib.suppress(OSError):
                peer, _address = listening.accept()
                with peer, peer.makefile("rb") as said:
                    peer.sendall(b"* PREAUTH [CAPABILITY IMAP4rev1] ready\r\n")
                    for line in lines:
                        tag = said.readline().split(b" ")[0]
                        peer.sendall(line.replace(b"TAG", tag))
                    if hang:
                        ended.wait(20)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            ended.set()
            thread.join(5)


CAPABLE = b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\nTAG OK done\r\n"


def plain_mailbox(port: int, monkeypatch: pytest.MonkeyPatch) -> ImapAccount:
    """An account at a server of the test's own that does not encrypt."""
    monkeypatch.setattr(imap, "_encrypt", lambda _connection, _account: None)
    return ImapAccount("127.0.0.1", port, Security.STARTTLS, SignIn.NONE, USER)


@pytest.mark.parametrize(
    "lines",
    [
        (CAPABLE,),
        (CAPABLE, b"* OK [UIDVALIDITY 1] ok\r\nTAG OK examined\r\n"),
        (CAPABLE, b"* OK [UIDVALIDITY 1] ok\r\nTAG OK examined\r\n", b"* SEARCH 1 2\r\nTAG OK found\r\n"),
    ],
)
def test_a_server_that_hangs_up_is_told(lines: tuple[bytes, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    with speaking(*lines) as port, pytest.raises(imap_errors.ConnectionBroke):
        fetched(plain_mailbox(port, monkeypatch))


def test_a_server_that_falls_silent_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap, "TIMEOUT", 0.5)
    began = time.monotonic()
    with speaking(CAPABLE, hang=True) as port, pytest.raises(imap_errors.ConnectionBroke):
        fetched(plain_mailbox(port, monkeypatch))
    assert time.monotonic() - began < 10


def test_a_server_that_never_ends_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap, "LONGEST_COMMAND", 1.0)
    stopped = threading.Event()

    def drip() -> None:
        with contextlib.suppress(OSError):
            peer, _address = listening.accept()
            with peer:
                peer.sendall(b"* OK [CAPABILITY IMAP4rev1] ready\r\n")
                while not stopped.wait(0.05):
                    peer.sendall(b"* OK wait\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        try:
            with pytest.raises((imap_errors.ConnectionBroke, errors.ServerTrouble)):
                fetched(plain_mailbox(listening.getsockname()[1], monkeypatch))
        finally:
            stopped.set()
            thread.join(5)


def test_a_literal_larger_than_any_message_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = (
        CAPABLE,
        b"* OK [UIDVALIDITY 1] ok\r\nTAG OK examined\r\n",
        b"* SEARCH 1\r\nTAG OK found\r\n",
        b"* 1 FETCH (UID 1 RFC822.SIZE 10)\r\nTAG OK\r\n",
        b"* 1 FETCH (UID 1 BODY[] {9000000000}\r\n",
    )
    with speaking(*lines, hang=True) as port, pytest.raises(imap_errors.ConnectionBroke):
        fetched(plain_mailbox(port, monkeypatch))


def test_what_the_server_says_is_shown_cleaned(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = (CAPABLE, b"* OK [UIDVALIDITY 1] ok\r\nTAG OK examined\r\n", b"TAG NO [SERVERBUG] \x1b[31mno\x07 idea\r\n")
    with speaking(*lines) as port, pytest.raises(imap_errors.MailboxTrouble) as told:
        fetched(plain_mailbox(port, monkeypatch))
    assert "idea" in str(told.value)
    assert str(told.value).isprintable()


@pytest.mark.parametrize(
    ("name", "wire"),
    [
        ("INBOX", "INBOX"),
        ("Entwürfe & mehr", "Entw&APw-rfe &- mehr"),
        ("台北", "&U,BTFw-"),
        ('Say "hello"\\', 'Say "hello"\\'),
        ("a\r\nb", "a&AA0ACg-b"),
    ],
)
def test_names_of_folders_are_written_as_the_protocol_wants(name: str, wire: str) -> None:
    assert imap_folders.encoded(name) == wire
    assert imap_folders.decoded(wire) == name


def test_lists_of_folders_are_read_however_they_are_written() -> None:
    lines = [
        b'(\\HasNoChildren) "." INBOX',
        b'(\\HasNoChildren) "/" "Lasten \\"kirje\\""',
        (b'(\\HasNoChildren) "." {9}', b"&U,BTFw-/x"),
        b'(\\Noselect) "." Shared',
        b"nonsense",
        None,
        b'(\\HasNoChildren) NIL "&notbase64"',
    ]
    assert imap_folders.listed(lines) == ["INBOX", "&notbase64", 'Lasten "kirje"', "台北/x"]


def test_a_folder_with_letters_of_any_script_is_read(box: Dovecot) -> None:
    box.deliver(letter(1), "Vastaukset &AOQA5A-")
    assert uids(fetched(account(box, folder="Vastaukset ää"))) == [1]


@pytest.fixture
def event(given_event: Callable[..., int], given_participants: Callable[..., list[int]]) -> int:
    key = given_event()
    given_participants(key, 3)
    return key


def answer(register: Register, event: int, number: int, partstat: str) -> bytes:
    """The answer of one guest as a message."""
    with register.read() as session:
        uid = session.get_one(Event, event).uid
    guest = f"p{event}.{number}@office.example"
    calendar = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "METHOD:REPLY",
        "BEGIN:VEVENT",
        f"UID:{uid}",
        "DTSTAMP:20261123T100000Z",
        f"ATTENDEE;PARTSTAT={partstat}:mailto:{guest}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    head = [f"From: {guest}", "Subject: Re", "Content-Type: text/calendar; method=REPLY; charset=utf-8", ""]
    return "\r\n".join([*head, *calendar, ""]).encode()


def outcomes(register: Register, box: Dovecot) -> list[Outcome]:
    settings = PostSettings(imap=account(box))
    return [line.outcome for line in taking.take_mailbox(register, settings, PASSWORD)]


def mark(register: Register) -> MailboxMark | None:
    with register.read() as session:
        found = session.scalars(select(MailboxMark)).one_or_none()
        if found is not None:
            session.expunge(found)
        return found


def test_each_message_is_taken_once(box: Dovecot, register: Register, event: int) -> None:
    box.deliver(answer(register, event, 0, "ACCEPTED"))
    box.deliver(letter(1))
    before = box.messages()
    assert outcomes(register, box) == [Outcome.APPLIED, Outcome.NOT_A_REPLY]
    assert outcomes(register, box) == []
    box.deliver(answer(register, event, 1, "DECLINED"))
    assert outcomes(register, box) == [Outcome.APPLIED]
    assert replies(register, event) == [Reply.ACCEPTED, Reply.DECLINED, Reply.INVITED]
    kept_mark = mark(register)
    assert kept_mark is not None
    assert (kept_mark.last_uid, kept_mark.mailbox) == (3, f"{USER}@localhost/INBOX")
    assert {name: box.messages()[name] for name in before} == before


def test_messages_that_were_numbered_anew_are_known_by_what_they_say(
    box: Dovecot, register: Register, event: int
) -> None:
    box.deliver(letter(1))
    box.deliver(answer(register, event, 0, "ACCEPTED"))
    assert outcomes(register, box) == [Outcome.NOT_A_REPLY, Outcome.APPLIED]
    first = mark(register)
    box.number_anew(without=letter(1))
    box.deliver(answer(register, event, 1, "ACCEPTED"))
    assert outcomes(register, box) == [Outcome.APPLIED]
    second = mark(register)
    assert first is not None
    assert second is not None
    assert first.uid_validity != second.uid_validity
    assert len(kept(register)) == 2


def test_what_was_taken_in_stays_where_the_connection_breaks(
    box: Dovecot, register: Register, event: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap, "MOST_AT_ONCE", 1)
    for number in range(3):
        box.deliver(answer(register, event, number, "ACCEPTED"))

    def break_after_two(done: int, _total: int) -> None:
        if done == 2:
            raise imap_errors.ConnectionBroke("localhost")

    settings = PostSettings(imap=account(box))
    with pytest.raises(imap_errors.ConnectionBroke):
        taking.take_mailbox(register, settings, PASSWORD, break_after_two)
    assert replies(register, event) == [Reply.ACCEPTED, Reply.ACCEPTED, Reply.INVITED]
    assert outcomes(register, box) == [Outcome.APPLIED]
    assert replies(register, event)[2] is Reply.ACCEPTED


def test_a_message_too_large_is_reported(box: Dovecot, register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap, "LARGEST", 2_000_000)
    box.deliver(letter(1, 3_000_000))
    (line,) = taking.take_mailbox(register, PostSettings(imap=account(box)), PASSWORD)
    assert (line.outcome, line.file) == (Outcome.UNREADABLE, "INBOX: 1")
    assert line.reason.startswith("A message of 3 MB is too large")
