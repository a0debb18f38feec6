"""What the window at the door shows: the line, who was found, what came of it, the counts and the last steps."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from roundtables.queries import check_in as queries
from roundtables.words import _
from ui import format as formats
from ui.door import words
from ui.door.desk import Desk, Said
from ui.door.line import DoorLine
from ui.door.lists import FoundList, LastSteps, SlotCounts
from ui.door.walk_in import WalkInPanel
from ui.theme import GRID, large, large_sized
from ui.widgets.announcing import announce
from ui.widgets.elided import ElidedLabel
from ui.widgets.parts import button, column, label, row, wrapped

SHORT = 36
"""So many letters fit in two lines of any size."""


class Steady(QWidget):
    """Holds a label at a height of its own: other words move nothing, and nothing is laid out anew for them."""

    def __init__(self, held: QLabel, height: int) -> None:
        super().__init__()
        self._held = held
        held.setParent(self)
        self.setFixedHeight(large_sized(height))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._held.setGeometry(self.rect())


class DoorView(QWidget):
    """The parts and their layout; what they do is the window's, whose `actions` the buttons trigger."""

    def __init__(self, actions: Mapping[str, QAction], takes_digit: Callable[[int], bool]) -> None:
        super().__init__()
        self._title, self._time = ElidedLabel("", "doorHeading"), label("", "doorSlot")
        self.slot, self.how = ElidedLabel("", "doorSlot"), ElidedLabel("", "muted")
        self._count, self.asked = ElidedLabel("", "doorHeading"), ElidedLabel("", "doorHeading")
        self.line = DoorLine(takes_digit)
        self.asked.setBuddy(self.line)
        self.said, self.hint = wrapped("", "doorSaid"), wrapped("", "muted")
        self.said.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.found = FoundList(_("People found"))
        self.walk_in = WalkInPanel()
        self.counts, self.last = SlotCounts(), LastSteps()
        self._make_buttons(actions)
        self._lay_out()

    def _make_buttons(self, actions: Mapping[str, QAction]) -> None:
        def made(key: str, words: str, keys: str = "", *, shown: bool = True) -> QPushButton:
            keys = keys or _shown(actions[key].shortcut())
            # At twice the text there is no room for the keys too; the tip has them.
            each = button(f"{words}  {keys}" if keys and shown and not large() else words, actions[key].trigger)
            each.setToolTip(keys)
            # A click leaves the keyboard in the line, where the next badge is scanned.
            each.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            each.setAccessibleName(words)
            return each

        self.arrivals = made("door.arrivals", _("Arrivals"))
        self.departures = made("door.departures", _("Departures"))
        for each in (self.arrivals, self.departures):
            each.setCheckable(True)
        self.new = made("door.walk_in", _("Walk-in"))
        self.back = made("door.take_back", _("Take back"), _shown(QKeySequence.StandardKey.Undo))
        self.by_clock = made("door.by_clock", _("By the clock"), shown=False)
        self.leave = made("door.close", _("Close"))
        # As high as the button that comes and goes beside it.
        self.slot.setMinimumHeight(large_sized(44))

    def _lay_out(self) -> None:
        head = row(self._title, self._time, self.leave, space=6 * GRID)
        head.setStretch(0, 1)
        both = row(self._main(), self._side(), space=8 * GRID)
        both.setStretch(0, 5)
        both.setStretch(1, 3)
        whole = column(head, both, margin=6 * GRID, space=4 * GRID)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def _main(self) -> QVBoxLayout:
        slot = row(self.slot, self.how, self.by_clock, space=4 * GRID)
        slot.setStretch(0, 1)
        slot.setStretch(1, 1)
        below, results = QWidget(), QWidget()
        self.stack = QStackedLayout(below)
        results.setLayout(column(self.line, Steady(self.hint, 48), self.found, space=2 * GRID))
        for part in (results, self.walk_in):
            self.stack.addWidget(part)
        modes = row(self.arrivals, self.departures, 1, self.new, self.back)
        main = column(slot, modes, Steady(self.said, 92), self.asked, below, space=3 * GRID)
        main.setStretch(4, 1)
        return main

    def _side(self) -> QVBoxLayout:
        last = label(_("Last check-ins"), "doorHeading")
        side = column(Steady(self._count, 28), self.counts, last, self.last, 1, space=3 * GRID)
        side.setStretch(1, 100)
        side.setStretch(3, 100)
        return side

    def show_event(self, desk: Desk) -> None:
        """Show the event, its slots with all counts, and the last steps."""
        self._title.show_text(desk.event.title)
        self.counts.show_slots(desk.event.slots)
        for number, slot in enumerate(desk.event.slots):
            self.counts.show_count(number, desk.hall.counts(slot.id))
        self.show_slot(desk)
        self.show_mode(desk)
        self.show_last(desk)

    def show_slot(self, desk: Desk) -> None:
        """Show which day or session is checked in for, and whether that is what the clock says."""
        slot = desk.slot
        self.show_time(desk)
        if slot is None:
            self.slot.show_text(_("This event has no day or session."))
            return
        self.slot.show_text(words.slot_name(slot))
        self.counts.mark(slot.id)
        on = queries.is_on(desk.event, slot, desk.now())
        how = _("By the clock")
        if desk.by_hand:
            how = _("Chosen by hand")
        elif not on:
            how = _("Not on today: the nearest")
        self.how.show_text(how if on and not desk.by_hand else f"{words.SIGNS[words.WARN]}  {how}")
        self.by_clock.setVisible(desk.by_hand)
        self.show_counts(desk)

    def show_time(self, desk: Desk) -> None:
        """Show the time on the clock at the event."""
        self._time.setText(formats.time(desk.wall()))

    def show_counts(self, desk: Desk) -> None:
        """Show how many are here in the slot that is checked in for."""
        slot = desk.slot
        if slot is None:
            return
        counts = desk.hall.counts(slot.id)
        at = next(at for at, each in enumerate(self.counts.slots) if each.id == slot.id)
        self.counts.show_count(at, counts)
        self._count.show_text(words.counted(counts))

    def show_mode(self, desk: Desk) -> None:
        """Ask who arrives, or who leaves."""
        self.arrivals.setChecked(not desk.leaving)
        self.departures.setChecked(desk.leaving)
        arrives = _("Who arrives? Three letters or a badge")
        leaves = _("Who leaves? Three letters or a badge")
        self.asked.show_text(leaves if desk.leaving else arrives)
        self.line.setAccessibleName(self.asked.whole_text())

    def show_walk_in(self, *, shown: bool) -> None:
        """Show the fields of a walk-in in the place of the line and of who was found."""
        self.stack.setCurrentIndex(int(shown))

    def is_walk_in(self) -> bool:
        """Whether a walk-in is asked for just now."""
        return self.stack.currentIndex() == 1

    def show_last(self, desk: Desk) -> None:
        """Show the last steps of this session."""
        self.last.show_lines(desk.last_lines())
        self.back.setEnabled(bool(desk.done))

    def say(self, said: Said) -> None:
        """Say what came of it, by a sign, words and a colour, and aloud."""
        text = f"{words.SIGNS[said.kind]}  {said.words}"
        self._style(said.kind, long=False)
        self.said.setText(text)
        if len(text) > SHORT and self.said.heightForWidth(self.said.width()) > self.said.height():
            self._style(said.kind, long=True)
        announce(self.said, said.words, at_once=said.kind != words.GOOD)

    def _style(self, kind: str, *, long: bool) -> None:
        """Colour by its kind; smaller letters where there are too many for two lines."""
        if (self.said.property("said"), bool(self.said.property("long"))) != (kind, long):
            self.said.setProperty("said", kind)
            self.said.setProperty("long", long)
            self.said.style().unpolish(self.said)
            self.said.style().polish(self.said)


def _shown(keys: QKeySequence | QKeySequence.StandardKey) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
