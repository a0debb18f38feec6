"""The properties of an Outlook .msg file, opened within bounds (MS-CFB, MS-OXMSG, MS-OXPROPS).

olefile reads a file whose tables lead in circles for as long as they say, and python-oxmsg takes every stream into
memory: what a file may not say is looked for first.
"""

import contextlib
import datetime as dt
import io
import struct
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from roundtables.formats.calendar.lines import plain

if TYPE_CHECKING:
    from olefile import OleFileIO
    from oxmsg.properties import Properties
    from oxmsg.storage import Storage

MOST_ENTRIES = 4_000
MOST_PROPERTIES = 64 * 1024
"""Bytes of the table of properties, 16 for each."""
MEETING = bytes.fromhex("90DAD86E0B451B1098DA00AA003F1305")
APPOINTMENT = bytes.fromhex("0220060000000000C000000000000046")

_ROOT_HEADER = 32
_MESSAGE_HEADER = 24
_ATTACHMENT_HEADER = 8
_FIRST_NAMED = 0x8000
_OWN_GUIDS = 3
_T = TypeVar("_T")


class NotReadable(Exception):
    """The file is damaged, or says what no .msg file says."""


class Values:
    """The values of a message or attachment by number, None where one is missing or of another type."""

    def __init__(self, properties: "Properties") -> None:
        self._found = {found.pid: found for found in properties}

    def text(self, number: int) -> str:
        return plain(self._value(number, str) or "")

    def number(self, number: int) -> int | None:
        return self._value(number, int)

    def bytes(self, number: int) -> bytes:
        return self._value(number, bytes) or b""

    def time(self, number: int) -> dt.datetime | None:
        """In UTC; None where it lies outside of what can be counted."""
        found = self._value(number, dt.datetime)
        return found if found is not None and 1900 <= found.year <= 2200 else None

    def _value(self, number: int, kind: type[_T]) -> _T | None:
        try:
            found = getattr(self._found.get(number), "value", None)
        except Exception:  # noqa: BLE001 - a library over bytes from outside: the value is missing or damaged
            return None
        return found if isinstance(found, kind) else None


class MsgFile:
    """A message: its own values, those of its attachments, the messages within, the numbers of named properties."""

    def __init__(self, storage: "Storage", header: int, numbers: Mapping[tuple[bytes, int], int]) -> None:
        self.values = _values(storage, header)
        self._storage = storage
        self._numbers = numbers

    @classmethod
    def read(cls, content: bytes) -> "MsgFile":
        """The message of a file. Raises NotReadable."""
        try:
            root = _opened(content)
            return cls(root, _ROOT_HEADER, _named(root))
        except NotReadable:
            raise
        except Exception as error:  # a library over bytes from outside: whatever it meets, the file is damaged
            raise NotReadable from error

    def named(self, group: bytes, identifier: int) -> int:
        """The number in this file of a property that is known by its group and identifier; 0 where it has none."""
        return self._numbers.get((group, identifier), 0)

    def attachments(self) -> list[Values]:
        """The values of each attachment that can be read."""
        found = []
        for storage in self._storage.iter_attachment_storages():
            with contextlib.suppress(Exception):  # as above, but of one attachment
                found.append(_values(storage, _ATTACHMENT_HEADER))
        return found

    def messages(self) -> list["MsgFile"]:
        """The messages attached that can be read; named properties have the numbers of the whole file."""
        found = []
        for attachment in self._storage.iter_attachment_storages():
            for storage in attachment.storages:
                with contextlib.suppress(Exception):  # as above, but of one message
                    found.append(MsgFile(storage, _MESSAGE_HEADER, self._numbers))
        return found


def _values(storage: "Storage", header: int) -> Values:
    from oxmsg.properties import Properties

    if len(storage.properties_stream_bytes) > MOST_PROPERTIES:
        raise NotReadable
    return Values(Properties(storage, header))


def _opened(content: bytes) -> "Storage":
    from olefile import OleFileIO

    class BoundedOle(OleFileIO):  # type: ignore[misc]  # the library has no types
        """Stops when the directory grows too large: the time it takes to check grows with the square of it."""

        loaded = 0

        def _load_direntry(self, sid: int) -> Any:
            self.loaded += 1
            if self.loaded > MOST_ENTRIES:
                raise NotReadable
            return super()._load_direntry(sid)

    _check_header(content)
    with BoundedOle(io.BytesIO(content)) as ole:
        # Streams that share their sectors would be read once each.
        if sum(entry.size for entry in ole.direntries if entry is not None) > 2 * len(content):
            raise NotReadable
        return _storage(ole, ole.root, "")


def _check_header(content: bytes) -> None:
    """Sectors of the two sizes there are, and tables no longer than the file (MS-CFB, 2.2)."""
    if len(content) < 512:
        raise NotReadable
    shift, mini_shift = struct.unpack_from("<HH", content, 30)
    fat, mini_fat, difat = (struct.unpack_from("<L", content, at)[0] for at in (44, 64, 72))
    if shift not in (9, 12) or mini_shift != 6 or max(fat, mini_fat, difat) << shift > len(content):
        raise NotReadable


def _storage(ole: "OleFileIO", node: Any, path: str) -> "Storage":
    """The storage with what is in it; recipients, of whom there may be hundreds, are left out."""
    from olefile import STGTY_STORAGE, STGTY_STREAM
    from oxmsg.storage import Storage, Stream

    streams, storages = [], []
    for entry in node.kids:
        below = f"{path}/{entry.name}" if path else entry.name
        if entry.entry_type == STGTY_STREAM:
            with ole.openstream(below) as stream:
                streams.append(Stream(below, stream.read()))
        elif entry.entry_type == STGTY_STORAGE and not entry.name.startswith("__recip"):
            storages.append(_storage(ole, entry, below))
    return Storage(path, tuple(streams), tuple(storages))


def _named(root: "Storage") -> Mapping[tuple[bytes, int], int]:
    """The numbers of named properties by group and identifier (MS-OXMSG, 2.2.3); those named by a text are not read."""
    streams = {
        stream.name: stream.bytes_
        for storage in root.storages
        if "nameid" in storage.name
        for stream in storage.streams
    }
    groups, entries = (streams.get(f"__substg1.0_000{at}0102", b"")[:MOST_PROPERTIES] for at in (2, 3))
    numbers = {}
    for identifier, group, index in struct.iter_unpack("<LHH", entries[: len(entries) // 8 * 8]):
        at = ((group >> 1) - _OWN_GUIDS) * 16
        if not group & 1 and at >= 0:
            numbers[groups[at : at + 16], identifier] = _FIRST_NAMED + index
    return numbers
