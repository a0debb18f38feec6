"""One participant in one day or session: whether they were there, from when to when, how many minutes."""

import datetime as dt
import re
from typing import Any

from PySide6.QtWidgets import QWidget

from roundtables.errors import Invalid, shortened
from roundtables.queries.participants import Mark
from roundtables.terms import Presence
from roundtables.words import _
from ui import format as formats
from ui.dialogs.form import FormDialog
from ui.widgets.dates import read_day
from ui.widgets.fields import Form, choice_field, number_field, text_field
from ui.widgets.parts import wrapped

WRITTEN = re.compile(r"(?:(?P<day>.+?),?\s+(?:klo |kl\. |u )?)?(?P<hour>\d{1,2})[:.]?(?P<minute>\d{2})\Z")
NIGHT_ENDS = dt.time(6)


class NotATime(Invalid):
    def __init__(self, text: str, field: str) -> None:
        self.field = field
        super().__init__(
            _("“{text}” is not a time. Write it like {example}, with the date before it if it was another day.").format(
                text=shortened(text), example=formats.time(dt.time(9, 5))
            )
        )


def read_time(text: str, day: dt.date, field: str) -> dt.datetime | None:
    """The time that is written, of this day unless another is written before it; None for nothing. Raises NotATime."""
    tidy = " ".join(text.split())
    if not tidy:
        return None
    found = WRITTEN.match(tidy)
    if found is None or int(found["hour"]) > 23 or int(found["minute"]) > 59:
        raise NotATime(text, field)
    try:
        written = read_day(found["day"]) if found["day"] else day
    except Invalid as error:
        raise NotATime(text, field) from error
    return dt.datetime.combine(written or day, dt.time(int(found["hour"]), int(found["minute"])))


class MarkDialog(FormDialog):
    """`day` is the one that a time without a date is of; after midnight somebody leaves on the next."""

    def __init__(self, parent: QWidget, who: str, slot: str, mark: Mark, day: dt.date) -> None:
        self._day = day
        form = Form(
            (
                choice_field("presence", _("Attendance"), [(each, _(each.label)) for each in Presence]),
                text_field("arrived", _("Arrived"), hint=formats.time(dt.time(9, 5))),
                text_field("departed", _("Left"), hint=formats.time(dt.time(16, 30))),
                number_field("minutes", _("Minutes"), most=1_000_000),
            )
        )
        super().__init__(parent, _("Attendance"), form, _("Save"))
        form.fields["minutes"].editor.setPlaceholderText(_("From the times, where both are known"))  # type: ignore[union-attr]  # a line
        self.layout().insertWidget(0, wrapped(f"{who}\n{slot}"))  # type: ignore[union-attr]  # a column
        presence = mark.presence if mark.presence is not Presence.UNKNOWN else Presence.PRESENT
        form.fields["presence"].enter(presence)
        form.fields["arrived"].enter(self._written(mark.arrived))
        form.fields["departed"].enter(self._written(mark.departed))
        form.fields["minutes"].enter(mark.minutes)
        form.fields["presence"].editor.setFocus()

    def values(self) -> dict[str, Any]:
        """What was entered, times as wall times. Raises NotATime."""
        values = self.form.values()
        arrived = read_time(values["arrived"], self._day, "arrived")
        departed = read_time(values["departed"], self._day, "departed")
        if arrived and departed and departed < arrived and departed.time() <= NIGHT_ENDS:
            departed += dt.timedelta(days=1)
        return values | {"arrived": arrived, "departed": departed}

    def _written(self, moment: dt.datetime | None) -> str:
        if moment is None:
            return ""
        return formats.time(moment) if moment.date() == self._day else formats.moment(moment)
