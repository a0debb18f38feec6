"""Lists that leave the house: the sign-in sheet, and the attendance list for finance, recorded as handed over."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from sqlalchemy.orm import Session

from roundtables.errors import NothingThere
from roundtables.files import replace_file, safe_file_name
from roundtables.model import Event, HandOver, Project, WorkPackage
from roundtables.queries import events, history, participants, workbooks
from roundtables.queries.column_sets import Chosen
from roundtables.queries.events import EventPage, SlotRow
from roundtables.services import fields
from roundtables.services.verifying import Verified, verify
from roundtables.terms import NOT_COMING, HandOverKind
from roundtables.words import language

if TYPE_CHECKING:
    from roundtables.formats.sheets.documents import (
        AttendanceDocument,
        EventHead,
        HandOverNote,
        SignInDocument,
        SlotHead,
    )

__all__ = [
    "Details",
    "Verified",
    "attendance_document",
    "enter",
    "hand_over_attendance",
    "sign_in_document",
    "suggested_name",
    "verify",
    "write_sign_in_sheet",
]
NO_COLUMNS: Chosen = MappingProxyType({})


class Details(TypedDict, total=False):
    """What a hand-over is of, and what its figures are.

    It is of one event, or of those of a work package or a project, or of all; `since` and `until` are a period's first
    and last day. `reference` says it in short where none is named. `revision` is the last step that the file knows of,
    the register's newest unless given.
    """

    event_id: int | None
    work_package_id: int | None
    project_id: int | None
    since: dt.date | None
    until: dt.date | None
    reference: str
    revision: int
    participants: int
    attended: int
    person_days: int
    minutes: int


def enter(
    session: Session,
    kind: HandOverKind,
    path_name: str,
    sha256: str,
    *,
    for_whom: str,
    by: str,
    at: dt.datetime,
    **details: Unpack[Details],
) -> HandOver:
    """Enter a file as handed over: the one door for all that leaves the house. Make it a step that can't be undone.

    Write the file first, by `files.replace_file`, which gives its `sha256`; ask for the revision before.
    Raises TextTooLong, NothingThere for what it is of.
    """
    values: Any = {"revision": history.revision(session), "participants": 0, "attended": 0, "person_days": 0}
    values |= details
    reference = values.pop("reference", "") or _reference(session, details)
    entry = HandOver(
        kind=kind,
        event_reference=reference,
        file_name=path_name,
        sha256=sha256,
        for_whom=fields.line(for_whom, "for_whom"),
        at=at,
        by=by,
        **values,
    )
    session.add(entry)
    session.flush()
    return entry


def _reference(session: Session, details: Details) -> str:
    """What a hand-over is of, in short: E2.1, WP2, a project's acronym; empty for all events."""
    for key, table, short in (
        ("event_id", Event, lambda event: event.reference),
        ("work_package_id", WorkPackage, lambda package: f"WP{package.number}"),
        ("project_id", Project, lambda project: project.acronym or project.number or project.name),
    ):
        wanted: Any = details.get(key)
        if wanted is not None:
            row = session.get(table, wanted)
            if row is None:
                raise NothingThere
            return str(short(row))
    return ""


def suggested_name(reference: str, title: str, language_code: str) -> str:
    """A file name for a hand-over of an event: its kind and reference, never a person's name."""
    return f"{safe_file_name(f'{reference} {language(language_code).gettext(title)}')}.xlsx"


def write_sign_in_sheet(session: Session, event_id: int, path: Path, language_code: str) -> str:
    """Write the sheet to sign, for those who have not declined; returns its SHA-256. Raises the errors of `files`."""
    from roundtables.formats.sheets.sign_in_sheet import write_sign_in_sheet

    document = sign_in_document(session, event_id)
    return replace_file(path, lambda out: write_sign_in_sheet(document, out, language(language_code)))


def sign_in_document(session: Session, event_id: int) -> "SignInDocument":
    """What the sign-in sheet says."""
    from roundtables.formats.sheets.documents import SignInDocument, SignInRow

    page = events.event_page(session, event_id)
    expected = [row for row in participants.listing(session, event_id) if row.reply not in NOT_COMING]
    rows = tuple(SignInRow(row.last_name, row.first_name, row.organisation, row.country, row.role) for row in expected)
    return SignInDocument(_head(session, page), _slots(page.slots), rows)


def hand_over_attendance(
    session: Session,
    event_id: int,
    path: Path,
    language_code: str,
    *,
    for_whom: str,
    by: str,
    at: dt.datetime,
    columns: Chosen | None = None,
) -> HandOver:
    """Write the event's workbook and enter it as handed over. Make it a step that can't be undone.

    `columns` are those that were chosen, the standard ones unless named. Raises the errors of `files`; then nothing is
    entered.
    """
    from roundtables.formats.sheets.attendance_list import write_attendance_list
    from roundtables.formats.sheets.documents import HandOverNote, figures

    page = events.event_page(session, event_id)
    revision = history.revision(session)
    note = HandOverNote(at, page.timezone, by, for_whom, revision, path.name)
    document = attendance_document(session, page, note, language_code, columns or {})
    digest = replace_file(path, lambda out: write_attendance_list(document, out, language(language_code)))
    counted = figures(document)
    return enter(
        session,
        HandOverKind.ATTENDANCE_LIST,
        path.name,
        digest,
        for_whom=for_whom,
        by=by,
        at=at,
        event_id=event_id,
        revision=revision,
        participants=counted.participants,
        attended=counted.attended,
        person_days=counted.person_days,
        minutes=counted.minutes,
    )


def attendance_document(
    session: Session, page: EventPage, note: "HandOverNote", language_code: str = "", columns: Chosen = NO_COLUMNS
) -> "AttendanceDocument":
    """What the event's workbook says; names are sorted as the language does that it is written in."""
    from roundtables.formats.sheets.documents import AttendanceDocument

    return AttendanceDocument(
        head=_head(session, page),
        slots=_slots(page.slots),
        rows=workbooks.attendance(session, page.id, page.slots, language_code),
        note=note,
        costs=workbooks.costs(session, [page.id]),
        catering=workbooks.catering(session, [page.id]),
        columns=columns,
    )


def event_head(session: Session, page: EventPage) -> "EventHead":
    """What stands above the rows of every sheet of an event."""
    return _head(session, page)


def _head(session: Session, page: EventPage) -> "EventHead":
    from roundtables.formats.sheets.documents import EventHead

    project = session.get(Project, page.project_id) if page.project_id else None
    package = f"{page.work_package} {page.work_package_title}" if page.work_package is not None else ""
    return EventHead(
        reference=page.reference,
        title=page.title,
        kind=page.kind,
        format=page.format,
        starts=page.starts,
        ends=page.ends,
        all_day=page.all_day,
        timezone=page.timezone,
        place=page.where or page.online_url,
        organiser=page.organiser_name,
        work_package=package,
        activity=page.activity,
        project_name=project.name if project else "",
        project_number=project.number if project else "",
        case_number=project.case_number if project else "",
        funding_line=project.funding_line if project else "",
        grant_agreement=project.grant_agreement if project else "",
        cost_centre=project.cost_centre if project else "",
        project_code=project.project_code if project else "",
        activity_code=project.activity_code if project else "",
        account=project.account if project else "",
    )


def _slots(rows: Sequence[SlotRow]) -> "tuple[SlotHead, ...]":
    from roundtables.formats.sheets.documents import SlotHead

    return tuple(SlotHead(row.number, row.day, row.title) for row in rows)
