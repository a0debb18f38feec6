"""Work packages and activities as a table: what is aimed at, and beside it what has come of it so far."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, Qt
from PySide6.QtGui import QColor, QFont

from roundtables.queries.progress import CountedFilter, Figures, Place, PlannedActivity, PlannedPackage, total
from roundtables.words import N_, _, n_
from ui import format as formats
from ui.models.columns import Column
from ui.models.paged import Index, RowRole
from ui.plain_text import as_tip
from ui.theme import colours

BarRole = Qt.ItemDataRole.UserRole + 1
NUMBER, TITLE, LEADS, EVENTS, TARGET_EVENTS, PARTICIPANTS, TARGET_PARTICIPANTS = range(7)
FIELDS = {
    NUMBER: "number",
    TITLE: "title",
    TARGET_EVENTS: "target_events",
    TARGET_PARTICIPANTS: "target_participants",
}
MOST_DIGITS = 7


class Level(Enum):
    """What a line is: a package and its sum, one of its activities, events beside all of these, or everything."""

    PACKAGE = "package"
    ACTIVITY = "activity"
    BESIDE = "beside"
    WHOLE = "whole"


EDITABLE = {Level.PACKAGE: {NUMBER, TITLE}, Level.ACTIVITY: {TITLE, TARGET_EVENTS, TARGET_PARTICIPANTS}}


@dataclass(frozen=True)
class Bar:
    """What a cell draws: what is done, what is planned beside it, and where the target stands, None for none."""

    done: int
    planned: int
    target: int | None


@dataclass(frozen=True)
class Line:
    """One line. `figures` is None until they have been counted; `narrowed` are the events behind them.

    `narrowed` tells lines apart too: it stays while words and figures change.
    """

    level: Level
    narrowed: CountedFilter
    key: int | None = None
    number: str = ""
    title: str = ""
    leads: str = ""
    target_events: int | None = None
    target_participants: int | None = None
    figures: Figures | None = None

    def bar(self, column: int) -> Bar | None:
        """What a cell of figures draws."""
        if self.figures is None or column not in (EVENTS, PARTICIPANTS):
            return None
        if column == EVENTS:
            return Bar(self.figures.held, self.figures.planned, self.target_events)
        return Bar(self.figures.participants, 0, self.target_participants)


def lines_of(project_id: int, packages: Sequence[PlannedPackage], counted: dict[Place, Figures] | None) -> list[Line]:
    """The lines of a project: each package with its sum, its activities below it, and the whole at the end."""
    lines: list[Line] = []
    for package in packages:
        lines += _package_lines(project_id, package, counted)
    if counted is not None and (None, None) in counted:
        beside = CountedFilter(project_id, outside=True)
        lines.append(
            Line(Level.BESIDE, beside, title=_("Events outside all work packages"), figures=counted[None, None])
        )
    every = [activity for package in packages for activity in package.activities]
    whole = Line(
        Level.WHOLE,
        CountedFilter(project_id),
        title=_("Total"),
        figures=None if counted is None else total(list(counted.values())),
    )
    return [*lines, _with_targets(whole, every)] if lines else []


def _package_lines(project_id: int, package: PlannedPackage, counted: dict[Place, Figures] | None) -> list[Line]:
    of_package = None if counted is None else total([each for (key, _at), each in counted.items() if key == package.id])
    head = Line(
        Level.PACKAGE,
        CountedFilter(project_id, package.id),
        package.id,
        str(package.number),
        package.title,
        ", ".join(name for _key, name in package.leads),
        figures=of_package,
    )
    lines = [_with_targets(head, package.activities)]
    lines += [
        Line(
            Level.ACTIVITY,
            CountedFilter(project_id, package.id, activity.id),
            activity.id,
            f"{package.number}.{at}",
            activity.title,
            "",
            activity.target_events,
            activity.target_participants,
            None if counted is None else counted.get((package.id, activity.id), Figures()),
        )
        for at, activity in enumerate(package.activities, 1)
    ]
    if counted is not None and (package.id, None) in counted:
        beside = CountedFilter(project_id, package.id, outside=True)
        lines.append(
            Line(Level.BESIDE, beside, title=_("Events outside these activities"), figures=counted[package.id, None])
        )
    return lines


def _with_targets(line: Line, activities: Sequence[PlannedActivity]) -> Line:
    """A sum of targets; none where no activity states one."""
    events = [each.target_events for each in activities if each.target_events is not None]
    participants = [each.target_participants for each in activities if each.target_participants is not None]
    return replace(
        line,
        target_events=sum(events) if events else None,
        target_participants=sum(participants) if participants else None,
    )


def events_words(line: Line) -> str:
    """Events against their target, as a cell says it beside its bar."""
    if line.figures is None:
        return ""
    held, planned, target = line.figures.held, line.figures.planned, line.target_events
    if target is None and not planned:
        words = n_("{n} held", "{n} held", held) if held else _("None yet")
        return words.format(n=formats.number(held))
    if target is None:
        words = n_("{held} held, {n} planned", "{held} held, {n} planned", planned)
    else:
        words = n_("{held} of {target}, {n} planned", "{held} of {target}, {n} planned", planned)
        words = words if planned else _("{held} of {target}")
    return words.format(held=formats.number(held), n=formats.number(planned), target=formats.number(target or 0))


def events_sentence(line: Line) -> str:
    """The same for who hears it or points at it."""
    if line.figures is None:
        return ""
    held, planned, target = line.figures.held, line.figures.planned, line.target_events
    if target is None:
        words = n_(
            "{n} event held, {planned} planned, no target", "{n} events held, {planned} planned, no target", held
        )
    elif planned:
        words = n_(
            "{held} of {n} event held, {planned} planned", "{held} of {n} events held, {planned} planned", target
        )
    else:
        words = n_("{held} of {n} event held", "{held} of {n} events held", target)
    counted = held if target is None else target
    return words.format(n=formats.number(counted), held=formats.number(held), planned=formats.number(planned))


def participants_words(line: Line) -> str:
    """Participants against their target, as a cell says it beside its bar."""
    if line.figures is None:
        return ""
    came = formats.number(line.figures.participants)
    if line.target_participants is None:
        return came if line.figures.participants else _("None yet")
    return _("{came} of {target}").format(came=came, target=formats.number(line.target_participants))


def participants_sentence(line: Line) -> str:
    """The same for who hears it or points at it."""
    if line.figures is None:
        return ""
    came, target = line.figures.participants, line.target_participants
    if target is None:
        words = n_("{n} participant attended, no target", "{n} participants attended, no target", came)
        return words.format(n=formats.number(came))
    words = n_("{came} of {n} participant attended", "{came} of {n} participants attended", target)
    return words.format(came=formats.number(came), n=formats.number(target))


def _target(value: int | None) -> str:
    return "" if value is None else formats.number(value)


COLUMNS = (
    Column(N_("Number"), lambda line: line.number, "", 72),
    Column(N_("Title"), lambda line: line.title, "", 260, stretch=True),
    Column(N_("Led by"), lambda line: line.leads, "", 150),
    Column(N_("Events"), events_words, "", 216),
    Column(N_("Target"), lambda line: _target(line.target_events), "", 72, number=True),
    Column(N_("Participants"), participants_words, "", 172),
    Column(N_("Target"), lambda line: _target(line.target_participants), "", 72, number=True),
)
HEARD: dict[int, Callable[[Line], str]] = {EVENTS: events_sentence, PARTICIPANTS: participants_sentence}


def _heard(line: Line, at: int) -> str:
    """What a cell says to who hears it or points at it."""
    say = HEARD.get(at)
    return say(line) if say is not None else COLUMNS[at].show(line)


class ProgressModel(QAbstractTableModel):
    """The lines; titles, numbers and targets are edited in place. `save` keeps a line's new value, or says no."""

    def __init__(self, save: Callable[[Line, str, Any], bool]) -> None:
        super().__init__()
        self.lines: list[Line] = []
        self._save = save

    def has_same(self, lines: Sequence[Line]) -> bool:
        """Whether these are the lines that are shown, whatever their words and figures are by now."""
        return [line.narrowed for line in lines] == [line.narrowed for line in self.lines]

    def show(self, lines: Sequence[Line]) -> None:
        """Show these lines; where they are the same ones, what is edited and chosen stays."""
        if lines and self.has_same(lines):
            self.lines = list(lines)
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, len(COLUMNS) - 1))
            return
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return COLUMNS[section].alignment
        told = {TARGET_EVENTS: _("Target, events"), TARGET_PARTICIPANTS: _("Target, participants")}
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return told.get(section)
        return _(COLUMNS[section].heading) if role == Qt.ItemDataRole.DisplayRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        editable = index.column() in EDITABLE.get(self.lines[index.row()].level, ())
        return flags | Qt.ItemFlag.ItemIsEditable if editable else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self.lines):
            return None
        line, at = self.lines[index.row()], index.column()
        if role == RowRole:
            return line
        if role == BarRole:
            return line.bar(at)
        if role == Qt.ItemDataRole.DisplayRole:
            return formats.shown(COLUMNS[at].show(line))
        if role == Qt.ItemDataRole.EditRole:
            return str(value) if (value := getattr(line, FIELDS.get(at, ""), None)) is not None else ""
        return _how_it_looks(line, at, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not self.flags(index) & Qt.ItemFlag.ItemIsEditable:
            return False
        text = str(value).strip()
        if text == self.data(index, role):
            return True
        field = FIELDS[index.column()]
        if field == "title":
            return self._save(self.lines[index.row()], field, text)
        if text and not (text.isdecimal() and len(text) <= MOST_DIGITS):
            return False
        return self._save(self.lines[index.row()], field, int(text) if text else None)


def _how_it_looks(line: Line, at: int, role: int) -> Any:
    if role == Qt.ItemDataRole.TextAlignmentRole:
        return COLUMNS[at].alignment
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return formats.shown(_heard(line, at))
    if role == Qt.ItemDataRole.ToolTipRole:
        return as_tip(_heard(line, at)) or None
    if role == Qt.ItemDataRole.FontRole and line.level in (Level.PACKAGE, Level.WHOLE):
        font = QFont()
        font.setWeight(QFont.Weight.DemiBold)
        return font
    if role == Qt.ItemDataRole.ForegroundRole and line.level is Level.BESIDE:
        return QColor(colours().muted)
    return None
