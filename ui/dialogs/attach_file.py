"""What a file of an event is, which slots it proves, and what is noted of it."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from roundtables.queries.events import SlotRow
from roundtables.terms import FileKind
from roundtables.words import _
from ui.icons import icon
from ui.models.event_files import PICTURES, slot_name
from ui.theme import GRID, sized
from ui.widgets.fields import LONGEST_TYPED
from ui.widgets.parts import column, label, lay_out, wrapped

PROVING = frozenset({FileKind.SIGNED_SHEET, FileKind.MEETING_REPORT})
"""The kinds that prove attendance, so that slots are asked for."""
MOST_SEEN, SLOT = 6, 28


@dataclass(frozen=True)
class Choice:
    """What was chosen; no name where several files are attached at once."""

    kind: FileKind
    slot_ids: tuple[int, ...]
    note: str
    name: str = ""


class AttachDialog(QDialog):
    """`take` is called with the choice when the user agrees; the dialog closes if it returns no words of an error."""

    def __init__(self, parent: QWidget, title: str, agree: str, slots: Sequence[SlotRow]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(sized(480))
        self.take: Callable[[Choice], str] = lambda _choice: ""
        self.names = wrapped("", "muted")
        self.names.hide()
        self.kind = QComboBox()
        for each in FileKind:
            self.kind.addItem(icon(PICTURES[each]), _(each.label), each)
        self.kind.currentIndexChanged.connect(self._ask_fitting)
        self.name = _line()
        self.note = _line()
        self.slots = QListWidget()
        self.slots.setAlternatingRowColors(False)
        for slot in slots:
            self.slots.addItem(_item(slot))
        rows = min(max(len(slots), 2), MOST_SEEN)
        self.slots.setMinimumHeight(rows * sized(SLOT) + 2 * GRID)
        self._name_part = _named(_("File"), self.name)
        self._slots_part = _named(_("Proves attendance of"), self.slots)
        self._error = wrapped("", "error")
        self._error.hide()
        buttons = QDialogButtonBox()
        yes = buttons.addButton(agree, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._agree)
        buttons.rejected.connect(self.reject)
        parts = (
            self.names,
            _named(_("Type"), self.kind),
            self._name_part,
            self._slots_part,
            _named(_("Note"), self.note),
        )
        layout = column(*parts, self._error, buttons, margin=6 * GRID, space=4 * GRID)
        layout.setStretch(parts.index(self._slots_part), 1)
        lay_out(self, layout, yes)
        self._ask_fitting()

    def for_new(self, names: Sequence[str]) -> None:
        """Ask for files that are to be attached; where there is one slot, they prove it unless it is unticked."""
        self.names.setText("\n".join(names))
        self.names.show()
        self._name_part.hide()
        if self.slots.count() == 1:
            self.slots.item(0).setCheckState(Qt.CheckState.Checked)

    def for_one(self, kind: FileKind, name: str, note: str, slot_ids: Collection[int]) -> None:
        """Ask for what is to change of a file."""
        self.kind.setCurrentIndex(self.kind.findData(kind))
        self.name.setText(name)
        self.note.setText(note)
        for item in self._items():
            chosen = item.data(Qt.ItemDataRole.UserRole) in slot_ids
            item.setCheckState(Qt.CheckState.Checked if chosen else Qt.CheckState.Unchecked)
        self._ask_fitting()

    def choice(self) -> Choice:
        """What is chosen; slots only where they are asked for."""
        ticked = [item for item in self._items() if item.checkState() == Qt.CheckState.Checked]
        kind: FileKind = self.kind.currentData()
        slot_ids = tuple(item.data(Qt.ItemDataRole.UserRole) for item in ticked) if kind in PROVING else ()
        return Choice(kind, slot_ids, self.note.text(), self.name.text())

    def _items(self) -> list[QListWidgetItem]:
        return [self.slots.item(at) for at in range(self.slots.count())]

    def _ask_fitting(self) -> None:
        self._slots_part.setVisible(self.kind.currentData() in PROVING and self.slots.count() > 0)
        self.adjustSize()

    def _agree(self) -> None:
        words = self.take(self.choice())
        self._error.setText(words)
        self._error.setVisible(bool(words))
        if not words:
            self.accept()


def _line() -> QLineEdit:
    made = QLineEdit()
    made.setMaxLength(LONGEST_TYPED)
    return made


def _named(words: str, control: QWidget) -> QWidget:
    name = label(words, "muted")
    name.setBuddy(control)
    control.setAccessibleName(words)
    holder = QWidget()
    layout = column(name, control, space=GRID)
    layout.setStretch(1, 1)
    holder.setLayout(layout)
    return holder


def _item(slot: SlotRow) -> QListWidgetItem:
    item = QListWidgetItem(slot_name(slot))
    item.setSizeHint(QSize(0, sized(SLOT)))
    item.setData(Qt.ItemDataRole.UserRole, slot.id)
    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
    item.setCheckState(Qt.CheckState.Unchecked)
    return item
