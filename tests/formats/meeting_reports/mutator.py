"""Damaged reports out of the samples, the same for the same seed."""

import codecs
import random
import re
from collections.abc import Callable, Iterator

from tests.formats.meeting_reports.reading_samples import SAMPLES

# fmt: off
TOKENS = (
    b"\t", b",", b";", b'"', b"\r\n", b"\n", b"\r", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"1. x", b"3. x\n", b"--",
    b'="', b"2026-11-24 09:00:00", b"11/12/26, 9:00:00 PM", b"PT9999H", b"\xe2\x80\xae", b"\xe2\x80\xaf", b"@",
    b"Joined", b"sep=;\n", b"24.11.0000 klo 9.00", b"25.10.2026 klo 3.30.00", b"+23:59", b"Z", b"\xd9\xa3",
    b"Attendee Details\n",
)
# fmt: on
NUMBERS = (b"9" * 300, b"-1", b"0", b"00", b"13", b"99", b"2026", b"99999999", b"1e308", b"\xc2\xb2")


def valid() -> list[bytes]:
    """The samples as they lie there and in UTF-16."""
    found = [path.read_bytes() for path in sorted(SAMPLES.glob("*.csv"))]
    return [*found, *(codecs.BOM_UTF16_LE + content.decode().encode("utf-16-le") for content in found)]


def mutated(seed: int, number: int) -> Iterator[bytes]:
    """So many damaged reports, each with one to four faults."""
    chance = random.Random(seed)
    originals = valid()
    for _at in range(number):
        content = chance.choice(originals)
        for _fault in range(chance.randint(1, 4)):
            content = chance.choice(FAULTS)(content, chance)[:100_000]
        yield content


def _flip(content: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(content)
    for _at in range(chance.randint(1, 6) if damaged else 0):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    return bytes(damaged)


def _cut(content: bytes, chance: random.Random) -> bytes:
    begin, end = sorted(chance.randint(0, len(content)) for _end in range(2))
    return content[:begin] if chance.random() < 0.3 else content[:begin] + content[end:]


def _insert(content: bytes, chance: random.Random) -> bytes:
    at = chance.randint(0, len(content))
    return content[:at] + chance.choice(TOKENS) * chance.choice((1, 1, 2, 50)) + content[at:]


def _lines(content: bytes, chance: random.Random) -> bytes:
    lines = content.splitlines(keepends=True) or [b""]
    begin = chance.randrange(len(lines))
    piece = lines[begin : begin + chance.randint(1, 6)]
    chance.shuffle(piece)
    return b"".join(lines[:begin] + piece * chance.choice((0, 1, 2, 20)) + lines[begin + len(piece) :])


def _number(content: bytes, chance: random.Random) -> bytes:
    places = list(re.finditer(rb"\d+", content))
    if not places:
        return content
    place = chance.choice(places)
    return content[: place.start()] + chance.choice(NUMBERS) + content[place.end() :]


def _column(content: bytes, chance: random.Random) -> bytes:
    """One column of every line is lost."""
    separator = b"\t" if b"\t" in content else b","
    at = chance.randrange(6)
    lines = [line.split(separator) for line in content.split(b"\n")]
    return b"\n".join(separator.join(line[:at] + line[at + 1 :]) for line in lines)


def _separator(content: bytes, chance: random.Random) -> bytes:
    return content.replace(b"\t" if b"\t" in content else b",", chance.choice((b";", b",", b"\t", b"|")))


FAULTS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flip, _cut, _insert, _lines, _number, _column, _separator,
)  # fmt: skip
