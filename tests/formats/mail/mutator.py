"""Damaged messages out of valid ones, the same for the same seed: what a mailbox may hold in the worst case."""

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

SAMPLES = Path(__file__).parent / "samples"
LARGEST = 1_000_000
TOKENS = (
    b"BEGIN:VCALENDAR",
    b"END:VCALENDAR",
    b"BEGIN:VEVENT",
    b"END:VEVENT",
    b"\r\n",
    b"\n ",
    b"\r",
    b"--",
    b'"',
    b";",
    b":",
    b"=",
    b"\\",
    b"\x00",
    b"\xff\xfe",
    b"=?utf-8?b?",
    b"?=",
    b"=3D",
    b"\n\n",
    b"(((((((",
    b"mailto:",
    b"From ",
    b"<",
    b">",
    b"@",
    b"%00",
    b"^n",
)
NUMBERS = (b"9" * 400, b"-1", b"0", b"99999999999999999999", b"4294967296", b"1e308", b"NaN", b"\xc2\xb2")
CHARSETS = (
    b"utf-16",
    b"utf-7",
    b"iso-2022-jp",
    b"utf-32",
    b"idna",
    b"punycode",
    b"hz",
    b"cp037",
    b"base64",
    b"zlib",
    b"rot13",
    b"x" * 300,
    b"unicode_escape",
    b"raw_unicode_escape",
    b"undefined",
    b"mbcs",
    b"\xff",
    b"",
)
HEADERS = (
    b"Content-Type: multipart/mixed; boundary=",
    b"Content-Type: message/rfc822",
    b"Content-Transfer-Encoding: base64",
    b"Content-Transfer-Encoding: quoted-printable",
    b"Content-Type: text/calendar; method=REPLY; charset=utf-16",
    b"From: =?utf-7?b?////?= <",
    b"From: ((((((a@b",
    b"Content-Type: text/calendar; name*0*=utf-16'x'%ff; name*1=.ics",
    b"Content-Type: " + b"a/b;" * 500,
    b"Content-Disposition: attachment; filename=winmail.dat",
    b"Content-Type: application/pkcs7-mime",
)
BOUNDARY = re.compile(rb'boundary="?([^"\r\n;]+)')


def valid() -> list[bytes]:
    """The messages that are damaged: as they lie there, and with the line ends that mail has."""
    found = [path.read_bytes() for path in sorted(SAMPLES.glob("*.eml"))]
    return [*found, *(content.replace(b"\n", b"\r\n") for content in found)]


def mutated(seed: int, number: int) -> Iterator[bytes]:
    """So many damaged messages, each with one to six faults."""
    chance = random.Random(seed)
    originals = valid()
    for _at in range(number):
        content = chance.choice(originals)
        for _fault in range(chance.randint(1, 6)):
            content = chance.choice(FAULTS)(content, chance)[:LARGEST]
        yield content


def _flip(content: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(content)
    for _at in range(chance.randint(1, 20) if damaged else 0):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    return bytes(damaged)


def _cut(content: bytes, chance: random.Random) -> bytes:
    begin, end = sorted(chance.randint(0, len(content)) for _end in range(2))
    return content[:begin] if chance.random() < 0.5 else content[:begin] + content[end:]


def _insert(content: bytes, chance: random.Random) -> bytes:
    at = chance.randint(0, len(content))
    return content[:at] + chance.choice(TOKENS) * chance.choice((1, 1, 2, 50, 2_000)) + content[at:]


def _duplicate(content: bytes, chance: random.Random) -> bytes:
    lines = content.splitlines(keepends=True) or [b""]
    begin = chance.randrange(len(lines))
    piece = lines[begin : begin + chance.randint(1, 10)]
    return b"".join(lines[:begin] + piece * chance.choice((2, 3, 30)) + lines[begin:])


def _shuffle(content: bytes, chance: random.Random) -> bytes:
    lines = content.splitlines(keepends=True)
    begin = chance.randint(0, len(lines))
    piece = lines[begin : begin + 12]
    chance.shuffle(piece)
    return b"".join(lines[:begin] + piece + lines[begin + 12 :])


def _number(content: bytes, chance: random.Random) -> bytes:
    places = list(re.finditer(rb"\d+", content))
    if not places:
        return content
    place = chance.choice(places)
    return content[: place.start()] + chance.choice(NUMBERS) + content[place.end() :]


def _charset(content: bytes, chance: random.Random) -> bytes:
    return re.sub(
        rb'charset="?[\w-]*"?', lambda _found: b"charset=" + chance.choice(CHARSETS), content, flags=re.IGNORECASE
    )


def _header(content: bytes, chance: random.Random) -> bytes:
    lines = content.splitlines(keepends=True)
    at = chance.randint(0, min(len(lines), 30))
    return b"".join([*lines[:at], chance.choice(HEADERS) + chance.choice((b"", b"x", b"--")) + b"\n", *lines[at:]])


def _nest(content: bytes, chance: random.Random) -> bytes:
    """One within another within another, with the same boundary or with others, or as messages."""
    for depth in range(chance.choice((2, 12, 60))):
        mark = b"x" if chance.random() < 0.3 else b"x%d" % depth
        kind = b"message/rfc822\n\n" if chance.random() < 0.3 else b"text/plain\n\n"
        content = b"Content-Type: multipart/mixed; boundary=%b\n\n--%b\nContent-Type: %b" % (mark, mark, kind) + content
    return content


def _boundaries(content: bytes, chance: random.Random) -> bytes:
    found = BOUNDARY.findall(content)
    if not found:
        return content
    mark = b"\n--" + chance.choice(found)
    return content.replace(mark, mark * chance.choice((0, 2, 300)) + chance.choice((b"", b"--", b" ", b"x")))


def _encoding(content: bytes, chance: random.Random) -> bytes:
    kinds = (b"base64", b"quoted-printable", b"7bit", b"x-uuencode", b"BASE64 ", b"")
    return re.sub(
        rb"(Transfer-Encoding: )[\w-]+", lambda found: found[1] + chance.choice(kinds), content, flags=re.IGNORECASE
    )


FAULTS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flip,
    _cut,
    _insert,
    _duplicate,
    _shuffle,
    _number,
    _charset,
    _header,
    _nest,
    _boundaries,
    _encoding,
)
