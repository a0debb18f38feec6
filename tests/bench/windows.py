"""The window as whole processes: from start to the first painted, answering list, and its memory."""

import os
import statistics
import subprocess
import sys
import tempfile
import time

from measuring import Figure, Registers, ratio

ROUNDS = 7
# The operating system's own figure of a finished child would begin at its parent's size.
ENDING = """
import os
try:
    status = open("/proc/self/status").read()
    print([line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")][0])
except OSError:
    import resource
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
sys.stdout.flush()
os._exit(0)
"""
PROGRAM = """
import sys
from PySide6.QtCore import QTimer
from ui.app import make_application, opening
application = make_application(dark=False, language="en")
window = opening(sys.argv[1]).begin()
window.show()
def look():
    page = window.current_page()
    if page.list.currentIndex().isValid(): application.exit(0)
    else: QTimer.singleShot(1, look)
QTimer.singleShot(0, look)
application.exec()
"""
EMPTY = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication([])
window = QMainWindow()
window.resize(1280, 800)
window.show()
QTimer.singleShot(0, lambda: application.exit(0))
application.exec()
"""


def _process(code: str, *arguments: str) -> tuple[float, int]:
    """Seconds of a whole process, and its peak memory in KiB."""
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run(
            [sys.executable, "-c", code + ENDING, *arguments],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "XDG_CONFIG_HOME": home},
        )
    return time.perf_counter() - begun, int(done.stdout.split()[-1])


def starting(registers: Registers) -> list[Figure]:
    large, small = str(registers.large), str(registers.small)
    sides = {"large": (PROGRAM, large), "small": (PROGRAM, small), "empty": (EMPTY,)}
    for side in sides.values():
        _process(*side)
    taken: dict[str, list[tuple[float, int]]] = {name: [] for name in sides}
    for _round in range(ROUNDS):
        for name, side in sides.items():
            taken[name].append(_process(*side))
    speed = {name: statistics.median(pair[0] for pair in pairs) for name, pairs in taken.items()}
    memory = {name: statistics.median(pair[1] for pair in pairs) for name, pairs in taken.items()}
    return [
        Figure("large window, start to answering list : empty PySide6 window", speed["large"] / speed["empty"], 4.0),
        Figure("the same : with 100 events and 1,000 people", speed["large"] / speed["small"], 1.15),
        Figure("peak memory of the large window : the empty window", memory["large"] / memory["empty"], 2.5),
    ]


def opening(registers: Registers) -> list[Figure]:
    """One event of 60 participants, from the click to painted."""
    from sqlalchemy import select

    from roundtables.model import Event, Participation
    from roundtables.register import Register
    from roundtables.services import participants
    from ui.app import make_application
    from ui.links import Link
    from ui.main_window import MainWindow
    from ui.workspace import Workspace

    application = make_application(dark=False, language="en")
    windows = []
    for path in (registers.large, registers.small):
        register = Register.open(path)
        with register.change("Fill") as session:
            key = session.scalars(select(Event.id).where(Event.title.like("International%")).limit(1)).one()
            taken = session.scalars(select(Participation.person_id).where(Participation.event_id == key)).all()
            free = [person for person in range(1, 200) if person not in taken]
            participants.add(session, key, free[: 60 - len(taken)])
        from PySide6.QtCore import QSettings

        settings = QSettings(str(registers.folder / "none.ini"), QSettings.Format.IniFormat)
        window = MainWindow(Workspace(register, settings))
        window.show()
        application.processEvents()
        windows.append((window, key))

    def open_in(number: int) -> None:
        window, key = windows[number]
        window.visit(Link("event", key))
        window.current_page().tabs.setCurrentIndex(2)
        window.current_page().repaint()
        application.processEvents()

    found = ratio(lambda: open_in(0), lambda: open_in(1), 9)
    for window, _key in windows:
        window.close()
        window.workspace.close()
    return [Figure("open one event of 60 in the large register : in the small one", found, 1.3)]


ALL = (starting, opening)
