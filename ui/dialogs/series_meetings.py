"""A series with all its meetings: go to one, leave one out, add a date, let the series end."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from roundtables.errors import Expected
from roundtables.queries import events as event_queries
from roundtables.queries import series as queries
from roundtables.queries.series import MeetingRow, SeriesPage
from roundtables.services import series as services
from roundtables.services import series_changes
from roundtables.services.series_changes import Scope
from roundtables.terms import EventStatus
from roundtables.words import N_, _, n_
from ui import format as formats
from ui.commands import Command
from ui.dialogs.series import RepeatDialog
from ui.dialogs.series_scope import ScopeDialog
from ui.holders import tell_called_off
from ui.links import Link
from ui.models.columns import Column, labels, long_spans
from ui.models.rows import RowsModel
from ui.theme import GRID, sized
from ui.widgets.fields import time_field
from ui.widgets.parts import button, column, row, wrapped
from ui.widgets.table import Table
from ui.workspace import Workspace

COLUMNS = (
    Column(N_("No."), lambda row: row.reference, width=72),
    Column(
        N_("When"),
        lambda row: formats.short_span(row.starts, row.ends, all_day=row.all_day),
        width=264,
        stretch=True,
        fits=long_spans,
    ),
    Column(N_("Status"), lambda row: _(row.status.label), width=112, fits=labels(EventStatus)),
    Column(N_("Participants"), lambda row: formats.number(row.participants), width=104, number=True),
    Column(N_("Accepted"), lambda row: formats.number(row.accepted), width=96, number=True),
    Column(N_("Declined"), lambda row: formats.number(row.declined), width=96, number=True),
)


def open_series(parent: QWidget, workspace: Workspace, event_id: int) -> None:
    """Show the series that an event is in, or ask how it is to repeat."""
    try:
        with workspace.read() as session:
            event = event_queries.event_page(session, event_id)
    except Expected as error:
        workspace.failed.emit(str(error))
        return
    if event.series_id is None:
        RepeatDialog(parent, workspace, event).open()
    else:
        SeriesDialog(parent, workspace, event.series_id, event_id).open()


def call_off_meetings(parent: QWidget, workspace: Workspace, event_id: int) -> None:
    """Ask which meetings of a series are cancelled, and cancel them."""

    def work(scope: Scope) -> None:
        gone: list[int] = []
        done = workspace.do(
            _("Cancel event") if scope is Scope.ONE else _("Cancel meetings"),
            lambda session: gone.extend(each.id for each in series_changes.cancel(session, event_id, scope)),
        )
        if done and scope is Scope.ONE:
            tell_called_off(workspace, event_id)
        elif done:
            words = n_(
                "{n} meeting is cancelled. Its participants and replies are kept.",
                "{n} meetings are cancelled. Their participants and replies are kept.",
                len(gone),
            )
            workspace.noticed.emit(words.format(n=formats.number(len(gone))), True)

    words = _("This event is one of a series. Which meetings are cancelled? Those that were held stay as they are.")
    ScopeDialog(parent, _("Cancel event"), words, _("Cancel meetings"), work).open()


def add_to_meetings(parent: QWidget, workspace: Workspace, event_id: int, person_ids: list[int], notice: str) -> None:
    """Ask to which meetings of a series people are added, and add them."""

    def work(scope: Scope) -> None:
        workspace.do(
            _("Add participants"),
            lambda session: series_changes.add_people(session, event_id, person_ids, scope),
            notice=notice,
        )

    words = _("This event is one of a series. To which meetings are they added? Those that are over stay as they are.")
    ScopeDialog(parent, _("Add participants"), words, _("Add"), work).open()


class SeriesDialog(QDialog):
    """The meetings in the order of the series; what is done in it is saved at once and can be undone."""

    COMMANDS = (
        Command("meeting.leave_out", N_("Leave out"), "leave_out", "Del", "calendar-remove"),
        Command("meeting.end_here", N_("End the series here"), "end_here", "", "calendar-end"),
    )

    def __init__(self, parent: QWidget, workspace: Workspace, series_id: int, event_id: int) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Series"))
        self.resize(sized(864), sized(520))
        self._workspace, self._id = workspace, series_id
        self._page: SeriesPage
        self._title = wrapped("", "title")
        self._facts = wrapped("", "muted")
        self._model = RowsModel(COLUMNS)
        self.table = Table(_("Meetings of the series"), COLUMNS)
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.table.show_rows(self._model)
        self.table.opened.connect(self._go)
        workspace.keyboard.bind(self, self.COMMANDS, within=self.table)
        self._error = wrapped("", "error")
        self._error.hide()
        self._refresh()
        last = self._page.meetings[-1].starts
        self.another = time_field("starts", _("Another date"), formats.to_qt(last))
        tools = row(
            button(_("Leave out"), self.leave_out, picture="calendar-remove"),
            button(_("End the series here"), self.end_here),
            1,
            self.another.editor,
            button(_("Add date"), self.add, picture="plus"),
        )
        buttons = QDialogButtonBox()
        close = buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        # Enter goes to the meeting that is chosen.
        close.setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        head = column(self._title, self._facts, space=GRID)
        layout = column(head, self.table, self._error, tools, buttons, margin=6 * GRID, space=4 * GRID)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self._choose(event_id)
        self.table.setFocus()
        workspace.changed.connect(self._follow)

    def _refresh(self) -> None:
        with self._workspace.read() as session:
            page = self._page = queries.page(session, self._id)
        self._title.setText(formats.shown(page.title))
        group = [formats.shown(page.group)] if page.group not in ("", page.title) else []
        facts = [page.words, page.timezone, *group]
        self._facts.setText("  ·  ".join(facts))
        self._model.show(page.meetings)

    def _follow(self, tables: frozenset[str]) -> None:
        if tables and not tables & {"event", "series", "series_date", "participation"}:
            return
        try:
            self._refresh()
        except Expected:
            self.reject()

    def _choose(self, event_id: int) -> None:
        at = self._model.find(event_id, 0)
        self.table.setCurrentIndex(self._model.index(0 if at is None else at, 0))

    def _current(self) -> MeetingRow | None:
        found: Any = self._model.row(self.table.currentIndex().row())
        return found if isinstance(found, MeetingRow) else None

    def _go(self, meeting: MeetingRow) -> None:
        self.accept()
        self._workspace.visit.emit(Link("event", meeting.id))

    def leave_out(self) -> None:
        """Take the chosen date out of the series."""
        meeting = self._current()
        if meeting is not None:
            self._do(_("Leave out a meeting"), lambda session: services.leave_out(session, meeting.id))

    def end_here(self) -> None:
        """Let the series end with the chosen meeting."""
        meeting = self._current()
        if meeting is not None:
            day = meeting.date.date()
            self._do(_("End series"), lambda session: services.end_earlier(session, self._id, day))

    def add(self) -> None:
        """One more meeting on the date that is entered."""
        date = self.another.value()
        if self._page.all_day:
            date = date.replace(hour=0, minute=0)
        self._do(_("Add a meeting"), lambda session: services.add_date(session, self._id, date))

    def _do(self, name: str, work: Any) -> None:
        """Make a step; what can't be done is said here, where it was asked for."""
        try:
            with self._workspace.change(name) as session:
                work(session)
        except Expected as error:
            self._error.setText(str(error))
            self._error.show()
        else:
            self._error.hide()
