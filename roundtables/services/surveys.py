"""Take in what participants answered to a survey: counts and comments, nobody's answers together; take it out again."""

import dataclasses
from collections import Counter
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from roundtables.errors import Expected, NothingThere, shortened
from roundtables.files import sha256_of
from roundtables.formats.surveys.answers import Question, SurveyAnswers
from roundtables.model import Survey, SurveyAnswer, SurveyQuestion
from roundtables.services import events, fields
from roundtables.terms import QuestionKind
from roundtables.words import _, n_

LONGEST_NUMBER = 9


class TakenBefore(Expected):
    def __init__(self, name: str, reference: str) -> None:
        super().__init__(
            _("This file was imported before, as “{name}” of {reference}. Nothing was changed.").format(
                name=shortened(name), reference=reference
            )
        )


class NothingAnswered(Expected):
    def __init__(self) -> None:
        super().__init__(
            _("No question is left that anybody answered. Nothing was imported; choose at least one question.")
        )


def read(path: Path) -> tuple[SurveyAnswers, str]:
    """An export without what could tell who answered, and its SHA-256. Raises what `read_survey` raises."""
    from roundtables.formats.surveys.reading import read_survey

    return read_survey(path), sha256_of(path)


def take(session: Session, event_id: int, answers: SurveyAnswers, sha256: str) -> Survey:
    """Keep a survey's answers with an event. Raises NothingThere, TakenBefore, NothingAnswered, TextTooLong."""
    event = events.get(session, event_id)
    require_new(session, event_id, sha256)
    asked = [question for question in answers.questions if question.answers]
    if not asked:
        raise NothingAnswered
    survey = Survey(
        event_id=event.id,
        tool=answers.tool,
        name=fields.line(answers.name, "name"),
        responses=answers.responses,
        sha256=sha256,
    )
    survey.questions = [_question(number, question) for number, question in enumerate(asked, 1)]
    session.add(survey)
    session.flush()
    return survey


def require_new(session: Session, event_id: int, sha256: str) -> None:
    """Raise TakenBefore where this very file was taken in for the event."""
    known = session.scalars(
        select(Survey).where(Survey.event_id == event_id, Survey.sha256 == sha256).limit(1)
    ).one_or_none()
    if known is not None and sha256:
        raise TakenBefore(known.name, events.get(session, event_id).reference)


def few_words(number: int) -> str:
    """What is to be known before answers of so few are kept."""
    return n_(
        "Only {n} response: somebody could be recognised by what they answered.",
        "Only {n} responses: somebody could be recognised by what they answered.",
        number,
    ).format(n=number)


def remove(session: Session, survey_id: int, *, event_id: int | None = None) -> None:
    """Take a survey, of this event where one is named, with all its answers out again. Raises NothingThere."""
    survey = session.get(Survey, survey_id)
    if survey is None or event_id not in (None, survey.event_id):
        raise NothingThere
    session.delete(survey)


def kinds_of(question: Question) -> tuple[QuestionKind, ...]:
    """What a question can be taken as: a rating where every answer is a whole number, else a choice or comments."""
    if all(value is not None or _number(text) is not None for value, text, _times in question.answers):
        return tuple(QuestionKind)
    return tuple(kind for kind in QuestionKind if kind is not QuestionKind.RATING)


def as_kind(question: Question, kind: QuestionKind) -> Question:
    """The question as another kind, with the same answers; `kind` is one of `kinds_of`."""
    if kind is question.kind:
        return question
    given = Counter[str]()
    for value, text, times in question.answers:
        given[text if value is None else str(value)] += times
    if kind is QuestionKind.RATING:
        ratings = Counter[int]()
        for text, times in given.items():
            number = _number(text)
            if number is not None:
                ratings[number] += times
        counted = tuple((value, "", times) for value, times in sorted(ratings.items()))
        return dataclasses.replace(
            question,
            kind=kind,
            answers=counted,
            scale_from=min(ratings, default=None),
            scale_to=max(ratings, default=None),
        )
    if kind is QuestionKind.CHOICE:
        chosen = tuple((None, text, times) for text, times in sorted(given.items()))
    else:
        chosen = tuple((None, text, 1) for text, times in sorted(given.items()) for _time in range(times))
    return dataclasses.replace(question, kind=kind, answers=chosen, scale_from=None, scale_to=None)


def _number(text: str) -> int | None:
    tidy = text.strip()
    plain = tidy.removeprefix("-")
    return int(tidy) if plain.isascii() and plain.isdecimal() and len(plain) <= LONGEST_NUMBER else None


def _question(position: int, question: Question) -> SurveyQuestion:
    tidy = sorted(
        ((value, fields.paragraphs(text, "answers"), times) for value, text, times in question.answers),
        key=lambda answer: (answer[0] is None, answer[0] or 0, answer[1]),
    )
    return SurveyQuestion(
        position=position,
        kind=question.kind,
        text=fields.line(question.text, "questions", most=fields.LONGEST_TEXT),
        scale_from=question.scale_from,
        scale_to=question.scale_to,
        answers=[SurveyAnswer(value=value, text=text, times=times) for value, text, times in tidy],
    )
