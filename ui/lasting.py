"""Let None, True and False outlast a day's work on Python 3.11.

PySide's wheel gives these values out without counting them, as one may from Python 3.12 on, where they are never
freed (PEP 683). On 3.11 each call of Qt that returns nothing takes one from the count of None, which begins at some
thousands: `setText`, `update` and `QPainter.restore` each do. At zero the interpreter ends at once, with
“none_dealloc: deallocating None”. A count that no day comes to the end of is what Python 3.12 has by itself.
"""

import ctypes
import sys

NEVER = 1 << 40
"""So many calls more than any session makes."""


def make_lasting() -> None:
    """Raise the counts once, before Qt is used; nothing to do where these values are never freed."""
    if sys.implementation.name != "cpython" or sys.version_info >= (3, 12):
        return
    for value in (None, True, False, NotImplemented, ...):
        if sys.getrefcount(value) < NEVER:
            ctypes.c_ssize_t.from_address(id(value)).value += NEVER
