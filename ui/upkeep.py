"""What keeps the register safe: a copy now, a look inside, a copy put back. Each says what came of it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from roundtables.services import event_files
from roundtables.services.event_files import Vanished
from roundtables.words import _, n_
from ui.dialogs.asking import ask
from ui.links import Link
from ui.workspace import Workspace


def back_up(workspace: Workspace) -> None:
    """Make a verified copy now."""

    def done(path: Path) -> None:
        workspace.noticed.emit(_("A verified copy was made: {path}").format(path=path), False)

    workspace.run(_("Backing up"), lambda _report: workspace.register.back_up(), done)


def check(workspace: Workspace) -> None:
    """Look inside the register and at the contents of attached files, and say whether all is sound."""
    register = workspace.register

    def work(report: Callable[[int, int], None]) -> tuple[list[str], list[Vanished]]:
        store = register.kept_files
        with workspace.read() as session:
            gone = [] if store is None else event_files.vanished(session, store, report=report)
        return register.check(), gone

    def done(result: tuple[list[str], list[Vanished]]) -> None:
        found, gone = result
        if found:
            words = n_("{n} fault was found in the register.", "{n} faults were found in the register.", len(found))
            workspace.noticed.emit(words.format(n=len(found)), False)
        elif gone:
            _lead_to(workspace, gone)
        else:
            workspace.noticed.emit(_("The register is sound."), False)

    workspace.run(_("Checking the register"), work, done)


def _lead_to(workspace: Workspace, gone: list[Vanished]) -> None:
    """Say that contents are missing, and lead to the first event they are missing from."""
    words = n_(
        "The register is sound, but {n} attached file is without its content: {reference}, {kind}.",
        "The register is sound, but {n} attached files are without their contents, the first: {reference}, {kind}.",
        len(gone),
    )
    first = gone[0]
    said = words.format(n=len(gone), reference=first.reference, kind=_(first.kind.label))
    workspace.pointed.emit(said, False, _("Show"), Link("event", first.event_id, "hand-over"))


def erase_unattached(parent: QWidget, workspace: Workspace) -> None:
    """Ask, then remove for good the contents that no event has any more."""
    store = workspace.register.kept_files

    def work(_report: object) -> int:
        with workspace.read() as session:
            return 0 if store is None else len(event_files.unattached(session, store))

    def found(number: int) -> None:
        if not number:
            workspace.noticed.emit(_("Every content in the folder is attached to an event."), False)
            return
        question = n_("Remove {n} content for good?", "Remove {n} contents for good?", number).format(n=number)
        details = _(
            "These are contents of files that were removed from their events. It can't be undone: where such a removal "
            "is undone later, or an older copy of the register is restored, those files are shown as missing."
        )
        words = (_("Contents no longer attached"), question, details)
        ask(parent, words, ((_("Remove for good"), erase),))

    def erase() -> None:
        workspace.run(_("Removing contents"), lambda _report: _erase(workspace), told)

    def told(number: int) -> None:
        words = n_("{n} content was removed for good.", "{n} contents were removed for good.", number)
        workspace.noticed.emit(words.format(n=number), False)

    workspace.run(_("Looking at the folder"), work, found)


def _erase(workspace: Workspace) -> int:
    """Within a change, so that nobody attaches a file meanwhile."""
    with workspace.change(_("Remove contents no longer attached"), undoable=False) as session:
        return event_files.erase_unattached(session, workspace.register.files)


def restore(workspace: Workspace, copy: Path) -> None:
    """Put a copy in the register's place; the register as it was is kept among the copies."""

    def done(kept: Path | None) -> None:
        words = _("The copy is in the register's place. The register as it was is kept: {path}")
        workspace.noticed.emit(words.format(path=kept), False)

    workspace.run(_("Restoring a copy"), lambda _report: workspace.register.restore(copy), done)
