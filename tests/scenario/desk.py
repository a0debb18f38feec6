"""A workstation without a person: a screen (Xvfb), a window manager, the program, and hands on mouse and keys."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NEEDED = ("Xvfb", "xdotool", "openbox")
PATIENCE = 30
READY = b"\n"


def missing() -> list[str]:
    """The programs that the scenario needs and this machine lacks."""
    return [name for name in NEEDED if shutil.which(name) is None]


def until(said: str, holds: Callable[[], object], patience: float = PATIENCE) -> None:
    """Wait until something holds; fail with what was waited for."""
    ends = time.monotonic() + patience
    while time.monotonic() < ends:
        if holds():
            return
        time.sleep(0.1)
    message = f"waited in vain: {said}"
    raise AssertionError(message)


class Desk:
    """One screen with the program on it. Everything goes through the X server, as a person's hands would."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running: list[subprocess.Popen[bytes]] = []
        reading, writing = os.pipe()
        arguments = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
        self._begin(arguments, pass_fds=(writing,))
        os.close(writing)
        with os.fdopen(reading, "rb") as told:
            number = told.readline().strip().decode()
        home = folder / "home"
        home.mkdir(exist_ok=True)
        self._environment = {
            **os.environ,
            "DISPLAY": f":{number}",
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_DATA_HOME": str(home / "data"),
            "XDG_STATE_HOME": str(home / "state"),
            "XDG_RUNTIME_DIR": str(home),
            "TMPDIR": str(home),
            "PYTHONPATH": str(ROOT),
            "QT_QPA_PLATFORM": "xcb",
            "LANG": "C.UTF-8",
        }
        self._begin(["openbox", "--sm-disable"])

    def _begin(self, arguments: list[str], pass_fds: tuple[int, ...] = ()) -> subprocess.Popen[bytes]:
        environment = getattr(self, "_environment", None)
        log = (self._folder / "desk.log").open("ab")
        started = subprocess.Popen(arguments, env=environment, stdout=log, stderr=log, pass_fds=pass_fds)
        log.close()
        self._running.append(started)
        return started

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start the program as its command does."""
        return self._begin([sys.executable, "-m", "roundtables", *arguments])

    def close(self) -> None:
        """End everything that was started."""
        for process in reversed(self._running):
            process.terminate()
            process.wait(timeout=10)

    def _hand(self, *arguments: str) -> str:
        done = subprocess.run(
            ["xdotool", *arguments], env=self._environment, capture_output=True, text=True, timeout=60, check=False
        )
        return done.stdout.strip()

    def title(self) -> str:
        """The title of the window that has the keyboard."""
        return self._hand("getactivewindow", "getwindowname")

    def see(self, title: str) -> None:
        """Wait until the window with the keyboard has this in its title."""
        until(f"a window “{title}” (it is “{self.title()}”)", lambda: title in self.title())
        time.sleep(0.3)

    def press(self, *keys: str, times: int = 1) -> None:
        """Press keys one after another, each named as X names it: ctrl+n, Tab, Return."""
        for _time in range(times):
            for key in keys:
                self._hand("key", "--clearmodifiers", key)
                time.sleep(0.12)

    def write(self, text: str) -> None:
        """Type a text (letters of ASCII: others would have to be put onto the keyboard's map first)."""
        self._hand("type", "--clearmodifiers", "--delay", "12", text)
        time.sleep(0.2)

    def click(self, x: int, y: int, times: int = 1) -> None:
        """Click the left mouse button at a place of the screen."""
        self._hand("mousemove", str(x), str(y), "click", "--repeat", str(times), "--delay", "80", "1")
        time.sleep(0.2)

    def picture(self, name: str) -> None:
        """Keep what is on the screen beside the log, where the program to do so is there."""
        if shutil.which("import"):
            target = str(self._folder / f"{name}.png")
            subprocess.run(["import", "-window", "root", target], env=self._environment, check=False, timeout=30)
