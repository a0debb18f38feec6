"""Invitations and calendars out: the event as calendars see it, one file a participant, or all events in one."""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from roundtables.errors import Expected
from roundtables.model import Participation
from roundtables.queries import events, participants
from roundtables.queries.events import EventFilter, EventPage
from roundtables.queries.participants import ParticipantRow
from roundtables.services import participants as participants_service
from roundtables.terms import EventStatus, Reply
from roundtables.words import _, language

if TYPE_CHECKING:
    from roundtables.formats.calendar.documents import CalendarEvent, Guest

NOT_INVITED_ANY_MORE = frozenset({Reply.WITHDRAWN})


class NobodyToInvite(Expected):
    def __init__(self, reference: str) -> None:
        super().__init__(
            _("{reference} has no participant with an e-mail address: there is nobody to invite.").format(
                reference=reference
            )
        )


class NoOrganiser(Expected):
    def __init__(self, reference: str) -> None:
        super().__init__(
            _("{reference} has no organiser with an e-mail address: guests could not answer. Enter one first.").format(
                reference=reference
            )
        )


class CalledOff(Expected):
    def __init__(self, reference: str) -> None:
        super().__init__(
            _(
                "{reference} was called off: nothing but the cancellation goes out for it. "
                "Plan it again first to invite to it."
            ).format(reference=reference)
        )


@dataclass(frozen=True)
class InvitationFile:
    """One participant's invitation."""

    participation_id: int
    name: str
    email: str
    content: bytes


def calendar_event(page: EventPage, language_code: str = "en") -> "CalendarEvent":
    """The event as a calendar file says it, by its own UID."""
    from roundtables.formats.calendar.documents import CalendarEvent, CalendarSession

    say = language(language_code).gettext
    geo = (page.latitude, page.longitude) if page.latitude is not None and page.longitude is not None else None
    package = [" ".join((say("Work package"), str(page.work_package)))] if page.work_package is not None else []
    return CalendarEvent(
        uid=page.uid,
        title=page.title,
        starts=page.starts,
        ends=page.ends,
        timezone=page.timezone,
        all_day=page.all_day,
        sequence=page.sequence,
        status=page.status,
        place=page.where or (say("Online") if page.online_url else ""),
        geo=geo,
        online_url=page.online_url,
        description=page.description,
        categories=(say(page.kind.label), *package),
        alarm_minutes=page.alarm_minutes,
        organiser_name=page.organiser_name,
        organiser_email=page.organiser_email,
        sessions=tuple(
            CalendarSession(part.uid, part.title, part.starts, part.ends, part.place, part.description)
            for part in page.sessions
        ),
    )


def as_invited(page: EventPage, language_code: str = "en") -> "CalendarEvent":
    """An event as its guests know it: a meeting of a series by the series' UID and its date in it."""
    from roundtables.formats.calendar.documents import RecurrenceId

    event = calendar_event(page, language_code)
    if page.series_uid is None or page.series_timezone is None or page.recurrence_id is None:
        return event
    date = RecurrenceId(page.recurrence_id, page.series_timezone, bool(page.series_all_day))
    return replace(event, uid=page.series_uid, recurrence_id=date)


def prepare(session: Session, event_id: int, stamp: dt.datetime) -> list[InvitationFile]:
    """One invitation for each participant with an address who has not withdrawn. `stamp` is this instant.

    Raises CalledOff, NobodyToInvite, NoOrganiser.
    """
    from roundtables.formats.calendar.invitation import prepare_invitation

    page = events.event_page(session, event_id)
    if page.status is EventStatus.CANCELLED:
        raise CalledOff(page.reference)
    if not page.organiser_email:
        raise NoOrganiser(page.reference)
    rows = [
        row for row in participants.listing(session, event_id) if row.email and row.reply not in NOT_INVITED_ANY_MORE
    ]
    if not rows:
        raise NobodyToInvite(page.reference)
    prepared = prepare_invitation(
        as_invited(page, page.language or "en"),
        stamp,
        guest_list=[_guest(row) for row in rows] if page.guests_shown else (),
        by_session=page.invited_by_session,
    )
    return [InvitationFile(row.id, row.name, row.email or "", prepared.for_guest(_guest(row))) for row in rows]


def _guest(row: ParticipantRow) -> "Guest":
    from roundtables.formats.calendar.documents import Guest

    return Guest(row.name, row.email or "", row.role, row.reply)


def write_files(files: Sequence[InvitationFile], reference: str, folder: Path) -> list[Path]:
    """Write the invitations into a folder, numbered: a name in a file name would tell who was invited.

    Each file is written beside its place and moved there. Raises the errors of `roundtables.files`.
    """
    return write_numbered([file.content for file in files], reference, "ics", folder, replaces=True)


def write_numbered(
    contents: Sequence[bytes],
    reference: str,
    kind: str,
    folder: Path,
    report: Callable[[int, int], None] | None = None,
    *,
    replaces: bool = False,
) -> list[Path]:
    """Write files of one kind (“ics”) into a folder, numbered after the event's reference; returns their paths.

    The numbers go on after those that lie there: a draft that was not sent yet may be among them. `replaces`: they
    begin anew, for what is written for everybody each time.
    """
    from roundtables.files import make_folder, replace_file, safe_file_name

    make_folder(folder)
    stem = safe_file_name(reference)
    last = 0 if replaces else _last_number(folder, stem, kind)
    width = len(str(last + len(contents)))
    written = []
    for number, content in enumerate(contents, 1):
        path = folder / f"{stem}-{last + number:0{width}}.{kind}"
        replace_file(path, partial(_write, content))
        written.append(path)
        if report is not None:
            report(number, len(contents))
    return written


def _last_number(folder: Path, stem: str, kind: str) -> int:
    """The highest number of the files that are named so in the folder; 0 where there are none."""
    named = re.compile(rf"{re.escape(stem)}-(\d{{1,9}})\.{kind}", re.IGNORECASE)
    found = (named.fullmatch(path.name) for path in folder.iterdir())
    return max((int(match[1]) for match in found if match), default=0)


def _write(content: bytes, out: BinaryIO) -> None:
    out.write(content)


def mark_invited(session: Session, files: Sequence[InvitationFile]) -> None:
    """Record that invitations were handed out: who was not invited is now. Make it a step that can't be undone."""
    keys = [file.participation_id for file in files]
    statement = select(Participation.id).where(Participation.id.in_(keys), Participation.reply == Reply.NOT_INVITED)
    fresh = list(session.scalars(statement))
    if fresh:
        participants_service.set_reply(session, fresh, Reply.INVITED)


def write_calendar(session: Session, narrowed: EventFilter, name: str, stamp: dt.datetime, out: BinaryIO) -> int:
    """Write the events of a filter as one calendar without participants; returns how many there are."""
    from roundtables.formats.calendar.publication import write_publication

    pages = events.all_pages(session, narrowed)
    write_publication([calendar_event(page) for page in pages], name, stamp, out)
    return len(pages)
