"""Attendance from a meeting tool's report: from the file to the preview, against reading its lines."""

import csv
import datetime as dt
import io
import random
import statistics
import sys
from pathlib import Path
from typing import Any

from measuring import Figure, Registers, ratio, seconds

sys.path.insert(0, str(Path(__file__).parents[2]))

DAY = dt.date(2026, 11, 24)
PEOPLE, MORE, VISITS = 1_000, 4_000, 5


def meeting_report(registers: Registers) -> list[Figure]:
    from roundtables.services.meeting_reports.previewing import preview_file

    few, many = (_given(registers, number) for number in (PEOPLE, MORE))

    def previewed(given: tuple[Any, int, bytes]) -> None:
        register, event_id, content = given
        with register.read() as session:
            preview_file(session, event_id, content)

    def lines() -> None:
        list(csv.reader(io.StringIO(few[2].decode("utf-16")), delimiter="\t"))

    found = ratio(lambda: previewed(few), lines)
    previewed(many)
    pairs = [(seconds(lambda: previewed(many)), seconds(lambda: previewed(few))) for _round in range(5)]
    growth = statistics.median(pair[0] for pair in pairs) / statistics.median(pair[1] for pair in pairs)
    for register, _event_id, _content in (few, many):
        register.close()
    return [
        Figure("preview of a report of 1,000 people, 5,000 visits : csv of its lines", found, 15),
        Figure("preview of a report of 4,000 people : of 1,000 people", growth, 5),
    ]


def _given(registers: Registers, number: int) -> tuple[Any, int, bytes]:
    """A register with an event of so many participants, and its report: most by address, some by name, some strange."""
    from roundtables.model import Participation, Person
    from roundtables.register import Register
    from roundtables.services import events
    from tests.meeting_report_files import teams_report

    register = Register.create(registers.folder / f"attending{number}.roundtables")
    with register.change("Prepare") as session:
        begins, ends = dt.datetime.combine(DAY, dt.time(9)), dt.datetime.combine(DAY, dt.time(16))
        event = events.add(session, title="Webinar", starts=begins, ends=ends, timezone="Europe/Helsinki")
        people = [
            Person(first_name=f"Given{at}", last_name=f"Family{at}", email=f"p{at}@office.example")
            for at in range(number)
        ]
        session.add_all(people)
        session.flush()
        session.add_all(Participation(event_id=event.id, person_id=person.id) for person in people)
        key = event.id
    chance = random.Random(number)
    visits = []
    for at in range(number):
        named = (
            (f"Family{at} Given{at} (Guest)", "") if at % 4 == 0 else (f"Given{at} Family{at}", f"p{at}@office.example")
        )
        named = (f"Somebody{at} Else", f"s{at}@far.example") if at % 20 == 0 else named
        minutes = sorted(chance.sample(range(7 * 60), 2 * VISITS))
        clocks = [f"{9 + minute // 60:02}:{minute % 60:02}" for minute in minutes]
        visits += [(*named, *pair) for pair in zip(clocks[::2], clocks[1::2], strict=True)]
    return register, key, teams_report(visits, DAY, ends="16:00")


ALL = (meeting_report,)
