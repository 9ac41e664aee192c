"""The sentence of every DomainError, in the reader's language."""

from collections.abc import Callable
from typing import Any

from handlers.keyboards import View
from handlers.views.goal_refusals import bad_goal_fact, bad_goal_text, goal_unready, unknown_amount
from handlers.views.meeting_refusals import bad_fact, unready
from handlers.views.resolution_refusals import resolution_unready
from locales import Translator
from models.errors import (
    AgendaFull,
    AlreadyDecided,
    AlreadyEnded,
    AreaImportFailed,
    BadGoalFact,
    BadGoalText,
    BadLink,
    BadMeetingFact,
    BadQuestion,
    CallOver,
    CallRuns,
    CheckInClosed,
    DomainError,
    EmptyText,
    GoalChanged,
    GoalUnready,
    HeldByAnother,
    InvitationOver,
    ItemWritten,
    LinesUndecided,
    MeetingChanged,
    MeetingPassed,
    MeetingUnready,
    MinutesUnready,
    MoveNotAllowed,
    NobodyToAsk,
    NoRoom,
    NotFound,
    NoticeChanged,
    NoticeEmpty,
    NoticeOver,
    NoticeTooLong,
    NoticeTooManyFiles,
    OnlyWordsAmend,
    ReasonNeeded,
    ResolutionChanged,
    ResolutionKept,
    ResolutionUnready,
    TextTooLong,
    TimePassed,
    TooManyFiles,
    TooManyFollowed,
    TooManyQuestions,
    UnknownAmountError,
    UpdateTold,
)

SENTENCES: dict[type[DomainError], Callable[[Any, Translator], View]] = {
    NotFound: lambda _, tr: View(tr.text("That was not found. /my shows everything you have sent.")),
    AlreadyEnded: lambda _, tr: View(tr.text("This submission is at its end. If something is left, write it anew.")),
    EmptyText: lambda _, tr: View(tr.text("This message has no text to register. Please write a sentence.")),
    MoveNotAllowed: lambda _, tr: View(
        tr.text("The status has changed meanwhile, and this step does not follow from it. Open the submission anew.")
    ),
    ReasonNeeded: lambda _, tr: View(tr.text("Its author will read the reason: please write it in a sentence.")),
    HeldByAnother: lambda _, tr: View(
        tr.text("Somebody else is working on this submission just now. Try another one, or this one in a few minutes.")
    ),
    InvitationOver: lambda _, tr: View(
        tr.text("This invitation has been used or has expired. Ask whoever sent it for a new one.")
    ),
    TooManyFiles: lambda error, tr: View(
        tr.text(
            "Your draft holds {limit} files, which are the most. Register it first, then send the rest.",
            limit=tr.number(error.limit),
        )
    ),
    TextTooLong: lambda error, tr: View(
        tr.text(
            "Your draft has no room for this message: {limit} letters are the most. "
            "Register the draft first, then send the rest as a new message.",
            limit=tr.number(error.limit),
        )
    ),
    NoticeChanged: lambda _, tr: View(
        tr.text("This notice has changed meanwhile. Open it anew in /notices and look how it stands.")
    ),
    NoticeEmpty: lambda _, tr: View(tr.text("A notice needs words, a photo, a file or a place. Please send one.")),
    NoticeTooLong: lambda error, tr: View(
        tr.count(
            "The notice is {number} letter too long for one message. Shorten it and send it again.",
            "The notice is {number} letters too long for one message. Shorten it and send it again.",
            error.by,
        )
    ),
    NoticeTooManyFiles: lambda error, tr: View(
        tr.text("A notice shows {limit} photos or files at most.", limit=tr.number(error.limit))
    ),
    BadLink: lambda _, tr: View(
        tr.text("The button needs a short name, and the address of a web page that begins with https://")
    ),
    BadQuestion: lambda error, tr: View(
        tr.text(
            "A question needs its words, and from two to {answers} different answers "
            "of at most {letters} letters each.",
            answers=tr.number(error.answers),
            letters=tr.number(error.letters),
        )
    ),
    TimePassed: lambda _, tr: View(tr.text("This time has passed. Please choose one that is still to come.")),
    NobodyToAsk: lambda _, tr: View(
        tr.text(
            "This notice needs the yes of a second person, and nobody else may give it for all of its areas yet. "
            "An owner can invite somebody with /roles; or choose a smaller audience."
        )
    ),
    AlreadyDecided: lambda _, tr: View(
        tr.text("This has been decided already, or the notice has changed. Nothing more needs to be done.")
    ),
    OnlyWordsAmend: lambda _, tr: View(
        tr.text(
            "Words and link of a notice that has left can be amended; its files, place and question stay. "
            "For anything else, withdraw it and write a new one."
        )
    ),
    NoticeOver: lambda _, tr: View(tr.text("This notice was withdrawn; its answers are not counted any more.")),
    MeetingChanged: lambda _, tr: View(
        tr.text("This meeting has changed meanwhile. Open it anew in /meeting and look how it stands.")
    ),
    MeetingUnready: unready,
    BadMeetingFact: bad_fact,
    AgendaFull: lambda error, tr: View(
        tr.text(
            "An agenda holds {limit} items at most; none of these was added. Take some off, or write fewer.",
            limit=tr.number(error.limit),
        )
    ),
    ItemWritten: lambda _, tr: View(
        tr.text("The minutes say something of this item already, or a resolution came of it: it stays on the agenda.")
    ),
    MinutesUnready: lambda _, tr: View(
        tr.text("Minutes are written of a meeting that has begun, and say something of it or hold a file.")
    ),
    NoRoom: lambda _, tr: View(
        tr.text("More people than that have a place already. Nobody loses theirs: choose a larger number.")
    ),
    MeetingPassed: lambda _, tr: View(
        tr.text("This is over: its time has passed, or the meeting was cancelled. /meetings shows what is to come.")
    ),
    CheckInClosed: lambda _, tr: View(
        tr.text(
            "Nobody checks in just now: it is possible from an hour before the beginning until an hour after the end."
        )
    ),
    TooManyQuestions: lambda error, tr: View(
        tr.text("You have asked {limit} questions for this meeting, which are the most.", limit=tr.number(error.limit))
    ),
    ResolutionUnready: resolution_unready,
    ResolutionKept: lambda _, tr: View(
        tr.text("A later one of this council is public already, so this one keeps its number. Change its text instead.")
    ),
    ResolutionChanged: lambda _, tr: View(
        tr.text("This resolution has changed meanwhile, or this step does not follow from it. Look how it stands now.")
    ),
    GoalChanged: lambda _, tr: View(
        tr.text("This goal has changed meanwhile. Open it anew in /goals and look how it stands.")
    ),
    GoalUnready: goal_unready,
    BadGoalFact: bad_goal_fact,
    UpdateTold: lambda _, tr: View(
        tr.text("Followers were told of this report already: it stays. You can write a correction in its place.")
    ),
    CallOver: lambda _, tr: View(
        tr.text("This call for ideas is over. You can still send your idea: it is registered like any other proposal.")
    ),
    CallRuns: lambda _, tr: View(
        tr.text("A call for ideas for this goal is running already. Another one can begin once it is over.")
    ),
    BadGoalText: bad_goal_text,
    LinesUndecided: lambda _, tr: View(
        tr.text("Some lines still wait for your decision. Nothing was stored yet: say of each what it is, then go on.")
    ),
    UnknownAmountError: unknown_amount,
    TooManyFollowed: lambda error, tr: View(
        tr.text(
            "You follow {limit} neighbourhoods beside your own, which are the most. "
            "Take one away in /subscriptions, then add this one.",
            limit=tr.number(error.limit),
        )
    ),
    AreaImportFailed: lambda error, tr: View(
        tr.count(
            "{number} line of the file is wrong; nothing was stored.",
            "{number} lines of the file are wrong; nothing was stored.",
            len(error.problems),
        )
    ),
}


def error_view(error: DomainError, tr: Translator) -> View:
    """What to tell somebody whose wish could not be granted."""
    return SENTENCES[type(error)](error, tr)


def apology(tr: Translator) -> View:
    """Something broke on our side. The update was set aside, its text is not lost."""
    return View(
        tr.text(
            "Sorry, something went wrong on our side. Your message is kept and the people in charge were told. "
            "Please try once more, or write /start."
        )
    )


def unshowable(tr: Translator) -> View:
    """The messenger refused an answer of ours."""
    return View(tr.text("Sorry, I could not show the answer. What you sent is kept; /my shows where it stands."))


def owner_alert(summary: str, count: int, tr: Translator) -> View:
    """To an owner: something needs a look."""
    return View(
        tr.count(
            "⚠️ Something went wrong {number} time: {summary}",
            "⚠️ Something went wrong {number} times, most recently: {summary}",
            count,
            summary=tr.quote(summary),
        )
    )
