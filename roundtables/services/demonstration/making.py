"""Write the demonstration into a new register: in bulk what it begins with, then a few steps as people make them."""

import datetime as dt
import tomllib
from random import Random
from typing import Any

from sqlalchemy import Connection, Table, insert, select

from roundtables.model import (
    Activity,
    Answer,
    Attendance,
    Base,
    Catering,
    CateringGuest,
    ChecklistLine,
    Cost,
    Event,
    EventReport,
    EventTask,
    Invitation,
    Message,
    MessageContent,
    Numbering,
    Organisation,
    Participation,
    Person,
    Project,
    ProjectPartner,
    ProjectRole,
    RateBand,
    RateTable,
    Session,
    Slot,
    Survey,
    SurveyAnswer,
    SurveyQuestion,
    Venue,
    WorkPackage,
    WorkPackageLead,
)
from roundtables.register import Register
from roundtables.services import events, participants, rates
from roundtables.services.demonstration.accounting import account
from roundtables.services.demonstration.attending import attend
from roundtables.services.demonstration.conversation import converse
from roundtables.services.demonstration.occasions import Frame, Occasions, lay_occasions
from roundtables.services.demonstration.people import organisation_rows, person_rows
from roundtables.services.demonstration.tasks import checklist_rows, task_rows
from roundtables.services.post.letters import compose
from roundtables.services.post.recipients import Plan
from roundtables.terms import EventStatus, MessageState, Reply
from roundtables.transport.accounts import PostSettings
from roundtables.words import _, resource

CHUNK = 20_000
Row = dict[str, Any]


def make_demonstration(
    register: Register,
    *,
    seed: int,
    today: dt.date,
    people: int = 180,
    events: int = 31,
    as_recorded: bool = False,
) -> None:
    """Fill a new register. The same seed and day give the same register. Raises RegisterExists for one in use.

    The term is moved by whole weeks so that its middle is this week, unless `as_recorded`.
    """
    rng = Random(seed)  # noqa: S311 - invented people need no secrets
    programme = tomllib.loads(resource("demo", "programme.toml").read_text(encoding="utf-8"))
    material = tomllib.loads(resource("demo", "people.toml").read_text(encoding="utf-8"))
    checklists = tomllib.loads(resource("demo", "checklists.toml").read_text(encoding="utf-8"))
    shift = dt.timedelta(0) if as_recorded else _shift(programme["project"], today)
    organisations = organisation_rows(programme, material)
    persons = person_rows(rng, people, organisations, material)
    frame = _frame(programme, persons, shift, today)
    laid = lay_occasions(rng, events, programme["event"], frame)
    attending = attend(rng, laid.events, laid.plans, laid.slots, people)
    conversation = converse(Random(seed), laid.events, attending.participations, persons, today)  # noqa: S311 - as above
    accounts = account(Random(seed), laid.events, attending.attendance, laid.slots)  # noqa: S311 - as above
    with register.fill() as connection:
        _insert(connection, Organisation, organisations)
        _insert(connection, Person, persons)
        _insert_programme(connection, programme, shift, persons)
        _insert(connection, Venue, _venue_rows(programme))
        _insert(connection, Event, laid.events)
        _insert(connection, Session, laid.sessions)
        _insert(connection, Slot, laid.slots)
        _insert(connection, Participation, attending.participations)
        _insert(connection, Attendance, attending.attendance)
        _insert(connection, Message, conversation.messages)
        _insert(connection, Invitation, conversation.invitations)
        _insert(connection, Answer, conversation.answers)
        _insert_example_rates(connection)
        _insert(connection, Cost, accounts.costs)
        _insert(connection, Catering, accounts.catering)
        _insert(connection, CateringGuest, accounts.guests)
        _insert(connection, EventReport, accounts.reports)
        _insert(connection, Survey, accounts.surveys)
        _insert(connection, SurveyQuestion, accounts.questions)
        _insert(connection, SurveyAnswer, accounts.answers)
        _insert(connection, ChecklistLine, checklist_rows(checklists))
        _insert(connection, EventTask, task_rows(laid.events, checklists, today))
        _insert(connection, Numbering, [{"prefix": key, "last": last} for key, last in laid.numbers.items()])
    _write_unsent(register)
    _make_history(register, laid)


def _middle(project: Row) -> dt.date:
    begins: dt.date = project["term_from"]
    half: dt.timedelta = (project["term_until"] - begins) / 2
    return begins + half


def _shift(project: Row, today: dt.date) -> dt.timedelta:
    """By how many whole weeks the term is moved for its middle to be this week."""
    middle = _middle(project)
    monday = today - dt.timedelta(days=today.weekday())
    return monday - (middle - dt.timedelta(days=middle.weekday()))


def _frame(programme: Row, persons: list[Row], shift: dt.timedelta, today: dt.date) -> Frame:
    middle = _middle(programme["project"]) + shift
    activities: dict[tuple[int, int], tuple[int, int]] = {}
    for package_id, package in enumerate(programme["work_package"], 1):
        for at, _activity in enumerate(package["activities"]):
            activities[package["number"], at] = (package_id, len(activities) + 1)
    organiser = next(row for row in persons if row["email"])
    return Frame(
        middle=middle - dt.timedelta(days=middle.weekday()),
        today=today,
        activities=activities,
        venues={venue["key"]: key for key, venue in enumerate(programme["venue"], 1)},
        capacities={venue["key"]: venue["capacity"] for venue in programme["venue"]},
        organiser=(f"{organiser['first_name']} {organiser['last_name']}".strip(), organiser["email"]),
    )


def _insert(connection: Connection, table: type[Base], rows: list[Row]) -> None:
    into: Table = Base.metadata.tables[table.__tablename__]
    enums = {column.key: column.type.enum_class for column in into.c if hasattr(column.type, "enum_class")}
    for start in range(0, len(rows), CHUNK):
        some = [
            row | {key: enums[key][row[key]] for key in enums if row.get(key) is not None}
            for row in rows[start : start + CHUNK]
        ]
        connection.execute(insert(into), some)


def _insert_programme(connection: Connection, programme: Row, shift: dt.timedelta, persons: list[Row]) -> None:
    project = dict(programme["project"])
    for key in ("term_from", "term_until", "appointed_on"):
        project[key] += shift
    _insert(connection, Project, [project | {"id": 1}])
    partners = [
        {
            "project_id": 1,
            "organisation_id": number,
            "position": number,
            "coordinates": partner.get("coordinates", False),
        }
        for number, partner in enumerate(programme["partner"], 1)
    ]
    _insert(connection, ProjectPartner, partners)
    _insert(connection, ProjectRole, _role_rows(project, persons))
    packages: list[Row] = []
    leads: list[Row] = []
    activities: list[Row] = []
    for package_id, package in enumerate(programme["work_package"], 1):
        packages.append({"id": package_id, "project_id": 1, "number": package["number"], "title": package["title"]})
        for position, partner in enumerate(package["leads"]):
            leads.append({"work_package_id": package_id, "organisation_id": partner + 1, "position": position})
        for position, (title, target_events, target_people) in enumerate(package["activities"]):
            activities.append(
                {
                    "work_package_id": package_id,
                    "position": position,
                    "title": title,
                    "target_events": target_events or None,
                    "target_participants": target_people or None,
                }
            )
    _insert(connection, WorkPackage, packages)
    _insert(connection, WorkPackageLead, leads)
    _insert(connection, Activity, activities)


def _role_rows(project: Row, persons: list[Row]) -> list[Row]:
    """A person in charge whose term has ended, the one who followed, and the contact person."""
    change = project["term_from"] + dt.timedelta(days=200)
    spans = (
        ("Person in charge", project["appointed_on"], change),
        ("Person in charge", change, None),
        ("Project contact person", project["appointed_on"], None),
    )
    return [
        {
            "project_id": 1,
            "person_id": person["id"],
            "organisation_id": 1,
            "title": title,
            "since": since,
            "until": until,
        }
        for (title, since, until), person in zip(spans, persons, strict=False)
    ]


def _insert_example_rates(connection: Connection) -> None:
    """The rate table that the program is shipped with, which journeys are entered by."""
    sheet = rates.read_file(resource(*rates.EXAMPLE))
    table = {"name": sheet.name, "decision": sheet.decision, "kind": "TRAVEL", "currency": sheet.currency}
    held = {"valid_from": sheet.valid_from, "valid_until": None, "note": rates.example_note()}
    _insert(connection, RateTable, [{"id": 1, **table, **held}])
    bands = [{"table_id": 1, "from_km": line.from_km, "to_km": line.to_km, "cents": line.cents} for line in sheet.lines]
    _insert(connection, RateBand, bands)


def _venue_rows(programme: Row) -> list[Row]:
    return [
        {key: value for key, value in venue.items() if key != "key"} | {"id": number}
        for number, venue in enumerate(programme["venue"], 1)
    ]


def _write_unsent(register: Register) -> None:
    """The text of the messages that did not arrive for sure: they can be tried again."""
    lost = select(Message).where(Message.state.in_([MessageState.FAILED, MessageState.UNKNOWN])).order_by(Message.id)
    with register.change(_("Send messages"), undoable=False) as session:
        for message in session.scalars(lost).all():
            if message.event_id is None or message.person_id is None:
                continue
            plan = Plan(message.kind, (message.person_id,))
            (composed,) = compose(session, plan, message.event_id, PostSettings(), message.queued_at)
            message.subject = composed.subject
            message.content = MessageContent(text=composed.content.replace(composed.header_id, message.header_id))


def _make_history(register: Register, laid: Occasions) -> None:
    """A few steps as people make them, so that undo and the history have something to show."""
    coming = [row for row in laid.events if row["status"] == EventStatus.PLANNED.name]
    if not coming:
        return
    event = coming[0]
    with register.change(_("Change event")) as session:
        events.change(session, event["id"], place="Entrance B")
    with register.change(_("Record reply")) as session:
        rows = events.get(session, event["id"]).participations
        waiting = [row.id for row in rows if row.reply is Reply.INVITED][:1]
        participants.set_reply(session, waiting, Reply.ACCEPTED)
