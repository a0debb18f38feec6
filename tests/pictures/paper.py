"""Paper: the dialog's three tabs, with certificates given and one that does not stand any more, and the question."""

import datetime as dt
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any


def take(window: Any, save: Callable[..., None], settle: Callable[[], None]) -> None:
    """The dialog over an event that was held."""
    from roundtables.queries import events as queries
    from roundtables.queries.events import EventFilter
    from roundtables.services import certificates
    from ui.links import Link
    from ui.pages.event import paper

    workspace = window.workspace
    with workspace.read() as session:
        held = queries.page(session, EventFilter(words="first contact"))[0]
    window.visit(Link("event", held.id))
    page = window.current_page()
    dialog = paper.open_paper(page, paper.SHEET)
    save("paper-sheet", dialog)
    dialog.turn_to(paper.BADGES)
    save("paper-badges", dialog)
    dialog.turn_to(paper.CERTIFICATES)
    settle()
    save("paper-certificates-none-given", dialog)
    with tempfile.TemporaryDirectory() as folder:
        with workspace.change("Certificates", undoable=False) as session:
            certificates.give(
                session, held.id, Path(folder) / "all.pdf", by="office", at=dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
            )
        settle()
        dialog.certificates.table.selectRow(1)
        save("paper-certificates-given", dialog)
    dialog.templates_asked.emit()
    settle()
    for box in dialog.findChildren(type(dialog).__mro__[1]):
        save("paper-templates", box)
        box.close()
    dialog.close()
    save("paper-event-page")
