"""Making an evidence pack from an event's page: the checklist first, then where to, then the work."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from shiboken6 import isValid

from roundtables.services import evidence as services
from roundtables.words import _, n_
from ui import format as formats
from ui.background import Report
from ui.dialogs.evidence import EvidenceDialog
from ui.dialogs.saving import ask_where

if TYPE_CHECKING:
    from ui.pages.event.page import EventPage


def evidence_pack(page: "EventPage") -> None:
    """Say what is missing, ask where to, write the pack and record it as handed over."""
    record, workspace = page.record, page.workspace
    choices = [(record.reference, f"{record.reference} {record.title}")]
    if record.work_package is not None:
        package = _("Work package {n}: {title}").format(n=record.work_package, title=record.work_package_title)
        choices.append((_package(record.work_package_id), package))
    dialog = EvidenceDialog(page, choices, workspace.preferences.export_language)
    asked = [0]

    def look(reference: str) -> None:
        asked[0] += 1
        number = asked[0]
        dialog.show_waiting()

        def work(report: Report) -> Any:
            with workspace.read() as session:
                chosen = _target(session, reference, page.event_id)
                return chosen, services.checklist(session, workspace.register.kept_files, chosen, report=report)

        def done(found: Any) -> None:
            if isValid(dialog) and number == asked[0]:
                chosen, checks = found
                dialog.show_checks(checks, chosen.left, len(chosen.event_ids))

        workspace.run_quietly(work, done)

    dialog.look = look
    dialog.accepted.connect(lambda: _ask_where(page, dialog))
    dialog.open()
    look(dialog.reference())


def _package(work_package_id: int | None) -> str:
    """What stands for a work package in the choice: by its key, since numbers are a project's own."""
    return f"#{work_package_id}"


def _target(session: Any, chosen: str, event_id: int) -> services.Target:
    if chosen.startswith("#"):
        return services.of_work_package(session, int(chosen[1:]))
    return services.of_event(session, event_id)


def _ask_where(page: "EventPage", dialog: EvidenceDialog) -> None:
    workspace, event_id = page.workspace, page.event_id
    code, for_whom, chosen, leave_out = dialog.language(), dialog.for_whom(), dialog.reference(), dialog.leave_out
    leaving = leave_out.isChecked()
    with workspace.read() as session:
        target = _target(session, chosen, event_id)
    name = services.suggested_name(target.reference, code)
    path = ask_where(page, workspace, _("Evidence pack"), name, ".zip")
    if path is None:
        return

    def work(report: Report) -> services.Pack:
        with workspace.read() as session:
            store, fresh = workspace.register.kept_files, _target(session, chosen, event_id)
            pack = services.write(session, store, fresh, path, code, leave_out_missing=leaving, report=report)
        with workspace.change(_("Hand over evidence pack"), undoable=False) as session:
            services.enter(session, pack, for_whom=for_whom, by=workspace.register.user, at=dt.datetime.now(dt.UTC))
        return pack

    def done(pack: services.Pack) -> None:
        words = n_(
            "{file} was written, with {n} file in it.", "{file} was written, with {n} files in it.", len(pack.files)
        )
        workspace.noticed.emit(words.format(file=path, n=formats.number(len(pack.files))), False)

    workspace.run(_("Writing the evidence pack"), work, done)
