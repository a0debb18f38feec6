"""A new event: the fewest fields that make one; the rest is entered on its page."""

import datetime as dt

from PySide6.QtWidgets import QWidget

from roundtables.words import _
from ui.dialogs.form import FormDialog
from ui.pages.event.overview import event_fields
from ui.widgets.fields import Form
from ui.workspace import Workspace

DAYS_AHEAD = 7
LENGTH = dt.timedelta(hours=3)


class NewEventDialog(FormDialog):
    """Begins a week from now at nine, for three hours; moving the start moves the end along."""

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        form = Form(event_fields(workspace))
        super().__init__(parent, _("New event"), form, _("Add event"))
        day = dt.date.today() + dt.timedelta(days=DAYS_AHEAD)  # noqa: DTZ011 - the day on the wall is meant
        self._starts = dt.datetime.combine(day, dt.time(9))
        form.fields["starts"].show_value(self._starts)
        form.fields["ends"].show_value(self._starts + LENGTH)
        form.fields["timezone"].show_value(workspace.preferences.home_zone)
        form.left.connect(self._follow)
        form.fields["title"].editor.setFocus()

    def _follow(self, key: str) -> None:
        if key == "starts":
            starts, ends = self.form.fields["starts"].value(), self.form.fields["ends"].value()
            self.form.fields["ends"].show_value(ends + (starts - self._starts))
            self._starts = starts
