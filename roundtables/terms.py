"""The words the register is kept in: kinds, formats, states and roles. Stored by name, shown by label.

`value` is what the command line takes and `--json` prints; `label` is English, marked for the
catalogue: show `_(term.label)` or `language.gettext(term.label)`.
"""

from enum import Enum
from typing import Self

from roundtables.words import N_


class Term(Enum):
    """A term with the word of the command line and the label people see."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        term = object.__new__(cls)
        term._value_ = value
        term.label = label
        return term

    @classmethod
    def of(cls, value: str) -> Self:
        """The term with this word. Raises KeyError."""
        return {term.value: term for term in cls}[value]


class EventKind(Term):
    WORKSHOP = "workshop", N_("Workshop")
    STUDY_VISIT = "study-visit", N_("Study visit")
    ROUND_TABLE = "round-table", N_("Round-table")
    TRAINING = "training", N_("Training course")
    NETWORK_MEETING = "network-meeting", N_("Network meeting")
    MENTORING = "mentoring", N_("Mentoring session")
    SECONDMENT = "secondment", N_("Secondment")
    EVALUATION = "evaluation", N_("Evaluation")
    CONFERENCE = "conference", N_("Conference")
    SEMINAR = "seminar", N_("Seminar")
    PROJECT_MEETING = "project-meeting", N_("Project meeting")
    OTHER = "other", N_("Other event")


class EventFormat(Term):
    IN_PERSON = "in-person", N_("In person")
    ONLINE = "online", N_("Online")
    HYBRID = "hybrid", N_("Hybrid")


class EventStatus(Term):
    DRAFT = "draft", N_("Draft")
    PLANNED = "planned", N_("Planned")
    CANCELLED = "cancelled", N_("Cancelled")
    HELD = "held", N_("Held")


class Role(Term):
    """What a participant does at the event."""

    ATTENDEE = "attendee", N_("Participant")
    CHAIR = "chair", N_("Chair")
    SPEAKER = "speaker", N_("Speaker")
    FACILITATOR = "facilitator", N_("Facilitator")
    INTERPRETER = "interpreter", N_("Interpreter")
    OBSERVER = "observer", N_("Observer")
    HOST = "host", N_("Host")
    ORGANISER = "organiser", N_("Organiser")


class Reply(Term):
    """Where the invitation stands."""

    NOT_INVITED = "not-invited", N_("Not invited")
    INVITED = "invited", N_("Invited")
    ACCEPTED = "accepted", N_("Accepted")
    TENTATIVE = "tentative", N_("Tentative")
    DECLINED = "declined", N_("Declined")
    WAITING = "waiting-list", N_("Waiting list")
    WITHDRAWN = "withdrawn", N_("Cancelled participation")


NOT_COMING = frozenset({Reply.DECLINED, Reply.WITHDRAWN})
"""The replies of those who said that they do not come."""
WITHOUT_SEAT = NOT_COMING | {Reply.WAITING}
"""The replies of those for whom no seat is kept."""


class Presence(Term):
    PRESENT = "present", N_("Present")
    ABSENT = "absent", N_("Absent")
    EXCUSED = "excused", N_("Excused")
    UNKNOWN = "unknown", N_("Not known")


class CountedBy(Term):
    """What one column of an event's attendance stands for."""

    DAY = "day", N_("By day")
    SESSION = "session", N_("By session")
    WHOLE = "whole", N_("As a whole")


class Source(Term):
    """How somebody's presence came to be known."""

    HAND = "hand", N_("Entered by hand")
    DOOR = "door", N_("Check-in at the door")
    MEETING_REPORT = "meeting-report", N_("Meeting report")
    SIGNED_SHEET = "signed-sheet", N_("Signed sheet")


class OrganisationKind(Term):
    PUBLIC_AUTHORITY = "public-authority", N_("Public authority")
    CIVIL_SOCIETY = "civil-society", N_("Civil society organisation")
    RESEARCH = "research", N_("University or research institute")
    INTERNATIONAL = "international", N_("International organisation")
    BUSINESS = "business", N_("Business")
    OTHER = "other", N_("Other organisation")


class LineMoves(Term):
    """How the first in the line of a full event gets a seat that became free."""

    ASKED = "asked", N_("After a question")
    BY_ITSELF = "by-itself", N_("By itself")


class Way(Term):
    """How something was sent to a participant."""

    MAIL = "mail", N_("Email")
    DRAFT = "draft", N_("Email draft")
    FILE = "file", N_("File")


class Method(Term):
    """What an invitation that was sent says (RFC 5546, 1.4)."""

    REQUEST = "request", N_("Invitation")
    CANCEL = "cancel", N_("Cancellation")


class MessageKind(Term):
    """What a message is for; each has a template in every language."""

    INVITATION = "invitation", N_("Invitation")
    UPDATE = "update", N_("Update")
    CANCELLATION = "cancellation", N_("Cancellation")
    SEAT = "seat", N_("A seat became free")
    COUNTER_DECLINED = "counter-declined", N_("Proposed time not possible")
    REMINDER = "reminder", N_("Reminder")
    JOINING = "joining", N_("Joining instructions")
    THANKS = "thanks", N_("Thanks")
    FREE = "free", N_("Free message")


class MessageState(Term):
    """Where a message of the outbox stands. Unknown: the connection broke after its content had gone out."""

    QUEUED = "queued", N_("To be sent")
    SENDING = "sending", N_("Being sent")
    SENT = "sent", N_("Sent")
    FAILED = "failed", N_("Refused")
    UNKNOWN = "unknown", N_("Perhaps sent")
    DISCARDED = "discarded", N_("Not to be sent")


class RemindWhom(Term):
    """Which participants a rule writes to."""

    ACCEPTED = "accepted", N_("Those who accepted")
    COMING = "coming", N_("Those who accepted or may come")
    UNANSWERED = "unanswered", N_("Those who have not answered")
    ATTENDED = "attended", N_("Those who attended")


class Outcome(Term):
    """What became of a message that was taken in."""

    APPLIED = "applied", N_("Recorded")
    STALE = "stale", N_("Older than what is known")
    PROPOSAL = "proposal", N_("Waits for a decision")
    UNKNOWN_EVENT = "unknown-event", N_("Of no event here")
    UNKNOWN_PERSON = "unknown-person", N_("Of nobody who takes part")
    NOT_A_REPLY = "not-a-reply", N_("No answer to an invitation")
    UNREADABLE = "unreadable", N_("Can't be read")


class ProposalKind(Term):
    """What an answer asks for that is never done on its own."""

    STRANGER = "stranger", N_("Somebody who was not invited accepts")
    DELEGATE = "delegate", N_("A participant sends somebody else")
    COUNTER = "counter", N_("A participant proposes another time or place")


class Decision(Term):
    """What was decided on a proposal."""

    OPEN = "open", N_("Not decided")
    ACCEPTED = "accepted", N_("Agreed to")
    TURNED_DOWN = "turned-down", N_("Turned down")


class PublicationKind(Term):
    """Where a published calendar lies."""

    SERVER = "server", N_("Calendar on a server")
    FILE = "file", N_("Calendar file")


class CertificateBy(Term):
    """What the share that a certificate asks for is a share of."""

    SLOTS = "slots", N_("Days or sessions")
    MINUTES = "minutes", N_("Minutes")


class FileKind(Term):
    """What a file of an event is."""

    SIGNED_SHEET = "signed-sheet", N_("Signed sheet")
    MEETING_REPORT = "meeting-report", N_("Meeting report")
    INVITATION = "invitation", N_("Invitation")
    AGENDA = "agenda", N_("Agenda")
    MINUTES = "minutes", N_("Minutes of the meeting")
    INVOICE = "invoice", N_("Invoice")
    OTHER = "other", N_("Other file")


class CostKind(Term):
    TRAVEL = "travel", N_("Travel")
    ACCOMMODATION = "accommodation", N_("Accommodation")
    SUBSISTENCE = "subsistence", N_("Subsistence")
    CATERING = "catering", N_("Catering")
    INTERPRETATION = "interpretation", N_("Interpretation")
    VENUE = "venue", N_("Venue hire")
    OTHER = "other", N_("Other cost")


class CateringKind(Term):
    """As what catering is entered into the accounts."""

    MEETING = "meeting", N_("Meeting catering")
    REPRESENTATION = "representation", N_("Representation")


class SurveyTool(Term):
    EUSURVEY = "eusurvey", N_("EUSurvey")
    WEBROPOL = "webropol", N_("Webropol")
    FORMS = "forms", N_("Microsoft Forms")
    OTHER = "other", N_("Other survey tool")


class QuestionKind(Term):
    RATING = "rating", N_("Rating")
    CHOICE = "choice", N_("Choice")
    COMMENT = "comment", N_("Comment")


class HandOverKind(Term):
    ATTENDANCE_LIST = "attendance-list", N_("Attendance list")
    PERIOD_WORKBOOK = "period-workbook", N_("Workbook for a period")
    CATERING_SHEET = "catering-sheet", N_("Catering sheet")
    CERTIFICATES = "certificates", N_("Certificates of attendance")
    EVIDENCE_PACK = "evidence-pack", N_("Evidence pack")
    EVENT_DESCRIPTION = "event-description", N_("Event description sheet")
    FIGURES = "figures", N_("Figures")
