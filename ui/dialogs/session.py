"""One session of an agenda."""

import datetime as dt
from typing import Any

from PySide6.QtWidgets import QWidget

from roundtables.queries.events import SessionRow
from roundtables.words import _
from ui import format as formats
from ui.dialogs.form import FormDialog
from ui.widgets.fields import Form, long_field, text_field, time_field


class SessionDialog(FormDialog):
    """A session to add, or one to change. What is entered and not taken is kept in `drafts`, for each session."""

    def __init__(
        self,
        parent: QWidget,
        starts: dt.datetime,
        ends: dt.datetime,
        part: SessionRow | None = None,
        drafts: dict[str, Any] | None = None,
        event_id: int | None = None,
    ) -> None:
        form = Form(
            (
                text_field("title", _("Session")),
                time_field("starts", _("Starts"), formats.to_qt(starts)),
                time_field("ends", _("Ends"), formats.to_qt(ends)),
                text_field("place", _("Place")),
                long_field("description", _("Description"), lines=3),
            )
        )
        super().__init__(parent, _("Session"), form, _("Add session") if part is None else _("Save"))
        if part is not None:
            for key, field in form.fields.items():
                field.show_value(getattr(part, key))
        if drafts is not None:
            self.keep_in(drafts, f"session.of.{event_id}" if part is None else f"session.{part.id}")
        form.fields["title"].editor.setFocus()
