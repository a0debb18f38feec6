"""Certificates of attendance: who gets one, numbers that are never given again, files that are never overwritten."""

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from roundtables.errors import Expected
from roundtables.files import FolderNotWritable
from roundtables.formats.documents.errors import NoSuchField
from roundtables.model import Attendance, Certificate, HandOver, Numbering, Participation, Person, Slot
from roundtables.queries import certificates as queries
from roundtables.queries.certificates import Verdict
from roundtables.register import Register
from roundtables.services import attendance, certificates, events, papers, sessions
from roundtables.services.certificates import Made, NobodyQualifies, NoSuchCertificate, NotAPercentage
from roundtables.services.papers import FilesAreThere
from roundtables.terms import CertificateBy, CountedBy, HandOverKind, Presence

AT = dt.datetime(2026, 12, 3, 12, tzinfo=dt.UTC)
Attend = Callable[..., None]
Give = Callable[..., Made]


@pytest.fixture
def attend(register: Register) -> Attend:
    """Mark participants present in the slots with these numbers."""

    def mark(event_id: int, keys: Sequence[int], *numbers: int, presence: Presence = Presence.PRESENT) -> None:
        with register.change("Mark attendance") as session:
            for number in numbers:
                slot = attendance.slot_numbered(session, event_id, number)
                attendance.mark(session, slot.id, keys, presence)

    return mark


@pytest.fixture
def give(register: Register, tmp_path: Path) -> Give:
    """Give certificates, in a file unless told otherwise."""

    def make(event_id: int, target: Path | None = None, **values: Any) -> Made:
        with register.change("Give certificates", undoable=False) as session:
            return certificates.give(
                session, event_id, target or tmp_path / "all.pdf", **{"by": "office", "at": AT, **values}
            )

    return make


def rows(register: Register, event_id: int) -> list[queries.CertificateRow]:
    with register.read() as session:
        return queries.listing(session, event_id)


def given(register: Register) -> list[Certificate]:
    with register.read() as session:
        found = list(session.scalars(select(Certificate).order_by(Certificate.id)))
        session.expunge_all()
    return found


def verdicts(register: Register, event_id: int) -> list[Verdict]:
    return [row.verdict for row in rows(register, event_id)]


# Who gets one


def test_who_was_there_often_enough_qualifies_and_others_are_told_why(
    register: Register, given_event: Callable[..., int], given_participants: Callable[..., list[int]], attend: Attend
) -> None:
    event = given_event()
    all_days, one_day, absent, not_marked = given_participants(event, 4)
    assert verdicts(register, event) == [Verdict.NOT_TAKEN] * 4
    attend(event, [all_days], 1, 2)
    attend(event, [one_day], 1)
    attend(event, [absent], 1, 2, presence=Presence.ABSENT)
    found = {row.id: row for row in rows(register, event)}
    assert found[all_days].verdict is Verdict.QUALIFIES
    assert found[one_day].verdict is Verdict.TOO_LITTLE
    assert found[absent].verdict is Verdict.ABSENT
    assert found[not_marked].verdict is Verdict.ABSENT
    assert (found[all_days].share, found[one_day].share) == (100, 50)
    assert (found[all_days].days, found[all_days].minutes) == (2, 2 * 7 * 60)


@pytest.mark.parametrize(("percent", "qualifies"), [(50, True), (51, False)])
def test_the_share_asked_for_is_reached_exactly(
    register: Register,
    given_event: Callable[..., int],
    given_participants: Callable[..., list[int]],
    attend: Attend,
    percent: int,
    qualifies: bool,
) -> None:
    event = given_event()
    attend(event, given_participants(event, 1), 1)
    with register.change("Ask for") as session:
        certificates.ask_for(session, event, percent, CertificateBy.SLOTS)
    assert rows(register, event)[0].qualifies is qualifies


@pytest.mark.parametrize("percent", [0, 101, -5])
def test_a_share_that_is_none_is_refused(register: Register, given_event: Callable[..., int], percent: int) -> None:
    event = given_event()
    with pytest.raises(NotAPercentage), register.change("Ask for") as session:
        certificates.ask_for(session, event, percent, CertificateBy.SLOTS)


def test_minutes_that_were_measured_count_where_minutes_are_asked_for(
    register: Register, given_event: Callable[..., int], given_participants: Callable[..., list[int]]
) -> None:
    event = given_event(ends=dt.datetime(2026, 12, 1, 11))
    enough, too_little, not_measured, too_many = given_participants(event, 4)
    with register.change("Marks") as session:
        certificates.ask_for(session, event, 60, CertificateBy.MINUTES)
        slot = session.scalars(select(Slot.id).where(Slot.event_id == event)).one()
        for key, minutes in ((enough, 72), (too_little, 71), (not_measured, None), (too_many, 500)):
            attendance.mark(session, slot, [key], Presence.PRESENT, minutes=minutes)
    found = {row.id: row for row in rows(register, event)}
    assert {key: (row.minutes, row.qualifies) for key, row in found.items()} == {
        enough: (72, True),
        too_little: (71, False),
        not_measured: (120, True),
        too_many: (120, True),
    }
    with register.change("Marks") as session:
        attendance.mark(session, slot, [enough], Presence.ABSENT, minutes=72)
    assert rows(register, event)[0].qualifies


def test_sessions_count_with_their_own_lengths(
    register: Register, given_event: Callable[..., int], given_participants: Callable[..., list[int]], attend: Attend
) -> None:
    event = given_event(counted_by=CountedBy.SESSION)
    with register.change("Sessions") as session:
        for day, hours in ((1, 2), (1, 1), (2, 3)):
            starts = dt.datetime(2026, 12, day, 9 + 3 * hours % 4)
            ends = starts + dt.timedelta(hours=hours)
            sessions.add(session, event, title=f"Part {day} {hours}", starts=starts, ends=ends)
    key = given_participants(event, 1)
    attend(event, key, 1, 3)
    found = rows(register, event)[0]
    assert (found.slots, found.of_slots, found.days, found.of_days) == (2, 3, 2, 2)
    assert found.of_minutes == 6 * 60
    assert found.minutes in (4 * 60, 5 * 60)


@pytest.mark.parametrize(
    ("starts", "ends", "minutes"),
    [
        # Clocks are put back at four in the night of 25 October 2026 in Helsinki, and forward on 29 March.
        (dt.datetime(2026, 10, 24, 22), dt.datetime(2026, 10, 25, 5), 8 * 60),
        (dt.datetime(2026, 3, 28, 22), dt.datetime(2026, 3, 29, 5), 6 * 60),
        (dt.datetime(2026, 12, 1, 22), dt.datetime(2026, 12, 2, 1), 3 * 60),
    ],
)
def test_a_night_is_one_day_as_long_as_it_was(
    register: Register,
    given_event: Callable[..., int],
    given_participants: Callable[..., list[int]],
    attend: Attend,
    starts: dt.datetime,
    ends: dt.datetime,
    minutes: int,
) -> None:
    event = given_event(starts=starts, ends=ends)
    attend(event, given_participants(event, 1), 1)
    found = rows(register, event)[0]
    assert (found.days, found.minutes) == (1, minutes)


def test_minutes_of_an_event_without_times_can_t_be_asked_for(
    register: Register, given_event: Callable[..., int], given_participants: Callable[..., list[int]], attend: Attend
) -> None:
    day = dt.datetime(2026, 12, 1)
    event = given_event(starts=day, ends=day, all_day=True)
    attend(event, given_participants(event, 1), 1)
    assert rows(register, event)[0].qualifies
    with register.change("Ask for") as session:
        certificates.ask_for(session, event, 80, CertificateBy.MINUTES)
    assert verdicts(register, event) == [Verdict.NO_TIMES]


@pytest.mark.parametrize(
    ("person", "event", "found"),
    [("fi", "hr", "fi"), ("sv-FI", "", "sv"), ("de", "hr", "hr"), ("", "pt_BR", "en"), ("HR", "", "hr")],
)
def test_the_language_is_the_person_s_else_the_event_s_else_english(person: str, event: str, found: str) -> None:
    assert queries.language_of(person, event) == found


# What is given


@pytest.fixture
def held(
    given_event: Callable[..., int], given_participants: Callable[..., list[int]], attend: Attend
) -> tuple[int, list[int]]:
    """An event that three of four people attended, and the keys of the three."""
    event = given_event()
    keys = given_participants(event, 4)
    attend(event, keys[:3], 1, 2)
    return event, keys[:3]


def test_certificates_are_numbered_recorded_and_handed_over(
    register: Register, held: tuple[int, list[int]], give: Give, tmp_path: Path
) -> None:
    event, keys = held
    made = give(event, for_whom="the mailing")
    reference = made.numbers[0].rpartition("-")[0]
    assert made.numbers == tuple(f"{reference}-{at:03d}" for at in (1, 2, 3))
    assert made.new == 3
    reader = PdfReader(tmp_path / "all.pdf")
    assert len(reader.pages) == 3
    for number, page in zip(made.numbers, reader.pages, strict=True):
        assert number in page.extract_text()
    with register.read() as session:
        entry = session.scalars(select(HandOver)).one()
        assert (entry.kind, entry.participants, entry.person_days) == (HandOverKind.CERTIFICATES, 3, 6)
        assert (entry.file_name, entry.for_whom) == ("all.pdf", "the mailing")
        found = certificates.in_file(session, tmp_path / "all.pdf")
        assert [each.number for each in found] == list(made.numbers)
        assert entry.sha256 == found[0].sha256
        one = queries.by_number(session, f" {made.numbers[1].lower()} ")
        assert one is not None
        assert (one.name, one.days, one.minutes, one.issued_by) == ("Given1 Family1", 2, 840, "office")
    assert [row.number for row in rows(register, event) if row.id in keys] == list(made.numbers)


def test_given_again_it_is_the_same_number_and_the_same_bytes(
    register: Register, held: tuple[int, list[int]], give: Give, tmp_path: Path
) -> None:
    event, _keys = held
    first = give(event)
    content = (tmp_path / "all.pdf").read_bytes()
    again = give(event, tmp_path / "again.pdf", at=AT + dt.timedelta(days=40), by="somebody else")
    assert again.numbers == first.numbers
    assert again.new == 0
    assert (tmp_path / "again.pdf").read_bytes() == content
    assert len(given(register)) == 3


def test_changed_attendance_gets_a_new_number_and_the_old_one_stays_checkable(
    register: Register, held: tuple[int, list[int]], give: Give, attend: Attend, tmp_path: Path
) -> None:
    event, keys = held
    first = give(event)
    with register.change("Ask for") as session:
        certificates.ask_for(session, event, 50, CertificateBy.SLOTS)
    attend(event, keys[:1], 2, presence=Presence.ABSENT)
    assert [row.stands for row in rows(register, event)][:3] == [False, True, True]
    again = give(event, tmp_path / "again.pdf")
    reference = first.numbers[0].rpartition("-")[0]
    assert again.numbers == (f"{reference}-004", *first.numbers[1:])
    with register.read() as session:
        old = certificates.check(session, first.numbers[0])[0]
        assert (old.days, old.replaced_by) == (2, f"{reference}-004")
        # The first file is known although two of its certificates were given in another since.
        held_in_first = certificates.check(session, str(tmp_path / "all.pdf"))
        assert [each.number for each in held_in_first] == list(first.numbers)


@pytest.mark.parametrize("change", [{"first_name": "Renamed"}, {"language": "fi"}])
def test_another_name_or_language_is_another_certificate(
    register: Register, held: tuple[int, list[int]], give: Give, tmp_path: Path, change: dict[str, str]
) -> None:
    event, keys = held
    give(event)
    with register.change("Change") as session:
        person = session.get_one(Person, session.get_one(Participation, keys[0]).person_id)
        for column, value in change.items():
            setattr(person, column, value)
    assert give(event, tmp_path / "again.pdf").new == 1


def test_a_folder_has_a_file_each_by_number_and_the_list_of_their_check_sums(
    register: Register, held: tuple[int, list[int]], give: Give, tmp_path: Path
) -> None:
    event, _keys = held
    folder = tmp_path / "given" / "certificates"
    made = give(event, folder, as_folder=True)
    names = sorted(path.name for path in folder.iterdir())
    assert names == [f"{made.numbers[0]}.pdf", *sorted(path.name for path in made.paths if path.name != names[0])]
    listed = (folder / f"{made.numbers[0]}_{made.numbers[-1]}.sha256").read_text(encoding="utf-8").splitlines()
    assert [line.split("  ")[1] for line in listed] == [f"{number}.pdf" for number in made.numbers]
    assert [line.split("  ")[0] for line in listed] == [each.sha256 for each in given(register)]
    with register.read() as session:
        found = certificates.check(session, str(folder / f"{made.numbers[2]}.pdf"))
        assert [each.number for each in found] == [made.numbers[2]]
    # No file says whose it is by its name.
    assert not any("Family" in name for name in names)
    # Given again into the same folder, what lies there is the same and is left.
    assert give(event, folder, as_folder=True).new == 0


def test_files_that_are_there_are_not_overwritten_unasked(
    register: Register, held: tuple[int, list[int]], give: Give, tmp_path: Path
) -> None:
    event, _keys = held
    (tmp_path / "all.pdf").write_bytes(b"other")
    with pytest.raises(FilesAreThere, match=r"all\.pdf"):
        give(event)
    assert (tmp_path / "all.pdf").read_bytes() == b"other"
    assert given(register) == []
    with register.read() as session:
        assert not session.scalars(select(HandOver)).all()
        assert not session.scalars(select(Numbering).where(Numbering.prefix.contains("-"))).all()
    assert give(event, overwrite=True).new == 3


def test_a_folder_that_can_t_be_written_leaves_nothing(
    register: Register, held: tuple[int, list[int]], give: Give, tmp_path: Path
) -> None:
    event, _keys = held
    (tmp_path / "file").touch()
    with pytest.raises(FolderNotWritable):
        give(event, tmp_path / "file" / "folder", as_folder=True)
    assert given(register) == []


@pytest.mark.parametrize("stop_at", [1, 4, 6])
def test_stopped_half_way_nothing_is_given_and_nothing_left(
    register: Register, held: tuple[int, list[int]], give: Give, tmp_path: Path, stop_at: int
) -> None:
    event, _keys = held
    steps = []

    class Stopped(Exception):
        pass

    def report(done: int, total: int) -> None:
        steps.append((done, total))
        if len(steps) == stop_at:
            raise Stopped

    with pytest.raises(Stopped):
        give(event, tmp_path / "folder", as_folder=True, report=report)
    assert len(steps) == stop_at
    assert not (tmp_path / "folder").exists() or not list((tmp_path / "folder").iterdir())
    assert given(register) == []
    assert give(event, tmp_path / "folder", as_folder=True).numbers[0].endswith("-001")


def test_nobody_who_qualifies_is_told(
    register: Register, held: tuple[int, list[int]], give: Give, given_event: Callable[..., int]
) -> None:
    event, keys = held
    with pytest.raises(NobodyQualifies, match="80 %"):
        give(given_event())
    with pytest.raises(NobodyQualifies):
        give(event, participation_ids=[row.id for row in rows(register, event) if row.id not in keys])


def test_only_those_chosen_get_one(held: tuple[int, list[int]], give: Give, register: Register) -> None:
    event, keys = held
    assert len(give(event, participation_ids=keys[1:2]).numbers) == 1
    assert [each.name for each in given(register)] == ["Given1 Family1"]


def test_a_wrong_template_is_told_and_nothing_is_given(
    register: Register, held: tuple[int, list[int]], give: Give, tmp_path: Path
) -> None:
    event, _keys = held
    folder = papers.templates_folder(register)
    assert folder is not None
    assert {"certificate.typ", "badges.typ", "sign-in-sheet.typ", "parts.typ"} <= set(papers.copy_templates(folder))
    template = folder / "certificate.typ"
    template.write_text(template.read_text(encoding="utf-8").replace("each.name,", "each.nmae,"), encoding="utf-8")
    assert papers.copy_templates(folder) == []
    with pytest.raises(NoSuchField, match="nmae") as caught:
        give(event, templates=folder)
    assert caught.value.line > 1
    assert not (tmp_path / "all.pdf").exists()
    assert given(register) == []
    template.unlink()
    assert give(event, templates=folder).new == 3


@pytest.mark.parametrize("text", ["E9.9-001", "nonsense", ""])
def test_a_number_that_was_never_given_is_told(register: Register, text: str) -> None:
    with register.read() as session, pytest.raises(NoSuchCertificate):
        certificates.check(session, text)


def test_a_file_that_was_changed_is_not_known(
    register: Register, held: tuple[int, list[int]], give: Give, tmp_path: Path
) -> None:
    event, _keys = held
    give(event)
    path = tmp_path / "all.pdf"
    path.write_bytes(path.read_bytes() + b" ")
    with register.read() as session, pytest.raises(NoSuchCertificate):
        certificates.check(session, str(path))
    with register.read() as session, pytest.raises(Expected):
        certificates.check(session, str(tmp_path / "missing.pdf"))


def test_a_step_that_gave_certificates_is_not_undone(
    register: Register, held: tuple[int, list[int]], give: Give
) -> None:
    event, _keys = held
    give(event)
    register.undo()
    assert len(given(register)) == 3
    with register.read() as session:
        assert session.scalars(select(Attendance)).all() == []


def test_an_event_with_certificates_can_t_be_deleted(
    register: Register, held: tuple[int, list[int]], give: Give
) -> None:
    event, _keys = held
    give(event)
    with pytest.raises(Expected), register.change("Delete") as session:
        events.delete(session, event)
