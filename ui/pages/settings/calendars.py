"""Calendars that are kept current elsewhere: on servers and in files, with what is wrong and what others changed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QStackedLayout, QWidget

from roundtables.queries import programme
from roundtables.queries import publications as queries
from roundtables.queries.publications import PublicationRow
from roundtables.services import publications as services
from roundtables.services import publishing
from roundtables.terms import PublicationKind
from roundtables.words import _, n_
from ui import format as formats
from ui.dialogs.asking import ask
from ui.models.publications import COLUMNS, PublicationsModel, state_of
from ui.theme import GRID, large
from ui.widgets.parts import EmptyState, button, column, row, wrapped
from ui.widgets.table import Table
from ui.workspace import Workspace


class CalendarsTab(QWidget):
    """The table of publications and what can be done with them."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._model = PublicationsModel()
        self.table = Table(_("Published calendars"), COLUMNS)
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.table.show_rows(self._model)
        self.table.opened.connect(lambda _row: self.show_differences())
        self.table.chosen.connect(self._choose)
        self.publish_button = button(_("Publish now"), self.publish, picture="cloud-upload-outline")
        self.differences_button = button(_("Show differences…"), self.show_differences, picture="compare-horizontal")
        self.remove_button = button(_("Remove…"), self.remove, picture="delete-outline")
        adding = (
            button(_("Add to a server…"), self.add_server, picture="cloud-plus-outline"),
            button(_("Add a file…"), self.add_file, picture="file-plus-outline"),
        )
        chosen = (self.publish_button, self.differences_button, self.remove_button)
        tools = column(row(*adding, 1), row(*chosen, 1)) if large() else row(*adding, *chosen, 1)
        empty = EmptyState(
            _("Nothing is published yet. Events can be kept current in a calendar on a server or in a file."),
            _("Add to a server…"),
            self.add_server,
        )
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.table)
        self._stack.addWidget(empty)
        explained = wrapped(
            _("Events are published without participants. Drafts are left out; cancelled events stay and say so."),
            "muted",
        )
        self._state = wrapped("", "muted")
        if large():
            explained.hide()
        layout = column(explained, tools, holder, self._state, margin=2 * GRID, space=3 * GRID)
        layout.setStretch(2, 1)
        self.setLayout(layout)

    def refresh(self) -> None:
        """Read again."""
        at = self.table.currentIndex().row()
        with self._workspace.read() as session:
            rows = queries.listing(session)
        self._model.show(rows)
        self._stack.setCurrentIndex(0 if rows else 1)
        if rows:
            self.table.go_to(min(max(at, 0), len(rows) - 1))
        self._choose(self.table.current_row())

    def _choose(self, chosen: PublicationRow | None) -> None:
        for each in (self.publish_button, self.remove_button):
            each.setEnabled(chosen is not None)
        server = chosen is not None and chosen.kind is PublicationKind.SERVER
        self.differences_button.setEnabled(server)
        # The whole of it, which seldom fits into the cell.
        self._state.setText(f"{formats.shown(chosen.address)}: {state_of(chosen)}" if chosen is not None else "")
        self._state.setVisible(chosen is not None)

    def _projects(self) -> list[tuple[Any, str]]:
        with self._workspace.read() as session:
            found = [(each.id, formats.shown(each.name)) for each in programme.projects(session)]
        return [(None, _("All events")), *found]

    def add_server(self) -> None:
        """Ask for a server and one of its calendars, and publish there."""
        from ui.dialogs.add_calendar import AddCalendarDialog

        dialog = AddCalendarDialog(self.window(), self._workspace, self._projects())

        def take(address: str, user: str, secret: str, project_id: int | None) -> bool:
            with self._workspace.change(_("Publish a calendar")) as session:
                key = services.add_server(session, address, user, project_id).id
            services.keep_secret(address, user, secret)
            self._publish(key)
            return True

        dialog.take = take
        dialog.open()

    def add_file(self) -> None:
        """Ask for a place and the events, and write the file there."""
        from ui.dialogs.form import FormDialog
        from ui.widgets.fields import Form, choice_field

        path, _kind = QFileDialog.getSaveFileName(
            self, _("The calendar file"), str(Path.home() / "events.ics"), _("Calendars (*.ics)")
        )
        if not path:
            return
        form = Form((choice_field("project", _("Events"), self._projects()),))
        dialog = FormDialog(self.window(), _("Publish to a file"), form, _("Publish there"))

        def take() -> bool:
            keys: list[int] = []

            def work(session: Any) -> None:
                keys.append(services.add_file(session, Path(path), form.values()["project"]).id)

            if self._workspace.do(_("Publish a calendar"), work):
                self._publish(keys[0])
            return True

        dialog.take = take
        dialog.open()

    def publish(self) -> None:
        """Bring the chosen calendar up to date, with its password asked for where it is not known."""
        chosen = self.table.current_row()
        if chosen is not None:
            self._with_secret(chosen, lambda: self._publish(chosen.id))

    def _with_secret(self, chosen: PublicationRow, work: Callable[[], object]) -> None:
        if chosen.kind is PublicationKind.FILE or services.knows_secret(chosen.address, chosen.user):
            work()
            return
        from ui.dialogs.add_calendar import password_field
        from ui.dialogs.form import FormDialog
        from ui.widgets.fields import Form

        form = Form((password_field(),))
        dialog = FormDialog(self.window(), _("Password"), form, _("Publish now"))

        def take() -> bool:
            services.keep_secret(chosen.address, chosen.user, form.values()["secret"])
            work()
            return True

        dialog.take = take
        dialog.open()

    def _publish(self, key: int) -> None:
        register = self._workspace.register
        self._workspace.run(
            _("Publishing the calendar"), lambda report: publishing.publish(register, key, None, report), self._say
        )

    def _say(self, done: publishing.Published) -> None:
        number = done.created + done.changed + done.removed
        words = n_("{n} event brought up to date there.", "{n} events brought up to date there.", number)
        said = words.format(n=formats.number(number)) if number else _("Everything there is up to date.")
        if done.differing:
            changed = n_(
                "{n} event was changed there by others: see the differences.",
                "{n} events were changed there by others: see the differences.",
                done.differing,
            )
            said = " ".join((said, changed.format(n=formats.number(done.differing))))
        self._workspace.noticed.emit(said, False)

    def show_differences(self) -> None:
        """Show both sides of what others have changed there, to choose from."""
        from ui.dialogs.differences import DifferencesDialog

        chosen = self.table.current_row()
        if chosen is not None and chosen.kind is PublicationKind.SERVER:
            dialog = DifferencesDialog(self.window(), self._workspace, chosen.id)
            dialog.decided.connect(lambda: self._with_secret(chosen, lambda: self._publish(chosen.id)))
            dialog.open()

    def remove(self) -> None:
        """Publish to the chosen calendar no more, after a question about what lies there."""
        chosen = self.table.current_row()
        if chosen is None:
            return
        details = _("The events in the register stay. What was published may stay there too, or be removed there.")
        ask(
            self,
            (_("Publish there no more"), _("Publish to this calendar no more?"), details),
            [
                (_("Leave it there"), lambda: self._forget(chosen)),
                (_("Remove it there too"), lambda: self._with_secret(chosen, lambda: self._withdraw(chosen))),
            ],
        )

    def _withdraw(self, chosen: PublicationRow) -> None:
        register = self._workspace.register
        self._workspace.run(
            _("Removing what was published"),
            lambda report: publishing.withdraw(register, chosen.id, None, report),
            lambda _done: self._forget(chosen),
        )

    def _forget(self, chosen: PublicationRow) -> None:
        if self._workspace.do(_("Publish there no more"), lambda session: services.remove(session, chosen.id)):
            services.forget_secret(chosen.address, chosen.user)
            self._workspace.noticed.emit(_("Nothing is published there any more."), False)
