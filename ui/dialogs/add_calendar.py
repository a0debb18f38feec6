"""A calendar on a server to publish to: address, user and password, then one of the calendars found there."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QLabel, QLineEdit, QProgressBar, QWidget

from roundtables.errors import Expected, Invalid
from roundtables.services import publications as services
from roundtables.words import _, n_
from ui import format as formats
from ui.background import Task
from ui.theme import GRID, large
from ui.widgets.fields import Field, Form, choice_field, text_field
from ui.widgets.notices import show_busy
from ui.widgets.parts import button, column, label, lay_out, row, wrapped
from ui.workspace import Workspace

Choices = Sequence[tuple[Any, str]]


def password_field() -> Field:
    """A password: not shown while it is typed."""
    editor = QLineEdit()
    editor.setEchoMode(QLineEdit.EchoMode.Password)
    return Field("secret", _("Password"), editor)


class AddCalendarDialog(QDialog):
    """`take` is called with the calendar's address, user, password and project; it closes if that returns True."""

    def __init__(self, parent: QWidget, workspace: Workspace, projects: Choices) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Add a calendar on a server"))
        self.setMinimumWidth(600)
        self._workspace = workspace
        self._task: Task | None = None
        self.take: Callable[[str, str, str, int | None], bool] = lambda *_what: True
        self.form = Form(
            (
                text_field("address", _("Address"), hint="https://"),
                text_field("user", _("User")),
                password_field(),
            )
        )
        self.chosen = Form(
            (choice_field("calendar", _("Calendar"), ()), choice_field("project", _("Events"), projects))
        )
        self.chosen.setEnabled(False)
        for editor in (self._editor("address"), self._editor("user"), self._editor("secret")):
            editor.textEdited.connect(self._forget_found)
        self.find_button = button(_("Find calendars"), self.look_for, picture="magnify")
        self._found = label("", "muted")
        self.error = wrapped("", "error")
        self.error.hide()
        self._busy = QProgressBar()
        self._busy.setTextVisible(False)
        self._busy.setAccessibleName(_("Progress"))
        self._busy.hide()
        buttons = QDialogButtonBox()
        self.yes = buttons.addButton(_("Publish there"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.yes.setEnabled(False)
        buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._agree)
        buttons.rejected.connect(self.reject)
        explained = wrapped(
            _(
                "Events are published without their participants. The address is the one that the server's help gives "
                "for CalDAV; the password is kept in the system's keyring."
            ),
            "muted",
        )
        if large():
            explained.hide()
        layout = column(
            explained,
            self.form,
            row(self.find_button, self._found, 1),
            self._busy,
            self.error,
            self.chosen,
            1,
            buttons,
            margin=6 * GRID,
            space=4 * GRID,
        )
        lay_out(self, layout, self.yes)
        names = [name for form in (self.form, self.chosen) for name in form.findChildren(QLabel) if name.buddy()]
        for name in names:
            name.setMinimumWidth(max(each.sizeHint().width() for each in names))
        self._editor("address").setFocus()

    def _editor(self, key: str) -> QLineEdit:
        editor = self.form.fields[key].editor
        assert isinstance(editor, QLineEdit)  # noqa: S101 - all three fields are made so
        return editor

    def _box(self) -> QComboBox:
        box = self.chosen.fields["calendar"].editor
        assert isinstance(box, QComboBox)  # noqa: S101 - it is made so
        return box

    def _forget_found(self) -> None:
        """What was found belongs to the address, user and password it was found with."""
        self._box().clear()
        self._found.setText("")
        self.chosen.setEnabled(False)
        self.yes.setEnabled(False)

    def keyPressEvent(self, event: Any) -> None:
        """Enter looks for the calendars until there are some to choose from."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not self.yes.isEnabled():
            self.look_for()
            return
        super().keyPressEvent(event)

    def look_for(self) -> None:
        """Ask the server for its calendars, off the window's thread."""
        values = self.form.values()
        self._forget_found()
        self._say("")
        self.form.show_error("", "")
        try:
            services.check_address(values["address"])
        except Invalid as error:
            self.form.show_error("address", str(error))
            self._editor("address").setFocus()
            return
        show_busy(self._busy)
        self._busy.show()
        self.find_button.setEnabled(False)
        self._task = self._workspace.run(
            _("Looking for calendars"),
            lambda _report: services.find_calendars(values["address"], values["user"], values["secret"]),
            self._show,
            self._say,
        )
        self._task.ended.connect(self._end)

    def _end(self) -> None:
        self._busy.hide()
        self.find_button.setEnabled(True)

    def _show(self, found: list[Any]) -> None:
        box = self._box()
        for calendar in found:
            box.addItem(formats.shown(calendar.name), calendar.url)
        number = len(found)
        self._found.setText(n_("{n} calendar found", "{n} calendars found", number).format(n=formats.number(number)))
        self.chosen.setEnabled(True)
        self.yes.setEnabled(True)
        box.setFocus()

    def _say(self, words: str) -> None:
        self.error.setText(words)
        self.error.setVisible(bool(words))

    def _agree(self) -> None:
        values, chosen = self.form.values(), self.chosen.values()
        try:
            if chosen["calendar"] and self.take(
                chosen["calendar"], values["user"], values["secret"], chosen["project"]
            ):
                self.accept()
        except Expected as error:
            self._say(str(error))

    def reject(self) -> None:
        if self._task is not None:
            self._task.cancel()
        super().reject()
