"""What held events cost, who was served at them, what the funder is told, and what participants thought of them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random
from typing import Any

Row = dict[str, Any]
VENUE_CENTS, CATERING_CENTS, INTERPRETATION_CENTS = (40_000, 120_000), (900, 2_400), (60_000, 140_000)
TRAVEL = ((400, 600, 19_600), (601, 800, 20_900), (801, 1200, 22_100), (1201, 1600, 23_000), (1601, 2000, 29_500))
"""Distances in kilometres with the example table's unit costs in cents."""
UNSETTLED = 2
"""So many of the newest events still wait for invoices."""
TRAVELLERS, ABROAD_RATE, ABROAD_SOURCE = 3, "11.4523", "European Central Bank"
SHARE_OF_WOMEN, SHARE_NON_BINARY, SHARE_NOT_STATED = 0.56, 0.03, 0.04
QUESTIONS = (
    ("The event met my expectations.", "RATING"),
    ("I can use what I learnt in my work.", "RATING"),
    ("What should be done differently next time?", "COMMENT"),
)
COMMENTS = (
    "More time for the groups.",
    "Interpretation helped a lot, please keep it.",
    "The room was cold.",
    "Send the material beforehand.",
    "Enemmän käytännön esimerkkejä.",
    "Više vremena za pitanja.",
)


@dataclass
class Accounts:
    """Rows of costs, catering, reports and surveys."""

    costs: list[Row] = field(default_factory=list)
    catering: list[Row] = field(default_factory=list)
    guests: list[Row] = field(default_factory=list)
    reports: list[Row] = field(default_factory=list)
    surveys: list[Row] = field(default_factory=list)
    questions: list[Row] = field(default_factory=list)
    answers: list[Row] = field(default_factory=list)


def account(rng: Random, events: list[Row], attendance: list[Row], slots: list[Row]) -> Accounts:
    """Enter costs, a report and feedback for each event that was held; the newest still lack some of it."""
    result = Accounts()
    there: dict[int, dict[int, int]] = {}
    for mark in attendance:
        if mark["presence"] == "PRESENT":
            there.setdefault(mark["event_id"], {})[mark["participation_id"]] = mark["person_id"]
    first: dict[int, int] = {}
    for slot in slots:
        first.setdefault(slot["event_id"], slot["id"])
    held = sorted((event for event in events if event["status"] == "HELD"), key=lambda event: event["starts_utc"])
    for left, event in zip(range(len(held), 0, -1), held, strict=True):
        people = there.get(event["id"], {})
        if people:
            _enter(rng, result, event, people, first[event["id"]], left)
    return result


def _enter(rng: Random, result: Accounts, event: Row, people: dict[int, int], slot: int, left: int) -> None:
    """What one event cost and what was said of it; `left` counts down to the newest, which is 1."""
    if event["format"] != "ONLINE":
        _serve(rng, result, event, people, slot, settled=left > UNSETTLED)
        _travel(rng, result, event, list(people.values()))
    if event["format"] != "IN_PERSON":
        _cost(result, event, "INTERPRETATION", rng.randrange(*INTERPRETATION_CENTS), invoice_number=_invoice(result))
    if left > 1:
        _report(rng, result, event, len(people))
        _ask(rng, result, event, max(len(people) * 2 // 3, 1))


def _cost(result: Accounts, event: Row, kind: str, cents: int, **values: Any) -> int:
    key = len(result.costs) + 1
    row = {
        "id": key,
        "event_id": event["id"],
        "person_id": None,
        "kind": kind,
        "description": "",
        "estimate_cents": cents // 5000 * 5000 + 5000,
        "actual_cents": cents,
        "currency": "EUR",
        "rate": "",
        "rate_source": "",
        "incurred_on": event["starts"].date(),
        "invoice_number": "",
        "payer_id": 1,
        "budget_line": "",
        "rate_table_id": None,
        "distance_km": None,
    }
    result.costs.append(row | values)
    return key


def _invoice(result: Accounts) -> str:
    return f"INV-{len(result.costs) + 1041}"


def _serve(rng: Random, result: Accounts, event: Row, people: Iterable[int], slot: int, *, settled: bool) -> None:
    """The venue and what was served; the invoices of the newest events have not come yet."""
    guests = list(people)
    cents = rng.randrange(*VENUE_CENTS)
    _cost(result, event, "VENUE", cents, invoice_number=_invoice(result) if settled else "", budget_line="D.1")
    invoice = _invoice(result) if settled else ""
    cents = len(guests) * rng.randrange(*CATERING_CENTS)
    values = {"invoice_number": invoice, "budget_line": "D.2"} | ({} if settled else {"actual_cents": None})
    cost = _cost(result, event, "CATERING", cents, description="Lunch and coffee", **values)
    key = len(result.catering) + 1
    result.catering.append(
        {
            "id": key,
            "event_id": event["id"],
            "slot_id": slot,
            "kind": "MEETING",
            "served": dt.datetime.combine(event["starts"].date(), dt.time(12)),
            "purpose": "Lunch during the working day",
            "agenda": event["title"],
            "place": "",
            "invoice_number": invoice,
            "cost_id": cost,
        }
    )
    result.guests += [{"catering_id": key, "participation_id": guest} for guest in guests]


def _travel(rng: Random, result: Accounts, event: Row, people: list[int]) -> None:
    """A few return journeys by unit cost, and one ticket that was paid in another currency."""
    travellers = rng.sample(people, min(TRAVELLERS, len(people)))
    for person in travellers[:-1]:
        least, most, cents = rng.choice(TRAVEL)
        distance = rng.randint(least, most)
        _cost(
            result,
            event,
            "TRAVEL",
            cents,
            person_id=person,
            estimate_cents=cents,
            rate_table_id=1,
            distance_km=distance,
            description="Return journey",
            budget_line="C.1",
        )
    if travellers:
        _cost(
            result,
            event,
            "TRAVEL",
            rng.randrange(180_000, 420_000),
            person_id=travellers[-1],
            currency="SEK",
            rate=ABROAD_RATE,
            rate_source=ABROAD_SOURCE,
            description="Train and ferry",
            invoice_number=_invoice(result),
            budget_line="C.1",
        )


def _report(rng: Random, result: Accounts, event: Row, people: int) -> None:
    women = sum(rng.random() < SHARE_OF_WOMEN for _each in range(people))
    other = sum(rng.random() < SHARE_NON_BINARY for _each in range(people - women))
    silent = sum(rng.random() < SHARE_NOT_STATED for _each in range(people - women - other))
    result.reports.append(
        {
            "event_id": event["id"],
            "website": "https://peer-action.example/events",
            "summary": event["description"] or event["title"],
            "evaluation": "Participants found the exchange between authorities and civil society the most useful part.",
            "survey_url": "https://survey.example/peer-action",
            "survey_responses": max(people * 2 // 3, 1),
            "women": women,
            "men": people - women - other - silent,
            "non_binary": other,
            "gender_not_stated": silent,
        }
    )


def _ask(rng: Random, result: Accounts, event: Row, responses: int) -> None:
    key = len(result.surveys) + 1
    asked = event["ends_utc"] + dt.timedelta(days=9)
    result.surveys.append(
        {
            "id": key,
            "event_id": event["id"],
            "tool": "EUSURVEY",
            "name": "Feedback",
            "responses": responses,
            "sha256": "",
            "imported_at": asked,
        }
    )
    for position, (text, kind) in enumerate(QUESTIONS):
        rated = kind == "RATING"
        question = len(result.questions) + 1
        result.questions.append(
            {
                "id": question,
                "survey_id": key,
                "position": position,
                "kind": kind,
                "text": text,
                "scale_from": 1 if rated else None,
                "scale_to": 5 if rated else None,
            }
        )
        if rated:
            given = [rng.choice((2, 3, 4, 4, 4, 5, 5)) for _each in range(responses)]
            counted: list[tuple[int | None, str, int]] = [
                (value, "", given.count(value)) for value in sorted(set(given))
            ]
        else:
            counted = [(None, comment, 1) for comment in sorted(rng.sample(COMMENTS, min(responses, 3)))]
        result.answers += [
            {"question_id": question, "value": value, "text": text, "times": times} for value, text, times in counted
        ]
