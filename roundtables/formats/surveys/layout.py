"""Where an export's header is, which tool wrote it, and its columns with what they are called.

EUSurvey writes `Alias` and `Export Date` above the header, the questions first (of a matrix `title: line`), then
Invitation number, Contribution ID, User name, Creation date, Last update and Languages. Microsoft Forms writes ID,
Start time, Completion time, Email, Name and then the questions. Webropol may write the question above a group of
columns and its options or lines in a second row, with answers as numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from roundtables.formats.meeting_reports.moments import is_moment
from roundtables.formats.surveys import vocabulary
from roundtables.formats.surveys.vocabulary import told_by
from roundtables.terms import SurveyTool

ROWS_SEARCHED = 20
LOOKED_AT = 40
FORMS_COLUMNS = 5
HALF = 2

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Asked:
    """One column: the question, the option or line of it where there are several, and the cells of all responses."""

    group: str
    part: str
    cells: tuple[str, ...]

    @property
    def title(self) -> str:
        """What the column is called."""
        return f"{self.group}: {self.part}" if self.group and self.part else self.group or self.part


@dataclass(frozen=True)
class Export:
    """An export as columns. `told` is how many of them, from the left, the tool itself adds to the answers."""

    tool: SurveyTool
    name: str
    responses: int
    columns: tuple[Asked, ...]
    told: int = 0


def laid_out(rows: Rows) -> Export:
    """An export by its header. The name is empty where the export does not tell it."""
    at = _header(rows)
    groups, parts, begin = _headings(rows, at)
    answers = [row for row in rows[begin:] if any(cell.strip() for cell in row)]
    columns = tuple(
        Asked(group, part, tuple(row[number].strip() for row in answers))
        for number, (group, part) in enumerate(zip(groups, parts, strict=True))
    )
    tool = _tool(rows[:at], columns, grouped=begin > at + 1)
    told = FORMS_COLUMNS if tool is SurveyTool.FORMS else 0
    return Export(tool, _name(rows[:at]), len(answers), columns, told)


def _header(rows: Rows) -> int:
    """The first row that is about as wide as the widest: above it stand a title or what was exported when."""
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows[:ROWS_SEARCHED]]
    widest = max(filled)
    return next(at for at, number in enumerate(filled) if number * HALF >= widest and number)


def _headings(rows: Rows, at: int) -> tuple[list[str], list[str], int]:
    """The questions, the parts of each, and where the answers begin: a second row may fill gaps in the first."""
    header = [" ".join(cell.split()) for cell in rows[at]]
    below = [" ".join(cell.split()) for cell in rows[at + 1]] if at + 1 < len(rows) else [""] * len(header)
    if not _continues(header, below):
        return header, [""] * len(header), at + 1
    groups: list[str] = []
    for number, cell in enumerate(header):
        groups.append(cell if cell or not below[number] else groups[-1])
    return groups, below, at + 2


def _continues(header: Sequence[str], below: Sequence[str]) -> bool:
    """Whether the second row is one of headings: words alone, and only under groups of two columns or more."""
    if not any(below) or not all(_is_heading(cell) for cell in below if cell):
        return False
    gaps = [number for number, cell in enumerate(below) if cell and not header[number]]
    begins = {number - 1 for number in gaps if header[number - 1]}
    if not gaps or gaps[0] == 0 or any(number - 1 not in {*begins, *gaps} for number in gaps):
        return False
    return all(number in begins or number in gaps for number, cell in enumerate(below) if cell)


def _is_heading(cell: str) -> bool:
    return not cell.replace(",", "").replace(".", "").isdecimal() and not is_moment(cell) and "@" not in cell


def _tool(above: Rows, columns: Sequence[Asked], *, grouped: bool) -> SurveyTool:
    titles = [column.title for column in columns]
    if any(told_by(vocabulary.EUSURVEY_ABOVE, row[0]) for row in above if row):
        return SurveyTool.EUSURVEY
    if sum(told_by(vocabulary.EUSURVEY, title) for title in titles) > 1:
        return SurveyTool.EUSURVEY
    if _is_forms(titles, columns):
        return SurveyTool.FORMS
    if any("webropol" in cell.casefold() for row in above for cell in row):
        return SurveyTool.WEBROPOL
    if any(told_by(vocabulary.WEBROPOL, title) for title in titles) or grouped:
        return SurveyTool.WEBROPOL
    return SurveyTool.OTHER


def _is_forms(titles: Sequence[str], columns: Sequence[Asked]) -> bool:
    """A running number, then two moments: by its words or by what stands there, in whatever language."""
    if len(columns) <= FORMS_COLUMNS:
        return False
    if told_by(vocabulary.FORMS_START, titles[1]) and told_by(vocabulary.FORMS_END, titles[2]):
        return True
    number, start, end = ([cell for cell in column.cells[:LOOKED_AT] if cell] for column in columns[:3])
    return (
        bool(number and start and end)
        and all(cell.isdecimal() for cell in number)
        and all(is_moment(cell) for cell in (*start, *end))
    )


def _name(above: Rows) -> str:
    """EUSurvey's alias, or a title that stands alone above the header."""
    for row in above:
        filled = [cell.strip() for cell in row if cell.strip()]
        if told_by(vocabulary.EUSURVEY_ABOVE[:1], row[0]) and len(filled) > 1:
            return filled[1]
    alone = [filled[0] for row in above if len(filled := [cell.strip() for cell in row if cell.strip()]) == 1]
    return alone[0] if alone else ""
