"""The files of an event as a table."""

from dataclasses import dataclass

from roundtables.queries.event_files import FileRow
from roundtables.queries.events import SlotRow
from roundtables.terms import FileKind
from roundtables.words import N_, _
from ui import format as formats
from ui.models.columns import Column
from ui.widgets.signs import signed

PICTURES = {
    FileKind.SIGNED_SHEET: "draw",
    FileKind.MEETING_REPORT: "monitor-account",
    FileKind.INVITATION: "email-outline",
    FileKind.AGENDA: "format-list-numbered",
    FileKind.MINUTES: "text-box-outline",
    FileKind.INVOICE: "receipt-text-outline",
    FileKind.OTHER: "file-outline",
}
KILOBYTE = 1024


@dataclass(frozen=True)
class Line:
    """A file with the names of the slots it proves, and whether its content is there."""

    file: FileRow
    proves: str
    there: bool

    @property
    def id(self) -> int:
        """The key of the file."""
        return self.file.id


def slot_name(slot: SlotRow) -> str:
    """What a slot is called: its day, its session, or the event as a whole."""
    if slot.day is not None:
        return f"{formats.weekday(slot.day)} {formats.day(slot.day)}"
    return formats.shown(slot.title) if slot.title else _("The whole event")


def size_in_words(size: int) -> str:
    """A size in KB, or in MB where it is large."""
    if size < KILOBYTE * KILOBYTE:
        return _("{n} KB").format(n=formats.number(-(-size // KILOBYTE)))
    return _("{n} MB").format(n=formats.locale().toString(size / KILOBYTE / KILOBYTE, "f", 1))


COLUMNS = (
    Column(N_("Type"), lambda line: _(line.file.kind.label), "", 160, fits=signed(FileKind)),
    Column(N_("File"), lambda line: line.file.name, "", 200, stretch=True),
    Column(N_("Proves"), lambda line: line.proves, "", 176),
    Column(N_("Content"), lambda line: _("There") if line.there else _("Missing or changed"), "", 176),
    Column(N_("Size"), lambda line: size_in_words(line.file.size), "", 80, number=True),
    Column(N_("Attached"), lambda line: formats.local(line.file.added_at), "", 144),
    Column(N_("By"), lambda line: line.file.added_by, "", 80),
)
