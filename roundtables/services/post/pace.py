"""How many messages a minute may go out, and waiting that can be broken off."""

import time
from collections import deque
from collections.abc import Callable, Iterable

MINUTE = 60.0
GLANCE = 0.1
"""Seconds between two looks at whether the waiting is to end."""

Stopped = Callable[[], bool]


class Pace:
    """At most so many in any minute, by a clock that is never set; no limit where that is nought.

    `ages` are the seconds since those that went out before this run began.
    """

    def __init__(self, per_minute: int, ages: Iterable[float] = ()) -> None:
        self._most = per_minute
        now = time.monotonic()
        self._gone = deque(sorted(now - age for age in ages), maxlen=max(per_minute, 1))

    def wait(self, stopped: Stopped) -> bool:
        """Wait until one more may go; False where it was broken off."""
        while not stopped():
            left = self._seconds_left()
            if left <= 0:
                self._gone.append(time.monotonic())
                return True
            time.sleep(min(left, GLANCE))
        return False

    def _seconds_left(self) -> float:
        if self._most <= 0 or len(self._gone) < self._most:
            return 0
        return self._gone[0] + MINUTE - time.monotonic()
