"""What is never done on its own: each proposal with what agreeing would do, decided with two keys."""

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSplitter, QStackedWidget, QWidget

from roundtables.errors import Expected
from roundtables.queries import answers as queries
from roundtables.queries.answers import ProposalRow
from roundtables.services.answers import proposals as services
from roundtables.terms import ProposalKind, Way
from roundtables.words import N_, _, n_
from ui import format as formats
from ui.commands import Command
from ui.links import Link
from ui.models.post import PROPOSAL_COLUMNS, PROPOSAL_PICTURES, proposal_in_words, time_now, time_proposed
from ui.models.rows import RowsModel
from ui.theme import GRID
from ui.widgets.parts import EmptyState, button, column, label, row, scrolled, table_or_empty, wrapped
from ui.widgets.signs import SignDelegate
from ui.widgets.table import Table
from ui.workspace import Workspace

MOST_LINES = 4
LEAST = 32 * GRID
"""The height that a proposal is read in where there is little room."""
AT_ONCE = 20
"""Messages that are written while one waits; more, in the background."""


class ProposalsPart(QWidget):
    """`counted` is sent with how many wait for a decision."""

    counted = Signal(int)
    COMMANDS = (
        Command("proposal.agree", N_("Agree"), "agree", "A", "check"),
        Command("proposal.turn_down", N_("Turn down"), "turn_down", "T", "close"),
        Command("proposal.event", N_("Open event"), "open_event", "", "calendar-blank-outline"),
        Command("proposal.person", N_("Open person"), "open_person", "", "account-outline"),
    )

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._model = RowsModel(PROPOSAL_COLUMNS)
        self.table = Table(_("Proposals"), PROPOSAL_COLUMNS)
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.table.setItemDelegateForColumn(0, SignDelegate(self.table, lambda each: PROPOSAL_PICTURES[each.kind]))
        self.table.show_rows(self._model)
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(lambda _proposal: self.open_event())
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.actions_by_key = workspace.keyboard.bind(self, self.COMMANDS, within=self.table)
        self.table.setAccessibleDescription(_("A agrees, T turns down, Enter opens the event."))
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(4 * GRID)
        split.addWidget(self.table)
        split.addWidget(self._detail())
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        self._stack = QStackedWidget()
        empty = EmptyState(
            _(
                "Nothing waits for a decision. Whoever was not invited and accepts, sends somebody else, or proposes "
                "another time comes up here: none of that is done on its own."
            )
        )
        layout = column(table_or_empty(self._stack, split, empty))
        self.setLayout(layout)

    def _detail(self) -> QWidget:
        self._title = wrapped("")
        strong = self._title.font()
        strong.setWeight(strong.Weight.DemiBold)
        self._title.setFont(strong)
        self._facts = wrapped("", "muted")
        self._comment = wrapped("")
        self._would = wrapped("")
        self._times = QGridLayout()
        self._times.setHorizontalSpacing(4 * GRID)
        self._times.setVerticalSpacing(GRID)
        self._times.setColumnStretch(1, 1)
        self._lines = [(label("", "muted"), wrapped("")) for _line in range(MOST_LINES)]
        for number, (name, value) in enumerate(self._lines):
            self._times.addWidget(name, number, 0)
            self._times.addWidget(value, number, 1)
        self._agree = button(_("Agree"), self.agree, picture="check", primary=True)
        self._turn_down = button(_("Turn down"), self.turn_down, picture="close")
        tools = row(
            self._agree,
            self._turn_down,
            label(_("In the list: A and T."), "muted"),
            1,
            button(_("Open event"), self.open_event, picture="calendar-blank-outline"),
        )
        times = self._table_of_times = QWidget()
        times.setLayout(self._times)
        self._times.setContentsMargins(0, 0, 0, 0)
        holder = QWidget()
        holder.setLayout(
            column(
                column(self._title, self._facts, space=0),
                times,
                self._comment,
                column(label(_("Agreeing would do this"), "muted"), self._would, space=0),
                tools,
                1,
                space=3 * GRID,
            )
        )
        return scrolled(holder, LEAST)

    def refresh(self) -> None:
        """Read what waits; the keyboard stays with its proposal, or goes to the next where that was decided."""
        at = max(self.table.currentIndex().row(), 0)
        current = self.table.current_row()
        with self._workspace.read() as session:
            found = queries.proposals(session)
        self._model.show(found)
        if found:
            same = self._model.find(current.id, at) if current is not None else None
            self.table.go_to(same if same is not None else min(at, len(found) - 1))
        self._stack.setCurrentIndex(0 if found else 1)
        self._choose(self.table.current_row() if found else None)
        self.counted.emit(len(found))

    def count(self) -> int:
        """How many wait, as far as they were read."""
        return len(self._model.rows)

    def go_to(self, answer_id: int) -> None:
        """Put the keyboard on a proposal."""
        found = self._model.find(answer_id, 0)
        if found is not None:
            self.table.go_to(found)

    def _choose(self, proposal: ProposalRow | None) -> None:
        if proposal is None:
            return
        self._title.setText(formats.shown(proposal_in_words(proposal)))
        about = f"{proposal.event.reference}  {formats.shown(proposal.event.title)}"
        came = _("came {moment}").format(moment=formats.local(proposal.taken_at))
        self._facts.setText("  ·  ".join((about, formats.shown(proposal.email), came)))
        lines = _lines(proposal)
        self._table_of_times.setVisible(bool(lines))
        for number, (name, value) in enumerate(self._lines):
            name.setVisible(number < len(lines))
            value.setVisible(number < len(lines))
            if number < len(lines):
                name.setText(lines[number][0])
                value.setText(formats.shown(lines[number][1]))
        self._comment.setText(_("“{comment}”").format(comment=formats.shown(proposal.comment)))
        self._comment.setVisible(bool(proposal.comment))
        self._would.setText(self._consequence(proposal))

    def _consequence(self, proposal: ProposalRow) -> str:
        try:
            with self._workspace.read() as session:
                return services.consequence(session, proposal.id, self._workspace.outgoing.settings()).words
        except Expected as error:
            return str(error)

    def agree(self) -> None:
        """Do what the chosen proposal asks for."""
        proposal = self.table.current_row()
        if proposal is None:
            return
        try:
            with self._workspace.read() as session:
                messages = services.consequence(session, proposal.id).messages
        except Expected as error:
            self._workspace.failed.emit(str(error))
            return
        self._decide(proposal, _("Agree to a proposal"), services.agree, _("Agreed."), messages)

    def turn_down(self) -> None:
        """Leave things as they are; whoever proposed another time is told."""
        proposal = self.table.current_row()
        if proposal is not None:
            messages = int(proposal.kind is ProposalKind.COUNTER and proposal.person_id is not None)
            words = _("Turned down. Nothing else was changed.")
            self._decide(proposal, _("Turn down a proposal"), services.turn_down, words, messages)

    def _decide(self, proposal: ProposalRow, step: str, work: Callable[..., int], words: str, messages: int) -> None:
        """Decide; what is written to somebody by it is never undone. Many messages are written in the background."""
        settings, now = self._workspace.outgoing.settings(), dt.datetime.now(dt.UTC)
        undoable = settings.way is not Way.MAIL or not messages

        def make(_report: object = None) -> int:
            with self._workspace.change(step, undoable=undoable) as session:
                return work(session, proposal.id, settings, now)

        def done(queued: int) -> None:
            to_go = n_("{n} message is in the outbox.", "{n} messages are in the outbox.", queued)
            said = f"{words} {to_go.format(n=formats.number(queued))}" if queued else words
            self._workspace.noticed.emit(said, undoable)

        if messages > AT_ONCE:
            self._workspace.run(step, make, done)
            return
        try:
            done(make())
        except Expected as error:
            self._workspace.failed.emit(str(error))

    def open_event(self) -> None:
        """Go to the event that the proposal is about."""
        proposal = self.table.current_row()
        if proposal is not None:
            self._workspace.visit.emit(Link("event", proposal.event.id))

    def open_person(self) -> None:
        """Go to the person who proposes, where they are known."""
        proposal = self.table.current_row()
        if proposal is not None and proposal.person_id is not None:
            self._workspace.visit.emit(Link("person", proposal.person_id))


def _lines(proposal: ProposalRow) -> list[tuple[str, str]]:
    """What is and what is asked for, side by side."""
    if proposal.kind is ProposalKind.DELEGATE:
        named = f"{proposal.delegate_name} <{proposal.delegate_email}>" if proposal.delegate_name else ""
        return [(_("Sent instead"), named or proposal.delegate_email)]
    if proposal.kind is not ProposalKind.COUNTER:
        return []
    proposed = time_proposed(proposal)
    lines = [(_("Now"), time_now(proposal))] if proposed else []
    lines += [(_("Proposed"), proposed[0])] if proposed else []
    lines += [(_("There"), proposed[1])] if len(proposed) > 1 else []
    if proposal.place and proposal.place != proposal.event.place:
        lines.append(
            (_("Place"), _("{new} instead of {old}").format(new=proposal.place, old=proposal.event.place or "–"))
        )
    return lines
