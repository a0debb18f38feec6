"""Tell which tool wrote a survey's export, and read it without what could tell who answered."""

from pathlib import Path

from roundtables.errors import Expected
from roundtables.formats.surveys.answers import SurveyAnswers


class SurveyNotRead(Expected):
    """An export that can't be taken in; nothing was changed."""


def read_survey(path: Path) -> SurveyAnswers:
    """Read an export (.xlsx, .xls, .ods, .csv) of EUSurvey, Webropol or Microsoft Forms; any other table as OTHER.

    Raises SurveyNotRead's subclasses and what `sheets.reading` raises.
    """
    raise NotImplementedError
