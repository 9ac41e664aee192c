"""Asking something for a meeting: the question for it, and what became of the words."""

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, View, in_pairs, shortened
from handlers.views.meeting_buttons import MEET, to_meeting
from handlers.views.meeting_list import all_meetings
from handlers.views.meeting_words import title_words
from locales import Translator
from models.errors import DomainError, TooManyQuestions

NOUN = "mquestion"
_GLIMPSE = 300  # UTF-16 units of a question that are shown again


def question_asked(title: str, tr: Translator) -> View:
    """After «I have a question»: what?"""
    return View(
        tr.text(
            "What would you like to have asked at “{title}”? Write it here in one message. Whoever leads the meeting "
            "reads it with your name.",
            title=title_words(title, tr),
        ),
        [[_not_now(tr)]],
    )


def question_noted(title: str, text: str, question_id: int, meeting_id: int, tr: Translator) -> View:
    """It is on the list; how to ask more, and how to undo it."""
    lines = [
        tr.text("✅ Your question is noted for “{title}”:", title=title_words(title, tr)),
        tr.text("“{words}”", words=tr.quote(shortened(text, _GLIMPSE))),
    ]
    keys = [
        Button(tr.label("question", "One more question"), ButtonData(MEET, "ask", meeting_id)),
        Button(tr.label("question", "Take it back"), ButtonData(NOUN, "back", question_id)),
        Button(tr.label("question", "It is for the council"), ButtonData(NOUN, "apart", question_id)),
        to_meeting(meeting_id, tr.label("meeting", "‹ The meeting")),
    ]
    return View(Markup("\n").join(lines), in_pairs(keys))


def question_taken_back(text: str, meeting_id: int, tr: Translator) -> View:
    """It is off the list."""
    words = tr.quote(shortened(text, _GLIMPSE))
    return View(
        tr.text("Your question was taken back: “{words}”", words=words),
        [[_ask_again(meeting_id, tr), _to(meeting_id, tr)]],
    )


def question_apart(meeting_id: int, tr: Translator) -> View:
    """It was no question for the meeting: its draft stands below."""
    return View(tr.text("All right, it is a submission of its own. Its draft is below."), [[_to(meeting_id, tr)]])


def question_later(tr: Translator, *, meeting_id: int = 0) -> View:
    """Nothing is asked for now."""
    rows = [[_ask_again(meeting_id, tr), _to(meeting_id, tr)]] if meeting_id else []
    return View(tr.text("All right, no question was noted. You can ask until the meeting is over."), rows)


def question_too_long(limit: int, tr: Translator) -> View:
    """Nobody could read it out."""
    return View(
        tr.text(
            "A question has {limit} letters at most, so that it can be read out. Please write it shorter; what you "
            "wrote still stands above.",
            limit=tr.number(limit),
        ),
        [[_not_now(tr)]],
    )


def only_words(tr: Translator) -> View:
    """A file, a voice message or a sticker, where a question was asked for."""
    return View(
        tr.text("For a meeting only words can be noted. Please write your question in a sentence."), [[_not_now(tr)]]
    )


def question_refused(error: DomainError, tr: Translator) -> View:
    """No question is taken any more; its words are a draft below."""
    if isinstance(error, TooManyQuestions):
        most = tr.number(error.limit)
        return View(
            tr.text("You have asked {limit} questions for this meeting, which are the most.", limit=most) + _below(tr),
            [[all_meetings(tr)]],
        )
    return View(tr.text("Questions for this meeting are not collected any more.") + _below(tr), [[all_meetings(tr)]])


def _below(tr: Translator) -> Markup:
    return Markup(" ") + tr.text("What you wrote is now a draft; you see it below.")


def already_back_toast(tr: Translator) -> str:
    """It is off the list since earlier."""
    return tr.plain("This question was taken back already.")


def _not_now(tr: Translator) -> Button:
    return Button(tr.label("button", "Not now"), ButtonData(NOUN, "later"))


def _ask_again(meeting_id: int, tr: Translator) -> Button:
    return Button(tr.label("question", "Ask something"), ButtonData(MEET, "ask", meeting_id))


def _to(meeting_id: int, tr: Translator) -> Button:
    return to_meeting(meeting_id, tr.label("meeting", "‹ The meeting"))
