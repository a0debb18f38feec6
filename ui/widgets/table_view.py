"""How a table is arranged: which columns in which order and width, sorted by what; kept from one start to the next."""

import contextlib
import json
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QPoint, QSettings, Qt, QTimer, Signal
from PySide6.QtWidgets import QMenu

from roundtables.words import _
from ui.icons import icon
from ui.models.cells import MOST_SORTS, CellsModel, Sorts
from ui.models.columns import Column
from ui.theme import sized
from ui.widgets.table import Table

KEPT_AFTER = 300
NARROWEST, WIDEST = 40, 2000


@dataclass(frozen=True)
class Arrangement:
    """Names of columns from left to right, those that are not shown, and what the rows are sorted by."""

    order: tuple[str, ...]
    hidden: frozenset[str]
    sorts: Sorts


class TableView(QObject):
    """The arrangement of one table, by drag, by the menu of its headings, by a dialog, or as it was kept."""

    asked = Signal()

    def __init__(self, settings: QSettings, table: Table, name: str) -> None:
        super().__init__(table)
        self._settings, self._table, self._key = settings, table, f"tables/{name}"
        self._begun = self.arrangement()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.keep)
        header = table.horizontalHeader()
        header.setSectionsMovable(True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._ask)
        self._restore()
        for changed in (header.sectionMoved, header.sectionResized, table.arranged):
            changed.connect(lambda *_what: self._later.start(KEPT_AFTER))

    def _model(self) -> CellsModel:
        model: Any = self._table.model()
        return model  # type: ignore[no-any-return]  # such a table has such a model

    def _names(self) -> list[str]:
        return [column.name for column in self._table.columns()]

    def arrangement(self) -> Arrangement:
        """How the table is arranged now."""
        header, names = self._table.horizontalHeader(), self._names()
        order = tuple(names[header.logicalIndex(place)] for place in range(header.count()))
        hidden = frozenset(name for at, name in enumerate(names) if header.isSectionHidden(at))
        return Arrangement(order, hidden, self._model().sorts)

    def arrange(self, wanted: Arrangement) -> None:
        """Arrange the table so; names it does not know are passed over, one column always stays."""
        header, names = self._table.horizontalHeader(), self._names()
        known = [name for name in dict.fromkeys(wanted.order) if name in names]
        hidden = wanted.hidden if set(names) - wanted.hidden else frozenset(names[1:])
        for place, name in enumerate([*known, *(name for name in names if name not in known)]):
            header.moveSection(header.visualIndex(names.index(name)), place)
        for number, name in enumerate(names):
            self._table.setColumnHidden(number, name in hidden)
        self._model().show_columns(frozenset(names) - hidden)
        self._table.widths.fill()
        self.sort_by(wanted.sorts)
        self._later.start(KEPT_AFTER)

    def begin_again(self) -> None:
        """Arrange the table as it was at the very first."""
        self.arrange(self._begun)

    def sort_by(self, sorts: Sorts) -> None:
        """Sort by those of these keys that the table has."""
        model = self._model()
        known = {model.sort_of(column) for column in self._table.columns()} - {""}
        fitting = tuple(sort for sort in sorts if sort[0] in known)[:MOST_SORTS]
        if fitting and fitting != model.sorts:
            self._table.keep_row(lambda: model.sort_by(fitting))
        self._later.start(KEPT_AFTER)

    def keep(self) -> None:
        """Write down how the table is arranged."""
        now = self.arrangement()
        names = self._names()
        widths = {
            names[number]: round(width * 100 / sized(100)) for number, width in self._table.widths.drawn().items()
        }
        kept = {"order": now.order, "hidden": sorted(now.hidden), "sorts": now.sorts, "widths": widths}
        self._settings.setValue(self._key, json.dumps(kept))

    def _restore(self) -> None:
        """As it was kept, as far as that can be read: a file of settings may have been written to by hand."""
        with contextlib.suppress(ValueError, TypeError, KeyError, AttributeError):
            kept = json.loads(str(self._settings.value(self._key, "")))
            order = tuple(str(name) for name in kept["order"])
            new = {column.name for column in self._table.columns() if column.hidden and column.name not in order}
            for name, width in kept["widths"].items():
                if name in self._names():
                    self._table.widths.draw(self._names().index(name), sized(min(max(int(width), NARROWEST), WIDEST)))
            sorts = tuple((str(key), bool(descending)) for key, descending in kept["sorts"])
            self.arrange(Arrangement(order, frozenset(kept["hidden"]) | new, sorts))

    def _ask(self, where: QPoint) -> None:
        header = self._table.horizontalHeader()
        self.menu(header.logicalIndexAt(where)).popup(header.mapToGlobal(where))

    def menu(self, number: int) -> QMenu:
        """What can be done with a heading."""
        menu = QMenu(self._table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = self._table.columns()[number] if number >= 0 else None
        key = self._model().sort_of(column) if column is not None else ""
        if key:
            self._add_sorting(menu, key)
        menu.addAction(icon("view-column-outline"), _("Columns…"), self.asked.emit)
        menu.addSeparator()
        hidden = self.arrangement().hidden
        for each in self._table.columns():
            action = menu.addAction(_(each.heading))
            action.setCheckable(True)
            action.setChecked(each.name not in hidden)
            action.triggered.connect(partial(self._show_or_hide, each))
        return menu

    def _add_sorting(self, menu: QMenu, key: str) -> None:
        sorts = self._model().sorts
        rest = tuple(sort for sort in sorts if sort[0] != key)[: MOST_SORTS - 1]
        for picture, words, wanted in (
            ("sort-ascending", _("Sort ascending"), ((key, False),)),
            ("sort-descending", _("Sort descending"), ((key, True),)),
            ("sort-ascending", _("Then sort by this, ascending"), (*rest, (key, False))),
            ("sort-descending", _("Then sort by this, descending"), (*rest, (key, True))),
        ):
            menu.addAction(icon(picture), words, partial(self.sort_by, wanted))
        menu.addSeparator()

    def _show_or_hide(self, column: Column, shown: bool) -> None:  # noqa: FBT001 - a signal's argument
        now = self.arrangement()
        hidden = now.hidden - {column.name} if shown else now.hidden | {column.name}
        self.arrange(Arrangement(now.order, hidden, now.sorts))
