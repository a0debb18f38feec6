"""The list of people: narrowed by words, organisation, country, language and work package."""

from collections.abc import Callable, Sequence
from typing import Any

from roundtables.queries import people as queries
from roundtables.queries import programme
from roundtables.queries.people import PersonFilter
from roundtables.words import _, n_
from ui import format as formats
from ui.importing import import_people
from ui.models.people import COLUMNS, people_source
from ui.widgets.choice import Choice
from ui.widgets.codes import Names, countries, languages
from ui.widgets.listing import Listing, ListView
from ui.widgets.table_hands import TableHands
from ui.workspace import Workspace


def _named(read: Callable[[Any], list[str]], names: Names) -> Callable[[Any], list[tuple[str, str]]]:
    """Codes that people have, each with its name, in the order of the names."""

    def options(session: Any) -> list[tuple[str, str]]:
        found, known = set(read(session)), names()
        return [(code, known[code]) for code in known if code in found] + [
            (code, code) for code in sorted(found - known.keys())
        ]

    return options


def packages(session: Any) -> Sequence[tuple[int, str]]:
    """The work packages to choose from, each by its number."""
    return [(each.number, f"{each.number} {each.title}") for each in programme.work_packages(session)]


def _counted(number: int) -> str:
    return n_("{n} person changed", "{n} people changed", number).format(n=formats.number(number))


def _view() -> ListView:
    return ListView(
        "people",
        _("People"),
        COLUMNS,
        (
            Choice("organisation_id", _("Organisation"), _("All organisations"), queries.organisation_names),
            Choice("country", _("Country"), _("All countries"), _named(queries.countries, countries)),
            Choice("language", _("Language"), _("All languages"), _named(queries.languages, languages)),
            Choice("work_package", _("Takes part in events of"), _("All work packages"), packages),
        ),
        lambda words, chosen: PersonFilter(words=words, **chosen),
        (("name", False),),
        _counted,
        _("There is nobody in this register yet."),
        _("Nobody fits the filter."),
        pasting=True,
        narrow_page=True,
    )


class PeopleList(Listing):
    """The register's people."""

    COMMANDS = (*TableHands.COMMANDS, *TableHands.PASTING)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace, _view(), people_source(workspace))
        self.take_hands().paste_asked.connect(self._paste)

    def go_to_person(self, person_id: int) -> bool:
        """Put the keyboard on a person; returns whether the filter has left them in the list."""
        return self.go_to_key(person_id)

    def go_to_first(self) -> None:
        """Put the keyboard on the first row, where there is one."""
        if self.count():
            self.table.go_to(0)

    def _paste(self) -> None:
        import_people(self.window(), self._workspace, paste=True)
