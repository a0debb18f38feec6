"""People who are perhaps the same: pairs by address, by name and organisation, by names that are alike.

Never all pairs: people are compared within blocks only (one address, one name however its parts are ordered, names
with the same beginning, names with the same given name and end), and of a large block only neighbours by name.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from heapq import heappush, heappushpop
from itertools import combinations, pairwise
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from roundtables.model import NotTheSame, Organisation, Person, PersonAddress
from roundtables.words import N_, fold

ALIKE = 90
"""From how many per cent on two names are taken for one with a slip of the pen."""
SHARED = 8
"""An address or name of more people than this says little: an office's address, a common name."""
NEIGHBOURS = 40
MOST_PAIRS = 500
REPORT_EVERY = 200
CHUNK = 1000
LEAST_AT_ADDRESS = 60
Report = Callable[[int, int], None]


class Reason(Enum):
    """Why two are taken for one, in English, marked for the catalogue."""

    ADDRESS = N_("same address")
    SAME_NAME = N_("same name")
    EXCHANGED = N_("surname and given name exchanged")
    ALIKE = N_("names alike ({percent} %)")
    PART = N_("part of the name the same")
    ORGANISATION = N_("same organisation")
    BEGINNING = N_("addresses alike")

    @property
    def label(self) -> str:
        """The reason in English."""
        return self.value


class Known(NamedTuple):
    """A person as far as they are compared. `words` are the parts of the folded name, in alphabetical order."""

    id: int
    first_name: str
    last_name: str
    sort_name: str
    email: str | None
    organisation: str
    words: tuple[str, ...]

    @property
    def name(self) -> str:
        """Surname and first name, as lists show them."""
        return f"{self.last_name} {self.first_name}".strip()


@dataclass(frozen=True)
class AlikeRow:
    """A pair, the lower key first; `score` to 100, `percent` how much the names are alike."""

    one_id: int
    other_id: int
    one: str
    other: str
    one_email: str
    other_email: str
    one_organisation: str
    other_organisation: str
    reasons: tuple[Reason, ...]
    percent: int
    score: int

    @property
    def id(self) -> tuple[int, int]:
        """What names the pair."""
        return self.one_id, self.other_id


@dataclass(frozen=True)
class Found:
    """The likeliest pairs, the highest score first; `more` is how many others there are."""

    pairs: tuple[AlikeRow, ...]
    more: int


def find(session: Session, report: Report | None = None) -> Found:
    """The pairs of people who are perhaps the same and were not said to be two. `report` may raise to stop."""
    return _Search(session, report or (lambda _done, _all: None)).found()


def same_words(one: str, other: str) -> bool:
    """Whether two folded names have the same parts, in whatever order."""
    return sorted(one.split()) == sorted(other.split())


def block(sort_name: str, first_name: str) -> tuple[str, str]:
    """What names that a slip of the pen made different mostly share: three letters of the surname, one of the first."""
    return sort_name[:3], fold(first_name[:1])


def _end_block(known: Known) -> tuple[str, str]:
    """The same for slips at the beginning of the surname: the given name, and how the surname ends."""
    return fold(known.first_name), fold(known.last_name)[-3:]


class _Search:
    """One search over all people; `report` is heard often enough to stop it at once."""

    def __init__(self, session: Session, report: Report) -> None:
        self._report = report
        self._people: dict[int, Known] = {}
        for number, known in enumerate(_everybody(session)):
            if number % CHUNK == 0:
                report(0, 1)
            self._people[known.id] = known
        self._addresses = _addresses(session)
        report(0, 1)
        apart = session.execute(select(NotTheSame.person_id, NotTheSame.other_id))
        self._seen = {(one, other) for one, other in apart}
        self._by_name: dict[str, list[Known]] = defaultdict(list)
        for known in self._people.values():
            self._by_name[known.sort_name].append(known)
        self._best: list[_Verdict] = []
        self._more = 0

    def found(self) -> Found:
        for at_address in self._addresses.values():
            if len(at_address) > 1:
                self._compare(self._people[key] for key in at_address)
        self._same_names()
        for one, other in self._names_alike():
            self._compare_groups(one, other)
        pairs = sorted(map(self._row, self._best), key=lambda pair: (-pair.score, pair.one, pair.id))
        return Found(tuple(pairs), self._more)

    def _compare(self, people: Iterable[Known]) -> None:
        """Every two of a few; of many, neighbours by name."""
        ordered = sorted(people, key=lambda known: (known.words, known.id))
        few = len(ordered) <= SHARED
        for one, other in combinations(ordered, 2) if few else pairwise(ordered):
            self._judge(one, other)

    def _same_names(self) -> None:
        by_words: dict[tuple[str, ...], list[Known]] = defaultdict(list)
        for known in self._people.values():
            by_words[known.words].append(known)
        for done, people in enumerate(by_words.values()):
            self._heard(done, 2 * len(by_words))
            if len(people) < 2:
                continue
            if len(people) <= SHARED:
                self._compare(people)
                continue
            # A name of many: only who shares the organisation too.
            at_home: dict[str, list[Known]] = defaultdict(list)
            for known in people:
                at_home[known.organisation].append(known)
            for colleagues in at_home.values():
                self._compare(colleagues)

    def _names_alike(self) -> Iterator[tuple[str, str]]:
        """Pairs of different names that a slip of the pen may have made of one."""
        from rapidfuzz import fuzz, process

        blocks: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for known in self._people.values():
            blocks["begin", *block(known.sort_name, known.first_name)].add(known.sort_name)
            blocks["end", *_end_block(known)].add(known.sort_name)
        for done, names in enumerate(blocks.values()):
            self._heard(len(blocks) + done, 2 * len(blocks))
            ordered = sorted(names)
            for at, name in enumerate(ordered):
                near = ordered[at + 1 : at + 1 + NEIGHBOURS]
                for other, _ratio, _at in process.extract(
                    name, near, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None
                ):
                    yield name, other

    def _heard(self, done: int, total: int) -> None:
        if done % REPORT_EVERY == 0:
            self._report(done, total)

    def _compare_groups(self, one: str, other: str) -> None:
        """The people of two names that are alike; of common names nobody, a slip can't be told from a namesake."""
        ones, others = self._by_name[one], self._by_name[other]
        if len(ones) * len(others) <= SHARED:
            for known in ones:
                for second in others:
                    self._judge(known, second)

    def _judge(self, one: Known, other: Known) -> None:
        pair = (one.id, other.id) if one.id < other.id else (other.id, one.id)
        if one.id == other.id or pair in self._seen:
            return
        self._seen.add(pair)
        judged = self._verdict(self._people[pair[0]], self._people[pair[1]])
        if judged is None:
            return
        # Only the likeliest are held: in a large register there may be hundreds of thousands of namesakes.
        if len(self._best) < MOST_PAIRS:
            heappush(self._best, judged)
        else:
            heappushpop(self._best, judged)
            self._more += 1

    def _verdict(self, one: Known, other: Known) -> "_Verdict | None":
        percent = _percent(one, other)
        at_one_address = bool(self._emails(one) & self._emails(other))
        share_a_name = at_one_address and not set(one.words).isdisjoint(other.words)
        if not share_a_name and percent < (LEAST_AT_ADDRESS if at_one_address else ALIKE):
            return None
        reasons = [Reason.ADDRESS] if at_one_address else []
        reasons.append(Reason.PART if share_a_name and percent < ALIKE else _name_reason(one, other))
        together = bool(one.organisation) and fold(one.organisation) == fold(other.organisation)
        if together:
            reasons.append(Reason.ORGANISATION)
        alike = not at_one_address and bool(_local(one) and _local(one) == _local(other))
        if alike:
            reasons.append(Reason.BEGINNING)
        score = percent - 25 + 20 * at_one_address + 10 * together + 10 * alike
        return _Verdict(min(score, 100), -one.id, -other.id, percent, tuple(reasons))

    def _row(self, verdict: "_Verdict") -> AlikeRow:
        one, other = self._people[-verdict.one], self._people[-verdict.other]
        return AlikeRow(
            one.id,
            other.id,
            one.name,
            other.name,
            one.email or "",
            other.email or "",
            one.organisation,
            other.organisation,
            verdict.reasons,
            verdict.percent,
            verdict.score,
        )

    def _emails(self, known: Known) -> frozenset[str]:
        return self._addresses.of.get(known.id, frozenset())


class _Verdict(NamedTuple):
    """A pair as it is compared with others: the greater is the likelier. Keys are negative, so that older ones win."""

    score: int
    one: int
    other: int
    percent: int
    reasons: tuple[Reason, ...]


class _Addresses(dict[str, set[int]]):
    """Who is at each address; `of` is where each person is."""

    def __init__(self) -> None:
        super().__init__()
        self.of: dict[int, frozenset[str]] = {}

    def add(self, email: str, person_id: int) -> None:
        self.setdefault(email, set()).add(person_id)
        self.of[person_id] = self.of.get(person_id, frozenset()) | {email}


def _everybody(session: Session) -> Iterator[Known]:
    statement = (
        select(Person.id, Person.first_name, Person.last_name, Person.sort_name, Person.email, Organisation.name)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .order_by(Person.id)
    )
    for key, first, last, sort_name, email, organisation in session.execute(
        statement.execution_options(yield_per=CHUNK)
    ):
        words = tuple(sorted(sort_name.split()))
        yield Known(key, first, last, sort_name, email, organisation or "", words)


def _addresses(session: Session) -> _Addresses:
    """The addresses that several people have, first ones and further ones."""
    found = _Addresses()
    first = select(Person.email_key, Person.id).where(Person.email_key.is_not(None))
    for statement in (first, select(PersonAddress.email_key, PersonAddress.person_id)):
        for email, key in session.execute(statement.execution_options(yield_per=CHUNK)):
            if email:
                found.add(email, key)
    return found


def _local(known: Known) -> str:
    return known.email.partition("@")[0].casefold() if known.email else ""


def _percent(one: Known, other: Known) -> int:
    from rapidfuzz import fuzz

    if one.words == other.words:
        return 100
    return int(fuzz.ratio(one.sort_name, other.sort_name))


def _name_reason(one: Known, other: Known) -> Reason:
    if one.sort_name == other.sort_name:
        return Reason.SAME_NAME
    return Reason.EXCHANGED if one.words == other.words else Reason.ALIKE
