"""The lists with all that hands do with them: editing, columns, many rows at once, filters, export."""

from collections.abc import Callable
from typing import Any


def take(window: Any, save: Callable[..., None], settle: Callable[[], None]) -> None:
    """Lists, their menus and dialogs."""
    from PySide6.QtWidgets import QDialog, QMenu

    from roundtables.services import filters
    from ui.links import Link
    from ui.widgets.table_view import Arrangement

    window.visit(Link("events"))
    page = window.current_page()
    listing, table, hands = page.listing, page.table, page.listing.hands
    save("events")

    def show_dialog(name: str, work: Callable[[], None]) -> None:
        work()
        settle()
        for dialog in window.findChildren(QDialog):
            if dialog.isVisible():
                save(name, dialog)
                dialog.close()
                dialog.deleteLater()

    table.setCurrentIndex(table.model().index(table.currentIndex().row(), 1))
    hands.edit_cell()
    save("editing-text")
    table.setFocus()
    at = table.currentIndex().row()
    table.select_numbers(range(at, at + 4))
    save("several-selected")
    show_dialog("change-rows", hands.change_rows)
    show_dialog("columns", hands.choose_columns)
    show_dialog("export", hands.export_rows)
    show_dialog("save-filter", listing.save_filter)
    now = hands.view.arrangement()
    order = ("reference", "title", "status", "starts", "organiser", "participants", "capacity", *now.order)
    order = tuple(dict.fromkeys(order))
    hidden = now.hidden - {"organiser", "participants", "capacity"}
    hands.view.arrange(Arrangement(order, hidden, (("status", False), ("title", True))))
    save("arranged")
    menu = hands.view.menu(1)
    menu.popup(window.mapToGlobal(window.rect().center()))
    save("heading-menu", menu)
    menu.close()
    with window.workspace.change("Save filter") as session:
        filters.save(session, "events", "Coming workshops", listing.definition())
        filters.save(session, "events", "Drafts & <b>old</b> plans", listing.definition())
    menu = QMenu(window)
    listing.fill_filters(menu)
    menu.popup(window.mapToGlobal(window.rect().center()))
    save("filters-menu", menu)
    menu.close()
    show_dialog("filters", listing._edit_filters)
    hands.view.begin_again()
    window.visit(Link("people"))
    people = window.current_page().people
    save("people")
    people.table.setCurrentIndex(people.model.index(2, 2))
    people.hands.edit_cell()
    people.table.findChild(type(people.words)) or None
    save("people-editing")
    people.table.setFocus()
    people._show_filter("nobody at all", {})
    save("people-nobody")
    people._show_filter("", {})
