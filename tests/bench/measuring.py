"""How the benchmarks measure: medians of several rounds, the two sides in turn."""

import datetime as dt
import gc
import statistics
import time
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

TODAY = dt.date(2026, 11, 24)


class Figure(NamedTuple):
    """One ratio and what it may be at most."""

    name: str
    ratio: float
    bar: float


class Registers:
    """A small and a large register, each made when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def small(self) -> Path:
        return self._make("small", 1_000, 100)

    @cached_property
    def large(self) -> Path:
        return self._make("large", 100_000, 10_000)

    def _make(self, name: str, people: int, events: int) -> Path:
        from roundtables.register import Register
        from roundtables.services.demonstration import make_demonstration

        path = self.folder / f"{name}.roundtables"
        register = Register.create(path)
        make_demonstration(register, seed=1, today=TODAY, people=people, events=events)
        register.close()
        return path


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes, without the collector's pauses."""
    gc.collect()
    gc.disable()
    try:
        begun = time.perf_counter()
        work()
        return time.perf_counter() - begun
    finally:
        gc.enable()


def ratio(work: Callable[[], object], against: Callable[[], object], rounds: int = 7) -> float:
    """The median of the one over the median of the other, taken in turn after a round that does not count."""
    work()
    against()
    pairs = [(seconds(work), seconds(against)) for _round in range(rounds)]
    return statistics.median(pair[0] for pair in pairs) / statistics.median(pair[1] for pair in pairs)
