"""What every table shares: names of constraints, types, and how a row tells the journal what it belongs to."""

import datetime as dt
import enum
from typing import Any, ClassVar

from sqlalchemy import DateTime, Enum, MetaData, String
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator


class Utc(TypeDecorator[dt.datetime]):
    """An instant: kept as UTC without offset, so that it sorts as text, and given back aware."""

    impl = DateTime
    cache_ok = True

    @property
    def python_type(self) -> type[dt.datetime]:
        return dt.datetime

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        return None if value is None else value.astimezone(dt.UTC).replace(tzinfo=None)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002 - as above
        return None if value is None else value.replace(tzinfo=dt.UTC)


SortKey = String().with_variant(String(collation="C"), "postgresql")
"""A key that is compared character by character, as SQLite does everywhere and a server only if told."""


class Base(DeclarativeBase):
    """A kept thing. Every table has an integer key; defaults are on the Python side so that the journal sees them."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {enum.Enum: Enum(enum.Enum, native_enum=False, length=32)}
    journalled: ClassVar[bool] = True

    id: Mapped[int] = mapped_column(primary_key=True)

    def belongs_to(self) -> tuple[int | None, int | None]:
        """The event and the person whose history a change of this row is part of: their keys."""
        return None, None


def utc_now() -> dt.datetime:
    """This instant, aware."""
    return dt.datetime.now(dt.UTC)
