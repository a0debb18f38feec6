"""A colour for each work package; its number always stands beside it, so that colour alone tells nothing."""

from dataclasses import dataclass
from functools import cache

from PySide6.QtGui import QColor

from ui import theme


@dataclass(frozen=True)
class Paint:
    """How an event of a work package is painted: text on its ground, the number on its edge."""

    ground: str
    edge: str
    text: str
    on_edge: str


LIGHT = (
    Paint("#E3EDF7", "#2A659E", "#17324D", "#FFFFFF"),
    Paint("#E1F1E7", "#23734A", "#143D28", "#FFFFFF"),
    Paint("#F6E9DA", "#945212", "#4B2C0C", "#FFFFFF"),
    Paint("#EFE6F5", "#7A4799", "#3B2249", "#FFFFFF"),
    Paint("#DFF0F1", "#16707A", "#0C3B40", "#FFFFFF"),
    Paint("#F8E4EA", "#A23A5E", "#4F1B2D", "#FFFFFF"),
)
DARK = (
    Paint("#24384C", "#8BBDED", "#DCEBFA", "#10202F"),
    Paint("#213D2F", "#85CFA2", "#DAF1E3", "#0E2418"),
    Paint("#45331F", "#E3B278", "#F8E9D6", "#2B1B08"),
    Paint("#3A2D46", "#C9A3E3", "#F0E3F9", "#22142D"),
    Paint("#1E3C40", "#7CC9D1", "#D6F0F3", "#0A2528"),
    Paint("#472A35", "#EFA0B8", "#FBE0E8", "#2E121C"),
)


@cache
def none(colours: theme.Colours) -> Paint:
    """Events of no work package, in a theme's own greys."""
    return Paint(colours.line, colours.muted, colours.text, colours.surface)


def paint(work_package: int | None) -> Paint:
    """The colours of a work package in the theme in use; they come round where there are many."""
    current = theme.colours()
    if not work_package:
        return none(current)
    palette = _palette(current)
    return palette[(work_package - 1) % len(palette)]


@cache
def _palette(current: theme.Colours) -> tuple[Paint, ...]:
    """The palette that goes with a theme, by how light its surfaces are."""
    return DARK if QColor(current.surface).lightnessF() < 0.5 else LIGHT
