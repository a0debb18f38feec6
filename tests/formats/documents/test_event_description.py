"""The event description sheet, read by other programs; and templates that organisers have changed, well or badly."""

import contextlib
import datetime as dt
import re
import time
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from roundtables.files import FileNotReadable
from roundtables.formats.documents import docx_archive, docx_errors
from roundtables.formats.documents.event_description import (
    FIELDS,
    SAY,
    EventDescription,
    gender_note,
    template_for,
    write_docx,
)
from roundtables.formats.documents.event_description_sheet import write_xlsx
from roundtables.formats.sheets.documents import HandOverNote
from roundtables.queries.counting import RULES
from roundtables.terms import EventFormat, EventKind
from roundtables.words import LOCALES, language

AT = dt.datetime(2026, 11, 25, 8, 30, tzinfo=dt.UTC)
ENGLISH = language("en")
SHIPPED = template_for(None)[0]
NAME = "event-description.docx"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def description(**values: Any) -> EventDescription:
    fitting: dict[str, Any] = {
        "reference": "E2.7",
        "title": "Study visit to Zagreb",
        "kind": EventKind.STUDY_VISIT,
        "format": EventFormat.IN_PERSON,
        "starts": dt.datetime(2026, 10, 24, 9),
        "ends": dt.datetime(2026, 10, 26, 17),
        "all_day": False,
        "timezone": "Europe/Zagreb",
        "place": "House on the Square, Zagreb",
        "country": "HR",
        "website": "https://peer-action.example",
        "project_number": "101000000",
        "project_acronym": "PAAH",
        "project_name": "Peer Action against Hate",
        "participant": "Centre for Peace Studies",
        "work_package": "2 Peer-to-peer learning",
        "participations": 13,
        "persons": 13,
        "person_days": 37,
        "local": 3,
        "transnational": 9,
        "origin_unknown": 1,
        "countries": (("FI", 9), ("HR", 3), ("", 1)),
        "women": 8,
        "men": 3,
        "non_binary": None,
        "gender_not_stated": 1,
        "summary": "Three days.\nThe third with victims' services.",
        "evaluation": "",
        "survey_url": "",
        "survey_responses": 11,
        "rules": RULES,
        "note": HandOverNote(AT, "Europe/Zagreb", "office", "Funder", 42, "sheet.docx"),
    }
    return EventDescription(**(fitting | values))


def as_docx(document: EventDescription, template: bytes = SHIPPED, code: str = "en") -> bytes:
    out = BytesIO()
    write_docx(document, template, NAME, out, language(code))
    return out.getvalue()


def as_xlsx(document: EventDescription, code: str = "en") -> bytes:
    out = BytesIO()
    write_xlsx(document, out, language(code))
    return out.getvalue()


def rows_of(data: bytes) -> list[list[str]]:
    """Every row of every table, as python-docx reads them."""
    return [[cell.text for cell in row.cells] for table in Document(BytesIO(data)).tables for row in table.rows]


def paragraphs_of(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in Document(BytesIO(data)).paragraphs]


def template_of(*paragraphs: str, rows: tuple[tuple[str, ...], ...] = ()) -> bytes:
    """A template as an organiser would make it."""
    made = Document()
    for text in paragraphs:
        made.add_paragraph(text)
    if rows:
        table = made.add_table(0, len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def repacked(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """An archive with its members changed by hand."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_the_word_document_says_all_that_is_asked_for() -> None:
    data = as_docx(description())
    found = {row[0]: row[1] for row in rows_of(data)}
    assert found["Project number"] == "101000000"
    assert found["Acronym"] == "PAAH"
    assert found["Participant organisation"] == "Centre for Peace Studies"
    assert found["Event number"] == "E2.7"
    assert found["In person, online or hybrid"] == "In person"
    assert found["Place"] == "House on the Square, Zagreb, Croatia"
    assert found["Dates"] == "24 Oct 2026 – 26 Oct 2026, 09:00 – 17:00 (Europe/Zagreb)"
    assert (found["Participants in total"], found["Women"], found["Non-binary persons"]) == ("13", "8", "–")
    assert (found["Local participants"], found["Transnational participants"]) == ("3", "9")
    assert (found["Finland"], found["Croatia"], found["Not known"]) == ("9", "3", "1")
    assert (found["Countries in total"], found["Responses"]) == ("2", "11")
    texts = paragraphs_of(data)
    assert "12 of 13 participants: 1 is missing." in texts
    assert "Three days.\nThe third with victims' services." in texts
    assert "\n".join(RULES) in texts
    assert "revision 42" in Document(BytesIO(data)).sections[0].footer.paragraphs[0].text


def test_numbers_that_fit_need_no_note() -> None:
    assert not any("missing" in text for text in paragraphs_of(as_docx(description(women=9))))


@pytest.mark.parametrize("write", [as_docx, as_xlsx])
def test_the_same_document_is_the_same_bytes(write: Callable[[EventDescription], bytes]) -> None:
    assert write(description()) == write(description())
    assert write(description()) != write(description(women=9))


def test_no_clock_is_in_the_word_document() -> None:
    data = as_docx(description())
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    core = Document(BytesIO(data)).core_properties
    assert core.created == core.modified == AT
    assert (core.title, core.author) == ("Event description sheet E2.7", "Roundtables")


@pytest.mark.parametrize("code", sorted(LOCALES))
def test_one_template_speaks_every_language(code: str) -> None:
    data = as_docx(description(), code=code)
    spoken = language(code)
    assert paragraphs_of(data)[0] == spoken.gettext(SAY["title"])
    assert spoken.country("FI") in {row[0] for row in rows_of(data)}
    styles = Document(BytesIO(data)).styles.element
    assert styles.find(f".//{W}rPrDefault//{W}lang").get(f"{W}val").startswith(code)


def test_tables_have_headings_and_descriptions_for_a_screen_reader() -> None:
    document = Document(BytesIO(as_docx(description())))
    assert len(document.tables) == 5
    for table in document.tables:
        assert table.rows[0]._tr.find(f".//{W}tblHeader") is not None
        assert table._tbl.tblPr.find(f"{W}tblCaption").get(f"{W}val")
        assert all(cell.text for cell in table.rows[0].cells)
    assert [p.text for p in document.paragraphs if p.style.name == "Heading 1"][:2] == ["Project", "Event"]


def test_the_shipped_template_names_every_field() -> None:
    with zipfile.ZipFile(BytesIO(SHIPPED)) as archive:
        source = archive.read("word/document.xml").decode() + archive.read("word/footer1.xml").decode()
    named = set(re.findall(r"{{ ([a-z_.]+) }}", source))
    assert set(FIELDS) <= named
    assert {f"say.{key}" for key in SAY} <= named


def test_the_workbook_says_the_same_with_real_numbers() -> None:
    data = as_xlsx(description(title="=1+1"))
    sheet = openpyxl.load_workbook(BytesIO(data)).active
    assert sheet is not None
    found = {row[0]: row[1] for row in sheet.iter_rows(values_only=True)}
    assert found["Participants in total"] == 13
    assert found["Non-binary persons"] == "–"
    assert found["Finland"] == 9
    assert found["Event name"] == "=1+1"
    again = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
    shown = {row[0]: row[1] for row in again}
    assert (shown["Women"], shown["Event name"]) == (8, "=1+1")
    assert "12 of 13 participants: 1 is missing." in shown
    assert all(rule in shown for rule in RULES)


HOSTILE = st.text(max_size=60) | st.sampled_from(
    [
        "<w:p>&amp;",
        "{{ say.title }}",
        "{_{ <b> & }_}",
        "{% for a in b %}",
        "]]>",
        "a\x00b\x0bc\x07d\x0ce",
        "\ud800",
        "\ufffe",
        "x\ty",
        "{_%",
        "=cmd|' /C calc'!A0",
        "_x0041_",
    ]
)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(HOSTILE, HOSTILE)
def test_a_text_stays_a_text_whatever_is_in_it(title: str, place: str) -> None:
    document = description(title=title, project_name=place)
    found = {row[0]: row[1] for row in rows_of(as_docx(document))}

    def kept(text: str) -> str:
        unwritable = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]"
        return re.sub(unwritable, "\ufffd", text.replace("\r\n", "\n").replace("\r", "\n")) or "–"

    assert found["Event name"] == kept(title)
    assert found["Project name"] == kept(place)
    openpyxl.load_workbook(BytesIO(as_xlsx(document)))


@pytest.mark.parametrize(
    ("template", "said"),
    [
        (template_of("Hello", "Event {{ event_nam }}"), ["Paragraph 2", "event_nam", "event_name"]),
        (
            template_of(rows=(("a", "b"), ("c", "{{ nothing_like_it }}"))),
            ["Table 1, row 2, column 2", "nothing_like_it"],
        ),
        (template_of("{{ say.titel }}"), ["say.titel", "say.title"]),
        (template_of("{{ event_name"), ["Paragraph 1", "in one paragraph"]),
        (template_of("{{ event_name", "}}"), ["Paragraph 1", "in one paragraph"]),
        (template_of("{% if event_name %}"), ["condition"]),
        (template_of("{{ event_name.upper() }}"), ["only fields"]),
        (template_of("{{ ''.__class__ }}"), ["only fields"]),
        (template_of("{{ 'a' * 999999999 }}"), ["only fields"]),
        (template_of("{% for a in range(9) %}{% endfor %}"), ["only fields"]),
        (template_of("{% set a = 1 %}"), ["only fields"]),
        (template_of("{{ countries }}"), ["no single text"]),
        (template_of("{%p for a in countries %}", "{{ a.population }}", "{%p endfor %}"), ["a.population"]),
        (
            template_of("{%p for a in countries %}", "{%p for b in countries %}", "{%p endfor %}", "{%p endfor %}"),
            ["only fields"],
        ),
        (template_of("{# note #}"), ["in one paragraph"]),
    ],
)
def test_what_can_not_be_filled_in_is_named_with_its_place(template: bytes, said: list[str]) -> None:
    with pytest.raises(docx_errors.DocxFieldWrong) as found:
        as_docx(description(), template)
    assert NAME in str(found.value)
    for words in said:
        assert words in str(found.value)


def test_fields_in_headers_and_descriptions_are_looked_at_too() -> None:
    made = Document()
    made.sections[0].header.paragraphs[0].text = "{{ event_nmae }}"
    out = BytesIO()
    made.save(out)
    with pytest.raises(docx_errors.DocxFieldWrong, match="Header: Paragraph 1"):
        as_docx(description(), out.getvalue())

    def spoil(members: dict[str, bytes]) -> None:
        members["word/document.xml"] = members["word/document.xml"].replace(
            b'w:tblCaption w:val="{{ say.event }}"', b'w:tblCaption w:val="{{ say.evnet }}"'
        )

    with pytest.raises(docx_errors.DocxFieldWrong, match=r"description.*say\.evnet"):
        as_docx(description(), repacked(SHIPPED, spoil))


def test_fields_that_come_about_only_when_pieces_are_joined_are_looked_at_too() -> None:
    def hidden(text: str) -> bytes:
        def spoil(members: dict[str, bytes]) -> None:
            field = f"<w:p><w:r><w:instrText>{text}</w:instrText></w:r></w:p><w:sectPr"
            members["word/document.xml"] = members["word/document.xml"].replace(b"<w:sectPr", field.encode(), 1)

        return repacked(SHIPPED, spoil)

    loop = "{% for a in countries %}" * 6 + "{% endfor %}" * 6
    for template in (
        hidden("{{ 'a' * 999999999 }}"),
        hidden(loop),
        template_of("{", "{ 'a' * 99999 }", "}"),
        template_of(*["{", "% for a in countries %", "}"] * 2, *["{", "% endfor %", "}"] * 2),
    ):
        with pytest.raises(docx_errors.DocxFieldWrong):
            as_docx(description(), template)


def test_many_braces_are_refused_before_they_are_searched_for() -> None:
    begun = time.process_time()
    for text in ("{" * 40_000, "{<" * 700, "{ " * 1400 + "x" * 400_000, "}" * 200_000):
        with contextlib.suppress(docx_errors.DocxTemplateWrong):
            as_docx(description(), template_of(text))
    assert time.process_time() - begun < 10


def test_an_organisers_template_is_filled_in() -> None:
    made = Document()
    paragraph = made.add_paragraph("Visit ")
    for piece in ("{{ ev", "ent_na", "me }}"):
        paragraph.add_run(piece)
    made.add_paragraph("{% if website %}See {{ website }}{% else %}No site{% endif %}")
    made.add_paragraph("{%p for each in countries %}")
    made.add_paragraph("{{ each.name }}: {{ each.number }}")
    made.add_paragraph("{%p endfor %}")
    out = BytesIO()
    made.save(out)
    texts = paragraphs_of(as_docx(description(website=""), out.getvalue()))
    assert texts == ["Visit Study visit to Zagreb", "See –", "Finland: 9", "Croatia: 3", "Not known: 1"]


def test_a_broken_template_is_told() -> None:
    cases = [
        b"",
        b"PK\x03\x04 not really",
        b"<html>",
        SHIPPED[:2000],
        repacked(SHIPPED, lambda members: members.pop("word/document.xml")),
        repacked(SHIPPED, lambda members: members.update({"word/document.xml": b"<w:document>"})),
        repacked(
            SHIPPED,
            lambda members: members.update(
                {
                    "word/document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]>'
                    + members["word/document.xml"].split(b"?>", 1)[1]
                }
            ),
        ),
    ]
    for data in cases:
        with pytest.raises(docx_errors.DocxDamaged, match=re.escape(NAME)):
            as_docx(description(), data)


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = repacked(SHIPPED, lambda members: members.update({"word/media/a.png": b"\0" * 50_000_000}))
    assert len(bomb) < 100_000
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_args: pytest.fail("unpacked"))
    with pytest.raises(docx_errors.DocxTooLarge):
        as_docx(description(), bomb)
    monkeypatch.undo()
    long = repacked(SHIPPED, lambda members: members.update({"word/styles.xml": b" " * 3_000_000}))
    with pytest.raises(docx_errors.DocxTooLarge):
        as_docx(description(), long)
    with pytest.raises(docx_errors.DocxTooLarge):
        as_docx(description(), b"x" * (docx_archive.MOST_BYTES + 1))


def test_nothing_that_runs_or_is_fetched_is_taken() -> None:
    external = (
        b'<Relationship Id="rId99" Type="http://schemas/attachedTemplate" Target="http://x" TargetMode="External"/>'
    )
    encoded = external.replace(b"External", b"Extern&#97;l")

    def related(line: bytes) -> bytes:
        def change(members: dict[str, bytes]) -> None:
            key = "word/_rels/document.xml.rels"
            members[key] = members[key].replace(b"</Relationships>", line + b"</Relationships>")

        return repacked(SHIPPED, change)

    def macro_type(members: dict[str, bytes]) -> None:
        members["[Content_Types].xml"] = members["[Content_Types].xml"].replace(
            b"wordprocessingml.document.main+xml", b"macroEnabled.main+xml"
        )

    for data in (
        repacked(SHIPPED, lambda members: members.update({"word/vbaProject.bin": b"x"})),
        repacked(SHIPPED, lambda members: members.update({"word/embeddings/a.bin": b"x"})),
        repacked(SHIPPED, macro_type),
        related(external),
        related(encoded),
    ):
        with pytest.raises(docx_errors.DocxRunsPrograms):
            as_docx(description(), data)
    link = external.replace(b"http://schemas/attachedTemplate", b"http://schemas/hyperlink")
    assert as_docx(description(), related(link))


def test_a_template_with_very_many_fields_is_refused_and_a_long_one_takes_no_time() -> None:
    with pytest.raises(docx_errors.DocxFieldWrong, match="too many"):
        as_docx(description(), template_of("{{ event_name }}" * 500))
    long = template_of(*(f"Paragraph {number} of a long text" for number in range(3000)), "{{ event_name }}")
    assert paragraphs_of(as_docx(description(), long))[-1] == "Study visit to Zagreb"


def test_the_organisers_own_template_is_taken_where_there_is_one(tmp_path: Any) -> None:
    assert template_for(tmp_path) == (SHIPPED, NAME)
    own = tmp_path / "templates" / NAME
    own.parent.mkdir()
    own.write_bytes(template_of("Ours"))
    assert paragraphs_of(as_docx(description(), template_for(tmp_path)[0])) == ["Ours"]
    own.unlink()
    own.mkdir()
    with pytest.raises(FileNotReadable):
        template_for(tmp_path)


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ((None, None, None, None), ""),
        ((10, 3, None, None), ""),
        ((10, 2, 0, 0), "12 of 13 participants: 1 is missing."),
        ((1, None, None, None), "1 of 13 participants: 12 are missing."),
        ((10, 5, 0, 0), "15 against 13 participants who attended: 2 too many."),
    ],
)
def test_a_sum_that_does_not_fit_is_told_in_words(stated: tuple[int | None, ...], said: str) -> None:
    assert gender_note(stated, 13, ENGLISH) == said


def test_an_online_event_has_no_address_and_nothing_stands_where_nothing_is_known() -> None:
    online = description(format=EventFormat.ONLINE, place="", country="FI", project_number="", survey_responses=None)
    found = {row[0]: row[1] for row in rows_of(as_docx(online))}
    assert (found["Place"], found["Project number"], found["Responses"]) == ("Online", "–", "–")
