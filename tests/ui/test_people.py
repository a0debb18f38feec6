"""People and organisations in the window, by keys."""

import datetime as dt
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QTableView, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from roundtables.model import Organisation, Person, PersonAddress
from roundtables.queries import person as person_queries
from roundtables.register import Register
from roundtables.services import people
from ui.dialogs.merge import MergeDialog
from ui.dialogs.new_person import NewOrganisationDialog, NewPersonDialog
from ui.links import Link
from ui.main_window import MainWindow
from ui.pages.people.page import PeoplePage

HOSTILE = "<img src='file:///etc/passwd'>" + "<table><tr><td>" * 18 + "\u202e" + "مرحبا" + "x" * 50


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow) -> PeoplePage:
    window.visit(Link("people"))
    # Keys reach commands only in the window that is active.
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    shown = window.current_page()
    assert isinstance(shown, PeoplePage)
    return shown


def type_into(qtbot: QtBot, editor: QWidget, text: str) -> None:
    line = editor.lineEdit() if isinstance(editor, QComboBox) else editor
    assert isinstance(line, QLineEdit)
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, text)
    qtbot.keyClick(line, Qt.Key.Key_Return)


def test_enter_goes_to_the_person_and_escape_back_to_the_list(qtbot: QtBot, page: PeoplePage) -> None:
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    assert page.detail.person_id == page.table.current_row().id
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert page.detail.isAncestorOf(page.focusWidget())
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Escape)
    assert page.table.hasFocus()


def test_every_field_is_a_step_and_what_is_wrong_stays_in_its_field(
    qtbot: QtBot, window: MainWindow, page: PeoplePage
) -> None:
    form = page.detail.form
    type_into(qtbot, form.fields["email"].editor, "not an address")
    assert "not an e-mail address" in form.fields["email"].error.text()
    type_into(qtbot, form.fields["phone"].editor, "+385 1 000")
    assert form.fields["email"].editor.text() == "not an address"
    assert "not an e-mail address" in form.fields["email"].error.text()
    assert window.workspace.register.undoable() == "Change person"
    type_into(qtbot, form.fields["email"].editor, "right@office.example")
    assert form.fields["email"].error.text() == ""
    assert "right@office.example" in page.detail._facts.whole_text()
    window.workspace.undo()
    window.workspace.undo()
    assert form.fields["phone"].editor.text() != "+385 1 000"


def test_a_country_is_typed_by_name_and_kept_as_its_code(qtbot: QtBot, demo: Register, page: PeoplePage) -> None:
    key = page.detail.person_id
    field = page.detail.form.fields["country"]
    for typed, kept in (("croatia", "HR"), ("se", "SE"), ("Ruritania", "SE"), ("", "")):
        type_into(qtbot, field.editor, typed or " ")
        with demo.read() as session:
            assert session.get_one(Person, key).country == kept
        assert bool(field.error.text()) == (typed == "Ruritania")
    field.editor.setCurrentIndex(field.editor.findData("FI"))
    field.editor.activated.emit(field.editor.currentIndex())
    type_into(qtbot, page.detail.form.fields["language"].editor, "Finnish")
    with demo.read() as session:
        assert (session.get_one(Person, key).country, session.get_one(Person, key).language) == ("FI", "fi")


def test_addresses_are_added_made_the_first_and_removed(qtbot: QtBot, demo: Register, page: PeoplePage) -> None:
    detail = page.detail
    first = detail.form.fields["email"].editor.text()
    line = detail.form.fields["address"]
    type_into(qtbot, line.editor, "broken")
    assert line.error.text()
    type_into(qtbot, line.editor, "further@office.example")
    assert (line.error.text(), line.editor.text()) == ("", "")
    buttons = {each.accessibleName(): each for each in detail.findChildren(QAbstractButton)}
    buttons["Write to further@office.example first"].click()
    assert detail.form.fields["email"].editor.text() == "further@office.example"
    buttons = {each.accessibleName(): each for each in detail.findChildren(QAbstractButton)}
    buttons[f"Remove {first}"].click()
    with demo.read() as session:
        assert session.scalars(select(PersonAddress)).all() == []
    page.workspace.undo()
    page.workspace.undo()
    assert detail.form.fields["email"].editor.text() == first


def test_needs_are_shown_only_when_asked_for_and_kept_with_consent(
    qtbot: QtBot, demo: Register, page: PeoplePage
) -> None:
    key = page.detail.person_id
    assert key is not None
    with demo.change("Needs") as session:
        people.set_needs(session, key, diet="Vegan", access="", consented_on=dt.date(2026, 3, 1))
    needs = page.detail.needs
    fields = needs.form.fields
    assert not needs.opened
    page.detail.tabs.setCurrentIndex(3)
    told = page.detail._history_model
    assert told.rowCount() == 1
    assert "Vegan" not in " ".join(told.index(0, number).data() for number in range(told.columnCount()))
    page.detail.tabs.setCurrentIndex(0)
    assert "Vegan" not in {each.text() for each in page.findChildren(QLineEdit)}
    page.show_needs()
    assert (fields["diet"].editor.text(), fields["consented_on"].editor.text()) == ("Vegan", "1 Mar 2026")
    type_into(qtbot, fields["consented_on"].editor, "yesterday")
    assert "not a date" in fields["consented_on"].error.text()
    type_into(qtbot, fields["consented_on"].editor, "2.3.2026")
    type_into(qtbot, fields["access"].editor, "Lift")
    with demo.read() as session:
        kept = person_queries.needs(session, key)
    assert kept == person_queries.NeedsRow("Vegan", "Lift", dt.date(2026, 3, 2))
    page.table.go_to(2)
    assert not needs.opened
    page.show_needs()
    type_into(qtbot, fields["diet"].editor, "Halal")
    assert "consent" in fields["consented_on"].error.text()
    assert fields["diet"].editor.text() == "Halal"
    qtbot.keyClick(fields["consented_on"].editor, Qt.Key.Key_Tab)
    type_into(qtbot, fields["consented_on"].editor, "2026-03-05")
    with demo.read() as session:
        assert person_queries.needs(session, page.detail.person_id or 0) is not None


def test_a_persons_events_open_and_their_history_is_read_when_looked_at(
    qtbot: QtBot, window: MainWindow, page: PeoplePage
) -> None:
    window.visit(Link("person", 1))
    detail = page.detail
    detail.tabs.setCurrentIndex(3)
    assert detail._history_model.rowCount() == 0
    type_into_name = detail.form.fields["job_title"].editor
    detail.tabs.setCurrentIndex(0)
    type_into(qtbot, type_into_name, "Chief")
    detail.tabs.setCurrentIndex(3)
    assert "Chief" in detail._history_model.index(0, 3).data()
    detail.tabs.setCurrentIndex(1)
    event = detail._event_model.rows[0].event_id
    qtbot.keyClick(detail.events, Qt.Key.Key_Return)
    assert window.current_page().record.id == event


def test_deleting_says_why_not_and_is_undone(qtbot: QtBot, window: MainWindow, page: PeoplePage) -> None:
    failed: list[str] = []
    window.workspace.failed.connect(failed.append)
    window.visit(Link("person", 1))
    page.detail.delete()
    assert "can't be deleted" in failed[0]
    assert page.detail.person_id == 1
    page.new_person()
    dialog = window.findChild(NewPersonDialog)
    assert dialog is not None
    dialog._agree()
    assert "needs a first name" in dialog.form.fields["last_name"].error.text()
    dialog.form.fields["last_name"].editor.setText("Brandnew")
    dialog._agree()
    new = page.detail.person_id
    assert page.detail._title.whole_text() == "Brandnew"
    page.detail.delete()
    assert page.detail.person_id is None
    window.workspace.undo()
    window.visit(Link("person", new))
    assert page.detail.person_id == new


def test_links_lead_to_parts_people_and_organisations(window: MainWindow, page: PeoplePage) -> None:
    window.visit(Link("people", part="organisations"))
    assert page.organisation_sides.isVisible()
    window.visit(Link("organisation", 3))
    assert page.organisation.organisation_id == 3
    assert page.organisations.table.current_row().id == 3
    window.visit(Link("person", 5))
    assert page.detail.isVisible()
    assert (page.detail.person_id, page.table.current_row().id) == (5, 5)
    failed: list[str] = []
    window.workspace.failed.connect(failed.append)
    window.visit(Link("person", 99_999))
    assert "no longer in the register" in failed[0]
    assert page.detail.person_id == 5


def test_organisations_are_narrowed_changed_added_and_not_deleted_in_use(
    qtbot: QtBot, window: MainWindow, page: PeoplePage, demo: Register
) -> None:
    window.visit(Link("people", part="organisations"))
    qtbot.keyClicks(page.organisations.words, "seta")
    qtbot.waitUntil(lambda: page.organisations.count() == 1)
    page.organisations.go_to_first()
    qtbot.keyClick(page.organisations.table, Qt.Key.Key_Return)
    detail = page.organisation
    type_into(qtbot, detail.form.fields["city"].editor, "Tampere")
    assert page.organisations.table.current_row().city == "Tampere"
    failed: list[str] = []
    window.workspace.failed.connect(failed.append)
    detail.delete()
    assert "still in use" in failed[0]
    page.new_organisation()
    dialog = window.findChild(NewOrganisationDialog)
    assert dialog is not None
    dialog.form.fields["name"].editor.setText("SETA ry")
    dialog._agree()
    assert "already" in dialog.form.fields["name"].error.text()
    dialog.form.fields["name"].editor.setText("Brand New Office")
    dialog._agree()
    new = detail.organisation_id
    assert detail._title.whole_text() == "Brand New Office"
    detail.delete()
    with demo.read() as session:
        assert session.get(Organisation, new) is None


def test_an_organisations_people_and_events_are_links(
    qtbot: QtBot, window: MainWindow, page: PeoplePage, demo: Register
) -> None:
    window.visit(Link("organisation", 1))
    detail = page.organisation
    detail.tabs.setCurrentIndex(1)
    detail.people.repaint()
    person = detail.people.current_row().id
    qtbot.keyClick(detail.people, Qt.Key.Key_Return)
    assert page.detail.person_id == person


def test_where_there_is_no_room_the_person_takes_the_place_of_the_list(
    qtbot: QtBot, window: MainWindow, demo: Register
) -> None:
    page = PeoplePage(window.workspace)
    qtbot.addWidget(page)
    page.resize(620, 700)
    page.show()
    qtbot.waitExposed(page)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    assert page.people_sides.narrow
    assert page.table.isVisible()
    assert not page.detail.isVisible()
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert page.detail.isVisible()
    assert not page.table.isVisible()
    qtbot.keyClick(page.detail.tabs, Qt.Key.Key_Escape)
    assert page.table.isVisible()
    page.resize(1100, 700)
    assert page.table.isVisible()
    assert page.detail.isVisible()


def test_the_splitter_stays_where_it_was_put(qtbot: QtBot, window: MainWindow, page: PeoplePage) -> None:
    split = page.people_sides._split
    split.moveSplitter(420, 1)
    split.splitterMoved.emit(420, 1)
    settings: QSettings = window.workspace.settings
    assert settings.value("people/splitter") is not None
    again = PeoplePage(window.workspace)
    qtbot.addWidget(again)
    again.resize(page.size())
    again.show()
    qtbot.waitExposed(again)
    qtbot.waitUntil(lambda: abs(again.people_sides._split.sizes()[0] - split.sizes()[0]) < 8)


def test_hostile_names_are_shown_to_the_letter_and_break_nothing(
    qtbot: QtBot, window: MainWindow, page: PeoplePage, demo: Register
) -> None:
    with demo.change("Hostile") as session:
        key = people.add(session, first_name="<b>x</b> & y", last_name="x" * 190, organisation=HOSTILE[:190]).id
        other = people.add(session, first_name="<b>x</b> & y", last_name="x" * 190, job_title=HOSTILE[:190]).id
        organisation = session.get_one(Person, key).organisation_id
    window.visit(Link("person", key))
    window.visit(Link("organisation", organisation))
    for number in range(3):
        page.organisation.tabs.setCurrentIndex(number)
    from ui.pages.people.merging import merge_people

    merge_people(page, window.workspace, key, other, page._merged_people)
    dialog = window.findChild(MergeDialog)
    assert dialog is not None
    assert dialog.sizeHint().width() < 1200
    assert window.width() <= 1280
    for label in window.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText, label.text()
        assert "\u202e" not in label.text()
    dialog.reject()


def named(widget: QWidget) -> bool:
    interface = QAccessible.queryAccessibleInterface(widget)
    return isinstance(widget.parent(), QComboBox) or bool(interface and interface.text(QAccessible.Text.Name))


def test_everything_that_takes_the_keyboard_has_a_name_and_the_models_keep_qts_rules(
    qtbot: QtBot, window: MainWindow, page: PeoplePage
) -> None:
    page.show_needs()
    qtbot.keyClicks(page.detail.form.fields["address"].editor, "x@y.example\r")
    for part in ("people", "organisations", "alike"):
        window.visit(Link("people", part=part))
        for tabs in (page.detail.tabs, page.organisation.tabs):
            for number in range(tabs.count()):
                tabs.setCurrentIndex(number)
                kinds = (QAbstractButton, QComboBox, QLineEdit, QTableView)
                found = [child for child in page.findChildren(QWidget) if isinstance(child, kinds)]
                takes = [each for each in found if each.focusPolicy() != Qt.FocusPolicy.NoFocus and each.isVisible()]
                assert [type(each).__name__ for each in takes if not named(each)] == []
    for table in page.findChildren(QTableView):
        if table.model() is not None and not isinstance(table.parent(), QComboBox):
            QAbstractItemModelTester(table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_organisations_of_the_register_are_offered_while_one_is_typed(qtbot: QtBot, page: PeoplePage) -> None:
    line = page.detail.form.fields["organisation"].editor
    assert isinstance(line, QLineEdit)
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "abo rad")
    offered = line.completer().model()
    assert [offered.index(at, 0).data() for at in range(offered.rowCount())] == ["Åbo Rådgivning rf"]


def test_tab_goes_round_the_page(qtbot: QtBot, page: PeoplePage) -> None:
    page.focus_filter()
    seen: list[Any] = []
    for _press in range(80):
        now = QGuiApplication.focusObject()
        if now in seen:
            break
        seen.append(now)
        qtbot.keyClick(now, Qt.Key.Key_Tab)
    assert seen[0] is QGuiApplication.focusObject()
    for widget in (page.table, page.tabs.tabBar(), page.detail.tabs.tabBar(), *page.detail.findChildren(QLineEdit)):
        assert widget in seen or not widget.isVisible() or widget.parent() in seen
