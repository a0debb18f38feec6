"""Keep projects: their record, who carries them, and who does what for them from when until when."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, TypedDict, Unpack

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from roundtables.errors import Expected, Invalid, NothingThere, shortened
from roundtables.model import (
    Event,
    EventTemplate,
    Organisation,
    Person,
    Project,
    ProjectPartner,
    ProjectRole,
    WorkPackage,
    WorkPackageLead,
)
from roundtables.services import fields, people
from roundtables.words import _, n_

DATES = ("term_from", "term_until", "appointed_on")


class HasEvents(Expected):
    """Something of the programme that events belong to: they would lose what they are counted for."""

    def __init__(self, title: str, events: int) -> None:
        super().__init__(
            n_(
                "“{title}” has {n} event and can't be deleted. Move or delete the event first. Nothing was changed.",
                "“{title}” has {n} events and can't be deleted. Move or delete the events first. Nothing was changed.",
                events,
            ).format(title=shortened(title), n=events)
        )


class HasTemplates(Expected):
    """Something of the programme that event templates name."""

    def __init__(self, title: str, templates: int) -> None:
        super().__init__(
            n_(
                "{n} event template uses “{title}”, so it can't be deleted. Change the template first. "
                "Nothing was changed.",
                "{n} event templates use “{title}”, so it can't be deleted. Change the templates first. "
                "Nothing was changed.",
                templates,
            ).format(title=shortened(title), n=templates)
        )


class TermEndsBeforeItBegins(Invalid):
    def __init__(self, field: str) -> None:
        self.field = field
        super().__init__(_("This is before the first day of the term. Nothing was changed."))


class PersonNotChosen(Invalid):
    field = "person_id"

    def __init__(self) -> None:
        super().__init__(_("Choose the person first."))


class AlreadyNamed(Invalid):
    field = "organisation"

    def __init__(self, name: str) -> None:
        super().__init__(_("{organisation} is in this list already.").format(organisation=shortened(name)))


class ProjectValues(TypedDict, total=False):
    """What can be said of a project."""

    name: str
    name_local: str
    acronym: str
    number: str
    case_number: str
    kind: str
    set_by: str
    term_from: dt.date | None
    term_until: dt.date | None
    appointed_on: dt.date | None
    funder: str
    funding_line: str
    grant_agreement: str
    cost_centre: str
    project_code: str
    activity_code: str
    account: str
    follows_on: str
    carries_out: str


class RoleValues(TypedDict, total=False):
    """What can be said of a role. `organisation` is a name: found however its case, or made. Dates are inclusive."""

    person_id: int | None
    organisation: str
    title: str
    since: dt.date | None
    until: dt.date | None


def add_project(session: Session, **values: Unpack[ProjectValues]) -> Project:
    """A new project; `name` is needed. Raises Invalid errors, each naming its field."""
    project = Project()
    _set_project(project, {"name": "", **values})
    session.add(project)
    session.flush()
    return project


def change_project(session: Session, project_id: int, **values: Unpack[ProjectValues]) -> Project:
    """Change what is given and leave the rest. Raises Invalid errors, each naming its field, and NothingThere."""
    project = get_project(session, project_id)
    _set_project(project, values)
    return project


def delete_project(session: Session, project_id: int) -> None:
    """Remove a project with its partners, roles, work packages and activities. Raises HasEvents, HasTemplates."""
    project = get_project(session, project_id)
    packages = select(WorkPackage.id).where(WorkPackage.project_id == project_id)
    require_unused(
        session,
        project.name,
        or_(Event.project_id == project_id, Event.work_package_id.in_(packages)),
        EventTemplate.work_package_id.in_(packages),
    )
    session.delete(project)


def require_unused(session: Session, title: str, by_event: Any, by_template: Any) -> None:
    """Raise HasEvents or HasTemplates where events or event templates meet the condition."""
    events = session.scalar(select(func.count(Event.id)).where(by_event)) or 0
    if events:
        raise HasEvents(title, events)
    templates = session.scalar(select(func.count(EventTemplate.id)).where(by_template)) or 0
    if templates:
        raise HasTemplates(title, templates)


def set_partners(session: Session, project_id: int, organisations: Sequence[int | str]) -> None:
    """The organisations that carry the project, by key or by name; the first of them coordinates it.

    Raises AlreadyNamed for one that stands there twice.
    """
    project = get_project(session, project_id)
    wanted = _organisations(session, organisations)
    known = {partner.organisation_id: partner for partner in project.partners}
    for partner in project.partners:
        if partner.organisation_id not in {organisation.id for organisation in wanted}:
            session.delete(partner)
    for position, organisation in enumerate(wanted):
        partner = known.get(organisation.id) or ProjectPartner(project_id=project_id, organisation_id=organisation.id)
        partner.position, partner.coordinates = position, position == 0
        session.add(partner)


def set_leads(session: Session, package_id: int, organisations: Sequence[int | str]) -> None:
    """The organisations that lead a work package, by key or by name, in their order. Raises AlreadyNamed."""
    package = session.get(WorkPackage, package_id)
    if package is None:
        raise NothingThere
    wanted = _organisations(session, organisations)
    known = {lead.organisation_id: lead for lead in package.leads}
    for lead in package.leads:
        if lead.organisation_id not in {organisation.id for organisation in wanted}:
            session.delete(lead)
    for position, organisation in enumerate(wanted):
        lead = known.get(organisation.id) or WorkPackageLead(
            work_package_id=package_id, organisation_id=organisation.id
        )
        lead.position = position
        session.add(lead)


def add_role(session: Session, project_id: int, **values: Unpack[RoleValues]) -> ProjectRole:
    """Somebody's role in a project; `person_id` and `title` are needed. Raises Invalid errors."""
    project = get_project(session, project_id)
    role = ProjectRole()
    _set_role(session, role, {"person_id": None, "title": "", **values})
    project.roles.append(role)
    session.flush()
    return role


def change_role(session: Session, role_id: int, **values: Unpack[RoleValues]) -> ProjectRole:
    """Change what is given and leave the rest. Raises Invalid errors, each naming its field, and NothingThere."""
    role = _role(session, role_id)
    _set_role(session, role, values)
    return role


def end_role(session: Session, role_id: int, last_day: dt.date) -> None:
    """End a term on a day, inclusive. Raises TermEndsBeforeItBegins for one that begins later."""
    change_role(session, role_id, until=last_day)


def remove_role(session: Session, role_id: int) -> None:
    """Take a role out of the record, as if it had never been."""
    session.delete(_role(session, role_id))


def get_project(session: Session, project_id: int) -> Project:
    """The project with this key. Raises NothingThere."""
    project = session.get(Project, project_id)
    if project is None:
        raise NothingThere
    return project


def _role(session: Session, role_id: int) -> ProjectRole:
    role = session.get(ProjectRole, role_id)
    if role is None:
        raise NothingThere
    return role


def _set_project(project: Project, values: Any) -> None:
    for key, value in values.items():
        setattr(project, key, value if key in DATES else fields.line(value, key, needed=key == "name"))
    if project.term_from and project.term_until and project.term_until < project.term_from:
        raise TermEndsBeforeItBegins("term_until" if "term_until" in values else "term_from")


def _set_role(session: Session, role: ProjectRole, values: Any) -> None:
    for key, value in values.items():
        if key == "person_id":
            role.person = _person(session, value)
        elif key == "organisation":
            role.organisation = people.organisation_named(session, value)
        elif key == "title":
            role.title = fields.line(value, key, most=fields.LONGEST_NAME, needed=True)
        else:
            setattr(role, key, value)
    if role.since and role.until and role.until < role.since:
        raise TermEndsBeforeItBegins("until")


def _person(session: Session, person_id: int | None) -> Person:
    if person_id is None:
        raise PersonNotChosen
    return people.get(session, person_id)


def _organisations(session: Session, wanted: Sequence[int | str]) -> list[Organisation]:
    """The organisations in their order; who is only named is found or made. Raises AlreadyNamed, NothingThere."""
    found: list[Organisation] = []
    for each in wanted:
        if isinstance(each, str):
            organisation = people.organisation_named(session, fields.line(each, "organisation", needed=True))
        else:
            organisation = session.get(Organisation, each)
        if organisation is None:
            raise NothingThere
        if organisation in found:
            raise AlreadyNamed(organisation.name)
        found.append(organisation)
    return found
