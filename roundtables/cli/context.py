"""What every command needs: the register that was named, and output for people or for programs.

The register is imported when it is opened: what needs none, such as help and errors of usage, doesn't wait for it.
"""

import datetime as dt
import json
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from roundtables.errors import Expected, Invalid, shortened
from roundtables.words import LOCALES, _

if TYPE_CHECKING:
    from roundtables.register import Register


class NoRegisterThere(Expected):
    def __init__(self, path: Path) -> None:
        words = _("There is no register at {path}. Make one with “roundtables init”, or name another with --register.")
        super().__init__(words.format(path=path))


class NotADate(Invalid):
    def __init__(self, text: str) -> None:
        super().__init__(_("“{text}” is not a date and time such as 2026-12-01 09:00.").format(text=text[:40].strip()))


class NotADay(Invalid):
    def __init__(self, text: str) -> None:
        super().__init__(_("“{text}” is not a date such as 2026-12-01.").format(text=text[:40].strip()))


class NotATime(Invalid):
    def __init__(self, text: str) -> None:
        words = _("“{text}” is not a time such as 09:05, nor one with its date such as “2026-12-01 09:05”.")
        super().__init__(words.format(text=text[:40].strip()))


class FileToWrite(click.Path):
    """The path of a file to write, whose name has to end in what the file will be: .pdf, .xlsx.

    Where it may be a folder too, a name without an ending in letters is one.
    """

    def __init__(self, *endings: str, or_folder: bool = False) -> None:
        super().__init__(path_type=Path, dir_okay=or_folder)
        self._endings = endings
        self._or_folder = or_folder

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        is_folder = self._or_folder and (path.is_dir() or not path.suffix[1:].isalpha())
        if path.suffix.lower() not in self._endings and not is_folder:
            words = _("the name “{file}” has to end in {endings}. Nothing was written.")
            self.fail(words.format(file=shortened(path.name), endings=" | ".join(self._endings)), param, ctx)
        return path


class Context:
    """The register a command works on, opened when it is first needed."""

    def __init__(self, where: str | None) -> None:
        self.where = where

    @property
    def place(self) -> Any:
        """The path or URL of the register: the one named, else the default."""
        if self.where is None:
            from roundtables.register.location import default_register

            return default_register()
        return self.where

    @contextmanager
    def register(self) -> Iterator["Register"]:
        """The register, opened for one command; the day's copy is made first if it is due."""
        from roundtables.register import Register
        from roundtables.register.engine import is_server
        from roundtables.register.errors import NoRegister

        try:
            register = Register.open(self.place)
        except NoRegister as error:
            raise NoRegisterThere(error.path) from error
        try:
            if not is_server(self.place):
                register.back_up_if_due()
            yield register
        finally:
            register.close()


of_event = click.argument("reference", metavar="REF", help="The event's reference, such as E2.1.")
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs instead of text.")
in_language = click.option(
    "--in", "code", type=click.Choice(sorted(LOCALES)), help="The language of the file; the command's own unless set."
)


def print_json(value: object) -> None:
    """Print a value as JSON in UTF-8, two spaces a level."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_table(rows: Sequence[Sequence[object]]) -> None:
    """Print rows in columns; control characters are shown as signs, so that no text can move the cursor."""
    texts = [[printable(cell) for cell in row] for row in rows]
    if not texts:
        return
    widths = [max(len(row[column]) for row in texts) for column in range(len(texts[0]))]
    for row in texts:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def printable(cell: object) -> str:
    """A value in one line of a terminal; control characters are shown as signs."""
    text = "" if cell is None else str(cell)
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


def moment(text: str) -> dt.datetime:
    """A wall time from `2026-12-01 09:00`, or from a date alone its midnight. Raises NotADate."""
    try:
        found = dt.datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise NotADate(text) from error
    if found.tzinfo is not None:
        raise NotADate(text)
    return found


def day(text: str | None) -> dt.date | None:
    """A date from `2026-12-01`, or None for none. Raises NotADay."""
    if not text:
        return None
    try:
        return moment(text).date()
    except NotADate as error:
        raise NotADay(text) from error


def clock(text: str | None, on: dt.date) -> dt.datetime | None:
    """A wall time from `09:05`, `9:05` or `9.05` on a day, or with its own date; None for none. Raises NotATime."""
    if text is None:
        return None
    if found := _CLOCK.fullmatch(text.strip()):
        text = f"{on} {int(found['hour']):02}:{found['minute']}"
    try:
        return moment(text)
    except NotADate as error:
        raise NotATime(text) from error


_CLOCK = re.compile(r"(?P<hour>[0-9]{1,2})[:.](?P<minute>[0-9]{2})")
