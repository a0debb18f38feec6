"""The parts of a message (RFC 2046), found by their boundaries without decoding or copying any of them.

Bounded in depth and number. The standard library's parser reads every line of every attachment and goes down by
calls of itself: an attachment of 50 MB costs it seconds, a few hundred nested parts its stack.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from roundtables.formats.mail.headers import MOST_BYTES, Headers, read_headers
from roundtables.formats.mail.transfer import undone

DEEPEST = 10
MOST_PARTS = 200
MOST_FALSE_BOUNDARIES = 1_000
LONGEST_BOUNDARY = 1_000
MOST_ENCODED_MESSAGE = 5 * 1024 * 1024
"""Bytes of an attached message that is encoded as a whole, which the rules forbid and programs do."""


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
        return self.end - self.begin

    def content(self) -> bytes:
        """The bytes as they were before they were encoded."""
        return undone(self.source[self.begin : self.end], self.headers.encoding)


@dataclass
class Parts:
    """The leaves of a message, in order. `too_many` says afterwards whether some were passed over."""

    content: bytes
    too_many: bool = False
    _count: int = 0

    def __iter__(self) -> Iterator[Part]:
        return self._message(self.content, 0, len(self.content), 0)

    def _message(self, source: bytes, begin: int, end: int, depth: int) -> Iterator[Part]:
        headers, body = _head(source, begin, end)
        return self._below(headers, source, body, end, depth, (headers.email, headers.name))

    def _below(
        self, headers: Headers, source: bytes, begin: int, end: int, depth: int, sender: tuple[str, str]
    ) -> Iterator[Part]:
        if depth > DEEPEST or self._count >= MOST_PARTS:
            self.too_many = True
            return
        self._count += 1
        boundary = headers.params.get("boundary", "").encode("utf-8", "replace")
        if headers.kind.startswith("multipart/") and 0 < len(boundary) <= LONGEST_BOUNDARY:
            for start, stop in _split(source, begin, end, boundary):
                inner, body = _head(source, start, stop)
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
        while source[begin : begin + 1] in (b"\r", b"\n"):
            begin += 1
        yield from self._message(source, begin, end, depth + 1)


def _holds_message(headers: Headers) -> bool:
    if headers.kind in ("message/rfc822", "message/global", "message/news"):
        return True
    return headers.kind == "application/octet-stream" and headers.file_name.lower().endswith(".eml")


def _head(source: bytes, begin: int, end: int) -> tuple[Headers, int]:
    """The headers at a place, and where the body begins."""
    if source[begin : begin + 1] == b"\n" or source[begin : begin + 2] == b"\r\n":
        return Headers(), begin
    most = min(end, begin + MOST_BYTES)
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
            if start >= 0:
                yield start, max(start, at)
            start = line_end + 1 if line_end >= 0 else end
            if rest == b"--":
                return
        at = source.find(mark, after, end)
    if 0 <= start < end:
        yield start, end
