"""One cell with a whole name: which part is the surname. Decided once for a file, since a file is written one way."""

from collections.abc import Iterable
from enum import Enum

from roundtables.words import N_, fold

PARTICLES = frozenset(
    {
        "von",
        "van",
        "de",
        "der",
        "den",
        "af",
        "av",
        "di",
        "da",
        "del",
        "della",
        "la",
        "le",
        "du",
        "zu",
        "al",
        "el",
        "bin",
    }
)
SAMPLE = 200


class NameOrder(Enum):
    """How whole names are written in a file. A comma in a name settles that name whatever the order."""

    FIRST_LAST = N_("First name Surname")
    LAST_FIRST = N_("Surname First name")

    @property
    def label(self) -> str:
        """The order in English."""
        return self.value


def find_order(header: str, people: Iterable[tuple[str, str]]) -> NameOrder:
    """The order by the header's own words, else by how names stand in their addresses (first.last@…)."""
    words = fold(header).replace(",", " ").split()
    surname = next(
        (
            at
            for at, word in enumerate(words)
            if word in {"surname", "last", "family", "sukunimi", "efternamn", "prezime"}
        ),
        None,
    )
    first = next((at for at, word in enumerate(words) if word in {"first", "given", "etunimi", "fornamn", "ime"}), None)
    if surname is not None and first is not None:
        return NameOrder.LAST_FIRST if surname < first else NameOrder.FIRST_LAST
    votes = sum(_vote(name, address) for name, address in list(people)[:SAMPLE])
    return NameOrder.LAST_FIRST if votes < 0 else NameOrder.FIRST_LAST


def _vote(name: str, address: str) -> int:
    """1 where the address has the parts in the name's order, -1 where it has them turned round."""
    local = [part for part in fold(address.partition("@")[0]).replace("_", ".").split(".") if part]
    parts = fold(name).replace(",", " ").split()
    if len(local) < 2 or len(parts) < 2 or local[0] == local[-1]:
        return 0
    return int((parts[0], parts[-1]) == (local[0], local[-1])) - int((parts[0], parts[-1]) == (local[-1], local[0]))


def split_name(whole: str, order: NameOrder) -> tuple[str, str]:
    """First name and surname. One name only is a surname to sort by; particles belong to the surname."""
    name = " ".join(whole.split())
    if "," in name:
        last, _comma, first = name.partition(",")
        return first.strip(), last.strip()
    parts = name.split(" ")
    if len(parts) == 1:
        return "", name
    if order is NameOrder.LAST_FIRST:
        return _split_last_first(parts)
    at = len(parts) - 1
    while at > 1 and parts[at - 1].casefold() in PARTICLES:
        at -= 1
    return " ".join(parts[:at]), " ".join(parts[at:])


def _split_last_first(parts: list[str]) -> tuple[str, str]:
    """The surname is the first word, with the particles before it."""
    at = 1
    while at < len(parts) - 1 and parts[at - 1].casefold() in PARTICLES:
        at += 1
    return " ".join(parts[at:]), " ".join(parts[:at])
