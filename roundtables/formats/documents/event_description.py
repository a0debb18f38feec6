"""The event description sheet that funders ask for: what was held, where, with whom, and what came of it.

Its contents follow what the Commission asks of each event of a CERV project: the project and who of it carries the
event, the event itself, who took part and from where, a short description. The words are ours. What is counted, and
how, stands in the sheet.
"""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from roundtables.files import FileNotReadable
from roundtables.formats.sheets.documents import HandOverNote
from roundtables.terms import EventFormat, EventKind
from roundtables.walltime import zone
from roundtables.words import N_, Language, resource

TEMPLATE = "event-description.docx"
NOTHING = "–"
"""What stands where nothing was entered."""
BCP_47 = {"en": "en-GB", "fi": "fi-FI", "sv": "sv-FI", "hr": "hr-HR"}
SAY = {
    "title": N_("Event description sheet"),
    "field": N_("Field"),
    "details": N_("Details"),
    "project": N_("Project"),
    "project_number": N_("Project number"),
    "project_acronym": N_("Acronym"),
    "project_name": N_("Project name"),
    "participant": N_("Participant organisation"),
    "work_package": N_("Work package"),
    "event": N_("Event"),
    "event_number": N_("Event number"),
    "event_name": N_("Event name"),
    "event_kind": N_("Event type"),
    "event_format": N_("In person, online or hybrid"),
    "place": N_("Place"),
    "dates": N_("Dates"),
    "website": N_("Website"),
    "participants": N_("Participants"),
    "number": N_("Number"),
    "participants_total": N_("Participants in total"),
    "women": N_("Women"),
    "men": N_("Men"),
    "non_binary": N_("Non-binary persons"),
    "not_stated": N_("Not stated"),
    "persons": N_("Different persons"),
    "person_days": N_("Person-days"),
    "local": N_("Local participants"),
    "transnational": N_("Transnational participants"),
    "origin_unknown": N_("Local or transnational not known"),
    "countries": N_("Countries"),
    "countries_number": N_("Countries in total"),
    "country": N_("Country"),
    "description": N_("Short description"),
    "evaluation": N_("Evaluation results"),
    "survey": N_("Survey"),
    "survey_address": N_("Survey address"),
    "survey_responses": N_("Responses"),
    "counting": N_("How it was counted"),
}
"""What the fields are called: in a template `{{ say.title }}`, so that one template serves every language."""
FIELDS = (
    *("project_number", "project_acronym", "project_name", "participant", "work_package", "event_number", "event_name"),
    *("event_kind", "event_format", "place", "dates", "website", "participants_total", "women", "men", "non_binary"),
    *("not_stated", "gender_note", "persons", "person_days", "local", "transnational", "origin_unknown"),
    *("countries_number", "description", "evaluation", "survey_address", "survey_responses", "counting", "drawn"),
)
"""The texts a template can name, beside `say.…` and the rows of `countries`, each with `name` and `number`."""


@dataclass(frozen=True)
class EventDescription:
    """All that a sheet says. Numbers by gender are totals of the event, None where not entered; times are wall time.

    `country` is the code of the country it was in; `countries` are codes with how many came from each, "" for not
    known; `rules` are marked texts.
    """

    reference: str
    title: str
    kind: EventKind
    format: EventFormat
    starts: dt.datetime
    ends: dt.datetime
    all_day: bool
    timezone: str
    place: str
    country: str
    website: str
    project_number: str
    project_acronym: str
    project_name: str
    participant: str
    work_package: str
    participations: int
    persons: int
    person_days: int
    local: int
    transnational: int
    origin_unknown: int
    countries: tuple[tuple[str, int], ...]
    women: int | None
    men: int | None
    non_binary: int | None
    gender_not_stated: int | None
    summary: str
    evaluation: str
    survey_url: str
    survey_responses: int | None
    rules: tuple[str, ...]
    note: HandOverNote

    @property
    def known_countries(self) -> int:
        """From how many countries participants came, as far as known."""
        return sum(bool(code) for code, _number in self.countries)


def write_docx(document: EventDescription, template: bytes, name: str, out: BinaryIO, language: Language) -> None:
    """Write the sheet as a Word document from a template; `name` is the template's file name.

    Raises DocxTemplateWrong's subclasses.
    """
    from roundtables.formats.documents.docx_fields import Rows, Value
    from roundtables.formats.documents.docx_template import Properties, fill

    texts = fields(document, language)
    rows = tuple({"name": words, "number": number} for words, number in country_lines(document, language))
    values: dict[str, Value] = {key: texts[key] for key in FIELDS}
    values["say"] = {key: language.gettext(words) for key, words in SAY.items()}
    values["countries"] = Rows(("name", "number"), rows)
    title = f"{language.gettext(SAY['title'])} {document.reference}"
    fill(template, name, values, Properties(title, BCP_47[language.code], document.note.at), out)


def fields(document: EventDescription, language: Language) -> dict[str, str]:
    """What each of FIELDS says in a language; NOTHING where nothing was entered."""
    say = language.gettext

    def number(value: int | None) -> str:
        return NOTHING if value is None else language.number(value)

    texts = {
        "project_number": document.project_number,
        "project_acronym": document.project_acronym,
        "project_name": document.project_name,
        "participant": document.participant,
        "work_package": document.work_package,
        "event_number": document.reference,
        "event_name": document.title,
        "event_kind": say(document.kind.label),
        "event_format": say(document.format.label),
        "place": _place(document, language),
        "dates": dates(document, language),
        "website": document.website,
        "participants_total": number(document.participations),
        "women": number(document.women),
        "men": number(document.men),
        "non_binary": number(document.non_binary),
        "not_stated": number(document.gender_not_stated),
        "persons": number(document.persons),
        "person_days": number(document.person_days),
        "local": number(document.local),
        "transnational": number(document.transnational),
        "origin_unknown": number(document.origin_unknown),
        "countries_number": number(document.known_countries),
        "description": document.summary,
        "evaluation": document.evaluation,
        "survey_address": document.survey_url,
        "survey_responses": number(document.survey_responses),
    }
    stated = (document.women, document.men, document.non_binary, document.gender_not_stated)
    return {key: text or NOTHING for key, text in texts.items()} | {
        "gender_note": gender_note(stated, document.participations, language),
        "counting": "\n".join(say(rule) for rule in document.rules),
        "drawn": drawn(document.note, language),
    }


def _place(document: EventDescription, language: Language) -> str:
    if document.format is EventFormat.ONLINE:
        return document.place or language.gettext(document.format.label)
    return ", ".join(part for part in (document.place, language.country(document.country)) if part)


def dates(document: EventDescription, language: Language) -> str:
    """The days, with the hours and their zone where it has hours."""
    days = language.days(document.starts.date(), document.ends.date())
    if document.all_day:
        return days
    return f"{days}, {language.time(document.starts)} – {language.time(document.ends)} ({document.timezone})"


def country_lines(document: EventDescription, language: Language) -> list[tuple[str, str]]:
    """The countries by name with how many came from each; those not known last."""
    return [
        (language.country(code) or language.gettext("Not known"), language.number(number))
        for code, number in document.countries
    ]


def gender_note(stated: tuple[int | None, ...], attended: int, language: Language) -> str:
    """How the numbers entered by gender fit those who attended, in words; empty where they do or none was entered."""
    known = [number for number in stated if number is not None]
    total = sum(known)
    if not known or total == attended:
        return ""
    if total < attended:
        words = language.ngettext(
            "{total} of {attended} participants: {n} is missing.",
            "{total} of {attended} participants: {n} are missing.",
            attended - total,
        )
    else:
        words = language.ngettext(
            "{total} against {attended} participants who attended: {n} too many.",
            "{total} against {attended} participants who attended: {n} too many.",
            total - attended,
        )
    return words.format(total=total, attended=attended, n=abs(attended - total))


def drawn(note: HandOverNote, language: Language) -> str:
    """When, by whom and for whom the sheet was drawn from the register, in one line."""
    local = language.datetime(note.at.astimezone(zone(note.timezone)))
    lines = [language.gettext("Drawn from the register on {date}, revision {n}").format(date=local, n=note.revision)]
    for label, value in ((language.gettext("By"), note.by), (language.gettext("For"), note.for_whom)):
        if value:
            lines.append(f"{label}: {value}")
    return " · ".join(lines)


def template_for(folder: Path | None) -> tuple[bytes, str]:
    """The template and its file name: the organisers' own in `templates` of the register's folder, else ours.

    Raises FileNotReadable.
    """
    own = folder / "templates" / TEMPLATE if folder is not None else None
    path = own if own is not None and own.exists() else resource("papers", TEMPLATE)
    try:
        return path.read_bytes(), path.name
    except OSError as error:
        raise FileNotReadable(path.name) from error
