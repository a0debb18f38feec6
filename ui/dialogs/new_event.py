"""A new event: the fewest fields that make one, or a template that fills them; the rest is entered on its page."""

import datetime as dt
from typing import Any

from PySide6.QtWidgets import QWidget

from roundtables.errors import Expected
from roundtables.queries import templates as queries
from roundtables.queries.templates import TemplatePage
from roundtables.services import events, templates
from roundtables.words import _
from ui import format as formats
from ui.dialogs.form import FormDialog
from ui.links import Link
from ui.pages.event.overview import event_fields
from ui.widgets.fields import Form, choice_field
from ui.workspace import Workspace

DAYS_AHEAD = 7
LENGTH = dt.timedelta(hours=3)
FILLED = ("title", "kind", "timezone", "format", "venue_id", "place", "online_url", "work_package_id", "capacity")
TEMPLATE = "template_id"


class NewEventDialog(FormDialog):
    """Begins at `starts`, else a week from now at nine, for three hours; moving the start moves the end along.

    It adds the event itself, with a template's agenda and tasks where one was chosen, and goes to its page.
    """

    def __init__(
        self,
        parent: QWidget,
        workspace: Workspace,
        starts: dt.datetime | None = None,
        template_id: int | None = None,
    ) -> None:
        with workspace.read() as session:
            names = [(row.id, formats.shown(row.name)) for row in queries.listing(session)]
        choice = [choice_field(TEMPLATE, _("Template"), [(None, _("None")), *names])] if names else []
        form = Form((*choice, *event_fields(workspace)))
        super().__init__(parent, _("New event"), form, _("Add event"))
        self._workspace = workspace
        self._like: TemplatePage | None = None
        day = dt.date.today() + dt.timedelta(days=DAYS_AHEAD)  # noqa: DTZ011 - the day on the wall is meant
        self._starts = starts or dt.datetime.combine(day, dt.time(9))
        form.fields["starts"].show_value(self._starts)
        form.fields["ends"].show_value(self._starts + LENGTH)
        form.fields["timezone"].show_value(workspace.preferences.home_zone)
        if template_id is not None and TEMPLATE in form.fields:
            form.fields[TEMPLATE].enter(template_id)
            self._fill(template_id)
        # What was begun from a template must not take the place of what was begun without.
        kept = self.keep_in(workspace.drafts, "event.new" if template_id is None else f"event.like.{template_id}")
        self._starts = form.fields["starts"].value()
        if kept and starts is not None:
            self._move(starts)
        form.left.connect(self._follow)
        form.fields["title"].editor.setFocus()
        self.take = self._add

    def values(self) -> Any:
        """What was entered of the event, without the template."""
        return {key: value for key, value in self.form.values().items() if key != TEMPLATE}

    def _add(self) -> bool:
        template_id = self.form.values().get(TEMPLATE)
        try:
            with self._workspace.change(_("Add event")) as session:
                if template_id is None:
                    organiser: Any = self._workspace.preferences.organiser
                    made = events.add(session, **{**organiser, **self.values()}).id
                else:
                    values = self.values()
                    made = templates.event_from(session, template_id, values["starts"], values).id
        except Expected as error:
            self.show_error(error)
            return False
        self._workspace.visit.emit(Link("event", made))
        return True

    def clear(self) -> None:
        super().clear()
        self._like = None
        self._starts = self.form.fields["starts"].value()
        self.form.fields["title"].editor.setFocus()

    def _follow(self, key: str) -> None:
        if key == "starts":
            self._move(self.form.fields["starts"].value())
        elif key == TEMPLATE:
            self._fill(self.form.fields[TEMPLATE].value())

    def _move(self, starts: dt.datetime) -> None:
        """Begin at another time and last as long as before."""
        ends = self.form.fields["ends"].value()
        self.form.fields["starts"].enter(starts)
        self.form.fields["ends"].enter(ends + (starts - self._starts))
        self._starts = starts

    def _fill(self, template_id: int | None) -> None:
        """The fields as a template has them, on the day that is chosen; a name that was typed stays."""
        if template_id is None:
            return
        try:
            with self._workspace.read() as session:
                like = queries.page(session, template_id)
        except Expected as error:
            self.show_error(error)
            return
        fields = self.form.fields
        typed = fields["title"].value().strip()
        keep_name = typed not in ("", self._like.title if self._like else "")
        for key in FILLED:
            if key != "title" or not keep_name:
                fields[key].enter(getattr(like, key))
        self._like = like
        self._starts = dt.datetime.combine(self._starts.date(), like.begins)
        fields["starts"].enter(self._starts)
        fields["ends"].enter(self._starts + like.lasts)
