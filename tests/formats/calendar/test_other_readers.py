"""Other people's readers decide: vobject, icalendar and ical.js read the same instants, names and texts."""

import datetime as dt
import io
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roundtables.formats.calendar.documents import CalendarEvent, CalendarSession, Guest
from roundtables.formats.calendar.invitation import prepare_invitation
from roundtables.formats.calendar.publication import write_publication
from roundtables.formats.calendar.text import clean, clean_line
from roundtables.queries.events import EventFilter
from roundtables.register import Register
from roundtables.services import invitations
from roundtables.terms import Reply, Role

NOW = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)
NODE_MODULES = Path(os.environ.get("ROUNDTABLES_TEST_NODE_MODULES", "build/node/node_modules")).absolute()
SCRIPT = """
const fs = require("fs");
import(process.argv[1] + "/ical.js/dist/ical.js").then(module => {
  const ICAL = module.default;
  const root = new ICAL.Component(ICAL.parse(fs.readFileSync(0, "utf8")));
  for (const zone of root.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  const found = root.getAllSubcomponents("vevent").map(each => {
    const event = new ICAL.Event(each);
    const attendee = each.getFirstProperty("attendee");
    return {uid: event.uid, summary: event.summary, description: event.description, location: event.location,
            starts: event.startDate.toUnixTime(), ends: event.endDate.toUnixTime(),
            name: attendee ? attendee.getParameter("cn") : null};
  });
  console.log(JSON.stringify(found));
});
"""
needs_ical_js = pytest.mark.skipif(
    shutil.which("node") is None or not (NODE_MODULES / "ical.js").exists(), reason="Node or ical.js is not there"
)
ZONES = (
    "Europe/Helsinki",
    "Europe/Zagreb",
    "Europe/Dublin",
    "Europe/London",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "UTC",
)
TITLE = 'Kutsu; "pöytä", \\ & <b> ' + "ääkköset 🟢 مرحبا " * 8


def event(**values: Any) -> CalendarEvent:
    fitting = {
        "uid": "one@roundtables.invalid",
        "title": "Round-table",
        "starts": dt.datetime(2026, 7, 1, 12),
        "ends": dt.datetime(2026, 7, 1, 16),
        "timezone": "Europe/Helsinki",
        "organiser_name": "Office",
        "organiser_email": "office@ministry.example",
    }
    return CalendarEvent(**(fitting | values))


def published(events: list[CalendarEvent]) -> bytes:
    out = io.BytesIO()
    write_publication(events, "All", NOW, out)
    return out.getvalue()


def invitation(found: CalendarEvent, guest: Guest, **more: Any) -> bytes:
    return prepare_invitation(found, NOW, **more).for_guest(guest)


def by_ical_js(data: bytes) -> dict[str, dict[str, Any]]:
    done = subprocess.run(
        ["node", "-e", SCRIPT, str(NODE_MODULES)], input=data, capture_output=True, check=True, timeout=120
    )
    return {entry["uid"]: entry for entry in json.loads(done.stdout)}


def by_vobject(data: bytes) -> dict[str, Any]:
    """As a program that has just been started reads it: vobject keeps zones from one file to the next."""
    vars(vobject.icalendar)["__tzidMap"].clear()
    vobject.icalendar.registerTzid("UTC", vobject.icalendar.utc)
    calendar = vobject.readOne(data.decode())
    return {found.uid.value: found for found in calendar.vevent_list}


def every_day(zone: str, year: int) -> list[CalendarEvent]:
    """An event from nine in the morning to five the next on every day of a year, the nights of the change included."""
    first = dt.datetime(year, 1, 1, 9)
    return [
        event(
            uid=f"{zone}-{day}@roundtables.invalid",
            starts=first + dt.timedelta(days=day),
            ends=first + dt.timedelta(days=day, hours=20),
            timezone=zone,
        )
        for day in range(365)
    ]


def instants(found: CalendarEvent) -> tuple[float, float]:
    zone = ZoneInfo(found.timezone)
    return found.starts.replace(tzinfo=zone).timestamp(), found.ends.replace(tzinfo=zone).timestamp()


@pytest.mark.parametrize("zone", ZONES)
def test_vobject_reads_every_day_of_the_year_as_the_same_instant(zone: str) -> None:
    days = every_day(zone, 2026)
    read = by_vobject(published(days))
    for day in days:
        found = read[day.uid]
        assert (found.dtstart.value.timestamp(), found.dtend.value.timestamp()) == instants(day), day.starts


@needs_ical_js
@pytest.mark.parametrize("zone", ZONES)
def test_ical_js_reads_every_day_of_the_year_as_the_same_instant(zone: str) -> None:
    days = every_day(zone, 2026)
    read = by_ical_js(published(days))
    for day in days:
        assert (read[day.uid]["starts"], read[day.uid]["ends"]) == instants(day), day.starts


@pytest.mark.parametrize("year", range(2020, 2031))
def test_a_summer_and_a_winter_noon_are_right_in_each_year(year: int) -> None:
    for month in (1, 7):
        found = event(starts=dt.datetime(year, month, 1, 12), ends=dt.datetime(year, month, 1, 13))
        data = invitation(found, Guest("A", "a@office.example"))
        assert by_vobject(data)[found.uid].dtstart.value.timestamp() == instants(found)[0]
        assert b"RRULE:" in data
        assert b"RDATE" not in data


def read_demonstration(demo: Register) -> list[CalendarEvent]:
    from roundtables.queries import events

    with demo.read() as session:
        return [invitations.calendar_event(page) for page in events.all_pages(session, EventFilter())]


@needs_ical_js
def test_all_readers_agree_on_the_demonstration_register(demo: Register) -> None:
    events = read_demonstration(demo)
    data = published(events)
    other, third = by_vobject(data), by_ical_js(data)
    for found in events:
        assert third[found.uid]["summary"] == other[found.uid].summary.value == found.title
        if not found.all_day:
            assert third[found.uid]["starts"] == other[found.uid].dtstart.value.timestamp() == instants(found)[0]
        else:
            assert other[found.uid].dtend.value == found.ends.date() + dt.timedelta(days=1)


def test_an_invitation_says_what_rfc_5545_and_5546_ask(demo: Register) -> None:
    found = event(
        sequence=3,
        place="House, Helsinki",
        geo=(60.17, 24.94),
        online_url="https://meet.example/a?b=1",
        description="Two\nlines",
        categories=("Round-table", "Work package 2"),
        alarm_minutes=30,
    )
    data = invitation(found, Guest("Åkerlund, Veera", "veera@office.example", Role.CHAIR, Reply.ACCEPTED))
    calendar = icalendar.Calendar.from_ical(data)
    read = calendar.walk("VEVENT")[0]
    assert calendar["METHOD"] == "REQUEST"
    assert (read["SEQUENCE"], read["STATUS"], str(read["LOCATION"])) == (3, "CONFIRMED", "House, Helsinki")
    assert read["DTSTAMP"].dt == NOW
    assert read["ORGANIZER"] == "mailto:office@ministry.example"
    guest = read["ATTENDEE"]
    assert guest == "mailto:veera@office.example"
    assert {key: guest.params[key] for key in ("CN", "ROLE", "PARTSTAT", "RSVP")} == {
        "CN": "Åkerlund, Veera",
        "ROLE": "CHAIR",
        "PARTSTAT": "ACCEPTED",
        "RSVP": "TRUE",
    }
    assert read.walk("VALARM")[0]["TRIGGER"].dt == -dt.timedelta(minutes=30)
    assert data.replace(b"\r\n", b"").count(b"\n") == 0
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    data.decode("utf-8")


def test_guests_see_only_themselves_unless_the_list_is_shown() -> None:
    guests = [Guest(f"Guest {at}", f"g{at}@office.example") for at in range(3)]
    alone = invitation(event(), guests[0])
    assert alone.count(b"ATTENDEE") == 1
    assert b"g1@office.example" not in alone
    together = invitation(event(), guests[0], guest_list=guests)
    assert together.count(b"ATTENDEE") == 3


def test_an_event_is_one_part_or_one_for_each_session() -> None:
    sessions = tuple(
        CalendarSession(
            f"s{at}@roundtables.invalid",
            f"Part {at}",
            dt.datetime(2026, 7, 1, 12 + at),
            dt.datetime(2026, 7, 1, 13 + at),
        )
        for at in range(3)
    )
    whole = icalendar.Calendar.from_ical(invitation(event(sessions=sessions), Guest("A", "a@o.example")))
    parts = icalendar.Calendar.from_ical(
        invitation(event(sessions=sessions), Guest("A", "a@o.example"), by_session=True)
    )
    assert len(whole.walk("VEVENT")) == 1
    assert [str(part["UID"]) for part in parts.walk("VEVENT")] == [part.uid for part in sessions]
    assert all(part["ATTENDEE"] == "mailto:a@o.example" for part in parts.walk("VEVENT"))


def test_an_all_day_event_ends_the_day_after_its_last(tmp_path: Path) -> None:
    found = event(starts=dt.datetime(2026, 7, 1), ends=dt.datetime(2026, 7, 2), all_day=True)
    read = icalendar.Calendar.from_ical(invitation(found, Guest("A", "a@o.example"))).walk("VEVENT")[0]
    assert (read["DTSTART"].dt, read["DTEND"].dt) == (dt.date(2026, 7, 1), dt.date(2026, 7, 3))


@given(text=st.text(max_size=120), name=st.text(max_size=40))
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_text_can_put_in_a_property_and_every_text_comes_back(text: str, name: str) -> None:
    found = event(title=text, place=text, description=text)
    data = invitation(found, Guest(name, "a@office.example"))
    read = icalendar.Calendar.from_ical(data).walk("VEVENT")[0]
    assert str(read["SUMMARY"]) == clean_line(text)
    assert str(read.get("DESCRIPTION", "")) == clean(text)
    assert "ATTACH" not in read
    assert len(data.replace(b"\r\n ", b"").split(b"\r\nATTENDEE")) == 2


@pytest.mark.parametrize(
    "text",
    [
        "x\r\nATTENDEE:mailto:evil@x.example",
        "x\nBEGIN:VALARM\nEND:VALARM",
        "a\x00b\x0bc\x85d\u2028e\u2029f",
        "\ud800 lone",
        TITLE,
        "y" * 100_000,
    ],
    ids=range(6),
)
def test_hostile_texts_stay_texts_in_every_field(text: str) -> None:
    found = event(title=text, place=text, description=text, organiser_name=text, categories=(text,), online_url=text)
    data = invitation(found, Guest(text, "a@office.example\r\nX-EVIL:1"))
    read = icalendar.Calendar.from_ical(data).walk("VEVENT")[0]
    assert [key for key in read if key in ("X-EVIL", "ATTACH")] == []
    assert len(read.subcomponents) == 0
    assert data.replace(b"\r\n ", b"").count(b"\r\nATTENDEE") == 1
    assert str(read["SUMMARY"]) == clean_line(text)
    vobject.readOne(data.decode())


@needs_ical_js
def test_ical_js_reads_names_and_texts_as_they_were_typed() -> None:
    found = event(title=TITLE, description="One\nTwo; three, \\four", place="Talo, 1; kerros")
    name = 'O\'Malley "Siobhán" ^ Ćosić: ؛'
    read = by_ical_js(invitation(found, Guest(name, "a@office.example")))[found.uid]
    assert (read["summary"], read["description"], read["location"]) == (
        clean_line(TITLE),
        found.description,
        found.place,
    )
    assert read["name"] == name
