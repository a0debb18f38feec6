"""Two who are one, and two who are two: what moves, what is joined, and that all of it can be taken back."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, text

from roundtables.errors import NothingThere
from roundtables.model import (
    Attendance,
    Base,
    Catering,
    CateringGuest,
    Certificate,
    Cost,
    Event,
    EventFile,
    Group,
    GroupMember,
    KnownName,
    NotTheSame,
    Organisation,
    Participation,
    Person,
    PersonAddress,
    PersonNeeds,
    Project,
    ProjectPartner,
    ProjectRole,
    Stay,
    WorkPackage,
    WorkPackageLead,
)
from roundtables.queries import events as event_queries
from roundtables.queries import search
from roundtables.register import Register
from roundtables.services import attendance, merging, organisations, participants, people
from roundtables.services.merging import NeedsDiffer, SamePerson
from roundtables.services.organisations import NameTaken, SameOrganisation, StillInUse
from roundtables.services.people import AddressKnown, ConsentMissing, HasRole, NameMissing, TakesPart, UnknownCountry
from roundtables.terms import CostKind, FileKind, OrganisationKind, Presence, Reply, Role

UNJOURNALLED = {"step", "change", "numbering"}


def contents(register: Register) -> dict[str, list[tuple[object, ...]]]:
    """Every journalled row of every table, and the index."""
    with register.read() as session:
        found = {
            name: [tuple(row) for row in session.execute(select(table).order_by(table.c.id))]
            for name, table in Base.metadata.tables.items()
            if name not in UNJOURNALLED
        }
        words = session.execute(text("SELECT rowid, * FROM search_index ORDER BY rowid"))
        return found | {"index": [tuple(row) for row in words]}


@pytest.fixture
def person(register: Register) -> Callable[..., int]:
    def add(**values: Any) -> int:
        with register.change("Add person") as session:
            return people.add(session, **({"first_name": "Aino", "last_name": "Mäkelä"} | values)).id

    return add


@pytest.fixture
def takes_part(register: Register) -> Callable[..., int]:
    def add(event: int, key: int, reply: Reply = Reply.INVITED, role: Role = Role.ATTENDEE, marks: str = "") -> int:
        with register.change("Take part") as session:
            row = participants.add(session, event, [key], role=role, reply=reply)[0].id
            for slot, mark in zip(event_queries.slots(session, event), marks, strict=False):
                presence = {"p": Presence.PRESENT, "a": Presence.ABSENT, "e": Presence.EXCUSED}.get(mark)
                if presence is not None:
                    attendance.mark(session, slot.id, [row], presence)
            return row

    return add


def test_everything_moves_and_one_undo_brings_back_every_row(
    register: Register, person: Callable[..., int], given_event: Callable[..., int], takes_part: Callable[..., int]
) -> None:
    kept = person(email="aino@office.example", organisation="River Office")
    other = person(first_name="A.", email="a.makela@ministry.example", organisation="Ministry", phone="+358 1")
    third = person(first_name="Bo", last_name="Third")
    both, alone = given_event(), given_event()
    takes_part(both, kept, Reply.INVITED, Role.ATTENDEE, "a")
    takes_part(both, other, Reply.ACCEPTED, Role.SPEAKER, "pe")
    takes_part(alone, other, Reply.ACCEPTED, marks="pp")
    with register.change("Rest") as session:
        people.add_address(session, other, "old@ministry.example")
        people.set_needs(session, other, diet="vegan", access="", consented_on=dt.date(2026, 1, 2))
        project = Project(name="One")
        project.roles = [ProjectRole(person_id=other, title="Contact"), ProjectRole(person_id=kept, title="Contact")]
        session.add(project)
        session.add(Group(name="Network", members=[GroupMember(person_id=other), GroupMember(person_id=kept)]))
        session.add(Group(name="Steering", members=[GroupMember(person_id=other)]))
        merging.keep_apart(session, third, other)
        merging.keep_apart(session, kept, third)
    before = contents(register)
    with register.change("Merge people") as session:
        merging.merge(session, kept, other)
    after = contents(register)
    with register.read() as session:
        row = session.get_one(Person, kept)
        assert (row.first_name, row.email, row.phone) == ("Aino", "aino@office.example", "+358 1")
        assert {each.email for each in row.addresses} == {"a.makela@ministry.example", "old@ministry.example"}
        assert row.needs is not None
        assert row.needs.diet == "vegan"
        assert len(row.memberships) == 2
        assert len(session.scalars(select(ProjectRole)).all()) == 1
        parts = session.scalars(select(Participation).order_by(Participation.event_id)).all()
        assert [(part.person_id, part.reply, part.role) for part in parts] == [
            (kept, Reply.ACCEPTED, Role.SPEAKER),
            (kept, Reply.ACCEPTED, Role.ATTENDEE),
        ]
        marks = session.execute(
            select(Attendance.presence, Attendance.person_id).order_by(Attendance.event_id, Attendance.slot_id)
        )
        assert [tuple(mark) for mark in marks] == [
            (Presence.PRESENT, kept),
            (Presence.EXCUSED, kept),
            (Presence.PRESENT, kept),
            (Presence.PRESENT, kept),
        ]
        assert len(session.scalars(select(NotTheSame)).all()) == 1
        assert session.get(Person, other) is None
        assert [hit.id for hit in search.find(session, "old@ministry.example")] == [kept]
    assert register.undo() == "Merge people"
    assert contents(register) == before
    assert register.redo() == "Merge people"
    assert contents(register) == after


def test_every_table_that_names_a_person_or_organisation_is_known_to_merging() -> None:
    names = {
        target: {
            f"{table.name}.{key.parent.name}"
            for table in Base.metadata.tables.values()
            for key in table.foreign_keys
            if key.column.table.name == target
        }
        for target in ("person", "organisation")
    }
    assert names["person"] == {
        "participation.person_id",
        "attendance.person_id",
        "person_address.person_id",
        "person_needs.person_id",
        "project_role.person_id",
        "group_member.person_id",
        "not_the_same.person_id",
        "not_the_same.other_id",
        "invitation.person_id",
        "answer.person_id",
        "message.person_id",
        "cost.person_id",
        "certificate.person_id",
        "known_name.person_id",
    }
    assert names["organisation"] == {
        "person.organisation_id",
        "event.host_id",
        "project_partner.organisation_id",
        "project_role.organisation_id",
        "work_package_lead.organisation_id",
        "cost.payer_id",
    }


def test_what_was_proved_paid_and_served_goes_with_the_one_who_is_kept(
    register: Register, person: Callable[..., int], given_event: Callable[..., int]
) -> None:
    kept, other, event = person(), person(), given_event()
    with register.change("Proof") as session:
        participants.add(session, event, [kept, other])
        rows = {row.person_id: row for row in session.scalars(select(Participation))}
        file = EventFile(event_id=event, kind=FileKind.MEETING_REPORT, name="r.csv", sha256="0" * 64, size=1)
        catering = Catering(event_id=event, served=dt.datetime(2026, 12, 1, 12, 0), purpose="Lunch")
        session.add_all((file, catering, Cost(event_id=event, person_id=other, kind=CostKind.TRAVEL)))
        session.flush()
        session.add(
            Certificate(number="E0.1-1", event_id=event, person_id=other, name="X", language="fi", days=1, minutes=9)
        )
        session.add_all((KnownName(person_id=kept, name="Ainö"), KnownName(person_id=other, name="aino")))
        session.add(KnownName(person_id=other, name="Aikku"))
        session.add_all(CateringGuest(catering_id=catering.id, participation_id=row.id) for row in rows.values())
        at = dt.datetime(2026, 12, 1, 9, 0, tzinfo=dt.UTC)
        session.add(Stay(file_id=file.id, participation_id=rows[other].id, joined=at, departed=at))
    with register.change("Merge people") as session:
        merging.merge(session, kept, other)
    with register.read() as session:
        participation = session.scalars(select(Participation)).one()
        assert session.scalars(select(Cost.person_id)).all() == [kept]
        assert session.scalars(select(Certificate.person_id)).all() == [kept]
        assert session.scalars(select(KnownName.name).order_by(KnownName.name)).all() == ["Aikku", "Ainö"]
        assert session.scalars(select(CateringGuest.participation_id)).all() == [participation.id]
        assert session.scalars(select(Stay.participation_id)).all() == [participation.id]


@pytest.mark.parametrize(
    ("one", "two", "joined"),
    [
        (Reply.INVITED, Reply.ACCEPTED, Reply.ACCEPTED),
        (Reply.ACCEPTED, Reply.DECLINED, Reply.ACCEPTED),
        (Reply.TENTATIVE, Reply.WAITING, Reply.TENTATIVE),
        (Reply.NOT_INVITED, Reply.DECLINED, Reply.DECLINED),
        (Reply.INVITED, Reply.WAITING, Reply.WAITING),
    ],
)
def test_of_two_replies_the_stronger_stays(
    register: Register,
    person: Callable[..., int],
    given_event: Callable[..., int],
    takes_part: Callable[..., int],
    one: Reply,
    two: Reply,
    joined: Reply,
) -> None:
    event, kept, other = given_event(), person(), person()
    takes_part(event, kept, one)
    takes_part(event, other, two)
    with register.change("Merge") as session:
        merging.merge(session, kept, other)
    with register.read() as session:
        assert session.scalars(select(Participation.reply)).all() == [joined]


def test_of_equal_marks_the_longer_minutes_stay(
    register: Register, person: Callable[..., int], given_event: Callable[..., int], takes_part: Callable[..., int]
) -> None:
    event, kept, other = given_event(), person(), person()
    rows = [takes_part(event, key) for key in (kept, other)]
    with register.change("Mark") as session:
        slot = event_queries.slots(session, event)[0].id
        for row, minutes in zip(rows, (40, 90), strict=True):
            attendance.mark(session, slot, [row], Presence.PRESENT, minutes=minutes)
    with register.change("Merge") as session:
        merging.merge(session, kept, other)
    with register.read() as session:
        assert session.scalars(select(Attendance.minutes)).all() == [90]


def test_chosen_values_are_taken_and_no_address_is_lost(register: Register, person: Callable[..., int]) -> None:
    kept = person(email="one@office.example", phone="1", job_title="Head")
    other = person(email="two@office.example", phone="2", job_title="")
    with register.change("Address") as session:
        people.add_address(session, kept, "two@OFFICE.example")
    with register.change("Merge") as session:
        merging.merge(session, kept, other, from_other={"email", "phone"})
    with register.read() as session:
        row = session.get_one(Person, kept)
        assert (row.email, row.phone, row.job_title) == ("two@office.example", "2", "Head")
        assert [each.email for each in row.addresses] == ["one@office.example"]


def test_needs_that_differ_are_asked_for(register: Register, person: Callable[..., int]) -> None:
    kept, other = person(), person()
    with register.change("Needs") as session:
        people.set_needs(session, kept, diet="vegan", access="lift", consented_on=dt.date(2026, 3, 1))
        people.set_needs(session, other, diet="halal", access="", consented_on=dt.date(2026, 2, 1))
    with pytest.raises(NeedsDiffer), register.change("Merge") as session:
        merging.merge(session, kept, other)
    with register.change("Merge") as session:
        merging.merge(session, kept, other, from_other={"diet"})
    with register.read() as session:
        needs = session.scalars(select(PersonNeeds)).one()
        assert (needs.diet, needs.access, needs.consented_on) == ("halal", "lift", dt.date(2026, 2, 1))


def test_nobody_is_merged_with_themselves_or_with_nobody(register: Register, person: Callable[..., int]) -> None:
    one = person()
    with pytest.raises(SamePerson), register.change("Merge") as session:
        merging.merge(session, one, one)
    with pytest.raises(NothingThere), register.change("Merge") as session:
        merging.merge(session, one, 999)
    other, solo = person(first_name="", last_name="Nameless"), person(first_name="Solo", last_name="")
    with pytest.raises(NameMissing), register.change("Merge") as session:
        merging.merge(session, other, solo, from_other={"last_name"})


def test_a_pair_said_to_be_two_goes_with_a_deleted_person_and_comes_back(
    register: Register, person: Callable[..., int]
) -> None:
    one, other = person(), person()
    with register.change("Not the same") as session:
        merging.keep_apart(session, other, one)
        merging.keep_apart(session, one, other)
    before = contents(register)
    assert len(before["not_the_same"]) == 1
    with register.change("Delete person") as session:
        people.delete(session, one)
    assert contents(register)["not_the_same"] == []
    register.undo()
    assert contents(register) == before
    with register.change("Merge") as session:
        merging.merge(session, one, other)
    assert contents(register)["not_the_same"] == []


def test_who_takes_part_or_has_a_role_is_not_deleted(
    register: Register, person: Callable[..., int], given_event: Callable[..., int], takes_part: Callable[..., int]
) -> None:
    one, other = person(), person()
    takes_part(given_event(), one)
    with register.change("Role") as session:
        session.add(Project(name="P", roles=[ProjectRole(person_id=other, title="Contact")]))
    with pytest.raises(TakesPart, match="1 event"), register.change("Delete") as session:
        people.delete(session, one)
    with pytest.raises(HasRole, match="1 role"), register.change("Delete") as session:
        people.delete(session, other)


def test_addresses_are_added_made_the_first_and_removed(register: Register, person: Callable[..., int]) -> None:
    key = person()
    for email in ("one@office.example", "two@office.example"):
        with register.change("Add address") as session:
            people.add_address(session, key, email)
    with register.read() as session:
        further = session.scalars(select(PersonAddress)).one().id
    before = contents(register)
    with pytest.raises(AddressKnown), register.change("Add address") as session:
        people.add_address(session, key, "TWO@office.example")
    with register.change("Change address") as session:
        people.make_first(session, further)
    with register.read() as session:
        assert session.get_one(Person, key).email == "two@office.example"
        assert session.scalars(select(PersonAddress.email)).all() == ["one@office.example"]
        assert [hit.id for hit in search.find(session, "one@office.example")] == [key]
    register.undo()
    assert contents(register) == before
    with register.change("Remove address") as session:
        people.remove_address(session, further)
    with register.read() as session:
        assert search.find(session, "two@office.example") == []


def test_needs_are_kept_with_consent_alone_and_go_when_they_are_empty(
    register: Register, person: Callable[..., int]
) -> None:
    key = person()
    with pytest.raises(ConsentMissing), register.change("Needs") as session:
        people.set_needs(session, key, diet="vegan", access="", consented_on=None)
    with register.change("Needs") as session:
        people.set_needs(session, key, diet="vegan", access="", consented_on=dt.date(2026, 3, 1))
    with register.change("Needs") as session:
        people.set_needs(session, key, diet="", access=" ", consented_on=dt.date(2026, 3, 1))
    assert contents(register)["person_needs"] == []


def test_a_country_is_a_code(register: Register, person: Callable[..., int]) -> None:
    key = person(country="fi")
    with pytest.raises(UnknownCountry), register.change("Change") as session:
        people.change(session, key, country="Ruritania")
    with register.read() as session:
        assert session.get_one(Person, key).country == "FI"


@pytest.fixture
def two_organisations(register: Register, person: Callable[..., int], given_event: Callable[..., int]) -> list[int]:
    """Two organisations with everything that can name one."""
    person(organisation="River Office")
    person(organisation="River Ofice")
    with register.read() as session:
        keys = list(session.scalars(select(Organisation.id).order_by(Organisation.id)))
    given_event(host_id=keys[1])
    with register.change("Programme") as session:
        project = Project(name="P")
        project.partners = [
            ProjectPartner(organisation_id=keys[0], position=1),
            ProjectPartner(organisation_id=keys[1], position=2, coordinates=True),
        ]
        package = WorkPackage(number=1, title="W")
        package.leads = [WorkPackageLead(organisation_id=keys[0]), WorkPackageLead(organisation_id=keys[1])]
        project.work_packages = [package, WorkPackage(number=2, title="V")]
        project.work_packages[1].leads = [WorkPackageLead(organisation_id=keys[1])]
        session.add(project)
        session.flush()
        session.add(ProjectRole(project_id=project.id, person_id=1, organisation_id=keys[1], title="Contact"))
    return keys


def test_two_organisations_become_one_and_are_two_again_after_undo(
    register: Register, two_organisations: list[int]
) -> None:
    kept, other = two_organisations
    before = contents(register)
    with register.change("Merge organisations") as session:
        organisations.merge(session, kept, other, from_other={"name"})
    with register.read() as session:
        assert session.scalars(select(Organisation.name)).all() == ["River Ofice"]
        assert set(session.scalars(select(Person.organisation_id))) == {kept}
        assert session.scalars(select(Event.host_id)).all() == [kept]
        assert session.scalars(select(ProjectPartner.coordinates)).all() == [True]
        assert session.scalars(select(WorkPackageLead.organisation_id)).all() == [kept, kept]
        assert session.scalars(select(ProjectRole.organisation_id)).all() == [kept]
    register.undo()
    assert contents(register) == before
    with pytest.raises(SameOrganisation), register.change("Merge") as session:
        organisations.merge(session, kept, kept)


def test_an_organisation_in_use_is_not_deleted_and_says_by_what(
    register: Register, two_organisations: list[int]
) -> None:
    with pytest.raises(StillInUse) as caught, register.change("Delete") as session:
        organisations.delete(session, two_organisations[1])
    for words in ("1 person belongs", "hosts 1 event", "carries 1 project", "leads 2 work packages", "1 role"):
        assert words in str(caught.value)


def test_organisations_are_added_changed_and_deleted(register: Register) -> None:
    with register.change("Add organisation") as session:
        key = organisations.add(
            session, name="  Rauhan \n järjestö ", kind=OrganisationKind.CIVIL_SOCIETY, country="fi"
        ).id
    with pytest.raises(NameTaken), register.change("Add organisation") as session:
        organisations.add(session, name="RAUHAN JÄRJESTÖ")
    with register.change("Change organisation") as session:
        organisations.change(session, key, name="Rauhan järjestö", city="Helsinki")
    with register.read() as session:
        row = session.get_one(Organisation, key)
        assert (row.name, row.city, row.country) == ("Rauhan järjestö", "Helsinki", "FI")
    with register.change("Delete organisation") as session:
        organisations.delete(session, key)
    with register.read() as session:
        assert session.get(Organisation, key) is None
