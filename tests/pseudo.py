"""A language that nobody speaks, made from the English texts: longer by a third, accented, in brackets.

Whatever the window shows without brackets was never meant for a translator, and what has no room for these texts has
none for Finnish. For tests alone: `speak(pseudo_language())`. Dates and numbers are written as in English.
"""

import gettext
import re
import string
from functools import cache

from roundtables.words import Language
from tests.catalogues import extracted

ACCENTED = str.maketrans(
    "aceghijlnorstuwyzACDEGHIJLNORSTUWYZ",
    "àçéğħïĵłñöřšţüŵýžÀÇĎÉĞĤÏĴŁÑÖŘŠŢÜŴÝŽ",
)
KEPT = re.compile(r"\(\*[^)]*\)|&\w")
"""Patterns of file names, and the letter of a mnemonic."""


def pseudo(text: str) -> str:
    """[Šàvé çħàñğéš ~~~~~], with placeholders, mnemonics and patterns of file names as they were."""
    parts = []
    for words, name, spec, conversion in string.Formatter().parse(text):
        parts.append(_accented(words))
        if name is not None:
            parts.append("{" + name + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "") + "}")
    return f"[{''.join(parts)} {'~' * max(1, -(-len(text) // 3) - 3)}]"


def _accented(words: str) -> str:
    done, at = [], 0
    for kept in KEPT.finditer(words):
        done += [words[at : kept.start()].translate(ACCENTED), kept.group()]
        at = kept.end()
    return "".join(done) + words[at:].translate(ACCENTED)


class PseudoCatalogue(gettext.NullTranslations):
    """Every text that is marked in the source is there, made as it is asked for; what is not marked stays English."""

    def __init__(self, sources: frozenset[str]) -> None:
        super().__init__()
        self._sources = sources

    def gettext(self, message: str) -> str:
        return pseudo(message) if message in self._sources else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)


@cache
def pseudo_language() -> Language:
    """The language, to be spoken in a test."""
    return Language("en", PseudoCatalogue(sources()))


@cache
def sources() -> frozenset[str]:
    """Every text that the source marks for the catalogue."""
    texts = [message.id for message in extracted() if message.id]
    return frozenset(text for each in texts for text in ([each] if isinstance(each, str) else each))
