"""A real calendar server, and ones that misbehave: everything in words, the password never elsewhere."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from roundtables.transport import caldav, caldav_client
from tests.caldav_server import PASSWORD, USER, CalendarServer

EVENT = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\nBEGIN:VEVENT\r\nUID:one@x\r\nDTSTAMP:20260101T000000Z\r\n"
    b"DTSTART:20261201T090000Z\r\nSUMMARY:One\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
OTHER = EVENT.replace(b"SUMMARY:One", b"SUMMARY:Other")


@pytest.fixture
def server(calendar_server: CalendarServer) -> Iterator[caldav.Server]:
    with caldav.Server(calendar_server.url, USER, PASSWORD) as connected:
        yield connected


def test_only_calendars_that_may_be_written_to_are_listed(
    server: caldav.Server, calendar_server: CalendarServer
) -> None:
    assert [(each.name, each.url) for each in server.calendars()] == [
        ("Another", f"{calendar_server.url}{USER}/another/"),
        ("Projects", calendar_server.calendar),
    ]


def test_the_address_of_a_calendar_itself_will_do(calendar_server: CalendarServer) -> None:
    with caldav.Server(calendar_server.calendar, USER, PASSWORD) as server:
        assert [each.url for each in server.calendars()] == [calendar_server.calendar]


def test_a_resource_is_created_changed_and_removed_by_its_etag(
    server: caldav.Server, calendar_server: CalendarServer
) -> None:
    calendar = calendar_server.calendar
    href, first = server.create(calendar, "one@x", EVENT)
    assert server.read(href).etag == first
    assert server.etags(calendar)[caldav.path_of(href)] == first
    second = server.change(href, first, OTHER)
    assert b"SUMMARY:Other" in server.read(href).content
    for work in (
        lambda: server.change(href, first, EVENT),
        lambda: server.remove(href, first),
        lambda: server.create(calendar, "one@x", EVENT),
    ):
        with pytest.raises(caldav.ChangedThere):
            work()
    assert b"SUMMARY:Other" in server.read(href).content
    server.remove(href, second)
    with pytest.raises(caldav.NotThere):
        server.read(href)


def test_any_uid_makes_a_name_that_servers_take(server: caldav.Server, calendar_server: CalendarServer) -> None:
    for uid in ("../../etc/passwd", "ä" * 5000, "a/b?c#d", "\x00"):
        href = caldav.path_in(calendar_server.calendar, uid)
        assert href.startswith(calendar_server.calendar)
        assert len(href.rpartition("/")[2]) == 44
        assert href == caldav.path_in(calendar_server.calendar.rstrip("/"), uid)


@pytest.mark.parametrize(
    ("place", "error"), [("nothing/", caldav.CalendarGone), ("../somebody/calendar/", caldav.NotAllowed)]
)
def test_a_calendar_that_is_gone_or_anothers_is_said(
    server: caldav.Server, calendar_server: CalendarServer, place: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        server.etags(f"{calendar_server.url}{USER}/{place}")


def test_a_wrong_password_an_unknown_certificate_and_nobody_there(
    calendar_server: CalendarServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with caldav.Server(calendar_server.url, USER, "wrong") as server, pytest.raises(caldav.WrongPassword):
        server.calendars()
    other_name = calendar_server.url.replace("localhost", "127.0.0.1")
    with caldav.Server(other_name, USER, PASSWORD) as server, pytest.raises(caldav.CertificateWrong):
        server.calendars()
    monkeypatch.delenv("SSL_CERT_FILE")
    with caldav.Server(calendar_server.url, USER, PASSWORD) as server, pytest.raises(caldav.CertificateWrong):
        server.calendars()
    with caldav.Server("https://localhost:1/", USER, PASSWORD) as server, pytest.raises(caldav.ServerNotThere):
        server.calendars()


@pytest.mark.parametrize(
    "address",
    ["", "calendar", "ftp://x/", "https://", "https://user:secret@x/", "https://[x/", "https://x:y/"],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(caldav.NotAServerAddress):
        caldav.check_address(address)


def test_a_password_travels_unencrypted_on_this_machine_only() -> None:
    with pytest.raises(caldav.AddressNotSecure):
        caldav.check_address("http://calendar.example/")
    for here in ("http://localhost:5232/", "http://127.0.0.1:5232/", "http://[::1]:5232/"):
        assert caldav.check_address(f" {here} ") == here


def test_the_password_is_never_sent_on_to_another_host(misbehaving: Any) -> None:
    thief = misbehaving(lambda _request: (401, {"WWW-Authenticate": "Basic"}, b""))
    for status in (301, 302, 307, 308):
        honest = misbehaving(lambda _request, status=status: (status, {"Location": thief.url}, b""))
        with (
            caldav.Server(honest.url, USER, PASSWORD) as server,
            pytest.raises(caldav.Elsewhere, match="not sent there"),
        ):
            server.calendars()
    assert thief.asked == []


def test_a_calendar_that_is_said_to_lie_elsewhere_is_not_asked_there(misbehaving: Any) -> None:
    thief = misbehaving(lambda _request: (401, {"WWW-Authenticate": "Basic"}, b""))
    home = (
        '<multistatus xmlns="DAV:"><response><href>/</href><propstat><prop><calendar-home-set '
        f'xmlns="urn:ietf:params:xml:ns:caldav"><href xmlns="DAV:">{thief.url}</href></calendar-home-set></prop>'
        "<status>HTTP/1.1 200 OK</status></propstat></response></multistatus>"
    )
    honest = misbehaving(lambda _request: (207, {"Content-Type": "application/xml"}, home.encode()))
    with caldav.Server(honest.url, USER, PASSWORD) as server, pytest.raises(caldav.Elsewhere):
        server.calendars()
    assert thief.asked == []


def test_redirects_on_the_host_are_followed_and_few(misbehaving: Any) -> None:
    turning = misbehaving(lambda request: (302, {"Location": f"{request.path}x"}, b""))
    with caldav.Server(turning.url, USER, PASSWORD) as server, pytest.raises(caldav.Elsewhere):
        server.etags(turning.url)
    assert len(turning.asked) == caldav_client.MOST_REDIRECTS


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (507, b"", caldav.QuotaFull),
        (403, b'<error xmlns="DAV:"><quota-not-exceeded/></error>', caldav.QuotaFull),
        (403, b"", caldav.NotAllowed),
        (
            409,
            b'<error xmlns="DAV:"><no-uid-conflict xmlns="urn:ietf:params:xml:ns:caldav"/></error>',
            caldav.NameTaken,
        ),
        (404, b"", caldav.CalendarGone),
        (412, b"", caldav.ChangedThere),
        (500, b"<html>oh", caldav.ServerRefused),
        (503, b"", caldav.ServerRefused),
        (429, b"", caldav.ServerRefused),
    ],
)
def test_each_refusal_has_words_of_its_own(misbehaving: Any, status: int, body: bytes, error: type[Exception]) -> None:
    refusing = misbehaving(lambda _request: (status, {"Content-Type": "application/xml"}, body))
    with caldav.Server(refusing.url, USER, PASSWORD) as server, pytest.raises(error):
        server.create(refusing.url, "one@x", EVENT)


@pytest.mark.parametrize(
    "body",
    [
        b"<html><body>Welcome</body></html>",
        b"<multistatus",
        b"\x00\xff",
        b'<!DOCTYPE a [<!ENTITY b "c">]><multistatus xmlns="DAV:">&b;</multistatus>',
        b"<a>" * 10_000,
    ],
)
def test_answers_that_mean_nothing_are_told_not_raised(misbehaving: Any, body: bytes) -> None:
    for status, kind in ((200, "text/html"), (207, "application/xml")):
        page = misbehaving(lambda _request, status=status, kind=kind: (status, {"Content-Type": kind}, body))
        with caldav.Server(page.url, USER, PASSWORD) as server, pytest.raises(caldav.ServerTrouble):
            server.calendars()


def test_an_answer_without_end_is_not_read(misbehaving: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caldav_client, "MOST_BYTES", 100_000)
    endless = misbehaving(lambda _request: (200, {"Content-Type": "text/calendar"}, b"x" * 1_000_000))
    with caldav.Server(endless.url, USER, PASSWORD) as server, pytest.raises(caldav.ServerNotThere):
        server.read(endless.url)


def test_a_server_that_stalls_is_given_up(misbehaving: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = threading.Event()
    monkeypatch.setattr(caldav_client, "READ_SECONDS", 0.3)

    def stall(_request: Any) -> tuple[int, dict[str, str], bytes]:
        waiting.wait(5)
        return 200, {}, b""

    stalling = misbehaving(stall)
    with caldav.Server(stalling.url, USER, PASSWORD) as server, pytest.raises(caldav.ServerNotThere):
        server.read(stalling.url)
    waiting.set()


def test_an_etag_that_the_server_does_not_give_is_asked_for(misbehaving: Any) -> None:
    def answer(request: Any) -> tuple[int, dict[str, str], bytes]:
        return (201, {}, b"") if request.command == "PUT" else (200, {"ETag": '"now"'}, EVENT)

    terse = misbehaving(answer)
    with caldav.Server(terse.url, USER, PASSWORD) as server:
        assert server.create(terse.url, "one@x", EVENT)[1] == '"now"'
