"""Attendance in: whose each line of a meeting tool's report is, and what would be marked. Nothing is written here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from roundtables.errors import Expected
from roundtables.formats.meeting_reports.reading import DatesAmbiguous
from roundtables.formats.meeting_reports.report import DateOrder
from roundtables.queries.events import EventPage as EventRecord
from roundtables.services.meeting_reports import previewing
from roundtables.services.meeting_reports.lines import Choice, Decision, Line, SlotLine, Verdict
from roundtables.services.meeting_reports.previewing import Preview
from roundtables.walltime import zone
from roundtables.words import N_, _, fold, n_
from ui import format as formats
from ui.dialogs.preview import PreviewDialog
from ui.models.meeting_report import PERSON, PICTURES, VERDICT, LinesModel, columns
from ui.theme import GRID, large, row_height
from ui.widgets.fields import Field, NumberEdit, choice_field, zone_field
from ui.widgets.filter_line import FilterLine
from ui.widgets.parts import button, column, label, lay_out, row, scrolled, wrapped
from ui.widgets.person_choice import PersonDelegate
from ui.widgets.signs import SignDelegate
from ui.widgets.table import Table
from ui.workspace import Workspace

PATTERNS = "*.csv *.tsv *.txt"
ORDERS = {
    DateOrder.DAY_FIRST: N_("Day before month"),
    DateOrder.MONTH_FIRST: N_("Month before day"),
    DateOrder.YEAR_FIRST: N_("Year first"),
}
MOST_STAYS = 6


@dataclass(frozen=True)
class ReadFile:
    """What was read: a preview, or the error that asks which order of dates is meant; and what was agreed to of those
    of whom the report says nothing.
    """

    name: str
    content: bytes
    preview: Preview | None
    unclear: DatesAmbiguous | None = None
    others_absent: bool = False


class MeetingReportDialog(PreviewDialog):
    """`agreed` is sent with what was read, as decided, once it is to be taken over."""

    agreed = Signal(object)

    def __init__(self, parent: QWidget, workspace: Workspace, record: EventRecord) -> None:
        super().__init__(parent, workspace, _("Import meeting report"))
        self._record = record
        self._read: ReadFile | None = None
        self._decisions: dict[int, Decision] = {}
        self.preview: Preview | None = None
        self.model = LinesModel(record.slots)
        self.model.chosen.connect(self._match)
        self.table = Table(_("Preview"), columns(record.slots))
        self.table.show_rows(self.model)
        self.table.opened.connect(lambda _line: self.choose_person())
        self.table.chosen.connect(self._explain)
        self.table.setItemDelegateForColumn(
            VERDICT, SignDelegate(self.table, lambda line: PICTURES[line.verdict], lambda _line: False)
        )
        self._named: list[tuple[int, str]] = []
        people = PersonDelegate(self.table, lambda: self._named, lambda line: line.candidates)
        self.table.setItemDelegateForColumn(PERSON, people)
        # There may be so many verdicts that they need two lines.
        self.figures = wrapped("", "muted")
        self._file = label("", "muted")
        self._head = wrapped("", "muted")
        self._why = wrapped("", "muted")
        self.partly = QCheckBox(_("It is the report of this event"))
        self.partly.toggled.connect(lambda _on: self._show_lines())
        self.partly.hide()
        self.others = QCheckBox("")
        self.others.toggled.connect(lambda _on: self._tell_number())
        self.others.hide()
        self._lay_out()

    def _lay_out(self) -> None:
        why = _(
            "Choose the attendance report that the meeting tool wrote: Microsoft Teams, Zoom, Webex or Google Meet."
        )
        holder = self.table_or_why(self.table, why)
        tools = row(button(_("Choose a file…"), self.choose_file, picture="folder-open-outline"), self._file, 1)
        self._narrowing = self._narrow()
        self._choices = self._decide()
        self._settings = self._set()
        self._of_a_report = (self._head, self._narrowing, self._why, self._choices)
        for part in self._of_a_report:
            part.hide()
        parts = (tools, self._head, self.error, self.partly, self._narrowing, holder, self._why, self.busy)
        body = column(*parts, self._choices, self._settings, self.others, space=3 * GRID)
        body.setStretch(parts.index(holder), 1)
        if large():
            # What is read, decided and set needs more height than a screen has: it is scrolled above the buttons.
            self.table.setMinimumHeight(5 * row_height())
            inner = QWidget()
            inner.setLayout(body)
            area = scrolled(inner, 5 * row_height())
            inner.setMinimumHeight(0)
            layout = column(area, self.buttons, margin=6 * GRID, space=3 * GRID)
        else:
            layout = column(body, self.buttons, margin=6 * GRID, space=3 * GRID)
        layout.setStretch(0, 1)
        lay_out(self, layout, self.yes)

    def _narrow(self) -> QWidget:
        """What the table shows, and how many lines have which verdict."""
        self.words = FilterLine()
        self.words.settled.connect(self._show_rows)
        self.words.entered.connect(self._enter_table)
        self.undecided = QCheckBox("")
        self.undecided.toggled.connect(lambda _on: self._show_rows())
        made = QWidget()
        line = row(self.words, self.undecided, space=4 * GRID)
        line.setStretch(0, 1)
        made.setLayout(column(line, self.figures))
        return made

    def _decide(self) -> QWidget:
        """What can be done with the selected lines."""
        made = QWidget()
        parts = (
            label(_("Selected rows:"), "muted"),
            button(_("Choose participant…"), self.choose_person, picture="account-search-outline"),
            button(_("Take over"), lambda: self._choose(Choice.MATCH)),
            button(_("Add as walk-in"), lambda: self._choose(Choice.WALK_IN)),
            button(_("Leave out"), lambda: self._choose(Choice.LEAVE)),
            button(_("Let the report decide"), lambda: self._choose(Choice.MATCH, overrides=True)),
        )
        made.setLayout(column(row(*parts[:3], 1), row(*parts[3:], 1)) if large() else row(*parts, 1))
        return made

    def _set(self) -> QWidget:
        """How the report is read, and what all lines have in common."""
        self.zone: Field = zone_field("zone", _("Time zone of the report"))
        self.zone.enter(self._record.timezone)
        self.zone.left.connect(self._read_again)
        self.order: Field = choice_field("order", _("Dates"), [(each, _(words)) for each, words in ORDERS.items()])
        self.order.left.connect(self._read_again)
        self.percent: Field = Field("percent", _("Present from (% of the time)"), _percent_edit())
        self.percent.left.connect(lambda _key: self._show_lines())
        leave, add = _("Leave out"), _("Add as walk-ins")
        self.strangers: Field = choice_field("strangers", _("Who is not on the list"), [(False, leave), (True, add)])
        self.strangers.left.connect(lambda _key: self._show_lines())
        pairs: list[QWidget] = []
        for field in (self.zone, self.order, self.percent, self.strangers):
            name = label(field.name, "muted")
            name.setBuddy(field.editor)
            pairs += [name, field.editor]
        self._order_parts = pairs[2:4]
        for part in self._order_parts:
            part.hide()
        made = QWidget()
        lines = [row(*pairs[:4], 1), row(*pairs[4:], 1)] if large() else [row(*pairs, 1, space=3 * GRID)]
        made.setLayout(column(*lines, self.zone.error, space=GRID))
        return made

    def choose_file(self) -> None:
        """Ask for a report and read it."""
        path = self.ask_for_file(_("The meeting report"), _("Meeting reports"), PATTERNS)
        if path is not None:
            self.read(path)

    def read(self, path: Path) -> None:
        """Read a report off the window's thread."""
        for part in self._order_parts:
            part.hide()
        self._decisions = {}
        self._begin(path.name, lambda: previewing.content_of(path))

    def _read_again(self, _key: str) -> None:
        """Another zone or order of dates gives other times; what was decided stays."""
        wrong = self._wrong_zone()
        self.zone.show_error(wrong)
        read = self._read
        if read is not None and not wrong:
            self._begin(read.name, lambda: read.content)

    def _wrong_zone(self) -> str:
        try:
            zone(str(self.zone.value()))
        except Expected as error:
            return str(error)
        return ""

    def _begin(self, name: str, content_of: Callable[[], bytes]) -> None:
        event_id, zone_name = self._record.id, str(self.zone.value())
        order = self.order.value() if self._order_parts[0].isVisibleTo(self) else None

        def work(_report: Any) -> ReadFile:
            content = content_of()
            # What can't be read may be read in another zone or order: it is not lost.
            self._read = ReadFile(name, content, None)
            try:
                with self.workspace.read() as session:
                    found = previewing.preview_file(session, event_id, content, timezone=zone_name, order=order)
            except DatesAmbiguous as error:
                return ReadFile(name, content, None, error)
            return ReadFile(name, content, found)

        self._clear()
        self._file.setText(formats.shown(name))
        self.begin(_("Reading the report"), work, self._show)

    def fail(self, words: str) -> None:
        super().fail(words)
        if self.preview is None:
            self.show_why()

    def _clear(self) -> None:
        self.preview = None
        self.yes.setText(_("Take over"))
        self.model.show([])
        for part in (*self._of_a_report, self.partly, self.others):
            part.hide()

    def _show(self, read: ReadFile) -> None:
        self._read, self.preview = read, read.preview
        if read.unclear is not None:
            self._ask_order(read.unclear)
            return
        preview = read.preview
        assert preview is not None  # noqa: S101 - it was read, or it was not clear how
        if self.percent.value() is None:
            self.percent.enter(preview.percent)
        here = [person for person in preview.people.values() if person.participation_id is not None]
        named = ((person.id, ", ".join(filter(None, (person.name, person.email)))) for person in here)
        self._named = sorted(named, key=lambda each: fold(each[1]))
        self._head.setText(_about(preview))
        with QSignalBlocker(self.partly), QSignalBlocker(self.others):
            self.partly.setChecked(False)
            self.others.setChecked(False)
        if preview.partly:
            self.fail(_("The meeting was mostly held at another time than the event: see whether it is the right one."))
        for part in self._of_a_report:
            part.show()
        self.partly.setVisible(preview.partly)
        self._show_lines()
        if self.model.rowCount():
            self.table.go_to(0)
        if preview.partly:
            self.partly.setFocus()
        else:
            self.take_keyboard(self.table)

    def _ask_order(self, error: DatesAmbiguous) -> None:
        """Ask which order of dates is meant; the one that is chosen is tried at once."""
        editor = self.order.editor
        assert isinstance(editor, QComboBox)  # noqa: S101 - made as one
        with QSignalBlocker(editor):
            editor.clear()
            editor.addItem("–", None)
            for order in error.orders:
                editor.addItem(_(ORDERS[order]), order)
        self.order.enter(None)
        for part in self._order_parts:
            part.show()
        self.fail(str(error))
        editor.setFocus()

    def _show_lines(self) -> None:
        """Judge the lines anew, by what was decided for some and for all."""
        read = self._read
        if read is None or read.preview is None:
            return
        percent, walk_ins = self.percent.value() or read.preview.percent, bool(self.strangers.value())
        self.preview = read.preview.as_asked(self._decisions, percent, walk_ins=walk_ins)
        self.show_table(Verdict, [line.verdict for line in self.preview.lines])
        open_lines = sum(line.to_decide for line in self.preview.lines)
        self.undecided.setText(_("Only what should be looked at ({n})").format(n=formats.number(open_lines)))
        others = len(self.preview.others)
        words = n_(
            "Mark {n} person absent who is expected and not in the report",
            "Mark {n} people absent who are expected and not in the report",
            others,
        )
        self.others.setText(words.format(n=formats.number(others)))
        self.others.setVisible(others > 0)
        self._tell_number()
        self._show_rows()

    def _tell_number(self) -> None:
        """Say on the button of how many people something would be taken over."""
        preview = self.preview
        if preview is None:
            return
        taken = len({line.group for line in preview.taken})
        if self.others.isChecked():
            taken += len(preview.others)
        self.yes.setText(n_("Take over {n} person", "Take over {n} people", taken).format(n=formats.number(taken)))
        self.yes.setEnabled(taken > 0 and (not preview.partly or self.partly.isChecked()))

    def _show_rows(self) -> None:
        """Show the lines that the filter leaves; the keyboard and the selection stay with theirs."""
        lines: Sequence[Line] = self.preview.lines if self.preview is not None else ()
        wanted = fold(self.words.text()).split()
        if self.undecided.isChecked():
            lines = [line for line in lines if line.to_decide]
        if wanted:
            lines = [line for line in lines if all(word in _searched(line) for word in wanted)]
        self.table.keep_row(lambda: self.model.show(lines))
        self._explain(self.table.current_row())

    def _enter_table(self) -> None:
        if self.model.rowCount():
            if self.table.current_row() is None:
                self.table.go_to(0)
            self.table.setFocus()

    def _explain(self, line: Line | None) -> None:
        """Why the verdict of the current line is so, in whole: it seldom fits into a cell."""
        preview = self.preview
        self._why.setText(formats.shown(_reasons(line, preview)) if line is not None and preview is not None else "")

    def choose_person(self) -> None:
        """Ask whose the current line is."""
        index = self.table.currentIndex()
        if index.isValid():
            self.table.setFocus()
            self.table.edit(self.model.index(index.row(), PERSON))

    def _match(self, line: Line, person_id: int) -> None:
        self._decisions[line.id] = Decision(Choice.MATCH, person_id)
        self._show_lines()

    def _choose(self, choice: Choice, *, overrides: bool = False) -> None:
        for line in self.table.selected_rows():
            known = self._decisions.get(line.id)
            person_id = known.person_id if known is not None and choice is Choice.MATCH else None
            self._decisions[line.id] = Decision(choice, person_id, overrides)
        self._show_lines()

    def agree(self) -> None:
        read = self._read
        if read is not None and self.preview is not None and self.yes.isEnabled():
            self.agreed.emit(ReadFile(read.name, read.content, self.preview, others_absent=self.others.isChecked()))
            self.accept()


def _percent_edit() -> NumberEdit:
    editor = NumberEdit()
    editor.setValidator(QIntValidator(1, 100, editor))
    editor.setMaxLength(3)
    editor.setFixedWidth(editor.fontMetrics().horizontalAdvance("100") + 8 * GRID)
    return editor


def _searched(line: Line) -> str:
    person = line.person.name if line.person is not None else ""
    return fold(f"{line.attendee.name} {line.attendee.email} {person}")


def _about(preview: Preview) -> str:
    """What was read: the meeting, when, with how many people; what was repaired; whether it is known."""
    report, place = preview.report, zone(preview.facts.timezone)
    starts, ends = report.start.astimezone(place), report.end.astimezone(place)
    number = len(report.attendees)
    said = [
        formats.shown(report.title),
        formats.span(starts, ends, all_day=False),
        n_("{n} person", "{n} people", number).format(n=formats.number(number)),
    ]
    notes = list(report.notes)
    if preview.is_repeated:
        notes.append(_("This very report was taken over before."))
    return "\n".join(("  ·  ".join(filter(None, said)), *notes))


def _reasons(line: Line, preview: Preview) -> str:
    """When they were there, who else could be meant, and what stands that the report says otherwise."""
    place = zone(preview.facts.timezone)
    stays = [
        f"{formats.time(stay.joined.astimezone(place))}–{formats.time(stay.departed.astimezone(place))}"
        for stay in line.attendee.stays[:MOST_STAYS]
    ]
    more = ["…"] if len(line.attendee.stays) > MOST_STAYS else []
    said = [_("There {times}").format(times=", ".join(stays + more))] if stays else []
    could_be = [preview.people[key] for key in line.candidates if key in preview.people]
    if could_be and not line.decided:
        names = [", ".join(filter(None, (person.name, person.email))) for person in could_be]
        said.append(_("Could be: {names}").format(names="; ".join(names)))
    return " — ".join((*said, *(_kept(slot) for slot in line.slots if slot.disagrees)))


def _kept(slot: SlotLine) -> str:
    marked = slot.marked
    if marked is None:
        return ""
    words = _("Slot {n}: “{kept}” stays ({source}); the report says “{status}”")
    kept, source = _(marked.presence.label), _(marked.source.label)
    return words.format(n=slot.number, kept=kept, source=source, status=_(slot.presence.label))
