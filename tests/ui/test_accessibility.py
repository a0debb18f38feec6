"""Without a mouse and without sight: every control is named, and the keyboard comes everywhere and round again."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDateTimeEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.walking import walk
from ui.links import Link
from ui.main_window import MainWindow
from ui.pages.event.page import PARTS
from ui.places import PLACES

MOST_NODES = 5_000
MOST_TABS = 200
NAMED_BY_WHAT_THEY_SHOW = (
    QAccessible.Role.Cell,
    QAccessible.Role.ListItem,
    QAccessible.Role.TreeItem,
    QAccessible.Role.RowHeader,
    QAccessible.Role.ColumnHeader,
)
STOPS = [Link(place.key) for place in PLACES] + [Link("event", 0, part) for part in PARTS]


def nodes(root: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """All nodes of the tree that a screen reader walks, tables no deeper than themselves."""
    waiting, seen = [root], 0
    while waiting and seen < MOST_NODES:
        node = waiting.pop()
        seen += 1
        yield node
        if node.role() in (QAccessible.Role.Table, QAccessible.Role.List, QAccessible.Role.Tree):
            continue
        waiting += [child for at in range(node.childCount()) if (child := node.child(at)) is not None]


def unnamed(widget: QWidget) -> list[str]:
    """The controls in a widget that take the keyboard, can be seen and have no name."""
    root = QAccessible.queryAccessibleInterface(widget)
    found = []
    for node in nodes(root):
        state = node.state()
        if not state.focusable or state.invisible or state.disabled or node.role() in NAMED_BY_WHAT_THEY_SHOW:
            continue
        if not node.text(QAccessible.Text.Name):
            holder: Any = node.object()
            # The line within a box of choices or dates speaks with the name of the box.
            parent = holder.parent() if holder is not None else None
            if isinstance(parent, QWidget) and parent.focusProxy() is None and parent.accessibleName():
                continue
            found.append(f"{node.role().name} {type(holder).__name__} {getattr(holder, 'objectName', str)()}")
    return found


def visit(window: MainWindow, link: Link) -> None:
    if link.place == "event":
        link = Link("event", 9, link.part)
    window.visit(link)
    QApplication.processEvents()


@pytest.mark.parametrize("link", STOPS, ids=lambda link: f"{link.place}-{link.part}")
def test_every_control_that_takes_the_keyboard_has_a_name(window: MainWindow, link: Link) -> None:
    visit(window, link)
    assert unnamed(window) == []


def test_every_control_of_every_dialog_has_a_name(window: MainWindow, files_given_up: None) -> None:
    found: list[str] = []
    dialogs = walk(window, lambda seen: found.extend(f"{seen.name}: {fault}" for fault in unnamed(seen.widget)))
    assert found == []
    assert len(dialogs) >= 15, dialogs
    assert {"SendDialog", "WordingsDialog", "MessageDialog"} <= dialogs


@pytest.mark.parametrize("link", STOPS, ids=lambda link: f"{link.place}-{link.part}")
def test_tab_goes_through_the_page_and_comes_round(window: MainWindow, link: Link, qtbot: QtBot) -> None:
    visit(window, link)
    window.activateWindow()
    window.navigation.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    first = QApplication.focusWidget()
    been = [first]
    for _press in range(MOST_TABS):
        QTest.keyClick(been[-1], Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        assert now is not None, f"the keyboard is lost after {been[-1].accessibleName() or type(been[-1]).__name__}"
        if now is first:
            break
        if now is been[-1] and isinstance(now, QDateTimeEdit):
            continue  # from day to month to year, and on
        assert now is not been[-1], f"Tab does not leave {now.accessibleName() or type(now).__name__}"
        been.append(now)
    assert QApplication.focusWidget() is first
    page = window.current_page()
    wanted = {
        child
        for child in page.findChildren(QWidget)
        if child.isVisibleTo(window) and child.isEnabled() and child.focusPolicy() & Qt.FocusPolicy.TabFocus
    }
    # A group of radio buttons is one stop; the line within a box is the box's own.
    missed = {
        child
        for child in wanted - set(been)
        if child.focusProxy() is None and not (isinstance(child.parent(), QWidget) and child.parent() in been)
    }
    assert [f"{type(child).__name__} {child.accessibleName()}" for child in missed] == []


@pytest.mark.parametrize("link", STOPS, ids=lambda link: f"{link.place}-{link.part}")
def test_where_the_keyboard_is_can_be_seen(window: MainWindow, link: Link, qtbot: QtBot) -> None:
    """The picture of a control changes when the keyboard comes to it."""
    visit(window, link)
    window.activateWindow()
    page = window.current_page()
    candidates = [
        child
        for child in page.findChildren(QWidget)
        if child.isVisibleTo(window)
        and child.isEnabled()
        and child.focusPolicy() & Qt.FocusPolicy.TabFocus
        and child.focusProxy() is None
        and child.width() > 8
        and child.height() > 8
    ]
    unseen = []
    for child in candidates[:40]:
        window.navigation.setFocus()
        QApplication.processEvents()
        before = child.grab().toImage()
        child.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        if child.hasFocus() and child.grab().toImage() == before:
            unseen.append(f"{type(child).__name__} {child.accessibleName()}")
    assert unseen == []
