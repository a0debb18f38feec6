"""Words of near spelling: what somebody may have meant whose finger slipped. Compares folded words."""

from collections.abc import Mapping

from roundtables.words import fold

SHORTEST = 4
LONG = 6
MOST = 6


def most_slips(word: str) -> int:
    """How many slips are forgiven in a word: none in the shortest, one, and two in long ones."""
    if len(word) < SHORTEST:
        return 0
    return 2 if len(word) >= LONG else 1


def nearest(word: str, terms: Mapping[str, int]) -> list[str]:
    """The terms that begin nearly as `word`, the nearest first, MOST at most.

    `terms` gives for each how often it is there. What is typed so far may be the beginning of a term, so a term's
    beginning of about the same length counts. A slip is a letter too many, missing, another, or two changed places.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    slips = most_slips(word)
    if not slips:
        return [word] if any(name.startswith(word) for name in terms) else []
    distances: dict[str, int] = {}
    for length in range(len(word) - 1, len(word) + 2):
        beginnings = {name: name[:length] for name in terms}
        for _beginning, distance, name in process.extract(
            word, beginnings, scorer=OSA.distance, score_cutoff=slips, limit=50
        ):
            distances[name] = min(int(distance), distances.get(name, slips))
    # Of two equally near, the one that would be whole with what is typed; then the more frequent.
    order = sorted(
        distances, key=lambda name: (distances[name], OSA.distance(word, name), -terms[name], len(name), name)
    )
    return order[:MOST]


def fitness(asked: str, name: str) -> int | None:
    """How well a name fits the words asked for: 0 begins with them, 1 has words that do, 2 nearly. None: not at all.

    `asked` is folded already.
    """
    words, parts = asked.split(), fold(name).split()
    if not words:
        return None
    if fold(name).startswith(asked):
        return 0
    if all(any(part.startswith(word) for part in parts) for word in words):
        return 1
    frequency = dict.fromkeys(parts, 1)
    return 2 if all(nearest(word, frequency) for word in words) else None
