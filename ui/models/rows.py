"""A table of rows that came whole: the programme or the participants of one event, a preview, a history."""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

from roundtables.words import fold, sort_key, spoken
from ui.models.cells import CellsModel, Index, Reader, Sorts
from ui.models.columns import Column


class RowsModel(CellsModel):
    """Rows in whole, sorted here by what the columns show or by their own key."""

    def __init__(self, columns: Sequence[Column], sorts: dict[str, Callable[[Any], Any]] | None = None) -> None:
        super().__init__(columns)
        self.rows: list[Any] = []
        self._sorts = sorts or {}

    def show(self, rows: Sequence[Any]) -> None:
        """Show these rows, in the order that was chosen. The same rows in the same order stay where they are."""
        wanted = self._sorted(list(rows))
        if wanted and [_key(row) for row in wanted] == [_key(row) for row in self.rows]:
            self.rows = wanted
            self.dataChanged.emit(self.index(0, 0), self.index(len(wanted) - 1, len(self.columns) - 1))
            return
        self.beginResetModel()
        self.rows = wanted
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def row(self, number: int) -> Any | None:
        return self.rows[number] if 0 <= number < len(self.rows) else None

    def sort_of(self, column: Column) -> str:
        return column.name

    def sort_by(self, sorts: Sorts) -> None:
        self.sorts = sorts
        self.show(self.rows)
        self._told_sorts()

    def _sorted(self, rows: list[Any]) -> list[Any]:
        for name, descending in reversed(self.sorts):
            column = next((each for each in self.columns if each.name == name), None)
            if column is not None:
                rows = sorted(rows, key=self._sorts.get(column.sort) or _by_text(column), reverse=descending)
        return rows

    def place_of(self, letters: str) -> int | None:
        name = self.sorts[0][0] if self.sorts else ""
        column = next((each for each in self.columns if each.name == name), None)
        if column is None:
            return None
        begins = fold(letters)
        return next((at for at, row in enumerate(self.rows) if fold(column.show(row)).startswith(begins)), None)

    def find(self, key: int, near: int) -> int | None:  # noqa: ARG002 - all rows are near
        return next(iter(self.numbers_of({key})), None)

    def numbers_of(self, keys: Collection[int]) -> list[int]:
        return [number for number, row in enumerate(self.rows) if getattr(row, "id", None) in keys]

    def reader(self, spans: Sequence[tuple[int, int]] | None) -> Reader:
        return _RowsReader(
            [row for first, last in spans or [(0, len(self.rows))] for row in self.rows[first : last + 1]]
        )


class _RowsReader(Reader):
    def __init__(self, rows: list[Any]) -> None:
        self._rows = rows

    def keys(self) -> list[int]:
        return [row.id for row in self._rows]

    def rows(self, report: Callable[[int, int], None] | None = None) -> Iterator[Any]:
        for number, row in enumerate(self._rows):
            if report is not None and number % 100 == 0:
                report(number, len(self._rows))
            yield row


def _key(row: Any) -> Any:
    """What a row is known by: its key, else itself."""
    return getattr(row, "id", row)


def _by_text(column: Column) -> Callable[[Any], str]:
    language = spoken().code
    return lambda row: sort_key(column.show(row), language)
