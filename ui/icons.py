"""Icons of one family (Material Design Icons by QtAwesome), in the colour of the text they stand by."""

from functools import cache
from typing import Any

from PySide6.QtGui import QIcon

from ui.theme import colours


@cache
def _family() -> Any:
    """The one font, loaded at the first icon; QtAwesome's own start would load all of its fonts."""
    import re
    from pathlib import Path

    import qtawesome
    from qtawesome.iconic_font import IconicFont

    folder = Path(qtawesome.__file__).parent / "fonts"
    found = next(folder.glob("materialdesignicons6-webfont-[0-9]*.ttf"))
    version = re.search(r"-(\d[\d.]*)\.ttf", found.name)
    charmap = f"materialdesignicons6-webfont-charmap-{version[1] if version else ''}.json"
    return IconicFont(("mdi6", found.name, charmap))


def icon(name: str, *, accent: bool = False, on_accent: bool = False) -> QIcon:
    """The icon with this name, sharp at every scale."""
    c = colours()
    colour = c.on_accent if on_accent else c.accent if accent else c.muted
    found: QIcon = _family().icon(f"mdi6.{name}", color=colour, color_disabled=c.control)
    return found
