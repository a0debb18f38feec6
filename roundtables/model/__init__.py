"""What is kept: SQLAlchemy classes by topic. Rows know their own rules; nothing here opens a file."""

from roundtables.model.base import Base
from roundtables.model.costs import Catering, CateringGuest, Cost, RateBand, RateTable
from roundtables.model.events import Event, Numbering, Series, SeriesDate, Session, Slot, Venue
from roundtables.model.journal import Change, Step, StepKind
from roundtables.model.participation import Attendance, HandOver, HandOverPart, Invitation, Participation
from roundtables.model.people import Group, GroupMember, NotTheSame, Organisation, Person, PersonAddress, PersonNeeds
from roundtables.model.planning import ChecklistLine, EventTask, EventTemplate, SavedFilter, TemplateSession
from roundtables.model.post import (
    Answer,
    MailboxMark,
    Message,
    MessageContent,
    MessageTemplate,
    ReminderRule,
)
from roundtables.model.programme import Activity, Project, ProjectPartner, ProjectRole, WorkPackage, WorkPackageLead
from roundtables.model.proof import Certificate, EventFile, KnownName, ProvedSlot, Stay
from roundtables.model.publishing import Publication, PublishedItem
from roundtables.model.reporting import ColumnSet, EventReport, Survey, SurveyAnswer, SurveyQuestion

__all__ = [
    "Activity",
    "Answer",
    "Attendance",
    "Base",
    "Catering",
    "CateringGuest",
    "Certificate",
    "Change",
    "ChecklistLine",
    "ColumnSet",
    "Cost",
    "Event",
    "EventFile",
    "EventReport",
    "EventTask",
    "EventTemplate",
    "Group",
    "GroupMember",
    "HandOver",
    "HandOverPart",
    "Invitation",
    "KnownName",
    "MailboxMark",
    "Message",
    "MessageContent",
    "MessageTemplate",
    "NotTheSame",
    "Numbering",
    "Organisation",
    "Participation",
    "Person",
    "PersonAddress",
    "PersonNeeds",
    "Project",
    "ProjectPartner",
    "ProjectRole",
    "ProvedSlot",
    "Publication",
    "PublishedItem",
    "RateBand",
    "RateTable",
    "ReminderRule",
    "SavedFilter",
    "Series",
    "SeriesDate",
    "Session",
    "Slot",
    "Stay",
    "Step",
    "StepKind",
    "Survey",
    "SurveyAnswer",
    "SurveyQuestion",
    "TemplateSession",
    "Venue",
    "WorkPackage",
    "WorkPackageLead",
]
