"""Events in: what a calendar file holds, and what would become of each event. Nothing is written here."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from roundtables.queries import programme
from roundtables.services import calendar_import as services
from roundtables.services.calendar_import import EventProposal, Verdict
from roundtables.terms import EventKind
from roundtables.words import _, n_
from ui import format as formats
from ui.dialogs.preview import PreviewDialog
from ui.models.calendar_import import COLUMNS, EventPreviewModel, why
from ui.models.events import terms
from ui.theme import GRID, large
from ui.widgets.fields import Field, zone_field
from ui.widgets.parts import button, column, label, lay_out, row, wrapped
from ui.widgets.table import Table
from ui.workspace import Workspace

PATTERNS = "*.ics *.ical *.ifb"


class CalendarImportDialog(PreviewDialog):
    """`agreed` is sent with the proposals as the user wants them, and what all new events have."""

    agreed = Signal(list, dict)

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        super().__init__(parent, workspace, _("Import events"))
        self._path: Path | None = None
        self.proposals: list[EventProposal] = []
        self._model = EventPreviewModel()
        self._model.ticked.connect(lambda entry, taken: self._tick([entry], taken=taken))
        self.table = Table(_("Preview"), COLUMNS)
        self.table.show_rows(self._model)
        self.table.opened.connect(lambda entry: self._tick([entry], taken=not entry.taken))
        # The whole of it, which seldom fits into the cell.
        self._why = wrapped("", "muted")
        self.table.chosen.connect(self._explain)
        self._file = label("", "muted")
        self._lay_out()

    def _lay_out(self) -> None:
        holder = self.table_or_why(
            self.table, _("Choose a calendar file (.ics), such as one exported from Outlook, Google or Thunderbird.")
        )
        self._choices = QWidget()
        self._choices.setLayout(
            row(
                label(_("Selected rows:"), "muted"),
                button(_("Take over"), lambda: self._tick(self.table.selected_rows(), taken=True)),
                button(_("Leave out"), lambda: self._tick(self.table.selected_rows(), taken=False)),
                1,
                self.figures,
            )
        )
        self._choices.hide()
        tools = row(button(_("Choose a file…"), self.choose_file, picture="folder-open-outline"), self._file, 1)
        layout = column(
            tools,
            self.error,
            holder,
            self._why,
            self.busy,
            self._choices,
            self._common(),
            self.buttons,
            margin=6 * GRID,
            space=3 * GRID,
        )
        layout.setStretch(2, 1)
        lay_out(self, layout, self.yes)

    def _common(self) -> QWidget:
        """What all new events have, and the zone of times that name none."""
        self.zone: Field = zone_field("zone", _("Zone of times without one"))
        self.zone.enter(self.workspace.preferences.home_zone)
        self.zone.left.connect(self._read_again)
        with self.workspace.read() as session:
            projects = [(each.id, each.name) for each in programme.projects(session)]
        self.kind = _combo(_("Event type"), terms(EventKind, sorted_by_label=True))
        self.kind.setCurrentIndex(self.kind.findData(EventKind.OTHER))
        self.project = _combo(_("Project"), [(None, _("No project")), *projects])
        pairs: list[tuple[QWidget, QWidget]] = []
        for words, editor in (
            (self.zone.name, self.zone.editor),
            (_("Type of new events"), self.kind),
            (_("Project"), self.project),
        ):
            name = label(words, "muted")
            name.setBuddy(editor)
            pairs.append((name, editor))
        zone, kind, project = pairs
        lines = (
            [row(*zone, 1), row(*kind, *project, 1)] if large() else [row(*zone, *kind, *project, 1, space=3 * GRID)]
        )
        holder = QWidget()
        holder.setLayout(column(*lines, self.zone.error, space=GRID))
        return holder

    def choose_file(self) -> None:
        """Ask for a file and read it."""
        path = self.ask_for_file(_("The calendar file"), _("Calendars"), PATTERNS)
        if path is not None:
            self.read(path)

    def read(self, path: Path) -> None:
        """Read a file off the window's thread."""
        self._path = path
        zone_name = str(self.zone.value())

        def work(report: Callable[[int, int], None]) -> tuple[Path, list[EventProposal]]:
            lines = services.read_file(path, zone_name)
            with self.workspace.read() as session:
                return path, services.plan(session, lines, report)

        self.begin(_("Reading the calendar"), work, self._show)

    def _read_again(self, _key: str) -> None:
        """Another zone gives other times."""
        words = self._wrong_zone()
        self.zone.show_error(words)
        if self._path is not None and not words:
            self.read(self._path)

    def _wrong_zone(self) -> str:
        from roundtables.errors import Expected
        from roundtables.walltime import zone

        try:
            zone(str(self.zone.value()))
        except Expected as error:
            return str(error)
        return ""

    def _show(self, result: tuple[Path, list[EventProposal]]) -> None:
        path, self.proposals = result
        if path != self._path:
            return
        self._file.setText(formats.shown(path.name))
        self._show_proposals()
        self.table.go_to(0)
        self.take_keyboard(self.table)

    def _show_proposals(self) -> None:
        self._model.show(self.proposals)
        self._explain(self.table.current_row())
        self._choices.show()
        self.show_table(Verdict, [entry.verdict for entry in self.proposals])
        taken = sum(entry.taken for entry in self.proposals)
        self.yes.setText(n_("Take over {n} event", "Take over {n} events", taken).format(n=taken))
        self.yes.setEnabled(taken > 0)

    def _explain(self, entry: EventProposal | None) -> None:
        self._why.setText(formats.shown(why(entry)) if entry is not None else "")

    def _tick(self, entries: Sequence[EventProposal], *, taken: bool) -> None:
        wanted = {entry.id for entry in entries}
        self.proposals = [
            services.ticked(entry, taken=taken) if entry.id in wanted else entry for entry in self.proposals
        ]
        self._show_proposals()

    def common(self) -> dict[str, Any]:
        """What all new events have beside what the file says of them."""
        return {
            "kind": self.kind.currentData(),
            "project_id": self.project.currentData(),
            **self.workspace.preferences.organiser,
        }

    def agree(self) -> None:
        if any(entry.taken for entry in self.proposals):
            self.agreed.emit(self.proposals, self.common())
            self.accept()


def _combo(name: str, choices: Sequence[tuple[Any, str]]) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(16)
    for value, words in choices:
        made.addItem(words, value)
    return made
