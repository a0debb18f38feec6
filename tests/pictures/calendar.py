"""The calendar: month, week and agenda; full days, several zones, conflicts, drags, long and hostile texts."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint

BUSY = dt.date(2026, 12, 7)


def take(window: Any, save: Callable[..., None], settle: Callable[[], None]) -> None:
    from ui.links import Link
    from ui.pages.calendar.moving import Shift

    fill(window.workspace)
    window.visit(Link("calendar"))
    page = window.current_page()
    page.show_month()
    for _round in range(10):
        settle()
    page.month.setFocus()
    page.show_day(BUSY)
    save("calendar-month")
    page.conflicts.line.setChecked(True)
    save("calendar-month-conflicts")
    page.conflicts.line.setChecked(False)
    page.month.lay()
    piece = next(piece for piece in page.month.pieces if "Study" in piece.placed.row.title)
    page.month.go_to(BUSY, piece.placed.row.id)
    page.month.show_target(piece, Shift(days=2))
    save("calendar-month-dragging")
    page.month.show_target(None, None)
    page.show_week()
    save("calendar-week")
    hours = page.week.hours
    piece = next(piece for piece in hours.pieces if "Overlap" in piece.placed.row.title)
    hours.go_to(piece.placed.first, piece.placed.row.id)
    hours.show_target(piece, hours.shift_between(QPoint(10, 10), QPoint(10, 60), lengthen=True))
    save("calendar-week-dragging")
    hours.show_target(None, None)
    page.show_agenda()
    page.show_day(dt.date(2026, 11, 30))
    save("calendar-agenda")
    page.show_day(dt.date(2190, 1, 1))
    save("calendar-agenda-empty")
    page.show_month()
    save("calendar-month-empty")
    page.show_today()
    page.workspace.settings.setValue("calendar/zone", "Europe/Zagreb")
    page.show_week()
    page.show_today()
    save("calendar-week-today")
    page.show_month()


def fill(workspace: Any) -> None:
    """A week with everything in it."""
    from roundtables.queries import programme
    from roundtables.services import events, participants, people
    from roundtables.terms import EventStatus, Reply

    with workspace.read() as session:
        packages = [each.id for each in programme.work_packages(session)]
        venue = programme.venues(session)[0].id

    def at(day: int, hour: int, minute: int = 0) -> dt.datetime:
        return dt.datetime.combine(BUSY, dt.time(hour, minute)) + dt.timedelta(days=day)

    with workspace.change("Fill the week") as session:
        anna = people.add(session, first_name="Anna", last_name="Mäkelä-Virtanen").id

        def add(title: str, starts: dt.datetime, ends: dt.datetime, package: int = 0, **values: Any) -> int:
            given = {"timezone": "Europe/Helsinki", "work_package_id": packages[package % len(packages)]} | values
            return events.add(session, title=title, starts=starts, ends=ends, **given).id

        one = add("Overlapping round-table on reporting and recording", at(1, 9), at(1, 12), 1, venue_id=venue)
        other = add("Training of trainers", at(1, 10), at(1, 13), 3, timezone="Europe/Zagreb", venue_id=venue)
        add("Evaluation", at(1, 11), at(1, 12, 30), 0, status=EventStatus.DRAFT)
        add("Night of networks", at(2, 22), at(3, 2), 2)
        add("Study visit to Zagreb", at(0, 0), at(2, 0), 1, all_day=True, timezone="Europe/Zagreb")
        add("Forty days of mentoring", at(-12, 0), at(28, 0), 2, all_day=True)
        add("Cancelled seminar", at(3, 9), at(3, 11), 2, status=EventStatus.CANCELLED)
        add("Held already", at(4, 9), at(4, 10), 0, status=EventStatus.HELD)
        add("Without a work package", at(4, 11), at(4, 11, 15), work_package_id=None)
        add("<b>مرحبا بكم</b> 🎓🇫🇮 \u202eevil " + "x" * 400, at(3, 12), at(3, 15), 3)
        for number in range(5):
            add(f"Short meeting {number + 1}", at(4, 12 + number), at(4, 12 + number, 45), number)
        for event in (one, other):
            participants.add(session, event, [anna], reply=Reply.ACCEPTED)
