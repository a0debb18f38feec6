"""The workbooks for finance, read back by calamine and by openpyxl: what they say adds up, and is what it seems."""

import dataclasses
import datetime as dt
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet._writer import ALL_TEMP_FILES
from python_calamine import CalamineWorkbook

from roundtables.formats.sheets import cells, columns
from roundtables.formats.sheets.attendance_list import write_attendance_list
from roundtables.formats.sheets.columns import Words
from roundtables.formats.sheets.documents import AttendanceDocument, AttendanceRow, MarkCell
from roundtables.formats.sheets.layout import sheet_names
from roundtables.formats.sheets.money_documents import CateringLine, Codes, CostLine
from roundtables.formats.sheets.period_documents import EventLine, ParticipationLine, PeriodDocument, PeriodHead
from roundtables.formats.sheets.period_workbook import write_period_workbook
from roundtables.formats.sheets.tables import Cells, euro_format
from roundtables.terms import (
    CateringKind,
    CostKind,
    EventFormat,
    EventKind,
    EventStatus,
    Presence,
    Reply,
    Role,
    Source,
)
from roundtables.words import LOCALES, language
from tests.formats.sheets.test_written_lists import HEAD, HOSTILE, NOTE, SLOTS

CODES = Codes("KP-1", "PA", "T2.4", "4300")
EARLY = dt.datetime(2026, 12, 2, 8, 55)
COSTS = (
    CostLine(
        "E2.1",
        "Round-table 1",
        CostKind.TRAVEL,
        actual_cents=12345,
        actual_in_euro=12345,
        invoice_number="=1+1",
        codes=CODES,
    ),
    CostLine(
        "E2.1",
        "Round-table 1",
        CostKind.TRAVEL,
        estimate_cents=100_01,
        currency="SEK",
        rate="11.2345",
        estimate_in_euro=890,
    ),
    CostLine("E2.2", "Round-table 2", CostKind.VENUE, actual_cents=5000, currency="HUF"),
)
SERVED = CateringLine(
    "E2.1", "Round-table 1", dt.datetime(2026, 12, 2, 12, 30), CateringKind.MEETING, "Lunch", guests=14, cents=19_999
)


def event(number: int, **values: Any) -> EventLine:
    day = dt.date(2026, 1, 1) + dt.timedelta(days=20 * number)
    fitting: dict[str, Any] = {
        "id": number,
        "reference": f"E2.{number}",
        "title": f"Round-table {number}",
        "kind": EventKind.ROUND_TABLE if number % 2 else EventKind.WORKSHOP,
        "format": EventFormat.IN_PERSON,
        "status": EventStatus.HELD,
        "starts": dt.datetime.combine(day, dt.time(9)),
        "ends": dt.datetime.combine(day + dt.timedelta(days=1), dt.time(16)),
        "all_day": False,
        "timezone": "Europe/Helsinki",
        "work_package": number % 3 or None,
        "work_package_title": "Learning" if number % 3 else "",
        "codes": CODES,
        "slot_days": ((day,), (day + dt.timedelta(days=1),)),
    }
    return EventLine(**(fitting | values))


def row(number: int, *presence: Presence, name: str = "", **values: Any) -> AttendanceRow:
    marks = tuple(MarkCell(each, 60 * number if number % 2 else None, Source.DOOR) for each in presence)
    office, country = f"Office {number % 4}" if number % 4 else "", ("FI", "HR", "")[number % 3]
    shown = {"last_name": name or f"Family{number}", "first_name": f"Given{number}", "marks": marks} | values
    return AttendanceRow(organisation=office, country=country, role=Role.ATTENDEE, reply=Reply.ACCEPTED, **shown)


def participations(events: Sequence[EventLine], number: int = 5) -> list[ParticipationLine]:
    present, absent = Presence.PRESENT, Presence.ABSENT
    ways = ((present, present), (present, absent), (absent, Presence.UNKNOWN))
    return [
        ParticipationLine(each, 7 * at % 11, row(at, *ways[(at + each.id) % 3]))
        for each in events
        for at in range(number)
    ]


def period(
    number: int = 4, lines: Sequence[ParticipationLine] | None = None, chosen: Mapping[str, Sequence[str]] | None = None
) -> PeriodDocument:
    events = tuple(event(at) for at in range(1, number + 1))
    return PeriodDocument(
        head=PeriodHead(dt.date(2026, 1, 1), dt.date(2026, 12, 31), project_name="Peer Action", codes=CODES),
        events=events,
        participations=participations(events) if lines is None else lines,
        costs=COSTS if number > 1 else (),
        catering=(SERVED,) if number > 1 else (),
        note=NOTE,
        columns=chosen or {},
    )


def written(document: PeriodDocument | AttendanceDocument, code: str = "en") -> bytes:
    out = io.BytesIO()
    if isinstance(document, PeriodDocument):
        write_period_workbook(document, out, language(code))
    else:
        write_attendance_list(document, out, language(code))
    return out.getvalue()


def read(data: bytes, sheet: int | str) -> list[dict[str, Any]]:
    """The table of a sheet as calamine reads it, a row as a dictionary by heading."""
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    page = workbook.get_sheet_by_index(sheet) if isinstance(sheet, int) else workbook.get_sheet_by_name(sheet)
    rows = page.to_python(skip_empty_area=False)
    start = next(at for at, row in enumerate(rows) if len([cell for cell in row if cell != ""]) > 3)
    return [dict(zip(rows[start], row, strict=True)) for row in rows[start + 1 :]]


def totals(data: bytes) -> dict[str, dict[str, list[Any]]]:
    """The blocks of the sheet of totals, by their first heading, as calamine reads them."""
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("Totals").to_python()
    found: dict[str, dict[str, list[Any]]] = {}
    block = ""
    for first, *others in rows:
        if isinstance(others[0], str) and others[0]:
            block = first
        elif first:
            found.setdefault(block, {})[first] = others
    return found


def test_what_is_added_up_is_the_sum_of_what_a_second_reader_finds() -> None:
    data = written(period(6))
    rows, events, summed = read(data, "Participations"), read(data, "Events"), totals(data)
    attended = [row for row in rows if row["Days or sessions attended"]]
    days, minutes = sum(row["Person-days"] for row in rows), sum(row["Minutes"] or 0 for row in rows)
    assert len(rows) == 30
    assert 0 < len(attended) < 30
    assert summed[""]["Events"][0] == len(events) == 6
    assert [summed[""][name][0] for name in ("Participants", "Attended at least once", "Person-days", "Minutes")] == [
        len(rows),
        len(attended),
        days,
        minutes,
    ]
    assert summed[""]["Different persons"][0] == 5
    for heading in ("Country", "Organisation"):
        counted = Counter(row[heading] or "Not stated" for row in rows)
        came = Counter(row[heading] or "Not stated" for row in attended)
        assert {name: found[1:3] for name, found in summed[heading].items()} == {
            name: [number, came[name]] for name, number in counted.items()
        }
    for heading in ("Work package", "Event type"):
        by_event = Counter(row[heading] or "Outside the work packages" for row in events)
        assert {name: found[0] for name, found in summed[heading].items()} == by_event
        assert sum(found[3] for found in summed[heading].values()) == days
    assert sum(found[4] for found in summed["Month"].values()) == minutes
    assert [row["Participants"] for row in events] == [5] * 6
    assert sum(row["Person-days"] for row in events) == days


def test_money_adds_up_to_the_cent_and_what_has_no_rate_is_told() -> None:
    data = written(period())
    summed = totals(data)["Kind"]
    assert summed["Travel"][:3] == [2, 8.9, 123.45]
    assert summed["Venue hire"][:3] == [1, 0, 0]
    assert summed["Total"][:3] == [3, 8.9, 123.45]
    assert any(name.startswith("1 cost has no exchange rate") for name in summed)
    events = {row["Event number"]: row for row in read(data, "Events")}
    assert (events["E2.1"]["Estimate in euro"], events["E2.1"]["Actual in euro"]) == (8.9, 123.45)
    assert events["E2.2"]["Actual in euro"] == ""


def test_amounts_are_exact_numbers_in_their_currency() -> None:
    data = written(period())
    costs = read(data, "Costs")
    assert [(row["Actual"], row["Estimate"], row["Actual in euro"]) for row in costs] == [
        (123.45, "", 123.45),
        ("", 100.01, ""),
        (50.0, "", ""),
    ]
    assert [costs[0][key] for key in ("Cost centre", "Project code", "Activity code", "Account")] == [
        "KP-1",
        "PA",
        "T2.4",
        "4300",
    ]
    assert (costs[1]["Exchange rate"], costs[0]["Invoice number"]) == ("11.2345", "=1+1")
    page = openpyxl.load_workbook(io.BytesIO(data))["Costs"]
    formats = {cell.number_format for row in page.iter_rows(min_row=4) for cell in row if cell.data_type == "n"}
    assert {euro_format("EUR"), euro_format("SEK"), euro_format("HUF")} <= formats
    xml = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet4.xml").decode()
    assert "<v>123.45</v>" in xml
    assert "<v>100.01</v>" in xml


@given(amounts=st.lists(st.integers(0, 10**13), min_size=1, max_size=50))
@example(amounts=[811, 1, 10**13 - 1])
@settings(max_examples=20, deadline=None)
def test_any_amount_is_written_to_the_cent(amounts: list[int]) -> None:
    costs = tuple(CostLine("E2.1", "", CostKind.OTHER, actual_cents=cents, actual_in_euro=cents) for cents in amounts)
    data = written(dataclasses.replace(period(1), costs=costs))
    xml = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet4.xml").decode()
    figures = [Decimal(found) * 100 for found in re.findall(r"<v>([0-9.]+)</v>", xml)]
    assert figures == [cents for cents in amounts for _column in ("actual", "in euro")]
    assert [row["Actual"] for row in read(data, "Costs")] == [cents / 100 for cents in amounts]
    assert totals(data)["Kind"]["Total"][2] == sum(amounts) / 100


def test_catering_says_how_many_were_served() -> None:
    (line,) = read(written(period()), "Catering")
    assert (line["Served"], line["Served persons"], line["Actual"]) == (SERVED.served, 14, 199.99)


def test_a_sheet_without_content_says_so() -> None:
    data = written(period(1, lines=[]))
    book = openpyxl.load_workbook(io.BytesIO(data))
    said = {page.title: page.cell(4, 1).value for page in book.worksheets[1:5] if page.title != "Totals"}
    assert said == {
        "Participations": "Nobody took part in these events.",
        "Costs": "No costs are entered for these events.",
        "Catering": "No catering is entered for these events.",
    }
    assert [list(page.tables) for page in book.worksheets] == [["Events"], [], [], [], [], []]


def test_tables_have_numbers_and_names_of_their_own() -> None:
    archive = zipfile.ZipFile(io.BytesIO(written(period())))
    tables = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/tables/")]
    assert sorted(re.search(r' id="(\d+)"', each)[1] for each in tables) == ["1", "2", "3", "4"]
    names = [re.search(r'displayName="(\w+)"', each)[1] for each in tables]
    assert sorted(names) == ["Catering", "Costs", "Events", "Participations"]
    book = openpyxl.load_workbook(io.BytesIO(archive.fp.getvalue()))
    for page in book.worksheets:
        for table in page.tables.values():
            headings = [cell.value for cell in page[table.ref][0]]
            assert [column.name for column in table.tableColumns] == headings
            assert table.autoFilter.ref == table.ref


@pytest.mark.parametrize("code", LOCALES)
def test_sheets_have_names_that_excel_takes_in_every_language(code: str) -> None:
    for document in (period(), event_document()):
        names = openpyxl.load_workbook(io.BytesIO(written(document, code))).sheetnames
        assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)
        assert len({name.casefold() for name in names}) == len(names)


def test_names_of_sheets_that_would_be_cut_alike_differ() -> None:
    long = "Kustannusten ja osallistumisten yhteenveto"
    names = sheet_names([f"{long} a", f"{long} b", "Costs", "costs", ""])
    assert names[:4] == ["Kustannusten ja osallistumisten", "Kustannusten ja osallistumi (2)", "Costs", "costs (2)"]
    assert max(map(len, names)) == 31


@pytest.mark.parametrize("text", HOSTILE)
def test_texts_are_texts_in_every_column(text: str) -> None:
    codes = Codes(text, text, text, text)
    words = {"title": text, "place": text, "activity": text, "work_package": 2, "work_package_title": text}
    line = event(1, **words, codes=codes, host=text, project_name=text)
    cost = dataclasses.replace(COSTS[0], title=text, description=text, payer=text, budget_line=text, codes=codes)
    served = dataclasses.replace(SERVED, purpose=text, agenda=text, place=text, invoice_number=text)
    people = [
        ParticipationLine(line, 1, dataclasses.replace(row(1, Presence.PRESENT, Presence.ABSENT), last_name=text))
    ]
    document = dataclasses.replace(period(1), events=(line,), participations=people, costs=(cost,), catering=(served,))
    book = openpyxl.load_workbook(io.BytesIO(written(document)))
    found = [
        cell
        for page in book.worksheets
        for cells_of_row in page.iter_rows()
        for cell in cells_of_row
        if isinstance(cell.value, str) and cell.value.strip() == cells.shown(text).strip()
    ]
    assert len(found) > 25
    assert {cell.data_type for cell in found} == {"s"}
    assert all(cell.quotePrefix for cell in found if text.startswith(tuple("=+-@")))


@given(names=st.lists(st.text(max_size=40), min_size=1, max_size=8))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_name_comes_back_beside_its_own_event(names: list[str]) -> None:
    events = (event(1), event(2))
    lines = [
        ParticipationLine(each, 1, row(1, *[Presence.PRESENT] * 2, name=name)) for each in events for name in names
    ]
    rows = read(written(period(2, lines)), "Participations")
    shown = [cells.shown(name or "Family1").replace("_x005F_", "_").strip() for name in names]
    assert [str(each["Last name"]).strip() for each in rows] == shown * 2
    assert [each["Event number"] for each in rows] == ["E2.1"] * len(names) + ["E2.2"] * len(names)


def test_columns_that_were_chosen_stand_in_their_order_and_unknown_ones_are_passed_over() -> None:
    chosen = {
        "events": ["actual", "reference", "of a newer program"],
        "participations": ["last_name", "reference", "last_name"],
        "costs": ["nothing known"],
        "a sheet of a newer program": ["x"],
    }
    data = written(period(chosen=chosen))
    assert list(read_headings(data, "Events")) == ["Actual in euro", "Event number"]
    assert list(read_headings(data, "Participations")) == ["Last name", "Event number"]
    assert list(read_headings(data, "Costs"))[:3] == ["Event number", "Event name", "Date"]


def read_headings(data: bytes, name: str) -> list[str]:
    page = openpyxl.load_workbook(io.BytesIO(data))[name]
    (table,) = page.tables.values()
    return [column.name for column in table.tableColumns]


def test_keys_and_headings_of_columns_are_their_own() -> None:
    for sheet, known in columns.SHEETS.items():
        assert all(key == column.key for key, column in known.items()), sheet
        headings = [column.heading for column in known.values()]
        assert len(set(headings)) == len(headings), sheet


def event_document(**values: Any) -> AttendanceDocument:
    here = MarkCell(Presence.PRESENT, 300, Source.DOOR, EARLY, EARLY + dt.timedelta(hours=5))
    late = MarkCell(Presence.PRESENT, None, Source.HAND, EARLY + dt.timedelta(days=1, minutes=30))
    rows = (
        dataclasses.replace(row(1), marks=(here, late)),
        dataclasses.replace(row(2), marks=(MarkCell(Presence.ABSENT), MarkCell(Presence.UNKNOWN)), walk_in=True),
    )
    return AttendanceDocument(HEAD, SLOTS, rows, NOTE, **({"costs": COSTS, "catering": (SERVED,)} | values))


def test_the_events_workbook_has_all_sheets_with_walk_ins_and_times() -> None:
    data = written(event_document())
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert book.sheet_names == ["Attendance list", "Totals", "Costs", "Catering", "Hand-over"]
    rows = read_attendance(data)
    assert (rows[0]["Arrival"], rows[0]["Departure"]) == (EARLY, EARLY + dt.timedelta(hours=5))
    assert [each["Walk-in"] for each in rows] == ["", "Yes"]
    assert rows[0]["Source"] == "Check-in at the door, Entered by hand"
    assert totals(data)[""]["Walk-ins among them"][0] == 1
    assert totals(data)["Kind"]["Total"][2] == 123.45


def read_attendance(data: bytes) -> list[dict[str, Any]]:
    page = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    heading, *rows = page[page.tables["Attendance"].ref]
    return [
        {name.value: "" if cell.value is None else cell.value for name, cell in zip(heading, each, strict=True)}
        for each in rows
    ]


def test_what_nobody_has_is_no_column_unless_it_was_chosen() -> None:
    plain = dataclasses.replace(event_document(), rows=(row(2, Presence.PRESENT, Presence.ABSENT),))
    assert not {"Walk-in", "Arrival", "Departure"} & set(read_attendance(written(plain))[0])
    chosen = dataclasses.replace(plain, columns={"attendance": ["walk_in", "slots", "last_name"]})
    assert list(read_attendance(written(chosen))[0]) == [
        "Walk-in",
        "Day 1, Wed 2 Dec 2026",
        "Day 2, Thu 3 Dec 2026",
        "Last name",
    ]


def test_times_and_minutes_can_be_had_for_each_slot() -> None:
    document = event_document(columns={"attendance": ["last_name", "slot_times", "slot_minutes"]})
    first = read_attendance(written(document))[0]
    assert first["Day 2, Thu 3 Dec 2026: arrival"] == EARLY + dt.timedelta(days=1, minutes=30)
    assert first["Day 1, Wed 2 Dec 2026: minutes"] == 300
    assert first["Day 2, Thu 3 Dec 2026: departure"] == ""


def test_person_days_are_different_days_whatever_the_slots_are() -> None:
    day, next_day = dt.date(2026, 12, 2), dt.date(2026, 12, 3)
    present, absent = Presence.PRESENT, Presence.ABSENT
    by_session = event(1, slot_days=((day,), (day,), (next_day,)))
    whole = event(1, slot_days=((day, next_day),))
    assert ParticipationLine(by_session, 1, row(1, present, present, absent)).person_days == 1
    assert ParticipationLine(by_session, 1, row(1, present, absent, present)).person_days == 2
    assert ParticipationLine(whole, 1, row(1, present)).person_days == 2
    assert ParticipationLine(whole, 1, row(1, absent)).person_days == 0
    assert ParticipationLine(event(1, slot_days=()), 1, row(1)).person_days == 0


def test_rows_are_written_as_they_come_and_nothing_is_left_where_they_stop() -> None:
    read_so_far = []

    def some() -> Iterator[ParticipationLine]:
        for line in participations((event(1),), 3):
            read_so_far.append(line)
            yield line
        message = "stopped"
        raise RuntimeError(message)

    with pytest.raises(RuntimeError, match="stopped"):
        written(period(1, some()))  # type: ignore[arg-type]  # an iterator will do
    assert len(read_so_far) == 3
    assert not ALL_TEMP_FILES


def test_many_different_texts_and_days_are_not_all_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("roundtables.formats.sheets.tables.MOST_KEPT", 3)
    workbook = openpyxl.Workbook(write_only=True)
    cells.add_styles(workbook)
    sheet = workbook.create_sheet()
    chosen = [columns.PARTICIPATIONS[key] for key in ("last_name", "arrived")]
    made = Cells(sheet, chosen, Words(language("en")))
    for at in range(20):
        arrived = EARLY + dt.timedelta(minutes=at)
        line = ParticipationLine(
            event(1), 1, dataclasses.replace(row(at), marks=(MarkCell(Presence.PRESENT, None, None, arrived),))
        )
        name, moment = made.of(line)
        assert (name, moment.value) == (f"Family{at}", arrived)
    assert len(made._texts) <= 3
    assert len(made._days) <= 4


def test_a_day_that_excel_does_not_know_is_written_as_words() -> None:
    document = dataclasses.replace(period(1), head=PeriodHead(dt.date(1, 1, 1), dt.date(2026, 12, 31)))
    page = openpyxl.load_workbook(io.BytesIO(written(document))).worksheets[0]
    assert [page.cell(at, 3).value for at in (2, 3)] == ["1 Jan 1", dt.datetime(2026, 12, 31)]


def test_words_are_said_in_the_language_of_the_file() -> None:
    known = Words(language("fi"))
    assert known.term(Presence.PRESENT) == "Läsnä"
    assert known.term(False) == known.term(None) == ""
