"""The wording of messages: shipped for every kind and language, or the organisers' own; filled in for one person."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from roundtables.formats.mail.moments import when
from roundtables.formats.mail.template_errors import LONGEST_BODY, LONGEST_SUBJECT, TemplateWrong
from roundtables.model import MessageTemplate
from roundtables.queries import events, participants
from roundtables.queries.events import EventPage, SessionRow
from roundtables.services import fields
from roundtables.terms import EventStatus, MessageKind
from roundtables.words import LOCALES, N_, Language, language, resource

if TYPE_CHECKING:
    from roundtables.formats.mail.wording import Compiled

__all__ = ["FIELDS", "Field", "TemplateWrong", "Wording", "change", "preview", "reset", "wording"]


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


FIELDS: tuple[Field, ...] = (
    Field("name", N_("First name and surname of whom the message is for")),
    Field("first_name", N_("Their first name")),
    Field("title", N_("What the event is called")),
    Field("kind", N_("What kind of event it is, such as Workshop")),
    Field("when", N_("Day, hours and time zone")),
    Field("date", N_("The day, or the first and the last, without hours")),
    Field("place", N_("Where it is held; empty online")),
    Field("link", N_("The web address of the online meeting; may be empty")),
    Field("programme", N_("The sessions with their hours, a line each; may be empty")),
    Field("note", N_("What the event's description says; may be empty")),
    Field("organiser", N_("Who invites")),
    Field("organiser_email", N_("The organiser's email address")),
    Field("called_off", N_("For conditions: true where the event as a whole was called off")),
)
_NAMES = frozenset(field.name for field in FIELDS)
_SUBJECT = "Subject: "


def wording(session: Session, kind: MessageKind, language_code: str) -> Wording:
    """The wording that counts for a kind of message in a language."""
    return wordings(session, kind)[known_language(language_code)]


def wordings(session: Session, kind: MessageKind) -> dict[str, Wording]:
    """The wordings that count for a kind of message, by the code of the language. One statement."""
    found = {code: shipped(kind, code) for code in LOCALES}
    for row in session.scalars(select(MessageTemplate).where(MessageTemplate.kind == kind)):
        if row.language in found:
            found[row.language] = Wording(kind, row.language, row.subject, row.body, own=True)
    return found


@cache
def shipped(kind: MessageKind, language_code: str) -> Wording:
    """The wording that comes with the program."""
    text = resource("mail", language_code, f"{kind.value}.txt").read_text("utf-8")
    subject, _blank, body = text.partition("\n\n")
    return Wording(kind, language_code, subject.removeprefix(_SUBJECT), body)


def known_language(*codes: str) -> str:
    """The first of the codes (sv, sv-FI, SV_fi) whose language has wordings; English where none has."""
    for code in codes:
        plain = code.replace("_", "-").split("-")[0].strip().lower()
        if plain in LOCALES:
            return plain
    return "en"


def change(session: Session, kind: MessageKind, language_code: str, subject: str, body: str) -> None:
    """Keep a wording of one's own. Raises TemplateWrong (names the field and the line) and TextMissing."""
    subject = fields.line(subject, "subject", most=LONGEST_SUBJECT, needed=True)
    body = fields.paragraphs(body, "body", most=LONGEST_BODY)
    if not body:
        raise fields.TextMissing("body")
    made_ready(subject, body)
    code = known_language(language_code)
    row = _own(session, kind, code)
    if row is None:
        row = MessageTemplate(kind=kind, language=code)
        session.add(row)
    row.subject, row.body = subject, body


def reset(session: Session, kind: MessageKind, language_code: str) -> None:
    """Go back to the wording that is shipped."""
    row = _own(session, kind, known_language(language_code))
    if row is not None:
        session.delete(row)


def _own(session: Session, kind: MessageKind, code: str) -> MessageTemplate | None:
    statement = select(MessageTemplate).where(MessageTemplate.kind == kind, MessageTemplate.language == code)
    return session.scalars(statement).one_or_none()


def made_ready(subject: str, body: str) -> "Compiled":
    """Two templates ready to be filled in, tried once with an invented event. Raises TemplateWrong."""
    from roundtables.formats.mail.wording import compiled

    ready = compiled(subject, body, _NAMES)
    ready.fill(_invented("en"))
    return ready


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
    code = known_language(language_code)
    values = _invented(code, now.date())
    if event_id is not None:
        page = events.event_page(session, event_id)
        values = event_values(page, language(code)) | {"name": values["name"], "first_name": values["first_name"]}
        rows = participants.listing(session, event_id)
        if rows:
            values |= person_values(rows[0].name, rows[0].first_name)
    if kind is MessageKind.CANCELLATION:
        values["called_off"] = "1"
    return made_ready(subject, body).fill(values)


def event_values(page: EventPage, spoken: Language, part: SessionRow | None = None) -> dict[str, str]:
    """What an event, or one part of its programme, fills in."""
    occasion = part or page
    all_day = page.all_day and part is None
    return {
        "title": f"{page.title}: {part.title}" if part else page.title,
        "kind": spoken.gettext(page.kind.label),
        "when": when(occasion.starts, occasion.ends, page.timezone, spoken, all_day=all_day),
        "date": when(occasion.starts, occasion.ends, page.timezone, spoken, all_day=True),
        "place": (part.place if part else "") or page.where,
        "link": page.online_url,
        "programme": "" if part else _programme(page, spoken),
        "note": (part.description if part else "") or page.description,
        "organiser": page.organiser_name or page.organiser_email,
        "organiser_email": page.organiser_email,
        "called_off": "1" if page.status is EventStatus.CANCELLED else "",
    }


def person_values(name: str, first_name: str) -> dict[str, str]:
    """What a person fills in."""
    return {"name": name, "first_name": first_name or name}


def _programme(page: EventPage, spoken: Language) -> str:
    """A line for each session: its hours, with the day where the event has several, and its title."""
    lines = []
    one_day = page.starts.date() == page.ends.date()
    for part in page.sessions:
        day = "" if one_day else f"{spoken.date(part.starts.date())} "
        lines.append(f"{day}{spoken.time(part.starts)}–{spoken.time(part.ends)} {part.title}")
    return "\n".join(lines)


@lru_cache(8)
def _invented_event(code: str, day: dt.date) -> Mapping[str, str]:
    spoken = language(code)
    starts = dt.datetime.combine(day, dt.time(9))
    return {
        "title": spoken.gettext(N_("Round-table on support services")),
        "kind": spoken.gettext(N_("Round-table")),
        "when": when(starts, starts.replace(hour=16), "Europe/Helsinki", spoken),
        "date": when(starts, starts, "Europe/Helsinki", spoken, all_day=True),
        "place": "Snellmaninkatu 1, Helsinki",
        "link": "https://meet.example/round-table",
        "programme": "",
        "note": "",
        "organiser": spoken.gettext(N_("Programme Office")),
        "organiser_email": "office@ministry.example",
        "called_off": "",
    }


def _invented(code: str, day: dt.date = dt.date(2027, 1, 12)) -> dict[str, str]:
    return {**_invented_event(code, day), **person_values("Maija Lind", "Maija")}
