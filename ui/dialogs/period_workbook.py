"""The workbook for a period: which days, of which project, in which language, with which columns, for whom."""

import datetime as dt
from typing import Any

from PySide6.QtWidgets import QWidget

from roundtables.errors import Expected, Invalid
from roundtables.queries import programme, workbooks
from roundtables.queries.column_sets import Chosen
from roundtables.queries.workbooks import Scope
from roundtables.services import period_workbook
from roundtables.words import LOCALES, N_, NAMES, _, n_
from ui import format as formats
from ui.dialogs.form import FormDialog
from ui.dialogs.workbook_columns import OF_PERIOD
from ui.widgets.column_choice import ColumnChoice
from ui.widgets.fields import Form, choice_field, date_field, text_field
from ui.widgets.parts import label, row, wrapped
from ui.workspace import Workspace

PERIODS = {
    "this-year": N_("This year"),
    "last-year": N_("Last year"),
    "this-quarter": N_("This quarter"),
    "last-quarter": N_("Last quarter"),
    "days": N_("Chosen days"),
}


class DayMissing(Invalid):
    def __init__(self, field: str) -> None:
        self.field = field
        super().__init__(_("A period needs its first and its last day."))


def days_of(period: str, today: dt.date) -> tuple[dt.date, dt.date] | None:
    """The first and last day of a period; None for chosen days."""
    first = today.replace(month=today.month - (today.month - 1) % 3, day=1)
    before = first - dt.timedelta(days=1)
    return {
        "this-year": (dt.date(today.year, 1, 1), dt.date(today.year, 12, 31)),
        "last-year": (dt.date(today.year - 1, 1, 1), dt.date(today.year - 1, 12, 31)),
        "this-quarter": (first, _end_of_quarter(first)),
        "last-quarter": (before.replace(month=before.month - 2, day=1), before),
    }.get(period)


def _end_of_quarter(first: dt.date) -> dt.date:
    return (first.replace(day=28) + dt.timedelta(days=70)).replace(day=1) - dt.timedelta(days=1)


class PeriodWorkbookDialog(FormDialog):
    """Once it was agreed to, `scope` says which events; there is at least one of them."""

    def __init__(self, parent: QWidget, workspace: Workspace, today: dt.date) -> None:
        self.choice = ColumnChoice(workspace, OF_PERIOD)
        form = Form(
            (
                choice_field("of", _("Events of"), _places(workspace)),
                choice_field("period", _("Period"), [(key, _(name)) for key, name in PERIODS.items()]),
                date_field("since", _("First day")),
                date_field("until", _("Last day")),
                choice_field("language", _("Language"), [(code, NAMES[code]) for code in LOCALES]),
                text_field("for_whom", _("For")),
                self.choice.field,
            )
        )
        super().__init__(parent, _("Workbook for a period"), form, _("Choose where to save…"))
        self._workspace, self._today = workspace, today
        form.fields["language"].show_value(workspace.preferences.export_language)
        self.counted = label("", "muted")
        note = wrapped(
            _("The workbook is entered as handed over, with a check sum by which it can be verified years later."),
            "muted",
        )
        layout: Any = self.layout()
        layout.insertLayout(2, row(self.choice.button, 1, self.counted))
        layout.insertWidget(3, note)
        form.left.connect(self._follow)
        self.take = self._can_be_written
        self._follow("period")

    def scope(self) -> Scope:
        """Which events. Raises NotADay, DayMissing."""
        values = self.form.values()
        project_id, package_id = (int(key) if key else None for key in values["of"].split("/"))
        for key in ("since", "until"):
            if values[key] is None:
                raise DayMissing(key)
        return Scope(values["since"], values["until"], project_id, package_id)

    def language(self) -> str:
        """The code of the language that was chosen."""
        return str(self.form.fields["language"].value())

    def columns(self) -> Chosen:
        """The columns that were chosen, by sheet."""
        return self.choice.columns()

    def for_whom(self) -> str:
        """Who gets it."""
        return str(self.form.fields["for_whom"].value()).strip()

    def _follow(self, key: str) -> None:
        """A period has its days; days that are typed are a period of their own. Then count."""
        self._forget_errors()
        fields = self.form.fields
        if key == "period":
            days = days_of(fields["period"].value(), self._today)
            if days is not None:
                fields["since"].enter(days[0])
                fields["until"].enter(days[1])
        elif key in ("since", "until"):
            fields["period"].enter("days")
        self._count()

    def _count(self) -> None:
        try:
            scope = self.scope()
        except Expected:
            self.counted.setText("")
            return
        with self._workspace.read() as session:
            number = workbooks.count(session, scope)
        self.counted.setText(n_("{n} event", "{n} events", number).format(n=formats.number(number)))

    def _forget_errors(self) -> None:
        self.form.show_error("", "")
        self._error.hide()

    def _can_be_written(self) -> bool:
        self._forget_errors()
        try:
            with self._workspace.read() as session:
                period_workbook.check(session, self.scope())
        except Expected as error:
            self.show_error(error)
            return False
        return True


def _places(workspace: Workspace) -> list[tuple[str, str]]:
    """Everything, each project, and its work packages below it; the values are both their keys."""
    with workspace.read() as session:
        projects, packages = programme.projects(session), programme.work_packages(session)
    found = [("/", _("All projects"))]
    for project in projects:
        found.append((f"{project.id}/", formats.shown(project.name)))
        for package in packages:
            if package.project_id == project.id:
                words = _("WP{n} {title}").format(n=package.number, title=package.title)
                found.append((f"{project.id}/{package.id}", f"    {formats.shown(words)}"))
    return found
