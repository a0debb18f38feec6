"""The check-in at the door: found, checked in, twice, several, nobody, walk-in, departures; and the Attendance tab."""

import datetime as dt
from collections.abc import Callable
from typing import Any


def take(window: Any, save: Callable[..., None], settle: Callable[[], None]) -> None:
    """The door in its states."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from roundtables.queries import events as queries
    from roundtables.queries import participants
    from roundtables.queries.events import EventFilter
    from roundtables.services import events, people
    from roundtables.services import participants as taking_part
    from ui.door.window import open_door
    from ui.links import Link

    workspace = window.workspace
    now = dt.datetime.now().replace(minute=0, second=0, microsecond=0)  # noqa: DTZ005 - a wall time
    with workspace.read() as session:
        rows = participants.listing(session, queries.page(session, EventFilter(words="national"))[0].id)
    with workspace.change("Prepare") as session:
        event = events.add(
            session,
            title="National round-table on reporting and support, second year",
            starts=now.replace(hour=8),
            ends=now.replace(hour=16) + dt.timedelta(days=2),
            timezone="Europe/Helsinki",
            tasks=(),
        ).id
        keys = [row.person_id for row in rows]
        for first, organisation in (("Ana", "River Office"), ("Anna-Mari", "City of Turku"), ("Anatol", "")):
            keys.append(people.add(session, first_name=first, last_name="Mäkelä", organisation=organisation).id)
        taking_part.add(session, event, keys)
    window.visit(Link("event", event, "attendance"))
    save("door-0-tab-empty")
    door = open_door(workspace, event)
    if not door.isFullScreen():
        door.showFullScreen()
    door.showNormal()
    door.resize(1280, 800)
    save("door-1-begin", door)

    def typed(words: str, enter: bool = True) -> None:
        door.line.setText(words)
        if enter:
            QTest.keyClick(door.line, Qt.Key.Key_Return)

    for row in rows[:8]:
        typed(f"{row.first_name} {row.last_name}")
    save("door-2-checked-in", door)
    typed("mäk", enter=False)
    QTest.keyClick(door.line, Qt.Key.Key_Down)
    save("door-3-several", door)
    QTest.keyClick(door.line, Qt.Key.Key_Return)
    typed("ana mäk")
    save("door-4-twice", door)
    door.line.clear()
    typed("nobody like", enter=False)
    save("door-5-nobody", door)
    QTest.keyClick(door.line, Qt.Key.Key_Return)
    QTest.keyClicks(door.walk_in.email, "not an address")
    QTest.keyClick(door.walk_in.email, Qt.Key.Key_Return)
    save("door-6-walk-in-refused", door)
    door.walk_in.email.clear()
    door.walk_in.name.setText("Anatol Mäkelä")
    QTest.keyClick(door.walk_in.name, Qt.Key.Key_Return)
    save("door-7-in-the-register", door)
    door.end_walk_in()
    door.show_departures()
    typed(f"{rows[0].first_name} {rows[0].last_name}")
    door.go_later()
    save("door-8-departures-by-hand", door)
    door.resize(1024, 640)
    save("door-9-small", door)
    door.close()
    settle()
    save("door-10-tab")
    tab = window.current_page().tab("attendance")
    tab.grid.setCurrentIndex(tab.grid.model().index(0, 2))
    tab.enter_times()
    from ui.dialogs.mark import MarkDialog

    dialog = window.findChildren(MarkDialog)[-1]
    dialog.form.fields["departed"].editor.setText("soon")
    dialog._agree()
    save("door-11-times", dialog)
    dialog.reject()
    window.current_page().show_overview()
    save("door-12-overview")
    area = window.current_page().tab("overview")
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum() // 2)
    save("door-13-overview-below")
