"""Pairs of people who are perhaps the same: looked for in the background, merged or said to be two."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from roundtables.queries import alike as queries
from roundtables.queries.alike import AlikeRow, Found
from roundtables.services import merging as services
from roundtables.words import N_, _, n_
from ui import format as formats
from ui.background import Task
from ui.commands import Command
from ui.links import Link
from ui.models.columns import Column
from ui.models.rows import RowsModel
from ui.pages.people.merging import merge_people
from ui.theme import GRID
from ui.widgets.parts import EmptyState, button, column, row, wrapped
from ui.widgets.table import Table
from ui.workspace import Workspace


def reasons(pair: AlikeRow) -> str:
    """Why two are taken for one."""
    return ", ".join(_(reason.label).format(percent=pair.percent) for reason in pair.reasons)


COLUMNS = (
    Column(N_("Likely"), lambda pair: f"{pair.score} %", "score", 76, number=True),
    Column(N_("Person"), lambda pair: pair.one, "", 150),
    Column(N_("Organisation"), lambda pair: pair.one_organisation, "", 150),
    Column(N_("Other person"), lambda pair: pair.other, "", 150),
    Column(N_("Organisation of the other"), lambda pair: pair.other_organisation, "", 150),
    Column(N_("Why"), reasons, "", 220, stretch=True),
)


class AlikePart(QWidget):
    """The pairs, the likeliest first. `counted` is sent with how many there are."""

    counted = Signal(int)
    COMMANDS = (
        Command("alike.merge", N_("Merge…"), "merge", "", "call-merge"),
        Command("alike.apart", N_("Not the same"), "keep_apart", "Del", "call-split"),
        Command("alike.show", N_("Show the person"), "show_person", "Ctrl+Return", "account-outline"),
    )

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._task: Task | None = None
        self._stale, self._mine = True, False
        self._model = RowsModel(COLUMNS, {"score": lambda pair: pair.score})
        self.table = Table(_("People who are perhaps the same"), COLUMNS)
        self.table.show_rows(self._model)
        self.table.opened.connect(lambda _pair: self.merge())
        self._say = wrapped("", "muted")
        self._merge = button(_("Merge…"), self.merge, picture="call-merge", primary=True)
        self._apart = button(_("Not the same"), self.keep_apart, picture="call-split")
        self._again = button(_("Search again"), self.search, picture="refresh")
        self._empty = EmptyState("", _("Search again"), self.search)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        self._tools = QWidget()
        self._tools.setLayout(row(self._merge, self._apart, self._again, 1))
        layout = column(self._tools, self._stack, self._say, space=3 * GRID)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        workspace.keyboard.bind(self, self.COMMANDS, within=self.table)
        self._show_nothing(_("Searching…"))

    def count(self) -> int:
        """How many pairs are shown."""
        return self._model.rowCount()

    def looked_at(self) -> None:
        """Search, unless what was found still stands."""
        if self._stale:
            self.search()

    def heard(self) -> None:
        """People have changed: what was found may no longer stand, unless it was changed from here."""
        if self._mine:
            return
        self._stale = True
        if self.isVisible():
            self.search()

    def search(self) -> None:
        """Look for pairs in the background; a search under way is given up."""
        if self._task is not None:
            self._task.cancel()
        self._stale = False
        if not self.count():
            self._show_nothing(_("Searching…"))
        register_read = self._workspace.read

        def work(report: Any) -> Found:
            with register_read() as session:
                return queries.find(session, report)

        task = self._workspace.run(_("Searching for people who are perhaps the same"), work, self._take)
        self._task = task
        task.cancelled.connect(self._stopped)

    def _take(self, found: Found) -> None:
        if self.sender() is not None and self.sender() is not self._task:
            return
        self._task = None
        at = self.table.currentIndex().row()
        self._model.show(found.pairs)
        more = (
            n_("{n} less likely pair is left out.", "{n} less likely pairs are left out.", found.more)
            if found.more
            else ""
        )
        self._say.setText(more.format(n=formats.number(found.more)))
        self._go_on(at)

    def _stopped(self) -> None:
        if self.sender() is self._task:
            self._task, self._stale = None, True
            if not self.count():
                self._show_nothing(_("The search was stopped."))

    def _go_on(self, at: int) -> None:
        """Stay at the line, which is the next pair now."""
        number = self.count()
        self._tools.setVisible(bool(number))
        self._say.setVisible(bool(self._say.text()))
        if number:
            self._stack.setCurrentIndex(0)
            self.table.go_to(min(max(at, 0), number - 1))
        else:
            self._show_nothing(_("Nobody here looks like somebody else."))
        self.counted.emit(number)

    def _show_nothing(self, words: str) -> None:
        self._empty.words.setText(words)
        self._empty.step.setVisible(words != _("Searching…"))
        self._tools.hide()
        self._stack.setCurrentIndex(1)

    def merge(self) -> None:
        """Make one of the pair the keyboard is on."""
        pair = self.table.current_row()
        if pair is None:
            return

        def done(_kept: int, gone: int) -> None:
            self._drop(lambda each: gone in each.id)

        merge_people(self, self._workspace, pair.one_id, pair.other_id, done)

    def keep_apart(self) -> None:
        """Say for good that the selected pairs are two people each."""
        pairs = self.table.selected_rows()
        if not pairs:
            return

        def work(session: Any) -> None:
            for pair in pairs:
                services.keep_apart(session, pair.one_id, pair.other_id)

        words = n_("{n} pair is not proposed any more.", "{n} pairs are not proposed any more.", len(pairs))
        self._mine = True
        try:
            made = self._workspace.do(_("Not the same"), work, notice=words.format(n=len(pairs)))
        finally:
            self._mine = False
        if made:
            keys = {pair.id for pair in pairs}
            self._drop(lambda each: each.id in keys)

    def show_person(self) -> None:
        """Go to the first of the pair."""
        pair = self.table.current_row()
        if pair is not None:
            self._workspace.visit.emit(Link("person", pair.one_id))

    def _drop(self, goes: Any) -> None:
        at = self.table.currentIndex().row()
        self._model.show([pair for pair in self._model.rows if not goes(pair)])
        self._go_on(at)
