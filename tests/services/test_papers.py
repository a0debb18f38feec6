"""Sheets to sign and badges of a register: who is on them, in which order, and what they never say."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader

from roundtables.queries import badges, events, participants
from roundtables.register import Register
from roundtables.register.errors import FilesNotOnServers
from roundtables.services import papers, people
from roundtables.services import participants as services
from roundtables.services.papers import NobodyToPrint, TemplatesNotOnServers
from roundtables.terms import Reply
from tests.formats.documents.reading import codes_in


@pytest.fixture
def listed(register: Register, given_event: Callable[..., int]) -> int:
    """An event of people whose names sort differently by language, one of whom has declined."""
    event = given_event()
    with register.change("People") as session:
        for last, reply in (
            ("Zorić", "accepted"),
            ("Åkerlund", "invited"),
            ("Šarić", "tentative"),
            ("Adams", "declined"),
        ):
            person = people.add(session, first_name="Mika", last_name=last, email=f"{reply}@office.example")
            row = services.add(session, event, [person.id])[0]
            services.set_reply(session, [row.id], Reply.of(reply))
    return event


def said(path: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(path.read_bytes())).pages)


@pytest.mark.parametrize(
    ("code", "order"), [("fi", ["Šarić", "Zorić", "Åkerlund"]), ("en", ["Åkerlund", "Šarić", "Zorić"])]
)
def test_the_sheet_lists_who_is_expected_in_the_order_of_its_language(
    register: Register, listed: int, tmp_path: Path, code: str, order: list[str]
) -> None:
    with register.read() as session:
        assert papers.write_sign_in_sheet(session, listed, tmp_path / "sheet.pdf", code) == ""
    text = said(tmp_path / "sheet.pdf")
    places = [text.index(name) for name in order]
    assert places == sorted(places)
    assert "Adams" not in text
    assert "office.example" not in text


def test_the_ending_of_the_file_decides_what_the_sheet_is(register: Register, listed: int, tmp_path: Path) -> None:
    with register.read() as session:
        papers.write_sign_in_sheet(session, listed, tmp_path / "sheet.xlsx", "en")
        papers.write_sign_in_sheet(session, listed, tmp_path / "sheet.PDF", "en")
    assert (tmp_path / "sheet.xlsx").read_bytes().startswith(b"PK")
    assert (tmp_path / "sheet.PDF").read_bytes().startswith(b"%PDF")


def test_badges_are_for_all_who_have_not_declined_or_for_those_chosen(
    register: Register, listed: int, tmp_path: Path
) -> None:
    from roundtables.formats.documents.badge import BadgeForm

    path = tmp_path / "badges.pdf"
    with register.read() as session:
        rows = participants.listing(session, listed)
        assert papers.write_badges(session, listed, path, BadgeForm.A4, "en") == (3, "")
        assert "Adams" not in said(path)
        coming = papers.coming(rows)
        assert papers.write_badges(session, listed, path, BadgeForm.A6, "en", participation_ids=coming)[0] == 2
        assert len(PdfReader(path).pages) == 2
        with pytest.raises(NobodyToPrint):
            papers.write_badges(session, listed, tmp_path / "none.pdf", BadgeForm.A4, "en", participation_ids=[])
    assert not (tmp_path / "none.pdf").exists()


def test_the_code_of_a_badge_leads_to_its_participant(register: Register, listed: int) -> None:
    from roundtables.formats.documents import badge
    from roundtables.words import language
    from tests.formats.documents.reading import pictures

    with register.read() as session:
        page = events.event_page(session, listed)
        rows = participants.listing(session, listed)
        known = badges.codes(session, listed)
    made = [badge.Badge(row.name, row.organisation, row.role, badges.code(page.uid, row.id)) for row in rows]
    document = badge.BadgeDocument(page.reference, page.title, page.starts, page.ends, made)
    pages = pictures("badges.typ", badge.data_of(document, badge.BadgeForm.A4, language("en")), ppi=120)
    assert sorted(known[code] for code in codes_in(pages[0])) == sorted(row.id for row in rows)


def test_the_same_register_writes_the_same_bytes(register: Register, listed: int, tmp_path: Path) -> None:
    from roundtables.formats.documents.badge import BadgeForm

    with register.read() as session:
        for name in ("one", "two"):
            papers.write_sign_in_sheet(session, listed, tmp_path / f"{name}.pdf", "en")
            papers.write_badges(session, listed, tmp_path / f"{name}-badges.pdf", BadgeForm.A4, "en")
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()
    assert (tmp_path / "one-badges.pdf").read_bytes() == (tmp_path / "two-badges.pdf").read_bytes()


def test_a_register_on_a_server_has_the_program_s_templates_alone(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register, "path", None)
    with pytest.raises(FilesNotOnServers):
        _ = register.folder
    assert papers.templates_folder(register) is None
    with pytest.raises(TemplatesNotOnServers):
        papers.require_templates_folder(register)


def test_a_file_name_tells_the_event_and_no_person() -> None:
    assert papers.suggested_name("E2.1", "Name badges", "en") == "E2.1 Name badges.pdf"
