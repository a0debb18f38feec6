"""What goes in and out: invitations, the attendance list, the import, search, one event of many."""

import datetime as dt
import io
import shutil
import sqlite3
from pathlib import Path
from zoneinfo import ZoneInfo

from measuring import Figure, Registers, ratio

NOW = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)
GUESTS, LISTED, IMPORTED, DAYS = 1_000, 5_000, 5_000, 3


def invitations(_registers: Registers) -> list[Figure]:
    import icalendar

    from roundtables.formats.calendar.documents import CalendarEvent, Guest
    from roundtables.formats.calendar.invitation import prepare_invitation

    begins, ends = dt.datetime(2026, 7, 1, 9), dt.datetime(2026, 7, 1, 16)
    event = CalendarEvent(
        uid="bench@roundtables.invalid",
        title="Round-table",
        starts=begins,
        ends=ends,
        timezone="Europe/Helsinki",
        place="House",
        description="About the work",
        organiser_name="Office",
        organiser_email="office@ministry.example",
    )
    guests = [Guest(f"Guest {at}", f"g{at}@office.example") for at in range(GUESTS)]

    def ours() -> None:
        prepared = prepare_invitation(event, NOW)
        for guest in guests:
            prepared.for_guest(guest)

    def from_nothing() -> None:
        zone = ZoneInfo("Europe/Helsinki")
        for guest in guests:
            calendar = icalendar.Calendar()
            calendar.add("prodid", "-//bench//")
            calendar.add("version", "2.0")
            calendar.add("method", "REQUEST")
            component = icalendar.Event()
            component.add("uid", event.uid)
            component.add("summary", event.title)
            component.add("dtstart", begins.replace(tzinfo=zone))
            component.add("dtend", ends.replace(tzinfo=zone))
            component.add("dtstamp", NOW)
            component.add("location", event.place)
            component.add("description", event.description)
            component.add("organizer", "mailto:office@ministry.example")
            component.add("attendee", f"mailto:{guest.email}")
            calendar.add_component(component)
            calendar.add_missing_timezones()
            calendar.to_ical()

    return [Figure("1,000 invitations : icalendar building each from nothing", ratio(ours, from_nothing, 3), 0.02)]


def attendance_list(_registers: Registers) -> list[Figure]:
    from openpyxl import Workbook

    from roundtables.formats.sheets.attendance_list import write_attendance_list
    from roundtables.formats.sheets.documents import (
        AttendanceDocument,
        AttendanceRow,
        EventHead,
        HandOverNote,
        MarkCell,
        SlotHead,
    )
    from roundtables.terms import EventFormat, EventKind, Presence, Reply, Role, Source
    from roundtables.words import language

    head = EventHead(
        reference="E2.1",
        title="Round-table",
        kind=EventKind.ROUND_TABLE,
        format=EventFormat.IN_PERSON,
        starts=dt.datetime(2026, 12, 1, 9),
        ends=dt.datetime(2026, 12, 3, 16),
        all_day=False,
        timezone="Europe/Helsinki",
    )
    slots = tuple(SlotHead(day + 1, dt.date(2026, 12, day + 1)) for day in range(DAYS))
    mark = MarkCell(Presence.PRESENT, 300, Source.SIGNED_SHEET)
    rows = tuple(
        AttendanceRow(
            f"Family{at}", f"Given{at}", f"Office {at % 40}", "FI", Role.ATTENDEE, Reply.ACCEPTED, (mark,) * DAYS
        )
        for at in range(LISTED)
    )
    document = AttendanceDocument(head, slots, rows, HandOverNote(NOW, "Europe/Helsinki", "me", "", 1, "list.xlsx"))
    values = [
        [at, row.last_name, row.first_name, row.organisation, "Finland", "Participant", "Accepted"]
        + ["Present"] * DAYS
        + [DAYS, 900, "Signed sheet"]
        for at, row in enumerate(rows)
    ]

    def plain() -> None:
        book = Workbook(write_only=True)
        sheet = book.create_sheet()
        for row in values:
            sheet.append(row)
        book.save(io.BytesIO())

    found = ratio(lambda: write_attendance_list(document, io.BytesIO(), language("en")), plain, 5)
    return [Figure("attendance list of 5,000 over 3 days : openpyxl write-only, unstyled", found, 1.6)]


def importing(registers: Registers) -> list[Figure]:
    from openpyxl import Workbook
    from python_calamine import CalamineWorkbook

    from roundtables.register import Register
    from roundtables.services import importing as services

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["First name", "Last name", "Email", "Organisation", "Country"])
    for at in range(IMPORTED):
        sheet.append([f"Given{at}", f"Family{at}", f"p{at}@office.example", f"Office {at % 40}", "Finland"])
    path = registers.folder / "list.xlsx"
    book.save(path)
    empty = registers.folder / "empty.roundtables"
    if not empty.exists():
        Register.create(empty).close()
    number = iter(range(1000))

    def ours() -> None:
        target = Path(shutil.copy(empty, registers.folder / f"import{next(number)}.roundtables"))
        register = Register.open(target)
        lines = services.read_lines(services.read_file(path))
        with register.read() as session:
            proposals = services.propose(session, lines)
        with register.change("Import") as session:
            services.take_over(session, proposals)
        register.close()

    def bare() -> None:
        rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
        connection = sqlite3.connect(registers.folder / f"bare{next(number)}.sqlite")
        connection.execute("CREATE TABLE person (first, last, email, organisation, country)")
        connection.executemany("INSERT INTO person VALUES (?, ?, ?, ?, ?)", rows)
        connection.commit()
        connection.close()

    return [Figure("import of 5,000, preview and commit : calamine and executemany", ratio(ours, bare, 5), 12)]


def searching(registers: Registers) -> list[Figure]:
    from sqlalchemy import text

    from roundtables.queries import search
    from roundtables.register import Register

    register = Register.open(registers.large)
    bare = "SELECT rowid, shown, detail FROM search_index WHERE search_index MATCH :asked ORDER BY rank LIMIT 20"

    def ours() -> None:
        with register.read() as session:
            search.find(session, "makel")

    def fts() -> None:
        with register._engine.connect() as connection:
            connection.execute(text(bare), {"asked": '"makel"*'}).all()

    found = ratio(ours, fts, 15)
    register.close()
    return [Figure("one keystroke in search, 100,000 people : the bare FTS5 query", found, 3.0)]


ALL = (invitations, attendance_list, importing, searching)
