"""The ways in which attendance is taken and proved besides the grid; each is loaded when it is first used."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.pages.event.page import EventPage


def open_door(page: "EventPage") -> None:
    """The check-in at the door, in a window of its own."""
    from ui.door.window import open_door as begin

    page.settle()
    begin(page.workspace, page.event_id)


def import_report(page: "EventPage") -> None:
    """Attendance from the report of a meeting tool."""
    from ui.pages.event.report_import import import_report as begin

    begin(page)


def open_paper(page: "EventPage") -> None:
    """The sheet to sign, badges, certificates."""
    from ui.pages.event.paper import open_paper as begin

    begin(page)


def open_files(page: "EventPage") -> None:
    """The files of the event, of which some prove who was there."""
    from ui.pages.event.proof import open_files as begin

    begin(page.window(), page.workspace, page.event_id)
