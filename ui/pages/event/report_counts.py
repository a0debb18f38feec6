"""What the event's attendance adds up to, each figure with its name, and the rules by which it is counted."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from roundtables.queries.counting import RULES, Counts
from roundtables.words import N_, _, spoken
from ui import format as formats
from ui.theme import GRID
from ui.widgets.parts import column, label, wrapped

FIGURES = (
    ("participations", N_("Participants who attended")),
    ("persons", N_("Different persons")),
    ("person_days", N_("Person-days")),
    ("local", N_("Local participants")),
    ("transnational", N_("Transnational participants")),
    ("origin_unknown", N_("Local or transnational not known")),
)


def heading(text: str) -> QLabel:
    """A heading that stands in line with what is below it."""
    made = label(text, "heading")
    made.setIndent(0)
    return made


class Lines(QWidget):
    """Names at the left, numbers at the right; a screen reader hears each number with its name."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(4 * GRID)
        self._grid.setVerticalSpacing(GRID)
        self._grid.setColumnStretch(0, 1)
        self.lines: list[tuple[QLabel, QLabel]] = []

    def show_lines(self, lines: Sequence[tuple[str, str]]) -> None:
        """Show these; labels that are there are used again."""
        for name, number in self.lines[len(lines) :]:
            name.hide()
            number.hide()
        for at, (words, value) in enumerate(lines):
            if at == len(self.lines):
                self._add(at)
            name, number = self.lines[at]
            name.setText(words)
            number.setText(value)
            number.setAccessibleName(f"{words}: {value}")
            name.show()
            number.show()

    def _add(self, at: int) -> None:
        name, number = label(""), label("")
        number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(name, at, 0)
        self._grid.addWidget(number, at, 1)
        self.lines.append((name, number))

    def said(self) -> list[tuple[str, str]]:
        """What is shown."""
        return [(name.text(), number.text()) for name, number in self.lines if not name.isHidden()]


class CountsPart(QWidget):
    """The figures, the countries, the rules."""

    def __init__(self) -> None:
        super().__init__()
        self.figures, self.countries = Lines(), Lines()
        self._home, self._nobody = wrapped("", "muted"), label(_("Nobody has been marked present yet."), "muted")
        self.setLayout(
            column(
                heading(_("Counted from attendance")),
                self.figures,
                heading(_("Countries")),
                self.countries,
                self._nobody,
                self._home,
                heading(_("How this is counted")),
                *(wrapped(_(rule), "muted") for rule in RULES),
                1,
                space=2 * GRID,
            )
        )

    def show_counts(self, counted: Counts) -> None:
        """Show what was counted."""
        self.figures.show_lines([(_(name), formats.number(getattr(counted, key))) for key, name in FIGURES])
        self.countries.show_lines([(_country(code), formats.number(times)) for code, times in counted.countries])
        self.countries.setVisible(bool(counted.countries))
        self._nobody.setVisible(not counted.countries)
        self._home.setText(
            _("The event's country: {country}").format(country=_country(counted.country))
            if counted.country
            else _("The event's country is not known: give its venue, or online its host, a country.")
        )


def _country(code: str) -> str:
    return formats.shown(spoken().country(code)) if code else _("Not known")
