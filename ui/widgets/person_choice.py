"""One of several people, found by a part of their name or address: as a line, and in the cells of a table."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from roundtables.words import _, fold
from ui import format as formats
from ui.models.cells import Index, RowRole

MOST_OFFERED = 50
Named = tuple[int, str]
"""A key and the words that a person is known by: name and address."""


class PersonLine(QLineEdit):
    """What is typed narrows the people that are offered, accents and case ignored; `chosen` is sent with a key."""

    chosen = Signal(int)

    def __init__(self, people: Sequence[Named], likeliest: Collection[int], parent: QWidget) -> None:
        super().__init__(parent)
        first = [named for named in people if named[0] in likeliest]
        rest = [named for named in people if named[0] not in likeliest]
        self._keys: dict[str, int] = {}
        for key, words in (*first, *rest):
            self._keys.setdefault(formats.shown(words) if words not in self._keys else f"{words} ({key})", key)
        self._folded = [(fold(words), words) for words in self._keys]
        self._offered = QStringListModel(self)
        completer = self._completer = QCompleter(self._offered, self)
        # What fits is found here: nothing is filtered again.
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(12)
        self.setCompleter(completer)
        self.setPlaceholderText(_("Name or address"))
        self.textEdited.connect(self._offer)
        completer.activated.connect(self._choose)

    def person(self) -> int | None:
        """Who is meant by what stands here: in full, or by what fits nobody else."""
        fitting = self._fitting(self.text())
        return self._keys.get(self.text()) or (self._keys[fitting[0]] if self.text() and len(fitting) == 1 else None)

    def _fitting(self, text: str) -> list[str]:
        words = fold(text).split()
        found = (whole for folded, whole in self._folded if all(word in folded for word in words))
        return [whole for whole, _number in zip(found, range(MOST_OFFERED), strict=False)]

    def _offer(self, text: str) -> None:
        self._offered.setStringList(self._fitting(text))
        self._completer.complete()

    def _choose(self, words: str) -> None:
        self.setText(words)
        key = self._keys.get(words)
        if key is not None:
            self.chosen.emit(key)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.text() and event.reason() != Qt.FocusReason.PopupFocusReason:
            # Not before the view has put it in its place.
            QTimer.singleShot(0, self, self._offer_all)

    def _offer_all(self) -> None:
        if self.isVisible() and not self.text():
            self._offer("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        popup: Any = self._completer.popup()
        if event.key() == Qt.Key.Key_Down and not popup.isVisible():
            self._offer(self.text())
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.text().strip():
            # What is offered first is taken; where the list is open, nobody else would hear of Enter.
            fitting = [self.text()] if self.text() in self._keys else self._fitting(self.text())
            if fitting:
                event.accept()
                popup.hide()
                self._choose(fitting[0])
                return
        super().keyPressEvent(event)


class PersonDelegate(QStyledItemDelegate):
    """`people()` are those to choose from; `likeliest(row)` the keys of whom a row is first offered."""

    def __init__(
        self, parent: QWidget, people: Callable[[], Sequence[Named]], likeliest: Callable[[Any], Collection[int]]
    ) -> None:
        super().__init__(parent)
        self._people, self._likeliest = people, likeliest

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = PersonLine(self._people(), self._likeliest(index.data(RowRole)), parent)
        editor.setAccessibleName(_("Participant"))
        editor.chosen.connect(lambda _key: self._leave(editor))
        return editor

    def _leave(self, editor: PersonLine) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor)

    def setEditorData(self, _editor: QWidget, _index: Index) -> None:
        """It begins empty: whoever is offered first is who is likeliest."""

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        key = editor.person() if isinstance(editor, PersonLine) else None
        if key is not None:
            model.setData(index, key)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        # The whole cell: the style would move it by the cell's padding, over the row below.
        box: Any = option
        editor.setGeometry(box.rect)
