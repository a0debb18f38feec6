"""A series: made, its meetings, one of them on its page, and whom a change is for."""

import datetime as dt
from collections.abc import Callable
from typing import Any


def take(window: Any, save: Callable[..., None], settle: Callable[[], None]) -> None:
    """The dialog in its states, the list of meetings, the event page."""
    from roundtables.queries import events as queries
    from roundtables.queries.events import EventFilter
    from roundtables.services import series, series_changes
    from roundtables.services.series_changes import Scope
    from ui.dialogs.series import RepeatDialog
    from ui.dialogs.series_meetings import SeriesDialog
    from ui.dialogs.series_scope import ScopeDialog
    from ui.links import Link

    workspace = window.workspace
    with workspace.read() as session:
        key = queries.page(session, EventFilter(words="winter meeting"))[0].id
        event = queries.event_page(session, key)
    window.visit(Link("event", key))
    dialog = RepeatDialog(window, workspace, event)
    dialog.show()
    save("series-repeat", dialog)
    dialog.form.days[(event.starts.weekday() + 2) % 7].setChecked(True)
    dialog.form.count.setText("14")
    for _turn in range(20):
        settle()
    dialog.dates.item(2).setCheckState(dialog.dates.item(2).checkState().Unchecked)
    dialog.another.enter(event.starts + dt.timedelta(days=10, hours=3))
    dialog._add()
    save("series-repeat-dates", dialog)
    dialog.form.unit.setCurrentIndex(2)
    dialog.form.which.setCurrentIndex(1)
    dialog.form.ends.setCurrentIndex(1)
    dialog.form.until.setText("never")
    save("series-repeat-refused", dialog)
    dialog.reject()
    with workspace.change("Repeat") as session:
        made = series.repeat(session, key, rule="FREQ=WEEKLY;INTERVAL=2;COUNT=8").id
    with workspace.read() as session:
        third = queries.series_pages(session, made)[2].id
    with workspace.change("Change") as session:
        series_changes.cancel(session, third + 2)
        series_changes.change(session, third + 1, Scope.ONE, starts=event.starts + dt.timedelta(days=43))
    window.visit(Link("event", third))
    settle()
    save("series-event")
    window.resize(1024, 720)
    save("series-event-narrow")
    shown = SeriesDialog(window, workspace, made, third)
    shown.show()
    save("series-meetings", shown)
    shown.add()
    shown._do("x", lambda session: series.add_date(session, made, shown._page.meetings[0].date))
    save("series-meetings-refused", shown)
    shown.reject()
    asked = ScopeDialog(
        window,
        "Change meetings of a series",
        "This event is one of a series. Which meetings is the change for? Those that differ keep what differs.",
        "Change",
        lambda _scope: None,
    )
    asked.show()
    save("series-scope", asked)
    asked.reject()
