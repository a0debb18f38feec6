"""Which columns the sheets of a workbook have, in which order; kept under names such as “for the Ministry”."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QListWidget,
    QListWidgetItem,
    QTabWidget,
    QWidget,
)

from roundtables.errors import Expected
from roundtables.queries import column_sets as queries
from roundtables.queries.column_sets import Chosen, ColumnSetRow
from roundtables.services import column_sets as services
from roundtables.words import _
from ui import format as formats
from ui.dialogs.form import FormDialog
from ui.theme import GRID, sized
from ui.widgets.fields import Form, text_field
from ui.widgets.parts import button, column, label, lay_out, row, wrapped
from ui.workspace import Workspace

KEY = Qt.ItemDataRole.UserRole
CHECKED, UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked
OF_EVENT = ("attendance", "costs", "catering")
OF_PERIOD = ("events", "participations", "costs", "catering")
"""The sheets of the two workbooks whose columns can be chosen."""


class ColumnList(QListWidget):
    """The columns of one sheet: Space takes one in or leaves it out, Alt with the arrows moves it."""

    def __init__(self, sheet: str) -> None:
        super().__init__()
        self.sheet = sheet
        self.setAccessibleName(_("Columns in their order"))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)

    def show_columns(self, columns: Chosen) -> None:
        """Show what is chosen above what can be, as the service reads it."""
        chosen = services.shown(self.sheet, columns)
        headings = {choice.key: choice.heading for choice in services.choices(self.sheet)}
        at = max(self.currentRow(), 0)
        with QSignalBlocker(self):
            self.clear()
            for key in (*chosen, *(key for key in headings if key not in chosen)):
                item = QListWidgetItem(_(headings[key]))
                item.setData(KEY, key)
                item.setSizeHint(QSize(0, sized(28)))
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(CHECKED if key in chosen else UNCHECKED)
                self.addItem(item)
            self.setCurrentRow(at)

    def chosen(self) -> tuple[str, ...]:
        """The keys of the columns that are taken in, in their order."""
        items = [self.item(at) for at in range(self.count())]
        return tuple(item.data(KEY) for item in items if item.checkState() is CHECKED)

    def move_current(self, by: int) -> None:
        """Move the current column up or down."""
        at = self.currentRow()
        if at >= 0 and 0 <= at + by < self.count():
            item = self.takeItem(at)
            self.insertItem(at + by, item)
            self.setCurrentItem(item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.move_current(step)
            return
        super().keyPressEvent(event)


class WorkbookColumnsDialog(QDialog):
    """`agreed` is sent with the columns, a mapping, and the name they are kept under, empty where they are not."""

    agreed = Signal(object, str)

    def __init__(
        self, parent: QWidget, workspace: Workspace, sheets: Sequence[str], columns: Chosen, name: str
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Columns of the workbook"))
        self.resize(sized(520), sized(600))
        self._workspace = workspace
        self._sets: list[ColumnSetRow] = []
        self.saved = QComboBox()
        self.saved.setAccessibleName(_("Saved columns"))
        self.saved.activated.connect(self._show_saved)
        self._rename = button(_("Rename…"), self._ask_rename, picture="pencil-outline")
        self._delete = button(_("Delete"), self._remove, picture="delete-outline")
        self._keep = button(_("Save"), self._save, picture="check")
        self.tabs = QTabWidget()
        self.lists = {sheet: ColumnList(sheet) for sheet in sheets}
        for sheet, shown in self.lists.items():
            self.tabs.addTab(shown, _(services.SHEETS[sheet]))
        self._error = wrapped("", "error")
        self._error.hide()
        buttons = QDialogButtonBox()
        yes = buttons.addButton(_("Use these columns"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._agree)
        buttons.rejected.connect(self.reject)
        layout = column(*self._parts(), self._error, buttons, margin=6 * GRID, space=3 * GRID)
        layout.setStretch(1, 1)
        lay_out(self, layout, yes)
        workspace.changed.connect(self._heard)
        self._fill(name)
        self._show(columns)
        self._current().setFocus()

    def _parts(self) -> tuple[QWidget | QBoxLayout, ...]:
        """What is saved; the sheets with their columns; what can be done with these."""
        choose = row(label(_("Saved columns"), "muted"), self.saved, self._rename, self._delete)
        choose.setStretch(1, 1)
        hint = wrapped(_("Space takes a column in or leaves it out; Alt with an arrow key moves it."), "muted")
        moving = row(
            button(_("Up"), lambda: self._current().move_current(-1), picture="arrow-up"),
            button(_("Down"), lambda: self._current().move_current(1), picture="arrow-down"),
            1,
            button(_("As at first"), lambda: self._current().show_columns({}), picture="restore"),
        )
        name_them = button(_("Save under a name…"), self._ask_name, picture="content-save-outline")
        return choose, self.tabs, hint, moving, row(name_them, self._keep, 1)

    def columns(self) -> dict[str, tuple[str, ...]]:
        """What is chosen, by sheet, but for those that have the standard columns."""
        chosen = {sheet: shown.chosen() for sheet, shown in self.lists.items()}
        return {sheet: keys for sheet, keys in chosen.items() if not services.is_standard(sheet, keys)}

    def _current(self) -> ColumnList:
        return list(self.lists.values())[self.tabs.currentIndex()]

    def _show(self, columns: Chosen) -> None:
        for shown in self.lists.values():
            shown.show_columns(columns)

    def _heard(self, tables: frozenset[str]) -> None:
        if not tables or "column_set" in tables:
            kept = self._kept()
            self._fill(kept.name if kept is not None else "")

    def _fill(self, name: str) -> None:
        """Read what is saved, and go to the name."""
        with self._workspace.read() as session:
            self._sets = queries.listing(session)
        self.saved.clear()
        self.saved.addItem(_("Standard columns"))
        self.saved.addItems([formats.shown(kept.name) for kept in self._sets])
        names = [kept.name.casefold() for kept in self._sets]
        self.saved.setCurrentIndex(names.index(name.casefold()) + 1 if name.casefold() in names else 0)
        self._follow()

    def _kept(self) -> ColumnSetRow | None:
        """The set that is chosen; None for the standard columns."""
        at = self.saved.currentIndex() - 1
        return self._sets[at] if 0 <= at < len(self._sets) else None

    def _follow(self) -> None:
        for each in (self._rename, self._delete, self._keep):
            each.setEnabled(self._kept() is not None)

    def _show_saved(self) -> None:
        kept = self._kept()
        self._show(kept.columns if kept is not None else {})
        self._follow()

    def _tell(self, words: str) -> None:
        self._error.setText(words)
        self._error.setVisible(bool(words))

    def _save(self) -> None:
        """Keep what is chosen now under the name it was saved as."""
        kept = self._kept()
        if kept is not None and not self._lacks_columns():
            columns = {sheet: shown.chosen() for sheet, shown in self.lists.items()}
            words = _("The columns “{name}” were saved.").format(name=formats.shown(kept.name))
            self._workspace.do(
                _("Save columns"), lambda session: services.change(session, kept.id, columns=columns), notice=words
            )

    def _ask_name(self) -> None:
        def take(name: str) -> None:
            with self._workspace.change(_("Save columns")) as session:
                made = services.add(session, name, self.columns())
                saved = made.name
            self._fill(saved)

        if not self._lacks_columns():
            self._ask(_("Save columns"), _("Save"), "", take)

    def _ask_rename(self) -> None:
        kept = self._kept()
        if kept is None:
            return

        def take(name: str) -> None:
            with self._workspace.change(_("Rename columns")) as session:
                saved = services.change(session, kept.id, name=name).name
            self._fill(saved)

        self._ask(_("Rename columns"), _("Rename"), kept.name, take)

    def _ask(self, title: str, agree: str, begun: str, take: Callable[[str], None]) -> None:
        form = Form([text_field("name", _("Name"), hint=_("For the Ministry"))])
        form.fields["name"].show_value(begun)
        dialog = FormDialog(self, title, form, agree)
        dialog.setMinimumWidth(sized(400))

        def try_it() -> bool:
            try:
                take(dialog.values()["name"])
            except Expected as error:
                dialog.show_error(error)
                return False
            return True

        dialog.take = try_it
        dialog.open()

    def _remove(self) -> None:
        kept = self._kept()
        if kept is not None:
            words = _("The columns “{name}” were deleted.").format(name=formats.shown(kept.name))
            done = self._workspace.do(
                _("Delete columns"), lambda session: services.remove(session, kept.id), notice=words
            )
            if done:
                self._show({})

    def _lacks_columns(self) -> bool:
        """Whether a sheet would have no column; then it is told, and shown."""
        bare = next((sheet for sheet, shown in self.lists.items() if not shown.chosen()), None)
        if bare is None:
            self._tell("")
            return False
        self.tabs.setCurrentWidget(self.lists[bare])
        self._tell(_("At least one column has to be taken in."))
        return True

    def _agree(self) -> None:
        if self._lacks_columns():
            return
        kept, columns = self._kept(), self.columns()
        begun: Chosen = kept.columns if kept is not None else {}
        same = all(list(shown.chosen()) == services.shown(sheet, begun) for sheet, shown in self.lists.items())
        self.agreed.emit(begun if same else columns, kept.name if same and kept is not None else "")
        self.accept()
