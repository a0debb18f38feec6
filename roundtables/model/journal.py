"""The journal: every step that changed the register, and row by row what was and what is."""

import datetime as dt
import enum
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from roundtables.model.base import Base, Utc, utc_now


class StepKind(enum.Enum):
    CHANGE = "change"
    UNDO = "undo"
    REDO = "redo"


class Step(Base):
    """One named step: one transaction. An undo is a step of its own that names the one it took back."""

    __tablename__ = "step"
    journalled = False

    name: Mapped[str]
    kind: Mapped[StepKind] = mapped_column(default=StepKind.CHANGE)
    at: Mapped[dt.datetime] = mapped_column(Utc, default=utc_now, index=True)
    by: Mapped[str] = mapped_column(default="")
    undoable: Mapped[bool] = mapped_column(default=True)
    undone: Mapped[bool] = mapped_column(default=False)
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("step.id"))


class Change(Base):
    """One row of one table before and after a step; `before` is None for a new row, `after` for a deleted one."""

    __tablename__ = "change"
    journalled = False

    step_id: Mapped[int] = mapped_column(ForeignKey("step.id"), index=True)
    table_name: Mapped[str]
    row_id: Mapped[int]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    event_id: Mapped[int | None] = mapped_column(index=True)
    person_id: Mapped[int | None] = mapped_column(index=True)
