"""Microsoft Teams, first generation: `Full Name, User Action, Timestamp`, a line each joining and each leaving.

"Joined before" stands for somebody who was there before the one who downloads the report. The words are told by the
languages that are known, else by their order: nobody's first line is a leaving.
"""

from roundtables.formats.meeting_reports.columns import Kind, kinds_of
from roundtables.formats.meeting_reports.errors import ActionsUnknown
from roundtables.formats.meeting_reports.tables import Table
from roundtables.formats.meeting_reports.vocabulary import JOINED, LEFT
from roundtables.formats.meeting_reports.written import Head, Written
from roundtables.words import fold

TOOL = "Microsoft Teams"
FORMAT = "teams-1"
WIDTH = 3
MOST_ACTIONS = 6


def recognised(table: Table) -> bool:
    """Whether there are three columns: who, one of a few words, when."""
    if len(table.header) != WIDTH:
        return False
    kinds = kinds_of(table.header, table.rows)
    words = {row[1].strip() for row in table.rows if len(row) > 1}
    return kinds[2] is Kind.MOMENT and kinds[1] is Kind.TEXT and len(words) <= MOST_ACTIONS


def taken_apart(table: Table) -> Written:
    """The report as lines: each person's joinings and leavings in pairs. Raises ActionsUnknown."""
    steps: dict[str, list[tuple[str, str]]] = {}
    for row in table.rows:
        name, action, moment = (*row, "", "", "")[:WIDTH]
        steps.setdefault(name.strip(), []).append((action.strip(), moment))
    leavings = _leavings(steps)
    lines = []
    for name, taken in steps.items():
        for joined, left in _paired([(action in leavings, moment) for action, moment in taken]):
            lines.append((name, "", "", "", joined, left, ""))
    return Written(FORMAT, TOOL, Head(), lines)


def _leavings(steps: dict[str, list[tuple[str, str]]]) -> set[str]:
    """Which of the words mean leaving."""
    words = {action for taken in steps.values() for action, _moment in taken}
    unknown = {word for word in words if _means(word) is None}
    if not unknown:
        return {word for word in words if _means(word)}
    first = {taken[0][0] for taken in steps.values()}
    if len(words) > 1 and words <= first:
        raise ActionsUnknown(tuple(sorted(words)))
    return words - first


def _means(word: str) -> bool | None:
    """Whether a word means leaving; None for one that is not known."""
    folded = fold(word)
    if any(stem in folded for stem in LEFT):
        return True
    return False if any(stem in folded for stem in JOINED) else None


def _paired(steps: list[tuple[bool, str]]) -> list[tuple[str, str]]:
    """Each leaving ends the earliest stay that is open. Who joined last was there until the end, who only left from the
    start. A second joining is a second device, or a leaving that nobody saw: it ends with the last leaving."""
    stays: list[tuple[str, str]] = []
    open_since: list[str] = []
    for leaves, moment in steps:
        if not leaves:
            open_since.append(moment)
        elif open_since:
            stays.append((open_since.pop(0), moment))
        elif not stays:
            stays.append(("", moment))
    if open_since and steps[-1][0]:
        stays += [(since, steps[-1][1]) for since in open_since]
    elif open_since:
        stays += [(since, "") for since in open_since]
    return stays
