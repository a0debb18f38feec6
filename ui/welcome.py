"""The first start: a new register, the demonstration, or one that is there already."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from roundtables.words import _
from ui.theme import GRID
from ui.widgets.parts import button, column, label, row, wrapped


class Welcome(QWidget):
    """Three ways to begin; each ends in `begin` with a path and what is to be done with it."""

    def __init__(self, suggested: Path, problem: str, begin: Callable[[Path, str], str]) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setWindowTitle("Roundtables")
        self.resize(720, 420)
        self._suggested, self._begin = suggested, begin
        title = label(_("Welcome to Roundtables"), "title")
        words = wrapped(
            _(
                "A register is one file on this workstation. Begin with an empty one, look around in a demonstration, "
                "or open a file."
            ),
            "muted",
        )
        self._problem = wrapped(problem, "error")
        self._problem.setVisible(bool(problem))
        self.setLayout(
            column(
                1,
                title,
                words,
                self._problem,
                row(
                    button(_("New register"), lambda: self._go(suggested, "new"), picture="plus", primary=True),
                    button(_("Demonstration"), lambda: self._go(suggested, "demo"), picture="school-outline"),
                    button(_("Open…"), self._open, picture="folder-open-outline"),
                    1,
                    space=3 * GRID,
                ),
                2,
                margin=12 * GRID,
                space=4 * GRID,
            )
        )

    def _open(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(
            self, _("Open a register"), str(self._suggested.parent), _("Registers (*.roundtables)")
        )
        if path:
            self._go(Path(path), "open")

    def _go(self, path: Path, how: str) -> None:
        problem = self._begin(path, how)
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
