"""What proves attendance: the files of the event, from wherever on its page they are asked for."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from roundtables.terms import FileKind
from ui.dialogs.event_files import EventFilesDialog
from ui.workspace import Workspace


def open_files(parent: QWidget, workspace: Workspace, event_id: int) -> EventFilesDialog:
    """Show the files of an event."""
    dialog = EventFilesDialog(parent, workspace, event_id)
    dialog.open()
    return dialog


def attach_dropped(parent: QWidget, workspace: Workspace, event_id: int, paths: Sequence[Path]) -> None:
    """Ask what files that were dropped on an event's page are, and attach them."""
    open_files(parent, workspace, event_id).attach_these(paths, FileKind.SIGNED_SHEET)
