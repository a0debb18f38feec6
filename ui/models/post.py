"""The post as tables: the outbox, the proposals, the answers; and what their terms are called and signed with."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from roundtables.errors import Expected
from roundtables.queries import answers as answer_queries
from roundtables.queries import post as queries
from roundtables.queries.answers import AnswerFilter, AnswerRow, ProposalRow
from roundtables.queries.post import MessageRow, OutboxFilter
from roundtables.terms import MessageKind, MessageState, Outcome, ProposalKind, Reply
from roundtables.walltime import aware, zone
from roundtables.words import N_, _
from ui import format as formats
from ui.models.cells import Sorts
from ui.models.columns import Column, long_spans
from ui.models.listed import Source
from ui.widgets.signs import signed
from ui.workspace import Workspace

STATE_PICTURES = {
    MessageState.QUEUED: "clock-outline",
    MessageState.SENDING: "send-outline",
    MessageState.SENT: "check",
    MessageState.FAILED: "alert-circle-outline",
    MessageState.UNKNOWN: "help-circle-outline",
    MessageState.DISCARDED: "cancel",
}
OUTCOME_PICTURES = {
    Outcome.APPLIED: "check",
    Outcome.STALE: "history",
    Outcome.PROPOSAL: "account-question-outline",
    Outcome.UNKNOWN_EVENT: "calendar-question",
    Outcome.UNKNOWN_PERSON: "account-off-outline",
    Outcome.NOT_A_REPLY: "email-off-outline",
    Outcome.UNREADABLE: "file-alert-outline",
}
PROPOSAL_PICTURES = {
    ProposalKind.STRANGER: "account-plus-outline",
    ProposalKind.DELEGATE: "account-switch-outline",
    ProposalKind.COUNTER: "calendar-clock-outline",
}
TROUBLED = frozenset({MessageState.FAILED, MessageState.UNKNOWN})
"""The states that somebody has to look at."""
PARTSTATS = {
    "ACCEPTED": Reply.ACCEPTED.label,
    "TENTATIVE": Reply.TENTATIVE.label,
    "DECLINED": Reply.DECLINED.label,
    "DELEGATED": N_("Sends somebody else"),
    "NEEDS-ACTION": N_("No answer yet"),
}
"""The words of RFC 5545, 3.2.12, as people say them."""


def outbox_source(workspace: Workspace) -> Source:
    """Where the outbox gets its rows."""

    def page(
        session: Any, narrowed: OutboxFilter, sorts: Sorts, *, offset: int, limit: int, shown: frozenset[str]
    ) -> list[MessageRow]:
        del shown  # what a row holds costs little
        return queries.page(session, narrowed, sorts, offset=offset, limit=limit)

    return Source(workspace.read, queries.count, page, queries.keys, queries.rows_of, queries.place_of)


def answers_source(workspace: Workspace) -> Source:
    """Where the list of answers gets its rows."""

    def page(
        session: Any, narrowed: AnswerFilter, sorts: Sorts, *, offset: int, limit: int, shown: frozenset[str]
    ) -> list[AnswerRow]:
        del shown  # what a row holds costs little
        return answer_queries.page(session, narrowed, sorts, offset=offset, limit=limit)

    asked = answer_queries
    return Source(workspace.read, asked.count, page, asked.keys, asked.rows_of, asked.place_of)


def answer_in_words(partstat: str) -> str:
    """What somebody answered, or the word that their program sent where it is not known."""
    return _(PARTSTATS[partstat]) if partstat in PARTSTATS else partstat


def usual_kinds() -> list[str]:
    """What most kinds of messages are called: the rare long one may be cut."""
    return [_(kind.label) for kind in MessageKind if kind is not MessageKind.COUNTER_DECLINED]


def answers_in_words() -> list[str]:
    """All that an answer is called, for a column."""
    return [_(words) for words in PARTSTATS.values()]


def when_of_message(message: MessageRow) -> str:
    """When it was sent or refused, or when it is to go."""
    if message.state is MessageState.QUEUED and message.due <= dt.datetime.now(dt.UTC):
        return _("As soon as possible")
    return formats.local(message.at)


def proposal_in_words(proposal: ProposalRow) -> str:
    """Who asks for what, in a sentence."""
    return _SENTENCES[proposal.kind](proposal)


_SENTENCES: dict[ProposalKind, Callable[[ProposalRow], str]] = {
    ProposalKind.STRANGER: lambda each: _("{name} was not invited and wants to come").format(name=each.name),
    ProposalKind.DELEGATE: lambda each: _("{name} sends {other} instead").format(
        name=each.name, other=each.delegate_name or each.delegate_email
    ),
    ProposalKind.COUNTER: lambda each: _("{name} proposes another time or place").format(name=each.name),
}


def time_now(proposal: ProposalRow) -> str:
    """When the event is, with its zone."""
    event = proposal.event
    return _in_zone(formats.span(event.starts, event.ends, all_day=event.all_day), event.timezone, event.all_day)


def time_proposed(proposal: ProposalRow) -> list[str]:
    """When it should be instead: in the event's zone and, where that is another, in theirs. Empty where not said."""
    proposed = _proposed(proposal)
    if proposed is None or proposal.starts is None:
        return []
    said = [(proposed, proposal.event.timezone)]
    if proposal.timezone not in ("", proposal.event.timezone) and not proposal.all_day:
        said.append(((proposal.starts, proposal.ends or proposal.starts), proposal.timezone))
    return [_in_zone(formats.span(*when, all_day=proposal.all_day), name, proposal.all_day) for when, name in said]


def _proposed(proposal: ProposalRow) -> tuple[dt.datetime, dt.datetime] | None:
    """The proposed time on the clock at the event."""
    if proposal.starts is None:
        return None
    starts, ends = proposal.starts, proposal.ends or proposal.starts
    if proposal.all_day or not proposal.timezone:
        return starts, ends
    try:
        place = zone(proposal.event.timezone)
        first, last = (aware(wall, proposal.timezone).astimezone(place) for wall in (starts, ends))
    except Expected:
        return starts, ends
    return first.replace(tzinfo=None), last.replace(tzinfo=None)


def _in_zone(words: str, timezone: str, all_day: bool) -> str:  # noqa: FBT001 - said with the words
    return words if all_day else _("{time} ({zone})").format(time=words, zone=timezone)


def asked_in_short(proposal: ProposalRow) -> str:
    """What is asked for, for a column."""
    if proposal.kind is ProposalKind.COUNTER:
        proposed = _proposed(proposal)
        return formats.short_span(*proposed, all_day=proposal.all_day) if proposed else proposal.place
    return proposal.delegate_email if proposal.kind is ProposalKind.DELEGATE else proposal.email


OUTBOX_COLUMNS = (
    Column(N_("Status"), lambda row: _(row.state.label), "concern", 132, fits=signed(MessageState)),
    Column(N_("To"), lambda row: row.name or row.email, "name", 136),
    Column(N_("Email"), lambda row: row.email, "email", 200, hidden=True),
    Column(N_("Subject"), lambda row: row.subject, "subject", 180, stretch=True),
    Column(N_("Type"), lambda row: _(row.kind.label), "kind", 104, fits=usual_kinds),
    Column(N_("Number"), lambda row: row.reference, "event", 72),
    Column(N_("Event"), lambda row: row.title, "", 200, hidden=True, key="event_title"),
    Column(N_("When"), when_of_message, "at", 148, value=lambda row: row.at.astimezone()),
    Column(N_("Server says"), lambda row: row.answer, "", 104, key="answer"),
    Column(
        N_("Written"),
        lambda row: formats.local(row.queued_at),
        "queued",
        150,
        hidden=True,
        value=lambda row: row.queued_at.astimezone(),
    ),
    Column(
        N_("Attempts"),
        lambda row: formats.number(row.attempts),
        "attempts",
        88,
        number=True,
        hidden=True,
        value=lambda row: row.attempts,
    ),
)
PROPOSAL_COLUMNS = (
    Column(N_("Proposal"), proposal_in_words, "", 240, stretch=True),
    Column(N_("What is asked for"), asked_in_short, "", 200, fits=long_spans),
    Column(N_("Number"), lambda row: row.event.reference, "", 72),
    Column(N_("Came"), lambda row: formats.local(row.taken_at), "", 150),
)
ANSWER_COLUMNS = (
    Column(N_("Taken in"), lambda row: formats.local(row.taken_at), "taken", 150, value=lambda row: row.taken_at),
    Column(N_("Outcome"), lambda row: _(row.outcome.label), "outcome", 190, fits=signed(Outcome)),
    Column(N_("Person"), lambda row: row.name, "name", 170),
    Column(N_("Email"), lambda row: row.email, "", 180, hidden=True, key="email"),
    Column(N_("Answer"), lambda row: answer_in_words(row.partstat), "partstat", 120, fits=answers_in_words),
    Column(N_("Number"), lambda row: row.reference, "event", 80),
    Column(N_("Event"), lambda row: row.title, "", 200, hidden=True, key="event_title"),
    Column(N_("Comment"), lambda row: row.comment, "", 220, stretch=True, key="comment"),
)
