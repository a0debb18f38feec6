"""Find by words: the full-text index, accents and case ignored, each word a beginning."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    column,
    func,
    literal,
    or_,
    select,
    table,
    text,
    union_all,
)
from sqlalchemy.orm import Session

from roundtables.model import Event
from roundtables.queries.spelling import most_slips, nearest
from roundtables.register.search_index import KINDS, kind_and_key, searchable

_INDEX = table(
    "search_index", column("rowid", Integer), column("shown", String), column("detail", String), column("rank")
)
_SERVER_INDEX = table(
    "search_index", column("id", BigInteger), column("shown", String), column("detail", String), column("words", String)
)
_TERMS = table("search_index_terms", column("term", String), column("doc", Integer))
LONGEST_QUERY = 200
FEW = 3
"""With fewer hits than this, words of near spelling are asked as well."""
MOST_CANDIDATES = 500
MOST_TERMS = 20_000
MOST_WORDS = 6


@dataclass(frozen=True)
class Hit:
    """One result: `kind` is event, person or organisation, `id` its key; `starts` is the event's, where looked up."""

    kind: str
    id: int
    shown: str
    detail: str
    starts: dt.datetime | None = None


@dataclass(frozen=True)
class Found:
    """Hits for the words as typed, and where those are few, `near`: hits for `meant`, words of near spelling."""

    hits: tuple[Hit, ...] = ()
    near: tuple[Hit, ...] = ()
    meant: str = ""


def find(session: Session, words: str, limit: int = 20) -> list[Hit]:
    """The best results for what was typed, best first. Nothing for no words."""
    asked = searchable(words[:LONGEST_QUERY])
    if not asked:
        return []
    if session.get_bind().dialect.name == "sqlite":
        statement = (
            select(_INDEX.c.rowid, _INDEX.c.shown, _INDEX.c.detail)
            .where(text("search_index MATCH :asked").bindparams(asked=_for_fts(asked)))
            .order_by(_INDEX.c.rank, _INDEX.c.rowid)
            .limit(limit)
        )
    else:
        query = func.to_tsquery("simple", _for_server(asked))
        vector = func.to_tsvector("simple", _SERVER_INDEX.c.words)
        statement = (
            select(_SERVER_INDEX.c.id, _SERVER_INDEX.c.shown, _SERVER_INDEX.c.detail)
            .where(vector.bool_op("@@")(query))
            .order_by(func.ts_rank(vector, query).desc(), _SERVER_INDEX.c.id)
            .limit(limit)
        )
    return [Hit(*kind_and_key(key), shown, detail) for key, shown, detail in session.execute(statement)]


def look_up(session: Session, words: str, each: int = 6, kinds: Sequence[str] = KINDS) -> Found:
    """The best results of each kind for what was typed so far, `each` at most; a slip of spelling is forgiven.

    Best are those whose name begins with the words, then those that have them in the name. Where a word is so common
    that more than MOST_CANDIDATES rows of a kind have it, the best of the first of these are taken.
    """
    asked = searchable(words[:LONGEST_QUERY])
    if not asked:
        return Found()
    typed = asked.split()[:MOST_WORDS]
    hits = _best(session, [[word] for word in typed], kinds, each)
    choices = _near(session, typed) if len(hits) < FEW else []
    near = [hit for hit in _best(session, choices, kinds, each) if hit not in hits] if choices else []
    dated = _dated(session, [*hits, *near])
    # The word that was meant is shown: the nearest of the register where what was typed is no word of it.
    meant = " ".join(some[0] for some in choices) if near else ""
    return Found(dated[: len(hits)], dated[len(hits) :], meant)


def _best(session: Session, choices: Sequence[Sequence[str]], kinds: Sequence[str], each: int) -> list[Hit]:
    """The best of each kind; of every choice one word has to be there. Whole words are asked first, then beginnings."""
    exact, beginning = _asking(session, choices, whole=True), _asking(session, choices, whole=False)
    parts: list[Any] = []
    for kind in map(KINDS.index, kinds):
        for order, statement in enumerate((exact, beginning)):
            some = statement.where(literal(kind) == statement.selected_columns[0].op("%")(len(KINDS)))
            parts.append(select(some.limit(MOST_CANDIDATES).subquery(f"part{kind}{order}")))
    found: dict[int, tuple[str, str]] = {}
    for rowid, shown, detail in session.execute(union_all(*parts)):
        found[rowid] = shown, detail
    hits = [Hit(*kind_and_key(rowid), shown, detail) for rowid, (shown, detail) in found.items()]
    hits.sort(key=lambda hit: (KINDS.index(hit.kind), _rank(hit, choices), len(hit.shown), hit.shown, hit.id))
    numbers = dict.fromkeys(KINDS, 0)
    best = []
    for hit in hits:
        numbers[hit.kind] += 1
        if numbers[hit.kind] <= each:
            best.append(hit)
    return best


def _asking(session: Session, choices: Sequence[Sequence[str]], *, whole: bool) -> Select[Any]:
    if session.get_bind().dialect.name == "sqlite":
        sign = "" if whole else "*"
        asked = " AND ".join("(" + " OR ".join(f'"{word}"{sign}' for word in some) + ")" for some in choices)
        name = "exact" if whole else "beginning"
        matches = text(f"search_index MATCH :{name}").bindparams(**{name: asked})
        return select(_INDEX.c.rowid, _INDEX.c.shown, _INDEX.c.detail).where(matches)
    sign = "" if whole else ":*"
    asked = " & ".join("(" + " | ".join(f"{word}{sign}" for word in some) + ")" for some in choices)
    matching = func.to_tsvector("simple", _SERVER_INDEX.c.words).bool_op("@@")(func.to_tsquery("simple", asked))
    return select(_SERVER_INDEX.c.id, _SERVER_INDEX.c.shown, _SERVER_INDEX.c.detail).where(matching)


def _rank(hit: Hit, choices: Sequence[Sequence[str]]) -> tuple[int, int]:
    """How far down a hit stands: 0 where its name begins with the first word asked for and has all others, 1 where it
    has them all, else 2; and how far the words it has are from those that were typed."""
    name = f" {searchable(f'{hit.shown} {hit.detail}' if hit.kind == 'event' else hit.shown)}"
    places = [next((at for at, word in enumerate(some) if f" {word}" in name), None) for some in choices]
    if None in places:
        return 2, 0
    begins = any(name.startswith(f" {word}") for word in choices[0])
    return 0 if begins else 1, sum(at for at in places if at is not None)


def _dated(session: Session, hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """The hits with the start of each event: workshops of one name are told apart by it."""
    keys = [hit.id for hit in hits if hit.kind == "event"]
    if not keys:
        return tuple(hits)
    rows = session.execute(select(Event.id, Event.starts).where(Event.id.in_(keys)))
    starts = {row.id: row.starts for row in rows}
    return tuple(replace(hit, starts=starts.get(hit.id)) if hit.kind == "event" else hit for hit in hits)


def _near(session: Session, words: Sequence[str]) -> list[list[str]]:
    """For each word those of the register that it may have been meant for, itself among them where it is known.

    Empty where nothing else can have been meant, and on a server, whose index can't be asked for its words.
    """
    slippable = [word for word in words if most_slips(word)]
    if not slippable or session.get_bind().dialect.name != "sqlite":
        return []
    likely = or_(*(_likely(word) for word in slippable))
    statement = select(_TERMS.c.term, _TERMS.c.doc).where(likely).limit(MOST_TERMS)
    terms = {term: number for term, number in session.execute(statement)}  # noqa: C416 - `dict` of rows is not typed
    choices = [nearest(word, terms) or [word] for word in words]
    return choices if any(some != [word] for some, word in zip(choices, words, strict=True)) else []


def _likely(word: str) -> Any:
    """Terms that a word may have been meant for. Reads each term of the index once, so it has to be cheap.

    A slip in the first letter leaves the next ones: another letter, none, one too many, or two in the wrong order.
    """
    term = _TERMS.c.term
    first, second = func.substr(term, 1, 1), func.substr(term, 2, 2)
    begins = or_(
        first == word[0],
        second.in_((word[1:3], word[:2])),
        func.substr(term, 1, 2).in_((word[1:3], word[1] + word[0])),
    )
    return begins & (func.length(term) >= len(word) - most_slips(word))


def keys_matching(session: Session, kind: str, words: str) -> Select[tuple[int]] | None:
    """The keys of the rows of one kind that the words fit, as a subselect for a filter; None for no words."""
    asked = searchable(words[:LONGEST_QUERY])
    if not asked:
        return None
    number = len(KINDS)
    if session.get_bind().dialect.name == "sqlite":
        rowid = _INDEX.c.rowid
        matches = text("search_index MATCH :asked").bindparams(asked=_for_fts(asked))
    else:
        rowid = _SERVER_INDEX.c.id
        vector = func.to_tsvector("simple", _SERVER_INDEX.c.words)
        return select(rowid.op("/")(number)).where(
            vector.bool_op("@@")(func.to_tsquery("simple", _for_server(asked))),
            rowid.op("%")(number) == KINDS.index(kind),
        )
    return select(rowid.op("/")(number)).where(matches, rowid.op("%")(number) == KINDS.index(kind))


def words_in(session: Session, words: str, texts: Sequence[Any], keys: Mapping[str, Any]) -> ColumnElement[bool]:
    """For tables that are not in the index: every word is in one of the columns, or all fit a row that is looked up.

    `texts` are the columns, `keys` those that hold the key of a row of the index, by its kind.
    """
    typed = words.split()[:MOST_WORDS]
    fitting = [and_(*[or_(*[each.icontains(word, autoescape=True) for each in texts]) for word in typed])]
    for kind, key in keys.items():
        matching = keys_matching(session, kind, words)
        if matching is not None:
            fitting.append(key.in_(matching))
    return or_(*fitting)


def _for_fts(asked: str) -> str:
    return " ".join(f'"{word}"*' for word in asked.split())


def _for_server(asked: str) -> str:
    return " & ".join(f"{word}:*" for word in asked.split())
