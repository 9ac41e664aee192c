"""What stands beside a goal's picture, and the same as text."""

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, View, shortened
from handlers.views.paper import pages_of
from locales import Translator
from models.documents.goal_chart import GoalChart, chart_text, done_words, joined, kicker, nothing_told
from models.documents.paper_words import day_words
from models.goal_words import status_words

NOUN = "gchart"
GOAL, GOAL_TEXT, GOAL_PAGE = "goal", "text", "page"
_TITLE, _REPORT = 250, 400  # UTF-16 units in a caption, of at most 1024


def begun_toast(tr: Translator) -> str:
    """It is being drawn."""
    return tr.plain("I am drawing it; it comes here in a moment.")


def just_sent_toast(tr: Translator) -> str:
    """They got it a moment ago, and nothing changed since."""
    return tr.plain("You have just got this picture; it is still up to date.")


def goal_caption(chart: GoalChart, goal_id: int, tr: Translator) -> View:
    """Below the picture of a goal: which, how far, and what was reported last."""
    lines = [
        Markup.escape(kicker(chart.place, chart.number, tr)),
        Markup("<b>{}</b>").format(tr.quote(shortened(" ".join(chart.title.split()), _TITLE))),
        Markup.escape(joined(tr, status_words(chart.status, tr), done_words(chart.progress, tr))),
    ]
    return View(Markup("\n\n").join([Markup("\n").join(lines), _newest(chart, tr)]), [_beside(goal_id, tr)])


def _newest(chart: GoalChart, tr: Translator) -> Markup:
    if not chart.reports:
        return Markup.escape(nothing_told(tr))
    last = chart.reports[-1]
    words = tr.quote(shortened(" ".join(last.text.split()), _REPORT))
    return tr.text("Newest report, {date}: {words}", date=day_words(last.day, tr), words=words)


def _beside(goal_id: int, tr: Translator) -> list[Button]:
    return [
        Button(tr.label("button", "The same as text"), ButtonData(NOUN, GOAL_TEXT, goal_id)),
        _to_goal(goal_id, tr),
    ]


def _to_goal(goal_id: int, tr: Translator) -> Button:
    return Button(tr.label("goal chart", "The goal"), ButtonData("goal", "open", goal_id))


def goal_text(chart: GoalChart, goal_id: int, page: int, tr: Translator) -> View:
    """A page (from 0) of what the picture shows, in words."""
    pages = pages_of(chart_text(chart, tr))
    page = min(max(page, 0), len(pages) - 1)
    beside = []
    if page > 0:
        beside.append(Button(tr.label("paging", "‹ Previous"), ButtonData(NOUN, GOAL_PAGE, goal_id, page - 1)))
    if page < len(pages) - 1:
        beside.append(Button(tr.label("paging", "Next ›"), ButtonData(NOUN, GOAL_PAGE, goal_id, page + 1)))
    picture = Button(tr.label("goal chart", "As a picture"), ButtonData(NOUN, GOAL, goal_id))
    return View(Markup.escape(pages[page]), [beside, [picture, _to_goal(goal_id, tr)]])


def goal_picture_failed(goal_id: int, tr: Translator) -> View:
    """It could not be drawn: the same words are there as text."""
    text = tr.text(
        "The picture could not be drawn. The people in charge find the reason in the log. As text it is here:"
    )
    return View(text, [_beside(goal_id, tr)])


def picture_gone(tr: Translator) -> View:
    """It was drawn, and could not be sent before it was cleared away."""
    return View(
        tr.text("The picture you asked for is not there any more. Press its button once more: it is drawn anew.")
    )
