"""What the funder is told of the event, and what its participants thought."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QIntValidator, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QWidget

from roundtables.errors import Expected, Invalid
from roundtables.formats.documents.event_description import gender_note
from roundtables.queries import event_reports as queries
from roundtables.queries import surveys as survey_queries
from roundtables.queries.counting import Counts
from roundtables.queries.event_reports import ReportRow
from roundtables.queries.events import EventPage as EventRecord
from roundtables.queries.participants import ParticipantRow
from roundtables.services import event_reports as services
from roundtables.services.event_reports import ReportValues
from roundtables.words import _, n_, spoken
from ui.pages.event.event_description import open_event_description
from ui.pages.event.feedback import FeedbackPart, import_feedback
from ui.pages.event.report_counts import CountsPart, heading
from ui.theme import GRID, sized
from ui.widgets.fields import Field, Form, NumberEdit, long_field, text_field
from ui.widgets.parts import button, column, row, wrapped
from ui.workspace import Workspace

ROOM_FOR_TWO = 880
WIDEST, WIDEST_NUMBER = 1200, 200
BY_GENDER = ("women", "men", "non_binary", "gender_not_stated")


def _people_field(key: str, name: str) -> Field:
    """A number of people, where nothing means that it was not entered."""
    editor = NumberEdit()
    editor.setValidator(QIntValidator(0, services.MOST, editor))
    editor.setPlaceholderText(_("Not entered"))
    editor.setMaximumWidth(sized(WIDEST_NUMBER))
    return Field(key, name, editor)


class ReportTab(QScrollArea):
    """The form of what is entered for the funder, beside it what was counted, below the feedback."""

    def __init__(self, workspace: Workspace, event_id: int) -> None:
        super().__init__()
        self.workspace, self.event_id = workspace, event_id
        self.record: EventRecord
        self._draft, self._shown = f"report.{event_id}", False
        self._counted = Counts()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.numbers = Form([_people_field(key, name) for key, name in _gender_names()], self._save)
        self.texts = Form(
            [
                text_field("website", _("Website"), hint="https://"),
                long_field("summary", _("Short description"), lines=5),
            ],
            self._save,
        )
        self.survey = Form(
            [
                long_field("evaluation", _("Evaluation results"), lines=4),
                text_field("survey_url", _("Survey address"), hint="https://"),
                _people_field("survey_responses", _("Responses")),
            ],
            self._save,
        )
        self.forms = (self.texts, self.numbers, self.survey)
        self._align_names()
        self.sum = wrapped("", "muted")
        self._responses = wrapped("", "muted")
        for key in BY_GENDER:
            editor = self.numbers.fields[key].editor
            if isinstance(editor, NumberEdit):
                editor.textChanged.connect(self._tell_sum)
        self.counts = CountsPart()
        self.feedback = FeedbackPart(workspace)
        self._lay_out()

    def _lay_out(self) -> None:
        entered = QWidget()
        entered.setLayout(
            column(
                heading(_("For the funder")),
                self.texts,
                heading(_("Participants by gender, in total")),
                self.numbers,
                self.sum,
                heading(_("Evaluation")),
                self.survey,
                self._responses,
                1,
                space=2 * GRID,
            )
        )
        tools = row(
            button(
                _("Event description sheet…"), lambda: open_event_description(self), picture="file-document-outline"
            ),
            button(_("Import feedback…"), lambda: import_feedback(self), picture="tray-arrow-down"),
            1,
        )
        self._sides = row(entered, self.counts, space=8 * GRID)
        self._sides.setStretch(0, 3)
        self._sides.setStretch(1, 2)
        # At first below one another, which asks for less room.
        self._sides.setDirection(QBoxLayout.Direction.TopToBottom)
        inner = QWidget()
        inner.setMaximumWidth(sized(WIDEST))
        # Else wrapped words ask for as many lines as they would have where they are narrowest.
        inner.setMinimumHeight(1)
        inner.setLayout(column(tools, self._sides, self.feedback, 1, margin=2 * GRID, space=4 * GRID))
        self.setWidget(inner)

    def _align_names(self) -> None:
        """The forms stand under one another as one: their names take the same room."""
        names = [name for form in self.forms for name in form.names()]
        widest = max(name.sizeHint().width() for name in names)
        for name in names:
            name.setMinimumWidth(widest)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, what is counted stands below what is entered."""
        narrow = event.size().width() < sized(ROOM_FOR_TWO)
        self._sides.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        super().resizeEvent(event)

    def show_event(self, record: EventRecord, _rows: Sequence[ParticipantRow]) -> None:
        """Show what was entered and counted; a field that is being typed in, or could not be taken, is left alone."""
        self.record = record
        with self.workspace.read() as session:
            report = queries.report(session, record.id)
            self._counted = queries.counted(session, record)
            surveys = survey_queries.of_event(session, record.id)
        for form in self.forms:
            for key, field in form.fields.items():
                field.show_value(getattr(report, key))
        if not self._shown:
            self._shown = True
            self._show_drafts()
        self.counts.show_counts(self._counted)
        self.feedback.show_surveys(surveys)
        self._tell_responses(report)
        self._tell_sum()

    def looked_at(self) -> None:
        """Nothing to load: all is current."""

    def settle(self) -> None:
        """Take what is still being typed; what can't be taken is here again the next time."""
        if not self._shown:
            return
        for form in self.forms:
            form.settle()
        refused = {key: entry for form in self.forms for key, entry in form.refused().items()}
        if refused:
            self.workspace.drafts[self._draft] = refused
        else:
            self.workspace.drafts.pop(self._draft, None)

    def _show_drafts(self) -> None:
        for key, (value, words, at) in self.workspace.drafts.get(self._draft, {}).items():
            form = self._form_of(key)
            form.fields[key].enter(value)
            form.refuse(key, words, at)

    def _form_of(self, key: str) -> Form:
        return next(form for form in self.forms if key in form.fields)

    def _tell_sum(self) -> None:
        """Say how the numbers fit those who attended, while they are typed."""
        stated = tuple(self.numbers.fields[key].value() for key in BY_GENDER)
        attended = self._counted.participations
        note = gender_note(stated, attended, spoken())
        if note or all(number is None for number in stated):
            counted = n_("{n} participant attended.", "{n} participants attended.", attended).format(n=attended)
            self.sum.setText(note or counted)
        else:
            fits = n_("The sum is {n}, as many as attended.", "The sum is {n}, as many as attended.", attended).format(
                n=attended
            )
            self.sum.setText(fits)

    def _tell_responses(self, report: ReportRow) -> None:
        """Where nothing was entered, the surveys that were imported say how many answered."""
        number = report.imported
        words = n_("The imported surveys have {n} response.", "The imported surveys have {n} responses.", number)
        self._responses.setText(words.format(n=number))
        self._responses.setVisible(bool(number))

    def _save(self, key: str) -> None:
        form = self._form_of(key)
        values: ReportValues = {key: form.fields[key].value()}  # type: ignore[misc]  # the forms' keys are its own
        try:
            with self.workspace.change(_("Change report")) as session:
                services.change(session, self.event_id, **values)
        except Expected as error:
            form.refuse(key, str(error), error.field if isinstance(error, Invalid) else "")
            if not isinstance(error, Invalid):
                self.workspace.failed.emit(str(error))
            elif not self.isVisible():
                self.workspace.failed.emit(f"{form.fields[key].name}: {error}")
        else:
            form.accept(key)


def _gender_names() -> tuple[tuple[str, str], ...]:
    return (
        ("women", _("Women")),
        ("men", _("Men")),
        ("non_binary", _("Non-binary persons")),
        ("gender_not_stated", _("Not stated")),
    )
