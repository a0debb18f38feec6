"""Previewing the report of a large meeting: read, matched to the participants, judged, with every line shown."""

import csv
import datetime as dt
import io
import random
from pathlib import Path
from typing import Any

from measuring import Figure, Registers, ratio

DAY = dt.date(2026, 11, 24)
PEOPLE, LARGE, STAYS = 1_000, 4_000, 5
FIRST = ("Ada", "Aino", "Ivo", "Mirjam", "Nils", "Oona", "Pavle", "Saga", "Tuure", "Zrinka")
LAST = ("Lind", "Kovač", "Mäkelä", "Horvat", "Öberg", "Salo", "Petrović", "Ström", "Virta", "Jurić")


def meeting_reports(registers: Registers) -> list[Figure]:
    """Three in four joined under their address, the others as guests with a name; one in forty was not invited."""
    few, many = _report(PEOPLE), _report(LARGE)
    register, event = _register(registers.folder / "meeting.roundtables", PEOPLE)
    large_register, large_event = _register(registers.folder / "large_meeting.roundtables", LARGE)
    with register.read() as session, large_register.read() as large_session:
        previewed = ratio(lambda: _preview(session, event, few), lambda: _lines(few), 15)
        grown = ratio(lambda: _preview(large_session, large_event, many), lambda: _preview(session, event, few), 9)
    register.close()
    large_register.close()
    return [
        Figure("preview of a Teams report, 1,000 people, 5,000 stays : its lines by csv", previewed, 15),
        Figure("preview of a Teams report of 4,000 people : of 1,000", grown, 5),
    ]


def _preview(session: Any, event: int, content: bytes) -> None:
    from roundtables.services.meeting_reports.previewing import preview_file

    session.expunge_all()
    preview = preview_file(session, event, content)
    if len(preview.lines) < PEOPLE:
        raise RuntimeError


def _lines(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-16"), newline=""), delimiter="\t"))


def _register(path: Path, people: int) -> tuple[Any, int]:
    """A register with an event whose participants these are, but for one in forty."""
    from roundtables.register import Register
    from roundtables.services import events, participants
    from roundtables.services import people as service
    from roundtables.terms import EventFormat, EventKind

    register = Register.create(path)
    with register.change("Prepare") as session:
        begins, ends = dt.datetime(2026, 11, 24, 9), dt.datetime(2026, 11, 24, 12)
        event = events.add(
            session,
            title="Meeting",
            starts=begins,
            ends=ends,
            timezone="Europe/Helsinki",
            kind=EventKind.ROUND_TABLE,
            format=EventFormat.ONLINE,
        )
        invited = [number for number in range(people) if number % 40]
        keys = [
            service.add(session, first_name=first, last_name=last, email=f"guest{number}@office.example").id
            for number in invited
            for first, last in [_name(number)]
        ]
        participants.add(session, event.id, keys)
        key = event.id
    return register, key


def _name(number: int) -> tuple[str, str]:
    return f"{FIRST[number % 10]}{number // 1_000 or ''}", f"{LAST[number // 10 % 10]}{chr(97 + number // 100 % 10)}i"


def _report(people: int) -> bytes:
    """A report of the third generation, every person with five stays."""
    chance = random.Random(7)
    persons, stays = [], []
    for number in range(people):
        name = " ".join(_name(number))
        address = f"Guest{number}@Office.example" if number % 4 else ""
        times = sorted(chance.sample(range(9 * 3600, 12 * 3600), 2 * STAYS))
        first, last = _moment(times[0]), _moment(times[-1])
        persons.append(f"{name}\t{first}\t{last}\t2h {number % 60}m 5s\t{address}\t{address}\tAttendee")
        stays += [
            f"{name}\t{_moment(joined)}\t{_moment(left)}\t{(left - joined) // 60}m {joined % 60}s\t{address}\tAttendee"
            for joined, left in zip(times[::2], times[1::2], strict=True)
        ]
    lines = [
        "1. Summary", "Meeting title\tRound-table", f"Attended participants\t{people}",
        f"Start time\t{_moment(9 * 3600)}", f"End time\t{_moment(12 * 3600)}", "Meeting duration\t3h", "",
        "2. Participants", "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole",
        *persons, "", "3. In-Meeting Activities", "Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole", *stays,
    ]  # fmt: skip
    return "\r\n".join(lines).encode("utf-16")


def _moment(seconds_of_day: int) -> str:
    moment = dt.datetime.combine(DAY, dt.time()) + dt.timedelta(seconds=seconds_of_day)
    return f"{moment:%m/%d/%y}, {moment.hour % 12 or 12}:{moment:%M:%S} {moment:%p}"


ALL = (meeting_reports,)
