"""Make an event the first of a series: how it repeats, and every date to look at before."""

import datetime as dt
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QListWidget, QListWidgetItem, QWidget

from roundtables.errors import Invalid
from roundtables.formats.calendar import recurrence
from roundtables.public_holidays import public_holidays
from roundtables.queries import series as queries
from roundtables.queries.events import EventPage
from roundtables.services import series as services
from roundtables.words import _, n_, spoken
from ui import format as formats
from ui.dialogs.series_rule import RuleForm
from ui.theme import GRID, sized
from ui.widgets.fields import time_field
from ui.widgets.parts import button, column, label, lay_out, row, wrapped
from ui.workspace import Workspace

DATE = Qt.ItemDataRole.UserRole
COUNTRIES = {"Europe/Helsinki": "FI", "Europe/Mariehamn": "FI", "Europe/Zagreb": "HR"}
"""Whose public holidays count at an event, by its zone."""


class RepeatDialog(QDialog):
    """The dates follow the rule at once; one is left out by unticking it, others are added below.

    Makes the series itself, in the background: a year of daily meetings takes a while.
    """

    def __init__(self, parent: QWidget, workspace: Workspace, event: EventPage) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Repeat event"))
        self.setMinimumSize(sized(800), sized(520))
        self._workspace, self._event = workspace, event
        self._left_out: set[dt.datetime] = set()
        self._extra: set[dt.datetime] = set()
        self._holidays: dict[dt.date, str] = {}
        self._asked: set[int] = set()
        self.form = RuleForm(event.starts)
        self.who = self._who()
        self.dates = QListWidget()
        self.dates.setAccessibleName(_("Dates of the series"))
        self._words = wrapped("")
        self._error = wrapped("", "error")
        self.another = time_field("starts", _("Another date"), formats.to_qt(event.starts))
        buttons = QDialogButtonBox()
        self._yes = buttons.addButton(_("Make series"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._agree)
        buttons.rejected.connect(self.reject)
        lay_out(self, self._columns(buttons), self._yes)
        self.dates.itemChanged.connect(self._tick)
        self.form.changed.connect(self._show)
        self._show()

    def _who(self) -> QComboBox:
        """Who takes part in every meeting: those of this one, or a standing group."""
        box = QComboBox()
        box.setAccessibleName(_("Participants"))
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        number = self._event.participants
        own = n_("The {n} participant of this event", "The {n} participants of this event", number)
        box.addItem(own.format(n=formats.number(number)) if number else _("Nobody yet"), None)
        with self._workspace.read() as session:
            groups = queries.groups(session)
        for group in groups:
            words = n_("{group}, {n} person", "{group}, {n} people", group.members)
            box.addItem(words.format(group=formats.shown(group.name), n=formats.number(group.members)), group.id)
        return box

    def _columns(self, buttons: QDialogButtonBox) -> Any:
        name = label(_("Participants"), "muted")
        name.setBuddy(self.who)
        left = QWidget()
        left.setFixedWidth(sized(344))
        left.setLayout(
            column(
                wrapped(formats.shown(self._event.title)),
                label(formats.span(self._event.starts, self._event.ends, all_day=self._event.all_day), "muted"),
                self.form,
                column(name, self.who, space=GRID),
                1,
                space=3 * GRID,
            )
        )
        add = button(_("Add date"), self._add, picture="plus")
        right = column(self._words, self.dates, row(self.another.editor, add, 1), space=2 * GRID)
        right.setStretch(1, 1)
        both = row(left, right, space=6 * GRID)
        both.setStretch(1, 1)
        layout = column(both, self._error, buttons, margin=6 * GRID, space=4 * GRID)
        layout.setStretch(0, 1)
        return layout

    def _dates(self) -> tuple[recurrence.Rule | None, list[dt.datetime]]:
        """The rule with all its dates, ticked or not. Raises RuleRefused and NotADay."""
        rule = self.form.rule()
        if rule is None:
            raise recurrence.RuleWithoutEnd
        ruled = recurrence.occurrences(rule, self._event.starts, self._event.timezone, extra=self._extra)
        return rule, ruled

    def _show(self) -> None:
        """Read the rule anew and list what it gives."""
        try:
            rule, dates = self._dates()
        except Invalid as error:
            self._refuse(str(error))
            self._words.setText("")
            self.dates.clear()
            return
        self._refuse("")
        self._ask_for_holidays(dates)
        with QSignalBlocker(self.dates):
            self.dates.clear()
            for date in dates:
                self.dates.addItem(self._item(date))
        if rule is not None:
            self._words.setText(self._said(rule, dates))

    def _refuse(self, words: str) -> None:
        self._error.setText(words)
        self._error.setVisible(bool(words))
        self._yes.setEnabled(not words)

    def _said(self, rule: recurrence.Rule, dates: list[dt.datetime]) -> str:
        """The rule in words, and how many meetings it makes in the end where some are left out or added."""
        words = queries.in_words(rule, self._event.starts)
        number = len([date for date in dates if date not in self._left_out])
        if not self._extra and number == len(dates):
            return words
        said = n_("{rule}; {n} meeting with your changes", "{rule}; {n} meetings with your changes", number)
        return said.format(rule=words, n=formats.number(number))

    def _item(self, date: dt.datetime) -> QListWidgetItem:
        lasts = self._event.ends - self._event.starts
        said = [formats.span(date, date + lasts, all_day=self._event.all_day)]
        if date.date() in self._holidays:
            said.append(formats.shown(self._holidays[date.date()]))
        if date in self._extra:
            said.append(_("extra date"))
        item = QListWidgetItem("  ·  ".join(said))
        item.setData(DATE, date.isoformat())
        first = date == self._event.starts
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        # The first meeting is the event that is there.
        item.setFlags(flags if first else flags | Qt.ItemFlag.ItemIsUserCheckable)
        kept = date not in self._left_out or first
        item.setCheckState(Qt.CheckState.Checked if kept else Qt.CheckState.Unchecked)
        return item

    def _tick(self, item: QListWidgetItem) -> None:
        date = dt.datetime.fromisoformat(item.data(DATE))
        if item.checkState() == Qt.CheckState.Checked:
            self._left_out.discard(date)
        else:
            self._left_out.add(date)
        rule, dates = self._dates()
        if rule is not None:
            self._words.setText(self._said(rule, dates))

    def _add(self) -> None:
        """One more date; it is shown in its place, ticked."""
        date = self.another.value()
        if self._event.all_day:
            date = dt.datetime.combine(date.date(), dt.time())
        if date < self._event.starts:
            self._refuse(_("The series begins with this event: choose a later date."))
            self._yes.setEnabled(True)
            return
        self._extra.add(date)
        self._left_out.discard(date)
        self._show()
        for at in range(self.dates.count()):
            if self.dates.item(at).data(DATE) == date.isoformat():
                self.dates.setCurrentRow(at)

    def _ask_for_holidays(self, dates: list[dt.datetime]) -> None:
        """Learn the holidays of these years, once each; they are read in the background."""
        country, code = COUNTRIES.get(self._event.timezone), spoken().code
        years = {date.year for date in dates} - self._asked
        if country is None or not years:
            return
        self._asked |= years

        def work(_report: Any) -> dict[dt.date, str]:
            found = [holiday for year in years for holiday in public_holidays(year, code)]
            return {holiday.day: holiday.name for holiday in found if holiday.country == country}

        self._workspace.run_quietly(work, self._know)

    def _know(self, holidays: dict[dt.date, str]) -> None:
        self._holidays |= holidays
        at = self.dates.currentRow()
        self._show()
        self.dates.setCurrentRow(at)

    def _agree(self) -> None:
        """Make the series; the dialog stays until it is made."""
        try:
            rule, _dates = self._dates()
        except Invalid as error:
            self._refuse(str(error))
            return
        if rule is None:
            return
        event, title = self._event, _("Repeat event")
        text = recurrence.write(rule, event.timezone, all_day=event.all_day)
        extra, left_out, group_id = self._extra - self._left_out, set(self._left_out), self.who.currentData()

        def work(report: Any) -> int:
            with self._workspace.change(title) as session:
                made = services.repeat(
                    session,
                    event.id,
                    rule=text,
                    extra=extra,
                    left_out=left_out,
                    group_id=group_id,
                    report=report,
                )
                session.flush()
                return len(made.events)

        self._yes.setEnabled(False)
        self._workspace.run(title, work, self._made, self._refuse_and_wait)

    def _made(self, number: int) -> None:
        words = n_("A series of {n} meeting was made.", "A series of {n} meetings was made.", number)
        self._workspace.noticed.emit(words.format(n=formats.number(number)), True)
        self.accept()

    def _refuse_and_wait(self, words: str) -> None:
        self._refuse(words)
        self._yes.setEnabled(True)
