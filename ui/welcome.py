"""The first start: a new register, the demonstration, or one that is there already."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QFrame, QPushButton, QScrollArea, QWidget

from roundtables.words import _
from ui.theme import GRID, sized
from ui.widgets.parts import button, column, label, row, wrapped

SUFFIX = ".roundtables"
MOST_RECENT = 3
WIDEST = 640


class Welcome(QWidget):
    """Three ways to begin; each ends in `begin` with a path and what is to be done with it."""

    def __init__(
        self, suggested: Path, problem: str, begin: Callable[[str, str], str], recent: Sequence[str] = ()
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setWindowTitle("Roundtables")
        self.resize(sized(760), sized(560))
        self.suggested, self._begin = suggested, begin
        self._problem = wrapped(problem, "error")
        self._problem.setVisible(bool(problem))
        inner = QWidget()
        inner.setMaximumWidth(sized(WIDEST))
        begun = [path for path in recent if Path(path).exists()][:MOST_RECENT]
        inner.setLayout(
            column(
                1,
                label(_("Welcome to Roundtables"), "title"),
                wrapped(
                    _(
                        "A register is one file on this workstation. Begin with an empty one, look around in a "
                        "demonstration, or open a file."
                    ),
                    "muted",
                ),
                self._problem,
                self._way(
                    button(_("New register…"), self._new, picture="plus", primary=True),
                    _("An empty one. You are asked where it is to lie; suggested is {path}").format(path=suggested),
                ),
                self._way(
                    button(_("Demonstration"), self._demonstrate, picture="school-outline"),
                    _("Invented people and events to look around in and try things on."),
                ),
                self._way(
                    button(_("Open…"), self._open, picture="folder-open-outline"),
                    _("A register that is there already."),
                ),
                *self._recent(begun),
                2,
                margin=8 * GRID,
                space=4 * GRID,
            )
        )
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        scroll.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setLayout(column(scroll))

    def _way(self, tool: QPushButton, words: str) -> QWidget:
        # Enter begins, as in a dialog.
        tool.setAutoDefault(True)
        tool.setMinimumWidth(sized(168))
        tool.setAccessibleDescription(words)
        holder = QWidget()
        layout = row(tool, wrapped(words, "muted"), space=4 * GRID)
        layout.setStretch(1, 1)
        holder.setLayout(layout)
        return holder

    def _recent(self, paths: Sequence[str]) -> list[QWidget]:
        """Registers that were open before, which are still there."""
        if not paths:
            return []
        made: list[QWidget] = [label(_("Open recent"), "heading")]
        for path in paths:
            tool = button(Path(path).stem.replace("&", "&&"), lambda path=path: self._go(path, "open"))  # type: ignore[misc]
            made.append(self._way(tool, path))
        return made

    def say(self, problem: str) -> None:
        """Say what went wrong."""
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))

    def problem(self) -> str:
        """What is said to have gone wrong."""
        return self._problem.text()

    def _new(self) -> None:
        self.suggested.parent.mkdir(parents=True, exist_ok=True)
        path, _kind = QFileDialog.getSaveFileName(
            self, _("Where the new register is to lie"), str(self.suggested), _("Registers (*.roundtables)")
        )
        if path:
            self._go(path if path.endswith(SUFFIX) else f"{path}{SUFFIX}", "new")

    def _demonstrate(self) -> None:
        """The demonstration has a name of its own, so that it is never taken for the work."""
        free = self.suggested.with_name(f"{_('Demonstration')}{SUFFIX}")
        number = 1
        while free.exists():
            number += 1
            free = self.suggested.with_name(f"{_('Demonstration')} {number}{SUFFIX}")
        self._go(str(free), "demo")

    def _open(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(
            self, _("Open a register"), str(self.suggested.parent), _("Registers (*.roundtables)")
        )
        if path:
            self._go(path, "open")

    def _go(self, path: str, how: str) -> None:
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            problem = self._begin(path, how)
        finally:
            QApplication.restoreOverrideCursor()
        self.say(problem)
