"""Documents of the three papers."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from roundtables.formats.documents.badge import Badge, BadgeDocument
from roundtables.formats.documents.certificate import CertificateDocument, CertificateEvent, CertificatePage
from roundtables.formats.sheets.documents import EventHead, SignInDocument, SignInRow, SlotHead
from roundtables.terms import EventFormat, EventKind, Role

EVENT = CertificateEvent(
    reference="E2.1",
    title="Round-table on reporting",
    kind=EventKind.ROUND_TABLE,
    format=EventFormat.IN_PERSON,
    starts=dt.datetime(2026, 12, 1, 9),
    ends=dt.datetime(2026, 12, 2, 16),
    place="House of the Estates, Helsinki",
    organiser="Programme Office",
    project_name="Peer Action against Hate",
    project_number="OM021:00/2023",
    funding_line="Funded by the European Union.",
    grant_agreement="101084935",
)
PAGE = CertificatePage(
    number="E2.1-001",
    name="Veera Åkerlund",
    language="en",
    days=2,
    of_days=2,
    minutes=840,
    sessions=None,
    issued=dt.date(2026, 12, 3),
)


@pytest.fixture
def certificates() -> Callable[..., CertificateDocument]:
    """Certificates of these names, or of as many pages as are given."""

    def make(*names: str, **values: Any) -> CertificateDocument:
        pages = [
            replace(PAGE, number=f"E2.1-{at:03d}", name=name, **values) for at, name in enumerate(names or ("Ana",), 1)
        ]
        return CertificateDocument(EVENT, pages)

    return make


@pytest.fixture
def sheet() -> Callable[..., SignInDocument]:
    """A sheet for people of these names, with so many days."""

    def make(*names: str, days: int = 2, walk_ins: int = 5) -> SignInDocument:
        head = EventHead(
            reference="E2.1",
            title="Round-table on reporting",
            kind=EventKind.ROUND_TABLE,
            format=EventFormat.IN_PERSON,
            starts=dt.datetime(2026, 12, 1, 9),
            ends=dt.datetime(2026, 12, 2, 16),
            all_day=False,
            timezone="Europe/Helsinki",
            place="House of the Estates, Helsinki",
            organiser="Programme Office",
            project_name="Peer Action against Hate",
            project_number="OM021:00/2023",
            funding_line="Funded by the European Union.",
        )
        slots = tuple(SlotHead(at + 1, dt.date(2026, 12, 1) + dt.timedelta(at)) for at in range(days))
        rows = tuple(SignInRow(name, "", "River Office", "FI", Role.SPEAKER) for name in names)
        return SignInDocument(head, slots, rows, walk_ins)

    return make


@pytest.fixture
def badges() -> Callable[..., BadgeDocument]:
    """Badges of these people: name and code."""

    def make(*people: tuple[str, str]) -> BadgeDocument:
        made = [Badge(name, "River Office", Role.SPEAKER, code) for name, code in people]
        return BadgeDocument("E2.1", EVENT.title, EVENT.starts, EVENT.ends, made)

    return make
