"""The event description sheet as a workbook: the same fields as the Word document, on one sheet to print."""

from collections.abc import Iterable
from typing import Any, BinaryIO

from openpyxl import Workbook

from roundtables.formats.documents.event_description import SAY, EventDescription, fields
from roundtables.formats.sheets import layout
from roundtables.formats.sheets.cells import add_styles, styled
from roundtables.formats.sheets.saving import save
from roundtables.words import Language

WIDTHS = (38.0, 66.0)
LETTERS_A_LINE = 60
LINE = 15.0
HIGHEST = 400.0
"""Points: Excel shows no row higher than 409."""
SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("project", ("project_number", "project_acronym", "project_name", "participant", "work_package")),
    ("event", ("event_number", "event_name", "event_kind", "event_format", "place", "dates", "website")),
)
NUMBERS = {
    "participants_total": "participations",
    "women": "women",
    "men": "men",
    "non_binary": "non_binary",
    "not_stated": "gender_not_stated",
    "persons": "persons",
    "person_days": "person_days",
    "local": "local",
    "transnational": "transnational",
    "origin_unknown": "origin_unknown",
}


def write_xlsx(document: EventDescription, out: BinaryIO, language: Language) -> None:
    """Write the sheet as .xlsx; numbers are numbers, texts are texts. The same document is the same bytes."""
    workbook = Workbook(write_only=True)
    title = language.gettext(SAY["title"])
    workbook.properties.creator = "Roundtables"
    workbook.properties.title = f"{title} {document.reference}"
    add_styles(workbook)
    sheet: Any = workbook.create_sheet(layout.sheet_name(title))
    layout.prepare_page(sheet, document.reference, language, 1, 1)
    sheet.page_setup.orientation = "portrait"
    sheet.print_title_rows = None
    sheet.row_dimensions[1].height = 26.0
    layout.set_widths(sheet, WIDTHS)
    _Writer(sheet, document, language).write(title)
    save(workbook, out, document.note.at)


class _Writer:
    def __init__(self, sheet: Any, document: EventDescription, language: Language) -> None:
        self._sheet, self._document, self._language = sheet, document, language
        self._texts = fields(document, language)
        self._rows = 0

    def write(self, title: str) -> None:
        """Write all, from top to bottom."""
        self._append(styled(self._sheet, title, "Headline"))
        for heading, keys in SECTIONS:
            self._heading(heading, "details")
            for key in keys:
                self._line(self._say(key), self._texts[key])
        self._participants()
        self._countries()
        for key in ("description", "evaluation"):
            self._heading(key, "")
            self._text(self._texts[key])
        self._heading("survey", "details")
        self._line(self._say("survey_address"), self._texts["survey_address"])
        self._line(self._say("survey_responses"), self._number(self._document.survey_responses))
        self._heading("counting", "")
        self._texts_of(self._texts["counting"].split("\n"))
        self._append()
        self._text(self._texts["drawn"])

    def _participants(self) -> None:
        self._heading("participants", "number")
        for key, attribute in NUMBERS.items():
            self._line(self._say(key), self._number(getattr(self._document, attribute)))
        if self._texts["gender_note"]:
            self._text(self._texts["gender_note"])

    def _countries(self) -> None:
        self._heading("countries", "number")
        for code, number in self._document.countries:
            self._line(self._language.country(code) or self._language.gettext("Not known"), number)
        self._line(self._say("countries_number"), self._document.known_countries)

    def _say(self, key: str) -> str:
        return self._language.gettext(SAY[key])

    def _number(self, value: int | None) -> int | str:
        return "–" if value is None else value

    def _heading(self, key: str, beside: str) -> None:
        self._append()
        words = self._language.gettext(SAY[beside]) if beside else ""
        self._append(styled(self._sheet, self._say(key), "Heading"), styled(self._sheet, words, "Heading"))

    def _line(self, name: str, value: int | str) -> None:
        self._high(value)
        self._append(styled(self._sheet, name, "Boxed"), styled(self._sheet, value, "Boxed"))

    def _texts_of(self, texts: Iterable[str]) -> None:
        for text in texts:
            self._text(text)

    def _text(self, text: str) -> None:
        """A longer text over both columns, a row for each of its lines."""
        for line in text.split("\n"):
            number = self._rows + 1
            self._high(line, 2 * LETTERS_A_LINE)
            self._sheet.merged_cells.ranges.add(f"A{number}:B{number}")
            self._append(styled(self._sheet, line, "Boxed"), styled(self._sheet, None, "Boxed"))

    def _high(self, value: int | str, letters: int = LETTERS_A_LINE) -> None:
        lines = -(-len(value) // letters) if isinstance(value, str) else 1
        if lines > 1:
            self._sheet.row_dimensions[self._rows + 1].height = min(lines * LINE + 4, HIGHEST)

    def _append(self, *cells: Any) -> None:
        self._sheet.append(cells)
        self._rows += 1
