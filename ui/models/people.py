"""People as a table of any length: what there is to show of each, and which cells can be edited."""

from collections.abc import Sequence
from typing import Any

from roundtables.errors import Invalid
from roundtables.queries import people as queries
from roundtables.queries.people import PersonFilter, PersonRow
from roundtables.services import many
from roundtables.words import N_, _
from ui import format as formats
from ui.models.cells import Sorts
from ui.models.columns import Column, Edit, Report
from ui.models.listed import ListModel, Source
from ui.widgets.codes import Names, countries, languages
from ui.workspace import Workspace

FIGURES = frozenset({"events", "last_event"})
"""Columns for which a person's events are looked up."""


class NotTwoNames(Invalid):
    field = "last_name"

    def __init__(self) -> None:
        super().__init__(_("Write the last name, a comma, and the first name: Mäkelä, Aino. Nothing was changed."))


def people_source(workspace: Workspace) -> Source:
    """Where lists of people get their rows."""
    return Source(workspace.read, queries.count, _page, queries.keys, queries.rows_of, queries.place_of)


def _page(
    session: Any, narrowed: PersonFilter, sorts: Sorts, *, offset: int, limit: int, shown: frozenset[str]
) -> list[PersonRow]:
    return queries.page(session, narrowed, sorts, offset=offset, limit=limit, figures=bool(FIGURES & shown))


def people_model(workspace: Workspace, columns: Sequence[Column]) -> ListModel:
    """The register's people, by name, not narrowed yet."""
    return ListModel(columns, people_source(workspace), PersonFilter(), (("name", False),))


def _edit(field: str, names: Names | None = None, *, alike: bool = True) -> Edit:
    """How one field of a person is edited; `names` by code, where it holds a code."""

    def change(session: Any, keys: Sequence[int], value: Any, report: Report | None) -> None:
        many.change_people(session, keys, {field: value}, report)

    choices = (lambda: [("", "–"), *names().items()]) if names is not None else None
    return Edit(lambda person: getattr(person, field) or "", change, N_("Change person"), choices, alike=alike)


def _change_name(session: Any, keys: Sequence[int], value: str, report: Report | None) -> None:
    last, comma, first = value.partition(",")
    if not comma and len(last.split()) > 1:
        raise NotTwoNames
    many.change_people(session, keys, {"last_name": last.strip(), "first_name": first.strip()}, report)


def _both_names(person: PersonRow) -> str:
    return f"{person.last_name}, {person.first_name}" if person.first_name else person.last_name


def full_name(person: Any) -> str:
    """A person's name as lists have it: the surname first."""
    return f"{person.last_name} {person.first_name}".strip()


NAME = Edit(_both_names, _change_name, N_("Change person"), hint=N_("Last name, first name"), alike=False)
COLUMNS = (
    Column(N_("Name"), full_name, "name", 220, stretch=True, edit=NAME),
    Column(N_("Organisation"), lambda person: person.organisation, "organisation", 150, edit=_edit("organisation")),
    Column(N_("Email"), lambda person: person.email or "", "email", 160, edit=_edit("email", alike=False)),
    Column(
        N_("Last name"), lambda person: person.last_name, "", 140, hidden=True, edit=_edit("last_name", alike=False)
    ),
    Column(
        N_("First name"), lambda person: person.first_name, "", 120, hidden=True, edit=_edit("first_name", alike=False)
    ),
    Column(N_("Phone"), lambda person: person.phone, "phone", 140, hidden=True, edit=_edit("phone", alike=False)),
    Column(N_("Job title"), lambda person: person.job_title, "job_title", 160, hidden=True, edit=_edit("job_title")),
    Column(N_("Country"), lambda person: person.country, "country", 88, hidden=True, edit=_edit("country", countries)),
    Column(
        N_("Language"), lambda person: person.language, "language", 96, hidden=True, edit=_edit("language", languages)
    ),
    Column(
        N_("Events"),
        lambda person: formats.number(person.events),
        "events",
        80,
        number=True,
        hidden=True,
        value=lambda person: person.events,
    ),
    Column(
        N_("Last event"),
        lambda person: formats.day(person.last_event.date()) if person.last_event else "",
        "",
        120,
        key="last_event",
        hidden=True,
        value=lambda person: person.last_event.date() if person.last_event else None,
    ),
)
