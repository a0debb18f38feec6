"""The programme in the window, by keys and clicks."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QDate, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QGuiApplication, QKeySequence, QPainter, QPixmap
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCalendarWidget,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from roundtables.queries import progress, projects
from roundtables.queries.progress import CountedFilter, Figures
from roundtables.register import Register
from roundtables.services import programme as services
from roundtables.services import work_packages
from roundtables.words import speak
from ui.dialogs.form import FormDialog
from ui.dialogs.people import PeopleDialog
from ui.links import Link
from ui.main_window import MainWindow
from ui.models import progress as model
from ui.models.progress import Bar, BarRole, Level, Line
from ui.pages.event.page import EventPage
from ui.pages.programme.leads import LeadsDialog
from ui.pages.programme.page import PARTS, ProgrammePage
from ui.pages.programme.roles import RoleDialog
from ui.pages.programme.venues import VenueDialog
from ui.theme import colours
from ui.widgets.bars import draw_bar
from ui.widgets.dates import DayEdit, NotADay, read_day

HOSTILE = "<img src='file:///etc/passwd'>" + "<table><tr><td>" * 18 + "\u202e" + "مرحبا" + "x" * 150


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow) -> ProgrammePage:
    """The programme of the demonstration, its figures counted."""
    window.visit(Link("programme", None, "packages"))
    shown: Any = window.current_page()
    qtbot.waitUntil(lambda: shown.packages._figures is not None)
    return shown


@pytest.fixture
def told(page: ProgrammePage) -> list[str]:
    """What the window says could not be done, the newest last."""
    words: list[str] = []
    page.workspace.failed.connect(words.append)
    return words


@pytest.fixture
def bare(window_of: Callable[[Register], MainWindow], register: Register) -> ProgrammePage:
    """The programme of an empty register."""
    window = window_of(register)
    window.visit(Link("programme", None, "packages"))
    shown: Any = window.current_page()
    return shown


def type_into(qtbot: QtBot, editor: QLineEdit, text: str) -> None:
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClick(editor, Qt.Key.Key_Delete)
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)


def type_in_cell(qtbot: QtBot, table: QTableView, row: int, column: int, text: str) -> None:
    """As a user of a spreadsheet does: go there, F2, type, Enter."""
    table.setFocus()
    table.setCurrentIndex(table.model().index(row, column))
    qtbot.keyClick(table, Qt.Key.Key_F2)
    editor: Any = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    assert editor.accessibleName()
    editor.selectAll()
    qtbot.keyClick(editor, Qt.Key.Key_Delete)
    finish(qtbot, editor, text)


def finish(qtbot: QtBot, editor: QLineEdit, text: str) -> None:
    """Type into the open editor of a cell and press Enter, which a view takes in a moment later."""
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()


def row_of(page: ProgrammePage, number: str) -> int:
    return [line.number for line in page.packages._model.lines].index(number)


def cell(page: ProgrammePage, number: str, column: int, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
    return page.packages._model.index(row_of(page, number), column).data(role)


def open_dialog(page: QWidget, kind: type[Any]) -> Any:
    return next(each for each in page.window().findChildren(kind) if each.isVisible())


def labels_of_buttons(page: QWidget) -> dict[str, QAbstractButton]:
    return {each.text(): each for each in page.findChildren(QAbstractButton) if each.isVisibleTo(page)}


def test_an_empty_register_offers_one_step_and_it_leads_to_the_record(
    qtbot: QtBot, bare: ProgrammePage, register: Register
) -> None:
    for part in PARTS[:3]:
        bare.show_link(Link("programme", None, part))
        assert "Add a project" in labels_of_buttons(bare)
    labels_of_buttons(bare)["Add a project"].click()
    dialog = open_dialog(bare, FormDialog)
    dialog._agree()
    assert "can't be left empty" in dialog.form.fields["name"].error.text()
    type_into(qtbot, dialog.form.fields["name"].editor, "Bridges")
    assert not dialog.isVisible()
    assert bare.tabs.currentIndex() == PARTS.index("record")
    assert bare.record.fields["name"].value() == "Bridges"
    assert bare._name.text() == "Bridges"
    bare.workspace.undo()
    assert "Add a project" in labels_of_buttons(bare)


def test_targets_stand_against_what_happened_in_words_and_drawn(page: ProgrammePage, demo: Register) -> None:
    with demo.read() as session:
        counted = progress.figures(session, 1, dt.datetime.now(dt.UTC))
    line = page.packages._model.lines[row_of(page, "1.2")]
    assert line.figures == counted[1, line.key]
    assert cell(page, "1.2", model.EVENTS, BarRole) == Bar(line.figures.held, line.figures.planned, 4)
    assert cell(page, "1.2", model.PARTICIPANTS, BarRole) == Bar(line.figures.participants, 0, 60)
    said = cell(page, "1.2", model.EVENTS, Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith(f"{line.figures.held} of 4 events held")
    whole = page.packages._model.lines[-1]
    assert whole.level is Level.WHOLE
    assert whole.figures == progress.total(list(counted.values()))
    package = page.packages._model.lines[0]
    assert package.target_events == 12
    assert package.figures == progress.total([each for (key, _at), each in counted.items() if key == 1])


@pytest.mark.parametrize(
    ("line", "shown", "said"),
    [
        ((3, 1, 4), "3 of 4, 1 planned", "3 of 4 events held, 1 planned"),
        ((3, 0, 4), "3 of 4", "3 of 4 events held"),
        ((1, 0, 1), "1 of 1", "1 of 1 event held"),
        ((2, 1, None), "2 held, 1 planned", "2 events held, 1 planned, no target"),
        ((2, 0, None), "2 held", "2 events held, 0 planned, no target"),
        ((0, 0, None), "None yet", "0 events held, 0 planned, no target"),
    ],
)
def test_every_figure_has_its_words(line: tuple[int, int, int | None], shown: str, said: str) -> None:
    held, planned, target = line
    made = Line(Level.ACTIVITY, CountedFilter(1), target_events=target, figures=Figures(held, planned, 5))
    assert model.events_words(made) == shown
    assert model.events_sentence(made) == said
    assert model.participants_sentence(made) == "5 participants attended, no target"
    assert model.events_words(Line(Level.ACTIVITY, CountedFilter(1))) == ""


def test_a_bar_is_filled_for_done_hatched_for_planned_and_marked_at_the_target(qtbot: QtBot) -> None:
    def drawn(bar: Bar) -> list[QColor]:
        picture = QPixmap(QSize(104, 16))
        picture.fill(QColor("magenta"))
        painter = QPainter(picture)
        draw_bar(painter, QRect(0, 4, 100, 8), bar)
        painter.end()
        image = picture.toImage()
        assert image.pixelColor(50, 0) == QColor("magenta")
        return [image.pixelColor(at, 7) for at in range(104)]

    c = colours()
    half = drawn(Bar(2, 1, 4))
    assert {each.name() for each in half[:49]} == {c.accent.lower()}
    assert len({each.name() for each in half[51:74]}) > 1
    assert half[80] == QColor(c.line)
    assert half[99] == half[100] == QColor(c.text)
    beyond = drawn(Bar(8, 0, 4))
    assert beyond[50] == QColor(c.text)
    assert beyond[90] == QColor(c.accent)
    assert drawn(Bar(0, 0, None))[50] == QColor(c.line)


def test_titles_and_targets_are_edited_in_place_and_taken_back(
    qtbot: QtBot, page: ProgrammePage, told: list[str]
) -> None:
    table, row = page.packages.table, row_of(page, "2.1")
    type_in_cell(qtbot, table, row, model.TITLE, "Mentoring in pairs")
    assert cell(page, "2.1", model.TITLE) == "Mentoring in pairs"
    assert table.currentIndex().row() == row
    type_in_cell(qtbot, table, row, model.TARGET_EVENTS, "12")
    assert cell(page, "2.1", model.TARGET_EVENTS) == "12"
    type_in_cell(qtbot, table, row, model.TARGET_EVENTS, "")
    assert cell(page, "2.1", model.TARGET_EVENTS) == ""
    type_in_cell(qtbot, table, row, model.TARGET_PARTICIPANTS, "0")
    assert "from 1 to" in told[-1]
    assert cell(page, "2.1", model.TARGET_PARTICIPANTS) == "40"
    for _step in range(3):
        page.workspace.undo()
    assert cell(page, "2.1", model.TITLE) == "Mentoring programme"
    assert cell(page, "2.1", model.TARGET_EVENTS) == "8"


def test_a_title_that_can_not_be_taken_is_not_lost(qtbot: QtBot, page: ProgrammePage, told: list[str]) -> None:
    table, row = page.packages.table, row_of(page, "2.1")
    table.setFocus()
    table.setCurrentIndex(table.model().index(row, model.TITLE))
    qtbot.keyClick(table, Qt.Key.Key_F2)
    editor: Any = QApplication.focusWidget()
    editor.setText("x" * 600)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(
        lambda: isinstance(QApplication.focusWidget(), QLineEdit) and QApplication.focusWidget() is not editor
    )
    assert "too long" in told[-1]
    again: Any = QApplication.focusWidget()
    assert again.text() == "x" * 600
    qtbot.keyClick(again, Qt.Key.Key_Escape)
    assert cell(page, "2.1", model.TITLE) == "Mentoring programme"


def test_sums_and_lines_of_events_are_not_edited(page: ProgrammePage) -> None:
    lines = page.packages._model
    editable = {
        (line.level, at)
        for row, line in enumerate(lines.lines)
        for at in range(lines.columnCount())
        if lines.flags(lines.index(row, at)) & Qt.ItemFlag.ItemIsEditable
    }
    assert editable == {(level, at) for level, columns in model.EDITABLE.items() for at in columns}
    assert not lines.setData(lines.index(0, model.TARGET_EVENTS), "5")
    assert not lines.setData(lines.index(1, model.TARGET_EVENTS), "many")


def test_activities_are_added_moved_and_deleted_by_keys(qtbot: QtBot, page: ProgrammePage) -> None:
    table = page.packages.table
    table.setFocus()
    table.setCurrentIndex(table.model().index(row_of(page, "1.4"), model.TITLE))
    qtbot.keyClick(table, Qt.Key.Key_Insert)
    editor: Any = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    finish(qtbot, editor, "Closing report")
    assert cell(page, "1.5", model.TITLE) == "Closing report"
    qtbot.keyClick(table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert cell(page, "1.4", model.TITLE) == "Closing report"
    assert page.packages.current_line().number == "1.4"
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert cell(page, "1.5", model.TITLE) == "Closing report"
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    assert "1.5" not in [line.number for line in page.packages._model.lines]
    page.workspace.undo()
    assert cell(page, "1.5", model.TITLE) == "Closing report"


def test_what_is_being_typed_outlives_figures_and_lines_that_come_meanwhile(
    qtbot: QtBot, page: ProgrammePage, demo: Register
) -> None:
    table, row = page.packages.table, row_of(page, "2.1")
    table.setFocus()
    table.setCurrentIndex(table.model().index(row, model.TITLE))
    qtbot.keyClick(table, Qt.Key.Key_F2)
    editor: Any = QApplication.focusWidget()
    editor.selectAll()
    qtbot.keyClicks(editor, "Half a ti")
    page.packages._take_figures((1, dt.datetime.now(dt.UTC)), {})
    assert editor.text() == "Half a ti"
    with demo.change("Add activity") as session:
        work_packages.add_activity(session, 1, title="From elsewhere")
    assert editor.text() == "Half a ti"
    finish(qtbot, editor, "tle")
    qtbot.waitUntil(lambda: "From elsewhere" in [line.title for line in page.packages._model.lines])
    assert cell(page, "2.1", model.TITLE) == "Half a title"


def test_what_has_events_is_refused_in_words(qtbot: QtBot, page: ProgrammePage, told: list[str]) -> None:
    table = page.packages.table
    table.setFocus()
    for number in ("1", "1.2"):
        table.setCurrentIndex(table.model().index(row_of(page, number), 0))
        qtbot.keyClick(table, Qt.Key.Key_Delete)
        assert "can't be deleted" in told[-1]
        assert row_of(page, number) >= 0
    table.setCurrentIndex(table.model().index(0, 0))
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert "keeps its number" in told[-1]
    type_in_cell(qtbot, table, 0, model.NUMBER, "9")
    assert "keeps its number" in told[-1]
    page.delete_project()
    assert "31 events" in told[-1]


def test_a_work_package_is_added_and_led_by_organisations(qtbot: QtBot, page: ProgrammePage) -> None:
    page.add_package()
    editor: Any = QApplication.focusWidget()
    finish(qtbot, editor, "Dissemination")
    assert cell(page, "5", model.TITLE) == "Dissemination"
    qtbot.keyClick(page.packages.table, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    dialog = open_dialog(page, LeadsDialog)
    type_into(qtbot, dialog.leads.line, "seta ry")
    assert dialog.isVisible()
    type_into(qtbot, dialog.leads.line, "SETA RY")
    dialog._agree()
    assert "already" in dialog._error.text()
    dialog.leads.list.setCurrentRow(1)
    next(each for each in dialog.leads.list.actions() if each.shortcut() == QKeySequence("Del")).trigger()
    dialog.leads.line.setText("A new bureau")
    dialog._agree()
    assert cell(page, "5", model.LEADS) == "Seta ry, A new bureau"
    type_in_cell(qtbot, page.packages.table, row_of(page, "5"), model.NUMBER, "7")
    assert cell(page, "7", model.TITLE) == "Dissemination"


def test_a_click_on_the_number_of_events_leads_to_them_and_enter_opens_one(qtbot: QtBot, page: ProgrammePage) -> None:
    table, events = page.packages.table, page.packages.events
    index = table.model().index(row_of(page, "2.3"), model.EVENTS)
    table.scrollTo(index)
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(index).center())
    line = page.packages.current_line()
    assert line.figures is not None
    assert events.model().rowCount() >= line.figures.held + line.figures.planned > 0
    assert events.hasFocus()
    qtbot.keyClick(events, Qt.Key.Key_Down)
    chosen = events.current_row()
    page.refresh()
    assert events.current_row().id == chosen.id
    qtbot.keyClick(events, Qt.Key.Key_Return)
    opened: Any = page.window().current_page()
    assert isinstance(opened, EventPage)
    assert opened.event_id == chosen.id


def test_figures_follow_what_changes_elsewhere(qtbot: QtBot, page: ProgrammePage, demo: Register) -> None:
    from roundtables.services import events

    before = page.packages._model.lines[-1].figures
    assert before is not None
    with demo.change("Add event") as session:
        events.add(
            session,
            title="Further network meeting",
            starts=dt.datetime(2099, 5, 1, 9),
            ends=dt.datetime(2099, 5, 1, 10),
            timezone="Europe/Zagreb",
            work_package_id=3,
        )
    qtbot.waitUntil(lambda: page.packages._model.lines[-1].figures != before)
    assert page.packages._model.lines[-1].figures == before + Figures(planned=1)
    assert [line.title for line in page.packages._model.lines if line.level is Level.BESIDE] == [
        "Events outside these activities"
    ]


def test_the_record_saves_as_one_goes(qtbot: QtBot, page: ProgrammePage, demo: Register) -> None:
    page.show_link(Link("programme", None, "record"))
    fields = page.record.fields
    type_into(qtbot, fields["acronym"].editor, "PEER")
    assert page._name.text() == "PEER: Peer Action against Hate"
    type_into(qtbot, fields["term_until"].editor, "31.12.2030")
    type_into(qtbot, fields["appointed_on"].editor, "")
    with demo.read() as session:
        record = projects.record(session, 1)
    assert (record.term_until, record.appointed_on) == (dt.date(2030, 12, 31), None)
    assert fields["term_until"].editor.text() == "31 Dec 2030"
    type_into(qtbot, fields["name"].editor, "")
    assert "can't be left empty" in fields["name"].error.text()
    page.workspace.undo()
    assert fields["appointed_on"].value() is not None


def test_a_day_that_is_none_is_said_at_its_field_and_stays(qtbot: QtBot, page: ProgrammePage) -> None:
    page.show_link(Link("programme", None, "record"))
    fields = page.record.fields
    type_into(qtbot, fields["term_until"].editor, "next spring")
    assert "not a date" in fields["term_until"].error.text()
    type_into(qtbot, fields["acronym"].editor, "PEER")
    assert fields["term_until"].editor.text() == "next spring"
    assert fields["term_until"].error.isVisibleTo(page)
    type_into(qtbot, fields["term_until"].editor, "1999-12-31")
    assert "before the first day" in fields["term_until"].error.text()
    type_into(qtbot, fields["term_from"].editor, "1998-12-31")
    assert fields["term_until"].error.text() == ""


def test_what_is_typed_belongs_to_the_project_it_was_typed_at(
    qtbot: QtBot, page: ProgrammePage, demo: Register
) -> None:
    with demo.change("Add project") as session:
        other = services.add_project(session, name="Second").id
    page.show_link(Link("programme", 1, "record"))
    editor: Any = page.record.fields["cost_centre"].editor
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClicks(editor, "KP-1")
    page.show_link(Link("programme", other, "record"))
    assert editor.text() == ""
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    with demo.read() as session:
        assert projects.record(session, 1).cost_centre == "KP-1"
        assert projects.record(session, other).cost_centre == ""


def test_partners_are_added_moved_and_removed(
    qtbot: QtBot, page: ProgrammePage, told: list[str], demo: Register
) -> None:
    page.show_link(Link("programme", None, "record"))
    partners = page.record.partners

    def shown() -> list[str]:
        return [partners.list.item(at).text() for at in range(partners.list.count())]

    assert shown()[0] == "Ministry of Justice (coordinator)"
    type_into(qtbot, partners.line, "A new bureau")
    assert shown()[-1] == "A new bureau"
    assert partners.line.text() == ""
    partners.list.setFocus()
    for _step in range(3):
        qtbot.keyClick(partners.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert shown()[:2] == ["A new bureau (coordinator)", "Ministry of Justice"]
    qtbot.keyClick(partners.list, Qt.Key.Key_Delete)
    assert shown()[0] == "Ministry of Justice (coordinator)"
    type_into(qtbot, partners.line, "ministry of justice")
    assert "already" in told[-1]
    assert partners.line.text() == "ministry of justice"
    assert demo.undoable() == "Remove partner"


def test_organisations_are_proposed_as_one_types(qtbot: QtBot, page: ProgrammePage) -> None:
    page.show_link(Link("programme", None, "record"))
    line = page.record.partners.line
    line.setFocus()
    qtbot.keyClicks(line, "justi")
    proposed: Any = line.completer().model()
    assert "Ministry of Justice" in proposed.stringList()


def test_a_role_is_given_ended_and_removed(qtbot: QtBot, page: ProgrammePage) -> None:
    page.show_link(Link("programme", None, "roles"))
    table = page.roles.table
    before = len(page.roles._model.rows)
    assert page.roles._model.index(0, 0).data() == "● In office"
    assert page.roles._model.index(before - 1, 0).data() == "Ended"
    labels_of_buttons(page.roles)["Add role…"].click()
    dialog = open_dialog(page, RoleDialog)
    dialog._agree()
    assert dialog._no_person.isVisible()
    dialog.choose.click()
    people = open_dialog(page, PeopleDialog)
    people.table.go_to(4)
    people._agree()
    assert dialog._name.text() != "Nobody chosen"
    dialog.form.fields["title"].editor.setCurrentText("Observer of the ministry")
    dialog.form.fields["since"].editor.setText("no day")
    dialog._agree()
    assert "not a date" in dialog.form.fields["since"].error.text()
    dialog.form.fields["since"].editor.setText("2026-01-05")
    dialog._agree()
    assert not dialog.isVisible()
    titles = [row.title for row in page.roles._model.rows]
    assert len(titles) == before + 1
    at = titles.index("Observer of the ministry")
    table.setFocus()
    table.go_to(at)
    qtbot.keyClick(table, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    today = dt.date.today()  # noqa: DTZ011 - the day on the wall is meant
    assert next(row for row in page.roles._model.rows if row.title == titles[at]).until == today
    qtbot.keyClick(table, Qt.Key.Key_Return)
    again = open_dialog(page, RoleDialog)
    assert again.form.fields["until"].value() == today
    again.form.fields["until"].editor.clear()
    again._agree()
    assert page.roles.table.current_row().until is None
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    assert len(page.roles._model.rows) == before


def test_a_venue_is_added_changed_and_kept_where_it_is_used(qtbot: QtBot, page: ProgrammePage, told: list[str]) -> None:
    page.show_link(Link("programme", None, "venues"))
    labels_of_buttons(page.venues)["Add venue…"].click()
    dialog = open_dialog(page, VenueDialog)
    fields = dialog.form.fields
    fields["latitude"].editor.setText("95")
    dialog._agree()
    assert "−90 to 90" in fields["latitude"].error.text()
    fields["latitude"].editor.setText("60,1234567")
    fields["longitude"].editor.setText("24.5")
    dialog._agree()
    assert "can't be left empty" in fields["name"].error.text()
    fields["name"].editor.setText("Aula")
    fields["country"].editor.setCurrentText("Finland")
    dialog._agree()
    venue = page.venues.table.current_row()
    assert (venue.name, venue.country, venue.latitude, venue.events) == ("Aula", "FI", 60.1234567, 0)
    qtbot.keyClick(page.venues.table, Qt.Key.Key_Return)
    again = open_dialog(page, VenueDialog)
    assert again.form.fields["latitude"].editor.text() == "60.1234567"
    again.form.fields["room"].editor.setText("Upstairs")
    again._agree()
    assert page.venues.table.current_row().room == "Upstairs"
    page.venues.table.setFocus()
    qtbot.waitUntil(page.venues.table.hasFocus)
    qtbot.keyClick(page.venues.table, Qt.Key.Key_Delete)
    assert "Aula" not in [row.name for row in page.venues._model.rows]
    used = next(row for row in page.venues._model.rows if row.events)
    page.show_link(Link("programme", used.id, "venues"))
    qtbot.keyClick(page.venues.table, Qt.Key.Key_Delete)
    assert f"held at {used.name}" in told[-1]


def test_one_of_several_projects_is_chosen_and_found_again(
    qtbot: QtBot, window: MainWindow, page: ProgrammePage, demo: Register
) -> None:
    assert not page.choice.isVisible()
    with demo.change("Add project") as session:
        other = services.add_project(session, name="Another programme").id
        work_packages.add_package(session, other, title="Only one")
    assert page.choice.isVisible()
    page.choice.setFocus()
    before = page.project_id
    qtbot.keyClick(page.choice, Qt.Key.Key_Home)
    page.choice.activated.emit(page.choice.currentIndex())
    assert page.project_id == other != before
    assert [line.title for line in page.packages._model.lines] == ["Only one", "Total"]
    again = ProgrammePage(window.workspace)
    qtbot.addWidget(again)
    assert again.project_id == other
    qtbot.waitUntil(lambda: again.packages._figures is not None)
    page.delete_project()
    assert page.project_id == before
    page.workspace.undo()
    assert page.choice.count() == 2


def test_links_lead_to_each_part(page: ProgrammePage) -> None:
    for part in ("record", "roles", "packages", "venues"):
        page.window().visit(Link("programme", None, part))
        assert PARTS[page.tabs.currentIndex()] == part
    page.window().visit(Link("programme", 999, "nowhere"))
    assert PARTS[page.tabs.currentIndex()] == "venues"


def test_the_models_keep_qts_own_rules(qtbot: QtBot, page: ProgrammePage, demo: Register) -> None:
    models = [page.packages._model, page.packages._events_model, page.roles._model, page.venues._model]
    testers = [QAbstractItemModelTester(each, QAbstractItemModelTester.FailureReportingMode.Fatal) for each in models]
    for part in PARTS:
        page.show_link(Link("programme", None, part))
    page.show_link(Link("programme", None, "packages"))
    page.packages.table.setCurrentIndex(page.packages._model.index(1, 0))
    page.packages.add_activity()
    page.workspace.undo()
    with demo.change("Add project") as session:
        services.add_project(session, name="Another")
    page.show_link(Link("programme", page.choice.itemData(0), "packages"))
    assert len(testers) == 4


def test_markup_in_names_is_shown_to_the_letter(qtbot: QtBot, window: MainWindow, demo: Register) -> None:
    with demo.change("Hostile") as session:
        key = services.add_project(session, name=HOSTILE, acronym="<b>").id
        package = work_packages.add_package(session, key, title=HOSTILE).id
        work_packages.add_activity(session, package, title=HOSTILE)
        services.set_leads(session, package, [HOSTILE[:200]])
        services.set_partners(session, key, [HOSTILE[:200]])
        services.add_role(session, key, person_id=1, title="<img src=x>", organisation=HOSTILE[:200])
    for part in PARTS:
        window.visit(Link("programme", key, part))
        assert window.width() <= 1280
    page: Any = window.current_page()
    qtbot.waitUntil(lambda: page.packages._figures is not None)
    dialogs = [RoleDialog(page, page.workspace, page.roles._model.rows[0])]
    dialogs.append(LeadsDialog(page, page.workspace, page.packages._plan[0]))  # type: ignore[arg-type]
    for dialog in dialogs:
        dialog.show()
        assert dialog.width() < 800
    for label in window.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText, label.text()
    for table in page.findChildren(QTableView):
        shown = table.model()
        for row in range(shown.rowCount()):
            for column in range(shown.columnCount()):
                tip = shown.index(row, column).data(Qt.ItemDataRole.ToolTipRole)
                assert not tip or "<img" not in tip
                assert "\u202e" not in str(shown.index(row, column).data())
    for dialog in dialogs:
        dialog.close()
        dialog.deleteLater()


def unnamed(widget: QWidget) -> list[str]:
    kinds = (QAbstractButton, QComboBox, QLineEdit, QTableView, QListWidget)
    found = []
    for child in widget.findChildren(QWidget):
        takes = isinstance(child, kinds) and child.focusPolicy() != Qt.FocusPolicy.NoFocus
        if takes and child.isVisibleTo(widget) and not isinstance(child.parent(), QComboBox):
            interface = QAccessible.queryAccessibleInterface(child)
            if not (interface and interface.text(QAccessible.Text.Name)):
                found.append(f"{type(child).__name__} in {type(child.parent()).__name__}")
    return found


def test_everything_that_takes_the_keyboard_has_a_name(qtbot: QtBot, page: ProgrammePage) -> None:
    for part in PARTS:
        page.show_link(Link("programme", None, part))
        assert unnamed(page) == []
    dialogs: list[QDialog] = [
        RoleDialog(page, page.workspace),
        VenueDialog(page),
        LeadsDialog(page, page.workspace, page.packages._plan[0]),
    ]
    for dialog in dialogs:
        dialog.show()
        assert unnamed(dialog) == []
        dialog.close()
        dialog.deleteLater()


@pytest.mark.parametrize("part", PARTS)
def test_tab_goes_round_each_part(qtbot: QtBot, page: ProgrammePage, part: str) -> None:
    page.show_link(Link("programme", None, part))
    page.tabs.tabBar().setFocus()
    seen: list[Any] = []
    for _press in range(80):
        now: Any = QGuiApplication.focusObject()
        if now in seen:
            break
        seen.append(now)
        qtbot.keyClick(now, Qt.Key.Key_Tab)
    needed = {
        "packages": [page.packages.table, page.packages.events],
        "record": [page.record.fields["name"].editor, page.record.partners.list, page.record.partners.line],
        "roles": [page.roles.table],
        "venues": [page.venues.table],
    }[part]
    for widget in needed:
        assert widget in seen


def test_days_are_read_as_each_language_writes_them() -> None:
    from ui import format as formats

    day = dt.date(2026, 3, 9)
    for code in ("en", "fi", "sv", "hr"):
        speak(code)
        assert read_day(formats.day(day)) == day
        for text in ("2026-03-09", " 9.3.2026 ", "09.03.2026", "9/3/2026"):
            assert read_day(text) == day
    assert read_day("  ") is None
    for text in ("31.2.2026", "tomorrow", "9.3.26", "1.1.0001", "x" * 100_000):
        with pytest.raises(NotADay):
            read_day(text)


def test_a_day_is_chosen_from_a_calendar_by_keys(qtbot: QtBot) -> None:
    line = DayEdit()
    qtbot.addWidget(line)
    line.show()
    line.setText("9.3.2026")
    left: list[str] = []
    line.editingFinished.connect(lambda: left.append(line.text()))
    qtbot.keyClick(line, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    calendar = line.findChild(QCalendarWidget)
    assert calendar is not None
    assert calendar.selectedDate() == QDate(2026, 3, 9)
    calendar.activated.emit(QDate(2026, 3, 10))
    assert left[-1] == "10 Mar 2026"
    assert not calendar.isVisible()
    again = line.open_calendar()
    qtbot.keyClick(again, Qt.Key.Key_Escape)
    assert not again.isVisible()
    assert line.day() == dt.date(2026, 3, 10)
    assert line.mapToGlobal(QPoint(0, 0)) is not None
