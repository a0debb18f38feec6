"""A real calendar server, Radicale, as a process on loopback, with TLS by a certificate of its own; and bad ones."""

import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import trustme

USER, PASSWORD = "office", "salasana ö 1"
STARTS_WITHIN = 20
Answer = Callable[[Any], tuple[int, dict[str, str], bytes]]


@dataclass
class CalendarServer:
    """`with_secret` are the arguments of a connection to it."""

    root: Path
    port: int
    authorities: Path
    process: Any = field(default=None)

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}/"

    @property
    def calendar(self) -> str:
        """The calendar that there is."""
        return f"{self.url}{USER}/projects/"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        log = (self.root / "log").open("a")
        options = {
            "server-hosts": f"localhost:{self.port}",
            "server-ssl": "True",
            "server-certificate": str(self.root / "cert.pem"),
            "server-key": str(self.root / "key.pem"),
            "auth-type": "htpasswd",
            "auth-htpasswd-filename": str(self.root / "users"),
            "auth-htpasswd-encryption": "plain",
            "auth-delay": "0",
            "rights-type": "from_file",
            "rights-file": str(self.root / "rights"),
            "storage-filesystem-folder": str(self.root / "data"),
            "web-type": "none",
            "config": "",
        }
        arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
        self.process = subprocess.Popen([sys.executable, "-m", "radicale", *arguments], stdout=log, stderr=log)
        log.close()
        until = time.monotonic() + STARTS_WITHIN
        while True:
            try:
                socket.create_connection(("localhost", self.port), timeout=1).close()
            except OSError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)
            else:
                return

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(10)

    def empty(self) -> None:
        """Its calendars as they are at first: two of the user's own, and one to look at."""
        shutil.rmtree(self.root / "data", ignore_errors=True)
        for name, shown in (("projects", "Projects"), ("holidays", "Holidays"), ("another", "Another")):
            folder = self.folder().with_name(name)
            folder.mkdir(parents=True)
            (folder / ".Radicale.props").write_text(f'{{"tag": "VCALENDAR", "D:displayname": "{shown}"}}')

    def folder(self) -> Path:
        """Where the calendar's resources lie as files: what somebody else would write."""
        return self.root / "data" / "collection-root" / USER / "projects"

    def files(self) -> list[Path]:
        return sorted(self.folder().glob("*.ics"))

    def rewrite(self, old: str, new: str) -> None:
        """Somebody else changes the one event in which these words stand."""
        (path,) = [each for each in self.files() if old in each.read_text("utf-8")]
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8", newline="")


def make_calendar_server(root: Path) -> CalendarServer:
    """A server with one user, who has two calendars and may read a third; not started."""
    authority = trustme.CA()
    certificate = authority.issue_cert("localhost")
    authority.cert_pem.write_to_path(root / "ca.pem")
    certificate.private_key_pem.write_to_path(root / "key.pem")
    (root / "cert.pem").write_bytes(b"".join(part.bytes() for part in certificate.cert_chain_pems))
    (root / "users").write_text(f"{USER}:{PASSWORD}\n", "utf-8")
    (root / "rights").write_text(
        "[reads]\nuser: .+\ncollection: office/holidays(/.*)?\npermissions: Rr\n"
        "[root]\nuser: .+\ncollection:\npermissions: R\n"
        "[own]\nuser: .+\ncollection: {user}(/.*)?\npermissions: RWrw\n"
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return CalendarServer(root, port, root / "ca.pem")


class Misbehaving:
    """A server that answers every request by one function, and keeps what it was asked."""

    def __init__(self, answer: Answer) -> None:
        asked = self.asked = []  # type: list[tuple[str, str, str | None]]

        class Handler(BaseHTTPRequestHandler):
            def _any(self) -> None:
                asked.append((self.command, self.path, self.headers.get("Authorization")))
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                status, headers, body = answer(self)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_PROPFIND = do_PUT = do_GET = do_DELETE = _any  # noqa: N815 - the library's names

            def log_message(self, *_what: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
