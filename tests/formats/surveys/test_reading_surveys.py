"""Exports of survey tools: which tool, which questions, and nothing that tells who answered."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from roundtables.formats.sheets.reading_errors import Unreadable
from roundtables.formats.surveys import errors
from roundtables.formats.surveys.answers import Question, SurveyAnswers
from roundtables.formats.surveys.layout import Asked
from roundtables.formats.surveys.questions import questions_of
from roundtables.formats.surveys.reading import MOST_RESPONSES, SurveyNotRead, read_survey
from roundtables.terms import QuestionKind, SurveyTool

SAMPLES = Path(__file__).parent / "samples"
RATING, CHOICE, COMMENT = QuestionKind.RATING, QuestionKind.CHOICE, QuestionKind.COMMENT


def read(name: str) -> SurveyAnswers:
    return read_survey(SAMPLES / name)


def of(title: str, *cells: str) -> Question:
    """The one question of one column."""
    return questions_of([Asked(title, "", cells)])[0]


def written(folder: Path, text: str) -> Path:
    path = folder / "answers.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_eusurvey_is_read_without_who_answered():
    answers = read("eusurvey.csv")
    assert (answers.tool, answers.name, answers.responses) == (SurveyTool.EUSURVEY, "RoundTableFeedback2026", 4)
    assert answers.left_out == ("Invitation number", "Contribution ID", "User name", "Creation date", "Languages")
    assert answers.questions == (
        Question("How useful was the event?", RATING, ((2, "", 1), (4, "", 1), (5, "", 2)), 1, 5),
        Question("Please rate: Content", RATING, ((3, "", 1), (4, "", 1), (5, "", 2)), 1, 5),
        Question("Please rate: Catering", RATING, ((1, "", 1), (2, "", 1), (3, "", 1)), 1, 5),
        Question("Which parts did you attend?", CHOICE, ((None, "Afternoon", 3), (None, "Morning", 3))),
        Question(
            "What should we do better?",
            COMMENT,
            ((None, "Better coffee", 1), (None, "More time for questions", 1), (None, "Write to me: … or …", 1)),
        ),
    )


def test_webropol_is_read_by_its_grouped_headings_and_numbers():
    answers = read("webropol_fi.csv")
    assert (answers.tool, answers.responses) == (SurveyTool.WEBROPOL, 3)
    assert answers.left_out == ("Vastaajan nimi", "Vastaajan sähköposti", "Vastausaika")
    rate = "Arvioi tilaisuutta (1 = huono, 5 = erinomainen)"
    assert answers.questions == (
        Question(f"{rate}: Sisältö", RATING, ((3, "", 1), (4, "", 1), (5, "", 1)), 1, 5),
        Question(f"{rate}: Järjestelyt", RATING, ((4, "", 2), (5, "", 1)), 1, 5),
        Question("Mihin osioihin osallistuit?", CHOICE, ((None, "Aamupäivä", 2), (None, "Iltapäivä", 2))),
        Question("Kuinka todennäköisesti suosittelisit (0-10)?", RATING, ((6, "", 1), (9, "", 1), (10, "", 1)), 0, 10),
        Question("Vapaa sana", COMMENT, ((None, "Enemmän keskustelua", 1), (None, "Kiitos!", 1))),
    )


def test_webropol_in_english_keeps_words_of_a_scale_as_choices():
    answers = read("webropol_en.csv")
    assert (answers.tool, answers.name) == (SurveyTool.WEBROPOL, "Webropol: Feedback on the round-table")
    assert answers.questions[0].kind is CHOICE
    assert answers.questions[0].answers == ((None, "Agree", 1), (None, "Strongly agree", 2))


@pytest.mark.parametrize("language", ["en", "fi", "sv", "hr", "lv"])
def test_forms_is_read_in_any_language(language):
    answers = read(f"forms_{language}.csv")
    assert (answers.tool, answers.responses, len(answers.left_out)) == (SurveyTool.FORMS, 3, 5)
    assert answers.questions == (
        Question("How do you rate the event?", RATING, ((1, "", 1), (4, "", 1), (5, "", 1)), 1, 5),
        Question("Which parts did you attend?", CHOICE, ((None, "Afternoon", 2), (None, "Morning", 2))),
        Question("I learned something", CHOICE, ((None, "Agree", 2), (None, "Strongly agree", 1))),
        Question("Anything else?", COMMENT, ((None, "More breaks", 1), (None, "Thank you", 1))),
    )


def test_any_other_table_is_read_as_other():
    answers = read("other.csv")
    assert (answers.tool, answers.name, answers.left_out) == (SurveyTool.OTHER, "other", ("Timestamp",))
    assert answers.questions[0] == Question("How was it?", RATING, ((4, "", 1), (5, "", 1)), 1, 5)
    assert answers.questions[1].answers == ((None, '=HYPERLINK("http://x.example")', 1), (None, "Fine", 1))


def test_a_workbook_reads_as_its_text(tmp_path):
    book = Workbook()
    for line in (SAMPLES / "forms_en.csv").read_text(encoding="utf-8").splitlines():
        book.active.append([int(cell) if cell.isdecimal() else cell for cell in line.split(",")])
    book.save(tmp_path / "forms_en.xlsx")
    assert read_survey(tmp_path / "forms_en.xlsx") == read("forms_en.csv")


def test_nothing_of_anybody_is_in_what_is_read():
    for path in sorted(SAMPLES.iterdir()):
        text = repr(read_survey(path).questions)
        for private in ("@", "Lindqvist", "Kovač", "Mäkelä", "2026-11", "0f1e", "+358", "anonymous"):
            assert private not in text, (path.name, private)


@pytest.mark.parametrize(
    ("title", "cells"),
    [
        ("Where did you hear of us?", ("192.0.2.7", "198.51.100.3")),
        ("Reference", ("a1b2c3d4e5", "f6a7b8c9d0")),
        ("How can we reach you?", ("ada@ministry.example", "no, thanks")),
        ("Call me", ("+358 40 123 4567", "040 765 4321")),
        ("Filled in", ("2026-11-25", "2026-11-26")),
        ("Filled in", ("25.11.2026 klo 9.12", "26.11.2026 klo 8.00")),
        ("Counter", tuple(str(number) for number in range(100, 112))),
        ("1. Your name:", ("Ada", "Ivo")),
        ("Nimi *", ("Ada", "Ivo")),
        ("", ("Ada", "Ivo")),
    ],
)
def test_a_column_that_could_tell_who_is_left_out(tmp_path, title, cells):
    rows = "\n".join(f'"{cell}",{number % 5 + 1}' for number, cell in enumerate(cells))
    answers = read_survey(written(tmp_path, f'"{title}",How was it?\n{rows}\n'))
    assert [question.text for question in answers.questions] == ["How was it?"]


@pytest.mark.parametrize(
    ("title", "cells", "scale"),
    [
        ("Rate it", ("1", "5", "3"), (1, 5)),
        ("Rate it", ("0", "7", "3"), (0, 10)),
        ("Rate it", ("2", "7"), (1, 10)),
        ("Rate it (1–7)", ("2", "7"), (1, 7)),
        ("Rate it from 0 to 10", ("4", "5"), (0, 10)),
        ("Rate it, 1 = bad, 10 = good", ("4", "5"), (1, 10)),
        ("Asteikolla 1-5", ("4", "5"), (1, 5)),
        ("Rate it", ("4/6", "5/6"), (1, 6)),
        ("Rate it", ("4 – agree", "5 – strongly agree"), (1, 5)),
        ("Rate it", ("4: agree", "N/A"), (1, 5)),
        ("Rate it", ("5 (very good)", "4. Good", "3 = fair"), (1, 5)),
    ],
)
def test_ratings_know_their_scale(title, cells, scale):
    question = of(title, *cells)
    assert question.kind is RATING
    assert (question.scale_from, question.scale_to) == scale


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (("Yes", "No", "Yes"), CHOICE),
        (("Yes",), CHOICE),
        (("Täysin samaa mieltä", "Eri mieltä"), CHOICE),
        (("Groups", "Talks", "Groups", "Groups"), CHOICE),
        (("Groups", "Talks", "Coffee"), COMMENT),
        (("12 years", "3 years"), COMMENT),
        (("2019", "2020", "2019", "2019"), CHOICE),
        (("5 stars for the team", "4 people were late"), COMMENT),
        (("٥", "٤"), COMMENT),
    ],
)
def test_what_is_no_rating_is_a_choice_where_it_repeats_and_else_a_comment(cells, kind):
    assert of("What?", *cells).kind is kind


def test_a_group_with_a_scale_is_rated_even_if_all_gave_the_lowest():
    group = [Asked("Rate it (1–5)", part, ("1", "1")) for part in ("Content", "Catering")]
    assert [question.kind for question in questions_of(group)] == [RATING, RATING]


def test_answers_in_a_column_without_a_heading_are_not_taken_for_headings(tmp_path):
    answers = read_survey(written(tmp_path, "How was it?,,Why?\n4,Ada Lindqvist,\n5,Ivo Kovač,Good coffee\n"))
    assert answers.responses == 2
    assert [question.text for question in answers.questions] == ["How was it?", "Why?"]
    assert "Lindqvist" not in repr(answers)


def test_comments_are_sorted_and_bounded():
    question = of("What?", "b" * 3_000, "A second thought", "a first one\x07")
    assert [text[:16] for _value, text, _times in question.answers] == ["a first one", "A second thought", "b" * 16]
    assert len(question.answers[2][1]) == 2_000


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("ID,Start time,Completion time,Email,Name,How was it?\n", errors.NobodyAnswered),
        ("Name,Email\nAda,ada@ministry.example\n", errors.NoQuestions),
        ("How was it?\n" + "5\n" * (MOST_RESPONSES + 1), errors.TooManyResponses),
    ],
)
def test_what_has_no_answers_is_told(tmp_path, text, error):
    with pytest.raises(error, match="Nothing was taken in"):
        read_survey(written(tmp_path, text))


CELL = st.text(alphabet='abc 0123456789.,;"\n@=/:-–()é\u202e', max_size=12)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("surveys")


@settings(max_examples=200, deadline=None)
@given(rows=st.lists(st.lists(CELL, min_size=1, max_size=6), min_size=1, max_size=8))
def test_any_table_is_read_or_refused(folder, rows):
    path = written(folder, "\n".join(",".join(row) for row in rows))
    try:
        answers = read_survey(path)
    except (SurveyNotRead, Unreadable):
        return
    for question in answers.questions:
        assert all(times > 0 for _value, _text, times in question.answers)
        assert (question.kind is RATING) == all(value is not None for value, _text, _times in question.answers)
