"""The frame: navigation at the left, the pages, menus with their keys, notices. It knows pages only as a list."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QMainWindow,
    QMenu,
    QMessageBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from roundtables import __version__
from roundtables.errors import Expected
from roundtables.services import events as event_services
from roundtables.services import importing
from roundtables.words import LOCALES, NAMES, _, n_, spoken
from ui.icons import icon
from ui.pages.events import EventsPage
from ui.pages.people import PeoplePage
from ui.pages.place import Page, Place
from ui.theme import GRID
from ui.widgets.notices import NoticeBar, ProgressStrip
from ui.widgets.parts import row
from ui.workspace import Workspace

NAVIGATION_WIDTH = 184
START_SIZE = QSize(1280, 800)


def places() -> tuple[Place, ...]:
    """The places of the navigation, in order."""
    return (
        Place(_("Events"), "calendar-blank-outline", EventsPage),
        Place(_("People"), "account-group-outline", PeoplePage),
    )


class MainWindow(QMainWindow):
    """The window of one register."""

    def __init__(self, workspace: Workspace, settings: QSettings) -> None:
        super().__init__()
        self.workspace, self._settings = workspace, settings
        self.setWindowTitle(self._name())
        self.resize(START_SIZE)
        self._places = places()
        self._pages: dict[int, Page] = {}
        self.stack = QStackedWidget()
        self.navigation = self._navigation()
        self.notices = NoticeBar()
        self.notices.undo_asked.connect(workspace.undo)
        self.progress = ProgressStrip()
        right = QWidget()
        layout = QVBoxLayout(right)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (self.stack, self.progress, self.notices):
            layout.addWidget(part)
        centre = QWidget()
        across = QVBoxLayout(centre)
        across.setContentsMargins(0, 0, 0, 0)
        sides = row(self.navigation, right, space=0)
        sides.setStretch(1, 1)
        across.addLayout(sides)
        self.setCentralWidget(centre)
        self._make_menus()
        workspace.noticed.connect(self.notices.say)
        workspace.failed.connect(self.notices.say_failed)
        workspace.task_started.connect(self.progress.follow)
        workspace.open_event.connect(self.open_event)
        workspace.changed.connect(self._update_undo)
        # What the menu says can wait until the list is there.
        QTimer.singleShot(0, self._update_undo)
        self.navigation.setCurrentRow(0)
        geometry = settings.value("window")
        if geometry is not None:
            self.restoreGeometry(geometry)

    def _name(self) -> str:
        path = self.workspace.register.path
        return f"{path.stem} — Roundtables" if path is not None else "Roundtables"

    def _navigation(self) -> QListWidget:
        navigation = QListWidget()
        navigation.setObjectName("navigation")
        navigation.setAccessibleName(_("Places"))
        navigation.setFixedWidth(NAVIGATION_WIDTH)
        navigation.setIconSize(QSize(5 * GRID, 5 * GRID))
        navigation.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for place in self._places:
            item = QListWidgetItem(icon(place.icon), place.name)
            item.setSizeHint(QSize(0, 9 * GRID))
            navigation.addItem(item)
        navigation.currentRowChanged.connect(self.go_to)
        return navigation

    def go_to(self, number: int) -> None:
        """Show a place; its page is made at the first visit."""
        if number < 0:
            return
        if number not in self._pages:
            page = self._places[number].make(self.workspace)
            asked = getattr(page, "new_asked", None)
            if asked is not None:
                asked.connect(self.new_event)
            self._pages[number] = page
            self.stack.addWidget(page)
        self._show(self._pages[number])

    def _show(self, page: Page) -> None:
        before = self.stack.currentWidget()
        self.stack.setCurrentWidget(page)
        if before is not None and before is not page and before not in self._pages.values():
            self.stack.removeWidget(before)
            before.deleteLater()

    def open_event(self, event_id: int) -> None:
        """Show an event's own page."""
        from ui.pages.event.page import EventPage

        page = EventPage(self.workspace, event_id)
        page.left.connect(lambda: self.go_to(0))
        page.gone.connect(lambda: self.go_to(0))
        page.import_asked.connect(self.import_people)
        self.stack.addWidget(page)
        self._show(page)
        self.navigation.setCurrentRow(0)

    def current_page(self) -> Any:
        """The page that is shown."""
        return self.stack.currentWidget()

    def new_event(self) -> None:
        """Ask for a new event and open its page."""
        from ui.dialogs.new_event import NewEventDialog

        dialog = NewEventDialog(self, self.workspace)

        def take() -> bool:
            try:
                with self.workspace.change(_("Add event")) as session:
                    made = event_services.add(session, **dialog.values()).id
            except Expected as error:
                dialog.show_error(error)
                return False
            self.open_event(made)
            return True

        dialog.take = take
        dialog.open()

    def import_people(self, event_id: int | None = None, path: Path | None = None) -> None:
        """Bring people in, as participants of an event where one is given."""
        from ui.dialogs.importing import ImportDialog

        title = _("Import participants") if event_id is not None else _("Import people")
        dialog = ImportDialog(self, self.workspace, title)

        def take(proposals: list[importing.Proposal]) -> None:
            def work(report: Any) -> importing.Imported:
                with self.workspace.change(title) as session:
                    return importing.take_over(session, proposals, event_id=event_id, report=report)

            self.workspace.run(title, work, self._say_imported)

        dialog.agreed.connect(take)
        dialog.open()
        if path is not None:
            dialog.read(path)

    def _import_anybody(self) -> None:
        self.import_people()

    def _say_imported(self, done: importing.Imported) -> None:
        number = len(done.people)
        words = n_("{n} person taken over ({new} new)", "{n} people taken over ({new} new)", number)
        self.workspace.noticed.emit(words.format(n=number, new=done.added), True)

    def _make_menus(self) -> None:
        bar = self.menuBar()
        keys = QKeySequence.StandardKey
        file = bar.addMenu(_("&Register"))
        self._add(file, _("New event…"), "plus", self.new_event, keys.New)
        self._add(file, _("Import people…"), "tray-arrow-down", self._import_anybody, "Ctrl+I")
        file.addSeparator()
        self._add(file, _("Back up now"), "content-save-outline", self._back_up)
        self._add(file, _("Check the register"), "shield-check-outline", self._check)
        file.addSeparator()
        self._add(file, _("Quit"), "", self.close, keys.Quit)
        edit = bar.addMenu(_("&Edit"))
        self._undo = self._add(edit, _("Undo"), "undo", self.workspace.undo, keys.Undo)
        self._redo = self._add(edit, _("Redo"), "redo", self.workspace.redo, "Ctrl+Shift+Z")
        edit.addSeparator()
        self._add(edit, _("Filter"), "magnify", self._filter, keys.Find)
        view = bar.addMenu(_("&View"))
        for number, place in enumerate(self._places):
            work = lambda number=number: self._visit(number)  # noqa: E731 - one line says it
            self._add(view, place.name, place.icon, work, f"Ctrl+{number + 1}")
        self._add(view, _("Read again"), "refresh", self._refresh, "F5")
        languages = view.addMenu(_("Language"))
        for code in LOCALES:
            action = self._add(languages, NAMES[code], "", lambda code=code: self._choose_language(code))
            action.setCheckable(True)
            action.setChecked(code == spoken().code)
        about = bar.addMenu(_("&Help"))
        self._add(about, _("About Roundtables"), "information-outline", self._about)

    def _add(self, menu: QMenu, words: str, picture: str, work: Any, keys: Any = None) -> QAction:
        action = QAction(words, self)
        if picture:
            action.setIcon(icon(picture))
        if keys is not None:
            action.setShortcut(keys)
        action.triggered.connect(lambda _checked: work())
        menu.addAction(action)
        return action

    def _visit(self, number: int) -> None:
        self.navigation.setCurrentRow(number)
        self.go_to(number)

    def _filter(self) -> None:
        page = self.current_page()
        if isinstance(page, Page):
            page.focus_filter()

    def _refresh(self) -> None:
        self.current_page().refresh()

    def _update_undo(self, _tables: object = None) -> None:
        """The menu names the step, so that nobody undoes in the dark."""
        try:
            undoable, redoable = self.workspace.register.undoable(), self.workspace.register.redoable()
        except Expected:
            undoable = redoable = None
        self._undo.setEnabled(undoable is not None)
        self._undo.setText(_("Undo “{step}”").format(step=undoable) if undoable else _("Undo"))
        self._redo.setEnabled(redoable is not None)
        self._redo.setText(_("Redo “{step}”").format(step=redoable) if redoable else _("Redo"))

    def _choose_language(self, code: str) -> None:
        self._settings.setValue("language", code)
        self.workspace.noticed.emit(_("The language changes when Roundtables is started again."), False)

    def _back_up(self) -> None:
        def done(path: Path) -> None:
            self.workspace.noticed.emit(_("A verified copy was made: {path}").format(path=path), False)

        self.workspace.run(_("Backing up"), lambda _report: self.workspace.register.back_up(), done)

    def _check(self) -> None:
        def done(found: list[str]) -> None:
            words = _("The register is sound.")
            if found:
                words = n_("{n} fault was found in the register.", "{n} faults were found in the register.", len(found))
            self.workspace.noticed.emit(words.format(n=len(found)), False)

        self.workspace.run(_("Checking the register"), lambda _report: self.workspace.register.check(), done)

    def _about(self) -> None:
        box = QMessageBox(self)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(_("About Roundtables"))
        box.setText(f"Roundtables {__version__}")
        box.setInformativeText(_("A local register of workshops, study visits and round-tables. Licence: EUPL-1.2."))
        box.open()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._settings.setValue("window", self.saveGeometry())
        super().closeEvent(event)
