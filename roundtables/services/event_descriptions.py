"""The event description sheet: gathered from the register, written as .docx or .xlsx, entered as handed over."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from roundtables.errors import Invalid, shortened
from roundtables.files import replace_file, safe_file_name
from roundtables.model import HandOver, Project
from roundtables.queries import event_reports, events, history
from roundtables.queries.counting import RULES, Counts
from roundtables.queries.events import EventPage
from roundtables.register import Register
from roundtables.register.errors import FilesNotOnServers
from roundtables.services import hand_overs
from roundtables.terms import HandOverKind
from roundtables.words import Language, _, language

if TYPE_CHECKING:
    from roundtables.formats.documents.event_description import EventDescription
    from roundtables.formats.sheets.documents import HandOverNote

DOCX, XLSX = ".docx", ".xlsx"


class NeitherWordNorExcel(Invalid):
    field = "path"

    def __init__(self, name: str) -> None:
        super().__init__(
            _("{file} has to end in .docx (Word) or .xlsx (Excel). Nothing was written.").format(file=shortened(name))
        )


def suggested_name(reference: str, suffix: str, language_code: str) -> str:
    """A file name for the sheet of an event in a language."""
    from roundtables.formats.documents.event_description import SAY

    title = language(language_code).gettext(SAY["title"])
    return f"{safe_file_name(f'{reference} {title}')}{suffix}"


def folder_of(register: Register) -> Path | None:
    """The folder beside the register, where organisers may keep a template of their own; None on a server."""
    try:
        return register.folder
    except FilesNotOnServers:
        return None


def hand_over(
    session: Session,
    event_id: int,
    path: Path,
    language_code: str,
    *,
    for_whom: str,
    by: str,
    at: dt.datetime,
    folder: Path | None,
) -> HandOver:
    """Write the sheet, by the end of its name as Word document or workbook, and enter it as handed over.

    `folder` is the one beside the register, where organisers may keep a template of their own; None on a server.
    Make it a step that can't be undone. Raises NothingThere, NeitherWordNorExcel, the errors of `files`, and
    DocxTemplateWrong's subclasses; then nothing is written or entered.
    """
    from roundtables.formats.sheets.documents import HandOverNote

    if path.suffix.lower() not in (DOCX, XLSX):
        raise NeitherWordNorExcel(path.name)
    page = events.event_page(session, event_id)
    counted = event_reports.counted(session, page)
    note = HandOverNote(at, page.timezone, by, for_whom, history.revision(session), path.name)
    digest = _write(document(session, page, counted, note), path, language(language_code), folder)
    return hand_overs.enter(
        session,
        HandOverKind.EVENT_DESCRIPTION,
        path.name,
        digest,
        for_whom=for_whom,
        by=by,
        at=at,
        event_id=event_id,
        revision=note.revision,
        participants=counted.listed,
        attended=counted.participations,
        person_days=counted.person_days,
        minutes=counted.minutes,
    )


def document(session: Session, page: EventPage, counted: Counts, note: "HandOverNote") -> "EventDescription":
    """What the sheet says."""
    from roundtables.formats.documents.event_description import EventDescription

    report = event_reports.report(session, page.id)
    project = session.get(Project, page.project_id) if page.project_id else None
    return EventDescription(
        reference=page.reference,
        title=page.title,
        kind=page.kind,
        format=page.format,
        starts=page.starts,
        ends=page.ends,
        all_day=page.all_day,
        timezone=page.timezone,
        place=page.where,
        country=counted.country,
        website=report.website,
        project_number=project.number if project else "",
        project_acronym=project.acronym if project else "",
        project_name=project.name if project else "",
        participant=event_reports.carrier(session, page.id).name,
        work_package=f"{page.work_package} {page.work_package_title}" if page.work_package is not None else "",
        participations=counted.participations,
        persons=counted.persons,
        person_days=counted.person_days,
        local=counted.local,
        transnational=counted.transnational,
        origin_unknown=counted.origin_unknown,
        countries=counted.countries,
        women=report.women,
        men=report.men,
        non_binary=report.non_binary,
        gender_not_stated=report.gender_not_stated,
        summary=report.summary,
        evaluation=report.evaluation,
        survey_url=report.survey_url,
        survey_responses=report.responses,
        rules=RULES,
        note=note,
    )


def _write(document: "EventDescription", path: Path, spoken: Language, folder: Path | None) -> str:
    if path.suffix.lower() == XLSX:
        from roundtables.formats.documents.event_description_sheet import write_xlsx

        return replace_file(path, lambda out: write_xlsx(document, out, spoken))
    from roundtables.formats.documents.event_description import template_for, write_docx

    template, name = template_for(folder)
    return replace_file(path, lambda out: write_docx(document, template, name, out, spoken))
