"""How long somebody was there, as the tools write it in their languages: 1h 30m 51s, 1 t 3 min, PT1H3M, 01:30:51."""

import re
from functools import lru_cache

from roundtables.formats.meeting_reports.vocabulary import DAYS, HOURS, MINUTES, SECONDS
from roundtables.words import fold

LONGEST = 60
PARTS = re.compile(r"(\d{1,6})(?:[.,](\d{1,3}))?\s*([^\W\d_]+)\.?")
BETWEEN = re.compile(r"[\s,;]*(?:(?:and|ja|och|i|und|et)\s)?")
CLOCK = re.compile(r"(\d{1,3}):(\d{2})(?::(\d{2}))?")
ISO = re.compile(r"P(?:(\d{1,3})D)?T?(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})(?:\.\d+)?S)?", re.IGNORECASE)
NUMBER = re.compile(r"\d{1,6}(?:[.,]\d{1,3})?")


@lru_cache(maxsize=4096)
def duration(text: str, unit: int = 60) -> int | None:
    """Seconds, None for what is no duration. A bare number is so many of `unit` seconds."""
    text = text.strip()
    if not text or len(text) > LONGEST:
        return None
    if NUMBER.fullmatch(text):
        return round(float(text.replace(",", ".")) * unit)
    clock = CLOCK.fullmatch(text)
    if clock:
        return int(clock[1]) * 3600 + int(clock[2]) * 60 + int(clock[3] or 0)
    iso = ISO.fullmatch(text)
    if iso and any(iso.groups()):
        days, hours, minutes, seconds = (int(part or 0) for part in iso.groups())
        return days * 86_400 + hours * 3600 + minutes * 60 + seconds
    return _in_words(fold(text))


def _in_words(text: str) -> int | None:
    """Numbers with units, nothing else between them."""
    total, at = 0.0, 0
    for found in PARTS.finditer(text):
        unit = _unit(found[3])
        if unit is None or BETWEEN.fullmatch(text, at, found.start()) is None:
            return None
        total += float(f"{found[1]}.{found[2] or 0}") * unit
        at = found.end()
    return round(total) if at and not text[at:].strip() else None


def _unit(word: str) -> int | None:
    for words, seconds in ((HOURS, 3600), (MINUTES, 60), (SECONDS, 1), (DAYS, 86_400)):
        if word in words:
            return seconds
    return None
