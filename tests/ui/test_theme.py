"""Contrast, measured from the palettes (WCAG 2.2, 1.4.3 and 1.4.11)."""

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QRadioButton
from pytestqt.qtbot import QtBot

from ui.pages.calendar import colours as calendar
from ui.theme import DARK, HIGH_DARK, HIGH_LIGHT, LIGHT, Colours, apply
from ui.widgets.parts import button


def luminance(colour: str) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    found = QColor(colour)
    red, green, blue = found.redF(), found.greenF(), found.blueF()
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_and_controls_stand_out(theme: Colours) -> None:
    for ground in (theme.ground, theme.surface, theme.raised):
        for text in (theme.text, theme.muted, theme.good, theme.bad, theme.warn):
            assert contrast(text, ground) >= 4.5, (text, ground)
        for control in (theme.control, theme.accent):
            assert contrast(control, ground) >= 3.0, (control, ground)
    for text in (theme.text, theme.good, theme.bad):
        assert contrast(text, theme.chosen) >= 4.5
    assert contrast(theme.on_accent, theme.accent) >= 4.5


@pytest.mark.parametrize(("theme", "paints"), [(LIGHT, calendar.LIGHT), (DARK, calendar.DARK)], ids=["light", "dark"])
def test_events_of_every_work_package_can_be_read_in_the_calendar(
    theme: Colours, paints: tuple[calendar.Paint, ...]
) -> None:
    for paint in (*paints, calendar.none(theme)):
        assert contrast(paint.text, paint.ground) >= 4.5, paint
        assert contrast(paint.on_edge, paint.edge) >= 4.5, paint
        for ground in (theme.surface, theme.raised, theme.ground):
            assert contrast(paint.edge, ground) >= 3.0, (paint, ground)
        assert contrast(theme.text, paint.ground) >= 4.5, paint


@pytest.mark.parametrize("theme", [HIGH_LIGHT, HIGH_DARK], ids=["light", "dark"])
def test_high_contrast_is_high(theme: Colours) -> None:
    for ground in (theme.ground, theme.surface, theme.raised, theme.chosen):
        for text in (theme.text, theme.muted, theme.good, theme.bad, theme.warn, theme.accent):
            assert contrast(text, ground) >= 7.0, (text, ground)
    for ground in (theme.ground, theme.surface, theme.raised):
        for control in (theme.control, theme.line):
            assert contrast(control, ground) >= 7.0, (control, ground)
    assert contrast(theme.on_accent, theme.accent) >= 7.0


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_a_primary_button_that_can_not_be_pressed_does_not_look_as_if(qtbot: QtBot, theme: Colours) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    apply(application, dark=theme is DARK)
    made = button("Add", lambda: None, primary=True)
    qtbot.addWidget(made)
    made.resize(120, 40)
    grounds = []
    for enabled in (True, False):
        made.setEnabled(enabled)
        grounds.append(made.grab().toImage().pixelColor(6, 20).name().upper())
    apply(application, dark=False)
    assert grounds == [theme.accent.upper(), theme.surface.upper()]


def test_the_chosen_radio_button_is_marked_in_dark(qtbot: QtBot) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    apply(application, dark=True)
    made = QRadioButton("One")
    qtbot.addWidget(made)
    made.setChecked(True)
    image = made.grab().toImage()
    apply(application, dark=False)
    seen = {image.pixelColor(x, y).name().upper() for x in range(24) for y in range(image.height())}
    assert DARK.accent.upper() in seen
