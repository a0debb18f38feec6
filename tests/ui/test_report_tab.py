"""The report tab: what is entered for the funder, what was counted beside it, the sheet given away, feedback."""

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QLabel, QMessageBox, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from roundtables.formats.surveys.answers import Question, SurveyAnswers
from roundtables.model import Event, Venue
from roundtables.queries import event_reports as queries
from roundtables.queries import surveys as survey_queries
from roundtables.register import Register
from roundtables.services import attendance, event_reports, hand_overs, surveys
from roundtables.terms import Presence, QuestionKind, SurveyTool
from ui.dialogs.export import ExportDialog
from ui.dialogs.survey import SurveyDialog
from ui.links import Link
from ui.main_window import MainWindow
from ui.pages.event.report import ReportTab
from ui.theme import sized
from ui.widgets.distribution import Distribution

SAMPLE = Path(__file__).parent.parent / "formats" / "surveys" / "samples" / "forms_en.csv"
GivenEvent = Callable[..., int]
GivenParticipants = Callable[..., list[int]]
RATING = Question("How useful was it?", QuestionKind.RATING, ((3, "", 1), (5, "", 3)), 1, 5)
CHOICE = Question("Which part?", QuestionKind.CHOICE, ((None, "Groups", 3), (None, "Talks", 1)))
COMMENT = Question("What else?", QuestionKind.COMMENT, ((None, "<b>Good</b>", 1), (None, "More time" + "!" * 400, 1)))


def answers(*questions: Question, responses: int = 6) -> SurveyAnswers:
    return SurveyAnswers(
        SurveyTool.FORMS, "After the day", responses, questions or (RATING, CHOICE, COMMENT), ("Email",)
    )


@pytest.fixture
def event(register: Register, given_event: GivenEvent, given_participants: GivenParticipants) -> int:
    """An event in Finland that two of three participants attended."""
    key = given_event()
    keys = given_participants(key, 3)
    with register.change("Attendance") as session:
        session.get_one(Event, key).venue = Venue(name="House", country="FI")
        slot = attendance.slot_numbered(session, key, 1)
        attendance.mark(session, slot.id, keys[:2], Presence.PRESENT)
    return key


@pytest.fixture
def tab(shown: MainWindow, event: int) -> ReportTab:
    shown.visit(Link("event", event, "report"))
    found: ReportTab = shown.current_page().tab("report")
    return found


def report(register: Register, event: int) -> queries.ReportRow:
    with register.read() as session:
        return queries.report(session, event)


def enter(qtbot: QtBot, tab: ReportTab, key: str, words: str) -> Any:
    """Type into a field and leave it."""
    form = next(form for form in tab.forms if key in form.fields)
    editor = form.fields[key].editor
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClicks(editor, words)
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    return form.fields[key]


def test_what_was_counted_stands_beside_the_form_with_its_rules(tab: ReportTab) -> None:
    assert tab.counts.figures.said() == [
        ("Participants who attended", "2"),
        ("Different persons", "2"),
        ("Person-days", "2"),
        ("Local participants", "2"),
        ("Transnational participants", "0"),
        ("Local or transnational not known", "0"),
    ]
    assert tab.counts.countries.said() == [("Finland", "2")]
    texts = [part.text() for part in tab.counts.findChildren(QLabel)]
    assert any("keeps no person's gender" in text for text in texts)
    assert tab.counts.figures.lines[0][1].accessibleName() == "Participants who attended: 2"


def test_a_field_saves_when_it_is_left_and_the_sum_is_told_at_once(
    qtbot: QtBot, tab: ReportTab, register: Register, event: int
) -> None:
    assert tab.sum.text() == "2 participants attended."
    enter(qtbot, tab, "women", "1")
    assert report(register, event).women == 1
    assert tab.sum.text() == "1 of 2 participants: 1 is missing."
    men = tab.numbers.fields["men"].editor
    men.setFocus()
    qtbot.keyClicks(men, "3")
    assert tab.sum.text() == "4 against 2 participants who attended: 2 too many."
    assert report(register, event).men is None
    enter(qtbot, tab, "men", "1")
    assert tab.sum.text() == "The sum is 2, as many as attended."
    enter(qtbot, tab, "non_binary", "0")
    assert report(register, event).non_binary == 0
    enter(qtbot, tab, "summary", "Two days")
    assert report(register, event).summary == "Two days"


def test_an_address_that_is_none_is_told_at_its_field_and_kept(
    qtbot: QtBot, shown: MainWindow, tab: ReportTab, register: Register, event: int
) -> None:
    field = enter(qtbot, tab, "website", "javascript:alert(1)")
    assert "not a web address" in field.error.text()
    assert field.error.isVisible()
    assert report(register, event).website == ""
    shown.visit(Link("events"))
    shown.visit(Link("event", event, "report"))
    again = shown.current_page().tab("report").texts.fields["website"]
    assert again.value() == "javascript:alert(1)"
    assert "not a web address" in again.error.text()


def test_what_is_being_typed_is_saved_when_the_page_goes(
    shown: MainWindow, tab: ReportTab, register: Register, event: int
) -> None:
    editor = tab.texts.fields["summary"].editor
    assert isinstance(editor, QPlainTextEdit)
    # No focus, so that no field is told that it is left.
    editor.setPlainText("Half a sent")
    shown.visit(Link("events"))
    assert report(register, event).summary == "Half a sent"


def test_a_change_is_undone_in_the_field_too(
    qtbot: QtBot, shown: MainWindow, tab: ReportTab, register: Register, event: int
) -> None:
    enter(qtbot, tab, "women", "2")
    shown.workspace.undo()
    assert report(register, event).women is None
    assert tab.numbers.fields["women"].value() is None


def test_two_columns_stand_side_by_side_only_where_there_is_room(
    qtbot: QtBot, shown: MainWindow, tab: ReportTab
) -> None:
    shown.resize(1280, 800)
    qtbot.waitUntil(lambda: tab._sides.direction() is QBoxLayout.Direction.LeftToRight)
    shown.resize(sized(880), 700)
    qtbot.waitUntil(lambda: tab._sides.direction() is QBoxLayout.Direction.TopToBottom)
    assert tab.horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize(
    ("chosen", "suffix"), [("Word document (*.docx)", ".docx"), ("Excel workbook (*.xlsx)", ".xlsx")]
)
def test_the_sheet_is_given_away_and_entered(
    qtbot: QtBot,
    shown: MainWindow,
    tab: ReportTab,
    register: Register,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    chosen: str,
    suffix: str,
) -> None:
    asked: list[str] = []

    def save(_parent: Any, _title: str, proposed: str, kinds: str) -> tuple[str, str]:
        asked.extend((Path(proposed).name, kinds))
        return str(tmp_path / "sheet"), chosen

    monkeypatch.setattr(QFileDialog, "getSaveFileName", save)
    press(tab, "Event description sheet…")
    dialog = tab.findChild(ExportDialog)
    assert dialog is not None
    dialog.accept()
    written = tmp_path / f"sheet{suffix}"
    qtbot.waitUntil(lambda: not shown.workspace.is_busy() and written.exists())
    assert asked[0] == "E0.1 Event description sheet.docx"
    with register.read() as session:
        assert hand_overs.verify(session, written).reference == "E0.1"
    if suffix == ".docx":
        assert "E0.1" in Document(str(written)).paragraphs[1].text


def press(tab: ReportTab, words: str) -> None:
    next(each for each in tab.findChildren(QPushButton) if each.text() == words).click()


def test_feedback_is_shown_question_by_question(
    shown: MainWindow, tab: ReportTab, register: Register, event: int
) -> None:
    with register.change("Import feedback") as session:
        surveys.take(session, event, answers(), "a" * 64)
    texts = [part.text() for part in tab.feedback.findChildren(QLabel) if part.isVisibleTo(tab)]
    assert "4 answers  ·  mean 4.50  ·  median 5.00  ·  standard deviation 0.87" in texts
    assert not any("recognised" in text for text in texts)
    drawn = [each.accessibleName() for each in tab.feedback.findChildren(Distribution)]
    assert drawn == [
        "How useful was it?; 1: 0 answers; 2: 0 answers; 3: 1 answer; 4: 0 answers; 5: 3 answers",
        "Which part?; Groups: 3 answers; Talks: 1 answer",
    ]
    comments = tab.feedback.findChild(QPlainTextEdit)
    assert comments is not None
    assert comments.toPlainText() == "•  <b>Good</b>\n•  More time" + "!" * 400
    assert comments.isReadOnly()
    assert comments.accessibleName() == "What else?"


def test_a_bar_is_as_long_as_its_share_and_its_number_is_written(qtbot: QtBot) -> None:
    widget = Distribution("Question", [("a", 8), ("b", 2)])
    qtbot.addWidget(widget)
    widget.resize(500, widget.sizeHint().height())
    picture: QImage = widget.grab().toImage()

    def length(line: int) -> int:
        from PySide6.QtGui import QColor

        from ui.theme import colours

        height = widget.sizeHint().height() // 2
        y = round((line * height + height / 2) * picture.devicePixelRatio())
        return sum(picture.pixelColor(x, y) == QColor(colours().accent) for x in range(picture.width()))

    assert length(0) == pytest.approx(4 * length(1), abs=6)
    assert length(1) > 0


def test_few_responses_are_told_and_feedback_is_removed_after_a_question(
    shown: MainWindow, tab: ReportTab, register: Register, event: int
) -> None:
    with register.change("Import feedback") as session:
        surveys.take(session, event, answers(responses=3), "a" * 64)
    texts = [part.text() for part in tab.feedback.findChildren(QLabel)]
    assert "Only 3 responses: somebody could be recognised by what they answered." in texts
    press(tab, "Remove…")
    box = tab.findChild(QMessageBox)
    assert box is not None
    next(each for each in box.buttons() if each.text() == "Remove").click()
    with register.read() as session:
        assert survey_queries.of_event(session, event) == []
    shown.workspace.undo()
    with register.read() as session:
        assert len(survey_queries.of_event(session, event)) == 1


def test_the_import_shows_what_is_kept_and_lets_it_be_changed(
    qtbot: QtBot, shown: MainWindow, tab: ReportTab, register: Register, event: int
) -> None:
    press(tab, "Import feedback…")
    dialog = tab.findChild(SurveyDialog)
    assert dialog is not None
    numbers = Question("Age group?", QuestionKind.CHOICE, ((None, "1", 2), (None, "3", 2)))
    dialog.show_answers("answers.xlsx", answers(RATING, numbers, COMMENT, responses=4), "c" * 64)
    texts = [part.text() for part in dialog.findChildren(QLabel) if part.isVisibleTo(dialog)]
    assert "Left out, since it could tell who answered: Email" in texts
    assert any("somebody could be recognised" in text for text in texts)
    assert any("Comments may hold names" in text for text in texts)
    assert dialog.yes.text() == "Import 3 questions"
    first, second, third = dialog.kinds
    assert [third.itemText(at) for at in range(third.count())] == ["Choice", "Comment", "Leave out"]
    assert first.accessibleName() == "Kind of “How useful was it?”"
    second.setCurrentIndex(second.findData(QuestionKind.RATING))
    third.setCurrentIndex(third.findText("Leave out"))
    assert dialog.yes.text() == "Import 2 questions"
    dialog.yes.click()
    qtbot.waitUntil(lambda: not shown.workspace.is_busy())
    with register.read() as session:
        [found] = survey_queries.of_event(session, event)
    assert [question.kind for question in found.questions] == [QuestionKind.RATING, QuestionKind.RATING]
    assert found.questions[1].mean == 2


def test_nothing_is_imported_without_a_question(tab: ReportTab, register: Register, event: int) -> None:
    press(tab, "Import feedback…")
    dialog = tab.findChild(SurveyDialog)
    assert dialog is not None
    dialog.show_answers("answers.xlsx", answers(RATING), "c" * 64)
    dialog.kinds[0].setCurrentIndex(dialog.kinds[0].findText("Leave out"))
    assert not dialog.yes.isEnabled()
    dialog.reject()


def test_an_export_is_read_once_and_told_the_second_time(
    qtbot: QtBot, shown: MainWindow, tab: ReportTab, register: Register, event: int
) -> None:
    for _time in range(2):
        press(tab, "Import feedback…")
        dialog = tab.findChildren(SurveyDialog)[-1]
        dialog.read(SAMPLE)
        qtbot.waitUntil(lambda dialog=dialog: dialog.yes.isEnabled() or dialog.error.isVisible())
        dialog.yes.click()
        qtbot.waitUntil(lambda: not shown.workspace.is_busy())
    assert "imported before" in dialog.error.text()
    dialog.reject()
    with register.read() as session:
        [found] = survey_queries.of_event(session, event)
    assert (found.tool, found.responses, found.questions[0].mean) == (SurveyTool.FORMS, 3, Fraction(10, 3))


def test_a_file_that_can_not_be_read_is_told_in_the_dialog(qtbot: QtBot, tab: ReportTab, tmp_path: Path) -> None:
    press(tab, "Import feedback…")
    dialog = tab.findChild(SurveyDialog)
    assert dialog is not None
    dialog.read(tmp_path / "missing.xlsx")
    qtbot.waitUntil(dialog.error.isVisible)
    assert "missing.xlsx" in dialog.error.text()
    dialog.reject()


def test_the_responses_of_surveys_are_told_beside_what_was_entered(
    tab: ReportTab, register: Register, event: int
) -> None:
    with register.change("Import feedback") as session:
        surveys.take(session, event, answers(), "a" * 64)
        event_reports.change(session, event, survey_responses=9)
    assert tab._responses.text() == "The imported surveys have 6 responses."
    assert tab.survey.fields["survey_responses"].value() == 9


def test_an_event_without_attendance_or_country_says_so(
    shown: MainWindow, register: Register, given_event: GivenEvent
) -> None:
    event = given_event(starts=dt.datetime(2027, 1, 1, 9), ends=dt.datetime(2027, 1, 1, 12))
    shown.visit(Link("event", event, "report"))
    tab = shown.current_page().tab("report")
    texts = [part.text() for part in tab.findChildren(QLabel) if part.isVisibleTo(tab)]
    assert "Nobody has been marked present yet." in texts
    assert "The event's country is not known: give its venue, or online its host, a country." in texts
    assert any("No feedback yet" in text for text in texts)
