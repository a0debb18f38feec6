"""Every command of the program by the place it counts in, for the sheet of keys and the settings."""

from dataclasses import dataclass

from roundtables.words import N_
from ui.commands import Command, Keyboard
from ui.menus import COMMANDS
from ui.places import PLACES


@dataclass(frozen=True)
class Group:
    """The commands of one place, or of a part of it; `name` is English, marked for the catalogue.

    `places` is what links call it, `within` the name of the place that a part belongs to.
    """

    name: str
    commands: tuple[Command, ...]
    places: tuple[str, ...] = ()
    within: str = ""


def groups() -> list[Group]:
    """The frame's commands, which count everywhere, then each place's own; imports every page."""
    from ui.pages.event.page import EventPage
    from ui.widgets.notices import NoticeBar

    everywhere = (*COMMANDS, *(place.command() for place in PLACES), *NoticeBar.COMMANDS)
    found = [Group(N_("Everywhere"), everywhere)]
    for place in PLACES:
        own = place.page_class().COMMANDS
        answered = tuple(name for name in place.places if name != "event")
        found.append(Group(place.name, own, (place.key, *answered)))
    found.append(Group(N_("Event page"), EventPage.COMMANDS, ("event",)))
    found += _parts({group.name: group for group in found})
    return [group for group in found if group.commands]


def _parts(places: dict[str, Group]) -> list[Group]:
    """What counts in one table of a place alone."""
    from ui.door.window import DoorWindow
    from ui.pages.event.attendance import AttendanceTab
    from ui.pages.event.catering import CateringPanel
    from ui.pages.event.costs import CostsTab
    from ui.pages.event.hand_over import HandOverTab
    from ui.pages.event.invitations import InvitationsTab
    from ui.pages.event.participants import ParticipantsTab
    from ui.pages.event.tasks import TasksTab
    from ui.pages.people.alike import AlikePart
    from ui.pages.people.listing import PeopleList
    from ui.pages.post.answers import AnswersPart
    from ui.pages.post.outbox import OutboxPart
    from ui.pages.post.proposals import ProposalsPart
    from ui.pages.programme.packages import PackagesTab
    from ui.pages.programme.roles import RolesTab
    from ui.pages.programme.venues import VenuesTab

    return [
        Group(name, commands, places[within].places, within)
        for name, commands, within in (
            (N_("People"), PeopleList.COMMANDS, "People and organisations"),
            (N_("Perhaps the same"), AlikePart.COMMANDS, "People and organisations"),
            (N_("Work packages"), PackagesTab.COMMANDS, "Programme"),
            (N_("Roles"), RolesTab.COMMANDS, "Programme"),
            (N_("Venues"), VenuesTab.COMMANDS, "Programme"),
            (N_("Outbox"), OutboxPart.COMMANDS, "Post"),
            (N_("Proposals"), ProposalsPart.COMMANDS, "Post"),
            (N_("Answers taken in"), AnswersPart.COMMANDS, "Post"),
            (N_("Participants"), ParticipantsTab.COMMANDS, "Event page"),
            (N_("Invitations"), InvitationsTab.COMMANDS, "Event page"),
            (N_("Hand-over"), HandOverTab.COMMANDS, "Event page"),
            (N_("Tasks"), TasksTab.COMMANDS, "Event page"),
            (N_("Attendance"), AttendanceTab.COMMANDS, "Event page"),
            (N_("Check-in at the door"), DoorWindow.COMMANDS, "Event page"),
            (N_("Costs"), CostsTab.COMMANDS, "Event page"),
            (N_("Catering"), CateringPanel.COMMANDS, "Event page"),
        )
    ]


def clash(keyboard: Keyboard, command: Command, keys: str) -> Command | None:
    """The other command that has these keys where this one counts, if any: everywhere, or in the same place."""
    if not keys:
        return None
    all_groups = groups()
    everywhere = all_groups[0].commands
    own = next((group for group in all_groups if command in group.commands), all_groups[0])
    near = [group.commands for group in all_groups if group.name == own.within or group.within == own.name]
    whole = [group.commands for group in all_groups]
    inside = whole if command in everywhere else [everywhere, own.commands, *near]
    others = (other for commands in inside for other in commands if other.key != command.key)
    return next((other for other in others if keyboard.shortcut(other) == keys), None)
