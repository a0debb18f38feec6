"""All events: a table that is sorted and narrowed, and opens an event's page."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QTimer, Signal

from roundtables.queries import events as queries
from roundtables.queries import programme
from roundtables.queries.events import EventFilter, EventRow
from roundtables.services import events as services
from roundtables.terms import EventKind, EventStatus
from roundtables.words import N_, _, n_
from ui import format as formats
from ui.commands import Command
from ui.holders import tell_called_off
from ui.links import Link
from ui.models.events import COLUMNS, STARTS, events_source, terms
from ui.pages.place import Page
from ui.period_workbook import ask_for_period
from ui.theme import GRID
from ui.widgets.announcing import show_count
from ui.widgets.choice import Choice
from ui.widgets.listing import Listing, ListView
from ui.widgets.parts import EmptyState, button, column, label, row
from ui.widgets.table import Table
from ui.widgets.table_hands import TableHands
from ui.workspace import Workspace

DAYS = {"coming": N_("From today on"), "past": N_("Before today")}


def _narrow(words: str, chosen: dict[str, Any]) -> EventFilter:
    """The query's filter of what the list is narrowed to."""
    today = dt.date.today()  # noqa: DTZ011 - the day on the wall is meant
    kind, status, when = chosen.get("kind"), chosen.get("status"), chosen.get("when")
    return EventFilter(
        words=words,
        kinds=frozenset({kind}) if kind else frozenset(),
        statuses=frozenset({status}) if status else frozenset(),
        work_package=chosen.get("work_package"),
        since=today if when == "coming" else None,
        until=today - dt.timedelta(days=1) if when == "past" else None,
    )


def _packages(session: Any) -> Sequence[tuple[int, str]]:
    return [(each.number, f"{each.number} {each.title}") for each in programme.work_packages(session)]


def _counted(number: int) -> str:
    return n_("{n} event changed", "{n} events changed", number).format(n=formats.number(number))


def _view() -> ListView:
    return ListView(
        "events",
        _("Events"),
        COLUMNS,
        (
            Choice("when", _("Period"), _("Any time"), lambda _session: [(key, _(DAYS[key])) for key in DAYS]),
            Choice("kind", _("Event type"), _("All types"), lambda _session: terms(EventKind, sorted_by_label=True)),
            Choice("status", _("Status"), _("Any status"), lambda _session: terms(EventStatus)),
            Choice("work_package", _("Work package"), _("All work packages"), _packages),
        ),
        _narrow,
        ((STARTS, False),),
        _counted,
        _("There is no event here yet."),
        _("No event fits the filter."),
    )


class EventsPage(Page):
    """The table of events with its filters above it."""

    shows = frozenset({"event", "participation", "venue", "work_package"})
    new_asked = Signal()

    COMMANDS = (
        Command("events.open", N_("Open"), "open_current", "", "open-in-app"),
        Command("events.duplicate", N_("Duplicate"), "duplicate_selected", "Ctrl+D", "content-copy"),
        Command("events.cancel", N_("Cancel event"), "call_off_selected", "", "calendar-remove"),
        Command("events.workbook", N_("Workbook for a period…"), "period_workbook", "", "table-multiple"),
        Command("events.delete", N_("Delete event"), "delete_selected", "Del", "delete-outline"),
        *TableHands.COMMANDS,
    )

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        view = _view()
        empty = EmptyState(view.empty, _("New event…"), self.new_asked.emit)
        self.listing = Listing(workspace, view, events_source(workspace), empty)
        self.table, self.words, self._empty = self.listing.table, self.listing.words, empty
        own = [command for command in self.COMMANDS if command not in TableHands.COMMANDS]
        actions = workspace.keyboard.bind(self, own, within=self.table)
        self.listing.take_hands(list(actions.values()))
        self.listing.opened.connect(lambda event: workspace.visit.emit(Link("event", event.id)))
        self._number = label("", "muted")
        self.listing.counted.connect(self._show_number)
        new = button(_("New event…"), self.new_asked.emit, picture="plus", primary=True)
        bring_in = button(_("Import events…"), lambda: workspace.asked.emit("events.import"), picture="calendar-import")
        head = row(label(_("Events"), "title"), self._number, 1, bring_in, new, space=3 * GRID)
        layout = column(head, self.listing, margin=6 * GRID, space=4 * GRID)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self._show_number(self.listing.count())
        self._go_to_today()

    def open_current(self) -> None:
        """Go to the page of the event the keyboard is on."""
        event = self.table.current_row()
        if event is not None:
            self.workspace.visit.emit(Link("event", event.id))

    def duplicate_selected(self) -> None:
        """Make a draft of each selected event, a week later."""
        rows = self.selected_events()

        def work(session: Any) -> None:
            for event in rows:
                services.duplicate(session, event.id)

        if rows:
            words = n_("{n} draft was made a week later.", "{n} drafts were made a week later.", len(rows))
            self.workspace.do(_("Duplicate event"), work, notice=words.format(n=len(rows)))

    def call_off_selected(self) -> None:
        """Cancel the selected events."""
        rows = self.selected_events()

        def work(session: Any) -> None:
            for event in rows:
                services.cancel(session, event.id)

        if len(rows) == 1:
            if self.workspace.do(_("Cancel event"), work):
                tell_called_off(self.workspace, rows[0].id)
        elif rows:
            words = n_("{n} event cancelled", "{n} events cancelled", len(rows)).format(n=len(rows))
            self.workspace.do(_("Cancel event"), work, notice=words)

    def period_workbook(self) -> None:
        """Write a workbook with all events of a period, and record that it was handed over."""
        ask_for_period(self.workspace, self)

    def refresh(self) -> None:
        self.listing.refresh()

    def focus_filter(self) -> None:
        self.listing.focus_filter()

    def selected_events(self) -> list[EventRow]:
        """The events that are selected in the table."""
        return self.table.selected_rows()

    def delete_selected(self) -> None:
        """Remove the selected events; a notice offers to undo it."""
        rows = self.selected_events()

        def work(session: Any) -> None:
            for event in rows:
                services.delete(session, event.id)

        if rows:
            words = n_("{n} event deleted", "{n} events deleted", len(rows)).format(n=len(rows))
            self.workspace.do(_("Delete events"), work, notice=words)

    def _show_number(self, number: int) -> None:
        show_count(self._number, n_("{n} event", "{n} events", number).format(n=formats.number(number)))

    def _go_to_today(self) -> None:
        """The table opens where the work is: at the next event, or the last where none is coming."""
        today = dt.date.today()  # noqa: DTZ011 - the day on the wall is meant
        with self.workspace.read() as session:
            past = queries.count(session, EventFilter(until=today - dt.timedelta(days=1)))
        rows = self.listing.count()
        if rows and self.listing.model.sorts == ((STARTS, False),):
            self.table.go_to(min(past, rows - 1))
            index = self.table.currentIndex()
            QTimer.singleShot(0, lambda: self.table.scrollTo(index, Table.ScrollHint.PositionAtCenter))
        elif rows:
            self.table.go_to(0)
