"""Commands on what the funder is told: the event description sheet, what is entered for it, and feedback."""

import datetime as dt
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from roundtables.cli.context import Context, as_json, in_language, of_event, print_json, print_table, printable
from roundtables.errors import NotFound, shortened
from roundtables.formats.surveys.answers import Question, SurveyAnswers
from roundtables.queries import event_reports as queries
from roundtables.queries import events
from roundtables.queries import surveys as survey_queries
from roundtables.queries.counting import Counts
from roundtables.queries.surveys import QuestionFigures, SurveyFigures, hundredths
from roundtables.services import event_descriptions, event_reports, surveys
from roundtables.words import _, n_, spoken


class NoSuchSurvey(NotFound):
    def __init__(self, number: int, reference: str) -> None:
        super().__init__(
            _("{reference} has no survey {number}. Nothing was removed; see “roundtables feedback list”.").format(
                number=number, reference=shortened(reference)
            )
        )


@click.command("eds")
@of_event
@click.option(
    "--out",
    "path",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file to write, .docx or .xlsx.",
)
@click.option("--for", "for_whom", default="", metavar="WHOM", help="Who gets it; kept with the hand-over.")
@in_language
@click.pass_obj
def eds(context: Context, reference: str, path: Path, for_whom: str, code: str | None) -> None:
    """Write the event description sheet and record that it was handed over."""
    with (
        context.register() as register,
        register.change(_("Hand over event description sheet"), undoable=False) as session,
    ):
        event_descriptions.hand_over(
            session,
            events.key_of(session, reference),
            path,
            code or spoken().code,
            for_whom=for_whom,
            by=register.user,
            at=dt.datetime.now(dt.UTC),
            folder=event_descriptions.folder_of(register),
        )
    click.echo(str(path))


def _numbers(command: Any) -> Any:
    for option, words in (
        ("--responses", "How many answered the survey."),
        ("--not-stated", "How many did not state their gender."),
        ("--non-binary", "How many non-binary persons took part."),
        ("--men", "How many men took part."),
        ("--women", "How many women took part."),
    ):
        command = click.option(option, type=int, help=words)(command)
    return command


@click.command("report")
@of_event
@click.option("--website", help="The event's website.")
@click.option("--summary", help="A short description of the event.")
@click.option("--evaluation", help="What the evaluation gave.")
@click.option("--survey", help="The address of the feedback survey.")
@_numbers
@as_json
@click.pass_obj
def report(context: Context, /, reference: str, *, as_json: bool, **values: Any) -> None:
    """Enter what the event description sheet says of an event; without values, show it."""
    named = {_COLUMNS.get(key, key): value for key, value in values.items() if value is not None}
    with context.register() as register:
        if named:
            with register.change(_("Change report")) as session:
                event_reports.change(session, events.key_of(session, reference), **named)
        with register.read() as session:
            page = events.event_page(session, events.key_of(session, reference))
            shown = _report(queries.report(session, page.id), queries.counted(session, page))
    if as_json:
        print_json(shown)
    elif not named:
        in_words = shown | {"countries": ", ".join(f"{code} {number}" for code, number in shown["countries"].items())}
        print_table([(key, value) for key, value in in_words.items() if value not in (None, "")])
    _tell_difference(shown)


_COLUMNS = {"survey": "survey_url", "responses": "survey_responses", "not_stated": "gender_not_stated"}


def _report(row: queries.ReportRow, counted: Counts) -> dict[str, Any]:
    return {
        "website": row.website,
        "summary": row.summary,
        "evaluation": row.evaluation,
        "survey": row.survey_url,
        "responses": row.responses,
        "women": row.women,
        "men": row.men,
        "non_binary": row.non_binary,
        "not_stated": row.gender_not_stated,
        "participations": counted.participations,
        "persons": counted.persons,
        "person_days": counted.person_days,
        "local": counted.local,
        "transnational": counted.transnational,
        "origin_unknown": counted.origin_unknown,
        "countries": {code or "unknown": number for code, number in counted.countries},
    }


def _tell_difference(shown: dict[str, Any]) -> None:
    """Say on standard error where the numbers by gender and the attendance differ: told, not refused."""
    from roundtables.formats.documents.event_description import gender_note

    stated = tuple(shown[key] for key in ("women", "men", "non_binary", "not_stated"))
    note = gender_note(stated, shown["participations"], spoken())
    if note:
        click.echo(f"{_('Participants by gender, in total')}: {note}", err=True)


@click.group()
def feedback() -> None:
    """What participants answered in surveys."""


@feedback.command("import")
@of_event
@click.argument(
    "path",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The spreadsheet that the survey tool exported.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be imported and change nothing.")
@as_json
@click.pass_obj
def import_feedback(context: Context, reference: str, path: Path, *, dry_run: bool, as_json: bool) -> None:
    """Import the answers that a survey tool has exported, without what could tell who answered."""
    with context.register() as register:
        with register.read() as session:
            key = events.key_of(session, reference)
        answers, sha256 = surveys.read(path)
        if dry_run:
            with register.read() as session:
                surveys.require_new(session, key, sha256)
        else:
            with register.change(_("Import feedback")) as session:
                surveys.take(session, key, answers, sha256)
    if as_json:
        print_json(_answers(answers))
        return
    number = answers.responses
    click.echo(n_("{tool}: {n} response", "{tool}: {n} responses", number).format(tool=_(answers.tool.label), n=number))
    print_table([(_(question.kind.label), question.text) for question in answers.questions])
    if answers.left_out:
        click.echo(
            _("Left out, since it could tell who answered: {columns}").format(columns=", ".join(answers.left_out))
        )
    if number < survey_queries.FEW:
        click.echo(surveys.few_words(number), err=True)


def _answers(answers: SurveyAnswers) -> dict[str, Any]:
    return {
        "tool": answers.tool.value,
        "name": answers.name,
        "responses": answers.responses,
        "left_out": list(answers.left_out),
        "questions": [_question(question) for question in answers.questions],
    }


def _question(question: Question) -> dict[str, Any]:
    return {
        "text": question.text,
        "kind": question.kind.value,
        "answers": [
            {"answer": text if value is None else value, "times": times} for value, text, times in question.answers
        ],
    }


@feedback.command("list")
@of_event
@as_json
@click.pass_obj
def list_feedback(context: Context, reference: str, *, as_json: bool) -> None:
    """Show the surveys of an event: the mean and the spread of each question, choices and comments."""
    with context.register() as register, register.read() as session:
        found = survey_queries.of_event(session, events.key_of(session, reference))
    if as_json:
        print_json([_survey(survey) for survey in found])
        return
    for survey in found:
        number = survey.responses
        words = n_("{name}: {n} response", "{name}: {n} responses", number).format(name=survey.name, n=number)
        click.echo(f"{survey.id}  {printable(words)}")
        print_table(
            [(_("Question"), _("Answers"), _("Mean"), _("Median"), _("Standard deviation"))]
            + [
                (each.text, each.answers, _decimal(each.mean), _decimal(each.median), _decimal(each.deviation))
                for each in survey.questions
            ]
        )


def _survey(survey: SurveyFigures) -> dict[str, Any]:
    return {
        "id": survey.id,
        "tool": survey.tool.value,
        "name": survey.name,
        "responses": survey.responses,
        "questions": [_figures(question) for question in survey.questions],
    }


def _figures(question: QuestionFigures) -> dict[str, Any]:
    return {
        "text": question.text,
        "kind": question.kind.value,
        "answers": question.answers,
        "mean": _rounded(question.mean),
        "median": _rounded(question.median),
        "deviation": _rounded(question.deviation),
        "distribution": dict(question.distribution),
        "comments": list(question.comments),
    }


def _rounded(value: Fraction | None) -> float | None:
    return None if value is None else hundredths(value) / 100


def _decimal(value: Fraction | None) -> str:
    return "" if value is None else f"{hundredths(value) / 100:.2f}"


@feedback.command("remove")
@of_event
@click.argument("number", metavar="NUMBER", type=int, help="The number of the survey.")
@click.pass_obj
def remove_feedback(context: Context, reference: str, number: int) -> None:
    """Take a survey, by the number that “feedback list” shows, out of the register again; can be undone."""
    with context.register() as register, register.change(_("Remove feedback")) as session:
        key = events.key_of(session, reference)
        if number not in {survey.id for survey in survey_queries.of_event(session, key)}:
            raise NoSuchSurvey(number, reference)
        surveys.remove(session, number, event_id=key)
