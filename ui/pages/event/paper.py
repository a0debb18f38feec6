"""Paper from an event's page: asks what, and where to, and writes it off the window's thread."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from roundtables.errors import Expected
from roundtables.queries import certificates as queries
from roundtables.queries import participants
from roundtables.queries.certificates import Asked, CertificateRow
from roundtables.services import certificates, papers
from roundtables.terms import CertificateBy
from roundtables.words import _, n_, spoken
from ui import format as formats
from ui.dialogs.asking import ask
from ui.dialogs.paper import BADGES, CERTIFICATES, COMING, EVERYONE, SELECTED, SHEET, PaperDialog
from ui.dialogs.saving import ask_where
from ui.latest import Latest

if TYPE_CHECKING:
    from ui.pages.event.page import EventPage

Report = Callable[[int, int], None]
FOLLOWED = frozenset({"event", "session", "slot", "participation", "attendance", "person", "certificate"})


def open_paper(page: "EventPage", part: str = SHEET) -> PaperDialog:
    """Ask which paper is to be made, beginning with one kind: the sheet to sign, badges or certificates."""
    return _Desk(page, part).dialog


class _Desk:
    """Makes what the dialog asks for."""

    def __init__(self, page: "EventPage", part: str) -> None:
        self._page, self._workspace, self._id = page, page.workspace, page.event_id
        self._code: str | None = None
        language = page.workspace.preferences.export_language or spoken().code
        self.dialog = PaperDialog(page, f"{page.record.reference} {page.record.title}", language, self._audiences())
        self.dialog.sheet_asked.connect(self._sheet)
        self.dialog.badges_asked.connect(self._badges)
        self.dialog.certificates_asked.connect(self._certificates)
        self.dialog.terms_changed.connect(self._ask_for)
        self.dialog.language_changed.connect(self._speak)
        self.dialog.templates_asked.connect(self._templates)
        self._asked = 0
        self._latest = Latest(self._read, self.dialog)
        self._latest.answered.connect(lambda _question, found: self.dialog.show_certificates(*found))
        self._latest.failed.connect(lambda _question, _words: self.dialog.reject())
        self._workspace.changed.connect(self._follow)
        self.dialog.finished.connect(lambda _result: self._workspace.changed.disconnect(self._follow))
        self.dialog.desk = self
        self._refresh()
        self.dialog.turn_to(part)
        self.dialog.open()

    def _audiences(self) -> list[tuple[str, str, list[int] | None]]:
        """Whom badges can be made for: all who have not declined, those coming, those selected in the list."""
        with self._workspace.read() as session:
            rows = participants.listing(session, self._id)
        expected, coming = papers.expected(rows), papers.coming(rows)
        found: list[tuple[str, str, list[int] | None]] = [
            (EVERYONE, _counted(_("All who have not declined: {n}"), expected), None),
            (COMING, _counted(_("Those who come, may come or came: {n}"), coming), coming),
        ]
        selected = self._page.selected_participants()
        if selected:
            found.append((SELECTED, _counted(_("Those selected in the list: {n}"), selected), selected))
        return found

    def _refresh(self) -> None:
        """Read anew who attended enough: off the window's thread, since there may be thousands."""
        self._asked += 1
        self._latest.ask((self._asked, self._code))

    def _read(self, question: tuple[int, str | None]) -> tuple[list[CertificateRow], Asked]:
        with self._workspace.read() as session:
            return queries.listing(session, self._id, question[1]), queries.asked(session, self._id)

    def _follow(self, tables: frozenset[str]) -> None:
        if not tables or tables & FOLLOWED:
            self._refresh()

    def _speak(self, code: str | None) -> None:
        self._code = code
        self._refresh()

    def _ask_for(self, percent: int, by: CertificateBy) -> None:
        """Change what a certificate asks for; what can't be is said at the field."""
        field = self.dialog.certificates.percent
        try:
            with self._workspace.change(_("Change what certificates ask for")) as session:
                certificates.ask_for(session, self._id, percent, by)
        except Expected as error:
            field.show_error(str(error))
        else:
            field.show_error("")

    def _sheet(self, code: str, suffix: str) -> None:
        path = self._file("Sign-in sheet", code, suffix)
        if path is None:
            return
        templates = papers.templates_folder(self._workspace.register)

        def write(_report: Report) -> str:
            with self._workspace.read() as session:
                return papers.write_sign_in_sheet(session, self._id, path, code, templates=templates)

        self._run(_("Writing the sign-in sheet"), write, lambda missing: (_written(path), missing))

    def _badges(self, code: str, form: str, keys: list[int] | None) -> None:
        path = self._file("Name badges", code, ".pdf")
        if path is None:
            return
        templates = papers.templates_folder(self._workspace.register)

        def write(_report: Report) -> tuple[int, str]:
            with self._workspace.read() as session:
                return papers.write_badges(
                    session, self._id, path, papers.form(form), code, participation_ids=keys, templates=templates
                )

        def words(done: tuple[int, str]) -> tuple[str, str]:
            number, missing = done
            said = n_("{n} badge written to {file}", "{n} badges written to {file}", number)
            return said.format(n=formats.number(number), file=path), missing

        self._run(_("Making badges"), write, words)

    def _certificates(self, code: str | None, keys: list[int], as_folder: bool) -> None:  # noqa: FBT001 - a signal's
        path = self._folder() if as_folder else self._file("Certificates of attendance", code or spoken().code, ".pdf")
        if path is None:
            return
        templates = papers.templates_folder(self._workspace.register)
        by = self._workspace.register.user

        def write(report: Report) -> certificates.Made:
            with self._workspace.change(_("Give certificates of attendance"), undoable=False) as session:
                return certificates.give(
                    session,
                    self._id,
                    path,
                    by=by,
                    at=dt.datetime.now(dt.UTC),
                    as_folder=as_folder,
                    language_code=code,
                    participation_ids=keys,
                    templates=templates,
                    # Of one file it was asked already.
                    overwrite=not as_folder,
                    report=report,
                )

        def words(made: certificates.Made) -> tuple[str, str]:
            number = len(made.numbers)
            said = n_("{n} certificate written to {file}", "{n} certificates written to {file}", number)
            return said.format(n=formats.number(number), file=path), made.missing

        self._run(_("Making certificates"), write, words)

    def _file(self, title: str, code: str, suffix: str) -> Path | None:
        """Ask for the place of one file."""
        name = papers.suggested_name(self._page.record.reference, title, code, suffix)
        return ask_where(self.dialog, self._workspace, _("Choose where to save"), name, suffix)

    def _folder(self) -> Path | None:
        name = QFileDialog.getExistingDirectory(self.dialog, _("Choose where to save"), str(Path.home()))
        return Path(name) if name else None

    def _run(self, title: str, write: Callable[[Report], Any], words: Callable[[Any], tuple[str, str]]) -> None:
        """Make it in the background; the dialog goes, and the notice says where it is and what it lacks."""
        workspace = self._workspace

        def done(result: Any) -> None:
            said, missing = words(result)
            workspace.noticed.emit(f"{said} {papers.words_for_missing(missing)}" if missing else said, False)

        self.dialog.accept()
        workspace.run(title, write, done)

    def _templates(self) -> None:
        """Say where own templates lie; copy those that are missing, and open the folder."""
        try:
            folder = papers.require_templates_folder(self._workspace.register)
        except Expected as error:
            self._workspace.failed.emit(str(error))
            return
        words = (
            _("Templates"),
            _("Do you want papers to look otherwise?"),
            _(
                "The program's templates are copied into {folder}. Change them there with any editor of text: papers "
                "are made from what lies there. A file emblem.svg or emblem.png there is the funder's emblem; fonts "
                "go into its folder “fonts”. What you take out is the program's own again."
            ).format(folder=folder),
        )
        ask(self.dialog, words, [(_("Copy and open folder"), lambda: self._copy(folder))])

    def _copy(self, folder: Path) -> None:
        try:
            papers.copy_templates(folder)
        except Expected as error:
            self._workspace.failed.emit(str(error))
        else:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _counted(words: str, keys: list[int]) -> str:
    return words.format(n=formats.number(len(keys)))


def _written(path: Path) -> str:
    return _("{file} was written.").format(file=path)


__all__ = ["BADGES", "CERTIFICATES", "SHEET", "open_paper"]
