"""Mail out to a real server on loopback: encrypted or not at all, and exact about what became of each message."""

import datetime as dt
import socket
import time
from dataclasses import replace

import pytest
import trustme

from roundtables.transport import errors
from roundtables.transport.accounts import Security, SignIn, SmtpAccount
from roundtables.transport.fate import Fate
from roundtables.transport.smtp import Limits, Sender, check
from tests.transport.mail_server import PASSWORD, TOKEN, Act, MailServer, Scripted

ANN, BEA = "ann@office.example", "bea@office.example"
SHORT = Limits(connect=20, reply=2, final=2)
PATIENT = Limits(connect=20, reply=20, final=20)
GREETING = b"220 mail.test ready\r\n"
OFFERS = b"250-mail.test\r\n250 STARTTLS\r\n"
WAYS = [Security.STARTTLS, Security.TLS]


def message(number: int, body: str = "Welcome.") -> str:
    return f"From: office@ministry.example\nMessage-ID: <{number}@test>\n\n{body}\n"


@pytest.mark.parametrize("security", WAYS)
def test_many_messages_go_out_in_one_encrypted_session(authority: trustme.CA, security: Security) -> None:
    with MailServer(authority, security=security) as server:
        with Sender(server.account(), PASSWORD) as sender:
            results = [sender.send(ANN, message(number)) for number in range(5)]
        assert [result.fate for result in results] == [Fate.SENT] * 5
        assert results[0].answer == "250 2.0.0 Taken"
        assert server.ids() == [f"<{number}@test>" for number in range(5)]
        assert {(each.sender, each.email) for each in server.received} == {("office@ministry.example", ANN)}
        assert server.sessions == 1


def test_lines_that_begin_with_a_dot_or_are_one_arrive_as_they_are(authority: trustme.CA) -> None:
    body = ".\r\n..two\n.\n\nMAIL FROM:<x@y.example>\n.\r.\nend"
    with MailServer(authority) as server, Sender(server.account(), PASSWORD) as sender:
        assert sender.send(ANN, message(1, body)).fate is Fate.SENT
        assert sender.send(ANN, message(2)).fate is Fate.SENT
        arrived = server.received[0].content.decode().split("\r\n\r\n", 1)[1]
    assert arrived.replace("\r\n", "\n") == body.replace("\r\n", "\n").replace("\r", "\n") + "\n"
    assert len(server.received) == 2


@pytest.mark.parametrize("security", WAYS)
@pytest.mark.parametrize(
    ("certificate", "why"),
    [
        ("other name", errors.CertificateWrong.OTHER_NAME),
        ("expired", errors.CertificateWrong.EXPIRED),
        ("not yet", errors.CertificateWrong.NOT_YET),
        ("other authority", errors.CertificateWrong.NOT_TRUSTED),
    ],
)
def test_a_wrong_certificate_is_told_and_nothing_is_said(
    authority: trustme.CA, security: Security, certificate: str, why: str
) -> None:
    now = dt.datetime.now(dt.UTC)
    day = dt.timedelta(days=1)
    made = {
        "other name": lambda: authority.issue_cert("mail.elsewhere.example"),
        "expired": lambda: authority.issue_cert("localhost", not_before=now - 9 * day, not_after=now - day),
        "not yet": lambda: authority.issue_cert("localhost", not_before=now + day, not_after=now + 9 * day),
        "other authority": lambda: trustme.CA().issue_cert("localhost"),
    }[certificate]()
    with MailServer(certificate=made, security=security) as server:
        with pytest.raises(errors.CertificateWrong, match="localhost") as caught:
            check(server.account(), PASSWORD)
        assert why in str(caught.value)
        assert not server.received


def test_no_password_is_said_where_starttls_is_not_offered() -> None:
    server = Scripted(GREETING, b"250 mail.test\r\n", b"235 ok\r\n")
    with server, pytest.raises(errors.NotEncrypted, match="does not offer the encryption"):
        check(server.account(), PASSWORD, SHORT)
    assert server.told.split(b"\r\n")[0].startswith(b"ehlo")
    assert b"AUTH" not in server.told.upper()
    assert b"MAIL" not in server.told.upper()


def test_what_was_slipped_in_before_the_encryption_does_not_count_as_said_under_it() -> None:
    server = Scripted(GREETING, OFFERS, b"220 go on\r\n250-mail.test\r\n250 AUTH PLAIN\r\n", b"")
    with server, pytest.raises(errors.NotEncrypted):
        check(server.account(), PASSWORD, SHORT)
    assert server.told.upper().endswith(b"STARTTLS\r\n"), "not even the encryption was begun"


def test_a_server_that_speaks_plain_where_tls_is_wanted_is_told() -> None:
    with Scripted(GREETING, GREETING, hangs_up=False) as server, pytest.raises(errors.NotEncrypted):
        check(server.account(security=Security.TLS), PASSWORD, SHORT)


@pytest.mark.parametrize("security", WAYS)
def test_a_wrong_password_is_told_with_the_servers_words(authority: trustme.CA, security: Security) -> None:
    with MailServer(authority, security=security) as server:
        check(server.account(), PASSWORD)
        with pytest.raises(errors.WrongPassword, match=r"535 5\.7\.8 Bad credentials") as caught:
            check(server.account(), "secret-of-mine")
        assert "secret-of-mine" not in str(caught.value)
        with pytest.raises(errors.NoPassword):
            check(server.account(), None)
        with pytest.raises(errors.SignInNotOffered):
            check(server.account(sign_in=SignIn.TOKEN), TOKEN)


def test_a_token_signs_in_and_one_that_ran_out_is_told(authority: trustme.CA) -> None:
    with MailServer(authority, sign_in=SignIn.TOKEN) as server:
        with Sender(server.account(), TOKEN) as sender:
            assert sender.send(ANN, message(1)).fate is Fate.SENT
        with pytest.raises(errors.WrongPassword, match=r"535 5\.7\.8 Token expired"):
            check(server.account(), "ya29.old")


def test_nobody_has_to_sign_in_where_the_server_asks_for_nothing(authority: trustme.CA) -> None:
    with MailServer(authority, sign_in=SignIn.NONE) as server, Sender(server.account(), None) as sender:
        assert sender.send(ANN, message(1)).fate is Fate.SENT


@pytest.mark.parametrize(
    ("act", "fate", "words"),
    [
        (Act.REFUSE_FOR_NOW, Fate.LATER, "450 4.2.2 Mailbox full"),
        (Act.REFUSE, Fate.REFUSED, "550 5.1.1 No such user here"),
        (Act.CLOSE_FOR_NOW, Fate.LATER, "421 4.7.0 Too many messages, closing"),
        (Act.REFUSE_CONTENT_FOR_NOW, Fate.LATER, "451 4.3.0 Try again later"),
        (Act.REFUSE_CONTENT, Fate.REFUSED, "554 5.7.1 Looks like�[31m spam"),
        (Act.STALL, Fate.LATER, "The connection to the server broke: it did not answer in time."),
        (Act.HANG_UP_BEFORE_DATA, Fate.LATER, "The connection to the server broke: it hung up."),
        (Act.HANG_UP_IN_CONTENT, Fate.UNKNOWN, "The connection to the server broke: it hung up."),
        (Act.HANG_UP_AFTER_CONTENT, Fate.UNKNOWN, "The connection to the server broke: it hung up."),
        (Act.STALL_AFTER_CONTENT, Fate.UNKNOWN, "The connection to the server broke: it did not answer in time."),
    ],
)
def test_what_became_of_a_message_is_exact_and_the_next_one_goes(
    authority: trustme.CA, act: Act, fate: Fate, words: str
) -> None:
    with MailServer(authority) as server:
        server.cue(ANN, act)
        limits = SHORT if act in (Act.STALL, Act.STALL_AFTER_CONTENT) else PATIENT
        with Sender(server.account(), PASSWORD, limits) as sender:
            result = sender.send(ANN, message(1))
            assert (result.fate, result.answer) == (fate, words)
            assert sender.send(BEA, message(2)).fate is Fate.SENT
        delivered = act in (Act.HANG_UP_AFTER_CONTENT, Act.STALL_AFTER_CONTENT)
        assert server.ids() == (["<1@test>"] if delivered else []) + ["<2@test>"]


@pytest.mark.parametrize("act", [Act.HANG_UP_BEFORE_DATA, Act.STALL])
def test_a_session_that_breaks_before_the_content_is_taken_up_once_more(authority: trustme.CA, act: Act) -> None:
    with MailServer(authority) as server, Sender(server.account(), PASSWORD, SHORT) as sender:
        assert sender.send(BEA, message(1)).fate is Fate.SENT
        server.cue(ANN, act)
        assert sender.send(ANN, message(2)).fate in (Fate.SENT, Fate.LATER)
        assert server.ids().count("<2@test>") <= 1


def test_the_session_is_renewed_when_the_server_hangs_up_between_messages(authority: trustme.CA) -> None:
    with MailServer(authority) as server, Sender(server.account(), PASSWORD) as sender:
        server.cue(ANN, Act.TAKE_AND_HANG_UP, Act.TAKE_AND_HANG_UP)
        for number in range(3):
            assert sender.send(ANN, message(number)).fate is Fate.SENT
            time.sleep(0.2)
        assert server.ids() == ["<0@test>", "<1@test>", "<2@test>"]
        assert server.sessions == 3


def test_a_sender_that_the_server_does_not_serve_concerns_the_account(authority: trustme.CA) -> None:
    with MailServer(authority) as server, Sender(server.account(), PASSWORD) as sender:
        server.sender_refused = "550 5.7.1 Not your address"
        with pytest.raises(errors.SenderRefused, match=r"office@ministry\.example.*550 5\.7\.1 Not your address"):
            sender.send(ANN, message(1))
        server.sender_refused = "452 4.3.1 Queue full"
        assert sender.send(ANN, message(1)).fate is Fate.LATER


def test_a_message_larger_than_the_server_takes_is_refused_before_it_is_sent(authority: trustme.CA) -> None:
    with MailServer(authority, most_bytes=50_000) as server, Sender(server.account(), PASSWORD) as sender:
        result = sender.send(ANN, message(1, "x" * 70 + "\n" * 60_000))
        assert result.fate is Fate.REFUSED
        assert "the server takes at most 50 kB" in result.answer
        assert sender.send(ANN, message(2)).fate is Fate.SENT
        assert server.ids() == ["<2@test>"]


def test_a_domain_with_letters_of_its_own_is_written_in_ascii(authority: trustme.CA) -> None:
    with MailServer(authority) as server:
        with Sender(server.account(email="office@hämeenlinna.example"), PASSWORD) as sender:
            assert sender.send("äänestys@kylä.example", message(1)).fate is Fate.REFUSED
            assert sender.send("ann@kylä.example", message(2)).fate is Fate.SENT
        assert [(each.sender, each.email) for each in server.received] == [
            ("office@xn--hmeenlinna-q5a.example", "ann@xn--kyl-sla.example")
        ]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "pekka",
        "äijä@office.example",
        "a@b@c.example",
        "a b@c.example",
        "a@c.example>\r\nRCPT TO:<x@y.example",
        "<a@b>",
    ],
)
def test_an_address_that_can_not_stand_in_a_command_is_refused(authority: trustme.CA, address: str) -> None:
    with MailServer(authority) as server, Sender(server.account(), PASSWORD) as sender:
        assert sender.send(address, message(1)).fate is Fate.REFUSED
        assert not server.received


def test_a_server_that_is_not_there_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    account = SmtpAccount(host="localhost", port=port, user="u", email="office@ministry.example")
    with pytest.raises(errors.ServerNotThere, match="nothing answers at that port"):
        check(account, PASSWORD, SHORT)
    with pytest.raises(errors.ServerNotThere, match="no server is known by that name"):
        check(replace(account, host=f"{'x' * 70}.example"), PASSWORD, SHORT)
    for not_set_up in (replace(account, host=" "), replace(account, email=""), replace(account, email="ä@b.example")):
        with pytest.raises(errors.NotSetUp):
            check(not_set_up, PASSWORD, SHORT)


@pytest.mark.parametrize(
    ("says", "error"),
    [
        ((b"421 4.3.2 Too busy\r\n",), errors.TooManyAtOnce),
        ((b"554 5.7.1 Not you\r\n",), errors.NotUnderstood),
        ((b"SSH-2.0-OpenSSH_9.6\r\n",), errors.NotUnderstood),
        ((b"220-" + b"x" * 100_000,), errors.NotUnderstood),
        ((b"220-on and on\r\n" * 100_000,), errors.NotUnderstood),
        ((b"\xff\x00\n",), errors.NotUnderstood),
        ((b"220 ok\r\n", b"500 What?\r\n"), errors.NotUnderstood),
        ((b"220-half",), errors.ServerNotThere),
        ((b"",), errors.ServerNotThere),
        ((GREETING, OFFERS, b"454 no TLS just now\r\n"), errors.NotEncrypted),
        ((GREETING, OFFERS, b"220 go\r\n", b"no TLS at all\r\n"), errors.NotEncrypted),
    ],
)
def test_a_server_that_answers_nonsense_is_told_in_time(
    says: tuple[bytes, ...], error: type[errors.ServerTrouble]
) -> None:
    with Scripted(*says, hangs_up=False) as server, pytest.raises(error):
        check(server.account(), PASSWORD, SHORT)
