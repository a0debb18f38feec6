"""Files dragged onto the window: what would happen is said while they hover, done when they are dropped.

While they hover only their names are looked at. People and events come in by the import's own preview; answers to
invitations are taken in at once, and the list of what became of each can take all of it back. Scans and pictures are
attached to the event that is shown.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QMainWindow

from roundtables.errors import Expected
from roundtables.words import _, n_
from ui import answers_in
from ui import format as formats
from ui.dialogs.asking import ask
from ui.icons import icon
from ui.latest import Latest
from ui.theme import GRID, colours, sized
from ui.widgets.announcing import announce
from ui.widgets.parts import column, label, wrapped
from ui.workspace import Workspace

LISTS = frozenset({".xlsx", ".xls", ".ods", ".csv", ".tsv", ".txt", ".vcf"})
CALENDARS = frozenset({".ics", ".ical", ".ifb"})
MAILS = frozenset({".eml", ".mbox", ".msg"})
POST = CALENDARS | MAILS
PROOFS = frozenset({".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".heic"})
"""What scanners and cameras make of a signed sheet: attached to the event that is shown."""
REPORTS = frozenset({".csv", ".tsv", ".txt"})
"""What a meeting tool's report may be called; on an event's page its attendance is taken from it."""
REGISTER = ".roundtables"
STUCK_AFTER = 300
"""Milliseconds after which the overlay goes if what was dragged left the window before it was there."""
BIG_ICON = 48


class NotOne(Expected):
    def __init__(self, number: int) -> None:
        super().__init__(
            n_(
                "{n} file was dropped. Nothing was read: drop one list at a time and look at its preview.",
                "{n} files were dropped. Nothing was read: drop one list at a time and look at its preview.",
                number,
            ).format(n=formats.number(number))
        )


class IsFolder(Expected):
    def __init__(self, name: str) -> None:
        super().__init__(_("{file} is a folder. Nothing was read: drop the list itself.").format(file=name))


class UnknownKind(Expected):
    def __init__(self, name: str) -> None:
        super().__init__(
            _(
                "Roundtables can't take in {file}. Nothing was read: lists of people come as "
                ".xlsx, .xls, .ods, .csv, .tsv or .vcf, answers to invitations as .ics, .eml, .mbox or .msg; "
                "a PDF or picture is attached to an event when it is dropped on its page."
            ).format(file=name)
        )


@dataclass(frozen=True)
class Prospect:
    """What a drop would do: words for the overlay, its icon, and whether anything would be taken in."""

    words: str
    detail: str
    picture: str
    welcome: bool


def paths_in(data: QMimeData) -> list[Path]:
    """The files that are dragged; what is no file of this workstation (a link, a text) is none."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def foresee(paths: Sequence[Path], into: str) -> Prospect:
    """What dropping these would do, by their names alone. `into` is the number of the event that is shown, if any."""
    if into and is_proof(paths):
        files = n_("{n} file", "{n} files", len(paths)).format(n=formats.number(len(paths)))
        what = formats.shown(paths[0].name) if len(paths) == 1 else files
        detail = _("{file}: you say what it is and which slots it proves.").format(file=what)
        return Prospect(_("Attach to {reference}").format(reference=into), detail, "paperclip", welcome=True)
    refused = _refusal(paths)
    if refused is not None:
        return Prospect(_("This can't be taken in"), str(refused), "file-alert-outline", welcome=False)
    name = formats.shown(paths[0].name)
    if _is_post(paths):
        files = n_("{n} file", "{n} files", len(paths)).format(n=formats.number(len(paths)))
        return Prospect(
            _("Take in answers"),
            _("{file}: you see what became of each, and can take it back.").format(
                file=name if len(paths) == 1 else files
            )
            if paths[0].suffix.casefold() in MAILS or len(paths) > 1
            else _("{file}: an answer is taken in; events are shown in a preview first.").format(file=name),
            "email-open-outline",
            welcome=True,
        )
    if paths[0].suffix.casefold() == REGISTER:
        return Prospect(_("Open this register"), name, "folder-open-outline", welcome=True)
    words = _("Import participants into {reference}").format(reference=into) if into else _("Import people")
    detail = _("{file}: you see a preview first, nothing is taken over unasked.").format(file=name)
    return Prospect(words, detail, "tray-arrow-down", welcome=True)


def _refusal(paths: Sequence[Path]) -> Expected | None:
    """Why the names alone say that these can't be taken in, or None."""
    if _is_post(paths):
        return None
    if len(paths) != 1:
        return NotOne(len(paths))
    name, ending = formats.shown(paths[0].name), paths[0].suffix.casefold()
    return None if ending in LISTS or ending == REGISTER else UnknownKind(name)


def is_proof(paths: Sequence[Path]) -> bool:
    """Whether these are scans or pictures, of which any number may come at once."""
    return bool(paths) and all(path.suffix.casefold() in PROOFS for path in paths)


def _is_post(paths: Sequence[Path]) -> bool:
    """Whether these are mails and calendar files, of which any number may come at once."""
    return bool(paths) and all(path.suffix.casefold() in POST for path in paths)


@dataclass(frozen=True)
class Dropped:
    """What was dropped, looked at: `events` where it is a calendar of events and no answer to an invitation, `report`
    where it is the report of a meeting tool.
    """

    paths: tuple[Path, ...]
    events: bool = False
    report: bool = False


def looked_at(paths: Sequence[Path]) -> Dropped:
    """What was dropped, if it can be read: calendars and texts are looked into. Raises what is wrong, in words."""
    if not _is_post(paths):
        path = inspect(paths[0])
        return Dropped((path,), report=path.suffix.casefold() in REPORTS and _holds_report(path))
    from roundtables.services.answers import kinds

    return Dropped(tuple(paths), len(paths) == 1 and kinds.holds_events(inspect(paths[0])))


def _holds_report(path: Path) -> bool:
    from roundtables.services.meeting_reports.previewing import holds_report

    return holds_report(path)


def inspect(path: Path) -> Path:
    """The file, if it is one that can be read: looked at, not into. Raises what is wrong, in words."""
    from roundtables.formats.sheets import reading_errors as errors
    from roundtables.formats.sheets.reading import MEGABYTE, MOST_BYTES

    name = formats.shown(path.name)
    try:
        status = path.stat()
        if path.is_dir():
            raise IsFolder(name)
    except OSError as error:
        raise errors.FileMissing(name) from error
    refused = _refusal([path])
    if refused is not None:
        raise refused
    if not path.is_file():
        raise errors.FileMissing(name)
    if path.suffix.casefold() in LISTS and status.st_size > MOST_BYTES:
        raise errors.FileTooLarge(name, MOST_BYTES // MEGABYTE)
    if not status.st_size:
        raise errors.FileEmpty(name)
    return path


class DropPlace(QFrame):
    """The overlay of the window. The window's own drag events call `enter`, `leave` and `take`.

    `open_register_asked` is sent with the path of a register that the user wants opened instead of this one.
    """

    open_register_asked = Signal(Path)

    def __init__(self, window: QMainWindow, workspace: Workspace, import_people: Callable[..., object]) -> None:
        super().__init__(window)
        self.setObjectName("drop")
        self._window, self._workspace, self._import = window, workspace, import_people
        self._over = False
        self._event_id: int | None = None
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words = label("", "title")
        self._detail = wrapped("", "subtitle")
        for each in (self._words, self._detail):
            each.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setLayout(column(1, self._icon, self._words, self._detail, 1, margin=12 * GRID))
        self.setAcceptDrops(True)
        window.setAcceptDrops(True)
        self._look = Latest(lambda question: looked_at(question[0]), self)
        self._look.answered.connect(self._begin)
        self._look.failed.connect(lambda _question, words: workspace.failed.emit(words))
        self._dropped = 0
        self.hide()

    def enter(self, event: QDragEnterEvent | QDragMoveEvent) -> None:
        """Say what would happen with what is dragged. Not while a dialog waits for an answer."""
        if not self.isVisible():
            paths = paths_in(event.mimeData())
            if not paths or QApplication.activeModalWidget() is not None:
                event.ignore()
                return
            self._show(foresee(paths, self._event()[1]))
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        QTimer.singleShot(STUCK_AFTER, self, self._leave_unless_over)

    def leave(self) -> None:
        """What was dragged went away again."""
        self._over = False
        self.hide()

    def take(self, event: QDropEvent) -> None:
        """Do with what was dropped what was said, or say why it can't be done."""
        paths = paths_in(event.mimeData())
        self.leave()
        if not paths:
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        event_id = self._event()[0]
        if event_id is not None and is_proof(paths):
            from ui.pages.event.proof import attach_dropped

            attach_dropped(self._window, self._workspace, event_id, paths)
            return
        if len(paths) != 1 and not _is_post(paths):
            self._workspace.failed.emit(str(NotOne(len(paths))))
            return
        # A folder on a server that does not answer must not hold up the window.
        self._dropped += 1
        self._event_id = self._event()[0]
        self._look.ask((tuple(paths), self._dropped))

    def _begin(self, _question: object, dropped: Dropped) -> None:
        path = dropped.paths[0]
        if dropped.events:
            from ui.calendar_importing import import_events

            import_events(self._window, self._workspace, path)
        elif _is_post(dropped.paths):
            answers_in.take_files(self._window, self._workspace, dropped.paths)
        elif path.suffix.casefold() == REGISTER:
            self._offer(path)
        elif dropped.report and self._event_id is not None and self._event_id == self._event()[0]:
            from ui.pages.event.report_import import import_report

            import_report(self._page(), path)
        else:
            self._import(self._event_id, path)

    def _offer(self, path: Path) -> None:
        """Another register is opened only when the user says so."""
        words = (
            _("Open this register"),
            _("Open {file}?").format(file=formats.shown(path.name)),
            _("Everything in the register that is open now is saved already."),
        )
        ask(self._window, words, ((_("Open"), lambda: self.open_register_asked.emit(path)),))

    def _page(self) -> Any:
        """The page that is shown."""
        return getattr(self._window, "current_page", lambda: None)()

    def _event(self) -> tuple[int | None, str]:
        """The key and number of the event whose page is shown."""
        page = self._page()
        record = getattr(page, "record", None)
        key = getattr(page, "event_id", None)
        return (key, record.reference) if key is not None and record is not None else (None, "")

    def _show(self, prospect: Prospect) -> None:
        c = colours()
        edge = c.accent if prospect.welcome else c.bad
        line = "solid" if prospect.welcome else "dashed"
        self.setStyleSheet(f"#drop {{ background: {c.ground}; border: 3px {line} {edge}; }}")
        self._icon.setPixmap(icon(prospect.picture).pixmap(sized(BIG_ICON), sized(BIG_ICON)))
        self._words.setText(prospect.words)
        self._detail.setText(prospect.detail)
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        announce(self, f"{prospect.words}. {prospect.detail}")

    def _leave_unless_over(self) -> None:
        if not self._over:
            self.leave()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._over = True
        self.enter(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._over = True
        self.enter(event)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self.leave()

    def dropEvent(self, event: QDropEvent) -> None:
        self.take(event)
