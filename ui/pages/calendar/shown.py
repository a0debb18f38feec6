"""What a calendar view shows: a span of days with its events; its holidays and conflicts follow as they are known."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimeZone, Signal

from roundtables.public_holidays import Holiday, public_holidays
from roundtables.queries import calendar as queries
from roundtables.queries.calendar import Conflict
from roundtables.walltime import UnknownZone, zone
from roundtables.words import spoken
from ui.pages.calendar import wording
from ui.pages.calendar.placing import Placed, order, place
from ui.workspace import Workspace

FALLBACK = "Europe/Helsinki"


class Shown:
    """The events of some days, seen from the home zone, in order. What can't be at once is found out later."""

    def __init__(
        self,
        first: dt.date,
        last: dt.date,
        home: str,
        events: Sequence[Placed] = (),
        holidays: dict[dt.date, list[Holiday]] | None = None,
    ) -> None:
        self.first, self.last, self.home, self.events = first, last, home, events
        self.today = dt.date.today()  # noqa: DTZ011 - the day on the wall is meant
        self.holidays = holidays or {}
        self.conflicts: Sequence[Conflict] = ()
        self.examined = not events
        self._of_event: dict[int, list[Conflict]] = {}
        self._words: dict[int, tuple[str, str]] = {}
        self._on_day: dict[dt.date, list[Placed]] = defaultdict(list)
        for placed in events:
            for day in placed.days():
                self._on_day[day].append(placed)

    def take_conflicts(self, conflicts: Sequence[Conflict]) -> None:
        """Mark what can't be at once."""
        self.conflicts = conflicts
        self._of_event = defaultdict(list)
        for conflict in conflicts:
            for row in conflict.events:
                self._of_event[row.id].append(conflict)

    def on(self, day: dt.date) -> list[Placed]:
        """The events of a day, in order."""
        return self._on_day.get(day, [])

    def conflicts_of(self, event_id: int) -> list[Conflict]:
        """What can't be about an event."""
        return self._of_event.get(event_id, [])

    def words_of(self, placed: Placed) -> tuple[str, str]:
        """The event's time and title, put into words once."""
        found = self._words.get(placed.row.id)
        if found is None:
            found = self._words[placed.row.id] = wording.clock(placed, self.home), wording.title(placed.row)
        return found

    def find(self, event_id: int | None) -> Placed | None:
        """The event with this key, where it is among these."""
        return next((placed for placed in self.events if placed.row.id == event_id), None)

    def holidays_on(self, day: dt.date) -> list[Holiday]:
        """The public holidays of a day."""
        return self.holidays.get(day, [])

    def lines_of(self, placed: Placed) -> list[str]:
        """All that is told of an event here."""
        holidays = [each for day in placed.days() for each in self.holidays_on(day)]
        return wording.event_lines(placed, self.home, self.conflicts_of(placed.row.id), holidays)

    def lines_on(self, day: dt.date) -> list[str]:
        """All that is told of a day here."""
        return wording.day_lines(day, self.on(day), self.holidays_on(day), self.home, self.today)


def read(workspace: Workspace, first: dt.date, last: dt.date, home: str, holidays: "Holidays") -> Shown:
    """The span from one day to another, both inclusive, in one statement."""
    with workspace.read() as session:
        rows = queries.events_between(session, first, last)
    seen = [place(row, home) for row in rows]
    visible = sorted((one for one in seen if one.first <= last and _end(one) >= first), key=order)
    return Shown(first, last, home, visible, holidays.between(first, last))


def _end(placed: Placed) -> dt.date:
    """The day on which it really ends: a night reaches into the next day of a week's hours."""
    return (placed.finishes - dt.timedelta(microseconds=1)).date() if placed.finishes > placed.begins else placed.last


def usual_zone(workspace: Workspace) -> str:
    """The zone that all is seen from unless another is chosen: this system's where events are held in it."""
    with workspace.read() as session:
        used = queries.zones_used(session)
    system = bytes(QTimeZone.systemTimeZoneId().data()).decode()
    return system if system in used else FALLBACK


def chosen_zone(workspace: Workspace) -> str:
    """The zone that was chosen to see all from; nothing for none, or one that there is not."""
    chosen = str(workspace.settings.value("calendar/zone") or "")
    try:
        return zone(chosen).key if chosen else ""
    except UnknownZone:
        return ""


class Clashes(QObject):
    """Finds what can't be at once, off the window's thread and one span after another; `found` names the span."""

    found = Signal(object)
    _done = Signal(object, object)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._waiting: list[Shown] = []
        self._busy = False
        self._done.connect(self._take)

    def look(self, spans: Sequence[Shown]) -> None:
        """Look into these spans, and no longer into those that were shown before."""
        self._waiting = [shown for shown in spans if not shown.examined]
        self._begin()

    def _begin(self) -> None:
        if self._waiting and not self._busy:
            self._busy = True
            shown = self._waiting.pop(0)
            self._workspace.run_quietly(lambda _report: self._read(shown))

    def _read(self, shown: Shown) -> None:
        found: Sequence[Conflict] = ()
        try:
            with self._workspace.read() as session:
                found = queries.conflicts(session, [placed.row for placed in shown.events])
        finally:
            self._done.emit(shown, found)

    def _take(self, shown: Shown, conflicts: Sequence[Conflict]) -> None:
        self._busy = False
        shown.examined = True
        if conflicts or shown.conflicts:
            shown.take_conflicts(conflicts)
            self.found.emit(shown)
        self._begin()


class Holidays(QObject):
    """Public holidays, read off the window's thread; `arrived` says that more are known."""

    arrived = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._known: dict[int, list[Holiday]] = {}
        self._asked: set[int] = set()

    def between(self, first: dt.date, last: dt.date) -> dict[dt.date, list[Holiday]]:
        """The holidays of a span by day, as far as they are known; the others are asked for."""
        years = range(first.year, last.year + 1)
        missing = [year for year in years if year not in self._asked]
        if missing:
            self._asked.update(missing)
            code = spoken().code
            self._workspace.run_quietly(lambda _report: self._read(missing, code))
        found: dict[dt.date, list[Holiday]] = defaultdict(list)
        for year in years:
            for holiday in self._known.get(year, []):
                if first <= holiday.day <= last:
                    found[holiday.day].append(holiday)
        return dict(found)

    def _read(self, years: list[int], code: str) -> None:
        self._known = self._known | {year: public_holidays(year, code) for year in years}
        self.arrived.emit()
