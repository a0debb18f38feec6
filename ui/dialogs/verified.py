"""What a file is to the register: whether it was handed over unchanged, and what has changed since."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QLabel, QWidget

from roundtables.services import verifying
from roundtables.services.verifying import How, Verified
from roundtables.words import _
from ui import format as formats
from ui.icons import icon
from ui.models.columns import Column
from ui.models.hand_overs import INSIDE, since_verified, verified_in_words
from ui.models.history import COLUMNS
from ui.models.rows import RowsModel
from ui.theme import GRID, sized
from ui.widgets.parts import column, lay_out, resize_within, row, wrapped
from ui.widgets.table import Table
from ui.workspace import Workspace

PICTURE = 24


def ask_for_file(parent: QWidget, workspace: Workspace) -> None:
    """Ask for a file and say what it is."""
    path, _kind = QFileDialog.getOpenFileName(parent, _("Verify a file"), str(Path.home()))
    if path:
        verify_file(parent, workspace, Path(path))


def verify_file(parent: QWidget, workspace: Workspace, path: Path) -> None:
    """Look a file up by its check sum, off the window's thread, and show what it is."""

    def work(_report: object) -> Verified:
        with workspace.read() as session:
            return verifying.verify(session, path)

    workspace.run(_("Verifying a file"), work, lambda found: VerifiedDialog(parent, path.name, found).open())


class VerifiedDialog(QDialog):
    """One sentence, the facts, and below what has changed since, or what is in a zip that is not known."""

    def __init__(self, parent: QWidget, name: str, found: Verified) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Verify a file"))
        sign = QLabel()
        known = found.how is not How.UNKNOWN
        picture = icon("check-circle-outline" if known else "alert-circle-outline")
        sign.setPixmap(picture.pixmap(sized(PICTURE), sized(PICTURE)))
        sign.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.words = wrapped(verified_in_words(found))
        head = row(sign, self.words, space=3 * GRID)
        head.setStretch(1, 1)
        facts = wrapped(_facts(found), "muted")
        facts.setVisible(bool(facts.text()))
        since = wrapped(since_verified(found))
        since.setVisible(bool(since.text()))
        buttons = QDialogButtonBox()
        close = buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        parts: list[QWidget] = [wrapped(formats.shown(name), "title")]
        table = _table(found)
        if table is None:
            self.setMinimumWidth(sized(560))
            layout = column(*parts, head, facts, since, buttons, margin=6 * GRID, space=3 * GRID)
        else:
            layout = column(*parts, head, facts, since, table, buttons, margin=6 * GRID, space=3 * GRID)
            layout.setStretch(4, 1)
            resize_within(self, sized(1080), sized(560))
        lay_out(self, layout, close)


def _facts(found: Verified) -> str:
    """When, by whom and for whom, with the name it had then."""
    if found.at is None:
        return ""
    facts = [formats.local(found.at), found.by, found.for_whom, found.file_name]
    return "  ·  ".join(formats.shown(fact) for fact in facts if fact)


def _table(found: Verified) -> Table | None:
    if found.changes:
        return _filled(_("What has changed since"), COLUMNS, found.changes)
    return _filled(_("Files in the zip"), INSIDE, found.inside) if found.inside else None


def _filled(name: str, columns: Sequence[Column], rows: Sequence[object]) -> Table:
    model = RowsModel(columns)
    model.show(rows)
    table = Table(name, columns)
    # Qt does not keep a table's model.
    model.setParent(table)
    table.show_rows(model)
    return table
