"""The messages of an mbox file, one after another (RFC 4155), whichever of its ways of quoting `From ` it uses."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from roundtables.formats.mail.kinds import MBOX_LINE

MOST_MESSAGES = 20_000
LINE = 64 * 1024
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)


def messages(stream: BinaryIO, most_bytes: int) -> Iterator[bytes | None]:
    """Each message of the file; None for one of more bytes. Holds no more than one message in memory."""
    lines: list[bytes] = []
    size = 0
    blank, begun = True, False
    while line := stream.readline(LINE):
        if blank and line.startswith(b"From ") and MBOX_LINE.match(line):
            if begun:
                yield _message(lines, size, most_bytes)
            lines, size, begun = [], 0, True
        elif begun:
            size += len(line)
            if size <= most_bytes:
                lines.append(line)
            else:
                lines.clear()
        blank = line in (b"\n", b"\r\n")
    if begun:
        yield _message(lines, size, most_bytes)


def _message(lines: list[bytes], size: int, most_bytes: int) -> bytes | None:
    return _QUOTED.sub(rb"\1", b"".join(lines)) if size <= most_bytes else None
