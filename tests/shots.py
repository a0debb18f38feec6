"""Pictures of the window: every page, dialog and state, light and dark, at 100 % and 200 %, in English and Finnish.

`--out DIR` makes a demonstration register of its own; `--register PATH --pages DIR` takes one picture of each page
of that register. Works without a screen.
"""

import argparse
import datetime as dt
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
TODAY = dt.date(2026, 11, 24)
VARIANTS = (("en", "light", "1"), ("en", "dark", "1"), ("fi", "light", "1"), ("en", "light", "2"), ("fi", "dark", "2"))
LIST = "Surname;First name;Email;Organisation;Country\nÅkerlund;Veera;veera@new.example;River Office;Finland\n"
LIST += "Čović;Ana;ana@@broken;Udruga Zajedno;Hrvatska\nMallikas;Mika;mika@new.example;River Office;Suomi\n"
LIST += "Mallikas;Mika;mika@new.example;River Office;Suomi\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--register", type=Path)
    parser.add_argument("--pages", type=Path)
    parser.add_argument("--language", default="en")
    parser.add_argument("--theme", default="light")
    chosen = parser.parse_args()
    if chosen.pages is not None:
        take(chosen.register, chosen.pages, chosen.language, chosen.theme, pages_only=True)
    elif chosen.register is not None:
        take(chosen.register, chosen.out, chosen.language, chosen.theme, pages_only=False)
    else:
        return take_all(chosen.out)
    return 0


def take_all(out: Path) -> int:
    """Each variant in a process of its own: the scale is settled when Qt starts."""
    with tempfile.TemporaryDirectory() as folder:
        failed = 0
        for language, theme, scale in VARIANTS:
            register = Path(folder) / f"{language}-{theme}-{scale}.roundtables"
            make_register(register)
            target = out / f"{language}-{theme}-{scale}00"
            arguments = ["--register", str(register), "--out", str(target), "--language", language, "--theme", theme]
            environment = {**os.environ, "QT_SCALE_FACTOR": scale}
            failed |= subprocess.run([sys.executable, __file__, *arguments], env=environment, check=False).returncode
        print(f"The pictures are in {out}")
        return failed


def make_register(path: Path) -> None:
    from roundtables.register import Register
    from roundtables.services.demonstration import make_demonstration

    register = Register.create(path)
    make_demonstration(register, seed=1, today=TODAY)
    register.close()


def take(path: Path, out: Path, language: str, theme: str, *, pages_only: bool) -> None:
    """Open the register's window and save its pictures."""
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

        take_pages(window, save)
        if not pages_only:
            take_states(window, save, settle)
        window.close()
        workspace.close()


def take_pages(window: object, save: Callable[..., None]) -> None:
    """The places, and each tab of the next event."""
    from ui.links import Link
    from ui.main_window import PLACES

    for number, place in enumerate(PLACES, 1):
        window.visit(Link(place.key))
        save(f"{number}-{place.key}")
    window.visit(Link("events"))
    row = window.current_page().table.current_row()
    if row is None:
        return
    window.visit(Link("event", row.id))
    for number, name in enumerate(("overview", "agenda", "participants", "attendance", "history")):
        window.current_page().tabs.setCurrentIndex(number)
        save(f"event-{number + 1}-{name}")


def take_states(window: object, save: Callable[..., None], settle: Callable[[], None]) -> None:
    """Dialogs, empty states, errors and hostile texts."""
    from roundtables.queries import events as queries
    from roundtables.queries.events import EventFilter
    from roundtables.services import events, people
    from ui.dialogs.export import ExportDialog
    from ui.dialogs.importing import ImportDialog
    from ui.dialogs.new_event import NewEventDialog
    from ui.dialogs.people import PeopleDialog
    from ui.dialogs.session import SessionDialog
    from ui.links import Link
    from ui.welcome import Welcome

    workspace = window.workspace
    with workspace.read() as session:
        held = queries.page(session, EventFilter(words="first contact"))[0]
    window.visit(Link("event", held.id))
    window.current_page().tabs.setCurrentIndex(3)
    save("4-attendance-held")
    window.visit(Link("events"))
    page = window.current_page()
    page.words.setText("nothing like this")
    settle()
    save("5-events-nothing-found")
    page.words.setText("")
    settle()
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "list.csv"
        listed.write_text(LIST, encoding="utf-8")
        dialog = ImportDialog(window, workspace, "Import")
        dialog.show()
        save("6-import-empty", dialog)
        dialog.read(listed)
        for _round in range(20):
            settle()
            if dialog._proposals:
                break
        save("6-import-preview", dialog)
        dialog.close()
    new = NewEventDialog(window, workspace)
    new.form.show_error("ends", "The end is before the start. Nothing was changed.")
    for name, shown in (
        ("6-new-event-error", new),
        ("6-people", PeopleDialog(window, workspace)),
        ("6-session", SessionDialog(window, held.starts, held.ends)),
        ("6-export", ExportDialog(window, "Attendance list", for_whom=True)),
    ):
        shown.show()
        save(name, shown)
        shown.close()
    welcome = Welcome(Path("register.roundtables"), "", lambda _path, _how: "")
    welcome.show()
    save("6-welcome", welcome)
    welcome.close()
    workspace.noticed.emit("The event is cancelled. Its participants and replies are kept.", True)
    save("7-notice")
    workspace.failed.emit("The disk is full. This change was not saved, nothing else was lost; free some space first.")
    save("7-error")
    window.notices.hide()
    with workspace.change("Hostile texts") as session:
        event = events.add(
            session,
            title="<img src='file:///etc/hostname'> " + "<table><tr><td>" * 18 + " مرحبا \u202eevil" + "x" * 100,
            starts=dt.datetime(2026, 12, 1, 9),
            ends=dt.datetime(2026, 12, 1, 12),
            timezone="Europe/Helsinki",
        ).id
        people.add(session, first_name="<b>Bold</b>", last_name="<img src=x> " + "Very long name " * 10)
    window.visit(Link("event", event))
    save("8-hostile-event")
    window.current_page().tabs.setCurrentIndex(2)
    save("8-empty-participants")


if __name__ == "__main__":
    sys.exit(main())
