"""One session of an agenda."""

import datetime as dt

from PySide6.QtWidgets import QWidget

from roundtables.queries.events import SessionRow
from roundtables.words import _
from ui import format as formats
from ui.dialogs.form import FormDialog
from ui.widgets.fields import Form, long_field, text_field, time_field


class SessionDialog(FormDialog):
    """A session to add, or one to change."""

    def __init__(self, parent: QWidget, starts: dt.datetime, ends: dt.datetime, part: SessionRow | None = None) -> None:
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
