"""People and organisations: the parts, their states and dialogs, a narrow window, empty lists, hostile names."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize

Save = Callable[..., None]
Settle = Callable[[], None]


def take(window: Any, save: Save, settle: Settle) -> None:
    """A person with much history, an organisation, the pairs, merging, a narrow window, what is empty."""
    busy = given_twins(window.workspace)
    take_person(window, save, busy)
    take_organisations(window, save)
    take_pairs(window, save, settle)
    take_dialogs(window, save)
    take_narrow(window, save, busy)
    take_odd(window, save)


def given_twins(workspace: Any) -> int:
    """Somebody with addresses and needs, and a second entry of them; returns the first."""
    from roundtables.queries.people import PersonFilter, page
    from roundtables.services import people

    with workspace.read() as session:
        one = page(session, PersonFilter())[3]
    with workspace.change("Needs and addresses") as session:
        people.add_address(session, one.id, "former.address@ministry.example")
        people.add_address(session, one.id, "a.long.further.address.of.this.person@department.ministry.example")
        people.set_needs(session, one.id, diet="Vegan", access="Hearing loop", consented_on=dt.date(2026, 3, 2))
        people.change(session, one.id, phone="+358 295 0000", job_title="Senior specialist")
        twin = people.add(
            session,
            first_name=one.last_name,
            last_name=one.first_name,
            email="former.address@ministry.example",
            organisation=one.organisation,
            phone="+358 295 1111",
        )
        people.set_needs(session, twin.id, diet="Vegetarian", access="", consented_on=dt.date(2026, 1, 2))
    return one.id


def take_person(window: Any, save: Save, busy: int) -> None:
    from ui.links import Link

    for key in (busy, 1):
        window.visit(Link("person", key))
        detail = window.current_page().detail
        for number, name in enumerate(("details", "events", "roles", "history")):
            detail.tabs.setCurrentIndex(number)
            save(f"people-{'1' if key == busy else '2'}-{name}")
    window.visit(Link("person", busy))
    page = window.current_page()
    page.detail.tabs.setCurrentIndex(0)
    email = page.detail.form.fields["email"]
    email.show_error("“x@@y” is not an e-mail address. It needs a name, an @ and a domain.")
    save("people-3-error")
    email.show_error("")
    page.show_needs()
    save("people-3-needs")


def take_organisations(window: Any, save: Save) -> None:
    from ui.links import Link

    window.visit(Link("people", part="organisations"))
    page = window.current_page()
    save("people-4-organisations")
    window.visit(Link("organisation", 1))
    for number, name in enumerate(("details", "people", "events")):
        page.organisation.tabs.setCurrentIndex(number)
        save(f"people-4-organisation-{name}")
    page.organisations.narrow("nothing like this")
    save("people-4-organisations-none")
    page.organisations.narrow("")


def take_pairs(window: Any, save: Save, settle: Settle) -> None:
    from roundtables.services import merging
    from ui.dialogs.merge import MergeDialog
    from ui.links import Link

    window.visit(Link("people", part="alike"))
    page = window.current_page()
    settle_until(settle, lambda: page.alike.count() > 0)
    save("people-5-alike")
    page.alike.merge()
    dialog = window.findChild(MergeDialog)
    save("people-6-merge", dialog)
    dialog._show_secrets()
    dialog._keep(1)
    save("people-6-merge-other", dialog)
    dialog.reject()
    with window.workspace.change("Apart") as session:
        for pair in page.alike._model.rows:
            merging.keep_apart(session, pair.one_id, pair.other_id)
    settle_until(settle, lambda: page.alike.count() == 0)
    save("people-5-alike-none")


def settle_until(settle: Settle, met: Callable[[], bool]) -> None:
    for _round in range(20):
        settle()
        if met():
            return


def take_dialogs(window: Any, save: Save) -> None:
    from ui.dialogs.new_person import NewOrganisationDialog, NewPersonDialog
    from ui.dialogs.organisations import OrganisationsDialog

    for name, dialog in (
        ("new-person", NewPersonDialog(window, window.workspace)),
        ("new-organisation", NewOrganisationDialog(window)),
        ("choose-organisation", OrganisationsDialog(window, window.workspace)),
    ):
        dialog.show()
        save(f"people-7-{name}", dialog)
        dialog.close()


def take_narrow(window: Any, save: Save, busy: int) -> None:
    from ui.links import Link
    from ui.pages.people.page import PeoplePage

    # A page of its own: the window is never narrower than its widest page.
    page = PeoplePage(window.workspace)
    page.resize(QSize(640, 720))
    page.show()
    save("people-8-narrow-list", page)
    page.show_link(Link("person", busy))
    save("people-8-narrow-person", page)
    page.show_link(Link("organisation", 1))
    save("people-8-narrow-organisation", page)
    page.show_link(Link("people", part="alike"))
    save("people-8-narrow-alike", page)
    page.close()
    page.deleteLater()


def take_odd(window: Any, save: Save) -> None:
    from roundtables.services import people
    from ui.links import Link

    with window.workspace.change("Hostile texts") as session:
        hostile = people.add(
            session,
            first_name="<b>Bold</b> \u202eevil مرحبا",
            last_name="<img src=x> " + "Very long name " * 10,
            organisation="<table><tr><td>" * 12,
            job_title="x" * 190,
            email=f"{'a' * 60}@{'b' * 60}.example",
        ).id
    window.visit(Link("person", hostile))
    page = window.current_page()
    save("people-9-hostile")
    page.people.narrow("nobody like this")
    page.detail.show_person(None)
    save("people-9-nobody")
    page.people.narrow("")
