"""Mail out while the window is open: what is due goes out in the background, and reminders come when they are due."""

import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from roundtables.errors import Expected
from roundtables.terms import Way
from roundtables.transport import accounts, secrets
from roundtables.transport.accounts import PostSettings, SignIn, SmtpAccount
from roundtables.words import _, n_
from ui import format as formats
from ui.background import Cancelled, Task

if TYPE_CHECKING:
    from roundtables.services.post.outbox import Run
    from ui.workspace import Workspace

LOOK_EVERY = 60_000
REMINDERS_EVERY = 300_000
TIME_TO_UNDO = dt.timedelta(minutes=1)
SOON = 400
"""Milliseconds after a change until the outbox is looked at: many changes come together."""
PATIENCE_AT_CLOSE = 3
"""Seconds that closing the window waits for the message that is just going out."""


class Outgoing(QObject):
    """One at a time, for one register. `stated` is sent when what it says of itself has changed, `secret_asked` with
    the account whose password is needed and whether the one before was wrong."""

    stated = Signal()
    secret_asked = Signal(object, bool)

    def __init__(self, workspace: "Workspace") -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self._task: Task | None = None
        self._over = threading.Event()
        self._over.set()
        self._stopping = False
        self._asked = False
        self._trouble = ""
        self._told = ""
        self._soon = self._timer(SOON, self.look, once=True)
        self._often = self._timer(LOOK_EVERY, self.look)
        self._seats = self._timer(LOOK_EVERY, self.tell_who_moved_up)
        self._seldom = self._timer(REMINDERS_EVERY, self.queue_reminders)

    def _timer(self, pause: int, work: Callable[[], None], *, once: bool = False) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(pause)
        timer.setSingleShot(once)
        timer.timeout.connect(work)
        return timer

    def begin(self) -> None:
        """Look at the outbox now, after each change of it, and every minute."""
        self._stopping = False
        self._workspace.changed.connect(self._heard)
        self._often.start()
        self._seldom.start()
        self._seats.start()
        self.queue_reminders()
        self.tell_who_moved_up()
        self.look()

    def stop(self) -> None:
        """Send nothing more; the message that is just going out is waited for, a little."""
        self._stopping = True
        for timer in (self._soon, self._often, self._seldom, self._seats):
            timer.stop()
        self._over.wait(PATIENCE_AT_CLOSE)

    @staticmethod
    def settings() -> PostSettings:
        """The settings as they are kept now."""
        return accounts.load()

    def change_settings(self, **values: Any) -> None:
        """Keep other settings; what was wrong with the ones before is forgotten. Raises the errors of `files`."""
        accounts.save(replace(self.settings(), **values))
        self._begin_anew()
        self.stated.emit()
        self._soon.start()

    def is_running(self) -> bool:
        """Whether messages are going out just now."""
        return self._task is not None

    def can_send(self) -> bool:
        """Whether mail goes out from here at all: the way is chosen and there is an account."""
        settings = self.settings()
        return settings.way is Way.MAIL and bool(settings.smtp.host)

    def send_now(self) -> None:
        """Send what is due, whatever went wrong before; a paused outbox goes on."""
        self._begin_anew()
        if self.settings().paused:
            self.pause(paused=False)
        self.look()

    def pause(self, *, paused: bool) -> None:
        """Let the outbox rest until it is resumed, or resume it."""
        try:
            self.change_settings(paused=paused)
        except Expected as error:
            self._workspace.failed.emit(str(error))
            return
        if paused and self._task is not None:
            self._task.cancel()

    def go_on(self) -> None:
        """Try again soon what went wrong: there is another password now."""
        self._begin_anew()
        self._soon.start()

    def words(self) -> str:
        """What there is to say of sending just now, besides how many messages wait."""
        settings = self.settings()
        if self.is_running():
            return _("Messages are going out.")
        if settings.paused:
            return _("Sending is paused: nothing goes out until it is resumed.")
        if settings.way is not Way.MAIL:
            return _("Mail is not sent from here: the settings have it written as drafts or files.")
        if not settings.smtp.host:
            return _("No mail account is set up yet: messages wait until there is one.")
        return self._trouble

    def look(self) -> None:
        """Send what is due, if anything may go out and is."""
        settings = self.settings()
        ready = settings.way is Way.MAIL and settings.smtp.host and not settings.paused
        if self._stopping or self._task is not None or not ready or self._asked or not self._number_due():
            return
        self._over.clear()
        holder: list[Task] = []

        def is_stopped() -> bool:
            return self._stopping or (bool(holder) and holder[0].is_stopping())

        def work(report: Callable[[int, int], None]) -> "Run | Expected":
            try:
                return self._send(settings.smtp, report, is_stopped)
            except Expected as error:
                return error
            finally:
                self._over.set()

        def end(result: "Run | Expected") -> None:
            self._end()
            self._take(result, settings.smtp)

        def fail(words: str) -> None:
            self._end()
            self._say_trouble(words)

        # They are told on this thread, so not before the task is known here.
        self._task = self._workspace.run(_("Sending messages"), work, end, fail)
        holder.append(self._task)
        self.stated.emit()

    def _number_due(self) -> int:
        from roundtables.queries import post

        try:
            with self._workspace.read() as session:
                return post.number_due(session, dt.datetime.now(dt.UTC))
        except Expected:
            return 0

    def _send(self, account: SmtpAccount, report: Callable[[int, int], None], is_stopped: Callable[[], bool]) -> "Run":
        """The work itself, on a thread of its own. Stopped between two messages, never within one."""
        from roundtables.services.post import outbox

        def tell(done: int, total: int) -> None:
            try:
                report(done, total)
            except Cancelled:
                return

        secret = secrets.secret(account.secret_name, account.user) if account.sign_in is not SignIn.NONE else None
        return outbox.send_due(self._workspace.register, account, secret, report=tell, stopped=is_stopped)

    def _take(self, result: "Run | Expected", account: SmtpAccount) -> None:
        from roundtables.services.post.outbox import AlreadySending
        from roundtables.transport.errors import NoPassword, WrongPassword

        self._trouble = ""
        if isinstance(result, NoPassword | WrongPassword):
            self._asked = True
            self._trouble = str(result)
            self.secret_asked.emit(account, isinstance(result, WrongPassword))
        elif isinstance(result, AlreadySending):
            self._trouble = str(result)
        elif isinstance(result, Expected):
            self._say_trouble(str(result))
        else:
            self._say_sent(result)

    def _say_sent(self, run: "Run") -> None:
        said = [
            words.format(n=formats.number(number))
            for words, number in (
                (n_("{n} message sent", "{n} messages sent", run.sent), run.sent),
                (n_("{n} refused", "{n} refused", run.refused), run.refused),
                (n_("{n} perhaps sent", "{n} perhaps sent", run.unknown), run.unknown),
            )
            if number
        ]
        if said:
            self._told = ""
            self._workspace.noticed.emit("  ·  ".join(said), False)
        if run.words:
            self._say_trouble(run.words)

    def _say_trouble(self, words: str) -> None:
        """What is wrong with the account or the server is told once, however often it is tried again."""
        self._trouble = words
        if words != self._told:
            self._told = words
            self._workspace.failed.emit(words)

    def _end(self) -> None:
        task, self._task = self._task, None
        if task is not None and task.is_stopping() and not self._stopping and not self.settings().paused:
            # Whoever stops it wants it to stay so.
            self.pause(paused=True)
        self.stated.emit()

    def _begin_anew(self) -> None:
        self._asked, self._told, self._trouble = False, "", ""

    def _heard(self, tables: frozenset[str]) -> None:
        if not self._stopping and self._task is None and (not tables or "message" in tables):
            self._soon.start()

    def queue_reminders(self) -> None:
        """Put reminders into the outbox whose time has come, where the settings say so."""
        settings = self.settings()
        if self._stopping or not settings.reminders:
            return

        def work(_report: Callable[[int, int], None]) -> int:
            from roundtables.services.post import reminders

            with self._workspace.change(_("Reminders"), undoable=False) as session:
                return reminders.queue_due(session, settings, dt.datetime.now(dt.UTC))

        self._workspace.run_quietly(work)

    def tell_who_moved_up(self) -> None:
        """Put into the outbox that a seat became free for those whom a waiting list gave one by itself.

        They are told after a while in which the reply that freed it can be undone.
        """
        settings = self.settings()
        if self._stopping or settings.way is not Way.MAIL:
            return

        def work(_report: Callable[[int, int], None]) -> int:
            from roundtables.services import waiting_list

            return waiting_list.tell_who_moved_up(self._workspace.register, settings, TIME_TO_UNDO)

        self._workspace.run_quietly(work)
