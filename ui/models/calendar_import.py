"""The events of a calendar file before they are taken over: ticked, with their verdicts."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor

from roundtables.services.calendar_import import FIELDS, EventProposal, Verdict
from roundtables.words import N_, _
from ui import format as formats
from ui.models.columns import Column, long_spans
from ui.models.paged import Index
from ui.models.rows import RowsModel
from ui.theme import colours

SIGNS = {
    Verdict.NEW: "+",
    Verdict.KNOWN: "=",
    Verdict.SIMILAR: "?",
    Verdict.REPEATED: "↑",
    Verdict.UNUSABLE: "!",
}
TAKE, VERDICT = 0, 1


def _when(entry: EventProposal) -> str:
    line = entry.line
    if line.starts is None or line.ends is None:
        return ""
    return formats.short_span(line.starts, line.ends, all_day=line.all_day)


def why(entry: EventProposal) -> str:
    """Why the verdict is so, and what would change."""
    changes = ", ".join(_(FIELDS[name]) for name in entry.changes)
    return " — ".join(filter(None, (entry.reason, changes)))


COLUMNS = (
    Column(N_("Take over"), lambda entry: _("Yes") if entry.taken else _("No"), "", 72),
    Column(
        N_("Verdict"),
        lambda entry: f"{SIGNS[entry.verdict]}  {_(entry.verdict.label)}",
        "",
        120,
        fits=lambda: [f"{SIGNS[each]}  {_(each.label)}" for each in Verdict],
    ),
    Column(N_("When"), _when, "", 200, fits=long_spans),
    Column(N_("Event"), lambda entry: formats.shown(entry.line.title), "", 190),
    Column(N_("Place"), lambda entry: formats.shown(entry.line.place), "", 120),
    Column(N_("Why"), why, "", 260, stretch=True),
)


class EventPreviewModel(RowsModel):
    """`ticked` is sent with a proposal and whether it is to be taken over."""

    ticked = Signal(object, bool)

    def __init__(self) -> None:
        super().__init__(COLUMNS)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        entry = self.row(index.row())
        if index.column() == TAKE and entry is not None and entry.can_be_taken:
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.row(index.row()) if index.isValid() else None
        if entry is None:
            return None
        if index.column() == TAKE and role == Qt.ItemDataRole.DisplayRole:
            return None
        if index.column() == TAKE and role == Qt.ItemDataRole.CheckStateRole:
            if not entry.can_be_taken:
                return None
            return Qt.CheckState.Checked if entry.taken else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.ForegroundRole:
            return _shade(entry, index.column())
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        entry = self.row(index.row())
        if role != Qt.ItemDataRole.CheckStateRole or entry is None or not entry.can_be_taken:
            return False
        self.ticked.emit(entry, Qt.CheckState(value) == Qt.CheckState.Checked)
        return True


def _shade(entry: EventProposal, column: int) -> Any:
    """What can't be used stands out by sign, word and colour; what is left alone steps back."""
    c = colours()
    if column == VERDICT:
        shades = {Verdict.UNUSABLE: c.bad, Verdict.SIMILAR: c.warn, Verdict.REPEATED: c.warn, Verdict.NEW: c.good}
        return QColor(shades.get(entry.verdict, c.muted))
    return None if entry.taken else QColor(c.muted)
