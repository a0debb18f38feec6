"""People as a table of any length."""

from collections.abc import Sequence
from typing import Any

from roundtables.queries import people as queries
from roundtables.queries.people import PersonFilter
from ui.models.columns import Column
from ui.models.paged import PagedTableModel
from ui.workspace import Workspace


def people_model(workspace: Workspace, columns: Sequence[Column]) -> PagedTableModel:
    """The register's people, by name, not narrowed yet."""

    def count(narrowed: PersonFilter) -> int:
        with workspace.read() as session:
            return queries.count(session, narrowed)

    def load(narrowed: PersonFilter, sort: str, descending: bool, offset: int, limit: int) -> list[Any]:  # noqa: FBT001 - as the model calls it
        with workspace.read() as session:
            return list(queries.page(session, narrowed, sort, descending=descending, offset=offset, limit=limit))

    return PagedTableModel(columns, count, load, PersonFilter(), "name")
