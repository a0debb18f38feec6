"""The register's file: opening, refusing, copying, restoring, two writers, erased data."""

import datetime as dt
import multiprocessing
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import sqlcipher3.dbapi2
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select, text

from roundtables.model import Base, Participation, Person
from roundtables.model.people import person_keys
from roundtables.queries import events as event_queries
from roundtables.queries import people as people_queries
from roundtables.queries.events import EventFilter
from roundtables.queries.people import PersonFilter
from roundtables.register import Register, backups, errors, file, location, migrating, schema
from roundtables.register.engine import file_engine
from roundtables.services import people
from roundtables.words import speak

VERSIONS = Path(location.__file__).parent / "migrations" / "versions"


def unchanged(path: Path, work: Callable[[], object]) -> None:
    before = path.read_bytes()
    work()
    assert path.read_bytes() == before


def test_the_schema_is_what_the_models_say(register: Register) -> None:
    with register._engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": no_index_tables})
        assert compare_metadata(context, Base.metadata) == []


def no_index_tables(_object: object, name: str, _kind: str, _reflected: bool, _other: object) -> bool:
    return not str(name).startswith("search_index")


def test_the_newest_migration_is_the_revision_the_program_expects() -> None:
    assert tuple(sorted(script.name[:4] for script in VERSIONS.glob("[0-9]*.py"))) == schema.REVISIONS


def test_migrations_import_nothing_of_the_project() -> None:
    for script in VERSIONS.glob("[0-9]*.py"):
        assert "roundtables" not in script.read_text(encoding="utf-8")


def test_a_file_that_is_there_is_not_made_anew(path: Path) -> None:
    with pytest.raises(errors.RegisterExists):
        Register.create(path)


def test_a_missing_register_is_told_as_that(tmp_path: Path) -> None:
    with pytest.raises(errors.NoRegister):
        Register.open(tmp_path / "nowhere.roundtables")


def test_a_text_file_is_refused_and_left_untouched(tmp_path: Path) -> None:
    path = tmp_path / "letter.roundtables"
    path.write_text("Dear all,\n" * 50)
    with pytest.raises(errors.NotARegister):
        unchanged(path, lambda: Register.open(path))


def test_another_programs_database_is_refused_and_left_untouched(tmp_path: Path) -> None:
    path = tmp_path / "other.roundtables"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE people (name)")
        other.commit()
    before = path.read_bytes()
    with pytest.raises(errors.NotARegister):
        Register.open(path)
    assert path.read_bytes() == before


def test_a_newer_register_is_refused_and_left_untouched(path: Path) -> None:
    with closing(sqlcipher3.dbapi2.connect(str(path))) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = path.read_bytes()
    with pytest.raises(errors.RegisterIsNewer):
        Register.open(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("kept", [50, 4096, 20_000, -4096])
def test_a_register_cut_short_is_refused_and_left_untouched(path: Path, kept: int) -> None:
    path.write_bytes(path.read_bytes()[:kept])
    before = path.read_bytes()
    with pytest.raises(errors.RegisterDamaged):
        Register.open(path)
    assert path.read_bytes() == before


def test_a_register_with_a_garbled_schema_is_refused(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[100:4096] = os.urandom(3996)
    path.write_bytes(data)
    with pytest.raises(errors.RegisterDamaged):
        Register.open(path)


def test_check_finds_a_row_that_refers_to_nothing(register: Register, path: Path) -> None:
    assert register.check() == []
    with closing(sqlcipher3.dbapi2.connect(str(path))) as connection:
        connection.execute("INSERT INTO person_address (person_id, email, email_key) VALUES (99, 'a@b', 'a@b')")
        connection.commit()
    assert register.check() == ["person_address 1: person"]


def test_a_copy_is_whole_while_the_register_is_in_use(register: Register, tmp_path: Path) -> None:
    with register.change("Add") as session:
        people.add(session, first_name="Aino")
    copy = register.back_up(tmp_path / "copy.roundtables")
    other = Register.open(copy)
    with other.read() as session:
        assert session.scalar(select(Person.first_name)) == "Aino"
    other.close()


def test_a_day_has_one_copy(register: Register) -> None:
    assert register.back_up_if_due() is not None
    assert register.back_up_if_due() is None


def test_older_copies_are_thinned_to_weeks_and_months(path: Path) -> None:
    now = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
    folder = location.backup_folder(path)
    folder.mkdir()
    for age in range(900):
        backups.name_for(path, now - dt.timedelta(days=age)).write_bytes(b"")
    before_update = backups.name_for(path, now - dt.timedelta(days=800), "before-update-from-0001")
    before_update.write_bytes(b"")
    backups.thin_out(path)
    ages = sorted((now - at).days for at, copy in backups.made(path) if copy != before_update)
    assert ages[:8] == list(range(8))
    assert all(age <= 730 for age in ages)
    assert 35 <= len(ages) <= 42
    assert before_update.exists()


def test_a_restored_copy_brings_back_what_was_and_keeps_what_is(register: Register, path: Path) -> None:
    with register.change("Add") as session:
        people.add(session, first_name="Aino")
    copy = register.back_up()
    with register.change("Add") as session:
        people.add(session, first_name="Bertil")
    register.close()
    kept = backups.restore(copy, path)
    restored, set_aside = Register.open(path), Register.open(kept)
    with restored.read() as session:
        assert session.scalars(select(Person.first_name)).all() == ["Aino"]
    with set_aside.read() as session:
        assert session.scalars(select(Person.first_name).order_by(Person.id)).all() == ["Aino", "Bertil"]
    restored.close()
    set_aside.close()


def test_a_damaged_copy_is_not_restored(register: Register, path: Path, tmp_path: Path) -> None:
    register.close()
    broken = tmp_path / "broken.roundtables"
    broken.write_bytes(path.read_bytes()[:8192])
    before = path.read_bytes()
    with pytest.raises(errors.RegisterDamaged):
        backups.restore(broken, path)
    assert path.read_bytes() == before


def test_a_copy_is_made_before_migrating(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file, "REVISIONS", ("0000", "0001"))
    with closing(sqlcipher3.dbapi2.connect(str(path))) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")
        connection.commit()
    with pytest.raises(Exception, match="0000"):
        Register.open(path)
    _at, copy = backups.made(path)[0]
    assert copy.name.endswith("before-update-from-0000.roundtables")


def count_up(path: str, times: int) -> None:
    register = Register.open(path)
    for _time in range(times):
        with register.change("Count") as session:
            person = session.get_one(Person, 1)
            person.first_name = str(int(person.first_name) + 1)
    register.close()


def test_two_processes_writing_at_once_lose_no_update(register: Register, path: Path) -> None:
    with register.change("Add") as session:
        people.add(session, first_name="0")
    writers = [multiprocessing.get_context("spawn").Process(target=count_up, args=(str(path), 25)) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    with register.read() as session:
        assert session.get_one(Person, 1).first_name == "50"


def test_a_register_opened_twice_sees_the_others_changes(register: Register, path: Path) -> None:
    other = Register.open(path)
    assert register.changed_elsewhere() is False
    with other.change("Add") as session:
        people.add(session, first_name="Aino")
    assert register.changed_elsewhere() is True
    assert register.changed_elsewhere() is False
    other.close()


def test_a_writer_that_waits_too_long_is_told_so(
    register: Register, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("roundtables.register.engine.BUSY_SECONDS", 0.2)
    impatient = Register.open(path)
    with closing(sqlcipher3.dbapi2.connect(str(path), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(errors.RegisterBusy), impatient.change("Add") as session:
            people.add(session, first_name="Aino")
    impatient.close()


def test_errors_of_the_database_carry_no_names(register: Register) -> None:
    with pytest.raises(Exception) as caught, register.change("Break") as session:  # noqa: PT011 - any will do
        session.execute(text("INSERT INTO person (first_name) VALUES (:name)"), {"name": "Secret Name"})
    assert "Secret Name" not in str(caught.value)


def test_what_was_deleted_and_forgotten_is_not_in_the_files_bytes(register: Register, path: Path) -> None:
    with register.change("Add") as session:
        for at in range(200):
            people.add(session, first_name=f"Forgetful{at}", last_name="Xylophonist")
    with register.change("Delete") as session:
        for person in session.scalars(select(Person)):
            session.delete(person)
    with register.change("Forget", undoable=False) as session:
        session.execute(text("DELETE FROM change"))
    with register._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    register.close()
    left = b"".join(part.read_bytes() for part in path.parent.glob(f"{path.name}*"))
    assert b"xylophonist" not in left.lower()


def test_a_full_disk_is_told_and_nothing_else_is_lost(path: Path, tmp_path: Path) -> None:
    script = (
        "import resource, sys, signal\n"
        "from roundtables.register import Register\n"
        "from roundtables.register.errors import DiskIsFull, RegisterGone\n"
        "from roundtables.services import people\n"
        "register = Register.open(sys.argv[1])\n"
        "with register.change('Add') as session: people.add(session, first_name='Aino')\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))\n"
        "try:\n"
        "    with register.change('Many') as session:\n"
        "        for at in range(5000): session.add(people.Person(first_name='x' * 100, last_name=str(at)))\n"
        "except (DiskIsFull, RegisterGone) as error: print(type(error).__name__)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=False)
    assert done.stdout.strip() in ("DiskIsFull", "RegisterGone"), done.stderr
    again = Register.open(path)
    assert again.check() == []
    with again.read() as session:
        assert session.scalars(select(Person.first_name)).all() == ["Aino"]
    again.close()


@pytest.mark.skipif(sys.platform != "linux", reason="the table of mounts is Linux's")
def test_a_network_share_is_told_from_the_table_of_mounts(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nserver:/x {tmp_path}/share nfs4 rw 0 0\n")
    (tmp_path / "share").mkdir()
    assert location._file_system(tmp_path / "share", mounts) == "nfs4"
    assert location._file_system(tmp_path, mounts) == "ext4"


def test_a_register_on_a_share_is_locked_and_keeps_no_log_beside_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("roundtables.register.engine.on_network_share", lambda _path: True)
    register = Register.open(path)
    with register.change("Add") as session:
        people.add(session, first_name="Aino")
    with register.read() as session:
        assert session.execute(text("PRAGMA journal_mode")).scalar() == "delete"
    register.close()


def test_foreign_keys_are_off_while_migrating_and_on_afterwards(path: Path) -> None:
    for off, expected in ((True, 0), (False, 1)):
        engine = file_engine(path, migrating=off)
        with engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == expected
        engine.dispose()


def test_a_migration_with_foreign_keys_on_is_refused(path: Path) -> None:
    from roundtables.register import migrating

    engine = file_engine(path)
    with pytest.raises(RuntimeError, match="foreign keys"):
        migrating.upgrade(engine)
    engine.dispose()


def test_the_default_register_can_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ROUNDTABLES_REGISTER", str(tmp_path / "mine.roundtables"))
    assert location.default_register() == tmp_path / "mine.roundtables"


def test_copies_of_a_register_keep_working_without_the_log(register: Register, path: Path, tmp_path: Path) -> None:
    with register.change("Add") as session:
        people.add(session, first_name="Aino")
    register.close()
    moved = Path(shutil.copy(path, tmp_path / "moved.roundtables"))
    again = Register.open(moved)
    with again.read() as session:
        assert session.scalar(select(Person.first_name)) == "Aino"
    again.close()


def test_a_register_of_the_first_schema_is_upgraded_with_its_rows_kept(tmp_path: Path) -> None:
    path = tmp_path / "old.roundtables"
    engine = file_engine(path, migrating=True)
    migrating.upgrade(engine, "0001")
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO person (id, first_name, last_name, sort_name, phone, job_title, country, language) "
            "VALUES (1, 'Åsa', 'Čović', 'covic asa', '', '', 'HR', 'hr')"
        )
    engine.dispose()
    register = Register.open(path)
    with register.read() as session:
        person = session.get_one(Person, 1)
        assert (person.sort_nordic, person.sort_croatian) == ("covic {sa", "c{ovic| asa")
        assert (person.sort_nordic, person.sort_croatian) == tuple(person_keys("Čović", "Åsa").values())[1:]
    assert register.check() == []
    register.close()


def test_whoever_waited_before_the_second_upgrade_stands_in_line_in_the_order_of_their_replies(tmp_path: Path) -> None:
    path = tmp_path / "old.roundtables"
    engine = file_engine(path, migrating=True)
    migrating.upgrade(engine, "0002")
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO event (id, uid, reference, title, kind, format, status, starts, ends, all_day, timezone, "
            "starts_utc, ends_utc, place, online_url, description, themes, language, organiser_name, organiser_email, "
            "counted_by, guests_shown, invited_by_session, sequence) "
            "VALUES (1, 'a@b', 'E0.1', 'Full', 'WORKSHOP', 'IN_PERSON', 'PLANNED', '2026-12-01 09:00:00', "
            "'2026-12-01 10:00:00', 0, 'Europe/Helsinki', '2026-12-01 07:00:00', '2026-12-01 08:00:00', "
            "'', '', '', '', '', '', '', 'DAY', 0, 0, 3)"
        )
        for key, reply, replied in (
            (1, "WAITING", "'2026-11-03 10:00:00'"),
            (2, "ACCEPTED", "'2026-11-01 10:00:00'"),
            (3, "WAITING", "'2026-11-02 10:00:00'"),
            (4, "WAITING", "NULL"),
        ):
            connection.exec_driver_sql(
                "INSERT INTO person (id, first_name, last_name, sort_name, sort_nordic, sort_croatian, phone, "
                f"job_title, country, language) VALUES ({key}, 'A', 'B', '', '', '', '', '', '', '')"
            )
            connection.exec_driver_sql(
                "INSERT INTO participation (id, event_id, person_id, role, reply, replied_at) "
                f"VALUES ({key}, 1, {key}, 'ATTENDEE', '{reply}', {replied})"
            )
    engine.dispose()
    register = Register.open(path)
    with register.read() as session:
        rows = session.scalars(select(Participation).order_by(Participation.id)).all()
        assert [row.place_in_line for row in rows] == [2, None, 1, 3]
        assert (rows[0].comment, rows[0].event.sequence, rows[0].event.line_moves.value) == ("", 3, "asked")
    assert register.check() == []
    register.close()


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("en", ["Åberg", "Čović", "Cvek", "Ljubić", "Luka", "Öhman", "Zorn"]),
        ("fi", ["Čović", "Cvek", "Ljubić", "Luka", "Zorn", "Åberg", "Öhman"]),
        ("hr", ["Åberg", "Cvek", "Čović", "Luka", "Ljubić", "Öhman", "Zorn"]),
    ],
)
def test_people_and_titles_are_sorted_as_the_language_does(
    register: Register, given_event: Callable[..., int], code: str, expected: list[str]
) -> None:
    for name in expected[::-1]:
        given_event(title=name)
        with register.change("Add person") as session:
            people.add(session, last_name=name)
    speak(code)
    with register.read() as session:
        assert [row.last_name for row in people_queries.page(session, PersonFilter())] == expected
        assert [row.title for row in event_queries.page(session, EventFilter(), "title")] == expected
