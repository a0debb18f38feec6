"""Why a calendar object holds no answer, each in words of its own. Nothing was recorded in any of them."""

from roundtables.errors import Invalid, shortened
from roundtables.words import _


class NotAnAnswer(Invalid):
    """A calendar that is no answer to an invitation; its words say what it is instead."""


class UnreadableCalendar(Invalid):
    """Something that can't be read as a calendar; its words say where."""


class CalendarTooLarge(UnreadableCalendar):
    def __init__(self) -> None:
        super().__init__(_("The calendar part is far too large for an answer: it was not read."))


class NoCalendar(UnreadableCalendar):
    def __init__(self) -> None:
        super().__init__(_("There is no calendar in it, though it says so: it was damaged on the way."))


class CutShort(UnreadableCalendar):
    def __init__(self) -> None:
        super().__init__(_("The calendar part ends in the middle: it was cut short on the way. Ask for it again."))


class WronglyNested(UnreadableCalendar):
    def __init__(self, line: int) -> None:
        super().__init__(_("The calendar part is damaged in line {n}: what begins there does not end.").format(n=line))


class NoUid(UnreadableCalendar):
    def __init__(self) -> None:
        super().__init__(_("The answer does not say which event it belongs to: its UID is missing."))


class UidTooLong(UnreadableCalendar):
    def __init__(self, length: int) -> None:
        super().__init__(
            _("The answer belongs to no event here: its UID of {n} characters is far too long.").format(n=length)
        )


class NobodyAnswers(UnreadableCalendar):
    def __init__(self) -> None:
        super().__init__(_("The answer does not say who gives it: its ATTENDEE is missing."))


class SeveralGuests(UnreadableCalendar):
    def __init__(self) -> None:
        super().__init__(_("The proposal lists several guests and does not say whose it is. Ask who sent it."))


class BadValue(UnreadableCalendar):
    """A value by which an answer is matched or ordered, or which it proposes, that means nothing."""

    def __init__(self, name: str, value: str) -> None:
        super().__init__(
            _("The answer can't be read: {property} is “{value}”.").format(property=name, value=shortened(value, 40))
        )


class ZoneNotKnown(UnreadableCalendar):
    def __init__(self, name: str) -> None:
        super().__init__(
            _("The answer names a time in the zone “{zone}”, which is not known.").format(zone=shortened(name, 60))
        )
