"""Why a calendar file can't be taken in, or one event of it, each in words of its own. Nothing was taken over then."""

from roundtables.errors import Invalid
from roundtables.words import _, n_


class NotACalendar(Invalid):
    def __init__(self) -> None:
        super().__init__(_("This is no calendar file: nothing in it begins with BEGIN:VCALENDAR. Nothing was read."))


class CalendarFileTooLarge(Invalid):
    def __init__(self, megabytes: int) -> None:
        super().__init__(
            n_(
                "This calendar file is too large: at most {n} MB can be read. Export a shorter period.",
                "This calendar file is too large: at most {n} MB can be read. Export a shorter period.",
                megabytes,
            ).format(n=megabytes)
        )


class TooManyLines(Invalid):
    def __init__(self, most: int) -> None:
        super().__init__(
            n_(
                "This calendar file has more than {n} line. Nothing was read; export a shorter period.",
                "This calendar file has more than {n} lines. Nothing was read; export a shorter period.",
                most,
            ).format(n=most)
        )


class TooManyEvents(Invalid):
    def __init__(self, most: int) -> None:
        super().__init__(
            n_(
                "This calendar file has more than {n} event. Nothing was read; export a shorter period.",
                "This calendar file has more than {n} events. Nothing was read; export a shorter period.",
                most,
            ).format(n=most)
        )


class HoldsAnswers(Invalid):
    def __init__(self) -> None:
        super().__init__(
            _("This calendar file holds answers to invitations, no events. Nothing was read; take it in under Post.")
        )


class NoEvents(Invalid):
    def __init__(self) -> None:
        super().__init__(_("There are no events in this calendar file."))
