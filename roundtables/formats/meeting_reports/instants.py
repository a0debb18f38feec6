"""From the wall clock to instants, also in the night in which the clocks are changed."""

import datetime as dt

from roundtables.formats.meeting_reports.moments import DAY, HOUR, Moments
from roundtables.walltime import zone

STEADY_DAYS = 20
"""Rules that change the clocks twice lie at least so far apart (Ramadan in Morocco: a month)."""


class Instants:
    """Turns the moments of one file into seconds of UTC, counted as moments are.

    `steady` is what is taken away from each of them, None where the clocks are changed between the first and the last.
    An hour that exists twice is settled by order: no one leaves before joining.
    """

    def __init__(self, moments: list[int], clock: Moments) -> None:
        self._zone = zone(clock.timezone)
        self.steady: int | None = 0 if clock.states_offset else self._between(moments)

    def _between(self, moments: list[int]) -> int | None:
        if not moments:
            return 0
        low, high = min(moments) - DAY, max(moments) + DAY
        before, after = self._offset(low, 0), self._offset(high, 1)
        return before if before == after and high - low < STEADY_DAYS * DAY else None

    def _offset(self, moment: int, fold: int) -> int:
        wall = dt.datetime.fromordinal(moment // DAY) + dt.timedelta(seconds=moment % DAY)
        offset = wall.replace(tzinfo=self._zone, fold=fold).utcoffset()
        return int(offset.total_seconds()) if offset is not None else 0

    def utc(self, moment: int, *, late: bool = False) -> int:
        """The instant; of an hour that exists twice the first, or the second if it is to be the late one."""
        if self.steady is not None:
            return moment - self.steady
        return moment - self._offset(moment, int(late))

    def after(self, moment: int, start: int, seconds: int | None) -> int:
        """The instant that does not lie before `start`, and that lies `seconds` after it if one of the two does."""
        early, late = self.utc(moment), self.utc(moment, late=True)
        if seconds is not None and abs(late - start - seconds) < abs(early - start - seconds):
            return late
        return late if early < start else early

    def pair(self, joined: int, left: int, seconds: int | None) -> tuple[int, int]:
        """A stay: of the ways to read it the one that lasts as long as is stated, else the first that has an end."""
        ways = [(begin, finish) for begin in self._both(joined) for finish in self._both(left)]
        possible = [way for way in ways if way[1] >= way[0]] or ways
        if seconds is None:
            return possible[0]
        return min(possible, key=lambda way: (abs(way[1] - way[0] - seconds) > HOUR // 4, way))

    def _both(self, moment: int) -> list[int]:
        return sorted({self.utc(moment), self.utc(moment, late=True)})
