"""Icons of one family (Material Design Icons as QtAwesome ships them), in the colour of the text they stand by.

Only the font is used: importing QtAwesome itself loads all of its families and would cost the window's start more
than everything else that is drawn.
"""

import importlib.util
import re
from functools import cache
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap

from ui.theme import colours

FONT = "materialdesignicons6-webfont-[0-9]*.ttf"
CHARMAP = "materialdesignicons6-webfont-charmap-*.json"
FILL = 0.875
"""How much of an icon's height its letter takes: Material Design's live area."""


@cache
def _folder() -> Path:
    found = importlib.util.find_spec("qtawesome")
    places = found.submodule_search_locations if found is not None else None
    return Path(places[0] if places else "") / "fonts"


@cache
def _family() -> str:
    """The font's family name."""
    number = QFontDatabase.addApplicationFont(str(next(_folder().glob(FONT))))
    return QFontDatabase.applicationFontFamilies(number)[0]


@cache
def _letter(name: str) -> str:
    """The letter of an icon, found in the text of the map: the program shows thirty of its seven thousand."""
    found = re.search(rf'"{re.escape(name)}": *"([0-9a-fA-Fx]+)"', _map())
    return chr(int(found[1], 16)) if found else ""


@cache
def _map() -> str:
    return next(_folder().glob(CHARMAP)).read_text(encoding="utf-8")


class _Letter(QIconEngine):
    """Draws one letter of the font: sharp at every size and scale."""

    def __init__(self, letter: str, colour: str, disabled: str) -> None:
        super().__init__()
        self._letter, self._colour, self._disabled = letter, colour, disabled

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:  # noqa: ARG002 - Qt's signature
        font = QFont(_family())
        font.setPixelSize(max(round(rect.height() * FILL), 1))
        painter.save()
        painter.setFont(font)
        painter.setPen(QColor(self._disabled if mode == QIcon.Mode.Disabled else self._colour))
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), self._letter)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        picture = QPixmap(size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return picture

    def clone(self) -> QIconEngine:
        return _Letter(self._letter, self._colour, self._disabled)


def icon(name: str, *, on_accent: bool = False) -> QIcon:
    """The icon with this name of the family."""
    c = colours()
    return QIcon(_Letter(_letter(name), c.on_accent if on_accent else c.muted, c.control))
