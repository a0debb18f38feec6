"""The report of a meeting tool in the window: seen first, decided line by line, taken over in one step, taken back."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDropEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QComboBox, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from roundtables.queries import participants as queries
from roundtables.services import attendance, events, people
from roundtables.services import participants as services
from roundtables.services.meeting_reports.lines import Choice, Verdict
from roundtables.terms import Presence, Source
from tests.meeting_report_files import Visit, written
from ui.dialogs.importing import ImportDialog
from ui.dialogs.meeting_report import MeetingReportDialog
from ui.links import Link
from ui.main_window import MainWindow
from ui.models.meeting_report import FIRST_SLOT, PERSON, LinesModel
from ui.pages.event.report_import import import_report
from ui.widgets.person_choice import PersonLine

DAY = dt.date(2026, 12, 1)
VISITS: tuple[Visit, ...] = (
    ("Family0 Given0", "p1.0@office.example", "09:00", "12:00"),
    ("Given1 Family1 (Guest)", "", "09:00", "09:30"),
    ("Eve Stranger", "eve@far.example", "09:00", "12:00"),
    ("Mökö", "", "09:00", "11:30"),
)


@pytest.fixture
def page(shown: MainWindow, given_event: Callable[..., int], given_participants: Callable[..., list[int]]) -> Any:
    """The page of a morning with four participants."""
    event = given_event(starts=dt.datetime(2026, 12, 1, 9), ends=dt.datetime(2026, 12, 1, 12))
    given_participants(event, 4)
    shown.visit(Link("event", event, "attendance"))
    return shown.current_page()


@pytest.fixture
def opened(qtbot: QtBot, page: Any, tmp_path: Path) -> Callable[..., MeetingReportDialog]:
    """The dialog with a report of these visits, read."""

    def show(*visits: Visit, **times: str) -> MeetingReportDialog:
        import_report(page, written(tmp_path, visits or VISITS, DAY, **times))
        dialog: MeetingReportDialog = page.window().findChildren(MeetingReportDialog)[-1]
        qtbot.waitUntil(lambda: dialog.preview is not None or dialog.error.isVisible())
        return dialog

    return show


def marks(page: Any) -> dict[str, tuple[Presence, int | None]]:
    with page.workspace.read() as session:
        rows = queries.listing(session, page.event_id)
    return {row.name: (mark.presence, mark.minutes) for row in rows for mark in row.marks.values()}


def press(dialog: MeetingReportDialog, words: str) -> None:
    next(each for each in dialog.findChildren(QPushButton) if each.text() == words).click()


def verdicts(dialog: MeetingReportDialog) -> list[Verdict]:
    assert dialog.preview is not None
    return [line.verdict for line in dialog.preview.lines]


def test_a_report_is_seen_first_taken_in_one_step_and_taken_back(
    qtbot: QtBot, page: Any, opened: Callable[..., MeetingReportDialog]
) -> None:
    dialog = opened()
    assert verdicts(dialog) == [Verdict.MATCHED, Verdict.NAMED, Verdict.STRANGER, Verdict.STRANGER]
    assert dialog.yes.text() == "Take over 2 people"
    assert marks(page) == {}
    with qtbot.waitSignal(page.workspace.noticed) as told:
        qtbot.keyClick(dialog.yes, Qt.Key.Key_Return)
    assert told.args[0] == "2 people taken over from the report: 1 present, 1 absent"
    assert marks(page) == {"Given0 Family0": (Presence.PRESENT, 180), "Given1 Family1": (Presence.ABSENT, 30)}
    page.window().undo()
    assert marks(page) == {}


def test_a_line_is_given_to_a_participant_who_is_found_by_a_part_of_their_name(
    qtbot: QtBot, page: Any, opened: Callable[..., MeetingReportDialog]
) -> None:
    dialog = opened()
    dialog.table.go_to(3)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    editor = dialog.table.findChild(PersonLine)
    assert editor is not None
    qtbot.keyClicks(editor, "ily3 giv")
    qtbot.waitUntil(lambda: editor.completer().popup().isVisible())
    qtbot.keyClick(editor.completer().popup(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: verdicts(dialog)[3] is Verdict.CHOSEN)
    assert dialog.model.index(3, PERSON).data() == "Given3 Family3"
    assert dialog.isVisible()
    with qtbot.waitSignal(page.workspace.noticed):
        dialog.yes.click()
    assert marks(page)["Given3 Family3"] == (Presence.PRESENT, 150)
    later = opened(("Mökö", "", "09:00", "12:00"), ends="13:00")
    assert verdicts(later) == [Verdict.REMEMBERED]
    later.reject()


def test_those_who_are_not_in_the_report_are_marked_absent_if_it_is_ticked(
    qtbot: QtBot, page: Any, opened: Callable[..., MeetingReportDialog]
) -> None:
    dialog = opened()
    assert dialog.others.text() == "Mark 2 people absent who are expected and not in the report"
    assert dialog.others.isVisible()
    assert not dialog.others.isChecked()
    dialog.others.click()
    assert dialog.yes.text() == "Take over 4 people"
    with qtbot.waitSignal(page.workspace.noticed) as told:
        dialog.yes.click()
    assert told.args[0] == "4 people taken over from the report: 1 present, 3 absent"
    assert marks(page)["Given3 Family3"] == (Presence.ABSENT, 0)
    again = opened()
    assert not again.others.isVisible()
    again.reject()


def test_strangers_become_walk_ins_each_or_all(
    qtbot: QtBot, page: Any, opened: Callable[..., MeetingReportDialog]
) -> None:
    dialog = opened()
    dialog.table.go_to(2)
    press(dialog, "Add as walk-in")
    assert [line.choice for line in dialog.preview.lines][2:] == [Choice.WALK_IN, Choice.LEAVE]
    dialog.strangers.enter(True)
    dialog.strangers.left.emit("strangers")
    assert [line.choice for line in dialog.preview.lines][2:] == [Choice.WALK_IN, Choice.WALK_IN]
    dialog.table.go_to(3)
    press(dialog, "Leave out")
    assert [line.choice for line in dialog.preview.lines][2:] == [Choice.WALK_IN, Choice.LEAVE]
    assert dialog.table.currentIndex().row() == 3
    with qtbot.waitSignal(page.workspace.noticed):
        dialog.yes.click()
    with page.workspace.read() as session:
        row = next(row for row in queries.listing(session, page.event_id) if row.last_name == "Stranger")
    assert (row.first_name, row.email) == ("Eve", "eve@far.example")


def test_what_was_marked_by_hand_stays_unless_the_report_is_let_decide(
    page: Any, opened: Callable[..., MeetingReportDialog]
) -> None:
    with page.workspace.change("Mark") as session:
        row = queries.listing(session, page.event_id)[0]
        slot = events.get(session, page.event_id).slots[0].id
        attendance.mark(session, slot, [row.id], Presence.EXCUSED, source=Source.SIGNED_SHEET)
    dialog = opened()
    assert verdicts(dialog)[0] is Verdict.KEPT
    assert dialog.model.index(0, FIRST_SLOT).data() == "E  Excused, kept"
    dialog.table.go_to(0)
    assert "Slot 1: “Excused” stays (Signed sheet); the report says “Present”" in dialog._why.text()
    press(dialog, "Let the report decide")
    assert verdicts(dialog)[0] is Verdict.MATCHED
    assert dialog.model.index(0, FIRST_SLOT).data() == "✓  Present"
    dialog.reject()


def test_only_what_should_be_looked_at_is_shown_if_asked_for(opened: Callable[..., MeetingReportDialog]) -> None:
    dialog = opened()
    assert dialog.undecided.text() == "Only what should be looked at (2)"
    dialog.undecided.setChecked(True)
    assert [line.attendee.name for line in dialog.model.rows] == ["Eve Stranger", "Mökö"]
    dialog.words.setText("moko")
    dialog._show_rows()
    assert [line.attendee.name for line in dialog.model.rows] == ["Mökö"]
    dialog.table.selectAll()
    press(dialog, "Leave out")
    assert dialog.model.rows == []
    assert dialog.undecided.text() == "Only what should be looked at (1)"
    dialog.reject()


def test_another_threshold_is_judged_at_once_and_another_zone_is_read_anew(
    qtbot: QtBot, opened: Callable[..., MeetingReportDialog]
) -> None:
    dialog = opened()
    assert dialog.percent.value() == 50
    dialog.percent.editor.setText("10")
    dialog.percent.editor.editingFinished.emit()
    assert [line.status for line in dialog.preview.lines[:2]] == [Presence.PRESENT] * 2
    dialog.zone.enter("Europe/Nowhere")
    dialog.zone.left.emit("zone")
    assert "no time zone" in dialog.zone.error.text()
    dialog.zone.enter("UTC")
    dialog.zone.left.emit("zone")
    qtbot.waitUntil(lambda: dialog.preview is not None)
    assert [line.minutes for line in dialog.preview.lines] == [60, 30, 60, 60]
    assert dialog.partly.isVisible()
    assert not dialog.yes.isEnabled()
    dialog.partly.setChecked(True)
    assert dialog.yes.isEnabled()
    dialog.reject()


def test_the_report_of_another_meeting_is_said_and_another_zone_may_mend_it(
    qtbot: QtBot, opened: Callable[..., MeetingReportDialog]
) -> None:
    dialog = opened(("Given0 Family0", "", "19:00", "22:00"), starts="19:00", ends="22:00")
    assert "report of another meeting" in dialog.error.text()
    assert not dialog.yes.isEnabled()
    dialog.zone.enter("Asia/Kamchatka")
    dialog.zone.left.emit("zone")
    qtbot.waitUntil(lambda: dialog.preview is not None)
    assert not dialog.error.isVisible()
    assert dialog.preview.lines[0].minutes == 180
    dialog.reject()


def test_a_file_that_is_no_report_and_one_that_is_not_there_are_said(qtbot: QtBot, page: Any, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Nothing of the kind", "utf-8")
    import_report(page, path)
    dialog = page.window().findChildren(MeetingReportDialog)[-1]
    qtbot.waitUntil(dialog.error.isVisible)
    assert "no attendance report" in dialog.error.text()
    dialog.read(tmp_path / "gone.csv")
    qtbot.waitUntil(lambda: "gone.csv" in dialog.error.text())
    assert not dialog.yes.isEnabled()
    dialog.reject()


def test_dates_that_could_be_either_are_asked(
    qtbot: QtBot, page: Any, tmp_path: Path, given_event: Callable[..., int]
) -> None:
    event = given_event(starts=dt.datetime(2026, 1, 12, 9), ends=dt.datetime(2026, 12, 1, 12), counted_by="whole")
    del event
    dialog = MeetingReportDialog(page.window(), page.workspace, page.record)
    dialog.open()
    from roundtables.formats.meeting_reports.reading import DatesAmbiguous
    from roundtables.formats.meeting_reports.report import DateOrder
    from ui.dialogs.meeting_report import ReadFile

    error = DatesAmbiguous("1/12/26", (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST))
    dialog._show(ReadFile("r.csv", b"", None, error))
    assert dialog.order.editor.isVisible()
    orders = [dialog.order.editor.itemText(at) for at in range(dialog.order.editor.count())]
    assert orders == ["–", "Day before month", "Month before day"]
    assert dialog.order.value() is None
    assert not page.workspace.is_busy()
    assert "more than one way" in dialog.error.text()
    dialog.reject()


def test_the_same_report_again_has_nothing_to_take_over(
    qtbot: QtBot, page: Any, opened: Callable[..., MeetingReportDialog]
) -> None:
    dialog = opened()
    with qtbot.waitSignal(page.workspace.noticed):
        dialog.yes.click()
    again = opened()
    assert "was taken over before" in again._head.text()
    assert verdicts(again)[:2] == [Verdict.SAME, Verdict.SAME]
    assert not again.yes.isEnabled()
    again.reject()


def test_the_file_is_asked_for(qtbot: QtBot, page: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, VISITS, DAY)
    chosen: Any = lambda *_args, **_named: (str(path), "")  # noqa: E731 - one line is enough
    monkeypatch.setattr(QFileDialog, "getOpenFileName", chosen)
    import_report(page)
    dialog = page.window().findChildren(MeetingReportDialog)[-1]
    press(dialog, "Choose a file…")
    qtbot.waitUntil(lambda: dialog.preview is not None)
    dialog.reject()


def test_every_slot_has_a_column_unless_they_are_too_many(shown: MainWindow, given_event: Callable[..., int]) -> None:
    from roundtables.queries import events as event_queries

    for days, headings in ((2, ["Tue 1 Dec 2026", "Wed 2 Dec 2026"]), (7, ["Status"])):
        event = given_event(ends=dt.datetime(2026, 12, days, 16))
        with shown.workspace.read() as session:
            model = LinesModel(event_queries.slots(session, event))
        found = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(FIRST_SLOT, model.columnCount() - 1)]
        assert found == headings


def test_the_model_is_one(opened: Callable[..., MeetingReportDialog]) -> None:
    dialog = opened()
    QAbstractItemModelTester(dialog.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    dialog.strangers.enter(True)
    dialog.strangers.left.emit("strangers")
    dialog.reject()


def test_names_from_outside_are_shown_as_plain_text(page: Any, opened: Callable[..., MeetingReportDialog]) -> None:
    with page.workspace.change("Add") as session:
        key = people.add(session, first_name="<b>Bold</b>", last_name="<img src=x>", email="b@x.example").id
        services.add(session, page.event_id, [key])
    dialog = opened(("<img src='file:///etc/hostname'>", "b@x.example", "09:00", "12:00"))
    assert dialog.model.index(0, PERSON).data() == "<b>Bold</b> <img src=x>"
    dialog.reject()


def test_a_report_dropped_on_the_events_page_comes_up_as_one_and_a_list_as_a_list(
    qtbot: QtBot, page: Any, tmp_path: Path
) -> None:
    window = page.window()
    for path in (written(tmp_path, VISITS, DAY), tmp_path / "list.csv"):
        if path.name == "list.csv":
            path.write_text("First name,Last name,Email\nMika,Makela,mika@office.example\n", "utf-8")
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        window.drops.take(QDropEvent(QPointF(9, 9), copy, data, left, none))
        kind = MeetingReportDialog if path.name == "report.csv" else ImportDialog
        qtbot.waitUntil(lambda kind=kind: any(each.isVisible() for each in window.findChildren(kind)))
        dialog = window.findChildren(kind)[-1]
        qtbot.waitUntil(lambda: not page.workspace.is_busy())
        dialog.reject()
    assert len(window.findChildren(MeetingReportDialog)) == 1


def test_everything_in_it_has_a_name(qtbot: QtBot, opened: Callable[..., MeetingReportDialog]) -> None:
    dialog = opened()
    for child in dialog.findChildren(QWidget):
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisibleTo(dialog) and not child.inherits("QLabel"):
            interface = QAccessible.queryAccessibleInterface(child)
            inner = isinstance(child.parent(), QComboBox)
            assert inner or interface.text(QAccessible.Text.Name), child
    dialog.reject()


def test_enter_in_a_field_settles_it_and_takes_nothing_over(
    qtbot: QtBot, page: Any, opened: Callable[..., MeetingReportDialog]
) -> None:
    dialog = opened()
    for field in (dialog.words, dialog.percent.editor, dialog.zone.editor):
        field.setFocus()
        qtbot.keyClick(field, Qt.Key.Key_Return)
        assert dialog.isVisible()
    dialog.percent.editor.setFocus()
    dialog.percent.editor.selectAll()
    qtbot.keyClicks(dialog.percent.editor, "10")
    qtbot.keyClick(dialog.percent.editor, Qt.Key.Key_Return)
    assert [line.status for line in dialog.preview.lines[:2]] == [Presence.PRESENT] * 2
    assert marks(page) == {}
    dialog.reject()
