"""One window a user: a second start hands its file to the first, which comes to the front.

A lock file says whether there is a first, so that a usual start loads nothing of the network; the message goes
through a local socket that only this user may write to.
"""

import getpass
import hashlib
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QLockFile, QObject, QStandardPaths, QThread, Signal

WAIT = 2000
"""Milliseconds that a second start waits for the first to listen."""
LONGEST = 4096
"""Bytes of a path that is handed over."""


def _name() -> str:
    """The same for each start of a user, another for each user; by its sum, since an account can be named anything."""
    home = str(Path.home())
    try:
        who = getpass.getuser()
    except (KeyError, OSError):
        who = ""
    return f"roundtables-{hashlib.sha256(f'{who} {home}'.encode()).hexdigest()[:16]}"


class SingleInstance(QObject):
    """`asked` is sent with the path that a second start was given, empty for none."""

    asked = Signal(str)

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self._name = name or _name()
        temporary = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.TempLocation)
        self._lock = QLockFile(str(Path(temporary) / f"{self._name}.lock"))
        # A lock whose process is gone counts as none however young; one whose process runs, however old, stands.
        self._lock.setStaleLockTime(0)
        self._server: QObject | None = None

    def is_first(self) -> bool:
        """Whether no other program of this user is running; if so, this is now the first."""
        return self._lock.tryLock(0)

    def hand_over(self, path: str) -> bool:
        """Give the path to the first. Returns whether it took it: one that hangs does not."""
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        deadline = QDeadlineTimer(WAIT)
        socket.connectToServer(self._name)
        while not socket.waitForConnected(WAIT):
            # The first holds the lock a moment before it listens.
            if deadline.hasExpired():
                return False
            QThread.msleep(50)
            socket.connectToServer(self._name)
        socket.write(path.encode()[:LONGEST] + b"\n")
        return socket.waitForBytesWritten(WAIT) and socket.waitForReadyRead(WAIT)

    def listen(self) -> None:
        """Hear of second starts from now on; what a program that crashed has left is removed."""
        from PySide6.QtNetwork import QLocalServer

        QLocalServer.removeServer(self._name)
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(lambda: self._greet(server))
        server.listen(self._name)
        self._server = server

    def _greet(self, server: "QObject") -> None:
        from PySide6.QtNetwork import QLocalServer

        while isinstance(server, QLocalServer) and (socket := server.nextPendingConnection()) is not None:
            socket.readyRead.connect(lambda socket=socket: self._read(socket))
            socket.disconnected.connect(socket.deleteLater)

    def _read(self, socket: "QObject") -> None:
        from PySide6.QtNetwork import QLocalSocket

        if not isinstance(socket, QLocalSocket):
            return
        if not socket.canReadLine():
            if socket.bytesAvailable() > LONGEST:
                socket.abort()
            return
        path = bytes(socket.readLine(LONGEST + 2).data()).decode(errors="replace").strip("\n")
        socket.write(b"taken\n")
        socket.flush()
        self.asked.emit(path)

    def close(self) -> None:
        """Let a next start be the first."""
        from PySide6.QtNetwork import QLocalServer

        if isinstance(self._server, QLocalServer):
            self._server.close()
        self._lock.unlock()
