"""Keep what the funder is told of an event: texts, addresses, and its numbers by gender as totals."""

from typing import Any, TypedDict, Unpack

from sqlalchemy import select
from sqlalchemy.orm import Session

from roundtables.errors import Invalid
from roundtables.model import EventReport
from roundtables.services import events, fields
from roundtables.words import _

MOST = 1_000_000
NUMBERS = ("women", "men", "non_binary", "gender_not_stated", "survey_responses")
LINKS = ("website", "survey_url")
TEXTS = ("summary", "evaluation")


class NumberOutOfRange(Invalid):
    def __init__(self, field: str, number: int) -> None:
        self.field = field
        super().__init__(
            _("{number} can't be right: this is a number of people, from 0 to {most}. Nothing was changed.").format(
                number=number, most=MOST
            )
        )


class ReportValues(TypedDict, total=False):
    """What can be entered; None takes a number away."""

    website: str
    summary: str
    evaluation: str
    survey_url: str
    survey_responses: int | None
    women: int | None
    men: int | None
    non_binary: int | None
    gender_not_stated: int | None


def change(session: Session, event_id: int, **values: Unpack[ReportValues]) -> EventReport:
    """Change what is given and leave the rest. Whether the numbers fit the attendance is told, not required.

    Raises NothingThere, NumberOutOfRange, NotALink, TextTooLong, each naming its field.
    """
    events.get(session, event_id)
    tidy = _tidied(values)
    report = session.scalar(select(EventReport).where(EventReport.event_id == event_id))
    if report is None:
        report = EventReport(event_id=event_id)
        session.add(report)
    for key, value in tidy.items():
        if getattr(report, key) != value:
            setattr(report, key, value)
    session.flush()
    return report


def _tidied(values: ReportValues) -> dict[str, Any]:
    tidy: dict[str, Any] = dict(values)
    for key in tidy.keys() & set(NUMBERS):
        if tidy[key] is not None and not 0 <= tidy[key] <= MOST:
            raise NumberOutOfRange(key, tidy[key])
    for key in tidy.keys() & set(LINKS):
        try:
            tidy[key] = fields.link(tidy[key])
        except Invalid as error:
            error.field = key
            raise
    for key in tidy.keys() & set(TEXTS):
        tidy[key] = fields.paragraphs(tidy[key], key)
    return tidy
