"""Feedback in: what a survey tool's export holds, what of it is kept and as what. Nothing is written here."""

import dataclasses
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFileDialog, QGridLayout, QStackedLayout, QWidget

from roundtables.formats.surveys.answers import Question, SurveyAnswers
from roundtables.queries.surveys import FEW
from roundtables.services import surveys as services
from roundtables.terms import QuestionKind
from roundtables.words import _, n_
from ui import format as formats
from ui.background import Task
from ui.theme import GRID, sized
from ui.widgets.parts import EmptyState, button, column, label, lay_out, resize_within, row, scrolled, wrapped
from ui.workspace import Workspace

PATTERNS = "*.xlsx *.xls *.ods *.csv"
EXAMPLES = 3


class SurveyDialog(QDialog):
    """`agreed` is sent with the answers as the user wants them, and the file's SHA-256."""

    agreed = Signal(object, str)

    def __init__(self, parent: QWidget, workspace: Workspace, event_id: int) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Import feedback"))
        resize_within(self, 880, 640)
        self._workspace, self._id = workspace, event_id
        self._task: Task | None = None
        self._answers: SurveyAnswers | None = None
        self._sha256 = ""
        self.kinds: list[QComboBox] = []
        self._file = label("", "muted")
        self._facts = wrapped("")
        self._left_out = wrapped("", "muted")
        self._few = wrapped("", "error")
        self.error = wrapped("", "error")
        for words in (self._facts, self._left_out, self._few, self.error):
            words.hide()
        self._lay_out()

    def _lay_out(self) -> None:
        empty = EmptyState(
            _("Choose the spreadsheet that EUSurvey, Webropol or Microsoft Forms has exported."),
            _("Choose a file…"),
            self.choose_file,
        )
        self._questions = QWidget()
        self._scroll = scrolled(QWidget(), sized(160))
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(empty)
        self._stack.addWidget(self._scroll)
        buttons = QDialogButtonBox()
        self.yes = buttons.addButton(_("Import"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.yes.setEnabled(False)
        buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._agree)
        buttons.rejected.connect(self.reject)
        note = wrapped(
            _(
                "Kept are counts and comments, not who gave which answers together. "
                "Comments may hold names: leave out the questions whose comments do."
            ),
            "muted",
        )
        tools = row(button(_("Choose a file…"), self.choose_file, picture="folder-open-outline"), self._file, 1)
        layout = column(
            tools,
            self.error,
            self._facts,
            self._few,
            self._left_out,
            holder,
            note,
            buttons,
            margin=6 * GRID,
            space=3 * GRID,
        )
        layout.setStretch(5, 1)
        lay_out(self, layout, self.yes)

    def choose_file(self) -> None:
        """Ask for a file and read it."""
        path, _kind = QFileDialog.getOpenFileName(
            self, _("The survey's export"), str(Path.home()), " ".join((_("Spreadsheets"), f"({PATTERNS})"))
        )
        if path:
            self.read(Path(path))

    def read(self, path: Path) -> None:
        """Read a file off the window's thread."""

        def work(_report: Any) -> tuple[str, SurveyAnswers, str]:
            answers, sha256 = services.read(path)
            with self._workspace.read() as session:
                services.require_new(session, self._id, sha256)
            return path.name, answers, sha256

        self.error.hide()
        self.yes.setEnabled(False)
        self._task = self._workspace.run(_("Reading the survey"), work, self._read, self._fail)

    def _fail(self, words: str) -> None:
        self.error.setText(words)
        self.error.show()

    def _read(self, result: tuple[str, SurveyAnswers, str]) -> None:
        self.show_answers(*result)

    def show_answers(self, name: str, answers: SurveyAnswers, sha256: str) -> None:
        """Show what was read from the file of this name."""
        self._answers, self._sha256 = answers, sha256
        self._file.setText(formats.shown(name))
        number = answers.responses
        facts = (
            _(answers.tool.label),
            formats.shown(answers.name),
            n_("{n} response", "{n} responses", number).format(n=number),
        )
        self._facts.setText("  ·  ".join(fact for fact in facts if fact))
        self._facts.show()
        self._few.setText(services.few_words(number))
        self._few.setVisible(number < FEW)
        words = _("Left out, since it could tell who answered: {columns}")
        self._left_out.setText(words.format(columns=", ".join(map(formats.shown, answers.left_out))))
        self._left_out.setVisible(bool(answers.left_out))
        self._show_questions(answers.questions)
        self._stack.setCurrentIndex(1)
        self._count()
        self.yes.setFocus()

    def _show_questions(self, questions: tuple[Question, ...]) -> None:
        """Each question with some of its answers, and as what it is taken."""
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 2 * GRID, 0)
        grid.setHorizontalSpacing(4 * GRID)
        grid.setVerticalSpacing(2 * GRID)
        grid.setColumnStretch(0, 1)
        self.kinds = []
        for line, question in enumerate(questions):
            text = QWidget()
            text.setLayout(
                column(wrapped(formats.shown(question.text)), wrapped(_examples(question), "muted"), space=GRID)
            )
            kind = QComboBox()
            kind.setAccessibleName(_("Kind of “{question}”").format(question=formats.shown(question.text)))
            for each in services.kinds_of(question):
                kind.addItem(_(each.label), each)
            kind.addItem(_("Leave out"), None)
            kind.setCurrentIndex(kind.findData(question.kind))
            kind.currentIndexChanged.connect(self._count)
            self.kinds.append(kind)
            grid.addWidget(text, line, 0)
            grid.addWidget(kind, line, 1)
        grid.setRowStretch(len(questions), 1)
        page.setMinimumHeight(1)
        self._scroll.setWidget(page)

    def answers(self) -> SurveyAnswers | None:
        """What is to be kept, as it was chosen."""
        if self._answers is None:
            return None
        chosen = [
            services.as_kind(question, kind.currentData())
            for question, kind in zip(self._answers.questions, self.kinds, strict=True)
            if isinstance(kind.currentData(), QuestionKind)
        ]
        return dataclasses.replace(self._answers, questions=tuple(chosen))

    def _count(self) -> None:
        kept = sum(kind.currentData() is not None for kind in self.kinds)
        self.yes.setText(n_("Import {n} question", "Import {n} questions", kept).format(n=kept))
        self.yes.setEnabled(kept > 0)

    def _agree(self) -> None:
        answers = self.answers()
        if answers is not None and answers.questions:
            self.agreed.emit(answers, self._sha256)
            self.accept()

    def reject(self) -> None:
        if self._task is not None:
            self._task.cancel()
        super().reject()


def _examples(question: Question) -> str:
    """Some of the answers, so that it can be told what kind the question is."""
    given = sum(times for _value, _text, times in question.answers)
    some = [formats.shown(text) if value is None else str(value) for value, text, _times in question.answers]
    words = n_("{n} answer: {examples}", "{n} answers: {examples}", given)
    more = ["…"] if len(some) > EXAMPLES else []
    return words.format(n=given, examples=", ".join([*(each[:80] for each in some[:EXAMPLES]), *more]))
