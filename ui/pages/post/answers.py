"""The answers that were taken in, and the two ways by which more come: files, and the mailbox."""

from typing import Any

from PySide6.QtWidgets import QWidget

from roundtables.queries import answers as queries
from roundtables.queries.answers import AnswerFilter, AnswerRow
from roundtables.terms import Outcome
from roundtables.words import N_, _, n_
from ui import answers_in
from ui import format as formats
from ui.commands import Command
from ui.links import Link
from ui.models.events import terms
from ui.models.post import ANSWER_COLUMNS, OUTCOME_PICTURES, answers_source
from ui.theme import GRID
from ui.widgets.choice import Choice
from ui.widgets.listing import Listing, ListView
from ui.widgets.parts import button, column, row
from ui.widgets.signs import SignDelegate
from ui.widgets.table_hands import TableHands
from ui.workspace import Workspace

KEPT = (Outcome.APPLIED, Outcome.STALE, Outcome.PROPOSAL)
"""The outcomes of what concerns an event here: others leave nothing in the register."""


def _counted(number: int) -> str:
    return n_("{n} answer", "{n} answers", number).format(n=formats.number(number))


def _outcomes(_session: Any) -> list[tuple[Any, str]]:
    return [pair for pair in terms(Outcome) if pair[0] in KEPT]


def _view() -> ListView:
    return ListView(
        "answers",
        _("Answers taken in"),
        ANSWER_COLUMNS,
        (
            Choice("outcome", _("Outcome"), _("Any outcome"), _outcomes),
            Choice("event_id", _("Event"), _("All events"), queries.events_answered),
        ),
        lambda words, chosen: AnswerFilter(words=words, **chosen),
        (("taken", True),),
        _counted,
        _("No answer was taken in yet. Drag answers out of a mail program onto this window, or take in files."),
        _("No answer fits the filter."),
    )


class AnswersPart(QWidget):
    """The table with its tools above it."""

    COMMANDS = (
        Command("answers.event", N_("Open event"), "open_event", "", "calendar-blank-outline"),
        Command("answers.person", N_("Open person"), "open_person", "", "account-outline"),
        *TableHands.READING,
    )

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self.listing = Listing(workspace, _view(), answers_source(workspace))
        self.table = self.listing.table
        own = [command for command in self.COMMANDS if command not in TableHands.READING]
        actions = workspace.keyboard.bind(self, own, within=self.table)
        self.listing.take_hands(list(actions.values()))
        self.table.setItemDelegateForColumn(1, SignDelegate(self.table, lambda each: OUTCOME_PICTURES[each.outcome]))
        self.listing.opened.connect(self._open)
        self.fetch = button(
            _("Fetch from the mailbox"),
            lambda: answers_in.fetch(self.window(), workspace),
            picture="email-sync-outline",
        )
        tools = QWidget()
        tools.setLayout(
            row(
                button(
                    _("Take in files…"),
                    lambda: answers_in.ask_for_files(self.window(), workspace),
                    picture="tray-arrow-down",
                ),
                self.fetch,
                1,
            )
        )
        layout = column(tools, self.listing, space=3 * GRID)
        layout.setContentsMargins(0, 3 * GRID, 0, 0)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def refresh(self) -> None:
        """Read again; the keyboard stays with its answer."""
        self.listing.refresh()

    def looked_at(self) -> None:
        """Read what is shown, with the keyboard on an answer."""
        self.refresh()
        if self.listing.count() and self.table.current_row() is None:
            self.table.go_to(0)

    def open_event(self) -> None:
        """Go to the event that was answered for."""
        answer = self.table.current_row()
        if answer is not None:
            self._workspace.visit.emit(Link("event", answer.event_id))

    def open_person(self) -> None:
        """Go to whoever answered, where they are known."""
        answer = self.table.current_row()
        if answer is not None and answer.person_id is not None:
            self._workspace.visit.emit(Link("person", answer.person_id))

    def _open(self, answer: AnswerRow) -> None:
        """Enter leads to the decision where one is waited for, else to the event."""
        if answer.outcome is Outcome.PROPOSAL and answer.decision.name == "OPEN":
            self._workspace.visit.emit(Link("post", answer.id, "proposals"))
        else:
            self.open_event()
