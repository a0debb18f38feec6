"""`eds`, `events report` and `feedback` as a program or a person calls them."""

import csv
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from roundtables.formats.surveys.answers import Question, SurveyAnswers
from roundtables.queries import events
from roundtables.register import Register
from roundtables.services import surveys
from roundtables.terms import QuestionKind, SurveyTool
from tests.cli.shell import Shell, add


@pytest.fixture
def shell(path: Path) -> Shell:
    return Shell(path)


def test_the_sheet_is_written_handed_over_and_verified(shell: Shell, tmp_path: Path) -> None:
    reference = add(shell)
    docx, xlsx = tmp_path / "sheet.docx", tmp_path / "sheet.xlsx"
    assert shell.run("eds", reference, "--out", str(docx), "--for", "Funder").strip() == str(docx)
    shell.run("eds", reference.lower(), "--out", str(xlsx), "--in", "fi")
    shell.run("eds", reference, "--out", str(tmp_path / "sheet.pdf"), code=1)
    assert ".docx" in shell.errors
    assert Document(str(docx)).paragraphs[1].text == f"{reference} · Round-table"
    assert openpyxl.load_workbook(xlsx).active is not None
    found = shell.json("attendance", "verify", str(docx))
    assert (found["handed_over"], found["reference"], found["for"]) == (True, reference, "Funder")


def test_a_template_with_a_field_that_does_not_exist_is_named_with_its_place(shell: Shell, tmp_path: Path) -> None:
    reference = add(shell)
    own = shell.register.with_suffix(".files") / "templates" / "event-description.docx"
    own.parent.mkdir(parents=True)
    made = Document()
    made.add_paragraph("The place: {{ plaice }}")
    made.save(str(own))
    shell.run("eds", reference, "--out", str(tmp_path / "sheet.docx"), code=1)
    for words in ("event-description.docx", "Paragraph 1", "The place: {{ plaice }}", "“plaice”", "“place”"):
        assert words in shell.errors
    assert not (tmp_path / "sheet.docx").exists()


def test_what_the_funder_is_told_is_entered_and_shown(shell: Shell) -> None:
    reference = add(shell)
    shown = shell.json("events", "report", reference, "--women", "12", "--men", "3", "--website", "https://x.example")
    assert (shown["women"], shown["men"], shown["not_stated"], shown["website"]) == (12, 3, None, "https://x.example")
    assert "15 against 0 participants" in shell.errors
    assert "{" not in shell.run("events", "report", reference)
    shell.run("events", "report", reference, "--women", "-1", code=1)
    assert "Nothing was changed" in shell.errors
    assert shell.json("events", "report", reference)["women"] == 12


def test_feedback_is_listed_and_removed(shell: Shell) -> None:
    reference = add(shell)
    register = Register.open(shell.register)
    rating = Question("Useful?", QuestionKind.RATING, ((4, "", 1), (5, "", 2)), 1, 5)
    with register.change("Import feedback") as session:
        answers = SurveyAnswers(SurveyTool.WEBROPOL, "After the day", 3, (rating,))
        surveys.take(session, events.key_of(session, reference), answers, "a" * 64)
    register.close()
    [shown] = shell.json("feedback", "list", reference)
    assert (shown["tool"], shown["responses"]) == ("webropol", 3)
    [question] = shown["questions"]
    assert (question["mean"], question["median"], question["deviation"]) == (4.67, 5.0, 0.47)
    assert question["distribution"] == {"1": 0, "2": 0, "3": 0, "4": 1, "5": 2}
    assert "4.67" in shell.run("feedback", "list", reference)
    assert shell.run("feedback", "list", reference).startswith(f"{shown['id']}  After the day: 3 responses")
    shell.run("feedback", "remove", reference, "4711", code=1)
    assert f"{reference} has no survey 4711. Nothing was removed" in shell.errors
    shell.run("feedback", "remove", reference, str(shown["id"]))
    assert shell.json("feedback", "list", reference) == []


def test_feedback_is_imported_from_a_file(shell: Shell, tmp_path: Path) -> None:
    reference = add(shell)
    export = tmp_path / "answers.csv"
    with export.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["Name", "How useful was it?", "What else?"])
        rows.writerows([[f"Person {number}", 1 + number % 5, f"Comment {number}"] for number in range(12)])
    tried = shell.json("feedback", "import", reference, str(export), "--dry-run")
    assert tried["responses"] == 12
    assert "Person 3" not in str(tried)
    shell.run("feedback", "import", reference, str(export))
    shell.run("feedback", "import", reference, str(export), code=1)
    assert "imported before" in shell.errors
    assert [survey["responses"] for survey in shell.json("feedback", "list", reference)] == [12]


def test_countries_are_shown_by_their_codes_and_numbers(shell: Shell, demonstration: Path) -> None:
    shell.register = demonstration
    shown = dict(line.split(maxsplit=1) for line in shell.run("events", "report", "E4.2").splitlines())
    assert shown["countries"].startswith("HR ")
    assert "," in shown["countries"]
