"""Messages of an event on their way: whom one would go to, what each would say, and letting them go once agreed."""

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from roundtables.errors import Expected
from roundtables.queries import events, invitations
from roundtables.queries.events import EventPage as EventRecord
from roundtables.services.post import composing, templates
from roundtables.services.post.composing import Composed, Plan
from roundtables.services.post.templates import Wording
from roundtables.terms import MessageKind, Way
from roundtables.transport import accounts
from roundtables.transport.accounts import PostSettings
from roundtables.words import _, n_
from ui import format as formats
from ui.links import Link
from ui.workspace import Workspace

if TYPE_CHECKING:
    from ui.dialogs.send import SendDialog

MANY = 300
"""So many participants and more are read off the window's thread."""
WITH_CALENDAR = frozenset({MessageKind.INVITATION, MessageKind.UPDATE, MessageKind.CANCELLATION, MessageKind.SEAT})
"""What is in a calendar file too; all other messages are words alone."""
Words = tuple[str, str]
Report = Callable[[int, int], None]


@dataclass(frozen=True)
class Recipient:
    """Somebody whom a message would go to."""

    person_id: int
    name: str
    email: str
    language: str


@dataclass(frozen=True)
class Prepared:
    """A message before it is agreed to: `plans` are whom it may go to, the first as asked; `wordings` by language."""

    event_id: int
    reference: str
    title: str
    kind: MessageKind
    plans: tuple[Plan, ...]
    people: dict[int, Recipient]
    wordings: dict[str, Wording]
    settings: PostSettings

    def languages(self, plan: Plan) -> list[str]:
        """The languages of a plan's recipients, that of the most first."""
        spoken = [self.people[key].language for key in plan.recipients]
        return sorted(set(spoken), key=lambda code: (-spoken.count(code), code))


def is_set_up(settings: PostSettings) -> bool:
    """Whether there is an account that mail can be sent with."""
    return bool(settings.smtp.host and settings.smtp.email)


def read_aside(workspace: Workspace, work: Callable[[], Any], done: Callable[[Any], None], *, many: bool) -> None:
    """Read something at once, or off the window's thread where it is long; expected errors are told in words."""
    if many:
        workspace.run_quietly(lambda _report: work(), done)
        return
    try:
        result = work()
    except Expected as error:
        workspace.failed.emit(str(error))
    else:
        done(result)


def prepare(
    workspace: Workspace, event_id: int, kind: MessageKind, person_ids: Collection[int] | None = None
) -> Prepared:
    """What is to be agreed to. Raises the errors of `composing.plan`."""
    with workspace.read() as session:
        plans = [composing.plan(session, event_id, kind, person_ids)]
        if person_ids is not None:
            plans += _for_all(session, event_id, kind, plans[0])
        record = events.event_page(session, event_id)
        keys = {key for plan in plans for key in plan.recipients}
        rows = [row for row in invitations.listing(session, event_id) if row.person_id in keys]
        people = {row.person_id: _recipient(row, record) for row in rows}
        languages = {person.language for person in people.values()}
        wordings = {code: templates.wording(session, kind, code) for code in languages}
    settings = accounts.load()
    return Prepared(event_id, record.reference, record.title, kind, tuple(plans), people, wordings, settings)


def _for_all(session: Any, event_id: int, kind: MessageKind, named: Plan) -> list[Plan]:
    """The plan for all whom the kind concerns, where it is another than the one for those who were named."""
    try:
        everybody = composing.plan(session, event_id, kind)
    except Expected:
        return []
    return [everybody] if set(everybody.recipients) != set(named.recipients) else []


def _recipient(row: invitations.InvitationRow, record: EventRecord) -> Recipient:
    return Recipient(row.person_id, row.name, row.email, templates.known_language(row.language, record.language))


def compose(
    workspace: Workspace,
    prepared: Prepared,
    plan: Plan,
    words: dict[str, Words],
    report: Report | None = None,
) -> list[Composed]:
    """The messages of a plan, with the words of this time in those languages where they were changed."""
    now = dt.datetime.now(dt.UTC)
    made: list[Composed] = []
    total = len(plan.recipients)
    for own, keys in _by_wording(prepared, plan, words):
        part, done = replace(plan, recipients=keys), len(made)
        tell = partial(_tell, report, done, total) if report is not None else None
        with workspace.read() as session:
            made += composing.compose(session, part, prepared.event_id, prepared.settings, now, words=own, report=tell)
    return made


def _by_wording(prepared: Prepared, plan: Plan, words: dict[str, Words]) -> list[tuple[Words | None, tuple[int, ...]]]:
    """The recipients of each language whose words were changed, and all others."""
    parts: dict[str, list[int]] = {}
    for key in plan.recipients:
        code = prepared.people[key].language
        parts.setdefault(code if code in words else "", []).append(key)
    return [(words.get(code), tuple(keys)) for code, keys in parts.items()]


def _tell(report: Report, before: int, total: int, done: int, _of: int) -> None:
    report(before + done, total)


def open_send(
    parent: QWidget,
    workspace: Workspace,
    event_id: int,
    kind: MessageKind,
    person_ids: Collection[int] | None = None,
    *,
    way: Way | None = None,
    many: bool = False,
) -> None:
    """Show who would get what, and send nothing before that is agreed to."""
    from ui.dialogs.send import SendDialog

    def show(prepared: Prepared) -> None:
        dialog = SendDialog(parent, workspace, prepared, way)
        dialog.agreed.connect(partial(_let_go, workspace, dialog))
        dialog.open()

    read_aside(workspace, lambda: prepare(workspace, event_id, kind, person_ids), show, many=many)


def _let_go(workspace: Workspace, dialog: "SendDialog") -> None:
    """Put into the outbox or write what was agreed to, off the window's thread."""
    prepared, plan, words, way = dialog.prepared, dialog.plan(), dialog.changed_words(), dialog.way()
    if way is Way.MAIL:
        queue(workspace, prepared, plan, words)
    else:
        hand_out(workspace, prepared, plan, words, way, dialog.folder())


def queue(workspace: Workspace, prepared: Prepared, plan: Plan, words: dict[str, Words]) -> None:
    """Put the messages of a plan into the outbox."""

    def work(report: Report) -> int:
        composed = compose(workspace, prepared, plan, words, report)
        with workspace.change(_("Put messages into the outbox"), undoable=False) as session:
            return composing.queue(session, composed, dt.datetime.now(dt.UTC))

    def done(number: int) -> None:
        said = n_("{n} message is in the outbox", "{n} messages are in the outbox", number)
        workspace.pointed.emit(said.format(n=formats.number(number)), False, _("Outbox"), Link("post"))

    workspace.run(_("Writing messages"), work, done)


def hand_out(
    workspace: Workspace, prepared: Prepared, plan: Plan, words: dict[str, Words], way: Way, folder: Path
) -> None:
    """Write the messages of a plan as drafts, or their calendars as files, into a folder that is made for them."""

    def work(report: Report) -> Sequence[Path]:
        composed = compose(workspace, prepared, plan, words, report)
        with workspace.change(_("Hand out invitations"), undoable=False) as session:
            return composing.hand_out(session, composed, way, folder, dt.datetime.now(dt.UTC), report=report)

    def done(paths: Sequence[Path]) -> None:
        number = len(paths)
        if way is Way.DRAFT:
            said = n_("{n} draft written to {folder}", "{n} drafts written to {folder}", number)
        else:
            said = n_("{n} calendar file written to {folder}", "{n} calendar files written to {folder}", number)
        workspace.noticed.emit(said.format(n=formats.number(number), folder=folder), False)

    workspace.run(_("Writing messages"), work, done)


def free_folder(folder: Path) -> Path:
    """The folder, or the first of its name with a number that is not there yet: nothing is overwritten unasked."""
    number = 1
    free = folder
    while free.exists():
        number += 1
        free = folder.with_name(f"{folder.name} ({number})")
    return free
