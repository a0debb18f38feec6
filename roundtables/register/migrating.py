"""Bring a register's schema to the revision this program was written for, by Alembic's migrations."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine

from roundtables.register.engine import APPLICATION_ID

MIGRATIONS = Path(__file__).parent / "migrations"


def configuration() -> Config:
    """Alembic's configuration, built in code: it must work from a frozen program too."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Run all migrations that are missing, in one transaction. `engine` must have foreign keys switched off.

    Alembic's batch mode drops and copies tables; with foreign keys on, ON DELETE rules would empty the tables
    that refer to them. Inside a transaction the switch is ignored without a word, so it is checked here.
    """
    config = configuration()
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            _require_foreign_keys_off(connection)
        with connection.begin():
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                    message = "a migration left rows that refer to nothing"
                    raise RuntimeError(message)


def _require_foreign_keys_off(connection: Connection) -> None:
    if connection.exec_driver_sql("PRAGMA foreign_keys").scalar() != 0:
        message = "foreign keys must be off before a migration begins"
        raise RuntimeError(message)
    connection.rollback()
