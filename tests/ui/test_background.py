"""Work off the window's thread leaves nothing there that belongs to the window, and nothing behind."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from ui.background import Task, start


class Thing:
    """Something that a piece of work holds, in a ring with itself where the collector has to find it."""

    def __init__(self) -> None:
        self.ring = self


@pytest.fixture
def eager() -> Iterator[None]:
    """Python's collector looks at once at whatever is new."""
    usual = gc.get_threshold()
    gc.set_threshold(1)
    yield
    gc.set_threshold(*usual)


def test_the_collector_never_runs_on_a_worker(qtbot: QtBot, eager: None) -> None:
    seen: list[threading.Thread] = []

    def look(phase: str, _info: object) -> None:
        if phase == "start":
            seen.append(threading.current_thread())

    gc.callbacks.append(look)
    try:
        for _number in range(5):
            task = Task("", lambda _report: [Thing() for _each in range(100)])
            with qtbot.waitSignal(task.ended):
                start(task)
            qtbot.waitUntil(gc.isenabled)
    finally:
        gc.callbacks.remove(look)
    assert {thread.name for thread in seen} == {threading.main_thread().name}


def test_what_work_held_is_let_go_though_its_own_signals_hold_it(qtbot: QtBot) -> None:
    def gone_after_work() -> "weakref.ref[Thing]":
        held = Thing()
        task = Task("", lambda _report: held.ring)
        ended: list[Task] = []
        task.ended.connect(lambda: ended.append(task))
        with qtbot.waitSignal(task.ended):
            start(task)
        return weakref.ref(held)

    gone = gone_after_work()

    def is_gone() -> bool:
        gc.collect()
        return gone() is None

    qtbot.waitUntil(is_gone)
