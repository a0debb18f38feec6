"""Checklists of the demonstration, and the tasks of its coming and latest events, done as far as people get."""

import datetime as dt
from typing import Any

Row = dict[str, Any]
BEHIND = 5
"""What was due so many days ago or earlier is done; what came after waits."""
LATEST = 30
FREE_DAYS = 5, 6


def checklist_rows(material: dict[str, Row]) -> list[Row]:
    """The lines of each kind's checklist."""
    rows: list[Row] = []
    for kind, listed in material.items():
        for position, (days, title) in enumerate(listed["lines"]):
            row = {"kind": kind, "template_id": None, "position": position, "title": title, "days": days}
            rows.append({"id": len(rows) + 1, **row})
    return rows


def task_rows(events: list[Row], material: dict[str, Row], today: dt.date) -> list[Row]:
    """The tasks of events that are not over, or were lately, from their kind's checklist."""
    rows: list[Row] = []
    for event in events:
        if event["status"] == "CANCELLED" or event["ends"].date() < today - dt.timedelta(days=LATEST):
            continue
        for position, (days, title) in enumerate(material.get(event["kind"], {"lines": ()})["lines"]):
            due = event["starts"].date() + dt.timedelta(days=days)
            done = due <= today - dt.timedelta(days=BEHIND)
            row = {"event_id": event["id"], "position": position, "title": title, "days": days}
            rows.append({"id": len(rows) + 1, **row, "done_on": _working_day(due) if done else None})
    return rows


def _working_day(day: dt.date) -> dt.date:
    """The day itself, or the Friday before a weekend."""
    return day - dt.timedelta(days=max(day.weekday() - 4, 0)) if day.weekday() in FREE_DAYS else day
