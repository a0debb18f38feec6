"""The palette with results, a slip, nothing; the history; what is dragged over the window; notices."""

from collections.abc import Callable
from typing import Any


def take(window: Any, save: Callable[..., None], settle: Callable[[], None]) -> None:
    """All states of the search, the history, what is dropped, and the notices."""
    _palette(window, save, settle)
    _history(window, save, settle)
    _drops(window, save)
    _notices(window, save)


def _palette(window: Any, save: Callable[..., None], settle: Callable[[], None]) -> None:
    from ui.dialogs.palette import Palette

    window.open_palette()
    palette = window.findChild(Palette)
    save("palette-1-nothing-typed")
    for name, words in (
        ("palette-2-results", "round"),
        ("palette-3-a-person", "zeljka"),
        ("palette-4-slip", "studt vist"),
        ("palette-5-a-command", "imp"),
        ("palette-6-nothing-found", "qqqq"),
    ):
        palette.line.setText(words)
        palette.line.textEdited.emit(words)
        settle()
        save(name)
    palette.leave()


def _history(window: Any, save: Callable[..., None], settle: Callable[[], None]) -> None:
    import datetime as dt

    from roundtables.queries import events as queries
    from roundtables.services import events, participants, people
    from roundtables.terms import Reply
    from ui.links import Link

    workspace = window.workspace
    with workspace.read() as session:
        held = queries.page(session, queries.EventFilter(words="first contact"))[0]
        rows = participants_of(session, held.id)
    with workspace.change("Change event") as session:
        events.change(session, held.id, title="Training course: first contact with victims", capacity=40)
    with workspace.change("Change replies") as session:
        participants.set_reply(session, [row.id for row in rows[:9]], Reply.DECLINED)
    with workspace.change("Add person") as session:
        people.add(session, first_name="Aino", last_name="Čovjek", email="aino@office.example", organisation="River")
    with workspace.change("Move event") as session:
        events.move(session, held.id, held.starts + dt.timedelta(days=1))
    workspace.undo()
    window.visit(Link("history"))
    page = window.current_page()
    save("history-1")
    page.table.go_to(3)
    save("history-2-many-rows")
    window.visit(Link("history", held.id, "event"))
    save("history-3-of-an-event")
    page.show_all()
    page._period.setCurrentIndex(page._period.count() - 1)
    page._narrow()
    save("history-4-chosen-days")
    page.words.setText("nothing like this")
    settle()
    save("history-5-nothing-found")


def participants_of(session: Any, event_id: int) -> list[Any]:
    from roundtables.queries import participants

    return list(participants.listing(session, event_id))


def _drops(window: Any, save: Callable[..., None]) -> None:
    from pathlib import Path

    from roundtables.queries import events as queries
    from ui.dialogs.dropped import foresee
    from ui.links import Link

    with window.workspace.read() as session:
        event = queries.page(session, queries.EventFilter(words="first contact"))[0]
    window.visit(Link("event", event.id))
    for name, paths in (
        ("drop-1-a-list", [Path("Participants of the training.xlsx")]),
        ("drop-2-a-calendar", [Path("meeting.ics")]),
        ("drop-3-many", [Path("a.xlsx")] * 300),
    ):
        window.drops._show(foresee(paths, window.current_page().record.reference))
        save(name)
        window.drops.leave()


def _notices(window: Any, save: Callable[..., None]) -> None:
    from roundtables.services import people
    from ui.links import Link

    window.visit(Link("events"))
    workspace, notices = window.workspace, window.notices
    workspace.do("Add person", lambda session: people.add(session, last_name="Somebody"), notice="Person added")
    save("notice-1-done")
    with workspace.change("Add person") as session:
        people.add(session, last_name="Somebody else")
    notices.undo_step()
    save("notice-2-not-the-newest-any-more")
    workspace.failed.emit("The disk is full. This change was not saved, nothing else was lost; free some space first.")
    workspace.failed.emit("Another program is writing to the register just now.")
    save("notice-3-errors-wait")
    notices.take_keyboard()
    save("notice-4-with-the-keyboard")
    notices.dismiss()
    notices.dismiss()
