"""Outlook .msg files made for tests: a compound file (MS-CFB) with the properties of a message (MS-OXMSG) in it."""

import struct
from dataclasses import dataclass, field

SECTOR, MINI = 512, 64
END, FREE, FAT, NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF
TEXT, BINARY, NUMBER, TRUE_FALSE, TIME = 0x001F, 0x0102, 0x0003, 0x000B, 0x0040
MEETING = bytes.fromhex("90DAD86E0B451B1098DA00AA003F1305")
APPOINTMENT = bytes.fromhex("0220060000000000C000000000000046")


@dataclass
class Folder:
    """A storage: streams and storages by name."""

    streams: dict[str, bytes] = field(default_factory=dict)
    folders: dict[str, "Folder"] = field(default_factory=dict)


def msg(values, named=(), attachments=()):
    """A .msg file, as bytes."""
    return compound(folder(values, named, attachments))


def folder(values, named=(), attachments=(), head=32):
    """The storage of a message. `values` are (number, type, value), `named` are (group, identifier, type, value),
    an attachment is a list of values or, for a message within, a storage.
    """
    values, groups, entries = list(values), [], b""
    for index, (group, identifier, kind, value) in enumerate(named):
        groups = groups if group in groups else [*groups, group]
        entries += struct.pack("<LHH", identifier, (groups.index(group) + 3) << 1, index)
        values.append((0x8000 + index, kind, value))
    root = _properties(values, bytes(head))
    root.folders["__nameid_version1.0"] = Folder(
        {"__substg1.0_00020102": b"".join(groups), "__substg1.0_00030102": entries, "__substg1.0_00040102": b""}
    )
    for number, attachment in enumerate(attachments):
        within = attachment if isinstance(attachment, Folder) else None
        inside = _properties([] if within else attachment, bytes(8))
        inside.folders = {"__substg1.0_3701000D": within} if within else {}
        root.folders[f"__attach_version1.0_#{number:08X}"] = inside
    return root


def _properties(values, head):
    folder, table = Folder(), head
    for number, kind, value in sorted(values):
        data = value.encode("utf-16-le") if kind == TEXT else value
        if kind in (TEXT, BINARY):
            folder.streams[f"__substg1.0_{number:04X}{kind:04X}"] = data
            fixed = struct.pack("<Q", len(data))
        else:
            fixed = struct.pack("<Q", int(value))
        table += struct.pack("<HHL", kind, number, 6) + fixed
    folder.streams["__properties_version1.0"] = table
    return folder


def compound(root):
    """The bytes of a compound file of version 3: directory, streams, table of sectors; small streams within one."""
    sectors, fat, mini, mini_fat = [], [], b"", []

    def chain(data):
        """Put data into sectors of its own; returns the first."""
        count = -(-len(data) // SECTOR)
        first = len(sectors)
        sectors.extend(data[at * SECTOR : (at + 1) * SECTOR].ljust(SECTOR, b"\0") for at in range(count))
        fat.extend([*range(first + 1, first + count), END] if count else [])
        return first if count else END

    entries = [["Root Entry", 5, NONE, NONE, NONE, END, 0]]

    def add(folder, at):
        nonlocal mini
        before = None
        for name, inside in [*folder.streams.items(), *folder.folders.items()]:
            index = len(entries)
            entries.append([name, 2 if isinstance(inside, bytes) else 1, NONE, NONE, NONE, END, 0])
            entries[at if before is None else before][4 if before is None else 3] = index
            before = index
            if not isinstance(inside, bytes):
                entries[index][5] = 0
                add(inside, index)
            elif len(inside) >= 4096:
                entries[index][5:] = [chain(inside), len(inside)]
            elif inside:
                count = -(-len(inside) // MINI)
                entries[index][5:] = [len(mini_fat), len(inside)]
                mini_fat.extend([*range(len(mini_fat) + 1, len(mini_fat) + count), END])
                mini += inside.ljust(count * MINI, b"\0")

    add(root, 0)
    entries[0][5:] = [chain(mini), len(mini)]
    first_mini_fat = chain(
        struct.pack(f"<{len(mini_fat)}L", *mini_fat).ljust(-(-len(mini_fat) // 128) * SECTOR, b"\xff")
    )
    directory = chain(b"".join(map(_entry, entries)))
    tables = 1
    while tables * 128 < len(fat) + tables:
        tables += 1
    places = list(range(len(sectors), len(sectors) + tables))
    fat.extend([FAT] * tables)
    table = struct.pack(f"<{len(fat)}L", *fat).ljust(tables * SECTOR, b"\xff")
    numbers = (0, tables, directory, 0, 4096, first_mini_fat, -(-len(mini_fat) // 128), END, 0)
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9L", *numbers) + struct.pack("<109L", *(places + [FREE] * 109)[:109])
    return head + b"".join(sectors) + table


def _entry(entry):
    name, kind, left, right, child, start, size = entry
    written = (name + "\0").encode("utf-16-le")
    return struct.pack(
        "<64sHBBLLL16sLQQLQ", written, len(written), kind, 1, left, right, child, bytes(16), 0, 0, 0, start, size
    )
