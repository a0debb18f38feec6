"""A real mail server on loopback for tests: it signs in, encrypts, takes messages, and fails on cue.

    with MailServer(authority) as server:
        server.cue("ann@office.example", Act.REFUSE_FOR_NOW)      # her next message; the one after is taken
        … server.account() … server.received …

As a process of its own, which survives whoever sends: `python -m tests.transport.mail_server CERTIFICATE LOG`
prints its port and writes the Message-ID of each message that it took as a line of LOG, before it says so.
"""

import asyncio
import os
import socket
import ssl
import sys
import threading
from collections import defaultdict, deque
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from email import message_from_bytes
from enum import Enum, auto
from pathlib import Path
from typing import Any, Self

import trustme
from aiosmtpd.smtp import SMTP, AuthResult

from roundtables.transport.accounts import Security, SignIn, SmtpAccount

USER, PASSWORD, TOKEN = "office", "pässword", "ya29.token"
FOREVER = 3600


class Act(Enum):
    """What the server does with the next message to an address."""

    REFUSE_FOR_NOW = auto()
    REFUSE = auto()
    STALL = auto()
    CLOSE_FOR_NOW = auto()
    HANG_UP_BEFORE_DATA = auto()
    HANG_UP_IN_CONTENT = auto()
    REFUSE_CONTENT_FOR_NOW = auto()
    REFUSE_CONTENT = auto()
    HANG_UP_AFTER_CONTENT = auto()
    STALL_AFTER_CONTENT = auto()
    TAKE_AND_HANG_UP = auto()


AT_ADDRESS = {
    Act.REFUSE_FOR_NOW: "450 4.2.2 Mailbox full",
    Act.REFUSE: "550 5.1.1 No such user here",
    Act.CLOSE_FOR_NOW: "421 4.7.0 Too many messages, closing",
}
AT_END = {
    Act.REFUSE_CONTENT_FOR_NOW: "451 4.3.0 Try again later",
    Act.REFUSE_CONTENT: "554 5.7.1 Looks like\x1b[31m spam",
}


@dataclass(frozen=True)
class Received:
    """A message that the server has taken: it is delivered, whatever the sender learns."""

    sender: str
    email: str
    header_id: str
    content: bytes


class _Speaking(SMTP):
    """The library's server; on cue it breaks the connection where no handler could."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - the library's name
        act = self.event_handler.act_for(self.envelope, Act.HANG_UP_BEFORE_DATA, Act.HANG_UP_IN_CONTENT)
        if act is Act.HANG_UP_BEFORE_DATA:
            await break_off(self)
        if act is Act.HANG_UP_IN_CONTENT:
            await self.push("354 Go on")
            await self._reader.readuntil(b"\r\n")
            await break_off(self)
        await super().smtp_DATA(arg)


async def break_off(server: SMTP) -> None:
    assert server.transport is not None
    server.transport.abort()
    await asyncio.sleep(FOREVER)


class MailServer:
    """Takes mail on a port of its own in a thread. `security` None: it offers no encryption."""

    def __init__(
        self,
        authority: trustme.CA | None = None,
        *,
        certificate: trustme.LeafCert | None = None,
        pem: Path | None = None,
        security: Security | None = Security.STARTTLS,
        sign_in: SignIn = SignIn.PASSWORD,
        most_bytes: int = 33_554_432,
        log: Path | None = None,
    ) -> None:
        self.security, self.sign_in, self.most_bytes = security, sign_in, most_bytes
        self.context: ssl.SSLContext | None = None
        if security is not None:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            if pem is not None:
                self.context.load_cert_chain(pem)
            else:
                assert authority is not None or certificate is not None
                (certificate or authority.issue_cert("localhost", "127.0.0.1")).configure_cert(self.context)
        self.received: list[Received] = []
        self.sender_refused = ""
        self.sessions = 0
        self.seconds = 0.0
        """How long it takes over each message."""
        self._cues: dict[str, deque[Act]] = defaultdict(deque)
        self._log = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND) if log else None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._ready = threading.Event()
        self.port = 0

    def cue(self, email: str, *acts: Act) -> None:
        """What happens to the next messages to an address, one after the other; those after are taken."""
        self._cues[email].extend(acts)

    def account(self, **changes: Any) -> SmtpAccount:
        """An account on this server."""
        usual = SmtpAccount(
            host="localhost",
            port=self.port,
            security=self.security or Security.STARTTLS,
            sign_in=self.sign_in,
            user=USER,
            name="Programme Office",
            email="office@ministry.example",
            per_minute=0,
        )
        return replace(usual, **changes)

    def ids(self) -> list[str]:
        """The Message-IDs of what was taken, in order."""
        return [each.header_id for each in self.received]

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(20)
        return self

    def __exit__(self, *_error: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(20)
        if self._log is not None:
            os.close(self._log)

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        implicit = self.context if self.security is Security.TLS else None
        server = self._loop.run_until_complete(self._loop.create_server(self._speaking, "127.0.0.1", 0, ssl=implicit))
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        with suppress(Exception):
            self._loop.run_until_complete(self._end())
        self._loop.close()

    async def _end(self) -> None:
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0.05)

    def _speaking(self) -> _Speaking:
        self.sessions += 1
        starts = self.context if self.security is Security.STARTTLS else None
        return _Speaking(
            self,
            data_size_limit=self.most_bytes,
            hostname="mail.test",
            tls_context=starts,
            require_starttls=starts is not None,
            # It does not know that a connection encrypted from the start is encrypted.
            auth_require_tls=starts is not None,
            auth_required=self.sign_in is not SignIn.NONE and starts is not None,
            auth_exclude_mechanism=["PLAIN", "LOGIN"] if self.sign_in is SignIn.TOKEN else ["XOAUTH2"],
            authenticator=self._authenticate,
            loop=self._loop,
        )

    def _authenticate(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        good = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=good, handled=good, message=None if good else "535 5.7.8 Bad credentials")

    async def auth_XOAUTH2(self, server: Any, arguments: list[str]) -> AuthResult:  # noqa: N802 - the library's name
        """Google's and Microsoft's way, with their challenge that tells why a token is refused."""
        import base64

        given = base64.b64decode(arguments[1]).decode()
        if given == f"user={USER}\1auth=Bearer {TOKEN}\1\1":
            return AuthResult(success=True, auth_data=USER)
        answer = await server.challenge_auth('{"status":"401"}')
        assert answer == b"", "the challenge is answered with nothing"
        return AuthResult(success=False, handled=False, message="535 5.7.8 Token expired")

    def act_for(self, envelope: Any, *acts: Act) -> Act | None:
        """What is on cue for the address, if it is one of these; it is done once."""
        address = envelope.rcpt_tos[0] if envelope.rcpt_tos else ""
        return self._next(address, acts)

    def _next(self, address: str, acts: Collection[Act]) -> Act | None:
        cues = self._cues.get(address)
        return cues.popleft() if cues and cues[0] in acts else None

    async def handle_MAIL(self, _server: Any, _session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802 - the library's name
        await asyncio.sleep(self.seconds)
        if self.sender_refused:
            return self.sender_refused
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server: Any, _session: Any, envelope: Any, address: str, _options: list[str]) -> str:  # noqa: N802 - the library's name
        act = self._next(address, {*AT_ADDRESS, Act.STALL})
        if act is Act.STALL:
            await asyncio.sleep(FOREVER)
        if act is Act.CLOSE_FOR_NOW:
            self._loop.call_later(0.05, server.transport.close)
        if act is not None:
            return AT_ADDRESS[act]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - the library's name
        act = self.act_for(envelope, *Act)
        if act in AT_END:
            return AT_END[act]
        header_id = message_from_bytes(envelope.content)["Message-ID"]
        self.received.append(Received(envelope.mail_from, envelope.rcpt_tos[0], header_id, envelope.content))
        if self._log is not None:
            os.write(self._log, f"{header_id}\n".encode())
        if act is Act.HANG_UP_AFTER_CONTENT:
            await break_off(server)
        if act is Act.STALL_AFTER_CONTENT:
            await asyncio.sleep(FOREVER)
        if act is Act.TAKE_AND_HANG_UP:
            self._loop.call_later(0.05, server.transport.close)
        return "250 2.0.0 Taken"


class Scripted:
    """A server that says what a script tells it, line by line as it is spoken to, and keeps what it was told."""

    def __init__(self, *says: bytes, hangs_up: bool = True) -> None:
        self._says, self._hangs_up = says, hangs_up
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self.told = b""
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._ended = threading.Event()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._ended.set()
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
            pass
        self._thread.join(10)
        self._listening.close()

    def account(self, **changes: Any) -> SmtpAccount:
        usual = SmtpAccount(host="localhost", port=self.port, user=USER, email="office@ministry.example")
        return replace(usual, **changes)

    def _serve(self) -> None:
        while not self._ended.is_set():
            connection, _address = self._listening.accept()
            with connection, suppress(OSError):
                self._speak(connection)

    def _speak(self, connection: socket.socket) -> None:
        for said in self._says:
            connection.sendall(said)
            heard = connection.recv(65_536)
            self.told += heard
            if not heard:
                return
        if not self._hangs_up:
            self._ended.wait(20)


def main(certificate: str, log: str) -> None:
    """Serve until the one who started this ends it or is gone."""
    with MailServer(pem=Path(certificate), log=Path(log), sign_in=SignIn.NONE) as server:
        print(server.port, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
