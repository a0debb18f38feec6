"""The parts of a message (RFC 2046), found by their boundaries without decoding or copying any of them.

Bounded in depth and number. The standard library's parser reads every line of every attachment and goes down by
calls of itself: an attachment of 50 MB costs it seconds, a few hundred nested parts its stack.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from roundtables.formats.mail.headers import Headers, read_headers
from roundtables.formats.mail.transfer import undone

DEEPEST = 10
MOST_PARTS = 200
MOST_FALSE_BOUNDARIES = 1_000
LONGEST_BOUNDARY = 1_000
MOST_HEADERS = 256 * 1024
"""Bytes of a message's headers, which may name hundreds of recipients."""
MOST_PART_HEADERS = 32 * 1024
MOST_ENCODED_MESSAGE = 5 * 1024 * 1024
"""Bytes of an attached message that is encoded as a whole, which the rules forbid and programs do."""
_LEADING = re.compile(rb"(?:\xef\xbb\xbf)?[\r\n]{0,100}")
"""What a program may have put before the first header."""


@dataclass(frozen=True)
class Part:
    """A part without parts: its headers, where its body lies, and who sent the message around it."""

    headers: Headers
    source: bytes
    begin: int
    end: int
    email: str
    name: str

    @property
    def size(self) -> int:
        """How many bytes it is long."""
        return self.end - self.begin

    def begins(self, first: bytes) -> bool:
        """Whether the body, as it lies there, begins with these bytes, after a few blank lines."""
        return self.source[self.begin : min(self.end, self.begin + 200)].lstrip().startswith(first)

    def content(self) -> bytes:
        """The bytes as they were before they were encoded."""
        return undone(self.source[self.begin : self.end], self.headers.encoding)


@dataclass
class Parts:
    """The leaves of a message, in order. Known afterwards: who sent it, and whether some parts were passed over."""

    content: bytes
    sender: tuple[str, str] = ("", "")
    too_many: bool = False
    _count: int = 0

    def __iter__(self) -> Iterator[Part]:
        return self._message(self.content, 0, len(self.content), 0)

    def _message(self, source: bytes, begin: int, end: int, depth: int) -> Iterator[Part]:
        leading = _LEADING.match(source, begin, end)
        begin = leading.end() if leading else begin
        headers, body = _head(source, begin, end, MOST_PART_HEADERS if depth else MOST_HEADERS)
        sender = (headers.email, headers.name)
        self.sender = self.sender if depth else sender
        return self._below(headers, source, body, end, depth, sender)

    def _below(
        self, headers: Headers, source: bytes, begin: int, end: int, depth: int, sender: tuple[str, str]
    ) -> Iterator[Part]:
        self._count += 1
        if depth > DEEPEST or self._count > MOST_PARTS:
            self.too_many = True
            return
        boundary = headers.params.get("boundary", "").encode("utf-8", "replace")
        if headers.kind.startswith("multipart/") and 0 < len(boundary) <= LONGEST_BOUNDARY:
            for start, stop in _split(source, begin, end, boundary):
                if self._count >= MOST_PARTS:
                    self.too_many = True
                    return
                inner, body = _head(source, start, stop, MOST_PART_HEADERS)
                yield from self._below(inner, source, body, stop, depth + 1, sender)
        elif _holds_message(headers):
            yield from self._enclosed(headers, source, begin, end, depth)
        else:
            yield Part(headers, source, begin, end, *sender)

    def _enclosed(self, headers: Headers, source: bytes, begin: int, end: int, depth: int) -> Iterator[Part]:
        if headers.encoding in ("base64", "quoted-printable"):
            if end - begin > MOST_ENCODED_MESSAGE:
                self.too_many = True
                return
            source = undone(source[begin:end], headers.encoding)
            begin, end = 0, len(source)
        yield from self._message(source, begin, end, depth + 1)


def _holds_message(headers: Headers) -> bool:
    if headers.kind in ("message/rfc822", "message/global", "message/news"):
        return True
    return headers.kind == "application/octet-stream" and headers.file_name.lower().endswith(".eml")


def _head(source: bytes, begin: int, end: int, longest: int) -> tuple[Headers, int]:
    """The headers at a place, and where the body begins."""
    if source[begin : begin + 1] == b"\n" or source[begin : begin + 2] == b"\r\n":
        return Headers(), begin
    most = min(end, begin + longest)
    ends = [at + len(blank) for blank in (b"\n\r\n", b"\n\n") if (at := source.find(blank, begin, most)) >= 0]
    body = min(ends, default=most)
    return read_headers(source[begin:body]), body


def _split(source: bytes, begin: int, end: int, boundary: bytes) -> Iterator[tuple[int, int]]:
    """Where each part between two boundaries begins and ends; the last may lack its closing boundary."""
    mark = b"\n--" + boundary
    start = -1
    false_ones = 0
    at = begin - 1 if source.startswith(mark[1:], begin) else source.find(mark, begin, end)
    while at >= 0 and false_ones < MOST_FALSE_BOUNDARIES:
        after = at + len(mark)
        line_end = source.find(b"\n", after, min(end, after + 1_000))
        rest = source[after : line_end if line_end >= 0 else min(end, after + 100)].strip()
        if rest not in (b"", b"--"):
            false_ones += 1
        else:
            if 0 <= start < at:
                yield start, at
            else:
                false_ones += 1
            start = line_end + 1 if line_end >= 0 else end
            if rest == b"--":
                return
        at = source.find(mark, after, end)
    if 0 <= start < end:
        yield start, end
