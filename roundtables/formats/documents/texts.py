"""Texts as they go onto paper: one line, without what can't be seen but changes how the rest is read."""

import unicodedata

LONGEST = 500
_LEFT_OUT = frozenset("\u00ad\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c\u200e\u200f\ufeff")
_NOT_SHOWN = ("Cc", "Cs", "Zl", "Zp", "Cn")


def clean(text: str, most: int = LONGEST) -> str:
    """A text for paper, in composed form.

    Control characters, separators of lines and what is no character become spaces and runs of spaces one; marks that
    turn the direction of what follows, and soft hyphens, go; more than `most` letters end in an ellipsis. All else
    stays as it is.
    """
    if text.isascii() and text.isprintable():
        line = " ".join(text.split())
    else:
        letters = unicodedata.normalize("NFC", text[: most * 4])
        kept = (" " if unicodedata.category(each) in _NOT_SHOWN else each for each in letters if each not in _LEFT_OUT)
        line = " ".join("".join(kept).split())
    return line if len(line) <= most else line[: most - 1] + "…"
