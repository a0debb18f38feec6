"""What became of the answers that were taken in: how many of each kind, and message by message why."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QWidget

from roundtables.services.answers.taking import Taken
from roundtables.terms import Outcome
from roundtables.words import N_, _, n_
from ui import format as formats
from ui.icons import icon
from ui.links import Link
from ui.models.columns import Column
from ui.models.post import OUTCOME_PICTURES, answer_in_words, answers_in_words
from ui.models.rows import RowsModel
from ui.theme import GRID, large, sized
from ui.widgets.parts import button, column, label, lay_out, row, wrapped
from ui.widgets.signs import SignDelegate, signed
from ui.widgets.table import Table
from ui.workspace import Workspace

PICTURE = 16
WRONG = frozenset({Outcome.UNREADABLE})
ORDER = (
    Outcome.APPLIED,
    Outcome.PROPOSAL,
    Outcome.STALE,
    Outcome.UNKNOWN_PERSON,
    Outcome.UNKNOWN_EVENT,
    Outcome.NOT_A_REPLY,
    Outcome.UNREADABLE,
)


@dataclass(frozen=True)
class Line:
    """One answer, or a message without one, with its number in the order it was read."""

    id: int
    taken: Taken

    @property
    def outcome(self) -> Outcome:
        """What became of it."""
        return self.taken.outcome


COLUMNS = (
    Column(N_("Outcome"), lambda line: _(line.outcome.label), "", 200, fits=signed(Outcome)),
    Column(N_("Person"), lambda line: line.taken.name or line.taken.email, "", 152),
    Column(N_("Answer"), lambda line: answer_in_words(line.taken.partstat), "", 96, fits=answers_in_words),
    Column(N_("Number"), lambda line: line.taken.reference, "", 72),
    Column(N_("Why"), lambda line: line.taken.reason, "", 240, stretch=True),
    Column(N_("File"), lambda line: line.taken.file, "", 128),
)


class AnswersTakenDialog(QDialog):
    """`undo_asked` is sent where all that was taken in is to be taken back."""

    undo_asked = Signal()

    def __init__(self, parent: QWidget, workspace: Workspace, taken: Sequence[Taken], *, undoable: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Answers taken in"))
        self.resize(sized(960), sized(520))
        self._workspace = workspace
        number = n_("{n} message was read", "{n} messages were read", len(taken))
        self._model = RowsModel(COLUMNS)
        self._model.show([Line(at, each) for at, each in enumerate(taken)])
        self.table = Table(_("What became of each message"), COLUMNS)
        self.table.setItemDelegateForColumn(
            0,
            SignDelegate(self.table, lambda line: OUTCOME_PICTURES[line.outcome], lambda line: line.outcome in WRONG),
        )
        self.table.show_rows(self._model)
        self.table.opened.connect(self._open)
        self.table.chosen.connect(self._say_why)
        self._why = wrapped("", "muted")
        counts = Counter(each.outcome for each in taken)
        self.undo = button(_("Undo"), self._take_back, picture="undo")
        self.undo.setVisible(undoable)
        self.proposals = button(_("Go to the proposals"), self._go_to_proposals, picture="account-question-outline")
        self.proposals.setVisible(bool(counts[Outcome.PROPOSAL]))
        buttons = QDialogButtonBox()
        close = buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = column(
            label(number.format(n=formats.number(len(taken))), "title"),
            _figures(counts),
            self.table,
            self._why,
            row(self.undo, self.proposals, 1, buttons),
            margin=6 * GRID,
            space=3 * GRID,
        )
        layout.setStretch(2, 1)
        lay_out(self, layout, close)
        self.finished.connect(lambda _result: self.deleteLater())
        self.table.go_to(0)

    def _say_why(self, line: Line | None) -> None:
        """The chosen line's reason in full: it may be longer than its cell."""
        self._why.setText(formats.shown(line.taken.reason) if line is not None else "")

    def _open(self, line: Line) -> None:
        if line.taken.event_id is not None:
            self._leave(Link("event", line.taken.event_id, "participants"))

    def _go_to_proposals(self) -> None:
        self._leave(Link("post", part="proposals"))

    def _leave(self, link: Link) -> None:
        self.accept()
        self._workspace.visit.emit(link)

    def _take_back(self) -> None:
        self.accept()
        self.undo_asked.emit()


def _figures(counts: Counter[Outcome]) -> QWidget:
    """How many of each outcome, with its sign: in two columns, one where text is large."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(6 * GRID)
    grid.setVerticalSpacing(GRID)
    columns = 2 if large() else 4
    for at, outcome in enumerate(each for each in ORDER if counts[each]):
        sign = label("")
        sign.setPixmap(icon(OUTCOME_PICTURES[outcome]).pixmap(sized(PICTURE), sized(PICTURE)))
        words = _("{outcome}: {n}").format(outcome=_(outcome.label), n=formats.number(counts[outcome]))
        grid.addLayout(row(sign, label(words), 1), at // columns, at % columns)
    grid.setColumnStretch(columns, 1)
    return holder
