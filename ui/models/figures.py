"""The figures as a table, as bars, and as other programs take them from the clipboard."""

import html
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from roundtables.queries.figures import Counts, Group, Grouping
from roundtables.terms import EventKind, OrganisationKind
from roundtables.words import N_, _
from ui import format as formats
from ui.models.columns import Column, labels
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
    Measure("persons", N_("Persons"), lambda counts: counts.persons),
    Measure("person-days", N_("Person-days"), lambda counts: counts.person_days),
    Measure("local", N_("Local"), lambda counts: counts.local),
    Measure("transnational", N_("Transnational"), lambda counts: counts.transnational),
)


_FITS = {Grouping.KIND: labels(EventKind), Grouping.ORGANISATION_KIND: labels(OrganisationKind)}


def columns(grouping: Grouping) -> tuple[Column, ...]:
    """The columns of a table of groups that are told apart in some way."""
    fits = _FITS.get(grouping, tuple)
    return (
        Column(
            grouping.label,
            lambda group: formats.shown(group.label),
            "label",
            240,
            stretch=grouping not in _FITS,
            fits=fits,
        ),
        *(_shown(measure) for measure in MEASURES),
    )


def _shown(measure: Measure) -> Column:
    def show(group: Group) -> str:
        number, target = formats.number(measure.of(group.counts)), measure.target(group)
        return number if target is None else _("{n} of {target}").format(n=number, target=formats.number(target))

    return Column(measure.name, show, measure.key, 88, number=True)


def bars(groups: Sequence[Group], measure: Measure) -> list[ChartBar]:
    """One bar a group."""
    return [ChartBar(group.label, measure.of(group.counts), measure.target(group)) for group in groups]


def copied(title: str, groups: Sequence[Group], heading: str) -> tuple[str, str]:
    """A table with its headings as separated text and as HTML: texts stay texts, numbers are numbers.

    Targets have columns of their own, so that they can be reckoned with.
    """
    targets = {"events": N_("Target: events"), "participations": N_("Target: participants")}
    heads = [_(heading)]
    for measure in MEASURES:
        heads += [_(measure.name), *([_(targets[measure.key])] if measure.key in targets else [])]
    lines, marked = ["\t".join(heads)], ["".join(f"<th>{html.escape(head)}</th>" for head in heads)]
    for group in groups:
        name, numbers = " ".join(formats.shown(group.label).split()), _numbers(group, targets)
        lines.append("\t".join((name, *numbers)))
        cells = "".join(f"<td>{each}</td>" for each in numbers)
        marked.append(f"<td style=\"mso-number-format:'\\@'\">{html.escape(name)}</td>{cells}")
    body = "".join(f"<tr>{cells}</tr>" for cells in marked)
    head = f'<html><head><meta charset="utf-8"></head><body><p>{html.escape(title)}</p>'
    return "\n".join(lines), f"{head}<table>{body}</table></body></html>"


def _numbers(group: Group, targets: Collection[str]) -> list[str]:
    found = []
    for measure in MEASURES:
        found.append(str(measure.of(group.counts)))
        if measure.key in targets:
            target = measure.target(group)
            found.append("" if target is None else str(target))
    return found
