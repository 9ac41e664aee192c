"""A digest: what was gathered for somebody, group by group, newest first; a page of it at a time."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, View, in_pairs, shortened
from handlers.views.goal_standing import bar_line, open_goal
from handlers.views.meeting_buttons import MEET
from handlers.views.meeting_words import day_words, when_words
from handlers.views.notice_buttons import READING
from handlers.views.notice_list import glimpse
from locales import Translator, mark_label
from models.digest import Gathered, MeetingEvent, MeetingTold, NoticeNews, OwnNews
from models.documents.labels import status_label
from models.goal_told import GoalTold
from models.goal_words import status_words
from models.notice_checks import words_of
from models.notice_content import NoticeContent

NOUN = "digest"
PAGE = 6  # meetings, notices and goals: with a line and half a row of buttons each, one screen of an old phone
_TITLE = 80  # letters
_REPORTS, _LETTERS = 3, 120  # reports of a goal that are named, and letters of each
_EVENTS = {
    MeetingEvent.MOVED: mark_label("digest", "moved"),
    MeetingEvent.CHANGED: mark_label("digest", "changed"),
    MeetingEvent.CANCELLED: mark_label("digest", "cancelled"),
    MeetingEvent.MINUTES: mark_label("digest", "minutes published"),
}

type _News = MeetingTold | NoticeNews | GoalTold


def digest_card(gathered: Gathered, delivery_id: int, page: int, *, zone: ZoneInfo, tr: Translator) -> View:
    """What is new: meetings, notices and goals with a button each, then what became of one's own submissions."""
    news: list[_News] = [*gathered.meetings, *gathered.notices, *gathered.goals]
    pages = max(1, -(-len(news) // PAGE))
    page = min(max(page, 0), pages - 1)
    first = page * PAGE
    shown = news[first : first + PAGE]
    lines = [tr.text("<b>What is new in your neighbourhoods</b>"), *_groups(shown, first, zone, tr)]
    left = len(news) - first - len(shown)
    if left:
        lines.append(tr.count("and {number} more", "and {number} more", left))
    if gathered.own and page == 0:
        lines.append(_own(gathered.own, zone, tr))
    opens = [_opening(one, first + at, len(news), tr) for at, one in enumerate(shown, 1)]
    return View(Markup("\n\n").join(lines), [*in_pairs(opens), _paging(delivery_id, page, pages, tr)])


def _groups(shown: Sequence[_News], first: int, zone: ZoneInfo, tr: Translator) -> list[Markup]:
    """Meetings, notices, then goals, each under its name; numbered through, as their buttons are."""
    meetings, notices = [tr.text("<b>Meetings</b>")], [tr.text("<b>Notices</b>")]
    goals = [tr.text("<b>Goals you follow</b>")]
    for number, one in enumerate(shown, first + 1):
        if isinstance(one, MeetingTold):
            meetings.append(Markup("{}. {}").format(tr.number(number), _meeting(one, zone, tr)))
        elif isinstance(one, GoalTold):
            goals.append(Markup("{}. {}").format(tr.number(number), _goal(one, tr)))
        else:
            notices.append(Markup("{}. {}").format(tr.number(number), _notice(one, zone, tr)))
    return [Markup("\n").join(group) for group in (meetings, notices, goals) if len(group) > 1]


def _meeting(told: MeetingTold, zone: ZoneInfo, tr: Translator) -> Markup:
    """What it is called, what happened to it, and when and where it is; of one that is over, when it was."""
    facts, sessions = told.facts, told.facts.sessions
    label = _EVENTS.get(told.event)
    parts = [tr.quote(shortened(" ".join(facts.title.split()), _TITLE))]
    parts += [] if label is None else [tr.text("<b>{what}</b>", what=tr.label("digest", label))]
    if told.event is MeetingEvent.MINUTES:
        parts += [day_words(sessions[0].starts_at, zone, tr)] if sessions else []
        return Markup(" · ").join(parts)
    coming = [one for one in sessions if one.starts_at > told.at] or sessions
    parts += [when_words(coming[0], zone, tr, year=False)] if coming else []
    if told.event is not MeetingEvent.CANCELLED and facts.place:
        parts.append(tr.quote(shortened(" ".join(facts.place.split()), _TITLE)))
    return Markup(" · ").join(parts)


def _notice(news: NoticeNews, zone: ZoneInfo, tr: Translator) -> Markup:
    return Markup("{} · {}").format(title(news.content, tr), tr.date(news.at, zone))


def _goal(told: GoalTold, tr: Translator) -> Markup:
    """What it is called, what was reported, the newest first, and how far it has come."""
    lines = [tr.quote(shortened(" ".join(told.goal.title.split()), _TITLE))]
    newest = list(reversed(told.updates))
    for one in newest[:_REPORTS]:
        words = tr.quote(shortened(" ".join(one.text.split()), _LETTERS))
        status = "" if one.status_to is None else status_words(one.status_to, tr)
        line = tr.text("▫️ {words}", words=words)
        lines.append(Markup("{} · <b>{}</b>").format(line, status) if status else line)
    if len(newest) > _REPORTS:
        lines.append(tr.count("and {number} more report", "and {number} more reports", len(newest) - _REPORTS))
    if told.goal.progress.fraction is not None:
        lines.append(bar_line(told.goal.progress, tr))
    return Markup("\n").join(lines)


def title(content: NoticeContent, tr: Translator) -> Markup:
    """A notice's first line; without words, what it consists of."""
    words = words_of(content.html).strip()
    if not words:
        return glimpse(content, tr)
    return tr.quote(shortened(" ".join(words.splitlines()[0].split()), _TITLE))


def _own(changed: Sequence[OwnNews], zone: ZoneInfo, tr: Translator) -> Markup:
    lines = [tr.text("<b>Your submissions</b>")]
    for one in changed:
        status, day = status_label(one.status, tr, for_author=True), tr.date(one.at, zone)
        lines.append(Markup("{} · {} · {}").format(tr.code(one.code), status, day))
    return Markup("\n").join(lines)


def _opening(news: _News, number: int, total: int, tr: Translator) -> Button:
    if isinstance(news, GoalTold):
        if total == 1:
            return open_goal(news.goal.id, tr.label("goal", "See the goal"))
        return open_goal(news.goal.id, tr.label("goal", "See number {number}", number=tr.number(number)))
    if isinstance(news, MeetingTold):
        data = ButtonData(MEET, "open", news.meeting_id)
    else:
        data = ButtonData(READING, "open", news.notice_id)
    if total == 1:
        return Button(tr.label("button", "Read it"), data)
    return Button(tr.label("button", "Read number {number}", number=tr.number(number)), data)


def _paging(delivery_id: int, page: int, pages: int, tr: Translator) -> list[Button]:
    buttons = []
    if page > 0:
        buttons.append(Button(tr.label("paging", "‹ Newer"), ButtonData(NOUN, "page", delivery_id, page - 1)))
    if page < pages - 1:
        buttons.append(Button(tr.label("paging", "Older ›"), ButtonData(NOUN, "page", delivery_id, page + 1)))
    return buttons
