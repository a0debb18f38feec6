"""A workstation without a person: a screen (Xvfb), a window manager, the program, and hands on mouse and keys."""

import os
import shutil
import struct
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).resolve().parents[2]
NEEDED = ("Xvfb", "xdotool", "openbox")
PATIENCE = 60
A_LOOK = 0.1
STILL = 4
"""So many looks in a row show the same when the screen has come to rest; a cursor blinks more slowly."""
MANAGER = ["openbox", "--sm-disable"]
SCREEN = 1280, 800


def missing() -> list[str]:
    """The programs that the scenario needs and this machine lacks."""
    return [name for name in NEEDED if shutil.which(name) is None]


def holds_within(patience: float, holds: Callable[[], object]) -> bool:
    """Whether something comes to hold in so many seconds."""
    ends = time.monotonic() + patience
    while not holds():
        if time.monotonic() > ends:
            return False
        time.sleep(A_LOOK)
    return True


def until(said: str, holds: Callable[[], object]) -> None:
    """Wait until something holds; fail with what was waited for."""
    if not holds_within(PATIENCE, holds):
        message = f"waited in vain: {said}"
        raise AssertionError(message)


class Desk:
    """One screen with the program on it. Everything goes through the X server, as a person's hands would.

    Used as a context: it is cleared at the end, and where a check failed, what was seen then is kept as a picture.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running: list[subprocess.Popen[bytes]] = []
        self._seen = ""
        self.home = folder / "home"
        self.home.mkdir(mode=0o700)
        self._environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith(("QT_", "ROUNDTABLES_"))},
            "HOME": str(self.home),
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "XDG_DATA_HOME": str(self.home / "data"),
            "XDG_STATE_HOME": str(self.home / "state"),
            "XDG_RUNTIME_DIR": str(self.home),
            "TMPDIR": str(self.home),
            "PYTHONPATH": str(ROOT),
            "QT_QPA_PLATFORM": "xcb",
            "LANG": "C.UTF-8",
            "TZ": "Europe/Helsinki",
        }
        self._environment["DISPLAY"] = f":{self._light_up()}"
        until("a screen that answers", lambda: self._hand("getdisplaygeometry"))
        self._begin(MANAGER)
        until("a window manager", self._is_managed)

    def _is_managed(self) -> bool:
        """Whether windows are managed; a manager that came before the screen was ready is started again."""
        if self.running().poll() is not None:
            self._running.pop()
            self._begin(MANAGER)
        return self._hand("get_num_desktops") not in ("", "0")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _where: TracebackType | None
    ) -> None:
        if kind is not None:
            self.picture("failed")
        self.close()

    def _light_up(self) -> str:
        """Start the screen, whose picture lies in a file; returns its number."""
        reading, writing = os.pipe()
        size = "x".join(map(str, (*SCREEN, 24)))
        arguments = ["Xvfb", "-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp", "-noreset"]
        self._begin([*arguments, "-fbdir", str(self._folder)], pass_fds=(writing,))
        os.close(writing)
        with os.fdopen(reading, "rb") as told:
            return told.readline().strip().decode()

    def _begin(self, arguments: list[str], pass_fds: tuple[int, ...] = ()) -> subprocess.Popen[bytes]:
        with (self._folder / "desk.log").open("ab") as log:
            started = subprocess.Popen(
                arguments, env=self._environment, stdout=log, stderr=log, pass_fds=pass_fds, cwd=self.home
            )
        self._running.append(started)
        return started

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start the program as the window's command does."""
        return self._begin([sys.executable, "-m", "ui.app", *arguments])

    def running(self) -> subprocess.Popen[bytes]:
        """What was started last."""
        return self._running[-1]

    def run(self, *arguments: str) -> str:
        """What the command line says to this."""
        command = [sys.executable, "-m", "roundtables", *arguments]
        done = subprocess.run(
            command, env=self._environment, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        return done.stdout + done.stderr

    def close(self) -> None:
        """End everything that was started, the screen last."""
        for process in reversed(self._running):
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(timeout=10)

    def _hand(self, *arguments: str) -> str:
        done = subprocess.run(
            ["xdotool", *arguments], env=self._environment, capture_output=True, text=True, timeout=60, check=False
        )
        return done.stdout.strip()

    def title(self) -> str:
        """The title of the window that has the keyboard."""
        return self._hand("getactivewindow", "getwindowname")

    def windows(self, title: str) -> int:
        """How many windows with this in their title are on the screen."""
        return len(self._hand("search", "--onlyvisible", "--name", title).split())

    def size(self) -> tuple[int, int]:
        """Width and height of the window that has the keyboard."""
        told = dict(line.split("=") for line in self._hand("getactivewindow", "getwindowgeometry", "--shell").split())
        return int(told.get("WIDTH", 0)), int(told.get("HEIGHT", 0))

    def see(self, title: str) -> None:
        """Wait until another window than the one last seen has the keyboard and this in its title."""

        def seen() -> bool:
            window = self._hand("getactivewindow")
            if window in ("", self._seen) or title not in self.title():
                return False
            self._seen = window
            return True

        until(f"a window “{title}” after “{self.title()}”", seen)
        self.rest()

    def rest(self) -> None:
        """Wait until nothing moves on the screen any more."""
        last, same = b"", 0

        def still() -> bool:
            nonlocal last, same
            now = self._screen()
            last, same = now, same + 1 if now == last else 0
            return same >= STILL

        until("a screen at rest", still)

    def press(self, *keys: str, times: int = 1) -> None:
        """Press keys one after another, each named as X names it: ctrl+n, Tab, Return."""
        self._hand("key", "--clearmodifiers", "--delay", "60", *(keys * times))

    def write(self, text: str) -> None:
        """Type a text (letters of ASCII: others would have to be put onto the keyboard's map first)."""
        self._hand("type", "--clearmodifiers", "--delay", "15", text)

    def click(self, x: int, y: int, times: int = 1) -> None:
        """Click the left mouse button at a place of the screen, once that is at rest."""
        self.rest()
        self._hand("mousemove", str(x), str(y), "click", "--repeat", str(times), "--delay", "80", "1")

    def minimise(self) -> None:
        """Put the window that has the keyboard out of sight."""
        self._hand("getactivewindow", "windowminimize")

    def _screen(self) -> bytes:
        """The screen as Xvfb keeps it: an X window dump, XWDFile.h."""
        return (self._folder / "Xvfb_screen0").read_bytes()

    def picture(self, name: str) -> Path:
        """Keep what is on the screen beside the log, as a PNG."""
        dump = self._screen()
        head = struct.unpack(">25I", dump[:100])
        width, height, line, start = head[4], head[5], head[12], head[0] + 12 * head[19]
        rows = bytearray()
        for y in range(height):
            points = dump[start + y * line :][: 4 * width]
            row = bytearray(3 * width)
            row[0::3], row[1::3], row[2::3] = points[2::4], points[1::4], points[0::4]
            rows += b"\0" + row
        parts = ((b"IHDR", struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(bytes(rows))))
        target = self._folder / f"{name}.png"
        with target.open("wb") as out:
            out.write(b"\x89PNG\r\n\x1a\n")
            for kind, body in (*parts, (b"IEND", b"")):
                out.write(struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)))
        return target
