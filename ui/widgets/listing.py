"""A list as every page has it: filter line, choices, named filters and tools above a table of any length."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedLayout, QToolButton, QWidget

from roundtables.queries import filters as queries
from roundtables.services import filters as services
from roundtables.words import _
from ui import format as formats
from ui.icons import icon
from ui.models.cells import Sorts
from ui.models.columns import Column
from ui.models.listed import ListModel, Source
from ui.theme import GRID, large, sized
from ui.widgets.choice import Choice, ChoiceBox
from ui.widgets.filter_line import FilterLine
from ui.widgets.parts import EmptyState, column, row
from ui.widgets.table import Table
from ui.widgets.table_hands import TableHands
from ui.workspace import Workspace

Narrow = Callable[[str, dict[str, Any]], Any]


@dataclass(frozen=True)
class ListView:
    """A list as data. `key` is the name its arrangement and filters are kept under, `name` what it is called.

    `narrow(words, chosen)` makes the query's filter; `counted(n)` says how many rows were changed; `empty` is said
    where there is nothing at all, `unfit` where the filter leaves nothing. On a `narrow_page` the choices stand
    below the line, two by two.
    """

    key: str
    name: str
    columns: Sequence[Column]
    choices: Sequence[Choice]
    narrow: Narrow
    sorts: Sorts
    counted: Callable[[int], str]
    empty: str
    unfit: str
    pasting: bool = False
    narrow_page: bool = False


class Listing(QWidget):
    """`chosen` is the row the keyboard is on, `opened` one on which Enter was pressed, `counted` how many there are."""

    chosen = Signal(object)
    opened = Signal(object)
    counted = Signal(int)

    def __init__(self, workspace: Workspace, view: ListView, source: Source, empty: EmptyState | None = None) -> None:
        super().__init__()
        self._workspace, self._view = workspace, view
        self._nothing = view.narrow("", {})
        self.model = ListModel(view.columns, source, self._nothing, view.sorts)
        self.table = Table(view.name, view.columns)
        self.table.show_rows(self.model, sorted_by=0)
        self.table.chosen.connect(self.chosen)
        self.table.opened.connect(self.opened)
        self.empty = empty or EmptyState(view.empty)
        self._everything = self.empty.add_step(_("Show everything"), self._show_everything)
        below = QWidget()
        self._stack = QStackedLayout(below)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        self.words = FilterLine()
        self.words.setMinimumWidth(sized(160))
        self.words.settled.connect(self.narrow_now)
        self.words.entered.connect(self._enter_table)
        self.boxes = {choice.key: ChoiceBox(choice, workspace.read) for choice in view.choices}
        for box in self.boxes.values():
            box.chosen.connect(self.narrow_now)
            workspace.changed.connect(box.forget)
        self._tools = row(space=2 * GRID)
        narrow = view.narrow_page or large()
        line = row(self.words, self._tools if narrow else row(*self.boxes.values(), self._tools))
        line.setStretch(0, 1)
        head = column(line, *(self._pairs() if narrow else ()))
        layout = column(head, below, space=3 * GRID)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self._show_number()

    def _pairs(self) -> list[QHBoxLayout]:
        """The choices two by two, as wide as each other."""
        boxes = list(self.boxes.values())
        lines = [row(*boxes[at : at + 2]) for at in range(0, len(boxes), 2)]
        for line in lines:
            for at in range(line.count()):
                line.setStretch(at, 1)
        return lines

    def take_hands(self, commands: Sequence[QAction] = ()) -> TableHands:
        """Give the table its commands, after those that its page has bound; returns what carries them out."""
        self.hands = TableHands(
            self._workspace, self.table, self._view.key, counted=self._view.counted, pasting=self._view.pasting
        )
        self._tools.addWidget(self._filters_button())
        self._tools.addWidget(self._more_button(commands))
        return self.hands

    def _filters_button(self) -> QToolButton:
        self.filters = _tool("filter-outline", _("Saved filters"))
        menu = QMenu(self.filters)
        menu.aboutToShow.connect(lambda: self.fill_filters(menu))
        self.filters.setMenu(menu)
        return self.filters

    def _more_button(self, commands: Sequence[QAction]) -> QToolButton:
        """The table's commands for who does not know their keys or the other mouse button."""
        tool = _tool("dots-horizontal", _("What can be done with the rows"))
        menu = QMenu(tool)
        for action in commands:
            menu.addAction(action)
        if commands:
            menu.addSeparator()
        for action in self.hands.actions_by_key.values():
            menu.addAction(action)
        tool.setMenu(menu)
        return tool

    def count(self) -> int:
        """How many rows the filter leaves."""
        return self.model.rowCount()

    def narrowed(self) -> bool:
        """Whether a filter is set."""
        return bool(self.model.narrowed != self._nothing)

    def refresh(self) -> None:
        """Read again; keyboard and selection stay with their rows."""
        self.table.keep_row(lambda: self.model.refresh(self.model.narrowed))
        self._show_number()

    def focus_filter(self) -> None:
        """Put the keyboard into the filter line."""
        self.words.setFocus()
        self.words.selectAll()

    def narrow(self, words: str) -> None:
        """Show only what these words fit, whatever was chosen beside them."""
        self._show_filter(words, {})

    def narrow_now(self) -> None:
        """Show what the filter line and the choices leave."""
        chosen = {key: box.value() for key, box in self.boxes.items() if box.value() is not None}
        wanted = self._view.narrow(self.words.text(), chosen)
        if wanted != self.model.narrowed:
            self.model.refresh(wanted)
        self._show_number()

    def go_to_key(self, key: int, near: int = 0) -> bool:
        """Put the keyboard on a row; returns whether the filter has left it in the list, near another row."""
        found = self.model.find(key, near)
        if found is not None:
            self.table.go_to(found)
        return found is not None

    def _show_number(self) -> None:
        number = self.count()
        narrowed = self.narrowed()
        self.empty.words.setText(self._view.unfit if narrowed else self._view.empty)
        self._everything.setVisible(narrowed)
        if self.empty.step is not None:
            self.empty.step.setVisible(not narrowed)
        self._stack.setCurrentIndex(0 if number else 1)
        self.counted.emit(number)

    def definition(self) -> dict[str, Any]:
        """The filter as it is kept under a name: words, choices and what the rows are sorted by."""
        chosen = {key: box.kept() for key, box in self.boxes.items() if box.value() is not None}
        return {"words": self.words.text(), "chosen": chosen, "sorts": [list(sort) for sort in self.model.sorts]}

    def apply(self, definition: dict[str, Any]) -> None:
        """Set a filter that was kept; what this program does not know of it is passed over."""
        chosen, sorts = definition.get("chosen"), definition.get("sorts")
        self._show_filter(str(definition.get("words", "")), chosen if isinstance(chosen, dict) else {})
        fitting = [sort for sort in sorts if len(sort) == 2] if isinstance(sorts, list) else []
        self.hands.view.sort_by(tuple((str(key), bool(descending)) for key, descending in fitting))

    def _show_filter(self, words: str, chosen: dict[str, Any]) -> None:
        self.words.setText(words)
        for key, box in self.boxes.items():
            box.show_kept(chosen.get(key))
        self.narrow_now()

    def fill_filters(self, menu: QMenu) -> None:
        """The named filters as they are now, and what can be done with them."""
        menu.clear()
        with self._workspace.read() as session:
            kept = queries.of_view(session, self._view.key)
        for each in kept:
            action = menu.addAction(formats.shown(each.name).replace("&", "&&"))
            action.triggered.connect(partial(self._apply_row, each))
        if kept:
            menu.addSeparator()
        menu.addAction(icon("content-save-outline"), _("Save this filter…"), self.save_filter)
        if kept:
            menu.addAction(icon("pencil-outline"), _("Rename or delete…"), self._edit_filters)
        menu.addAction(icon("filter-off-outline"), _("Show everything"), lambda: self._show_filter("", {}))

    def _show_everything(self) -> None:
        self._show_filter("", {})
        self._enter_table()

    def _enter_table(self) -> None:
        """Put the keyboard on a row of what is shown."""
        self.narrow_now()
        if self.count():
            if self.table.current_row() is None:
                self.table.go_to(0)
            self.table.setFocus()

    def _apply_row(self, kept: queries.FilterRow) -> None:
        self.apply(kept.definition)

    def save_filter(self) -> None:
        """Ask for a name and keep the filter under it."""
        from ui.dialogs.filters import ask_name

        definition = self.definition()

        def take(name: str) -> None:
            with self._workspace.change(_("Save filter")) as session:
                services.save(session, self._view.key, name, definition)
            words = _("The filter was saved as “{name}”.").format(name=formats.shown(name.strip()))
            self._workspace.noticed.emit(words, True)

        ask_name(self.window(), _("Save filter"), _("Save"), definition["words"], take)

    def _edit_filters(self) -> None:
        from ui.dialogs.filters import FiltersDialog

        FiltersDialog(self.window(), self._workspace, self._view.key).open()


def _tool(picture: str, name: str) -> QToolButton:
    tool = QToolButton()
    tool.setIcon(icon(picture))
    tool.setToolTip(name)
    tool.setAccessibleName(name)
    tool.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    return tool
