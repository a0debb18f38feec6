"""Replies and attendance as real events have them: no-shows, late refusals, half days, walk-ins."""

import datetime as dt
from dataclasses import dataclass, field
from random import Random
from typing import Any

Row = dict[str, Any]
LEADING = ("CHAIR", "SPEAKER", "FACILITATOR")
EXTRA = ("SPEAKER", "INTERPRETER", "OBSERVER", "HOST")
PAST_REPLIES = ("ACCEPTED",) * 16 + ("TENTATIVE", "DECLINED", "DECLINED", "INVITED", "WITHDRAWN")
COMING_REPLIES = ("ACCEPTED",) * 9 + ("TENTATIVE", "DECLINED") + ("INVITED",) * 5
SHOW_UP, EXCUSED, LEAVES_EARLY, WALKS_IN = 0.87, 0.35, 0.12, 0.15


@dataclass
class Attending:
    """Rows of participations and attendance."""

    participations: list[Row] = field(default_factory=list)
    attendance: list[Row] = field(default_factory=list)


def attend(rng: Random, events: list[Row], plans: list[Row], slots: list[Row], people: int) -> Attending:
    """Fill every event with people drawn from all; those held get their attendance."""
    by_event: dict[int, list[Row]] = {}
    for slot in slots:
        by_event.setdefault(slot["event_id"], []).append(slot)
    result = Attending()
    for event, plan in zip(events, plans, strict=True):
        number = min(plan["people"], people)
        _fill(rng, result, event, rng.sample(range(1, people + 1), number), by_event[event["id"]])
    return result


def _fill(rng: Random, result: Attending, event: Row, people: list[int], slots: list[Row]) -> None:
    seats = event["capacity"] if event["capacity"] is not None else len(people)
    waiting = 0
    answered = event["starts_utc"] - dt.timedelta(days=21)
    for at, person in enumerate(people):
        role = LEADING[at] if at < min(len(LEADING), len(people) // 5) else "ATTENDEE"
        if role == "ATTENDEE" and rng.random() < 0.06:
            role = rng.choice(EXTRA)
        reply = _reply(rng, event, role)
        if reply == "ACCEPTED":
            seats -= 1
            reply = "ACCEPTED" if seats >= 0 else "WAITING"
        key = len(result.participations) + 1
        waiting += reply == "WAITING"
        given = reply not in ("NOT_INVITED", "INVITED")
        result.participations.append(
            {
                "id": key,
                "event_id": event["id"],
                "person_id": person,
                "role": role,
                "reply": reply,
                "replied_at": answered + dt.timedelta(hours=at * 5) if given else None,
                "place_in_line": waiting if reply == "WAITING" else None,
                "comment": "",
                "answered_sequence": None,
                "answered_stamp": None,
            }
        )
        if event["status"] == "HELD":
            _take(rng, result, event, result.participations[-1], slots)


def _reply(rng: Random, event: Row, role: str) -> str:
    if event["status"] == "DRAFT":
        return "NOT_INVITED"
    if role in LEADING:
        return "ACCEPTED"
    return rng.choice(PAST_REPLIES if event["status"] == "HELD" else COMING_REPLIES)


def _take(rng: Random, result: Attending, event: Row, participation: Row, slots: list[Row]) -> None:
    """Mark one participant in every slot of an event that was held."""
    online = event["format"] == "ONLINE"
    expected = participation["reply"] in ("ACCEPTED", "TENTATIVE")
    comes = rng.random() < (SHOW_UP if expected else WALKS_IN)
    if not comes and not expected:
        return
    leaves = rng.random() < LEAVES_EARLY
    length = int((event["ends"] - event["starts"]).total_seconds() // 60)
    for slot in slots:
        here = comes and not (leaves and slot["number"] == len(slots) and len(slots) > 1)
        absent = "EXCUSED" if rng.random() < EXCUSED else "ABSENT"
        minutes = rng.randrange(length // 2, length + 1) if online and here else None
        result.attendance.append(
            {
                "id": len(result.attendance) + 1,
                "participation_id": participation["id"],
                "slot_id": slot["id"],
                "event_id": event["id"],
                "person_id": participation["person_id"],
                "presence": "PRESENT" if here else absent,
                "minutes": minutes,
                "arrived": None,
                "departed": None,
                "source": "MEETING_REPORT" if online else "SIGNED_SHEET",
            }
        )
