"""What is missing before the event is handed over, and all that was given away."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QStackedLayout, QToolButton, QWidget

from roundtables.queries import hand_overs as queries
from roundtables.queries.events import EventPage as EventRecord
from roundtables.queries.evidence import Aspect, Check
from roundtables.queries.hand_overs import GivenRow
from roundtables.queries.participants import ParticipantRow
from roundtables.services import evidence
from roundtables.words import N_, _, n_
from ui import format as formats
from ui.commands import Command
from ui.dialogs.dropped import paths_in
from ui.dialogs.verified import ask_for_file, verify_file
from ui.icons import icon
from ui.links import Link
from ui.models.hand_overs import GIVEN, check_in_words
from ui.models.rows import RowsModel
from ui.pages.event.event_description import open_event_description
from ui.pages.event.evidence import evidence_pack
from ui.pages.event.proof import open_files
from ui.theme import GRID, sized
from ui.widgets.menu_button import menu_button
from ui.widgets.parts import EmptyState, button, column, label, row, scrolled, wrapped
from ui.widgets.signs import PICTURE, SignDelegate
from ui.widgets.table import Table
from ui.workspace import Workspace

if TYPE_CHECKING:
    from ui.pages.event.page import EventPage

SINCE = len(GIVEN) - 1
FILES, PAPER = "files", "paper"
MENDED_AT = {
    Aspect.INVITATION: "invitations",
    Aspect.AGENDA: "agenda",
    Aspect.ATTENDANCE: "attendance",
    Aspect.PROOF: FILES,
    Aspect.MINUTES: FILES,
    Aspect.CERTIFICATES: PAPER,
    Aspect.INVOICES: "costs",
    Aspect.CONTENTS: FILES,
}
"""Where what is missing is put right: a tab of the event, its files, or the dialog that gives certificates."""
NAMES = {
    "invitations": N_("Invitations"),
    "agenda": N_("Agenda"),
    "attendance": N_("Attendance"),
    "costs": N_("Costs"),
    FILES: N_("Files of the event…"),
    PAPER: N_("Paper…"),
}
AT_ONCE = 2
"""So many actions are buttons."""
ROOM_FOR_TWO = 880
LINE = 36


@dataclass(frozen=True)
class Action:
    """Something that can be given away: its words, its icon, and what makes it for the event's page."""

    words: str
    picture: str
    work: Callable[["EventPage"], object]


ACTIONS: tuple[Action, ...] = (
    Action(N_("Evidence pack…"), "folder-zip-outline", evidence_pack),
    Action(N_("Attendance list…"), "table-check", lambda page: page.attendance_list()),
    Action(N_("Event description sheet…"), "file-document-outline", open_event_description),
)
"""What the tab offers, in this order; whoever makes another list adds a line."""


class Checklist(QWidget):
    """A line for each thing that proves the event, with its sign, and a way to mend what is missing."""

    arranged = Signal()

    def __init__(self, mend: Callable[[str], None]) -> None:
        super().__init__()
        self._mend = mend
        self._lines: list[QWidget] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8 * GRID)
        self._grid.setVerticalSpacing(0)

    def show_checks(self, checks: Sequence[Check]) -> None:
        """Show these lines instead of those before."""
        for each in self._lines:
            self._grid.removeWidget(each)
            each.hide()
            each.deleteLater()
        self._lines = [self._line(check) for check in checks]
        self._arrange()

    def _line(self, check: Check) -> QWidget:
        sign = QLabel()
        picture = icon("check-circle-outline" if check.fine else "alert-circle-outline")
        sign.setPixmap(picture.pixmap(sized(PICTURE), sized(PICTURE)))
        words = wrapped(check_in_words(check), "muted" if check.fine else "")
        holder = QWidget()
        parts: list[QWidget] = [sign, words]
        if not check.fine:
            parts.append(self._way(check))
        line = row(*parts, space=2 * GRID)
        line.setStretch(1, 1)
        holder.setLayout(line)
        holder.setFixedHeight(sized(LINE))
        return holder

    def _way(self, check: Check) -> QToolButton:
        place = MENDED_AT[check.aspect]
        made = QToolButton()
        made.setText(_(NAMES[place]))
        made.setIcon(icon("arrow-right"))
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        made.setProperty("flat", True)
        made.setAccessibleName(f"{check_in_words(check)}: {_(NAMES[place])}")
        made.clicked.connect(lambda: self._mend(place))
        return made

    def _arrange(self) -> None:
        columns = 2 if self.width() >= sized(ROOM_FOR_TWO) else 1
        rows = -(-len(self._lines) // columns)
        for number, each in enumerate(self._lines):
            self._grid.addWidget(each, number % max(rows, 1), number // max(rows, 1))
        self.setFixedHeight(rows * sized(LINE))
        self.arranged.emit()
        for at in range(2):
            self._grid.setColumnStretch(at, 1 if at < columns else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two columns where there is room."""
        self._arrange()
        super().resizeEvent(event)


class HandOverTab(QWidget):
    """The actions, the checklist, and below the table of what was given away. A file dropped here is verified."""

    OWN = (
        Command("hand_over.evidence", N_("Evidence pack…"), "evidence_pack", "", "folder-zip-outline"),
        Command("hand_over.verify", N_("Verify a file…"), "verify", "", "shield-check-outline"),
        Command("hand_over.copy_sum", N_("Copy the check sum"), "copy_sum", "Ctrl+Shift+C", "content-copy"),
    )
    COMMANDS = OWN

    def __init__(self, workspace: Workspace, event_id: int) -> None:
        super().__init__()
        self._workspace, self._id = workspace, event_id
        self.setAcceptDrops(True)
        self._model = RowsModel(GIVEN)
        self.table = Table(_("What was given away"), GIVEN)
        self.table.show_rows(self._model)
        self.table.setItemDelegateForColumn(
            SINCE, SignDelegate(self.table, lambda line: "history" if line.steps_since else "check")
        )
        self.table.opened.connect(lambda _line: self._go("history"))
        copy = self._copy = button(_("Copy the check sum"), self.copy_sum, picture="content-copy")
        self.table.chosen.connect(lambda line: copy.setEnabled(line is not None))
        self.checklist = Checklist(self._go)
        self._said = wrapped("", "muted")
        lacking = row(self._said, button(_("Files of the event…"), self.open_files, picture="paperclip"))
        lacking.setStretch(0, 1)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.table)
        words = _("Nothing was given away of this event yet. What is written from here is entered with its check sum.")
        self._stack.addWidget(EmptyState(words))
        # The table gives way to the checklist where there is little room.
        holder.setMinimumHeight(sized(96))
        workspace.keyboard.bind(self, self.OWN)
        verify = button(_("Verify a file…"), self.verify, picture="shield-check-outline")
        head = row(label(_("Given away"), "subtitle"), 1, self._copy, verify)
        self._scrolled = scrolled(self.checklist, sized(LINE))
        self.checklist.arranged.connect(lambda: self._scrolled.setMaximumHeight(self.checklist.height()))
        parts = (self._actions(), lacking, self._scrolled, head, holder)
        layout = column(*parts, margin=2 * GRID, space=3 * GRID)
        # The checklist has all the room it needs before the table gets the rest.
        layout.setStretch(2, 1000)
        layout.setStretch(4, 1)
        self.setLayout(layout)

    def _actions(self) -> QWidget:
        """The first ones as buttons, further ones in a menu: large text leaves no room for all."""
        made: list[QWidget] = [
            button(_(each.words), partial(self._give, each), picture=each.picture, primary=not number)
            for number, each in enumerate(ACTIONS[:AT_ONCE])
        ]
        if ACTIONS[AT_ONCE:]:
            more, menu = menu_button(_("More lists"), "dots-horizontal")
            for each in ACTIONS[AT_ONCE:]:
                menu.addAction(icon(each.picture), _(each.words), partial(self._give, each))
            made.append(more)
        holder = QWidget()
        holder.setLayout(row(*made, 1))
        return holder

    def _give(self, action: Action) -> None:
        action.work(self._page())

    def _page(self) -> Any:
        """The event's page, which the tab is on."""
        page = self.parentWidget()
        while page is not None and not hasattr(page, "event_id"):
            page = page.parentWidget()
        return page

    def show_event(self, _record: EventRecord, _rows: Sequence[ParticipantRow]) -> None:
        """Read the checklist and what was given away; the selection stays."""
        store = self._workspace.register.kept_files
        with self._workspace.read() as session:
            checks = evidence.checklist(session, store, evidence.of_event(session, self._id), thorough=False)
            given = queries.of_event(session, self._id)
        self.checklist.show_checks(checks)
        lacking = sum(not check.fine for check in checks)
        self._said.setText(_said(lacking))
        self.table.keep_row(lambda: self._model.show(given))
        self._stack.setCurrentIndex(0 if given else 1)
        if given and not self.table.currentIndex().isValid():
            self.table.go_to(0)
        self._copy.setVisible(bool(given))
        self._copy.setEnabled(self.table.current_row() is not None)

    def looked_at(self) -> None:
        """Put the keyboard where it is used."""
        if self._model.rows:
            if not self.table.currentIndex().isValid():
                self.table.go_to(0)
            self.table.setFocus()

    def _go(self, place: str) -> None:
        if place == FILES:
            self.open_files()
        elif place == PAPER:
            self._page().certificates()
        else:
            self._workspace.visit.emit(Link("event", self._id, place))

    def open_files(self) -> None:
        """Show the files of the event."""
        open_files(self.window(), self._workspace, self._id)

    def evidence_pack(self) -> None:
        """Make an evidence pack."""
        evidence_pack(self._page())

    def verify(self) -> None:
        """Ask for a file and say whether it was handed over."""
        ask_for_file(self.window(), self._workspace)

    def copy_sum(self) -> None:
        """Put the whole check sum of the current file on the clipboard."""
        line: GivenRow | None = self.table.current_row()
        if line is not None:
            QGuiApplication.clipboard().setText(line.sha256)
            self._workspace.noticed.emit(_("The check sum of {file} is copied.").format(file=line.file_name), False)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Say whether a file that was dropped here was handed over."""
        path = self._dropped(event)
        if path is not None:
            event.acceptProposedAction()
            verify_file(self.window(), self._workspace, path)

    def _dropped(self, event: QDropEvent) -> Path | None:
        """The one file that is dragged, if it is one."""
        paths = paths_in(event.mimeData())
        return paths[0] if len(paths) == 1 else None


def _said(lacking: int) -> str:
    if not lacking:
        return _("Nothing is missing to prove this event.")
    words = n_("{n} thing is missing to prove this event.", "{n} things are missing to prove this event.", lacking)
    return words.format(n=formats.number(lacking))
