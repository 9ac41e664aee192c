"""The card of a notice: how it stands, in whatever state it is; drawn wherever it is asked for."""

from telegram import Update

from handlers.context import Context
from handlers.keyboards import View
from handlers.views.notice_list import glimpse
from handlers.views.notice_office import office_name
from handlers.views.notice_progress import Pace, progress_card, progress_slot
from handlers.views.notice_result import Result, Tally, result_card
from handlers.views.notice_standing import Standing, standing_card
from models.broadcast import Broadcast, BroadcastState
from models.delivery import DeliveryKind
from models.notice import Notice, NoticeState
from models.services import areas, broadcasts, notice_answers, notice_approvers, notice_progress, notices, people
from models.services.actor import Actor as Announcer

_WITH_RESULT = frozenset({NoticeState.SENDING, NoticeState.SENT, NoticeState.STOPPED, NoticeState.WITHDRAWN})
_OVER = frozenset({BroadcastState.DONE, BroadcastState.STOPPED})


async def show_card(context: Context, announcer: Announcer, notice: Notice, update: Update | None = None) -> None:
    """The card, in place of what was pressed, or below everything else; of what is on its way, the bar that moves."""
    times = await _times(announcer, notice)
    running = next((one for one in times if one.state not in _OVER), None)
    if running is not None:
        await _show_progress(context, running)
        return
    has_result = notice.state in _WITH_RESULT and times
    view = await result_view(context, notice, times) if has_result else await _standing(context, announcer, notice)
    if update is None:
        context.reply(view)
    else:
        context.edit_pressed(update, view)


async def _times(announcer: Announcer, notice: Notice) -> list[Broadcast]:
    return await broadcasts.of_source(session=announcer.session, kind=DeliveryKind.NOTICE, source_id=notice.id or 0)


async def _show_progress(context: Context, running: Broadcast) -> None:
    session, number = context.turn.session, running.id or 0
    content = await notices.content_of(session=session, notice_id=running.source_id, number=running.revision)
    chat = (context.turn.chat_id, context.tr.language)
    await notice_progress.follow(session=session, broadcast_id=number, chat=chat, now=context.turn.now)
    words = glimpse(content, context.tr)
    context.move(progress_slot(number), progress_card(running, words, Pace(), zone=context.city.zone, tr=context.tr))


async def result_view(context: Context, notice: Notice, times: list[Broadcast]) -> View:
    """What became of it, as it is known now."""
    session = context.turn.session
    content = await notices.content_of(session=session, notice_id=notice.id or 0, number=notice.revision)
    found = await notice_answers.results(session=session, notice_id=notice.id or 0)
    by_area = [(one.area_id, Tally(one.read, one.choices)) for one in found.by_area]
    return result_card(
        Result(
            notice, content, times, Tally(found.read, found.choices), by_area, await _names_of_asked(context, notice)
        ),
        await areas.load_tree(session=session),
        zone=context.city.zone,
        tr=context.tr,
    )


async def _standing(context: Context, announcer: Announcer, notice: Notice) -> View:
    session, tr = context.turn.session, context.tr
    tree = await areas.load_tree(session=session)
    number = notice.asked_revision or notice.revision
    content = await notices.content_of(session=session, notice_id=notice.id or 0, number=number)
    asked = await _names_of_asked(context, notice)
    names = await people.names_of(session=session, person_ids=[notice.holder_id])
    standing = Standing(
        notice,
        office_name(notice.office_area_id, tree, context.city, tr),
        holder=None if notice.holder_id == announcer.person_id else names.get(notice.holder_id, ""),
        asked=asked,
    )
    return standing_card(standing, glimpse(content, tr), tree, zone=context.city.zone, tr=tr)


async def _names_of_asked(context: Context, notice: Notice) -> list[str]:
    if notice.asked_revision is None:
        return []
    session = context.turn.session
    asked = await notice_approvers.asked_whom(session=session, notice=notice)
    names = await people.names_of(session=session, person_ids=asked)
    return [names[one] for one in asked if one in names]
