"""What a survey's export says once it is anonymous: questions with how often what was answered."""

from dataclasses import dataclass

from roundtables.terms import QuestionKind, SurveyTool


@dataclass(frozen=True)
class Question:
    """One question. `answers` of a rating: (value, "", times); of a choice: (None, its text, times); of comments:
    (None, text, 1), sorted by text so that they tell no order of answering."""

    text: str
    kind: QuestionKind
    answers: tuple[tuple[int | None, str, int], ...]
    scale_from: int | None = None
    scale_to: int | None = None


@dataclass(frozen=True)
class SurveyAnswers:
    """A whole export without what could tell who answered: times, addresses, names and numbers are `left_out`."""

    tool: SurveyTool
    name: str
    responses: int
    questions: tuple[Question, ...]
    left_out: tuple[str, ...] = ()
