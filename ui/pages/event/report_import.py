"""Attendance from the report of a meeting tool: the dialog shows what would be marked, and it is taken in one step."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from roundtables.words import _, n_
from ui import format as formats

if TYPE_CHECKING:
    from roundtables.services.meeting_reports.taking import Taken
    from ui.dialogs.meeting_report import ReadFile
    from ui.pages.event.page import EventPage


def import_report(page: "EventPage", path: Path | None = None) -> None:
    """Ask for a report, or begin with the one at `path`, and take it over once it was looked at."""
    from roundtables.services.meeting_reports import taking
    from ui.dialogs.meeting_report import MeetingReportDialog

    workspace, event_id = page.workspace, page.event_id
    dialog = MeetingReportDialog(page.window(), workspace, page.record)

    def take(read: "ReadFile") -> None:
        preview = read.preview
        assert preview is not None  # noqa: S101 - it was agreed to

        def work(_report: Any) -> "Taken":
            register = workspace.register
            store = taking.store_of(register)
            with workspace.change(_("Import meeting report")) as session:
                return taking.take(
                    session,
                    store,
                    event_id,
                    preview,
                    name=read.name,
                    content=read.content,
                    by=register.user,
                    forced=True,
                    others_absent=read.others_absent,
                )

        workspace.run(_("Import meeting report"), work, lambda done: workspace.noticed.emit(_said(done), True))

    dialog.agreed.connect(take)
    dialog.open()
    if path is not None:
        dialog.read(path)


def _said(done: "Taken") -> str:
    words = n_(
        "{n} person taken over from the report: {present} present, {absent} absent",
        "{n} people taken over from the report: {present} present, {absent} absent",
        done.people,
    ).format(
        n=formats.number(done.people),
        present=formats.number(done.present),
        absent=formats.number(done.away),
    )
    if done.kept_file:
        return words
    return _("{words}. The report itself was not attached: this register lies on a server.").format(words=words)
