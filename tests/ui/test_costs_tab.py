"""The Costs tab: entered by keys, edited in place, added up, with unit costs, rate tables and catering."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from roundtables.queries import catering as catering_rows
from roundtables.queries import costs as queries
from roundtables.queries import events as event_rows
from roundtables.queries import participants
from roundtables.queries import rates as rate_rows
from roundtables.queries.costs import CostRow
from roundtables.register import Register
from roundtables.services import attendance, catering, costs, hand_overs, rates, sessions
from roundtables.terms import CostKind, Presence
from roundtables.words import speak
from ui.dialogs.catering import CateringDialog
from ui.dialogs.cost import EACH, EACH_PRESENT, CostDialog
from ui.dialogs.export import ExportDialog
from ui.dialogs.rate_import import RateImportDialog
from ui.dialogs.rate_tables import RateTablesDialog
from ui.dialogs.unit_cost import UnitCostDialog
from ui.links import Link
from ui.main_window import MainWindow
from ui.models.costs import COLUMNS, CostsModel, TotalsModel, explained, total_rows

NAMES = [column.name for column in COLUMNS]


@pytest.fixture
def event(register: Register, given_event: Callable[..., int], given_participants: Callable[..., list[int]]) -> int:
    """An event with three participants, two of whom were there."""
    event = given_event()
    keys = given_participants(event, 3)
    with register.change("Attendance") as session:
        attendance.mark(session, event_rows.slots(session, event)[0].id, keys[:2], Presence.PRESENT)
    return event


@pytest.fixture
def tab(shown: MainWindow, event: int) -> Any:
    """The tab of that event."""
    shown.visit(Link("event", event, "costs"))
    return shown.current_page().tab("costs")


def rows(window: MainWindow, event: int) -> list[CostRow]:
    with window.workspace.read() as session:
        return queries.listing(session, [event])


def add(window: MainWindow, event: int, **values: Any) -> int:
    with window.workspace.change("Add cost") as session:
        return costs.add(session, event, **values).id


def opened(window: MainWindow, kind: type[Any]) -> Any:
    return next(each for each in window.findChildren(kind) if each.isVisible())


def cell(tab: Any, row: int, name: str) -> Any:
    return tab.table.model().index(row, NAMES.index(name))


def type_into(qtbot: QtBot, tab: Any, row: int, name: str, text: str) -> QLineEdit:
    """Edit a cell with F2 and Enter."""
    tab.table.setFocus()
    tab.table.setCurrentIndex(cell(tab, row, name))
    qtbot.keyClick(tab.table, Qt.Key.Key_F2)
    editor = next(each for each in tab.table.viewport().findChildren(QLineEdit) if not each.isHidden())
    editor.setText(text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    return editor


def test_a_cost_is_added_by_keys_and_undone(qtbot: QtBot, shown: MainWindow, tab: Any, event: int) -> None:
    tab.add()
    dialog = opened(shown, CostDialog)
    fields = dialog.form.fields
    qtbot.keyClicks(fields["description"].editor, "Hall")
    qtbot.keyClicks(fields["actual"].editor, "1 234,50")
    qtbot.keyClick(fields["actual"].editor, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    row = rows(shown, event)[0]
    assert (row.description, row.actual_cents, row.currency, row.kind) == ("Hall", 123450, "EUR", CostKind.TRAVEL)
    assert cell(tab, 0, "actual").data() == "1,234.50"
    shown.undo()
    assert rows(shown, event) == []


def test_what_can_t_be_taken_is_said_at_its_field_and_stays(
    qtbot: QtBot, shown: MainWindow, tab: Any, event: int
) -> None:
    tab.add()
    dialog = opened(shown, CostDialog)
    for key, text, words in (
        ("estimate", "-5", "below nought"),
        ("actual", "ten", "not an amount"),
        ("currency", "XYZ", "not a currency"),
        ("rate", "0", "not an exchange rate"),
        ("incurred_on", "someday", "not a date"),
    ):
        dialog.form.fields["currency"].editor.setText("SEK")
        editor = dialog.form.fields[key].editor
        editor.setText(text)
        dialog._agree()
        assert dialog.isVisible()
        assert words in dialog.form.fields[key].error.text()
        assert editor.text() == text
        editor.setText("")
    assert rows(shown, event) == []
    dialog.reject()


def test_euro_need_no_rate_and_another_currency_asks_for_one(shown: MainWindow, tab: Any) -> None:
    tab.add()
    dialog = opened(shown, CostDialog)
    rate, currency = dialog.form.fields["rate"].editor, dialog.form.fields["currency"].editor
    assert not rate.isEnabled()
    currency.setText("sek")
    assert rate.isEnabled()
    rate.setText("11,2")
    currency.setText("EUR")
    assert (rate.isEnabled(), rate.text()) == (False, "")
    dialog.reject()


def test_very_many_are_added_behind_the_dialog_which_says_what_went_wrong(
    qtbot: QtBot, shown: MainWindow, tab: Any, event: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.dialogs.cost.AT_ONCE", 1)
    tab.add()
    dialog = opened(shown, CostDialog)
    editor = dialog.form.fields["person_id"].editor
    editor.setCurrentIndex(editor.findData(EACH))
    dialog.form.fields["estimate"].editor.setText("-1")
    dialog._agree()
    qtbot.waitUntil(lambda: "below nought" in dialog._error.text())
    assert dialog.isEnabled()
    dialog.form.fields["estimate"].editor.setText("1")
    dialog._agree()
    qtbot.waitUntil(lambda: len(rows(shown, event)) == 3)
    qtbot.waitUntil(lambda: not shown.findChildren(CostDialog) or not dialog.isVisible())


@pytest.mark.parametrize(("whose", "number"), [(EACH_PRESENT, 2), (EACH, 3), (None, 1)])
def test_everybody_who_was_there_gets_the_same_in_one_step(
    shown: MainWindow, tab: Any, event: int, whose: Any, number: int
) -> None:
    tab.add()
    dialog = opened(shown, CostDialog)
    editor = dialog.form.fields["person_id"].editor
    editor.setCurrentIndex(editor.findData(whose))
    dialog.form.fields["estimate"].editor.setText("51")
    dialog._agree()
    assert [row.estimate_cents for row in rows(shown, event)] == [5100] * number
    shown.undo()
    assert rows(shown, event) == []


def test_amounts_and_invoices_are_edited_in_place(qtbot: QtBot, shown: MainWindow, tab: Any, event: int) -> None:
    add(shown, event, kind=CostKind.VENUE, estimate="100", actual="90")
    said: list[str] = []
    shown.workspace.failed.connect(said.append)
    type_into(qtbot, tab, 0, "actual", "95,5")
    type_into(qtbot, tab, 0, "invoice", "A-7")
    type_into(qtbot, tab, 0, "date", "2026-12-01")
    row = rows(shown, event)[0]
    assert (row.actual_cents, row.invoice_number, row.incurred_on) == (9550, "A-7", dt.date(2026, 12, 1))
    editor = type_into(qtbot, tab, 0, "actual", "-1")
    assert rows(shown, event)[0].actual_cents == 9550
    assert editor.text() == "-1"
    assert "below nought" in said[-1]
    assert "“-1”" in said[-1]
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    shown.undo()
    assert rows(shown, event)[0].incurred_on is None


def test_a_cost_is_changed_in_its_form_and_its_rate_stays(shown: MainWindow, tab: Any, event: int) -> None:
    add(shown, event, actual="100", currency="SEK", rate="11.5", rate_source="ECB", invoice_number="1")
    tab.table.go_to(0)
    tab.edit()
    dialog = opened(shown, CostDialog)
    assert dialog.form.fields["actual"].editor.text() == "100.00"
    dialog.form.fields["invoice_number"].editor.setText("2")
    dialog._agree()
    row = rows(shown, event)[0]
    assert (row.invoice_number, row.rate, row.rate_source, row.actual_cents) == ("2", "11.5", "ECB", 10000)


def test_what_was_changed_elsewhere_meanwhile_is_not_put_back(shown: MainWindow, tab: Any, event: int) -> None:
    key = add(shown, event, actual="100", currency="SEK", rate="11.5", rate_source="ECB")
    tab.table.go_to(0)
    tab.edit()
    dialog = opened(shown, CostDialog)
    with shown.workspace.change("Elsewhere") as session:
        costs.change(session, key, invoice_number="A-1")
    dialog.form.fields["description"].editor.setText("Taxi")
    dialog._agree()
    row = rows(shown, event)[0]
    assert (row.description, row.invoice_number, row.rate) == ("Taxi", "A-1", "11.5")
    tab.edit()
    dialog = opened(shown, CostDialog)
    dialog.form.fields["currency"].editor.setText("NO")
    assert dialog.form.fields["rate"].editor.text() == "11.5"
    dialog.form.fields["currency"].editor.setText("NOK")
    assert dialog.form.fields["rate"].editor.text() == ""
    dialog._agree()
    assert (rows(shown, event)[0].currency, rows(shown, event)[0].rate) == ("NOK", "")


def test_costs_add_up_in_euro_and_what_is_missing_is_said(shown: MainWindow, tab: Any, event: int) -> None:
    add(shown, event, kind=CostKind.TRAVEL, estimate="100", actual="120", invoice_number="1")
    add(shown, event, kind=CostKind.TRAVEL, actual="112,35", currency="SEK", rate="11.235", rate_source="ECB")
    add(shown, event, kind=CostKind.CATERING, actual="5", currency="NOK", invoice_number="2")
    model = tab.totals.model()
    said = [[model.index(row, column).data() for column in range(4)] for row in range(model.rowCount())]
    assert said == [
        ["Total", "100.00", "130.00", "+30.00"],
        ["Travel", "100.00", "130.00", "+30.00"],
        ["Catering", "0.00", "0.00", "0.00"],
    ]
    assert "1 cost in another currency has no exchange rate and is left out of the totals." in tab._missing.text()
    assert "1 cost has no invoice number." in tab._missing.text()
    assert cell(tab, 2, "euro").data() == "No rate"
    tab.table.go_to(1)
    assert tab._explained.text() == "112.35 SEK at 11.235 SEK for one euro (ECB) are 10.00 euro"
    assert cell(tab, 0, "actual").data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight


def test_totals_are_shown_by_person_and_budget_line_too(shown: MainWindow, tab: Any, event: int) -> None:
    with shown.workspace.read() as session:
        person = participants.listing(session, event)[0]
    add(shown, event, kind=CostKind.TRAVEL, person_id=person.person_id, actual="10", budget_line="B.1")
    add(shown, event, kind=CostKind.VENUE, actual="20")

    def shown_by(name: str) -> list[tuple[str, str]]:
        tab.by.setCurrentIndex(tab.by.findData(name))
        tab.by.activated.emit(tab.by.currentIndex())
        model = tab.totals.model()
        return [(model.index(row, 0).data(), model.index(row, 2).data()) for row in range(model.rowCount())]

    assert shown_by("person") == [("Total", "30.00"), ("All together", "20.00"), (person.name, "10.00")]
    assert shown_by("budget_line") == [("Total", "30.00"), ("Without a budget line", "20.00"), ("B.1", "10.00")]
    assert shown_by("kind") == [("Total", "30.00"), ("Travel", "10.00"), ("Venue hire", "20.00")]


def test_costs_are_copied_and_removed_by_keys(qtbot: QtBot, shown: MainWindow, tab: Any, event: int) -> None:
    add(shown, event, actual="10", invoice_number="A-1")
    tab.looked_at()
    qtbot.keyClick(tab.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert [row.invoice_number for row in rows(shown, event)] == ["A-1", ""]
    tab.table.selectAll()
    qtbot.keyClick(tab.table, Qt.Key.Key_Delete)
    assert rows(shown, event) == []
    shown.undo()
    assert len(rows(shown, event)) == 2


def test_the_rate_is_shown_with_its_decision_before_it_is_taken(shown: MainWindow, tab: Any, event: int) -> None:
    tab.add_unit_cost()
    dialog = opened(shown, UnitCostDialog)
    km = dialog.form.fields["km"].editor
    km.setText("1830")
    assert "No rate table for “Travel” holds on 1 Dec 2026" in dialog.found.text()
    dialog.reject()
    with shown.workspace.change("Example") as session:
        rates.take_over_example(session)
    tab.add_unit_cost()
    dialog = opened(shown, UnitCostDialog)
    km, who = dialog.form.fields["km"].editor, dialog.form.fields["person_id"].editor
    km.setText("1830")
    assert "C(2021)35" in dialog.found.text()
    assert dialog.found.text().endswith("1,601–2,000 km, 295.00 EUR")
    km.setText("120")
    assert "less than the 400 km" in dialog.found.text()
    dialog._agree()
    assert dialog.isVisible()
    assert rows(shown, event) == []
    km.setText("500")
    who.setCurrentIndex(who.findData(EACH_PRESENT))
    dialog._agree()
    found = rows(shown, event)
    assert [(row.actual_cents, row.distance_km, row.decision) for row in found] == [(19600, 500, "C(2021)35")] * 2
    assert explained(found[0]) == "Unit cost for 500 km by C(2021)35"
    shown.undo()
    assert rows(shown, event) == []


def test_rate_tables_are_taken_over_changed_and_removed(qtbot: QtBot, shown: MainWindow, tab: Any) -> None:
    tab.open_rates()
    dialog = opened(shown, RateTablesDialog)
    dialog.take_over_example()
    assert dialog.table.model().rowCount() == 1
    assert dialog.bands.model().rowCount() == 12
    dialog.take_over_example()
    assert "is here already" in dialog._error.text()
    until = dialog.form.fields["valid_until"].editor
    until.setText("2020-01-01")
    until.editingFinished.emit()
    assert "before the first day" in dialog.form.fields["valid_until"].error.text()
    until.setText("2023-07-25")
    until.editingFinished.emit()
    with shown.workspace.read() as session:
        assert rate_rows.tables(session)[0].valid_until == dt.date(2023, 7, 25)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.table.setFocus()
    qtbot.keyClick(dialog.table, Qt.Key.Key_Delete)
    assert dialog.table.model().rowCount() == 0
    dialog.reject()
    shown.undo()
    with shown.workspace.read() as session:
        assert len(rate_rows.tables(session)) == 1


def test_a_table_that_costs_were_chosen_from_is_not_removed(shown: MainWindow, tab: Any, event: int) -> None:
    with shown.workspace.change("Unit cost") as session:
        rates.take_over_example(session)
        unit = rates.rate_for(session, CostKind.TRAVEL, 500, dt.date(2026, 12, 1))
        costs.add_unit_costs(session, event, [None], unit, 500)
    tab.open_rates()
    dialog = opened(shown, RateTablesDialog)
    dialog.remove()
    assert "1 cost was chosen from C(2021)35" in dialog._error.text()
    dialog.reject()


def test_a_rate_table_is_looked_at_before_it_is_taken(
    qtbot: QtBot, shown: MainWindow, tab: Any, tmp_path: Path
) -> None:
    path = tmp_path / "rates.csv"
    path.write_text("From km;To km;Amount\n100;200;10\n150;300;20\n", encoding="utf-8")
    dialog = RateImportDialog(shown, shown.workspace)
    dialog.open()
    dialog.read(path)
    qtbot.waitUntil(lambda: dialog.table.model().rowCount() == 2)
    assert "the bands overlap" in dialog.error.text()
    assert not dialog._yes.isEnabled()
    path.write_text("From km;To km;Amount\n100;200;10\n251;300;20\n", encoding="utf-8")
    dialog.read(path)
    qtbot.waitUntil(dialog._yes.isEnabled)
    assert "There is no rate from 201 to 250 km" in dialog.told.text()
    dialog._agree()
    assert "can't be left empty" in dialog.form.fields["decision"].error.text()
    dialog.form.fields["decision"].editor.setText("D(1)")
    dialog.form.fields["name"].editor.setText("Bus")
    dialog._agree()
    assert "first day" in dialog.form.fields["valid_from"].error.text()
    dialog.form.fields["valid_from"].editor.setText("2026-01-01")
    dialog._agree()
    with shown.workspace.read() as session:
        found = rate_rows.tables(session)[0]
    assert (found.decision, found.name, [band.cents for band in found.bands]) == ("D(1)", "Bus", [1000, 2000])
    path.write_text("Name;Email\nA;a@office.example\n", encoding="utf-8")
    other = RateImportDialog(shown, shown.workspace)
    other.open()
    other.read(path)
    qtbot.waitUntil(lambda: "no heading row" in other.error.text())
    other.reject()


def test_catering_begins_with_those_present_and_its_sheet_is_handed_over(
    qtbot: QtBot, shown: MainWindow, tab: Any, event: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab.catering.add()
    dialog = opened(shown, CateringDialog)
    assert len(dialog.chosen()) == 2
    dialog._agree()
    assert "can't be left empty" in dialog.form.fields["purpose"].error.text()
    dialog.form.fields["purpose"].editor.setText("Lunch")
    dialog.form.fields["amount"].editor.setText("40")
    item = dialog.guests.item(2)
    item.setCheckState(Qt.CheckState.Checked)
    dialog._agree()
    assert not dialog.isVisible()
    with shown.workspace.read() as session:
        row = catering_rows.listing(session, event)[0]
    assert (row.purpose, row.guests, row.amount_cents) == ("Lunch", 3, 4000)
    assert tab.catering._missing.text() == "Missing on its sheet: Agenda, Invoice number"
    out = tmp_path / "E0.1 Catering sheet.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(out), ""))
    tab.catering.write_sheet()
    opened(shown, ExportDialog).accept()
    qtbot.waitUntil(lambda: out.exists() and not shown.workspace.is_busy())
    with shown.workspace.read() as session:
        assert hand_overs.verify(session, out).known
    tab.catering.edit()
    dialog = opened(shown, CateringDialog)
    assert len(dialog.chosen()) == 3
    dialog.form.fields["agenda"].editor.setPlainText("Opening\nLunch")
    dialog._agree()
    with shown.workspace.read() as session:
        assert catering_rows.listing(session, event)[0].agenda == "Opening\nLunch"


def test_catering_begins_with_the_event_s_own_agenda(shown: MainWindow, tab: Any, event: int) -> None:
    day = dt.datetime(2026, 12, 1)
    with shown.workspace.change("Session") as session:
        sessions.add(session, event, title="Opening", starts=day.replace(hour=9), ends=day.replace(hour=10))
        sessions.add(session, event, title="Lunch", starts=day.replace(hour=12), ends=day.replace(hour=13))
    tab.catering.add()
    dialog = opened(shown, CateringDialog)
    assert dialog.form.fields["agenda"].value() == "09:00 Opening\n12:00 Lunch"
    dialog.reject()


def test_another_day_has_other_guests_unless_they_were_chosen_by_hand(shown: MainWindow, tab: Any, event: int) -> None:
    tab.catering.add()
    dialog = opened(shown, CateringDialog)
    slot = dialog.form.fields["slot_id"].editor
    slot.setCurrentIndex(2)
    slot.activated.emit(2)
    assert dialog.chosen() == []
    slot.setCurrentIndex(1)
    slot.activated.emit(1)
    assert len(dialog.chosen()) == 2
    dialog.guests.item(0).setCheckState(Qt.CheckState.Unchecked)
    slot.setCurrentIndex(2)
    slot.activated.emit(2)
    assert len(dialog.chosen()) == 1
    dialog.reject()


def test_an_occasion_is_removed_by_keys_and_its_cost_stays(
    qtbot: QtBot, shown: MainWindow, tab: Any, event: int
) -> None:
    with shown.workspace.change("Catering") as session:
        catering.add(session, event, purpose="Lunch", amount="40")
    tab.catering.table.setFocus()
    qtbot.keyClick(tab.catering.table, Qt.Key.Key_Delete)
    with shown.workspace.read() as session:
        assert catering_rows.listing(session, event) == []
    assert len(rows(shown, event)) == 1


def test_what_was_typed_in_a_cell_survives_a_change_from_elsewhere(
    qtbot: QtBot, shown: MainWindow, tab: Any, event: int
) -> None:
    add(shown, event, actual="10")
    tab.table.setFocus()
    tab.table.setCurrentIndex(cell(tab, 0, "invoice"))
    qtbot.keyClick(tab.table, Qt.Key.Key_F2)
    editor = next(each for each in tab.table.viewport().findChildren(QLineEdit) if not each.isHidden())
    editor.setText("A-1")
    with shown.workspace.change("Elsewhere") as session:
        costs.change(session, rows(shown, event)[0].id, description="Taxi")
    assert editor.text() == "A-1"
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert (rows(shown, event)[0].invoice_number, rows(shown, event)[0].description) == ("A-1", "Taxi")


def test_amounts_are_typed_as_the_window_s_language_writes_them(
    qtbot: QtBot, shown: MainWindow, tab: Any, event: int
) -> None:
    add(shown, event, actual="1234,5")
    speak("hr")
    assert cell(tab, 0, "actual").data() == "1.234,50"
    type_into(qtbot, tab, 0, "actual", "2.000,25")
    assert rows(shown, event)[0].actual_cents == 200025


def test_the_tables_keep_the_rules_of_item_models(qtbot: QtBot, shown: MainWindow, tab: Any, event: int) -> None:
    models = CostsModel(), TotalsModel()
    testers = [QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal) for model in models]
    add(shown, event, actual="10")
    add(shown, event, kind=CostKind.VENUE, estimate="20", currency="SEK")
    models[0].show(rows(shown, event))
    models[1].show(total_rows(queries.totals(rows(shown, event)), "kind"))
    for name in NAMES:
        models[0].sort_by(((name, True),))
    models[0].show([])
    assert testers
    assert QAccessible.queryAccessibleInterface(tab.table).text(QAccessible.Text.Name) == "Costs"
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_a_name_that_looks_like_markup_is_shown_as_text(shown: MainWindow, tab: Any, event: int) -> None:
    add(shown, event, description="<img src='file:///etc/hostname'>", rate_source="<b>", currency="SEK", rate="2")
    assert cell(tab, 0, "description").data() == "<img src='file:///etc/hostname'>"
    assert tab._explained.textFormat() == Qt.TextFormat.PlainText
