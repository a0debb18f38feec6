"""The page Post in its states, the settings of the post, the rules, and what became of answers."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

LONG = "Zoë-Alexandrine Vandenbroucke-Österreicher <img src=x>"


def take(window: Any, save: Callable[..., None], settle: Callable[[], None]) -> None:
    """Outbox, proposals, answers; settings; dialogs; Today."""
    from roundtables.services.answers.taking import Taken
    from roundtables.terms import Outcome, Way
    from roundtables.transport import accounts
    from ui.dialogs.answers_taken import AnswersTakenDialog
    from ui.dialogs.dropped import foresee
    from ui.dialogs.reminder_rules import RuleDialog, RulesDialog
    from ui.dialogs.secret import SecretDialog
    from ui.links import Link

    workspace = window.workspace
    before = accounts.load()
    _fill(workspace)
    window.visit(Link("post", part="outbox"))
    window.current_page().outbox.show_state(None)
    save("post-1-outbox")
    window.current_page().outbox.listing.narrow("nobody at all")
    save("post-1-outbox-nothing-found")
    window.visit(Link("post", part="refused"))
    save("post-1-outbox-refused")
    window.current_page().outbox.show_state(None)
    window.visit(Link("post", part="proposals"))
    save("post-2-proposals")
    page = window.current_page()
    for number in range(page.proposals.count()):
        page.proposals.table.go_to(number)
        save(f"post-2-proposals-{number + 1}")
    window.visit(Link("post", part="answers"))
    save("post-3-answers")
    smtp = replace(before.smtp, host="mail.ministry.example", email="office@ministry.example", user="office")
    accounts.save(replace(before, way=Way.MAIL, smtp=smtp, paused=True))
    window.visit(Link("post", part="outbox"))
    window.current_page().refresh()
    save("post-4-outbox-paused")
    window.resize(900, 600)
    save("post-4-outbox-small")
    window.visit(Link("post", part="proposals"))
    save("post-4-proposals-small")
    window.resize(1280, 800)
    window.visit(Link("today"))
    window.current_page().refresh()
    save("post-5-today")
    window.visit(Link("settings", part="post"))
    save("post-6-settings")
    tab = window.current_page().post
    tab.smtp.form.fields["host"].show_error("This is not the name of a server, such as mail.example.org.")
    tab.smtp._say("mail.ministry.example does not accept the user name or password (or the token).", "error")
    tab.verticalScrollBar().setValue(tab.verticalScrollBar().maximum() // 2)
    save("post-6-settings-middle")
    tab.verticalScrollBar().setValue(tab.verticalScrollBar().maximum())
    save("post-6-settings-end")
    rules = RulesDialog(window, workspace, None)
    rules.show()
    save("post-7-rules", rules)
    rule = RuleDialog(rules, None, [(None, "All events")])
    rule.show()
    save("post-7-rule", rule)
    rule.close()
    rules.close()
    secret = SecretDialog(window, smtp, was_wrong=True)
    secret.show()
    save("post-7-password", secret)
    secret.close()
    taken = [
        Taken("answers.mbox", Outcome.APPLIED, name="Aino Mäkelä", partstat="ACCEPTED", reference="E2.1"),
        Taken("answers.mbox", Outcome.APPLIED, name="Ivana Čović", partstat="DECLINED", reference="E2.1"),
        Taken(
            "answers.mbox",
            Outcome.PROPOSAL,
            name="Mika Mallikas",
            partstat="TENTATIVE",
            reference="E2.1",
            reason="Another time or place is proposed: that waits for a decision.",
        ),
        Taken("answers.mbox", Outcome.STALE, name=LONG, partstat="ACCEPTED", reason="It had been taken in before."),
        Taken("winmail.msg", Outcome.UNREADABLE, reason="Outlook packed the answer into winmail.dat. " * 4),
        Taken("minutes.eml", Outcome.NOT_A_REPLY, reason="The message holds no calendar."),
    ]
    dialog = AnswersTakenDialog(window, workspace, taken, undoable=True)
    dialog.show()
    dialog.table.go_to(4)
    save("post-8-answers-taken", dialog)
    dialog.close()
    window.drops._show(foresee([Path("answer.eml")], ""))
    save("post-9-drop-answer")
    window.drops.leave()
    accounts.save(before)


def _fill(workspace: Any) -> None:
    """A few messages that wait, and rules."""
    from roundtables.model import Message, MessageContent
    from roundtables.queries import events as queries
    from roundtables.queries.events import EventFilter
    from roundtables.services.post import reminders
    from roundtables.terms import MessageKind, MessageState, RemindWhom
    from tests.ui.post_kit import mail

    with workspace.read() as session:
        event = queries.page(session, EventFilter(since=dt.date(2026, 11, 24)), limit=1)[0]
    with workspace.change("Write", undoable=False) as session:
        for number, name in enumerate(("Aino Mäkelä", "Ivana Čović", LONG)):
            email = f"guest{number}@office.example"
            message = Message(
                kind=MessageKind.UPDATE,
                state=MessageState.QUEUED if number else MessageState.UNKNOWN,
                event_id=event.id,
                name=name,
                email=email,
                subject=f"Changed: {event.title}",
                header_id=f"<picture{number}@test.example>",
            )
            message.content = MessageContent(text=mail(email, message.subject))
            session.add(message)
    for kind, whom, days in (
        (MessageKind.REMINDER, RemindWhom.ACCEPTED, 3),
        (MessageKind.JOINING, RemindWhom.COMING, 1),
        (MessageKind.THANKS, RemindWhom.ATTENDED, -2),
    ):
        with workspace.change("Rule") as session:
            reminders.keep_rule(
                session, None, event_id=None, kind=kind, whom=whom, days_before=days, at_minute=540, active=True
            )
