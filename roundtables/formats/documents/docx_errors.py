"""What is told of a Word template that can't be used. Apart: told without what reads templates."""

from roundtables.errors import Expected
from roundtables.words import _


class DocxTemplateWrong(Expected):
    """A Word template that can't be used; nothing was written."""


class DocxDamaged(DocxTemplateWrong):
    def __init__(self, name: str) -> None:
        super().__init__(
            _(
                "The template {file} can't be read as a Word document (.docx). Nothing was written. Open it in Word "
                "and save it again, or remove it: then the program's own template is used."
            ).format(file=name)
        )


class DocxTooLarge(DocxTemplateWrong):
    def __init__(self, name: str) -> None:
        super().__init__(
            _(
                "The template {file} is too large to be filled in safely. Nothing was written. Take large pictures out "
                "of it, or remove it: then the program's own template is used."
            ).format(file=name)
        )


class DocxRunsPrograms(DocxTemplateWrong):
    def __init__(self, name: str) -> None:
        super().__init__(
            _(
                "The template {file} has macros, embedded objects or parts that are fetched from elsewhere. Nothing "
                "was written. Save it as a plain Word document (.docx) without them."
            ).format(file=name)
        )


class DocxFieldWrong(DocxTemplateWrong):
    """`place` says where in the template, `near` is the text around it."""

    def __init__(self, name: str, place: str, near: str, why: str) -> None:
        self.place, self.near = place, near
        super().__init__(
            _("The template {file} can't be filled in. {place}, at “{near}”: {why} Nothing was written.").format(
                file=name, place=place, near=near, why=why
            )
        )
