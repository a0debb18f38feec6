"""One line for everything: events, people and organisations by their words, and each command by its name."""

from collections.abc import Callable, Sequence
from typing import Any

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QMainWindow, QWidget

from roundtables.queries import search
from roundtables.queries.search import Found, Hit
from roundtables.queries.spelling import fitness
from roundtables.words import N_, _, fold, n_
from ui import format as formats
from ui.dialogs.palette_actions import Doing, actions_of, merged, place_actions, used_lately, used_now
from ui.dialogs.palette_list import Entry, ResultList
from ui.icons import icon
from ui.latest import Latest
from ui.links import Link
from ui.pages.place import Place
from ui.theme import GRID, colours, sized
from ui.widgets.announcing import announce
from ui.widgets.parts import column, wrapped
from ui.workspace import Workspace

WIDTH = 680
MOST_DOINGS = 6
PICTURES = {"event": "calendar-blank-outline", "person": "account-outline", "organisation": "domain"}
GROUPS = {"event": N_("Events"), "person": N_("People"), "organisation": N_("Organisations")}
KINDS = {"event": N_("Event"), "person": N_("Person"), "organisation": N_("Organisation")}


class Palette(QFrame):
    """A panel over the window. Escape, a choice and the keyboard going elsewhere close it.

    It searches on a thread of its own, shows what answers the newest words only, and keeps of what was chosen the
    names of commands alone.
    """

    def __init__(self, window: QMainWindow, workspace: Workspace, places: Sequence[Place]) -> None:
        super().__init__(window)
        self.setObjectName("palette")
        self.setAccessibleName(_("Find or do"))
        self._window, self._workspace, self._places = window, workspace, places
        self._doings: list[Doing] = []
        self._pick: Callable[[Hit], object] | None = None
        self._kinds: tuple[str, ...] = tuple(GROUPS)
        self._came_from: QWidget | None = None
        self._search = Latest(self._look_up, self)
        self._search.answered.connect(self._show_found)
        self._search.failed.connect(self._show_failed)
        self.line = QLineEdit()
        self.line.setAccessibleName(_("Find or do"))
        self.line.setMaxLength(search.LONGEST_QUERY)
        self.line.addAction(icon("magnify"), QLineEdit.ActionPosition.LeadingPosition)
        self.line.installEventFilter(self)
        self.line.textEdited.connect(lambda _text: self._ask())
        self.list = ResultList()
        self.list.chosen.connect(self._choose)
        self.nothing = wrapped("", "muted")
        self.nothing.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        self.nothing.hide()
        self._rows = column(self.line, self.list, self.nothing, margin=3 * GRID, space=2 * GRID)
        self.setLayout(self._rows)
        window.installEventFilter(self)
        QApplication.instance().focusChanged.connect(self._keyboard_went)  # type: ignore[union-attr]  # there is one
        self.hide()

    @classmethod
    def over(cls, window: QMainWindow, workspace: Workspace, places: Sequence[Place]) -> "Palette":
        """The window's palette, made when it is first asked for."""
        found = window.findChild(cls)
        return found if isinstance(found, cls) else cls(window, workspace, places)

    def start(self, pick: Callable[[Hit], object] | None = None, kinds: Sequence[str] = tuple(GROUPS)) -> None:
        """Show the panel with the keyboard in its line; with `pick`, to choose a row of these kinds for somebody."""
        self._pick, self._kinds = pick, tuple(kinds)
        if not self.isVisible():
            self._came_from = QApplication.focusWidget()
        places = place_actions(self._places, self._workspace)
        self._doings = [] if pick else merged(actions_of(self._window), places)
        self.line.setPlaceholderText(
            _("Type to find") if pick else _("Type to find events, people, organisations and commands")
        )
        self.line.clear()
        self._style()
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._ask()

    def leave(self) -> None:
        """Close the panel and give the keyboard back."""
        inside = self.line.hasFocus() or self.list.hasFocus()
        self.hide()
        if inside and self._came_from is not None and shiboken6.isValid(self._came_from):
            self._came_from.setFocus(Qt.FocusReason.OtherFocusReason)

    def _style(self) -> None:
        c = colours()
        self.setStyleSheet(
            f"#palette {{ background: {c.surface}; border: 1px solid {c.control}; border-radius: 8px; }}"
            f"#palette QListView {{ border: none; background: {c.surface}; }}"
        )

    def _ask(self) -> None:
        words = fold(self.line.text()).strip()
        if words:
            self._search.ask((words, self._kinds))
        else:
            self._search.ask(("", self._kinds))
            self._show(self._lately(), "")

    def _look_up(self, question: tuple[str, tuple[str, ...]]) -> Found:
        """Called on a worker's thread."""
        words, kinds = question
        if not words:
            return Found()
        with self._workspace.read() as session:
            return search.look_up(session, words, kinds=kinds)

    def _show_found(self, question: tuple[str, tuple[str, ...]], found: Found) -> None:
        words = question[0]
        if words and self.isVisible():
            self._show(self._entries(words, found), _("Nothing was found. Try fewer letters or another word."))

    def _show_failed(self, question: tuple[str, tuple[str, ...]], words: str) -> None:
        if question[0] and self.isVisible():
            self._show(self._entries(question[0], Found()), words)

    def _entries(self, words: str, found: Found) -> list[Entry]:
        """Results in groups, the groups by their best: what begins with the words stands before what has them."""
        groups: list[tuple[int, list[Entry]]] = []
        fitting = sorted(
            ((fit, at) for at, doing in enumerate(self._doings) if (fit := fitness(words, doing.words)) is not None)
        )
        doings = [self._doing_entry(self._doings[at]) for _fit, at in fitting[:MOST_DOINGS]]
        if doings:
            # Between two equals the rows of the register go first; what is only near in spelling stands last.
            groups.append((3 * fitting[0][0] + 1, doings))
        for kind, name in GROUPS.items():
            hits = [hit for hit in found.hits if hit.kind == kind]
            if hits:
                best = fitness(words, hits[0].shown)
                groups.append((3 * (1 if best is None else best), [self._hit_entry(hit, _(name)) for hit in hits]))
        groups.sort(key=lambda group: group[0])
        entries = [entry for _best, some in groups for entry in some]
        meant = _("Did you mean “{words}”?").format(words=found.meant)
        return entries + [self._hit_entry(hit, meant) for hit in found.near]

    def _lately(self) -> list[Entry]:
        """What there is before anything is typed: commands used lately, the places, the other commands."""
        by_key = {doing.key: doing for doing in self._doings}
        lately = [by_key[key] for key in used_lately(self._workspace.settings) if key in by_key]
        others = [doing for doing in self._doings if doing not in lately]
        others.sort(key=lambda doing: not doing.is_place)
        entries = [self._doing_entry(doing, _("Used lately")) for doing in lately]
        return entries + [self._doing_entry(doing) for doing in others]

    def _doing_entry(self, doing: Doing, group: str = "") -> Entry:
        def work() -> None:
            used_now(self._workspace.settings, doing.key)
            doing.work()

        name = group or (_("Pages") if doing.is_place else _("Commands"))
        said = ", ".join(filter(None, (doing.words, doing.keys)))
        return Entry(name, doing.words, "", doing.picture, doing.keys, said, work)

    def _hit_entry(self, hit: Hit, group: str) -> Entry:
        parts = [formats.shown(hit.detail)]
        if hit.starts is not None:
            parts.append(formats.day(hit.starts.date()))
        detail = "  ·  ".join(filter(None, parts))
        name = formats.shown(hit.shown) or _("Without a name")
        said = ", ".join(filter(None, (name, *parts, _(KINDS[hit.kind]))))
        return Entry(group, name, detail, icon(PICTURES[hit.kind]), "", said, lambda: self._go(hit))

    def _go(self, hit: Hit) -> None:
        if self._pick is not None:
            self._pick(hit)
        else:
            self._workspace.visit.emit(Link(hit.kind, hit.id))

    def _show(self, entries: Sequence[Entry], nothing: str) -> None:
        self.list.show_entries(entries)
        self.list.setVisible(bool(entries))
        self.nothing.setText(nothing)
        self.nothing.setVisible(bool(nothing) and not entries)
        self._place()
        if not self.line.text():
            return
        number = n_("{n} result", "{n} results", len(entries)).format(n=len(entries))
        announce(self.line, f"{number}: {self.list.said()}" if entries else nothing)

    def _choose(self, entry: Entry) -> None:
        self.leave()
        entry.work()

    def _place(self) -> None:
        """At the top, in the middle; as high as its results, at most two thirds of the window."""
        area = QRect(self._window.centralWidget().geometry())  # type: ignore[union-attr]  # the frame has one
        width = min(sized(WIDTH), area.width() - 8 * GRID)
        self.list.setFixedHeight(min(self.list.wanted_height(), max(area.height() * 2 // 3, sized(120))))
        self._rows.activate()
        wrapping = self._rows.hasHeightForWidth()
        height = self._rows.totalHeightForWidth(width) if wrapping else self._rows.totalSizeHint().height()
        self.setGeometry(area.x() + (area.width() - width) // 2, area.y() + 6 * GRID, width, height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        if watched is self._window and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        """The line keeps the keyboard; what moves and chooses goes to the list."""
        keys = Qt.Key
        work: dict[int, Callable[[], Any]] = {
            keys.Key_Down: lambda: self._move(1),
            keys.Key_Up: lambda: self._move(-1),
            keys.Key_PageDown: lambda: self._move(8),
            keys.Key_PageUp: lambda: self._move(-8),
            keys.Key_Tab: lambda: self._move_group(1),
            keys.Key_Backtab: lambda: self._move_group(-1),
            keys.Key_Return: self.list.choose_current,
            keys.Key_Enter: self.list.choose_current,
            keys.Key_Escape: self.leave,
        }
        found = work.get(event.key())
        if found is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        found()
        return True

    def _move(self, steps: int) -> None:
        self.list.step(steps)
        announce(self.line, self.list.said())

    def _move_group(self, steps: int) -> None:
        self.list.step_group(steps)
        announce(self.line, self.list.said(with_group=True))

    def _keyboard_went(self, _old: QWidget | None, now: QWidget | None) -> None:
        if self.isVisible() and now is not None and now is not self and not self.isAncestorOf(now):
            self.hide()
