"""The commands put together. Errors go to standard error: exit code 1, errors of usage 2, never a traceback."""

import importlib
import locale
import os
import sys

import click

from roundtables import __version__
from roundtables.cli import (
    attendance,
    calendar,
    costs,
    drafts,
    event_report,
    events,
    evidence,
    figures,
    papers,
    people,
    post,
    replies,
    series,
    upkeep,
)
from roundtables.cli.context import Context
from roundtables.errors import Expected
from roundtables.formats.documents.typesetting_child import TYPESET
from roundtables.formats.sheets.workbook_child import READ_WORKBOOK
from roundtables.words import LOCALES, _, speak

BROKEN_PIPE = 141


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
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


_PARTS = (
    events.events,
    drafts.invite,
    drafts.drafts,
    calendar.calendar,
    people.people,
    attendance.attendance,
    figures.figures,
    papers.badges,
    papers.certificates,
    papers.papers_command,
    evidence.evidence,
    costs.costs,
    event_report.eds,
    event_report.feedback,
    post.post,
    replies.replies,
    *upkeep.COMMANDS,
)
for _part in _PARTS:
    commands.add_command(_part)

events.events.add_command(series.repeat)
events.events.add_command(event_report.report)


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
