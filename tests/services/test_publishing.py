"""Calendars kept current on a real server and in files, and nothing of anybody else's overwritten."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from roundtables.files import FolderNotWritable
from roundtables.queries import publications as queries
from roundtables.queries.publications import PublicationRow
from roundtables.register import Register
from roundtables.services import differences as sides
from roundtables.services import events, programme, publications, publishing, series
from roundtables.services.publishing import Published
from roundtables.terms import EventStatus
from roundtables.transport import caldav
from tests.caldav_server import PASSWORD, USER, Answer, CalendarServer, Misbehaving


class Desk:
    """A publication of the register to the calendar of the server."""

    def __init__(self, register: Register, server: CalendarServer, project_id: int | None = None) -> None:
        self.register, self.server = register, server
        with register.change("Add") as session:
            self.key = publications.add_server(session, server.calendar, USER, project_id).id

    def publish(self, secret: str = PASSWORD) -> Published:
        return publishing.publish(self.register, self.key, secret)

    def row(self) -> PublicationRow:
        with self.register.read() as session:
            (row,) = queries.listing(session)
        return row

    def differences(self) -> list[sides.Difference]:
        with self.register.read() as session:
            return sides.differences(session, self.key)

    def change(self, key: int, **values: Any) -> None:
        with self.register.change("Change") as session:
            events.change(session, key, **values)

    def take(self, choose: Callable[[Any, int], None]) -> None:
        (difference,) = self.differences()
        with self.register.change("Choose") as session:
            choose(session, difference.id)

    def forget(self) -> None:
        """As if what was written had never been recorded."""
        with self.register.change("Forget") as session:
            for item in list(publications.get(session, self.key).items):
                session.delete(item)

    def texts(self) -> list[str]:
        return [path.read_text("utf-8") for path in self.server.files()]


@pytest.fixture
def desk(register: Register, calendar_server: CalendarServer) -> Desk:
    return Desk(register, calendar_server)


def test_what_is_new_is_created_what_changed_is_changed_what_went_is_removed(
    desk: Desk, given_event: Callable[..., int]
) -> None:
    first, second = given_event(title="First"), given_event(title="Second", place="Šibenik")
    given_event(title="Only a plan", status=EventStatus.DRAFT)
    assert desk.publish() == Published(created=2)
    assert len(desk.texts()) == 2
    assert desk.publish() == Published()
    desk.change(first, title="First, with a new name")
    with desk.register.change("Delete") as session:
        events.delete(session, second)
    assert desk.publish() == Published(changed=1, removed=1)
    (text,) = desk.texts()
    assert "First\\, with a new name" in text
    row = desk.row()
    assert (row.events, row.differing, row.last_error) == (1, 0, "")
    assert row.last_at is not None


def test_no_guest_organiser_alarm_or_method_goes_to_a_server_that_might_send_mail(
    desk: Desk, given_event: Callable[..., int], given_participants: Callable[..., list[int]]
) -> None:
    given_participants(given_event(alarm_minutes=30), 3)
    desk.publish()
    (text,) = desk.texts()
    for word in ("ATTENDEE", "ORGANIZER", "METHOD", "VALARM", "mailto"):
        assert word not in text
    assert "BEGIN:VTIMEZONE" in text


def test_a_cancelled_event_stays_and_says_so_a_draft_goes(desk: Desk, given_event: Callable[..., int]) -> None:
    key = given_event()
    desk.publish()
    desk.change(key, status=EventStatus.CANCELLED)
    assert desk.publish() == Published(changed=1)
    assert "STATUS:CANCELLED" in desk.texts()[0]
    desk.change(key, status=EventStatus.DRAFT)
    assert desk.publish() == Published(removed=1)


def test_only_the_projects_events_are_published(
    register: Register, calendar_server: CalendarServer, given_event: Callable[..., int]
) -> None:
    with register.change("Project") as session:
        project = programme.add_project(session, name="Rivers").id
    given_event(title="Of none")
    given_event(title="Of the project", project_id=project)
    desk = Desk(register, calendar_server, project)
    assert desk.publish() == Published(created=1)
    assert "Of the project" in desk.texts()[0]


def test_a_change_on_the_server_is_shown_and_never_overwritten(desk: Desk, given_event: Callable[..., int]) -> None:
    key = given_event(title="Round-table", place="Helsinki", description="Bring figures.")
    desk.publish()
    desk.server.rewrite("LOCATION:Helsinki", "LOCATION:Turku")
    desk.change(key, title="Round-table on rivers")
    assert desk.publish() == Published(differing=1)
    assert desk.publish() == Published(differing=1)
    assert "LOCATION:Turku" in desk.texts()[0]
    assert "on rivers" not in desk.texts()[0]
    (difference,) = desk.differences()
    assert difference.fields == ("title", "place")
    assert difference.ours is not None
    assert difference.theirs is not None
    assert (difference.ours.title, difference.ours.place) == ("Round-table on rivers", "Helsinki")
    assert (difference.theirs.title, difference.theirs.place) == ("Round-table", "Turku")
    assert desk.row().differing == 1


def test_theirs_can_be_taken(desk: Desk, given_event: Callable[..., int]) -> None:
    key = given_event(title="Round-table", starts=dt.datetime(2026, 12, 1, 9), ends=dt.datetime(2026, 12, 1, 12))
    desk.publish()
    desk.server.rewrite("Helsinki:20261201T090000", "Helsinki:20261201T100000")
    desk.publish()
    assert desk.differences()[0].fields == ("time",)
    desk.take(sides.take_theirs)
    with desk.register.read() as session:
        row = events.get(session, key)
        assert (row.starts, row.ends) == (dt.datetime(2026, 12, 1, 10), dt.datetime(2026, 12, 1, 12))
        assert row.title == "Round-table"
    assert desk.differences() == []
    assert desk.publish() == Published(changed=1)
    assert desk.publish() == Published()


def test_ours_can_be_written_over_it_unless_it_was_changed_once_more(
    desk: Desk, given_event: Callable[..., int]
) -> None:
    given_event(title="Ours")
    desk.publish()
    desk.server.rewrite("SUMMARY:Ours", "SUMMARY:Theirs")
    desk.publish()
    desk.take(sides.write_ours)
    desk.server.rewrite("SUMMARY:Theirs", "SUMMARY:Theirs again")
    assert desk.publish() == Published(differing=1)
    desk.take(sides.write_ours)
    assert desk.publish() == Published(changed=1)
    assert "SUMMARY:Ours" in desk.texts()[0]


def test_what_was_removed_on_the_server_is_not_put_back_unasked(desk: Desk, given_event: Callable[..., int]) -> None:
    key = given_event()
    desk.publish()
    desk.server.files()[0].unlink()
    desk.change(key, title="Another title")
    assert desk.publish() == Published(differing=1)
    assert desk.texts() == []
    (difference,) = desk.differences()
    assert difference.removed
    desk.take(sides.take_theirs)
    assert desk.publish() == Published()
    assert desk.texts() == []
    assert desk.differences()[0].left_off
    assert desk.row().differing == 0
    desk.take(sides.write_ours)
    assert desk.publish() == Published(created=1)


def test_what_was_changed_there_and_deleted_here_is_left_for_a_person_to_decide(
    desk: Desk, given_event: Callable[..., int]
) -> None:
    key = given_event(title="Ours")
    desk.publish()
    desk.server.rewrite("SUMMARY:Ours", "SUMMARY:Theirs")
    with desk.register.change("Delete") as session:
        events.delete(session, key)
    assert desk.publish() == Published(differing=1)
    assert desk.differences()[0].ours is None
    desk.take(sides.write_ours)
    assert desk.publish() == Published(removed=1)
    assert desk.texts() == []


def test_what_was_written_before_a_crash_is_known_again(desk: Desk, given_event: Callable[..., int]) -> None:
    given_event()
    desk.publish()
    desk.forget()
    assert desk.publish() == Published()
    assert desk.row().events == 1
    desk.forget()
    desk.server.rewrite("SUMMARY:Round-table", "SUMMARY:Somebody else's")
    assert desk.publish() == Published(differing=1)


def test_a_wrong_password_changes_nothing_and_is_said(desk: Desk, given_event: Callable[..., int]) -> None:
    given_event()
    with pytest.raises(caldav.WrongPassword):
        desk.publish("wrong")
    assert "does not accept this user and password" in desk.row().last_error
    with pytest.raises(publishing.NoPassword):
        publishing.publish(desk.register, desk.key)
    assert desk.publish() == Published(created=1)
    assert desk.row().last_error == ""


def test_a_server_that_goes_midway_loses_nothing(desk: Desk, given_event: Callable[..., int]) -> None:
    for number in range(6):
        given_event(title=f"Event {number}")

    def stop(done: int, _total: int) -> None:
        if done == 3:
            desk.server.stop()

    with pytest.raises(caldav.ServerNotThere):
        publishing.publish(desk.register, desk.key, PASSWORD, stop)
    assert desk.row().events == 3
    assert "can't be reached" in desk.row().last_error
    desk.server.start()
    assert desk.publish() == Published(created=3)


def test_a_server_that_is_full_keeps_what_fitted_and_says_so(
    register: Register, misbehaving: Callable[[Answer], Misbehaving], given_event: Callable[..., int]
) -> None:
    given_event(title="Fits")
    given_event(title="Does not")

    def answer(request: Any) -> tuple[int, dict[str, str], bytes]:
        if request.command == "PROPFIND":
            return 207, {"Content-Type": "application/xml"}, b'<multistatus xmlns="DAV:"/>'
        full = sum(command == "PUT" for command, _path, _who in server.asked) > 1
        return (507, {}, b"") if full else (201, {"ETag": '"1"'}, b"")

    server = misbehaving(answer)
    with register.change("Add") as session:
        key = publications.add_server(session, f"{server.url}calendar/", USER).id
    with pytest.raises(caldav.QuotaFull):
        publishing.publish(register, key, PASSWORD)
    with register.read() as session:
        (row,) = queries.listing(session)
    assert (row.events, row.last_at) == (1, None)
    assert "no room left" in row.last_error


def test_a_calendar_that_vanished_is_said_and_nothing_is_marked_as_removed(
    desk: Desk, given_event: Callable[..., int]
) -> None:
    given_event()
    desk.publish()
    desk.server.folder().rename(desk.server.folder().with_name("elsewhere"))
    with pytest.raises(caldav.CalendarGone):
        desk.publish()
    assert desk.differences() == []
    assert desk.row().events == 1


def test_withdrawing_leaves_what_others_have_changed(desk: Desk, given_event: Callable[..., int]) -> None:
    given_event(title="One")
    given_event(title="Two")
    desk.publish()
    desk.server.rewrite("SUMMARY:Two", "SUMMARY:Two of theirs")
    done = publishing.withdraw(desk.register, desk.key, PASSWORD)
    assert done == Published(removed=1, differing=1)
    assert len(desk.texts()) == 1


def test_a_file_is_written_when_something_has_changed_and_only_then(
    register: Register, tmp_path: Path, given_event: Callable[..., int]
) -> None:
    key = given_event(title="First")
    path = tmp_path / "published" / "events"
    path.parent.mkdir()
    with register.change("Add") as session:
        publications.add_file(session, path)
        with pytest.raises(publications.AlreadyPublished):
            publications.add_file(session, path.with_suffix(".ics"))
    path = path.with_suffix(".ics")
    assert publishing.publish_files(register) == 1
    assert "SUMMARY:First" in path.read_text("utf-8")
    assert publishing.publish_files(register) == 0
    with register.change("Change") as session:
        events.change(session, key, title="Second")
    assert publishing.publish_files(register) == 1
    assert "SUMMARY:Second" in path.read_text("utf-8")
    path.unlink()
    assert publishing.publish_files(register) == 1


def test_a_folder_that_is_gone_is_said_and_the_other_files_are_written(
    register: Register, tmp_path: Path, given_event: Callable[..., int]
) -> None:
    given_event()
    gone, kept = tmp_path / "gone", tmp_path / "kept"
    for folder in (gone, kept):
        folder.mkdir()
        with register.change("Add") as session:
            publications.add_file(session, folder / "events.ics")
    gone.rmdir()
    assert publishing.publish_files(register) == 1
    with register.read() as session:
        first, second = queries.listing(session)
    assert "can't be written to" in first.last_error
    assert second.last_error == ""
    with pytest.raises(FolderNotWritable):
        publishing.publish(register, first.id)


def test_each_meeting_of_a_series_is_an_event_of_its_own_there(desk: Desk, given_event: Callable[..., int]) -> None:
    key = given_event(ends=dt.datetime(2026, 12, 1, 10))
    with desk.register.change("Repeat") as session:
        series.repeat(session, key, rule="FREQ=WEEKLY;COUNT=3")
    assert desk.publish() == Published(created=3)
    for text in desk.texts():
        assert "RRULE:FREQ=WEEKLY" not in text
        assert "RECURRENCE-ID" not in text
    assert len({line for text in desk.texts() for line in text.splitlines() if line.startswith("UID:")}) == 3
    assert desk.publish() == Published()
