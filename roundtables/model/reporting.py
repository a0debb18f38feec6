"""What the funder is told of an event beside its attendance, and the columns that finance wants."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roundtables.model.base import Base, Utc, utc_now
from roundtables.model.events import Event
from roundtables.terms import QuestionKind, SurveyTool


class EventReport(Base):
    """What the event description sheet says that the register does not know otherwise.

    The numbers of women, men, non-binary people and those who did not state it are entered for the event as a whole:
    of no person is a gender kept. None: not entered.
    """

    __tablename__ = "event_report"
    __table_args__ = (
        CheckConstraint("women >= 0 AND men >= 0 AND non_binary >= 0 AND gender_not_stated >= 0", name="not_negative"),
        CheckConstraint("survey_responses >= 0", name="responses_not_negative"),
    )

    event_id: Mapped[int] = mapped_column(ForeignKey(Event.id), unique=True)
    website: Mapped[str] = mapped_column(default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    evaluation: Mapped[str] = mapped_column(Text, default="")
    survey_url: Mapped[str] = mapped_column(default="")
    survey_responses: Mapped[int | None]
    women: Mapped[int | None]
    men: Mapped[int | None]
    non_binary: Mapped[int | None]
    gender_not_stated: Mapped[int | None]

    event: Mapped[Event] = relationship(back_populates="report")

    def belongs_to(self) -> tuple[int | None, int | None]:
        return self.event_id, None


class Survey(Base):
    """Answers to one feedback survey of an event. Anonymous: counts and comments, no answer sheet of anybody."""

    __tablename__ = "survey"

    event_id: Mapped[int] = mapped_column(ForeignKey(Event.id), index=True)
    tool: Mapped[SurveyTool]
    name: Mapped[str]
    responses: Mapped[int]
    sha256: Mapped[str] = mapped_column(default="")
    imported_at: Mapped[dt.datetime] = mapped_column(Utc, default=utc_now)

    event: Mapped[Event] = relationship(back_populates="surveys")
    questions: Mapped[list["SurveyQuestion"]] = relationship(
        back_populates="survey", cascade="all, delete-orphan", order_by="SurveyQuestion.position"
    )

    def belongs_to(self) -> tuple[int | None, int | None]:
        return self.event_id, None


class SurveyQuestion(Base):
    """One question: how often each value was given, or the comments, sorted so that they tell no order of answering.

    `scale_from` and `scale_to` are the ends of a rating's scale.
    """

    __tablename__ = "survey_question"
    __table_args__ = (UniqueConstraint("survey_id", "position"),)

    survey_id: Mapped[int] = mapped_column(ForeignKey(Survey.id))
    position: Mapped[int]
    kind: Mapped[QuestionKind]
    text: Mapped[str]
    scale_from: Mapped[int | None]
    scale_to: Mapped[int | None]

    survey: Mapped[Survey] = relationship(back_populates="questions")
    answers: Mapped[list["SurveyAnswer"]] = relationship(
        back_populates="question", cascade="all, delete-orphan", order_by="(SurveyAnswer.value, SurveyAnswer.text)"
    )


class SurveyAnswer(Base):
    """A rating's value or a choice with the number of those who gave it, or one comment."""

    __tablename__ = "survey_answer"

    question_id: Mapped[int] = mapped_column(ForeignKey(SurveyQuestion.id), index=True)
    value: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text, default="")
    times: Mapped[int] = mapped_column(default=1)

    question: Mapped[SurveyQuestion] = relationship(back_populates="answers")


class ColumnSet(Base):
    """Which columns a workbook has, in which order, under a name such as "for the Ministry"."""

    __tablename__ = "column_set"

    name: Mapped[str] = mapped_column(unique=True)
    definition: Mapped[dict[str, Any]] = mapped_column(JSON)
