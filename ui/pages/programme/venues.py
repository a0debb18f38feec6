"""The venues of the register: where they are, how many people fit in, how many events are held there."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedLayout, QWidget

from roundtables.errors import Expected
from roundtables.queries import venues as queries
from roundtables.queries.venues import VenueRecord
from roundtables.services import venues as services
from roundtables.words import N_, _, n_, spoken
from ui import format as formats
from ui.commands import Command
from ui.dialogs.form import FormDialog
from ui.models.columns import Column
from ui.models.rows import RowsModel
from ui.theme import GRID
from ui.widgets.codes import country_field
from ui.widgets.fields import Form, number_field, text_field
from ui.widgets.parts import EmptyState, button, column, label, row
from ui.widgets.table import Table
from ui.widgets.tools import tool
from ui.workspace import Workspace

POINT = ("latitude", "longitude")


def _degrees(value: float | None) -> str:
    return "" if value is None else formats.locale().toString(value, "f", 4)


def _point(venue: VenueRecord) -> str:
    return "  ".join(filter(None, (_degrees(venue.latitude), _degrees(venue.longitude))))


COLUMNS = (
    Column(N_("Venue"), lambda venue: venue.name, "name", 190, stretch=True),
    Column(N_("Room"), lambda venue: venue.room, "room", 130),
    Column(N_("Address"), lambda venue: venue.address, "address", 150),
    Column(N_("City"), lambda venue: venue.city, "city", 110),
    Column(N_("Country"), lambda venue: spoken().country(venue.country), "country", 110),
    Column(
        N_("Places"),
        lambda venue: formats.number(venue.capacity) if venue.capacity else "",
        "capacity",
        80,
        number=True,
    ),
    Column(N_("Coordinates"), _point, "point", 150),
    Column(N_("Events"), lambda venue: formats.number(venue.events), "events", 80, number=True),
)
SORTS = {
    "capacity": lambda venue: venue.capacity or 0,
    "events": lambda venue: venue.events,
    "point": lambda venue: (venue.latitude is None, venue.latitude or 0.0, venue.longitude or 0.0),
}


class VenueDialog(FormDialog):
    """A venue to add, or one to change."""

    def __init__(self, parent: QWidget, venue: VenueRecord | None = None) -> None:
        form = Form(
            (
                text_field("name", _("Venue")),
                text_field("room", _("Room")),
                text_field("address", _("Address")),
                text_field("city", _("City")),
                country_field(),
                number_field("capacity", _("Places"), most=services.MOST_PLACES),
                text_field("latitude", _("Latitude"), hint=_degrees(60.1699)),
                text_field("longitude", _("Longitude"), hint=_degrees(24.9384)),
            )
        )
        super().__init__(parent, _("Venue"), form, _("Add venue") if venue is None else _("Save"))
        form.fields["country"].show_value("")
        if venue is not None:
            for key, field in form.fields.items():
                value = getattr(venue, key)
                # All the digits that are kept: what was not changed is saved as it was.
                exact = key in POINT and value is not None
                written = repr(value).replace(".", formats.locale().decimalPoint()) if exact else value
                field.show_value(written)
        form.fields["name"].editor.setFocus()

    def values(self) -> Any:
        """What was entered. Raises NotACoordinate."""
        values = self.form.values()
        return values | {key: services.degrees(values[key], key) for key in POINT}


class VenuesTab(QWidget):
    """All venues."""

    COMMANDS = (
        Command("venues.add", N_("Add venue…"), "add", "Ins", "plus"),
        Command("venues.edit", N_("Edit…"), "edit", "F2", "pencil-outline"),
        Command("venues.delete", N_("Delete venue"), "delete", "Del", "delete-outline"),
    )

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._model = RowsModel(COLUMNS, SORTS)
        self.table = Table(_("Venues"), COLUMNS)
        self.table.show_rows(self._model, sorted_by=0)
        self.table.opened.connect(lambda _venue: self.edit())
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        workspace.keyboard.bind(self, self.COMMANDS, within=self.table)
        self._number = label("", "muted")
        empty = EmptyState(_("There is no venue in this register yet."), _("Add venue…"), self.add)
        tools = row(
            button(_("Add venue…"), self.add, picture="plus"),
            button(_("Edit…"), self.edit, picture="pencil-outline"),
            tool(_("Delete venue"), self.delete, "delete-outline"),
            1,
            self._number,
        )
        full = QWidget()
        full.setLayout(column(tools, self.table, margin=2 * GRID, space=3 * GRID))
        self._stack = QStackedLayout(self)
        self._stack.addWidget(full)
        self._stack.addWidget(empty)

    def refresh(self) -> None:
        """Read the venues again; the keyboard stays on the one it was on."""
        chosen = self.table.current_row()
        with self._workspace.read() as session:
            rows = queries.listing(session)
        self._model.show(rows)
        self._stack.setCurrentIndex(0 if rows else 1)
        self._number.setText(n_("{n} venue", "{n} venues", len(rows)).format(n=formats.number(len(rows))))
        if rows and not self.go_to(chosen.id if chosen is not None else None):
            self.table.go_to(0)

    def go_to(self, venue_id: int | None) -> bool:
        """Make a venue the current one; returns whether it is there."""
        keys = [venue.id for venue in self._model.rows]
        if venue_id not in keys:
            return False
        self.table.go_to(keys.index(venue_id))
        return True

    def add(self) -> None:
        """Ask for a new venue."""
        made: list[int] = []
        self._ask(None, _("Add venue"), lambda session, values: made.append(services.add(session, **values).id), made)

    def delete(self) -> None:
        """Remove the chosen venues; a notice offers to undo it."""
        rows = self.table.selected_rows()

        def work(session: Any) -> None:
            for venue in rows:
                services.delete(session, venue.id)

        if rows:
            words = n_("{n} venue deleted", "{n} venues deleted", len(rows)).format(n=len(rows))
            self._workspace.do(_("Delete venue"), work, notice=words)

    def edit(self) -> None:
        """Show the chosen venue to be changed."""
        venue: VenueRecord | None = self.table.current_row()
        if venue is not None:
            self._ask(
                venue, _("Change venue"), lambda session, values: services.change(session, venue.id, **values), []
            )

    def _ask(self, venue: VenueRecord | None, name: str, work: Any, made: list[int]) -> None:
        """The dialog stays open until its values are taken or it is given up."""
        dialog = VenueDialog(self, venue)

        def take() -> bool:
            try:
                values = dialog.values()
                with self._workspace.change(name) as session:
                    work(session, values)
            except Expected as error:
                dialog.show_error(error)
                return False
            if made:
                self.go_to(made[0])
            return True

        dialog.take = take
        dialog.open()
