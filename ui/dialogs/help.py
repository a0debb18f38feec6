"""Help inside the program: a list of pages, a line to find one, the page itself. Nothing is loaded from elsewhere."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextBlockFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QListWidget, QListWidgetItem, QSplitter, QTextBrowser, QWidget

from roundtables.words import _
from ui.command_list import groups
from ui.help_pages import Topic, topic_for, topics, with_keys
from ui.links import Link
from ui.theme import GRID, sized
from ui.widgets.filter_line import FilterLine
from ui.widgets.keys import written
from ui.widgets.parts import button, column

if TYPE_CHECKING:
    from ui.main_window import MainWindow

Key = Qt.ItemDataRole.UserRole
LINE_HEIGHT = 130
"""Per cent."""


class Pages(QTextBrowser):
    """Shows text alone: whatever a page names, no file and no address is read."""

    def loadResource(self, _kind: int, _name: QUrl | str) -> Any:
        return None


class HelpDialog(QDialog):
    """Stays open beside the window while one tries what it says."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._link = Link("events")
        self._topics = topics()
        self.setWindowTitle(_("Help"))
        self.setModal(False)
        self.resize(sized(860), sized(600))
        self.words = FilterLine(_("Find in the help"))
        self.words.settled.connect(self._narrow)
        self.listing = QListWidget()
        self.listing.setAccessibleName(_("Pages of the help"))
        self.listing.currentItemChanged.connect(self._chosen)
        self.page = Pages()
        self.page.setOpenLinks(False)
        self.page.setAccessibleName(_("Page of the help"))
        self.page.anchorClicked.connect(lambda url: self.show_topic(url.toString().removesuffix(".md")))
        left = QWidget()
        left.setLayout(column(self.words, self.listing, space=2 * GRID))
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(4 * GRID)
        split.addWidget(left)
        split.addWidget(self.page)
        split.setSizes([sized(240), sized(600)])
        buttons = QDialogButtonBox()
        keys = button(_("All keys"), window.show_keys, picture="keyboard-outline")
        buttons.addButton(keys, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.close)
        layout = column(split, buttons, margin=6 * GRID, space=3 * GRID)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self._narrow()

    @classmethod
    def show_for(cls, window: "MainWindow", link: Link) -> None:
        """Open, or bring forward, at the page for what the window shows."""
        dialog = window.findChild(cls) or cls(window)
        dialog.go_to(link)
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    def go_to(self, link: Link) -> None:
        """Show the page for a place, with the keys that count there."""
        self._link = link
        self.words.clear()
        self._narrow()
        self.show_topic(topic_for(link))

    def show_topic(self, key: str) -> None:
        """Show a page by its key; one that is not there is passed over."""
        for number in range(self.listing.count()):
            if self.listing.item(number).data(Key) == key:
                self.listing.setCurrentRow(number)
                self._show(key)
                self.listing.setFocus()

    def _narrow(self) -> None:
        chosen = self.listing.currentItem()
        wanted = chosen.data(Key) if chosen is not None else ""
        found = [topic for topic in self._topics if topic.has(self.words.text())]
        self.listing.clear()
        for topic in found:
            item = QListWidgetItem(topic.title)
            item.setData(Key, topic.key)
            self.listing.addItem(item)
        if found:
            keys = [topic.key for topic in found]
            self.listing.setCurrentRow(keys.index(wanted) if wanted in keys else 0)
        else:
            self.page.setPlainText(_("No page has these words."))

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._show(item.data(Key))

    def _show(self, key: str) -> None:
        topic = next(each for each in self._topics if each.key == key)
        self.page.setMarkdown(with_keys(topic, self._keys(topic)))
        _space(self.page.document())
        self.page.moveCursor(QTextCursor.MoveOperation.Start)
        if self.words.text().strip():
            self.page.find(self.words.text().split()[0])

    def _keys(self, topic: Topic) -> list[tuple[str, str]]:
        """The keys of the place that the page is for; on the page about keys, all that count everywhere."""
        keyboard = self._window.workspace.keyboard
        here = topic.key == topic_for(self._link)
        everything = groups()
        shown = [group for group in everything if here and self._link.place in group.places]
        if topic.key == "keys":
            shown = everything[:1]
        return [(_(each.words), written(keyboard.shortcut(each))) for group in shown for each in group.commands]


def _space(document: QTextDocument) -> None:
    """Room between the lines and above the headings, which Markdown itself says nothing of."""
    block = document.begin()
    while block.isValid():
        shape = block.blockFormat()
        shape.setLineHeight(LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if shape.headingLevel() > 1:
            shape.setTopMargin(sized(4 * GRID))
            shape.setBottomMargin(sized(GRID))
        QTextCursor(block).setBlockFormat(shape)
        block = block.next()
