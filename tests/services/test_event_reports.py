"""What the funder is told of an event: entered, counted by the written rules, handed over and verified."""

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from sqlalchemy import func, select

from roundtables.errors import NothingThere
from roundtables.formats.documents.docx_errors import DocxFieldWrong
from roundtables.model import Event, HandOver, Organisation, Participation, Project, ProjectPartner, Venue
from roundtables.queries import event_reports as queries
from roundtables.queries import events
from roundtables.queries.counting import Counts, Taker, country_of, counts
from roundtables.register import Register
from roundtables.services import attendance, event_descriptions, event_reports, hand_overs, people, sessions
from roundtables.services import events as event_services
from roundtables.services.fields import NotALink, TextTooLong
from roundtables.terms import CountedBy, EventFormat, HandOverKind, Presence
from tests.formats.documents.test_event_description import template_of

GivenEvent = Callable[..., int]
GivenParticipants = Callable[..., list[int]]
AT = dt.datetime(2026, 12, 4, 8, tzinfo=dt.UTC)


def counted(register: Register, event: int) -> Counts:
    with register.read() as session:
        return queries.counted(session, events.event_page(session, event))


def present(register: Register, event: int, slot: int, *participations: int) -> None:
    with register.change("Mark attendance") as session:
        key = attendance.slot_numbered(session, event, slot).id
        attendance.mark(session, key, participations, Presence.PRESENT)


def set_venue(register: Register, event: int, country: str) -> None:
    with register.change("Venue") as session:
        session.get_one(Event, event).venue = Venue(name="House", country=country)


def set_country(register: Register, participation: int, country: str, organisation: str | None = None) -> None:
    with register.change("Country") as session:
        person = session.get_one(Participation, participation).person
        person.country = country
        person.organisation = None if organisation is None else Organisation(name="Elsewhere", country=organisation)


def hand_over(register: Register, event: int, path: Path, folder: Path | None = None) -> tuple[Any, ...]:
    """The kind, reference and figures that were entered."""
    with register.change("Hand over", undoable=False) as session:
        made = event_descriptions.hand_over(
            session, event, path, "en", for_whom="Funder", by="me", at=AT, folder=folder
        )
        return made.kind, made.event_reference, made.participants, made.attended, made.person_days


def test_what_was_entered_is_kept_and_can_be_undone(register: Register, given_event: GivenEvent) -> None:
    event = given_event()
    with register.read() as session:
        assert queries.report(session, event) == queries.ReportRow()
    with register.change("Change report") as session:
        event_reports.change(session, event, women=3, summary=" Two days.\r\n\x07 ", website="https://x.example")
    with register.change("Change report") as session:
        event_reports.change(session, event, men=0)
    with register.read() as session:
        report = queries.report(session, event)
    assert (report.women, report.men, report.stated, report.summary) == (3, 0, 3, "Two days.")
    register.undo()
    with register.read() as session:
        assert queries.report(session, event).men is None
    with register.change("Change report") as session:
        event_reports.change(session, event, women=None)
    with register.read() as session:
        assert queries.report(session, event).stated is None


@pytest.mark.parametrize(
    ("values", "error", "field"),
    [
        ({"women": -1}, event_reports.NumberOutOfRange, "women"),
        ({"survey_responses": 10**9}, event_reports.NumberOutOfRange, "survey_responses"),
        ({"website": "javascript:alert(1)"}, NotALink, "website"),
        ({"survey_url": "file:///etc/passwd"}, NotALink, "survey_url"),
        ({"summary": "x" * 60_000}, TextTooLong, "summary"),
    ],
)
def test_what_can_not_be_right_is_refused_at_its_field(
    register: Register, given_event: GivenEvent, values: dict[str, Any], error: type[Exception], field: str
) -> None:
    event = given_event()
    with register.change("Change report") as session, pytest.raises(error) as found:
        event_reports.change(session, event, **values)
    assert getattr(found.value, "field", "") == field
    with register.read() as session:
        assert queries.report(session, event) == queries.ReportRow()


def test_an_event_that_is_gone_is_told(register: Register) -> None:
    with register.change("Change report") as session, pytest.raises(NothingThere):
        event_reports.change(session, 99, women=1)
    with register.read() as session, pytest.raises(NothingThere):
        queries.report(session, 99)


def test_by_day_each_day_counts_once(
    register: Register, given_event: GivenEvent, given_participants: GivenParticipants
) -> None:
    event = given_event()
    first, second, _absent = given_participants(event, 3)
    set_venue(register, event, "FI")
    present(register, event, 1, first, second)
    present(register, event, 2, first)
    found = counted(register, event)
    assert (found.listed, found.participations, found.persons, found.person_days) == (3, 2, 2, 3)


def test_by_session_the_different_days_count(
    register: Register, given_event: GivenEvent, given_participants: GivenParticipants
) -> None:
    event = given_event(counted_by=CountedBy.SESSION)
    with register.change("Agenda") as session:
        for title, day, hour in (("A", 1, 9), ("B", 1, 13), ("C", 2, 9)):
            starts = dt.datetime(2026, 12, day, hour)
            sessions.add(session, event, title=title, starts=starts, ends=starts + dt.timedelta(hours=2))
    first, second = given_participants(event, 2)
    present(register, event, 1, first, second)
    present(register, event, 2, first)
    present(register, event, 3, first)
    assert counted(register, event).person_days == 3


def test_as_a_whole_all_days_of_the_event_count(
    register: Register, given_event: GivenEvent, given_participants: GivenParticipants
) -> None:
    event = given_event(counted_by=CountedBy.WHOLE, ends=dt.datetime(2026, 12, 4, 2))
    first, _second = given_participants(event, 2)
    present(register, event, 1, first)
    # The night past midnight belongs to the day before: 1, 2 and 3 December.
    assert counted(register, event).person_days == 3


def test_who_represents_another_country_is_transnational(
    register: Register, given_event: GivenEvent, given_participants: GivenParticipants
) -> None:
    event = given_event()
    own, organisations, unknown, local = given_participants(event, 4)
    set_venue(register, event, "fi")
    set_country(register, own, "HR", organisation="FI")
    set_country(register, organisations, "", organisation="SE")
    set_country(register, unknown, "")
    present(register, event, 1, own, organisations, unknown, local)
    found = counted(register, event)
    assert (found.local, found.transnational, found.origin_unknown, found.country) == (1, 2, 1, "FI")
    assert found.countries == (("FI", 1), ("HR", 1), ("SE", 1), ("", 1))


def test_without_the_events_country_nothing_is_guessed(
    register: Register, given_event: GivenEvent, given_participants: GivenParticipants
) -> None:
    event = given_event()
    present(register, event, 1, *given_participants(event, 2))
    found = counted(register, event)
    assert (found.local, found.transnational, found.origin_unknown, found.country) == (0, 0, 2, "")
    assert found.countries == (("FI", 2),)


def test_an_online_event_is_in_its_hosts_country_else_the_coordinators(
    register: Register, given_event: GivenEvent
) -> None:
    event = given_event(format=EventFormat.ONLINE)
    set_venue(register, event, "SE")
    with register.change("Project") as session:
        row = session.get_one(Event, event)
        row.project = Project(name="Peers")
        for at, (name, country) in enumerate((("Partner", "HR"), ("Coordinator", "FI"))):
            partner = Organisation(name=name, country=country)
            row.project.partners.append(ProjectPartner(organisation=partner, position=at, coordinates=at == 1))
    with register.read() as session:
        assert queries.carrier(session, event) == queries.Carrier("Coordinator", "FI")
    with register.change("Host") as session:
        session.get_one(Event, event).host = Organisation(name="Host", country="IE")
    with register.read() as session:
        assert queries.carrier(session, event) == queries.Carrier("Host", "IE")
    assert country_of(EventFormat.HYBRID, "SE", "IE", "FI") == "SE"
    assert country_of(EventFormat.IN_PERSON, "", "IE", "FI") == ""


def test_one_person_twice_is_one_person(register: Register, given_event: GivenEvent) -> None:
    event = given_event()
    with register.read() as session:
        page = events.event_page(session, event)
    slot = page.slots[0].id
    found = counts(page, [Taker(1, 7, "FI"), Taker(2, 7, "FI")], [(1, slot, 30), (2, slot, None)], "FI")
    assert (found.participations, found.persons, found.minutes) == (2, 1, 30)


@pytest.mark.parametrize("name", ["sheet.docx", "sheet.xlsx", "SHEET.DOCX"])
def test_the_sheet_is_entered_as_handed_over_and_verified(
    register: Register,
    given_event: GivenEvent,
    given_participants: GivenParticipants,
    tmp_path: Path,
    name: str,
) -> None:
    event = given_event()
    keys = given_participants(event, 2)
    present(register, event, 1, *keys[:1])
    entry = hand_over(register, event, tmp_path / name)
    assert entry == (HandOverKind.EVENT_DESCRIPTION, "E0.1", 2, 1, 1)
    with register.read() as session:
        assert hand_overs.verify(session, tmp_path / name).for_whom == "Funder"
    with register.change("Change report") as session:
        event_reports.change(session, event, women=1)
    with register.read() as session:
        changes = hand_overs.verify(session, tmp_path / name).changes
    assert [change.step for change in changes] == ["Change report"]


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_the_same_state_gives_the_same_bytes(demonstration: Path, tmp_path: Path, suffix: str) -> None:
    written = []
    for name in ("a", "b"):
        copy = Path(shutil.copy(demonstration, tmp_path / f"{name}.roundtables"))
        (tmp_path / name).mkdir()
        register = Register.open(copy)
        with register.read() as session:
            event = events.key_of(session, "E2.7")
        hand_over(register, event, tmp_path / name / f"sheet{suffix}")
        register.close()
        written.append((tmp_path / name / f"sheet{suffix}").read_bytes())
    assert written[0] == written[1]


def test_a_template_with_a_wrong_field_writes_and_enters_nothing(
    register: Register, given_event: GivenEvent, tmp_path: Path
) -> None:
    event = given_event()
    own = tmp_path / "templates" / "event-description.docx"
    own.parent.mkdir()
    own.write_bytes(template_of("Project {{ projekt_number }}"))
    path = tmp_path / "sheet.docx"
    path.write_bytes(b"older")
    with pytest.raises(DocxFieldWrong, match=r"Paragraph 1.*projekt_number.*project_number"):
        hand_over(register, event, path, tmp_path)
    assert path.read_bytes() == b"older"
    with register.read() as session:
        assert session.scalar(select(func.count(HandOver.id))) == 0
    own.write_bytes(template_of("Ours {{ event_number }}"))
    hand_over(register, event, path, tmp_path)
    assert [paragraph.text for paragraph in Document(str(path)).paragraphs] == ["Ours E0.1"]


def test_another_kind_of_file_is_refused(register: Register, given_event: GivenEvent, tmp_path: Path) -> None:
    event = given_event()
    with pytest.raises(event_descriptions.NeitherWordNorExcel):
        hand_over(register, event, tmp_path / "sheet.pdf")
    assert list(tmp_path.glob("sheet*")) == []


def test_the_report_goes_with_its_event(register: Register, given_event: GivenEvent) -> None:
    event = given_event()
    with register.change("Change report") as session:
        event_reports.change(session, event, women=1)
    with register.change("Delete") as session:
        event_services.delete(session, event)
    register.undo()
    with register.read() as session:
        assert queries.report(session, event).women == 1


def test_a_gender_is_a_total_of_the_event_and_of_nobody(register: Register) -> None:
    with register.change("Person") as session:
        person = people.add(session, first_name="A", last_name="B")
    assert not any("gender" in column.name for column in person.__table__.columns)
