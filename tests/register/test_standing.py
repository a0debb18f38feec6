"""A register that goes away or moves on while it is open: nothing is written beside it, and it is taken up again."""

from pathlib import Path

import pytest
import sqlcipher3.dbapi2

from roundtables.queries import people as queries
from roundtables.queries.people import PersonFilter
from roundtables.register import Register, errors
from roundtables.services import people


def add(register: Register, name: str) -> None:
    with register.change("Add person") as session:
        people.add(session, last_name=name)


def names(register: Register) -> list[str]:
    with register.read() as session:
        return [row.last_name for row in queries.page(session, PersonFilter())]


def test_nothing_is_written_to_a_file_that_is_gone(register: Register, path: Path, tmp_path: Path) -> None:
    add(register, "Before")
    away = path.rename(tmp_path / "away.roundtables")
    with pytest.raises(errors.RegisterGone):
        add(register, "Lost")
    with pytest.raises(errors.RegisterGone):
        register.changed_elsewhere()
    with pytest.raises(errors.RegisterError):
        register.reopen()
    assert not path.exists()
    away.rename(path)
    register.reopen()
    add(register, "After")
    assert names(register) == ["After", "Before"]


def test_a_file_put_in_its_place_is_not_taken_for_it(register: Register, path: Path, template: Path) -> None:
    add(register, "Before")
    fresh = path.with_name("fresh")
    fresh.write_bytes(template.read_bytes())
    for part in ("-wal", "-shm"):
        path.with_name(path.name + part).unlink(missing_ok=True)
    fresh.replace(path)
    with pytest.raises(errors.RegisterGone):
        add(register, "Lost")
    register.reopen()
    add(register, "After")
    assert names(register) == ["After"]


def test_a_register_that_is_gone_is_closed_in_peace(register: Register, path: Path) -> None:
    add(register, "Before")
    for part in path.parent.glob(f"{path.name}*"):
        part.unlink()
    register.close()
    assert not path.exists()


def test_a_schema_that_moved_on_is_noticed_at_the_next_look_and_never_written_to(
    register: Register, path: Path
) -> None:
    assert not register.changed_elsewhere()
    other = sqlcipher3.dbapi2.connect(str(path))
    other.execute("UPDATE alembic_version SET version_num = '9999'")
    other.commit()
    other.close()
    with pytest.raises(errors.RegisterIsNewer) as told:
        register.changed_elsewhere()
    assert told.value.lasts == "updated"
    with pytest.raises(errors.RegisterIsNewer):
        add(register, "Lost")
    with pytest.raises(errors.RegisterIsNewer):
        register.undo()
    assert names(register) == []


def test_a_copy_is_put_back_and_the_register_goes_on(register: Register, path: Path) -> None:
    add(register, "Before")
    copy = register.back_up()
    add(register, "Later")
    heard: list[frozenset[str]] = []
    register.on_change(heard.append)
    kept = register.restore(copy)
    assert heard == [frozenset()]
    assert names(register) == ["Before"]
    add(register, "After")
    assert names(register) == ["After", "Before"]
    assert kept in [made for _at, made in register.copies()]
    wrong = path.with_name("wrong.roundtables")
    wrong.write_text("no")
    with pytest.raises(errors.NotARegister):
        register.restore(wrong)
    assert names(register) == ["After", "Before"]
