"""The workbook for a period with all its events: written, and entered as handed over."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from roundtables.errors import Expected, Invalid, NotFound, NothingThere, shortened
from roundtables.files import replace_file, safe_file_name
from roundtables.formats.sheets.documents import HandOverNote
from roundtables.formats.sheets.money_documents import Codes
from roundtables.formats.sheets.period_documents import ParticipationLine, PeriodDocument, PeriodHead
from roundtables.model import HandOver, Project, WorkPackage
from roundtables.queries import history, programme, workbooks
from roundtables.queries.column_sets import Chosen
from roundtables.queries.workbooks import Events, Scope
from roundtables.services import hand_overs
from roundtables.services.events import NoSuchWorkPackage
from roundtables.terms import HandOverKind
from roundtables.words import _, language, spoken

if TYPE_CHECKING:
    from roundtables.formats.sheets.tallies import Tallies

Report = Callable[[int, int], None]
STEP = 500
"""Participations between two reports of how far it is."""
UTC = "UTC"


class PeriodBackwards(Invalid):
    field = "until"

    def __init__(self) -> None:
        super().__init__(_("The period ends before it begins. Nothing was written; choose a later last day."))


class NothingInPeriod(Expected):
    def __init__(self, scope: Scope) -> None:
        super().__init__(
            _(
                "No fitting event began in the period {days}. Nothing was written; choose another period or project."
            ).format(days=spoken().days(scope.since, scope.until))
        )


class NoSuchProject(NotFound):
    def __init__(self, text: str) -> None:
        super().__init__(_("There is no project {name} in this register.").format(name=shortened(text)))


class SeveralWorkPackages(Invalid):
    field = "work_package"

    def __init__(self, number: int) -> None:
        super().__init__(
            _("Several projects have a work package {number}. Nothing was written; name the project too.").format(
                number=number
            )
        )


def scope_of(
    session: Session, since: dt.date, until: dt.date, *, project: str | None = None, work_package: int | None = None
) -> Scope:
    """The scope by what people call a project (acronym, number or name) and the number of a work package.

    Raises NoSuchProject, NoSuchWorkPackage, SeveralWorkPackages.
    """
    key = None
    if project is not None:
        wanted = project.strip().casefold()
        called = {
            name.casefold(): row.id
            for row in reversed(programme.projects(session))
            for name in (row.name, row.number, row.acronym)
        }
        key = called.get(wanted) if wanted else None
        if key is None:
            raise NoSuchProject(project)
    if work_package is None:
        return Scope(since, until, key)
    packages = [
        row.id
        for row in programme.work_packages(session)
        if row.number == work_package and key in (None, row.project_id)
    ]
    if not packages:
        raise NoSuchWorkPackage(work_package)
    if len(packages) > 1:
        raise SeveralWorkPackages(work_package)
    return Scope(since, until, key, packages[0])


def check(session: Session, scope: Scope) -> None:
    """Raise what would keep a workbook from being written: PeriodBackwards, NothingInPeriod."""
    if scope.until < scope.since:
        raise PeriodBackwards
    if not workbooks.count(session, scope):
        raise NothingInPeriod(scope)


def suggested_name(scope: Scope, language_code: str) -> str:
    """A file name: the kind and the days, never a person's name."""
    title = language(language_code).gettext("Workbook for a period")
    return f"{safe_file_name(f'{title} {scope.since}–{scope.until}')}.xlsx"


def hand_over(
    session: Session,
    scope: Scope,
    path: Path,
    language_code: str,
    *,
    for_whom: str,
    by: str,
    at: dt.datetime,
    columns: Chosen | None = None,
    report: Report | None = None,
) -> HandOver:
    """Write the workbook and enter it as handed over. Make it a step that can't be undone.

    `report` is told how many participations of how many are written; what it raises stops the work, and then nothing
    is written. Raises PeriodBackwards, NothingInPeriod, NothingThere, the errors of `files`.
    """
    from roundtables.formats.sheets.period_workbook import write_period_workbook

    check(session, scope)
    head, short = _head(session, scope)
    found = workbooks.events(session, scope)
    revision = history.revision(session)
    note = HandOverNote(at, _timezone(found), by, for_whom, revision, path.name)
    keys = [line.id for line in found.lines]
    read = workbooks.participations(session, found, language_code)
    document = PeriodDocument(
        head=head,
        events=found.lines,
        participations=_reported(read, found.participations, report),
        costs=workbooks.costs(session, keys),
        catering=workbooks.catering(session, keys),
        note=note,
        columns=columns or {},
    )
    written: list[Tallies] = []
    digest = replace_file(
        path, lambda out: written.append(write_period_workbook(document, out, language(language_code)))
    )
    total = written[0].total()
    return hand_overs.enter(
        session,
        HandOverKind.PERIOD_WORKBOOK,
        path.name,
        digest,
        for_whom=for_whom,
        by=by,
        at=at,
        reference=f"{short} {scope.since}–{scope.until}".strip(),
        work_package_id=scope.work_package_id,
        project_id=scope.project_id,
        since=scope.since,
        until=scope.until,
        revision=revision,
        participants=total.participants,
        attended=total.attended,
        person_days=total.person_days,
        minutes=total.minutes,
    )


def _reported(lines: Iterable[ParticipationLine], number: int, report: Report | None) -> Iterator[ParticipationLine]:
    for done, line in enumerate(lines):
        if report is not None and done % STEP == 0:
            report(done, number)
        yield line


def _head(session: Session, scope: Scope) -> tuple[PeriodHead, str]:
    """What stands above, and in short what the workbook is of. Raises NothingThere."""
    package = session.get(WorkPackage, scope.work_package_id) if scope.work_package_id is not None else None
    key = scope.project_id if scope.project_id is not None else package.project_id if package else None
    project = session.get(Project, key) if key is not None else None
    if (package is None) != (scope.work_package_id is None) or (project is None) != (key is None):
        raise NothingThere
    short = f"WP{package.number}" if package else ""
    if project is None:
        return PeriodHead(scope.since, scope.until), short
    head = PeriodHead(
        since=scope.since,
        until=scope.until,
        project_name=project.name,
        project_number=project.number,
        case_number=project.case_number,
        funding_line=project.funding_line,
        grant_agreement=project.grant_agreement,
        work_package=f"{package.number} {package.title}" if package else "",
        codes=Codes(project.cost_centre, project.project_code, project.activity_code, project.account),
    )
    return head, short or project.acronym or project.number or project.name


def _timezone(found: Events) -> str:
    """The zone that most of the events are in: no clock of whoever writes the workbook."""
    zones = Counter(line.timezone for line in found.lines)
    return min(zones, key=lambda name: (-zones[name], name)) if zones else UTC
