"""Two entries side by side that become one: which is kept, which value of each field, and what moves over."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QLabel,
    QRadioButton,
    QScrollArea,
    QWidget,
)

from roundtables.words import _
from ui import format as formats
from ui.plain_text import as_tip
from ui.theme import GRID, sized
from ui.widgets.elided import ElidedLabel
from ui.widgets.parts import button, column, label, lay_out, wrapped

LONGEST_VALUE = 44
LEFT, RIGHT = 0, 1


@dataclass(frozen=True)
class MergeField:
    """One field with the value of either side; `secret` ones are shown only when somebody asks to see them."""

    key: str
    name: str
    left: str
    right: str
    secret: bool = False


@dataclass(frozen=True)
class MergeSide:
    """One of the two. `moves` says, a line each, what moves from it when the other is kept."""

    key: int
    name: str
    facts: str
    moves: tuple[str, ...]


class MergeDialog(QDialog):
    """`agreed` is sent with the key that is kept, the one that goes, and the fields whose value is the other's."""

    agreed = Signal(int, int, frozenset)

    def __init__(
        self, parent: QWidget, title: str, left: MergeSide, right: MergeSide, fields: Sequence[MergeField]
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(sized(880))
        self._sides = (left, right)
        self._fields = [field for field in fields if field.left or field.right]
        self._choices: dict[str, tuple[QRadioButton, QRadioButton]] = {}
        self._groups: list[QButtonGroup] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(6 * GRID)
        self._grid.setVerticalSpacing(GRID)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self.kept = self._add_heads()
        for field in self._fields:
            self._add(field)
        self._moves = wrapped("")
        self._moves.setAccessibleName(_("What moves over"))
        self._lay_out()
        self._keep(LEFT)
        self.kept[LEFT].setFocus()

    def _lay_out(self) -> None:
        say = wrapped(
            _("Choose which of the two is kept, and of each field which value. One step takes it back."), "muted"
        )
        table, inner = QWidget(), QWidget()
        table.setLayout(self._grid)
        self._grid.setContentsMargins(0, 0, 0, 0)
        inner.setLayout(column(table, 1, margin=GRID))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        below = column(label(_("What moves over"), "muted"), self._moves)
        layout = column(say, scroll, below, self._buttons(), margin=6 * GRID, space=4 * GRID)
        layout.setStretch(1, 1)
        lay_out(self, layout, self._yes)
        for choice in self.findChildren(QRadioButton):
            choice.ensurePolished()
        scroll.setMinimumHeight(min(inner.sizeHint().height() + GRID, sized(480)))

    def _buttons(self) -> QDialogButtonBox:
        self._reveal = button(_("Show needs"), self._show_secrets, picture="eye-outline")
        buttons = QDialogButtonBox()
        self._yes = buttons.addButton(_("Merge"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        if any(field.secret for field in self._fields):
            buttons.addButton(self._reveal, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.accepted.connect(self._agree)
        buttons.rejected.connect(self.reject)
        return buttons

    def _add_heads(self) -> tuple[QRadioButton, QRadioButton]:
        heads = [QRadioButton(formats.shown(side.name)[:LONGEST_VALUE].replace("&", "&&")) for side in self._sides]
        self._group(*heads)
        for at, (head, side) in enumerate(zip(heads, self._sides, strict=True)):
            font = head.font()
            font.setBold(True)
            head.setFont(font)
            head.setToolTip(as_tip(side.name))
            head.setAccessibleName(_("Keep {name}").format(name=formats.shown(side.name)))
            head.clicked.connect(lambda _checked, at=at: self._keep(at))
            self._grid.addWidget(head, 0, at + 1)
            facts = ElidedLabel(side.facts, "muted")
            self._grid.addWidget(facts, 1, at + 1)
        self._grid.addWidget(label(_("Keep"), "muted"), 0, 0)
        return heads[LEFT], heads[RIGHT]

    def _add(self, field: MergeField) -> None:
        line = self._grid.rowCount()
        self._grid.addWidget(label(field.name, "muted"), line, 0)
        if field.left == field.right:
            same = QLabel(formats.shown(field.left)[: 2 * LONGEST_VALUE])
            same.setMinimumHeight(sized(28))
            self._grid.addWidget(same, line, 1, 1, 2)
            return
        pair = QRadioButton(), QRadioButton()
        for at, (choice, value) in enumerate(zip(pair, (field.left, field.right), strict=True)):
            self._word(choice, field, _("Stated, not shown") if field.secret and value else value)
            self._grid.addWidget(choice, line, at + 1)
        self._group(*pair)
        self._choices[field.key] = pair

    @staticmethod
    def _word(choice: QRadioButton, field: MergeField, value: str) -> None:
        shown = formats.shown(value)
        cut = shown if len(shown) <= LONGEST_VALUE else f"{shown[:LONGEST_VALUE]}…"
        # An ampersand in a value is no mnemonic.
        choice.setText(cut.replace("&", "&&") or "–")
        choice.setToolTip(as_tip(shown))
        choice.setAccessibleName(f"{field.name}: {shown or _('None')}")

    def _group(self, *buttons: QRadioButton) -> None:
        group = QButtonGroup(self)
        for each in buttons:
            group.addButton(each)
        self._groups.append(group)

    def _keep(self, at: int) -> None:
        """Keep this side: its values, and the other's where it has none."""
        self.kept[at].setChecked(True)
        for field in self._fields:
            if field.key in self._choices:
                has_it = (field.left, field.right)[at]
                self._choices[field.key][at if has_it else 1 - at].setChecked(True)
        gone = self._sides[1 - at]
        lines = gone.moves or (_("Nothing"),)
        self._moves.setText("\n".join(lines))

    def _show_secrets(self) -> None:
        self._reveal.hide()
        for field in self._fields:
            if field.secret and field.key in self._choices:
                for choice, value in zip(self._choices[field.key], (field.left, field.right), strict=True):
                    self._word(choice, field, value)

    def choose(self, key: str, side: int) -> None:
        """Keep this side's value of a field."""
        self._choices[key][side].setChecked(True)

    def _agree(self) -> None:
        kept = LEFT if self.kept[LEFT].isChecked() else RIGHT
        from_other = frozenset(key for key, pair in self._choices.items() if pair[1 - kept].isChecked())
        self.agreed.emit(self._sides[kept].key, self._sides[1 - kept].key, from_other)
        self.accept()
