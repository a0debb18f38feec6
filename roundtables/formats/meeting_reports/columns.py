"""Which column of a report holds what: by words that are known, by what stands in it, and by its place."""

from collections.abc import Sequence
from enum import Enum

from roundtables.formats.meeting_reports.durations import duration
from roundtables.formats.meeting_reports.moments import is_clock, is_moment
from roundtables.words import fold

LOOKED_AT = 30


class Column(Enum):
    """What a column holds. The value is its name in the English report, by which a missing one is told."""

    IDENTITY = "Participant ID"
    EMAIL = "Email"
    JOINED = "Join Time"
    LEFT = "Leave Time"
    DURATION = "Duration"
    ROLE = "Role"
    FIRST_NAME = "First name"
    LAST_NAME = "Last name"
    NAME = "Name"
    ATTENDED = "Attended"
    WAITING = "In Waiting Room"


WORDS: tuple[tuple[Column, tuple[str, ...]], ...] = (
    (Column.WAITING, ("waiting", "odotus", "vant", "cekaon", "warte", "attente", "espera")),
    (Column.IDENTITY, ("upn", "tunnus", "id", "identifikator", "kennung", "identifiant")),
    (Column.EMAIL, ("email", "mail", "sahkoposti", "post", "epost", "eposta", "posta", "courriel", "correo")),
    (Column.DURATION, ("duration", "kesto", "varaktighet", "langd", "trajanje", "dauer", "duree", "duracion", "durata",
                       "duracao", "czas", "minutes", "tid")),
    (Column.JOINED, ("join", "joined", "liittym", "liityttiin", "ansl", "pridru", "beitr", "teilnahme", "ulaz",
                     "participation", "unir", "entrada", "ingress")),
    (Column.LEFT, ("leave", "left", "exited", "poistum", "poistuttiin", "lamn", "napust", "odlaz", "odlask", "izlaz",
                   "verlass", "austritt", "depart", "salida", "uscita", "saida")),
    (Column.ROLE, ("role", "rooli", "roll", "uloga", "rolle", "rol", "ruolo", "funcao")),
    (Column.ATTENDED, ("attended", "osallistui", "deltog", "sudjelova")),
    (Column.FIRST_NAME, ("first", "etunimi", "fornamn", "vorname", "prenom", "given")),
    (Column.LAST_NAME, ("last", "sukunimi", "efternamn", "prezime", "nachname", "family", "surname")),
    (Column.NAME, ("name", "nimi", "namn", "ime", "nom", "nombre", "nome", "naam", "navn", "nazwa")),
)  # fmt: skip


class Kind(Enum):
    """What the cells of a column are, all that are not empty."""

    EMPTY = "empty"
    MOMENT = "moment"
    CLOCK = "clock"
    DURATION = "duration"
    NUMBER = "number"
    EMAIL = "email"
    TEXT = "text"


def kind_of(cells: Sequence[str]) -> Kind:
    """What the first cells of a column are; dashes count as empty."""
    filled = [cell for cell in (cell.strip() for cell in cells[:LOOKED_AT]) if cell.strip("-–—")]
    if not filled:
        return Kind.EMPTY
    for kind, tells in _TELLS:
        if all(map(tells, filled)):
            return kind
    return Kind.TEXT


def _is_email(cell: str) -> bool:
    return "@" in cell and " " not in cell


def _is_number(cell: str) -> bool:
    return cell.replace(",", "").replace(".", "").isdecimal()


def _is_duration(cell: str) -> bool:
    return duration(cell) is not None


_TELLS = (
    (Kind.MOMENT, is_moment),
    (Kind.EMAIL, _is_email),
    (Kind.NUMBER, _is_number),
    (Kind.DURATION, _is_duration),
    (Kind.CLOCK, is_clock),
)


def column(rows: Sequence[Sequence[str]], at: int) -> list[str]:
    """The cells of one column; rows may be short."""
    return [row[at] if at < len(row) else "" for row in rows]


def kinds_of(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Kind]:
    """The kind of each column that the header names."""
    seen = rows[:LOOKED_AT]
    return [kind_of(column(seen, at)) for at in range(len(header))]


def named(header: Sequence[str]) -> dict[Column, int]:
    """The columns that known words name, the first of each."""
    found: dict[Column, int] = {}
    for at, cell in enumerate(header):
        told = word_of(cell)
        if told is not None:
            found.setdefault(told, at)
    return found


def word_of(cell: str) -> Column | None:
    """What a header cell names by its words."""
    tokens = _tokens(cell)
    if "ime" in tokens and "prezime" in tokens:
        return Column.NAME
    for told, words in WORDS:
        if any(_begins(token, word) for token in tokens for word in words):
            return told
    return None


def _tokens(cell: str) -> list[str]:
    return "".join(letter if letter.isalpha() else " " for letter in fold(cell[:100])).split()


def _begins(token: str, word: str) -> bool:
    """Short words stand for themselves, longer ones for all that begin with them."""
    return token == word if len(word) <= 4 and word not in _STEMS else token.startswith(word)


_STEMS = frozenset(("ansl", "lamn", "unir", "ulaz"))


def placed(header: Sequence[str], rows: Sequence[Sequence[str]], customary: Sequence[Column]) -> dict[Column, int]:
    """Where the columns of a table are: times by what stands in them, others by words, else by their customary place.

    The place counts if the table is as wide as it customarily is.
    """
    kinds = kinds_of(header, rows)
    found = {told: at for told, at in named(header).items() if told in customary and _may_hold(kinds[at], told)}
    for told, kind in ((Column.JOINED, Kind.MOMENT), (Column.LEFT, Kind.MOMENT), (Column.EMAIL, Kind.EMAIL)):
        free = [at for at, is_kind in enumerate(kinds) if is_kind is kind and at not in found.values()]
        if told in customary and told not in found and free:
            found[told] = free[0]
    if len(header) == len(customary):
        for at, told in enumerate(customary):
            if told not in found and at not in found.values() and _may_hold(kinds[at], told):
                found[told] = at
    if Column.NAME in customary and Column.NAME not in found:
        texts = [at for at, kind in enumerate(kinds) if kind is Kind.TEXT and at not in found.values()]
        found.update({Column.NAME: texts[0]} if texts else {})
    return found


_HOLD = {
    Column.JOINED: (Kind.MOMENT, Kind.CLOCK, Kind.DURATION),
    Column.LEFT: (Kind.MOMENT, Kind.CLOCK, Kind.DURATION),
    Column.DURATION: (Kind.DURATION, Kind.NUMBER, Kind.TEXT),
}


def _may_hold(kind: Kind, told: Column) -> bool:
    """Whether a column of this kind can be what its header says. An empty one can be anything."""
    if kind is Kind.EMPTY:
        return True
    if told in _HOLD:
        return kind in _HOLD[told]
    return kind not in (Kind.MOMENT, Kind.DURATION)
