"""What is told of a call for ideas: to who answered, where theirs stands and what came of all; and to the office."""

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import TEXT_LIMIT, Button, Style, View, shortened, shown_length
from handlers.views.goal_call import NOUN, goal_line, to_call
from handlers.views.goal_standing import open_goal
from locales import Translator
from models.documents.labels import status_label
from models.goal import GoalStatus
from models.goal_call_shown import CallShown, OwnIdeas
from models.submission import Submission

LISTED = 5  # of one's own ideas, in one message
_MARKS = 8  # signs around somebody's words
_LINE, _IDEA = 200, 80  # letters of the question, and of one's own idea


def closed_news(own: OwnIdeas, tr: Translator) -> View:
    """To whoever answered: it is over, how many ideas came, and where theirs stands just now."""
    shown = own.shown
    lines = [
        tr.text("💡 <b>The call for ideas that you answered is over.</b>"),
        goal_line(shown, tr),
        tr.text("“{words}”", words=tr.quote(_in_a_line(shown.call.question, _LINE))),
    ]
    if shown.goal.status == GoalStatus.DROPPED:
        lines.append(tr.text("The city does not pursue this goal any more. Your idea stays with the secretariat."))
    lines.append(
        tr.count("{number} idea came in all. Thank you for yours:", "{number} ideas came in all. Yours:", shown.ideas)
    )
    lines += [_own_line(one, tr) for one in own.ideas]
    if own.more:
        lines.append(tr.count("and {number} more of yours", "and {number} more of yours", own.more))
    lines.append(tr.text("I tell you here as soon as any of that changes."))
    return View(Markup("\n").join(lines), [*_own_rows(own, tr), [to_call(shown, tr)]])


def _own_line(one: Submission, tr: Translator) -> Markup:
    words = tr.quote(_in_a_line(one.text, _IDEA))
    head = tr.text("▫️ {code}: <b>{status}</b>", code=tr.code(one.code), status=status_label(one.status, tr))
    return Markup("\n").join((head, tr.text("“{words}”", words=words))) if one.text.strip() else head


def _own_rows(own: OwnIdeas, tr: Translator) -> list[list[Button]]:
    if len(own.ideas) != 1:
        return [[Button(tr.label("call", "My submissions"), ButtonData("mine", "page", 0))]]
    return [[Button(tr.label("call", "My idea"), ButtonData("mine", "open", own.ideas[0].id or 0))]]


def result_news(shown: CallShown, tr: Translator) -> View:
    """To whoever answered: what the office said became of all the ideas, as far as one message holds it."""
    head = Markup("\n").join(
        [
            tr.text("💡 <b>What became of your ideas</b>"),
            goal_line(shown, tr),
            tr.text("You were asked: “{words}”", words=tr.quote(_in_a_line(shown.call.question, _LINE))),
        ]
    )
    said = shown.call.result or ""
    words, room = tr.quote(said), TEXT_LIMIT - shown_length(head) - _MARKS
    if shown_length(words) > room:  # the marks that isolate its lines count, too
        words = tr.quote(_in_a_line(said, room))
    text = Markup("{}\n<blockquote>{}</blockquote>").format(head, words)
    return View(text, [[to_call(shown, tr), open_goal(shown.call.goal_id, tr.label("call", "The goal"))]])


def ask_news(shown: CallShown, tr: Translator) -> View:
    """To whoever opened it, or holds that office now: it is over; what became of the ideas?"""
    lines = [
        tr.text("💡 <b>A call for ideas is over.</b>"),
        goal_line(shown, tr),
        tr.text("“{words}”", words=tr.quote(_in_a_line(shown.call.question, _LINE))),
    ]
    if not shown.ideas:
        lines.append(tr.text("No idea came."))
        return View(Markup("\n").join(lines), [[to_call(shown, tr)]])
    lines.append(
        tr.count(
            "{number} idea came. Who answered heard where theirs stands, and waits to hear what becomes of it.",
            "{number} ideas came. Who answered heard where theirs stands, and waits to hear what becomes of them.",
            shown.ideas,
        )
    )
    result = ButtonData(NOUN, "result", shown.id, shown.call.version)
    write = Button(tr.label("call", "Say what became of them"), result, style=Style.SUCCESS)
    return View(Markup("\n").join(lines), [[write], [to_call(shown, tr)]])


def cancelled_news(shown: CallShown, tr: Translator) -> View:
    """To whoever opened it: its last day is over, and its notice never left."""
    lines = [
        tr.text("💡 <b>A call for ideas was cancelled: its notice never left.</b>"),
        goal_line(shown, tr),
        tr.text("Nobody was told of it. A new one begins on the goal's card."),
    ]
    again = Button(tr.label("call", "Another call"), ButtonData(NOUN, "new", shown.call.goal_id, shown.goal.version))
    return View(Markup("\n").join(lines), [[again], [open_goal(shown.call.goal_id, tr.label("call", "The goal"))]])


def _in_a_line(words: str, most: int) -> str:
    return shortened(" ".join(words.split()), most)
