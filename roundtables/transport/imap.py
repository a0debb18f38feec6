"""A mailbox folder over IMAP (RFC 3501): read only, encrypted, bounded in size and time.

The folder is opened by EXAMINE and messages are fetched by BODY.PEEK[]: nothing is changed there, not even what counts
as seen. What is new is known by UIDVALIDITY and UID. The first time, and when the server has given its messages new
numbers, what came within the last 90 days is read, so that an old folder is not read whole.
"""

import datetime as dt
import imaplib
import re
import socket
import ssl
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from roundtables.transport import imap_folders
from roundtables.transport.accounts import ImapAccount, Security, SignIn
from roundtables.transport.connecting import connected, encrypted, in_words
from roundtables.transport.errors import (
    NoPassword,
    NotEncrypted,
    NotUnderstood,
    SignInNotOffered,
    WrongPassword,
    cleaned,
)
from roundtables.transport.imap_errors import ConnectionBroke, FolderGone, MailboxTrouble, NoMailbox

T = TypeVar("T")
TIMEOUT = 30.0
"""Seconds that the server may be silent."""
LONGEST_COMMAND = 180.0
"""Seconds that one command may take altogether."""
LARGEST = 30_000_000
"""Bytes of a message that is still fetched."""
MOST_AT_ONCE = 50
BYTES_AT_ONCE = 10_000_000
DAYS_BACK = 90
NOT_NOW = ("[UNAVAILABLE]", "[INUSE]", "[LIMIT]")
"""With these a server says that it is not the password (RFC 5530)."""
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_UID = re.compile(rb"\bUID (\d{1,10})\b")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d{1,12})\b")


@dataclass(frozen=True)
class Mark:
    """How far a folder was read: UIDs mean something only together with their UIDVALIDITY (RFC 3501, 2.3.1.1)."""

    uid_validity: int
    last_uid: int


@dataclass(frozen=True)
class Fetched:
    """A message as it lies there; `content` is None where it is too large to be fetched."""

    uid: int
    size: int
    content: bytes | None


@dataclass(frozen=True)
class Batch:
    """Some messages, oldest first, and the mark to keep once they are taken in."""

    messages: tuple[Fetched, ...]
    mark: Mark
    done: int
    total: int


def check(account: ImapAccount, secret: str | None) -> list[str]:
    """The folders of the mailbox, after its folder was opened to see that all is well. Raises ServerTrouble."""
    with _signed_in(account, secret) as mailbox:
        folders = mailbox.folders()
        mailbox.examine(account.folder)
        return folders


def new_messages(
    account: ImapAccount, secret: str | None, mark: Mark | None, today: dt.date
) -> Generator[Batch, None, None]:
    """What came since the mark, in batches that are fetched as they are asked for. Raises ServerTrouble."""
    with _signed_in(account, secret) as mailbox:
        validity = mailbox.examine(account.folder)
        known = mark if mark is not None and mark.uid_validity == validity else None
        uids = mailbox.search_since(today - dt.timedelta(days=DAYS_BACK)) if known is None else mailbox.after(known)
        done = 0
        for sizes in _portions(mailbox.sizes(uids)):
            wanted = [uid for uid, size in sizes if size <= LARGEST]
            contents = mailbox.contents(wanted) if wanted else {}
            # What was deleted meanwhile is not there any more, and is passed over.
            messages = tuple(
                Fetched(uid, size, contents.get(uid)) for uid, size in sizes if size > LARGEST or uid in contents
            )
            done += len(sizes)
            yield Batch(messages, Mark(validity, sizes[-1][0]), done, len(uids))


def _portions(sizes: Iterator[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """The messages in portions that are neither many nor large."""
    portion: list[tuple[int, int]] = []
    total = 0
    for uid, size in sizes:
        if portion and (len(portion) >= MOST_AT_ONCE or total + size > BYTES_AT_ONCE):
            yield portion
            portion, total = [], 0
        portion.append((uid, size))
        total += size if size <= LARGEST else 0
    if portion:
        yield portion


class _Connection(imaplib.IMAP4):
    """A connection that no server makes read more at once than a message may have."""

    def __init__(self, account: ImapAccount) -> None:
        self._account = account
        connect = super().__init__
        _within(self, lambda: connect(account.host, account.port, timeout=TIMEOUT))

    def _create_socket(self, timeout: float | None) -> socket.socket:
        """imaplib's own hook: encrypted from the start where the account says so."""
        account = self._account
        plain = connected(account.host, account.port, timeout or TIMEOUT)
        return encrypted(plain, account.host, account.port) if account.security is Security.TLS else plain

    def read(self, size: int) -> bytes:
        if size > LARGEST + 1_000_000:
            message = "the server sends more than was asked for"
            raise self.abort(message)
        return super().read(size)


class _Mailbox:
    """A connection that is signed in, with what is asked of it here."""

    def __init__(self, connection: imaplib.IMAP4, account: ImapAccount) -> None:
        self._connection = connection
        self._host = account.host

    def folders(self) -> list[str]:
        """The names of the folders that can be opened."""
        return imap_folders.listed(self._do(self._connection.list))

    def examine(self, folder: str) -> int:
        """Open a folder read only; returns its UIDVALIDITY. Raises FolderGone."""
        quoted = imap_folders.quoted(folder)
        with self._trouble():
            answer, words = self._within(lambda: self._connection.select(quoted, readonly=True))
        if answer != "OK":
            there = self.folders()
            if folder in there or folder.upper() == "INBOX":
                raise MailboxTrouble(self._host, _words(words))
            raise FolderGone(folder, there)
        found = self._connection.response("UIDVALIDITY")[1]
        try:
            return int(found[0])
        except (IndexError, TypeError, ValueError) as error:
            raise MailboxTrouble(self._host, "no UIDVALIDITY") from error

    def search_since(self, day: dt.date) -> list[int]:
        """The UIDs of what came on a day or later."""
        return self._search("SINCE", f"{day.day:02d}-{MONTHS[day.month - 1]}-{day.year:04d}")

    def after(self, mark: Mark) -> list[int]:
        """The UIDs above the mark: a range to * names the last message even where that is older (RFC 3501, 6.4.8)."""
        return [uid for uid in self._search("UID", f"{mark.last_uid + 1}:*") if uid > mark.last_uid]

    def _search(self, *by: str) -> list[int]:
        lines = self._do(lambda: self._connection.uid("SEARCH", *by))
        numbers = b" ".join(line for line in lines if isinstance(line, bytes)).split()
        return sorted({int(number) for number in numbers if number.isdigit()})

    def sizes(self, uids: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Each message's size, in the order of the UIDs; what was deleted meanwhile is passed over."""
        for start in range(0, len(uids), 500):
            some = uids[start : start + 500]
            found = {}
            for head, _content in self._fetch(some, "(UID RFC822.SIZE)"):
                uid, size = _UID.search(head), _SIZE.search(head)
                if uid and size:
                    found[int(uid[1])] = int(size[1])
            yield from ((uid, found[uid]) for uid in some if uid in found)

    def contents(self, uids: Sequence[int]) -> dict[int, bytes]:
        """The messages themselves, by UID, without their being marked as seen."""
        found = {}
        for head, content in self._fetch(uids, "(UID BODY.PEEK[])"):
            uid = _UID.search(head)
            if uid and content is not None:
                found[int(uid[1])] = content
        return found

    def _fetch(self, uids: Sequence[int], what: str) -> list[tuple[bytes, bytes | None]]:
        named = ",".join(map(str, uids))
        return _items(self._do(lambda: self._connection.uid("FETCH", named, what)))

    def _do(self, command: Callable[[], tuple[str, list[Any]]]) -> list[Any]:
        with self._trouble():
            answer, data = self._within(command)
        if answer != "OK":
            raise MailboxTrouble(self._host, _words(data))
        return data

    def _within(self, command: Callable[[], T]) -> T:
        return _within(self._connection, command)

    @contextmanager
    def _trouble(self) -> Iterator[None]:
        try:
            yield
        except (imaplib.IMAP4.abort, OSError) as error:
            raise ConnectionBroke(self._host) from error
        except imaplib.IMAP4.error as error:
            raise MailboxTrouble(self._host, str(error)) from error


def _items(data: Sequence[Any]) -> list[tuple[bytes, bytes | None]]:
    """The answers to FETCH: what stands around a message, and the message. UID may stand before it or after."""
    items: list[tuple[bytes, bytes | None]] = []
    for part in data:
        if isinstance(part, tuple):
            items.append((part[0], part[1]))
        elif isinstance(part, bytes) and items and items[-1][1] is not None and part.endswith(b")"):
            items[-1] = (items[-1][0] + part, items[-1][1])
        elif isinstance(part, bytes):
            items.append((part, None))
    return items


def _words(data: Sequence[Any]) -> str:
    """What the server says, as text."""
    return b" ".join(part for part in data if isinstance(part, bytes)).decode("utf-8", "replace")


@contextmanager
def _signed_in(account: ImapAccount, secret: str | None) -> Iterator[_Mailbox]:
    if not account.host:
        raise NoMailbox
    if account.sign_in is not SignIn.NONE and not secret:
        raise NoPassword(account.host)
    connection = _connected(account)
    try:
        _sign_in(connection, account, secret or "")
        yield _Mailbox(connection, account)
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            _within(connection, connection.logout, 5.0)
        with suppress(OSError):
            connection.shutdown()


def _connected(account: ImapAccount) -> imaplib.IMAP4:
    """A connection that is encrypted, to a server whose certificate was verified."""
    try:
        connection = _Connection(account)
    except imaplib.IMAP4.error as error:
        raise NotUnderstood(account.host, cleaned(str(error))) from error
    except (OSError, UnicodeError) as error:
        raise in_words(error, account.host, account.port) from error
    if account.security is Security.STARTTLS:
        _encrypt(connection, account)
    return connection


def _encrypt(connection: imaplib.IMAP4, account: ImapAccount) -> None:
    """STARTTLS, before anything is said. Raises CertificateWrong, NotEncrypted, ServerNotThere."""
    try:
        _within(connection, lambda: connection.starttls(ssl_context=ssl.create_default_context()))
    except (OSError, ValueError, imaplib.IMAP4.error) as error:
        with suppress(OSError):
            connection.shutdown()
        if isinstance(error, imaplib.IMAP4.error):
            raise NotEncrypted(account.host, account.port) from error
        raise in_words(error, account.host, account.port) from error


def _sign_in(connection: imaplib.IMAP4, account: ImapAccount, secret: str) -> None:
    """Sign in, by SASL where the server offers it: its words may be in any script."""
    try:
        if account.sign_in is SignIn.TOKEN:
            _give_token(connection, account, secret)
        elif account.sign_in is SignIn.PASSWORD:
            _give_password(connection, account.user, secret)
        elif connection.state == "NONAUTH":
            raise SignInNotOffered(account.host)
    except (imaplib.IMAP4.abort, OSError) as error:
        raise ConnectionBroke(account.host) from error
    except imaplib.IMAP4.error as error:
        words = str(error)
        if any(code in words for code in NOT_NOW):
            raise MailboxTrouble(account.host, words) from error
        raise WrongPassword(account.host, cleaned(words)) from error


def _give_token(connection: imaplib.IMAP4, account: ImapAccount, token: str) -> None:
    if "AUTH=XOAUTH2" not in connection.capabilities:
        raise SignInNotOffered(account.host)
    # A server that refuses the token says why and waits for an empty answer.
    answers = iter((f"user={account.user}\1auth=Bearer {token}\1\1".encode(),))
    _within(connection, lambda: connection.authenticate("XOAUTH2", lambda _challenge: next(answers, b"")))


def _give_password(connection: imaplib.IMAP4, user: str, password: str) -> None:
    if "AUTH=PLAIN" in connection.capabilities:
        plain = f"\0{user}\0{password}".encode()
        _within(connection, lambda: connection.authenticate("PLAIN", lambda _challenge: plain))
        return
    quoted = user.replace("\\", "\\\\").replace('"', '\\"')
    _within(connection, lambda: connection.login(f'"{quoted}"', password))


def _within(connection: imaplib.IMAP4, command: Callable[[], T], seconds: float | None = None) -> T:
    """Run a command; a server that keeps sending without ever being done is cut off."""

    def cut_off() -> None:
        with suppress(OSError, AttributeError):  # there is no socket before it is connected
            connection.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds or LONGEST_COMMAND, cut_off)
    timer.daemon = True
    timer.start()
    try:
        return command()
    finally:
        timer.cancel()
