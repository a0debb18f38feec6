"""One cost to add, or one to change; the same for everybody who was there, in one step."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from roundtables.errors import Expected
from roundtables.money import CURRENCIES
from roundtables.queries import costs as queries
from roundtables.queries.costs import CostRow
from roundtables.queries.participants import ParticipantRow
from roundtables.services import costs as services
from roundtables.terms import CostKind, Presence
from roundtables.words import _, n_
from ui import format as formats
from ui.dialogs.form import FormDialog
from ui.models.costs import amount, currencies
from ui.models.events import terms
from ui.widgets.completion import complete_organisations
from ui.widgets.fields import Field, Form, choice_field, date_field, text_field
from ui.widgets.table_hands import AT_ONCE
from ui.workspace import Workspace

EACH, EACH_PRESENT = "each", "present"
"""Whose cost it is, where it is that of several people, each of whom gets a row."""


def whose_choices(people: Sequence[ParticipantRow], *, several: bool) -> list[tuple[Any, str]]:
    """All together, each of those who were there, each participant, or one of them."""
    choices: list[tuple[Any, str]] = [(None, _("All together"))]
    here = sum(was_present(person) for person in people)
    if several and here:
        words = n_("{n} person who was present, a cost each", "{n} people who were present, a cost each", here)
        choices.append((EACH_PRESENT, words.format(n=formats.number(here))))
    if several and people:
        words = n_("{n} participant, a cost each", "{n} participants, a cost each", len(people))
        choices.append((EACH, words.format(n=formats.number(len(people)))))
    return choices + [(person.person_id, formats.shown(f"{person.last_name} {person.first_name}")) for person in people]


def was_present(person: ParticipantRow) -> bool:
    """Whether somebody was there in at least one slot."""
    return any(mark.presence is Presence.PRESENT for mark in person.marks.values())


def chosen_people(people: Sequence[ParticipantRow], whose: Any) -> list[int | None]:
    """The keys of those whose cost it is; one None where it is of all together."""
    if whose == EACH:
        return [person.person_id for person in people]
    if whose == EACH_PRESENT:
        return [person.person_id for person in people if was_present(person)]
    return [whose]


def added(number: int) -> str:
    """How many costs were added."""
    return n_("{n} cost added", "{n} costs added", number).format(n=formats.number(number))


class CostDialog(FormDialog):
    """The fields of a cost. `add` and `change` make the step; an error stands at its field."""

    def __init__(
        self,
        parent: QWidget,
        workspace: Workspace,
        event_id: int,
        people: Sequence[ParticipantRow],
        cost: CostRow | None = None,
    ) -> None:
        self._workspace, self._event_id, self._people, self._cost = workspace, event_id, people, cost
        form = Form(self._fields())
        super().__init__(parent, _("Cost"), form, _("Add cost") if cost is None else _("Save"))
        self._offer()
        self.take = self._add if cost is None else self._change
        if cost is not None:
            self._show(cost)
        currency: Any = form.fields["currency"].editor
        self._currency = currency.text()
        currency.textChanged.connect(self._follow_currency)
        self._follow_currency(currency.text())
        form.fields["kind" if cost is None else "actual"].editor.setFocus()

    def _fields(self) -> tuple[Field, ...]:
        choices = whose_choices(self._people, several=self._cost is None)
        cost = self._cost
        if cost is not None and cost.person_id is not None and not any(key == cost.person_id for key, _name in choices):
            choices.append((cost.person_id, formats.shown(cost.person)))
        hint = formats.cents(123450)
        return (
            choice_field("kind", _("Kind"), terms(CostKind)),
            choice_field("person_id", _("Who"), choices),
            text_field("description", _("Description")),
            text_field("estimate", _("Estimate"), hint=hint),
            text_field("actual", _("Actual"), hint=hint),
            text_field("currency", _("Currency")),
            text_field("rate", _("Exchange rate"), hint=_("Units for one euro")),
            text_field("rate_source", _("Source of the rate"), hint=_("European Central Bank, with the day")),
            date_field("incurred_on", _("Date")),
            text_field("invoice_number", _("Invoice number")),
            text_field("payer", _("Paid by")),
            text_field("budget_line", _("Budget line")),
        )

    def _offer(self) -> None:
        with self._workspace.read() as session:
            lines, sources = queries.budget_lines(session), queries.rate_sources(session)
        self.form.fields["currency"].enter("EUR")
        for key, offered in (("currency", currencies()), ("budget_line", lines), ("rate_source", sources)):
            editor: Any = self.form.fields[key].editor
            completer = QCompleter([formats.shown(each) for each in offered], editor)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            editor.setCompleter(completer)
        payer = self.form.fields["payer"].editor
        if isinstance(payer, QLineEdit):
            complete_organisations(payer, self._workspace)

    def _show(self, cost: CostRow) -> None:
        shown: Any = {
            "estimate": amount(cost.estimate_cents),
            "actual": amount(cost.actual_cents),
        }
        for key, field in self.form.fields.items():
            field.show_value(shown[key] if key in shown else getattr(cost, key))

    def _follow_currency(self, text: str) -> None:
        """Euro need no rate, and another currency has another one."""
        code = text.strip().upper()
        foreign = code not in ("", "EUR")
        other = code in CURRENCIES and code != self._currency
        for key in ("rate", "rate_source"):
            self.form.fields[key].editor.setEnabled(foreign)
            if not foreign or other:
                self.form.fields[key].enter("")
        if code in CURRENCIES:
            self._currency = code

    def _add(self) -> bool:
        people = chosen_people(self._people, self.form.fields["person_id"].value())

        def work(session: Any, values: Any) -> int:
            if people == [None]:
                services.add(session, self._event_id, **values)
            else:
                keys = [key for key in people if key is not None]
                services.add_for_many(session, self._event_id, keys, **{**values, "person_id": None})
            return len(people)

        return self._step(_("Add cost"), work, added, len(people))

    def _change(self) -> bool:
        cost = self._cost

        def work(session: Any, values: Any) -> int:
            if cost is not None:
                services.change(session, cost.id, **_changed(cost, values))
            return 1

        return self._step(_("Change cost"), work, lambda _n: _("Cost changed"), 1)

    def _step(self, name: str, work: Callable[[Any, Any], int], words: Callable[[int], str], number: int) -> bool:
        """Make a step at once; one of very many rows in the background, while the dialog stays open."""
        try:
            values = self.values()
            if number <= AT_ONCE:
                with self._workspace.change(name) as session:
                    work(session, values)
        except Expected as error:
            self.show_error(error)
            return False
        if number > AT_ONCE:
            self._step_behind(name, lambda session: work(session, values), words)
            return False
        self._workspace.noticed.emit(words(number), True)
        return True

    def _step_behind(self, name: str, work: Callable[[Any], int], words: Callable[[int], str]) -> None:
        def change(_report: object) -> int:
            with self._workspace.change(name) as session:
                return work(session)

        def done(number: int) -> None:
            self._workspace.noticed.emit(words(number), True)
            self.accept()

        self.setEnabled(False)
        self._workspace.run(name, change, done, self._failed_behind)

    def _failed_behind(self, words: str) -> None:
        self.setEnabled(True)
        self.show_error(Expected(words))


def _changed(cost: CostRow, values: dict[str, Any]) -> dict[str, Any]:
    """What was entered otherwise than it was: a rate that is not touched goes with its currency."""
    amounts = {"estimate": amount(cost.estimate_cents), "actual": amount(cost.actual_cents)}
    return {
        key: value for key, value in values.items() if value != (amounts[key] if key in amounts else getattr(cost, key))
    }
