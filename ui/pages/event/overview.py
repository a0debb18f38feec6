"""What an event is: a form that saves as one goes, every field a step of its own to undo."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QDateTime, Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QScrollArea, QWidget

from roundtables.errors import Expected, Invalid
from roundtables.queries import programme
from roundtables.queries.events import EventPage as EventRecord
from roundtables.queries.participants import ParticipantRow
from roundtables.services import series_changes as services
from roundtables.services.events import MOST_PERCENT
from roundtables.services.series_changes import Scope
from roundtables.terms import CertificateBy, CountedBy, EventFormat, EventKind, EventStatus, LineMoves
from roundtables.words import LOCALES, NAMES, _
from ui import format as formats
from ui.dialogs.series_meetings import open_series
from ui.holders import tell_called_off, tell_outdated
from ui.theme import GRID, sized
from ui.widgets.fields import (
    Field,
    Form,
    choice_field,
    long_field,
    number_field,
    text_field,
    time_field,
    zone_field,
)
from ui.widgets.parts import column, label
from ui.widgets.series_line import SeriesLine
from ui.workspace import Workspace

WIDEST_FORM = 760


def event_fields(workspace: Workspace) -> tuple[Field, ...]:
    """The fields that the overview and the dialog for a new event share."""
    with workspace.read() as session:
        packages = programme.work_packages(session)
        venues = programme.venues(session)
    now = QDateTime.currentDateTime()
    places = [(venue.id, ", ".join(filter(None, (venue.name, venue.room, venue.city)))) for venue in venues]
    return (
        text_field("title", _("Event name")),
        choice_field("kind", _("Event type"), [(kind, _(kind.label)) for kind in EventKind]),
        time_field("starts", _("Starts"), now),
        time_field("ends", _("Ends"), now),
        zone_field("timezone", _("Time zone")),
        choice_field("format", _("Format"), [(form, _(form.label)) for form in EventFormat]),
        choice_field(
            "venue_id", _("Venue"), [(None, _("None"))] + [(key, formats.shown(words)) for key, words in places]
        ),
        text_field("place", _("Place")),
        text_field("online_url", _("Online link"), hint="https://"),
        choice_field(
            "work_package_id",
            _("Work package"),
            [(None, _("None"))] + [(each.id, f"{each.number} {formats.shown(each.title)}") for each in packages],
        ),
        number_field("capacity", _("Places")),
    )


def _own_fields() -> tuple[Field, ...]:
    """The fields that an event has from its second day on."""
    languages = [("", _("Not stated")), *[(code, NAMES[code]) for code in LOCALES]]
    return (
        choice_field("line_moves", _("Seats for the waiting list"), [(each, _(each.label)) for each in LineMoves]),
        choice_field("status", _("Status"), [(status, _(status.label)) for status in EventStatus]),
        text_field("organiser_name", _("Organiser")),
        text_field("organiser_email", _("Organiser's email")),
        choice_field("language", _("Language"), languages),
        choice_field("counted_by", _("Attendance"), [(each, _(each.label)) for each in CountedBy]),
        _percent_field("present_percent", _("Present from, percent")),
        _percent_field("certificate_percent", _("Certificate from, percent")),
        choice_field("certificate_by", _("Certificate by"), [(each, _(each.label)) for each in CertificateBy]),
        text_field("themes", _("Topics")),
        long_field("description", _("Description"), lines=6),
    )


def _percent_field(key: str, name: str) -> Field:
    """A share, which can't be left out: of a slot's minutes, or of the event's slots or minutes."""
    field = number_field(key, name, most=MOST_PERCENT)
    field.editor.setPlaceholderText("1–100")  # type: ignore[union-attr]  # a line
    return field


class OverviewTab(QScrollArea):
    """All that can be said of the event."""

    def __init__(self, workspace: Workspace, event_id: int) -> None:
        super().__init__()
        self._workspace, self._id = workspace, event_id
        self._draft, self._shown = f"event.{event_id}", False
        self._sequence = 0
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.form = Form((*event_fields(workspace), *_own_fields()), self._save)
        self._switches = {
            "all_day": QCheckBox(_("All day")),
            "guests_shown": QCheckBox(_("Guests see each other in the invitation")),
            "invited_by_session": QCheckBox(_("Invite to each session by itself")),
        }
        for key, switch in self._switches.items():
            # A lambda: PySide gives a partial no argument that has no default.
            switch.clicked.connect(lambda checked, key=key: self._switch(key, checked))
        self._figures = label("", "muted")
        self._ask = True
        self._record: EventRecord | None = None
        self.series = SeriesLine(workspace, lambda: open_series(self.window(), workspace, event_id))
        inner = QWidget()
        inner.setMaximumWidth(sized(WIDEST_FORM))
        switches = column(*self._switches.values(), space=3 * GRID)
        inner.setLayout(column(self.series, self._figures, self.form, switches, 1, margin=2 * GRID, space=3 * GRID))
        self.setWidget(inner)

    def show_event(self, record: EventRecord, _rows: Sequence[ParticipantRow]) -> None:
        """Show the event; a field that is being typed in, or could not be taken, is left alone."""
        self._sequence = record.sequence
        self._record = record
        self.series.show_event(record.id, record.series_id)
        for key, field in self.form.fields.items():
            field.show_value(getattr(record, key))
        for key, switch in self._switches.items():
            switch.setChecked(getattr(record, key))
        self._figures.setText(
            _("{participants} participants, {accepted} accepted, {waiting} on the waiting list").format(
                participants=record.participants, accepted=record.accepted, waiting=record.waiting
            )
        )
        if not self._shown:
            self._shown = True
            for key, (value, words, at) in self._workspace.drafts.get(self._draft, {}).items():
                self.form.fields[key].enter(value)
                self.form.refuse(key, words, at)

    def looked_at(self) -> None:
        """Nothing to load: the form is always current."""

    def said(self) -> list[tuple[str, str]]:
        """Every field that holds something, with its name."""
        fields = [(field.name, field.words()) for field in self.form.fields.values()]
        return [*((name, words) for name, words in fields if words), *self._switched()]

    def _switched(self) -> list[tuple[str, str]]:
        return [(switch.text(), _("Yes")) for switch in self._switches.values() if switch.isChecked()]

    def settle(self, *, ask: bool = False) -> None:
        """Take what is still being typed, since the page goes; what can't be taken is here again the next time.

        `ask`: the page stays, and there is somebody to ask how many meetings of a series a change is for.
        """
        if not self._shown:
            return
        self._ask = ask
        self.form.settle()
        self._ask = True
        refused = self.form.refused()
        if refused:
            self._workspace.drafts[self._draft] = refused
        else:
            self._workspace.drafts.pop(self._draft, None)

    def _save(self, key: str) -> None:
        value = self.form.fields[key].value()
        self.series.decide(partial(self._take, key, value), partial(self._take_back, key), ask=self._ask)

    def _take(self, key: str, value: Any, scope: Scope) -> None:
        try:
            self._change(key, value, scope)
        except Expected as error:
            self.form.refuse(key, str(error), error.field if isinstance(error, Invalid) else "")
            # Said at the window's lower edge too, where the fault is not the field's own or the field can't be seen.
            if not isinstance(error, Invalid):
                self._workspace.failed.emit(str(error))
            elif not self.isVisible():
                self._workspace.failed.emit(f"{self.form.fields[key].name}: {error}")
        else:
            self.form.accept(key)

    def _take_back(self, key: str) -> None:
        """Show again what the register has: the change was given up."""
        self.form.accept(key)
        self.form.fields[key].enter(getattr(self._record, key))

    def _switch(self, key: str, checked: bool) -> None:  # noqa: FBT001 - a signal's argument
        self.series.decide(partial(self._set, key, checked), partial(self._switches[key].setChecked, not checked))

    def _set(self, key: str, checked: bool, scope: Scope) -> None:  # noqa: FBT001 - as above
        try:
            self._change(key, checked, scope)
        except Expected as error:
            self._switches[key].setChecked(not checked)
            self._workspace.failed.emit(str(error))

    def _change(self, key: str, value: Any, scope: Scope) -> None:
        changes: Any = {key: value}
        before = self._sequence
        with self._workspace.change(_("Change event") if scope is Scope.ONE else _("Change series")) as session:
            services.change(session, self._id, scope, **changes)
        if key == "status" and value is EventStatus.CANCELLED:
            tell_called_off(self._workspace, self._id)
        else:
            tell_outdated(self._workspace, self._id, before)
