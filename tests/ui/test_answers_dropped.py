"""Answers dropped on the window or chosen as files: taken in at once, told message by message, taken back whole."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from roundtables.model import Answer, Event, Participation
from roundtables.register import Register
from roundtables.services.answers import kinds
from roundtables.terms import Outcome, Reply
from ui.dialogs.answers_taken import AnswersTakenDialog
from ui.dialogs.calendar_import import CalendarImportDialog
from ui.dialogs.dropped import foresee
from ui.links import Link
from ui.main_window import MainWindow

REPLY = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Test//EN
METHOD:{method}
BEGIN:VEVENT
UID:{uid}
DTSTAMP:20261120T100000Z
SEQUENCE:0
ORGANIZER:mailto:office@ministry.example
ATTENDEE;PARTSTAT={partstat}:mailto:{email}
DTSTART:20261201T070000Z
DTEND:20261202T140000Z
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def guests(
    register: Register, given_event: Callable[..., int], given_participants: Callable[..., list[int]]
) -> Callable[..., str]:
    """An event with two invited guests; what one of them answers, as a calendar file."""
    event = given_event()
    given_participants(event, 2, reply=Reply.INVITED)
    with register.read() as session:
        uid = session.get_one(Event, event).uid

    def says(partstat: str, number: int = 0, *, method: str = "REPLY", email: str = "") -> str:
        email = email or f"p{event}.{number}@office.example"
        return REPLY.format(method=method, uid=uid, partstat=partstat, email=email).replace("\n", "\r\n")

    return says


def in_mail(calendar: str) -> str:
    return (
        "From: Guest <guest@office.example>\r\nTo: office@ministry.example\r\nSubject: Re\r\nMIME-Version: 1.0\r\n"
        f"Content-Type: text/calendar; method=REPLY; charset=utf-8\r\n\r\n{calendar}"
    )


def drop(window: MainWindow, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.drops.dropEvent(QDropEvent(QPointF(200, 200), Qt.DropAction.CopyAction, data, left, none))


def dialog_of(qtbot: QtBot, window: MainWindow) -> AnswersTakenDialog:
    qtbot.waitUntil(lambda: any(each.isVisible() for each in window.findChildren(AnswersTakenDialog)))
    qtbot.waitUntil(lambda: not window.workspace.is_busy())
    return next(each for each in window.findChildren(AnswersTakenDialog) if each.isVisible())


def replies(register: Register) -> list[Reply]:
    with register.read() as session:
        return list(session.scalars(select(Participation.reply).order_by(Participation.id)))


def outcomes(dialog: AnswersTakenDialog) -> list[Outcome]:
    return [line.outcome for line in dialog._model.rows]


def test_answers_that_are_dropped_are_taken_in_and_told_one_by_one(
    qtbot: QtBot, shown: MainWindow, register: Register, guests: Callable[..., str], tmp_path: Path
) -> None:
    mail, calendar, other = tmp_path / "yes.eml", tmp_path / "no.ics", tmp_path / "minutes.eml"
    mail.write_text(in_mail(guests("ACCEPTED")), encoding="utf-8")
    calendar.write_text(guests("DECLINED", 1), encoding="utf-8")
    other.write_text("From: a@b.example\r\nSubject: Minutes\r\n\r\nAs agreed.\r\n", encoding="utf-8")
    drop(shown, mail, calendar, other)
    dialog = dialog_of(qtbot, shown)
    assert outcomes(dialog) == [Outcome.APPLIED, Outcome.APPLIED, Outcome.NOT_A_REPLY]
    assert replies(register) == [Reply.ACCEPTED, Reply.DECLINED]
    dialog.table.go_to(2)
    assert "no calendar" in dialog._why.text()
    assert not dialog.proposals.isVisible()
    QAbstractItemModelTester(dialog._model)
    dialog.reject()
    assert replies(register) == [Reply.ACCEPTED, Reply.DECLINED]


def test_all_that_was_taken_in_is_taken_back_at_once(
    qtbot: QtBot, shown: MainWindow, register: Register, guests: Callable[..., str], tmp_path: Path
) -> None:
    for number in range(2):
        (tmp_path / f"{number}.ics").write_text(guests("ACCEPTED", number), encoding="utf-8")
    before = register.undoable()
    drop(shown, tmp_path / "0.ics", tmp_path / "1.ics")
    dialog = dialog_of(qtbot, shown)
    assert replies(register) == [Reply.ACCEPTED, Reply.ACCEPTED]
    qtbot.mouseClick(dialog.undo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: replies(register) == [Reply.INVITED, Reply.INVITED])
    qtbot.waitUntil(lambda: "2 steps were taken back" in shown.notices.words.text())
    assert register.undoable() == before
    with register.read() as session:
        assert session.scalar(select(func.count(Answer.id))) == 0


def test_a_stranger_waits_for_a_decision_to_which_the_dialog_leads(
    qtbot: QtBot, shown: MainWindow, register: Register, guests: Callable[..., str], tmp_path: Path
) -> None:
    path = tmp_path / "stranger.ics"
    path.write_text(guests("ACCEPTED", email="ivo@new.example"), encoding="utf-8")
    drop(shown, path)
    dialog = dialog_of(qtbot, shown)
    assert outcomes(dialog) == [Outcome.PROPOSAL]
    qtbot.mouseClick(dialog.proposals, Qt.MouseButton.LeftButton)
    assert shown.current_link() == Link("post", part="proposals")
    assert shown.current_page().proposals.count() == 1
    assert len(replies(register)) == 2


def test_what_can_not_be_read_is_reported_and_leaves_nothing_to_take_back(
    qtbot: QtBot, shown: MainWindow, guests: Callable[..., str], tmp_path: Path
) -> None:
    path = tmp_path / "damaged.msg"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600)
    drop(shown, path)
    dialog = dialog_of(qtbot, shown)
    assert outcomes(dialog) == [Outcome.UNREADABLE]
    assert not dialog.undo.isVisible()
    assert dialog._why.text()


def test_files_are_chosen_on_the_page_too(
    qtbot: QtBot,
    shown: MainWindow,
    register: Register,
    guests: Callable[..., str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "yes.ics"
    path.write_text(guests("TENTATIVE"), encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args: ([str(path)], ""))
    shown.visit(Link("post", part="answers"))
    shown.current_page().take_files()
    dialog = dialog_of(qtbot, shown)
    assert replies(register)[0] is Reply.TENTATIVE
    dialog.reject()
    qtbot.waitUntil(lambda: shown.current_page().answers.listing.count() == 1)


@pytest.mark.parametrize(
    ("method", "events"),
    [("REPLY", False), ("COUNTER", False), ("CANCEL", False), ("PUBLISH", True), ("REQUEST", True)],
)
def test_a_calendar_of_events_is_told_from_an_answer(
    guests: Callable[..., str], tmp_path: Path, method: str, events: bool
) -> None:
    path = tmp_path / "calendar.ics"
    path.write_text(guests("ACCEPTED", method=method), encoding="utf-8")
    assert kinds.holds_events(path) is events


def test_a_calendar_of_events_comes_up_in_its_preview(
    qtbot: QtBot, shown: MainWindow, register: Register, guests: Callable[..., str], tmp_path: Path
) -> None:
    path = tmp_path / "calendar.ics"
    path.write_text(guests("ACCEPTED", method="PUBLISH"), encoding="utf-8")
    drop(shown, path)
    qtbot.waitUntil(lambda: any(each.isVisible() for each in shown.findChildren(CalendarImportDialog)))
    qtbot.waitUntil(lambda: not shown.workspace.is_busy())
    assert replies(register) == [Reply.INVITED, Reply.INVITED]
    shown.findChildren(CalendarImportDialog)[-1].reject()


def test_while_they_hover_it_is_said_what_would_happen() -> None:
    mails = [Path(f"{number}.eml") for number in range(20)]
    many: Any = foresee(mails, "E2.1")
    assert (many.words, many.welcome) == ("Take in answers", True)
    assert many.detail.startswith("20 files:")
    one = foresee([Path("answer.ics")], "")
    assert one.welcome
    assert "preview" in one.detail
    assert not foresee([Path("answer.eml"), Path("list.xlsx")], "").welcome


def test_a_hundred_messages_of_one_mailbox_are_told_in_order(
    qtbot: QtBot, shown: MainWindow, guests: Callable[..., str], tmp_path: Path
) -> None:
    path = tmp_path / "inbox.mbox"
    moment = dt.datetime(2026, 11, 20, 10, tzinfo=dt.UTC)
    lines = [
        f"From guest@office.example {moment:%a %b %d %H:%M:%S %Y}\n"
        + in_mail(guests("ACCEPTED" if number % 2 else "DECLINED", number % 2)).replace("\r\n", "\n")
        for number in range(100)
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    drop(shown, path)
    dialog = dialog_of(qtbot, shown)
    found = outcomes(dialog)
    assert len(found) == 100
    assert found[:2] == [Outcome.APPLIED, Outcome.APPLIED]
    assert set(found[2:]) == {Outcome.STALE}
