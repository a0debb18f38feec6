"""People and organisations: the parts, their states and dialogs, a narrow window, empty lists, hostile names."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize


def take(window: Any, save: Callable[..., None], settle: Callable[[], None]) -> None:
    """A person with much history, an organisation, the pairs, merging, a narrow window, what is empty."""
    from roundtables.queries.people import PersonFilter, page
    from roundtables.services import merging, people
    from ui.dialogs.merge import MergeDialog
    from ui.dialogs.new_person import NewOrganisationDialog, NewPersonDialog
    from ui.links import Link

    workspace = window.workspace
    with workspace.read() as session:
        rows = page(session, PersonFilter())
    busy = rows[3].id
    with workspace.change("Needs and addresses") as session:
        people.add_address(session, busy, "former.address@ministry.example")
        people.add_address(session, busy, "a.long.further.address.of.this.person@department.ministry.example")
        people.set_needs(session, busy, diet="Vegan", access="Hearing loop", consented_on=dt.date(2026, 3, 2))
        people.change(session, busy, phone="+358 295 0000", job_title="Senior specialist")
        twin = people.add(
            session,
            first_name=rows[3].last_name,
            last_name=rows[3].first_name,
            email="former.address@ministry.example",
            organisation=rows[3].organisation,
            phone="+358 295 1111",
        ).id
        people.set_needs(session, twin, diet="Vegetarian", access="", consented_on=dt.date(2026, 1, 2))
    for key in (busy, 1):
        window.visit(Link("person", key))
        detail = window.current_page().detail
        for number, name in enumerate(("details", "events", "roles", "history")):
            detail.tabs.setCurrentIndex(number)
            save(f"people-{'1' if key == busy else '2'}-{name}")
    window.visit(Link("person", busy))
    shown = window.current_page()
    shown.detail.tabs.setCurrentIndex(0)
    shown.show_needs()
    shown.detail.form.fields["email"].show_error("“x@@y” is not an e-mail address. It needs a name, an @ and a domain.")
    save("people-3-needs-and-error")
    shown.detail.form.fields["email"].show_error("")
    window.visit(Link("people", part="organisations"))
    save("people-4-organisations")
    for number, name in enumerate(("details", "people", "events")):
        shown.organisation.tabs.setCurrentIndex(number)
        save(f"people-4-organisation-{name}")
    shown.organisations.narrow("nothing like this")
    save("people-4-organisations-none")
    shown.organisations.narrow("")
    window.visit(Link("people", part="alike"))
    for _round in range(20):
        settle()
        if shown.alike.count():
            break
    save("people-5-alike")
    shown.alike.merge()
    save("people-6-merge", window.findChild(MergeDialog))
    window.findChild(MergeDialog)._show_secrets()
    window.findChild(MergeDialog)._keep(1)
    save("people-6-merge-other", window.findChild(MergeDialog))
    window.findChild(MergeDialog).reject()
    with workspace.change("Apart") as session:
        for pair in shown.alike._model.rows:
            merging.keep_apart(session, pair.one_id, pair.other_id)
    for _round in range(20):
        settle()
        if not shown.alike.count():
            break
    save("people-5-alike-none")
    for name, dialog in (("person", NewPersonDialog(window)), ("organisation", NewOrganisationDialog(window))):
        dialog.show()
        save(f"people-7-new-{name}", dialog)
        dialog.close()
    whole = window.size()
    window.resize(QSize(860, 720))
    window.visit(Link("people", part="people"))
    shown.people_sides.go_back()
    shown.people.narrow("")
    save("people-8-narrow-list")
    window.visit(Link("person", busy))
    save("people-8-narrow-person")
    window.resize(whole)
    with workspace.change("Hostile texts") as session:
        hostile = people.add(
            session,
            first_name="<b>Bold</b> \u202eevil مرحبا",
            last_name="<img src=x> " + "Very long name " * 10,
            organisation="<table><tr><td>" * 12,
            job_title="x" * 190,
            email=f"{'a' * 60}@{'b' * 60}.example",
        ).id
    window.visit(Link("person", hostile))
    save("people-9-hostile")
    shown.people.narrow("nobody like this")
    shown.detail.show_person(None)
    save("people-9-nobody")
    shown.people.narrow("")
