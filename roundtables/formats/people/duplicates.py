"""The same person twice in one list."""

from collections.abc import Sequence

from roundtables.formats.people.lines import PersonLine
from roundtables.words import fold


def find_duplicates(lines: Sequence[PersonLine]) -> dict[int, int]:
    """The rows that repeat an earlier one, each with that row: the same address, or the same name and organisation.

    Two names at one address are two people who share it.
    """
    seen: dict[tuple[str, str], int] = {}
    repeated: dict[int, int] = {}
    for line in lines:
        if not line.usable:
            continue
        name = " ".join(sorted(fold(line.name).split()))
        keys = [(name, email.casefold()) for email in line.emails] or [(name, fold(line.organisation))]
        earlier = next((seen[key] for key in keys if key in seen), None)
        if earlier is not None:
            repeated[line.row] = earlier
            continue
        for key in (*keys, (name, fold(line.organisation))):
            seen.setdefault(key, line.row)
    return repeated
