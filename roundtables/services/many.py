"""The same change to many events or people at once: all or nothing, in the one step of its caller."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from roundtables.errors import NothingThere
from roundtables.model import Person
from roundtables.services import events, people

CHUNK = 500
Report = Callable[[int, int], None]


def change_events(session: Session, keys: Sequence[int], values: dict[str, Any], report: Report | None = None) -> None:
    """Change what is given of each event. Raises what `events.change` raises; nothing is then changed."""
    for number, key in enumerate(keys):
        if report is not None and number % 50 == 0:
            report(number, len(keys))
        events.change(session, key, **values)


def change_people(session: Session, keys: Sequence[int], values: dict[str, Any], report: Report | None = None) -> None:
    """Change what is given of each person; an organisation is found or made once. Raises what `change` raises."""
    done = 0
    for chunk in _chunks(keys):
        if report is not None:
            report(done, len(keys))
        found = {person.id: person for person in session.scalars(select(Person).where(Person.id.in_(chunk)))}
        if len(found) != len(chunk):
            raise NothingThere
        with session.no_autoflush:
            people.change_alike(session, [found[key] for key in chunk], **values)
        session.flush()
        done += len(chunk)


def _chunks(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    unique = list(dict.fromkeys(keys))
    for start in range(0, len(unique), CHUNK):
        yield unique[start : start + CHUNK]
