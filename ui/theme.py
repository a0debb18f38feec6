"""Palette, sizes and the few rules of style: light and dark, one accent, everything on a grid of four pixels."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from roundtables.words import resource

GRID = 4
LARGE = 140
"""Per cent of the usual size of text from which pages put below one another what stands side by side."""


@dataclass(frozen=True)
class Colours:
    """The colours of one theme; text on each ground has a contrast of at least 4.5:1, controls 3:1."""

    ground: str
    surface: str
    raised: str
    text: str
    muted: str
    line: str
    control: str
    accent: str
    on_accent: str
    chosen: str
    good: str
    bad: str
    warn: str


LIGHT = Colours(
    ground="#F4F6F8",
    surface="#FFFFFF",
    raised="#FAFBFC",
    text="#1F2933",
    muted="#52606D",
    line="#DDE3E9",
    control="#7B8794",
    accent="#1F5A92",
    on_accent="#FFFFFF",
    chosen="#DCE9F5",
    good="#1B6B3A",
    bad="#A61B1B",
    warn="#8A5300",
)
DARK = Colours(
    ground="#191D22",
    surface="#20252B",
    raised="#262C33",
    text="#E8ECF0",
    muted="#A9B4C0",
    line="#343C45",
    control="#7C8896",
    accent="#7DB7EC",
    on_accent="#0E1A26",
    chosen="#2C4258",
    good="#7CCB98",
    bad="#F29090",
    warn="#E5B567",
)
HIGH_LIGHT = Colours(
    ground="#FFFFFF",
    surface="#FFFFFF",
    raised="#FFFFFF",
    text="#000000",
    muted="#1A1A1A",
    line="#000000",
    control="#000000",
    accent="#00327A",
    on_accent="#FFFFFF",
    chosen="#D6E6FF",
    good="#003D1A",
    bad="#7A0000",
    warn="#4A2B00",
)
HIGH_DARK = Colours(
    ground="#000000",
    surface="#000000",
    raised="#000000",
    text="#FFFFFF",
    muted="#F0F0F0",
    line="#FFFFFF",
    control="#FFFFFF",
    accent="#8FD3FF",
    on_accent="#000000",
    chosen="#003A66",
    good="#8CFFAE",
    bad="#FFC2C2",
    warn="#FFDD80",
)
"""What a system in high contrast gets: 7:1 for text and for controls."""
PALETTES = {(False, False): LIGHT, (True, False): DARK, (False, True): HIGH_LIGHT, (True, True): HIGH_DARK}


class _Current:
    colours = LIGHT
    text_size = 100
    animated = True


def colours() -> Colours:
    """The colours in use."""
    return _Current.colours


def sized(pixels: int) -> int:
    """A height or width that holds text, at the text size in use: a row is sized(32), a column of names sized(200)."""
    return round(pixels * _Current.text_size / 100)


def large_sized(pixels: int) -> int:
    """A size where text is large already, at a distance: it grows half as much as other text does."""
    return round(pixels * (100 + (_Current.text_size - 100) / 2) / 100)


def row_height() -> int:
    """The height of a row of a table."""
    return sized(32)


def large() -> bool:
    """Whether text is so large that there is no room for much side by side."""
    return _Current.text_size >= LARGE


def animated() -> bool:
    """Whether anything may move by itself; where not, work under way is told in words alone."""
    return _Current.animated


def is_dark(application: QApplication) -> bool:
    """Whether the system asks for a dark theme."""
    return application.styleHints().colorScheme() == Qt.ColorScheme.Dark


def is_high_contrast(application: QApplication) -> bool:
    """Whether the system asks for high contrast."""
    return application.styleHints().accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast


def is_still(application: QApplication) -> bool:
    """Whether the system asks for less movement."""
    return application.styleHints().accessibility().motionPreference() == Qt.MotionPreference.ReducedMotion


def apply(
    application: QApplication, *, dark: bool, high: bool = False, text_size: int = 100, animated: bool = True
) -> None:
    """Give the application its style. `text_size` is per cent of the system's own."""
    chosen = PALETTES[dark, high]
    _Current.colours, _Current.text_size, _Current.animated = chosen, text_size, animated
    application.setStyle("Fusion")
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setPointSizeF(font.pointSizeF() * text_size / 100)
    application.setFont(font)
    application.setPalette(_palette(chosen))
    application.setStyleSheet(_sheet(chosen, dark=dark))
    for effect in (Qt.UIEffect.UI_AnimateMenu, Qt.UIEffect.UI_AnimateCombo, Qt.UIEffect.UI_AnimateTooltip):
        application.setEffectEnabled(effect, animated)


def _palette(c: Colours) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for target, colour in (
        (role.Window, c.ground),
        (role.WindowText, c.text),
        (role.Base, c.surface),
        (role.AlternateBase, c.raised),
        (role.Text, c.text),
        (role.Button, c.surface),
        (role.ButtonText, c.text),
        (role.ToolTipBase, c.surface),
        (role.ToolTipText, c.text),
        (role.PlaceholderText, c.muted),
        (role.Highlight, c.chosen),
        (role.HighlightedText, c.text),
        (role.Link, c.accent),
        (role.Accent, c.accent),
        (role.Mid, c.line),
        (role.Midlight, c.line),
        (role.Dark, c.control),
    ):
        palette.setColor(target, QColor(colour))
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, QColor(c.control))
    return palette


def _sheet(c: Colours, *, dark: bool) -> str:
    shade = "dark" if dark else "light"
    arrow, check = (resource("icons", f"{name}-{shade}.png").as_posix() for name in ("chevron", "check"))
    ring, thick = 2 * sized(8), sized(5)
    return f"""
    QWidget {{ color: {c.text}; }}
    QMainWindow, QDialog, #page {{ background: {c.ground}; }}
    #navigation {{ background: {c.raised}; border: none; outline: none; padding: 8px;
        border-right: 1px solid {c.line}; }}
    #navigation::item {{ border-radius: 6px; padding-left: 8px; }}
    #navigation::item:hover {{ background: {c.chosen}; }}
    #navigation::item:selected {{ background: {c.chosen}; color: {c.text}; }}
    #navigation::item:selected:focus {{ border: 2px solid {c.accent}; }}
    #title {{ font-size: {sized(20)}px; font-weight: 600; }}
    #subtitle, #muted {{ color: {c.muted}; }}
    #heading {{ font-weight: 600; margin-top: 8px; }}
    #error {{ color: {c.bad}; }}
    #notice {{ background: {c.chosen}; border-top: 1px solid {c.line}; }}
    #card {{ background: {c.surface}; border: 1px solid {c.control}; border-radius: 6px; }}
    QTextBrowser {{ background: {c.surface}; border: 1px solid {c.line}; border-radius: 6px; padding: 8px 12px; }}
    QTextBrowser:focus {{ border: 2px solid {c.accent}; padding: 7px 11px; }}
    #trouble {{ background: {c.surface}; border: none; border-bottom: 2px solid {c.bad}; }}
    QLineEdit, QPlainTextEdit, QComboBox, QDateTimeEdit, QDateEdit {{
        background: {c.surface}; border: 1px solid {c.control}; border-radius: 5px; padding: 0 8px;
        min-height: {sized(30)}px; selection-background-color: {c.accent};
        selection-color: {c.on_accent}; }}
    QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QDateTimeEdit:focus, QDateEdit:focus {{
        border: 2px solid {c.accent}; padding: 0 7px; min-height: {sized(30) - 2}px; }}
    QLineEdit[wrong="true"], QDateTimeEdit[wrong="true"], QComboBox[wrong="true"] {{
        border: 2px solid {c.bad}; padding: 0 7px; min-height: {sized(30) - 2}px; }}
    QPlainTextEdit {{ padding: 4px 8px; }}
    QDateTimeEdit {{ min-height: {sized(27)}px; }}
    QDateTimeEdit:focus, QDateTimeEdit[wrong="true"] {{ min-height: {sized(27) - 2}px; }}
    QComboBox QLineEdit, QDateTimeEdit QLineEdit, QLineEdit QToolButton {{
        border: none; padding: 0; min-height: 0; background: transparent; }}
    QComboBox::drop-down, QDateTimeEdit::drop-down {{ border: none; width: {sized(24)}px; }}
    QComboBox::down-arrow, QDateTimeEdit::down-arrow {{ image: url("{arrow}");
        width: {sized(14)}px; height: {sized(14)}px; }}
    QComboBox QAbstractItemView {{ background: {c.surface}; border: 1px solid {c.line}; }}
    QPushButton, QToolButton {{ background: {c.surface}; border: 1px solid {c.control}; border-radius: 5px;
        padding: 0 12px; min-height: {sized(30)}px; }}
    QPushButton:hover, QToolButton:hover {{ background: {c.chosen}; }}
    QPushButton:focus, QToolButton:focus {{ border: 2px solid {c.accent}; padding: 0 11px;
        min-height: {sized(30) - 2}px; }}
    QPushButton:disabled {{ color: {c.control}; border-color: {c.line}; }}
    QPushButton:default, QPushButton[primary="true"] {{ background: {c.accent}; color: {c.on_accent};
        border-color: {c.accent}; }}
    QPushButton:default:focus, QPushButton[primary="true"]:focus {{ border: 2px solid {c.text}; }}
    QPushButton:default:disabled, QPushButton[primary="true"]:disabled {{ background: {c.surface};
        color: {c.control}; border-color: {c.line}; }}
    QToolButton {{ min-height: {sized(27)}px; }}
    QToolButton:focus {{ min-height: {sized(27) - 2}px; }}
    QDialogButtonBox QPushButton {{ min-width: {sized(96)}px; }}
    QToolButton[flat="true"] {{ border: 1px solid transparent; background: transparent; }}
    QToolButton[flat="true"]:hover {{ background: {c.chosen}; }}
    QToolButton[flat="true"]:focus {{ border: 2px solid {c.accent}; }}
    QToolButton::menu-indicator {{ image: none; }}
    QTableView, QListView {{ background: {c.surface}; border: 1px solid {c.line}; border-radius: 6px; outline: none;
        gridline-color: {c.line}; selection-background-color: {c.chosen}; selection-color: {c.text}; }}
    QTableView:focus {{ border: 1px solid {c.accent}; }}
    QTableView::item {{ padding: 0 8px; border: none; border-bottom: 1px solid {c.line}; }}
    QTableView::item:selected {{ background: {c.chosen}; color: {c.text}; }}
    QTableView::item:focus {{ border: 2px solid {c.accent}; }}
    QCalendarWidget QTableView {{ border: none; border-radius: 0; }}
    QCalendarWidget QTableView::item {{ padding: 0; border: none; }}
    QCalendarWidget QTableView::item:focus {{ border: none; }}
    QCalendarWidget QToolButton {{ border-color: transparent; background: transparent; }}
    QHeaderView {{ background: {c.raised}; border: none; }}
    QHeaderView::section {{ background: {c.raised}; color: {c.muted}; border: none; border-bottom: 1px solid {c.line};
        padding: 7px 11px; font-weight: 600; }}
    QTableCornerButton::section {{ background: {c.raised}; border: none; }}
    QTabWidget::pane {{ border: none; border-top: 1px solid {c.line}; }}
    QTabBar::tab {{ background: transparent; color: {c.muted}; padding: 8px 16px; border: none;
        border-bottom: 2px solid transparent; }}
    QTabBar::tab:selected {{ color: {c.text}; border-bottom: 2px solid {c.accent}; font-weight: 600; }}
    QTabBar::tab:focus {{ border-bottom: 2px solid {c.text}; }}
    QTabBar QToolButton {{ padding: 0; min-height: 0; border-radius: 0; }}
    QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: none; }}
    QSplitter::handle {{ background: transparent; }}
    QMenu {{ background: {c.surface}; border: 1px solid {c.line}; padding: 4px; }}
    QMenu::item {{ padding: 6px 24px; border-radius: 4px; }}
    QMenu::item:selected {{ background: {c.chosen}; color: {c.text}; }}
    QMenu::item:disabled {{ color: {c.control}; }}
    QMenuBar {{ background: {c.raised}; border-bottom: 1px solid {c.line}; }}
    QMenuBar::item {{ padding: 6px 10px; background: transparent; }}
    QMenuBar::item:selected {{ background: {c.chosen}; }}
    QProgressBar {{ background: {c.line}; border: none; border-radius: 3px; max-height: {sized(6)}px; }}
    QProgressBar::chunk {{ background: {c.accent}; border-radius: 3px; }}
    QListView::item {{ padding: 4px 8px; }}
    QListView::item:selected {{ background: {c.chosen}; color: {c.text}; }}
    QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
    QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
    QScrollBar::handle {{ background: {c.control}; border: 3px solid {c.surface}; border-radius: 6px; }}
    QScrollBar::handle:vertical {{ min-height: 32px; }}
    QScrollBar::handle:horizontal {{ min-width: 32px; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QPushButton, QToolButton {{ icon-size: {sized(16)}px; }}
    QCheckBox::indicator, QListView::indicator, QTableView::indicator {{ width: {sized(16)}px; height: {sized(16)}px;
        background: {c.surface}; border: 1px solid {c.control}; border-radius: 3px; }}
    QCheckBox::indicator:focus {{ border: 2px solid {c.accent}; }}
    QCheckBox::indicator:checked, QListView::indicator:checked, QTableView::indicator:checked {{
        background: {c.accent}; border-color: {c.accent}; image: url("{check}"); }}
    QCheckBox::indicator:checked:focus {{ border-color: {c.text}; }}
    QCheckBox:disabled {{ color: {c.control}; }}
    QCheckBox::indicator:checked:disabled {{ background: {c.control}; }}
    QCheckBox {{ spacing: 8px; min-height: {sized(24)}px; }}
    QRadioButton {{ spacing: 8px; min-height: {sized(24)}px; border: 2px solid transparent; border-radius: 5px;
        padding: 0 4px; }}
    QRadioButton:focus {{ border-color: {c.accent}; }}
    QRadioButton:disabled {{ color: {c.control}; }}
    QRadioButton::indicator {{ width: {ring - 4}px; height: {ring - 4}px; border: 2px solid {c.control};
        border-radius: {ring // 2}px; background: {c.surface}; }}
    QRadioButton::indicator:checked {{ width: {ring - 2 * thick}px; height: {ring - 2 * thick}px;
        border: {thick}px solid {c.accent}; }}
    QRadioButton::indicator:checked:disabled {{ border-color: {c.control}; }}
    QToolTip {{ background: {c.surface}; color: {c.text}; border: 1px solid {c.control}; padding: 4px; }}
    {_door_sheet(c)}
    """


def _door_sheet(c: Colours) -> str:
    """The window at the door is read standing."""
    plain, line, said = large_sized(18), large_sized(32), large_sized(26)
    return f"""
    #door {{ background: {c.ground}; }}
    #door QLabel, #door QPushButton, #door QLineEdit, #door QTableView, #door QHeaderView::section {{
        font-size: {plain}px; }}
    #door QPushButton, #door QLineEdit {{ min-height: {large_sized(42)}px; }}
    #door QPushButton:focus, #door QLineEdit:focus {{ min-height: {large_sized(42) - 2}px; }}
    #door QPushButton:checked {{ background: {c.accent}; color: {c.on_accent}; border-color: {c.accent}; }}
    #door QPushButton:checked:focus {{ border-color: {c.text}; }}
    #door #doorSlot {{ font-size: {large_sized(24)}px; font-weight: 600; }}
    #door #doorHeading {{ font-size: {large_sized(20)}px; font-weight: 600; }}
    #door #doorLine {{ font-size: {line}px; min-height: {large_sized(60)}px; padding: 0 12px;
        border: 2px solid {c.control}; }}
    #door #doorLine:focus {{ border: 3px solid {c.accent}; padding: 0 11px; min-height: {large_sized(60) - 2}px; }}
    #door #doorFound {{ font-size: {large_sized(24)}px; background: transparent; border: none; }}
    #door #doorFound::item {{ padding: 8px; border: 2px solid transparent; border-bottom: 1px solid {c.line}; }}
    #door #doorFound::item:selected {{ border: 2px solid {c.accent}; color: {c.text}; }}
    #door #doorSaid {{ font-size: {said}px; font-weight: 600; background: {c.surface}; border-radius: 6px;
        border: 2px solid {c.line}; padding: 8px 16px; }}
    #door #doorSaid[long="true"] {{ font-size: {large_sized(18)}px; }}
    #door #doorSaid[said="good"] {{ color: {c.good}; border-color: {c.good}; }}
    #door #doorSaid[said="warn"] {{ color: {c.warn}; border-color: {c.warn}; }}
    #door #doorSaid[said="bad"] {{ color: {c.bad}; border-color: {c.bad}; }}
    """
