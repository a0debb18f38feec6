"""Who holds which invitation and what they answered: a line a participant, and the one thing that is due to be sent."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QStackedLayout, QWidget

from roundtables.queries import invitations as queries
from roundtables.queries.events import EventPage as EventRecord
from roundtables.queries.invitations import Standing
from roundtables.queries.participants import ParticipantRow
from roundtables.services import participants as services
from roundtables.terms import MessageKind, Reply, Way
from roundtables.words import N_, _, fold, n_
from ui import format as formats
from ui.commands import Command
from ui.links import Link
from ui.models.invitations import COLUMNS, STANDINGS, InvitationsModel, Line, fitting, summary
from ui.pages.event.waiting import Seats, WaitingBar, seats
from ui.sending import MANY, open_send, read_aside
from ui.theme import GRID, sized
from ui.widgets.choice import Choice, ChoiceBox
from ui.widgets.filter_line import FilterLine
from ui.widgets.menu_button import menu_button
from ui.widgets.parts import EmptyState, button, column, row, wrapped
from ui.widgets.table import Table
from ui.widgets.table_hands import TableHands
from ui.workspace import Workspace

DUE = {
    MessageKind.INVITATION: lambda n: n_("Send invitation ({n})…", "Send invitations ({n})…", n),
    MessageKind.UPDATE: lambda n: n_("Send update ({n})…", "Send update ({n})…", n),
    MessageKind.CANCELLATION: lambda n: n_("Send cancellation ({n})…", "Send cancellation ({n})…", n),
}
MESSAGES = (
    (MessageKind.REMINDER, N_("Reminder…")),
    (MessageKind.JOINING, N_("Joining instructions…")),
    (MessageKind.THANKS, N_("Thanks…")),
    (MessageKind.FREE, N_("Free message…")),
)


class InvitationsTab(QWidget):
    """The table with what is due above it; read only while it is looked at."""

    OWN = (
        Command("invitations.again", N_("Send again…"), "send_again", "Ctrl+Shift+G", "email-sync-outline"),
        Command("invitations.message", N_("Send a message…"), "send_message", "Ctrl+M", "email-edit-outline"),
        Command("invitations.drafts", N_("Write drafts…"), "write_drafts", "", "email-open-outline"),
        Command("invitations.files", N_("Write files…"), "write_files", "", "calendar-export"),
        Command("invitations.show", N_("Show the message…"), "show_message", "", "email-search-outline"),
    )
    COMMANDS = (*OWN, *TableHands.COMMANDS)

    def __init__(self, workspace: Workspace, event_id: int) -> None:
        super().__init__()
        self._workspace, self._id = workspace, event_id
        self._record: EventRecord | None = None
        self._lines: list[Line] = []
        self._due: tuple[MessageKind, int] | None = None
        self._reading = self._asked = False
        self._model = InvitationsModel()
        self.table = Table(_("Invitations"), COLUMNS)
        self.table.show_rows(self._model, sorted_by=0)
        self.table.opened.connect(lambda _line: self.show_message())
        self._own = workspace.keyboard.bind(self, self.OWN, within=self.table)
        self.hands = TableHands(workspace, self.table, "invitations", counted=_counted)
        self._nobody = EmptyState(
            _("Nobody takes part yet. Who is to be invited is entered among the participants."),
            _("Participants"),
            lambda: workspace.visit.emit(Link("event", event_id, "participants")),
        )
        self._unfit = EmptyState(_("Nobody fits the filter."), _("Show everybody"), self._show_everybody)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        for part in (self.table, self._nobody, self._unfit):
            self._stack.addWidget(part)
        # The table gives way to what stands above it, where text is large; its empty states would not.
        holder.setMinimumHeight(sized(80))
        self.summary = wrapped("")
        self.summary.setMinimumWidth(sized(240))
        self.due = button("", self.send_due, picture="send-outline", primary=True)
        self.due.hide()
        self._head = QWidget()
        head = row(self.summary, self.due, space=4 * GRID)
        head.setStretch(0, 1)
        self._head.setLayout(head)
        self.waiting = WaitingBar(workspace, event_id)
        self._tools = self._make_tools()
        layout = column(self._head, self.waiting, self._tools, holder, margin=2 * GRID, space=3 * GRID)
        layout.setStretch(3, 1)
        self.setLayout(layout)

    def _make_tools(self) -> QWidget:
        self.words = FilterLine()
        self.words.setMinimumWidth(sized(120))
        self.words.settled.connect(self._narrow)
        self.words.entered.connect(self._enter_table)
        options = [(standing, _(words)) for standing, (_sign, words) in STANDINGS.items()]
        choice = Choice("standing", _("Invitation"), _("All invitations"), lambda _session: options)
        self.standing = ChoiceBox(choice, self._workspace.read)
        self.standing.chosen.connect(self._narrow)
        message, menu = menu_button(_("Message"), "email-outline")
        for key in ("invitations.again", "invitations.drafts", "invitations.files"):
            menu.addAction(self._own[key])
        menu.addSeparator()
        for kind, words in MESSAGES:
            menu.addAction(_(words), partial(self._send, kind))
        menu.addSeparator()
        menu.addAction(self._own["invitations.show"])
        reply, replies = menu_button(_("Reply"), "reply-outline")
        for each in Reply:
            replies.addAction(_(each.label), partial(self._set_reply, each))
        more, rows = menu_button("", "dots-horizontal")
        more.setToolTip(_("What can be done with the rows"))
        more.setAccessibleName(_("What can be done with the rows"))
        for action in self.hands.actions_by_key.values():
            rows.addAction(action)
        made = QWidget()
        line = row(self.words, self.standing, message, reply, more)
        line.setStretch(0, 1)
        made.setLayout(line)
        return made

    def show_event(self, record: EventRecord, _rows: Sequence[ParticipantRow]) -> None:
        """Read who holds what; off the window's thread where there are very many."""
        self._record, self._reading = record, True
        read_aside(self._workspace, partial(_read, self._workspace, record), self._show, many=self._many())

    def _many(self) -> bool:
        return self._record is not None and self._record.participants > MANY

    def _show(self, read: tuple[EventRecord, list[Line], Seats]) -> None:
        """Show the lines; keyboard and selection stay with the people."""
        record, lines, free = read
        self._lines, self._reading = lines, False
        self.summary.setText(summary(record.sequence, lines))
        self._due = fitting(record.status, record.sequence, lines)
        self.due.setVisible(self._due is not None)
        if self._due is not None:
            kind, number = self._due
            self.due.setText(DUE[kind](number).format(n=formats.number(number)))
        self._head.setVisible(bool(lines))
        self._tools.setVisible(bool(lines))
        self.waiting.show_event(free, lines)
        self._narrow()
        if self._asked:
            self._asked = False
            self.send_due()

    def looked_at(self) -> None:
        """Nothing to load: it is read when it is shown."""

    def focus_filter(self) -> None:
        """Put the keyboard into the filter line."""
        self.words.setFocus()
        self.words.selectAll()

    def _narrow(self) -> None:
        wanted, standing = fold(self.words.text()).split(), self.standing.value()
        lines = [
            line
            for line in self._lines
            if (standing is None or line.row.standing is standing) and all(word in line.folded for word in wanted)
        ]
        self.table.keep_row(lambda: self._model.show(lines))
        self._stack.setCurrentIndex(0 if lines else 2 if self._lines else 1)

    def _show_everybody(self) -> None:
        self.words.clear()
        self.standing.show_kept(None)
        self._enter_table()

    def _enter_table(self) -> None:
        self._narrow()
        if self._model.rows:
            if self.table.current_row() is None:
                self.table.go_to(0)
            self.table.setFocus()

    def _chosen(self) -> list[Line]:
        chosen: list[Line] = self.table.selected_rows()
        return chosen

    def send_due(self) -> None:
        """Show what is due to be sent; where nothing is, the invitation of those selected once more."""
        if self._reading:
            self._asked = True
        elif self._due is not None:
            open_send(self.window(), self._workspace, self._id, self._due[0], many=self._many())
        else:
            self.send_again()

    def send_again(self) -> None:
        """Send those selected what they are to hold, whatever they hold."""
        self._send(self._calendar_kind())

    def _calendar_kind(self, way: Way | None = None) -> MessageKind:
        """What the calendars of those selected are to be told, or of all where none is."""
        chosen = self._chosen()
        if not chosen and self._due is not None and way is not None:
            return self._due[0]
        standings = {line.row.standing for line in chosen}
        if standings and standings <= {Standing.TO_BE_CALLED_OFF, Standing.CALLED_OFF}:
            return MessageKind.CANCELLATION
        return MessageKind.UPDATE if standings == {Standing.OUTDATED} else MessageKind.INVITATION

    def send_message(self) -> None:
        """Write to those selected, or to all who take part."""
        self._send(MessageKind.FREE)

    def write_drafts(self) -> None:
        """Write drafts for a mail program."""
        self._send(self._calendar_kind(Way.DRAFT), way=Way.DRAFT)

    def write_files(self) -> None:
        """Write calendar files."""
        self._send(self._calendar_kind(Way.FILE), way=Way.FILE)

    def _send(self, kind: MessageKind, *, way: Way | None = None) -> None:
        people = [line.row.person_id for line in self._chosen()] or None
        open_send(self.window(), self._workspace, self._id, kind, people, way=way, many=self._many())

    def show_message(self) -> None:
        """Show what the current person was sent last, or would be sent now."""
        line = self.table.current_row()
        if line is not None:
            from ui.dialogs.sent_message import open_message

            open_message(self.window(), self._workspace, self._id, line.row, self._calendar_kind())

    def _set_reply(self, reply: Reply) -> None:
        keys = [line.id for line in self._chosen() if line.id > 0]
        if keys:
            self._workspace.do(_("Record reply"), lambda session: services.set_reply(session, keys, reply))


def _read(workspace: Workspace, record: EventRecord) -> tuple[EventRecord, list[Line], Seats]:
    with workspace.read() as session:
        lines = [Line.of(each) for each in queries.listing(session, record.id)]
        return record, lines, seats(session, record)


def _counted(number: int) -> str:
    return n_("{n} participant changed", "{n} participants changed", number).format(n=formats.number(number))
