"""The calendar's page: the period in its heading, month, week or agenda below, and what can't be at once."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QStackedWidget, QToolButton, QWidget

from roundtables.queries import calendar as queries
from roundtables.queries.calendar import CalendarRow, Conflict
from roundtables.words import N_, _
from ui.commands import Command
from ui.icons import icon
from ui.links import Link
from ui.pages.calendar import moving, wording
from ui.pages.calendar.agenda import AgendaModel, AgendaView
from ui.pages.calendar.conflict_list import ConflictList
from ui.pages.calendar.days import FIRST_DAY, LAST_DAY
from ui.pages.calendar.month import MonthView
from ui.pages.calendar.moving import Shift
from ui.pages.calendar.placing import DAY, month_weeks, week_of
from ui.pages.calendar.shown import Clashes, Holidays, Shown, chosen_zone, read, usual_zone
from ui.pages.calendar.week import HoursView, WeekView, zones_of
from ui.pages.place import Page
from ui.theme import GRID, colours, large, sized
from ui.widgets.parts import EmptyState, button, column, row, wrapped
from ui.workspace import Workspace

MONTH, WEEK, AGENDA = "month", "week", "agenda"
CHOSEN = "QPushButton:checked {{ background: {c.chosen}; border-color: {c.accent}; }}"
"""The view that is shown, among the buttons for all."""
MINUTE = 60_000
FOUR_WEEKS = DAY * 28


def today() -> dt.date:
    """The day on the wall."""
    return dt.date.today()  # noqa: DTZ011 - the day on the wall is meant


class CalendarPage(Page):
    """Events by day. `new_at` asks for a new event that begins then, by the home zone's clock."""

    shows = frozenset({"event", "participation", "venue", "work_package", "person"})
    new_at = Signal(object)
    COMMANDS = (
        Command("calendar.month", N_("Month"), "show_month", "M", "calendar-month-outline"),
        Command("calendar.week", N_("Week"), "show_week", "W", "calendar-week-outline"),
        Command("calendar.agenda", N_("Agenda by day"), "show_agenda", "A", "view-agenda-outline"),
        Command("calendar.today", N_("Today"), "show_today", "T", "calendar-today-outline"),
        Command("calendar.previous", N_("Earlier"), "show_previous", "PgUp", "chevron-left"),
        Command("calendar.next", N_("Later"), "show_next", "PgDown", "chevron-right"),
        Command("calendar.new", N_("New event on this day…"), "ask_new", "N", "plus"),
        Command("calendar.zone", N_("Hours of the next time zone first"), "take_next_zone", "Z", "clock-outline"),
    )

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._usual_home = usual_zone(workspace)
        self._home = chosen_zone(workspace) or self._usual_home
        self._holidays, self._clashes = Holidays(workspace), Clashes(workspace)
        self._clashes.found.connect(self._mark)
        self._found: dict[tuple[dt.date, dt.date], Sequence[Conflict]] = {}
        self._day = today()
        self._event_id: int | None = None
        self.view = self._kept_view()
        self.month, self.week = MonthView(), WeekView()
        self.agenda = AgendaView(AgendaModel(self._read, self._next_start))
        self.agenda.agenda.grown.connect(self._look_for_conflicts)
        self._shown: Shown | None = None
        self.setStyleSheet(CHOSEN.format(c=colours()))
        self.stack = QStackedWidget()
        for view in (self.month, self.week.hours, self.agenda):
            view.opened.connect(lambda key: workspace.visit.emit(Link("event", key)))
            view.new_asked.connect(self.new_at)
            view.shifted.connect(self._shift)
        for days in (self.month, self.week.hours):
            days.beyond.connect(self.show_day)
            days.day_opened.connect(self._open_day)
        self._empty = EmptyState(_("There is no event from this day on."), _("New event…"), self.ask_new)
        for widget in (self.month, self.week, self.agenda, self._empty):
            self.stack.addWidget(widget)
        self.conflicts = ConflictList()
        self.conflicts.asked.connect(workspace.visit)
        layout = column(self._head(), self.stack, self.conflicts, margin=6 * GRID, space=4 * GRID)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        for action in workspace.keyboard.bind(self, self.COMMANDS).values():
            # Single letters: they count within the page alone, which is no part of a window while it is made.
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._holidays.arrived.connect(self._show_holidays)
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._pass_time)
        self._clock.start(MINUTE)
        self.refresh()

    def showEvent(self, event: object) -> None:
        # Another zone may have been chosen meanwhile, among the settings.
        self._stale = self._stale or self._home != (chosen_zone(self.workspace) or self._usual_home)
        super().showEvent(event)

    def _pass_time(self) -> None:
        """Move the line of the hour on, and at midnight the mark of today."""
        if self._shown is None or self._shown.today == today():
            self.week.hours.viewport().update()
        elif self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def _kept_view(self) -> str:
        kept = str(self.workspace.settings.value("calendar/view") or MONTH)
        return kept if kept in (MONTH, WEEK, AGENDA) else MONTH

    def _head(self) -> Any:
        self.heading = wrapped("", "title")
        self.heading.setMinimumWidth(sized(120))
        earlier = self._turner("chevron-left", _("Earlier"), self.show_previous)
        later = self._turner("chevron-right", _("Later"), self.show_next)
        self._today = button(_("Today"), self.show_today)
        self._views = QButtonGroup(self)
        choices: list[QWidget] = []
        for name, words, work in (
            (MONTH, _("Month"), self.show_month),
            (WEEK, _("Week"), self.show_week),
            (AGENDA, _("Agenda by day"), self.show_agenda),
        ):
            choice = QPushButton(words)
            choice.setAutoDefault(False)
            choice.setCheckable(True)
            choice.setObjectName(name)
            choice.clicked.connect(lambda _checked, work=work: work())
            self._views.addButton(choice)
            choices.append(choice)
        new = button(_("New event…"), self.ask_new, picture="plus", primary=True)
        turning = row(earlier, self._today, later, space=GRID)
        views = row(*choices, space=GRID)
        head = row(self.heading, new) if large() else row(self.heading, turning, views, new, space=4 * GRID)
        head.setStretch(0, 1)
        return column(head, row(turning, 1, views), space=3 * GRID) if large() else head

    def _turner(self, picture: str, words: str, work: Any) -> QToolButton:
        made = QToolButton()
        made.setIcon(icon(picture))
        made.setToolTip(words)
        made.setAccessibleName(words)
        made.clicked.connect(lambda _checked: work())
        return made

    def _read(self, first: dt.date, last: dt.date) -> Shown:
        shown = read(self.workspace, first, last, self._home, self._holidays)
        if shown.events:
            # What was found last time stands until it is found anew, so that nothing blinks at every change.
            shown.take_conflicts(self._found.get((first, last), ()))
        return shown

    def _next_start(self, day: dt.date) -> dt.date | None:
        with self.workspace.read() as session:
            return queries.next_start(session, day)

    def refresh(self) -> None:
        self._remember()
        self._show()

    def _remember(self) -> None:
        """Where the keyboard is, so that it is there again after reading."""
        if self._shown is None:
            return
        if self.view == AGENDA:
            line = self.agenda.line()
            self._event_id = line.placed.row.id if line is not None and line.placed is not None else None
            return
        days = self.month if self.view == MONTH else self.week.hours
        self._day, self._event_id = days.day() or self._day, days.event_id

    def _show(self) -> None:
        """Read the period of the current day and show it."""
        self._home = chosen_zone(self.workspace) or self._usual_home
        weekday = wording.first_weekday()
        day, event_id = self._day, self._event_id
        if self.view == MONTH:
            weeks = month_weeks(day, weekday)
            self._shown = self._read(weeks[0], weeks[-1] + DAY * 6)
            self.month.show_month(self._shown, weeks, day, event_id)
            words = wording.month(day)
        elif self.view == WEEK:
            first = week_of(day, weekday)
            self._shown = self._read(first, first + DAY * 6)
            self.week.show_week(self._shown, first, day, event_id)
            words = f"{wording.days(first, first + DAY * 6)} · {wording.week_number(first + DAY * 3)}"
        else:
            self.agenda.show_from(day, event_id)
            self._shown = self.agenda.agenda.spans[0]
            words = _("From {day}").format(day=wording.long_day(day))
        self.heading.setText(words)
        empty = self.view == AGENDA and not self.agenda.agenda.lines
        self.stack.setCurrentIndex(3 if empty else (MONTH, WEEK, AGENDA).index(self.view))
        for choice in self._views.buttons():
            choice.setChecked(choice.objectName() == self.view)
        self._look_for_conflicts()

    def _look_for_conflicts(self) -> None:
        self._show_conflicts()
        self._clashes.look(self._spans())

    def _spans(self) -> list[Shown]:
        """What is shown: one span of days, or those that the agenda has read."""
        if self.view == AGENDA:
            return self.agenda.agenda.spans
        return [self._shown] if self._shown is not None else []

    def _mark(self, shown: Shown) -> None:
        """Show the signs of what can't be at once, unless something else is shown meanwhile."""
        self._found[shown.first, shown.last] = shown.conflicts
        if shown in self._spans():
            self._list().describe()
            self.week.top.update()
            self._show_conflicts()

    def _show_conflicts(self) -> None:
        self.conflicts.show_conflicts([each for span in self._spans() for each in span.conflicts], self.view)

    def _show_holidays(self) -> None:
        for span in self._spans():
            span.holidays = self._holidays.between(span.first, span.last)
        self._list().describe()
        self.week.top.update()

    def show_month(self) -> None:
        """The weeks of a month."""
        self._take_view(MONTH)

    def show_week(self) -> None:
        """The hours of a week."""
        self._take_view(WEEK)

    def show_agenda(self) -> None:
        """The coming events as a list."""
        self._take_view(AGENDA)

    def _take_view(self, view: str) -> None:
        self._remember()
        had_keyboard = self._list().hasFocus()
        self.view = view
        self.workspace.settings.setValue("calendar/view", view)
        self._show()
        if had_keyboard:
            self._list().setFocus()

    def show_day(self, day: dt.date, event_id: int | None = None) -> None:
        """Go to a day, in whatever view is shown, and to one of its events."""
        self._day, self._event_id = min(max(day, FIRST_DAY), LAST_DAY), event_id
        self._show()

    def _open_day(self, day: dt.date) -> None:
        """More of a day: its list from the week, its hours from the month."""
        self._day, self._event_id = day, None
        self.view = WEEK if self.view == MONTH else AGENDA
        self._show()
        self._list().setFocus()

    def show_today(self) -> None:
        """Back to now."""
        self.show_day(today())

    def show_previous(self) -> None:
        """The month or week before, or four weeks earlier."""
        self._turn(-1)

    def show_next(self) -> None:
        """The month or week after, or four weeks later."""
        self._turn(1)

    def _turn(self, by: int) -> None:
        self._remember()
        if self.view == MONTH:
            self.show_day(_same_day(self._day, by))
        else:
            step = (DAY * 7 if self.view == WEEK else FOUR_WEEKS) * by
            self.show_day(self._day + step)

    def ask_new(self) -> None:
        """Ask for a new event on the current day."""
        self.new_at.emit(self._list().when_new() or dt.datetime.combine(self._day, dt.time(9)))

    def _list(self) -> MonthView | HoursView | AgendaView:
        """What has the keyboard in the view that is shown."""
        if self.view == MONTH:
            return self.month
        return self.week.hours if self.view == WEEK else self.agenda

    def take_next_zone(self) -> None:
        """Make the next of the zones that are shown the one that all is seen from."""
        zones = zones_of(self._shown) if self._shown is not None else [self._home]
        if len(zones) > 1:
            self.workspace.settings.setValue("calendar/zone", zones[1])
            self.refresh()

    def _shift(self, event: CalendarRow, change: Shift) -> None:
        starts = moving.shift(self.workspace, event, change)
        if starts is not None:
            self.show_day(self._day if change.lengthen else starts.date(), event.id)

    def focus_filter(self) -> None:
        self._list().setFocus()


def _same_day(day: dt.date, months: int) -> dt.date:
    """The same day some months later, or the last of that month where it is shorter."""
    at = day.year * 12 + day.month - 1 + months
    first = dt.date(at // 12, at % 12 + 1, 1)
    last = (first + DAY * 31).replace(day=1) - DAY
    return min(first + DAY * (day.day - 1), last)
