"""What the events of a period add up to, by period, work package, activity, kind, country and kind of organisation.

Counted by the rules of `queries.counting`, here added up by the database over many events. Beside those:

- An event counts when it was held: its status says so, or its end is past and it was not cancelled. It counts in the
  period in which it began.
- By country and by kind of organisation, an event counts in each that somebody present came from.

`RULES` says all of them to people.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Date, and_, case, cast, func, or_, select
from sqlalchemy.orm import Session, aliased

from roundtables.model import (
    Activity,
    Attendance,
    Event,
    Organisation,
    Participation,
    Person,
    ProjectPartner,
    Slot,
    Venue,
    WorkPackage,
)
from roundtables.model import Session as EventSession
from roundtables.queries import counting
from roundtables.queries.progress import is_held
from roundtables.terms import EventFormat, EventKind, OrganisationKind, Presence, Term
from roundtables.walltime import days_of
from roundtables.words import N_, Language

RULES = (
    N_("Events: each counts when it was held, in the period in which it began."),
    *counting.RULES[:4],
    N_(
        "By country and by kind of organisation, an event counts in each that somebody present came from: there the "
        "events add up to more than there were."
    ),
)
"""The rules in words, marked for the catalogue."""
AT_ONCE = 5000
"""Rows that are fetched at a time."""


class Grouping(Term):
    """By what the figures are told apart."""

    PERIOD = "period", N_("Period")
    WORK_PACKAGE = "work-package", N_("Work package")
    ACTIVITY = "activity", N_("Activity")
    KIND = "kind", N_("Event type")
    COUNTRY = "country", N_("Country")
    ORGANISATION_KIND = "organisation-kind", N_("Kind of organisation")


class Step(Term):
    """How long one period is."""

    MONTH = "month", N_("By month")
    QUARTER = "quarter", N_("By quarter")
    YEAR = "year", N_("By year")


@dataclass(frozen=True)
class Wanted:
    """Which events: of a project, or of all; that began from `since` to `until`, both days inclusive."""

    project_id: int | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    step: Step = Step.QUARTER


@dataclass(frozen=True)
class Counts:
    """What something adds up to, as the rules above count."""

    events: int = 0
    participations: int = 0
    persons: int = 0
    person_days: int = 0
    local: int = 0
    transnational: int = 0


@dataclass(frozen=True)
class Group:
    """One line. `key` is for programs: a period's first day, a work package's number, a term's word, a country's code,
    empty for what is not stated. Targets are None where none is set."""

    key: str
    label: str
    counts: Counts
    target_events: int | None = None
    target_participations: int | None = None


@dataclass(frozen=True)
class Figures:
    """All figures of a period. `since` and `until` are what was asked for, else the first and last day there is."""

    since: dt.date | None
    until: dt.date | None
    total: Group
    groups: dict[Grouping, tuple[Group, ...]]


@dataclass
class _Tally:
    """What is being counted of one group."""

    events: set[int] = field(default_factory=set)
    participations: int = 0
    persons: set[int] = field(default_factory=set)
    person_days: int = 0
    local: int = 0
    transnational: int = 0

    def counts(self) -> Counts:
        return Counts(
            len(self.events), self.participations, len(self.persons), self.person_days, self.local, self.transnational
        )


@dataclass(frozen=True)
class _Held:
    """One event that was held."""

    id: int
    day: dt.date
    days: int
    kind: EventKind
    package: int | None
    activity: int | None
    country: str


@dataclass(frozen=True)
class _Attended:
    """One participation with a mark of presence."""

    person: int
    days: int
    country: str
    organisation: OrganisationKind | None


def figures(session: Session, wanted: Wanted, now: dt.datetime, language: Language) -> Figures:
    """Count. `now` is an instant, by which past events count as held; labels are in `language`.

    Four statements, however many events there are; what is kept meanwhile are the keys of events and people.
    """
    held = {event.id: event for event in _events(session, wanted, now)}
    tallies: dict[Grouping, dict[Any, _Tally]] = {grouping: {} for grouping in Grouping}
    total = _Tally()
    for event in held.values():
        for tally in (total, *(_of(tallies, grouping, of(event, wanted)) for grouping, of in _BY_EVENT.items())):
            tally.events.add(event.id)
    for event_id, attended in _attended(session, wanted, now):
        _add(tallies, total, held[event_id], attended, wanted)
    return _told(session, wanted, held.values(), tallies, total, language)


def _period(event: _Held, wanted: Wanted) -> dt.date:
    return _first_day(event.day, wanted.step)


_BY_EVENT: dict[Grouping, Callable[[_Held, Wanted], Any]] = {
    Grouping.PERIOD: _period,
    Grouping.WORK_PACKAGE: lambda event, _wanted: event.package,
    Grouping.ACTIVITY: lambda event, _wanted: event.activity,
    Grouping.KIND: lambda event, _wanted: event.kind,
}
_BY_PERSON: dict[Grouping, Callable[[_Attended], Any]] = {
    Grouping.COUNTRY: lambda attended: attended.country,
    Grouping.ORGANISATION_KIND: lambda attended: attended.organisation,
}


def _of(tallies: dict[Grouping, dict[Any, _Tally]], grouping: Grouping, key: Any) -> _Tally:
    return tallies[grouping].setdefault(key, _Tally())


def _add(
    tallies: dict[Grouping, dict[Any, _Tally]], total: _Tally, event: _Held, attended: _Attended, wanted: Wanted
) -> None:
    known = bool(event.country and attended.country)
    abroad = known and event.country != attended.country
    by_event = (_of(tallies, grouping, of(event, wanted)) for grouping, of in _BY_EVENT.items())
    by_person = (_of(tallies, grouping, of(attended)) for grouping, of in _BY_PERSON.items())
    for tally in (total, *by_event, *by_person):
        tally.events.add(event.id)
        tally.participations += 1
        tally.persons.add(attended.person)
        tally.person_days += attended.days or event.days
        tally.transnational += abroad
        tally.local += known and not abroad


def _events(session: Session, wanted: Wanted, now: dt.datetime) -> Iterator[_Held]:
    host, coordinator = aliased(Organisation), aliased(Organisation)
    first = (
        select(ProjectPartner.organisation_id)
        .where(ProjectPartner.project_id == func.coalesce(Event.project_id, WorkPackage.project_id))
        .order_by(ProjectPartner.coordinates.desc(), ProjectPartner.position, ProjectPartner.id)
        .limit(1)
        .correlate(Event, WorkPackage)
        .scalar_subquery()
    )
    online = func.coalesce(func.nullif(host.country, ""), func.nullif(coordinator.country, ""), "")
    country = case((Event.format == EventFormat.ONLINE, online), else_=func.coalesce(Venue.country, ""))
    statement: Any = (
        select(
            Event.id,
            Event.starts,
            Event.ends,
            Event.all_day,
            Event.kind,
            Event.work_package_id,
            Event.activity_id,
            country,
        )
        .outerjoin(WorkPackage, WorkPackage.id == Event.work_package_id)
        .outerjoin(Venue, Venue.id == Event.venue_id)
        .outerjoin(host, host.id == Event.host_id)
        .outerjoin(coordinator, coordinator.id == first)
        .where(*_conditions(wanted, now))
        .order_by(Event.starts_utc, Event.id)
    )
    for key, starts, ends, all_day, kind, package, activity, country in session.execute(statement):
        days = len(days_of(starts, ends, all_day=all_day))
        yield _Held(key, starts.date(), days, kind, package, activity, country)


def _attended(session: Session, wanted: Wanted, now: dt.datetime) -> Iterator[tuple[int, _Attended]]:
    """Each participation with a mark of presence; the number of days is nought where they are not told apart."""
    days = func.count(func.coalesce(Slot.day, _day_of(session, EventSession.starts)).distinct())
    marks = (
        select(Attendance.participation_id, days.label("days"))
        .join(Event, Event.id == Attendance.event_id)
        .outerjoin(WorkPackage, WorkPackage.id == Event.work_package_id)
        .join(Slot, Slot.id == Attendance.slot_id)
        .outerjoin(EventSession, EventSession.id == Slot.session_id)
        .where(Attendance.presence == Presence.PRESENT, *_conditions(wanted, now))
        .group_by(Attendance.participation_id)
        .subquery("marks")
    )
    country = func.coalesce(func.nullif(Person.country, ""), Organisation.country, "")
    statement = (
        select(Participation.event_id, Participation.person_id, marks.c.days, country, Organisation.kind)
        .join(marks, marks.c.participation_id == Participation.id)
        .join(Person, Person.id == Participation.person_id)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
    )
    for event_id, *rest in session.execute(statement.execution_options(yield_per=AT_ONCE)):
        yield event_id, _Attended(*rest)


def _day_of(session: Session, moment: Any) -> Any:
    """The date of a wall time as the database compares it with a date: SQLite keeps dates as texts."""
    return cast(moment, Date) if session.get_bind().dialect.name == "postgresql" else func.date(moment)


def _conditions(wanted: Wanted, now: dt.datetime) -> list[Any]:
    """For a statement in which the event's work package is joined."""
    found: list[Any] = [is_held(now)]
    if wanted.project_id is not None:
        beside = and_(Event.work_package_id.is_(None), Event.project_id == wanted.project_id)
        found.append(or_(WorkPackage.project_id == wanted.project_id, beside))
    if wanted.since is not None:
        found.append(Event.starts >= dt.datetime.combine(wanted.since, dt.time()))
    if wanted.until is not None:
        found.append(Event.starts < dt.datetime.combine(wanted.until + dt.timedelta(days=1), dt.time()))
    return found


def _told(
    session: Session,
    wanted: Wanted,
    held: Iterable[_Held],
    tallies: dict[Grouping, dict[Any, _Tally]],
    total: _Tally,
    language: Language,
) -> Figures:
    days = [event.day for event in held]
    since, until = wanted.since or min(days, default=None), wanted.until or max(days, default=None)
    activities = _activities(session, wanted)
    targets = _sum(activities)
    say = language.gettext
    kinds = {kind: say(kind.label) for kind in EventKind}
    sorts = {kind: say(kind.label) for kind in OrganisationKind}
    countries = {code: language.country(code) for code in tallies[Grouping.COUNTRY]}
    groups = {
        Grouping.PERIOD: _periods(tallies[Grouping.PERIOD], wanted.step, since, until, language),
        Grouping.WORK_PACKAGE: _packages(tallies[Grouping.WORK_PACKAGE], activities, language),
        Grouping.ACTIVITY: _by_activity(tallies[Grouping.ACTIVITY], activities, language),
        Grouping.KIND: _named(tallies[Grouping.KIND], kinds, language),
        Grouping.COUNTRY: _named(tallies[Grouping.COUNTRY], countries, language),
        Grouping.ORGANISATION_KIND: _named(tallies[Grouping.ORGANISATION_KIND], sorts, language),
    }
    return Figures(since, until, Group("", say("In all"), total.counts(), *targets), groups)


@dataclass(frozen=True)
class _Planned:
    """An activity with its work package and targets."""

    id: int | None
    title: str
    package_id: int
    package: int
    package_title: str
    target_events: int | None
    target_participations: int | None


def _activities(session: Session, wanted: Wanted) -> list[_Planned]:
    """The work packages and their activities in order; a work package without any has one line without a key."""
    statement: Any = (
        select(
            Activity.id,
            func.coalesce(Activity.title, ""),
            WorkPackage.id,
            WorkPackage.number,
            WorkPackage.title,
            Activity.target_events,
            Activity.target_participants,
        )
        .select_from(WorkPackage)
        .outerjoin(Activity, Activity.work_package_id == WorkPackage.id)
        .order_by(WorkPackage.number, WorkPackage.id, Activity.position, Activity.id)
    )
    if wanted.project_id is not None:
        statement = statement.where(WorkPackage.project_id == wanted.project_id)
    return [_Planned(*row) for row in session.execute(statement)]


def _sum(activities: Sequence[_Planned]) -> tuple[int | None, int | None]:
    """The targets of several activities: None where none of them has one."""

    def total(numbers: list[int | None]) -> int | None:
        known = [number for number in numbers if number is not None]
        return sum(known) if known else None

    return total([each.target_events for each in activities]), total(
        [each.target_participations for each in activities]
    )


def _packages(tallies: dict[Any, _Tally], activities: Sequence[_Planned], language: Language) -> tuple[Group, ...]:
    packages = {each.package_id: each for each in activities}
    found = [
        Group(
            str(each.package),
            language.gettext("WP{n} {title}").format(n=each.package, title=each.package_title),
            tallies.pop(key, _Tally()).counts(),
            *_sum([other for other in activities if other.package_id == key]),
        )
        for key, each in packages.items()
    ]
    return tuple(found) + _rest(tallies, language.gettext("Outside the work packages"))


def _by_activity(tallies: dict[Any, _Tally], activities: Sequence[_Planned], language: Language) -> tuple[Group, ...]:
    found = [
        Group(
            str(each.id),
            language.gettext("WP{n} {title}").format(n=each.package, title=each.title),
            tallies.pop(each.id, _Tally()).counts(),
            each.target_events,
            each.target_participations,
        )
        for each in activities
        if each.id is not None
    ]
    return tuple(found) + _rest(tallies, language.gettext("Outside the activities"))


def _rest(tallies: dict[Any, _Tally], label: str) -> tuple[Group, ...]:
    """What belongs to none of those that were named; nothing where there is none."""
    left = tallies.get(None)
    return (Group("", label, left.counts()),) if left is not None else ()


def _named(tallies: dict[Any, _Tally], names: dict[Any, str], language: Language) -> tuple[Group, ...]:
    """The largest first; what is not stated comes last."""

    def group(key: Any, tally: _Tally) -> Group:
        word = key.value if isinstance(key, Term) else key or ""
        return Group(word, names.get(key) or language.gettext("Not stated"), tally.counts())

    found = [group(key, tally) for key, tally in tallies.items()]
    return tuple(
        sorted(found, key=lambda each: (not each.key, -each.counts.participations, -each.counts.events, each.label))
    )


def _periods(
    tallies: dict[Any, _Tally], step: Step, since: dt.date | None, until: dt.date | None, language: Language
) -> tuple[Group, ...]:
    """One after the other, those in which nothing was held among them."""
    if since is None or until is None:
        return ()
    found, at = [], _first_day(since, step)
    while at <= until:
        found.append(Group(at.isoformat(), _period_name(at, step, language), tallies.get(at, _Tally()).counts()))
        at = _next(at, step)
    return tuple(found)


def _first_day(day: dt.date, step: Step) -> dt.date:
    if step is Step.YEAR:
        return day.replace(month=1, day=1)
    month = day.month if step is Step.MONTH else day.month - (day.month - 1) % 3
    return day.replace(month=month, day=1)


def _next(first: dt.date, step: Step) -> dt.date:
    months = {Step.MONTH: 1, Step.QUARTER: 3, Step.YEAR: 12}[step]
    years, month = divmod(first.month - 1 + months, 12)
    return first.replace(year=first.year + years, month=month + 1)


def _period_name(first: dt.date, step: Step, language: Language) -> str:
    if step is Step.YEAR:
        return str(first.year)
    if step is Step.MONTH:
        return f"{first.month:02}/{first.year}"
    return language.gettext("Q{n}/{year}").format(n=(first.month + 2) // 3, year=first.year)
