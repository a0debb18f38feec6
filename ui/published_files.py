"""Keeps published calendar files current while the window is open: some seconds after a change that they show."""

from PySide6.QtCore import QObject, QTimer

from ui.workspace import Workspace

SHOWN = frozenset({"event", "venue", "project", "work_package"})
AFTER_CHANGE = 5000
"""Milliseconds of rest before the files are written: a change seldom comes alone."""


class PublishedFiles(QObject):
    """Lives as long as the workspace does. What can't be written is said in the settings, not here again and again."""

    def __init__(self, workspace: Workspace, after: int = AFTER_CHANGE) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(after)
        self._rest.timeout.connect(self._write)
        workspace.changed.connect(self._hear)
        self._rest.start()

    def _hear(self, tables: frozenset[str]) -> None:
        if not tables or tables & SHOWN:
            self._rest.start()

    def _write(self) -> None:
        # Some seconds after the start: nothing of publishing is needed before.
        from roundtables.services import publishing

        register = self._workspace.register
        self._workspace.run_quietly(lambda _report: publishing.publish_files(register))
