"""What is told of calls for ideas: that one is over, where one's own idea stands, and what became of all of them."""

from collections.abc import Awaitable, Callable

from bot.notifications.reader import Reader
from handlers.calls import Message
from handlers.keyboards import View
from handlers.views import goal_call_news as views
from models.errors import NotFound
from models.goal import CallState
from models.goal_call_shown import CallShown
from models.role import Action
from models.services import goal_call_answers
from models.services.goal_call_news import CallNews


async def news(reader: Reader) -> Message | None:
    """From how things stand when it leaves; nothing where nothing is left to say, or it is not theirs any more."""
    try:
        shown = await goal_call_answers.shown(session=reader.session, call_id=reader.due.source_id)
    except NotFound:
        return None
    view = await _NEWS[CallNews(reader.due.occurrence)](reader, shown)
    return None if view is None else Message(view)


async def _closed(reader: Reader, shown: CallShown) -> View | None:
    own = await goal_call_answers.own(
        session=reader.session, call_id=shown.id, person_id=reader.due.person_id, limit=views.LISTED
    )
    return views.closed_news(own, reader.tr) if own.ideas else None


async def _result(reader: Reader, shown: CallShown) -> View | None:
    own = await goal_call_answers.own(session=reader.session, call_id=shown.id, person_id=reader.due.person_id, limit=1)
    return views.result_news(shown, reader.tr) if own.ideas and shown.call.result is not None else None


async def _ask(reader: Reader, shown: CallShown) -> View | None:
    rights = await reader.rights()
    is_theirs = rights.may(Action.PLAN, shown.goal.area_id)
    return views.ask_news(shown, reader.tr) if is_theirs and shown.call.result is None else None


async def _cancelled(reader: Reader, shown: CallShown) -> View | None:
    rights = await reader.rights()
    is_so = shown.call.state == CallState.CANCELLED and rights.may(Action.PLAN, shown.goal.area_id)
    return views.cancelled_news(shown, reader.tr) if is_so else None


type _Tell = Callable[[Reader, CallShown], Awaitable[View | None]]
_NEWS: dict[CallNews, _Tell] = {
    CallNews.CLOSED: _closed,
    CallNews.RESULT: _result,
    CallNews.ASK: _ask,
    CallNews.CANCELLED: _cancelled,
}
