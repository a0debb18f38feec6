"""The event's page: title, when and where, actions, and the tabs below."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QMenu, QTabWidget, QToolButton, QWidget

from roundtables.errors import Expected
from roundtables.queries import events as queries
from roundtables.queries import participants
from roundtables.queries.events import EventPage as EventRecord
from roundtables.queries.participants import ParticipantRow
from roundtables.services import events as services
from roundtables.terms import EventStatus
from roundtables.words import N_, _
from ui import format as formats
from ui import holders
from ui.commands import Command
from ui.dialogs.checklists import open_checklists
from ui.dialogs.series_meetings import call_off_meetings, open_series
from ui.dialogs.templates import open_templates, save_as_template
from ui.icons import icon
from ui.links import Link
from ui.pages.event import attendance_tools, exports, paper, removing
from ui.pages.event.attendance import AttendanceTab
from ui.pages.event.costs import CostsTab
from ui.pages.event.event_description import open_event_description
from ui.pages.event.feedback import import_feedback
from ui.pages.event.hand_over import HandOverTab
from ui.pages.event.history import HistoryTab
from ui.pages.event.invitations import InvitationsTab
from ui.pages.event.overview import OverviewTab
from ui.pages.event.participants import ParticipantsTab
from ui.pages.event.programme import ProgrammeTab
from ui.pages.event.report import ReportTab
from ui.pages.event.tasks import TasksTab
from ui.pages.place import Page
from ui.printing import Printout
from ui.theme import GRID, sized
from ui.widgets.parts import button, column, first_control, row, wrapped
from ui.workspace import Workspace

TABS: dict[str, tuple[str, type[Any]]] = {
    "overview": (N_("Overview"), OverviewTab),
    "agenda": (N_("Agenda"), ProgrammeTab),
    "participants": (N_("Participants"), ParticipantsTab),
    "invitations": (N_("Invitations"), InvitationsTab),
    "attendance": (N_("Attendance"), AttendanceTab),
    "costs": (N_("Costs"), CostsTab),
    "report": (N_("Report"), ReportTab),
    "hand-over": (N_("Hand-over"), HandOverTab),
    "tasks": (N_("Tasks"), TasksTab),
    "history": (N_("Change history"), HistoryTab),
}
PARTS = tuple(TABS)
"""What links call the tabs, in their order."""
ROOM_FOR_FACTS = 1040
WITH_PEOPLE = frozenset({"participants", "attendance"})
"""The tabs that show the participants, of whom there may be thousands: they are read for these alone."""


class EventPage(Page):
    """One event. A tab is made and filled when it is looked at, and filled again after a change."""

    shows = frozenset(
        {
            "event",
            "session",
            "slot",
            "participation",
            "attendance",
            "person",
            "organisation",
            "venue",
            "hand_over",
            "invitation",
            "message",
            "event_task",
            "checklist_line",
            "series",
            "series_date",
            "event_file",
            "proved_slot",
            "certificate",
            "cost",
            "rate_table",
            "catering",
            "catering_guest",
            "event_report",
            "survey",
        }
    )
    COMMANDS = (
        Command("event.overview", N_("Overview"), "show_overview", "Alt+1"),
        Command("event.agenda", N_("Agenda"), "show_agenda", "Alt+2"),
        Command("event.participants", N_("Participants"), "show_participants", "Alt+3"),
        Command("event.invitations", N_("Invitations"), "show_invitations", "Alt+4"),
        Command("event.attendance", N_("Attendance"), "show_attendance", "Alt+5"),
        Command("event.costs", N_("Costs"), "show_costs", "Alt+6"),
        Command("event.report", N_("Report"), "show_report", "Alt+7"),
        Command("event.hand_over", N_("Hand-over"), "show_hand_over", "Alt+8"),
        Command("event.tasks", N_("Tasks"), "show_tasks", "Alt+9"),
        Command("event.history", N_("Change history"), "show_history", "Alt+0"),
        Command("event.import", N_("Import participants"), "import_people", "Ctrl+Shift+I", "tray-arrow-down"),
        Command("event.invite", N_("Send invitations…"), "invite", "Ctrl+Shift+M", "send-outline"),
        Command("event.sign_in_sheet", N_("Sign-in sheet…"), "sign_in_sheet", "Ctrl+Shift+S", "draw"),
        Command("event.badges", N_("Name badges…"), "badges", "", "badge-account-horizontal-outline"),
        Command("event.certificates", N_("Certificates of attendance…"), "certificates", "", "certificate-outline"),
        Command("event.attendance_list", N_("Attendance list…"), "attendance_list", "Ctrl+Shift+R", "table-check"),
        Command("event.door", N_("Check-in at the door"), "open_door", "Ctrl+Shift+B", "door-open"),
        Command("event.files", N_("Files of the event…"), "open_files", "Ctrl+Shift+F", "paperclip"),
        Command("event.description", N_("Event description sheet…"), "event_description", "", "file-document-outline"),
        Command("event.feedback", N_("Import feedback…"), "import_feedback", "", "tray-arrow-down"),
        Command("event.add_session", N_("Add session…"), "add_session", "Ctrl+Shift+A", "plus"),
        Command("event.duplicate", N_("Duplicate"), "duplicate", "Ctrl+D", "content-copy"),
        Command("event.repeat", N_("Repeat…"), "repeat", "Ctrl+Shift+Y", "calendar-sync-outline"),
        Command("event.cancel", N_("Cancel event"), "call_off", "Ctrl+Shift+K", "calendar-remove"),
        Command("event.delete", N_("Delete event"), "remove", "Ctrl+Shift+Del", "delete-outline"),
        Command(
            "event.save_as_template", N_("Save as template…"), "save_as_template", "Ctrl+Shift+T", "bookmark-outline"
        ),
        Command("event.from_template", N_("New from template…"), "open_templates", "Ctrl+Alt+N", "bookmark-multiple"),
        Command("event.checklists", N_("Checklists…"), "open_checklists", "", "format-list-checks"),
        Command("event.reminders", N_("Reminder rules…"), "open_reminders", "", "bell-outline"),
    )
    MORE = (
        *("event.duplicate", "event.repeat", "event.save_as_template", "event.from_template", ""),
        *("event.badges", "event.certificates", "event.files", "", "event.checklists", "event.reminders", ""),
        *("event.cancel", "event.delete"),
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
        self._facts.setMinimumWidth(sized(200))
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
        self._tabs: list[Any] = [None for _part in PARTS]
        self._unread: set[int] = set()
        self._places = [QWidget() for _part in PARTS]
        for place, (name, _make) in zip(self._places, TABS.values(), strict=True):
            self.tabs.addTab(place, _(name))
        self.tabs.currentChanged.connect(self._show_tab)
        head = row(back, self._title, space=2 * GRID)
        head.setStretch(1, 1)
        actions = self._actions()
        below = self._below = row(self._facts, actions, space=6 * GRID)
        below.setStretch(0, 1)
        # At first below one another, which asks for less room: the window is never pushed wide by a page it opens.
        below.setDirection(QBoxLayout.Direction.TopToBottom)
        below.setAlignment(actions, Qt.AlignmentFlag.AlignLeft)
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
        self._actions_by_key = self.workspace.keyboard.bind(self, self.COMMANDS)
        for key in self.MORE:
            if key:
                menu.addAction(self._actions_by_key[key])
            else:
                menu.addSeparator()
        more.setMenu(menu)
        holder.setLayout(
            row(
                button(_("Send invitations…"), self.invite, picture="send-outline"),
                button(_("Paper…"), self.sign_in_sheet, picture="file-document-outline"),
                button(_("Attendance list…"), self.attendance_list, picture="table-check"),
                more,
            )
        )
        return holder

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, what can be done stands below what is said of the event."""
        narrow = event.size().width() < sized(ROOM_FOR_FACTS)
        self._below.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        self._below.setSpacing((2 if narrow else 6) * GRID)
        super().resizeEvent(event)

    def printout(self) -> Printout | None:
        """What the event is, where that is open; the other tabs have lists."""
        if PARTS[self.tabs.currentIndex()] != "overview":
            return None
        return Printout(self._title.text(), (_("Field"), _("Details")), self.tab("overview").said(), self._facts.text())

    def focus_filter(self) -> None:
        if PARTS[self.tabs.currentIndex()] == "invitations":
            self.tab("invitations").focus_filter()

    def link(self) -> Link:
        return Link("event", self.event_id, PARTS[self.tabs.currentIndex()])

    def show_link(self, link: Link) -> None:
        if link.part in PARTS:
            self.tabs.setCurrentIndex(PARTS.index(link.part))

    def refresh(self) -> None:
        try:
            with self.workspace.read() as session:
                self.record = queries.event_page(session, self.event_id)
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
        self._actions_by_key["event.cancel"].setEnabled(record.status is not EventStatus.CANCELLED)
        self._unread = set(range(len(PARTS)))
        self._fill_tab()

    def tab(self, part: str) -> Any:
        """The tab with this name, made when it is first asked for: ten at once would keep the window waiting."""
        number = PARTS.index(part)
        if self._tabs[number] is None:
            made = self._tabs[number] = TABS[part][1](self.workspace, self.event_id)
            self._places[number].setLayout(column(made))
            # Its layout would show it a moment later, and the keyboard could not go into it yet.
            made.show()
            if isinstance(made, ParticipantsTab):
                made.import_asked.connect(self.import_people)
            elif isinstance(made, AttendanceTab):
                made.tool_asked.connect(lambda tool: getattr(attendance_tools, tool)(self))
        return self._tabs[number]

    def _fill_tab(self) -> None:
        """Show the event in the tab that is looked at; the others wait until they are."""
        number = self.tabs.currentIndex()
        if number not in self._unread:
            return
        self._unread.discard(number)
        rows: Sequence[ParticipantRow] = ()
        if PARTS[number] in WITH_PEOPLE:
            with self.workspace.read() as session:
                rows = participants.listing(session, self.event_id)
        self.tab(PARTS[number]).show_event(self.record, rows)

    def _show_tab(self, number: int) -> None:
        self.settle(ask=True)
        self._fill_tab()
        self.tab(PARTS[number]).looked_at()

    def settle(self, *, ask: bool = False) -> None:
        overview, tasks, report = (self._tabs[PARTS.index(part)] for part in ("overview", "tasks", "report"))
        if overview is not None:
            overview.settle(ask=ask)
        for tab in (tasks, report):
            if tab is not None:
                tab.settle()

    def show_overview(self) -> None:
        """Go to what the event is."""
        self._go_to("overview")

    def show_agenda(self) -> None:
        """Go to its sessions."""
        self._go_to("agenda")

    def show_participants(self) -> None:
        """Go to who takes part."""
        self._go_to("participants")

    def show_invitations(self) -> None:
        """Go to who holds which invitation."""
        self._go_to("invitations")

    def show_attendance(self) -> None:
        """Go to who was there."""
        self._go_to("attendance")

    def show_costs(self) -> None:
        """Go to what it costs."""
        self._go_to("costs")

    def show_report(self) -> None:
        """Go to what the funder is told."""
        self._go_to("report")

    def show_hand_over(self) -> None:
        """Go to what is given away."""
        self._go_to("hand-over")

    def show_tasks(self) -> None:
        """Go to what there is to do."""
        self._go_to("tasks")

    def show_history(self) -> None:
        """Go to what was changed."""
        self._go_to("history")

    def _go_to(self, part: str) -> None:
        """Show a tab with the keyboard in it."""
        number = PARTS.index(part)
        if number != self.tabs.currentIndex():
            self.tabs.setCurrentIndex(number)
        else:
            self.tab(part).looked_at()
        self._take_keyboard(self.tab(part))

    def _take_keyboard(self, tab: QWidget) -> None:
        """Who went to a tab by keys goes on in it: at its first control, where it has not chosen one itself."""
        focused = QApplication.focusWidget()
        if focused is not None and tab.isAncestorOf(focused):
            return
        first = first_control(tab)
        if first is not None:
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def import_people(self) -> None:
        """Bring in participants from a list."""
        self.import_asked.emit(self.event_id)

    def invite(self) -> None:
        """Show what is due to be sent, where it is seen to whom."""
        self._go_to("invitations")
        self.tab("invitations").send_due()

    def sign_in_sheet(self) -> None:
        """Write the sheet to sign."""
        paper.open_paper(self, paper.SHEET)

    def badges(self) -> None:
        """Make name badges."""
        paper.open_paper(self, paper.BADGES)

    def certificates(self) -> None:
        """Give certificates of attendance."""
        paper.open_paper(self, paper.CERTIFICATES)

    def selected_participants(self) -> list[int]:
        """The keys of the participants selected in their list, where several are."""
        tab = self._tabs[PARTS.index("participants")]
        keys: list[int] = tab.selected_keys() if tab is not None else []
        return keys if len(keys) > 1 else []

    def attendance_list(self) -> None:
        """Write the list for finance."""
        exports.attendance_list(self)

    def open_door(self) -> None:
        """Open the check-in in a window of its own."""
        attendance_tools.open_door(self)

    def open_files(self) -> None:
        """Show what is attached to the event: what proves it, and the rest."""
        attendance_tools.open_files(self)

    def event_description(self) -> None:
        """Write the sheet that the funder asks for."""
        open_event_description(self)

    def import_feedback(self) -> None:
        """Bring in what participants answered."""
        import_feedback(self)

    def add_session(self) -> None:
        """Ask for a new part of the agenda, where it will be seen."""
        self._go_to("agenda")
        self.tab("agenda").add()

    def duplicate(self) -> None:
        """Make a draft like the event and go to it."""
        made: list[int] = []

        def work(session: Any) -> None:
            made.append(services.duplicate(session, self.event_id).id)

        if self.workspace.do(_("Duplicate event"), work, notice=_("A draft was made a week later.")):
            self.workspace.visit.emit(Link("event", made[0]))

    def repeat(self) -> None:
        """Make a series of the event, or show the one that it is in."""
        open_series(self.window(), self.workspace, self.event_id)

    def save_as_template(self) -> None:
        """Ask for a name and keep the event as a template."""
        save_as_template(self, self.workspace, self.event_id, self.record.title)

    def open_templates(self) -> None:
        """Show the templates, to begin a new event from one."""
        open_templates(self.window(), self.workspace)

    def open_reminders(self) -> None:
        """Show the rules by which reminders of this event come."""
        from ui.dialogs.reminder_rules import open_rules

        open_rules(self.window(), self.workspace, self.event_id)

    def open_checklists(self) -> None:
        """Show the checklist of this kind of event."""
        open_checklists(self.window(), self.workspace, self.record.kind)

    def call_off(self) -> None:
        """Cancel the event; its participants and replies stay."""
        if self.record.series_id is not None:
            call_off_meetings(self.window(), self.workspace, self.event_id)
        elif self.workspace.do(_("Cancel event"), lambda session: services.cancel(session, self.event_id)):
            holders.tell_called_off(self.workspace, self.event_id)

    def remove(self) -> None:
        """Delete the event; a notice offers to undo it. Where guests hold invitations, offer to cancel it instead."""
        removing.remove(self)
