"""Why a survey's export can't be read, each in words of its own. Nothing was changed in any of them."""

from roundtables.errors import Expected
from roundtables.words import _


class SurveyNotRead(Expected):
    """An export that can't be taken in; nothing was changed."""


class NobodyAnswered(SurveyNotRead):
    def __init__(self) -> None:
        super().__init__(
            _("The file has a header, but no answers under it. Nothing was taken in: export the answers again.")
        )


class NoQuestions(SurveyNotRead):
    """All columns tell who answered, or are empty."""

    def __init__(self, left_out: tuple[str, ...]) -> None:
        super().__init__(
            _(
                "No questions were found in the file, only columns that tell who answered or are empty: {columns}. "
                "Nothing was taken in: export the answers in full."
            ).format(columns=", ".join(left_out[:20]) or "—")
        )


class TooManyResponses(SurveyNotRead):
    def __init__(self, most: int) -> None:
        super().__init__(
            _("The file has too many answers: at most {n} responses are read. Nothing was taken in.").format(n=most)
        )
