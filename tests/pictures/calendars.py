"""Published calendars in the settings, adding one, both sides of a difference, and the preview of imported events."""

import datetime as dt
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

FILE = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:one@far.example
SUMMARY:Study visit to the river authority
DTSTART;TZID=Europe/Zagreb:20261203T090000
DTEND;TZID=Europe/Zagreb:20261203T153000
LOCATION:Vukovarska 220\\, Zagreb
END:VEVENT
BEGIN:VEVENT
UID:two@far.example
SUMMARY:Monthly call of the network
DTSTART:20261207T120000Z
DURATION:PT1H
RRULE:FREQ=MONTHLY
URL:https://meet.example/monthly
END:VEVENT
BEGIN:VEVENT
UID:three@far.example
SUMMARY:{title}
DTSTART;TZID={zone}:{starts}
END:VEVENT
BEGIN:VEVENT
UID:four@far.example
SUMMARY:Evaluation
DTSTART:soon
END:VEVENT
END:VCALENDAR
"""


def take(window: Any, save: Callable[..., None], settle: Callable[[], None]) -> None:
    """The tab empty and full, its dialogs, and the import of events."""
    from roundtables.queries import events as queries
    from roundtables.queries.events import EventFilter
    from roundtables.services import publications
    from roundtables.services.invitations import calendar_event
    from ui.dialogs.add_calendar import AddCalendarDialog
    from ui.dialogs.calendar_import import CalendarImportDialog
    from ui.dialogs.differences import DifferencesDialog
    from ui.links import Link

    workspace = window.workspace
    window.visit(Link("settings", None, "calendars"))
    save("calendars-empty")
    with workspace.read() as session:
        pages = queries.all_pages(session, EventFilter())[-4:]
        known = pages[0]
    with workspace.change("Prepare") as session:
        key = _fill(session, [(page.uid, calendar_event(page)) for page in pages], publications)
    window.visit(Link("settings", None, "calendars"))
    window.current_page().refresh()
    save("calendars-full")
    window.current_page().calendars.table.go_to(1)
    save("calendars-wrong")
    for at in range(3):
        dialog = DifferencesDialog(window, workspace, key)
        dialog.show()
        settle()
        dialog.table.go_to(at)
        save(f"calendars-differences-{at + 1}", dialog)
        dialog.reject()
    adding = AddCalendarDialog(window, workspace, window.current_page().calendars._projects())
    adding.show()
    adding.form.fields["address"].editor.setText("https://cloud.office.example/remote.php/dav")
    adding.form.fields["user"].editor.setText("office")
    adding._say("cloud.office.example does not accept this user and password. Enter the password again.")
    save("calendars-add-refused", adding)
    adding._say("")
    adding._box().addItem("Projects")
    adding._found.setText("1 calendar found")
    adding.chosen.setEnabled(True)
    adding.yes.setEnabled(True)
    save("calendars-add", adding)
    adding.reject()
    _import(window, workspace, known, save, settle, CalendarImportDialog)


def _fill(session: Any, pages: Any, publications: Any) -> int:
    from roundtables.formats.calendar.resource import digest, write_resource
    from roundtables.model import Publication, PublishedItem

    now = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)
    server = publications.add_server(session, "https://cloud.office.example/dav/calendars/office/projects/", "office")
    server.last_at = now
    publications.add_server(
        session, "https://dav.partner.example/shared/", "office"
    ).last_error = (
        "dav.partner.example can't be reached. Nothing was lost: what is not there yet goes out the next time."
    )
    file = Publication(kind=publications.PublicationKind.FILE, address="/srv/intranet/calendars/events.ics")
    file.last_at = now
    session.add(file)
    for at, (uid, event) in enumerate(pages):
        content = write_resource(event, now)
        theirs: str | None = content.decode()
        if at == 0 and theirs is not None:
            theirs = theirs.replace("SUMMARY:", "SUMMARY:Moved: ").replace("T090000", "T100000")
            theirs = "\r\n".join(
                "LOCATION:Hall 3 of the City Library" if line.startswith("LOCATION") else line
                for line in theirs.split("\r\n")
            )
        theirs = {1: "", 3: None}.get(at, theirs)
        server.items.append(PublishedItem(uid=uid, href=f"/{at}.ics", etag="1", digest=digest(content), theirs=theirs))
    session.flush()
    return int(server.id)


def _import(window: Any, workspace: Any, known: Any, save: Any, settle: Any, kind: Any) -> None:
    dialog = kind(window, workspace)
    dialog.show()
    save("calendars-import-empty", dialog)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "partner.ics"
        starts = f"{known.starts:%Y%m%dT%H%M%S}"
        path.write_text(FILE.format(title=known.title, zone=known.timezone, starts=starts), "utf-8")
        dialog.read(path)
        for _round in range(20):
            settle()
            if dialog.proposals:
                break
    save("calendars-import", dialog)
    dialog.reject()
