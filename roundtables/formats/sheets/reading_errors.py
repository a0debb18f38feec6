"""Why a file of people can't be read, each in words of its own. Nothing was taken over in any of them."""

from roundtables.errors import Expected
from roundtables.words import _, n_


class Unreadable(Expected):
    """The file can't be read as a list of people."""


class FileMissing(Unreadable):
    def __init__(self, name: str) -> None:
        super().__init__(_("{file} can't be opened: it is not there, or it may not be read.").format(file=name))


class FileEmpty(Unreadable):
    def __init__(self, name: str) -> None:
        super().__init__(_("{file} is empty: there is nothing to take over.").format(file=name))


class FileTooLarge(Unreadable):
    def __init__(self, name: str, megabytes: int) -> None:
        super().__init__(
            _("{file} is too large: at most {n} MB are read. Save the list alone in a file of its own.").format(
                file=name, n=megabytes
            )
        )


class TooManyRows(Unreadable):
    def __init__(self, name: str, most: int) -> None:
        super().__init__(
            _("{file} has too many rows or columns: at most {n} rows are read. Split the list into parts.").format(
                file=name, n=most
            )
        )


class CellTooLong(Unreadable):
    def __init__(self, name: str) -> None:
        super().__init__(_("{file} has a line or cell that is far too long for a list of people.").format(file=name))


class Encrypted(Unreadable):
    def __init__(self, name: str) -> None:
        super().__init__(
            _("{file} is protected with a password. Save a copy without a password and choose that.").format(file=name)
        )


class NotASpreadsheet(Unreadable):
    def __init__(self, name: str) -> None:
        super().__init__(
            _("{file} is not a list that can be read: choose .xlsx, .xls, .ods, .csv, .tsv or .vcf.").format(file=name)
        )


class FileDamaged(Unreadable):
    def __init__(self, name: str) -> None:
        super().__init__(
            _("{file} is damaged or cut short. Open it in a spreadsheet program and save it again.").format(file=name)
        )


class TookTooLong(Unreadable):
    def __init__(self, name: str, seconds: int) -> None:
        super().__init__(
            n_(
                "Reading {file} was stopped after {n} second. Save the list alone in a file of its own.",
                "Reading {file} was stopped after {n} seconds. Save the list alone in a file of its own.",
                seconds,
            ).format(file=name, n=seconds)
        )


class NothingToPaste(Unreadable):
    def __init__(self) -> None:
        super().__init__(_("There is no text on the clipboard that could be a list of people."))
