"""What participants answered: figures per question, exact, and comments. Nobody's own answers are kept together.

The mean is over all answers to a question. The spread is told by the median and the standard deviation of all answers
given (the population's: they are all there are, not a sample of more).
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

from sqlalchemy import select
from sqlalchemy.orm import Session

from roundtables.errors import NothingThere
from roundtables.model import Survey, SurveyAnswer, SurveyQuestion
from roundtables.terms import QuestionKind, SurveyTool

WIDEST_SCALE = 20
FEW = 5
"""With fewer responses than these somebody could be recognised by what they answered."""


@dataclass(frozen=True)
class QuestionFigures:
    """One question. `distribution` is how often each value or choice was given: of a rating each of its scale, in
    order, of a choice the most frequent first; of comments nothing, these are `comments`.

    `mean`, `median` and `variance` are a rating's, None where there are no answers.
    """

    id: int
    kind: QuestionKind
    text: str
    answers: int
    distribution: tuple[tuple[str, int], ...] = ()
    comments: tuple[str, ...] = ()
    mean: Fraction | None = None
    median: Fraction | None = None
    variance: Fraction | None = None

    @property
    def deviation(self) -> Fraction | None:
        """The standard deviation, to the hundredth."""
        if self.variance is None:
            return None
        doubled = isqrt(self.variance.numerator * 40_000 // self.variance.denominator)
        return Fraction((doubled + 1) // 2, 100)


@dataclass(frozen=True)
class SurveyFigures:
    """One survey that was taken in, with its questions in their order."""

    id: int
    tool: SurveyTool
    name: str
    responses: int
    imported_at: dt.datetime
    questions: tuple[QuestionFigures, ...] = ()

    @property
    def few(self) -> bool:
        """Whether somebody could be recognised by what they answered."""
        return self.responses < FEW


Answer = tuple[int | None, str, int]


def hundredths(value: Fraction) -> int:
    """A number in hundredths, rounded half up: exact, where a float is not."""
    return (200 * value.numerator // value.denominator + 1) // 2


def figures(
    key: int, kind: QuestionKind, text: str, answers: list[Answer], scale: tuple[int | None, int | None]
) -> QuestionFigures:
    """The figures of one question from how often what was answered (see `formats.surveys.answers.Question`)."""
    number = sum(times for _value, _text, times in answers)
    if kind is QuestionKind.COMMENT:
        comments = tuple(words for _value, words, times in answers for _time in range(times))
        return QuestionFigures(key, kind, text, number, comments=comments)
    if kind is QuestionKind.CHOICE:
        chosen = sorted(((words, times) for _value, words, times in answers), key=lambda pair: (-pair[1], pair[0]))
        return QuestionFigures(key, kind, text, number, tuple(chosen))
    times_of: dict[int, int] = defaultdict(int)
    for value, _text, times in answers:
        if value is not None:
            times_of[value] += times
    number = sum(times_of.values())
    shares = tuple((str(value), times_of.get(value, 0)) for value in _scale(times_of, *scale))
    if not number:
        return QuestionFigures(key, kind, text, 0, shares)
    mean = Fraction(sum(value * times for value, times in times_of.items()), number)
    squares = Fraction(sum(value * value * times for value, times in times_of.items()), number)
    return QuestionFigures(
        key, kind, text, number, shares, mean=mean, median=_median(times_of, number), variance=squares - mean * mean
    )


def _scale(times_of: dict[int, int], first: int | None, last: int | None) -> list[int]:
    """The values that are shown: the whole scale where it is known and short, with what lies outside it."""
    whole = range(first, last + 1) if first is not None and last is not None and last - first < WIDEST_SCALE else ()
    return sorted({*whole, *times_of})


def _median(times_of: dict[int, int], number: int) -> Fraction:
    """The middle of all answers in order, or half-way between the two in the middle."""
    wanted, passed, middle = ((number - 1) // 2, number // 2), 0, []
    for value, times in sorted(times_of.items()):
        middle += [value for place in wanted if passed <= place < passed + times]
        passed += times
    return Fraction(sum(middle), 2)


def of_event(session: Session, event_id: int) -> list[SurveyFigures]:
    """The surveys of an event in the order they were taken in. Three statements, however many there are."""
    surveys = session.execute(
        select(Survey.id, Survey.tool, Survey.name, Survey.responses, Survey.imported_at)
        .where(Survey.event_id == event_id)
        .order_by(Survey.imported_at, Survey.id)
    ).all()
    if not surveys:
        return []
    questions = _questions(session, event_id)
    return [SurveyFigures(*row, tuple(questions.get(row[0], ()))) for row in surveys]


def _questions(session: Session, event_id: int) -> dict[int, list[QuestionFigures]]:
    answers: dict[int, list[Answer]] = defaultdict(list)
    given = (
        select(SurveyAnswer.question_id, SurveyAnswer.value, SurveyAnswer.text, SurveyAnswer.times)
        .join(SurveyQuestion, SurveyQuestion.id == SurveyAnswer.question_id)
        .join(Survey, Survey.id == SurveyQuestion.survey_id)
        .where(Survey.event_id == event_id)
        .order_by(SurveyAnswer.value, SurveyAnswer.text, SurveyAnswer.id)
    )
    for question, value, text, times in session.execute(given):
        answers[question].append((value, text, times))
    asked = (
        select(
            SurveyQuestion.survey_id,
            SurveyQuestion.id,
            SurveyQuestion.kind,
            SurveyQuestion.text,
            SurveyQuestion.scale_from,
            SurveyQuestion.scale_to,
        )
        .join(Survey, Survey.id == SurveyQuestion.survey_id)
        .where(Survey.event_id == event_id)
        .order_by(SurveyQuestion.survey_id, SurveyQuestion.position)
    )
    found: dict[int, list[QuestionFigures]] = defaultdict(list)
    for survey, key, kind, text, first, last in session.execute(asked):
        found[survey].append(figures(key, kind, text, answers[key], (first, last)))
    return found


def name_of(session: Session, survey_id: int) -> str:
    """What a survey is called. Raises NothingThere."""
    name = session.scalar(select(Survey.name).where(Survey.id == survey_id))
    if name is None:
        raise NothingThere
    return name
