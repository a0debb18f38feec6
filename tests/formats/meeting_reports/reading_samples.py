"""The samples, and reports as bytes in the encodings that they come in."""

import codecs
import datetime as dt
from pathlib import Path

from roundtables.formats.meeting_reports.reading import read_report
from roundtables.formats.meeting_reports.report import DateOrder, MeetingReport

SAMPLES = Path(__file__).parent / "samples"
DAY = dt.date(2026, 11, 24)


def sample(name: str) -> bytes:
    """A sample as it lies there: UTF-8 without a mark."""
    return (SAMPLES / name).read_bytes()


def encoded(data: bytes, encoding: str) -> bytes:
    """The same report in another encoding, with Windows' line ends as the tools write them."""
    text = data.decode().replace("\n", "\r\n")
    marks = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE, "utf-8-sig": b"", "utf-8": b""}
    return marks[encoding] + text.encode(encoding)


def read(
    data: bytes | str, day: dt.date = DAY, timezone: str = "Europe/Helsinki", order: DateOrder | None = None
) -> MeetingReport:
    """A report of the day that the samples are of."""
    if isinstance(data, str):
        data = data.encode()
    return read_report(data, first_day=day, last_day=day, timezone=timezone, order=order)


def spoken(report: MeetingReport, timezone: dt.tzinfo) -> dict[str, list[str]]:
    """Who was there when, by the clock on the wall."""
    return {
        attendee.name: [
            f"{stay.joined.astimezone(timezone):%H:%M:%S}-{stay.departed.astimezone(timezone):%H:%M:%S}"
            for stay in attendee.stays
        ]
        for attendee in report.attendees
    }


def minutes(report: MeetingReport) -> dict[str, float]:
    """Who was there how long."""
    return {attendee.name: attendee.seconds / 60 for attendee in report.attendees}
