"""The frame around the pages: state kept, looks changed, help, tour, trouble, a second start."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QByteArray, QCoreApplication, QEvent, QLocale, QObject, QRect, QSettings, Qt, QUrl
from PySide6.QtGui import QFileOpenEvent, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QProgressBar, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from roundtables.register import Register
from roundtables.services import events as event_services
from roundtables.words import _, speak, spoken
from ui import theme, window_state
from ui.app import FileOpened, make_or_open, usual_register
from ui.appearance import Appearance
from ui.command_list import clash, groups
from ui.commands import Keyboard
from ui.dialogs.about import AboutDialog
from ui.dialogs.help import HelpDialog
from ui.dialogs.keys import KeysDialog
from ui.dialogs.press_keys import PressKeysDialog
from ui.dialogs.tour import STEPS, Tour
from ui.links import Link
from ui.main_window import MainWindow
from ui.opening import Opening
from ui.places import PLACES
from ui.preferences import Preferences
from ui.welcome import Welcome
from ui.widgets.keys import written
from ui.widgets.notices import show_busy


@pytest.fixture
def kept(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "kept.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def opened(qtbot: QtBot, qapp: QApplication, demo: Register, kept: QSettings, tmp_path: Path) -> Iterator[Opening]:
    """The demonstration in a window that can be made anew; afterwards the application looks as before."""
    assert demo.path is not None
    kept.setValue("language", "en")
    kept.setValue("theme", "light")
    kept.setValue("toured", "true")
    appearance = Appearance(qapp, Preferences(kept))
    opening = Opening(demo.path, make_or_open, kept, tmp_path / "new.roundtables", appearance.apply)
    opening.begin().show()
    yield opening
    workspace = opening.workspace()
    if opening.window is not None:
        opening.window.close()
        opening.window.deleteLater()
    if workspace is not None:
        workspace.close()
    speak("en")
    theme.apply(qapp, dark=False)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def shown(opening: Opening) -> MainWindow:
    assert isinstance(opening.window, MainWindow)
    return opening.window


def choose(opening: Opening, qtbot: QtBot, key: str, value: Any) -> MainWindow:
    """Choose something on the settings page as a hand does, and wait for the window that is made anew."""
    before = shown(opening)
    before.visit(Link("settings", part="general"))
    editor = before.current_page().choices.looks.fields[key].editor
    editor.setCurrentIndex(editor.findData(value))
    editor.activated.emit(editor.currentIndex())
    qtbot.waitUntil(lambda: opening.window is not before)
    return shown(opening)


def test_another_language_is_spoken_at_once_where_one_was(qtbot: QtBot, opened: Opening) -> None:
    shown(opened).resize(1111, 707)
    window = choose(opened, qtbot, "language", "fi")
    assert spoken().code == "fi"
    assert window.current_link().place == "settings"
    assert window.size().width() == 1111
    assert QLocale().language() == QLocale.Language.Finnish
    assert window.menuBar().actions()[0].text() != "&Register"
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") != "Cancel"
    window = choose(opened, qtbot, "language", "en")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"
    assert window.menuBar().actions()[0].text() == "&Register"


def test_colours_and_text_size_are_taken_at_once(qtbot: QtBot, qapp: QApplication, opened: Opening) -> None:
    small = qapp.font().pointSizeF()
    choose(opened, qtbot, "theme", "dark")
    assert theme.colours() is theme.DARK
    choose(opened, qtbot, "text_size", 200)
    assert qapp.font().pointSizeF() == pytest.approx(2 * small)
    assert theme.row_height() == 64


def test_a_filter_and_the_way_back_are_kept_when_the_window_is_made_anew(qtbot: QtBot, opened: Opening) -> None:
    window = shown(opened)
    window.visit(Link("events"))
    window.current_page().words.setText("zlocinu")
    qtbot.waitUntil(lambda: window.current_page().table.model().rowCount() == 1)
    window = choose(opened, qtbot, "theme", "dark")
    window.go_back()
    assert window.current_link().place == "events"
    assert window.current_page().words.text() == "zlocinu"
    qtbot.waitUntil(lambda: window.current_page().table.model().rowCount() == 1)


def test_what_was_being_typed_is_saved_before_the_window_is_made_anew(qtbot: QtBot, opened: Opening) -> None:
    window = shown(opened)
    window.visit(Link("event", 1, "overview"))
    window.activateWindow()
    field = window.current_page()._tabs[0].form.fields["title"]
    field.editor.setFocus()
    field.editor.selectAll()
    qtbot.keyClicks(field.editor, "Typed and not left")
    window.workspace.restyled.emit()
    qtbot.waitUntil(lambda: opened.window is not window)
    assert shown(opened).current_page().record.title == "Typed and not left"
    assert shown(opened).current_link() == Link("event", 1, "overview")


def test_the_system_is_followed_where_nothing_else_is_chosen(
    qapp: QApplication, kept: QSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.setValue("theme", "system")
    appearance = Appearance(qapp, Preferences(kept))
    changes: list[bool] = []
    appearance.changed.connect(lambda: changes.append(True))
    appearance.apply()
    assert theme.colours() is theme.LIGHT
    # This platform has no scheme of its own: the signal and the answer stand in for a system's.
    monkeypatch.setattr(theme, "is_dark", lambda _application: True)
    appearance._hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.colours() is theme.DARK
    assert changes
    kept.setValue("theme", "light")
    appearance._hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.colours() is theme.LIGHT
    theme.apply(qapp, dark=False)


def test_nothing_moves_where_movement_is_not_wanted(qtbot: QtBot, qapp: QApplication) -> None:
    bar = QProgressBar()
    qtbot.addWidget(bar)
    show_busy(bar)
    assert bar.maximum() == 0
    theme.apply(qapp, dark=False, animated=False)
    show_busy(bar)
    assert bar.maximum() == 1
    theme.apply(qapp, dark=False)


def test_a_window_left_on_a_screen_that_is_gone_comes_back(window: MainWindow) -> None:
    window.setGeometry(QRect(-9000, -7000, 5000, 4000))
    window_state.bring_back(window)
    screen = QGuiApplication.primaryScreen().availableGeometry()
    assert screen.contains(window.geometry().topLeft())
    assert window.height() <= screen.height()
    inside = QRect(screen.left() + 40, screen.top() + 40, 400, 300)
    assert window_state.reachable(inside, [screen]) == inside
    below = QRect(screen.left(), screen.bottom() - 4, 400, 300)
    assert window_state.reachable(below, [screen]) == below
    above = QRect(screen.left(), screen.top() - 200, 400, 300)
    assert screen.contains(window_state.reachable(above, [screen]))


def test_a_kept_state_that_is_no_state_is_passed_over(window: MainWindow, kept: QSettings) -> None:
    kept.setValue("window", QByteArray(b"nonsense"))
    kept.setValue("navigation", "wide")
    window_state.restore(window, window.sides, window.navigation, kept)
    assert window.size() == window_state.START_SIZE


def test_place_and_navigation_are_kept_between_starts(
    window_of: Callable[[Register], MainWindow], demo: Register
) -> None:
    first = window_of(demo)
    first.visit(Link("people"))
    first.sides.setSizes([216, 1000])
    width = first.sides.sizes()[0]
    first.close()
    second = window_of(demo)
    assert second.current_link().place == "people"
    assert abs(second.sides.sizes()[0] - width) <= 8


def test_every_place_and_command_is_in_the_sheet_of_keys(qtbot: QtBot, window: MainWindow) -> None:
    dialog = KeysDialog(window, window.workspace.keyboard)
    dialog.show()
    words = {row.words for row in dialog.keys._model.rows}
    assert {_(command.words) for command in MainWindow.COMMANDS} <= words
    assert {_(place.name) for place in PLACES} <= words
    dialog.keys.words.setText("quit")
    qtbot.waitUntil(lambda: len(dialog.keys._model.rows) == 1)
    assert dialog.keys._model.rows[0].keys == written("Ctrl+Q")
    dialog.close()


def test_no_two_commands_have_the_same_keys_where_both_count(window: MainWindow) -> None:
    keyboard = Keyboard(window.workspace.settings)
    found = [
        (command.key, other.key)
        for group in groups()
        for command in group.commands
        if (other := clash(keyboard, command, command.shortcut)) is not None
    ]
    assert found == []


def test_keys_are_changed_by_pressing_them_and_a_clash_is_told(qtbot: QtBot, window: MainWindow) -> None:
    keyboard = window.workspace.keyboard
    command = next(each for each in MainWindow.COMMANDS if each.key == "event.new")
    dialog = PressKeysDialog(window, keyboard, command)
    dialog.show()
    dialog.editor.setKeySequence(QKeySequence("Ctrl+F"))
    assert "Filter" in dialog.words.text()
    dialog.editor.setKeySequence(QKeySequence("A"))
    assert not dialog.yes.isEnabled()
    dialog.editor.setKeySequence(QKeySequence("Ctrl+F"))
    dialog._take()
    assert window.actions_by_key["event.new"].shortcut().toString() == "Ctrl+F"
    assert window.actions_by_key["edit.filter"].shortcut().isEmpty()
    keyboard.reset()
    assert window.actions_by_key["event.new"].shortcut().toString() == "Ctrl+N"
    assert window.actions_by_key["edit.filter"].shortcut().toString() == "Ctrl+F"


def test_f1_opens_the_page_for_what_is_shown(qtbot: QtBot, window: MainWindow) -> None:
    window.visit(Link("event", 1, "attendance"))
    window.actions_by_key["help.here"].trigger()
    dialog = window.findChild(HelpDialog)
    assert dialog is not None
    assert dialog.listing.currentItem().data(Qt.ItemDataRole.UserRole) == "attendance"
    window.visit(Link("event", 1, "invitations"))
    window.help_here()
    assert dialog.listing.currentItem().data(Qt.ItemDataRole.UserRole) == "invitations"
    window.visit(Link("people"))
    window.help_here()
    assert len(window.findChildren(HelpDialog)) == 1
    assert dialog.listing.currentItem().data(Qt.ItemDataRole.UserRole) == "people"
    dialog.words.setText("backup")
    qtbot.waitUntil(lambda: 0 < dialog.listing.count() < 11)
    assert dialog.page.loadResource(2, QUrl("file:///etc/passwd")) is None


@pytest.mark.parametrize("code", ["en", "fi", "sv"])
def test_every_page_of_help_is_there(window: MainWindow, code: str) -> None:
    speak(code)
    dialog = HelpDialog(window)
    for topic in dialog._topics:
        dialog.show_topic(topic.key)
        assert topic.title
        assert len(dialog.page.toPlainText()) > 300, topic.key
    dialog.deleteLater()


def test_the_tour_goes_by_keys_and_is_not_shown_again(qtbot: QtBot, window: MainWindow) -> None:
    window.tour()
    tour = window.findChild(Tour)
    assert tour is not None
    for number in range(1, len(STEPS)):
        qtbot.keyClick(tour.next, Qt.Key.Key_Return)
        assert tour.number == number
        assert window.rect().contains(tour._card.geometry())
        assert not tour.lit().isEmpty()
    qtbot.keyClick(tour, Qt.Key.Key_Left)
    assert tour.number == len(STEPS) - 2
    tour.focusNextPrevChild(True)
    assert tour.isAncestorOf(QApplication.focusWidget())
    qtbot.keyClick(tour, Qt.Key.Key_Escape)
    assert not tour.isVisible()
    assert window.workspace.preferences.toured


def test_about_lists_what_is_shipped(qtbot: QtBot, window: MainWindow) -> None:
    dialog = AboutDialog(window, window.workspace)
    dialog.show()
    qtbot.waitUntil(lambda: "PySide6" in dialog.licences.toPlainText())
    text = dialog.licences.toPlainText()
    for name in ("SQLAlchemy", "QtAwesome", "Lesser General Public License", "Python", "Permission is hereby granted"):
        assert name in text
    dialog.close()


def test_the_licences_cover_every_dependency() -> None:
    import re
    import tomllib

    from ui.licences import NEEDED

    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    assert set(NEEDED) == {re.split(r"[><=]", line)[0] for line in project["project"]["dependencies"]}


def test_a_register_that_vanishes_is_told_and_what_was_typed_is_saved_when_it_is_back(
    qtbot: QtBot, opened: Opening, demo: Register
) -> None:
    window = shown(opened)
    demo.close()
    window.visit(Link("event", 1, "overview"))
    path = window.workspace.register.path
    assert path is not None
    away = path.with_name("away")
    away.mkdir()
    parts = [part for part in path.parent.iterdir() if part.name.startswith(path.name)]
    for part in parts:
        shutil.move(part, away / part.name)
    window.workspace._look()
    assert window.trouble.isVisible()
    assert "no longer be reached" in window.trouble.words.text()
    field = window.current_page()._tabs[0].form.fields["title"]
    field.editor.setText("Typed while away")
    field.editor.editingFinished.emit()
    assert "Event name" in window.trouble.unsaved.text()
    window.trouble.again.emit()
    assert window.trouble.isVisible()
    assert not path.exists()
    for part in parts:
        shutil.move(away / part.name, part)
    window.trouble.again.emit()
    assert not window.trouble.isVisible()
    assert field.editor.text() == "Typed while away"
    with window.workspace.read() as session:
        from roundtables.queries import events

        assert events.event_page(session, 1).title == "Typed while away"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="everything can be read by this user")
def test_a_folder_that_can_not_be_read_is_told(opened: Opening, demo: Register) -> None:
    path = shown(opened).workspace.register.path
    assert path is not None
    path.parent.chmod(0)
    try:
        shown(opened).workspace._look()
        assert shown(opened).trouble.isVisible()
    finally:
        path.parent.chmod(0o700)


def test_a_register_of_a_newer_schema_is_never_written_to_again(opened: Opening, demo: Register) -> None:
    import sqlcipher3.dbapi2

    window = shown(opened)
    window.workspace._look()
    with sqlcipher3.dbapi2.connect(str(demo.path)) as other:
        other.execute("UPDATE alembic_version SET version_num = '9999'")
    other.close()
    window.workspace._look()
    assert window.trouble.isVisible()
    assert "read-only" in window.trouble.words.text()
    assert not window.workspace.do("Delete", lambda session: event_services.delete(session, 1))
    window.undo()
    with window.workspace.read() as session:
        from roundtables.queries import events

        assert events.count(session, events.EventFilter()) == 31


def test_another_register_is_opened_in_the_place_of_this_one(opened: Opening, path: Path, tmp_path: Path) -> None:
    before = shown(opened)
    assert opened.go_on_with(str(tmp_path / "none.roundtables"), "open")
    assert opened.window is before
    assert opened.go_on_with(str(path), "open") == ""
    assert shown(opened) is not before
    assert shown(opened).workspace.register.path == path
    assert shown(opened).current_page().list.model().rowCount() == 0
    assert shown(opened).workspace.preferences.recent[0] == str(path)


def test_a_file_handed_over_is_opened_and_a_wrong_one_is_said(qtbot: QtBot, opened: Opening, path: Path) -> None:
    before = shown(opened)
    wrong = path.with_name("wrong.roundtables")
    wrong.write_text("not a register")
    opened.take(str(wrong))
    assert opened.window is before
    assert "not a register" in before.notices.words.text()
    files = FileOpened(opened)
    files.asked.connect(opened.take)
    assert files.eventFilter(QObject(), QFileOpenEvent(QUrl.fromLocalFile(str(path))))
    assert shown(opened).workspace.register.path == path


def test_the_first_start_makes_a_register_where_it_was_asked_to(
    qtbot: QtBot, kept: QSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    suggested = tmp_path / "deep" / "register.roundtables"
    opening = Opening(suggested, make_or_open, kept, suggested, lambda: None)
    welcome = opening.begin()
    assert isinstance(welcome, Welcome)
    welcome.show()
    assert any(str(suggested) in each.text() for each in welcome.findChildren(QLabel))
    chosen = tmp_path / "mine"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(chosen), ""))
    new = next(each for each in welcome.findChildren(QPushButton) if each.text() == "New register…")
    qtbot.keyClick(new, Qt.Key.Key_Return)
    window = shown(opening)
    monkeypatch.delenv("ROUNDTABLES_REGISTER", raising=False)
    monkeypatch.setattr("ui.app.default_register", lambda: suggested)
    assert usual_register(kept) == tmp_path / "mine.roundtables"
    assert (tmp_path / "mine.roundtables").exists()
    qtbot.waitUntil(lambda: window.findChild(Tour) is not None)
    for place in ("events", "people"):
        window.visit(Link(place))
        assert window.current_page().isVisible()
    window.close()
    window.workspace.close()
    window.deleteLater()


def test_system_contrast_has_a_palette_of_its_own(qapp: QApplication) -> None:
    theme.apply(qapp, dark=True, high=True)
    assert theme.colours() is theme.HIGH_DARK
    theme.apply(qapp, dark=False)


def test_recent_registers_are_paths_newest_first_and_few(kept: QSettings) -> None:
    chosen = Preferences(kept)
    for number in range(12):
        chosen.add_recent(f"/r/{number}")
    chosen.add_recent("/r/9")
    assert chosen.recent[:3] == ["/r/9", "/r/11", "/r/10"]
    assert len(chosen.recent) == 8


def test_settings_that_make_no_sense_count_as_not_chosen(kept: QSettings) -> None:
    for key, value in {"language": "xx", "theme": "pink", "text_size": "1000", "home_zone": "Nowhere/None"}.items():
        kept.setValue(key, value)
    chosen = Preferences(kept)
    assert (chosen.language, chosen.theme, chosen.text_size) == ("en", "system", 100)
    assert "Nowhere" not in chosen.home_zone


def test_settings_are_reached_by_keys_alone(qtbot: QtBot, window: MainWindow) -> None:
    for part in ("general", "keys", "register"):
        window.visit(Link("settings", part=part))
        page: QWidget = window.current_page()
        page.tabs.tabBar().setFocus()
        seen: list[Any] = []
        for _press in range(40):
            now = QGuiApplication.focusObject()
            if now in seen:
                break
            seen.append(now)
            qtbot.keyClick(now, Qt.Key.Key_Tab)
        assert any(page.isAncestorOf(each) for each in seen)
        assert window.navigation in seen


def test_new_events_and_documents_begin_as_was_chosen(qtbot: QtBot, window: MainWindow) -> None:
    from ui.dialogs.export import ExportDialog
    from ui.dialogs.new_event import NewEventDialog
    from ui.pages.event import exports

    chosen = window.workspace.preferences
    window.visit(Link("settings", part="general"))
    begins = window.current_page().choices.begins
    for key, value in {
        "home_zone": "Europe/Zagreb",
        "organiser_name": "Programme Office",
        "organiser_email": "office@ministry.example",
    }.items():
        field = begins.fields[key]
        field.show_value("")
        qtbot.keyClicks(field.editor.lineEdit() if key == "home_zone" else field.editor, value)
        begins.left.emit(key)
    chosen.choose("export_language", "hr")
    window.new_event()
    dialog = window.findChild(NewEventDialog)
    assert dialog is not None
    assert dialog.form.fields["timezone"].value() == "Europe/Zagreb"
    dialog.form.fields["title"].editor.setText("Begun as chosen")
    dialog._agree()
    page = window.current_page()
    assert (page.record.organiser_name, page.record.organiser_email) == ("Programme Office", "office@ministry.example")
    exports.attendance_list(page)
    assert page.findChild(ExportDialog).language() == "hr"


def test_what_can_not_be_chosen_is_said_at_its_field(window: MainWindow) -> None:
    window.visit(Link("settings", part="general"))
    begins = window.current_page().choices.begins
    for key, value in {"home_zone": "Nowhere", "organiser_email": "not an address"}.items():
        begins.fields[key].show_value(value)
        begins.left.emit(key)
        assert begins.fields[key].error.text()
    assert window.workspace.preferences.organiser == {}
    assert window.workspace.preferences.home_zone != "Nowhere"


def test_a_copy_is_put_back_after_it_was_agreed_to(qtbot: QtBot, window: MainWindow) -> None:
    from PySide6.QtWidgets import QMessageBox

    from ui.pages.events import EventsPage

    window.visit(Link("settings", part="register"))
    tab = window.current_page().register
    tab._back_up()
    qtbot.waitUntil(lambda: tab.table.model().rowCount() == 1)
    window.workspace.do("Delete", lambda session: event_services.delete(session, 1))
    tab.restore_chosen()
    box = tab.findChild(QMessageBox)
    next(each for each in box.buttons() if each.text() == "Restore").click()
    qtbot.waitUntil(lambda: not window.workspace.is_busy())
    window.visit(Link("events"))
    page: EventsPage = window.current_page()
    qtbot.waitUntil(lambda: page.table.model().rowCount() == 31)
    window.visit(Link("settings", part="register"))
    assert any("before-restoring" in made[1].name for made in window.workspace.register.copies())
    assert window.workspace.do("Again", lambda session: event_services.delete(session, 1))


def test_the_window_starts_with_a_file_and_says_that_it_is_ready(demo: Register, tmp_path: Path) -> None:
    import subprocess
    import sys

    assert demo.path is not None
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path)}
    for path, said in ((demo.path, (0, "ready\n")), (tmp_path / "none.roundtables", (1, ""))):
        command = [sys.executable, "-m", "ui.app", "--smoke", str(path)]
        done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True, timeout=60)
        assert (done.returncode, done.stdout) == said
