"""The door: one person of 2,000 checked in, from the key to recorded and painted."""

import datetime as dt
import statistics
import sys
from itertools import count

from measuring import Figure, Registers, seconds

GUESTS = 2_000
ROUNDS = 60


def check_in(registers: Registers) -> list[Figure]:
    """With the main window behind it, open on the event's attendance, as it is at an entrance."""
    from PySide6.QtCore import QSettings, Qt
    from PySide6.QtTest import QTest
    from sqlcipher3 import dbapi2

    from roundtables.register import Register
    from roundtables.services import events, participants, people
    from ui.app import make_application
    from ui.door.window import open_door
    from ui.links import Link
    from ui.main_window import MainWindow
    from ui.workspace import Workspace

    application = make_application(dark=False, language="en")
    register = Register.create(registers.folder / "door.roundtables")
    names = [f"Given{_word(at)} Family{_word(at)}" for at in range(GUESTS)]
    today = dt.datetime.combine(dt.date.today(), dt.time(9))  # noqa: DTZ011 - the wall's day
    with register.change("Fill") as session:
        keys = []
        for name in names:
            first, last = name.split()
            keys.append(people.add(session, first_name=first, last_name=last, organisation="River Office").id)
        ends = today + dt.timedelta(days=2, hours=7)
        event = events.add(session, title="Large", starts=today, ends=ends, timezone="Europe/Helsinki").id
        participants.add(session, event, keys)
    window = MainWindow(Workspace(register, QSettings(str(registers.folder / "door.ini"), QSettings.Format.IniFormat)))
    window.resize(1280, 800)
    window.show()
    window.visit(Link("event", event, "attendance"))
    application.processEvents()
    door = open_door(window.workspace, event)
    application.processEvents()

    bare = dbapi2.connect(str(registers.folder / "bare.sqlite"), isolation_level=None)
    bare.execute("PRAGMA journal_mode = WAL")
    bare.execute("PRAGMA synchronous = FULL")
    bare.execute(
        "CREATE TABLE attendance (id INTEGER PRIMARY KEY, participation_id, slot_id, presence, arrived, source)"
    )
    number = count()

    def insert() -> None:
        values = (next(number), 1, "PRESENT", "2026-12-01 09:00:00", "DOOR")
        bare.execute("BEGIN IMMEDIATE")
        statement = (
            "INSERT INTO attendance (participation_id, slot_id, presence, arrived, source) VALUES (?, ?, ?, ?, ?)"
        )
        bare.execute(statement, values)
        bare.execute("COMMIT")
        # The one widget is the door itself: both sides paint the same words in the same style.
        door.repaint()

    def press() -> None:
        QTest.keyClick(door.line, Qt.Key.Key_Return)
        application.processEvents()

    ours, theirs = [], []
    for name in names[: ROUNDS + 5]:
        door.line.setText(name)
        application.processEvents()
        ours.append(seconds(press))
        theirs.append(seconds(insert))
    assert door.desk.hall.counts(door.desk.slot.id).came == ROUNDS + 5, "not all of them were checked in"  # type: ignore[union-attr]  # the event has slots
    ms = [statistics.median(side[5:]) * 1000 for side in (ours, theirs)]
    print(f"    check-in {ms[0]:.2f} ms, bare insert and repaint {ms[1]:.2f} ms (medians)", file=sys.stderr)
    bare.close()
    door.close()
    window.close()
    window.workspace.close()
    words = "check-in of one among 2,000, recorded and painted : bare insert, one repaint"
    return [Figure(words, ms[0] / ms[1], 3.0)]


def _word(number: int) -> str:
    """A number in letters: digits choose at the door."""
    return "".join(chr(ord("a") + int(digit)) for digit in f"{number:04}")


ALL = (check_in,)
