"""Names as people are called in meeting tools, and whose they are among people who are known.

Tools write "Mallikas Mika", "Mallikas, Mika (Vieras)", "Mika Mallikas - Ministry", "M. Mallikas". Whole names are
looked up by their words in any order; then names with initials, further given names or words around them, by the
surname; what is left is compared by rapidfuzz, within blocks of names that share a beginning, never all with all.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from roundtables.services.meeting_reports.lines import Person
from roundtables.words import fold

LONGEST = 300
SURE, ALIKE = 94, 80
"""From how many per cent on a name that is left is one person's with a slip of the pen, and worth proposing."""
MARGIN = 4
"""So many per cent the next one has to be less alike."""
MOST_ALIKE, MOST_PROPOSED = 120, 5
BEGINNING = 3
Words = tuple[str, ...]
_WORD = re.compile(r"[^\W_]+")
_BRACKETS = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]")
_MARKED = re.compile(r"[(\[{|/;•,]|\s[-–—]")
_PARTS = re.compile(r"\s[-–—]+\s|[|/;•,]")


def name_key(name: str) -> str:
    """The form in which a name from a report is remembered: as KnownName folds it."""
    return fold(tidy(name))


def tidy(name: str) -> str:
    """The name in one line, not endless."""
    return " ".join(name[:LONGEST].split())


def bare(name: str) -> str:
    """The name without what tools and people add to it: brackets, and an organisation behind a dash."""
    plain = " ".join(_BRACKETS.sub(" ", name[:LONGEST]).split())
    parts = [part.strip() for part in re.split(r"\s[-–—|]+\s|[|•]", plain)]
    return next((part for part in parts if len(_WORD.findall(part)) > 1), plain) or tidy(name)


def words_of(text: str) -> Words:
    """The words of a name, folded, in alphabetical order."""
    folded = fold(text)
    return (folded,) if folded.isalnum() else tuple(sorted(_WORD.findall(folded)))


@lru_cache(maxsize=8192)
def readings(name: str) -> tuple[Words, ...]:
    """How a name can be read, the likeliest first: whole without brackets, its parts, what stands in the brackets."""
    cut = name[:LONGEST]
    if not _MARKED.search(cut):
        whole = words_of(cut)
        return (whole,) if whole else ()
    plain = _BRACKETS.sub(" ", cut)
    texts = [*_PARTS.split(plain), *_BRACKETS.findall(cut)]
    parts = [words for text in texts if len(words := words_of(text)) > 1]
    return tuple(dict.fromkeys(words for words in (words_of(plain), *parts) if words))


class Found(NamedTuple):
    """Who has a name: one, or several who could be meant, or nobody.

    `similar` where it is only nearly the same, `weak` where it says too little to take even one for who is meant.
    """

    people: tuple[int, ...] = ()
    similar: bool = False
    weak: bool = False


class Roster:
    """People by their names. They are told apart by their keys."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._exact: dict[Words, list[int]] = defaultdict(list)
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._surnames: dict[str, list[tuple[int, Words, Words]]] = defaultdict(list)
        self._blocks: dict[str, list[tuple[int, str]]] | None = None
        for person in people:
            given, last = words_of(person.first_name), words_of(person.last_name)
            whole = tuple(sorted((*given, *last)))
            if not whole:
                continue
            self._exact[whole].append(person.id)
            for word in whole:
                self._by_word[word].append(person.id)
            if given and last:
                self._surnames[last[0]].append((person.id, last, given))

    def exactly(self, name: str) -> Found:
        """Who has just these words for a name, in whatever order."""
        for words in readings(name):
            people = self._exact.get(words)
            if people:
                return Found(tuple(people))
        return Found()

    def nearly(self, name: str, claimed: Collection[int]) -> Found:
        """Who has this surname and given names that go with what is written: words around, an initial, one of two.

        An initial beside the whole name of somebody `claimed` by another line may be somebody else's.
        """
        for words in readings(name):
            fitting = dict(self._with_surname(words))
            people = tuple(key for key, whole in fitting.items() if whole) or tuple(fitting)
            if people:
                return Found(people, weak=people[0] in claimed and not fitting[people[0]])
        for words in readings(name):
            if len(words) == 1 and (bearers := self._by_word.get(words[0])):
                return Found(tuple(bearers[:MOST_PROPOSED]), weak=True)
        return Found()

    def _with_surname(self, words: Words) -> Iterator[tuple[int, bool]]:
        """The keys of who goes with these words, and whether their whole name stands among them."""
        for word in words:
            bearers = self._surnames.get(word, ())
            if len(bearers) > MOST_ALIKE:
                continue
            for key, last, given in bearers:
                if set(last) <= set(words) and _go_together([each for each in words if each not in last], given):
                    yield key, set(given) <= set(words)

    def alike(self, name: str, claimed: Collection[int]) -> Found:
        """Who of those that no other line has claimed is called nearly so; `similar` where it can be only one."""
        from rapidfuzz import fuzz, process

        best: list[tuple[float, int]] = []
        for words in readings(name):
            near = self._neighbours(words, claimed)
            if near:
                found = process.extract(
                    " ".join(words), near, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=MOST_PROPOSED
                )
                best = max(best, [(score, key) for _text, score, key in found], key=lambda scores: scores[:1])
        if not best:
            return Found()
        people = tuple(key for _score, key in best)
        alone = len(best) == 1 or best[1][0] < best[0][0] - MARGIN
        return Found(people[:1], similar=True) if alone and best[0][0] >= SURE else Found(people, weak=True)

    def _neighbours(self, words: Words, claimed: Collection[int]) -> dict[int, str]:
        """The names of which a word begins like one of these, of the rarer beginnings first, and not too many."""
        if self._blocks is None:
            self._blocks = defaultdict(list)
            for whole, people in self._exact.items():
                for beginning in {word[:BEGINNING] for word in whole}:
                    self._blocks[beginning] += [(key, " ".join(whole)) for key in people]
        blocks = [self._blocks.get(beginning, []) for beginning in {word[:BEGINNING] for word in words}]
        near: dict[int, str] = {}
        for block in sorted(blocks, key=len):
            near |= {key: text for key, text in block[: MOST_ALIKE - len(near)] if key not in claimed}
        return near


def _go_together(written: Sequence[str], given: Words) -> bool:
    """Whether given names as written can be these: each fits one, or each of these stands among what is written."""
    if not written:
        return False
    return all(any(_fits(each, name) for name in given) for each in written) or all(
        any(_fits(each, name) for each in written) for name in given
    )


def _fits(written: str, name: str) -> bool:
    if written == name:
        return True
    return (len(written) == 1 and name.startswith(written)) or (len(name) == 1 and written.startswith(name))
