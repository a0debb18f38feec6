"""Catering: an occasion with its guests, and the sheet that is handed over, read again by a second reader."""

import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select

from roundtables import money
from roundtables.errors import Expected, NothingThere
from roundtables.formats.sheets.saving import STAMP
from roundtables.model import Catering, CateringGuest, Cost, HandOver, Organisation
from roundtables.queries import catering as queries
from roundtables.queries import events as event_rows
from roundtables.register import Register
from roundtables.services import attendance, catering, costs, events, fields, hand_overs, participants, programme
from roundtables.terms import CateringKind, CostKind, CountedBy, HandOverKind, Presence

GivenEvent = Callable[..., int]
GivenParticipants = Callable[..., list[int]]
NOON = dt.datetime(2026, 12, 1, 12)
AT = dt.datetime(2026, 12, 4, 8, 30, tzinfo=dt.UTC)


def do(register: Register, work: Callable[..., Any], *arguments: Any, **values: Any) -> Any:
    with register.change("Catering") as session:
        found = work(session, *arguments, **values)
        return found.id if hasattr(found, "id") else found


@pytest.fixture
def lunch(register: Register, given_event: GivenEvent, given_participants: GivenParticipants) -> int:
    """An occasion on the first of two days, on which four of six were present, with its cost."""
    with register.change("Project") as session:
        project = programme.add_project(
            session, name="=Project", cost_centre="KP-1", project_code="P-2", activity_code="T-3", account="4330"
        ).id
    event = given_event(project_id=project)
    keys = [*given_participants(event, 3), *given_participants(event, 3, organisation="Čakovec NGO")]
    with register.change("Attendance") as session:
        slots = event_rows.slots(session, event)
        attendance.mark(session, slots[0].id, keys[1:5], Presence.PRESENT)
        attendance.mark(session, slots[1].id, keys[5:], Presence.PRESENT)
        return catering.add(
            session,
            event,
            purpose="Lunch",
            agenda="10.00 Opening\n12.00 Lunch\n=cmd",
            served=NOON,
            place="Restaurant",
            slot_id=slots[0].id,
            invoice_number="A-1",
            amount="100,01",
            kind=CateringKind.REPRESENTATION,
        ).id


def event_of(register: Register, key: int) -> int:
    with register.read() as session:
        return catering.get(session, key).event_id


def test_the_guests_are_those_who_were_present_in_the_slot(register: Register, lunch: int) -> None:
    with register.read() as session:
        row = queries.listing(session, event_of(register, lunch))[0]
        names = [guest.first_name for guest in queries.guests(session, lunch)]
    assert (row.guests, row.purpose, row.served, row.kind) == (4, "Lunch", NOON, CateringKind.REPRESENTATION)
    assert (row.amount_cents, row.currency) == (10001, "EUR")
    assert names == ["Given0", "Given1", "Given1", "Given2"]
    with register.read() as session:
        cost = session.scalars(select(Cost)).one()
        assert (cost.kind, cost.invoice_number, cost.description) == (CostKind.CATERING, "A-1", "Lunch")


def test_guests_are_changed_and_without_a_slot_all_who_came_are_meant(register: Register, lunch: int) -> None:
    event = event_of(register, lunch)
    with register.read() as session:
        keys = queries.served(session, lunch)
    do(register, catering.change, lunch, guests=keys[:2], purpose="Coffee")
    with register.read() as session:
        assert queries.served(session, lunch) == keys[:2]
    with pytest.raises(NothingThere):
        do(register, catering.set_guests, lunch, [*keys, 4711])
    other = do(register, catering.add, event, purpose="Dinner")
    with register.read() as session:
        assert len(queries.served(session, other)) == 5
        assert queries.occasion(session, other).served == dt.datetime(2026, 12, 1, 9)  # type: ignore[union-attr]
    register.undo()
    register.undo()
    with register.read() as session:
        assert queries.served(session, lunch) == keys


def test_what_can_t_be_taken_is_said_at_its_field_and_nothing_is_written(
    register: Register, lunch: int, given_event: GivenEvent
) -> None:
    event = event_of(register, lunch)
    for values, error, field in (
        ({"purpose": " "}, fields.TextMissing, "purpose"),
        ({"purpose": "x", "amount": "-1"}, money.NegativeAmount, "amount"),
        ({"purpose": "x", "amount": "ten"}, money.NotAnAmount, "amount"),
    ):
        with pytest.raises(error) as told:
            do(register, catering.add, event, **values)
        assert told.value.field == field
    elsewhere = given_event()
    with register.read() as session:
        slot = event_rows.slots(session, event)[0].id
        cost = session.scalars(select(Cost.id)).one()
    with pytest.raises(NothingThere):
        do(register, catering.add, elsewhere, purpose="x", slot_id=slot)
    with pytest.raises(NothingThere):
        do(register, catering.add, elsewhere, purpose="x", cost_id=cost)
    with register.read() as session:
        assert session.scalar(select(func.count(Catering.id))) == 1
        assert session.scalar(select(func.count(Cost.id))) == 1


def test_an_occasion_stays_when_its_day_or_its_cost_goes_and_undo_brings_them_back(
    register: Register, lunch: int
) -> None:
    event = event_of(register, lunch)
    with register.read() as session:
        slot = catering.get(session, lunch).slot_id
        cost = catering.get(session, lunch).cost_id
        slots = event_rows.slots(session, event)
        here = queries.present(session, event, None)
    with register.change("Clear") as session:
        for each in slots:
            attendance.mark(session, each.id, here, Presence.UNKNOWN)
    do(register, events.change, event, counted_by=CountedBy.WHOLE)
    do(register, costs.remove, [cost])
    with register.read() as session:
        row = queries.occasion(session, lunch)
        assert row is not None
        assert (row.slot_id, row.cost_id, row.guests) == (None, None, 4)
    register.undo()
    register.undo()
    with register.read() as session:
        row = queries.occasion(session, lunch)
        assert row is not None
        assert (row.slot_id, row.cost_id) == (slot, cost)


def test_who_is_taken_off_the_event_is_no_guest_and_undo_brings_them_back(register: Register, lunch: int) -> None:
    with register.read() as session:
        keys = queries.served(session, lunch)
    do(register, participants.remove, keys[:1])
    with register.read() as session:
        assert queries.served(session, lunch) == keys[1:]
    register.undo()
    with register.read() as session:
        assert queries.served(session, lunch) == keys


def test_an_event_goes_with_its_occasions_and_comes_back_with_them(register: Register, lunch: int) -> None:
    do(register, events.delete, event_of(register, lunch))
    with register.read() as session:
        assert session.scalar(select(func.count(CateringGuest.id))) == 0
    register.undo()
    with register.read() as session:
        assert len(queries.served(session, lunch)) == 4
    do(register, catering.remove, [lunch])
    with register.read() as session:
        assert session.scalar(select(func.count(Cost.id))) == 1
        assert session.scalar(select(func.count(CateringGuest.id))) == 0
    register.undo()
    with register.read() as session:
        assert len(queries.served(session, lunch)) == 4


def hand_over(register: Register, key: int, path: Path, code: str = "en") -> HandOver:
    with register.change("Hand over", undoable=False) as session:
        return catering.hand_over_sheet(session, key, path, code, for_whom="Finance", by="me", at=AT)


def undo_all(register: Register) -> None:
    """Undo until that is refused."""
    for _step in range(20):
        register.undo()


def cells(path: Path) -> list[list[Any]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)


def test_the_sheet_says_what_the_accounts_ask(register: Register, lunch: int, tmp_path: Path) -> None:
    with register.change("Own") as session:
        ngo = session.scalars(select(Organisation).where(Organisation.name == "Čakovec NGO")).one()
        costs.change(session, catering.get(session, lunch).cost_id or 0, payer=ngo.name, budget_line="C.2")
    path = tmp_path / "sheet.xlsx"
    hand_over(register, lunch, path)
    rows = cells(path)
    said = {row[0]: row[2] for row in rows if row[0]}
    assert said["Entered as"] == "Representation"
    assert (said["Purpose"], said["Place"], said["Invoice number"]) == ("Lunch", "Restaurant", "A-1")
    assert (said["Cost centre"], said["Project code"], said["Activity code"], said["Account"]) == (
        *("KP-1", "P-2"),
        *("T-3", "4330"),
    )
    assert said["Project"] == "=Project"
    assert (said["Amount"], said["Amount per person"]) == (100.01, 25.0)
    assert (said["Organisation"], said["Paid by"], said["Budget line"]) == ("Čakovec NGO", "Čakovec NGO", "C.2")
    assert said["Served"] == dt.datetime(2026, 12, 1, 12)
    assert said["Handed over"] == dt.datetime(2026, 12, 4, 10, 30)
    agenda = next(number for number, row in enumerate(rows) if row[0] == "Agenda")
    assert [rows[agenda + at][2] for at in range(3)] == ["10.00 Opening", "12.00 Lunch", "=cmd"]
    heading = next(number for number, row in enumerate(rows) if row[0] == "No.")
    assert [(row[1], row[3], row[5]) for row in rows[heading + 1 : heading + 5]] == [
        ("Family0", "Čakovec NGO", "Own organisation"),
        ("Family1", "Čakovec NGO", "Own organisation"),
        ("Family1", "River Office", "Guest"),
        ("Family2", "River Office", "Guest"),
    ]
    assert "4 people were served   Own organisation: 2   Guests: 2" in said
    assert any(str(row[0]).startswith("Approved by") for row in rows)
    assert not any("@" in str(cell) for row in rows for cell in row)


def test_the_sheet_is_entered_as_handed_over_and_not_undone(register: Register, lunch: int, tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    hand_over(register, lunch, path)
    with register.read() as session:
        entry = session.scalars(select(HandOver)).one()
        assert (entry.kind, entry.event_reference, entry.participants) == (HandOverKind.CATERING_SHEET, "E0.1", 4)
        assert hand_overs.verify(session, path).known
    with pytest.raises(Expected):
        undo_all(register)
    with register.read() as session:
        assert session.scalar(select(func.count(HandOver.id))) == 1


@pytest.mark.parametrize("code", ["en", "fi", "sv", "hr"])
def test_the_same_state_makes_the_same_bytes_in_each_language(
    register: Register, lunch: int, tmp_path: Path, code: str
) -> None:
    from io import BytesIO

    from roundtables.formats.sheets.catering_sheet import write_catering_sheet
    from roundtables.formats.sheets.documents import HandOverNote
    from roundtables.words import language

    made = []
    for _round in range(2):
        with register.read() as session:
            note = HandOverNote(AT, "Europe/Helsinki", "me", "Finance", 7, "sheet.xlsx")
            out = BytesIO()
            write_catering_sheet(catering.sheet_document(session, lunch, note), out, language(code))
            made.append(out.getvalue())
    assert made[0] == made[1]
    # And they would be the same at another hour: nothing in the file is of the clock.
    with zipfile.ZipFile(BytesIO(made[0])) as archive:
        assert {member.date_time for member in archive.infolist()} == {STAMP}
        assert archive.read("docProps/core.xml").count(b"2026-12-04T08:30:00Z") == 2
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(made[0])
    amount = language(code).gettext("Amount")
    sheet: Any = openpyxl.load_workbook(path).active
    shown = next(row[2] for row in sheet.iter_rows() if row[0].value == amount)
    assert (shown.value, shown.data_type, "€" in shown.number_format) == (100.01, "n", True)


def test_what_is_not_known_is_left_to_be_written_on_the_sheet(
    register: Register, given_event: GivenEvent, tmp_path: Path
) -> None:
    key = do(register, catering.add, given_event(), purpose="Coffee")
    path = tmp_path / "sheet.xlsx"
    hand_over(register, key, path)
    said = {row[0]: row[2] for row in cells(path) if row[0]}
    assert (said["Amount"], said["Amount per person"], said["Invoice number"], said["Agenda"]) == ("", "", "", "")
    assert "0 people were served   Own organisation: 0   Guests: 0" in said


def test_another_currency_is_shown_with_its_rate_and_source(register: Register, lunch: int, tmp_path: Path) -> None:
    with register.change("Rate") as session:
        key = catering.get(session, lunch).cost_id or 0
        costs.change(session, key, currency="SEK", rate="11,5", rate_source="ECB")
    path = tmp_path / "sheet.xlsx"
    hand_over(register, lunch, path)
    said = {row[0]: row[2] for row in cells(path) if row[0]}
    assert (said["In euro"], said["Exchange rate"]) == (8.7, "11.5 ECB")
