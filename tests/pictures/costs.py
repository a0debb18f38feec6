"""The Costs tab empty and full, its dialogs with their errors, the rate tables and their import."""

import datetime as dt
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any


def take(window: Any, save: Callable[..., None], settle: Callable[[], None]) -> None:
    """The tab and all that it opens."""
    from roundtables import money
    from roundtables.queries import events as queries
    from roundtables.queries import participants
    from roundtables.queries import rates as rate_rows
    from roundtables.queries.events import EventFilter
    from roundtables.services import catering, costs, rates
    from roundtables.terms import CateringKind, CostKind
    from ui.dialogs.cost import CostDialog
    from ui.dialogs.rate_import import RateImportDialog
    from ui.dialogs.rate_tables import RateTablesDialog
    from ui.dialogs.unit_cost import UnitCostDialog
    from ui.links import Link

    workspace = window.workspace
    with workspace.read() as session:
        held = queries.page(session, EventFilter(words="first contact"))[0]
        people = participants.listing(session, held.id)
    window.visit(Link("event", held.id, "costs"))
    settle()
    save("costs-1-empty")
    empty = RateTablesDialog(window, workspace)
    empty.show()
    save("costs-2-no-tables", empty)
    empty.close()
    day = held.starts.date()
    who = [person.person_id for person in people]
    with workspace.change("Costs") as session:
        if not rate_rows.tables(session):
            rates.take_over_example(session)
        unit = rates.rate_for(session, CostKind.TRAVEL, 1830, day)
        costs.add_unit_costs(session, held.id, who[:2], unit, 1830, description="Zagreb–Helsinki", incurred_on=day)
        venue: Any = {"kind": CostKind.VENUE, "description": "Hall, two days", "payer": "Ministry of Justice"}
        costs.add(
            session, held.id, **venue, estimate="900", actual="867,50", invoice_number="2026-118", budget_line="C.1"
        )
        costs.add(
            session,
            held.id,
            kind=CostKind.ACCOMMODATION,
            person_id=who[0],
            actual="2 340,00",
            currency="SEK",
            rate="11,2345",
            rate_source="ECB, 24 Nov 2026",
            invoice_number="H-77",
            incurred_on=day,
        )
        costs.add(session, held.id, kind=CostKind.INTERPRETATION, actual="1 250,00", description="Finnish–Croatian")
        costs.add(session, held.id, kind=CostKind.TRAVEL, person_id=who[1], actual="320,00", currency="NOK")
        costs.add_for_many(session, held.id, who[:4], kind=CostKind.SUBSISTENCE, estimate="51,00", incurred_on=day)
        for purpose, kind, amount in (
            ("Lunch", CateringKind.MEETING, "412,80"),
            ("Dinner with the delegation", CateringKind.REPRESENTATION, ""),
        ):
            catering.add(
                session, held.id, purpose=purpose, kind=kind, amount=amount, agenda="Opening\nLunch\nWorking groups"
            )
    settle()
    page = window.current_page()
    tab = page.tab("costs")
    tab.table.go_to(3)
    settle()
    save("costs-3-full")
    with workspace.read() as session:
        people = participants.listing(session, held.id)
    form = CostDialog(window, workspace, held.id, people)
    form.form.fields["currency"].enter("SEK")
    form.show()
    save("costs-4-form", form)
    form.form.fields["actual"].enter("-5")
    form.show_error(money.NegativeAmount("actual"))
    save("costs-4-form-error", form)
    form.close()
    distance = UnitCostDialog(window, workspace, held.id, day, people)
    distance.show()
    distance.form.fields["km"].enter(830)
    distance._look()
    save("costs-5-unit-cost", distance)
    distance.form.fields["km"].enter(120)
    distance._look()
    save("costs-5-unit-cost-none", distance)
    distance.close()
    tab.catering.edit()
    settle()
    dialog = window.findChildren(type(_dialog(window)))[-1]
    save("costs-6-catering", dialog)
    dialog.close()
    with workspace.change("Another table") as session:
        sheet = rates.read_file(_file("401;600;245\n601;800;261\n901;1200;276\n"))
        rates.take_over(session, sheet.lines, name="Amended", decision="C(2023)4928", valid_from=dt.date(2023, 7, 26))
    tables = RateTablesDialog(window, workspace)
    tables.show()
    settle()
    save("costs-7-tables", tables)
    tables.close()
    for name, text in (
        ("costs-8-import-good", "401;600;245\n601;800;261\n901;1200;276\n"),
        ("costs-8-import-wrong", "401;600;245\n500;800;-1\nfar;1200;276\n"),
    ):
        coming = RateImportDialog(window, workspace)
        coming.show()
        coming._show(rates.read_file(_file(text)))
        settle()
        save(name, coming)
        coming.close()
    window.notices.hide()


def _dialog(window: Any) -> Any:
    from PySide6.QtWidgets import QApplication

    return QApplication.activeModalWidget() or window


def _file(rows: str) -> Path:
    path = Path(tempfile.mkdtemp()) / "rates.csv"
    path.write_text(f"From km;To km;Amount\n{rows}", encoding="utf-8")
    return path
