"""A call for ideas as residents meet it: its card, the ideas of others, and what their own draft says of it."""

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Style, View, shortened
from handlers.views.goal_standing import day_words, open_goal
from handlers.views.notice_buttons import CALL
from locales import Translator
from models.documents.labels import status_label
from models.goal import CallState
from models.goal_call_shown import CallShown
from models.submission import Submission
from models.text.masking import mask

NOUN = CALL
PAGE = 5  # ideas of others on one page
_TITLE, _LINE, _WORDS = 120, 80, 160  # letters of a goal's title, of a question in one line, and of an idea
LONG = 900  # letters of a question or a result on its card


def answers_call(shown: CallShown, tr: Translator) -> Markup:
    """On a draft, and on the card of what was registered: which call it answers."""
    question = tr.quote(shortened(" ".join(shown.call.question.split()), _LINE))
    goal = tr.quote(shortened(shown.goal.title, _LINE))
    return tr.text("💡 Answers the call for ideas “{question}” (goal “{goal}”)", question=question, goal=goal)


def goal_line(shown: CallShown, tr: Translator) -> Markup:
    """Which goal a call is for."""
    return tr.text("Goal “{goal}”", goal=tr.quote(shortened(shown.goal.title, _TITLE)))


def call_over(shown: CallShown, tr: Translator) -> View:
    """What was written for it comes too late, and is not lost."""
    lines = [
        tr.text("This call for ideas is over. You can still send your idea: it is registered like any other proposal."),
        goal_line(shown, tr),
    ]
    return View(Markup("\n").join(lines), [[to_call(shown, tr)]])


def call_gone(tr: Translator) -> View:
    """There is none, or nobody knows of it yet."""
    return View(tr.text("This call for ideas is not there, or has not begun yet."))


def preview_toast(tr: Translator) -> str:
    """Pressed on the preview of its notice."""
    return tr.plain("The call begins once its notice has left.")


def idea_asked(shown: CallShown, tr: Translator) -> View:
    """«I have an idea»: it is asked for."""
    lines = [
        tr.text("<b>Write your idea.</b>"),
        goal_line(shown, tr),
        tr.text("“{words}”", words=tr.quote(shortened(shown.call.question, _WORDS * 2))),
        tr.text(
            "One message or several; a photo or a voice message will do, too. "
            "I show you what is registered as your proposal, and you confirm it."
        ),
    ]
    not_now = Button(tr.label("button", "Not now"), ButtonData("draft", "nothing"))
    return View(Markup("\n").join(lines), [[not_now]])


def draft_waits(shown: CallShown, draft_id: int, tr: Translator) -> View:
    """«I have an idea», while a draft is not registered: is that the idea?"""
    lines = [tr.text("You have a draft that is not registered yet. <b>Is it your idea for this call?</b>")]
    lines += [goal_line(shown, tr), tr.text("If not, register or discard it first, then press the button again.")]
    yes = Button(tr.label("call", "Yes, it is my idea"), ButtonData(NOUN, "join", shown.id, draft_id))
    return View(Markup("\n").join(lines), [[yes]])


def to_call(shown: CallShown, tr: Translator) -> Button:
    """To its card, below everything else."""
    return Button(tr.label("call", "The call for ideas"), ButtonData(NOUN, "open", shown.id))


def time_line(shown: CallShown, today: date, zone: ZoneInfo, tr: Translator) -> Markup:
    """Until when, and how long that is; or since when it is over."""
    if shown.call.state == CallState.CANCELLED:
        return tr.text("It never began: its notice did not leave.")
    if shown.call.state == CallState.CLOSED and shown.call.closed_at is not None:
        return tr.text("It is over since {day}.", day=tr.date(shown.call.closed_at, zone, year=True))
    day, left = day_words(shown.call.closes_on, zone, tr), shown.days_left(today)
    if not left:
        return tr.text("Until the end of today, {day}", day=day)
    return tr.count(
        "Until the end of {day}: {number} day is left", "Until the end of {day}: {number} days are left", left, day=day
    )


def count_line(shown: CallShown, tr: Translator) -> Markup:
    """How many ideas came."""
    if not shown.ideas:
        return tr.text("No idea has come yet.") if shown.is_open else tr.text("No idea came.")
    if shown.is_open:
        return tr.count("{number} idea has come so far.", "{number} ideas have come so far.", shown.ideas)
    return tr.count("{number} idea came.", "{number} ideas came.", shown.ideas)


def call_card(
    shown: CallShown,
    today: date,
    zone: ZoneInfo,
    tr: Translator,
    *,
    public: int,
    office: Sequence[Sequence[Button]] = (),
) -> View:
    """What is asked, until when, what came; and what became of it. `public` is how many ideas everybody can read."""
    lines = [
        tr.text("💡 <b>Call for ideas</b>"),
        goal_line(shown, tr),
        tr.text("“{words}”", words=tr.quote(shortened(shown.call.question, LONG))),
        time_line(shown, today, zone, tr),
        count_line(shown, tr),
    ]
    if shown.call.result is not None:
        result = tr.quote(shortened(shown.call.result, LONG))
        lines.append(Markup("\n").join((tr.text("<b>What became of your ideas:</b>"), result)))
    rows: list[list[Button]] = []
    if shown.is_open:
        answer = ButtonData(NOUN, "answer", shown.id)
        rows.append([Button(tr.label("button", "I have an idea"), answer, style=Style.SUCCESS)])
    if public:
        label = tr.label("call", "The ideas of others ({number})", number=tr.number(public))
        rows.append([Button(label, ButtonData(NOUN, "ideas", shown.id))])
    return View(
        Markup("\n").join(lines), [*rows, *office, [open_goal(shown.call.goal_id, tr.label("call", "The goal"))]]
    )


def ideas_list(shown: CallShown, found: Sequence[Submission], page: int, total: int, tr: Translator) -> View:
    """A page of the ideas that everybody may read, the newest first: without names, masked as for all neighbours."""
    head = Markup("\n").join((tr.text("<b>Ideas for this call</b>"), goal_line(shown, tr)))
    blocks = [head, *(idea_lines(one, tr) for one in found)]
    if not found:
        blocks.append(tr.text("There is no idea here that everybody can read."))
    turning = []
    if page > 0:
        turning.append(Button(tr.label("paging", "‹ Newer"), ButtonData(NOUN, "ideas", shown.id, page - 1)))
    if (page + 1) * PAGE < total:
        turning.append(Button(tr.label("paging", "Older ›"), ButtonData(NOUN, "ideas", shown.id, page + 1)))
    back = Button(tr.label("button", "Back"), ButtonData(NOUN, "card", shown.id))
    return View(Markup("\n\n").join(blocks), [turning, [back]])


def idea_lines(one: Submission, tr: Translator) -> Markup:
    """An idea with where it stands, and its words as neighbours read them."""
    head = Markup(" · ").join((tr.code(one.code), status_label(one.status, tr)))
    words = shortened(" ".join(mask(one.text).split()), _WORDS)
    return Markup("\n").join((head, tr.text("“{words}”", words=tr.quote(words)))) if words else head
