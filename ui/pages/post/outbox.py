"""The outbox: every message with where it stands, what it says, and what can be done about it."""

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QFileDialog, QSplitter, QWidget

from roundtables.errors import Expected
from roundtables.queries import post as queries
from roundtables.queries.post import MessageRow, OutboxFilter
from roundtables.services.post import outbox, settling
from roundtables.terms import MessageKind, MessageState
from roundtables.words import N_, _, n_
from ui import format as formats
from ui.commands import Command
from ui.links import Link
from ui.models.events import terms
from ui.models.post import OUTBOX_COLUMNS, STATE_PICTURES, TROUBLED, outbox_source
from ui.pages.post.coming import ComingPart
from ui.pages.post.message import MessageDetail
from ui.theme import GRID, large
from ui.widgets.choice import Choice
from ui.widgets.listing import Listing, ListView
from ui.widgets.parts import button, column, label, row, scrolled
from ui.widgets.signs import SignDelegate
from ui.widgets.table_hands import TableHands
from ui.workspace import Workspace

SPLIT = "post/split"
LEAST = 24 * GRID
"""The height that a message is read in where there is little room."""
AT_ONCE = 200
"""Messages that are changed while one waits; more, in the background."""
NOT_GONE = frozenset({MessageState.QUEUED, MessageState.FAILED, MessageState.DISCARDED, MessageState.UNKNOWN})
Work = Callable[[Any, Sequence[int]], int]


def _counted(number: int) -> str:
    return n_("{n} message", "{n} messages", number).format(n=formats.number(number))


def _view() -> ListView:
    by_concern = [(state, _(state.label)) for state in queries.BY_CONCERN]
    return ListView(
        "outbox",
        _("Outbox"),
        OUTBOX_COLUMNS,
        (
            Choice("state", _("Status"), _("Any status"), lambda _session: by_concern),
            Choice("kind", _("Type"), _("All types"), lambda _session: terms(MessageKind)),
            Choice("event_id", _("Event"), _("All events"), queries.events_written_about),
        ),
        lambda words, chosen: OutboxFilter(words=words, **chosen),
        (("concern", False), ("at", True)),
        _counted,
        _("No message was written yet. Invitations and other messages are written on the page of an event."),
        _("No message fits the filter."),
    )


class OutboxPart(QWidget):
    """The messages, what the chosen one says below them, and at the end the reminders that will come."""

    COMMANDS = (
        Command("post.retry", N_("Try again"), "retry", "", "refresh"),
        Command("post.discard", N_("Do not send"), "discard", "Del", "cancel"),
        Command("post.arrived", N_("It arrived"), "mark_arrived", "", "check"),
        Command("post.drafts", N_("Write as drafts…"), "write_drafts", "", "email-edit-outline"),
        Command("post.event", N_("Open event"), "open_event", "", "calendar-blank-outline"),
        *TableHands.READING,
    )

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self.listing = Listing(workspace, _view(), outbox_source(workspace))
        self.table = self.listing.table
        own = [command for command in self.COMMANDS if command not in TableHands.READING]
        self.actions_by_key = workspace.keyboard.bind(self, own, within=self.table)
        self.listing.take_hands(list(self.actions_by_key.values()))
        self.table.setItemDelegateForColumn(
            0,
            SignDelegate(
                self.table, lambda message: STATE_PICTURES[message.state], lambda message: message.state in TROUBLED
            ),
        )
        self.detail = MessageDetail(workspace)
        self.coming = ComingPart(workspace)
        self._tools()
        split = self._split()
        # Large text leaves no room for the tools above the list: there they stand with the message.
        parts = (split, self.coming) if large() else (self._bar, split, self.coming)
        layout = column(*parts, space=3 * GRID)
        layout.setStretch(parts.index(split), 1)
        layout.setContentsMargins(0, 3 * GRID, 0, 0)
        self.setLayout(layout)
        self.listing.chosen.connect(self._choose)
        self.listing.opened.connect(lambda _message: self.open_event())
        self.table.selectionModel().selectionChanged.connect(lambda _now, _before: self._enable())
        self.listing.counted.connect(lambda number: self._below.setVisible(number > 0))
        self._below.setVisible(self.listing.count() > 0)
        self._enable()

    def _tools(self) -> None:
        self._retry = button(_("Try again"), self.retry, picture="refresh")
        self._arrived = button(_("It arrived"), self.mark_arrived, picture="check")
        self._discard = button(_("Do not send"), self.discard, picture="cancel")
        self._drafts = button(_("Write as drafts…"), self.write_drafts, picture="email-edit-outline")
        self._open = button(_("Open event"), self.open_event, picture="calendar-blank-outline")
        self._selected = label("", "muted")
        self._bar = QWidget()
        self._bar.setLayout(row(self._retry, self._arrived, self._discard, self._drafts, self._open, 1, self._selected))

    def _split(self) -> QSplitter:
        split = self._splitter = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(4 * GRID)
        split.addWidget(self.listing)
        read = QWidget()
        read.setLayout(column(*((self._bar, self.detail) if large() else (self.detail,))))
        self._below = scrolled(read, LEAST)
        split.addWidget(self._below)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setSizes([1500, 1000])
        kept = self._workspace.settings.value(SPLIT)
        if isinstance(kept, QByteArray):
            split.restoreState(kept)
        split.splitterMoved.connect(lambda: self._workspace.settings.setValue(SPLIT, split.saveState()))
        return split

    def refresh(self) -> None:
        """Read again; keyboard and selection stay with their messages."""
        self.listing.refresh()
        self._choose(self.table.current_row())
        self.coming.refresh()
        self._enable()

    def looked_at(self) -> None:
        """Read what is shown, with the keyboard on a message."""
        self.refresh()
        if self.listing.count() and self.table.current_row() is None:
            self.table.go_to(0)

    def show_state(self, state: MessageState | None) -> None:
        """Narrow the list to the messages that stand so."""
        self.listing.words.clear()
        for key, box in self.listing.boxes.items():
            box.show_kept(state.name if key == "state" and state is not None else None)
        self.listing.narrow_now()
        if self.listing.count():
            self.table.go_to(0)

    def _choose(self, message: MessageRow | None) -> None:
        self.detail.show_message(message)

    def _enable(self) -> None:
        number = self.table.selected_number()
        few = self.table.selected_rows() if number <= AT_ONCE else []
        states = {message.state for message in few}
        many = number > AT_ONCE
        can = {
            "post.retry": many or bool(states & {MessageState.FAILED, MessageState.UNKNOWN, MessageState.DISCARDED}),
            "post.discard": many or bool(states & {MessageState.QUEUED, MessageState.FAILED}),
            "post.arrived": many or MessageState.UNKNOWN in states,
            "post.drafts": many or bool(states & NOT_GONE),
            "post.event": number == 1 and bool(few) and few[0].event_id is not None,
        }
        for key, able in can.items():
            self.actions_by_key[key].setEnabled(able)
        for tool, key in (
            (self._retry, "post.retry"),
            (self._discard, "post.discard"),
            (self._drafts, "post.drafts"),
            (self._open, "post.event"),
        ):
            tool.setEnabled(can[key])
        unknown = states == {MessageState.UNKNOWN}
        self._retry.setText(_("Send again") if unknown else _("Try again"))
        self._arrived.setVisible(can["post.arrived"])
        words = n_("{n} selected", "{n} selected", number).format(n=formats.number(number))
        self._selected.setText(words if number > 1 else "")

    def retry(self) -> None:
        """Send the selected messages again: those that were refused, perhaps sent or taken out."""
        self._change(
            _("Send again"),
            lambda session, keys: outbox.retry(session, keys, _now()),
            lambda n: n_("{n} message is to be sent again", "{n} messages are to be sent again", n),
        )

    def discard(self) -> None:
        """Do not send the selected messages that have not gone."""
        self._change(
            _("Do not send messages"),
            lambda session, keys: outbox.discard(session, keys, _now()),
            lambda n: n_("{n} message is not sent", "{n} messages are not sent", n),
        )

    def mark_arrived(self) -> None:
        """Say that the selected messages which were perhaps sent have arrived."""
        self._change(
            _("Message arrived"),
            lambda session, keys: settling.mark_arrived(session, keys, _now()),
            lambda n: n_("{n} message is known to have arrived", "{n} messages are known to have arrived", n),
        )

    def write_drafts(self) -> None:
        """Ask for a folder and write the selected messages there, to be sent from a mail program."""
        keys = self._keys()
        if not keys:
            return
        chosen = QFileDialog.getExistingDirectory(self.window(), _("Folder for the drafts"))
        if not chosen:
            return

        def work(_report: object) -> list[Path]:
            with self._workspace.change(_("Write messages as drafts"), undoable=False) as session:
                return outbox.write_drafts(session, keys, Path(chosen), _now())

        def done(paths: list[Path]) -> None:
            number = len(paths)
            words = n_("{n} draft was written", "{n} drafts were written", number).format(n=formats.number(number))
            self._workspace.noticed.emit(words, False)

        self._workspace.run(_("Writing drafts"), work, done)

    def open_event(self) -> None:
        """Go to the event that the message is about."""
        message = self.table.current_row()
        if message is not None and message.event_id is not None:
            self._workspace.visit.emit(Link("event", message.event_id))

    def _keys(self) -> list[int]:
        return self.listing.model.reader(self.table.selected_spans()).keys() if self.table.selected_spans() else []

    def _change(self, step: str, work: Work, words: Callable[[int], str]) -> None:
        """Change the selected messages; what has left the house is no step to be undone."""
        keys = self._keys()
        if not keys:
            return

        def make(_report: object = None) -> int:
            with self._workspace.change(step, undoable=False) as session:
                return work(session, keys)

        def done(number: int) -> None:
            if number:
                self._workspace.noticed.emit(words(number).format(n=formats.number(number)), False)
            else:
                nothing = _("None of the selected messages stands so that this can be done. Nothing was changed.")
                self._workspace.noticed.emit(nothing, False)

        if len(keys) > AT_ONCE:
            self._workspace.run(step, make, done)
            return
        try:
            done(make())
        except Expected as error:
            self._workspace.failed.emit(str(error))


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
