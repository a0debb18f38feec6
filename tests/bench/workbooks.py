"""The workbook for a period: 200 events and 20,000 participations, against openpyxl alone on the same values."""

import datetime as dt
import pickle
import subprocess
import sys
from pathlib import Path

from measuring import Figure, Registers, ratio

EVENTS, GUESTS, PEOPLE, OFFICES = 200, 100, 5_000, 300
NOW = dt.datetime(2026, 12, 31, 12, tzinfo=dt.UTC)
BEGINS = dt.datetime(2026, 1, 5, 9)
ROOT = Path(__file__).parents[2]
CHILD = """
import sys
sys.path[:0] = sys.argv[3:]
from pathlib import Path
import workbooks
workbooks.{work}(Path(sys.argv[1]), Path(sys.argv[2]))
print(workbooks.most_memory())
"""


def period_workbook(registers: Registers) -> list[Figure]:
    from openpyxl import Workbook, load_workbook

    path, target = registers.folder / "period.roundtables", registers.folder / "period.xlsx"
    make(path)
    write(path, target)
    book = load_workbook(target, read_only=True)
    values = {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}
    book.close()
    assert len(values["Participations"]) > EVENTS * GUESTS

    def plain() -> None:
        book = Workbook(write_only=True)
        for name, rows in values.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        book.save(registers.folder / "plain.xlsx")

    found = ratio(lambda: write(path, target), plain, 3)
    with path.with_suffix(".values").open("wb") as file:
        pickle.dump([(name, len(rows)) for name, rows in values.items()], file)
        for rows in values.values():
            for row in rows:
                pickle.dump(row, file)
    ours, theirs = peak("write", path, target), peak("write_values", path, target)
    return [
        Figure("workbook of 200 events, 20,000 participations : openpyxl write-only", found, 1.6),
        Figure("the same, peak memory of the process : of openpyxl's", ours / theirs, 1.5),
    ]


def peak(work: str, *paths: Path) -> float:
    """The most memory that one of the two below takes, in a process of its own."""
    command = [sys.executable, "-c", CHILD.format(work=work), *map(str, (*paths, ROOT, Path(__file__).parent))]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def most_memory() -> int:
    """The most kilobytes this process held; `getrusage` would count what its parent held before it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0])


def write(path: Path, target: Path) -> None:
    """Everything from the register to the file, and the entry that it was handed over."""
    from roundtables.queries.workbooks import Scope
    from roundtables.register import Register
    from roundtables.services import period_workbook as services

    scope = Scope(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    register = Register.open(path)
    with register.change("Hand over", undoable=False) as session:
        services.hand_over(session, scope, target, "en", for_whom="Finance", by="me", at=NOW)
    register.close()


def write_values(path: Path, target: Path) -> None:
    """The same values by openpyxl alone, a row after the other, in a process that has the register open as well."""
    from openpyxl import Workbook

    from roundtables.queries import events
    from roundtables.register import Register
    from roundtables.services import period_workbook  # noqa: F401 - the program as it stands

    register = Register.open(path)
    with register.read() as session:
        events.event_page(session, 1)
    book = Workbook(write_only=True)
    with path.with_suffix(".values").open("rb") as file:
        for name, number in pickle.load(file):
            sheet = book.create_sheet(name)
            for _row in range(number):
                sheet.append(pickle.load(file))
    book.save(target)
    register.close()


def make(path: Path) -> None:
    """A register of events over two days with a hundred guests each, marked on both; straight into its tables."""
    from sqlalchemy import insert

    from roundtables import model
    from roundtables.register import Register
    from roundtables.terms import Presence, Reply, Source
    from roundtables.words import fold

    register = Register.create(path)
    with register.change("Programme") as session:
        project = model.Project(name="Peer action", number="OM1", cost_centre="KP-1", project_code="PA")
        package = model.WorkPackage(project=project, number=2, title="Peer-to-peer learning")
        activity = model.Activity(work_package=package, title="National round-tables")
        session.add_all([project, package, activity])
        session.flush()
        place = {"project_id": project.id, "work_package_id": package.id, "activity_id": activity.id}
    offices = [{"id": at, "name": f"Office {at}", "name_key": f"office {at}"} for at in range(1, OFFICES + 1)]
    people = [
        {
            "id": at,
            "first_name": f"Given{at}",
            "last_name": f"Family{at}",
            "sort_name": fold(f"family{at} given{at}"),
            "country": ("FI", "HR", "SE", "")[at % 4],
            "organisation_id": at % OFFICES + 1,
        }
        for at in range(1, PEOPLE + 1)
    ]
    events, slots, guests, marks = [], [], [], []
    for at in range(1, EVENTS + 1):
        starts = BEGINS + dt.timedelta(days=at)
        ends = starts + dt.timedelta(days=1, hours=7)
        utc = {"starts_utc": starts.replace(tzinfo=dt.UTC), "ends_utc": ends.replace(tzinfo=dt.UTC)}
        words = {"uid": f"{at}@bench.invalid", "reference": f"E2.{at}", "title": f"Round-table {at}", "place": "House"}
        events.append(
            {"id": at, "starts": starts, "ends": ends, "timezone": "Europe/Helsinki", **utc, **words, **place}
        )
        slots += [
            {"id": 2 * at + day, "event_id": at, "number": day + 1, "day": starts.date() + dt.timedelta(days=day)}
            for day in range(2)
        ]
        for guest in range(GUESTS):
            key, person = at * GUESTS + guest, (at * 7 + guest) % PEOPLE + 1
            guests.append({"id": key, "event_id": at, "person_id": person, "reply": Reply.ACCEPTED})
            marks += [
                {
                    "participation_id": key,
                    "slot_id": 2 * at + day,
                    "event_id": at,
                    "person_id": person,
                    "presence": Presence.PRESENT if (guest + day) % 5 else Presence.ABSENT,
                    "minutes": 300 + guest % 60,
                    "source": Source.SIGNED_SHEET,
                }
                for day in range(2)
            ]
    tables = (model.Organisation, model.Person, model.Event, model.Slot, model.Participation, model.Attendance)
    with register._engine.begin() as connection:
        for table, rows in zip(tables, (offices, people, events, slots, guests, marks), strict=True):
            connection.execute(insert(table), rows)
    register.close()


ALL = (period_workbook,)
