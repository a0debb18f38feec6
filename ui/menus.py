"""The frame's commands and menus as data, and the menus made of them."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from roundtables.words import LOCALES, N_, NAMES, _, spoken
from ui.commands import Command
from ui.links import Link
from ui.places import PLACES

if TYPE_CHECKING:
    from ui.main_window import MainWindow

COMMANDS = (
    Command("event.new", N_("New event…"), "new_event", "Ctrl+N", "plus"),
    Command("people.import", N_("Import people…"), "import_anybody", "Ctrl+I", "tray-arrow-down"),
    Command("events.import", N_("Import events…"), "import_events", "", "calendar-import"),
    Command("register.new", N_("New register…"), "new_register", "", "file-plus-outline"),
    Command("register.open", N_("Open a register…"), "open_register", "Ctrl+O", "folder-open-outline"),
    Command("post.wordings", N_("Wording of messages…"), "open_wordings", "", "text-box-edit-outline"),
    Command("print.shown", N_("Print…"), "print_shown", "Ctrl+P", "printer-outline"),
    Command("print.preview", N_("Print preview"), "preview_shown", "Ctrl+Shift+P", "file-eye-outline"),
    Command("print.sign_in", N_("Print the sign-in sheet"), "print_sign_in", "", "draw"),
    Command("register.back_up", N_("Back up now"), "back_up", "", "content-save-outline"),
    Command("register.check", N_("Check the register"), "check", "", "shield-check-outline"),
    Command("window.quit", N_("Quit"), "close", "Ctrl+Q"),
    Command("edit.undo", N_("Undo"), "undo", "Ctrl+Z", "undo"),
    Command("edit.redo", N_("Redo"), "redo", "Ctrl+Shift+Z", "redo"),
    Command("edit.filter", N_("Filter"), "focus_filter", "Ctrl+F", "magnify"),
    Command("search.palette", N_("Find or do…"), "open_palette", "Ctrl+K", "magnify"),
    Command("view.refresh", N_("Read again"), "refresh", "F5", "refresh"),
    Command("view.back", N_("Back"), "go_back", "Alt+Left", "arrow-left"),
    Command("view.navigation", N_("Go to the places"), "focus_navigation", "Shift+F6"),
    Command("help.here", N_("Help on what is shown"), "help_here", "F1", "help-circle-outline"),
    Command("help.keys", N_("Keyboard shortcuts"), "show_keys", "Ctrl+F1", "keyboard-outline"),
    Command("help.tour", N_("Tour of the window"), "tour", "", "map-marker-path"),
    Command("help.about", N_("About Roundtables"), "about", "", "information-outline"),
)
MENUS = (
    (
        N_("&Register"),
        (
            "event.new",
            "people.import",
            "events.import",
            "post.wordings",
            "",
            "register.new",
            "register.open",
            "recent",
            "",
            "print.shown",
            "print.preview",
            "print.sign_in",
            "",
            "register.back_up",
            "register.check",
            "",
            "window.quit",
        ),
    ),
    (N_("&Edit"), ("edit.undo", "edit.redo", "", "search.palette", "edit.filter")),
    (N_("&View"), ("places", "", "view.back", "view.refresh", "view.navigation", "languages")),
    (N_("&Help"), ("help.here", "help.keys", "help.tour", "", "help.about")),
)


def make(window: "MainWindow") -> dict[str, QAction]:
    """Fill the window's menu bar; returns the actions of the commands by their keys."""
    actions = window.workspace.keyboard.bind(window, COMMANDS)
    fill = {"places": _add_places, "languages": _add_languages, "recent": _add_recent}
    for words, keys in MENUS:
        menu = window.menuBar().addMenu(_(words))
        for key in keys:
            if key in fill:
                fill[key](window, menu)
            elif key:
                menu.addAction(actions[key])
            else:
                menu.addSeparator()
    return actions


def _add_places(window: "MainWindow", menu: QMenu) -> None:
    for place in PLACES:
        action = window.workspace.keyboard.action(place.command(), window)
        action.triggered.connect(lambda _checked, key=place.key: window.visit(Link(key)))
        menu.addAction(action)


def _add_languages(window: "MainWindow", menu: QMenu) -> None:
    languages = menu.addMenu(_("Language"))
    for code in LOCALES:
        action = languages.addAction(NAMES[code])
        action.triggered.connect(lambda _checked, code=code: window.choose_language(code))
        action.setCheckable(True)
        action.setChecked(code == spoken().code)


def _add_recent(window: "MainWindow", menu: QMenu) -> None:
    """The registers that were open before, by their paths."""
    recent = menu.addMenu(_("Open recent"))
    workspace = window.workspace
    here = str(workspace.register.path)
    paths = [path for path in workspace.preferences.recent if path != here]
    for path in paths:
        action = QAction(path.replace("&", "&&"), recent)
        action.triggered.connect(lambda _checked, path=path: workspace.opening.emit(path, "open"))
        recent.addAction(action)
    recent.setEnabled(bool(paths))
