"""Forms that save as one goes: each field saves when it is left, and says below itself what it could not take."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QDateTime, QEvent, QObject, QSignalBlocker, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import (
    QComboBox,
    QDateTimeEdit,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from roundtables.errors import Invalid
from roundtables.words import _, spoken
from ui import format as formats
from ui.theme import GRID, sized
from ui.widgets.dates import Chooser, DayEdit, NotADay
from ui.widgets.parts import column, label, wrapped

Editor = QLineEdit | QPlainTextEdit | QComboBox | QDateTimeEdit
NARROWEST_TIME = 216
LONGEST_TYPED = 10_000_000
"""A line holds whatever is pasted: Qt would cut it silently, the register says in words what is too long."""


class NumberEdit(QLineEdit):
    """A line that takes digits alone; empty for none."""

    def number(self) -> int | None:
        """What is entered."""
        text = self.text().strip()
        return int(text) if text.isdecimal() else None


class Field(QObject):
    """One field: its editor, its value, and the error below it. `left` is sent when its value was changed by hand.

    A value that was `refused` stays as it was typed until it is taken, whatever the register says meanwhile.
    """

    left = Signal(str)

    def __init__(self, key: str, name: str, editor: Editor) -> None:
        super().__init__()
        self.key, self.name, self.editor = key, name, editor
        self.refused = False
        self.error = wrapped("", "error")
        self.error.hide()
        self._known: Any = self.value()
        self._shown: Any = self._known
        editor.setAccessibleName(name)
        if isinstance(editor, QLineEdit | QDateTimeEdit):
            editor.editingFinished.connect(self._finished)
        elif isinstance(editor, QComboBox):
            editor.activated.connect(self._finished)
            if editor.isEditable() and (line := editor.lineEdit()) is not None:
                line.editingFinished.connect(self._finished)
        else:
            editor.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self._finished()
        return super().eventFilter(watched, event)

    def settle(self) -> None:
        """Take what is being typed: a page that goes does not always tell its fields that they were left."""
        if isinstance(self.editor, QDateTimeEdit):
            self.editor.interpretText()
        self._finished()

    def _finished(self, *_args: object) -> None:
        try:
            value = self.value()
        except Invalid as error:
            self.show_error(str(error))
            return
        if value != self._known:
            self._known = value
            self.left.emit(self.key)
        elif isinstance(self.editor, DayEdit):
            self.show_error("")

    def forget(self) -> None:
        """Save what is being typed, as if the field were left, and show nothing: the form turns to something else."""
        self._finished()
        with QSignalBlocker(self.editor):
            if isinstance(self.editor, QLineEdit | QPlainTextEdit):
                self.editor.clear()
                self._known = self.value()
        self.refused = False
        self.show_error("")

    def _is_being_typed_in(self) -> bool:
        """Whether what stands there is the user's and not saved yet; a day that can't be read stays theirs."""
        try:
            return self.value() != self._known and self.editor.hasFocus()
        except Invalid:
            return True

    def _holds(self, value: Any) -> bool:
        try:
            return bool(self.value() == value)
        except Invalid:
            return False

    def words(self) -> str:
        """What stands in the field, as it is read."""
        editor = self.editor
        if isinstance(editor, QComboBox):
            return editor.currentText()
        return editor.toPlainText() if isinstance(editor, QPlainTextEdit) else editor.text()

    def value(self) -> Any:
        """What is entered: a text, a wall time, a day, a number or the data of a choice.

        Raises Invalid for a day that can't be read.
        """
        editor = self.editor
        if isinstance(editor, DayEdit):
            try:
                return editor.day()
            except NotADay as error:
                error.field = self.key
                raise
        if isinstance(editor, NumberEdit):
            return editor.number()
        if isinstance(editor, QLineEdit):
            return editor.text()
        if isinstance(editor, QPlainTextEdit):
            return editor.toPlainText()
        if isinstance(editor, QDateTimeEdit):
            return formats.from_qt(editor.dateTime())
        return editor.currentText().strip() if editor.isEditable() else editor.currentData()

    def show_value(self, value: Any) -> None:
        """Show what the register has; a field that is being typed in is left alone."""
        if self.refused or self._is_being_typed_in():
            return
        self._enter(value)

    def enter(self, value: Any) -> None:
        """Put a value in, whatever stands there."""
        self.refused = False
        self._enter(value)

    def _enter(self, value: Any) -> None:
        editor = self.editor
        # What stands there already is left alone, with its cursor and what can be undone in it.
        with QSignalBlocker(editor):
            if self._holds(value) and not isinstance(editor, DayEdit):
                pass
            elif isinstance(editor, DayEdit):
                editor.show_day(value)
            elif isinstance(editor, QLineEdit):
                editor.setText("" if value is None else str(value))
                editor.setCursorPosition(0)
            elif isinstance(editor, QPlainTextEdit):
                editor.setPlainText(value or "")
            elif isinstance(editor, QDateTimeEdit):
                editor.setDateTime(formats.to_qt(value))
            elif editor.isEditable():
                editor.setCurrentText(value or "")
            else:
                editor.setCurrentIndex(max(editor.findData(value), 0))
        self._known = self._shown = self.value()

    def is_unsaved(self) -> bool:
        """Whether something stands here that the register does not have."""
        return not self._holds(self._shown)

    def show_error(self, words: str) -> None:
        """Say what can't be taken, or nothing when all is well."""
        self.error.setText(words)
        self.error.setVisible(bool(words))
        self.editor.setProperty("wrong", bool(words))
        self.editor.setAccessibleDescription(words)
        style = self.editor.style()
        style.unpolish(self.editor)
        style.polish(self.editor)


def text_field(key: str, name: str, *, hint: str = "") -> Field:
    """One line of text."""
    editor = QLineEdit()
    editor.setMaxLength(LONGEST_TYPED)
    editor.setPlaceholderText(hint)
    return Field(key, name, editor)


def long_field(key: str, name: str, *, lines: int = 4) -> Field:
    """Several lines of text."""
    editor = QPlainTextEdit()
    editor.setTabChangesFocus(True)
    height = lines * editor.fontMetrics().lineSpacing()
    editor.setFixedHeight(height + 5 * GRID)
    # The theme's least height is one line's, and would win over the fixed one wherever there is little room.
    editor.setStyleSheet(f"QPlainTextEdit {{ min-height: {height + 10}px; }}")
    return Field(key, name, editor)


def choice_field(key: str, name: str, choices: Sequence[tuple[Any, str]]) -> Field:
    """One of several values with what is shown for each."""
    editor = QComboBox()
    editor.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    editor.setMinimumContentsLength(12)
    for value, words in choices:
        editor.addItem(words, value)
    return Field(key, name, editor)


def zone_field(key: str, name: str) -> Field:
    """An IANA time zone: the programme's two at once, any other by typing."""
    editor = QComboBox()
    editor.setEditable(True)
    editor.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    editor.addItems(["Europe/Helsinki", "Europe/Zagreb", "Europe/Brussels", "Europe/London", "UTC"])
    return Field(key, name, editor)


def time_field(key: str, name: str, value: QDateTime) -> Field:
    """A date with a time, with a calendar to choose from."""
    editor = QDateTimeEdit(value)
    Chooser(editor)
    editor.setLocale(formats.locale())
    # Qt leaves no room for the arrow, and cuts the minutes where a dialog is no wider than its fields.
    editor.setMinimumWidth(sized(NARROWEST_TIME))
    code = spoken().code
    editor.setDisplayFormat(f"ddd {formats.PATTERNS[code]} {formats.TIMES[code]}")
    return Field(key, name, editor)


def date_field(key: str, name: str) -> Field:
    """A day, where empty means none."""
    return Field(key, name, DayEdit())


def number_field(key: str, name: str, *, most: int = 1_000_000) -> Field:
    """A whole number, where none means that there is no limit."""
    editor = NumberEdit()
    editor.setValidator(QIntValidator(1, most, editor))
    editor.setPlaceholderText(_("No limit"))
    return Field(key, name, editor)


class Form(QWidget):
    """Fields under one another, with their names at the left. `left` is sent with the key of a changed field."""

    left = Signal(str)

    def __init__(self, fields: Sequence[Field], notify: Callable[[str], None] | None = None) -> None:
        super().__init__()
        self.fields = {field.key: field for field in fields}
        self._refused: dict[str, tuple[str, str]] = {}
        self._names: list[QLabel] = []
        layout = QFormLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(4 * GRID)
        layout.setVerticalSpacing(2 * GRID)
        layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for field in fields:
            holder = QWidget()
            holder.setLayout(column(field.editor, field.error, space=GRID))
            name = label(field.name)
            name.setBuddy(field.editor)
            name.setMinimumHeight(sized(32))
            layout.addRow(name, holder)
            self._names.append(name)
            field.left.connect(self.left)
        if notify is not None:
            self.left.connect(notify)

    def names(self) -> list[QLabel]:
        """The names of the fields as they stand at the left."""
        return list(self._names)

    def values(self) -> dict[str, Any]:
        """All values by key."""
        return {key: field.value() for key, field in self.fields.items()}

    def settle(self) -> None:
        """Take what is still being typed in any field."""
        for field in self.fields.values():
            field.settle()

    def refuse(self, key: str, words: str, at: str = "") -> None:
        """Say why a field's value was not taken, at the field it is about; what was typed stays."""
        self.accept(key)
        place = at if at in self.fields else key
        self.fields[key].refused = True
        self.fields[place].show_error(words)
        self._refused[key] = place, words

    def accept(self, key: str) -> None:
        """A field's value was taken: what was said against it goes."""
        self.fields[key].refused = False
        place, _words = self._refused.pop(key, (key, ""))
        self.fields[place].show_error(next((said for at, said in self._refused.values() if at == place), ""))

    def refused(self) -> dict[str, tuple[Any, str, str]]:
        """By key, what was typed but not taken, with why and at which field that is said."""
        return {key: (self.fields[key].value(), words, place) for key, (place, words) in self._refused.items()}

    def show_error(self, key: str, words: str) -> bool:
        """Show words at a field and clear the others; returns whether there is such a field."""
        for name, field in self.fields.items():
            field.show_error(words if name == key else "")
        return key in self.fields
