"""Commands on events: list, show, add, change, cancel, delete."""

from typing import Any

import click

from roundtables.cli.context import Context, as_json, day, moment, of_event, print_json, print_table
from roundtables.cli.parts import Parts
from roundtables.errors import Expected
from roundtables.queries import events as queries
from roundtables.queries import participants
from roundtables.queries.events import EventFilter, EventPage, EventRow
from roundtables.services import events as services
from roundtables.services import waiting_list
from roundtables.terms import CertificateBy, CountedBy, EventFormat, EventKind, EventStatus, Term
from roundtables.transport import accounts
from roundtables.walltime import aware
from roundtables.words import _

DEFAULT_ZONE = "Europe/Helsinki"
KINDS = click.Choice([kind.value for kind in EventKind])
FORMATS = click.Choice([form.value for form in EventFormat])
COUNTED = click.Choice([each.value for each in CountedBy])
BY = click.Choice([each.value for each in CertificateBy])
STATUSES = click.Choice([status.value for status in EventStatus])

TERMS: dict[str, type[Term]] = {
    "kind": EventKind,
    "status": EventStatus,
    "format_": EventFormat,
    "counted_by": CountedBy,
    "certificate_by": CertificateBy,
}
"""The options that take a word of the register's."""


class NothingToChange(Expected):
    def __init__(self) -> None:
        super().__init__(_("Nothing to change was named. See “roundtables events change --help”."))


def filters(command: Any) -> Any:
    """The options that narrow a command to some events."""
    for option in (
        click.option("--work-package", type=int, help="Only of this work package; 0 for outside any."),
        click.option("--kind", type=KINDS, help="Only of this kind."),
        click.option("--to", "until", metavar="DATE", help="Only those that begin on this day or before."),
        click.option("--from", "since", metavar="DATE", help="Only those that end on this day or after."),
    ):
        command = option(command)
    return command


def _values(command: Any) -> Any:
    for option in (
        click.option("--description", help="What it is about."),
        click.option("--certificate-by", type=BY, help="What a certificate asks a share of."),
        click.option("--certificate-percent", type=int, help="From which share on there is a certificate."),
        click.option("--present-percent", type=int, help="From which share of its minutes somebody is present."),
        click.option("--counted-by", type=COUNTED, help="What attendance is taken by."),
        click.option("--organiser-email", help="Where guests answer to."),
        click.option("--organiser", "organiser_name", help="Who invites."),
        click.option("--online-url", help="The web address of the online meeting."),
        click.option("--capacity", type=int, help="How many can take part."),
        click.option("--work-package", type=int, help="The number of the work package."),
        click.option("--format", "format_", type=FORMATS, help="In person, online or hybrid."),
        click.option("--place", help="Where it is held."),
        click.option("--timezone", help="The IANA time zone, such as Europe/Zagreb."),
    ):
        command = option(command)
    return command


@click.group(cls=Parts)
def events() -> None:
    """Plan and look up events."""


events.add_parts(
    {
        "repeat": ("series:repeat", "Make an event the first of a series; prints its meetings."),
        "report": (
            "event_report:report",
            "Enter what the event description sheet says of an event; without values, show it.",
        ),
    }
)


@events.command("list")
@filters
@as_json
@click.pass_obj
def list_events(context: Context, /, *, as_json: bool, **narrowed: Any) -> None:
    """List events by start."""
    with context.register() as register, register.read() as session:
        rows = queries.page(session, filter_of(**narrowed), limit=None)
    if as_json:
        print_json([_row(row) for row in rows])
    else:
        print_table(
            [(row.reference, f"{row.starts:%Y-%m-%d %H:%M}", row.status.value, row.title, row.place) for row in rows]
        )


def filter_of(since: str | None, until: str | None, kind: str | None, work_package: int | None) -> EventFilter:
    """What the options of `filters` narrow to. Raises NotADay."""
    kinds = frozenset({EventKind.of(kind)}) if kind else frozenset[EventKind]()
    return EventFilter(kinds=kinds, work_package=work_package, since=day(since), until=day(until))


def _row(row: EventRow | EventPage) -> dict[str, Any]:
    return {
        "reference": row.reference,
        "title": row.title,
        "kind": row.kind.value,
        "format": row.format.value,
        "status": row.status.value,
        "starts": aware(row.starts, row.timezone).isoformat(),
        "ends": aware(row.ends, row.timezone).isoformat(),
        "timezone": row.timezone,
        "place": row.where if isinstance(row, EventPage) else row.place,
        "work_package": row.work_package,
        "capacity": row.capacity,
        "participants": row.participants,
        "accepted": row.accepted,
    }


@events.command("show")
@of_event
@as_json
@click.pass_obj
def show_event(context: Context, reference: str, *, as_json: bool) -> None:
    """Show one event with its slots and participants."""
    with context.register() as register, register.read() as session:
        page = queries.event_page(session, queries.key_of(session, reference))
        rows = participants.listing(session, page.id)
    shown = _page(page, rows)
    if as_json:
        print_json(shown)
        return
    people = shown.pop("participants")
    slots = shown.pop("slots")
    print_table([(key, value) for key, value in shown.items() if value not in (None, "")])
    click.echo()
    numbers = [str(slot["slot"]) for slot in slots]
    head = (_("Name"), _("Organisation"), _("Role"), _("Reply"), *numbers)
    print_table(
        [head]
        + [
            (
                person["name"],
                person["organisation"],
                person["role"],
                person["reply"],
                *[person["attendance"].get(number, "") for number in numbers],
            )
            for person in people
        ]
    )


def _page(page: EventPage, rows: list[participants.ParticipantRow]) -> dict[str, Any]:
    shown = _row(page) | {"uid": page.uid, "sequence": page.sequence, "online_url": page.online_url}
    shown |= {"counted_by": page.counted_by.value, "present_percent": page.present_percent}
    shown |= {"certificate_percent": page.certificate_percent, "certificate_by": page.certificate_by.value}
    shown["slots"] = [
        {"slot": slot.number, "day": slot.day.isoformat() if slot.day else None, "title": slot.title}
        for slot in page.slots
    ]
    shown["participants"] = [
        {
            "name": row.name,
            "email": row.email,
            "organisation": row.organisation,
            "country": row.country,
            "role": row.role.value,
            "reply": row.reply.value,
            "attendance": {
                str(slot.number): row.marks[slot.id].presence.value for slot in page.slots if slot.id in row.marks
            },
        }
        for row in rows
    ]
    return shown


@events.command("add")
@click.option("--title", required=True, help="What it is called.")
@click.option("--kind", type=KINDS, required=True, help="What kind of event it is.")
@click.option("--starts", required=True, metavar="TIME", help="When it begins, such as “2026-12-01 09:00”.")
@click.option("--ends", required=True, metavar="TIME", help="When it ends.")
@_values
@as_json
@click.pass_obj
def add_event(context: Context, /, *, as_json: bool, **values: Any) -> None:
    """Add an event; prints its reference."""
    with context.register() as register, register.change(_("Add event")) as session:
        values["timezone"] = values["timezone"] or DEFAULT_ZONE
        event = services.add(session, **_event_values(session, values))
        reference = event.reference
    print_json({"reference": reference}) if as_json else click.echo(reference)


@events.command("change")
@of_event
@click.option("--title", help="What it is called.")
@click.option("--kind", type=KINDS, help="What kind of event it is.")
@click.option("--status", type=STATUSES, help="Where it stands.")
@click.option("--starts", metavar="TIME", help="When it begins; the end moves along unless it is named.")
@click.option("--ends", metavar="TIME", help="When it ends.")
@_values
@click.pass_obj
def change_event(context: Context, /, reference: str, **values: Any) -> None:
    """Change what is named and leave the rest."""
    if all(value is None for value in values.values()):
        raise NothingToChange
    with context.register() as register:
        with register.change(_("Change event")) as session:
            key = queries.key_of(session, reference)
            tidy = _event_values(session, values)
            if "starts" in tidy and "ends" not in tidy:
                services.move(session, key, tidy.pop("starts"))
            services.change(session, key, **tidy)
        waiting_list.tell_who_moved_up(register, accounts.load())


def _event_values(session: Any, values: dict[str, Any]) -> Any:
    """The command's options as the service takes them."""
    tidy: dict[str, Any] = {key: value for key, value in values.items() if value is not None}
    for key in ("starts", "ends"):
        if key in tidy:
            tidy[key] = moment(tidy[key])
    for key, kind in TERMS.items():
        if key in tidy:
            tidy[key] = kind.of(tidy[key])
    if "format_" in tidy:
        tidy["format"] = tidy.pop("format_")
    if "work_package" in tidy:
        number = tidy.pop("work_package")
        tidy["work_package_id"] = services.work_package_numbered(session, number).id if number else None
    return tidy


@events.command("cancel")
@of_event
@click.pass_obj
def cancel_event(context: Context, reference: str) -> None:
    """Call an event off; participants and replies stay."""
    with context.register() as register, register.change(_("Cancel event")) as session:
        services.cancel(session, queries.key_of(session, reference))


@events.command("delete")
@of_event
@click.pass_obj
def delete_event(context: Context, reference: str) -> None:
    """Remove an event with its participants; can be undone."""
    with context.register() as register, register.change(_("Delete event")) as session:
        services.delete(session, queries.key_of(session, reference))
