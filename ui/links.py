"""Where something is done: what a line of Today, a search result or a step of the history leads to."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Link:
    """A place of the window. `key` is the row it is about, `part` the tab or the line there.

    Places: today, calendar, events, event (with a key; parts: overview agenda participants invitations attendance costs
    report hand-over tasks history),
    people (parts: people organisations alike), person and organisation (with a key), programme (parts: record roles
    packages venues), post (parts: outbox proposals answers), figures, history, settings (parts: general post calendars
    keys register).
    """

    place: str
    key: int | None = None
    part: str = ""
