"""Keep calendars elsewhere current: what is new is created there, what changed is changed, what went is removed.

Nothing that somebody else wrote is overwritten: each write names the ETag of what this program wrote there last, and
what was changed or removed there is kept beside it until a person decides (`services.differences`). Drafts are not
published; a cancelled event stays, marked as cancelled. Each meeting of a series is an event of its own there, by its
own UID. What was written is recorded as it goes: after a break the next run goes on from there.
"""

import datetime as dt
import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from roundtables.errors import Expected, Invalid
from roundtables.model import Publication, PublishedItem
from roundtables.queries import events
from roundtables.queries.events import EventFilter
from roundtables.services import invitations, publications
from roundtables.terms import EventStatus, PublicationKind
from roundtables.words import _, n_

if TYPE_CHECKING:
    from roundtables.formats.calendar.documents import CalendarEvent
    from roundtables.register import Register
    from roundtables.transport.caldav import Server

Report = Callable[[int, int], None]
SHOWN = frozenset(EventStatus) - {EventStatus.DRAFT}
SAVE_AFTER = 2.0
"""Seconds after which what was written is recorded: a crash costs no more than looking at those again."""
WHOLE_FILE = ""
"""The UID under which a file as a whole is recorded."""


class NoPassword(Expected):
    def __init__(self, address: str) -> None:
        super().__init__(
            _("The password for {address} is not known here. Publish from the settings, where it is asked for.").format(
                address=address
            )
        )


class SomeRefused(Expected):
    def __init__(self, number: int) -> None:
        super().__init__(
            n_(
                "The server did not take {n} event; all others are there. It is tried again the next time.",
                "The server did not take {n} events; all others are there. They are tried again the next time.",
                number,
            ).format(n=number)
        )


@dataclass(frozen=True)
class Published:
    """What a run did, in numbers of events; `differing` are those that somebody has changed there."""

    created: int = 0
    changed: int = 0
    removed: int = 0
    differing: int = 0
    refused: int = 0


@dataclass(frozen=True)
class State:
    """What is known of one event there. `theirs` is what lies there instead of ours; empty where it was removed."""

    href: str
    etag: str
    digest: str
    theirs: str | None = None


@dataclass(frozen=True)
class Plan:
    """A publication with the events that belong there, by UID, and what was written before."""

    id: int
    kind: PublicationKind
    address: str
    user: str
    name: str
    narrowed: EventFilter
    events: dict[str, "CalendarEvent"] = field(default_factory=dict)
    states: dict[str, State] = field(default_factory=dict)


def publish(
    register: "Register",
    publication_id: int,
    secret: str | None = None,
    report: Report | None = None,
) -> Published:
    """Bring one publication up to date. Without `secret`, the one that is kept counts. May be long: not in a step.

    Raises NoPassword, ServerTrouble, NotWritten, NothingThere; why it failed is kept in `last_error` as well.
    """
    with register.read() as session:
        plan = plan_of(session, publication_id)
    try:
        if plan.kind is PublicationKind.FILE:
            done = _write_file(register, plan)
        else:
            done = _to_server(register, plan, secret, report)
        words = str(SomeRefused(done.refused)) if done.refused else ""
    except Expected as error:
        _note(register, publication_id, str(error))
        raise
    _note(register, publication_id, words)
    return done


def publish_files(register: "Register") -> int:
    """Write the published files anew in which something has changed; returns how many. Cheap when nothing has.

    What goes wrong with one is kept in its `last_error`, and the others are written.
    """
    with register.read() as session:
        statement = select(Publication.id).where(Publication.kind == PublicationKind.FILE).order_by(Publication.id)
        plans = [plan_of(session, key) for key in session.scalars(statement)]
    written = 0
    for plan in plans:
        if _is_current(plan):
            continue
        try:
            publish(register, plan.id)
            written += 1
        except Expected:
            continue
    return written


def withdraw(
    register: "Register", publication_id: int, secret: str | None = None, report: Report | None = None
) -> Published:
    """Remove from the server what this program wrote there and nobody has changed; the publication itself stays.

    A file is removed as well. Raises as `publish` does.
    """
    with register.read() as session:
        plan = replace(plan_of(session, publication_id), events={})
    if plan.kind is PublicationKind.FILE:
        Path(plan.address).unlink(missing_ok=True)
        return Published(removed=1)
    return _to_server(register, plan, secret, report)


def plan_of(session: Session, publication_id: int) -> Plan:
    """What belongs there, and what is known of it. Raises NothingThere."""
    publication = publications.get(session, publication_id)
    narrowed = EventFilter(statuses=SHOWN, project_id=publication.project_id)
    pages = events.all_pages(session, narrowed)
    statement = select(PublishedItem).where(PublishedItem.publication_id == publication_id).order_by(PublishedItem.id)
    return Plan(
        publication.id,
        publication.kind,
        publication.address,
        publication.user,
        publication.project.name if publication.project else _("Events"),
        narrowed,
        {page.uid: invitations.calendar_event(page) for page in pages},
        {item.uid: State(item.href, item.etag, item.digest, item.theirs) for item in session.scalars(statement)},
    )


def _fingerprint(plan: Plan) -> str:
    return hashlib.sha256(repr((plan.name, list(plan.events.values()))).encode("utf-8", "replace")).hexdigest()


def _is_current(plan: Plan) -> bool:
    known = plan.states.get(WHOLE_FILE)
    return known is not None and known.digest == _fingerprint(plan) and Path(plan.address).is_file()


def _write_file(register: "Register", plan: Plan) -> Published:
    from roundtables.files import replace_file

    path = Path(plan.address)
    with register.read() as session:
        stamp = dt.datetime.now(dt.UTC)
        replace_file(path, lambda out: invitations.write_calendar(session, plan.narrowed, plan.name, stamp, out))
    _save(register, plan.id, {WHOLE_FILE: State(plan.address, "", _fingerprint(plan))})
    return Published(changed=len(plan.events))


def _to_server(register: "Register", plan: Plan, secret: str | None, report: Report | None) -> Published:
    from roundtables.transport import secrets
    from roundtables.transport.caldav import Server, WrongPassword

    kept = secrets.secret(plan.address, plan.user) if secret is None else secret
    if kept is None:
        raise NoPassword(plan.address)
    try:
        with Server(plan.address, plan.user, kept) as server:
            return _Run(register, plan, server).go(report)
    except WrongPassword:
        # A password that does not fit is asked for again instead of tried for ever: servers shut out who does.
        if secret is None:
            secrets.forget(plan.address, plan.user)
        raise


class _Run:
    """One publishing to a server: looks first at what was changed there, then writes what is ours to write."""

    def __init__(self, register: "Register", plan: Plan, server: "Server") -> None:
        self._register, self._plan, self._server = register, plan, server
        self._states = dict(plan.states)
        self._unsaved: dict[str, State | None] = {}
        self._saved_at = time.monotonic()
        self._stamp = dt.datetime.now(dt.UTC)
        self._counts = dict.fromkeys(("created", "changed", "removed", "refused"), 0)

    def go(self, report: Report | None) -> Published:
        there = self._server.etags(self._plan.address)
        try:
            for uid in list(self._states):
                self._look(uid, there)
            uids = list(dict.fromkeys((*self._plan.events, *self._states)))
            for done, uid in enumerate(uids):
                if report is not None:
                    report(done, len(uids))
                self._bring_up_to_date(uid)
        finally:
            self._save()
        differing = sum(state.theirs is not None and bool(state.href) for state in self._states.values())
        return Published(**self._counts, differing=differing)

    def _look(self, uid: str, there: dict[str, str]) -> None:
        """Notice what somebody else has done with one of ours since it was written."""
        from roundtables.transport.caldav import NotThere, path_of

        state = self._states[uid]
        if not state.href:
            return
        etag = there.get(path_of(state.href))
        if etag is None:
            self._keep(uid, replace(state, etag="", theirs=""))
        elif not etag or etag != state.etag:
            try:
                self._keep(uid, self._as_held(uid, state))
            except NotThere:
                self._keep(uid, replace(state, etag="", theirs=""))

    def _as_held(self, uid: str, state: State, ours: str = "") -> State:
        """The state with what lies there now: ours, if it says what we wrote last or would write; else theirs."""
        held = self._server.read(state.href)
        said = _digest_or_none(held.content)
        if said is not None and said in (state.digest, ours):
            return State(state.href, held.etag, said)
        with self._register.read() as session:
            # Another workstation of this register may have written it in this very moment.
            known = _item(session, self._plan.id, uid)
            if known is not None and known.etag == held.etag and known.theirs is None:
                return State(known.href, known.etag, known.digest)
        return replace(state, etag=held.etag, theirs=held.content.decode("utf-8", "replace"))

    def _bring_up_to_date(self, uid: str) -> None:
        from roundtables.formats.calendar.resource import digest, write_resource

        event, state = self._plan.events.get(uid), self._states.get(uid)
        if event is None:
            self._remove(uid, state)
        elif state is None or state.theirs is None:
            try:
                content = write_resource(event, self._stamp)
                ours = digest(content)
            except Invalid:
                self._counts["refused"] += 1
                return
            if state is None:
                self._create(uid, content, ours)
            elif ours != state.digest:
                self._change(uid, state, content, ours)

    def _create(self, uid: str, content: bytes, ours: str) -> None:
        from roundtables.transport.caldav import ChangedThere, NameTaken, path_in

        try:
            href, etag = self._server.create(self._plan.address, uid, content)
        except ChangedThere:
            # Written before a break that kept it from being recorded; or by somebody else.
            self._keep(uid, self._as_held(uid, State(path_in(self._plan.address, uid), "", ""), ours))
        except NameTaken:
            self._counts["refused"] += 1
        else:
            self._counts["created"] += 1
            self._keep(uid, State(href, etag, ours))

    def _change(self, uid: str, state: State, content: bytes, ours: str) -> None:
        from roundtables.transport.caldav import ChangedThere, NotThere

        try:
            etag = self._server.change(state.href, state.etag, content)
        except NotThere:
            self._keep(uid, replace(state, etag="", theirs=""))
        except ChangedThere:
            self._keep(uid, self._as_held(uid, state, ours))
        else:
            self._counts["changed"] += 1
            self._keep(uid, State(state.href, etag, ours))

    def _remove(self, uid: str, state: State | None) -> None:
        """Take away what is no longer to be shown; what somebody has changed there stays for a person to decide."""
        from roundtables.transport.caldav import ChangedThere, NotThere

        if state is None or state.theirs:
            return
        try:
            if state.theirs is None:
                self._server.remove(state.href, state.etag)
                self._counts["removed"] += 1
        except NotThere:
            pass
        except ChangedThere:
            self._keep(uid, self._as_held(uid, state))
            return
        self._keep(uid, None)

    def _keep(self, uid: str, state: State | None) -> None:
        if state is None:
            self._states.pop(uid, None)
        else:
            self._states[uid] = state
        self._unsaved[uid] = state
        if time.monotonic() - self._saved_at > SAVE_AFTER:
            self._save()

    def _save(self) -> None:
        if self._unsaved:
            _save(self._register, self._plan.id, self._unsaved)
        self._unsaved = {}
        self._saved_at = time.monotonic()


def _digest_or_none(content: bytes) -> str | None:
    from roundtables.formats.calendar.resource import digest

    try:
        return digest(content)
    except Invalid:
        return None


def _item(session: Session, publication_id: int, uid: str) -> PublishedItem | None:
    return session.scalars(
        select(PublishedItem).where(PublishedItem.publication_id == publication_id, PublishedItem.uid == uid)
    ).one_or_none()


def _save(register: "Register", publication_id: int, states: dict[str, State | None]) -> None:
    """Record what lies there now; nothing, where the publication was removed meanwhile."""
    with register.change(_("Publish the calendar"), undoable=False) as session:
        publication = session.get(Publication, publication_id)
        if publication is None:
            return
        known = {item.uid: item for item in publication.items}
        for uid, state in states.items():
            item = known.get(uid)
            if state is None:
                if item is not None:
                    publication.items.remove(item)
                continue
            if item is None:
                item = PublishedItem(uid=uid)
                publication.items.append(item)
            item.href, item.etag, item.digest, item.theirs = state.href, state.etag, state.digest, state.theirs


def _note(register: "Register", publication_id: int, words: str) -> None:
    """Record when it was published, or why it could not be."""
    with register.change(_("Publish the calendar"), undoable=False) as session:
        publication = session.get(Publication, publication_id)
        if publication is not None:
            publication.last_error = words
            if not words:
                publication.last_at = dt.datetime.now(dt.UTC)
