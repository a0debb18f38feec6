"""A register to try things out in: the programme of a real project record, with invented people, places and events."""

from roundtables.services.demonstration.making import make_demonstration

__all__ = ["make_demonstration"]
