"""The events of the demonstration as rows: dates around the middle of the term, sessions, slots."""

import datetime as dt
import uuid
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any

from roundtables.services.events import UID_DOMAIN
from roundtables.walltime import instant

Row = dict[str, Any]
HOME = "Europe/Helsinki"
SUNDAY = 6
SPRING, AUTUMN = 3, 10
SESSION_TITLES = ("Opening and introductions", "Cases from practice", "Work in groups", "Conclusions and next steps")
SPREAD_WEEKS = 50


@dataclass
class Occasions:
    """Rows of events, sessions and slots, and for each event how many people it has and what became of it."""

    events: list[Row] = field(default_factory=list)
    sessions: list[Row] = field(default_factory=list)
    slots: list[Row] = field(default_factory=list)
    plans: list[Row] = field(default_factory=list)
    numbers: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Frame:
    """What events are placed in: the Monday of the middle week, today, and keys of activities and venues."""

    middle: dt.date
    today: dt.date
    activities: dict[tuple[int, int], tuple[int, int]]
    venues: dict[str, int]
    capacities: dict[str, int]
    organiser: tuple[str, str]


def lay_occasions(rng: Random, number: int, plans: list[Row], frame: Frame) -> Occasions:
    """So many events after the plans, which are gone through again, at other dates, where more are wanted."""
    dated = []
    for at in range(number):
        plan = plans[at % len(plans)]
        shift = 0 if at < len(plans) else rng.randrange(-SPREAD_WEEKS, SPREAD_WEEKS)
        dated.append((_first_day(plan, frame.middle, shift), at, plan))
    laid = Occasions()
    for day, _at, plan in sorted(dated, key=lambda entry: entry[:2]):
        _lay(rng, laid, plan, day, frame)
    return laid


def _first_day(plan: Row, middle: dt.date, shift: int) -> dt.date:
    if "clocks" in plan:
        change = _clock_change(middle + dt.timedelta(weeks=plan["clocks"] + shift))
        return change - dt.timedelta(days=1)
    return middle + dt.timedelta(weeks=plan["week"] + shift, days=plan["day"])


def _clock_change(near: dt.date) -> dt.date:
    """The last Sunday of March or October that is nearest to a date."""
    changes = []
    for year in (near.year - 1, near.year, near.year + 1):
        for month in (SPRING, AUTUMN):
            last = dt.date(year, month, 31)
            changes.append(last - dt.timedelta(days=(last.weekday() - SUNDAY) % 7))
    return min(changes, key=lambda change: abs(change - near))


def _lay(rng: Random, laid: Occasions, plan: Row, day: dt.date, frame: Frame) -> None:
    package_id, activity_id = frame.activities[plan["activity"][0], plan["activity"][1]]
    prefix = f"E{plan['activity'][0]}"
    laid.numbers[prefix] += 1
    key = len(laid.events) + 1
    zone = plan.get("zone", HOME)
    first, last = plan["hours"]
    starts = dt.datetime.combine(day, dt.time(first))
    ends = dt.datetime.combine(day + dt.timedelta(days=plan.get("days", 1) - 1), dt.time(last))
    online = plan["format"] != "IN_PERSON"
    by_session = plan.get("by_session", False)
    name, email = frame.organiser
    laid.events.append(
        {
            "id": key,
            "uid": _uid(rng),
            "reference": f"{prefix}.{laid.numbers[prefix]}",
            "title": plan["title"],
            "kind": plan["kind"],
            "format": plan["format"],
            "status": _status(plan, ends.date(), frame.today),
            "starts": starts,
            "ends": ends,
            "all_day": plan.get("all_day", False),
            "timezone": zone,
            "starts_utc": instant(starts, zone),
            "ends_utc": instant(ends, zone),
            "project_id": 1,
            "work_package_id": package_id,
            "activity_id": activity_id,
            "venue_id": frame.venues.get(plan.get("venue", "")),
            "host_id": None,
            "place": "",
            "online_url": f"https://meet.example/{rng.getrandbits(40):010x}" if online else "",
            "description": plan.get("text", ""),
            "themes": plan.get("themes", ""),
            "language": plan.get("language", "en"),
            "capacity": plan.get("capacity"),
            "organiser_name": name,
            "organiser_email": email,
            "counted_by": "SESSION" if by_session else "WHOLE" if plan["format"] == "ONLINE" else "DAY",
            "guests_shown": False,
            "invited_by_session": False,
            "alarm_minutes": 30 if plan["format"] == "ONLINE" else None,
            "sequence": 0,
        }
    )
    laid.plans.append(plan)
    sessions = _lay_sessions(rng, laid, plan, starts, ends) if plan.get("sessions") or by_session else []
    _lay_slots(laid, laid.events[-1], sessions)


def _status(plan: Row, last_day: dt.date, today: dt.date) -> str:
    if plan.get("cancelled"):
        return "CANCELLED"
    if plan.get("draft"):
        return "DRAFT"
    return "HELD" if last_day < today else "PLANNED"


def _uid(rng: Random) -> str:
    return f"{uuid.UUID(int=rng.getrandbits(128), version=4)}@{UID_DOMAIN}"


def _lay_sessions(rng: Random, laid: Occasions, plan: Row, starts: dt.datetime, ends: dt.datetime) -> list[Row]:
    """Two parts a day, with a break between."""
    parts: list[Row] = []
    middle = dt.time((starts.hour + ends.hour) // 2)
    for number in range(plan.get("days", 1)):
        day = starts.date() + dt.timedelta(days=number)
        spans = ((starts.time(), middle), (middle.replace(hour=middle.hour + 1), ends.time()))
        for half, (begins, stops) in enumerate(spans):
            title = SESSION_TITLES[(number * 2 + half) % len(SESSION_TITLES)]
            parts.append(
                {
                    "id": len(laid.sessions) + len(parts) + 1,
                    "event_id": len(laid.events),
                    "uid": _uid(rng),
                    "title": title,
                    "starts": dt.datetime.combine(day, begins),
                    "ends": dt.datetime.combine(day, max(begins, stops)),
                    "place": "",
                    "description": "",
                }
            )
    laid.sessions += parts
    return parts


def _lay_slots(laid: Occasions, event: Row, sessions: list[Row]) -> None:
    if event["counted_by"] == "SESSION":
        columns = [(None, part["id"]) for part in sessions]
    elif event["counted_by"] == "WHOLE":
        columns = [(None, None)]
    else:
        days = (event["ends"].date() - event["starts"].date()).days + 1
        columns = [(event["starts"].date() + dt.timedelta(days=day), None) for day in range(days)]
    for number, (day, session_id) in enumerate(columns, 1):
        slot = {"id": len(laid.slots) + 1, "event_id": event["id"], "number": number, "day": day}
        laid.slots.append(slot | {"session_id": session_id})
