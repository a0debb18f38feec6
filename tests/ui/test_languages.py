"""Every page and dialog in a language that nobody speaks, and in the four: nothing untranslated, nothing cut off."""

import re
import zoneinfo
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from PySide6.QtCore import QLocale, QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionViewItem,
    QTabBar,
    QTableView,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot
from sqlalchemy import inspect, text

from roundtables.public_holidays import public_holidays
from roundtables.register import Register
from roundtables.words import LOCALES, NAMES, Language, language, speak, spoken
from tests.pseudo import pseudo_language, sources
from tests.ui.walking import Seen, settle, walk
from ui.main_window import MainWindow
from ui.welcome import Welcome

PSEUDO = "pseudo"
WITH_DATE = re.compile(r"[^\W\d]{0,4} ?\d.*\d{4}\.?\b.*")
SCREEN = QSize(1280, 800)


def language_is_real() -> bool:
    return spoken() is not pseudo_language()


def spoken_of(code: str) -> Language:
    return pseudo_language() if code == PSEUDO else language(code)


@pytest.fixture
def window_in(
    window_of: Callable[[Register], MainWindow], demo: Register, files_given_up: None
) -> Iterator[Callable[[str], MainWindow]]:
    """Open the demonstration's window at 1280×800 in a language; dialogs for files are given up at once."""
    before = QLocale()

    def show(code: str) -> MainWindow:
        speak(spoken_of(code))
        window = window_of(demo)
        window.resize(SCREEN)
        settle()
        return window

    yield show
    QLocale.setDefault(before)


# Texts that nobody translated


def headings_of(view: QTableView) -> Iterator[str]:
    model = view.model()
    for number in range(model.columnCount() if model is not None else 0):
        for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            yield str(model.headerData(number, Qt.Orientation.Horizontal, role) or "")


SAYS: dict[Any, Callable[[Any], Iterable[str]]] = {
    QLabel: lambda shown: [shown.text()],
    QAbstractButton: lambda shown: [shown.text()],
    QGroupBox: lambda shown: [shown.title()],
    QMenu: lambda shown: [shown.title()],
    QLineEdit: lambda shown: [shown.placeholderText()],
    QPlainTextEdit: lambda shown: [shown.placeholderText()],
    QTabBar: lambda shown: map(shown.tabText, range(shown.count())),
    QComboBox: lambda shown: map(shown.itemText, range(shown.count())),
    QListWidget: lambda shown: [shown.item(number).text() for number in range(shown.count())],
    QTableView: headings_of,
}
"""Where the texts of each kind of widget are."""


def texts_of(widget: QWidget) -> Iterator[tuple[str, str]]:
    """What a widget says, of what kind each is."""
    yield "accessible name", widget.accessibleName()
    yield "description", widget.accessibleDescription()
    yield "tip", re.sub(r"<[^>]*>", "", widget.toolTip())
    yield "title", widget.windowTitle() if widget.isWindow() else ""
    yield from (("command", action.text()) for action in widget.actions())
    yield from (("text", shown) for kind, read in SAYS.items() if isinstance(widget, kind) for shown in read(widget))


def cells_of(view: QTableView) -> Iterator[str]:
    model = view.model()
    for row in range(min(model.rowCount(), 40) if model is not None else 0):
        for number in range(model.columnCount()):
            yield str(model.index(row, number).data() or "")


def texts_in_register(register: Register, *, steps: bool) -> set[str]:
    """Every text of the register, each line of it too: what the window shows of it is data.

    The names of steps are data in cells alone, where the history shows them: they are words of the program's own.
    """
    found: set[str] = set()
    with register.read() as session:
        for table in inspect(session.get_bind()).get_table_names():
            if table.startswith(("sqlite", "search", "alembic")) or (table == "step" and not steps):
                continue
            for row in session.execute(text(f'SELECT * FROM "{table}"')):
                found |= {value for value in row if isinstance(value, str)}
    return {line for value in found for line in (value, *value.splitlines()) if line.strip()}


def names_known() -> set[str]:
    """What is written alike in every language, or comes from Babel or the package of holidays."""
    english = Locale("en", "GB")
    known = {"Roundtables", "roundtables", "demo", "https", "Excel", "EUPL", "CSV", *NAMES.values()}
    known |= set(english.territories.values()) | set(english.languages.values())
    known |= zoneinfo.available_timezones()
    # What Qt itself calls the arrows of a row of tabs that is too long.
    known |= {"Scroll Left", "Scroll Right"}
    known |= {holiday.name for year in range(2026, 2029) for holiday in public_holidays(year, "en")}
    for width in ("abbreviated", "wide"):
        known |= set(english.months["format"][width].values()) | set(english.days["format"][width].values())
    return known


class Reader:
    """Finds what is left of a text when all that is translated, data or a name is taken away."""

    def __init__(self, register: Register) -> None:
        known = names_known() | texts_in_register(register, steps=False) | {str(register.path)}
        self._in_cells = known | texts_in_register(register, steps=True)
        known |= {register.user}
        self._known = {part for part in known if re.search(r"[^\W\d_]", part)}
        self._longest_first = sorted(self._known, key=len, reverse=True)

    def untranslated(self, shown: str) -> str:
        """The words of a text that no translator has seen."""
        left = self._without_cut_data(shown)
        while (shorter := re.sub(r"\[[^\[\]]*\]", " ", left)) != left:
            left = shorter
        if not re.search(r"[^\W\d_]", left) or left.strip() in self._known:
            return ""
        if QKeySequence.fromString(left.strip(" ()"))[0].key() != Qt.Key.Key_unknown:
            return ""
        for part in self._longest_first:
            if part in left:
                left = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", " ", left)
        return " ".join(re.findall(r"[^\W\d_]{2,}", left))

    def _without_cut_data(self, shown: str) -> str:
        """A text without the last part of it where that is the beginning of data that was cut for room."""
        before, _between, last = shown.rpartition("  ·  ")
        begun = last.removesuffix("…")
        cut = begun != last and any(part.startswith(begun) for part in self._known)
        return before if cut else shown

    def is_source(self, cell: str) -> bool:
        """Whether a cell is a text of the catalogue as it stands in the source."""
        return cell in sources() and cell not in self._in_cells

    def faults(self, seen: Seen) -> Iterator[str]:
        """Every visible text of a page or dialog that is not translated."""
        for widget in (seen.widget, *seen.widget.findChildren(QWidget)):
            if not (widget.isVisible() or isinstance(widget, QMenu)) or widget.objectName().startswith("qt_"):
                continue
            where = f"{seen.name}: {type(widget).__name__}"
            for kind, shown in texts_of(widget):
                # The history's own page says the names of steps, which are as they were when the step was made.
                if self.untranslated(shown) and not (seen.name.startswith("history") and shown in self._in_cells):
                    yield f"{where} has a {kind} “{shown}”"
            if isinstance(widget, QTableView):
                yield from (f"{where} has a cell “{cell}”" for cell in cells_of(widget) if self.is_source(cell))


def test_every_text_of_every_page_and_dialog_went_through_the_catalogue(
    window_in: Callable[[str], MainWindow], demo: Register
) -> None:
    window = window_in(PSEUDO)
    reader = Reader(demo)
    faults: set[str] = set()
    opened = walk(window, lambda seen: faults.update(reader.faults(seen)))
    assert not faults, "\n".join(sorted(faults))
    assert opened >= {"ExportDialog", "ImportDialog", "NewEventDialog", "PeopleDialog", "SessionDialog"}


# Texts that have no room


def cut(widget: QWidget) -> str:
    """What is cut off in a widget, or nothing."""
    if isinstance(widget, QLabel):
        exempt = widget.wordWrap() or not widget.text() or (widget.objectName() == "figure" and not language_is_real())
        return "" if exempt else too_wide(widget, widget.text())
    if isinstance(widget, QPushButton | QToolButton | QCheckBox | QRadioButton):
        return too_wide(widget, widget.text()) if widget.text() else ""
    if isinstance(widget, QTabBar) and (language_is_real() or not widget.usesScrollButtons()):
        return too_wide(widget, " · ".join(widget.tabText(number) for number in range(widget.count())))
    if isinstance(widget, QComboBox):
        return cut_choice(widget)
    if isinstance(widget, QListWidget) and widget.objectName() == "navigation":
        wide = widget.sizeHintForColumn(0)
        return "" if wide <= widget.viewport().width() else f"{wide} px of {widget.viewport().width()}"
    if isinstance(widget, QHeaderView):
        return cut_heading(widget)
    return ""


def too_wide(widget: QWidget, words: str) -> str:
    wanted = widget.sizeHint().width()
    return f"“{words}”: {wanted} px of {widget.width()}" if wanted > widget.width() else ""


def cut_choice(combo: QComboBox) -> str:
    """The choice that is shown; a box's width is its page's own, so that the longer language asks nothing of it."""
    if not language_is_real():
        return ""
    option = QStyleOptionComboBox()
    combo.initStyleOption(option)
    part = QStyle.SubControl.SC_ComboBoxEditField
    room = combo.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, combo).width()
    wanted = combo.fontMetrics().horizontalAdvance(combo.currentText())
    return f"“{combo.currentText()}”: {wanted} px of {room}" if wanted > room else ""


def cut_heading(header: QHeaderView) -> str:
    if header.orientation() == Qt.Orientation.Vertical or header.model() is None:
        return ""
    for number in range(header.count()):
        words = str(header.model().headerData(number, Qt.Orientation.Horizontal) or "")
        wanted = header.fontMetrics().horizontalAdvance(words)
        if words and not header.isSectionHidden(number) and wanted > header.sectionSize(number):
            return f"“{words}”: {wanted} px of {header.sectionSize(number)}"
    return ""


def cut_cells(view: QTableView) -> Iterator[str]:
    """Cells with words of the program's own or with dates that have no room; data may be cut, they can be long."""
    model = view.model()
    words = {spoken().gettext(source) for source in sources()}
    for row in range(min(model.rowCount(), 40)):
        for number in range(model.columnCount()):
            index = model.index(row, number)
            shown = str(index.data() or "")
            if view.isColumnHidden(number) or not (shown in words or WITH_DATE.fullmatch(shown)):
                continue
            wanted = view.itemDelegateForIndex(index).sizeHint(option_of(view), index).width()
            if wanted > view.columnWidth(number):
                heading = model.headerData(number, Qt.Orientation.Horizontal)
                yield f"“{shown}” below “{heading}”: {wanted} px of {view.columnWidth(number)}"


def option_of(view: QTableView) -> QStyleOptionViewItem:
    option = QStyleOptionViewItem()
    view.initViewItemOption(option)
    return option


def faults_of_room(seen: Seen) -> Iterator[str]:
    if isinstance(seen.widget, MainWindow) and seen.widget.size() != SCREEN:
        yield f"{seen.name}: the window does not fit into {SCREEN.width()}×{SCREEN.height()} any more"
    for widget in seen.widget.findChildren(QWidget):
        if widget.isVisible() and not widget.visibleRegion().isEmpty() and (words := cut(widget)):
            yield f"{seen.name}: {type(widget).__name__} cuts off {words}"
        if isinstance(widget, QTableView) and widget.isVisible() and language_is_real():
            yield from (f"{seen.name}: a table cuts off {words}" for words in cut_cells(widget))


@pytest.mark.parametrize("code", [*LOCALES, PSEUDO])
def test_nothing_is_cut_off(code: str, window_in: Callable[[str], MainWindow]) -> None:
    faults: set[str] = set()
    walk(window_in(code), lambda seen: faults.update(faults_of_room(seen)))
    assert not faults, "\n".join(sorted(faults))


@pytest.mark.parametrize("code", [*LOCALES, PSEUDO])
def test_the_welcome_is_translated_and_not_cut_off(code: str, qtbot: QtBot, demo: Register) -> None:
    speak(spoken_of(code))
    welcome = Welcome(Path("register.roundtables"), "", lambda _path, _how: "")
    qtbot.addWidget(welcome)
    welcome.show()
    settle()
    seen = Seen("welcome", welcome)
    assert list(faults_of_room(seen)) == []
    if code == PSEUDO:
        assert list(Reader(demo).faults(seen)) == []


# Mnemonics


@pytest.mark.parametrize("code", LOCALES)
def test_no_two_entries_of_a_menu_have_the_same_letter(code: str, window_in: Callable[[str], MainWindow]) -> None:
    bar = window_in(code).menuBar()
    for menu in (bar, *bar.findChildren(QMenu)):
        letters = [found.lower() for action in menu.actions() for found in re.findall(r"&(\w)", action.text())]
        assert len(letters) == len(set(letters)), [action.text() for action in menu.actions()]
    assert all("&" in action.text() for action in bar.actions())
