"""Why a meeting report can't be read, each in words of its own. Nothing was changed in any of them."""

from roundtables.errors import Expected, shortened
from roundtables.formats.meeting_reports.report import DateOrder
from roundtables.words import _


class ReportNotRead(Expected):
    """A report that can't be taken in; nothing was changed."""


class DatesAmbiguous(ReportNotRead):
    """The dates could be read in more than one way, and the event's own date does not settle it: ask which."""

    def __init__(self, example: str, orders: tuple[DateOrder, ...]) -> None:
        super().__init__(
            _("“{date}” could be read in more than one way. Nothing was taken in: say which order is meant.").format(
                date=shortened(example)
            )
        )
        self.example, self.orders = example, orders


class ReportTooLarge(ReportNotRead):
    def __init__(self, megabytes: int) -> None:
        super().__init__(
            _("The report is too large: at most {n} MB are read. Nothing was taken in.").format(n=megabytes)
        )


class TooManyLines(ReportNotRead):
    def __init__(self, most: int) -> None:
        super().__init__(_("The report has too many lines: at most {n} are read. Nothing was taken in.").format(n=most))


class TooManyPeople(ReportNotRead):
    def __init__(self, most: int) -> None:
        super().__init__(
            _("The report names too many people: at most {n} are read. Nothing was taken in.").format(n=most)
        )


class CellTooLong(ReportNotRead):
    def __init__(self, line: int) -> None:
        super().__init__(
            _("Line {line} is far too long for an attendance report. Nothing was taken in.").format(line=line)
        )


class ReportDamaged(ReportNotRead):
    def __init__(self) -> None:
        super().__init__(
            _("The report is damaged or cut short. Nothing was taken in: download it again from the meeting tool.")
        )


class ReportEmpty(ReportNotRead):
    def __init__(self) -> None:
        super().__init__(_("The report is empty. Nothing was taken in: download it again from the meeting tool."))


class SavedAsSpreadsheet(ReportNotRead):
    def __init__(self) -> None:
        super().__init__(
            _(
                "This is a spreadsheet, not the report as the meeting tool wrote it. Nothing was taken in: choose the "
                "file that was downloaded, or save the sheet as CSV (UTF-8) and choose that."
            )
        )


class UnknownTool(ReportNotRead):
    def __init__(self) -> None:
        super().__init__(
            _(
                "This is no attendance report of a known tool. Nothing was taken in. Looked for: Microsoft Teams "
                "(name, user action and timestamp; name, join time and leave time; or the numbered sections Summary, "
                "Participants and In-Meeting Activities), Zoom (name, user email, join time and leave time, or "
                "duration in minutes; the webinar’s attendee details), Webex (attendee email, join time and leave "
                "time) and Google Meet (first name, last name, time joined and time exited)."
            )
        )


class ColumnMissing(ReportNotRead):
    """A report of a known tool in which columns are missing or renamed beyond recognition."""

    def __init__(self, tool: str, columns: tuple[str, ...], found: tuple[str, ...]) -> None:
        super().__init__(
            _(
                "This looks like a report of {tool}, but these columns are missing or renamed: {missing}. There are: "
                "{found}. Nothing was taken in: download the report again and leave its columns as they are."
            ).format(
                tool=tool,
                missing=", ".join(columns),
                found=", ".join(shortened(cell, 40) for cell in found[:20] if cell) or "—",
            )
        )
        self.tool, self.columns = tool, columns


class NobodyInReport(ReportNotRead):
    def __init__(self, tool: str) -> None:
        super().__init__(_("This is a report of {tool}, but it names nobody. Nothing was taken in.").format(tool=tool))


class MomentNotRead(ReportNotRead):
    """A date or time in a form that is not known."""

    def __init__(self, text: str) -> None:
        super().__init__(
            _(
                "“{text}” can't be read as a date and time. Nothing was taken in: download the report again, or write "
                "the time as in 2026-11-24 09:05."
            ).format(text=shortened(text))
        )


class ActionsUnknown(ReportNotRead):
    """A report of generation 1 in a language whose words for joining and leaving can't be told apart."""

    def __init__(self, words: tuple[str, ...]) -> None:
        super().__init__(
            _(
                "It can't be told which of these means joining and which leaving: {words}. Nothing was taken in: "
                "download the report in English, Finnish, Swedish or Croatian."
            ).format(words=", ".join(shortened(word, 40) for word in words[:10]))
        )


class NoTimes(ReportNotRead):
    def __init__(self) -> None:
        super().__init__(
            _(
                "The report says how long people were there, but not when. Nothing was taken in: download it with the "
                "meeting’s data, or without putting one person’s visits together."
            )
        )
