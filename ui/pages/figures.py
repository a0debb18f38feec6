"""Figures of a period against targets: the totals, and told apart as a chart with its table."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QDate, QMimeData, QSignalBlocker, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QDateEdit, QSplitter, QTabWidget, QWidget

from roundtables.queries import figures as queries
from roundtables.queries import programme
from roundtables.queries.figures import Figures, Group, Grouping, Step, Wanted
from roundtables.queries.programme import ProjectRow
from roundtables.services import figures as services
from roundtables.words import N_, _, spoken
from ui import format as formats
from ui.commands import Command
from ui.dialogs.counting_rules import show_rules
from ui.dialogs.export import ExportDialog
from ui.dialogs.saving import ask_where, write_to
from ui.latest import Latest
from ui.models import figures as model
from ui.models.figures import MEASURES, Measure
from ui.models.rows import RowsModel
from ui.pages.place import Page
from ui.printing import Printout
from ui.theme import GRID, large, sized
from ui.widgets.chart import Chart
from ui.widgets.dates import Chooser
from ui.widgets.parts import button, column, label, row, scrolled
from ui.widgets.table import Table
from ui.workspace import Workspace

TERM, YEAR, LAST_YEAR, EVER, CHOSEN = "term", "year", "last-year", "ever", "chosen"
PERIODS = (
    (EVER, N_("Any time")),
    (TERM, N_("Project's term")),
    (YEAR, N_("This year")),
    (LAST_YEAR, N_("Last year")),
    (CHOSEN, N_("Chosen days")),
)
CHART_HEIGHT = 160


class _View(QWidget):
    """The figures told apart in one way: the chart of one measure above the table of all."""

    def __init__(self, grouping: Grouping) -> None:
        super().__init__()
        self.grouping = grouping
        self.columns = model.columns(grouping)
        self.model = RowsModel(self.columns)
        self.table = Table(_(grouping.label), self.columns)
        self.table.show_rows(self.model)
        self.chart = Chart(_(grouping.label))
        above = scrolled(self.chart, sized(CHART_HEIGHT))
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(above)
        self._split.addWidget(self.table)
        layout = column(self._split)
        layout.setContentsMargins(0, 3 * GRID, 0, 0)
        self.setLayout(layout)

    def show_groups(self, groups: Sequence[Group], measure: Measure) -> None:
        """Show the groups, with the bars of one measure."""
        first = not self.model.rows
        self.model.show(groups)
        self.chart.show_bars(model.bars(groups, measure), _(measure.name), upright=self.grouping is Grouping.PERIOD)
        if first:
            room = max(self.height(), 2 * sized(CHART_HEIGHT))
            chart = min(max(self.chart.minimumHeight() + 4 * GRID, sized(CHART_HEIGHT)), room // 2)
            self._split.setSizes((chart, room - chart))


class _Total(QWidget):
    """One of the totals: a large number, what it counts, and what was aimed at."""

    def __init__(self, measure: Measure) -> None:
        super().__init__()
        self._measure = measure
        self._number, self._words = label("", "title"), label("", "muted")
        self.setLayout(column(self._number, self._words, space=0))

    def show_total(self, total: Group) -> None:
        """Show it; the words tell the target where there is one."""
        self._number.setText(formats.number(self._measure.of(total.counts)))
        target, name = self._measure.target(total), _(self._measure.name)
        aimed = _("{what}, of {n}").format(what=name, n=formats.number(target)) if target is not None else name
        self._words.setText(aimed)


class FiguresPage(Page):
    """Counted off the window's thread; a tab's chart and table are made when they are first looked at."""

    shows = frozenset(
        {
            *("event", "session", "slot", "participation", "attendance", "person", "organisation", "venue"),
            *("project", "project_partner", "work_package", "activity"),
        }
    )
    COMMANDS = (
        Command("figures.workbook", N_("Workbook of the figures…"), "write_workbook", "", "table-check"),
        Command("figures.picture", N_("Copy the chart as a picture"), "copy_picture", "Ctrl+Shift+C", "image-outline"),
        Command("figures.table", N_("Copy the table"), "copy_table", "Ctrl+Alt+C", "content-copy"),
        Command("figures.rules", N_("How this is counted…"), "show_rules", "", "information-outline"),
    )

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.figures: Figures | None = None
        self._projects: list[ProjectRow] = []
        self._counted = Latest(self._count, self)
        self._counted.answered.connect(self._take)
        self._counted.failed.connect(lambda _asked, words: workspace.failed.emit(words))
        workspace.keyboard.bind(self, self.COMMANDS)
        self._totals = [_Total(measure) for measure in MEASURES]
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.setAccessibleName(_("What the figures are told apart by"))
        self._views: dict[Grouping, _View] = {}
        for grouping in Grouping:
            place = QWidget()
            place.setLayout(column())
            self.tabs.addTab(place, _(grouping.label))
        totals = QWidget()
        totals.setLayout(row(*self._totals, 1, space=8 * GRID))
        layout = column(self._head(), totals, self.tabs, margin=6 * GRID, space=4 * GRID)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        kept = str(workspace.settings.value("figures/grouping") or "")
        found = [grouping.value for grouping in Grouping]
        self.tabs.setCurrentIndex(found.index(kept) if kept in found else 1)
        self.tabs.currentChanged.connect(self._show_view)
        self.refresh()

    def _head(self) -> QWidget:
        self.project = self._choice(_("Project"), ())
        self.period = self._choice(_("Period"), [(key, _(name)) for key, name in PERIODS])
        self.step = self._choice(_("Length of a period"), [(step.value, _(step.label)) for step in Step], "quarter")
        self.measure = self._choice(_("Shown in the chart"), [(each.key, _(each.name)) for each in MEASURES])
        self._since, self._until = self._day_editor(_("First day")), self._day_editor(_("Last day"))
        self._days = QWidget()
        self._days.setLayout(row(label(_("From")), self._since, label(_("Until")), self._until))
        tools = row(
            button(_("Copy picture"), self.copy_picture, picture="image-outline"),
            button(_("Copy table"), self.copy_table, picture="content-copy"),
            button(_("Workbook…"), self.write_workbook, picture="table-check"),
        )
        rules = button(_("How this is counted…"), self.show_rules, picture="information-outline")
        made = QWidget()
        title = row(label(_("Figures"), "title"), 1, tools, space=3 * GRID)
        choices = row(self.project, self.period, self.step, self.measure, 1, rules)
        days = row(self._days, 1)
        made.setLayout(column(title, choices, days, space=3 * GRID))
        if large():
            made.setLayout(column(label(_("Figures"), "title"), tools, choices, days, space=3 * GRID))
        return made

    def _choice(self, name: str, options: Sequence[tuple[str, str]], usual: str = "") -> QComboBox:
        made = QComboBox()
        made.setAccessibleName(name)
        made.setToolTip(name)
        for key, words in options:
            made.addItem(words, key)
        setting = f"figures/{name}"
        kept = made.findData(str(self.workspace.settings.value(setting) or usual))
        made.setCurrentIndex(max(kept, 0) if options else -1)
        made.activated.connect(lambda _number: self.workspace.settings.setValue(setting, made.currentData()))
        made.activated.connect(self._narrow)
        return made

    def _day_editor(self, name: str) -> QDateEdit:
        editor = QDateEdit(QDate.currentDate())
        editor.setAccessibleName(name)
        editor.setToolTip(name)
        editor.setDisplayFormat(formats.PATTERNS[spoken().code])
        Chooser(editor)
        editor.setLocale(formats.locale())
        editor.dateChanged.connect(self._narrow)
        return editor

    def refresh(self) -> None:
        with self.workspace.read() as session:
            self._projects = programme.projects(session)
        chosen = self.project.currentData()
        with QSignalBlocker(self.project):
            self.project.clear()
            for project in self._projects:
                self.project.addItem(formats.shown(project.acronym or project.name), project.id)
            if len(self._projects) != 1:
                self.project.addItem(_("All projects"), None)
            self.project.setCurrentIndex(max(self.project.findData(chosen), 0))
        self.project.setVisible(len(self._projects) > 1)
        self._narrow()

    def wanted(self) -> Wanted:
        """What is chosen above."""
        since, until = self._period()
        return Wanted(self.project.currentData(), since, until, Step.of(self.step.currentData()))

    def _period(self) -> tuple[dt.date | None, dt.date | None]:
        chosen = self.period.currentData()
        year = dt.date.today().year - (chosen == LAST_YEAR)  # noqa: DTZ011 - the wall's year is meant
        if chosen in (YEAR, LAST_YEAR):
            return dt.date(year, 1, 1), dt.date(year, 12, 31)
        if chosen == CHOSEN:
            return _day(self._since), _day(self._until)
        project = next((each for each in self._projects if each.id == self.project.currentData()), None)
        return (project.term_from, project.term_until) if chosen == TERM and project is not None else (None, None)

    def _narrow(self) -> None:
        self._days.setVisible(self.period.currentData() == CHOSEN)
        self._counted.ask(self.wanted())

    def _count(self, wanted: Wanted) -> Figures:
        with self.workspace.read() as session:
            return queries.figures(session, wanted, dt.datetime.now(dt.UTC), spoken())

    def _take(self, _wanted: Wanted, counted: Figures) -> None:
        self.figures = counted
        for total in self._totals:
            total.show_total(counted.total)
        self._show_view(self.tabs.currentIndex())

    def view(self) -> _View:
        """The tab that is looked at, made when it is first."""
        grouping = list(Grouping)[self.tabs.currentIndex()]
        if grouping not in self._views:
            made = self._views[grouping] = _View(grouping)
            place = self.tabs.currentWidget().layout()
            if place is not None:
                place.addWidget(made)
        return self._views[grouping]

    def _show_view(self, _number: int) -> None:
        view = self.view()
        self.workspace.settings.setValue("figures/grouping", view.grouping.value)
        if self.figures is not None:
            view.show_groups(self.figures.groups[view.grouping], self._measure())

    def _measure(self) -> Measure:
        return next(each for each in MEASURES if each.key == self.measure.currentData())

    def _title(self) -> str:
        """What the chart or table in view is of."""
        named = next((each for each in self._projects if each.id == self.project.currentData()), None)
        project = (named.acronym or named.name) if named is not None else _("All projects")
        return _("{project}: {what}").format(project=formats.shown(project), what=_(self.view().grouping.label))

    def _when(self) -> str:
        counted = self.figures
        if counted is None or counted.since is None or counted.until is None:
            return _("Any time")
        return f"{formats.day(counted.since)} – {formats.day(counted.until)}"

    def copy_picture(self) -> None:
        """Put the chart on the clipboard, as a document takes it."""
        note = _("{what}, {when}").format(what=_(self._measure().name), when=self._when())
        QApplication.clipboard().setPixmap(self.view().chart.picture(self._title(), note))
        self.workspace.noticed.emit(_("The chart was copied as a picture."), False)

    def copy_table(self) -> None:
        """Put the table with its headings on the clipboard, as a spreadsheet takes it."""
        view = self.view()
        title = f"{self._title()}, {self._when()}"
        text, marked = model.copied(title, view.model.rows, view.grouping.label)
        data = QMimeData()
        data.setText(text)
        data.setHtml(marked)
        QApplication.clipboard().setMimeData(data)
        self.workspace.noticed.emit(_("The table was copied."), False)

    def show_rules(self) -> None:
        """Tell how the figures are counted."""
        show_rules(self)

    def write_workbook(self) -> None:
        """Write all the figures into a workbook and record that it was handed over."""
        wanted = self.wanted()
        usual = self.workspace.preferences.export_language
        dialog = ExportDialog(self, _("Workbook of the figures"), for_whom=True, language=usual)

        def agreed() -> None:
            name = services.suggested_name(dialog.language())
            path = ask_where(self, self.workspace, dialog.windowTitle(), name, ".xlsx")
            if path is not None:
                self._write(wanted, path, dialog.language(), dialog.for_whom())

        dialog.accepted.connect(agreed)
        dialog.open()

    def _write(self, wanted: Wanted, path: Path, code: str, for_whom: str) -> None:
        workspace = self.workspace

        def work(_report: object) -> None:
            with workspace.change(_("Hand over figures"), undoable=False) as session:
                services.hand_over_figures(
                    session,
                    wanted,
                    path,
                    code,
                    for_whom=for_whom,
                    by=workspace.register.user,
                    at=dt.datetime.now(dt.UTC),
                    timezone=workspace.preferences.home_zone,
                )

        write_to(workspace, _("Writing the workbook"), path, work)

    def printout(self) -> Printout | None:
        """The table that is looked at."""
        view = self.view()
        rows = [tuple(each.show(group) for each in view.columns) for group in view.model.rows]
        return Printout(self._title(), [_(each.heading) for each in view.columns], rows, self._when())


def _day(editor: QDateEdit) -> dt.date:
    date = editor.date()
    return dt.date(date.year(), date.month(), date.day())
