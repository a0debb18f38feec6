"""The window while it is used: going from page to page, and whether it answers while long work is done."""

import datetime as dt
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from measuring import TODAY, Figure, Registers, seconds

ROUNDS = 7
TICK = 5
"""Milliseconds of the timer whose gaps are measured."""
ROWS, GUESTS = 5_000, 300


def _window(path: Path, registers: Registers) -> Any:
    from PySide6.QtCore import QSettings

    from roundtables.register import Register
    from ui.app import make_application
    from ui.main_window import MainWindow
    from ui.workspace import Workspace

    application = make_application(dark=False, language="en")
    settings = QSettings(str(registers.folder / f"{path.stem}.ini"), QSettings.Format.IniFormat)
    window = MainWindow(Workspace(Register.open(path), settings))
    window.resize(1280, 800)
    window.show()
    application.processEvents()
    return window


def _close(window: Any) -> None:
    window.close()
    window.workspace.close()
    window.deleteLater()


def switching(registers: Registers) -> list[Figure]:
    """From the choice of a place to its painted page, each place in turn; the worst ratio counts."""
    from PySide6.QtWidgets import QApplication

    from ui.links import Link
    from ui.places import PLACES

    windows = [_window(path, registers) for path in (registers.large, registers.small)]

    def go(window: Any, key: str) -> None:
        window.visit(Link(key))
        window.current_page().repaint()
        QApplication.processEvents()

    ratios = []
    for place in PLACES:
        other = next(each for each in PLACES if each is not place)
        taken: list[list[float]] = [[], []]
        for _round in range(ROUNDS + 1):
            for times, window in zip(taken, windows, strict=True):
                go(window, other.key)
                times.append(seconds(lambda window=window, key=place.key: go(window, key)))  # type: ignore[misc]
        large, small = (statistics.median(times[1:]) for times in taken)
        ratios.append((large / small, place.key))
    for window in windows:
        _close(window)
    worst, key = max(ratios)
    return [Figure(f"switching to a page ({key}, the worst), large register : small one", worst, 1.5)]


class Gaps:
    """The largest time between two beats of a timer on the window's thread."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self.all: list[float] = []

    def begin(self) -> None:
        self.all = []
        self._last = time.perf_counter()
        self._timer.start(TICK)

    def end(self) -> float:
        self._beat()
        self._timer.stop()
        return max(self.all)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.all.append(now - self._last)
        self._last = now


def answering(registers: Registers) -> list[Figure]:
    """The largest gap during an import, an export and invitations, against idle with one repaint of the window."""
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication

    window = _window(registers.small, registers)
    gaps = Gaps()

    def idle() -> float:
        loop = QEventLoop()
        gaps.begin()
        QTimer.singleShot(40, window.repaint)
        QTimer.singleShot(120, loop.quit)
        loop.exec()
        return gaps.end()

    def during(work: Callable[[Any], Any]) -> float:
        loop = QEventLoop()
        failed: list[str] = []
        task = window.workspace.run("Bench", work, lambda _result: None, failed.append)
        task.ended.connect(lambda: QTimer.singleShot(60, loop.quit))
        gaps.begin()
        loop.exec()
        found = gaps.end()
        if failed:
            raise RuntimeError(failed[0])
        return found

    idle()
    rest = statistics.median(idle() for _round in range(ROUNDS))
    figures = []
    for name, make in (("import", _importing), ("export", _exporting), ("300 invitations", _inviting)):
        found = []
        for number in range(3):
            work = make(window.workspace, registers.folder / f"{name} {number}", number)
            QApplication.processEvents()
            found.append(during(work))
        words = f"longest gap of a {TICK} ms timer during {name} : idle with one repaint"
        figures.append(Figure(words, statistics.median(found) / rest, 6.0))
    _close(window)
    return figures


def _importing(workspace: Any, path: Path, number: int) -> Callable[[Any], Any]:
    """Everything from the file to people in the register, as the dialog does it."""
    from roundtables.services import importing

    listed = path.with_suffix(".csv")
    lines = [f"Given{at};Family{number} {at};g{number}.{at}@office.example;Office {at % 40}" for at in range(ROWS)]
    listed.write_text("\n".join(["First name;Surname;Email;Organisation", *lines]), encoding="utf-8")

    def work(report: Any) -> Any:
        source = importing.read_file(listed)
        rows = importing.read_lines(source, None, None, report)
        with workspace.read() as session:
            proposals = importing.propose(session, rows, report)
        with workspace.change("Import people") as session:
            return importing.take_over(session, proposals, report=report)

    return work


def _filled(workspace: Any, people: int) -> int:
    """An event with so many participants."""
    from roundtables.queries.people import PersonFilter, page
    from roundtables.services import events, participants

    with workspace.change("Fill") as session:
        rows = page(session, PersonFilter(), limit=people)
        start = dt.datetime.combine(TODAY, dt.time(9))
        values: Any = {"title": "Large", "starts": start, "ends": start + dt.timedelta(hours=3)}
        key = events.add(session, timezone="Europe/Helsinki", organiser_email="office@ministry.example", **values).id
        participants.add(session, key, [row.id for row in rows])
    return key


def _exporting(workspace: Any, path: Path, _number: int) -> Callable[[Any], Any]:
    """The attendance list of an event of 5,000."""
    from roundtables.services import hand_overs

    key = _filled(workspace, ROWS)

    def work(_report: Any) -> Any:
        with workspace.change("Hand over", undoable=False) as session:
            moment = dt.datetime.now(dt.UTC)
            target = path.with_suffix(".xlsx")
            return hand_overs.hand_over_attendance(session, key, target, "en", for_whom="", by="", at=moment)

    return work


def _inviting(workspace: Any, path: Path, _number: int) -> Callable[[Any], Any]:
    """An invitation for each of 300 participants, written."""
    from roundtables.services.post import composing
    from roundtables.terms import MessageKind, Way
    from roundtables.transport.accounts import PostSettings

    key = _filled(workspace, GUESTS)

    def work(_report: Any) -> Any:
        now = dt.datetime.now(dt.UTC)
        with workspace.change("Hand out invitations", undoable=False) as session:
            chosen = composing.plan(session, key, MessageKind.INVITATION, composing.everybody(session, key))
            composed = composing.compose(session, chosen, key, PostSettings(), now)
            return composing.hand_out(session, composed, Way.FILE, path, now)

    return work


ALL = (switching, answering)
