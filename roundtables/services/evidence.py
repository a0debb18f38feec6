"""The evidence pack: all that proves one event, or those of a work package, in one zip with a contents page.

The same state of the register makes the same bytes. So nothing in it says who made it, for whom or when: it is as of
the last step that changed its events, where entering a hand-over (the pack's own among them) changes nothing. Whom it
is for and when it was made is in the register's entry of it, which knows the zip and every file in it by check sum.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from roundtables.errors import Expected, shortened
from roundtables.files import replace_file, safe_file_name
from roundtables.model import Event, HandOver, HandOverPart, WorkPackage
from roundtables.queries import event_files, events, evidence, history
from roundtables.queries.event_files import FileRow
from roundtables.queries.evidence import Aspect, Check
from roundtables.register.beside import Store
from roundtables.services import event_files as file_services
from roundtables.services import hand_overs
from roundtables.services.events import work_package_numbered
from roundtables.services.evidence_writing import PackedFile, Writing
from roundtables.terms import HandOverKind
from roundtables.words import _, language, n_

Report = Callable[[int, int], None]
MOST_NAMED = 5
MOST_DIGITS = 9


class ContentsMissing(Expected):
    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        listed = ", ".join(shortened(name) for name in names[:MOST_NAMED])
        words = n_(
            "The content of {n} attached file is missing or was changed: {names}. Nothing was written. "
            "Attach the file again, or make the pack without it.",
            "The contents of {n} attached files are missing or were changed: {names}. Nothing was written. "
            "Attach the files again, or make the pack without them.",
            len(names),
        )
        super().__init__(words.format(n=len(names), names=listed + (" …" if len(names) > MOST_NAMED else "")))


class NothingHeld(Expected):
    def __init__(self, reference: str) -> None:
        super().__init__(
            _(
                "None of the events of {reference} has been held: there is nothing to prove yet. Nothing was written."
            ).format(reference=reference)
        )


@dataclass(frozen=True)
class Target:
    """What a pack is of: an event, or those of a work package that were held; `left` are the others' references."""

    reference: str
    title: str
    event_ids: tuple[int, ...]
    event_id: int | None = None
    work_package_id: int | None = None
    left: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pack:
    """A pack that was written, to be entered as handed over; `left_out` are files whose contents are missing."""

    target: Target
    path: Path
    sha256: str
    revision: int
    files: tuple[PackedFile, ...]
    figures: dict[str, int]
    left_out: tuple[FileRow, ...] = ()


def target(session: Session, reference: str) -> Target:
    """An event by its reference, or a work package: WP2. Raises NoSuchEvent, NoSuchWorkPackage."""
    plain = reference.strip().upper()
    number = plain.removeprefix("WP").strip()
    if plain != number and number.isascii() and number.isdigit() and len(number) <= MOST_DIGITS:
        return of_work_package(session, work_package_numbered(session, int(number)).id)
    return of_event(session, events.key_of(session, reference))


def of_event(session: Session, event_id: int) -> Target:
    """One event, whatever became of it."""
    event = session.get_one(Event, event_id)
    return Target(event.reference, event.title, (event.id,), event_id=event.id)


def of_work_package(session: Session, work_package_id: int) -> Target:
    """The events of a work package that were held."""
    package = session.get_one(WorkPackage, work_package_id)
    held, left = evidence.held_in(session, work_package_id)
    title, reference = package.title, f"WP{package.number}"
    return Target(reference, title, tuple(held), work_package_id=package.id, left=tuple(left))


def suggested_name(reference: str, language_code: str) -> str:
    """A file name for a pack."""
    words = language(language_code).gettext("Evidence pack")
    return f"{safe_file_name(f'{reference} {words}')}.zip"


def checklist(
    session: Session, store: Store | None, chosen: Target, *, thorough: bool = True, report: Report | None = None
) -> list[Check]:
    """What there is and what is missing, event by event. `thorough` reads the attached contents; else their sizes.

    `store` is None where the register keeps no files.
    """
    checks = evidence.checklist(session, chosen.event_ids)
    rows = event_files.listing(session, chosen.event_ids)
    if store is None or not rows:
        return checks
    if thorough:
        missing = {row.id for row in file_services.vanished(session, store, chosen.event_ids, report)}
    else:
        missing = {row.id for row in rows if not store.is_there(row.sha256, row.size)}
    by_event: dict[int, list[FileRow]] = {}
    for row in rows:
        by_event.setdefault(row.event_id, []).append(row)
    for event_id, files in by_event.items():
        names = tuple(row.name for row in files if row.id in missing)
        check = Check(event_id, files[0].reference, Aspect.CONTENTS, not names, len(names), len(files), names)
        last = max(at for at, each in enumerate(checks) if each.event_id == event_id)
        checks.insert(last + 1, check)
    return checks


def write(
    session: Session,
    store: Store | None,
    chosen: Target,
    path: Path,
    language_code: str,
    *,
    leave_out_missing: bool = False,
    report: Report | None = None,
) -> Pack:
    """Write a pack. Enter it as handed over next (`enter`), in a step of its own: this one only reads.

    Raises NothingHeld, ContentsMissing unless what is missing may be left out, what `Store.read` raises where contents
    can't be read, and the errors of `files`; then nothing is written.
    """
    if not chosen.event_ids:
        raise NothingHeld(chosen.reference)
    rows = event_files.listing(session, chosen.event_ids)
    gone = {each.id for each in file_services.vanished(session, store, chosen.event_ids)} if store else set()
    left_out = tuple(row for row in rows if row.id in gone)
    if left_out and not leave_out_missing:
        raise ContentsMissing([row.name for row in left_out])
    revision = history.revision(session)
    kept = [row for row in rows if row.id not in gone]
    writing = Writing(session, store, chosen.event_ids, language(language_code), kept, left_out)
    title = f"{chosen.reference} {chosen.title}"
    digest = replace_file(path, lambda out: writing.write(title, out, report))
    return Pack(chosen, path, digest, revision, tuple(writing.packed), writing.figures, left_out)


def enter(session: Session, pack: Pack, *, for_whom: str, by: str, at: dt.datetime) -> HandOver:
    """Enter a pack as handed over, with every file in it. Make it a step that can't be undone."""
    entry = hand_overs.enter(
        session,
        HandOverKind.EVIDENCE_PACK,
        pack.path.name,
        pack.sha256,
        for_whom=for_whom,
        by=by,
        at=at,
        event_id=pack.target.event_id,
        work_package_id=pack.target.work_package_id,
        revision=pack.revision,
        participants=pack.figures["participants"],
        attended=pack.figures["attended"],
        person_days=pack.figures["person_days"],
        minutes=pack.figures["minutes"],
    )
    session.add_all(
        HandOverPart(hand_over_id=entry.id, event_id=each.event_id, name=each.name, sha256=each.sha256)
        for each in pack.files
    )
    session.flush()
    return entry
