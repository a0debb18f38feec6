"""A unit cost by distance: the rate is shown with its decision as one types; what is in no table is not added."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from roundtables.errors import Expected, Invalid
from roundtables.queries import rates as queries
from roundtables.queries.participants import ParticipantRow
from roundtables.services import costs as services
from roundtables.services import rates
from roundtables.services.rates import Rate
from roundtables.terms import CostKind
from roundtables.words import _
from ui import format as formats
from ui.dialogs.cost import added, chosen_people, whose_choices
from ui.dialogs.form import FormDialog
from ui.models.costs import distance
from ui.widgets.fields import Form, choice_field, date_field, number_field, text_field
from ui.widgets.parts import wrapped
from ui.workspace import Workspace

FURTHEST = 50_000
BOTH, ESTIMATE, ACTUAL = "both", "estimate", "actual"


class UnitCostDialog(FormDialog):
    """Who, how far, when; by day the table is found, or it is chosen."""

    def __init__(
        self, parent: QWidget, workspace: Workspace, event_id: int, on: dt.date, people: Sequence[ParticipantRow]
    ) -> None:
        self._workspace, self._event_id, self._people = workspace, event_id, people
        with workspace.read() as session:
            tables = queries.tables(session)
        kinds = [kind for kind in CostKind if any(table.kind is kind for table in tables)] or [CostKind.TRAVEL]
        named = [(table.id, formats.shown(f"{table.decision} {table.name}")) for table in tables]
        form = Form(
            (
                choice_field("person_id", _("Who"), whose_choices(people, several=True)),
                choice_field("kind", _("Kind"), [(kind, _(kind.label)) for kind in kinds]),
                number_field("km", _("Distance, km"), most=FURTHEST),
                date_field("on", _("Date")),
                choice_field("table_id", _("Rate table"), [(None, _("The one that holds on that day")), *named]),
                choice_field(
                    "counts",
                    _("Enter as"),
                    [(BOTH, _("Estimate and actual")), (ESTIMATE, _("Estimate")), (ACTUAL, _("Actual"))],
                ),
                text_field("description", _("Description")),
                text_field("budget_line", _("Budget line")),
            )
        )
        super().__init__(parent, _("Unit cost"), form, _("Add cost"))
        form.fields["on"].show_value(on)
        km: Any = form.fields["km"].editor
        km.setPlaceholderText(_("Whole kilometres, as the decision counts them"))
        self.found = wrapped("")
        self.found.setAccessibleName(_("Rate"))
        self.layout().insertWidget(2, self.found)  # type: ignore[union-attr]  # it is a column
        self.take = self._add
        for field in form.fields.values():
            if isinstance(field.editor, QLineEdit):
                field.editor.textChanged.connect(self._look)
            else:
                field.editor.currentIndexChanged.connect(self._look)  # type: ignore[union-attr]  # a choice
        self._look()
        km.setFocus()

    def _look(self) -> None:
        """Say which rate it would be, or why there is none."""
        self.found.setObjectName("")
        try:
            unit = self._rate(self.form.values())
        except rates.DistanceMissing:
            self._say(_("The rate is shown here once the distance is entered."), "muted")
        except Expected as error:
            self._say(str(error), "error")
        else:
            words = _("{decision}: {distance}, {amount} {currency}").format(
                decision=formats.shown(f"{unit.decision} {unit.name}"),
                distance=distance(unit.band),
                amount=formats.cents(unit.cents),
                currency=unit.currency,
            )
            self._say(words, "")

    def _say(self, words: str, name: str) -> None:
        self.found.setText(words)
        self.found.setObjectName(name)
        style = self.found.style()
        style.unpolish(self.found)
        style.polish(self.found)

    def _rate(self, values: Any) -> Rate:
        if values["km"] is None:
            raise rates.DistanceMissing
        if values["on"] is None:
            raise _DayMissing
        with self._workspace.read() as session:
            return rates.rate_for(session, values["kind"], values["km"], values["on"], table_id=values["table_id"])

    def _add(self) -> bool:
        try:
            values = self.form.values()
            unit = self._rate(values)
            people = chosen_people(self._people, values["person_id"])
            with self._workspace.change(_("Add unit cost")) as session:
                services.add_unit_costs(
                    session,
                    self._event_id,
                    people,
                    unit,
                    values["km"],
                    as_estimate=values["counts"] != ACTUAL,
                    as_actual=values["counts"] != ESTIMATE,
                    description=values["description"],
                    budget_line=values["budget_line"],
                    incurred_on=values["on"],
                )
        except Expected as error:
            self.show_error(error)
            return False
        self._workspace.noticed.emit(added(len(people)), True)
        return True


class _DayMissing(Invalid):
    field = "on"

    def __init__(self) -> None:
        super().__init__(_("Enter the day of the journey: it says which rate table holds."))
