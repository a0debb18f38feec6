"""Work packages and activities with their targets, what has come of them, and below, the events of the chosen line."""

import datetime as dt
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QStackedLayout,
    QWidget,
)

from roundtables.errors import Expected
from roundtables.queries import progress as queries
from roundtables.queries.progress import CountedFilter, Figures, Place, PlannedPackage
from roundtables.services import programme as programme_services
from roundtables.services import work_packages as services
from roundtables.words import N_, _, n_
from ui import format as formats
from ui.commands import Command
from ui.latest import Latest
from ui.links import Link
from ui.models import progress as model
from ui.models.columns import Column
from ui.models.paged import PagedTableModel
from ui.models.progress import Level, Line, ProgressModel, lines_of
from ui.pages.programme.editing import CellEditor
from ui.pages.programme.leads import LeadsDialog
from ui.theme import GRID, sized
from ui.widgets.bars import BarDelegate, legend
from ui.widgets.elided import ElidedLabel
from ui.widgets.parts import EmptyState, button, column, row
from ui.widgets.table import Table
from ui.widgets.tools import tool
from ui.workspace import Workspace

NOTHING = CountedFilter(0)
NARROWEST_WITH_LEADS = 980
EVENT_COLUMNS = (
    Column(N_("Number"), lambda event: event.reference, "", 76),
    Column(N_("Event"), lambda event: event.title, "", 320, stretch=True),
    Column(N_("When"), lambda event: formats.short_span(event.starts, event.ends, all_day=event.all_day), "", 232),
    Column(N_("Status"), lambda event: _(event.status.label), "", 112),
    Column(N_("Attended"), lambda event: formats.number(event.participants), "", 96, number=True),
)


class PackagesTab(QWidget):
    """The plan of one project against what happened. Figures are counted off the window's thread and come after it."""

    COMMANDS = (
        Command("packages.activity", N_("Add activity"), "add_activity", "Ins", "plus"),
        Command("packages.leads", N_("Led by…"), "choose_leads", "Ctrl+L", "domain"),
        Command("packages.up", N_("Move up"), "move_up", "Alt+Up", "arrow-up"),
        Command("packages.down", N_("Move down"), "move_down", "Alt+Down", "arrow-down"),
        Command("packages.events", N_("Go to the events of this line"), "go_to_events", "", "calendar-blank-outline"),
        Command("packages.delete", N_("Delete"), "delete", "Del", "delete-outline"),
    )

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._id: int | None = None
        self._late = False
        self._plan: list[PlannedPackage] = []
        self._figures: dict[Place, Figures] | None = None
        self._figures_of = Latest(self._count, self)
        self._figures_of.answered.connect(self._take_figures)
        self._figures_of.failed.connect(lambda _asked, words: workspace.failed.emit(words))
        self._model = ProgressModel(self._save)
        self.table = self._make_table()
        self._events_model = PagedTableModel(EVENT_COLUMNS, self._count_events, self._load_events, NOTHING, "")
        self.events = Table(_("Events of the chosen line"), EVENT_COLUMNS)
        self.events.show_rows(self._events_model)
        self.events.opened.connect(lambda event: workspace.visit.emit(Link("event", event.id)))
        self._events_title = ElidedLabel("", "muted")
        full = QWidget()
        filling = column(self._tools(), self._split(), margin=2 * GRID, space=3 * GRID)
        filling.setStretch(1, 1)
        full.setLayout(filling)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(full)
        words = _("This project has no work packages yet.")
        self._stack.addWidget(EmptyState(words, _("Add work package"), self.add_package))

    def _make_table(self) -> Table:
        table = Table(_("Work packages and activities"), model.COLUMNS)
        table.show_rows(self._model)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        trigger = QAbstractItemView.EditTrigger
        table.setEditTriggers(trigger.EditKeyPressed | trigger.DoubleClicked | trigger.AnyKeyPressed)
        self._editor, self._bars = CellEditor(table), BarDelegate(table)
        self._editor.refused.connect(lambda index, text: QTimer.singleShot(0, self, lambda: self._reopen(index, text)))
        self._editor.closeEditor.connect(lambda *_how: QTimer.singleShot(0, self, self._show_late))
        table.setItemDelegate(self._editor)
        for at in (model.EVENTS, model.PARTICIPANTS):
            table.setItemDelegateForColumn(at, self._bars)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        table.chosen.connect(self._choose)
        self._model.modelReset.connect(self._lay_spans)
        table.opened.connect(lambda _line: self.go_to_events())
        table.clicked.connect(self._clicked)
        self._workspace.keyboard.bind(self, self.COMMANDS, within=table)
        return table

    def _tools(self) -> QHBoxLayout:
        self._leads = button(_("Led by…"), self.choose_leads, picture="domain")
        self._line_tools = (
            tool(_("Move up"), self.move_up, "arrow-up"),
            tool(_("Move down"), self.move_down, "arrow-down"),
            tool(_("Delete"), self.delete, "delete-outline"),
        )
        return row(
            button(_("Add work package"), self.add_package, picture="plus"),
            button(_("Add activity"), self.add_activity, picture="plus"),
            self._leads,
            *self._line_tools,
            1,
        )

    def _split(self) -> QSplitter:
        above, below = QWidget(), QWidget()
        over = column(self.table, row(legend(), 1), space=2 * GRID)
        over.setStretch(0, 1)
        above.setLayout(over)
        below.setLayout(column(self._events_title, self.events, space=2 * GRID))
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(4 * GRID)
        split.addWidget(above)
        split.addWidget(below)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 1)
        kept = self._workspace.settings.value("programme/split")
        if kept is not None:
            split.restoreState(kept)
        split.splitterMoved.connect(
            lambda *_at: self._workspace.settings.setValue("programme/split", split.saveState())
        )
        return split

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow, titles have the room of those who lead; they are found by “Led by…” there."""
        self.table.setColumnHidden(model.LEADS, self.width() < sized(NARROWEST_WITH_LEADS))
        super().resizeEvent(event)

    def show_project(self, project_id: int) -> None:
        """Show a project's plan at once and its figures when they have been counted."""
        if project_id != self._id:
            self._id, self._figures = project_id, None
        with self._workspace.read() as session:
            self._plan = queries.plan(session, project_id)
        self._show()
        self._figures_of.ask((project_id, dt.datetime.now(dt.UTC)))

    def _show(self) -> None:
        chosen = self.current_line()
        lines = lines_of(self._id or 0, self._plan, self._figures)
        if self.table.state() == Table.State.EditingState and not self._model.has_same(lines):
            # Other lines would close the editor and lose what is in it: they can wait for its end.
            self._late = True
            return
        self._late = False
        self._model.show(lines)
        self._stack.setCurrentIndex(0 if self._model.lines else 1)
        if not self._model.lines:
            return
        if chosen is None or not self._go_to(chosen.narrowed):
            self.table.go_to(0)
        self._choose(self.current_line())

    def _show_late(self) -> None:
        if self._late:
            self._show()

    def _count(self, asked: tuple[int, dt.datetime]) -> dict[Place, Figures]:
        """The figures of a project by an instant; called off the window's thread."""
        with self._workspace.read() as session:
            return queries.figures(session, *asked)

    def _take_figures(self, asked: tuple[int, dt.datetime], figures: dict[Place, Figures]) -> None:
        if asked[0] == self._id:
            self._figures = figures
            self._show()

    def current_line(self) -> Line | None:
        """The line the keyboard is on."""
        line: Line | None = self.table.current_row()
        return line

    def _go_to(self, narrowed: CountedFilter, at: int | None = None) -> bool:
        keys = [line.narrowed for line in self._model.lines]
        if narrowed not in keys:
            return False
        before = self.table.currentIndex()
        index = self._model.index(keys.index(narrowed), max(before.column(), 0) if at is None else at)
        if index != before:
            self.table.setCurrentIndex(index)
            self.table.scrollTo(index)
        return True

    def _lay_spans(self) -> None:
        """Only a work package says who leads it: the titles of other lines have that room too."""
        self.table.clearSpans()
        for at, line in enumerate(self._model.lines):
            if line.level is not Level.PACKAGE:
                self.table.setSpan(at, model.TITLE, 1, model.LEADS - model.TITLE + 1)

    def _choose(self, line: Line | None) -> None:
        """Offer what can be done to the line, and show its events."""
        self._leads.setEnabled(line is not None and line.narrowed.work_package_id is not None)
        for each in self._line_tools:
            each.setEnabled(line is not None and line.key is not None)
        self._show_events(line)

    def _show_events(self, line: Line | None) -> None:
        """The events behind the chosen line's figures, the latest first."""
        narrowed = line.narrowed if line is not None else NOTHING
        chosen, at = self.events.current_row(), self.events.currentIndex().row()
        same = narrowed == self._events_model.narrowed
        self._events_model.refresh(narrowed)
        found = self._events_model.find(chosen.id, at) if same and chosen is not None else None
        if found is not None:
            self.events.go_to(found)
        number = self._events_model.rowCount()
        words = n_("{n} event in “{title}”", "{n} events in “{title}”", number)
        title = line.title if line is not None else ""
        self._events_title.show_text(words.format(n=formats.number(number), title=title))

    def go_to_events(self) -> None:
        """Put the keyboard into the events of the chosen line."""
        if self._events_model.rowCount():
            self.events.setFocus()
            self.events.go_to(0)

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == model.EVENTS:
            self.go_to_events()

    def add_package(self) -> None:
        """A new work package, named for now as such, with the keyboard in its name."""
        key, made = self._id, []

        def work(session: Any) -> None:
            made.append(services.add_package(session, key or 0, title=_("New work package")).id)

        if key is not None and self._workspace.do(_("Add work package"), work, notice=_("Work package added")):
            self._begin(CountedFilter(key, made[0]))

    def add_activity(self) -> None:
        """A new activity in the chosen line's work package, with the keyboard in its name."""
        key, line, made = self._id, self.current_line(), []
        package = line.narrowed.work_package_id if line is not None else None
        if package is None and self._plan:
            package = self._plan[-1].id
        if key is None or package is None:
            return

        def work(session: Any) -> None:
            made.append(services.add_activity(session, package, title=_("New activity")).id)

        if self._workspace.do(_("Add activity"), work, notice=_("Activity added")):
            self._begin(CountedFilter(key, package, made[0]))

    def _reopen(self, index: QModelIndex, text: str) -> None:
        """What was typed is not lost because it could not be taken: it can be mended, or left by Escape."""
        self.table.setCurrentIndex(index)
        self.table.edit(index)
        editor = self.table.focusWidget()
        if isinstance(editor, QLineEdit):
            editor.setText(text)

    def _begin(self, narrowed: CountedFilter) -> None:
        if self._go_to(narrowed, model.TITLE):
            self.table.setFocus()
            self.table.edit(self.table.currentIndex())

    def move_up(self) -> None:
        """Let the chosen line change places with the one above it."""
        self._move(-1)

    def move_down(self) -> None:
        """Let the chosen line change places with the one below it."""
        self._move(1)

    def _move(self, by: int) -> None:
        line = self.current_line()
        if line is None or line.key is None:
            return
        key = line.key
        if line.level is Level.PACKAGE:
            self._workspace.do(_("Move work package"), lambda session: services.move_package(session, key, by))
        elif line.level is Level.ACTIVITY:
            self._workspace.do(_("Move activity"), lambda session: services.move_activity(session, key, by))

    def delete(self) -> None:
        """Remove the chosen work package or activity; a notice offers to undo it."""
        line = self.current_line()
        if line is None or line.key is None:
            return
        key = line.key
        if line.level is Level.PACKAGE:
            words = _("Work package deleted, with its activities")
            self._workspace.do(
                _("Delete work package"), lambda session: services.delete_package(session, key), notice=words
            )
        elif line.level is Level.ACTIVITY:
            self._workspace.do(
                _("Delete activity"),
                lambda session: services.delete_activity(session, key),
                notice=_("Activity deleted"),
            )

    def choose_leads(self) -> None:
        """Choose who leads the work package of the chosen line."""
        line = self.current_line()
        package = next((each for each in self._plan if line and each.id == line.narrowed.work_package_id), None)
        if package is None:
            return
        dialog = LeadsDialog(self, self._workspace, package)

        def take() -> bool:
            try:
                with self._workspace.change(_("Change who leads")) as session:
                    programme_services.set_leads(session, package.id, dialog.organisations())
            except Expected as error:
                dialog.show_error(error)
                return False
            return True

        dialog.take = take
        dialog.open()

    def _save(self, line: Line, field: str, value: Any) -> bool:
        """Keep what was entered in a cell; what can't be taken is told, and the cell stays as it was."""
        key, changes = line.key or 0, {field: value}
        if line.level is Level.PACKAGE:
            if field == "number" and value is None:
                return False
            return self._workspace.do(
                _("Change work package"), lambda session: services.change_package(session, key, **changes)
            )
        return self._workspace.do(
            _("Change activity"), lambda session: services.change_activity(session, key, **changes)
        )

    def _count_events(self, narrowed: CountedFilter) -> int:
        if narrowed == NOTHING:
            return 0
        with self._workspace.read() as session:
            return queries.count_events(session, narrowed)

    def _load_events(self, narrowed: Any, _sort: str, _descending: bool, offset: int, limit: int) -> list[Any]:  # noqa: FBT001 - as the model calls it
        with self._workspace.read() as session:
            return list(queries.events(session, narrowed, offset=offset, limit=limit))
