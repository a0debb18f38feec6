"""The figures as a table, as bars, and as other programs take them from the clipboard."""

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from roundtables.queries.figures import Counts, Group
from roundtables.words import N_, _
from ui import format as formats
from ui.models.columns import Column
from ui.widgets.chart import ChartBar


@dataclass(frozen=True)
class Measure:
    """What is counted; `target` is what was aimed at, where that can be set."""

    key: str
    name: str
    of: Callable[[Counts], int]
    target: Callable[[Group], int | None] = lambda _group: None


MEASURES = (
    Measure("events", N_("Events"), lambda counts: counts.events, lambda group: group.target_events),
    Measure(
        "participations",
        N_("Participations"),
        lambda counts: counts.participations,
        lambda group: group.target_participations,
    ),
    Measure("persons", N_("Different persons"), lambda counts: counts.persons),
    Measure("person-days", N_("Person-days"), lambda counts: counts.person_days),
    Measure("local", N_("Local"), lambda counts: counts.local),
    Measure("transnational", N_("Transnational"), lambda counts: counts.transnational),
)


def _number(measure: Measure) -> Column:
    return Column(
        measure.name,
        lambda group: formats.number(measure.of(group.counts)),
        measure.key,
        104,
        number=True,
        value=lambda group: measure.of(group.counts),
    )


def _target(measure: Measure, heading: str) -> Column:
    def show(group: Group) -> str:
        target = measure.target(group)
        return "" if target is None else formats.number(target)

    return Column(heading, show, f"target-{measure.key}", 88, number=True, value=measure.target)


def columns(heading: str) -> tuple[Column, ...]:
    """The columns of a table of groups, the first of which is called `heading` (English, marked)."""
    events, participations, *others = (_number(measure) for measure in MEASURES)
    return (
        Column(heading, lambda group: formats.shown(group.label), "label", 240, stretch=True),
        events,
        _target(MEASURES[0], N_("Target: events")),
        participations,
        _target(MEASURES[1], N_("Target: participants")),
        *others,
    )


def bars(groups: Sequence[Group], measure: Measure) -> list[ChartBar]:
    """One bar a group."""
    return [ChartBar(group.label, measure.of(group.counts), measure.target(group)) for group in groups]


def copied(title: str, groups: Sequence[Group], shown: Sequence[Column]) -> tuple[str, str]:
    """A table with its headings as separated text and as HTML: texts stay texts, numbers are numbers."""
    heads = [_(column.heading) for column in shown]
    lines, marked = ["\t".join(heads)], ["".join(f"<th>{html.escape(head)}</th>" for head in heads)]
    for group in groups:
        name, numbers = " ".join(formats.shown(group.label).split()), [_plain(column, group) for column in shown[1:]]
        lines.append("\t".join((name, *numbers)))
        cells = "".join(f"<td>{each}</td>" for each in numbers)
        marked.append(f"<td style=\"mso-number-format:'\\@'\">{html.escape(name)}</td>{cells}")
    body = "".join(f"<tr>{cells}</tr>" for cells in marked)
    head = f'<html><head><meta charset="utf-8"></head><body><p>{html.escape(title)}</p>'
    return "\n".join(lines), f"{head}<table>{body}</table></body></html>"


def _plain(column: Column, group: Group) -> str:
    value = column.value(group) if column.value is not None else None
    return "" if value is None else str(value)
