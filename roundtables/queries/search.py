"""Find by words: the full-text index, accents and case ignored, each word a beginning."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, Integer, Select, String, column, func, select, table, text
from sqlalchemy.orm import Session

from roundtables.register.search_index import KINDS, kind_and_key, searchable

_INDEX = table(
    "search_index", column("rowid", Integer), column("shown", String), column("detail", String), column("rank")
)
_SERVER_INDEX = table(
    "search_index", column("id", BigInteger), column("shown", String), column("detail", String), column("words", String)
)
LONGEST_QUERY = 200


@dataclass(frozen=True)
class Hit:
    """One result: `kind` is event, person or organisation, `id` its key."""

    kind: str
    id: int
    shown: str
    detail: str


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


def _for_fts(asked: str) -> str:
    return " ".join(f'"{word}"*' for word in asked.split())


def _for_server(asked: str) -> str:
    return " & ".join(f"{word}:*" for word in asked.split())
