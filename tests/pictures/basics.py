"""Dialogs, empty states, errors and hostile texts of the event's page and the lists."""

import datetime as dt
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

LIST = "Surname;First name;Email;Organisation;Country\nÅkerlund;Veera;veera@new.example;River Office;Finland\n"
LIST += "Čović;Ana;ana@@broken;Udruga Zajedno;Hrvatska\nMallikas;Mika;mika@new.example;River Office;Suomi\n"
LIST += "Mallikas;Mika;mika@new.example;River Office;Suomi\n"


def take(window: Any, save: Callable[..., None], settle: Callable[[], None]) -> None:
    """Dialogs, empty states, errors and hostile texts."""
    from roundtables.queries import events as queries
    from roundtables.queries.events import EventFilter
    from roundtables.services import events, people
    from roundtables.words import _
    from ui.dialogs.export import ExportDialog
    from ui.dialogs.importing import ImportDialog
    from ui.dialogs.new_event import NewEventDialog
    from ui.dialogs.people import PeopleDialog
    from ui.dialogs.session import SessionDialog
    from ui.links import Link
    from ui.welcome import Welcome

    workspace = window.workspace
    with workspace.read() as session:
        held = queries.page(session, EventFilter(words="first contact"))[0]
    window.visit(Link("event", held.id))
    window.current_page().tabs.setCurrentIndex(4)
    save("4-attendance-held")
    window.visit(Link("events"))
    page = window.current_page()
    page.words.setText("nothing like this")
    settle()
    save("5-events-nothing-found")
    page.words.setText("")
    settle()
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "list.csv"
        listed.write_text(LIST, encoding="utf-8")
        dialog = ImportDialog(window, workspace, _("Import people"))
        dialog.show()
        save("6-import-empty", dialog)
        dialog.read(listed)
        for _round in range(20):
            settle()
            if dialog._proposals:
                break
        save("6-import-preview", dialog)
        dialog.close()
    new = NewEventDialog(window, workspace)
    new.form.show_error("ends", _("The end is before the start. Nothing was changed."))
    for name, shown in (
        ("6-new-event-error", new),
        ("6-people", PeopleDialog(window, workspace)),
        ("6-session", SessionDialog(window, held.starts, held.ends)),
        ("6-export", ExportDialog(window, _("Attendance list"), for_whom=True)),
    ):
        shown.show()
        save(name, shown)
        shown.close()
    welcome = Welcome(Path("register.roundtables"), "", lambda _path, _how: "")
    welcome.show()
    save("6-welcome", welcome)
    welcome.close()
    workspace.noticed.emit(_("The event is cancelled. Its participants and replies are kept."), True)
    save("7-notice")
    full = "The disk is full. This change was not saved, nothing else was lost; free some space first."
    workspace.failed.emit(_(full))
    save("7-error")
    window.notices.hide()
    with workspace.change("Hostile texts") as session:
        event = events.add(
            session,
            title="<img src='file:///etc/hostname'> " + "<table><tr><td>" * 18 + " مرحبا \u202eevil" + "x" * 100,
            starts=dt.datetime(2026, 12, 1, 9),
            ends=dt.datetime(2026, 12, 1, 12),
            timezone="Europe/Helsinki",
        ).id
        people.add(session, first_name="<b>Bold</b>", last_name="<img src=x> " + "Very long name " * 10)
    window.visit(Link("event", event))
    save("8-hostile-event")
    window.current_page().tabs.setCurrentIndex(2)
    save("8-empty-participants")
