"""Writing an evidence pack: the members of each event in a folder of its own, the contents page, the check sums."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from sqlalchemy.orm import Session

from roundtables.model import Project
from roundtables.queries import evidence
from roundtables.queries.event_files import FileRow
from roundtables.register.beside import Store
from roundtables.services.event_files import parted
from roundtables.services.evidence_members import EventMembers, Member
from roundtables.walltime import zone
from roundtables.words import Language

if TYPE_CHECKING:
    from roundtables.formats.documents.archive import Archive
    from roundtables.formats.documents.evidence import Part

SUMS = "SHA256SUMS"
FIGURES = ("participants", "attended", "person_days", "minutes")


@dataclass(frozen=True)
class PackedFile:
    """A file of the pack by its name in the zip; `event_id` is None for the contents page and the check sums."""

    name: str
    sha256: str
    size: int
    event_id: int | None = None
    file: FileRow | None = None


class Writing:
    """One pack as it is written; `packed` are its files and `figures` its sums once it is."""

    def __init__(
        self,
        session: Session,
        store: Store | None,
        event_ids: Sequence[int],
        language: Language,
        files: Sequence[FileRow],
        left_out: Sequence[FileRow],
    ) -> None:
        self._session, self._store, self._ids, self._language = session, store, event_ids, language
        self._files, self._left_out = files, left_out
        self.packed: list[PackedFile] = []
        self._sums: Counter[str] = Counter()

    @property
    def figures(self) -> dict[str, int]:
        """What the attendance lists add up to."""
        return {name: self._sums[name] for name in FIGURES}

    def write(self, title: str, out: BinaryIO, report: Callable[[int, int], None] | None) -> None:
        """Write the zip. One content at a time is held in memory."""
        from roundtables.formats.documents.archive import Archive

        as_of = evidence.as_of(self._session, self._ids)
        parts: list[Part] = []
        with Archive(out, as_of.at) as archive:
            for number, event_id in enumerate(self._ids):
                if report is not None:
                    report(number, len(self._ids))
                files = [row for row in self._files if row.event_id == event_id]
                members = EventMembers(self._session, event_id, files, self._language)
                packed = [self._add(archive, members.page.reference, event_id, each) for each in members.listed()]
                counted = members.figures
                self._sums.update({name: getattr(counted, name) for name in FIGURES})
                self.packed += packed
                parts.append(self._part(members, packed))
            self._finish(archive, [self._head(title, as_of), *parts])

    def _add(self, archive: "Archive", reference: str, event_id: int, member: Member) -> PackedFile:
        row, suffix, stem = member.file, member.suffix, f"{member.section} {member.title}"
        if row is not None:
            own, suffix = parted(row.name)
            stem = f"{stem} - {own}"
        content = self._content(member)
        path, sha256 = archive.add(reference, stem, suffix, content)
        return PackedFile(path, sha256, len(content), event_id, row)

    def _content(self, member: Member) -> bytes:
        if member.make is not None:
            return member.make()
        if member.file is None or self._store is None:
            return b""
        return self._store.read(member.file.sha256)

    def _finish(self, archive: "Archive", parts: "list[Part]") -> None:
        """The contents page, which says the check sum of every file, and all of them as `sha256sum -c` reads them."""
        from roundtables.formats.documents import evidence as pages

        title = self._language.gettext("Contents")
        content = pages.page(parts[0].title, parts, self._language)
        self._put(archive, title, ".html", content)
        self._put(archive, SUMS, "", "".join(f"{each.sha256}  {each.name}\n" for each in self.packed).encode())

    def _put(self, archive: "Archive", stem: str, suffix: str, content: bytes) -> None:
        name, sha256 = archive.add("", stem, suffix, content)
        self.packed.append(PackedFile(name, sha256, len(content)))

    def _head(self, title: str, as_of: evidence.AsOf) -> "Part":
        from roundtables.formats.documents.evidence import Part

        say = self._language.gettext
        moment = self._language.datetime(as_of.at.replace(second=0, microsecond=0))
        facts = (
            (say("State of the register"), say("{moment} UTC, step {n}").format(moment=moment, n=as_of.revision)),
            (say("Files"), self._language.number(len(self.packed))),
        )
        notes = (
            say(
                "The register knows this file and every file in it by their check sums (SHA-256). They stand below and "
                "in SHA256SUMS. Whether one is unchanged can be verified without Roundtables: sha256sum -c SHA256SUMS"
            ),
        )
        return Part(f"{say('Evidence pack')}: {title}", facts, notes)

    def _part(self, members: EventMembers, packed: Sequence[PackedFile]) -> "Part":
        from roundtables.formats.documents.evidence import Part, Table
        from roundtables.formats.mail.moments import when

        say, page, counted = self._language.gettext, members.page, members.figures
        project = self._session.get(Project, page.project_id) if page.project_id else None
        number = self._language.number
        facts = (
            (say("Project"), project.name if project else ""),
            (say("Project number"), project.number if project else ""),
            (say("Grant agreement"), project.grant_agreement if project else ""),
            (say("Time"), when(page.starts, page.ends, page.timezone, self._language, all_day=page.all_day)),
            (say("Place"), page.where or page.online_url),
            (say("Participants"), number(counted.participants)),
            (say("Attended at least once"), number(counted.attended)),
        )
        headings = (say("File"), say("Bytes"), say("Proves"), say("Attached"), say("SHA-256"))
        rows = tuple((each.name, number(each.size), *self._origin(each.file, members), each.sha256) for each in packed)
        table = Table(headings, rows, codes=frozenset({4}), numbers=frozenset({1}))
        return Part(f"{page.reference} {page.title}", facts, self._missing(page.id), table)

    def _origin(self, row: FileRow | None, members: EventMembers) -> tuple[str, str]:
        """Which slots an attached file proves, and when it was attached by whom."""
        if row is None:
            return "", self._language.gettext("Made from the register")
        at = row.added_at.astimezone(zone(members.page.timezone)).replace(second=0, microsecond=0)
        attached = ", ".join(filter(None, (self._language.datetime(at), row.added_by)))
        return members.slots_named(row.slot_ids), attached

    def _missing(self, event_id: int) -> tuple[str, ...]:
        """The files that should be here and are not, with their check sums."""
        say = self._language.gettext
        words = say("Not in this pack, since its content is no longer kept: {kind}, {name} (SHA-256 {code})")
        return tuple(
            words.format(kind=say(row.kind.label), name=row.name, code=row.sha256)
            for row in self._left_out
            if row.event_id == event_id
        )
