"""Papers of an event: the sheet to sign and the name badges, as PDF; and the templates they are made from."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from sqlalchemy.orm import Session

from roundtables.errors import Expected
from roundtables.files import make_folder, replace_file, safe_file_name
from roundtables.model import Event
from roundtables.queries import badges, events, participants
from roundtables.queries.participants import ParticipantRow
from roundtables.register import Register
from roundtables.register.errors import FilesNotOnServers
from roundtables.services import hand_overs
from roundtables.terms import NOT_COMING, Reply
from roundtables.words import _, language, n_, resource, sort_key

if TYPE_CHECKING:
    from roundtables.formats.documents.badge import BadgeForm
    from roundtables.formats.sheets.documents import SignInDocument


class TemplatesNotOnServers(Expected):
    def __init__(self) -> None:
        super().__init__(
            _(
                "This register lies on a server: papers are made from the program's own templates, since others are "
                "kept beside a register's file. Nothing was changed."
            )
        )


class FilesAreThere(Expected):
    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(
            n_(
                "{file} is there already and is another file. Nothing was written; choose another folder or name.",
                "{file} and further files of those names are there already and are others. Nothing was written; "
                "choose another folder or name.",
                len(names),
            ).format(file=names[0])
        )


class NobodyToPrint(Expected):
    def __init__(self, reference: str) -> None:
        super().__init__(
            _(
                "{reference} has nobody to make badges for. Add participants, or choose others; nothing was written."
            ).format(reference=reference)
        )


def suggested_name(reference: str, title: str, language_code: str, suffix: str = ".pdf") -> str:
    """A file name for a paper of an event: its kind and reference, never a person's name."""
    return f"{safe_file_name(f'{reference} {language(language_code).gettext(title)}')}{suffix}"


def templates_folder(register: Register) -> Path | None:
    """Where the organisers' own templates lie, or would; None for a register on a server, which has no such place."""
    try:
        return require_templates_folder(register)
    except TemplatesNotOnServers:
        return None


def require_templates_folder(register: Register) -> Path:
    """Where the organisers' own templates lie, or would. Raises TemplatesNotOnServers."""
    try:
        return register.folder / "templates"
    except FilesNotOnServers as error:
        raise TemplatesNotOnServers from error


def own_templates(folder: Path) -> list[str]:
    """The files that organisers have in their folder, by their paths in it. Raises TooMuchInFolder."""
    from roundtables.formats.documents.typesetting import own_files

    return sorted(own_files(folder)) if folder.is_dir() else []


def words_for_missing(letters: str) -> str:
    """What is said of letters for which there is no font."""
    return _(
        "There is no font for {letters}: boxes stand for them. Put a font that has them into the folder “fonts” among "
        "the templates."
    ).format(letters=" ".join(letters[:20]))


def copy_templates(folder: Path) -> list[str]:
    """Copy the program's templates into the organisers' folder, those that are not there yet; returns their names.

    Raises FolderNotWritable, and what `replace_file` raises.
    """
    make_folder(folder)
    missing = [path for path in sorted(resource("papers").iterdir()) if not (folder / path.name).exists()]
    for path in missing:
        replace_file(folder / path.name, partial(_put, path.read_bytes()))
    return [path.name for path in missing]


def write_sign_in_sheet(
    session: Session, event_id: int, path: Path, language_code: str, *, templates: Path | None = None
) -> str:
    """Write the sheet to sign: a PDF, or a workbook where the file is to end in .xlsx. Returns letters without a font.

    For those who have not declined, in the order of the sheet's language. Raises NothingThere, TemplateFault and the
    errors of `files`.
    """
    if path.suffix.lower() == ".xlsx":
        hand_overs.write_sign_in_sheet(session, event_id, path, language_code)
        return ""
    from roundtables.formats.documents import sign_in
    from roundtables.formats.documents.typesetting import Typesetter

    document = hand_overs.sign_in_document(session, event_id)
    document = _sorted(document, language_code)
    page = events.event_page(session, event_id)
    days = [slot.starts.date() if slot.starts else slot.day for slot in page.slots]
    with Typesetter(templates) as typesetter:
        data = sign_in.data_of(document, days, language(language_code))
        made = typesetter.pdf("sign-in-sheet.typ", data, made_at(session, event_id))
    replace_file(path, lambda out: out.write(made.pdf))
    return made.missing


def write_badges(
    session: Session,
    event_id: int,
    path: Path,
    form: "BadgeForm",
    language_code: str,
    *,
    participation_ids: Collection[int] | None = None,
    templates: Path | None = None,
) -> tuple[int, str]:
    """Write name badges, for these participants or for all who have not declined. Returns how many, and letters
    without a font.

    Raises NothingThere, NobodyToPrint, TemplateFault and the errors of `files`.
    """
    from roundtables.formats.documents import badge
    from roundtables.formats.documents.typesetting import Typesetter

    page = events.event_page(session, event_id)
    rows = [row for row in participants.listing(session, event_id) if _wanted(row, participation_ids)]
    if not rows:
        raise NobodyToPrint(page.reference)
    rows.sort(key=lambda row: sort_key(f"{row.last_name} {row.first_name}".strip(), language_code))
    made = [badge.Badge(row.name, row.organisation, row.role, badges.code(page.uid, row.id)) for row in rows]
    document = badge.BadgeDocument(page.reference, page.title, page.starts, page.ends, made)
    with Typesetter(templates) as typesetter:
        data = badge.data_of(document, form, language(language_code))
        paper = typesetter.pdf("badges.typ", data, made_at(session, event_id))
    replace_file(path, lambda out: out.write(paper.pdf))
    return len(rows), paper.missing


def coming(rows: Collection[ParticipantRow]) -> list[int]:
    """Of an event's participants, the keys of those who said that they come or may come, and of those who came."""
    return [row.id for row in rows if row.reply in (Reply.ACCEPTED, Reply.TENTATIVE) or row.marks]


def expected(rows: Collection[ParticipantRow]) -> list[int]:
    """Of an event's participants, the keys of those who have not declined."""
    return [row.id for row in rows if row.reply not in NOT_COMING]


def form(name: str) -> "BadgeForm":
    """The form of badges with this name: a4 or a6."""
    from roundtables.formats.documents.badge import BadgeForm

    return BadgeForm(name)


def made_at(session: Session, event_id: int) -> dt.datetime:
    """The instant that a paper of an event bears: the event's start, so that the same register makes the same bytes."""
    return session.get_one(Event, event_id).starts_utc


def _put(content: bytes, out: BinaryIO) -> None:
    out.write(content)


def _wanted(row: ParticipantRow, chosen: Collection[int] | None) -> bool:
    if chosen is not None:
        return row.id in chosen
    return row.reply not in NOT_COMING


def _sorted(document: "SignInDocument", language_code: str) -> "SignInDocument":
    rows = sorted(document.rows, key=lambda row: sort_key(f"{row.last_name} {row.first_name}".strip(), language_code))
    return replace(document, rows=tuple(rows))
