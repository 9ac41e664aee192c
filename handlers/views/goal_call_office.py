"""A call for ideas for the office: asking for it, looking at it before it leaves, ending it, and its result."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Style, View, shortened
from handlers.views.calendar import Picker, legend, month_picker
from handlers.views.goal_call import NOUN, count_line, goal_line, time_line
from handlers.views.goal_standing import open_goal
from handlers.views.notice_list import NOUN as NOTICES
from locales import Translator
from models.goal import CallState, Goal
from models.goal_call_shown import QUESTION_LIMIT, RESULT_LIMIT, CallShown
from models.notice import Why
from models.resolution_words import day_words

_TITLE, _SHOWN = 120, 1200  # letters of a goal's title, and of words that are looked at before they leave


@dataclass(frozen=True)
class Asking:
    """A call while it is written: for which goal, what is asked, and until which day."""

    goal: Goal
    question: str = ""
    closes_on: date | None = None

    def button(self, label: str, action: str, *, style: Style | None = None) -> Button:
        """A button of its screens."""
        return Button(label, ButtonData(NOUN, action, self.goal.id or 0, self.goal.version), style=style)


def office_rows(shown: CallShown, tr: Translator) -> list[list[Button]]:
    """What the office can do with a call, below what everybody reads."""
    call = shown.call

    def button(label: str, action: str, style: Style | None = None) -> Button:
        return Button(label, ButtonData(NOUN, action, shown.id, call.version), style=style)

    rows: list[list[Button]] = []
    if shown.is_asked_for_result:
        rows.append([button(tr.label("call", "Say what became of them"), "result", Style.SUCCESS)])
    notice = Button(tr.label("call", "Its notice"), ButtonData(NOTICES, "open", call.notice_id))
    if call.state == CallState.OPEN:
        return [*rows, [notice, button(tr.label("call", "End it now"), "close", Style.DANGER)]]
    again = ButtonData(NOUN, "new", call.goal_id, shown.goal.version)
    return [*rows, [notice, Button(tr.label("call", "Another call"), again)]]


def no_call(goal: Goal, tr: Translator) -> View:
    """No call was opened for a goal yet: what one is."""
    lines = [
        tr.text("💡 <b>Call for ideas</b>"),
        _goal(goal, tr),
        tr.text(
            "You ask residents a question and say until when. It goes as a notice to the people of the area and to "
            "the goal's followers; their answers are proposals linked to this goal. "
            "Afterwards everybody who answered hears what became of theirs."
        ),
    ]
    begin = Asking(goal).button(tr.label("call", "Ask for ideas"), "new", style=Style.SUCCESS)
    return View(Markup("\n").join(lines), [[begin], [_to_goal(goal, tr)]])


def _goal(goal: Goal, tr: Translator) -> Markup:
    return tr.text("Goal “{goal}”", goal=tr.quote(shortened(goal.title, _TITLE)))


def _to_goal(goal: Goal, tr: Translator) -> Button:
    return open_goal(goal.id or 0, tr.label("call", "The goal"))


def question_asked(asking: Asking, tr: Translator) -> View:
    """What do you want to know?"""
    lines = [
        tr.text("<b>What do you want to ask residents?</b>"),
        _goal(asking.goal, tr),
        tr.text(
            "Write the question as they shall read it, in {limit} letters at most.", limit=tr.number(QUESTION_LIMIT)
        ),
    ]
    if asking.question:
        lines.append(tr.text("Now: “{words}”", words=tr.quote(shortened(asking.question, _SHOWN))))
    return View(Markup("\n").join(lines), [_leave(asking, tr)])


def _leave(asking: Asking, tr: Translator) -> list[Button]:
    return [asking.button(tr.label("button", "Discard"), "leave")]


def day_asked(asking: Asking, picker: Picker, year: int, month: int) -> View:
    """Until when?"""
    tr = picker.tr
    lines = [
        tr.text("<b>Until which day are ideas taken?</b>"),
        tr.text("Choose a day, or write it: “{example}”.", example=tr.text("19 Azar")),
        Markup.escape(legend(picker)),
    ]
    rows = [*month_picker(picker, year, month, chosen=asking.closes_on), *_usual(picker), _leave(asking, tr)]
    return View(Markup("\n").join(lines), rows)


def _usual(picker: Picker) -> list[list[Button]]:
    tr, today = picker.tr, picker.today.toordinal()
    weeks = [(1, tr.label("call", "In a week")), (2, tr.label("call", "In two weeks"))]
    return [[picker.button(label, "day", today + 7 * number) for number, label in weeks]]


def day_not_read(asking: Asking, tr: Translator) -> View:
    """What was typed is no day from today on."""
    words = tr.text(
        "I could not read a day from that, or it has passed. "
        "Write it like “{example}”, or choose it from the calendar.",
        example=tr.text("19 Azar"),
    )
    return View(words, [[asking.button(tr.label("call", "Calendar"), "calendar")], _leave(asking, tr)])


def preview(asking: Asking, html: str, people: int, whys: frozenset[Why], zone: ZoneInfo, tr: Translator) -> View:
    """What residents will read, how many they are, and the last day in words; one tap sends it."""
    closes_on = asking.closes_on or date.min
    lines = [
        tr.text("<b>This is what they will read:</b>"),
        Markup("<blockquote>{}</blockquote>").format(Markup(html)),  # noqa: S704  # of our own making
        tr.text("Last day: <b>{day}</b>", day=day_words(closes_on, zone, tr)),
        tr.count("It reaches {number} person now.", "It reaches {number} people now.", people),
    ]
    if whys:
        lines.append(tr.text("Somebody else has to agree to it first; I ask them."))
    send = tr.label("call", "Send the call") if not whys else tr.label("call", "Ask for approval")
    rows = [
        [asking.button(send, "send", style=Style.SUCCESS)],
        [
            asking.button(tr.label("call", "Other question"), "question"),
            asking.button(tr.label("call", "Other day"), "calendar"),
        ],
        _leave(asking, tr),
    ]
    return View(Markup("\n").join(lines), rows)


def left_alone(goal: Goal, tr: Translator) -> View:
    """Nothing was sent."""
    return View(tr.text("All right: nobody was asked anything."), [[_to_goal(goal, tr)]])


def close_asked(shown: CallShown, today: date, zone: ZoneInfo, tr: Translator) -> View:
    """«End it now»: what that means."""
    lines = [tr.text("<b>End this call now?</b>"), goal_line(shown, tr), time_line(shown, today, zone, tr)]
    if shown.sent_at is None:
        lines.append(tr.text("Its notice has not left yet; it will not leave any more."))
    else:
        lines += [count_line(shown, tr), tr.text("Who answered hears where theirs stands; new ideas do not count.")]
    yes = ButtonData(NOUN, "close_yes", shown.id, shown.call.version)
    rows = [[Button(tr.label("call", "Yes, end it"), yes, style=Style.DANGER)], _back(shown, tr)]
    return View(Markup("\n").join(lines), rows)


def _back(shown: CallShown, tr: Translator) -> list[Button]:
    return [Button(tr.label("button", "Back"), ButtonData(NOUN, "card", shown.id))]


def closed_toast(tr: Translator) -> str:
    """It is over."""
    return tr.plain("The call is over. Who answered is told.")


def cancelled_view(shown: CallShown, tr: Translator) -> View:
    """It was ended before anybody knew of it."""
    lines = [tr.text("The call was cancelled before it left. Nobody was told."), goal_line(shown, tr)]
    return View(Markup("\n").join(lines), [[open_goal(shown.call.goal_id, tr.label("call", "The goal"))]])


def result_asked(shown: CallShown, tr: Translator) -> View:
    """What became of the ideas?"""
    lines = [
        tr.text("<b>What became of the ideas?</b>"),
        goal_line(shown, tr),
        tr.text("“{words}”", words=tr.quote(shortened(shown.call.question, 300))),
        count_line(shown, tr),
        tr.text(
            "Write it in {limit} letters at most. Everybody who answered reads it, and it stands on the goal's card.",
            limit=tr.number(RESULT_LIMIT),
        ),
    ]
    return View(Markup("\n").join(lines), [_back(shown, tr)])


def result_preview(shown: CallShown, words: str, tr: Translator) -> View:
    """The answer once more, before everybody who answered reads it."""
    lines = [
        tr.text("<b>Everybody who answered will read this:</b>"),
        Markup("<blockquote>{}</blockquote>").format(shortened(words, RESULT_LIMIT)),
        tr.text("It cannot be changed afterwards."),
    ]
    tell = ButtonData(NOUN, "tell", shown.id, shown.call.version)
    again = ButtonData(NOUN, "result", shown.id, shown.call.version)
    rows = [
        [Button(tr.label("call", "Send it to them"), tell, style=Style.SUCCESS)],
        [Button(tr.label("call", "Write it anew"), again)],
        _back(shown, tr),
    ]
    return View(Markup("\n").join(lines), rows)


def result_sent_toast(tr: Translator) -> str:
    """They are told."""
    return tr.plain("Everybody who answered is told.")
