"""Other people's readers, each using the time zones that a file brings along and none of its own."""

import datetime as dt
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
import vobject
import vobject.icalendar
from icalendar import Calendar

from roundtables.formats.calendar.documents import CalendarEvent

HERE = Path(__file__).parent
ROOT = HERE.parents[2]


@dataclass(frozen=True)
class Seen:
    """A VEVENT as a reader understands it: times are UTC or dates, people are name and address."""

    uid: str
    starts: dt.datetime | dt.date
    ends: dt.datetime | dt.date | None
    summary: str
    location: str
    description: str
    categories: list[str]
    attendees: list[tuple[str, str]]
    organizer: list[tuple[str, str]]
    properties: list[str]


Reader = Callable[[Sequence[bytes]], list[list[Seen]]]


def _listed(value: object) -> list:
    return [] if value is None else value if isinstance(value, list) else [value]


def _in_utc(value, zones=None, tzid=None):
    if not isinstance(value, dt.datetime):
        return value
    if tzid is not None and zones is not None:
        value = value.replace(tzinfo=zones[tzid])
    return value.astimezone(dt.UTC)


def read_with_icalendar(files: Sequence[bytes]) -> list[list[Seen]]:
    return [_icalendar(data) for data in files]


def _icalendar(data: bytes) -> list[Seen]:
    calendar = Calendar.from_ical(data)
    zones = {str(zone["TZID"]): zone.to_tz(lookup_tzid=False) for zone in calendar.walk("VTIMEZONE")}

    def moment(event, name):
        value = event.get(name)
        return None if value is None else _in_utc(value.dt, zones, value.params.get("TZID"))

    def people(event, name):
        return [(who.params.get("CN", ""), str(who)) for who in _listed(event.get(name))]

    return [
        Seen(
            str(event["UID"]),
            moment(event, "DTSTART"),
            moment(event, "DTEND"),
            str(event["SUMMARY"]),
            str(event.get("LOCATION", "")),
            str(event.get("DESCRIPTION", "")),
            [str(name) for name in event["CATEGORIES"].cats] if "CATEGORIES" in event else [],
            people(event, "ATTENDEE"),
            people(event, "ORGANIZER"),
            sorted(name.lower() for name, _ in event.property_items(recursive=False) if name not in ("BEGIN", "END")),
        )
        for event in calendar.walk("VEVENT")
    ]


def read_with_vobject(files: Sequence[bytes]) -> list[list[Seen]]:
    return [_vobject(data) for data in files]


def _vobject(data: bytes) -> list[Seen]:
    # vobject keeps the first zone of each name that it ever met.
    known = vobject.icalendar.__dict__["__tzidMap"]
    known.clear()
    known["UTC"] = dt.UTC
    calendar = vobject.readOne(data.decode(), allowQP=False)

    def text(event, name):
        return event.getChildValue(name, "")

    def moment(event, name):
        value = event.getChildValue(name)
        return None if value is None else _in_utc(value)

    def people(event, name):
        return [(who.params.get("CN", [""])[0], who.value) for who in event.contents.get(name, [])]

    return [
        Seen(
            text(event, "uid"),
            moment(event, "dtstart"),
            moment(event, "dtend"),
            text(event, "summary"),
            text(event, "location"),
            text(event, "description"),
            [name for line in event.contents.get("categories", []) for name in line.value],
            people(event, "attendee"),
            people(event, "organizer"),
            sorted(child.name.lower() for child in event.lines()),
        )
        for event in calendar.contents.get("vevent", [])
    ]


def _ical_js() -> Path | None:
    folder = Path(os.environ.get("ROUNDTABLES_TEST_NODE_MODULES") or ROOT / "build/node/node_modules")
    module = folder / "ical.js/dist/ical.es5.cjs"
    return module if module.is_file() and shutil.which("node") else None


def _run_ical_js(script: str, files: Sequence[bytes]) -> list:
    """One process of Node for all the files of a call."""
    module = _ical_js()
    if module is None:
        pytest.skip("needs Node, and ical.js in build/node: npm install --prefix build/node ical.js")
    done = subprocess.run(
        [shutil.which("node"), str(HERE / script), str(module)],
        input=json.dumps([data.decode() for data in files]),
        capture_output=True,
        check=True,
        encoding="utf-8",
        timeout=100,
    )
    return json.loads(done.stdout)


@pytest.fixture(scope="session")
def read_with_ical_js() -> Reader:
    def read(files: Sequence[bytes]) -> list[list[Seen]]:
        found = _run_ical_js("read.cjs", files)
        return [[_from_json(fields) for fields in events] for events in found]

    return read


@pytest.fixture(scope="session")
def expand_with_ical_js() -> Callable[[bytes], list[dt.datetime | dt.date]]:
    """The starts of all meetings of a series."""

    def expand(data: bytes) -> list[dt.datetime | dt.date]:
        (found,) = _run_ical_js("expand.cjs", [data])
        return sorted(
            dt.date.fromisoformat(each) if isinstance(each, str) else dt.datetime.fromtimestamp(each, dt.UTC)
            for each in found
        )

    return expand


def _from_json(fields: dict) -> Seen:
    def moment(value):
        if value is None:
            return None
        return dt.date.fromisoformat(value) if isinstance(value, str) else dt.datetime.fromtimestamp(value, dt.UTC)

    return Seen(
        **fields
        | {
            "starts": moment(fields["starts"]),
            "ends": moment(fields["ends"]),
            "attendees": [tuple(who) for who in fields["attendees"]],
            "organizer": [tuple(who) for who in fields["organizer"]],
            "properties": sorted(fields["properties"]),
        }
    )


@pytest.fixture(scope="session")
def readers() -> dict[str, Reader]:
    """The readers in Python."""
    return {"icalendar": read_with_icalendar, "vobject": read_with_vobject}


@pytest.fixture(params=["icalendar", "vobject", "ical.js"])
def read(request) -> Reader:
    """Each of the readers in turn."""
    if request.param == "ical.js":
        return request.getfixturevalue("read_with_ical_js")
    return request.getfixturevalue("readers")[request.param]


@pytest.fixture(scope="session")
def calendar_event() -> Callable[..., CalendarEvent]:
    """A workshop in Helsinki; what is named differs from it."""

    def event(**fields) -> CalendarEvent:
        usual = {
            "uid": "0f6f0a3e@roundtables.invalid",
            "title": "Workshop",
            "starts": dt.datetime(2026, 7, 1, 9),
            "ends": dt.datetime(2026, 7, 1, 16),
            "timezone": "Europe/Helsinki",
            "organiser_name": "Ministry",
            "organiser_email": "office@ministry.example",
        }
        return CalendarEvent(**usual | fields)

    return event


@pytest.fixture(scope="session")
def stamp() -> dt.datetime:
    return dt.datetime(2026, 6, 1, 12, 30, 15, tzinfo=dt.UTC)
