"""A series in one message: for whom it is one, what it says and which meetings it is recorded for.

Who takes part in every meeting that is to be gets the whole where two or more of them are news to them; who takes
part in some is invited to each by itself (RFC 5546, 3.2.2). A series is called off as a whole with its last meeting.
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

    def is_for(self, person_id: int, kind: MessageKind) -> bool:
        """Whether somebody is to get the series as a whole."""
        if kind is MessageKind.CANCELLATION:
            return not self._alive and len(self.held(person_id)) >= NEWS
        if kind not in ASKS or self._page.invited_by_session:
            return False
        replies = self._replies.get(person_id, {})
        everywhere = all(replies.get(each.id, Reply.WITHDRAWN) is not Reply.WITHDRAWN for each in self._alive)
        held = {meeting.event_id: meeting.sequence for meeting in self.held(person_id)}
        news = [each for each in self._alive if held.get(each.id, -1) < each.sequence]
        return everywhere and len(news) >= NEWS

    def held(self, person_id: int) -> list[Meeting]:
        """The meetings that a person holds, each at its SEQUENCE."""
        sent = {each.id: self._sent.get((each.id, person_id), []) for each in self._pages}
        return [Meeting(key, held.sequence) for key, all_sent in sent.items() if (held := self._held(all_sent))]

    def _held(self, sent: Sequence[Sent]) -> Sent | None:
        return invitations.held_of(sent).get(self._page.series_uid or "")

    def invited_to(self) -> list[Meeting]:
        """The meetings that the whole invites to."""
        return [Meeting(each.id, each.sequence) for each in self._alive]

    def reply_of(self, person_id: int) -> Reply:
        """What somebody said to all meetings alike; an answer is asked for where they differ."""
        replies = {self._replies[person_id].get(each.id, Reply.INVITED) for each in self._alive}
        return replies.pop() if len(replies) == 1 else Reply.INVITED

    def invitation(self, code: str, guest_list: "Sequence[Guest]") -> "PreparedInvitation":
        """The whole as one calendar, in a language."""
        from roundtables.formats.calendar.recurring import prepare_series

        return prepare_series(self._document(code), self._stamp, guest_list=guest_list)

    def cancellation(self, code: str) -> "PreparedInvitation":
        """What calls all of it off, above every SEQUENCE that guests hold."""
        from roundtables.formats.calendar.recurring import prepare_series_cancellation

        document = self._document(code)
        master = replace(document.master, sequence=max(each.sequence for each in self._pages))
        return prepare_series_cancellation(replace(document, master=master), self._stamp, for_all=True)

    def values(self, code: str) -> dict[str, str]:
        """What the wording says of the series instead of its one meeting: the rule, and every date in a line."""
        speak, document = language(code), self._document(code)
        master = document.master
        shown = self._alive or self._pages
        lines = [when(each.starts, each.ends, each.timezone, speak, all_day=each.all_day) for each in shown]
        return {
            "title": master.title,
            "when": "\n".join([series.in_words(document.rule, master.starts, master.timezone, speak), *lines]),
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
