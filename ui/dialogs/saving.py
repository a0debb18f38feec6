"""Where a file goes that is given away, and that it was written: asked and told the same way everywhere."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from roundtables.services.papers import FilesAreThere
from roundtables.words import N_, _
from ui.background import Report
from ui.workspace import Workspace

KINDS = {
    ".xlsx": N_("Excel workbook (*.xlsx)"),
    ".docx": N_("Word document (*.docx)"),
    ".pdf": N_("PDF (*.pdf)"),
    ".zip": N_("Zip (*.zip)"),
}


def ask_where(parent: QWidget, workspace: Workspace, title: str, name: str, *endings: str) -> Path | None:
    """Ask for the place of a file of one of these kinds, the first of which is usual; None if it was given up.

    The dialog for files asks before it overwrites, but only what was typed: where the ending is added here and a file
    of that name is there, it stays, and that is told.
    """
    kinds = {_(KINDS[ending]): ending for ending in endings}
    typed, kind = QFileDialog.getSaveFileName(parent, title, str(Path.home() / name), ";;".join(kinds))
    if not typed:
        return None
    if typed.lower().endswith(endings):
        return Path(typed)
    path = Path(f"{typed}{kinds.get(kind, endings[0])}")
    if path.exists():
        workspace.failed.emit(str(FilesAreThere([path.name])))
        return None
    return path


def write_to(workspace: Workspace, title: str, path: Path, write: Callable[[Report], Any]) -> None:
    """Write in the background, and say where the file is."""

    def done(_result: object) -> None:
        workspace.noticed.emit(_("{file} was written.").format(file=path), False)

    workspace.run(title, write, done)
