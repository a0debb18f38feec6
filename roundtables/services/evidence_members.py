"""What an evidence pack holds of one event: made from the register, or attached to the event.

Everything is as of the last step that changed the event, in one language, by the order of that language: the same
state makes the same bytes, whoever makes them and when.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from roundtables.errors import Expected
from roundtables.model import Certificate, EventReport, Invitation, Message, Person
from roundtables.queries import costs, event_reports, events, evidence
from roundtables.queries.event_files import FileRow
from roundtables.queries.events import EventPage
from roundtables.queries.evidence import AsOf
from roundtables.services import hand_overs
from roundtables.terms import FileKind, MessageKind, MessageState
from roundtables.walltime import zone
from roundtables.words import N_, Language, sort_key
from roundtables.words import language as language_of

if TYPE_CHECKING:
    from roundtables.formats.documents.event_description import EventDescription
    from roundtables.formats.sheets.documents import AttendanceDocument, Figures

SECTIONS = {
    FileKind.INVITATION: 1,
    FileKind.AGENDA: 2,
    FileKind.SIGNED_SHEET: 4,
    FileKind.MEETING_REPORT: 5,
    FileKind.MINUTES: 6,
    FileKind.INVOICE: 8,
    FileKind.OTHER: 10,
}
"""Where attached files stand among the others. What is made: 1 invitation, 2 agenda, 3 attendance, 7 certificates,
8 costs, 9 what the funder gets."""
Made = tuple[int, str, str, Callable[[], bytes]]
"""The section, the title, the suffix, and what makes the content."""


@dataclass(frozen=True)
class Member:
    """One file of the pack. `file` is the attached one whose content it is; else `make` gives the content."""

    section: int
    title: str
    suffix: str
    make: Callable[[], bytes] | None = None
    file: FileRow | None = None


class EventMembers:
    """The members of one event, in their order; `figures` are the attendance list's."""

    def __init__(self, session: Session, event_id: int, files: list[FileRow], language: Language) -> None:
        self._session, self._files, self._language = session, files, language
        self.page = events.event_page(session, event_id)
        self.as_of = evidence.as_of(session, [event_id])
        self._document = _attendance(session, self.page, self.as_of, language)

    @property
    def figures(self) -> "Figures":
        """What the attendance list adds up to."""
        from roundtables.formats.sheets.documents import figures

        return figures(self._document)

    def listed(self) -> list[Member]:
        """All members, by section; of each what is made before what is attached."""
        made = [Member(*each) for make in MAKERS for each in make(self)]
        say = self._language.gettext
        attached = [Member(SECTIONS[row.kind], say(row.kind.label), "", file=row) for row in self._files]
        return sorted([*made, *attached], key=lambda member: member.section)

    def slots_named(self, slot_ids: Collection[int]) -> str:
        """What slots are called, in a row."""
        from roundtables.formats.sheets.layout import slot_names

        named = zip(self.page.slots, slot_names(self._document.slots, self._language), strict=True)
        return "; ".join(name for slot, name in named if slot.id in slot_ids)

    def invitation(self) -> Iterator[Made]:
        """What guests were sent, where any were: the wording, the calendar entry, and who was sent it when."""
        rows = _sent(self._session, self.page, self._language)
        if not rows:
            return
        say = self._language.gettext
        wording = _wording(self._session, self.page, self._language)
        if wording is not None:
            yield 1, say("Invitation"), ".txt", lambda: wording
        yield 1, say("Invitation"), ".ics", lambda: _calendar(self.page, self.as_of.at)
        headings = (say("Last name"), say("First name"), say("Message"), say("Revision"), say("Way"), say("Sent"))
        yield self._list(1, say("Invitations sent"), headings, rows)

    def agenda(self) -> Iterator[Made]:
        """The programme, where there is one."""
        if self.page.sessions:
            say = self._language.gettext
            yield 2, say("Agenda"), ".html", lambda: _agenda(self.page, self._language)

    def attendance(self) -> Iterator[Made]:
        """The attendance list, as finance gets it."""
        yield 3, self._language.gettext("Attendance list"), ".xlsx", self._attendance_list

    def _attendance_list(self) -> bytes:
        from roundtables.formats.sheets.attendance_list import write_attendance_list

        out = BytesIO()
        write_attendance_list(self._document, out, self._language)
        return out.getvalue()

    def certificates(self) -> Iterator[Made]:
        """The certificates that were given out, where any were."""
        statement = select(Certificate).where(Certificate.event_id == self.page.id).order_by(Certificate.number)
        place = zone(self.page.timezone)
        rows: list[tuple[object, ...]] = [
            (each.number, each.name, each.days, each.minutes, _wall(each.issued_at, place), each.issued_by)
            for each in self._session.scalars(statement)
        ]
        if rows:
            say = self._language.gettext
            headings = (say("Number"), say("Name"), say("Days"), say("Minutes"), say("Issued"), say("By"))
            yield self._list(7, say("Certificates"), headings, rows)

    def costs(self) -> Iterator[Made]:
        """The costs, where there are any."""
        say = self._language.gettext
        rows: list[tuple[object, ...]] = [
            (
                say(row.kind.label),
                " ".join(filter(None, (row.first_name, row.last_name))),
                row.description,
                _amount(row.estimate_cents),
                _amount(row.actual_cents),
                row.currency,
                row.rate,
                row.rate_source,
                _amount(row.actual_in_euro),
                row.incurred_on,
                row.invoice_number,
                row.payer,
                row.budget_line,
                row.decision,
                row.distance_km,
            )
            for row in costs.listing(self._session, [self.page.id])
        ]
        headings = (
            *(say("Type"), say("Person"), say("Description"), say("Estimate"), say("Actual"), say("Currency")),
            *(say("Exchange rate"), say("Source of the rate"), say("In euro"), say("Date"), say("Invoice number")),
            *(say("Who pays"), say("Budget line"), say("Decision"), say("Distance, km")),
        )
        if rows:
            yield self._list(8, say("Costs"), headings, rows)

    def description(self) -> Iterator[Made]:
        """The event description sheet, where something was entered for the funder."""
        from roundtables.services import event_descriptions

        entered = select(EventReport.id).where(EventReport.event_id == self.page.id)
        if self._session.scalar(entered) is not None:
            counted = event_reports.counted(self._session, self.page)
            note = replace(self._document.note, file_name="")
            document = event_descriptions.document(self._session, self.page, counted, note)
            yield 9, self._language.gettext("Event description sheet"), ".xlsx", lambda: self._sheet(document)

    def _sheet(self, document: "EventDescription") -> bytes:
        from roundtables.formats.documents.event_description_sheet import write_xlsx

        out = BytesIO()
        write_xlsx(document, out, self._language)
        return out.getvalue()

    def _list(self, section: int, title: str, headings: tuple[str, ...], rows: list[tuple[object, ...]]) -> Made:
        from roundtables.formats.sheets.evidence_lists import ListDocument, write_list

        event = f"{self.page.reference} {self.page.title}"
        document = ListDocument(title, event, headings, tuple(rows), self.as_of.at)  # type: ignore[arg-type]  # values

        def make() -> bytes:
            out = BytesIO()
            write_list(document, out, self._language)
            return out.getvalue()

        return section, title, ".xlsx", make


MAKERS: tuple[Callable[[EventMembers], Iterator[Made]], ...] = (
    EventMembers.invitation,
    EventMembers.agenda,
    EventMembers.attendance,
    EventMembers.certificates,
    EventMembers.costs,
    EventMembers.description,
)
"""What is made of the register."""


def _attendance(session: Session, page: EventPage, as_of: AsOf, language: Language) -> "AttendanceDocument":
    """The attendance list as of the state, for and by nobody, its people in the language's order."""
    from roundtables.formats.sheets.documents import HandOverNote

    name = f"{language.gettext('Attendance list')}.xlsx"
    note = HandOverNote(as_of.at, page.timezone, "", "", as_of.revision, name)
    document = hand_overs.attendance_document(session, page, note, language.code)
    rows = sorted(
        document.rows, key=lambda row: (sort_key(f"{row.last_name} {row.first_name}", language.code), repr(row))
    )
    return replace(document, rows=tuple(rows))


def _sent(session: Session, page: EventPage, language: Language) -> list[tuple[object, ...]]:
    """Who was sent an invitation or cancellation of which revision, how and when; what never went is left out."""
    statement = (
        select(
            *(Person.last_name, Person.first_name, Invitation.method, Invitation.sequence, Invitation.way),
            *(Invitation.at, Message.ended_at, Message.state),
        )
        .join(Person, Person.id == Invitation.person_id)
        .outerjoin(Message, Message.id == Invitation.message_id)
        .where(Invitation.event_id == page.id)
        .order_by(Invitation.id)
    )
    place = zone(page.timezone)
    rows = [
        (last, first, language.gettext(method.label), sequence, language.gettext(way.label), _wall(sent or at, place))
        for last, first, method, sequence, way, at, sent, state in session.execute(statement)
        if state in (None, MessageState.SENT)
    ]
    return sorted(rows, key=lambda row: sort_key(f"{row[0]} {row[1]}", language.code))


def _wording(session: Session, page: EventPage, language: Language) -> bytes | None:
    """The invitation as it reads now, with the guest's name left open; None where the wording can't be filled in."""
    from roundtables.services.post import templates

    code = templates.known_language(page.language, language.code)
    kept = templates.wordings(session, MessageKind.INVITATION)[code]
    spoken = language_of(code)
    name = spoken.gettext(N_("[name of the guest]"))
    values = templates.event_values(page, spoken) | templates.person_values(name, name)
    try:
        subject, body = templates.made_ready(kept.subject, kept.body).fill(values)
    except Expected:
        return None
    return f"{subject}\n\n{body}\n".encode()


def _calendar(page: EventPage, at: dt.datetime) -> bytes:
    """The event as guests' calendars have it, without guests."""
    from roundtables.formats.calendar.publication import write_publication
    from roundtables.services.invitations import as_invited

    out = BytesIO()
    write_publication([as_invited(page, page.language)], f"{page.reference} {page.title}", at, out)
    return out.getvalue()


def _agenda(page: EventPage, language: Language) -> bytes:
    from roundtables.formats.documents import evidence as pages
    from roundtables.formats.mail.moments import when

    say = language.gettext
    rows = tuple(
        (
            language.date(part.starts.date()),
            f"{language.time(part.starts)}–{language.time(part.ends)}",
            part.title,
            part.place,
            part.description,
        )
        for part in page.sessions
    )
    facts = (
        (say("Event"), f"{page.reference} {page.title}"),
        (say("Time"), when(page.starts, page.ends, page.timezone, language, all_day=page.all_day)),
        (say("Place"), page.where or page.online_url),
        (say("Organiser"), page.organiser_name),
    )
    headings = (say("Date"), say("Time"), say("Session"), say("Place"), say("Description"))
    return pages.page(say("Agenda"), [pages.Part(say("Agenda"), facts, table=pages.Table(headings, rows))], language)


def _wall(at: dt.datetime, place: dt.tzinfo) -> dt.datetime:
    return at.astimezone(place).replace(tzinfo=None, second=0, microsecond=0)


def _amount(cents: int | None) -> Decimal | None:
    return None if cents is None else Decimal(cents) / 100
