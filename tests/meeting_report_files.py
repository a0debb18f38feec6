"""Reports of a meeting tool as files: Microsoft Teams, generation 3, in English, times of the wall."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

Visit = tuple[str, str, str, str]
"""Somebody's name and address, and from and to when they were there: "09:00", "10:30"."""


def teams_report(visits: Sequence[Visit], day: dt.date, starts: str = "09:00", ends: str = "12:00") -> bytes:
    """A report of a meeting on a day, as the tool writes it: tabs, UTF-16 with its mark, lines by CR and LF."""
    people = dict.fromkeys((name, email) for name, email, _begins, _ends in visits)
    lines = [
        "1. Summary",
        "Meeting title\tRound-table on reporting",
        f"Attended participants\t{len(people)}",
        f"Start time\t{_moment(day, starts)}",
        f"End time\t{_moment(day, ends)}",
        "Meeting duration\t3h",
        "Average attendance time\t1h",
        "",
        "2. Participants",
        "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole",
        *(
            f"{name}\t{_moment(day, starts)}\t{_moment(day, ends)}\t1h\t{email}\t{email}\tPresenter"
            for name, email in people
        ),
        "",
        "3. In-Meeting Activities",
        "Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole",
        *(
            f"{name}\t{_moment(day, begins)}\t{_moment(day, over)}\t1h\t{email}\tPresenter"
            for name, email, begins, over in visits
        ),
    ]
    return "\r\n".join([*lines, ""]).encode("utf-16")


def written(folder: Path, visits: Sequence[Visit], day: dt.date, name: str = "report.csv", **times: str) -> Path:
    """Such a report as a file."""
    path = folder / name
    path.write_bytes(teams_report(visits, day, **times))
    return path


def _moment(day: dt.date, clock: str) -> str:
    at = dt.time.fromisoformat(clock)
    hour = at.hour % 12 or 12
    return f"{day.month}/{day.day}/{day:%y}, {hour}:{at.minute:02}:00 {'AM' if at.hour < 12 else 'PM'}"
