"""The wording of messages: shipped for every kind and language, or the organisers' own; filled in for one person."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from roundtables.terms import MessageKind


@dataclass(frozen=True)
class Wording:
    """Subject and body as templates (Jinja2, sandboxed); `own` where the organisers have changed them."""

    kind: MessageKind
    language: str
    subject: str
    body: str
    own: bool = False


@dataclass(frozen=True)
class Field:
    """Something that may be filled in: `name` as a template writes it, `meaning` in words, marked for the catalogue."""

    name: str
    meaning: str


FIELDS: tuple[Field, ...] = ()


def wording(session: Session, kind: MessageKind, language_code: str) -> Wording:
    """The wording that counts for a kind of message in a language."""
    raise NotImplementedError


def change(session: Session, kind: MessageKind, language_code: str, subject: str, body: str) -> None:
    """Keep a wording of one's own. Raises TemplateWrong (Invalid; names the field and the line) and TooLong."""
    raise NotImplementedError


def reset(session: Session, kind: MessageKind, language_code: str) -> None:
    """Go back to the wording that is shipped."""
    raise NotImplementedError


def preview(
    session: Session,
    event_id: int | None,
    kind: MessageKind,
    language_code: str,
    subject: str,
    body: str,
    now: dt.datetime,
) -> tuple[str, str]:
    """Subject and text as a participant of an event would get them; an invented one where no event is named.

    Raises TemplateWrong.
    """
    raise NotImplementedError
