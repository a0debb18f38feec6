"""All that was done in the register: when, by whom, what was and what is; narrowed, and in full for one step."""

import datetime as dt
from typing import Any

from PySide6.QtCore import QByteArray, QDate, QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QDateEdit, QSplitter, QStackedLayout, QToolButton, QWidget

from roundtables.queries import history as queries
from roundtables.queries.history import HistoryFilter, StepLine
from roundtables.queries.search import Hit
from roundtables.words import N_, _, n_, spoken
from ui import format as formats
from ui.commands import Command
from ui.icons import icon
from ui.links import Link
from ui.models.history import STEP_COLUMNS, TABLES
from ui.models.paged import PagedTableModel
from ui.pages.place import Page
from ui.pages.step_detail import StepDetail
from ui.theme import GRID, large
from ui.widgets.announcing import show_count
from ui.widgets.dates import Chooser
from ui.widgets.filter_line import FilterLine
from ui.widgets.parts import EmptyState, column, label, row
from ui.widgets.table import Table
from ui.workspace import Workspace

SPLIT = "history/split"
DAY = dt.timedelta(days=1)
KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (N_("Events"), ("event", "session", "slot", "event_task", "series", "series_date")),
    (N_("People"), ("person", "person_address", "person_needs", "not_the_same", "standing_group", "group_member")),
    (N_("Organisations"), ("organisation",)),
    (N_("Participants"), ("participation",)),
    (N_("Post"), ("invitation", "answer", "message_template", "reminder_rule")),
    (N_("Attendance"), ("attendance", "event_file", "proved_slot", "stay", "known_name", "certificate")),
    (N_("Costs"), ("cost", "catering", "catering_guest", "rate_table", "rate_band")),
    (N_("Hand-overs"), ("hand_over", "event_report", "survey", "survey_question", "survey_answer", "column_set")),
    (
        N_("Programme"),
        ("project", "project_partner", "project_role", "work_package", "work_package_lead", "activity", "venue"),
    ),
    (N_("Templates and checklists"), ("event_template", "template_session", "checklist_line", "saved_filter")),
)
"""What the history can be narrowed to; each table is in one."""
CHOSEN = "chosen"
PERIODS = ((N_("Today"), 0), (N_("The last 7 days"), 6), (N_("The last 30 days"), 29), (N_("The last 365 days"), 364))


class HistoryPage(Page):
    """The steps, the newest first, read as they are scrolled to; the chosen one in full below."""

    shows = frozenset(TABLES)
    COMMANDS = (
        Command("history.about", N_("History of an event or a person…"), "choose_about", "", "account-search-outline"),
        Command("history.everything", N_("History of everything"), "show_all", "", "history"),
        Command("history.undo", N_("Undo this step"), "undo_step", "", "undo"),
    )

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._about: Link | None = None
        self._model = PagedTableModel(STEP_COLUMNS, self._count, self._load, HistoryFilter(), "")
        self.table = Table(_("Steps"), STEP_COLUMNS)
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.table.show_rows(self._model)
        self.table.chosen.connect(self._choose)
        self._number = label("", "muted")
        self._empty = EmptyState("", _("Show everything"), self._show_everything)
        self.detail = StepDetail(workspace)
        self.detail.undo_asked.connect(self.undo_step)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self._split())
        self._stack.addWidget(self._empty)
        head = row(label(_("History"), "title"), self._number, 1, space=3 * GRID)
        layout = column(head, self._filters(), holder, margin=6 * GRID, space=4 * GRID)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        workspace.keyboard.bind(self, self.COMMANDS)
        self.show_all()

    def _split(self) -> QSplitter:
        split = self._splitter = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(4 * GRID)
        split.addWidget(self.table)
        split.addWidget(self.detail)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        kept = self.workspace.settings.value(SPLIT)
        if isinstance(kept, QByteArray):
            split.restoreState(kept)
        split.splitterMoved.connect(lambda: self.workspace.settings.setValue(SPLIT, split.saveState()))
        return split

    def _filters(self) -> QWidget:
        self.words = FilterLine(_("Filter by words of the step"))
        self.words.setMinimumWidth(160)
        self.words.settled.connect(self._narrow)
        self._by = self._choice(_("Who"), _("Anybody"))
        self._kind = self._choice(_("What"), _("Everything"))
        for name, tables in KINDS:
            self._kind.addItem(_(name), tables)
        self._period = self._choice(_("Period"), _("Any time"))
        for name, days in PERIODS:
            self._period.addItem(_(name), days)
        self._period.addItem(_("Chosen days"), CHOSEN)
        self._since, self._until = self._day_editor(_("First day")), self._day_editor(_("Last day"))
        self._which = QToolButton()
        self._which.setIcon(icon("account-search-outline"))
        self._which.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._which.clicked.connect(self.choose_about)
        self._clear = QToolButton()
        self._clear.setIcon(icon("close"))
        self._clear.setAccessibleName(_("History of everything"))
        self._clear.setToolTip(_("History of everything"))
        self._clear.clicked.connect(self.show_all)
        holder = QWidget()
        about = row(self._which, self._clear, space=GRID)
        choices = row(self._by, self._kind, self._period)
        first = row(self.words, about) if large() else row(self.words, about, choices)
        first.setStretch(0, 1)
        self._days_shown = QWidget()
        self._days_shown.setLayout(row(1, label(_("From")), self._since, label(_("Until")), self._until))
        self._days_shown.hide()
        holder.setLayout(column(first, choices, self._days_shown) if large() else column(first, self._days_shown))
        return holder

    def _choice(self, name: str, every: str) -> QComboBox:
        combo = QComboBox()
        combo.setAccessibleName(name)
        combo.setToolTip(name)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(8)
        combo.addItem(every, None)
        combo.activated.connect(self._narrow)
        return combo

    def _day_editor(self, name: str) -> QDateEdit:
        editor = QDateEdit(QDate.currentDate())
        editor.setAccessibleName(name)
        editor.setToolTip(name)
        editor.setDisplayFormat(formats.PATTERNS[spoken().code])
        Chooser(editor)
        editor.setLocale(formats.locale())
        editor.dateChanged.connect(self._narrow)
        return editor

    def show_link(self, link: Link) -> None:
        """The history of one event or person: the part says of which kind the key is."""
        if link.key is not None and link.part in ("event", "person"):
            self._show_about(Link(link.part, link.key))

    def choose_about(self) -> None:
        """Choose the event or person whose history is shown."""
        from ui.dialogs.palette import Palette

        window: Any = self.window()
        palette = Palette.over(window, self.workspace, ())
        palette.start(self._take_hit, ("event", "person"))

    def _take_hit(self, hit: Hit) -> None:
        self._show_about(Link(hit.kind, hit.id))

    def show_all(self) -> None:
        """The history of everything again."""
        self._show_about(None)

    def _show_everything(self) -> None:
        self.words.clear()
        for choice in (self._by, self._kind, self._period):
            choice.setCurrentIndex(0)
        self.show_all()
        self.table.setFocus()

    def _show_about(self, about: Link | None) -> None:
        self._about = about
        words = _("Event or person…")
        if about is not None and about.key is not None:
            with self.workspace.read() as session:
                words = queries.name_of(session, about.place, about.key) or "–"
        shown = formats.shown(words)
        self._which.setText(shown if len(shown) <= 28 else f"{shown[:27]}…")
        self._which.setToolTip(shown)
        self._clear.setVisible(about is not None)
        self._narrow()

    def undo_step(self) -> None:
        """Take back the chosen step: the normal undo, where it is the newest that can be."""
        line = self.table.current_row()
        if line is None:
            return
        with self.workspace.read() as session:
            newest = queries.undoable(session)
        if newest == line.id:
            self.workspace.undo()
        else:
            words = _("Only the newest step can be undone: undo the steps after it first. Nothing was changed.")
            self.workspace.failed.emit(words)

    def refresh(self) -> None:
        chosen, at = self.table.current_row(), self.table.currentIndex().row()
        self._fill_authors()
        self._model.refresh(self._model.narrowed)
        # Whoever looks at the newest step sees the next one; whoever looks further down stays where they are.
        found = self._model.find(chosen.id, at) if chosen is not None and at > 0 else None
        self._show_number(found or 0)

    def focus_filter(self) -> None:
        self.words.setFocus()
        self.words.selectAll()

    def _fill_authors(self) -> None:
        with self.workspace.read() as session:
            names = queries.authors(session)
        chosen = self._by.currentData()
        with QSignalBlocker(self._by):
            while self._by.count() > 1:
                self._by.removeItem(1)
            for name in names:
                self._by.addItem(formats.shown(name), name)
            self._by.setCurrentIndex(max(self._by.findData(chosen), 0))

    def _narrow(self) -> None:
        if self._by.count() == 1:
            self._fill_authors()
        self._days_shown.setVisible(self._period.currentData() == CHOSEN)
        since, before = self._days()
        about = self._about
        self._model.refresh(
            HistoryFilter(
                words=self.words.text(),
                by=self._by.currentData(),
                since=since,
                before=before,
                tables=tuple(self._kind.currentData() or ()),
                event_id=about.key if about is not None and about.place == "event" else None,
                person_id=about.key if about is not None and about.place == "person" else None,
            )
        )
        self._show_number(0)

    def _days(self) -> tuple[dt.datetime | None, dt.datetime | None]:
        """The period as instants: from the first day's midnight here, to the one after the last."""
        chosen = self._period.currentData()
        if chosen is None:
            return None, None
        if chosen == CHOSEN:
            first, last = self._since.date().toPython(), self._until.date().toPython()
            return _midnight(first), _midnight(last + DAY)  # type: ignore[operator,arg-type]  # both are dates
        today = dt.date.today()  # noqa: DTZ011 - the day on the wall is meant
        return _midnight(today - chosen * DAY), None

    def _show_number(self, chosen: int) -> None:
        number = self._model.rowCount()
        show_count(self._number, n_("{n} step", "{n} steps", number).format(n=formats.number(number)))
        narrowed = self._model.narrowed != HistoryFilter()
        self._empty.words.setText(_("No step fits the filter.") if narrowed else _("Nothing was changed yet."))
        self._empty.step.setVisible(narrowed)
        self._stack.setCurrentIndex(0 if number else 1)
        if number:
            self._model.ensure(chosen, chosen)
            self.table.go_to(chosen)

    def _choose(self, line: StepLine | None) -> None:
        self.detail.show_step(line)

    def _count(self, narrowed: HistoryFilter) -> int:
        with self.workspace.read() as session:
            return queries.count(session, narrowed)

    def _load(self, narrowed: HistoryFilter, _sort: str, _descending: bool, offset: int, limit: int) -> list[Any]:  # noqa: FBT001 - as the model calls it
        with self.workspace.read() as session:
            return list(queries.page(session, narrowed, offset=offset, limit=limit))


def _midnight(day: dt.date) -> dt.datetime:
    """The beginning of a day on this workstation, as an instant."""
    return dt.datetime.combine(day, dt.time()).astimezone()
