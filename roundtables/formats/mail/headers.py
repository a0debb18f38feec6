"""The few headers of a message or part that reading needs (RFC 5322, 2045, 2047, 2231), from bytes of any kind."""

import base64
import binascii
import quopri
import re
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from roundtables.formats.calendar.decoding import decoded
from roundtables.formats.calendar.lines import plain

LONGEST_HEADER = 4_000
LONGEST_ADDRESS = 320
LONGEST_NAME = 200

_FOLD = re.compile(rb"\r?\n[ \t]+")
_WANTED = re.compile(
    rb"^(From|Sender|Content-Type|Content-Transfer-Encoding|Content-Disposition)[ \t]*:[ \t]*([^\r\n]*)",
    re.IGNORECASE | re.MULTILINE,
)
_PARAMETER = re.compile(r';\s*([A-Za-z0-9-]+)(\*\d{1,2})?(\*)?\s*=\s*("(?:\\.|[^"\\])*+"?|[^;\s]*)', re.DOTALL)
_QUOTED_PAIR = re.compile(r"\\(.)", re.DOTALL)
_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,40})\?([BbQq])\?([^?\s]*)\?=(?:\s+(?==\?))?")
_MAILBOX = re.compile(r'\s*("(?:\\.|[^"\\])*+"|[^<"]*+)[^<]*<([^<>]*)>')
_BETWEEN = re.compile(r'[\s<>()",;:]+')
_IN_BRACKETS = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True)
class Headers:
    """`kind` is the content type in small letters; parameters by name in small letters."""

    kind: str = "text/plain"
    params: dict[str, str] = field(default_factory=dict)
    encoding: str = ""
    file_name: str = ""
    email: str = ""
    name: str = ""


def read_headers(block: bytes) -> Headers:
    """The headers of a block; of one that stands twice, the first counts."""
    found: dict[bytes, bytes] = {}
    for match in _WANTED.finditer(_FOLD.sub(b" ", block)):
        found.setdefault(match[1].lower(), match[2][:LONGEST_HEADER])
    content_type = _text(found.get(b"content-type", b""))
    disposition = _parameters(_text(found.get(b"content-disposition", b"")))
    params = _parameters(content_type)
    email, name = mailbox(_text(found.get(b"from") or found.get(b"sender", b"")))
    return Headers(
        kind=content_type.partition(";")[0].strip().lower() or "text/plain",
        params=params,
        encoding=_text(found.get(b"content-transfer-encoding", b"")).partition(";")[0].strip().lower(),
        file_name=_words(disposition.get("filename") or params.get("name", "")),
        email=email,
        name=name,
    )


def mailbox(text: str) -> tuple[str, str]:
    """Address and name of the first mailbox in a From: header; both empty where there is none."""
    text = text[:LONGEST_HEADER]
    match = _MAILBOX.match(text)
    if match is not None:
        email = "".join(match[2].split())
        name = match[1].strip()
        name = _QUOTED_PAIR.sub(r"\1", name[1:-1]) if name.startswith('"') else name
    else:
        email = next((word for word in _BETWEEN.split(_IN_BRACKETS.sub("", text)) if "@" in word), "")
        comment = _IN_BRACKETS.search(text) if email else None
        name = comment[1] if comment else ""
    email = plain(email)
    fits = 0 < email.find("@") < len(email) - 1 and len(email) <= LONGEST_ADDRESS
    name = " ".join(plain(_words(name)).split())[:LONGEST_NAME]
    return (email, "" if name == email else name) if fits else ("", name)


def _text(value: bytes) -> str:
    return plain(decoded(value)) if value else ""


def _parameters(text: str) -> dict[str, str]:
    """The parameters of a header; those in numbered pieces are joined (RFC 2231, 3 and 4)."""
    pieces: dict[str, str] = {}
    extended: set[str] = set()
    for match in _PARAMETER.finditer(text):
        name, value = match[1].lower(), match[4]
        value = _QUOTED_PAIR.sub(r"\1", value.strip('"')) if value.startswith('"') else value
        if match[2]:
            pieces[name] = pieces.get(name, "") + value
        else:
            pieces.setdefault(name, value)
        if match[3]:
            extended.add(name)
    for name in extended:
        charset, _language, value = (["", "", *pieces[name].split("'", 2)])[-3:]
        pieces[name] = decoded(unquote_to_bytes(value), charset)
    return pieces


def _words(text: str) -> str:
    """A text with its encoded words read (RFC 2047); one that can't be read stays as it is."""
    return _ENCODED_WORD.sub(_word, text) if "=?" in text else text


def _word(match: re.Match[str]) -> str:
    letters = match[3].encode("ascii", "replace")
    if match[2] in "Qq":
        return decoded(quopri.decodestring(letters, header=True), match[1].partition("*")[0])
    try:
        return decoded(base64.b64decode(letters + b"=" * (-len(letters) % 4)), match[1].partition("*")[0])
    except (binascii.Error, ValueError):
        return match[0]
