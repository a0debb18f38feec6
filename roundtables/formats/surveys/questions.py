"""From the cells of columns to questions: ratings, choices, comments, without the order in which they came."""

import re
from collections import Counter
from collections.abc import Sequence

from roundtables.errors import shortened
from roundtables.formats.surveys.anonymity import without_addresses
from roundtables.formats.surveys.answers import Question
from roundtables.formats.surveys.layout import Asked
from roundtables.formats.surveys.vocabulary import FIXED, NOT_STATED
from roundtables.terms import QuestionKind
from roundtables.words import fold

HIGHEST = 10
SHORT_SCALE = 5
MOST_OPTIONS = 30
LONGEST_OPTION = 120
LONGEST_COMMENT = 2_000
LONGEST_ADDRESS = 320
LONGEST_QUESTION = 300
RATED = re.compile(r"(\d{1,2})(?:[.,]0+)?\s*(?:(?:[-–—:=.)/]|\s\()\s*\D.*)?", re.DOTALL)
OUT_OF = re.compile(r"(\d{1,2})\s*/\s*(\d{1,2})")
SCALE = re.compile(r"(?<![\d.])([01])\s*(?:[-–—…]|\.{2,3}|to|=[^\d]{0,60}?[,;]?\s?\.{0,3})\s*(5|7|10|4|6)(?![\d.])")
CHECKED = frozenset(("", "0", "1", "x", "valittu", "selected", "yes", "true", "false", "ei valittu"))
NOT_CHECKED = frozenset(("", "0", "false", "ei valittu"))


def questions_of(columns: Sequence[Asked]) -> tuple[Question, ...]:
    """The questions of the columns that are left, those of one group with ticks taken together as one choice."""
    questions: list[Question] = []
    at = 0
    while at < len(columns):
        group = [columns[at]]
        while at + len(group) < len(columns) and _same_group(group[0], columns[at + len(group)]):
            group.append(columns[at + len(group)])
        at += len(group)
        if len(group) > 1 and _ticks(group):
            questions.append(_of_ticks(group))
        else:
            questions += [question for question in map(_question, group) if question]
    return tuple(question for question in questions if question.answers)


def _same_group(one: Asked, other: Asked) -> bool:
    return bool(one.group and one.part and other.part) and one.group == other.group


def _ticks(group: Sequence[Asked]) -> bool:
    """Whether each column of a group is an option that was ticked or not."""
    if SCALE.search(group[0].group):
        return False
    return all(fold(cell) in CHECKED or cell == column.part for column in group for cell in column.cells)


def _of_ticks(group: Sequence[Asked]) -> Question:
    counted = [(column.part, sum(fold(cell) not in NOT_CHECKED for cell in column.cells)) for column in group]
    answers = tuple((None, _option(text), times) for text, times in counted if times)
    return Question(_text(group[0].group), QuestionKind.CHOICE, answers)


def _question(column: Asked) -> Question | None:
    """One column as a question, None where nobody answered."""
    filled = [cell for cell in column.cells if cell]
    if not filled:
        return None
    return _rating(column, filled) or _choice(column, filled) or _comments(column, filled)


def _rating(column: Asked, filled: Sequence[str]) -> Question | None:
    stated = [cell for cell in filled if fold(cell) not in NOT_STATED]
    values = [_value(cell) for cell in stated]
    numbers = [value for value in values if value is not None]
    if not numbers or len(numbers) < len(values) or max(numbers) > HIGHEST:
        return None
    begin, end = _scale(column.title, stated, numbers)
    counted = Counter(numbers)
    answers = tuple((value, "", counted[value]) for value in sorted(counted))
    return Question(_text(column.title), QuestionKind.RATING, answers, begin, end)


def _value(cell: str) -> int | None:
    """The number of “4”, “4 – agree”, “5 (very good)” or “4/5”."""
    if not cell[:1].isascii():
        return None
    found = OUT_OF.fullmatch(cell) or RATED.fullmatch(cell)
    return int(found[1]) if found else None


def _scale(title: str, stated: Sequence[str], numbers: Sequence[int]) -> tuple[int, int]:
    """The ends of the scale: as the question or the answers say, else the usual one that holds all answers."""
    low, high = min(numbers), max(numbers)
    said = SCALE.search(title)
    if said and int(said[1]) <= low and high <= int(said[2]):
        return int(said[1]), int(said[2])
    ends = [int(found[2]) for cell in stated if (found := OUT_OF.fullmatch(cell))]
    if ends and max(ends) >= high:
        return min(low, 1), max(ends)
    return min(low, 1), SHORT_SCALE if high <= SHORT_SCALE else HIGHEST


def _choice(column: Asked, filled: Sequence[str]) -> Question | None:
    """Answers that repeat, or that are words of a scale; several of them in one cell are divided by semicolons."""
    given = [option for cell in filled for option in _options(cell)]
    counted = Counter(given)
    if len(counted) > MOST_OPTIONS or max(map(len, counted), default=0) > LONGEST_OPTION:
        return None
    fixed = all(fold(option).strip(" .") in FIXED | NOT_STATED for option in counted)
    if not fixed and len(counted) * 5 > len(given) * 3:
        return None
    answers = tuple(
        (None, _option(text), counted[text]) for text in sorted(counted, key=lambda text: (fold(text), text))
    )
    return Question(_text(column.title), QuestionKind.CHOICE, answers)


def _options(cell: str) -> list[str]:
    """Forms ends each of several answers with a semicolon; EUSurvey puts one between them."""
    divided = dict.fromkeys(option.strip() for option in cell.split(";") if option.strip())
    return list(divided) or [cell]


def _comments(column: Asked, filled: Sequence[str]) -> Question:
    texts = sorted((_comment(cell) for cell in filled), key=lambda text: (fold(text), text))
    return Question(_text(column.title), QuestionKind.COMMENT, tuple((None, text, 1) for text in texts))


def _comment(cell: str) -> str:
    """A comment without addresses, cut where it is long: an address that would be cut in two is taken out before."""
    seen = cell[: LONGEST_COMMENT + LONGEST_ADDRESS]
    text = without_addresses("".join(letter if letter.isprintable() or letter == "\n" else " " for letter in seen))
    text = text.strip()
    return text if len(text) <= LONGEST_COMMENT else text[: LONGEST_COMMENT - 1] + "…"


def _option(text: str) -> str:
    return shortened(without_addresses(text), LONGEST_OPTION)


def _text(title: str) -> str:
    return shortened(title, LONGEST_QUESTION)
