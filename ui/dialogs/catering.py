"""One occasion of catering: why, when, where, what it cost, and who was served."""

from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from roundtables.errors import Expected
from roundtables.queries.catering import CateringRow
from roundtables.queries.costs import CostRow
from roundtables.queries.events import EventPage as EventRecord
from roundtables.queries.events import SlotRow
from roundtables.queries.participants import Mark, ParticipantRow
from roundtables.services import catering as services
from roundtables.terms import CateringKind, CostKind, Presence
from roundtables.words import _, n_
from ui import format as formats
from ui.dialogs.form import FormDialog
from ui.models.costs import amount
from ui.models.events import terms
from ui.theme import GRID, sized
from ui.widgets.fields import Field, Form, choice_field, long_field, text_field, time_field
from ui.widgets.parts import button, column, label, resize_within, row
from ui.workspace import Workspace

CHECKED, UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked
KEY = Qt.ItemDataRole.UserRole


class CateringDialog(FormDialog):
    """The fields at the left, the guests at the right: at first those who were present in the slot."""

    def __init__(
        self,
        parent: QWidget,
        workspace: Workspace,
        record: EventRecord,
        people: Sequence[ParticipantRow],
        costs: Sequence[CostRow],
        occasion: CateringRow | None = None,
        served: Collection[int] = (),
    ) -> None:
        self._workspace, self._record, self._people, self._occasion = workspace, record, people, occasion
        form = Form(self._fields(record, costs))
        super().__init__(parent, _("Catering"), form, _("Add catering") if occasion is None else _("Save"))
        self._seeded = occasion is None
        self.guests = QListWidget()
        self.guests.setAccessibleName(_("Who was served"))
        self.guests.setMinimumWidth(sized(240))
        self._number = label("", "muted")
        self._fill(served)
        self.guests.itemChanged.connect(lambda _item: self._count())
        self.guests.itemActivated.connect(_turn)
        layout: Any = self.layout()
        layout.removeWidget(form)
        everybody = button(_("Those present"), self.seed, picture="check")
        nobody = button(_("Nobody"), lambda: self._check(()), picture="eraser")
        right = column(label(_("Who was served"), "muted"), self.guests, row(everybody, nobody, 1, self._number))
        right.setStretch(1, 1)
        sides = row(column(form, 1), right, space=6 * GRID)
        sides.setStretch(0, 3)
        sides.setStretch(1, 2)
        layout.insertLayout(1, sides)
        resize_within(self, sized(880), sized(560))
        self.take = self._save
        if occasion is not None:
            for key, field in form.fields.items():
                if key != "amount":
                    field.show_value(getattr(occasion, key))
        else:
            form.fields["agenda"].enter(_agenda(record))
            self.seed()
        slot: Any = form.fields["slot_id"].editor
        slot.activated.connect(lambda _at: self._seed_again())
        form.fields["purpose"].editor.setFocus()

    def _fields(self, record: EventRecord, costs: Sequence[CostRow]) -> tuple[Field, ...]:
        slots = [(slot.id, _slot_name(slot)) for slot in record.slots]
        entered = [(cost.id, _cost_name(cost)) for cost in costs if cost.kind is CostKind.CATERING]
        return (
            text_field("purpose", _("Purpose")),
            choice_field("kind", _("Entered as"), terms(CateringKind)),
            time_field("served", _("Served"), formats.to_qt(record.starts)),
            choice_field("slot_id", _("Day or session"), [(None, _("Not one alone")), *slots]),
            text_field("place", _("Place"), hint=formats.shown(record.where)),
            long_field("agenda", _("Agenda"), lines=4),
            text_field("invoice_number", _("Invoice number")),
            choice_field("cost_id", _("Cost"), [(None, _("None yet")), *entered]),
            text_field("amount", _("Amount of a new cost"), hint=formats.cents(123450)),
        )

    def _fill(self, served: Collection[int]) -> None:
        chosen = set(served)
        for person in self._people:
            name = f"{person.last_name} {person.first_name}".strip()
            words = _("{name}, {organisation}") if person.organisation else _("{name}")
            item = QListWidgetItem(formats.shown(words.format(name=name, organisation=person.organisation)))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(CHECKED if person.id in chosen else UNCHECKED)
            item.setData(KEY, person.id)
            item.setSizeHint(QSize(0, sized(28)))
            self.guests.addItem(item)
        self._count()

    def chosen(self) -> list[int]:
        """The keys of the participations of those who are ticked."""
        items = (self.guests.item(number) for number in range(self.guests.count()))
        return [item.data(KEY) for item in items if item.checkState() == CHECKED]

    def seed(self) -> None:
        """Tick those who were present in the slot that is chosen, or in any."""
        slot = self.form.fields["slot_id"].value()
        self._check([person.id for person in self._people if _was_there(person, slot)])
        self._seeded = True

    def _seed_again(self) -> None:
        """Another slot has other guests, unless they were chosen by hand."""
        if self._seeded:
            self.seed()

    def _check(self, keys: Collection[int]) -> None:
        wanted = set(keys)
        self.guests.blockSignals(True)
        for number in range(self.guests.count()):
            item = self.guests.item(number)
            item.setCheckState(CHECKED if item.data(KEY) in wanted else UNCHECKED)
        self.guests.blockSignals(False)
        self._tell()

    def _count(self) -> None:
        self._seeded = False
        self._tell()

    def _tell(self) -> None:
        number = len(self.chosen())
        self._number.setText(n_("{n} person", "{n} people", number).format(n=formats.number(number)))

    def _save(self) -> bool:
        occasion, guests = self._occasion, self.chosen()
        name = _("Add catering") if occasion is None else _("Change catering")
        try:
            values = self.values()
            with self._workspace.change(name) as session:
                if occasion is None:
                    services.add(session, self._record.id, guests=guests, **values)
                else:
                    services.change(session, occasion.id, guests=guests, **values)
        except Expected as error:
            self.show_error(error)
            return False
        self._workspace.noticed.emit(_("Catering added") if occasion is None else _("Catering changed"), True)
        return True


def _turn(item: QListWidgetItem) -> None:
    item.setCheckState(UNCHECKED if item.checkState() == CHECKED else CHECKED)


def _was_there(person: ParticipantRow, slot: int | None) -> bool:
    marks = person.marks.values() if slot is None else (person.marks.get(slot, Mark()),)
    return any(mark.presence is Presence.PRESENT for mark in marks)


def _agenda(record: EventRecord) -> str:
    """The event's own agenda, a line for each session; with the day where there are several."""
    several = len({part.starts.date() for part in record.sessions}) > 1
    when = formats.moment if several else formats.time
    return "\n".join(f"{when(part.starts)} {part.title}" for part in record.sessions)


def _slot_name(slot: SlotRow) -> str:
    if slot.day is not None:
        return f"{formats.weekday(slot.day)} {formats.day(slot.day)}"
    return formats.shown(slot.title) if slot.title else _("The whole event")


def _cost_name(cost: CostRow) -> str:
    spent = amount(cost.actual_cents) or _("no amount yet")
    return formats.shown(" ".join(filter(None, (spent, cost.currency, cost.description, cost.invoice_number))))
