"""Where an event stands in its series, the ways to those before and after, and whom a change is for."""

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QToolButton, QWidget

from roundtables.queries import series as queries
from roundtables.queries.series import SeriesPlace
from roundtables.services.series_changes import Scope
from roundtables.words import _
from ui import format as formats
from ui.dialogs.series_scope import SCOPES, ScopeDialog
from ui.icons import icon
from ui.links import Link
from ui.theme import GRID
from ui.widgets.parts import button, column, label, row, wrapped
from ui.workspace import Workspace


class SeriesLine(QWidget):
    """Hidden for an event in no series. Asks once for whom a change is, then does as was answered until one leaves."""

    def __init__(self, workspace: Workspace, show_all: Callable[[], None]) -> None:
        super().__init__()
        self._workspace = workspace
        self.place: SeriesPlace | None = None
        self._waiting: list[tuple[Callable[[Scope], None], Callable[[], None]]] = []
        self._words = wrapped("")
        self._rule = wrapped("", "muted")
        self.before = self._arrow("chevron-left", _("Meeting before"), lambda: self._go("before"))
        self.after = self._arrow("chevron-right", _("Meeting after"), lambda: self._go("after"))
        self.whom = QComboBox()
        self.whom.setAccessibleName(_("Changes are for"))
        self.whom.addItem(_("Ask at the first change"), None)
        for scope, name in SCOPES.items():
            self.whom.addItem(_(name), scope.value)
        said = label(_("Changes are for"), "muted")
        said.setBuddy(self.whom)
        facts = column(self._words, self._rule, space=0)
        ways = row(self.before, self.after, button(_("All meetings…"), show_all, picture="format-list-bulleted"))
        above = row(facts, ways, space=4 * GRID)
        above.setStretch(0, 1)
        card = QWidget()
        card.setObjectName("card")
        card.setLayout(column(above, row(said, self.whom, 1, space=3 * GRID), margin=3 * GRID, space=2 * GRID))
        self.setLayout(column(card))
        self.hide()

    def _arrow(self, picture: str, name: str, work: Callable[[], None]) -> QToolButton:
        made = QToolButton()
        made.setIcon(icon(picture))
        made.setToolTip(name)
        made.setAccessibleName(name)
        made.clicked.connect(work)
        return made

    def show_event(self, event_id: int, series_id: int | None) -> None:
        """Show where the event stands; read only for one that is in a series."""
        self.place = None
        if series_id is not None:
            with self._workspace.read() as session:
                self.place = queries.place_of(session, event_id)
        self.setVisible(self.place is not None)
        if self.place is None:
            return
        words = _("{number} of {of} in the series “{series}”").format(
            number=formats.number(self.place.number),
            of=formats.number(self.place.of),
            series=formats.shown(self.place.title),
        )
        self._words.setText(words)
        self._rule.setText(self.place.words)
        self.before.setEnabled(self.place.before is not None)
        self.after.setEnabled(self.place.after is not None)

    def _go(self, which: str) -> None:
        key = getattr(self.place, which, None)
        if key is not None:
            self._workspace.visit.emit(Link("event", key))

    def decide(self, work: Callable[[Scope], None], instead: Callable[[], None], *, ask: bool = True) -> None:
        """Do something for the meetings it is for, asking first where that is not known; `instead` if given up.

        Without `ask`, since the page goes, it is for this meeting alone.
        """
        if self.place is None or not ask or self.whom.currentData() is not None:
            chosen = self.whom.currentData() if self.place is not None else None
            work(Scope(chosen) if chosen else Scope.ONE)
            return
        self._waiting.append((work, instead))
        if len(self._waiting) == 1:
            dialog = ScopeDialog(
                self.window(),
                _("Change meetings of a series"),
                _(
                    "This event is one of a series. Which meetings is the change for? "
                    "Those that differ keep what differs."
                ),
                _("Change"),
                self._answer,
            )
            dialog.rejected.connect(self._give_up)
            dialog.open()

    def _answer(self, scope: Scope) -> None:
        waiting, self._waiting = self._waiting, []
        with QSignalBlocker(self.whom):
            self.whom.setCurrentIndex(self.whom.findData(scope.value))
        for work, _instead in waiting:
            work(scope)

    def _give_up(self) -> None:
        waiting, self._waiting = self._waiting, []
        for _work, instead in waiting:
            instead()
