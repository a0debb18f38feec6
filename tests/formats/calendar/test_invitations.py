"""What an invitation and a published calendar say, to whom and about whom."""

import datetime as dt
import io

import icalendar
import pytest

from roundtables.formats.calendar.documents import CalendarSession, Guest
from roundtables.formats.calendar.invitation import prepare_invitation
from roundtables.formats.calendar.publication import write_publication
from roundtables.terms import EventStatus, Reply, Role

MAIJA = Guest("Möttönen, Maija", "maija@guests.example")
OTHERS = (Guest("Ćosić Šime", "sime@guests.example"), Guest("Nuñez", "nunez@guests.example", reply=Reply.ACCEPTED))
PROGRAMME = tuple(
    CalendarSession(
        f"part{at}@roundtables.invalid",
        f"Part {at}",
        dt.datetime(2026, 7, 1, 9 + at),
        dt.datetime(2026, 7, 1, 10 + at),
        place="Annexe" if at == 1 else "",
        description="With a coffee" if at == 1 else "",
    )
    for at in range(3)
)


@pytest.fixture
def invite(stamp):
    def invitation(event, guest=MAIJA, **choices):
        return prepare_invitation(event, stamp, **choices).for_guest(guest)

    return invitation


def only_event(data):
    (event,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    return event


def test_an_invitation_says_what_rfc_5545_and_5546_ask(calendar_event, invite, stamp):
    data = invite(
        calendar_event(
            sequence=3,
            place="House, Helsinki",
            geo=(60.17, 0.00001),
            categories=("Round-table", "Work package 2, part; one"),
            alarm_minutes=30,
            description="Two\nlines",
        )
    )
    calendar, read = icalendar.Calendar.from_ical(data), only_event(data)
    assert (calendar["METHOD"], calendar["VERSION"]) == ("REQUEST", "2.0")
    assert (read["UID"], read["SEQUENCE"], read["STATUS"]) == ("0f6f0a3e@roundtables.invalid", 3, "CONFIRMED")
    assert read["DTSTAMP"].dt == stamp
    assert read["ORGANIZER"] == "mailto:office@ministry.example"
    assert read["ORGANIZER"].params == {"CN": "Ministry"}
    assert read["ATTENDEE"].params == {
        "CN": "Möttönen, Maija",
        "CUTYPE": "INDIVIDUAL",
        "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": "NEEDS-ACTION",
        "RSVP": "TRUE",
    }
    assert b"\r\nGEO:60.170000;0.000010\r\n" in data
    assert b"\r\nDTSTART;TZID=Europe/Helsinki:20260701T090000\r\n" in data
    assert b"\r\nCATEGORIES:Round-table,Work package 2\\, part\\; one\r\n" in data
    (alarm,) = read.walk("VALARM")
    assert (alarm["ACTION"], alarm["TRIGGER"].dt) == ("DISPLAY", -dt.timedelta(minutes=30))


def test_the_stamp_is_written_in_utc_wherever_it_was_taken(calendar_event):
    eastern = dt.datetime(2026, 6, 1, 15, 30, tzinfo=dt.timezone(dt.timedelta(hours=3)))
    data = prepare_invitation(calendar_event(), eastern).for_guest(MAIJA)
    assert b"\r\nDTSTAMP:20260601T123000Z\r\n" in data


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply.NOT_INVITED, "NEEDS-ACTION"),
        (Reply.INVITED, "NEEDS-ACTION"),
        (Reply.ACCEPTED, "ACCEPTED"),
        (Reply.TENTATIVE, "TENTATIVE"),
        (Reply.DECLINED, "DECLINED"),
        (Reply.WAITING, "TENTATIVE"),
        (Reply.WITHDRAWN, "DECLINED"),
    ],
)
def test_what_the_guest_has_answered_is_kept(reply, said, calendar_event, invite):
    guest = Guest("A", "a@guests.example", reply=reply)
    assert only_event(invite(calendar_event(), guest))["ATTENDEE"].params["PARTSTAT"] == said


@pytest.mark.parametrize("role", list(Role))
def test_each_role_has_its_word(role, calendar_event, invite):
    said = only_event(invite(calendar_event(), Guest("A", "a@guests.example", role)))["ATTENDEE"].params["ROLE"]
    assert said == {Role.CHAIR: "CHAIR", Role.OBSERVER: "OPT-PARTICIPANT"}.get(role, "REQ-PARTICIPANT")


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (EventStatus.DRAFT, "TENTATIVE"),
        (EventStatus.PLANNED, "CONFIRMED"),
        (EventStatus.HELD, "CONFIRMED"),
        (EventStatus.CANCELLED, "CANCELLED"),
    ],
)
def test_each_status_has_its_word(status, said, calendar_event, stamp):
    out = io.BytesIO()
    write_publication([calendar_event(status=status)], "All", stamp, out)
    assert only_event(out.getvalue())["STATUS"] == said


def test_a_guest_sees_only_themselves_and_the_organiser(calendar_event, read, stamp):
    prepared = prepare_invitation(calendar_event(), stamp)
    files = [prepared.for_guest(guest) for guest in (MAIJA, *OTHERS)]
    for guest, ((seen,), data) in zip((MAIJA, *OTHERS), zip(read(files), files, strict=True), strict=True):
        assert seen.attendees == [(guest.name, f"mailto:{guest.email}")]
        assert seen.organizer == [("Ministry", "mailto:office@ministry.example")]
        assert data.count(b"@guests.example") == 1


def test_guests_see_each_other_once_where_the_list_is_shown(calendar_event, read, stamp):
    prepared = prepare_invitation(calendar_event(), stamp, guest_list=(MAIJA, *OTHERS))
    late = Guest("Late", "late@guests.example")
    (first,), (second,), (third,) = read([prepared.for_guest(guest) for guest in (MAIJA, OTHERS[0], late)])
    everybody = [(guest.name, f"mailto:{guest.email}") for guest in (MAIJA, *OTHERS)]
    assert first.attendees == second.attendees == everybody
    assert third.attendees == [("Late", "mailto:late@guests.example"), *everybody]


def test_a_title_that_reads_like_the_place_of_the_guest_is_a_title(calendar_event, invite):
    title = "ATTENDEE:mailto:guest@place.invalid"
    seen = only_event(invite(calendar_event(title=title, description=f"{title}\r\n{title}\r\n")))
    assert seen["SUMMARY"] == title
    assert seen["ATTENDEE"] == "mailto:maija@guests.example"


def test_a_prepared_invitation_is_the_one_that_is_built_anew(calendar_event, stamp):
    event = calendar_event(sessions=PROGRAMME)
    prepared = prepare_invitation(event, stamp, by_session=True)
    for guest in (MAIJA, *OTHERS):
        assert prepared.for_guest(guest) == prepare_invitation(event, stamp, by_session=True).for_guest(guest)


def test_an_event_with_a_programme_is_one_or_one_for_each_part(calendar_event, read, stamp):
    event = calendar_event(sessions=PROGRAMME, place="House", description="Bring a pen")
    whole, parts = read(
        [prepare_invitation(event, stamp, by_session=choice).for_guest(MAIJA) for choice in (False, True)]
    )
    assert [seen.uid for seen in whole] == [event.uid]
    assert [seen.uid for seen in parts] == [part.uid for part in PROGRAMME]
    assert [seen.summary for seen in parts] == ["Workshop: Part 0", "Workshop: Part 1", "Workshop: Part 2"]
    assert [seen.location for seen in parts] == ["House", "Annexe", "House"]
    assert [seen.description for seen in parts] == ["Bring a pen", "With a coffee", "Bring a pen"]
    assert [seen.starts.hour for seen in parts] == [6, 7, 8]
    assert all(seen.attendees == [(MAIJA.name, f"mailto:{MAIJA.email}")] for seen in parts)


def test_an_event_without_a_programme_stays_one_whatever_is_chosen(calendar_event, invite):
    assert only_event(invite(calendar_event(), by_session=True))["UID"] == "0f6f0a3e@roundtables.invalid"


def test_the_parts_of_whole_days_have_their_hours_and_their_zone(calendar_event, read, stamp):
    event = calendar_event(
        starts=dt.datetime(2026, 7, 1), ends=dt.datetime(2026, 7, 2), all_day=True, sessions=PROGRAMME
    )
    data = prepare_invitation(event, stamp, by_session=True).for_guest(MAIJA)
    (seen,) = read([data])
    assert seen[0].starts == dt.datetime(2026, 7, 1, 6, tzinfo=dt.UTC)
    assert b"TZID:Europe/Helsinki" in data


def test_whole_days_are_dates_that_end_the_day_after_the_last(calendar_event, read, stamp):
    event = calendar_event(starts=dt.datetime(2026, 7, 1), ends=dt.datetime(2026, 7, 2), all_day=True)
    data = prepare_invitation(event, stamp).for_guest(MAIJA)
    ((seen,),) = read([data])
    assert (seen.starts, seen.ends) == (dt.date(2026, 7, 1), dt.date(2026, 7, 3))
    assert b"VALUE=DATE:20260701\r\n" in data


def test_a_moment_is_written_without_an_end(calendar_event, read, stamp):
    moment = calendar_event(ends=calendar_event().starts)
    ((seen,),) = read([prepare_invitation(moment, stamp).for_guest(MAIJA)])
    assert "dtend" not in seen.properties


def test_an_online_meeting_has_its_link_where_each_program_looks(calendar_event, invite):
    link = "https://meet.example/a?b=1&c=2,3;d"
    data = invite(calendar_event(online_url=link, description="See <you> there"))
    seen = only_event(data)
    assert (seen["CONFERENCE"], seen["URL"]) == (link, link)
    assert seen["CONFERENCE"].params == {"VALUE": "URI", "FEATURE": "VIDEO"}
    assert seen["DESCRIPTION"] == f"See <you> there\n\n{link}"
    assert seen["X-ALT-DESC"].params == {"FMTTYPE": "text/html"}
    page = icalendar.vText.from_ical(data.replace(b"\r\n ", b"").split(b"text/html:")[1].split(b"\r\n")[0])
    assert "See &lt\\;you&gt\\; there<br><br><a href=" in page


def test_a_link_that_the_text_holds_already_is_not_said_twice(calendar_event, invite):
    text = "Join at https://meet.example/a."
    assert only_event(invite(calendar_event(online_url="https://meet.example/a", description=text)))["DESCRIPTION"] == (
        text
    )


def test_a_note_in_the_place_of_a_link_is_told_but_is_no_link(calendar_event, invite):
    seen = only_event(invite(calendar_event(online_url="will be sent\nlater")))
    assert seen["DESCRIPTION"] == "will be sent\nlater"
    assert not {"URL", "CONFERENCE"} & set(seen)


def test_a_published_calendar_names_itself_and_no_participant(calendar_event, read, stamp):
    out = io.BytesIO()
    events = [calendar_event(uid=f"{at}@roundtables.invalid", title=f"Event {at}") for at in range(3)]
    write_publication(iter(events), "Events; all, of us", stamp, out)
    (seen,) = read([out.getvalue()])
    for line in (b"METHOD:PUBLISH", b"NAME:Events\\; all\\, of us", b"X-WR-CALNAME:Events\\; all\\, of us"):
        assert line in out.getvalue().split(b"\r\n")
    assert [one.summary for one in seen] == ["Event 0", "Event 1", "Event 2"]
    assert all(one.attendees == [] for one in seen)


def test_a_calendar_without_events_is_still_a_calendar(stamp):
    out = io.BytesIO()
    write_publication([], "None", stamp, out)
    assert icalendar.Calendar.from_ical(out.getvalue()).walk("VEVENT") == []
    assert out.getvalue().endswith(b"END:VCALENDAR\r\n")
