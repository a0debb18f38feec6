"""Commands that write to participants without sending: calendar files, and drafts for one's mail program."""

import datetime as dt
from pathlib import Path

import click
from sqlalchemy.orm import Session

from roundtables.cli.context import Context, as_json, of_event, print_json
from roundtables.errors import Expected, shortened
from roundtables.queries import events as queries
from roundtables.queries import participants
from roundtables.services.post import composing
from roundtables.services.post.composing import Composed, Plan
from roundtables.terms import MessageKind, Reply, Way
from roundtables.transport import accounts
from roundtables.words import _, n_

OUT = click.option(
    "--out", "folder", required=True, type=click.Path(path_type=Path, file_okay=False), help="The folder."
)
KINDS = {kind.value: kind for kind in MessageKind if kind not in (MessageKind.SEAT, MessageKind.COUNTER_DECLINED)}
REPLIES = click.Choice([reply.value for reply in Reply])


class NobodyAnsweredSo(Expected):
    def __init__(self, reference: str) -> None:
        super().__init__(
            _("Nobody of {reference} who has given such an answer is to get this message.").format(
                reference=shortened(reference)
            )
        )


class UpdateOrCancel(click.UsageError):
    def __init__(self) -> None:
        super().__init__(_("Choose one of --update and --cancel."))


@click.command()
@of_event
@OUT
@click.option("--update", is_flag=True, help="Only to those who hold an outdated invitation.")
@click.option("--cancel", is_flag=True, help="Call the invitation off: to those taken off, or to all.")
@as_json
@click.pass_obj
def invite(context: Context, /, reference: str, folder: Path, *, update: bool, cancel: bool, as_json: bool) -> None:
    """Write one calendar invitation a participant into a folder."""
    if update and cancel:
        raise UpdateOrCancel
    kind = MessageKind.UPDATE if update else MessageKind.CANCELLATION if cancel else MessageKind.INVITATION
    now = dt.datetime.now(dt.UTC)
    with context.register() as register, register.change(_("Hand out invitations"), undoable=False) as session:
        key = queries.key_of(session, reference)
        # As ever, the plain command writes to all who take part, whatever they hold.
        named = composing.everybody(session, key) if kind is MessageKind.INVITATION else None
        chosen = composing.plan(session, key, kind, named)
        composed = composing.compose(session, chosen, key, accounts.load(), now)
        written = composing.hand_out(session, composed, Way.FILE, folder, now, replaces=named is not None)
    words = n_("{n} invitation written to {folder}", "{n} invitations written to {folder}", len(written))
    if cancel:
        words = n_("{n} cancellation written to {folder}", "{n} cancellations written to {folder}", len(written))
    _tell([theirs[0] for theirs in composing.by_person(composed)], written, words, folder, as_json=as_json)


@click.command()
@of_event
@OUT
@click.option(
    "--kind",
    "kind",
    type=click.Choice(sorted(KINDS)),
    default=MessageKind.INVITATION.value,
    show_default=True,
    help="What the messages are for.",
)
@click.option("--to", "replies", type=REPLIES, multiple=True, help="Only to those who answered so; may be repeated.")
@as_json
@click.pass_obj
def drafts(
    context: Context, /, reference: str, folder: Path, kind: str, *, replies: tuple[str, ...], as_json: bool
) -> None:
    """Write messages as drafts that mail programs open ready to send, one a participant."""
    now = dt.datetime.now(dt.UTC)
    with context.register() as register, register.change(_("Write drafts"), undoable=False) as session:
        key = queries.key_of(session, reference)
        chosen = _chosen(session, key, reference, KINDS[kind], replies)
        composed = composing.compose(session, chosen, key, accounts.load(), now)
        written = composing.hand_out(session, composed, Way.DRAFT, folder, now)
    words = n_("{n} draft written to {folder}", "{n} drafts written to {folder}", len(written))
    _tell(composed, written, words, folder, as_json=as_json)


def _chosen(session: Session, key: int, reference: str, kind: MessageKind, replies: tuple[str, ...]) -> Plan:
    """Whom it goes to: of those whom it concerns, or for what is no invitation of all, those who answered so."""
    if not replies:
        return composing.plan(session, key, kind)
    wanted = {Reply.of(reply) for reply in replies}
    named = [row.person_id for row in participants.listing(session, key) if row.reply in wanted]
    if named and kind in composing.ONE_AT_A_TIME:
        concerned = composing.plan(session, key, kind)
        named = [person for person in concerned.recipients if person in set(named)]
    if not named:
        raise NobodyAnsweredSo(reference)
    return composing.plan(session, key, kind, named)


def _tell(composed: list[Composed], written: list[Path], words: str, folder: Path, *, as_json: bool) -> None:
    if as_json:
        pairs = zip(composed, written, strict=True)
        print_json([{"email": each.email, "name": each.name, "file": str(path)} for each, path in pairs])
    else:
        click.echo(words.format(n=len(written), folder=folder))
