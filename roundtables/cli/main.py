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


@click.group(cls=Parts, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
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


commands.add_parts(
    {
        "attendance": ("attendance:attendance", "Who was there."),
        "backup": (
            "upkeep:backup",
            "Make a verified copy of the register; attached files lie in the folder beside it and are not in the copy.",
        ),
        "badges": ("papers:badges", "Write name badges with the code that is scanned at the door."),
        "calendar": ("calendar:calendar", "Calendars of many events: export, import, publish."),
        "certificates": (
            "papers:certificates",
            "Give certificates of attendance to those who attended enough; or list them, or check one.",
        ),
        "check": (
            "upkeep:check",
            "Check that the register is sound inside, and that the contents of all attached files are there unchanged.",
        ),
        "costs": ("costs:costs", "What events cost, and the tables of unit costs."),
        "demo": ("upkeep:demo", "Make a demonstration register with invented people."),
        "drafts": (
            "drafts:drafts",
            "Write messages as drafts that mail programs open ready to send, one a participant.",
        ),
        "eds": ("event_report:eds", "Write the event description sheet and record that it was handed over."),
        "events": ("events:events", "Plan and look up events."),
        "evidence": (
            "evidence:evidence",
            "Write all that proves an event, or those of a work package, into one zip and record it as handed over.",
        ),
        "feedback": ("event_report:feedback", "What participants answered in surveys."),
        "figures": ("figures:figures", "Count events, participations, persons and person-days, against the targets."),
        "history": ("upkeep:show_history", "Show what was changed, newest first: of one event, or of all."),
        "init": ("upkeep:init", "Make a new, empty register."),
        "invite": ("drafts:invite", "Write one calendar invitation a participant into a folder."),
        "papers": ("papers:papers_command", "Show where the templates of papers lie that you can change."),
        "people": ("people:people", "The people in the register."),
        "post": ("post:post", "Look after the messages that wait to be sent."),
        "redo": ("upkeep:redo", "Do again what was undone last."),
        "replies": (
            "replies:replies",
            "Take in answers to invitations from .ics, .eml, .mbox and .msg files, or from the mailbox.",
        ),
        "restore": (
            "upkeep:restore",
            "Put a copy in the register's place; what was there is kept, and the folder of attached files stays.",
        ),
        "search": ("upkeep:search_register", "Find events, people and organisations."),
        "undo": ("upkeep:undo", "Take back the last step."),
    }
)


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
