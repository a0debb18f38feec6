"""Pictures of the window: every page, dialog and state, light and dark, at 100 % and 200 %, in the four languages.

`--out DIR` makes a demonstration register of its own; `--register PATH --pages DIR` takes one picture of each page
of that register. Works without a screen.
"""

import argparse
import datetime as dt
import os
import runpy
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
TODAY = dt.date(2026, 11, 24)
VARIANTS = (
    ("en", "light", "1"),
    ("en", "dark", "1"),
    ("fi", "light", "1"),
    ("sv", "light", "1"),
    ("hr", "dark", "1"),
    ("en", "light", "2"),
    ("fi", "dark", "2"),
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--register", type=Path)
    parser.add_argument("--pages", type=Path)
    parser.add_argument("--language", default="en")
    parser.add_argument("--theme", default="light")
    parser.add_argument("--only", default="", help="one module of tests/pictures; then one variant alone")
    chosen = parser.parse_args()
    if chosen.pages is not None:
        take(chosen.register, chosen.pages, chosen.language, chosen.theme, None)
    elif chosen.register is not None:
        take(chosen.register, chosen.out, chosen.language, chosen.theme, chosen.only)
    else:
        return take_all(chosen.out, chosen.only)
    return 0


def take_all(out: Path, only: str) -> int:
    """Each variant in a process of its own: the scale is settled when Qt starts."""
    with tempfile.TemporaryDirectory() as folder:
        failed = 0
        for language, theme, scale in VARIANTS[: 2 if only else None]:
            register = Path(folder) / f"{language}-{theme}-{scale}.roundtables"
            make_register(register, language)
            target = out / f"{language}-{theme}-{scale}00"
            arguments = ["--register", str(register), "--out", str(target), "--language", language, "--theme", theme]
            arguments += ["--only", only]
            environment = {**os.environ, "QT_SCALE_FACTOR": scale}
            failed |= subprocess.run([sys.executable, __file__, *arguments], env=environment, check=False).returncode
        print(f"The pictures are in {out}")
        return failed


def make_register(path: Path, language: str) -> None:
    """A demonstration whose steps have their names in the language, as if they had been done in it."""
    from roundtables.register import Register
    from roundtables.services.demonstration import make_demonstration
    from roundtables.words import speak

    speak(language)
    register = Register.create(path)
    make_demonstration(register, seed=1, today=TODAY)
    register.close()


def take(path: Path, out: Path, language: str, theme: str, only: str | None) -> None:
    """Open the register's window and save its pictures; `only` is None for the pages alone."""
    from PySide6.QtCore import QEventLoop, QSettings, QTimer

    from roundtables.register import Register
    from ui.app import make_application
    from ui.main_window import MainWindow
    from ui.workspace import Workspace

    make_application(dark=theme == "dark", language=language)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        settings = QSettings(str(Path(folder) / "window.ini"), QSettings.Format.IniFormat)
        workspace = Workspace(Register.open(path), settings)
        window = MainWindow(workspace)
        window.resize(1280, 800)
        window.show()

        def settle() -> None:
            # A loop of its own: QTest.qWait would keep Python to itself, and background work would stand still.
            loop = QEventLoop()
            QTimer.singleShot(150, loop.quit)
            loop.exec()

        def save(name: str, widget: object = None) -> None:
            settle()
            (widget or window).grab().save(str(out / f"{name}.png"))  # type: ignore[attr-defined]  # a widget

        if not only:
            take_pages(window, save)
        if only is not None:
            take_states(window, save, settle, only)
        window.close()
        workspace.close()


def take_pages(window: object, save: Callable[..., None]) -> None:
    """The places, and each tab of the next event."""
    from ui.links import Link
    from ui.pages.event.page import PARTS
    from ui.places import PLACES

    for number, place in enumerate(PLACES, 1):
        window.visit(Link(place.key))
        save(f"{number}-{place.key}")
    window.visit(Link("events"))
    row = window.current_page().table.current_row()
    if row is None:
        return
    window.visit(Link("event", row.id))
    for number, name in enumerate(PARTS):
        window.current_page().tabs.setCurrentIndex(number)
        save(f"event-{number + 1}-{name}")


def take_states(window: object, save: Callable[..., None], settle: Callable[[], None], only: str) -> None:
    """What each module of `tests/pictures` shows by its `take(window, save, settle)`; `only` names one of them."""
    for path in sorted((Path(__file__).parent / "pictures").glob("*.py")):
        if only in ("", path.stem):
            runpy.run_path(str(path))["take"](window, save, settle)


if __name__ == "__main__":
    sys.exit(main())
