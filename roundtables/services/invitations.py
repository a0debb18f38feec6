"""Invitations and calendars out: the event as calendars see it, one file a participant, or all events in one."""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from sqlalchemy.orm import Session

from roundtables.errors import Expected
from roundtables.queries import events
from roundtables.queries.events import EventFilter, EventPage
from roundtables.words import _, language

if TYPE_CHECKING:
    from roundtables.formats.calendar.documents import CalendarEvent


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


def write_numbered(
    contents: Sequence[bytes],
    reference: str,
    kind: str,
    folder: Path,
    report: Callable[[int, int], None] | None = None,
    *,
    replaces: bool = False,
) -> list[Path]:
    """Write files of one kind (“ics”) into a folder, numbered: a name in a file name would tell who was invited.

    The numbers go on after those that lie there: a draft that was not sent yet may be among them. `replaces`: they
    begin anew, for what is written for everybody each time. Each file is written beside its place and moved there;
    returns their paths. Raises the errors of `roundtables.files`.
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


def write_calendar(session: Session, narrowed: EventFilter, name: str, stamp: dt.datetime, out: BinaryIO) -> int:
    """Write the events of a filter as one calendar without participants; returns how many there are."""
    from roundtables.formats.calendar.publication import write_publication

    pages = events.all_pages(session, narrowed)
    write_publication([calendar_event(page) for page in pages], name, stamp, out)
    return len(pages)
