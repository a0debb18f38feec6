"""The window at the door: a few letters of a name or a badge, Enter, and the next person at once."""

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from roundtables.errors import Expected
from roundtables.queries import check_in as queries
from roundtables.queries.check_in import Guest, Namesake
from roundtables.queries.events import SlotRow
from roundtables.words import N_, _, n_
from ui.commands import Command
from ui.door import words
from ui.door.desk import Desk, Said
from ui.door.view import DoorView
from ui.door.walk_in import Entered
from ui.widgets.announcing import announce
from ui.widgets.parts import column
from ui.workspace import Workspace

TICK = 5_000
"""Milliseconds between two looks at the clock."""
TWICE = 3_000
"""Milliseconds within which a second Escape closes."""
READ_AFTER = 200
SHOWS = frozenset({"event", "session", "slot", "participation", "attendance", "person", "organisation"})


def open_door(workspace: Workspace, event_id: int) -> "DoorWindow":
    """Open the check-in of an event in full screen; the main window gives way to it until it is closed."""
    if isinstance(workspace.front, DoorWindow):
        workspace.front.activateWindow()
        return workspace.front
    made = DoorWindow(workspace, event_id)
    workspace.front = made
    made.showFullScreen()
    made.activateWindow()
    workspace.covered.emit(True)
    return made


class DoorWindow(QWidget):
    """Nothing else of the register is seen here: no replies, no needs, no addresses."""

    COMMANDS = (
        Command("door.arrivals", N_("Arrivals"), "show_arrivals", "F2"),
        Command("door.departures", N_("Departures"), "show_departures", "F3"),
        Command("door.walk_in", N_("Walk-in"), "begin_walk_in", "F4"),
        Command("door.earlier", N_("The day or session before"), "go_earlier", "Alt+Up"),
        Command("door.later", N_("The next day or session"), "go_later", "Alt+Down"),
        Command("door.by_clock", N_("Day or session by the clock"), "go_by_clock", "Alt+Home"),
        Command("door.take_back", N_("Take back the last step"), "take_back"),
        Command("door.close", N_("Close the check-in"), "close"),
        Command("door.full_screen", N_("Full screen or not"), "turn_full_screen", "F11"),
    )

    def __init__(self, workspace: Workspace, event_id: int) -> None:
        super().__init__()
        self.setObjectName("door")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Check-in at the door"))
        self._workspace = workspace
        self.desk = Desk(workspace, event_id)
        self._found: list[Guest] = []
        self._known: list[Namesake] = []
        self._escaped = QTimer(self, singleShot=True, interval=TWICE)
        self.view = DoorView(workspace.keyboard.bind(self, self.COMMANDS), self._take_digit)
        self.line, self.found, self.walk_in = self.view.line, self.view.found, self.view.walk_in
        self.setLayout(column(self.view))
        self._listen()
        self._read_later = QTimer(self, singleShot=True, interval=READ_AFTER)
        self._read_later.timeout.connect(self._read)
        self._clock = QTimer(self, interval=TICK)
        self._clock.timeout.connect(self._tick)
        self._clock.start()
        workspace.changed.connect(self._heard)
        self.view.show_event(self.desk)
        self.line.setFocus()

    def _listen(self) -> None:
        self._escaped.timeout.connect(lambda: self._look_for(self.line.text()))
        self.line.textChanged.connect(self._look_for)
        self.line.returnPressed.connect(self._enter)
        self.line.moved.connect(self._move)
        self.line.undone.connect(self.take_back)
        self.found.taken.connect(self._take_row)
        self.view.counts.picked.connect(lambda row: self._choose(self.view.counts.slots[row]))
        self.walk_in.agreed.connect(self._agree_walk_in)
        self.walk_in.chosen.connect(self._choose_known)
        self.walk_in.left.connect(self.end_walk_in)
        self.walk_in.scanned.connect(self._take_badge)

    # Finding

    def _look_for(self, text: str) -> None:
        """Show who may be meant."""
        badge = queries.is_badge_begun(text) or queries.badge_in(text) is not None
        before, self._found = self._found, [] if badge else self.desk.hall.find(text)
        shown = self._found[: queries.MOST]
        self.found.show_lines([f"{number}   {words.named(guest)}" for number, guest in enumerate(shown, 1)])
        self.view.hint.setText(self._hint_for(text, badge=badge))
        if text and self._found != before:
            only = words.named(shown[0]) if len(shown) == 1 else ""
            announce(self.found, f"{only}. {self.view.hint.text()}" if only else self.view.hint.text())

    def _hint_for(self, text: str, *, badge: bool) -> str:
        number = len(self._found)
        if number > queries.MOST:
            return n_(
                "{n} people match; go on typing.", "{n} people match, the first nine are shown; go on typing.", number
            ).format(n=number)
        if number > 1 and queries.clear(self._found, text) is None:
            return _("Choose with the arrows and Enter, or with a number.")
        if number:
            return _("Enter takes the name.")
        if text.strip() and not badge and len(text.strip()) >= queries.LETTERS:
            return _("Nobody on the list by this name. Enter or F4 takes a walk-in.")
        return ""

    def _move(self, step: int) -> None:
        announce(self.found, self.found.move(step))

    def _take_digit(self, digit: int) -> bool:
        """Whether a digit chooses one of those found: not where it goes on with a name or a badge."""
        text = self.line.text()
        if digit > self.found.count() or queries.is_badge_begun(text) or self.desk.hall.find(f"{text}{digit}"):
            return False
        self._take_row(digit - 1)
        return True

    # Recording

    def _enter(self) -> None:
        text = self.line.text()
        code = queries.badge_in(text)
        if code is not None:
            self._take_badge(code)
        elif 0 <= self.found.currentRow() < len(self._found):
            self._take_row(self.found.currentRow())
        elif (guest := queries.clear(self._found, text)) is not None:
            self._record(guest)
        elif self._found:
            self._ask_to_choose()
        elif text.strip():
            self._nobody(text.strip())

    def _take_row(self, number: int) -> None:
        if number < len(self._found):
            self._record(self._found[number])

    def _take_badge(self, code: str) -> None:
        """Somebody's badge was scanned: one of this event's, or of somebody who was added just now."""
        guest = self.desk.hall.by_badge(code)
        if guest is None and self._read():
            guest = self.desk.hall.by_badge(code)
        if guest is not None:
            self._record(guest)
            return
        self.line.clear()
        said = _("This badge is of nobody who takes part in this event. Type the name instead.")
        self.view.say(Said(words.BAD, said, taken=True))

    def _record(self, guest: Guest) -> None:
        self._follow_clock()
        said = self.desk.record(guest)
        self._after(said)

    def _after(self, said: Said) -> None:
        """Show what came of a step; what was typed goes if it is done with, and is kept if it is not."""
        if said.taken:
            self.line.clear()
        self.view.say(said)
        self.view.show_counts(self.desk)
        self.view.show_last(self.desk)

    def _ask_to_choose(self) -> None:
        number = len(self._found)
        said = n_(
            "{n} person matches. Choose with the arrows and Enter, or with a number.",
            "{n} people match. Choose with the arrows and Enter, or with a number.",
            number,
        ).format(n=number)
        self.view.say(Said(words.WARN, said, taken=False))

    def _nobody(self, text: str) -> None:
        """Nobody is called so: a walk-in perhaps, unless it was no name at all."""
        if any(letter.isdigit() for letter in text) or "/" in text:
            said = _("This is neither a name on the list nor a badge of this event. Scan again, or type the name.")
            self.line.selectAll()
            self.view.say(Said(words.BAD, said, taken=False))
        elif len(text) < queries.LETTERS:
            self.view.say(Said(words.WARN, _("Type three letters of the name at least."), taken=False))
        else:
            self.begin_walk_in()

    def take_back(self) -> None:
        """Take back the last step that was made here."""
        said = self.desk.take_back()
        self._read()
        self._after(said)

    # Walk-ins

    def begin_walk_in(self) -> None:
        """Ask for somebody nobody expected; what was typed is their name."""
        typed = " ".join(self.line.text().split())
        name = typed.title() if typed.islower() else typed
        self.view.show_walk_in(shown=True)
        self.walk_in.begin(name)
        self.view.asked.show_text(_("A walk-in: their name is enough"))
        announce(self.walk_in, self.view.asked.whole_text())

    def end_walk_in(self) -> None:
        """Go back to the line; what was entered is there again the next time."""
        self.view.show_walk_in(shown=False)
        self.view.show_mode(self.desk)
        self.line.setFocus()

    def _agree_walk_in(self, entered: Entered) -> None:
        try:
            self._known = self.desk.namesakes(entered)
        except Expected as error:
            self.view.say(Said(words.BAD, str(error), taken=False))
            return
        if self._known:
            self.view.say(Said(words.WARN, self.walk_in.offer(self._known), taken=False))
        else:
            self._add_walk_in(entered)

    def _choose_known(self, number: int) -> None:
        """One of those in the register, or in the last row none of them."""
        self._follow_clock()
        if number < len(self._known):
            self._after_walk_in(self.desk.walk_in_known(self._known[number]))
        else:
            self._add_walk_in(self.walk_in.entered())

    def _add_walk_in(self, entered: Entered) -> None:
        self._follow_clock()
        self._after_walk_in(self.desk.walk_in(entered))

    def _after_walk_in(self, said: Said) -> None:
        if said.taken:
            self.walk_in.clear()
            self.end_walk_in()
        elif said.field:
            self.walk_in.begin("")
            self.walk_in.go_to(said.field)
        self._after(said)

    # Which slot, which mode

    def show_arrivals(self) -> None:
        """Whoever is named arrives."""
        self._set_leaving(leaving=False)

    def show_departures(self) -> None:
        """Whoever is named leaves."""
        self._set_leaving(leaving=True)

    def _set_leaving(self, *, leaving: bool) -> None:
        self.desk.leaving = leaving
        self.view.show_mode(self.desk)
        self.line.setFocus()
        announce(self.line, self.view.asked.whole_text())

    def go_earlier(self) -> None:
        """Check in for the slot before."""
        self._go(-1)

    def go_later(self) -> None:
        """Check in for the next slot."""
        self._go(1)

    def go_by_clock(self) -> None:
        """Check in for the slot that the clock chooses."""
        self._choose(None)

    def _go(self, step: int) -> None:
        slots = self.desk.event.slots
        at = next((at for at, slot in enumerate(slots) if self.desk.slot and slot.id == self.desk.slot.id), 0)
        if 0 <= at + step < len(slots):
            self._choose(slots[at + step])

    def _choose(self, slot: SlotRow | None) -> None:
        self.desk.choose(slot)
        self.view.show_slot(self.desk)
        self.line.setFocus()
        announce(self.view.slot, f"{self.view.slot.whole_text()}. {self.view.how.whole_text()}")

    def _tick(self) -> None:
        self._follow_clock()
        self.view.show_slot(self.desk)

    def _follow_clock(self) -> None:
        if self.desk.follow_clock():
            self.view.show_slot(self.desk)
            announce(self.view.slot, self.view.slot.whole_text())

    # The register and the window

    def _heard(self, tables: frozenset[str]) -> None:
        """Others have written; what was recorded here is shown already."""
        if not self.desk.recording and (not tables or tables & SHOWS):
            self._read_later.start()

    def _read(self) -> bool:
        """Read again; what is typed and chosen stays. Returns whether it could be read."""
        self._read_later.stop()
        try:
            self.desk.read()
        except Expected as error:
            self.view.say(Said(words.BAD, str(error), taken=False))
            return False
        number = self.found.currentRow()
        self.view.show_event(self.desk)
        self._look_for(self.line.text())
        self.found.setCurrentRow(number)
        return True

    def turn_full_screen(self) -> None:
        """Leave the full screen, or fill it again."""
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters that nobody took are of the line: a badge is scanned wherever the keyboard is."""
        if event.key() == Qt.Key.Key_Escape:
            self._escape()
        elif event.matches(QKeySequence.StandardKey.Undo):
            self.take_back()
        elif event.text().strip() and event.text().isprintable() and not self.line.hasFocus():
            self.end_walk_in()
            self.line.insert(event.text())
        else:
            super().keyPressEvent(event)

    def _escape(self) -> None:
        """The first clears or goes back, and a second soon after closes."""
        if self._escaped.isActive():
            self.close()
            return
        self._escaped.start()
        if self.view.is_walk_in():
            self.end_walk_in()
        self.line.clear()
        self.view.hint.setText(_("Press Escape once more to close the check-in."))
        announce(self.line, self.view.hint.text())

    def changeEvent(self, event: QEvent) -> None:
        """Come back with the keyboard in the line."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and self.focusWidget() is None:
            self.line.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._clock.stop()
        self._workspace.changed.disconnect(self._heard)
        if self._workspace.front is self:
            self._workspace.front = None
            self._workspace.covered.emit(False)
        super().closeEvent(event)
