"""Every table, in one import: migrations and the tests' clean-up read the metadata from here."""

from sqlmodel import SQLModel

from models.answer import Answer
from models.area import Area
from models.audit import Audit
from models.broadcast import Broadcast
from models.delivery import Delivery
from models.dialogue import Dialogue
from models.entry import Claim, Entry
from models.export_mark import ExportMark
from models.goal import (
    Goal,
    GoalCall,
    GoalFollow,
    GoalImport,
    GoalMeeting,
    GoalResolution,
    GoalRound,
    GoalSubmission,
    GoalTopic,
    GoalUpdate,
)
from models.inbox import Inbox
from models.job import Job
from models.leadership import Leadership
from models.media import Media
from models.meeting import (
    AgendaItem,
    Attendance,
    Meeting,
    MeetingGuest,
    MeetingQuestion,
    MeetingRevision,
    MeetingSeries,
    Minutes,
    Rsvp,
)
from models.meeting_told import ToldOfMeeting
from models.notice import Notice, NoticeAnswer, NoticeRevision
from models.person import Account, Contact, Person
from models.resolution import Resolution, ResolutionEvent, ResolutionSerial, ResolutionSubmission
from models.role import Grant, Invitation
from models.secret import Secret
from models.submission import Addition, StatusEvent, Submission, TrackingSerial
from models.subscription import FollowedArea, Subscription
from models.topic import Topic

TABLES: tuple[type[SQLModel], ...] = (
    Area,
    Topic,
    Person,
    Account,
    Contact,
    Submission,
    Addition,
    Media,
    Entry,
    Claim,
    StatusEvent,
    TrackingSerial,
    Inbox,
    Answer,
    Dialogue,
    Leadership,
    Job,
    ExportMark,
    Secret,
    Invitation,
    Grant,
    Audit,
    Subscription,
    FollowedArea,
    Notice,
    NoticeRevision,
    NoticeAnswer,
    MeetingSeries,
    Meeting,
    MeetingRevision,
    AgendaItem,
    MeetingGuest,
    Rsvp,
    Attendance,
    MeetingQuestion,
    Minutes,
    ToldOfMeeting,
    Resolution,
    ResolutionEvent,
    ResolutionSubmission,
    ResolutionSerial,
    Goal,
    GoalTopic,
    GoalRound,
    GoalUpdate,
    GoalFollow,
    GoalCall,
    GoalSubmission,
    GoalResolution,
    GoalMeeting,
    GoalImport,
    Broadcast,
    Delivery,
)
metadata = SQLModel.metadata
