"""Events that somebody has changed on a calendar's server: both sides beside each other, and a choice for each."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QScrollArea, QStackedLayout, QWidget

from roundtables.services import differences as services
from roundtables.services.differences import Difference, Side
from roundtables.words import _, n_
from ui import format as formats
from ui.models.publications import DIFFERENCE_COLUMNS, FIELD_NAMES
from ui.models.rows import RowsModel
from ui.theme import GRID, sized
from ui.widgets.parts import EmptyState, button, column, label, row, wrapped
from ui.widgets.table import Table
from ui.workspace import Workspace

LONGEST = 600
WIDEST, HIGHEST = 1200, 720


class DifferencesDialog(QDialog):
    """`decided` is sent when it closes after a choice was made: what was chosen goes out with the next publishing."""

    decided = Signal()

    def __init__(self, parent: QWidget, workspace: Workspace, publication_id: int) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Changed on the server"))
        self.resize(min(sized(960), WIDEST), min(sized(640), HIGHEST))
        self._workspace, self._publication_id = workspace, publication_id
        self._any = False
        self._model = RowsModel(DIFFERENCE_COLUMNS)
        self.table = Table(_("Events that differ"), DIFFERENCE_COLUMNS)
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.table.show_rows(self._model)
        self.table.chosen.connect(self._show)
        self._sides = QScrollArea()
        self._sides.setWidgetResizable(True)
        self._sides.setFrameShape(QScrollArea.Shape.NoFrame)
        self._sides.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._say = wrapped("")
        self.ours = button(_("Keep ours"), lambda: self._decide(services.write_ours), picture="arrow-up-bold-outline")
        self.theirs = button(
            _("Take theirs"), lambda: self._decide(services.take_theirs), picture="arrow-down-bold-outline"
        )
        self._number = label("", "muted")
        self._lay_out()
        workspace.changed.connect(self.refresh)
        self.refresh()

    def _lay_out(self) -> None:
        detail = QWidget()
        self._detail = detail
        choices = row(self.ours, self.theirs, 1)
        below = column(self._sides, self._say, choices, space=3 * GRID)
        below.setStretch(0, 1)
        detail.setLayout(below)
        filled = QWidget()
        layout = column(self.table, detail, space=4 * GRID)
        layout.setStretch(0, 2)
        layout.setStretch(1, 3)
        filled.setLayout(layout)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(filled)
        self._stack.addWidget(EmptyState(_("Nothing differs: the calendar says what the register says.")))
        buttons = QDialogButtonBox()
        close = buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        close.setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        explained = wrapped(
            _("Somebody has changed these events on the server. Nothing is written over them until you choose."),
            "muted",
        )
        whole = column(explained, holder, row(self._number, 1, buttons), margin=6 * GRID, space=4 * GRID)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.table.setFocus()

    def refresh(self, _tables: object = None) -> None:
        """Read again, off the window's thread: each side is a calendar to be read."""
        workspace, key = self._workspace, self._publication_id

        def work(_report: object) -> list[Difference]:
            with workspace.read() as session:
                return services.differences(session, key)

        workspace.run_quietly(work, self._show_rows)

    def _show_rows(self, rows: list[Difference]) -> None:
        """The keyboard stays near where it was."""
        at = self.table.currentIndex().row()
        self._model.show(rows)
        self._stack.setCurrentIndex(0 if rows else 1)
        self._number.setText(n_("{n} event", "{n} events", len(rows)).format(n=formats.number(len(rows))))
        if rows:
            self.table.go_to(min(max(at, 0), len(rows) - 1))
            self._show(self.table.current_row())

    def _show(self, difference: Difference | None) -> None:
        """Both sides of one event, and what each choice would do."""
        self._detail.setVisible(difference is not None)
        if difference is None:
            return
        shown = QWidget()
        grid = QGridLayout(shown)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6 * GRID)
        grid.setVerticalSpacing(2 * GRID)
        for at, words in enumerate((_("In the register"), _("On the server")), 1):
            grid.addWidget(label(words, "muted"), 0, at)
            grid.setColumnStretch(at, 1)
        for line, name in enumerate(FIELD_NAMES, 1):
            _add_field(grid, line, name, difference)
        grid.setRowStretch(len(FIELD_NAMES) + 1, 1)
        self._sides.setWidget(shown)
        self._say.setText(_consequence(difference))
        self.theirs.setEnabled(difference.removed or difference.ours is None or difference.theirs is not None)
        self.theirs.setVisible(not difference.left_off)
        self.ours.setText(_("Publish it again") if difference.left_off else _("Keep ours"))

    def _decide(self, choose: Any) -> None:
        difference = self.table.current_row()
        if difference is None:
            return
        takes = choose is services.take_theirs and difference.theirs is not None and difference.ours is not None
        notice = _("The event now says what the server says.") if takes else ""
        name = _("Take over from the calendar")
        if self._workspace.do(name, lambda session: choose(session, difference.id), notice=notice):
            self._any = True

    def done(self, result: int) -> None:
        self._workspace.changed.disconnect(self.refresh)
        super().done(result)
        if self._any:
            self.decided.emit()


def _add_field(grid: QGridLayout, line: int, name: str, difference: Difference) -> None:
    """One field of both sides; where they differ, it says so by a sign and stronger letters."""
    differs = name in difference.fields
    name_shown = label(f"≠ {_(FIELD_NAMES[name])}" if differs else _(FIELD_NAMES[name]), "" if differs else "muted")
    grid.addWidget(name_shown, line, 0, Qt.AlignmentFlag.AlignTop)
    for at, side in enumerate((difference.ours, difference.theirs), 1):
        value = _value(side, name)
        shown: QLabel = wrapped(value or "–", "" if differs else "muted")
        shown.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        font = shown.font()
        font.setBold(differs)
        shown.setFont(font)
        where = _("In the register") if at == 1 else _("On the server")
        shown.setAccessibleName(f"{where}, {_(FIELD_NAMES[name])}: {value or '–'}")
        grid.addWidget(shown, line, at)


def _value(side: Side | None, name: str) -> str:
    if side is None:
        return ""
    if name == "time":
        when = formats.span(side.starts, side.ends, all_day=side.all_day)
        return when if side.all_day else f"{when} ({side.timezone})"
    if name == "status":
        return _(side.status.label)
    text = str(getattr(side, name))
    if name != "description":
        return formats.shown(text)
    lines = [formats.shown(each) for each in text[:LONGEST].splitlines()]
    return "\n".join(lines) + ("…" if len(text) > LONGEST else "")


def _consequence(difference: Difference) -> str:
    """What each choice would do, in words."""
    if difference.left_off:
        return _("It was agreed to leave this event off the server. It can be published again.")
    if difference.removed:
        return _(
            "It was removed from the server. Keep ours: it is put back there. "
            "Take theirs: it stays in the register and is left off the server."
        )
    if difference.ours is None:
        return _(
            "It is no longer to be published. Keep ours: it is removed from the server. "
            "Take theirs: it stays there and is no longer looked after."
        )
    if difference.theirs is None:
        return _("What lies on the server can't be read as an event. Keep ours: it is written over.")
    return _(
        "Keep ours: the server's version is written over. "
        "Take theirs: the event in the register is changed; that can be undone."
    )
