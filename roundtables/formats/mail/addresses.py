"""Names, addresses and texts as header fields hold them: all ASCII, folded, one line to its reader (RFC 5322, 2047)."""

import base64
import re
from functools import lru_cache

from roundtables.formats.calendar.text import clean_address, clean_line

LINE = 76
"""How long a line of a header is at most: RFC 2047, 2 has it so for lines with encoded words."""

_FOLD = "\r\n "
_AROUND = len("=?utf-8?b??=")
_OCTETS = (75 - _AROUND) // 4 * 3
_MOST_OCTETS = 720
"""What an encoded word holds in a line of 998 characters, the most that mail may have (RFC 5322, 2.1.1)."""

_ATEXT = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_ATEXT}(?:\.{_ATEXT})*@{_LABEL}(?:\.{_LABEL})*")
_LONGEST_ADDRESS = 254
_PLAIN = re.compile(r"[\x20-\x7e]*")
_ATOMS = re.compile(rf"{_ATEXT}(?: {_ATEXT})*")


@lru_cache(4096)
def ascii_address(text: str) -> str:
    """An e-mail address in ASCII, its domain in Punycode where needed; nothing where it can't be written so."""
    address = clean_address(text)
    if not address.isascii():
        local, _at, domain = address.rpartition("@")
        try:
            address = f"{local}@{domain.encode('idna').decode('ascii')}"
        except UnicodeError:
            return ""
    return address if len(address) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(address) else ""


def domain_of(address: str) -> str:
    """The part behind the @, by which what is made here is named (RFC 5322, 3.6.4)."""
    return address.rpartition("@")[2].lower()


def header(name: str, text: str) -> str:
    """A field of free text such as the subject, folded. Blanks in a row become one: folding could not keep them."""
    text = header_text(text)
    if _PLAIN.fullmatch(text) and "=?" not in text:
        folded = _folded(f"{name}:", text.split(" "))
        if folded is not None:
            return folded
    first = (LINE - len(f"{name}: ") - _AROUND) // 4 * 3
    return f"{name}: {_encoded(text, first, _OCTETS)}\r\n"


def mailbox(name: str, shown_name: str, address: str) -> str:
    """A field that names one mailbox. The address is ASCII already (`ascii_address`).

    A name is one encoded word, be it longer than the 75 characters of RFC 2047, 2: every mail program reads that, while
    Python's parser, and what is built on it, puts blanks between the encoded words of a name.
    """
    shown_name = header_text(shown_name)
    if not shown_name:
        return f"{name}: {address}\r\n"
    if _ATOMS.fullmatch(shown_name) and "=?" not in shown_name and len(name) + len(shown_name) + 2 <= LINE:
        phrase = shown_name
    else:
        phrase = _encoded(shown_name, _MOST_OCTETS, _MOST_OCTETS)
    on_one_line = "\r\n" not in phrase and len(f"{name}: {phrase} <{address}>") <= LINE
    return f"{name}: {phrase}{' ' if on_one_line else _FOLD}<{address}>\r\n"


def header_text(text: str) -> str:
    """A text as header fields hold it: one line, no control characters, no blanks in a row or at the ends."""
    return " ".join(clean_line(text).split())


def _folded(begun: str, words: list[str]) -> str | None:
    """Words in lines that are no longer than they may be, or nothing where a word is too long for that."""
    lines, line = [], begun
    for word in words:
        if len(word) >= LINE:
            return None
        if len(line) + 1 + len(word) > LINE:
            lines.append(line)
            line = ""
        line = f"{line} {word}"
    return "\r\n".join([*lines, line]) + "\r\n"


def _encoded(text: str, first: int, most: int) -> str:
    """A text in encoded words of whole characters (RFC 2047, 5), each of so many octets at most, and the first too."""
    words, chunk, room = [], b"", first
    for letter in text:
        octets = letter.encode()
        if len(chunk) + len(octets) > room:
            words.append(chunk)
            chunk, room = b"", most
        chunk += octets
    words.append(chunk)
    return _FOLD.join(f"=?utf-8?b?{base64.b64encode(word).decode('ascii')}?=" for word in words)
