"""What the shell does beside its window: the log, a second start, paper, reminders."""

import datetime as dt
import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QSystemTrayIcon
from pytestqt.qtbot import QtBot

from roundtables.queries.reminders import Reminder, reminder
from roundtables.register import Register
from roundtables.services import events, people
from roundtables.terms import EventStatus
from ui import log as local_log
from ui import paper, printing
from ui.dialogs.unexpected import UnexpectedDialog
from ui.links import Link
from ui.log import Bare, LocalLog, details
from ui.main_window import MainWindow
from ui.printing import Printout
from ui.single_instance import SingleInstance
from ui.tray import Tray, words
from ui.trouble import details_of

NAME = "Aino Salaisuus"


@pytest.fixture
def written(tmp_path: Path) -> Iterator[Callable[[], str]]:
    """What the local log holds, its handler installed for this test alone."""
    handler = LocalLog(lambda: tmp_path / "log")
    logging.getLogger().addHandler(handler)
    yield lambda: "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "log").glob("*.log*"))
    logging.getLogger().removeHandler(handler)
    handler.close()


def failing(name: str) -> None:
    message = f"{name} <aino@office.example> can't be"
    try:
        raise KeyError(name)  # noqa: TRY301 - two errors, one the cause of the other
    except KeyError as error:
        raise ValueError(message) from error


def test_an_unexpected_error_is_logged_without_a_name(written: Callable[[], str], qapp: object) -> None:
    heard = local_log.Unexpected()
    told: list[str] = []
    heard.told.connect(told.append)
    try:
        failing(NAME)
    except ValueError as error:
        heard._heard(type(error), error, error.__traceback__)
    for text in (written(), told[0]):
        assert "ValueError" in text
        assert "KeyError" in text
        assert "test_shell_alone:" in text
        assert "Aino" not in text
        assert "office.example" not in text
        assert str(Path.home()) not in text


def test_words_of_others_and_arguments_stay_out_of_the_log(written: Callable[[], str]) -> None:
    logging.getLogger("roundtables.services").warning("reading %s", NAME)
    logging.getLogger("sqlalchemy.engine").error(f"INSERT {NAME}")  # noqa: G004 - as another's code may do
    assert "reading %s" in written()
    assert "Aino" not in written()
    assert "sqlalchemy.engine" in written()


def test_qts_warnings_are_logged_by_their_class_alone(written: Callable[[], str]) -> None:
    from PySide6.QtCore import QMessageLogContext, QtMsgType

    local_log._heard_qt(QtMsgType.QtWarningMsg, QMessageLogContext(), f"QFile::open: /home/{NAME}/x")
    assert "QFile::open" in written()
    assert "Aino" not in written()


def test_the_log_is_kept_small(written: Callable[[], str], tmp_path: Path) -> None:
    for number in range(12_000):
        logging.getLogger("ui.test").warning(f"one more line of the log to fill it up, number {number}")  # noqa: G004
    files = list((tmp_path / "log").iterdir())
    assert len(files) == local_log.KEPT + 1
    assert all(path.stat().st_size <= local_log.LARGEST for path in files)


def test_a_log_that_can_not_be_written_is_no_error(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    handler = LocalLog(lambda: blocked / "log")
    handler.emit(logging.LogRecord("ui", logging.ERROR, "x.py", 1, "words", (), None))
    assert Bare().format(logging.LogRecord("ui", logging.ERROR, "x.py", 1, "words", (), None)).endswith("ui:1 words")


def test_details_are_copied_and_a_second_error_joins_the_first(qtbot: QtBot, window: MainWindow) -> None:
    try:
        failing(NAME)
    except ValueError as error:
        dialog = UnexpectedDialog(window, details(error))
        dialog.add(details_of(KeyError(NAME)))
    dialog.show()
    dialog.copy.click()
    copied = QGuiApplication.clipboard().text()
    assert "Qt " in copied
    assert "KeyError" in copied
    assert "Aino" not in copied
    dialog.close()


SECOND = """
import sys
from PySide6.QtCore import QCoreApplication
from ui.single_instance import SingleInstance
application = QCoreApplication([])
instance = SingleInstance(sys.argv[1])
first = instance.is_first()
print(first, first or instance.hand_over(sys.argv[2]))
"""


def test_a_second_start_hands_its_file_to_the_first(qtbot: QtBot, tmp_path: Path) -> None:
    name = f"roundtables-test-{tmp_path.name}"
    first = SingleInstance(name)
    assert first.is_first()
    first.listen()
    path = str(tmp_path / "Yhteistyö 2026.roundtables")
    with qtbot.waitSignal(first.asked) as heard:
        second = subprocess.Popen([sys.executable, "-c", SECOND, name, path], stdout=subprocess.PIPE, text=True)
    assert heard.args == [path]
    said = ""
    qtbot.waitUntil(lambda: second.poll() is not None)
    said = second.communicate()[0]
    assert said.split() == ["False", "True"]
    first.close()
    again = SingleInstance(name)
    assert again.is_first()
    again.close()


CRASHING = """
import os, sys
from PySide6.QtCore import QCoreApplication
from ui.single_instance import SingleInstance
application = QCoreApplication([])
instance = SingleInstance(sys.argv[1])
assert instance.is_first()
instance.listen()
os._exit(9)
"""


def test_what_a_crash_has_left_is_no_first_start(qtbot: QtBot, tmp_path: Path) -> None:
    name = f"roundtables-test-{tmp_path.name}"
    assert subprocess.run([sys.executable, "-c", CRASHING, name], check=False).returncode == 9
    first = SingleInstance(name)
    assert first.is_first()
    first.listen()
    assert first._server is not None
    assert first._server.isListening()  # type: ignore[attr-defined]  # a local server
    first.close()


def test_endless_words_on_the_socket_are_cut_off(qtbot: QtBot, tmp_path: Path) -> None:
    from PySide6.QtNetwork import QLocalSocket

    first = SingleInstance(f"roundtables-test-{tmp_path.name}")
    assert first.is_first()
    first.listen()
    heard: list[str] = []
    first.asked.connect(heard.append)
    socket = QLocalSocket()
    socket.connectToServer(first._name)
    socket.write(b"x" * 1_000_000)
    qtbot.waitUntil(lambda: socket.state() == QLocalSocket.LocalSocketState.UnconnectedState)
    assert heard == []
    first.close()


def printed(printout: Printout, path: Path) -> bytes:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printing.paint(printout, "register", printer)
    return path.read_bytes()


def test_what_is_shown_is_printed_page_by_page(window: MainWindow, tmp_path: Path) -> None:
    window.visit(Link("people"))
    printout = paper.of_page(window.current_page())
    assert printout is not None
    assert printout.title.endswith("People")
    assert len(printout.rows) == 180
    content = printed(printout, tmp_path / "people.pdf")
    assert content.startswith(b"%PDF")
    assert content.count(b"/Type /Page\n") > 3


def test_names_are_printed_to_the_letter_and_bounded() -> None:
    hostile = "<img src='file:///etc/passwd'>" + "x" * 100_000
    text = printing.as_html(Printout(hostile, (hostile,), [[hostile]] * 3000, note=hostile))
    assert "<img" not in text
    assert text.count("<td>") == printing.MOST_ROWS
    assert len(text) < 2_000_000


def test_the_sheet_to_sign_leaves_out_who_declined(demo: Register, window: MainWindow) -> None:
    sheet = paper.sign_in_sheet(window.workspace, 1)
    assert sheet.headings[:2] == ("Name", "Organisation")
    assert all(not cell for row in sheet.rows for cell in row[2:])
    assert not any("@" in cell for row in sheet.rows for cell in row)


def test_a_page_without_a_list_says_that_there_is_nothing_to_print(window: MainWindow) -> None:
    window.visit(Link("settings", part="general"))
    window.print_shown()
    assert "nothing to print" in window.notices.words.text()


def test_reminders_count_and_name_nobody(register: Register, given_event: Any) -> None:
    from roundtables.model import EventTask

    today = dt.date(2026, 11, 30)
    key = given_event(title=f"Visit of {NAME}")
    given_event(title="Called off", status=EventStatus.CANCELLED)
    given_event(title="Later", starts=dt.datetime(2026, 12, 9, 9), ends=dt.datetime(2026, 12, 9, 10))
    with register.change("Add tasks") as session:
        session.add_all([EventTask(event_id=key, title=NAME, days=days) for days in (-10, -2, 0)])
        session.add(EventTask(event_id=key, title=NAME, days=-20, done_on=today))
    with register.read() as session:
        found = reminder(session, today)
    assert found == Reminder(1, 2)
    assert words(found) == "1 event tomorrow\n2 tasks overdue"
    assert words(Reminder(0, 0)) == ""


def test_the_tray_is_silent_until_it_is_asked(
    qtbot: QtBot, window: MainWindow, demo: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda _self, _title, told: shown.append(told))
    with demo.change("Add event") as session:
        today = dt.date.today()  # noqa: DTZ011 - the wall's day, as the tray has it
        tomorrow = dt.datetime.combine(today + dt.timedelta(days=1), dt.time(9))
        values: Any = {"title": NAME, "starts": tomorrow, "ends": tomorrow + dt.timedelta(hours=1)}
        events.add(session, timezone="Europe/Helsinki", status=EventStatus.PLANNED, **values)
        people.add(session, last_name=NAME)
    tray = Tray(window, lambda: window.workspace)
    tray.look()
    assert not window.workspace.is_busy()
    window.workspace.preferences.choose("notifies", value=True)
    tray.look()
    qtbot.waitUntil(lambda: bool(shown))
    tray.look()
    qtbot.waitUntil(lambda: not window.workspace.is_busy())
    assert len(shown) == 1
    assert "event" in shown[0]
    assert "Aino" not in shown[0]
