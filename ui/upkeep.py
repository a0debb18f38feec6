"""What keeps the register safe: a copy now, a look inside, a copy put back. Each says what came of it."""

from pathlib import Path

from roundtables.words import _, n_
from ui.workspace import Workspace


def back_up(workspace: Workspace) -> None:
    """Make a verified copy now."""

    def done(path: Path) -> None:
        workspace.noticed.emit(_("A verified copy was made: {path}").format(path=path), False)

    workspace.run(_("Backing up"), lambda _report: workspace.register.back_up(), done)


def check(workspace: Workspace) -> None:
    """Look inside the register and say whether it is sound."""

    def done(found: list[str]) -> None:
        words = _("The register is sound.")
        if found:
            words = n_("{n} fault was found in the register.", "{n} faults were found in the register.", len(found))
        workspace.noticed.emit(words.format(n=len(found)), False)

    workspace.run(_("Checking the register"), lambda _report: workspace.register.check(), done)


def restore(workspace: Workspace, copy: Path) -> None:
    """Put a copy in the register's place; the register as it was is kept among the copies."""

    def done(kept: Path | None) -> None:
        words = _("The copy is in the register's place. The register as it was is kept: {path}")
        workspace.noticed.emit(words.format(path=kept), False)

    workspace.run(_("Restoring a copy"), lambda _report: workspace.register.restore(copy), done)
