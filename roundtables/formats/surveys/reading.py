"""Tell which tool wrote a survey's export, and read it without what could tell who answered."""

from pathlib import Path

from roundtables.errors import shortened
from roundtables.formats.sheets.reading import read_table
from roundtables.formats.surveys import errors
from roundtables.formats.surveys.anonymity import tells_who
from roundtables.formats.surveys.answers import SurveyAnswers
from roundtables.formats.surveys.errors import SurveyNotRead
from roundtables.formats.surveys.layout import laid_out
from roundtables.formats.surveys.questions import questions_of

__all__ = ["SurveyNotRead", "read_survey"]

MOST_RESPONSES = 20_000
LONGEST_NAME = 100


def read_survey(path: Path) -> SurveyAnswers:
    """Read an export (.xlsx, .xls, .ods, .csv) of EUSurvey, Webropol or Microsoft Forms; any other table as OTHER.

    Raises SurveyNotRead's subclasses and what `sheets.reading` raises.
    """
    export = laid_out(read_table(path).rows)
    if not export.responses:
        raise errors.NobodyAnswered
    if export.responses > MOST_RESPONSES:
        raise errors.TooManyResponses(MOST_RESPONSES)
    telling = [at < export.told or tells_who(column) for at, column in enumerate(export.columns)]
    left_out = tuple(
        dict.fromkeys(
            shortened(column.title, LONGEST_NAME)
            for column, tells in zip(export.columns, telling, strict=True)
            if tells and column.title
        )
    )
    questions = questions_of([column for column, tells in zip(export.columns, telling, strict=True) if not tells])
    if not questions:
        raise errors.NoQuestions(left_out)
    name = shortened(export.name or path.stem, LONGEST_NAME)
    return SurveyAnswers(export.tool, name, export.responses, questions, left_out)
