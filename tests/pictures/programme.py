"""The programme: work packages against their targets, the record, roles, venues, their dialogs and empty states."""

from collections.abc import Callable
from typing import Any

HOSTILE = "<img src='file:///etc/hostname'> " + "<table>" * 12 + " مرحبا \u202eevil" + "x" * 90


def take(window: Any, save: Callable[..., None], settle: Callable[[], None]) -> None:
    """Every tab, dialog and state of the page."""
    from PySide6.QtWidgets import QDialog

    from roundtables.errors import Expected
    from roundtables.services import programme, venues, work_packages
    from ui.links import Link
    from ui.models.progress import TITLE
    from ui.pages.programme.roles import RoleDialog
    from ui.pages.programme.venues import VenueDialog

    workspace = window.workspace

    def dialog_of(name: str, show: Callable[[], None]) -> None:
        show()
        dialog = next(each for each in window.findChildren(QDialog) if each.isVisible())
        save(name, dialog)
        dialog.close()
        dialog.deleteLater()

    window.visit(Link("programme"))
    page = window.current_page()
    save("programme-1-packages")
    page.packages.table.setFocus()
    page.packages.table.setCurrentIndex(page.packages._model.index(7, TITLE))
    page.packages.table.edit(page.packages.table.currentIndex())
    save("programme-1-packages-edit")
    window.setFocus()
    dialog_of("programme-2-leads", page.packages.choose_leads)
    for part in ("record", "roles", "venues"):
        window.visit(Link("programme", None, part))
        save(f"programme-3-{part}")
    record = page.record.fields["term_until"]
    window.visit(Link("programme", None, "record"))
    record.editor.setText("the end of the year")
    record._finished()
    save("programme-4-record-error")
    record.editor.clear()
    calendar = page.record.fields["appointed_on"].editor.open_calendar()
    save("programme-4-calendar", calendar)
    calendar.close()
    role = RoleDialog(window, workspace, page.roles._model.rows[0])
    role.show()
    save("programme-5-role", role)
    role.close()
    new = RoleDialog(window, workspace)
    new.show_error(programme.PersonNotChosen())
    new.show()
    save("programme-5-role-error", new)
    new.close()
    venue = VenueDialog(window, page.venues._model.rows[0])
    venue.show_error(venues.NotACoordinate("latitude"))
    venue.show()
    save("programme-5-venue-error", venue)
    venue.close()
    window.visit(Link("programme", None, "venues"))
    page.venues.table.go_to(0)
    page.venues.delete()
    save("programme-6-venue-in-use")
    dialog_of("programme-7-new-project", page.add_project)
    with workspace.change("Hostile") as session:
        key = programme.add_project(session, name=HOSTILE, acronym="<b>").id
        package = work_packages.add_package(session, key, title=HOSTILE).id
        programme.set_leads(session, package, [HOSTILE])
        programme.set_partners(session, key, [HOSTILE, "Seta ry"])
        work_packages.add_activity(session, package, title="No target")
        work_packages.add_activity(session, package, title="Far off", target_events=999, target_participants=100_000)
        empty = programme.add_project(session, name="Nothing yet").id
    window.visit(Link("programme", key, "packages"))
    save("programme-8-hostile")
    window.visit(Link("programme", key, "record"))
    save("programme-8-hostile-record")
    for part in ("packages", "roles"):
        window.visit(Link("programme", empty, part))
        save(f"programme-9-empty-{part}")
    with workspace.change("Empty") as session:
        try:
            programme.delete_project(session, 1)
        except Expected as error:
            workspace.failed.emit(str(error))
    window.visit(Link("programme", 1, "packages"))
    save("programme-9-refusal")
