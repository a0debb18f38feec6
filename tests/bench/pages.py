"""Pages that come and go: what is left of them in memory, and how long an event of many takes to show itself anew."""

import os
import subprocess
import sys
from pathlib import Path

from measuring import Figure, Registers, ratio

OPENED_FIRST, OPENED = 50, 500
MANY = 3_000
# The whole program in a loop of Qt's own, since pages that were left are deleted by it.
PROGRAM = """
import gc, os, sys
from PySide6.QtCore import QSettings, QTimer
from roundtables.register import Register
from ui.app import make_application
from ui.links import Link
from ui.main_window import MainWindow
from ui.pages.event.page import PARTS, EventPage
from ui.workspace import Workspace
application = make_application(dark=False, language="en")
settings = QSettings(sys.argv[2], QSettings.Format.IniFormat)
window = MainWindow(Workspace(Register.open(sys.argv[1]), settings))
window.show()
first, last = int(sys.argv[3]), int(sys.argv[4])
taken, number = [], 0
def memory():
    gc.collect()
    try:
        status = open("/proc/self/status").read()
        return int([line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")][0])
    except OSError:
        import resource
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
def step():
    global number
    if number in (first, last):
        alive = sum(isinstance(each, EventPage) for each in gc.get_objects())
        taken.append((memory(), alive))
    if number == last:
        print(*(value for pair in taken for value in pair))
        sys.stdout.flush()
        os._exit(0)
    window.visit(Link("event", number % 100 + 1, PARTS[number % len(PARTS)]))
    window.repaint()
    number += 1
    QTimer.singleShot(0, step)
QTimer.singleShot(0, step)
application.exec()
"""


def leaving(registers: Registers) -> list[Figure]:
    """The process's memory after many pages of events were opened and left, over that after some."""
    arguments = [str(registers.small), str(registers.folder / "none.ini"), str(OPENED_FIRST), str(OPENED)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments], capture_output=True, text=True, check=True, env=environment
    )
    before, _alive, after, _alive_then = map(int, done.stdout.split())
    return [Figure("memory after opening and closing 500 event pages : after 50", after / before, 1.1)]


def refreshing(registers: Registers) -> list[Figure]:
    """An event's page read anew after a change: 3,000 participants cost what thirty do, until they are looked at."""
    from PySide6.QtCore import QSettings

    from roundtables.register import Register
    from roundtables.services import participants
    from ui.app import make_application
    from ui.pages.event.page import EventPage
    from ui.workspace import Workspace

    application = make_application(dark=False, language="en")
    register = Register.open(registers.large)
    workspace = Workspace(register, QSettings(str(registers.folder / "none.ini"), QSettings.Format.IniFormat))
    few, many = 1, 2
    with register.change("Fill") as session:
        taken = {row.person_id for row in session.get_one(_event(), many).participations}
        participants.add(session, many, [key for key in range(1, MANY + len(taken)) if key not in taken][:MANY])
    pages = [EventPage(workspace, key) for key in (few, many)]
    for page in pages:
        page.show()
    application.processEvents()
    found = ratio(pages[1].refresh, pages[0].refresh, 15)
    for page in pages:
        page.close()
    workspace.close()
    return [Figure("event page of 3,000 participants read anew : of a few", found, 1.5)]


def _event() -> type:
    from roundtables.model import Event

    return Event


ALL = (leaving, refreshing)
