"""The page Figures: what it counts, its charts, and what leaves it by the clipboard and as a workbook."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook

from roundtables.queries import figures as queries
from roundtables.queries.figures import RULES, Counts, Group, Grouping, Wanted
from roundtables.register import Register
from roundtables.services import hand_overs
from roundtables.words import language
from ui.links import Link
from ui.main_window import MainWindow
from ui.models import figures as model
from ui.models.figures import MEASURES
from ui.pages.figures import FiguresPage
from ui.theme import LIGHT, colours
from ui.widgets.chart import Chart, ChartBar


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow) -> FiguresPage:
    """The page of the demonstration, counted."""
    window.visit(Link("figures"))
    shown: Any = window.current_page()
    qtbot.waitUntil(lambda: shown.figures is not None)
    return shown


def choose(qtbot: QtBot, page: FiguresPage, box: Any, key: str) -> None:
    before = page.figures
    box.setCurrentIndex(box.findData(key))
    box.activated.emit(box.currentIndex())
    if box is not page.measure:
        qtbot.waitUntil(lambda: page.figures is not before)


def test_the_totals_are_those_of_the_counting(page: FiguresPage, demo: Register) -> None:
    with demo.read() as session:
        counted = queries.figures(session, Wanted(), dt.datetime.now(dt.UTC), language("en"))
    told = {each._words.text(): each._number.text() for each in page._totals}
    assert told["Persons"] == str(counted.total.counts.persons)
    assert told[f"Events, of {counted.total.target_events}"] == str(counted.total.counts.events)


def test_each_way_to_tell_apart_has_its_table_and_bars(page: FiguresPage) -> None:
    assert page.figures is not None
    for number, grouping in enumerate(Grouping):
        page.tabs.setCurrentIndex(number)
        view = page.view()
        assert [row.label for row in view.model.rows] == [row.label for row in page.figures.groups[grouping]]
        assert all(row.label in view.chart.accessibleDescription() for row in view.model.rows)
        assert view.table.columns()[0].heading == grouping.label


def test_a_shorter_period_is_counted_anew(qtbot: QtBot, page: FiguresPage) -> None:
    choose(qtbot, page, page.period, "last-year")
    assert page.figures is not None
    year = dt.date.today().year - 1  # noqa: DTZ011 - the wall's year is meant
    assert page.figures.since == dt.date(year, 1, 1)
    choose(qtbot, page, page.period, "chosen")
    assert page._since.isVisible()
    assert page.figures.since == dt.date.today()  # noqa: DTZ011 - the wall's day is meant


def test_what_was_chosen_is_there_again_the_next_time(qtbot: QtBot, page: FiguresPage, window: MainWindow) -> None:
    choose(qtbot, page, page.measure, "person-days")
    page.tabs.setCurrentIndex(4)
    again = FiguresPage(window.workspace)
    assert (again.measure.currentData(), again.tabs.currentIndex()) == ("person-days", 4)
    again.deleteLater()


def test_the_chart_is_copied_as_a_picture_in_light_colours(page: FiguresPage) -> None:
    page.tabs.setCurrentIndex(1)
    page.copy_picture()
    image = QApplication.clipboard().image()
    assert image.width() > 1000
    found = {image.pixelColor(x, y).name() for x in range(0, image.width(), 5) for y in range(0, image.height(), 5)}
    assert {QColor(LIGHT.accent).name(), QColor(LIGHT.surface).name()} <= found


def test_the_table_is_copied_with_headings_and_numbers_to_reckon_with() -> None:
    group = Group("1", "=WP1 <b>\tx", Counts(1234, 5, 4, 3, 2, 1), 10, None)
    text, marked = model.copied("Title & more", [group], "Work package")
    assert text.split("\n")[0].split("\t")[:3] == ["Work package", "Events", "Target: events"]
    assert text.split("\n")[1].split("\t") == ["=WP1 <b> x", "1234", "10", "5", "", "4", "3", "2", "1"]
    assert "&lt;b&gt;" in marked
    assert "<b>" not in marked
    assert "Title &amp; more" in marked


def test_the_table_goes_to_the_clipboard_by_the_command(page: FiguresPage) -> None:
    page.copy_table()
    data = QApplication.clipboard().mimeData()
    assert data.text().startswith("Work package\tEvents\t")
    assert data.hasHtml()


@pytest.mark.parametrize("upright", [False, True])
def test_a_bar_is_as_long_as_its_number(qtbot: QtBot, upright: bool) -> None:
    chart = Chart("Chart")
    qtbot.addWidget(chart)
    bars = [ChartBar("one", 10), ChartBar("two", 40), ChartBar("none", 0)]
    chart.show_bars(bars, "Events", upright=upright)
    chart.resize(600, 300)
    image = chart.grab().toImage()
    accent = QColor(colours().accent)

    def painted(x: int, y: int) -> bool:
        return image.pixelColor(x, y) == accent

    lines = range(image.height()) if not upright else range(image.width())
    across = image.width() if not upright else image.height()
    lengths = []
    for line in lines:
        length = sum(painted(at, line) if not upright else painted(line, at) for at in range(across))
        if length and (not lengths or lengths[-1] != length):
            lengths.append(length)
    assert len(lengths) == 2
    assert lengths[1] / lengths[0] == pytest.approx(4, abs=0.1)


def test_a_bar_of_a_target_names_both(qtbot: QtBot) -> None:
    chart = Chart("Chart")
    qtbot.addWidget(chart)
    chart.show_bars([ChartBar("one", 10, 12)], "Events", upright=False)
    assert chart.accessibleDescription() == "one: 10 of 12"
    assert chart.accessibleName() == "Chart: Events"


def test_the_workbook_is_written_entered_and_verified(
    qtbot: QtBot, page: FiguresPage, demo: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "figures.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path.with_suffix("")), ""))
    page.write_workbook()
    dialog: Any = next(each for each in page.findChildren(QDialog) if each.isVisible())
    dialog._form.fields["for_whom"].editor.setText("The board")
    with qtbot.waitSignal(page.workspace.noticed):
        dialog.accept()
    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("Work package").to_python()
    assert page.figures is not None
    rows = [tuple(row[1:5]) for row in sheet[1 : 1 + len(page.figures.groups[Grouping.WORK_PACKAGE])]]
    assert rows == [
        (
            group.counts.events,
            group.target_events,
            group.counts.participations,
            group.target_participations,
        )
        for group in page.figures.groups[Grouping.WORK_PACKAGE]
    ]
    with demo.read() as session:
        found = hand_overs.verify(session, path)
    assert found.known
    assert found.for_whom == "The board"
    assert found.file_name == "figures.xlsx"


def test_the_rules_are_shown(qtbot: QtBot, page: FiguresPage) -> None:
    page.show_rules()
    dialog = next(each for each in page.findChildren(QDialog) if each.isVisible())
    told = {each.text() for each in dialog.findChildren(QLabel)}
    assert set(RULES) <= told
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_an_empty_register_is_told_by_noughts(qtbot: QtBot, shown: MainWindow) -> None:
    shown.visit(Link("figures"))
    page: Any = shown.current_page()
    qtbot.waitUntil(lambda: page.figures is not None)
    assert [each._number.text() for each in page._totals] == ["0"] * len(MEASURES)
