"""What could tell who answered: whole columns, by their headings or by what stands in them; addresses in comments."""

import re

from roundtables.formats.meeting_reports.moments import is_moment
from roundtables.formats.surveys.layout import Asked
from roundtables.formats.surveys.vocabulary import QUIZ, WHO, plain, told_by
from roundtables.words import fold

EMAIL = re.compile(r"[^\s@<>(),;:]{1,64}@[^\s@<>(),;:]{1,255}")
PHONE = re.compile(r"(?<![\w.])(?:\+|00|0)\d(?:[ \-./]?\d){6,14}(?!\w)")
ADDRESS_OF_NET = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}|(?:[0-9a-fA-F]{0,4}:){3,7}[0-9a-fA-F]{0,4}")
DATE_ALONE = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?|\d{1,2}[./]\s?\d{1,2}[./]\s?\d{2,4}"
)
CODE = re.compile(r"(?=[^\s]*\d)(?=[^\s]*[a-zA-Z])[\w\-]{8,64}")
RUNNING = 10
"""More consecutive numbers than a scale has are a running number."""
LEFT_OUT = "…"


def tells_who(column: Asked) -> bool:
    """Whether a column could tell who answered, when, or from where."""
    if told_by(WHO, column.title) or told_by(WHO, column.part) or fold(column.title).startswith(QUIZ):
        return True
    filled = [cell for cell in column.cells if cell]
    return bool(filled) and (not plain(column.title) or _identifies(filled))


def _identifies(filled: list[str]) -> bool:
    if any(EMAIL.fullmatch(cell) for cell in filled):
        return True
    for tells in (_is_time, ADDRESS_OF_NET.fullmatch, PHONE.fullmatch, CODE.fullmatch):
        if all(map(tells, filled)):
            return True
    return _is_running(filled)


def _is_time(cell: str) -> bool:
    return DATE_ALONE.fullmatch(cell) is not None or is_moment(cell)


def _is_running(filled: list[str]) -> bool:
    if len(filled) <= RUNNING or not all(cell.isdecimal() and len(cell) < 16 for cell in filled):
        return False
    numbers = [int(cell) for cell in filled]
    return len(set(numbers)) == len(numbers) and (numbers == sorted(numbers) or numbers[0] > numbers[-1])


def without_addresses(comment: str) -> str:
    """A comment without addresses and telephone numbers; an ellipsis stands for each."""
    if "@" in comment:
        comment = EMAIL.sub(LEFT_OUT, comment)
    return PHONE.sub(LEFT_OUT, comment)
