"""A series in one message: for whom it is one, what it says and which meetings it is recorded for.

Where two or more of the meetings that somebody takes part in are news to them, they get the series, with the meetings
left out that they take no part in; one alone is sent by itself (RFC 5546, 3.2.2). A series is called off as a whole
with its last meeting.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from roundtables.formats.mail.moments import when
from roundtables.model import Participation
from roundtables.queries import events as event_queries
from roundtables.queries import invitations, series
from roundtables.queries.events import EventPage
from roundtables.queries.invitations import Sent
from roundtables.services import series_documents
from roundtables.terms import EventStatus, MessageKind, Reply
from roundtables.words import language

if TYPE_CHECKING:
    from roundtables.formats.calendar.documents import Guest
    from roundtables.formats.calendar.invitation import PreparedInvitation
    from roundtables.formats.calendar.recurring import RecurringEvent

NEWS = 2
ASKS = frozenset({MessageKind.INVITATION, MessageKind.UPDATE})


@dataclass(frozen=True)
class Meeting:
    """A meeting that a message is recorded for, with the SEQUENCE at which it says it."""

    event_id: int
    sequence: int


class WholeSeries:
    """The series of an event, read once for all recipients of its messages."""

    def __init__(self, session: Session, page: EventPage, sent_by: str, stamp: dt.datetime) -> None:
        self._session, self._id, self._page = session, page.series_id or 0, page
        self._sent_by, self._stamp = sent_by, stamp
        self._pages = event_queries.series_pages(session, self._id)
        self._alive = [each for each in self._pages if each.status is not EventStatus.CANCELLED]
        keys = [each.id for each in self._pages]
        self._sent = invitations.sent_about(session, keys)
        self._replies: dict[int, dict[int, Reply]] = defaultdict(dict)
        statement = select(Participation.person_id, Participation.event_id, Participation.reply)
        for person, event, reply in session.execute(statement.where(Participation.event_id.in_(keys))):
            self._replies[person][event] = reply
        self._documents: dict[str, RecurringEvent] = {}
        self._prepared: dict[tuple[str, frozenset[dt.datetime]], PreparedInvitation] = {}
        self._called_off: dict[str, PreparedInvitation] = {}
        self._values: dict[tuple[str, tuple[int, ...]], dict[str, str]] = {}

    def is_for(self, person_id: int, kind: MessageKind) -> bool:
        """Whether somebody is to get the series as a whole."""
        if kind is MessageKind.CANCELLATION:
            return not self._alive and len(self.held(person_id)) >= NEWS
        if kind not in ASKS or self._page.invited_by_session:
            return False
        held = {meeting.event_id: meeting.sequence for meeting in self.held(person_id)}
        news = [each for each in self._own(person_id) if held.get(each.id, -1) < each.sequence]
        return len(news) >= NEWS

    def _own(self, person_id: int) -> list[EventPage]:
        """The meetings to be that a person takes part in."""
        replies = self._replies.get(person_id, {})
        return [each for each in self._alive if replies.get(each.id, Reply.WITHDRAWN) is not Reply.WITHDRAWN]

    def held(self, person_id: int) -> list[Meeting]:
        """The meetings that a person holds, each at its SEQUENCE."""
        sent = {each.id: self._sent.get((each.id, person_id), []) for each in self._pages}
        return [Meeting(key, held.sequence) for key, all_sent in sent.items() if (held := self._held(all_sent))]

    def _held(self, sent: Sequence[Sent]) -> Sent | None:
        return invitations.held_of(sent).get(self._page.series_uid or "")

    def invited_to(self, person_id: int) -> list[Meeting]:
        """The meetings that the series invites a person to."""
        return [Meeting(each.id, each.sequence) for each in self._own(person_id)]

    def reply_of(self, person_id: int) -> Reply:
        """What somebody said to all meetings alike; an answer is asked for where they differ."""
        replies = {self._replies[person_id][each.id] for each in self._own(person_id)}
        return replies.pop() if len(replies) == 1 else Reply.INVITED

    def invitation(self, code: str, person_id: int, guest_list: "Sequence[Guest]") -> "PreparedInvitation":
        """The series for one person as one calendar, in a language; built once for all who take part alike."""
        from roundtables.formats.calendar.recurring import prepare_series

        own = frozenset(each.recurrence_id for each in self._own(person_id) if each.recurrence_id is not None)
        if (code, own) not in self._prepared:
            document = self._document(code).only(own)
            self._prepared[code, own] = prepare_series(document, self._stamp, guest_list=guest_list)
        return self._prepared[code, own]

    def cancellation(self, code: str) -> "PreparedInvitation":
        """What calls all of it off, above every SEQUENCE that guests hold."""
        from roundtables.formats.calendar.recurring import prepare_series_cancellation

        if code not in self._called_off:
            document = self._document(code)
            master = replace(document.master, sequence=max(each.sequence for each in self._pages))
            document = replace(document, master=master)
            self._called_off[code] = prepare_series_cancellation(document, self._stamp, for_all=True)
        return self._called_off[code]

    def values(self, code: str, person_id: int) -> dict[str, str]:
        """What the wording says of the series instead of its one meeting: the rule, and every date in a line."""
        shown = self._own(person_id) or self._pages
        key = code, tuple(each.id for each in shown)
        if key not in self._values:
            self._values[key] = self._say(code, shown)
        return self._values[key]

    def _say(self, code: str, shown: list[EventPage]) -> dict[str, str]:
        speak, document = language(code), self._document(code)
        master = document.master
        rule = series.in_words(document.rule, master.starts, master.timezone, speak)
        lines = [when(each.starts, each.ends, each.timezone, speak, all_day=each.all_day) for each in shown]
        return {
            "title": master.title,
            "when": "\n".join([rule, *lines]),
            "date": speak.days(shown[0].starts.date(), shown[-1].ends.date()),
            "place": master.place,
            "link": master.online_url,
            "programme": "",
            "note": master.description,
        }

    def _document(self, code: str) -> "RecurringEvent":
        if code not in self._documents:
            made = series_documents.recurring_document(self._session, self._id, code)
            self._documents[code] = replace(made, master=replace(made.master, sent_by=self._sent_by))
        return self._documents[code]
