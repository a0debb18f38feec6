"""All events: a table that is sorted and narrowed, and opens an event's page."""

import datetime as dt
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QComboBox, QStackedLayout, QWidget

from roundtables.queries import events as queries
from roundtables.queries import programme
from roundtables.queries.events import EventFilter, EventRow
from roundtables.services import events as services
from roundtables.terms import EventKind, EventStatus
from roundtables.words import N_, _, n_
from ui import format as formats
from ui.icons import icon
from ui.links import Link
from ui.models.columns import Column
from ui.models.paged import PagedTableModel
from ui.pages.place import Page
from ui.theme import GRID
from ui.widgets.filter_line import FilterLine
from ui.widgets.parts import EmptyState, button, column, label, row
from ui.widgets.table import Table
from ui.workspace import Workspace


def _seats(event: EventRow) -> str:
    return f"{event.accepted} / {event.capacity}" if event.capacity else str(event.accepted)


COLUMNS = (
    Column(N_("Number"), lambda event: event.reference, "reference", 76),
    Column(N_("Event"), lambda event: event.title, "title", 320, stretch=True),
    Column(
        N_("When"), lambda event: formats.short_span(event.starts, event.ends, all_day=event.all_day), "starts", 220
    ),
    Column(N_("Event type"), lambda event: _(event.kind.label), "kind", 188),
    Column(N_("Place"), lambda event: event.place or _(event.format.label), "place", 126),
    Column(N_("Status"), lambda event: _(event.status.label), "status", 112),
    Column(N_("Accepted"), _seats, "accepted", 88, number=True),
)
WHEN = 2


class EventsPage(Page):
    """The table of events with its filters above it."""

    shows = frozenset({"event", "participation", "venue", "work_package"})
    new_asked = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._model = PagedTableModel(COLUMNS, self._count, self._load, EventFilter(), "starts")
        self.table = Table(_("Events"), COLUMNS)
        self.table.show_rows(self._model, sorted_by=WHEN)
        self.table.opened.connect(lambda event: workspace.visit.emit(Link("event", event.id)))
        self._add_actions()
        self._number = label("", "muted")
        self._empty = EmptyState(_("There is no event here yet."), _("New event…"), self.new_asked.emit)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        holder = QWidget()
        holder.setLayout(self._stack)
        new = button(_("New event…"), self.new_asked.emit, picture="plus", primary=True)
        head = row(label(_("Events"), "title"), self._number, 1, new, space=3 * GRID)
        layout = column(head, self._filters(), holder, margin=6 * GRID, space=4 * GRID)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        self._show_number()
        self._go_to_today()

    def _add_actions(self) -> None:
        """What is done to the selected events: by keys in the table, and by the other mouse button."""
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        for words, picture, keys, work in (
            (_("Open"), "open-in-app", "", self._open_current),
            (_("Duplicate"), "content-copy", "Ctrl+D", self._duplicate),
            (_("Cancel event"), "calendar-remove", "", self._call_off),
            (_("Delete event"), "delete-outline", "Del", self.delete_selected),
        ):
            action = QAction(icon(picture), words, self.table)
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(work)
            self.table.addAction(action)

    def _open_current(self) -> None:
        event = self.table.current_row()
        if event is not None:
            self.workspace.visit.emit(Link("event", event.id))

    def _duplicate(self) -> None:
        rows = self.selected_events()

        def work(session: Any) -> None:
            for event in rows:
                services.duplicate(session, event.id)

        if rows:
            words = n_("{n} draft was made a week later.", "{n} drafts were made a week later.", len(rows))
            self.workspace.do(_("Duplicate event"), work, notice=words.format(n=len(rows)))

    def _call_off(self) -> None:
        rows = self.selected_events()

        def work(session: Any) -> None:
            for event in rows:
                services.cancel(session, event.id)

        if rows:
            words = n_("{n} event cancelled", "{n} events cancelled", len(rows)).format(n=len(rows))
            self.workspace.do(_("Cancel event"), work, notice=words)

    def _filters(self) -> QWidget:
        self.words = FilterLine()
        self.words.setMinimumWidth(200)
        self.words.settled.connect(self._narrow)
        kinds = [(kind, _(kind.label)) for kind in EventKind]
        self._kind = self._choice(_("Event type"), _("All types"), sorted(kinds, key=lambda pair: pair[1]))
        self._status = self._choice(_("Status"), _("Any status"), [(status, _(status.label)) for status in EventStatus])
        self._package = self._choice(_("Work package"), _("All work packages"), [])
        QTimer.singleShot(0, self._fill_packages)
        self._when = self._choice(
            _("Period"), _("Any time"), [("coming", _("From today on")), ("past", _("Before today"))]
        )
        holder = QWidget()
        holder.setLayout(row(self.words, self._when, self._kind, self._status, self._package))
        holder.layout().setStretch(0, 1)  # type: ignore[union-attr]  # it was set above
        return holder

    def _fill_packages(self) -> None:
        """The list comes first; what it can be narrowed to, a moment later."""
        with self.workspace.read() as session:
            packages = programme.work_packages(session)
        for each in packages:
            self._package.addItem(f"{each.number} {formats.shown(each.title)}", each.number)

    def _choice(self, name: str, every: str, choices: list[tuple[Any, str]]) -> QComboBox:
        combo = QComboBox()
        combo.setAccessibleName(name)
        combo.setToolTip(name)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(11)
        combo.addItem(every, None)
        for value, words in choices:
            combo.addItem(words, value)
        combo.activated.connect(self._narrow)
        return combo

    def _narrow(self) -> None:
        today = dt.date.today()  # noqa: DTZ011 - the day on the wall is meant
        kind, status, when = self._kind.currentData(), self._status.currentData(), self._when.currentData()
        self._model.refresh(
            EventFilter(
                words=self.words.text(),
                kinds=frozenset({kind}) if kind else frozenset(),
                statuses=frozenset({status}) if status else frozenset(),
                work_package=self._package.currentData(),
                since=today if when == "coming" else None,
                until=today - dt.timedelta(days=1) if when == "past" else None,
            )
        )
        self._show_number()

    def refresh(self) -> None:
        chosen = self.table.current_row()
        at = self.table.currentIndex().row()
        self._model.refresh(self._model.narrowed)
        found = self._model.find(chosen.id, at) if chosen is not None else None
        if found is not None:
            self.table.go_to(found)
        self._show_number()

    def focus_filter(self) -> None:
        self.words.setFocus()
        self.words.selectAll()

    def selected_events(self) -> list[EventRow]:
        """The events that are selected in the table."""
        return self.table.selected_rows()

    def delete_selected(self) -> None:
        """Remove the selected events; a notice offers to undo it."""
        rows = self.selected_events()

        def work(session: Any) -> None:
            for event in rows:
                services.delete(session, event.id)

        if rows:
            words = n_("{n} event deleted", "{n} events deleted", len(rows)).format(n=len(rows))
            self.workspace.do(_("Delete events"), work, notice=words)

    def _show_number(self) -> None:
        number = self._model.rowCount()
        self._number.setText(n_("{n} event", "{n} events", number).format(n=formats.number(number)))
        narrowed = self._model.narrowed != EventFilter()
        self._empty.words.setText(_("No event fits the filter.") if narrowed else _("There is no event here yet."))
        self._stack.setCurrentIndex(0 if number else 1)

    def _go_to_today(self) -> None:
        """The table opens where the work is: at the next event, or the last where none is coming."""
        today = dt.date.today()  # noqa: DTZ011 - the day on the wall is meant
        with self.workspace.read() as session:
            past = queries.count(session, EventFilter(until=today - dt.timedelta(days=1)))
        if self._model.rowCount():
            row = min(past, self._model.rowCount() - 1)
            self._model.ensure(row, row)
            index = self._model.index(row, 0)
            self.table.setCurrentIndex(index)
            QTimer.singleShot(0, lambda: self.table.scrollTo(index, Table.ScrollHint.PositionAtCenter))

    def _count(self, narrowed: EventFilter) -> int:
        with self.workspace.read() as session:
            return queries.count(session, narrowed)

    def _load(self, narrowed: EventFilter, sort: str, descending: bool, offset: int, limit: int) -> list[Any]:  # noqa: FBT001 - as the model calls it
        with self.workspace.read() as session:
            return list(queries.page(session, narrowed, sort, descending=descending, offset=offset, limit=limit))
