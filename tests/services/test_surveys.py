"""Answers to surveys: taken in once, counted exactly, changed in kind, taken out again."""

import statistics
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from roundtables.errors import NothingThere
from roundtables.formats.surveys.answers import Question, SurveyAnswers
from roundtables.model import Survey, SurveyAnswer, SurveyQuestion
from roundtables.queries import event_reports
from roundtables.queries import surveys as queries
from roundtables.register import Register
from roundtables.services import surveys
from roundtables.terms import QuestionKind, SurveyTool

RATING, CHOICE, COMMENT = QuestionKind.RATING, QuestionKind.CHOICE, QuestionKind.COMMENT
GivenEvent = Callable[..., int]


def rating(*values: int, scale: tuple[int | None, int | None] = (1, 5)) -> Question:
    answers = tuple((value, "", values.count(value)) for value in sorted(set(values)))
    return Question("How useful was it?", RATING, answers, *scale)


def comments(*texts: str) -> Question:
    return Question("What else?", COMMENT, tuple((None, text, 1) for text in sorted(texts)))


def choices(**times: int) -> Question:
    return Question("Which part?", CHOICE, tuple((None, text, number) for text, number in times.items()))


def survey(*questions: Question, responses: int = 6) -> SurveyAnswers:
    return SurveyAnswers(SurveyTool.EUSURVEY, "Feedback", responses, questions, ("Name",))


def take(register: Register, event: int, answers: SurveyAnswers, sha256: str = "a" * 64) -> int:
    with register.change("Import feedback") as session:
        return surveys.take(session, event, answers, sha256).id


def of_event(register: Register, event: int) -> list[queries.SurveyFigures]:
    with register.read() as session:
        return queries.of_event(session, event)


def test_a_survey_is_kept_with_its_figures(register: Register, given_event: GivenEvent) -> None:
    event = given_event()
    take(register, event, survey(rating(5, 4, 4, 2), choices(Groups=3, Talks=5), comments("Good.", "=1+1", "Good.")))
    found = of_event(register, event)[0]
    assert (found.name, found.tool, found.responses, found.few) == ("Feedback", SurveyTool.EUSURVEY, 6, False)
    stars, parts, words = found.questions
    assert (stars.answers, stars.mean, stars.median) == (4, Fraction(15, 4), Fraction(4))
    assert stars.distribution == (("1", 0), ("2", 1), ("3", 0), ("4", 2), ("5", 1))
    assert stars.deviation == Fraction(109, 100)
    assert parts.distribution == (("Talks", 5), ("Groups", 3))
    assert (parts.answers, parts.mean) == (8, None)
    assert words.comments == ("=1+1", "Good.", "Good.")


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(-50, 50), min_size=1, max_size=40))
def test_figures_are_those_of_the_library_of_statistics(values: list[int]) -> None:
    found = queries.figures(1, RATING, "", [(value, "", 1) for value in values], (None, None))
    assert found.mean == Fraction(sum(values), len(values))
    assert found.median == Fraction(statistics.median(values))
    assert found.variance == statistics.pvariance(map(Fraction, values))
    assert found.deviation is not None
    assert float(found.deviation) == pytest.approx(statistics.pstdev(values), abs=0.0051)


def test_a_number_is_rounded_half_up_and_exactly() -> None:
    assert queries.hundredths(Fraction(5, 2)) == 250
    assert queries.hundredths(Fraction(1, 200)) == 1
    assert queries.hundredths(Fraction(2, 3)) == 67
    assert queries.hundredths(Fraction(-1, 3)) == -33


def test_a_rating_without_answers_has_no_mean() -> None:
    found = queries.figures(1, RATING, "", [], (1, 3))
    assert (found.answers, found.mean, found.deviation) == (0, None, None)
    assert found.distribution == (("1", 0), ("2", 0), ("3", 0))


def test_an_endless_scale_is_not_drawn() -> None:
    found = queries.figures(1, RATING, "", [(7, "", 2)], (0, 2_000_000_000))
    assert found.distribution == (("7", 2),)


def test_the_same_file_twice_is_told(register: Register, given_event: GivenEvent) -> None:
    event, other = given_event(), given_event()
    take(register, event, survey(rating(3)))
    with pytest.raises(surveys.TakenBefore, match=r"Feedback.*E0\.1"):
        take(register, event, survey(rating(4)))
    assert len(of_event(register, event)) == 1
    take(register, other, survey(rating(3)))
    take(register, event, survey(rating(3)), "b" * 64)
    assert [len(of_event(register, key)) for key in (event, other)] == [2, 1]


def test_responses_of_surveys_count_where_none_were_entered(register: Register, given_event: GivenEvent) -> None:
    event = given_event()
    take(register, event, survey(rating(3), responses=4))
    take(register, event, survey(rating(3), responses=5), "b" * 64)
    with register.read() as session:
        report = event_reports.report(session, event)
    assert (report.imported, report.responses) == (9, 9)


def test_few_responses_are_warned_of(register: Register, given_event: GivenEvent) -> None:
    event = given_event()
    take(register, event, survey(rating(3), responses=queries.FEW - 1))
    assert of_event(register, event)[0].few
    assert "4 responses" in surveys.few_words(4)


def test_a_survey_is_taken_out_and_back_by_undo(register: Register, given_event: GivenEvent) -> None:
    event, other = given_event(), given_event()
    key = take(register, event, survey(rating(3, 4), comments("Good.")))
    with register.change("Remove feedback") as session, pytest.raises(NothingThere):
        surveys.remove(session, key, event_id=other)
    with register.change("Remove feedback") as session:
        surveys.remove(session, key)
    with register.read() as session:
        rows = [session.scalar(select(func.count(table.id))) for table in (Survey, SurveyQuestion, SurveyAnswer)]
    assert rows == [0, 0, 0]
    register.undo()
    assert of_event(register, event)[0].questions[1].comments == ("Good.",)
    with register.change("Remove feedback") as session, pytest.raises(NothingThere):
        surveys.remove(session, 999)


def test_questions_nobody_answered_are_left_out_and_nothing_at_all_is_told(
    register: Register, given_event: GivenEvent
) -> None:
    event = given_event()
    with pytest.raises(surveys.NothingAnswered):
        take(register, event, survey(Question("?", COMMENT, ())))
    take(register, event, survey(Question("?", COMMENT, ()), rating(3)))
    assert [question.kind for question in of_event(register, event)[0].questions] == [RATING]


def test_comments_are_cleaned_and_tell_no_order(register: Register, given_event: GivenEvent) -> None:
    event = given_event()
    mixed = Question("?", COMMENT, ((None, "z\x00\x07", 1), (None, "a\r\nb", 1)))
    take(register, event, survey(mixed))
    assert of_event(register, event)[0].questions[0].comments == ("a\nb", "z")


def test_a_question_can_be_taken_as_another_kind() -> None:
    numbers = Question("?", CHOICE, ((None, "3", 2), (None, " 3", 1), (None, "5", 1)))
    assert set(surveys.kinds_of(numbers)) == set(QuestionKind)
    as_rating = surveys.as_kind(numbers, RATING)
    assert (as_rating.answers, as_rating.scale_from, as_rating.scale_to) == (((3, "", 3), (5, "", 1)), 3, 5)
    assert surveys.as_kind(as_rating, CHOICE).answers == ((None, "3", 3), (None, "5", 1))
    assert surveys.as_kind(choices(B=2, A=1), COMMENT).answers == ((None, "A", 1), (None, "B", 1), (None, "B", 1))
    assert RATING not in surveys.kinds_of(comments("Good."))
    assert RATING not in surveys.kinds_of(comments("9" * 30))
    assert surveys.as_kind(numbers, CHOICE) is numbers
