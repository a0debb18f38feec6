"""The frame: navigation at the left, the pages, menus with their keys, notices. It knows pages only as a list."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QSignalBlocker, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragMoveEvent, QDropEvent
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
from roundtables.services import importing
from roundtables.words import LOCALES, N_, NAMES, _, n_, spoken
from ui.commands import Command
from ui.dialogs.dropped import DropPlace
from ui.icons import icon
from ui.links import Link
from ui.pages.place import Page, Place
from ui.theme import sized
from ui.widgets.notices import NoticeBar, ProgressStrip
from ui.widgets.parts import row
from ui.workspace import Workspace

NAVIGATION_WIDTH = 184
START_SIZE = QSize(1280, 800)


PLACES = (
    Place("today", N_("Today"), "view-dashboard-outline", "ui.pages.today:TodayPage", "Ctrl+1"),
    Place("calendar", N_("Calendar"), "calendar-month-outline", "ui.pages.calendar.page:CalendarPage", "Ctrl+2"),
    Place("events", N_("Events"), "calendar-blank-outline", "ui.pages.events:EventsPage", "Ctrl+3", ("event",)),
    Place(
        "people",
        N_("People and organisations"),
        "account-group-outline",
        "ui.pages.people.page:PeoplePage",
        "Ctrl+4",
        ("person", "organisation"),
    ),
    Place("programme", N_("Programme"), "sitemap-outline", "ui.pages.programme.page:ProgrammePage", "Ctrl+5"),
    Place("history", N_("History"), "history", "ui.pages.history:HistoryPage", "Ctrl+6"),
)
"""The navigation, in order; the last stand at its lower end."""
START = "events"


class MainWindow(QMainWindow):
    """The window of one register."""

    COMMANDS = (
        Command("event.new", N_("New event…"), "new_event", "Ctrl+N", "plus"),
        Command("people.import", N_("Import people…"), "import_anybody", "Ctrl+I", "tray-arrow-down"),
        Command("register.back_up", N_("Back up now"), "back_up", "", "content-save-outline"),
        Command("register.check", N_("Check the register"), "check", "", "shield-check-outline"),
        Command("window.quit", N_("Quit"), "close", "Ctrl+Q"),
        Command("edit.undo", N_("Undo"), "undo", "Ctrl+Z", "undo"),
        Command("edit.redo", N_("Redo"), "redo", "Ctrl+Shift+Z", "redo"),
        Command("edit.filter", N_("Filter"), "focus_filter", "Ctrl+F", "magnify"),
        Command("search.palette", N_("Find or do…"), "open_palette", "Ctrl+K", "magnify"),
        Command("view.refresh", N_("Read again"), "refresh", "F5", "refresh"),
        Command("view.back", N_("Back"), "go_back", "Alt+Left", "arrow-left"),
        Command("help.about", N_("About Roundtables"), "about", "", "information-outline"),
    )
    MENUS = (
        (N_("&Register"), ("event.new", "people.import", "", "register.back_up", "register.check", "", "window.quit")),
        (N_("&Edit"), ("edit.undo", "edit.redo", "", "search.palette", "edit.filter")),
        (N_("&View"), ("view.places", "", "view.back", "view.refresh", "view.languages")),
        (N_("&Help"), ("help.about",)),
    )

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace, self._settings = workspace, workspace.settings
        self.setWindowTitle(self._name())
        self.resize(START_SIZE)
        self._pages: dict[str, Page] = {}
        self._visited: list[Link] = []
        self.stack = QStackedWidget()
        self.navigation = self._navigation()
        self.notices = NoticeBar(workspace)
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
        self.drops = DropPlace(self, workspace, self.import_people)
        workspace.noticed.connect(self.notices.say)
        workspace.failed.connect(self.notices.say_failed)
        workspace.task_started.connect(self.progress.follow)
        workspace.visit.connect(self.visit)
        workspace.changed.connect(self._update_undo)
        # What the menu says can wait until the list is there.
        QTimer.singleShot(0, self._update_undo)
        geometry = self._settings.value("window")
        if geometry is not None:
            self.restoreGeometry(geometry)
        self.visit(Link(self._first_place()))

    def _first_place(self) -> str:
        """Where the window was left, else where it starts."""
        kept = str(self._settings.value("place") or "")
        return kept if any(place.key == kept for place in PLACES) else START

    def _name(self) -> str:
        path = self.workspace.register.path
        return f"{path.stem} — Roundtables" if path is not None else "Roundtables"

    def _navigation(self) -> QListWidget:
        navigation = QListWidget()
        navigation.setObjectName("navigation")
        navigation.setAccessibleName(_("Places"))
        navigation.setFixedWidth(sized(NAVIGATION_WIDTH))
        navigation.setIconSize(QSize(sized(20), sized(20)))
        navigation.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for place in PLACES:
            item = QListWidgetItem(icon(place.icon), _(place.name))
            item.setSizeHint(QSize(0, sized(36)))
            navigation.addItem(item)
        navigation.currentRowChanged.connect(self._chosen)
        return navigation

    def _chosen(self, number: int) -> None:
        if number >= 0:
            self.visit(Link(PLACES[number].key))

    def visit(self, link: Link) -> None:
        """Go to what a link names; a place's page is made at the first visit, an event's page at each."""
        if not self._visited or self._visited[-1] != link:
            self._visited = [*self._visited[-49:], link]
        place = next(place for place in PLACES if link.place in (place.key, *place.places))
        with QSignalBlocker(self.navigation):
            self.navigation.setCurrentRow(PLACES.index(place))
        self._settings.setValue("place", place.key)
        if link.place == "event" and link.key is not None:
            self._show_event(link.key, link.part)
            return
        if place.key not in self._pages:
            self._pages[place.key] = self._made(place)
        page = self._pages[place.key]
        self._show(page)
        page.show_link(link)

    def _made(self, place: Place) -> Page:
        page = place.make(self.workspace)
        asked = getattr(page, "new_asked", None)
        if asked is not None:
            asked.connect(self.new_event)
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

    def _show_event(self, event_id: int, part: str) -> None:
        from ui.pages.event.page import EventPage

        page: Any = self.stack.currentWidget()
        if not isinstance(page, EventPage) or page.event_id != event_id:
            page = EventPage(self.workspace, event_id)
            page.left.connect(self.go_back)
            page.gone.connect(self._leave_what_is_gone)
            page.import_asked.connect(self.import_people)
            self.stack.addWidget(page)
            self._show(page)
        page.show_link(Link("event", event_id, part))

    def _leave_what_is_gone(self) -> None:
        """An event that was deleted is not gone back to."""
        self._visited = [link for link in self._visited if link.place != "event"] or [Link(START)]
        self.visit(self._visited[-1])

    def current_page(self) -> Any:
        """The page that is shown."""
        return self.stack.currentWidget()

    def new_event(self) -> None:
        """Ask for a new event and open its page."""
        from ui.dialogs.new_event import NewEventDialog

        NewEventDialog(self, self.workspace).open()

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

    def import_anybody(self) -> None:
        """Bring people in, for no event in particular."""
        self.import_people()

    def undo(self) -> None:
        """Take back the last step."""
        self.workspace.undo()

    def redo(self) -> None:
        """Do again what was undone last."""
        self.workspace.redo()

    def _make_menus(self) -> None:
        self.actions_by_key = self.workspace.keyboard.bind(self, self.COMMANDS)
        for words, keys in self.MENUS:
            menu = self.menuBar().addMenu(_(words))
            for key in keys:
                if key == "view.places":
                    self._add_places(menu)
                elif key == "view.languages":
                    self._add_languages(menu)
                elif key:
                    menu.addAction(self.actions_by_key[key])
                else:
                    menu.addSeparator()
        self._undo, self._redo = self.actions_by_key["edit.undo"], self.actions_by_key["edit.redo"]

    def _add_places(self, menu: QMenu) -> None:
        for place in PLACES:
            action = menu.addAction(icon(place.icon), _(place.name))
            action.setShortcut(place.shortcut)
            action.triggered.connect(lambda _checked, key=place.key: self.visit(Link(key)))

    def _add_languages(self, menu: QMenu) -> None:
        languages = menu.addMenu(_("Language"))
        for code in LOCALES:
            action = languages.addAction(NAMES[code])
            action.triggered.connect(lambda _checked, code=code: self._choose_language(code))
            action.setCheckable(True)
            action.setChecked(code == spoken().code)

    def focus_filter(self) -> None:
        """Put the keyboard into the filter of the page that is shown."""
        page = self.current_page()
        if isinstance(page, Page):
            page.focus_filter()

    def open_palette(self) -> None:
        """Find a row of the register or a command by its words."""
        from ui.dialogs.palette import Palette

        Palette.over(self, self.workspace, PLACES).start()

    def refresh(self) -> None:
        """Read again what is shown."""
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

    def back_up(self) -> None:
        """Make a verified copy now."""

        def done(path: Path) -> None:
            self.workspace.noticed.emit(_("A verified copy was made: {path}").format(path=path), False)

        self.workspace.run(_("Backing up"), lambda _report: self.workspace.register.back_up(), done)

    def check(self) -> None:
        """Look inside the register and say whether it is sound."""

        def done(found: list[str]) -> None:
            words = _("The register is sound.")
            if found:
                words = n_("{n} fault was found in the register.", "{n} faults were found in the register.", len(found))
            self.workspace.noticed.emit(words.format(n=len(found)), False)

        self.workspace.run(_("Checking the register"), lambda _report: self.workspace.register.check(), done)

    def about(self) -> None:
        """Say what this is."""
        box = QMessageBox(self)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(_("About Roundtables"))
        box.setText(f"Roundtables {__version__}")
        box.setInformativeText(_("A local register of workshops, study visits and round-tables. Licence: EUPL-1.2."))
        box.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.drops.enter(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self.drops.enter(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.drops.take(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._settings.setValue("window", self.saveGeometry())
        super().closeEvent(event)
