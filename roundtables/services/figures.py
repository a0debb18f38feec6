"""Give the figures of a period away as a workbook, entered as handed over."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from roundtables.files import replace_file, safe_file_name
from roundtables.model import HandOver, Project
from roundtables.queries import figures as queries
from roundtables.queries import history
from roundtables.queries.figures import RULES, Figures, Group, Grouping, Wanted
from roundtables.services import hand_overs
from roundtables.terms import HandOverKind
from roundtables.words import N_, Language, language

if TYPE_CHECKING:
    from roundtables.formats.sheets.documents import HandOverNote
    from roundtables.formats.sheets.figures_workbook import FiguresDocument

COLUMNS = (
    N_("Events"),
    N_("Target: events"),
    N_("Participations"),
    N_("Target: participants"),
    N_("Persons"),
    N_("Person-days"),
    N_("Local"),
    N_("Transnational"),
)


def suggested_name(language_code: str) -> str:
    """A file name for the workbook."""
    return f"{safe_file_name(language(language_code).gettext('Figures'))}.xlsx"


def hand_over_figures(
    session: Session,
    wanted: Wanted,
    path: Path,
    language_code: str,
    *,
    for_whom: str,
    by: str,
    at: dt.datetime,
    timezone: str,
) -> HandOver:
    """Write all figures of a period as they are by `at`, and enter them. Make it a step that can't be undone.

    Raises the errors of `files`; then nothing is entered.
    """
    from roundtables.formats.sheets.documents import HandOverNote
    from roundtables.formats.sheets.figures_workbook import write_figures

    chosen = language(language_code)
    revision = history.revision(session)
    counted = queries.figures(session, wanted, at, chosen)
    note = HandOverNote(at, timezone, by, for_whom, revision, path.name)
    document = figures_document(session, wanted, counted, note, chosen)
    digest = replace_file(path, lambda out: write_figures(document, out, chosen))
    total = counted.total.counts
    return hand_overs.enter(
        session,
        HandOverKind.FIGURES,
        path.name,
        digest,
        for_whom=for_whom,
        by=by,
        at=at,
        revision=revision,
        project_id=wanted.project_id,
        since=wanted.since,
        until=wanted.until,
        participants=total.participations,
        attended=total.participations,
        person_days=total.person_days,
    )


def figures_document(
    session: Session, wanted: Wanted, counted: Figures, note: "HandOverNote", chosen: Language
) -> "FiguresDocument":
    """What the workbook says."""
    from roundtables.formats.sheets.figures_workbook import FiguresDocument, FiguresGroup

    project = session.get(Project, wanted.project_id) if wanted.project_id is not None else None
    say = chosen.gettext
    groups = (
        FiguresGroup(say(grouping.label), tuple((group.label, _numbers(group)) for group in counted.groups[grouping]))
        for grouping in Grouping
    )
    return FiguresDocument(
        project=project.name if project is not None else say("All projects"),
        since=counted.since,
        until=counted.until,
        columns=tuple(say(column) for column in COLUMNS),
        total=_numbers(counted.total),
        groups=tuple(groups),
        rules=tuple(say(rule) for rule in RULES),
        note=note,
    )


def _numbers(group: Group) -> tuple[int | None, ...]:
    counts = group.counts
    return (
        counts.events,
        group.target_events,
        counts.participations,
        group.target_participations,
        counts.persons,
        counts.person_days,
        counts.local,
        counts.transnational,
    )
