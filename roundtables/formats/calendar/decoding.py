"""Bytes of a calendar or a header as text, whatever charset they are said to be in."""

import codecs
import re

_STATEFUL = ("iso-2022", "utf-7", "hz")
"""Charsets that write everything with seven bits: here the declaration alone tells."""
_OF_TEXT = ("utf-", "iso", "cp", "koi8", "gb", "big5", "euc", "shift", "mac-", "ascii", "hz", "johab", "tis-620")
"""How the names of charsets begin, as Python gives them: it has codecs that are none, such as unicode_escape."""
_LATIN_2 = re.compile(rb"[A-Za-z][\xb9\xbe]|[\xa9\xae][a-z]")
"""š and ž inside a word; in Western charsets these bytes are ¹ ¾ © and ®."""
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decoded(content: bytes, charset: str = "") -> str:
    """The text. A declared charset is believed unless the bytes show that it is wrong; never raises.

    Valid UTF-8 with letters beyond ASCII is UTF-8 whatever was declared: other texts are not valid UTF-8 by chance.
    """
    charset = charset.strip().strip("\"'").lower()
    if content.isascii():
        declared = _strict(content, charset) if charset.startswith(_STATEFUL) else None
        return content.decode("ascii") if declared is None else declared
    unicode = _strict(content, "utf-8")
    if unicode is not None:
        return unicode
    declared = _strict(content, _as_meant(charset)) if charset else None
    return _guessed(content) if declared is None else declared


def unmarked(content: bytes) -> bytes:
    """UTF-16, known by its mark or its zeros, as UTF-8; other bytes without a UTF-8 mark."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content.decode(encoding, "replace").encode("utf-8", "replace")
    for zeros, encoding in ((content[1:40:2], "utf-16-le"), (content[0:40:2], "utf-16-be")):
        if len(zeros) > 10 and not any(zeros):
            return content.decode(encoding, "replace").encode("utf-8", "replace")
    return content


def _as_meant(charset: str) -> str:
    """What programs on Windows call Latin 1 is Windows-1252."""
    return "cp1252" if charset in ("iso-8859-1", "iso8859-1", "latin-1", "latin1") else charset


def _guessed(content: bytes) -> str:
    if _LATIN_2.search(content):
        return content.decode("iso-8859-2")
    for charset in ("cp1252", "cp1250"):
        text = _strict(content, charset)
        if text is not None:
            return text
    return content.decode("latin-1")


def _strict(content: bytes, charset: str) -> str | None:
    """None where the charset is not known, is none of text, or does not fit."""
    try:
        codec = codecs.lookup(charset[:40])
        return content.decode(codec.name) if codec.name.startswith(_OF_TEXT) else None
    except (LookupError, ValueError):
        return None
