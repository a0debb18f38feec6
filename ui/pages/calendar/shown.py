"""What a calendar view shows: a span of days with its events, holidays and conflicts, read at once."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, QTimeZone, Signal

from roundtables.public_holidays import Holiday, public_holidays
from roundtables.queries import calendar as queries
from roundtables.queries.calendar import Conflict
from roundtables.words import spoken
from ui.pages.calendar import wording
from ui.pages.calendar.placing import Placed, order, place
from ui.workspace import Workspace

FALLBACK = "Europe/Helsinki"


@dataclass(frozen=True)
class Shown:
    """The events of some days, seen from the home zone, in order."""

    first: dt.date
    last: dt.date
    home: str
    today: dt.date
    events: tuple[Placed, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    holidays: dict[dt.date, list[Holiday]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        on_day: dict[dt.date, list[Placed]] = defaultdict(list)
        for placed in self.events:
            for day in placed.days():
                on_day[day].append(placed)
        of_event: dict[int, list[Conflict]] = defaultdict(list)
        for conflict in self.conflicts:
            for row in conflict.events:
                of_event[row.id].append(conflict)
        object.__setattr__(self, "_on_day", dict(on_day))
        object.__setattr__(self, "_of_event", dict(of_event))

    def on(self, day: dt.date) -> list[Placed]:
        """The events of a day, in order."""
        found: dict[dt.date, list[Placed]] = self._on_day  # type: ignore[attr-defined]  # set when it was made
        return found.get(day, [])

    def conflicts_of(self, event_id: int) -> list[Conflict]:
        """What can't be about an event."""
        found: dict[int, list[Conflict]] = self._of_event  # type: ignore[attr-defined]  # as above
        return found.get(event_id, [])

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
    """The span from one day to another, both inclusive, in two statements."""
    with workspace.read() as session:
        rows = queries.events_between(session, first, last)
        seen = [place(row, home) for row in rows]
        visible = sorted((one for one in seen if one.first <= last and _end(one) >= first), key=order)
        clashes = queries.conflicts(session, [one.row for one in visible])
    today = dt.date.today()  # noqa: DTZ011 - the day on the wall is meant
    return Shown(first, last, home, today, tuple(visible), tuple(clashes), holidays.between(first, last))


def _end(placed: Placed) -> dt.date:
    """The day on which it really ends: a night reaches into the next day of a week's hours."""
    return (placed.finishes - dt.timedelta(microseconds=1)).date() if placed.finishes > placed.begins else placed.last


def home_zone(workspace: Workspace) -> str:
    """The zone whose hours come first: the one that was chosen, else this system's where events are held in it."""
    with workspace.read() as session:
        used = queries.zones_used(session)
    chosen = str(workspace.settings.value("calendar/zone") or "")
    system = bytes(QTimeZone.systemTimeZoneId().data()).decode()
    return next((zone for zone in (chosen, system) if zone in used), FALLBACK)


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
