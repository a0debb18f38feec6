"""Certificates of attendance: given to those who attended enough, numbered, recorded, and checked later."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from roundtables.errors import Expected, Invalid, shortened
from roundtables.files import sha256_of
from roundtables.model import Certificate, Event, Numbering, Project
from roundtables.queries import certificates as queries
from roundtables.queries import events, history
from roundtables.queries.certificates import CertificateRow, Given
from roundtables.queries.events import EventPage
from roundtables.services import hand_overs
from roundtables.services.certificate_files import Report, Writing
from roundtables.terms import CertificateBy, CountedBy, HandOverKind
from roundtables.walltime import zone
from roundtables.words import _

if TYPE_CHECKING:
    from roundtables.formats.documents.certificate import CertificateEvent, CertificatePage
    from roundtables.formats.documents.typesetting import Typesetter

TEMPLATE = "certificate.typ"


class NobodyQualifies(Expected):
    def __init__(self, reference: str, percent: int) -> None:
        super().__init__(
            _(
                "Nobody of those chosen attended at least {percent} % of {reference}. Nothing was written; take the "
                "attendance first, or change what a certificate asks for."
            ).format(reference=reference, percent=percent)
        )


class NotAPercentage(Invalid):
    field = "certificate_percent"

    def __init__(self) -> None:
        super().__init__(_("A share is a whole number from 1 to 100. Nothing was changed."))


class NoSuchCertificate(Expected):
    def __init__(self, text: str) -> None:
        super().__init__(
            _("No certificate {number} was given from this register, or the file was changed since.").format(
                number=shortened(text)
            )
        )


@dataclass(frozen=True)
class Made:
    """What was given: the files, how many certificates, how many of them for the first time, letters without a font."""

    paths: tuple[Path, ...]
    numbers: tuple[str, ...]
    new: int
    missing: str = ""


def ask_for(session: Session, event_id: int, percent: int, by: CertificateBy) -> None:
    """Change what an event asks of those who get a certificate. Raises NotAPercentage."""
    if not 1 <= percent <= 100:
        raise NotAPercentage
    event = session.get_one(Event, event_id)
    if (event.certificate_percent, event.certificate_by) != (percent, by):
        event.certificate_percent, event.certificate_by = percent, by


def give(
    session: Session,
    event_id: int,
    target: Path,
    *,
    by: str,
    at: dt.datetime,
    as_folder: bool = False,
    language_code: str | None = None,
    participation_ids: Collection[int] | None = None,
    templates: Path | None = None,
    overwrite: bool = False,
    for_whom: str = "",
    report: Report = lambda _done, _total: None,
) -> Made:
    """Give certificates to those who attended enough, all or of these participants: a file with a page each, or a
    folder with a file each. Make it a step that can't be undone.

    Who has one that says the same gets it again under its number; else it has a number that was never given. Raises
    NobodyQualifies, FilesAreThere, TemplateFault and the errors of `files`; nothing is entered or left behind then.
    """
    from roundtables.formats.documents.typesetting import Typesetter

    page = events.event_page(session, event_id)
    rows = _chosen(session, page, language_code, participation_ids)
    revision = history.revision(session)
    given = _numbered(session, page, rows, by=by, at=at)
    event = _event(session, page)
    pages = [_page(page, row, entry) for row, entry in zip(rows, given, strict=True)]
    paths = _paths(target, pages, as_folder=as_folder)
    with Typesetter(templates) as typesetter, Writing(paths, overwrite=overwrite) as writing:
        setting = _Setting(typesetter, event, writing, report)
        setting.make(pages, paths)
        writing.require_free()
        digests = list(writing.digests.values())
        new = _record(session, given, digests if as_folder else digests * len(given))
        hand_overs.enter(
            session,
            HandOverKind.CERTIFICATES,
            f"{target.name}/{paths[-1].name}" if as_folder else target.name,
            digests[-1],
            for_whom=for_whom,
            by=by,
            at=at,
            event_id=page.id,
            revision=revision,
            participants=len(given),
            attended=len(given),
            person_days=sum(entry.days for entry in given),
            minutes=sum(entry.minutes for entry in given),
        )
        writing.finish(report)
    return Made(tuple(paths), tuple(entry.number for entry in given), new, setting.missing)


def check(session: Session, text: str) -> list[Given]:
    """The certificates by a number, or those in a file by its content. Raises NoSuchCertificate, FileNotReadable."""
    path = Path(text)
    if path.suffix.lower() == ".pdf" or path.is_file():
        found = in_file(session, path)
    else:
        one = queries.by_number(session, text)
        found = [one] if one else []
    if not found:
        raise NoSuchCertificate(path.name)
    return found


def in_file(session: Session, path: Path) -> list[Given]:
    """The certificates that a file holds, unchanged; none for a file that is not one given. Raises FileNotReadable."""
    return queries.by_file(session, sha256_of(path))


class _Setting:
    """Pages become files; letters without a font are gathered."""

    def __init__(self, typesetter: "Typesetter", event: "CertificateEvent", writing: Writing, report: Report) -> None:
        self._typesetter, self._event, self._writing, self._report = typesetter, event, writing, report
        self.missing = ""

    def make(self, pages: Sequence["CertificatePage"], paths: Sequence[Path]) -> None:
        """All pages in one file; or a file each and, as the last, the list of their check sums."""
        if len(paths) == 1:
            self._report(0, len(pages))
            self._writing.take(paths[0], self._pdf(pages))
            self._report(len(pages), len(pages))
            return
        for done, (each, path) in enumerate(zip(pages, paths, strict=False)):
            self._report(done, len(pages))
            self._writing.take(path, self._pdf([each]))
        lines = [f"{digest}  {path.name}\n" for path, digest in self._writing.digests.items()]
        self._writing.take(paths[-1], "".join(lines).encode())

    def _pdf(self, pages: Sequence["CertificatePage"]) -> bytes:
        from roundtables.formats.documents.certificate import CertificateDocument, data_of

        document = CertificateDocument(self._event, pages, self._typesetter.emblem)
        # The day of issue, so that the same certificates are the same bytes whenever they are made.
        day = max(each.issued for each in pages)
        made = self._typesetter.pdf(TEMPLATE, data_of(document), dt.datetime.combine(day, dt.time(), dt.UTC))
        self.missing = "".join(sorted({*self.missing, *made.missing}))
        return made.pdf


def _paths(target: Path, pages: Sequence["CertificatePage"], *, as_folder: bool) -> list[Path]:
    """The file, or those of a folder: each called by its number, and the list of their check sums."""
    if not as_folder:
        return [target]
    names = [*(f"{each.number}.pdf" for each in pages), f"{pages[0].number}_{pages[-1].number}.sha256"]
    return [target / name for name in names]


def _chosen(
    session: Session, page: EventPage, language_code: str | None, participation_ids: Collection[int] | None
) -> list[CertificateRow]:
    rows = [
        row
        for row in queries.rows_of(session, page, language_code)
        if row.qualifies and (participation_ids is None or row.id in participation_ids)
    ]
    if not rows:
        raise NobodyQualifies(page.reference, queries.asked(session, page.id).percent)
    return rows


def _numbered(
    session: Session, page: EventPage, rows: Sequence[CertificateRow], *, by: str, at: dt.datetime
) -> list[Certificate]:
    """The certificates of these people: those that stand, and new ones with the next numbers of the event."""
    known = session.scalars(select(Certificate).where(Certificate.event_id == page.id).order_by(Certificate.id))
    standing = {entry.number: entry for entry in known}
    numbering = None
    given = []
    for row in rows:
        if row.stands:
            given.append(standing[row.number])
            continue
        numbering = numbering or _numbering(session, page.reference)
        numbering.last += 1
        given.append(
            Certificate(
                number=f"{page.reference}-{numbering.last:03d}",
                event_id=page.id,
                person_id=row.person_id,
                name=row.name,
                language=row.language,
                days=row.days,
                minutes=row.minutes,
                issued_at=at,
                issued_by=by,
            )
        )
    return given


def _numbering(session: Session, reference: str) -> Numbering:
    """The last number given to an event's certificates, taken for this transaction."""
    prefix = f"{reference}-"
    statement = select(Numbering).where(Numbering.prefix == prefix).with_for_update()
    found = session.scalars(statement).one_or_none()
    if found is None:
        found = Numbering(prefix=prefix, last=0)
        session.add(found)
    return found


def _event(session: Session, page: EventPage) -> "CertificateEvent":
    from roundtables.formats.documents.certificate import CertificateEvent

    project = session.get(Project, page.project_id) if page.project_id else None
    return CertificateEvent(
        reference=page.reference,
        title=page.title,
        kind=page.kind,
        format=page.format,
        starts=page.starts,
        ends=page.ends,
        place=page.where,
        organiser=page.organiser_name,
        project_name=project.name if project else "",
        project_number=project.number if project else "",
        funding_line=project.funding_line if project else "",
        grant_agreement=project.grant_agreement if project else "",
    )


def _page(page: EventPage, row: CertificateRow, entry: Certificate) -> "CertificatePage":
    from roundtables.formats.documents.certificate import CertificatePage

    by_session = page.counted_by is CountedBy.SESSION and any(slot.starts for slot in page.slots)
    return CertificatePage(
        number=entry.number,
        name=entry.name,
        language=entry.language,
        days=entry.days,
        of_days=row.of_days,
        minutes=entry.minutes,
        sessions=(row.slots, row.of_slots) if by_session else None,
        issued=entry.issued_at.astimezone(zone(page.timezone)).date(),
    )


def _record(session: Session, given: Sequence[Certificate], digests: Sequence[str]) -> int:
    """Enter what was given with the check sum of its file; returns how many are new."""
    new = [entry for entry in given if entry.id is None]
    # In a folder, the last check sum is that of the list of them.
    for entry, digest in zip(given, digests, strict=False):
        entry.sha256 = digest
    session.add_all(new)
    session.flush()
    return len(new)
