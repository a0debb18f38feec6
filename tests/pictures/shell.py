"""What the frame shows around the pages: settings, help, keys, tour, trouble, welcome, paper, large text."""

import tempfile
from collections.abc import Callable
from pathlib import Path


def take(window: object, save: Callable[..., None], settle: Callable[[], None]) -> None:
    from roundtables.register.errors import RegisterGone, RegisterIsNewer
    from ui.dialogs.about import AboutDialog
    from ui.dialogs.help import HelpDialog
    from ui.dialogs.keys import KeysDialog
    from ui.dialogs.press_keys import PressKeysDialog
    from ui.dialogs.tour import STEPS, Tour
    from ui.dialogs.unexpected import UnexpectedDialog
    from ui.links import Link
    from ui.main_window import MainWindow
    from ui.welcome import Welcome

    workspace = window.workspace
    for part in ("general", "keys", "register"):
        window.visit(Link("settings", part=part))
        if part == "register":
            workspace.register.back_up()
            window.current_page().refresh()
        save(f"settings-{part}")
    window.visit(Link("events"))
    for number in range(len(STEPS)):
        tour = Tour(window)
        tour.begin()
        tour._show(number)
        save(f"tour-{number + 1}")
        tour.end()
        settle()
    about = AboutDialog(window, workspace)
    about.show()
    for _round in range(6):
        settle()
    save("about", about)
    keys = KeysDialog(window, workspace.keyboard)
    keys.show()
    save("keys", keys)
    press = PressKeysDialog(window, workspace.keyboard, MainWindow.COMMANDS[0])
    press.editor.setKeySequence("Ctrl+F")
    press.show()
    save("keys-clash", press)
    for link in (Link("events"), Link("event", 1, "attendance"), Link("settings", part="keys")):
        HelpDialog.show_for(window, link)
        save(f"help-{link.place}", window.findChild(HelpDialog))
    unexpected = UnexpectedDialog(window, "Roundtables, Python, Qt\nbuiltins.ValueError\n  ui/app.py:10 main")
    unexpected.show()
    save("unexpected", unexpected)
    workspace.refused.append("Change event")
    workspace.troubled.emit(RegisterGone())
    save("trouble-gone")
    workspace.refused.clear()
    workspace.troubled.emit(RegisterIsNewer(Path("register.roundtables")))
    save("trouble-newer")
    workspace.troubled.emit(None)
    with tempfile.TemporaryDirectory() as folder:
        recent = Path(folder) / "Work of the year.roundtables"
        recent.touch()
        for name, problem in (("welcome", ""), ("welcome-problem", str(RegisterGone()))):
            welcome = Welcome(Path.home() / "register.roundtables", problem, lambda _path, _how: "", [str(recent)])
            welcome.show()
            save(name, welcome)
            welcome.close()
    take_paper(window, save)
    take_looks(window, save)


def take_looks(window: object, save: Callable[..., None]) -> None:
    """Large text and high contrast on the pages that there are."""
    from PySide6.QtWidgets import QApplication

    from roundtables.queries import events
    from ui import theme
    from ui.dialogs.tour import Tour
    from ui.links import Link
    from ui.main_window import MainWindow
    from ui.places import PLACES

    workspace = window.workspace
    dark = theme.colours() is theme.DARK
    application = QApplication.instance()
    for high, text_size in ((False, 200), (True, 100)):
        theme.apply(application, dark=dark, high=high, text_size=text_size)
        again = MainWindow(workspace)
        again.resize(1280 if high else 1600, 800 if high else 1000)
        again.show()
        name = "high" if high else "large"
        for place in PLACES:
            again.visit(Link(place.key))
            save(f"{name}-{place.key}", again)
        with workspace.read() as session:
            key = events.page(session, events.EventFilter(words="first contact"))[0].id
        for number in range(3):
            again.visit(Link("event", key))
            again.current_page().tabs.setCurrentIndex(number + 1 if number else 0)
            save(f"{name}-event-{number}", again)
        tour = Tour(again)
        tour.begin()
        save(f"{name}-tour", again)
        tour.end()
        again.close()
        again.deleteLater()
    theme.apply(application, dark=dark)


def take_paper(window: object, save: Callable[..., None]) -> None:
    from ui import paper, printing
    from ui.links import Link

    for place in ("events", "people"):
        window.visit(Link(place))
        save_sheet(save, f"paper-{place}", paper.of_page(window.current_page()), printing)
    save_sheet(save, "paper-sign-in", paper.sign_in_sheet(window.workspace, 5), printing)


def save_sheet(save: Callable[..., None], name: str, printout: object, printing: object) -> None:
    from PySide6.QtPrintSupport import QPrintPreviewWidget

    printer = printing.printer_for(printout)
    shown = QPrintPreviewWidget(printer)
    shown.resize(1200, 900)
    shown.paintRequested.connect(lambda asked: printing.paint(printout, "register — Roundtables", asked))
    shown.fitInView()
    shown.show()
    shown.updatePreview()
    save(name, shown)
    shown.close()
