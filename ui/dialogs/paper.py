"""Paper of an event: the sheet to sign, name badges, certificates of attendance. Each is asked for in its own tab."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTabWidget, QWidget

from roundtables.queries.certificates import Asked, CertificateRow
from roundtables.terms import CertificateBy
from roundtables.words import LOCALES, N_, NAMES, _, n_
from ui import format as formats
from ui.models.columns import Column, labels
from ui.models.rows import RowsModel
from ui.theme import GRID, sized
from ui.widgets.announcing import show_count
from ui.widgets.fields import Form, choice_field, number_field
from ui.widgets.parts import button, column, label, lay_out, resize_within, row, wrapped
from ui.widgets.table import Table

SHEET, BADGES, CERTIFICATES = "sheet", "badges", "certificates"
PARTS = (SHEET, BADGES, CERTIFICATES)
EVERYONE, COMING, SELECTED = "everyone", "coming", "selected"
ONE_FILE, FOLDER = "file", "folder"
WIDEST_FORM = 480


def verdict(each: CertificateRow) -> str:
    """Whether somebody attended enough, and why not."""
    return _(each.verdict.label)


def given(each: CertificateRow) -> str:
    """When the last certificate was given, or that it does not say any more what is known."""
    if each.issued_at is None:
        return ""
    return formats.day(each.issued_at.astimezone().date()) if each.stands else _("Changed since")


def attended(each: CertificateRow) -> str:
    """In how many days or sessions somebody was."""
    return _("{n} of {total}").format(n=formats.number(each.slots), total=formats.number(each.of_slots))


def share(each: CertificateRow) -> str:
    """The share that counts, in per cent."""
    return f"{formats.number(each.share)}\N{NO-BREAK SPACE}%"


def _verdicts() -> Any:
    from roundtables.queries.certificates import Verdict

    return labels(Verdict)()


COLUMNS = (
    Column(N_("Name"), lambda each: formats.shown(each.name), "name", 208, stretch=True),
    Column(N_("Attended"), attended, "slots", 96, number=True),
    Column(N_("Share"), share, "share", 80, number=True),
    Column(N_("Result"), verdict, "", 176, fits=_verdicts),
    Column(N_("Certificate No."), lambda each: each.number, "", 128),
    Column(N_("Given"), given, "at", 128),
)
SORTS: dict[str, Any] = {
    "name": lambda each: (each.sort_name, each.id),
    "slots": lambda each: (each.slots, each.sort_name),
    "share": lambda each: (each.share, each.sort_name),
    "at": lambda each: each.issued_at.timestamp() if each.issued_at else 0.0,
}


class PaperDialog(QDialog):
    """The choices; what is asked for is sent, and made by whoever opened the dialog.

    `sheet_asked` has the language and the file's ending; `badges_asked` the language, the form and the keys of the
    participations, None for all; `certificates_asked` the language, None for each person's own, those keys, and
    whether it is to be a folder. `terms_changed` has what a certificate asks for.
    """

    sheet_asked = Signal(str, str)
    badges_asked = Signal(str, str, object)
    certificates_asked = Signal(object, object, bool)
    terms_changed = Signal(int, object)
    language_changed = Signal(object)
    templates_asked = Signal()

    def __init__(
        self, parent: QWidget, title: str, language: str, audiences: Sequence[tuple[str, str, list[int] | None]]
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Paper"))
        resize_within(self, sized(920), sized(600))
        self.desk: object = None
        """Who makes what is asked for: it lives as long as the dialog."""
        self._audiences = {key: keys for key, _words, keys in audiences}
        self.sheet = SheetPart(language)
        self.badges = BadgesPart(language, audiences)
        self.certificates = CertificatesPart()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.setAccessibleName(_("Kinds of paper"))
        for part, name in (
            (self.sheet, _("Sign-in sheet")),
            (self.badges, _("Name badges")),
            (self.certificates, _("Certificates of attendance")),
        ):
            self.tabs.addTab(part, name)
        self.templates = button(_("Templates…"), self.templates_asked.emit, picture="file-document-edit-outline")
        buttons = QDialogButtonBox()
        self.yes = buttons.addButton(_("Choose where to save…"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._agree)
        buttons.rejected.connect(self.reject)
        head = wrapped(formats.shown(title), "subtitle")
        layout = column(head, self.tabs, row(self.templates, 1, buttons), margin=6 * GRID, space=4 * GRID)
        layout.setStretch(1, 1)
        self.certificates.language.editor.activated.connect(  # type: ignore[union-attr]  # a box to choose from
            lambda _at: self.language_changed.emit(self.certificates.language.value() or None)
        )
        self.certificates.terms_changed.connect(self.terms_changed)
        self.certificates.table.selectionModel().selectionChanged.connect(lambda *_spans: self._settle())
        self.certificates.whom.editor.activated.connect(lambda _at: self._settle())  # type: ignore[union-attr]  # a box
        self.tabs.currentChanged.connect(lambda _at: self._settle())
        lay_out(self, layout, self.yes)

    def turn_to(self, part: str) -> None:
        """Show one kind of paper, with the keyboard in it."""
        self.tabs.setCurrentIndex(PARTS.index(part))
        self._settle()

    def part(self) -> str:
        """Which kind of paper is shown."""
        return PARTS[self.tabs.currentIndex()]

    def show_certificates(self, rows: Sequence[CertificateRow], asked: Asked) -> None:
        """Show who attended enough for a certificate."""
        self.certificates.show_rows(rows, asked)
        self._settle()

    def _settle(self) -> None:
        """The button can't be pressed for nobody."""
        ready = self.part() != CERTIFICATES or bool(self.certificates.qualifying())
        self.yes.setEnabled(ready)

    def _agree(self) -> None:
        if self.part() == SHEET:
            self.sheet_asked.emit(*self.sheet.chosen())
        elif self.part() == BADGES:
            code, form, audience = self.badges.chosen()
            self.badges_asked.emit(code, form, self._audiences[audience])
        else:
            self.certificates_asked.emit(*self.certificates.chosen())


class SheetPart(QWidget):
    """The sheet to sign: language and kind of file."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._form = Form(
            [
                choice_field("language", _("Language"), [(code, NAMES[code]) for code in LOCALES]),
                choice_field("kind", _("File"), [(".pdf", _("PDF, to print")), (".xlsx", _("Spreadsheet (.xlsx)"))]),
            ]
        )
        self._form.fields["language"].show_value(language)
        self._form.setMaximumWidth(sized(WIDEST_FORM))
        note = wrapped(
            _(
                "A4 with room to sign for each day or session, and empty lines for those who come unannounced. "
                "It has no addresses, replies, diets or access needs."
            ),
            "muted",
        )
        layout = column(self._form, note, 1, space=4 * GRID)
        layout.setContentsMargins(0, 4 * GRID, 0, 0)
        self.setLayout(layout)

    def chosen(self) -> tuple[str, str]:
        """The language and the ending of the file."""
        values = self._form.values()
        return values["language"], values["kind"]


class BadgesPart(QWidget):
    """Name badges: language, form and for whom."""

    def __init__(self, language: str, audiences: Sequence[tuple[str, str, list[int] | None]]) -> None:
        super().__init__()
        forms = [("a4", _("A4, ten of 90 × 55 mm a sheet")), ("a6", _("A6, one a page"))]
        self._form = Form(
            [
                choice_field("language", _("Language"), [(code, NAMES[code]) for code in LOCALES]),
                choice_field("form", _("Form"), forms),
                choice_field("whom", _("For"), [(key, words) for key, words, _keys in audiences]),
            ]
        )
        self._form.fields["language"].show_value(language)
        self._form.setMaximumWidth(sized(WIDEST_FORM))
        self._form.fields["whom"].show_value(audiences[-1][0] if audiences[-1][0] == SELECTED else audiences[0][0])
        note = wrapped(
            _("Each badge has a QR code that is scanned at the door. It tells nothing to whoever finds the badge."),
            "muted",
        )
        layout = column(self._form, note, 1, space=4 * GRID)
        layout.setContentsMargins(0, 4 * GRID, 0, 0)
        self.setLayout(layout)

    def chosen(self) -> tuple[str, str, str]:
        """The language, the form, and for whom."""
        values = self._form.values()
        return values["language"], values["form"], values["whom"]


def _enough(rows: Sequence[CertificateRow]) -> list[int]:
    return [each.id for each in rows if each.qualifies]


class CertificatesPart(QWidget):
    """Who attended enough and why not, what was given; for all or those selected."""

    terms_changed = Signal(int, object)

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[CertificateRow] = ()
        self._asked = Asked(0, CertificateBy.SLOTS)
        self.percent = number_field("certificate_percent", _("Certificate from, percent"), most=100)
        self.percent.editor.setFixedWidth(sized(64))
        self.percent.editor.setPlaceholderText("")  # type: ignore[union-attr]  # a line
        self.by = choice_field("certificate_by", _("Of"), [(each, _(each.label)) for each in CertificateBy])
        languages = [("", _("Each person's own")), *((code, NAMES[code]) for code in LOCALES)]
        self.language = choice_field("language", _("Language"), languages)
        files = [(ONE_FILE, _("One file, a page each")), (FOLDER, _("A folder with a file each"))]
        self.files = choice_field("files", _("As"), files)
        self.whom = choice_field("whom", _("For"), [(EVERYONE, ""), (SELECTED, "")])
        for field, letters in ((self.whom, 26), (self.files, 24), (self.language, 18), (self.by, 20)):
            field.editor.setMinimumContentsLength(letters)  # type: ignore[union-attr]  # boxes to choose from
        self._model = RowsModel(COLUMNS, SORTS)
        self.table = Table(_("Who attended enough"), COLUMNS)
        self.table.show_rows(self._model, sorted_by=0)
        self._count = label("", "muted")
        for each in (self.percent, self.by):
            each.left.connect(self._change)
        self.table.selectionModel().selectionChanged.connect(lambda *_spans: self._follow_selection())
        layout = column(
            row(*self._named(self.percent), *self._named(self.by), 1, *self._named(self.language)),
            self.percent.error,
            self.table,
            row(self._count, 1, *self._named(self.whom), *self._named(self.files)),
            space=3 * GRID,
        )
        layout.setContentsMargins(0, 4 * GRID, 0, 0)
        layout.setStretch(2, 1)
        self.setLayout(layout)

    def _named(self, field: Any) -> tuple[QWidget, QWidget]:
        name = label(field.name)
        name.setBuddy(field.editor)
        return name, field.editor

    def show_rows(self, rows: Sequence[CertificateRow], asked: Asked) -> None:
        """Show the participants; the selection stays with the people."""
        self._rows, self._asked = rows, asked
        self.percent.show_value(asked.percent)
        self.by.show_value(asked.by)
        self.table.keep_row(lambda: self._model.show(rows))
        enough = len(_enough(rows))
        words = n_(
            "{enough} of {n} participant attended enough", "{enough} of {n} participants attended enough", len(rows)
        )
        show_count(self._count, words.format(enough=formats.number(enough), n=formats.number(len(rows))))
        self._follow_selection()

    def _follow_selection(self) -> None:
        """Who selects people means them, until all are chosen again."""
        selected = _enough(self.table.selected_rows())
        box: Any = self.whom.editor
        box.setItemText(0, _("All who attended enough: {n}").format(n=formats.number(len(_enough(self._rows)))))
        box.setItemText(1, _("Those selected: {n}").format(n=formats.number(len(selected))))
        self.whom.enter(SELECTED if self.table.selected_number() else EVERYONE)

    def qualifying(self) -> list[int]:
        """The keys of those to make certificates for."""
        return _enough(self.table.selected_rows() if self.whom.value() == SELECTED else self._rows)

    def chosen(self) -> tuple[str | None, list[int], bool]:
        """The language, for whom, and whether a folder."""
        return self.language.value() or None, self.qualifying(), self.files.value() == FOLDER

    def _change(self, _key: str) -> None:
        percent = self.percent.value()
        self.terms_changed.emit(0 if percent is None else percent, self.by.value())
