"""The workbook for a period with all its events: a line an event, a row a participation, totals, costs, catering.

Participations are read once, as they are written: what the sheets before and after them add up to is counted meanwhile.
"""

from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO

from openpyxl import Workbook

from roundtables.formats.sheets import columns as known
from roundtables.formats.sheets import layout, tables
from roundtables.formats.sheets.attendance_list import write_catering, write_costs, write_costs_by_kind, write_heading
from roundtables.formats.sheets.cells import add_styles, styled
from roundtables.formats.sheets.columns import Words
from roundtables.formats.sheets.note_sheet import write_note
from roundtables.formats.sheets.period_documents import EventLine, PeriodDocument, PeriodHead
from roundtables.formats.sheets.saving import discard, save
from roundtables.formats.sheets.tallies import Tallies, Tally, month
from roundtables.words import N_, Language

RULES = (
    N_("The events that began in the period. Drafts are left out; of cancelled events, costs and catering are shown."),
    N_("Participants are all who are on an event's list; who is on the lists of two events counts twice."),
    N_("Person-days are the different days on which somebody was present."),
)
"""The counting rules, as the sheet of totals states them."""


def write_period_workbook(document: PeriodDocument, out: BinaryIO, language: Language) -> Tallies:
    """Write the workbook as .xlsx; returns what it adds up to. Memory does not grow with the participations.

    What reading the participations raises is passed on; then nothing is left behind.
    """
    workbook = Workbook(write_only=True)
    try:
        tallies = _write(workbook, document, language)
        save(workbook, out, document.note.at)
    finally:
        discard(workbook)
    return tallies


def _write(workbook: Any, document: PeriodDocument, language: Language) -> Tallies:
    say, words = language.gettext, Words(language)
    workbook.properties.creator = "Roundtables"
    workbook.properties.title = say("Workbook for a period")
    add_styles(workbook)
    names = (say("Events"), say("Participations"), say("Totals"), say("Costs"), say("Catering"), say("Hand-over"))
    sheets = list(map(workbook.create_sheet, layout.sheet_names(names)))
    events, participations, totals, costs, catering, note = sheets
    tallies = Tallies(document.events, document.costs)
    tables.write_table(
        participations,
        names[1],
        known.chosen("participations", document.columns) or known.standard("participations"),
        tallies.count(document.participations),
        words,
        table="Participations",
        nothing=say("Nobody took part in these events."),
    )
    _write_events(events, document, tallies, words)
    _write_totals(totals, document, tallies, language)
    write_costs(costs, document.columns, document.costs, words, say("No costs are entered for these events."))
    write_catering(
        catering, document.columns, document.catering, words, say("No catering is entered for these events.")
    )
    write_note(note, document.note, language)
    return tallies


def _write_events(sheet: Any, document: PeriodDocument, tallies: Tallies, words: Words) -> None:
    language = words.language
    say = language.gettext
    lines = _head_lines(document.head, language)
    heading_row = len(lines) + 3
    columns = known.chosen("events", document.columns) or known.standard("events")
    names = layout.column_names([say(column.heading) for column in columns])
    tables.begin_sheet(sheet, say("Events"), document.note.file_name, language, heading_row)
    layout.set_widths(sheet, tables.widths(names, columns, {}))
    layout.write_head(sheet, say("Events"), lines, language)
    rows = list(tallies.by_event.values())
    tables.append_rows(sheet, names, columns, rows, words)
    if rows:
        tables.add_table(sheet, "Events", names, heading_row, len(rows))
    else:
        sheet.append([styled(sheet, say("No event began in this period."), "Text")])


def _head_lines(head: PeriodHead, language: Language) -> list[tuple[str, Any]]:
    say = language.gettext
    lines: list[tuple[str, Any]] = [
        (say("First day"), head.since),
        (say("Last day"), head.until),
        (say("Project"), head.project_name),
        (say("Project number"), head.project_number),
        (say("Funding"), head.funding_line),
        (say("Case number"), head.case_number),
        (say("Grant agreement"), head.grant_agreement),
        (say("Cost centre"), head.codes.cost_centre),
        (say("Project code"), head.codes.project_code),
        (say("Activity code"), head.codes.activity_code),
        (say("Account"), head.codes.account),
        (say("Work package"), head.work_package),
    ]
    return [(label, value) for label, value in lines if value]


def _write_totals(sheet: Any, document: PeriodDocument, tallies: Tallies, language: Language) -> None:
    say = language.gettext
    tables.begin_sheet(sheet, "", document.note.file_name, language, 1)
    layout.set_widths(sheet, (44, *[18] * 7))
    tables.write_title(sheet, say("Totals"))
    total = tallies.total()
    for label, number in (
        (say("Events"), len(tallies.by_event)),
        (say("Participants"), total.participants),
        (say("Attended at least once"), total.attended),
        (say("Different persons"), len(tallies.persons)),
        (say("Different persons who attended"), len(tallies.persons_attended)),
        (say("Person-days"), total.person_days),
        (say("Minutes"), total.minutes),
    ):
        sheet.append([styled(sheet, label, "Text"), styled(sheet, number, "Sum")])
    for rule in RULES:
        sheet.append([styled(sheet, say(rule), "Label")])
    _by_event(sheet, say("Work package"), _packages(tallies, language), language)
    _by_event(sheet, say("Event type"), _kinds(tallies, language), language)
    months = {f"{day:%Y-%m}": tally for day, tally in tallies.by(month).items()}
    _by_event(sheet, say("Month"), months, language)
    countries = {language.country(code): tally for code, tally in tallies.by_country.items()}
    _by_person(sheet, say("Country"), countries, language)
    _by_person(sheet, say("Organisation"), tallies.by_organisation, language)
    if document.costs:
        write_costs_by_kind(sheet, document.costs, language)


def _packages(tallies: Tallies, language: Language) -> dict[str, Tally]:
    """By work package; where there are several projects, which number theirs alike, with the project."""
    several = len({each.event.project_name for each in tallies.by_event.values()}) > 1

    def place(event: EventLine) -> tuple[bool, str, int, str]:
        if event.work_package is None:
            return True, "", 0, ""
        return False, event.project_name if several else "", event.work_package, event.work_package_title

    found: dict[str, Tally] = {}
    for (outside, project, number, title), tally in tallies.by(place).items():
        name = f"{project} {number} {title}".strip()
        found[language.gettext("Outside the work packages") if outside else name] = tally
    return found


def _kinds(tallies: Tallies, language: Language) -> dict[str, Tally]:
    found = {language.gettext(event.label): tally for event, tally in _by_kind(tallies).items()}
    return dict(sorted(found.items(), key=lambda item: (-len(item[1].events), item[0])))


def _by_kind(tallies: Tallies) -> Mapping[Any, Tally]:
    kinds = {event.event.kind.name: event.event.kind for event in tallies.by_event.values()}
    return {kinds[name]: tally for name, tally in tallies.by(lambda event: event.kind.name).items()}


def _by_event(sheet: Any, title: str, groups: Mapping[str, Tally], language: Language) -> None:
    say = language.gettext
    money = [say("Estimate in euro"), say("Actual in euro")]
    sheet.append([])
    write_heading(sheet, [title, *_counted(language), *money])
    for name, tally in groups.items():
        amounts = (tally.estimate, tally.actual)
        cells = [None if cents is None else tables.amount(sheet, cents, "EUR") for cents in amounts]
        sheet.append([styled(sheet, name, "Text"), *_figures(sheet, tally), *cells])


def _by_person(sheet: Any, title: str, groups: Mapping[str, Tally], language: Language) -> None:
    """The largest first; what is not stated stands where its number puts it, by a name of its own."""
    if not groups:
        return
    sheet.append([])
    write_heading(sheet, [title, *_counted(language)])
    for name, tally in sorted(groups.items(), key=lambda item: (-item[1].participants, item[0])):
        sheet.append([styled(sheet, name or language.gettext("Not stated"), "Text"), *_figures(sheet, tally)])


def _counted(language: Language) -> Sequence[str]:
    say = language.gettext
    return [say("Events"), say("Participants"), say("Attended at least once"), say("Person-days"), say("Minutes")]


def _figures(sheet: Any, tally: Tally) -> list[Any]:
    numbers = (len(tally.events), tally.participants, tally.attended, tally.person_days, tally.minutes)
    return [styled(sheet, number, "Figure") for number in numbers]
