"""Mail out by SMTP (RFC 5321): always encrypted, one message at a time, and exact about what became of each.

A message is surely not sent until its content goes out, and surely sent or refused once the server has answered to
it. In between it is unknown, and nobody but a person can tell whether it may be sent again.
"""

import base64
import re
import smtplib
import socket
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from roundtables.transport.accounts import Security, SignIn, SmtpAccount
from roundtables.transport.connecting import connected, encrypted
from roundtables.transport.errors import (
    NoPassword,
    NotEncrypted,
    NotSetUp,
    NotUnderstood,
    SenderRefused,
    ServerNotThere,
    SignInNotOffered,
    TooManyAtOnce,
    WrongPassword,
    cleaned,
)
from roundtables.transport.fate import Fate, Result
from roundtables.words import _

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

LONGEST_LINE = 8192
MOST_LINES = 200
CHUNK = 65_536
CLOSING = 421
TOO_LARGE = 552
WITHOUT_NAME = "[127.0.0.1]"
"""How one greets who has no name in the DNS (RFC 5321, 4.1.3): the workstation's own stays at home."""


@dataclass(frozen=True)
class Limits:
    """Seconds that are waited: for a connection, an answer, and the answer to a content (RFC 5321, 4.5.3.2.6)."""

    connect: float = 20
    reply: float = 60
    final: float = 600


USUAL = Limits()


class _Lost(smtplib.SMTPServerDisconnected):
    """The connection broke, or the server did not answer in time; `said` is what it said at last, if anything."""

    def __init__(self, why: str, said: str = "") -> None:
        self.why, self.said = why, said
        super().__init__(why)

    @property
    def words(self) -> str:
        return self.said or _("The connection to the server broke: {reason}.").format(reason=_(self.why))


class Sender:
    """One sign-in for many messages. Belongs to one thread. Opened again when the server hangs up between messages."""

    def __init__(self, account: SmtpAccount, secret: str | None, limits: Limits = USUAL) -> None:
        self._account = account
        self._from = _ascii(account.email)
        self._secret = secret
        self._limits = limits
        self._smtp: _Conversation | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def open(self) -> None:
        """Connect, encrypt and sign in, unless that is done. Raises the errors of `transport.errors`."""
        if self._smtp is not None:
            return
        account = self._account
        if not account.host.strip() or not _is_address(self._from):
            raise NotSetUp
        if account.sign_in is not SignIn.NONE and not self._secret:
            raise NoPassword(account.host)
        smtp = _Conversation(self._limits)
        try:
            smtp.greet(account)
            self._sign_in(smtp)
        except _Lost as error:
            smtp.close()
            raise ServerNotThere(account.host, account.port, error.why) from error
        except BaseException:
            smtp.close()
            raise
        self._smtp = smtp

    def close(self) -> None:
        """Sign off, if the server still listens."""
        smtp, self._smtp = self._smtp, None
        if smtp is None:
            return
        smtp.patience = min(5, self._limits.reply)
        with suppress(smtplib.SMTPException):
            smtp.docmd("QUIT")
        smtp.close()

    def send(self, email: str, content: str) -> Result:
        """Send one message to one address; `content` is the whole of it, ASCII.

        Raises the errors of `transport.errors` for what concerns the account: the message is surely not sent then.
        """
        email = _ascii(email)
        if not _is_address(email):
            words = _("The address can't be written to: it is not a plain e-mail address of Latin letters.")
            return Result(Fate.REFUSED, words)
        if not content.isascii():
            return Result(Fate.REFUSED, _("The message can't be sent as it is written. Make it anew."))
        was_open = self._smtp is not None
        self.open()
        try:
            return self._transaction(email, _as_data(content))
        except _Lost as error:
            self._drop()
            if not was_open:
                return Result(Fate.LATER, error.words)
        # The server hung up between two messages: nothing of this one has gone.
        self.open()
        try:
            return self._transaction(email, _as_data(content))
        except _Lost as error:
            self._drop()
            return Result(Fate.LATER, error.words)

    def _transaction(self, email: str, data: bytes) -> Result:
        """MAIL, RCPT, DATA and the content. Raises _Lost where the message is surely not sent."""
        smtp = self._conversation
        most = smtp.most_bytes
        if most and len(data) > most:
            words = _("The message has {size} kB; the server takes at most {most} kB.")
            return Result(Fate.REFUSED, words.format(size=len(data) // 1000 + 1, most=most // 1000))
        size = f" SIZE={len(data)}" if smtp.has_extn("size") else ""
        code, said = smtp.docmd("MAIL", f"FROM:<{self._from}>{size}")
        if code == CLOSING:
            raise _Lost(ServerNotThere.HUNG_UP, f"{code} {cleaned(said)}")
        if code // 100 == 5 and code != TOO_LARGE:
            self.close()
            raise SenderRefused(self._account.email, f"{code} {cleaned(said)}")
        if code != 250:
            return self._refused(code, said)
        code, said = smtp.docmd("RCPT", f"TO:<{email}>")
        if code not in (250, 251):
            return self._refused(code, said)
        code, said = smtp.docmd("DATA")
        if code != 354:
            return self._refused(code, said)
        return self._content(smtp, data)

    def _content(self, smtp: "_Conversation", data: bytes) -> Result:
        """From here on nothing but the server's answer tells whether the message was taken."""
        try:
            smtp.send(data)
            smtp.patience = self._limits.final
            code, said = smtp.getreply()
            smtp.patience = self._limits.reply
        except _Lost as error:
            self._drop()
            return Result(Fate.UNKNOWN, error.words)
        if code // 100 == 2:
            return Result(Fate.SENT, f"{code} {cleaned(said)}")
        if code // 100 in (4, 5):
            return self._refused(code, said)
        self._drop()
        return Result(Fate.UNKNOWN, cleaned(said))

    def _refused(self, code: int, said: bytes) -> Result:
        """The message was refused, for good by 5xx; the session is brought back to where the next one may begin."""
        words = f"{code} {cleaned(said)}" if code > 0 else cleaned(said)
        if code == CLOSING or code // 100 not in (4, 5):
            self._drop()
        else:
            self._reset()
        return Result(Fate.REFUSED if code // 100 == 5 else Fate.LATER, words)

    def _reset(self) -> None:
        try:
            if self._conversation.docmd("RSET")[0] != 250:
                self._drop()
        except _Lost:
            self._drop()

    @property
    def _conversation(self) -> "_Conversation":
        if self._smtp is None:
            raise RuntimeError("not opened")
        return self._smtp

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None

    def _sign_in(self, smtp: "_Conversation") -> None:
        account, secret = self._account, self._secret or ""
        offered = smtp.esmtp_features.get("auth", "").upper().split()
        if account.sign_in is SignIn.NONE:
            return
        if account.sign_in is SignIn.TOKEN:
            code, said = _by_token(smtp, offered, account, secret)
        elif "PLAIN" in offered:
            code, said = smtp.docmd("AUTH", "PLAIN " + _base64(f"\0{account.user}\0{secret}"))
        elif "LOGIN" in offered:
            code, said = _by_login(smtp, account.user, secret)
        else:
            raise SignInNotOffered(account.host)
        if code // 100 == 4:
            raise TooManyAtOnce(account.host, f"{code} {cleaned(said)}")
        if code != 235:
            raise WrongPassword(account.host, f"{code} {cleaned(said)}")


def check(account: SmtpAccount, secret: str | None, limits: Limits = USUAL) -> None:
    """Sign in and off again, and send nothing. Raises the errors of `transport.errors`.

    It waits for the server: not for the window's own thread.
    """
    with Sender(account, secret, limits) as sender:
        sender.open()


class _Conversation(smtplib.SMTP):
    """The library's commands over a connection of our own: every answer is bounded in time, lines and length."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(local_hostname=WITHOUT_NAME)
        self.patience = limits.reply
        self._limits = limits
        self._unread = b""
        self._connection: socket.socket | None = None

    @property
    def most_bytes(self) -> int:
        """The size of the largest message that is taken (RFC 1870); 0 where that is not told."""
        told = self.esmtp_features.get("size", "")
        return int(told) if told.isascii() and told.isdigit() and len(told) < 16 else 0

    def greet(self, account: SmtpAccount) -> None:
        """Connect and greet; with STARTTLS say nothing more before the connection is encrypted."""
        host, port = account.host.strip(), account.port
        self._connection = connected(host, port, self._limits.connect)
        if account.security is Security.TLS:
            self._connection = encrypted(self._connection, host, port)
        self._expect(host, 220, *self.getreply())
        self._expect(host, 250, *self.ehlo())
        if account.security is Security.STARTTLS:
            self._start_tls(host, port)
            self._expect(host, 250, *self.ehlo())

    def _start_tls(self, host: str, port: int) -> None:
        if not self.has_extn("starttls") or self.docmd("STARTTLS")[0] != 220 or self._connection is None:
            raise NotEncrypted(host, port)
        if self._unread:
            # What came before the encryption may be anybody's and must not count as said under it (CVE-2011-0411).
            raise NotEncrypted(host, port)
        self._connection.settimeout(self._limits.connect)
        self._connection = encrypted(self._connection, host, port)

    def _expect(self, host: str, wanted: int, code: int, said: bytes) -> None:
        if code == wanted:
            return
        if code // 100 == 4:
            raise TooManyAtOnce(host, f"{code} {cleaned(said)}")
        raise NotUnderstood(host, cleaned(said))

    def send(self, s: "ReadableBuffer | str") -> None:
        """Raises _Lost."""
        data = s.encode("ascii") if isinstance(s, str) else bytes(s)
        if self._connection is None:
            raise _Lost(ServerNotThere.HUNG_UP)
        try:
            for at in range(0, len(data), CHUNK):
                self._connection.settimeout(self.patience)
                self._connection.sendall(data[at : at + CHUNK])
        except OSError as error:
            raise self._lost(error) from error

    def getreply(self) -> tuple[int, bytes]:
        """A code, -1 where there is none, and its lines. Raises _Lost."""
        until = time.monotonic() + self.patience
        lines: list[bytes] = []
        while len(lines) < MOST_LINES:
            line = self._line(until)
            code, more = line[:3], line[3:4] == b"-"
            lines.append(line[4:].strip() if code.isdigit() else line.strip())
            if not code.isdigit():
                break
            if not more:
                return int(code), b"\n".join(lines)
        return -1, b"\n".join(lines[:5])

    def _line(self, until: float) -> bytes:
        while b"\n" not in self._unread:
            if len(self._unread) > LONGEST_LINE:
                line, self._unread = self._unread, b""
                return line[:1] and b"?" + line[:200]
            self._unread += self._received(until)
        line, _newline, self._unread = self._unread.partition(b"\n")
        return line

    def _received(self, until: float) -> bytes:
        left = until - time.monotonic()
        if self._connection is None or left <= 0:
            raise self._lost(TimeoutError())
        try:
            self._connection.settimeout(left)
            data = self._connection.recv(4096)
        except OSError as error:
            raise self._lost(error) from error
        if not data:
            raise self._lost(ConnectionResetError())
        return data

    def _lost(self, error: OSError) -> _Lost:
        self.close()
        return _Lost(ServerNotThere.NO_ANSWER if isinstance(error, TimeoutError) else ServerNotThere.HUNG_UP)

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def _by_token(smtp: _Conversation, offered: list[str], account: SmtpAccount, token: str) -> tuple[int, bytes]:
    """XOAUTH2: a refusal comes as a challenge that is answered with nothing, and then as a refusal."""
    if "XOAUTH2" not in offered:
        raise SignInNotOffered(account.host)
    code, said = smtp.docmd("AUTH", "XOAUTH2 " + _base64(f"user={account.user}\1auth=Bearer {token}\1\1"))
    return smtp.docmd("") if code == 334 else (code, said)


def _by_login(smtp: _Conversation, user: str, secret: str) -> tuple[int, bytes]:
    """The older way, without a standard, that some servers offer alone."""
    code, said = smtp.docmd("AUTH", "LOGIN " + _base64(user))
    return smtp.docmd(_base64(secret)) if code == 334 else (code, said)


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode("ascii")


def _ascii(email: str) -> str:
    """An address with its domain in ASCII (RFC 3490), where it can be; what stands before the @ stays as it is."""
    local, at, domain = email.strip().rpartition("@")
    with suppress(UnicodeError):
        domain = domain.encode("idna").decode("ascii")
    return f"{local}{at}{domain}"


def _is_address(email: str) -> bool:
    """Whether an address can stand in a command as it is: ASCII without spaces, brackets or control characters."""
    return email.isascii() and re.fullmatch(r"[^\s<>\x00-\x1f\x7f@]+@[^\s<>\x00-\x1f\x7f@]+", email) is not None


def _as_data(content: str) -> bytes:
    """The content as DATA takes it: lines end in CR LF, dots that begin one are doubled, and a dot alone ends all."""
    text = re.sub(rb"\r\n|\r|\n", b"\r\n", content.encode("ascii"))
    stuffed = re.sub(rb"(?m)^\.", b"..", text)
    return stuffed + (b"" if stuffed.endswith(b"\r\n") else b"\r\n") + b".\r\n"
