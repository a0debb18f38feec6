"""The event's page: title, when and where, actions, and the tabs below."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QTabWidget, QToolButton, QWidget

from roundtables.errors import Expected
from roundtables.queries import events as queries
from roundtables.queries import participants
from roundtables.queries.events import EventPage as EventRecord
from roundtables.services import events as services
from roundtables.terms import EventStatus
from roundtables.words import _
from ui import format as formats
from ui.icons import icon
from ui.links import Link
from ui.pages.event import exports
from ui.pages.event.attendance import AttendanceTab
from ui.pages.event.history import HistoryTab
from ui.pages.event.overview import OverviewTab
from ui.pages.event.participants import ParticipantsTab
from ui.pages.event.programme import ProgrammeTab
from ui.pages.place import Page
from ui.theme import GRID
from ui.widgets.parts import button, column, row, wrapped
from ui.workspace import Workspace

PARTS = ("overview", "agenda", "participants", "attendance", "history")
"""What links call the tabs, in their order."""


class EventPage(Page):
    """One event. Tabs are made when they are first looked at."""

    shows = frozenset(
        {"event", "session", "slot", "participation", "attendance", "person", "organisation", "venue", "hand_over"}
    )
    left = Signal()
    import_asked = Signal(int)
    gone = Signal()

    def __init__(self, workspace: Workspace, event_id: int) -> None:
        super().__init__(workspace)
        self.event_id = event_id
        self.record: EventRecord
        self._title = wrapped("", "title")
        self._facts = wrapped("", "subtitle")
        back = QToolButton()
        back.setIcon(icon("arrow-left"))
        back.setProperty("flat", True)
        back.setAccessibleName(_("Back to the events"))
        back.setToolTip(_("Back to the events"))
        back.clicked.connect(self.left)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.setAccessibleName(_("Parts of the event"))
        self._tabs: list[Any] = []
        for make, name in (
            (OverviewTab, _("Overview")),
            (ProgrammeTab, _("Agenda")),
            (ParticipantsTab, _("Participants")),
            (AttendanceTab, _("Attendance")),
            (HistoryTab, _("Change history")),
        ):
            tab = make(workspace, event_id)
            self._tabs.append(tab)
            self.tabs.addTab(tab, name)
        participants_tab: ParticipantsTab = self._tabs[2]
        participants_tab.import_asked.connect(lambda: self.import_asked.emit(self.event_id))
        self.tabs.currentChanged.connect(self._show_tab)
        head = row(back, self._title, space=2 * GRID)
        head.setStretch(1, 1)
        below = row(self._facts, self._actions(), space=6 * GRID)
        below.setStretch(0, 1)
        layout = column(head, below, self.tabs, margin=6 * GRID, space=3 * GRID)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        self.refresh()

    def _actions(self) -> QWidget:
        holder = QWidget()
        more = QToolButton()
        more.setText(_("More"))
        more.setIcon(icon("dots-horizontal"))
        more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(more)
        menu.addAction(icon("content-copy"), _("Duplicate"), self._duplicate)
        self._cancel = menu.addAction(icon("calendar-remove"), _("Cancel event"), self._call_off)
        menu.addAction(icon("delete-outline"), _("Delete event"), self._remove)
        more.setMenu(menu)
        holder.setLayout(
            row(
                button(_("Invitations…"), lambda: exports.invite(self), picture="email-outline"),
                button(_("Sign-in sheet…"), lambda: exports.sign_in_sheet(self), picture="draw"),
                button(_("Attendance list…"), lambda: exports.attendance_list(self), picture="table-check"),
                more,
            )
        )
        return holder

    def show_link(self, link: Link) -> None:
        if link.part in PARTS:
            self.tabs.setCurrentIndex(PARTS.index(link.part))

    def refresh(self) -> None:
        try:
            with self.workspace.read() as session:
                self.record = queries.event_page(session, self.event_id)
                rows = participants.listing(session, self.event_id)
        except Expected:
            self.gone.emit()
            return
        record = self.record
        self._title.setText(formats.shown(record.title))
        facts = [
            record.reference,
            _(record.status.label),
            formats.span(record.starts, record.ends, all_day=record.all_day),
            record.timezone,
            formats.shown(record.where) or _(record.format.label),
        ]
        self._facts.setText("  ·  ".join(facts))
        self._cancel.setEnabled(record.status is not EventStatus.CANCELLED)
        for tab in self._tabs:
            tab.show_event(record, rows)

    def _show_tab(self, number: int) -> None:
        self._tabs[number].looked_at()

    def _duplicate(self) -> None:
        made: list[int] = []

        def work(session: Any) -> None:
            made.append(services.duplicate(session, self.event_id).id)

        if self.workspace.do(_("Duplicate event"), work, notice=_("A draft was made a week later.")):
            self.workspace.visit.emit(Link("event", made[0]))

    def _call_off(self) -> None:
        self.workspace.do(
            _("Cancel event"),
            lambda session: services.cancel(session, self.event_id),
            notice=_("The event is cancelled. Its participants and replies are kept."),
        )

    def _remove(self) -> None:
        words = _("{reference} was deleted.").format(reference=self.record.reference)
        self.workspace.do(_("Delete event"), lambda session: services.delete(session, self.event_id), notice=words)
