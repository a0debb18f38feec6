"""What the guests of the coming events were sent and answered; a few answers wait for a decision."""

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from random import Random
from typing import Any

Row = dict[str, Any]
AHEAD = 90
"""Days ahead whose events have been invited to."""
SENT_BEFORE = 30
"""Days before an event that its invitations went out, or a week ago where that is still to come."""
COMMENTS = (
    "I will join an hour late.",
    "Tulen mielelläni.",
    "Jag deltar på distans om det går.",
    "Dolazim s kolegicom iz ureda.",
    "Please note that I need a parking space.",
)
REFUSAL = "550 5.1.1 No such user here"
PARTSTATS = {"ACCEPTED": "ACCEPTED", "WAITING": "ACCEPTED", "TENTATIVE": "TENTATIVE", "DECLINED": "DECLINED"}


@dataclass
class Conversation:
    """Rows of invitations, messages and answers."""

    invitations: list[Row] = field(default_factory=list)
    messages: list[Row] = field(default_factory=list)
    answers: list[Row] = field(default_factory=list)


def converse(
    rng: Random, events: list[Row], participations: list[Row], persons: list[Row], today: dt.date
) -> Conversation:
    """Invitations to all who take part in the coming events, and the answers of those who gave one."""
    result = Conversation()
    by_key = {person["id"]: person for person in persons}
    coming = {event["id"]: event for event in events if _is_coming(event, today)}
    now = dt.datetime.combine(today, dt.time(6, 30), dt.UTC)
    # Of all that was sent one message was refused, and of one it is not known whether it arrived.
    unanswered = iter(("SENT", "FAILED", "UNKNOWN"))
    for participation in participations:
        event, person = coming.get(participation["event_id"]), by_key[participation["person_id"]]
        if event is not None and person["email"] and participation["reply"] != "NOT_INVITED":
            sent = min(event["starts_utc"] - dt.timedelta(days=SENT_BEFORE), now - dt.timedelta(days=7))
            state = "SENT" if participation["reply"] in PARTSTATS else next(unanswered, "SENT")
            _invite(result, event, person, sent, state)
            if participation["reply"] in PARTSTATS:
                answered = sent + dt.timedelta(hours=rng.randrange(2, 140))
                _answer(rng, result, event, participation, person["email"], answered)
    _propose(result, list(coming.values()), persons, now)
    return result


def _is_coming(event: Row, today: dt.date) -> bool:
    ahead = (event["starts"].date() - today).days
    return event["status"] == "PLANNED" and 0 <= ahead <= AHEAD and not event.get("invited_by_session")


def _invite(result: Conversation, event: Row, person: Row, sent: dt.datetime, state: str) -> None:
    """One invitation, and what became of the message that carries it."""
    number = len(result.messages) + 1
    result.messages.append(
        {
            "id": number,
            "kind": "INVITATION",
            "state": state,
            "event_id": event["id"],
            "person_id": person["id"],
            "name": _name(person),
            "email": person["email"],
            "subject": event["title"],
            "header_id": f"<{event['id']}.{number}@ministry.example>",
            "queued_at": sent,
            "due": sent,
            "attempts": 1,
            "claimed_at": None,
            "ended_at": sent + dt.timedelta(seconds=2 * number),
            "answer": REFUSAL if state == "FAILED" else "",
        }
    )
    result.invitations.append(
        {
            "id": number,
            "event_id": event["id"],
            "person_id": person["id"],
            "uid": event["uid"],
            "method": "REQUEST",
            "sequence": event["sequence"],
            "email": person["email"],
            "way": "MAIL",
            "at": sent,
            "message_id": number,
        }
    )


def _name(person: Row) -> str:
    return f"{person['first_name']} {person['last_name']}".strip()


def _answer(rng: Random, result: Conversation, event: Row, participation: Row, email: str, stamp: dt.datetime) -> None:
    comment = rng.choice(COMMENTS) if rng.random() < 0.12 else ""
    participation |= {
        "replied_at": stamp,
        "comment": comment,
        "answered_sequence": event["sequence"],
        "answered_stamp": stamp,
    }
    row = {"person_id": participation["person_id"], "email": email, "comment": comment, "stamp": stamp}
    partstat = PARTSTATS[participation["reply"]]
    result.answers.append(_answer_row(len(result.answers) + 1, event, row | {"partstat": partstat}))


def _answer_row(number: int, event: Row, values: Row) -> Row:
    """An answer that was applied, but for what `values` say."""
    said = f"{event['uid']} {values['email']} {number}"
    row = {
        "id": number,
        "event_id": event["id"],
        "person_id": None,
        "outcome": "APPLIED",
        "taken_at": values["stamp"] + dt.timedelta(minutes=40),
        "digest": hashlib.sha256(said.encode()).hexdigest(),
        "uid": event["uid"],
        "recurrence_id": None,
        "sequence": event["sequence"],
        "name": "",
        "comment": "",
        "proposal": None,
        "decision": "OPEN",
        "delegate_email": "",
        "delegate_name": "",
        "starts": None,
        "ends": None,
        "all_day": False,
        "timezone": "",
        "place": "",
    }
    return row | values


def _propose(result: Conversation, coming: list[Row], persons: list[Row], now: dt.datetime) -> None:
    """Another time, a delegate, and somebody to whom an invitation was passed on."""
    of_event = {event["id"]: event for event in coming if not event["all_day"]}
    guests = [row for row in result.invitations if row["event_id"] in of_event]
    if len(guests) < 2:
        return
    names = {person["id"]: _name(person) for person in persons}
    first, second = guests[0], guests[-1]
    moved, passed = of_event[first["event_id"]], of_event[second["event_id"]]
    later = dt.timedelta(hours=1)
    counter = {
        "proposal": "COUNTER",
        "partstat": "TENTATIVE",
        "comment": "Could we begin an hour later? My train arrives at nine.",
        "starts": moved["starts"] + later,
        "ends": moved["ends"] + later,
        "timezone": moved["timezone"],
    }
    delegate = {
        "proposal": "DELEGATE",
        "partstat": "DELEGATED",
        "delegate_email": "kaisla.rantapuro@shoreline.example",
        "delegate_name": "Kaisla Rantapuro",
    }
    stranger = {
        "proposal": "STRANGER",
        "partstat": "ACCEPTED",
        "email": "ivor.bregovac@northbridge.example",
        "name": "Ivor Bregovac",
        "comment": "A colleague passed the invitation on to me.",
    }
    for hours, event, guest, values in (
        (30, moved, first, counter),
        (20, passed, second, delegate),
        (3, moved, None, stranger),
    ):
        who = {"person_id": guest["person_id"], "email": guest["email"]} if guest else {}
        common = {"outcome": "PROPOSAL", "stamp": now - dt.timedelta(hours=hours)}
        if guest:
            common["name"] = names[guest["person_id"]]
        result.answers.append(_answer_row(len(result.answers) + 1, event, common | who | values))
