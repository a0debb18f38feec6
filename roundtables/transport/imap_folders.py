"""The names of a mailbox's folders: modified UTF-7 (RFC 3501, 5.1.3), quoted strings, and lists of them."""

import base64
import binascii
import re
from collections.abc import Iterable
from typing import Any

MOST_FOLDERS = 1_000
_ENCODED = re.compile(r"&([A-Za-z0-9+,]*)-")
_PLAIN = re.compile(r"[^\x20-\x7e]+")
_LISTED = re.compile(rb'\((?P<flags>[^)]*)\) (?:"(?:[^"\\]|\\.)"|NIL) (?P<name>.*)', re.DOTALL)


def encoded(name: str) -> str:
    """A folder's name as it goes over the wire; all that is not printable ASCII is written in base64."""
    return _PLAIN.sub(lambda found: f"&{_as_base64(found[0])}-", name.replace("&", "&-"))


def decoded(name: str) -> str:
    """A folder's name as people read it; one that is not written by the rule stays as it is."""
    try:
        return _ENCODED.sub(lambda found: _from_base64(found[1]) if found[1] else "&", name)
    except (binascii.Error, UnicodeDecodeError):
        return name


def quoted(name: str) -> str:
    """A folder's name as the argument of a command (RFC 3501, 4.3)."""
    escaped = encoded(name).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def listed(lines: Iterable[Any]) -> list[str]:
    """The folders that can be opened, by name, from the lines of LIST as imaplib gives them."""
    names = set()
    for line in lines:
        head, name = line if isinstance(line, tuple) else (line, None)
        found = _LISTED.match(head or b"")
        if found is None or b"\\noselect" in found["flags"].lower():
            continue
        raw = name if name is not None else _unquoted(found["name"])
        names.add(decoded(raw.decode("utf-8", "replace")))
        if len(names) >= MOST_FOLDERS:
            break
    return sorted(names, key=lambda each: (each.upper() != "INBOX", each.casefold(), each))


def _unquoted(name: bytes) -> bytes:
    if name.startswith(b'"') and name.endswith(b'"') and len(name) > 1:
        return re.sub(rb"\\(.)", rb"\1", name[1:-1])
    return name


def _as_base64(text: str) -> str:
    return base64.b64encode(text.encode("utf-16-be", "replace")).decode().rstrip("=").replace("/", ",")


def _from_base64(text: str) -> str:
    padded = text.replace(",", "/") + "=" * (-len(text) % 4)
    return base64.b64decode(padded, validate=True).decode("utf-16-be")
