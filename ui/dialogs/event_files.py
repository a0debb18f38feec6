"""The files of an event: signed sheets, reports, minutes; attached, changed, saved elsewhere, opened, taken away."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QStackedLayout, QWidget

from roundtables import files
from roundtables.errors import Expected
from roundtables.queries import event_files as queries
from roundtables.queries import events as event_queries
from roundtables.services import event_files as services
from roundtables.terms import FileKind
from roundtables.words import N_, _, n_
from ui import format as formats
from ui.commands import Command
from ui.dialogs.asking import ask
from ui.dialogs.attach_file import AttachDialog, Choice
from ui.dialogs.dropped import paths_in
from ui.models.event_files import COLUMNS, PICTURES, Line, slot_name
from ui.models.rows import RowsModel
from ui.read_only_copies import ReadOnlyCopies, may_be_opened
from ui.theme import GRID, sized
from ui.widgets.parts import EmptyState, button, column, label, resize_within, row, wrapped
from ui.widgets.signs import SignDelegate
from ui.widgets.table import Table
from ui.workspace import Workspace

CONTENT = 3
TABLES = frozenset({"event_file", "proved_slot", "event", "slot", "session"})


class EventFilesDialog(QDialog):
    """The table with what can be done with a file; each change is a step of its own to undo."""

    COMMANDS = (
        Command("file.change", N_("Change…"), "change_chosen", "F2", "pencil-outline"),
        Command("file.remove", N_("Remove from the event"), "remove_chosen", "Del", "minus"),
        Command("file.save", N_("Save a copy…"), "save_copy", "Ctrl+S", "content-save-outline"),
    )

    def __init__(self, parent: QWidget, workspace: Workspace, event_id: int) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Files of the event"))
        self.setAcceptDrops(True)
        self._workspace, self._id = workspace, event_id
        self._copies = ReadOnlyCopies()
        self._model = RowsModel(COLUMNS)
        self.table = Table(_("Files of the event"), COLUMNS)
        self.table.setItemDelegateForColumn(0, SignDelegate(self.table, lambda line: PICTURES[line.file.kind]))
        content = SignDelegate(
            self.table, lambda line: "check" if line.there else "alert-circle-outline", lambda line: not line.there
        )
        self.table.setItemDelegateForColumn(CONTENT, content)
        self.table.show_rows(self._model)
        self.table.opened.connect(lambda _line: self.open_chosen())
        self.table.chosen.connect(self._say_of)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.table)
        empty = EmptyState(
            _("Nothing is attached yet: signed sheets, reports of the meeting tool, minutes, invoices."),
            _("Attach a file…"),
            self.attach,
        )
        self._stack.addWidget(empty)
        self._title = wrapped("", "title")
        self._of_chosen = wrapped("", "muted")
        self._error = wrapped("", "error")
        self._error.hide()
        buttons = QDialogButtonBox()
        buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole).setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        parts = (self._title, self._tools(), holder, self._of_chosen, self._error, self._note(), buttons)
        layout = column(*parts, margin=6 * GRID, space=3 * GRID)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        resize_within(self, sized(1080), sized(560))
        workspace.keyboard.bind(self, self.COMMANDS, within=self.table)
        workspace.changed.connect(self._heard)
        self.refresh()
        if self._model.rows:
            self.table.setFocus()

    def _note(self) -> QWidget:
        return wrapped(
            _(
                "Contents are kept in the folder beside the register, which copies of the register do not hold. "
                "Attached files are part of the evidence pack."
            ),
            "muted",
        )

    def _tools(self) -> QWidget:
        self._needing = [
            button(_("Change…"), self.change_chosen, picture="pencil-outline"),
            button(_("Open…"), self.open_chosen, picture="open-in-new"),
            button(_("Save a copy…"), self.save_copy, picture="content-save-outline"),
            button(_("Remove"), self.remove_chosen, picture="minus"),
        ]
        self._number = label("", "muted")
        holder = QWidget()
        attach = button(_("Attach a file…"), self.attach, picture="paperclip")
        holder.setLayout(row(attach, *self._needing, 1, self._number))
        return holder

    def refresh(self) -> None:
        """Read the files; the current one stays."""
        store = self._workspace.register.kept_files
        try:
            with self._workspace.read() as session:
                self._record = event_queries.event_page(session, self._id)
                rows = queries.listing(session, [self._id])
        except Expected:
            self.reject()
            return
        names = {slot.id: slot_name(slot) for slot in self._record.slots}
        lines = [
            Line(
                each,
                ", ".join(names.get(key, "") for key in each.slot_ids),
                store is not None and store.is_there(each.sha256, each.size),
            )
            for each in rows
        ]
        self._title.setText(f"{self._record.reference}  {formats.shown(self._record.title)}")
        self.table.keep_row(lambda: self._model.show(lines))
        if lines and not self.table.currentIndex().isValid():
            self.table.go_to(0)
        self._number.setText(n_("{n} file", "{n} files", len(lines)).format(n=formats.number(len(lines))))
        self._number.setVisible(bool(lines))
        self._stack.setCurrentIndex(0 if lines else 1)
        for each in self._needing:
            each.setEnabled(bool(lines))
        self._say_of(self.table.current_row())

    def _heard(self, tables: frozenset[str]) -> None:
        if not tables or tables & TABLES:
            self.refresh()

    def _say_of(self, line: Line | None) -> None:
        """The note of the current file, or what to do where its content is gone."""
        words = "" if line is None else formats.shown(line.file.note)
        if line is not None and not line.there:
            words = _(
                "The content of this file is not beside the register any more, or not as it was attached. What the "
                "register says of it stays. Attach the same file again, or bring the folder back from a copy."
            )
        self._of_chosen.setText(words)
        self._of_chosen.setVisible(bool(words))

    def attach(self) -> None:
        """Ask for files, then for what they are."""
        paths, _kind = QFileDialog.getOpenFileNames(self, _("Attach a file"), str(Path.home()))
        if paths:
            self.attach_these([Path(path) for path in paths])

    def attach_these(self, paths: Sequence[Path], kind: FileKind = FileKind.SIGNED_SHEET) -> None:
        """Ask what files are and attach them, as one step."""
        dialog = AttachDialog(self, _("Attach a file"), _("Attach"), self._record.slots)
        dialog.kind.setCurrentIndex(dialog.kind.findData(kind))
        dialog.for_new([formats.shown(path.name) for path in paths])

        def take(choice: Choice) -> str:
            self._attach(paths, choice)
            return ""

        dialog.take = take
        dialog.open()

    def _attach(self, paths: Sequence[Path], choice: Choice) -> None:
        workspace, event_id = self._workspace, self._id

        def work(report: Callable[[int, int], None]) -> int:
            store = workspace.register.files
            with workspace.change(_("Attach files")) as session:
                for number, path in enumerate(paths):
                    report(number, len(paths))
                    services.attach(
                        session,
                        store,
                        event_id,
                        path.name,
                        services.content_of(path),
                        choice.kind,
                        slot_ids=choice.slot_ids,
                        note=choice.note,
                        by=workspace.register.user,
                    )
            return len(paths)

        def done(number: int) -> None:
            words = n_("{n} file attached", "{n} files attached", number)
            workspace.noticed.emit(words.format(n=formats.number(number)), True)

        self._run(_("Attaching files"), work, done)

    def change_chosen(self) -> None:
        """Change what the current file is called, what it is and which slots it proves."""
        line = self.table.current_row()
        if line is None:
            return
        each = line.file
        dialog = AttachDialog(self, _("Change file"), _("Save"), self._record.slots)
        dialog.for_one(each.kind, each.name, each.note, each.slot_ids)

        def take(choice: Choice) -> str:
            values: Any = {"kind": choice.kind, "name": choice.name, "note": choice.note, "slot_ids": choice.slot_ids}
            try:
                with self._workspace.change(_("Change file")) as session:
                    services.change(session, each.id, **values)
            except Expected as error:
                return str(error)
            return ""

        dialog.take = take
        dialog.open()

    def remove_chosen(self) -> None:
        """Take the selected files away from the event; it can be undone."""
        keys = [line.id for line in self.table.selected_rows()]
        if keys:
            words = n_("{n} file removed from the event", "{n} files removed from the event", len(keys))
            try:
                with self._workspace.change(_("Remove files")) as session:
                    services.remove(session, keys)
            except Expected as error:
                self._say(str(error))
                return
            self._say("")
            self._workspace.noticed.emit(words.format(n=formats.number(len(keys))), True)

    def save_copy(self) -> None:
        """Write the content of the current file where the user says."""
        line = self.table.current_row()
        if line is None:
            return
        name = services.attached_name(line.file.name)
        path, _kind = QFileDialog.getSaveFileName(self, _("Save a copy"), str(Path.home() / name))
        if not path:
            return
        workspace, key = self._workspace, line.id

        def work(_report: Callable[[int, int], None]) -> None:
            with workspace.read() as session:
                content = services.read(session, workspace.register.files, key)
            files.replace_file(Path(path), lambda out: out.write(content))

        def done(_nothing: object) -> None:
            workspace.noticed.emit(_("{file} was written.").format(file=path), False)

        self._run(_("Saving a copy"), work, done)

    def open_chosen(self) -> None:
        """Ask, then open a read-only copy with the system's own program."""
        line = self.table.current_row()
        if line is None:
            return
        if not may_be_opened(line.file.name):
            self._say(_("This type of file is not opened from here, since it may run. Save a copy to look at it."))
            return
        name = formats.shown(line.file.name)
        words = (
            _("Open a file"),
            _("Open {file}?").format(file=name),
            _("A read-only copy is opened with the program that this computer has for it, and removed at the end."),
        )
        ask(self, words, ((_("Open"), lambda: self._open(line)),))

    def _open(self, line: Line) -> None:
        workspace, key, name = self._workspace, line.id, services.attached_name(line.file.name)

        def work(_report: Callable[[int, int], None]) -> bytes:
            with workspace.read() as session:
                return services.read(session, workspace.register.files, key)

        def done(content: bytes) -> None:
            if not self._copies.show(name, content):
                self._say(_("This computer has no program for this type of file. Save a copy instead."))

        self._run(_("Opening a file"), work, done)

    def _run(self, title: str, work: Callable[..., Any], done: Callable[[Any], None]) -> None:
        """Long work, whose errors are told here: the dialog lies over the window's notices."""
        self._say("")
        self._workspace.run(title, work, done, self._say)

    def _say(self, words: str) -> None:
        self._error.setText(words)
        self._error.setVisible(bool(words))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if paths_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Ask what the files that were dropped here are."""
        paths = [path for path in paths_in(event.mimeData()) if path.is_file()]
        if paths:
            event.acceptProposedAction()
            self.attach_these(paths)
