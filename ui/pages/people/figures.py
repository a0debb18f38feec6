"""A few figures side by side, each with what it counts below it."""

from collections.abc import Sequence

from PySide6.QtWidgets import QLabel, QWidget

from ui.theme import GRID, sized
from ui.widgets.parts import column, label, row


class Figures(QWidget):
    """Values over their names; a screen reader hears each name with its value."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self._names = names
        self.values: list[QLabel] = []
        parts: list[QWidget] = []
        for name in names:
            value = label("0", "figure")
            font = value.font()
            font.setPixelSize(sized(17))
            font.setBold(True)
            value.setFont(font)
            self.values.append(value)
            part = QWidget()
            part.setLayout(column(value, label(name, "muted"), space=0))
            parts.append(part)
        self.setLayout(row(*parts, 1, space=8 * GRID))

    def show_values(self, values: Sequence[str]) -> None:
        """Show these values, in the order of the names."""
        for shown, name, value in zip(self.values, self._names, values, strict=True):
            shown.setText(value)
            shown.setAccessibleName(f"{name}: {value}")
