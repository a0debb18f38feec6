"""The history in people's words: what each table and field is called, and how its values are written."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from roundtables.queries.history import HistoryRow, StepLine
from roundtables.queries.names import REFERENCES
from roundtables.terms import (
    CateringKind,
    CertificateBy,
    CostKind,
    CountedBy,
    Decision,
    EventFormat,
    EventKind,
    EventStatus,
    FileKind,
    HandOverKind,
    LineMoves,
    MessageKind,
    Method,
    OrganisationKind,
    Outcome,
    Presence,
    ProposalKind,
    QuestionKind,
    RemindWhom,
    Reply,
    Role,
    Source,
    SurveyTool,
    Term,
    Way,
)
from roundtables.words import N_, _, n_, spoken
from ui import format as formats
from ui.models.columns import Column

TABLES = {
    "event": N_("Event"),
    "session": N_("Session"),
    "slot": N_("Slot"),
    "event_task": N_("Task"),
    "participation": N_("Participant"),
    "invitation": N_("Invitation"),
    "answer": N_("Answer"),
    "series": N_("Series"),
    "series_date": N_("Date of a series"),
    "message_template": N_("Wording of a message"),
    "reminder_rule": N_("Reminder rule"),
    "attendance": N_("Attendance"),
    "hand_over": N_("Hand-over"),
    "event_file": N_("File"),
    "proved_slot": N_("Proof of attendance"),
    "stay": N_("Stay in an online meeting"),
    "known_name": N_("Known by the name"),
    "certificate": N_("Certificate of attendance"),
    "cost": N_("Cost"),
    "rate_table": N_("Rate table"),
    "rate_band": N_("Rate"),
    "catering": N_("Catering"),
    "catering_guest": N_("Guest at a catering"),
    "event_report": N_("Report to the funder"),
    "survey": N_("Feedback"),
    "survey_question": N_("Question of the feedback"),
    "survey_answer": N_("Answer in the feedback"),
    "column_set": N_("Columns of a workbook"),
    "person": N_("Person"),
    "person_address": N_("Further email"),
    "person_needs": N_("Diet and access needs"),
    "not_the_same": N_("Not the same person"),
    "organisation": N_("Organisation"),
    "standing_group": N_("Group"),
    "group_member": N_("Group member"),
    "venue": N_("Venue"),
    "project": N_("Project"),
    "project_partner": N_("Partner"),
    "project_role": N_("Role in the project"),
    "work_package": N_("Work package"),
    "work_package_lead": N_("Lead of a work package"),
    "activity": N_("Activity"),
    "event_template": N_("Template"),
    "template_session": N_("Session of a template"),
    "checklist_line": N_("Checklist line"),
    "saved_filter": N_("Saved filter"),
}
FIELDS = {
    "title": N_("Title"),
    "kind": N_("Type"),
    "format": N_("Format"),
    "status": N_("Status"),
    "starts": N_("Starts"),
    "ends": N_("Ends"),
    "all_day": N_("All day"),
    "timezone": N_("Time zone"),
    "place": N_("Place"),
    "online_url": N_("Online link"),
    "description": N_("Description"),
    "themes": N_("Topics"),
    "language": N_("Language"),
    "capacity": N_("Places"),
    "organiser_name": N_("Organiser"),
    "organiser_email": N_("Organiser's email"),
    "counted_by": N_("Attendance"),
    "guests_shown": N_("Guests see one another"),
    "invited_by_session": N_("Invited by session"),
    "alarm_minutes": N_("Reminder, minutes before"),
    "sequence": N_("Revision"),
    "reference": N_("Number"),
    "project_id": N_("Project"),
    "work_package_id": N_("Work package"),
    "activity_id": N_("Activity"),
    "venue_id": N_("Venue"),
    "host_id": N_("Host organisation"),
    "organisation_id": N_("Organisation"),
    "other_id": N_("The other person"),
    "group_id": N_("Group"),
    "session_id": N_("Session"),
    "slot_id": N_("Slot"),
    "template_id": N_("Template"),
    "role": N_("Role"),
    "reply": N_("Reply"),
    "replied_at": N_("Replied"),
    "presence": N_("Attendance"),
    "minutes": N_("Minutes"),
    "arrived": N_("Arrived"),
    "departed": N_("Left"),
    "source": N_("Source"),
    "number": N_("Number"),
    "day": N_("Date"),
    "file_name": N_("File"),
    "for_whom": N_("For"),
    "sha256": N_("Check sum"),
    "participants": N_("Participants"),
    "attended": N_("Attended"),
    "person_days": N_("Person-days"),
    "name": N_("Called"),
    "name_local": N_("Name in the national language"),
    "acronym": N_("Acronym"),
    "case_number": N_("Case number"),
    "set_by": N_("Set by"),
    "term_from": N_("Term from"),
    "term_until": N_("Term until"),
    "appointed_on": N_("Date of appointment"),
    "funder": N_("Funding body"),
    "funding_line": N_("Funding programme"),
    "grant_agreement": N_("Grant agreement number"),
    "cost_centre": N_("Cost centre"),
    "project_code": N_("Project code"),
    "follows_on": N_("Follows on"),
    "carries_out": N_("Carries out"),
    "coordinates": N_("Coordinator"),
    "since": N_("From"),
    "until": N_("Until"),
    "target_events": N_("Target: events"),
    "target_participants": N_("Target: participants"),
    "first_name": N_("First name"),
    "last_name": N_("Last name"),
    "email": N_("Email"),
    "phone": N_("Phone"),
    "job_title": N_("Job title"),
    "country": N_("Country"),
    "city": N_("City"),
    "room": N_("Room"),
    "address": N_("Address"),
    "latitude": N_("Latitude"),
    "longitude": N_("Longitude"),
    "diet": N_("Diet"),
    "access": N_("Access needs"),
    "consented_on": N_("Consent given"),
    "position": N_("Place in the list"),
    "days": N_("Days from the event"),
    "done_on": N_("Done"),
    "starts_minute": N_("Starts at"),
    "lasts_minutes": N_("Lasts, minutes"),
    "after_minutes": N_("Begins after, minutes"),
    "line_moves": N_("Seats for the waiting list"),
    "series_id": N_("Series"),
    "recurrence_id": N_("Date in the series"),
    "rule": N_("Recurrence rule"),
    "left_out": N_("Left out"),
    "place_in_line": N_("Place in line"),
    "comment": N_("Comment"),
    "method": N_("Sent"),
    "way": N_("Sent as"),
    "outcome": N_("Outcome"),
    "partstat": N_("Answer"),
    "proposal": N_("Proposal"),
    "decision": N_("Decision"),
    "delegate_email": N_("Delegate's email"),
    "delegate_name": N_("Delegate"),
    "subject": N_("Subject"),
    "body": N_("Text"),
    "whom": N_("To whom"),
    "days_before": N_("Days before"),
    "at_minute": N_("Sent at"),
    "active": N_("Active"),
    "present_percent": N_("Present from, percent"),
    "certificate_percent": N_("Certificate from, percent"),
    "certificate_by": N_("Certificate by"),
    "walk_in": N_("Walk-in"),
    "activity_code": N_("Activity code"),
    "account": N_("Account"),
    "size": N_("Size, bytes"),
    "note": N_("Note"),
    "joined": N_("Joined"),
    "file_id": N_("File"),
    "issued_at": N_("Issued"),
    "issued_by": N_("Issued by"),
    "currency": N_("Currency"),
    "valid_from": N_("Valid from"),
    "valid_until": N_("Valid until"),
    "from_km": N_("From, km"),
    "to_km": N_("To, km"),
    "cents": N_("Amount"),
    "estimate_cents": N_("Estimate"),
    "actual_cents": N_("Actual"),
    "rate": N_("Exchange rate"),
    "rate_source": N_("Source of the rate"),
    "incurred_on": N_("Date"),
    "invoice_number": N_("Invoice number"),
    "payer_id": N_("Paid by"),
    "budget_line": N_("Budget line"),
    "rate_table_id": N_("Rate table"),
    "distance_km": N_("Distance, km"),
    "served": N_("Served"),
    "purpose": N_("Purpose"),
    "agenda": N_("Agenda"),
    "website": N_("Website"),
    "summary": N_("Short description"),
    "evaluation": N_("Evaluation results"),
    "survey_url": N_("Address of the survey"),
    "survey_responses": N_("Responses"),
    "women": N_("Women"),
    "men": N_("Men"),
    "non_binary": N_("Non-binary"),
    "gender_not_stated": N_("Gender not stated"),
    "tool": N_("Survey tool"),
    "responses": N_("Responses"),
    "text": N_("Text"),
    "scale_from": N_("Scale from"),
    "scale_to": N_("Scale to"),
    "value": N_("Value"),
    "times": N_("Times"),
}
OWN_FIELDS = {
    ("event", "title"): N_("Event name"),
    ("event", "kind"): N_("Event type"),
    ("event_template", "title"): N_("Event name"),
    ("event_template", "kind"): N_("Event type"),
    ("checklist_line", "kind"): N_("Event type"),
    ("project_role", "title"): N_("Role"),
    ("person_address", "email"): N_("Further email"),
    ("project", "number"): N_("Project number"),
    ("certificate", "days"): N_("Days attended"),
    ("certificate", "name"): N_("Name as printed"),
    ("rate_table", "decision"): N_("Number of the decision"),
}
"""Where a field's name differs from that of the same column elsewhere."""
UNSEEN = frozenset(
    {
        "id", "uid", "sort_name", "sort_nordic", "sort_croatian", "name_key", "email_key", "starts_utc", "ends_utc",
        "event_id", "person_id", "participation_id", "definition", "view", "event_reference", "at", "by", "revision",
        "answered_sequence", "answered_stamp", "moved_up_at", "taken_at", "digest", "stamp", "message_id",
        "added_at", "added_by", "imported_at", "table_id", "catering_id", "cost_id", "survey_id", "question_id",
    }
)  # fmt: skip
"""What is derived, inner, or said by the row's subject."""
SECRET = frozenset({("person_needs", "diet"), ("person_needs", "access")})
"""That these were changed is told; what they are is shown only to who asks for them, on the person's page."""
TERMS: dict[str, type[Term]] = {
    "kind": EventKind,
    "format": EventFormat,
    "status": EventStatus,
    "role": Role,
    "reply": Reply,
    "presence": Presence,
    "source": Source,
    "counted_by": CountedBy,
    "line_moves": LineMoves,
    "method": Method,
    "way": Way,
    "outcome": Outcome,
    "proposal": ProposalKind,
    "decision": Decision,
    "whom": RemindWhom,
    "certificate_by": CertificateBy,
    "tool": SurveyTool,
}
OWN_TERMS: dict[tuple[str, str], type[Term]] = {
    ("organisation", "kind"): OrganisationKind,
    ("hand_over", "kind"): HandOverKind,
    ("message_template", "kind"): MessageKind,
    ("reminder_rule", "kind"): MessageKind,
    ("event_file", "kind"): FileKind,
    ("cost", "kind"): CostKind,
    ("rate_table", "kind"): CostKind,
    ("catering", "kind"): CateringKind,
    ("survey_question", "kind"): QuestionKind,
}
MOMENTS = frozenset({"starts", "ends", "arrived", "departed", "recurrence_id", "served"})
DAYS = frozenset(
    {
        *("day", "term_from", "term_until", "appointed_on", "since", "until", "consented_on", "done_on"),
        *("valid_from", "valid_until", "incurred_on"),
    }
)
EMPTY = (None, "", False)
LONGEST = 160


@dataclass(frozen=True)
class Line:
    """One field of one changed row: what it was and what it is."""

    row: HistoryRow
    what: str
    subject: str
    field: str
    before: str
    after: str


def what(row: HistoryRow) -> str:
    """The kind of thing that a row is."""
    name = TABLES.get(row.table)
    return _(name) if name else row.table


def step_name(row: HistoryRow) -> str:
    """The step's name; an undo and a redo say whose, and what was taken back says so."""
    if row.kind.value == "change" and row.undone:
        return _("{step} (undone)").format(step=row.step)
    words = {"undo": _("Undo: {step}"), "redo": _("Redo: {step}")}.get(row.kind.value, "{step}")
    return words.format(step=row.step)


def before(row: HistoryRow) -> str:
    """What was, in one line."""
    return _values(row, row.before)


def after(row: HistoryRow) -> str:
    """What is, in one line."""
    return _values(row, row.after)


def lines(row: HistoryRow) -> list[Line]:
    """Field by field what was and what is; a row of which people see nothing else is one line by itself."""
    kind = what(row)
    was, now = _said(row, row.before), _said(row, row.after)
    found = [
        Line(row, kind, row.subject, _(field_name(row.table, key)), was.get(key, ""), now.get(key, ""))
        for key in dict.fromkeys((*was, *now))
        if was.get(key, "") != now.get(key, "") or _changed_unsaid(row, key)
    ]
    if found or (row.before is not None and row.after is not None):
        return found
    return [Line(row, kind, row.subject, "", _("There") if row.before else "", _("There") if row.after else "")]


def field_name(table: str, key: str) -> str:
    """What a column is called, in English; empty for one that nobody is shown."""
    return OWN_FIELDS.get((table, key)) or ("" if key in UNSEEN else FIELDS.get(key, ""))


def _said(row: HistoryRow, values: dict[str, Any] | None) -> dict[str, str]:
    return {
        key: _value(row, key, value)
        for key, value in (values or {}).items()
        if field_name(row.table, key) and value not in EMPTY
    }


def _changed_unsaid(row: HistoryRow, key: str) -> bool:
    """Whether a value that is not said has become another."""
    return (row.table, key) in SECRET and (row.before or {}).get(key) != (row.after or {}).get(key)


def _values(row: HistoryRow, values: dict[str, Any] | None) -> str:
    """The fields that people know, each with its name and its value as they would write it."""
    text = ", ".join(f"{_(field_name(row.table, key))}: {said}" for key, said in _said(row, values).items())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _value(row: HistoryRow, key: str, value: Any) -> str:
    if (row.table, key) in SECRET:
        return _("Stated, not shown")
    if key in REFERENCES:
        name = row.names.get((REFERENCES[key], value))
        return _day(name) if key == "slot_id" and name else name or _("no longer in the register")
    terms = OWN_TERMS.get((row.table, key)) or (TERMS.get(key) if row.table != "project" else None)
    if terms is not None and value in terms.__members__:
        return _(terms[value].label)
    written = _WRITTEN.get(key)
    if written is not None:
        return written(value)
    return _("Yes") if value is True else str(value)


def _moment(value: str) -> str:
    return formats.moment(dt.datetime.fromisoformat(value))


def _instant(value: str) -> str:
    return formats.local(dt.datetime.fromisoformat(value).replace(tzinfo=dt.UTC))


def _day(value: str) -> str:
    """A date; a slot's name may be that of a session instead."""
    try:
        return formats.day(dt.date.fromisoformat(value))
    except ValueError:
        return value


def _time_of_day(value: int) -> str:
    return formats.time(dt.datetime.combine(dt.date.min, dt.time()) + dt.timedelta(minutes=value))


def _country(value: str) -> str:
    return spoken().country(value)


def _language(value: str) -> str:
    return spoken().language_name(value)


_WRITTEN: dict[str, Callable[[Any], str]] = {
    **dict.fromkeys(MOMENTS, _moment),
    **dict.fromkeys(DAYS, _day),
    **dict.fromkeys(("replied_at", "joined", "issued_at"), _instant),
    **dict.fromkeys(("cents", "estimate_cents", "actual_cents"), formats.cents),
    "country": _country,
    "language": _language,
    "starts_minute": _time_of_day,
    "at_minute": _time_of_day,
}


def _step_what(line: StepLine) -> str:
    more = line.rows - 1
    if not more:
        return what(line.first)
    return n_("{what} and {n} more", "{what} and {n} more", more).format(what=what(line.first), n=formats.number(more))


COLUMNS = (
    Column(N_("When"), lambda row: formats.local(row.at), "", 150),
    Column(N_("Who"), lambda row: row.by, "", 100),
    Column(N_("Step"), step_name, "", 220),
    Column(N_("What"), what, "", 110),
    Column(N_("Before"), before, "", 240),
    Column(N_("After"), after, "", 300, stretch=True),
)
"""Change by change: the history of one event or person."""
STEP_COLUMNS = (
    Column(N_("When"), lambda line: formats.local(line.first.at), "", 148),
    Column(N_("Who"), lambda line: line.first.by, "", 88),
    Column(N_("Step"), lambda line: step_name(line.first), "", 176),
    Column(N_("What"), _step_what, "", 168),
    Column(N_("About"), lambda line: line.first.subject, "", 200, stretch=True),
    Column(N_("Before"), lambda line: before(line.first), "", 120),
    Column(N_("After"), lambda line: after(line.first), "", 160),
)
"""Step by step, with the first row that each changed."""
LINE_COLUMNS = (
    Column(N_("What"), lambda line: line.what, "", 136),
    Column(N_("About"), lambda line: line.subject, "", 260),
    Column(N_("Field"), lambda line: line.field, "", 152),
    Column(N_("Before"), lambda line: line.before, "", 208),
    Column(N_("After"), lambda line: line.after, "", 208, stretch=True),
)
"""Field by field: one step in full."""
