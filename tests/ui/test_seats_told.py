"""Whom a waiting list gives a seat by itself is told by itself, once the reply that freed it can be undone no more."""

import datetime as dt
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from roundtables.model import Message
from roundtables.register import Register
from roundtables.services import participants
from roundtables.terms import LineMoves, MessageKind, Reply, Way
from tests.ui.post_kit import keep_settings
from ui import outgoing
from ui.main_window import MainWindow


def kinds(register: Register) -> list[MessageKind]:
    with register.read() as session:
        return list(session.scalars(select(Message.kind)))


@pytest.mark.parametrize(("pause", "queued"), [(0, [MessageKind.SEAT]), (60, [])])
def test_who_moved_up_is_told_after_a_while(
    qtbot: QtBot,
    shown: MainWindow,
    register: Register,
    given_event: Callable[..., int],
    given_participants: Callable[..., list[int]],
    monkeypatch: pytest.MonkeyPatch,
    pause: int,
    queued: list[MessageKind],
) -> None:
    keep_settings(way=Way.MAIL)
    monkeypatch.setattr(outgoing, "TIME_TO_UNDO", dt.timedelta(seconds=pause))
    coming = dt.datetime.now(dt.UTC).replace(tzinfo=None, minute=0) + dt.timedelta(days=30)
    event = given_event(
        capacity=1, line_moves=LineMoves.BY_ITSELF, starts=coming, ends=coming + dt.timedelta(hours=1), timezone="UTC"
    )
    rows = given_participants(event, 2)
    with register.change("Accept") as session:
        participants.set_reply(session, rows, Reply.ACCEPTED)
    with register.change("Decline") as session:
        participants.set_reply(session, rows[:1], Reply.DECLINED)
    shown.workspace.outgoing.begin()
    if queued:
        qtbot.waitUntil(lambda: kinds(register) == queued)
    qtbot.waitUntil(lambda: not shown.workspace.is_busy())
    qtbot.wait(200)
    assert kinds(register) == queued
