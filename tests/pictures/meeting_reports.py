"""The import of a meeting tool's report: empty, with all verdicts, asking for an order of dates, another meeting."""

import datetime as dt
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.meeting_report_files import written

DAY = dt.date(2026, 11, 20)


def take(window: Any, save: Callable[..., None], settle: Callable[[], None]) -> None:
    """Each in the state that an organiser meets it in."""
    from ui.links import Link
    from ui.pages.event.report_import import import_report

    for days, name in ((1, "one-day"), (3, "three-days")):
        key = _event(window.workspace, days)
        window.visit(Link("event", key, "attendance"))
        with tempfile.TemporaryDirectory() as folder:
            import_report(window.current_page())
            dialog = _dialog(window)
            save(f"meeting-report-{name}-1-empty", dialog)
            _read(dialog, written(Path(folder), _visits(), DAY, "attendance report 20 Nov.csv", ends="16:00"), settle)
            save(f"meeting-report-{name}-2-preview", dialog)
            dialog.table.go_to(5)
            save(f"meeting-report-{name}-3-ambiguous", dialog)
            dialog.table.setFocus()
            dialog.choose_person()
            settle()
            save(f"meeting-report-{name}-4-choosing", dialog)
            dialog.table.setFocus()
            dialog.table.go_to(6)
            settle()
            dialog.undecided.setChecked(True)
            save(f"meeting-report-{name}-5-to-look-at", dialog)
            dialog.undecided.setChecked(False)
            if days == 1:
                _wrong(dialog, Path(folder), save, settle)
            dialog.reject()


def _wrong(dialog: Any, folder: Path, save: Callable[..., None], settle: Callable[[], None]) -> None:
    visits = (("Aino Aalto", "", "15:00", "18:00"),)
    _read(dialog, written(folder, visits, DAY, "late.csv", starts="15:00", ends="18:00"), settle)
    save("meeting-report-6-partly", dialog)
    visits = (("Aino Aalto", "", "19:00", "21:00"),)
    _read(dialog, written(folder, visits, DAY, "evening.csv", starts="19:00", ends="21:00"), settle)
    save("meeting-report-7-another", dialog)
    from roundtables.formats.meeting_reports.reading import DatesAmbiguous
    from roundtables.formats.meeting_reports.report import DateOrder
    from ui.dialogs.meeting_report import ReadFile

    error = DatesAmbiguous("11/12/26, 9:00:11", (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST))
    dialog._clear()
    dialog._show(ReadFile("report.csv", b"", None, error))
    save("meeting-report-8-dates", dialog)


def _read(dialog: Any, path: Path, settle: Callable[[], None]) -> None:
    dialog.read(path)
    for _round in range(20):
        settle()
        if not dialog.workspace.is_busy():
            break


def _dialog(window: Any) -> Any:
    from ui.dialogs.meeting_report import MeetingReportDialog

    return window.findChildren(MeetingReportDialog)[-1]


def _visits() -> list[tuple[str, str, str, str]]:
    return [
        ("Aalto Aino", "aino.aalto@office.example", "08:57", "12:03"),
        ("Aalto Aino", "aino.aalto@office.example", "12:58", "16:01"),
        ("Čović Ana (Guest)", "", "09:02", "16:00"),
        ("M. Mallikas", "", "09:10", "10:20"),
        ("Katarina Lehtonen", "", "09:00", "15:30"),
        ("Somersalo Veikko - Ministry of Justice", "", "09:00", "16:00"),
        ("Virtanen Anna", "", "09:05", "15:58"),
        ("Eve Stranger", "eve.stranger@far.example", "09:00", "16:00"),
        ("Kallio Petri", "petri.kallio@office.example", "09:30", "12:00"),
        ("<img src=x onerror=alert(1)> a very long name that goes on and on", "", "10:00", "11:00"),
    ]


def _event(workspace: Any, days: int) -> int:
    from roundtables.services import attendance, events, participants, people
    from roundtables.terms import EventFormat, Presence, Source

    named = [
        *("Aino Aalto", "Ana Čović", "Mika Mallikas", "Katariina Lehtonen", "Veikko Somersalo"),
        *("Anna Virtanen", "Anna Virtanen", "Minna Canth"),
    ]
    with workspace.change("Prepare") as session:
        event = events.add(
            session,
            title="International round-table on methods",
            starts=dt.datetime(2026, 11, 20, 9),
            ends=dt.datetime(2026, 11, 19 + days, 16),
            timezone="Europe/Helsinki",
            format=EventFormat.ONLINE,
        )
        keys = []
        for number, name in enumerate(named):
            first, _space, last = name.partition(" ")
            email = f"{first}.{last}@office.example".lower() if number in (0, 7) else f"p{days}.{number}@far.example"
            keys.append(people.add(session, first_name=first, last_name=last, email=email).id)
        rows = participants.add(session, event.id, keys)
        if days == 1:
            people.add(session, first_name="Petri", last_name="Kallio", email="petri.kallio@office.example")
        slot = event.slots[0].id
        attendance.mark(session, slot, [rows[4].id], Presence.EXCUSED, source=Source.HAND)
        key: int = event.id
        return key
