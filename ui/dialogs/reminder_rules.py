"""The rules by which reminders come: what is sent to whom, how many days before an event, at what time there."""

import datetime as dt
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QStackedLayout, QWidget

from roundtables.errors import Expected
from roundtables.queries import post as queries
from roundtables.queries.post import RuleRow
from roundtables.services.post import reminders as services
from roundtables.terms import MessageKind, RemindWhom
from roundtables.words import N_, _, n_
from ui import format as formats
from ui.commands import Command
from ui.dialogs.asking import ask
from ui.dialogs.form import FormDialog
from ui.models.columns import Column, labels
from ui.models.rows import RowsModel
from ui.theme import GRID, sized
from ui.widgets.due_days import DaysEdit, days_in_words
from ui.widgets.fields import Field, Form, choice_field
from ui.widgets.parts import EmptyState, button, column, label, row, wrapped
from ui.widgets.table import Table
from ui.workspace import Workspace

KINDS = services.BY_RULE
"""What a rule can send: all else is sent by hand."""
ON, OFF = True, False
USUAL_DAYS, USUAL_MINUTE = -3, 540


def open_rules(parent: QWidget, workspace: Workspace, event_id: int | None = None) -> None:
    """Show the rules for all events, and those of one where it is named; else those of every event that has any."""
    RulesDialog(parent, workspace, event_id).open()


def when_in_words(rule: RuleRow) -> str:
    """3 days before, 09:00."""
    return _("{days}, {time}").format(days=days_in_words(-rule.days_before), time=formats.time(_time(rule.at_minute)))


def event_in_words(rule: RuleRow) -> str:
    """What the rule is for."""
    return _("All events") if rule.event_id is None else f"{rule.reference} {rule.title}"


def _time(minute: int) -> dt.time:
    return dt.time(minute // 60 % 24, minute % 60)


COLUMNS = (
    Column(N_("Type"), lambda rule: _(rule.kind.label), "", 152, fits=lambda: [_(kind.label) for kind in KINDS]),
    Column(N_("To whom"), lambda rule: _(rule.whom.label), "", 220, fits=labels(RemindWhom)),
    Column(N_("When"), when_in_words, "", 168),
    Column(N_("Event"), event_in_words, "", 120, stretch=True),
    Column(N_("Rule"), lambda rule: _("On") if rule.active else _("Off"), "", 64),
)


class _DaysField(Field):
    """Days in words, before or after."""

    def __init__(self, key: str, name: str) -> None:
        self._days = DaysEdit()
        super().__init__(key, name, self._days)
        line = self._days.lineEdit()
        for editor in (self._days, line):
            if editor is not None:
                editor.setAccessibleName(name)

    def value(self) -> Any:
        return self._days.value()

    def _enter(self, value: Any) -> None:
        with QSignalBlocker(self._days):
            self._days.set_value(value)
        self._known = self._shown = self.value()


def _times(minute: int) -> list[tuple[int, str]]:
    """The half-hours of a day to choose from, and the time that is chosen already."""
    return [(each, formats.time(_time(each))) for each in sorted({*range(0, 24 * 60, 30), minute})]


class RuleDialog(FormDialog):
    """One rule: its parts are chosen, none is typed in a language of its own."""

    def __init__(self, parent: QWidget, rule: RuleRow | None, events: list[tuple[int | None, str]]) -> None:
        minute = rule.at_minute if rule is not None else USUAL_MINUTE
        form = Form(
            (
                choice_field("kind", _("Type"), [(kind, _(kind.label)) for kind in KINDS]),
                choice_field("whom", _("To whom"), [(whom, _(whom.label)) for whom in RemindWhom]),
                _DaysField("days_before", _("Counted from the event")),
                choice_field("at_minute", _("Time there"), _times(minute)),
                choice_field("event_id", _("For"), [(key, formats.shown(words)) for key, words in events]),
                choice_field("active", _("Rule"), [(ON, _("On")), (OFF, _("Off"))]),
            )
        )
        super().__init__(parent, _("Reminder rule"), form, _("Save") if rule is not None else _("Add rule"))
        begins: dict[str, Any] = {
            "kind": rule.kind if rule is not None else MessageKind.REMINDER,
            "whom": rule.whom if rule is not None else RemindWhom.ACCEPTED,
            "days_before": -rule.days_before if rule is not None else USUAL_DAYS,
            "at_minute": minute,
            "event_id": rule.event_id if rule is not None else events[0][0],
            "active": rule.active if rule is not None else ON,
        }
        for key, value in begins.items():
            form.fields[key].enter(value)

    def values(self) -> Any:
        """What `keep_rule` takes."""
        values = self.form.values()
        return values | {"days_before": -values["days_before"]}


class RulesDialog(QDialog):
    """Each change is a step of its own to undo."""

    COMMANDS = (
        Command("rule.change", N_("Change rule…"), "change", "F2", "pencil-outline"),
        Command("rule.turn", N_("Switch rule on or off"), "turn", "Space", "bell-outline"),
        Command("rule.remove", N_("Remove rule"), "remove", "Del", "minus"),
    )

    def __init__(self, parent: QWidget, workspace: Workspace, event_id: int | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Reminder rules"))
        self.resize(sized(840), sized(480))
        self._workspace, self._event_id = workspace, event_id
        self._model = RowsModel(COLUMNS)
        self.table = Table(_("Reminder rules"), COLUMNS)
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.table.show_rows(self._model)
        self.table.opened.connect(lambda _rule: self.change())
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.table)
        self._stack.addWidget(EmptyState(_("There is no rule yet: nobody is reminded of anything.")))
        self._on = wrapped("", "muted")
        self._error = wrapped("", "error")
        self._error.hide()
        buttons = QDialogButtonBox()
        buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole).setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        layout = column(self._head(), self._on, holder, self._error, buttons, margin=6 * GRID, space=3 * GRID)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        workspace.keyboard.bind(self, self.COMMANDS, within=self.table)
        workspace.changed.connect(self._heard)
        self.refresh()
        if self._model.rows:
            self.table.go_to(0)
            self.table.setFocus()

    def _head(self) -> QWidget:
        self._number = label("", "muted")
        self._change = button(_("Change rule…"), self.change, picture="pencil-outline")
        self._turn = button(_("Switch on or off"), self.turn, picture="bell-outline")
        self._remove = button(_("Remove"), self.remove, picture="minus")
        holder = QWidget()
        add = button(_("Add rule…"), self.add, picture="plus")
        holder.setLayout(row(add, self._change, self._turn, self._remove, 1, self._number))
        return holder

    def refresh(self) -> None:
        """Read the rules; the current one stays."""
        current = self.table.current_row()
        with self._workspace.read() as session:
            rules = queries.rules(session, self._event_id)
        self._model.show(rules)
        at = self._model.find(current.id, 0) if current is not None else 0
        if rules:
            self.table.go_to(at or 0)
        for each in (self._change, self._turn, self._remove):
            each.setEnabled(bool(rules))
        self._stack.setCurrentIndex(0 if rules else 1)
        number = n_("{n} rule", "{n} rules", len(rules)).format(n=formats.number(len(rules)))
        self._number.setText(number if rules else "")
        on = self._workspace.outgoing.settings().reminders
        self._on.setText(
            _("Reminders are switched on in the settings: what comes due is sent.")
            if on
            else _("Reminders are switched off in the settings: the outbox shows what would come, nothing is sent.")
        )

    def _heard(self, tables: frozenset[str]) -> None:
        if not tables or "reminder_rule" in tables:
            self.refresh()

    def add(self) -> None:
        """Ask for a new rule."""
        self._ask(None)

    def change(self) -> None:
        """Ask what is to change of the chosen rule."""
        rule = self.table.current_row()
        if rule is not None:
            self._ask(rule)

    def _ask(self, rule: RuleRow | None) -> None:
        dialog = RuleDialog(self, rule, self._events(rule))
        key = rule.id if rule is not None else None
        step = _("Change reminder rule") if rule is not None else _("Add reminder rule")

        def take() -> bool:
            try:
                with self._workspace.change(step) as session:
                    services.keep_rule(session, key, **dialog.values())
            except Expected as error:
                dialog.show_error(error)
                return False
            return True

        dialog.take = take
        dialog.open()

    def _events(self, rule: RuleRow | None) -> list[tuple[int | None, str]]:
        """What a rule can be for: the event whose rules these are, the one it is for already, or all."""
        from roundtables.queries import history

        choices: list[tuple[int | None, str]] = []
        if self._event_id is not None:
            with self._workspace.read() as session:
                choices.append((self._event_id, history.name_of(session, "event", self._event_id)))
        if rule is not None and rule.event_id not in (None, self._event_id):
            choices.append((rule.event_id, event_in_words(rule)))
        return [*choices, (None, _("All events"))]

    def turn(self) -> None:
        """Switch the chosen rule on or off."""
        rule = self.table.current_row()
        if rule is None:
            return
        self._do(
            _("Change reminder rule"),
            lambda session: services.keep_rule(
                session,
                rule.id,
                event_id=rule.event_id,
                kind=rule.kind,
                whom=rule.whom,
                days_before=rule.days_before,
                at_minute=rule.at_minute,
                active=not rule.active,
            ),
        )

    def remove(self) -> None:
        """Ask, then take the chosen rule away: one that came back would not know whom it has written to."""
        rule = self.table.current_row()
        if rule is None:
            return
        details = _("It can't be undone. What it has sent stays. A rule that is switched off sends nothing either.")

        def take_away() -> None:
            self._do(_("Remove reminder rule"), lambda session: services.remove_rule(session, rule.id), undoable=False)

        ask(self, (_("Remove rule"), _("Remove this rule?"), details), [(_("Remove"), take_away)])

    def _do(self, name: str, work: Any, *, undoable: bool = True) -> None:
        """Make a step; what can't be is said in the dialog, which lies over the window's notices."""
        try:
            with self._workspace.change(name, undoable=undoable) as session:
                work(session)
        except Expected as error:
            self._error.setText(str(error))
            self._error.show()
            return
        self._error.hide()
