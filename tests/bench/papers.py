"""300 certificates in one go: everything that is done for them, against Typst compiling the same pages.

The plain template says on each page what the certificate says, with the same look, and nothing fitted or looked up:
the pages as somebody would write them who has the texts at hand. Each round has an event and names of its own in one
register, as a program that runs has it: Typst keeps what it has set before, and nothing of that is to count.
"""

import datetime as dt
import json
import shutil
import statistics
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from measuring import Figure, Registers, seconds

PEOPLE = 300
ROUNDS = 10
ROUNDS_OF_FILES = 5
"""With the first, which does not count."""
AT = dt.datetime(2026, 12, 3, 12, tzinfo=dt.UTC)
BAR = 1.3


@dataclass(frozen=True)
class Round:
    """An event that 300 people attended, and the folder that its certificates go into."""

    register: Any
    event_id: int
    folder: Path


def certificates(registers: Registers) -> list[Figure]:
    """One file with a page each, and a folder with a file each."""
    return [
        Figure("300 certificates in one file / typst compiling its pages", _ratio(registers, as_folder=False), BAR),
        Figure("300 certificates in a file each / typst compiling each", _ratio(registers, as_folder=True), BAR),
    ]


def _ratio(registers: Registers, *, as_folder: bool) -> float:
    from roundtables.register import Register

    folder = registers.folder / f"certificates-{as_folder}"
    folder.mkdir()
    register = Register.create(folder / "register.roundtables")
    pairs = []
    for number in range(ROUNDS_OF_FILES if as_folder else ROUNDS):
        made = _round(register, folder, number)
        ours = seconds(lambda made=made: _give(made, as_folder=as_folder))
        pages = _pages(f"{as_folder}{number}")
        theirs = seconds(lambda pages=pages: _plain(folder, pages, as_folder=as_folder))
        pairs.append((ours, theirs))
    register.close()
    ours, theirs = (statistics.median(side) for side in zip(*pairs[1:], strict=True))
    return ours / theirs


def _round(register: Any, folder: Path, number: int) -> Round:
    from roundtables.model import Project
    from roundtables.queries import events as queries
    from roundtables.services import attendance, events, participants, people
    from roundtables.terms import EventKind, Presence

    with register.change("Event") as session:
        project = Project(
            name="Peer Action against Hate",
            number="OM021:00/2023",
            funding_line="Funded by the European Union within the programme Citizens, Equality, Rights and Values. "
            "Views and opinions expressed are those of the authors only and do not necessarily reflect those of the "
            "European Union.",
            grant_agreement="101084935",
        )
        session.add(project)
        session.flush()
        event = events.add(
            session,
            title="National round-table on the reporting and recording of hate crime",
            kind=EventKind.ROUND_TABLE,
            starts=dt.datetime(2026, 12, 1, 9),
            ends=dt.datetime(2026, 12, 2, 16),
            timezone="Europe/Helsinki",
            place="House of the Estates, Helsinki",
            organiser_name="Programme Office",
            project_id=project.id,
        )
        names = [(f"Given{number}", f"Family{at}") for at in range(PEOPLE)]
        keys = [people.add(session, first_name=first, last_name=last).id for first, last in names]
        rows = [row.id for row in participants.add(session, event.id, keys)]
        for slot in queries.slots(session, event.id):
            attendance.mark(session, slot.id, rows, Presence.PRESENT)
        return Round(register, event.id, folder / str(number))


def _give(made: Round, *, as_folder: bool) -> None:
    from roundtables.services import certificates

    target = made.folder if as_folder else made.folder.with_suffix(".pdf")
    with made.register.change("Give certificates", undoable=False) as session:
        given = certificates.give(session, made.event_id, target, by="office", at=AT, as_folder=as_folder)
    assert len(given.numbers) == PEOPLE


def _pages(salt: str) -> list[dict[str, str]]:
    return [{"name": f"Other{salt} Family{at}", "number": f"E0.2-{at:03d}"} for at in range(1, PEOPLE + 1)]


def _plain(folder: Path, pages: list[dict[str, str]], *, as_folder: bool) -> None:
    import typst

    root = folder / "plain"
    root.mkdir(exist_ok=True)
    template = Path(shutil.copy(Path(__file__).with_name("plain_certificate.typ"), root))
    compiler = typst.Compiler(root=str(root), font_paths=typst.Fonts(include_system_fonts=False))
    groups = [[page] for page in pages] if as_folder else [pages]
    for at, group in enumerate(groups):
        target = root / f"{at}.pdf"
        inputs = {"pages": json.dumps(group)}
        compiler.compile(str(template), output=str(target), format="pdf", sys_inputs=inputs, timestamp=0)


ALL = (certificates,)
