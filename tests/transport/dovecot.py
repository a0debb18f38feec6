"""A real IMAP server on loopback for the tests: Debian's Dovecot over a maildir, with a certificate by trustme."""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

PROGRAM = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
PASSWORD = "päss “word” \\1"
USER = "office@ministry.example"
CONF = """\
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
auth_verbose = yes
ssl = required
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
auth_mechanisms = plain login
auth_failure_delay = 0
mail_location = maildir:{folder}/mail
mail_max_userip_connections = 100
first_valid_uid = 1
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {folder}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {tls}
  }}
}}
"""


class Dovecot:
    """A running server and the maildir it serves."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mail = folder / "mail"
        self.tls, self.starttls = _free_port(), _free_port()
        self._uid, self._gid = _account()
        self._process: subprocess.Popen[bytes] | None = None
        self._arrived = 0

    def start(self) -> None:
        """Start, and wait until it greets."""
        for part in ("run", "state", "home"):
            (self.folder / part).mkdir(exist_ok=True)
        for part in ("cur", "new", "tmp"):
            (self.mail / part).mkdir(parents=True, exist_ok=True)
        root = os.geteuid() == 0
        own = pwd.getpwuid(os.geteuid())
        group = "dovecot" if root else str(own.pw_gid)
        words = {
            "folder": self.folder,
            "internal": "dovecot" if root else own.pw_name,
            "internal_group": group,
            "login": "dovenull" if root else own.pw_name,
            "uid": self._uid,
            "gid": self._gid,
            "plain": self.starttls,
            "tls": self.tls,
        }
        (self.folder / "dovecot.conf").write_text(CONF.format(**words))
        (self.folder / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n", encoding="utf-8")
        self._own()
        command = [str(PROGRAM), "-F", "-c", str(self.folder / "dovecot.conf")]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        for _attempt in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.starttls), 1) as greeted:
                if greeted.recv(4) == b"* OK":
                    return
            if self._process.poll() is not None:
                break
            time.sleep(0.05)
        self._process.terminate()
        _out, err = self._process.communicate(timeout=10)
        raise RuntimeError(err.decode() + (self.folder / "log").read_text() if (self.folder / "log").exists() else "")

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.communicate(timeout=20)
            self._process = None

    def empty(self) -> None:
        """Take everything out of the mailbox: its messages, its folders and the server's lists of them."""
        shutil.rmtree(self.mail)
        for part in ("cur", "new", "tmp"):
            (self.mail / part).mkdir(parents=True)
        self._own()

    def deliver(self, message: bytes, folder: str = "", days_ago: int = 0) -> None:
        """Put a message into a folder of the maildir, as mail delivery does."""
        self._arrived += 1
        box = self.mail / f".{folder}" if folder else self.mail
        for part in ("cur", "new", "tmp"):
            (box / part).mkdir(parents=True, exist_ok=True)
        arrived = int(time.time()) - days_ago * 86_400
        path = box / "new" / f"{arrived}.{self._arrived:06d}.test"
        path.write_bytes(message)
        os.utime(path, (arrived, arrived))
        self._own()

    def number_anew(self, without: bytes) -> None:
        """What a server does that lost its lists: the messages, but for one, get new UIDs under a new UIDVALIDITY."""
        for path in [*(self.mail / "new").iterdir(), *(self.mail / "cur").iterdir()]:
            if path.read_bytes() == without:
                path.unlink()
        for path in self.mail.glob("dovecot*"):
            path.unlink()
        # The new UIDVALIDITY is the second in which the list is made.
        time.sleep(1.1)

    def messages(self, folder: str = "") -> dict[str, bytes]:
        """The files of the messages as they lie there: their names carry the flags."""
        box = self.mail / f".{folder}" if folder else self.mail
        return {
            f"{path.parent.name}/{path.name}": path.read_bytes()
            for part in ("cur", "new")
            for path in (box / part).iterdir()
        }

    def _own(self) -> None:
        if os.geteuid() != 0:
            return
        for path in (self.mail, self.folder / "home", *self.mail.rglob("*")):
            os.chown(path, self._uid, self._gid)


def _account() -> tuple[int, int]:
    """Whose the mail is: who runs the tests, or an account without rights where that is root, which Dovecot refuses."""
    if os.geteuid() != 0:
        return os.geteuid(), os.getegid()
    mail = pwd.getpwnam("mail")
    return mail.pw_uid, mail.pw_gid


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _lacking() -> str:
    """What is in the way of a server, in words; empty where nothing is. Version 2.4 is configured otherwise."""
    if PROGRAM is None:
        return "Dovecot is not there"
    version = subprocess.run([PROGRAM, "--version"], capture_output=True, encoding="utf-8", check=False).stdout
    return "" if version.startswith("2.3.") else f"Dovecot 2.3 is not there, but {version.split(' ')[0]}"


@contextlib.contextmanager
def running(folder: Path, authority: trustme.CA) -> Iterator[Dovecot]:
    """A server with a certificate for localhost."""
    if lacking := _lacking():
        if os.environ.get("CI"):
            pytest.fail(f"{lacking}: `dev.py test` installs dovecot-imapd on Debian as root")
        pytest.skip(f"{lacking}: install Debian's dovecot-imapd")
    for parent in (folder, *folder.parents[:4]):
        if os.geteuid() == 0 and parent != Path("/"):
            parent.chmod(parent.stat().st_mode | 0o055)
    certificate = authority.issue_cert("localhost")
    certificate.private_key_pem.write_to_path(str(folder / "key.pem"))
    with (folder / "cert.pem").open("wb") as out:
        for part in certificate.cert_chain_pems:
            out.write(part.bytes())
    server = Dovecot(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()
