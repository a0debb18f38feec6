"""Today full and empty, an event's tasks, the checklists, templates, and a new event with a template and a draft."""

import datetime as dt
from collections.abc import Callable
from typing import Any


def take(window: Any, save: Callable[..., None], settle: Callable[[], None]) -> None:
    """Today, tasks, checklists, templates, half-filled forms."""
    from roundtables.queries import events as queries
    from roundtables.queries.events import EventFilter
    from roundtables.services import events, templates
    from roundtables.terms import EventFormat, EventStatus
    from ui.dialogs.checklists import ChecklistsDialog
    from ui.dialogs.form import FormDialog
    from ui.dialogs.new_event import NewEventDialog
    from ui.dialogs.templates import TemplatesDialog, save_as_template
    from ui.links import Link

    workspace = window.workspace

    def key_of(words: str) -> int:
        with workspace.read() as session:
            return queries.page(session, EventFilter(words=words))[0].id

    round_table, workshop = key_of("national"), key_of("evidence")
    empty = TemplatesDialog(window, workspace)
    empty.show()
    save("planning-templates-empty", empty)
    empty.reject()
    now = dt.datetime.now().replace(minute=0, second=0, microsecond=0)  # noqa: DTZ005 - a wall time
    with workspace.change("Prepare") as session:
        events.add(
            session,
            title="Planning day that lacks nearly everything, with a name that is longer than any window is wide" * 2,
            starts=now + dt.timedelta(days=3),
            ends=now + dt.timedelta(days=4),
            timezone="Europe/Helsinki",
            format=EventFormat.HYBRID,
            status=EventStatus.DRAFT,
        )
        templates.save_as_template(session, round_table, "National round-table, two days")
        templates.save_as_template(session, workshop, "Peer workshop online")
    window.visit(Link("today"))
    save("planning-today")
    rows = window.current_page()._model.lines
    late = next(at for at, line in enumerate(rows) if line.todo is not None and line.todo.due is not None)
    window.current_page().list.scrollTo(window.current_page()._model.index(late + 8))
    save("planning-today-tasks")
    window.current_page().list.setFocus()
    window.current_page().list.setCurrentIndex(window.current_page().list.model().index(9))
    save("planning-today-focus")
    with workspace.change("Cancel all") as session:
        for key in {line.event.id for line in rows}:
            events.cancel(session, key)
    save("planning-today-empty")
    workspace.undo()
    window.visit(Link("event", round_table, "tasks"))
    page = window.current_page()
    save("planning-tasks")
    page._tabs[4].edit()
    save("planning-tasks-editing")
    page._tabs[4].new.setText("x" * 700)
    page._tabs[4].add()
    save("planning-tasks-refused")
    page._tabs[4].new.clear()
    window.visit(Link("event", key_of("winter meeting"), "tasks"))
    save("planning-tasks-none")
    with workspace.change("Prepare") as session:
        new = events.add(
            session, title="Seminar", starts=now, ends=now, timezone="Europe/Helsinki", tasks=(), place="Here"
        ).id
    window.visit(Link("event", new, "tasks"))
    save("planning-tasks-take-over")
    checklists = ChecklistsDialog(window, workspace, queries.EventKind.ROUND_TABLE)
    checklists.show()
    save("planning-checklists", checklists)
    checklists.reject()
    shown = TemplatesDialog(window, workspace)
    shown.show()
    save("planning-templates", shown)
    shown.reject()
    save_as_template(window, workspace, round_table, "Round-table in two days")
    asked = window.findChildren(FormDialog)[-1]
    save("planning-save-as-template", asked)
    asked.reject()
    dialog = NewEventDialog(window, workspace)
    dialog.open()
    dialog.form.fields["template_id"].enter(1)
    dialog._fill(1)
    save("planning-new-event-template", dialog)
    dialog.form.fields["title"].editor.setText("Half filled")
    dialog.reject()
    again = NewEventDialog(window, workspace)
    again.open()
    save("planning-new-event-kept", again)
    again.form.fields["title"].editor.setText("x" * 100_000)
    again._agree()
    save("planning-new-event-refused", again)
    again.clear()
    again.reject()
