"""Transfer encodings undone (RFC 2045, 6), and mended where a program declared another than it used."""

import binascii
import quopri
import re

_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_UNENCODED = re.compile(rb"(?:PARTSTAT|TZID|CN|ROLE)=(?!3D|\r?\n)", re.IGNORECASE)
_ENCODED = re.compile(rb"(?:PARTSTAT|TZID|CN|ROLE)=3D", re.IGNORECASE)
_BEGIN = b"BEGIN:VCALENDAR"
_BEGIN_IN_BASE64 = b"QkVHSU46VkNBTEVOREFS"


def undone(content: bytes, encoding: str) -> bytes:
    """The bytes of a part that holds a calendar or a message, as they were before they were encoded."""
    begins = content[:2_000].upper().find(_BEGIN) >= 0
    if not begins and (encoding == "base64" or content.lstrip()[: len(_BEGIN_IN_BASE64)] == _BEGIN_IN_BASE64):
        return _from_base64(content)
    quoted = encoding == "quoted-printable"
    if begins and quoted and _UNENCODED.search(content):
        return content
    if quoted or (begins and _ENCODED.search(content) and not _UNENCODED.search(content)):
        return quopri.decodestring(content)
    return content


def _from_base64(content: bytes) -> bytes:
    """What is there: signs that don't belong are left out, an end that was cut off is done without."""
    letters = _NOT_BASE64.sub(b"", content.partition(b"=")[0] if content.count(b"=") <= 2 else content)
    letters = letters[: len(letters) - 1] if len(letters) % 4 == 1 else letters
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
