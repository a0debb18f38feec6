"""Events as a table: what there is to show of each, and which cells can be edited."""

from collections.abc import Sequence
from typing import Any

from roundtables.queries import events as queries
from roundtables.queries.events import EventFilter, EventRow
from roundtables.services import many
from roundtables.terms import EventFormat, EventKind, EventStatus, Term
from roundtables.words import N_, _, sort_key, spoken
from ui import format as formats
from ui.models.cells import Sorts
from ui.models.columns import Column, Edit, Report, labels, long_spans
from ui.models.listed import Source
from ui.workspace import Workspace


def events_source(workspace: Workspace) -> Source:
    """Where lists of events get their rows."""
    return Source(workspace.read, queries.count, _page, queries.keys, queries.rows_of, queries.place_of)


def _page(
    session: Any, narrowed: EventFilter, sorts: Sorts, *, offset: int, limit: int, shown: frozenset[str]
) -> list[EventRow]:
    del shown  # what an event's row holds costs little beside what every list shows
    return queries.page(session, narrowed, sorts, offset=offset, limit=limit)


def terms(kinds: type[Term], *, sorted_by_label: bool = False) -> list[tuple[Any, str]]:
    """Terms with what they are called."""
    named = [(term, _(term.label)) for term in kinds]
    return sorted(named, key=lambda pair: sort_key(pair[1], spoken().code)) if sorted_by_label else named


def _edit(field: str, held: str = "", kinds: type[Term] | None = None, *, alike: bool = True) -> Edit:
    """How one field of an event is edited; `held` is what the row calls it."""

    def change(session: Any, keys: Sequence[int], value: Any, report: Report | None) -> None:
        many.change_events(session, keys, {field: value}, report)

    choices = (lambda: terms(kinds)) if kinds is not None else None
    return Edit(lambda event: getattr(event, held or field), change, N_("Change event"), choices, alike=alike)


def _seats(event: EventRow) -> str:
    return f"{event.accepted} / {event.capacity}" if event.capacity else str(event.accepted)


def _end(event: EventRow) -> str:
    return formats.day(event.ends.date()) if event.all_day else formats.moment(event.ends)


def _package(event: EventRow) -> str:
    return f"{event.work_package} {event.work_package_title}".strip() if event.work_package is not None else ""


COLUMNS = (
    Column(N_("Number"), lambda event: event.reference, "reference", 76),
    Column(N_("Event"), lambda event: event.title, "title", 320, stretch=True, edit=_edit("title", alike=False)),
    Column(
        N_("When"),
        lambda event: formats.short_span(event.starts, event.ends, all_day=event.all_day),
        "starts",
        206,
        value=lambda event: event.starts.date() if event.all_day else event.starts,
        fits=long_spans,
    ),
    Column(
        N_("Event type"),
        lambda event: _(event.kind.label),
        "kind",
        136,
        edit=_edit("kind", kinds=EventKind),
        fits=labels(EventKind),
    ),
    Column(
        N_("Place"), lambda event: event.place or _(event.format.label), "place", 140, edit=_edit("place", "beside")
    ),
    Column(
        N_("Status"),
        lambda event: _(event.status.label),
        "status",
        100,
        edit=_edit("status", kinds=EventStatus),
        fits=labels(EventStatus),
    ),
    Column(N_("Accepted"), _seats, "accepted", 88, number=True),
    Column(
        N_("Ends"),
        _end,
        "ends",
        150,
        hidden=True,
        value=lambda event: event.ends.date() if event.all_day else event.ends,
    ),
    Column(
        N_("Format"),
        lambda event: _(event.format.label),
        "format",
        110,
        hidden=True,
        edit=_edit("format", kinds=EventFormat),
    ),
    Column(
        N_("Participants"),
        lambda event: formats.number(event.participants),
        "participants",
        100,
        number=True,
        hidden=True,
        value=lambda event: event.participants,
    ),
    Column(
        N_("Places"),
        lambda event: "" if event.capacity is None else formats.number(event.capacity),
        "capacity",
        88,
        number=True,
        hidden=True,
        value=lambda event: event.capacity,
    ),
    Column(N_("Work package"), _package, "work_package", 180, hidden=True),
    Column(N_("Activity"), lambda event: event.activity, "activity", 180, hidden=True),
    Column(N_("Project"), lambda event: event.project, "project", 180, hidden=True),
    Column(N_("Host"), lambda event: event.host, "host", 160, hidden=True),
    Column(
        N_("Organiser"),
        lambda event: event.organiser,
        "organiser",
        160,
        hidden=True,
        edit=_edit("organiser_name", "organiser"),
    ),
    Column(N_("Language"), lambda event: event.language, "language", 96, hidden=True, edit=_edit("language")),
    Column(N_("Time zone"), lambda event: event.timezone, "timezone", 140, hidden=True),
)
STARTS = "starts"
