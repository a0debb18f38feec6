"""The places of the window, in the order of the navigation; where it starts."""

from roundtables.words import N_
from ui.pages.place import Place

PLACES = (
    Place("today", N_("Today"), "view-dashboard-outline", "ui.pages.today:TodayPage", "Ctrl+1"),
    Place("calendar", N_("Calendar"), "calendar-month-outline", "ui.pages.calendar.page:CalendarPage", "Ctrl+2"),
    Place(
        "events",
        N_("Events"),
        "calendar-blank-outline",
        "ui.pages.events:EventsPage",
        "Ctrl+3",
        ("event",),
        "ui.pages.event.page:EventPage",
    ),
    Place(
        "people",
        N_("People and organisations"),
        "account-group-outline",
        "ui.pages.people.page:PeoplePage",
        "Ctrl+4",
        ("person", "organisation"),
    ),
    Place("programme", N_("Programme"), "sitemap-outline", "ui.pages.programme.page:ProgrammePage", "Ctrl+5"),
    Place("post", N_("Post"), "email-outline", "ui.pages.post.page:PostPage", "Ctrl+6"),
    Place("figures", N_("Figures"), "chart-bar", "ui.pages.figures:FiguresPage", "Ctrl+7"),
    Place("history", N_("History"), "history", "ui.pages.history:HistoryPage", "Ctrl+8"),
    Place("settings", N_("Settings"), "cog-outline", "ui.pages.settings.page:SettingsPage", "Ctrl+,"),
)
"""The navigation, in order; the last stands at its lower end."""
START = "today"
