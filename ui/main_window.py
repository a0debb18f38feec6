"""The frame: navigation at the left, the pages, menus with their keys, notices. It knows pages only as a list."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFileDialog,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QWidget,
)

from roundtables.errors import Expected
from roundtables.words import _
from ui import importing, menus, upkeep, window_state
from ui.dialogs.dropped import DropPlace
from ui.links import Link
from ui.pages.place import Page, Place
from ui.places import PLACES, START
from ui.widgets.fields import Form
from ui.widgets.filter_line import FilterLine
from ui.widgets.navigation import Navigation
from ui.widgets.notices import NoticeBar, ProgressStrip
from ui.widgets.parts import column, first_control
from ui.widgets.trouble import TroubleBar
from ui.workspace import Workspace


class MainWindow(QMainWindow):
    """The window of one register."""

    COMMANDS = menus.COMMANDS

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace, self._settings = workspace, workspace.settings
        self.setWindowTitle(self.register_name())
        self._pages: dict[str, Page] = {}
        self._visited: list[Link] = []
        self._filters: dict[str, list[str]] = {}
        self.stack = QStackedWidget()
        self.navigation = Navigation(PLACES)
        self.navigation.chosen.connect(lambda key: self.visit(Link(key)))
        self.trouble, self.notices, self.progress = TroubleBar(), NoticeBar(workspace), ProgressStrip()
        right = QWidget()
        right.setLayout(column(self.trouble, self.stack, self.progress, self.notices, space=0))
        right.layout().setStretch(1, 1)  # type: ignore[union-attr]  # it was set above
        self.sides = QSplitter(Qt.Orientation.Horizontal)
        self.sides.setHandleWidth(1)
        self.sides.setChildrenCollapsible(False)
        for part in (self.navigation, right):
            self.sides.addWidget(part)
        self.sides.setStretchFactor(1, 1)
        self.setCentralWidget(self.sides)
        self.actions_by_key = menus.make(self)
        self._undo, self._redo = self.actions_by_key["edit.undo"], self.actions_by_key["edit.redo"]
        self.drops = DropPlace(self, workspace, self.import_people)
        self.drops.open_register_asked.connect(lambda path: workspace.opening.emit(str(path), "open"))
        self._listen()
        # What the menu says can wait until the list is there.
        QTimer.singleShot(0, self, self._update_undo)
        window_state.restore(self, self.sides, self.navigation, self._settings)
        self.visit(Link(self._first_place()))

    def _listen(self) -> None:
        workspace = self.workspace
        workspace.noticed.connect(self.notices.say)
        workspace.pointed.connect(self.notices.say_and_lead)
        workspace.failed.connect(self._say_failed)
        workspace.troubled.connect(self._say_trouble)
        workspace.task_started.connect(self.progress.follow)
        workspace.visit.connect(self.follow)
        workspace.asked.connect(lambda key: self.actions_by_key[key].trigger())
        workspace.changed.connect(self._update_undo)
        workspace.covered.connect(self._give_way)
        workspace.outgoing.secret_asked.connect(self._ask_secret)
        self.trouble.again.connect(self.try_again)
        self.trouble.other.connect(self.open_register)
        self.trouble.leave.connect(self.close)

    def _first_place(self) -> str:
        """Where the window was left, else where it starts."""
        kept = str(self._settings.value("place") or "")
        return kept if any(place.key == kept for place in PLACES) else START

    def _give_way(self, covered: bool) -> None:  # noqa: FBT001 - a signal's argument
        """Hide while a window stands before all that the register shows; come back afterwards."""
        self.setVisible(not covered)
        if not covered:
            self.activateWindow()
            self._update_undo()

    def register_name(self) -> str:
        """What the title of the window and of what is printed say."""
        path = self.workspace.register.path
        return f"{path.stem} — Roundtables" if path is not None else "Roundtables"

    def visit(self, link: Link) -> None:
        """Go to what a link names; a place's page is made at the first visit, an event's page at each."""
        if not self._visited or self._visited[-1] != link:
            self._visited = [*self._visited[-49:], link]
        place = next(place for place in PLACES if link.place in (place.key, *place.places))
        self.navigation.show_place(place.key)
        self._settings.setValue("place", place.key)
        if place.row_page and link.place in place.places and link.key is not None:
            page = self._row_page(place, link.place, link.key)
        else:
            if place.key not in self._pages:
                self._pages[place.key] = self._made(place)
            page = self._pages[place.key]
        self._show(page)
        page.show_link(link)

    def follow(self, link: Link) -> None:
        """Go where a line, a result or a page leads, with the keyboard: into the list there, else its first control."""
        self.visit(link)
        tabs = getattr(self.current_page(), "tabs", None)
        part: QWidget = tabs.currentWidget() if isinstance(tabs, QTabWidget) else self.current_page()
        lists = [view for view in part.findChildren(QAbstractItemView) if view.isVisibleTo(self) and view.isEnabled()]
        into = lists[0] if lists else first_control(part)
        if into is not None:
            into.setFocus(Qt.FocusReason.OtherFocusReason)

    def _made(self, place: Place) -> Page:
        page = self._heard(place.make(self.workspace))
        for line, text in zip(page.findChildren(FilterLine), self._filters.pop(place.key, []), strict=False):
            line.setText(text)
        return page

    def _row_page(self, place: Place, name: str, key: int) -> Page:
        """The page of one row: the one that is shown, or another."""
        page = self.current_page()
        shown = page.link() if isinstance(page, Page) else None
        if shown is not None and (shown.place, shown.key) == (name, key):
            return page  # type: ignore[no-any-return]  # it is a Page
        return self._heard(place.make_row_page(self.workspace, key))

    def _heard(self, page: Page) -> Page:
        """A page in the stack, with what it asks of the window heard."""
        hears: dict[str, Callable[..., None]] = {
            "new_asked": self.new_event,
            "new_at": self.new_event_at,
            "import_asked": self.import_people,
            "left": self.go_back,
            "gone": self._leave_what_is_gone,
        }
        for signal, work in hears.items():
            asked: Any = getattr(page, signal, None)
            if asked is not None:
                asked.connect(work)
        self.stack.addWidget(page)
        return page

    def go_back(self) -> None:
        """The place that was visited before this one."""
        if len(self._visited) > 1:
            self._visited.pop()
            self.visit(self._visited[-1])
        else:
            self.visit(Link(START))

    def _show(self, page: Page) -> None:
        before = self.stack.currentWidget()
        self.stack.setCurrentWidget(page)
        if before is not None and before is not page and before not in self._pages.values():
            self.stack.removeWidget(before)
            before.deleteLater()

    def _leave_what_is_gone(self) -> None:
        """What was deleted is not gone back to."""
        gone = self.current_link().place
        self._visited = [link for link in self._visited if link.place != gone] or [Link(START)]
        self.visit(self._visited[-1])

    def current_page(self) -> Any:
        """The page that is shown."""
        return self.stack.currentWidget()

    def current_link(self) -> Link:
        """What is shown, with the tab of an event that is open now."""
        return self.current_page().link() or self._visited[-1]

    def new_event(self) -> None:
        """Ask for a new event and open its page."""
        from ui.dialogs.new_event import NewEventDialog

        NewEventDialog(self, self.workspace).open()

    def new_event_at(self, starts: dt.datetime) -> None:
        """Ask for a new event that begins then."""
        from ui.dialogs.new_event import NewEventDialog

        NewEventDialog(self, self.workspace, starts).open()

    def import_people(self, event_id: int | None = None, path: Path | None = None) -> None:
        """Bring people in, as participants of an event where one is given."""
        importing.import_people(self, self.workspace, event_id, path)

    def import_anybody(self) -> None:
        """Bring people in, for no event in particular."""
        self.import_people()

    def open_wordings(self) -> None:
        """Show the wording of messages."""
        from ui.dialogs.wordings import open_wordings

        open_wordings(self, self.workspace)

    def import_events(self) -> None:
        """Bring events in from a calendar file."""
        from ui.calendar_importing import import_events

        import_events(self, self.workspace)

    def new_register(self) -> None:
        """Ask where a new register is to lie, and go on with it."""
        path, _kind = QFileDialog.getSaveFileName(self, _("New register"), str(self._folder()), _registers())
        if path:
            self.workspace.opening.emit(path if path.endswith(".roundtables") else f"{path}.roundtables", "new")

    def open_register(self) -> None:
        """Ask for another register, and go on with it."""
        path, _kind = QFileDialog.getOpenFileName(self, _("Open a register"), str(self._folder()), _registers())
        if path:
            self.workspace.opening.emit(path, "open")

    def _folder(self) -> Path:
        path = self.workspace.register.path
        return path.parent if path is not None else Path.home()

    def print_shown(self) -> None:
        """Ask for a printer and print what is shown."""
        from ui import paper

        paper.print_page(self)

    def preview_shown(self) -> None:
        """Show what is shown as it would lie on paper."""
        from ui import paper

        paper.preview_page(self)

    def print_sign_in(self) -> None:
        """Show the sheet to sign of the event that is shown, ready to print."""
        from ui import paper

        paper.preview_sign_in(self)

    def undo(self) -> None:
        """Take back the last step."""
        self.workspace.undo()

    def redo(self) -> None:
        """Do again what was undone last."""
        self.workspace.redo()

    def focus_filter(self) -> None:
        """Put the keyboard into the filter of the page that is shown."""
        page = self.current_page()
        if isinstance(page, Page):
            page.focus_filter()

    def focus_navigation(self) -> None:
        """Put the keyboard into the list of places, or from there back into the page."""
        if self.navigation.hasFocus():
            self.current_page().focusNextChild()
        else:
            self.navigation.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def open_palette(self) -> None:
        """Find a row of the register or a command by its words."""
        from ui.dialogs.palette import Palette

        Palette.over(self, self.workspace, PLACES).start()

    def refresh(self) -> None:
        """Read again what is shown."""
        self.current_page().refresh()

    def _update_undo(self, _tables: object = None) -> None:
        """The menu names the step, so that nobody undoes in the dark; behind another window it is not seen."""
        if self.workspace.front is not None:
            return
        try:
            undoable, redoable = self.workspace.register.undoable(), self.workspace.register.redoable()
        except Expected:
            undoable = redoable = None
        self._undo.setEnabled(undoable is not None)
        self._undo.setText(_("Undo “{step}”").format(step=undoable) if undoable else _("Undo"))
        self._redo.setEnabled(redoable is not None)
        self._redo.setText(_("Redo “{step}”").format(step=redoable) if redoable else _("Redo"))

    def choose_language(self, code: str) -> None:
        """Speak another language from now on."""
        self.workspace.preferences.choose("language", code)
        self.workspace.restyled.emit()

    def back_up(self) -> None:
        """Make a verified copy now."""
        upkeep.back_up(self.workspace)

    def check(self) -> None:
        """Look inside the register and say whether it is sound."""
        upkeep.check(self.workspace)

    def help_here(self) -> None:
        """The page of help for what is shown, with its keys."""
        from ui.dialogs.help import HelpDialog

        HelpDialog.show_for(self, self.current_link())

    def show_keys(self) -> None:
        """All keys, in one sheet."""
        from ui.dialogs.keys import KeysDialog

        KeysDialog(self, self.workspace.keyboard).open()

    def tour(self) -> None:
        """Point at each part of the window and say what it is for."""
        from ui.dialogs.tour import Tour

        Tour(self).begin()

    def about(self) -> None:
        """Say what this is, and under which licences."""
        from ui.dialogs.about import AboutDialog

        AboutDialog(self, self.workspace).open()

    def _ask_secret(self, account: Any, was_wrong: bool) -> None:  # noqa: FBT001 - a signal's arguments
        """Ask for the password of the account that mail goes out by."""
        from ui.dialogs.secret import ask_for_sending

        ask_for_sending(self, self.workspace, account, was_wrong=was_wrong)

    def _say_failed(self, words: str) -> None:
        """What lasts is said above the pages already."""
        if self.workspace.trouble is None or words != str(self.workspace.trouble):
            self.notices.say_failed(words)

    def _say_trouble(self, error: Expected | None) -> None:
        if error is None:
            self.trouble.hide()
            return
        typed = [field.name for field in self._unsaved()]
        self.trouble.say(error, [*typed, *(step for step in self.workspace.refused if not typed)])

    def _unsaved(self) -> list[Any]:
        """The fields in which something stands that the register does not have."""
        forms = self.stack.findChildren(Form)
        return [field for form in forms for field in form.fields.values() if field.is_unsaved()]

    def try_again(self) -> None:
        """Take the register up again, save what was typed meanwhile, then show what the register has."""
        if self.workspace.try_again():
            for field in self._unsaved():
                field.left.emit(field.key)
            self.workspace.changed.emit(frozenset())
            self.workspace.noticed.emit(_("The register is back. What was typed meanwhile is saved."), False)

    def settle(self) -> None:
        """Have a field that is being typed in save what it holds: it does when it is left."""
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            focused.clearFocus()
        for page in self._pages.values():
            take: Any = getattr(page, "settle", None)
            if take is not None:
                take()

    def focus_mark(self) -> int | None:
        """Where the keyboard is on the page: the number of its widget, the same in a window made anew."""
        focused = QApplication.focusWidget()
        parts = self.current_page().findChildren(QWidget)
        return parts.index(focused) if focused in parts else None

    def keep_state(self) -> None:
        """Keep where the window is and how it is divided."""
        window_state.keep(self, self.sides, self.navigation, self._settings)

    def take_over(self, before: "MainWindow") -> None:
        """Be where another window of the same register was: size, page, what was filtered, the way back."""
        self.setGeometry(before.geometry())
        self.setWindowState(before.windowState())
        self._filters = {key: [line.text() for line in p.findChildren(FilterLine)] for key, p in before.kept_pages()}
        self._visited = before.visited()[:-1]
        for page in self._pages.values():
            self.stack.removeWidget(page)
            page.deleteLater()
        self._pages.clear()
        self.visit(before.current_link())

    def focus_at(self, mark: int | None) -> None:
        """Put the keyboard where it was in the window before."""
        parts = self.current_page().findChildren(QWidget)
        if mark is not None and mark < len(parts):
            parts[mark].setFocus()

    def kept_pages(self) -> list[tuple[str, Page]]:
        """The pages that were made, by the keys of their places."""
        return list(self._pages.items())

    def visited(self) -> list[Link]:
        """The way here, the last visited last."""
        return list(self._visited)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.drops.enter(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self.drops.enter(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.drops.take(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.settle()
        self.keep_state()
        self.workspace.outgoing.stop()
        super().closeEvent(event)


def _registers() -> str:
    return _("Registers (*.roundtables)")
