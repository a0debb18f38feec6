"""Merging from the window: both sides read, shown side by side, and made one as a named step."""

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtWidgets import QWidget

from roundtables.errors import Expected
from roundtables.queries import merging as queries
from roundtables.queries import organisations
from roundtables.queries.merging import Moves, PersonPair
from roundtables.queries.organisations import OrganisationRow, Uses
from roundtables.queries.people import PersonRow
from roundtables.queries.person import NeedsRow
from roundtables.services import merging as services
from roundtables.services import organisations as organisation_services
from roundtables.words import _, n_
from ui.dialogs.merge import MergeDialog, MergeField, MergeSide
from ui.widgets.codes import countries, languages
from ui.workspace import Workspace

Done = Callable[[int, int], None]


def merge_people(parent: QWidget, workspace: Workspace, one: int, other: int, done: Done) -> None:
    """Ask how two people become one, and do it; `done` gets the key that was kept and the one that is gone."""
    if one == other:
        workspace.failed.emit(str(services.SamePerson()))
        return
    try:
        with workspace.read() as session:
            pair = queries.person_pair(session, one, other)
    except Expected as error:
        workspace.failed.emit(str(error))
        return
    dialog = MergeDialog(
        parent,
        _("Merge two people"),
        _person_side(pair.one, pair.from_one),
        _person_side(pair.other, pair.from_other),
        _person_fields(pair),
    )

    def take(kept: int, gone: int, from_other: frozenset[str]) -> None:
        made = workspace.do(
            _("Merge people"),
            lambda session: services.merge(session, kept, gone, from_other=from_other),
            notice=_("The two are one person now."),
        )
        if made:
            done(kept, gone)

    dialog.agreed.connect(take)
    _open(dialog)


def merge_organisations(parent: QWidget, workspace: Workspace, one: int, other: int, done: Done) -> None:
    """Ask how two organisations become one, and do it; the one with more people stands first."""
    if one == other:
        workspace.failed.emit(str(organisation_services.SameOrganisation()))
        return
    try:
        with workspace.read() as session:
            rows = [organisations.one_row(session, key) for key in (one, other)]
            rows.sort(key=lambda row: (-row.people - row.events, row.id))
            uses = [organisations.uses(session, row.id) for row in rows]
    except Expected as error:
        workspace.failed.emit(str(error))
        return
    left, right = rows
    dialog = MergeDialog(
        parent,
        _("Merge two organisations"),
        _organisation_side(left, uses[0]),
        _organisation_side(right, uses[1]),
        (
            MergeField("name", _("Organisation"), left.name, right.name),
            MergeField("kind", _("Kind"), _(left.kind.label), _(right.kind.label)),
            MergeField("city", _("City"), left.city, right.city),
            MergeField("country", _("Country"), _country(left.country), _country(right.country)),
        ),
    )

    def take(kept: int, gone: int, from_other: frozenset[str]) -> None:
        made = workspace.do(
            _("Merge organisations"),
            lambda session: organisation_services.merge(session, kept, gone, from_other=from_other),
            notice=_("The two are one organisation now."),
        )
        if made:
            done(kept, gone)

    dialog.agreed.connect(take)
    _open(dialog)


def _open(dialog: MergeDialog) -> None:
    dialog.finished.connect(lambda _result: dialog.deleteLater())
    dialog.open()


def _country(code: str) -> str:
    return countries().get(code, code)


def _person_fields(pair: PersonPair) -> list[MergeField]:
    one, other = pair.one, pair.other

    def field(key: str, name: str, show: Callable[[PersonRow], str]) -> MergeField:
        return MergeField(key, name, show(one), show(other))

    fields = [
        field("first_name", _("First name"), lambda row: row.first_name),
        field("last_name", _("Last name"), lambda row: row.last_name),
        field("email", _("Email"), lambda row: row.email or ""),
        field("phone", _("Phone"), lambda row: row.phone),
        field("job_title", _("Job title"), lambda row: row.job_title),
        field("organisation_id", _("Organisation"), lambda row: row.organisation),
        field("country", _("Country"), lambda row: _country(row.country)),
        field("language", _("Language"), lambda row: languages().get(row.language, row.language)),
    ]
    return fields + _needs_fields(pair.one_needs, pair.other_needs)


def _needs_fields(one: NeedsRow | None, other: NeedsRow | None) -> list[MergeField]:
    """What both need is asked for only where they have said different things."""
    if one is None or other is None:
        return []
    asked = (
        ("diet", _("Dietary requirements"), one.diet, other.diet),
        ("access", _("Accessibility needs"), one.access, other.access),
    )
    return [MergeField(key, name, left, right, secret=True) for key, name, left, right in asked if left != right]


def _person_side(person: PersonRow, moves: Moves) -> MergeSide:
    facts = "  ·  ".join(filter(None, (person.organisation, person.email)))
    return MergeSide(person.id, person.name, facts, tuple(_person_moves(moves)))


def _person_moves(moves: Moves) -> Iterable[str]:
    yield from _counted(
        (moves.events - moves.both, n_("{n} event", "{n} events", moves.events - moves.both)),
        (moves.addresses, n_("{n} address, as a further one", "{n} addresses, as further ones", moves.addresses)),
        (moves.roles, n_("{n} role in a project", "{n} roles in projects", moves.roles)),
        (moves.groups, n_("{n} standing group", "{n} standing groups", moves.groups)),
    )
    if moves.both:
        yield n_(
            "In {n} event both take part: their replies and attendance are joined, the fuller kept.",
            "In {n} events both take part: their replies and attendance are joined, the fuller kept.",
            moves.both,
        ).format(n=moves.both)


def _organisation_side(row: OrganisationRow, uses: Uses) -> MergeSide:
    counted = _counted(
        (uses.people, n_("{n} person", "{n} people", uses.people)),
        (uses.hosted, n_("{n} event as its host", "{n} events as their host", uses.hosted)),
        (uses.projects, n_("{n} project as a partner", "{n} projects as a partner", uses.projects)),
        (uses.packages, n_("{n} work package that it leads", "{n} work packages that it leads", uses.packages)),
        (uses.roles, n_("{n} role in a project", "{n} roles in projects", uses.roles)),
    )
    return MergeSide(row.id, row.name, "  ·  ".join(filter(None, (_(row.kind.label), row.city))), tuple(counted))


def _counted(*lines: tuple[int, Any]) -> Iterable[str]:
    return (words.format(n=number) for number, words in lines if number)
