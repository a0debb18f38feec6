"""The programme: what is kept, what is refused, what its figures count, and that each step can be taken back."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event as sqlalchemy_events

from roundtables.errors import Expected, Invalid, NothingThere
from roundtables.queries import history, progress, projects
from roundtables.queries import venues as venue_queries
from roundtables.queries.progress import CountedFilter, Figures
from roundtables.register import Register
from roundtables.services import attendance, events, people, programme, venues, work_packages
from roundtables.services.people import UnknownCountry
from roundtables.services.programme import AlreadyNamed, HasEvents, PersonNotChosen, TermEndsBeforeItBegins
from roundtables.services.venues import HalfAPoint, NotACoordinate, PlacesOutOfRange, VenueInUse
from roundtables.services.work_packages import EventsBearTheNumber, NumberTaken
from roundtables.terms import EventStatus, Presence

HOSTILE = "<img src=x>\x00\u2028\u202e " + "مرحبا " * 3
NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
TODAY = NOW.date()
Given = Callable[..., int]


@pytest.fixture
def given_project(register: Register) -> Given:
    """Add a project with a name, and what else is named; returns its key."""

    def add(**values: Any) -> int:
        with register.change("Add project") as session:
            return programme.add_project(session, **({"name": "Bridges"} | values)).id

    return add


@pytest.fixture
def given_activity(register: Register, given_project: Given) -> Callable[..., tuple[int, int, int]]:
    """Add a project with one work package and one activity; returns their keys."""

    def add(**values: Any) -> tuple[int, int, int]:
        project = given_project()
        with register.change("Add activity") as session:
            package = work_packages.add_package(session, project, title="Learning")
            activity = work_packages.add_activity(session, package.id, **({"title": "Visits"} | values))
            return project, package.id, activity.id

    return add


def record(register: Register, project: int) -> projects.ProjectRecord:
    with register.read() as session:
        return projects.record(session, project)


def plan(register: Register, project: int) -> list[progress.PlannedPackage]:
    with register.read() as session:
        return progress.plan(session, project)


def do(register: Register, work: Callable[..., Any], *arguments: Any, **values: Any) -> Any:
    """One call of a service as one step; returns the key of what it made, where it made something."""
    with register.change("Step") as session:
        made = work(session, *arguments, **values)
        return getattr(made, "id", None)


def test_a_record_is_changed_field_by_field_and_taken_back(register: Register, given_project: Given) -> None:
    key = given_project(term_from=dt.date(2026, 1, 1))
    do(register, programme.change_project, key, name=HOSTILE, term_until=dt.date(2027, 12, 31), cost_centre=" KP  1 ")
    changed = record(register, key)
    assert changed.name == "<img src=x> \u202e مرحبا مرحبا مرحبا"
    assert (changed.term_until, changed.cost_centre) == (dt.date(2027, 12, 31), "KP 1")
    register.undo()
    assert (record(register, key).name, record(register, key).term_until) == ("Bridges", None)
    register.redo()
    assert record(register, key).cost_centre == "KP 1"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " \t"}, "name"),
        ({"acronym": "x" * 100_000}, "acronym"),
        ({"term_until": dt.date(2025, 12, 31)}, "term_until"),
    ],
)
def test_a_record_refuses_what_can_not_be_at_its_field(
    register: Register, given_project: Given, values: dict[str, Any], field: str
) -> None:
    key = given_project(term_from=dt.date(2026, 1, 1))
    before = record(register, key)
    with pytest.raises(Invalid) as caught:
        do(register, programme.change_project, key, **values)
    assert caught.value.field == field
    assert record(register, key) == before


def test_a_term_can_not_begin_after_its_end(register: Register, given_project: Given) -> None:
    key = given_project(term_until=dt.date(2026, 1, 1))
    with pytest.raises(TermEndsBeforeItBegins) as caught:
        do(register, programme.change_project, key, term_from=dt.date(2026, 1, 2))
    assert caught.value.field == "term_from"


def test_the_first_partner_coordinates_and_every_order_can_be_taken_back(
    register: Register, given_project: Given
) -> None:
    key = given_project()
    do(register, programme.set_partners, key, ["Ministry", "Seta ry"])
    ministry, seta = (row.organisation_id for row in record(register, key).partners)
    do(register, programme.set_partners, key, [seta, "ministry", "Centre"])
    partners = record(register, key).partners
    assert [(row.name, row.coordinates) for row in partners] == [
        ("Seta ry", True),
        ("Ministry", False),
        ("Centre", False),
    ]
    assert partners[1].organisation_id == ministry
    do(register, programme.set_partners, key, [ministry])
    assert [row.name for row in record(register, key).partners] == ["Ministry"]
    register.undo()
    assert [row.name for row in record(register, key).partners] == ["Seta ry", "Ministry", "Centre"]
    register.undo()
    assert [row.name for row in record(register, key).partners] == ["Ministry", "Seta ry"]


def test_a_partner_stands_once(register: Register, given_project: Given) -> None:
    key = given_project()
    with pytest.raises(AlreadyNamed):
        do(register, programme.set_partners, key, ["Ministry", "MINISTRY"])
    with pytest.raises(Invalid):
        do(register, programme.set_partners, key, ["  "])
    assert record(register, key).partners == ()


def test_roles_are_sorted_by_who_is_in_office(register: Register, given_project: Given) -> None:
    key = given_project()
    person = do(register, people.add, first_name="Aino", last_name="Mäkelä")
    terms = {
        "ended": (None, dt.date(2026, 11, 23)),
        "last day": (None, TODAY),
        "to come": (dt.date(2026, 11, 25), None),
        "open": (None, None),
    }
    for title, (since, until) in terms.items():
        do(register, programme.add_role, key, person_id=person, title=title, since=since, until=until)
    with register.read() as session:
        rows = projects.roles(session, key, TODAY)
    assert [(row.title, row.in_office(TODAY)) for row in rows] == [
        ("last day", True),
        ("open", True),
        ("to come", False),
        ("ended", False),
    ]


def test_a_role_ends_today_and_begins_again_by_undo(register: Register, given_project: Given) -> None:
    key = given_project()
    person = do(register, people.add, last_name="Mäkelä")
    role = do(register, programme.add_role, key, person_id=person, title="Contact person", organisation="Ministry")
    do(register, programme.end_role, role, TODAY)
    with register.read() as session:
        assert projects.roles(session, key, TODAY)[0].until == TODAY
        assert history.steps(session, limit=1)[0].rows == 1
    register.undo()
    do(register, programme.change_role, role, since=dt.date(2026, 12, 1))
    with pytest.raises(TermEndsBeforeItBegins):
        do(register, programme.end_role, role, TODAY)
    do(register, programme.remove_role, role)
    with register.read() as session:
        assert projects.roles(session, key, TODAY) == []
    register.undo()
    with register.read() as session:
        assert projects.roles(session, key, TODAY)[0].organisation == "Ministry"


def test_a_role_needs_somebody_and_a_title(register: Register, given_project: Given) -> None:
    key = given_project()
    person = do(register, people.add, last_name="Mäkelä")
    with pytest.raises(PersonNotChosen):
        do(register, programme.add_role, key, title="Contact person")
    with pytest.raises(Invalid) as caught:
        do(register, programme.add_role, key, person_id=person, title=" ")
    assert caught.value.field == "title"
    with pytest.raises(NothingThere):
        do(register, programme.add_role, key, person_id=999, title="Contact person")
    with pytest.raises(NothingThere):
        do(register, programme.remove_role, 999)


def test_packages_are_numbered_on_and_change_places(register: Register, given_project: Given) -> None:
    key = given_project()
    first = do(register, work_packages.add_package, key, title="One")
    second = do(register, work_packages.add_package, key, title="Two")
    do(register, work_packages.move_package, second, -1)
    assert [(each.number, each.title) for each in plan(register, key)] == [(1, "Two"), (2, "One")]
    do(register, work_packages.move_package, second, -1)
    register.undo()
    assert [(each.number, each.title) for each in plan(register, key)] == [(1, "One"), (2, "Two")]
    register.redo()
    assert [each.id for each in plan(register, key)] == [second, first]
    with pytest.raises(NumberTaken):
        do(register, work_packages.change_package, first, number=1)
    for number in (0, -1, 1000):
        with pytest.raises(Invalid):
            do(register, work_packages.change_package, first, number=number)
    do(register, work_packages.change_package, first, number=7, title="Seven")
    assert [(each.number, each.title) for each in plan(register, key)] == [(1, "Two"), (7, "Seven")]


def test_leads_keep_their_order(register: Register, given_activity: Any) -> None:
    project, package, _activity = given_activity()
    do(register, programme.set_leads, package, ["Seta ry", "Ministry"])
    (seta, _name), (ministry, _other) = plan(register, project)[0].leads
    do(register, programme.set_leads, package, [ministry, seta])
    assert [name for _key, name in plan(register, project)[0].leads] == ["Ministry", "Seta ry"]
    register.undo()
    assert [name for _key, name in plan(register, project)[0].leads] == ["Seta ry", "Ministry"]


def test_activities_change_places_and_targets(register: Register, given_activity: Any) -> None:
    project, package, first = given_activity(target_events=4)
    second = do(register, work_packages.add_activity, package, title="Network", target_participants=90)
    do(register, work_packages.move_activity, second, -1)
    do(register, work_packages.move_activity, second, -1)
    assert [each.id for each in plan(register, project)[0].activities] == [second, first]
    do(register, work_packages.change_activity, first, target_events=None, target_participants=30)
    changed = plan(register, project)[0].activities[1]
    assert (changed.target_events, changed.target_participants) == (None, 30)
    for wrong in (0, -1, 10_000_000):
        with pytest.raises(Invalid) as caught:
            do(register, work_packages.change_activity, first, target_participants=wrong)
        assert caught.value.field == "target_participants"
    do(register, work_packages.delete_activity, second)
    assert [each.id for each in plan(register, project)[0].activities] == [first]
    register.undo()
    assert [each.id for each in plan(register, project)[0].activities] == [second, first]


def test_what_events_belong_to_is_not_deleted(register: Register, given_activity: Any, given_event: Given) -> None:
    project, package, activity = given_activity()
    event = given_event(activity_id=activity)
    for work, key in (
        (programme.delete_project, project),
        (work_packages.delete_package, package),
        (work_packages.delete_activity, activity),
    ):
        with pytest.raises(HasEvents, match="1 event"):
            do(register, work, key)
    with pytest.raises(EventsBearTheNumber, match="keeps its number"):
        do(register, work_packages.change_package, package, number=9)
    other = do(register, work_packages.add_package, project, title="Other")
    with pytest.raises(EventsBearTheNumber):
        do(register, work_packages.move_package, other, -1)
    do(register, events.delete, event)
    do(register, programme.delete_project, project)
    with register.read() as session, pytest.raises(NothingThere):
        projects.record(session, project)
    register.undo()
    assert [each.number for each in plan(register, project)] == [1, 2]
    assert plan(register, project)[0].activities[0].id == activity


def test_an_event_of_the_project_alone_keeps_it_too(
    register: Register, given_project: Given, given_event: Given
) -> None:
    key = given_project()
    given_event(project_id=key)
    with pytest.raises(HasEvents):
        do(register, programme.delete_project, key)


def attended(register: Register, event: int, rows: list[int], presence: Presence = Presence.PRESENT) -> None:
    with register.change("Mark") as session:
        for slot in events.get(session, event).slots:
            attendance.mark(session, slot.id, rows, presence)


def test_figures_count_held_planned_and_who_came(
    register: Register, given_activity: Any, given_event: Given, given_participants: Callable[..., list[int]]
) -> None:
    project, package, activity = given_activity()
    past = {"starts": dt.datetime(2026, 11, 2, 9), "ends": dt.datetime(2026, 11, 3, 16)}
    held = given_event(activity_id=activity, **past)
    given_event(activity_id=activity, status=EventStatus.HELD)
    given_event(activity_id=activity)
    given_event(activity_id=activity, status=EventStatus.CANCELLED, **past)
    given_event(activity_id=activity, status=EventStatus.DRAFT)
    given_event(work_package_id=package)
    given_event(project_id=project, **past)
    given_event(**past)
    came, stayed_away = given_participants(held, 5), given_participants(given_event(activity_id=activity), 3)
    attended(register, held, came[:3])
    attended(register, held, came[3:], Presence.ABSENT)
    assert stayed_away
    with register.read() as session:
        found = progress.figures(session, project, NOW)
        everything = progress.count_events(session, CountedFilter(project))
        beside = progress.events(session, CountedFilter(project, outside=True))
        rows = progress.events(session, CountedFilter(project, package, activity))
        in_none = progress.events(session, CountedFilter(project, package, outside=True))
    assert found == {
        (package, activity): Figures(held=2, planned=3, participants=3),
        (package, None): Figures(planned=1),
        (None, None): Figures(held=1),
    }
    assert progress.total(list(found.values())) == Figures(3, 4, 3)
    assert (everything, len(beside), len(rows), len(in_none)) == (8, 1, 6, 1)
    assert {row.id: row.participants for row in rows}[held] == 3


def test_an_all_day_event_is_held_when_its_last_day_is_over(
    register: Register, given_activity: Any, given_event: Given
) -> None:
    project, package, activity = given_activity()
    given_event(
        activity_id=activity,
        all_day=True,
        timezone="UTC",
        starts=dt.datetime(2026, 11, 23),
        ends=dt.datetime(2026, 11, 24),
    )
    with register.read() as session:
        during = progress.figures(session, project, NOW)
        after = progress.figures(session, project, dt.datetime(2026, 11, 25, tzinfo=dt.UTC))
    assert during == {(package, activity): Figures(planned=1)}
    assert after == {(package, activity): Figures(held=1)}


def test_lists_cost_the_same_number_of_statements_however_long(demo: Register) -> None:
    def statements(read: Callable[[Any], object]) -> int:
        asked: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            asked.append(statement)

        sqlalchemy_events.listen(demo._engine, "before_cursor_execute", note)
        with demo.read() as session:
            read(session)
        sqlalchemy_events.remove(demo._engine, "before_cursor_execute", note)
        return sum(statement.lstrip().startswith("SELECT") for statement in asked)

    assert statements(lambda session: progress.plan(session, 1)) == 3
    assert statements(lambda session: progress.figures(session, 1, NOW)) == 2
    assert statements(lambda session: progress.events(session, CountedFilter(1))) == 1
    assert statements(lambda session: projects.record(session, 1)) == 2
    assert statements(lambda session: projects.roles(session, 1, TODAY)) == 1
    assert statements(venue_queries.listing) == 1


def test_organisations_are_found_by_part_of_their_name(demo: Register) -> None:
    with demo.read() as session:
        assert "Ministry of Justice" in projects.organisations_like(session, "JUSTI")
        assert projects.organisations_like(session, "%") == []
        assert len(projects.organisations_like(session, "", limit=3)) == 3
        assert projects.role_titles(session) == ["Person in charge", "Project contact person"]


def test_a_venue_is_kept_and_counts_its_events(register: Register, given_event: Given) -> None:
    key = do(
        register,
        venues.add,
        name=HOSTILE,
        room="Saimaa",
        country="fi",
        capacity=60,
        latitude=-60.5,
        longitude=180.0,
    )
    given_event(venue_id=key)
    given_event(venue_id=key)
    with register.read() as session:
        row = venue_queries.listing(session)[0]
    assert (row.country, row.events, row.latitude, row.name[:11]) == ("FI", 2, -60.5, "<img src=x>")
    with pytest.raises(VenueInUse, match="2 events"):
        do(register, venues.delete, key)
    other = do(register, venues.add, name="Park House")
    do(register, venues.delete, other)
    register.undo()
    with register.read() as session:
        assert [row.name for row in venue_queries.listing(session)][1] == "Park House"


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ({"name": " "}, Invalid),
        ({"capacity": 0}, PlacesOutOfRange),
        ({"capacity": 10**9}, PlacesOutOfRange),
        ({"latitude": 90.1, "longitude": 0.0}, NotACoordinate),
        ({"latitude": 0.0, "longitude": -181.0}, NotACoordinate),
        ({"latitude": float("nan"), "longitude": 1.0}, NotACoordinate),
        ({"latitude": 60.0}, HalfAPoint),
        ({"longitude": 60.0}, HalfAPoint),
        ({"country": "Finland"}, UnknownCountry),
        ({"country": "1x"}, UnknownCountry),
        ({"address": "x" * 100_000}, Invalid),
    ],
)
def test_a_venue_refuses_what_can_not_be(register: Register, values: dict[str, Any], kind: type[Invalid]) -> None:
    with pytest.raises(kind) as caught:
        do(register, venues.add, **({"name": "Park House"} | values))
    assert caught.value.field in {*values, "latitude", "longitude"}
    with register.read() as session:
        assert venue_queries.listing(session) == []


def test_degrees_are_read_as_people_write_them() -> None:
    assert venues.degrees(" 60,1699° ", "latitude") == 60.1699
    assert venues.degrees("−24.5", "longitude") == -24.5
    assert venues.degrees("  ", "latitude") is None
    for text in ("north", "nan", "1e999", "91", "60.1, 24.9"):
        with pytest.raises(NotACoordinate):
            venues.degrees(text, "latitude")


def test_what_a_template_names_is_not_deleted(register: Register, given_activity: Any) -> None:
    from roundtables.model import EventTemplate

    project, package, activity = given_activity()
    venue = do(register, venues.add, name="Park House")
    with register.change("Template") as session:
        session.add(
            EventTemplate(
                name="Visit",
                title="Visit",
                starts_minute=540,
                lasts_minutes=180,
                timezone="UTC",
                work_package_id=package,
                activity_id=activity,
                venue_id=venue,
            )
        )
    for work, key in (
        (programme.delete_project, project),
        (work_packages.delete_package, package),
        (work_packages.delete_activity, activity),
        (venues.delete, venue),
    ):
        with pytest.raises(Expected, match="1 event template uses"):
            do(register, work, key)
