"""Two who are one: found, merged side by side, or said to be two, in the window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from roundtables.model import NotTheSame, Person
from roundtables.queries import organisations as organisation_queries
from roundtables.register import Register
from roundtables.services import organisations, participants, people
from ui.dialogs.merge import LEFT, RIGHT, MergeDialog, MergeField, MergeSide
from ui.dialogs.people import PeopleDialog
from ui.links import Link
from ui.main_window import MainWindow
from ui.pages.people.page import PeoplePage


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow) -> PeoplePage:
    window.visit(Link("people"))
    # Keys reach commands only in the window that is active.
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    shown = window.current_page()
    assert isinstance(shown, PeoplePage)
    return shown


@pytest.fixture
def twins(demo: Register) -> tuple[int, int]:
    """Two entries of one person, unlike everybody else of the demonstration; the second takes part in an event."""
    with demo.change("Twins") as session:
        one = people.add(session, first_name="Quirina", last_name="Xanthopoulos", email="q@one.example").id
        other = people.add(session, first_name="Xanthopoulos", last_name="Quirina", email="q@two.example", phone="1").id
        participants.add(session, 1, [other])
    return one, other


def test_two_selected_people_become_one_and_are_two_again(
    qtbot: QtBot, window: MainWindow, page: PeoplePage, twins: tuple[int, int], demo: Register
) -> None:
    page.people.narrow("xanthopoulos")
    page.table.setFocus()
    qtbot.waitUntil(lambda: page.table.model().row(1) is not None)
    page.table.selectAll()
    assert len(page.table.selected_rows()) == 2
    qtbot.keyClick(page.table, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    dialog = window.findChild(MergeDialog)
    assert dialog is not None
    assert dialog._sides[LEFT].key == twins[1], "the one with more history stands first"
    assert "address" in dialog._moves.text()
    dialog.choose("first_name", RIGHT)
    dialog.choose("last_name", RIGHT)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    with demo.read() as session:
        assert session.get(Person, twins[0]) is None
        kept = session.get_one(Person, twins[1])
        assert (kept.name, kept.email, kept.phone) == ("Quirina Xanthopoulos", "q@two.example", "1")
    assert page.detail.person_id == twins[1]
    window.workspace.undo()
    with demo.read() as session:
        assert session.get_one(Person, twins[0]).email == "q@one.example"


def test_the_other_is_asked_for_where_one_is_chosen(
    qtbot: QtBot, window: MainWindow, page: PeoplePage, twins: tuple[int, int]
) -> None:
    window.visit(Link("person", twins[0]))
    page.table.clearSelection()
    page.merge()
    chooser = window.findChild(PeopleDialog)
    assert chooser is not None
    assert chooser.windowTitle() == "Merge with"
    chooser.agreed.emit([twins[1]])
    dialog = window.findChild(MergeDialog)
    assert dialog is not None
    assert {side.key for side in dialog._sides} == set(twins)
    dialog.reject()
    chooser.reject()


def test_organisations_are_merged(window: MainWindow, page: PeoplePage, demo: Register) -> None:
    with demo.change("Add") as session:
        other = organisations.add(session, name="Seta ry (old)", city="Turku").id
        person = people.add(session, last_name="Member", organisation="Seta ry (old)").id
    with demo.read() as session:
        seta = next(row for row in organisation_queries.listing(session) if row.name == "Seta ry").id
    window.visit(Link("organisation", other))
    from ui.pages.people.merging import merge_organisations

    merge_organisations(page, window.workspace, other, seta, page._merged_organisations)
    dialog = window.findChild(MergeDialog)
    assert dialog is not None
    assert dialog._sides[LEFT].key == seta
    assert dialog._moves.text() == "1 person"
    dialog._agree()
    with demo.read() as session:
        assert session.get_one(Person, person).organisation_id == seta
    assert page.organisation.organisation_id == seta
    window.workspace.undo()
    with demo.read() as session:
        assert session.get_one(Person, person).organisation_id == other


def test_pairs_are_found_said_to_be_two_for_good_and_merged(
    qtbot: QtBot, window: MainWindow, page: PeoplePage, twins: tuple[int, int], demo: Register
) -> None:
    window.visit(Link("people", part="alike"))
    alike = page.alike
    qtbot.waitUntil(lambda: any(pair.id == twins for pair in alike._model.rows))
    number = alike.count()

    def go_to_twins() -> None:
        alike.table.go_to(next(at for at, pair in enumerate(alike._model.rows) if pair.id == twins))

    go_to_twins()
    alike.table.setFocus()
    qtbot.keyClick(alike.table, Qt.Key.Key_Delete)
    assert alike.count() == number - 1
    with demo.read() as session:
        assert session.scalars(select(NotTheSame.other_id)).all() == [twins[1]]
    window.workspace.undo()
    qtbot.waitUntil(lambda: alike.count() == number)
    go_to_twins()
    qtbot.keyClick(alike.table, Qt.Key.Key_Return)
    dialog = window.findChild(MergeDialog)
    assert dialog is not None
    dialog._agree()
    qtbot.waitUntil(lambda: not any(set(pair.id) & {twins[0]} for pair in alike._model.rows))


def test_a_stopped_search_says_so_and_begins_again(qtbot: QtBot, window: MainWindow, page: PeoplePage) -> None:
    window.visit(Link("people", part="alike"))
    task = page.alike._task
    assert task is not None
    task.cancel()
    qtbot.waitUntil(lambda: page.alike._task is None)
    if not page.alike.count():
        assert "stopped" in page.alike._empty.words.text()
    page.alike.search()
    qtbot.waitUntil(lambda: page.alike.count() > 0)


def test_the_sides_of_a_merge_carry_their_values_and_fill_each_others_gaps(qtbot: QtBot, window: MainWindow) -> None:
    dialog = MergeDialog(
        window,
        "Merge",
        MergeSide(1, "One", "", ("1 event",)),
        MergeSide(2, "Two", "", ()),
        (
            MergeField("phone", "Phone", "1", ""),
            MergeField("city", "City", "A & B", "C"),
            MergeField("same", "Same", "x", "x"),
            MergeField("diet", "Diet", "vegan", "halal", secret=True),
        ),
    )
    agreed: list[tuple[int, int, frozenset[str]]] = []
    dialog.agreed.connect(lambda *values: agreed.append(values))
    dialog.show()
    assert "vegan" not in {button.text() for button in dialog.findChildren(QAbstractButton)}
    dialog._show_secrets()
    assert "vegan" in {button.text() for button in dialog.findChildren(QAbstractButton)}
    assert "A && B" in {button.text() for button in dialog.findChildren(QAbstractButton)}
    dialog.kept[RIGHT].click()
    assert dialog._moves.text() == "1 event"
    dialog._agree()
    assert agreed == [(2, 1, frozenset({"phone"}))]
    dialog.deleteLater()


def test_nobody_is_merged_with_themselves(window: MainWindow, page: PeoplePage) -> None:
    failed: list[str] = []
    window.workspace.failed.connect(failed.append)
    page.table.clearSelection()
    page.merge()
    chooser = window.findChild(PeopleDialog)
    assert chooser is not None
    chooser.agreed.emit([page.detail.person_id])
    assert "themselves" in failed[0]
    assert window.findChild(MergeDialog) is None
    chooser.reject()
