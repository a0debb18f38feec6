"""Templates of events: save one, and see, rename, use and delete those that there are."""

import datetime as dt
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QPlainTextEdit,
    QSplitter,
    QStackedLayout,
    QWidget,
)

from roundtables.errors import Expected
from roundtables.queries import templates as queries
from roundtables.queries.templates import TemplatePage, TemplateSessionRow
from roundtables.services import templates as services
from roundtables.words import N_, _, n_
from ui import format as formats
from ui.commands import Command
from ui.dialogs.form import FormDialog
from ui.dialogs.new_event import NewEventDialog
from ui.models.columns import Column
from ui.models.paged import Index
from ui.models.rows import RowsModel
from ui.theme import GRID, sized
from ui.widgets.cells import CellDelegate, type_again
from ui.widgets.due_days import days_in_words
from ui.widgets.fields import Form, text_field
from ui.widgets.parts import EmptyState, button, column, row, wrapped
from ui.widgets.table import Table
from ui.workspace import Workspace

COLUMNS = (
    Column(N_("Template"), lambda template: template.name, "", 220, stretch=True),
    Column(N_("Event type"), lambda template: _(template.kind.label), "", 140),
)


def open_templates(parent: QWidget, workspace: Workspace) -> None:
    """Show the templates."""
    TemplatesDialog(parent, workspace).open()


def save_as_template(parent: QWidget, workspace: Workspace, event_id: int, title: str) -> None:
    """Ask for a name and keep the event as a template under it."""
    form = Form((text_field("name", _("Name of the template")),))
    form.fields["name"].show_value(title)
    dialog = FormDialog(parent, _("Save as template"), form, _("Save template"))
    note = _("Its texts, settings, agenda and tasks are kept. Its participants are not.")
    dialog.layout().insertWidget(0, wrapped(note, "muted"))  # type: ignore[union-attr]  # it is a column

    def take() -> bool:
        try:
            with workspace.change(_("Save as template")) as session:
                services.save_as_template(session, event_id, form.values()["name"])
        except Expected as error:
            dialog.show_error(error)
            return False
        workspace.noticed.emit(_("The template was saved."), True)
        return True

    dialog.take = take
    dialog.open()
    editor = form.fields["name"].editor
    editor.setFocus()
    if isinstance(editor, QLineEdit):
        editor.selectAll()


class TemplatesModel(RowsModel):
    """Names are edited in place: `renamed` is sent with the template and its new name."""

    renamed = Signal(object, str)

    def __init__(self) -> None:
        super().__init__(COLUMNS)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == 0 else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.EditRole and index.isValid() and index.row() < len(self.rows):
            return self.rows[index.row()].name
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole:
            return False
        if value != self.rows[index.row()].name:
            self.renamed.emit(self.rows[index.row()], value)
        return True


class TemplatesDialog(QDialog):
    """The list at the left; at the right, what is in the chosen one."""

    COMMANDS = (
        Command("template.rename", N_("Rename"), "rename", "F2", "pencil-outline"),
        Command("template.delete", N_("Delete template"), "delete", "Del", "delete-outline"),
    )

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Templates"))
        self.resize(sized(880), sized(520))
        self._workspace, self._over = workspace, parent
        self._model = TemplatesModel()
        self._model.renamed.connect(self._rename)
        self.table = Table(_("Templates"), COLUMNS)
        self.table.setItemDelegate(CellDelegate(self.table))
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.table.show_rows(self._model)
        self.table.opened.connect(lambda _template: self.use())
        self.table.chosen.connect(self._choose)
        self.content = QPlainTextEdit()
        self.content.setReadOnly(True)
        self.content.setTabChangesFocus(True)
        self.content.setAccessibleName(_("What is in the template"))
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(4 * GRID)
        split.addWidget(self.table)
        split.addWidget(self.content)
        split.setSizes([sized(400), sized(440)])
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(split)
        words = _("There is no template yet. Open an event and choose “Save as template…” in its menu “More”.")
        self._stack.addWidget(EmptyState(words))
        self._error = wrapped("", "error")
        self._error.hide()
        layout = column(holder, self._error, self._buttons(), margin=6 * GRID, space=4 * GRID)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        workspace.keyboard.bind(self, self.COMMANDS, within=self.table)
        workspace.changed.connect(self._heard)
        self.refresh()
        self.table.setFocus()

    def _buttons(self) -> QWidget:
        self._needing = [
            button(_("New event from it…"), self.use, picture="plus", primary=True),
            button(_("Rename"), self.rename, picture="pencil-outline"),
            button(_("Delete"), self.delete, picture="delete-outline"),
        ]
        close = QDialogButtonBox()
        close.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole).setAutoDefault(False)
        close.rejected.connect(self.reject)
        holder = QWidget()
        holder.setLayout(row(*self._needing, 1, close))
        return holder

    def refresh(self) -> None:
        """Read the list again; the chosen template stays, or the first is."""
        current = self.table.current_row()
        with self._workspace.read() as session:
            rows = queries.listing(session)
        self._model.show(rows)
        for each in self._needing:
            each.setVisible(bool(rows))
        self._stack.setCurrentIndex(0 if rows else 1)
        if rows:
            keys = [template.id for template in rows]
            self.table.go_to(keys.index(current.id) if current is not None and current.id in keys else 0)

    def _heard(self, tables: frozenset[str]) -> None:
        if not tables or tables & {"event_template", "template_session", "checklist_line"}:
            self.refresh()

    def _choose(self, template: Any) -> None:
        if template is None:
            self.content.clear()
            return
        try:
            with self._workspace.read() as session:
                page = queries.page(session, template.id)
        except Expected as error:
            self._say(str(error))
            return
        self.content.setPlainText(content_in_words(page))

    def use(self) -> None:
        """Go on with a new event from the chosen template."""
        template = self.table.current_row()
        if template is not None:
            dialog = NewEventDialog(self._over, self._workspace, template_id=template.id)
            self.accept()
            dialog.open()

    def rename(self) -> None:
        """Edit the name in place."""
        index = self.table.currentIndex()
        if index.isValid():
            self.table.edit(index.siblingAtColumn(0))

    def delete(self) -> None:
        """Remove the chosen template; undo brings it back."""
        template = self.table.current_row()
        if template is not None:
            done = self._do(_("Delete template"), lambda session: services.delete(session, template.id))
            if done:
                self._workspace.noticed.emit(_("The template was deleted."), True)

    def _rename(self, template: Any, name: str) -> None:
        if not self._do(_("Rename template"), lambda session: services.rename(session, template.id, name)):
            type_again(self.table, self._model.rows.index(template), 0, name)

    def _do(self, name: str, work: Any) -> bool:
        try:
            with self._workspace.change(name) as session:
                work(session)
        except Expected as error:
            self._say(str(error))
            return False
        self._say("")
        return True

    def _say(self, words: str) -> None:
        self._error.setText(words)
        self._error.setVisible(bool(words))


def content_in_words(page: TemplatePage) -> str:
    """What is in a template, as lines of text."""
    facts = [
        (_("Event name"), page.title),
        (_("Event type"), _(page.kind.label)),
        (_("Format"), _(page.format.label)),
        (_("Duration"), _lasts(page)),
        (_("Place"), page.place),
        (_("Online link"), page.online_url),
        (_("Places"), formats.number(page.capacity) if page.capacity else ""),
    ]
    parts = ["\n".join(f"{name}: {value}" for name, value in facts if value)]
    if page.sessions:
        several = max(part.day for part in page.sessions) > 1
        parts.append("\n".join([_("Agenda"), *(_session(part, several=several) for part in page.sessions)]))
    if page.tasks:
        listed = (f"–  {line.title} ({days_in_words(line.days)})" for line in page.tasks)
        parts.append("\n".join([_("Tasks"), *listed]))
    if page.description:
        parts.append(f"{_('Description')}\n{page.description}")
    return "\n\n".join(parts)


def _lasts(page: TemplatePage) -> str:
    """How many days, or from when to when on one day."""
    begins = dt.datetime.combine(dt.date.min, page.begins)
    ends = begins + page.lasts
    days = (ends.date() - begins.date()).days + 1
    if page.all_day or days > 1:
        return n_("{n} day", "{n} days", days).format(n=days)
    return f"{formats.time(begins)}–{formats.time(ends)}"


def _session(part: TemplateSessionRow, *, several: bool) -> str:
    hours = f"{formats.time(part.starts)}–{formats.time(part.ends)}"
    day = _("Day {n}").format(n=part.day)
    return f"–  {day}, {hours}  {part.title}" if several else f"–  {hours}  {part.title}"
