"""What participants answered in surveys: the figures of each question, drawn and in words, and the comments."""

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Union

from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from roundtables.queries.surveys import QuestionFigures, SurveyFigures, hundredths
from roundtables.services import surveys as services
from roundtables.terms import QuestionKind
from roundtables.words import _, n_
from ui import format as formats
from ui.dialogs.asking import ask
from ui.pages.event.report_counts import heading
from ui.theme import GRID, sized
from ui.widgets.distribution import Distribution
from ui.widgets.parts import button, column, row, wrapped
from ui.workspace import Workspace

if TYPE_CHECKING:
    from ui.pages.event.page import EventPage
    from ui.pages.event.report import ReportTab

COMMENTS_HIGH, LETTERS_A_LINE = 220, 100


def import_feedback(page: Union["EventPage", "ReportTab"]) -> None:
    """Ask for a survey tool's export, show what it holds, and keep what was agreed to."""
    from roundtables.formats.surveys.answers import SurveyAnswers
    from ui.dialogs.survey import SurveyDialog

    workspace, key = page.workspace, page.event_id
    dialog = SurveyDialog(page, workspace, key)

    def take(answers: SurveyAnswers, sha256: str) -> None:
        def work(_report: Callable[[int, int], None]) -> None:
            with workspace.change(_("Import feedback")) as session:
                services.take(session, key, answers, sha256)

        number = answers.responses
        words = n_("{n} response was imported.", "{n} responses were imported.", number).format(n=number)
        workspace.run(_("Import feedback"), work, lambda _done: workspace.noticed.emit(words, True))

    dialog.agreed.connect(take)
    dialog.open()


class FeedbackPart(QWidget):
    """The surveys under one another, each with its questions."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._shown: list[SurveyFigures] = []
        self._empty = wrapped(
            _("No feedback yet. Import what EUSurvey, Webropol or Microsoft Forms has exported."), "muted"
        )
        self._surveys = column(space=4 * GRID)
        self._holders: list[QWidget] = []
        self.setLayout(column(heading(_("Feedback")), self._empty, self._surveys, space=2 * GRID))

    def show_surveys(self, found: list[SurveyFigures]) -> None:
        """Show these surveys; what has not changed stays, with where it was scrolled to."""
        if found == self._shown:
            return
        self._shown = found
        for holder in self._holders:
            self._surveys.removeWidget(holder)
            holder.hide()
            holder.deleteLater()
        self._holders = [self._survey(survey) for survey in found]
        for holder in self._holders:
            self._surveys.addWidget(holder)
            # Its layout would show it a moment later only.
            holder.show()
        self._empty.setVisible(not found)

    def _survey(self, survey: SurveyFigures) -> QWidget:
        holder = QFrame()
        holder.setObjectName("card")
        number = survey.responses
        facts = [
            _(survey.tool.label),
            n_("{n} response", "{n} responses", number).format(n=number),
            _("imported {date}").format(date=formats.day(survey.imported_at.astimezone().date())),
        ]
        name = wrapped(formats.shown(survey.name) or _(survey.tool.label), "heading")
        name.setIndent(0)
        remove = button(_("Remove…"), lambda: self._ask_to_remove(survey), picture="minus")
        remove.setAccessibleName(_("Remove {name}…").format(name=formats.shown(survey.name)))
        head = row(name, remove, space=2 * GRID)
        head.setStretch(0, 1)
        parts: list[Any] = [head, wrapped("  ·  ".join(facts), "muted")]
        if survey.few:
            parts.append(wrapped(services.few_words(number), "error"))
        parts += [self._question(question) for question in survey.questions]
        holder.setLayout(column(*parts, margin=4 * GRID, space=3 * GRID))
        return holder

    def _question(self, question: QuestionFigures) -> QWidget:
        holder = QWidget()
        parts: list[QWidget] = [wrapped(formats.shown(question.text)), wrapped(figures(question), "muted")]
        if question.kind is QuestionKind.COMMENT:
            parts.append(_comments(question))
        else:
            parts.append(Distribution(question.text, question.distribution))
        holder.setLayout(column(*parts, space=GRID))
        return holder

    def _ask_to_remove(self, survey: SurveyFigures) -> None:
        words = (
            _("Remove feedback"),
            _("Remove the answers of “{name}”?").format(name=formats.shown(survey.name)),
            _("The answers of the survey leave the register. This can be undone."),
        )
        ask(self, words, [(_("Remove"), lambda: self._remove(survey.id))])

    def _remove(self, survey_id: int) -> None:
        self._workspace.do(
            _("Remove feedback"),
            lambda session: services.remove(session, survey_id),
            notice=_("The feedback was removed."),
        )


def figures(question: QuestionFigures) -> str:
    """The figures of a question in one line."""
    number = question.answers
    if question.kind is QuestionKind.COMMENT:
        return n_("{n} comment", "{n} comments", number).format(n=number)
    said = [n_("{n} answer", "{n} answers", number).format(n=formats.number(number))]
    for words, value in (
        (_("mean {number}"), question.mean),
        (_("median {number}"), question.median),
        (_("standard deviation {number}"), question.deviation),
    ):
        if value is not None:
            said.append(words.format(number=_decimal(value)))
    return "  ·  ".join(said)


def _decimal(value: Fraction) -> str:
    """Two decimals, written as amounts are."""
    return formats.cents(hundredths(value))


def _comments(question: QuestionFigures) -> QPlainTextEdit:
    """The comments to read and copy, each from a line of its own with a sign before it."""
    made = QPlainTextEdit()
    made.setReadOnly(True)
    made.setTabChangesFocus(True)
    made.setAccessibleName(formats.shown(question.text))
    made.setPlainText("\n".join(f"•  {_whole(comment)}" for comment in question.comments))
    lines = sum(1 + len(comment) // LETTERS_A_LINE for comment in question.comments)
    made.setFixedHeight(min(sized(COMMENTS_HIGH), made.fontMetrics().lineSpacing() * (lines + 1) + 5 * GRID))
    return made


def _whole(comment: str) -> str:
    """A comment in full, its lines as they were written, without control and direction marks."""
    return "".join(letter if letter.isprintable() or letter == "\n" else " " for letter in comment)
