"""What became of a message that a server was given."""

from dataclasses import dataclass
from enum import Enum


class Fate(Enum):
    """What became of a message. LATER: refused for now, or surely not sent. UNKNOWN: perhaps sent."""

    SENT = "sent"
    LATER = "later"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Result:
    """What became of a message, and why: the server's words, cleaned and shortened."""

    fate: Fate
    answer: str
