"""Published calendars and where they differ, as tables show them."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from roundtables.queries.publications import PublicationRow
from roundtables.services.differences import Difference
from roundtables.terms import PublicationKind
from roundtables.words import N_, _, n_
from ui import format as formats
from ui.icons import icon
from ui.models.columns import Column
from ui.models.paged import Index
from ui.models.rows import RowsModel
from ui.theme import colours

STATE = 4
FIELD_NAMES = {
    "title": N_("Title"),
    "time": N_("Time"),
    "place": N_("Place"),
    "description": N_("Description"),
    "status": N_("Status"),
}


def state_of(row: PublicationRow) -> str:
    """Where a publication stands, in words."""
    if row.last_error:
        return row.last_error
    if row.differing:
        words = n_("{n} event was changed there by others", "{n} events were changed there by others", row.differing)
        return words.format(n=formats.number(row.differing))
    if row.last_at is None:
        return _("Not published yet")
    if row.kind is PublicationKind.FILE:
        return _("Published")
    return n_("{n} event published", "{n} events published", row.events).format(n=formats.number(row.events))


COLUMNS = (
    Column(N_("Calendar"), lambda row: formats.shown(row.address), "", 260),
    Column(
        N_("Kind"), lambda row: _(row.kind.label), "", 130, fits=lambda: [_(each.label) for each in PublicationKind]
    ),
    Column(N_("Events"), lambda row: formats.shown(row.project) or _("All events"), "", 110),
    Column(N_("Last published"), lambda row: formats.local(row.last_at) if row.last_at else "–", "", 140),
    Column(N_("State"), state_of, "", 260, stretch=True),
)


class PublicationsModel(RowsModel):
    """What is wrong has a sign and a colour beside its words."""

    def __init__(self) -> None:
        super().__init__(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index.row()) if index.isValid() and index.column() == STATE else None
        if row is not None and role == Qt.ItemDataRole.ForegroundRole:
            c = colours()
            return QColor(c.bad if row.last_error else c.warn) if row.last_error or row.differing else None
        if row is not None and role == Qt.ItemDataRole.DecorationRole:
            return icon("alert-outline") if row.last_error or row.differing else None
        return super().data(index, role)


def what_differs(row: Difference) -> str:
    """What is otherwise on the server, in words."""
    if row.left_off:
        return _("Left off the server")
    if row.removed:
        return _("Removed there")
    if row.ours is None:
        return _("Changed there, not published any more")
    if row.theirs is None:
        return _("Can't be read there")
    if not row.fields:
        return _("Other details")
    return ", ".join(_(FIELD_NAMES[name]) for name in row.fields)


DIFFERENCE_COLUMNS = (
    Column(N_("Number"), lambda row: row.reference or "–", "", 72),
    Column(N_("Event"), lambda row: formats.shown(row.title), "", 220, stretch=True),
    Column(N_("What differs"), what_differs, "", 200, fits=lambda: [_("Changed there, not published any more")]),
)
