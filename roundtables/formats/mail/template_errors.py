"""What is told of a template that can't be used. Apart: windows need it without what reads templates."""

from roundtables.errors import Invalid
from roundtables.words import _

LONGEST_SUBJECT, LONGEST_BODY = 500, 20_000


class TemplateWrong(Invalid):
    """A template that can't be used. `field` is subject or body, `line` counts from 1 within it."""

    def __init__(self, field: str, line: int, why: str) -> None:
        self.field, self.line = field, line
        super().__init__(_("Line {line}: {why}").format(line=line, why=why))
