"""The two spreadsheets that go out, read back by a second library and by openpyxl."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from roundtables.formats.sheets import cells
from roundtables.formats.sheets.attendance_list import write_attendance_list
from roundtables.formats.sheets.documents import (
    AttendanceDocument,
    AttendanceRow,
    EventHead,
    HandOverNote,
    MarkCell,
    SignInDocument,
    SignInRow,
    SlotHead,
    figures,
)
from roundtables.formats.sheets.layout import column_names, sheet_name
from roundtables.formats.sheets.sign_in_sheet import write_sign_in_sheet
from roundtables.terms import EventFormat, EventKind, Presence, Reply, Role, Source
from roundtables.words import LOCALES, language

HEAD = EventHead(
    reference="E2.8",
    title="National round-table & review",
    kind=EventKind.ROUND_TABLE,
    format=EventFormat.IN_PERSON,
    starts=dt.datetime(2026, 12, 2, 9),
    ends=dt.datetime(2026, 12, 3, 16),
    all_day=False,
    timezone="Europe/Helsinki",
    place="Harbour Meeting House, Helsinki",
    organiser="Programme Office",
    project_name="Peer Action",
    project_number="OM021:00/2023",
    case_number="VN/3950/2023",
    funding_line="Funded by the European Union",
    cost_centre="KP-1",
)
SLOTS = (SlotHead(1, dt.date(2026, 12, 2)), SlotHead(2, dt.date(2026, 12, 3)))
HERE, AWAY = MarkCell(Presence.PRESENT, 300, Source.SIGNED_SHEET), MarkCell(Presence.ABSENT)
NOTE = HandOverNote(dt.datetime(2026, 12, 4, 8, tzinfo=dt.UTC), "Europe/Helsinki", "me", "Finance", 42, "list.xlsx")
HOSTILE = ("=1+1", "+358 50", "-minus", "@SUM(A1)", "#N/A", '=HYPERLINK("x")', "\tTab", "_x0041_", "2026-01-01", "007")


def attendance(*names: str, slots: tuple[SlotHead, ...] = SLOTS) -> AttendanceDocument:
    rows = tuple(
        AttendanceRow(
            name, f"Given{at}", "River Office", "FI" if at % 2 else "HR", Role.ATTENDEE, Reply.ACCEPTED, (HERE, AWAY)
        )
        for at, name in enumerate(names)
    )
    return AttendanceDocument(HEAD, slots, rows, NOTE)


def written(document: AttendanceDocument, code: str = "en") -> bytes:
    out = io.BytesIO()
    write_attendance_list(document, out, language(code))
    return out.getvalue()


def table_rows(data: bytes) -> list[list[object]]:
    """The participants' table as calamine reads it, heading first."""
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    start = next(number for number, row in enumerate(rows) if row[0] == "No.")
    return rows[start:]


def sheet(data: bytes, number: int = 0) -> openpyxl.worksheet.worksheet.Worksheet:
    return openpyxl.load_workbook(io.BytesIO(data)).worksheets[number]


def test_the_list_says_who_was_there_in_which_slot() -> None:
    heading, *rows = table_rows(written(attendance("Åkerlund", "Čović")))
    assert heading[7:9] == ["Day 1, Wed 2 Dec 2026", "Day 2, Thu 3 Dec 2026"]
    assert rows[0][1:11] == [
        "Åkerlund",
        "Given0",
        "River Office",
        "Croatia",
        "Participant",
        "Accepted",
        "Present",
        "Absent",
        1.0,
        300.0,
    ]


def test_figures_add_up() -> None:
    counted = figures(attendance("A", "B", "C"))
    assert (counted.participants, counted.attended, counted.person_days, counted.minutes) == (3, 3, 3, 900)
    assert counted.by_slot[0][Presence.PRESENT] == 3
    assert counted.by_country == {"HR": (2, 2), "FI": (1, 1)}


def test_totals_are_values_and_dates_are_dates() -> None:
    data = written(attendance("A", "B"))
    totals = sheet(data, 1)
    assert [totals.cell(2, column).value for column in (1, 2)] == ["Participants", 2]
    assert all(cell.data_type != "f" for page in range(5) for row in sheet(data, page).iter_rows() for cell in row)
    values = {row[0].value: row[2] for row in sheet(data).iter_rows(max_row=16) if row[0].value}
    assert values["Start date"].value == dt.datetime(2026, 12, 2)
    assert values["Start date"].is_date
    note = {row[0].value: row[2].value for row in sheet(data, 4).iter_rows(max_row=8) if row[0].value}
    assert (note["Handed over"], note["Revision of the register"]) == (dt.datetime(2026, 12, 4, 10, 0), 42)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_like_a_formula_arrives_as_it_was_typed(name: str) -> None:
    data = written(attendance(name))
    cell = next(cell for row in sheet(data).iter_rows() for cell in row if cell.column == 2 and row[0].value == 1)
    assert cell.data_type in ("s", "inlineStr")
    assert cell.quotePrefix == name.startswith(tuple("=+-@"))
    assert str(table_rows(data)[1][1]).strip() == name.strip()


@given(name=st.text(max_size=60))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_comes_back_as_the_text_that_is_shown(name: str) -> None:
    expected = cells.shown(name).replace("_x005F_", "_")
    assert str(table_rows(written(attendance(name)))[1][1] or "").strip() == expected.strip()


@pytest.mark.parametrize("text", ["a\x00b", "a\x0bb", "\ud800", "\ufffe", "x" * 40_000, "line\r\nbreak"])
def test_what_a_workbook_can_not_hold_is_shown_and_breaks_nothing(text: str) -> None:
    shown = table_rows(written(attendance(text)))[1][1]
    assert isinstance(shown, str)
    assert len(shown) <= cells.MOST_LETTERS
    assert shown.isprintable() or "\ufffd" in shown


def test_the_table_has_filters_and_its_names_are_the_headings_to_the_letter() -> None:
    slots = (SlotHead(1, title="Talk"), SlotHead(2, title="talk"))
    page = sheet(written(attendance("A", slots=slots)))
    table = page.tables["Attendance"]
    first, last = table.ref.split(":")
    headings = [cell.value for cell in page[first : f"{last.rstrip('0123456789')}{first.lstrip('A')}"][0]]
    assert [column.name for column in table.tableColumns] == headings
    assert len({name.casefold() for name in headings}) == len(headings)
    assert table.autoFilter is not None
    assert page.freeze_panes == f"D{int(first.lstrip('A')) + 1}"


def test_pages_print_as_they_come() -> None:
    page = sheet(written(attendance("A")))
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.print_title_rows
    assert "&P" in page.oddFooter.right.text


def test_the_sign_in_sheet_has_room_to_sign_and_nothing_private() -> None:
    rows = (SignInRow("Åkerlund", "Veera", "River Office", "FI", Role.SPEAKER),)
    out = io.BytesIO()
    write_sign_in_sheet(SignInDocument(HEAD, SLOTS, rows), out, language("en"))
    page = sheet(out.getvalue())
    heading = next(row for row in page.iter_rows() if row[0].value == "No.")
    assert [cell.value for cell in heading][:6] == [
        "No.",
        "Last name",
        "First name",
        "Organisation",
        "Country",
        "Role",
    ]
    assert len(heading) == 8
    below = range(heading[0].row + 1, heading[0].row + 7)
    assert all(page.row_dimensions[number].height * 0.3528 >= 9 for number in below)
    assert page.cell(heading[0].row + 6, 1).value == 6
    assert b"@" not in out.getvalue() or "@" not in str([[cell.value for cell in row] for row in page.iter_rows()])


def test_many_days_go_on_further_sheets() -> None:
    slots = tuple(SlotHead(number, dt.date(2026, 12, number)) for number in range(1, 7))
    out = io.BytesIO()
    write_sign_in_sheet(SignInDocument(HEAD, slots, ()), out, language("fi"))
    assert len(openpyxl.load_workbook(out).sheetnames) == 2


@pytest.mark.parametrize("code", LOCALES)
def test_every_language_writes_a_whole_workbook(code: str) -> None:
    data = written(attendance("A"), code)
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
    assert len(openpyxl.load_workbook(io.BytesIO(data)).sheetnames) == 5


def test_names_of_sheets_and_columns_are_such_as_excel_takes() -> None:
    assert sheet_name("Osallistujat: [päivä/yö]? *" * 3) == "Osallistujat   päivä yö    Osal"[:31].strip()
    assert sheet_name("''") == "1"
    assert column_names(["Day", "day", "", "Day"]) == ["Day", "day (2)", "–", "Day (3)"]
