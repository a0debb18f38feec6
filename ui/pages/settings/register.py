"""Where the register lies, its copies, and what is done to keep it safe."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QStackedLayout, QWidget

from roundtables.words import N_, _, n_
from ui import format as formats
from ui import upkeep
from ui.dialogs.asking import ask
from ui.models.columns import Column
from ui.models.rows import RowsModel
from ui.theme import GRID, sized
from ui.widgets.menu_button import menu_button
from ui.widgets.parts import EmptyState, button, column, label, row, wrapped
from ui.widgets.table import Table
from ui.workspace import Workspace

REASONS = {"before-update": N_("Before an update"), "before-restoring": N_("Before a copy was put back")}


def _reason(name: str) -> str:
    return next((_(words) for part, words in REASONS.items() if part in name), _("Copy of the day, or asked for"))


def _size(path: Path) -> str:
    try:
        return _("{n} KB").format(n=formats.number(-(-path.stat().st_size // 1024)))
    except OSError:
        return ""


class RegisterTab(QWidget):
    """The path, the tools, and the table of copies."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        columns = (
            Column(N_("Made"), lambda made: formats.local(made[0]), "", 180),
            Column(N_("Why"), lambda made: _reason(made[1].name), "", 260, stretch=True),
            Column(N_("Size"), lambda made: _size(made[1]), "", 100, number=True),
        )
        self._model = RowsModel(columns)
        self.table = Table(_("Copies of the register"), columns)
        self.table.show_rows(self._model)
        path = workspace.register.path
        where = str(path) if path is not None else _("On a server: copies are made there, by whoever looks after it.")
        self._where = wrapped(where)
        self._number = label("", "muted")
        tools = row(
            button(_("Back up now"), self._back_up, picture="content-save-outline"),
            button(_("Restore…"), self.restore_chosen, picture="backup-restore"),
            button(_("Folder of copies"), self._open_folder, picture="folder-open-outline"),
            button(_("Check the register"), lambda: upkeep.check(workspace), picture="shield-check-outline"),
            1,
            self._number,
        )
        empty = EmptyState(_("No copy was made yet. The first is made a moment after the start."))
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        for part in (self.table, empty):
            self._stack.addWidget(part)
        note = wrapped(
            _(
                "Copies do not hold the files that are attached to events: keep the folder beside the register too. "
                "Restoring a copy leaves it as it is."
            ),
            "muted",
        )
        # The table gives way to what stands around it, where text is large; its empty state would not.
        holder.setMinimumHeight(sized(48))
        below = QWidget()
        line = row(note, self._cleaning(), space=4 * GRID)
        line.setStretch(0, 1)
        below.setLayout(line)
        below.setVisible(path is not None)
        head = label(_("This register"), "muted")
        layout = column(head, self._where, tools, holder, below, margin=2 * GRID, space=3 * GRID)
        layout.setStretch(3, 1)
        self.setLayout(layout)
        workspace.noticed.connect(self._hear)

    def _cleaning(self) -> QWidget:
        made, menu = menu_button(_("Attached files"), "paperclip")
        menu.addAction(_("Remove contents no longer attached…"), lambda: upkeep.erase_unattached(self, self._workspace))
        menu.addAction(_("Folder of attached files"), self._open_files)
        return made

    def _open_files(self) -> None:
        folder = self._workspace.register.folder
        place = folder if folder.is_dir() else folder.parent
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(place)))

    def refresh(self) -> None:
        """Look for copies."""
        made = self._workspace.register.copies()
        self._model.show(made)
        self._number.setText(n_("{n} copy", "{n} copies", len(made)).format(n=len(made)))
        self._stack.setCurrentIndex(0 if made else 1)
        if made:
            self.table.go_to(0)

    def _hear(self) -> None:
        if self.isVisible():
            self.refresh()

    def _back_up(self) -> None:
        upkeep.back_up(self._workspace)

    def _open_folder(self) -> None:
        made = self._workspace.register.copies()
        path = self._workspace.register.path
        folder = made[0][1].parent if made else path.parent if path is not None else None
        if folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def restore_chosen(self) -> None:
        """Ask before a copy takes the register's place: what was entered since then is not in it."""
        chosen = self.table.current_row()
        if chosen is None:
            return
        words = (
            _("Restore a copy"),
            _("Put the copy of {moment} in the register's place?").format(moment=formats.local(chosen[0])),
            _("What was entered since then is not in it. The register as it is now is kept among the copies."),
        )
        ask(self, words, ((_("Restore"), lambda: upkeep.restore(self._workspace, chosen[1])),))
