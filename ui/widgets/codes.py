"""Fields whose value is a code and which show its name: countries and languages, typed or chosen."""

from collections.abc import Callable
from functools import cache

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QCompleter

from roundtables.words import LOCALES, _, fold, sort_key, spoken
from ui.widgets.fields import Field

NO_COUNTRIES = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})
"""Codes in CLDR's list of territories that are unions, parts, or none at all."""
Names = Callable[[], dict[str, str]]


def countries() -> dict[str, str]:
    """The names of the countries by their ISO 3166 codes, in the order of this language. Imports Babel."""
    return _countries(spoken().code)


def languages() -> dict[str, str]:
    """The names of the languages by their ISO 639 codes: first those that the program speaks. Imports Babel."""
    return _languages(spoken().code)


@cache
def _countries(code: str) -> dict[str, str]:
    known = spoken().locale.territories
    some = {key: name for key, name in known.items() if len(key) == 2 and key not in NO_COUNTRIES}
    return dict(sorted(some.items(), key=lambda pair: sort_key(pair[1], code)))


@cache
def _languages(code: str) -> dict[str, str]:
    known = spoken().locale.languages
    own = {key: known[key] for key in LOCALES if key in known}
    others = {key: name for key, name in known.items() if len(key) == 2 and key not in own}
    return own | dict(sorted(others.items(), key=lambda pair: sort_key(pair[1], code)))


class CodeField(Field):
    """Shows names; what is typed may be a name or a code. What is neither is given on as it is, to be refused."""

    def __init__(self, key: str, name: str, names: Names) -> None:
        self._load = names
        self._codes: dict[str, str] = {}
        combo = QComboBox()
        combo.setEditable(True)
        combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(12)
        self._combo = combo
        super().__init__(key, name, combo)

    def value(self) -> str:
        text = self._combo.currentText().strip()
        return self._codes.get(fold(text), text)

    def show_value(self, value: str | None) -> None:
        """Show the name of what the register has; a field that is being typed in is left alone."""
        if not self._codes:
            self._fill()
        line = self._combo.lineEdit()
        if line is not None and line.hasFocus() and self.value() != self._known:
            return
        code = value or ""
        with QSignalBlocker(self._combo):
            self._combo.setCurrentIndex(max(self._combo.findData(code), 0))
            self._combo.setEditText(self._load().get(code, code))
            if line is not None:
                line.setCursorPosition(0)
        self._known = self._shown = self.value()

    def _fill(self) -> None:
        """The names come when the field first shows something: Babel is too slow to start with."""
        names = self._load()
        with QSignalBlocker(self._combo):
            self._combo.addItem("", "")
            for code, name in names.items():
                self._combo.addItem(name, code)
        self._codes = {fold(code): code for code in names} | {fold(name): code for code, name in names.items()}
        completer = QCompleter(self._combo.model(), self._combo)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._combo.setCompleter(completer)


def country_field() -> Field:
    """A country."""
    return CodeField("country", _("Country"), countries)


def language_field() -> Field:
    """A language."""
    return CodeField("language", _("Language"), languages)
