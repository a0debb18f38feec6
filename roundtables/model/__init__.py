"""What is kept: SQLAlchemy classes by topic. Rows know their own rules; nothing here opens a file."""

from roundtables.model.base import Base
from roundtables.model.events import Event, Numbering, Session, Slot, Venue
from roundtables.model.journal import Change, Step, StepKind
from roundtables.model.participation import Attendance, HandOver, Participation
from roundtables.model.people import Group, GroupMember, NotTheSame, Organisation, Person, PersonAddress, PersonNeeds
from roundtables.model.planning import ChecklistLine, EventTask, EventTemplate, SavedFilter, TemplateSession
from roundtables.model.programme import Activity, Project, ProjectPartner, ProjectRole, WorkPackage, WorkPackageLead

__all__ = [
    "Activity",
    "Attendance",
    "Base",
    "Change",
    "ChecklistLine",
    "Event",
    "EventTask",
    "EventTemplate",
    "Group",
    "GroupMember",
    "HandOver",
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
    "SavedFilter",
    "Session",
    "Slot",
    "Step",
    "StepKind",
    "TemplateSession",
    "Venue",
    "WorkPackage",
    "WorkPackageLead",
]
