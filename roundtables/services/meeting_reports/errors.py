"""What keeps a report from being taken over, in words."""

import datetime as dt

from roundtables.errors import Expected
from roundtables.walltime import zone
from roundtables.words import _, spoken


class ReportNotTaken(Expected):
    """A report that can't be taken over as it is; nothing was changed."""


class AnotherMeeting(ReportNotTaken):
    def __init__(self, reference: str, report: tuple[dt.datetime, dt.datetime], event: "Times") -> None:
        super().__init__(
            _(
                "This is the report of another meeting, which was held {meeting}. {reference} is held {event}. Nothing "
                "was changed; choose the right report, or the time zone in which its times are meant."
            ).format(meeting=Times(*report, event.zone), reference=reference, event=event)
        )


class OutsideSlots(ReportNotTaken):
    def __init__(self, reference: str, report: tuple[dt.datetime, dt.datetime], event: "Times") -> None:
        super().__init__(
            _(
                "The meeting of this report was held {meeting}, when {reference} has no session, though it is held "
                "{event}. Nothing was changed; check the times of its sessions."
            ).format(meeting=Times(*report, event.zone), reference=reference, event=event)
        )


class PartlyAnotherMeeting(ReportNotTaken):
    def __init__(self, reference: str, report: tuple[dt.datetime, dt.datetime], event: "Times") -> None:
        super().__init__(
            _(
                "This is perhaps the report of another meeting: it was held {meeting}, and {reference} is held "
                "{event}. Nothing was changed. If it is the right one, say so, or choose the time zone of its times."
            ).format(meeting=Times(*report, event.zone), reference=reference, event=event)
        )


class Times:
    """From when to when, in words, with the zone whose clocks are meant."""

    def __init__(self, starts: dt.datetime, ends: dt.datetime, zone_name: str) -> None:
        self.starts, self.ends, self.zone = starts, ends, zone_name

    def __format__(self, _spec: str) -> str:
        return str(self)

    def __str__(self) -> str:
        language, place = spoken(), zone(self.zone)
        starts, ends = self.starts.astimezone(place), self.ends.astimezone(place)
        last = language.time(ends) if starts.date() == ends.date() else language.datetime(ends)
        return f"{language.datetime(starts)} – {last} ({self.zone})"
