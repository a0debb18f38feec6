"""Spans of time as sets: joined where they touch, cut to others, measured. Instants, the end not included."""

import datetime as dt
from collections.abc import Iterable, Sequence

Span = tuple[dt.datetime, dt.datetime]


def union(spans: Iterable[Span]) -> list[Span]:
    """The same instants as spans in order, none touching another; what lasts no time is dropped."""
    joined: list[Span] = []
    for begins, ends in sorted(spans):
        if begins >= ends:
            continue
        if joined and begins <= joined[-1][1]:
            if ends > joined[-1][1]:
                joined[-1] = joined[-1][0], ends
        else:
            joined.append((begins, ends))
    return joined


def within(spans: Sequence[Span], limits: Sequence[Span]) -> list[Span]:
    """What of the spans lies within the limits. Both are unions, and so is what comes out."""
    found: list[Span] = []
    at = 0
    for begins, ends in limits:
        while at < len(spans) and spans[at][1] <= begins:
            at += 1
        number = at
        while number < len(spans) and spans[number][0] < ends:
            span = spans[number]
            inside = begins <= span[0] and span[1] <= ends
            found.append(span if inside else (max(span[0], begins), min(span[1], ends)))
            number += 1
    return found


def seconds(spans: Iterable[Span]) -> int:
    """How long they are together, in whole seconds."""
    return int(sum([(ends - begins).total_seconds() for begins, ends in spans]))
