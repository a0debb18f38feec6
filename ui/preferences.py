"""What the user has chosen for this workstation: typed, with what counts where nothing was chosen.

Nothing personal goes here but the organiser that new events begin with, which the user enters for that purpose.
"""

from PySide6.QtCore import QLocale, QSettings, QTimeZone

from roundtables.words import LOCALES, spoken

THEMES = ("system", "light", "dark")
TEXT_SIZES = (100, 125, 150, 175, 200)
MOST_RECENT = 8


class Preferences:
    """The choices, kept in the window's settings. What was written by hand into the file and makes no sense counts
    as not chosen."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    def _text(self, key: str, otherwise: str = "") -> str:
        return str(self._settings.value(key) or otherwise)

    def _flag(self, key: str, otherwise: str) -> bool:
        return self._text(key, otherwise) == "true"

    @property
    def language(self) -> str:
        """The language of the window: chosen, else the system's where the program speaks it."""
        chosen = self._text("language", QLocale.system().name()[:2])
        return chosen if chosen in LOCALES else "en"

    @property
    def export_language(self) -> str:
        """The language that new documents begin with: chosen, else the window's."""
        chosen = self._text("export_language")
        return chosen if chosen in LOCALES else spoken().code

    @property
    def theme(self) -> str:
        """system, light or dark."""
        chosen = self._text("theme")
        return chosen if chosen in THEMES else "system"

    @property
    def text_size(self) -> int:
        """Per cent of the system's own."""
        chosen = self._text("text_size")
        return int(chosen) if chosen.isdecimal() and int(chosen) in TEXT_SIZES else TEXT_SIZES[0]

    @property
    def animated(self) -> bool:
        """Whether anything may move by itself; the system's wish for less movement counts besides."""
        return self._flag("animated", "true")

    @property
    def notifies(self) -> bool:
        """Whether the tray says what is coming: off unless asked for."""
        return self._flag("notifies", "false")

    @property
    def home_zone(self) -> str:
        """The IANA zone that new events begin with: chosen, else the workstation's."""
        chosen = self._text("home_zone")
        if chosen and QTimeZone.isTimeZoneIdAvailable(chosen.encode()):
            return chosen
        own = bytes(QTimeZone.systemTimeZoneId().data()).decode()
        return own if "/" in own else "Europe/Helsinki"

    @property
    def organiser(self) -> dict[str, str]:
        """The organiser that new events begin with, as the fields of an event; empty where none was entered."""
        entered = {key: self._text(key) for key in ("organiser_name", "organiser_email")}
        return {key: value for key, value in entered.items() if value}

    @property
    def toured(self) -> bool:
        """Whether the tour was taken or skipped."""
        return self._flag("toured", "false")

    @property
    def recent(self) -> list[str]:
        """The paths of the registers that were opened, newest first."""
        kept = self._settings.value("recent") or []
        return [str(path) for path in (kept if isinstance(kept, list) else [kept])][:MOST_RECENT]

    def add_recent(self, path: str) -> None:
        """A register was opened."""
        self._settings.setValue("recent", [path, *[kept for kept in self.recent if kept != path]][:MOST_RECENT])

    def choose(self, key: str, value: str | int) -> None:
        """Keep a choice: a text, a number, or whether it is so."""
        self._settings.setValue(key, str(value).lower() if isinstance(value, bool) else str(value))
