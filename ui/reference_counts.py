"""Keeps None, True and False alive under Python 3.11.

PySide6 6.12 is built for a Python in which they are immortal (PEP 683, from 3.12 on): its calls that return nothing,
or whether a signal was sent, hand them out without counting. Under 3.11 each such call takes one from the count,
and after some thousands of them, a few dozen paintings of a page, the interpreter stops with "deallocating None".
"""

import sys

ENOUGH = 1 << 40
"""A million calls a second for twelve days."""


def keep_none() -> None:
    """Give None and both truth values a count that no session uses up; nothing where they are immortal."""
    if sys.version_info < (3, 12):
        import ctypes

        # The count is the first thing in an object (PEP 384 leaves it out; CPython 3.11, Include/object.h).
        for value in (None, True, False):
            count = ctypes.c_ssize_t.from_address(id(value))
            if count.value < ENOUGH:
                count.value += ENOUGH
