"""Which paper a page has: its own where it has one for what is open, else the table that is shown on it; of an
event, the sheet to sign as well."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLabel, QTableView, QTabWidget, QWidget

from roundtables.queries import events, participants
from roundtables.terms import NOT_COMING
from roundtables.words import _
from ui import format as formats
from ui.models.attendance import slot_name
from ui.printing import Printout, ask_and_print, of_table, preview
from ui.workspace import Workspace

if TYPE_CHECKING:
    from ui.main_window import MainWindow

MOST_SLOTS = 5
ROOM_TO_SIGN = 12
"""Points above and below a name."""


def print_page(window: "MainWindow") -> None:
    """Ask for a printer and print what the window shows."""
    _put(window, ask_and_print, of_page(window.current_page()))


def preview_page(window: "MainWindow") -> None:
    """Show what the window shows as it would lie on paper."""
    _put(window, preview, of_page(window.current_page()))


def preview_sign_in(window: "MainWindow") -> None:
    """Show the sheet to sign of the event that the window shows, ready to print."""
    link = window.current_link()
    is_event = link.place == "event" and link.key is not None
    _put(window, preview, sign_in_sheet(window.workspace, link.key or 0) if is_event else None)


def _put(window: "MainWindow", work: Callable[[QWidget, Printout, str], object], printout: Printout | None) -> None:
    if printout is None:
        window.workspace.noticed.emit(_("There is nothing to print here: go to a list or an event first."), False)
    else:
        work(window, printout, window.register_name())


def of_page(page: QWidget) -> Printout | None:
    """What a page would print now; None where it shows no list."""
    own: Any = getattr(page, "printout", None)
    found: Printout | None = own() if own is not None else None
    if found is not None:
        return found
    tables = [table for table in page.findChildren(QTableView) if table.isVisible() and table.model() is not None]
    if not tables:
        return None
    table = next((each for each in tables if each.hasFocus()), tables[0])
    return of_table(table, _title(page, table))


def _title(page: QWidget, table: QTableView) -> str:
    """The page's own title, and beside an event's the tab that is open."""
    title = page.findChild(QLabel, "title")
    words = title.text() if title is not None else table.accessibleName()
    tabs = next((each for each in page.findChildren(QTabWidget) if each.isVisible()), None)
    return f"{words} – {tabs.tabText(tabs.currentIndex())}" if tabs is not None else words


def sign_in_sheet(workspace: Workspace, event_id: int) -> Printout:
    """Who is expected at an event, with room to sign for each day or session."""
    with workspace.read() as session:
        record = events.event_page(session, event_id)
        rows = participants.listing(session, event_id)
    slots = [slot_name(slot) for slot in record.slots[:MOST_SLOTS]]
    signed = [f"{_('Signature')}, {name}" for name in slots] if len(slots) > 1 else [_("Signature")]
    expected = [row for row in rows if row.reply not in NOT_COMING]
    cells = [
        (f"{row.last_name} {row.first_name}".strip(), row.organisation, *("" for _each in signed)) for row in expected
    ]
    when = formats.span(record.starts, record.ends, all_day=record.all_day)
    return Printout(
        f"{record.reference} {record.title}",
        (_("Name"), _("Organisation"), *signed),
        cells,
        note="  ·  ".join(part for part in (when, record.where) if part),
        height=2 * ROOM_TO_SIGN,
        widths=(24, 22, *(54 // len(signed) for _each in signed)),
    )
