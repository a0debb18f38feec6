"""What can be wrong with a register as a file, a server or a transaction."""

from pathlib import Path

from roundtables.errors import Expected
from roundtables.words import _


class RegisterError(Expected):
    """The register can't be opened, read or written."""


class NoRegister(RegisterError):
    """`path` is where it was looked for; of a server the name of the database, without what signs in."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            _("There is no register at {path}. Make one with “New register”, or open another file.").format(path=path)
        )


class RegisterExists(RegisterError):
    def __init__(self, path: Path) -> None:
        super().__init__(
            _("There is already a file at {path}. It was left as it is; choose another name.").format(path=path)
        )


class NotARegister(RegisterError):
    def __init__(self, path: Path) -> None:
        super().__init__(
            _("{name} is not a register of Roundtables. The file was left as it is.").format(name=path.name)
        )


class RegisterIsNewer(RegisterError):
    lasts = "updated"

    def __init__(self, path: Path) -> None:
        super().__init__(
            _(
                "{name} was written by a newer version of Roundtables. It was left as it is; "
                "install the newer version to open it."
            ).format(name=path.name)
        )


class RegisterDamaged(RegisterError):
    def __init__(self, path: Path) -> None:
        super().__init__(
            _(
                "{name} is damaged. It was left as it is. "
                "Open the newest copy from the folder of backups beside it instead."
            ).format(name=path.name)
        )


class RegisterBusy(RegisterError):
    def __init__(self) -> None:
        super().__init__(
            _("Another program is writing to the register just now. Nothing was changed; try again in a moment.")
        )


class RegisterReadOnly(RegisterError):
    def __init__(self) -> None:
        super().__init__(
            _("The register can be read but not written. Nothing was changed; check the rights of the file and folder.")
        )


class BusyElsewhere(RegisterError):
    def __init__(self) -> None:
        super().__init__(
            _("Another program is doing this with the register just now. Nothing was lost; wait until it ends.")
        )


class RegisterGone(RegisterError):
    lasts = "reached"

    def __init__(self) -> None:
        super().__init__(
            _("The register can no longer be reached. What was saved before is in the file; connect the drive again.")
        )


class DiskIsFull(RegisterError):
    def __init__(self) -> None:
        super().__init__(
            _("The disk is full. This change was not saved, nothing else was lost; free some space first.")
        )


class ServerUnreachable(RegisterError):
    def __init__(self) -> None:
        super().__init__(
            _("The register's server does not answer, or refuses. Nothing was lost; check the address and the network.")
        )


class NotReversible(RegisterError):
    """An undo or redo that can't be done."""


class NothingToUndo(NotReversible):
    def __init__(self) -> None:
        super().__init__(_("There is nothing to undo."))


class NothingToRedo(NotReversible):
    def __init__(self) -> None:
        super().__init__(_("There is nothing to redo."))


class StepOverlaid(NotReversible):
    def __init__(self, name: str) -> None:
        super().__init__(
            _("“{step}” can't be taken back: what it changed has been changed again since. Nothing was lost.").format(
                step=name
            )
        )


class BackupFailed(RegisterError):
    def __init__(self, path: Path) -> None:
        super().__init__(
            _("The copy {name} could not be verified and was removed. The register itself was not touched.").format(
                name=path.name
            )
        )


class NotForServers(RegisterError):
    def __init__(self) -> None:
        super().__init__(
            _("This register lies on a server. Copies of it are made and restored there, by whoever looks after it.")
        )


class FilesNotOnServers(RegisterError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "This register lies on a server: files can't be attached, since they are kept beside a register's "
                "file. Nothing was changed."
            )
        )
