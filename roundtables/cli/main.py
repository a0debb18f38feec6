"""The commands put together. Errors go to standard error: exit code 1, errors of usage 2, never a traceback."""

import importlib
import locale
import os
import sys

import click

from roundtables import __version__
from roundtables.cli.context import Context
from roundtables.cli.parts import Parts
from roundtables.errors import Expected
from roundtables.formats.documents.typesetting_child import TYPESET
from roundtables.formats.sheets.workbook_child import READ_WORKBOOK
from roundtables.words import LOCALES, _, speak

BROKEN_PIPE = 141


PARTS = {
    "events": "roundtables.cli.events:events",
    "invite": "roundtables.cli.drafts:invite",
    "drafts": "roundtables.cli.drafts:drafts",
    "calendar": "roundtables.cli.calendar:calendar",
    "people": "roundtables.cli.people:people",
    "attendance": "roundtables.cli.attendance:attendance",
    "figures": "roundtables.cli.figures:figures",
    "badges": "roundtables.cli.papers:badges",
    "certificates": "roundtables.cli.papers:certificates",
    "papers": "roundtables.cli.papers:papers_command",
    "evidence": "roundtables.cli.evidence:evidence",
    "costs": "roundtables.cli.costs:costs",
    "eds": "roundtables.cli.event_report:eds",
    "feedback": "roundtables.cli.event_report:feedback",
    "post": "roundtables.cli.post:post",
    "replies": "roundtables.cli.replies:replies",
    "init": "roundtables.cli.upkeep:init",
    "demo": "roundtables.cli.upkeep:demo",
    "search": "roundtables.cli.upkeep:search_register",
    "history": "roundtables.cli.upkeep:show_history",
    "undo": "roundtables.cli.upkeep:undo",
    "redo": "roundtables.cli.upkeep:redo",
    "check": "roundtables.cli.upkeep:check",
    "backup": "roundtables.cli.upkeep:backup",
    "restore": "roundtables.cli.upkeep:restore",
}
"""Where the commands are."""


@click.group(
    cls=Parts,
    parts=PARTS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("--register", "where", metavar="PATH|URL", help="The register to use instead of the default one.")
@click.option("--language", "code", type=click.Choice(sorted(LOCALES)), help="The language of what is printed.")
@click.version_option(__version__, prog_name="roundtables")
@click.pass_context
def commands(context: click.Context, where: str | None, code: str | None) -> None:
    """Keep a register of workshops, study visits and round-tables from the command line."""
    speak(code or _system_language())
    context.obj = Context(where)


@commands.command()
@click.pass_obj
def gui(context: Context) -> None:
    """Open the window."""
    sys.exit(importlib.import_module("ui.app").main([] if context.where is None else [context.where]))


def _system_language() -> str:
    named = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    if not named and sys.platform == "win32":
        named = locale.getlocale()[0] or ""
    return named[:2].lower() if named[:2].lower() in LOCALES else "en"


def run() -> None:
    """The entry point of the command line; with no arguments it opens the window."""
    if sys.argv[1:2] == [READ_WORKBOOK]:
        from roundtables.formats.sheets.workbook_child import main

        sys.exit(main(sys.argv[2]))
    if sys.argv[1:2] == [TYPESET]:
        from roundtables.formats.documents.typesetting_child import main as typeset

        sys.exit(typeset())
    _speak_utf8()
    try:
        sys.exit(commands(sys.argv[1:] or ["gui"], standalone_mode=False) or 0)
    except Expected as error:
        _stop(str(error), 1)
    except click.UsageError as error:
        error.show()
        sys.exit(error.exit_code)
    except click.ClickException as error:
        _stop(error.format_message(), error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        _stop(_("Stopped. Nothing was changed by the command that was running."), 1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(BROKEN_PIPE)


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def _stop(words: str, code: int) -> None:
    click.echo(f"roundtables: {words}", err=True)
    sys.exit(code)
