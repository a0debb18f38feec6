"""What Exchange does in its own way: it may wrap the UID of others' invitations into an identifier of its own."""

import binascii

GLOBAL_OBJECT = bytes.fromhex("040000008200E00074C5B7101A82E008")
FOREIGN_UID = b"vCal-Uid\x01\x00\x00\x00"
"""What stands before the UID that came with the invitation (MS-OXCICAL, 2.1.3.1.1.20.26)."""
_INSTANCE = slice(16, 20)


def unwrapped_uid(uid: str) -> str:
    """The UID as the invitation had it: the one inside a global object identifier in hexadecimal, or as it is."""
    if not uid.upper().startswith("040000008200E000"):
        return uid
    try:
        return uid_of(binascii.unhexlify(uid)) or uid
    except (ValueError, binascii.Error):
        return uid


def uid_of(identifier: bytes) -> str:
    """The UID that a global object identifier stands for (MS-OXOCAL, 2.2.1.27); empty where it is none."""
    if not identifier.startswith(GLOBAL_OBJECT):
        return ""
    _head, found, foreign = identifier.partition(FOREIGN_UID)
    if found:
        return foreign.partition(b"\x00")[0].decode("utf-8", "replace")
    plain = bytearray(identifier)
    plain[_INSTANCE] = bytes(4)
    return plain.hex().upper()
