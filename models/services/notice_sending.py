"""Having a notice sent: whether a second person must agree, when it leaves, and stopping it on the way."""

from datetime import datetime, timedelta
from typing import Any

from models.broadcast import Broadcast, BroadcastState
from models.delivery import DeliveryKind
from models.errors import NobodyToAsk, NoticeChanged, TimePassed
from models.notice import Notice, NoticeNews, NoticeState, Why
from models.notice_checks import check
from models.notice_content import NoticeContent
from models.notice_times import is_still_now
from models.rights import Rights
from models.role import Action
from models.services import areas, audience, broadcasts, notice_approvers, notice_news, notices
from models.services.actor import Actor as Announcer
from models.services.audience import Size
from models.services.notices import UNASKED

ASKED_AT_ONCE = 5  # of an urgent notice: the first yes counts
_OVER = frozenset({BroadcastState.DONE, BroadcastState.STOPPED})


async def count(announcer: Announcer, notice: Notice) -> Size:
    """How many people a notice reaches now."""
    return await audience.size(
        session=announcer.session,
        audience=notices.audience_of(notice),
        tree=await areas.load_tree(session=announcer.session),
        bot_id=announcer.bot_id,
        now=announcer.now,
        is_urgent=notice.is_urgent,
    )


def why_approval(announcer: Announcer, notice: Notice, size: Size) -> frozenset[Why]:
    """Why a second person must agree before whoever asks may send this; empty where nobody need."""
    reasons = {
        Why.BEYOND: is_beyond(announcer.rights, notice),
        Why.MANY: size.everybody > announcer.city.approval_above,
        Why.URGENT: notice.is_urgent,
    }
    return frozenset(why for why, holds in reasons.items() if holds)


def is_beyond(rights: Rights, notice: Notice) -> bool:
    """Whether it goes to an area in which somebody may not announce."""
    area_ids: tuple[int | None, ...] = notices.audience_of(notice).area_ids or (None,)
    return not all(rights.may(Action.ANNOUNCE, area_id) for area_id in area_ids)


async def send(announcer: Announcer, notice_id: int, version: int) -> Notice:
    """Have a draft sent at its time, or in a moment; or ask for the yes that it needs.

    The audience is counted anew: what was shown before may be too small by now.

    Returns:
        The notice: `scheduled`, or waiting for `approval`.

    Raises:
        NotFound: it is not theirs.
        NoticeChanged: it is no draft any more, or another one than they saw.
        TimePassed: the moment they chose is over.
        NobodyToAsk: it needs a yes that nobody can give; it stays as it was.
        NoticeEmpty, …: as `models.notice_checks.check`.
    """
    notice = await notices.own_draft(announcer, notice_id, version)
    check(await notices.content_of(session=announcer.session, notice_id=notice_id, number=notice.revision))
    if notice.starts_at is not None and notice.starts_at <= announcer.now:
        raise TimePassed
    size = await count(announcer, notice)
    why = why_approval(announcer, notice, size)
    if why:
        return await _ask(announcer, notice, why, size)
    at = notice.starts_at or announcer.now + announcer.city.notice_delay
    values = {**UNASKED, "state": NoticeState.SCHEDULED.value, "starts_at": at, "is_approved": False, "remark": None}
    await notices.change(announcer, notice, values)
    await notices.note(announcer, "notice.send", notice_id, (None, {"people": size.everybody}))
    return notice


async def _ask(announcer: Announcer, notice: Notice, why: frozenset[Why], size: Size) -> Notice:
    """Each asking has a revision of its own: a yes to what was asked before is no yes to what is asked now."""
    session, notice_id = announcer.session, notice.id or 0
    was = await notices.revision_of(session=session, notice_id=notice_id, number=notice.revision)
    asked = await who_is_asked(announcer, notice, was.made_by)
    was_asked = await notice_approvers.asked_whom(session=session, notice=notice, revision=notice.revision)
    number = await notices.next_number(session, notice_id) if was_asked else notice.revision
    values = {"state": NoticeState.APPROVAL.value, "revision": number, "is_approved": False, "remark": None}
    await notices.change(announcer, notice, {**values, **waiting_for(number, announcer.now)})
    if was_asked:
        content = NoticeContent.from_data(was.content)
        await notices.put_revision(announcer, notice_id, number, content, made_by=was.made_by)
    await ask(announcer, notice, asked, why, size)
    return notice


async def who_is_asked(announcer: Announcer, notice: Notice, made_by: int) -> list[int]:
    """Whose yes is asked for: the nearest person's, or of an urgent one that of several.

    Raises:
        NobodyToAsk: nobody may approve it.
    """
    able = await notice_approvers.candidates(
        session=announcer.session, notice=notice, made_by=made_by, owners=announcer.owners, now=announcer.now
    )
    asked = [one.person_id for one in able if one.person_id != announcer.person_id]
    if not asked:
        raise NobodyToAsk
    return asked[: ASKED_AT_ONCE if notice.is_urgent else 1]


def waiting_for(number: int, now: datetime) -> dict[str, Any]:
    """The columns of a notice of which a revision waits for a yes from a moment on."""
    return {**UNASKED, "asked_revision": number, "asked_at": now}


async def ask(announcer: Announcer, notice: Notice, asked: list[int], why: frozenset[Why], size: Size) -> None:
    """Have them asked, and put on record what was."""
    await notice_news.ask(
        session=announcer.session,
        notice=notice,
        person_ids=asked,
        why=why,
        now=announcer.now,
        zone=announcer.city.zone,
    )
    told = {"revision": notice.asked_revision, "people": size.everybody, "why": sorted(why), "asked": asked}
    await notices.note(announcer, "notice.ask", notice.id or 0, (None, told))


async def unsend(announcer: Announcer, notice_id: int, version: int) -> Notice:
    """Stop a notice before it leaves: it is a draft again. One that left before and would come again comes no more.

    Raises:
        NotFound: it is not for them.
        NoticeChanged: it has left, or is another one by now.
    """
    notice = await notices.versioned(announcer, notice_id, version)
    if notice.state not in {NoticeState.SCHEDULED, NoticeState.APPROVAL}:
        raise NoticeChanged
    was = notice.state
    await notices.change(announcer, notice, await _unsent(announcer, notice))
    await notices.note(announcer, "notice.unsend", notice_id, ({"state": was}, {"state": notice.state}))
    await tell_holder(announcer, notice, NoticeNews.UNSENT)
    return notice


async def _unsent(announcer: Announcer, notice: Notice) -> dict[str, Any]:
    if notice.sent_at is not None:
        is_going_on = await running(announcer, notice) is not None
        state = NoticeState.SENDING if is_going_on else NoticeState.SENT
        asked = UNASKED if notice.state == NoticeState.APPROVAL else {}  # an amendment waits on
        return {"state": state.value, "starts_at": None, "repeats": None, **asked}
    starts_at = notice.starts_at
    if notice.repeats is None and is_still_now(starts_at, announcer.now, announcer.city.notice_delay):
        starts_at = None
    return {"state": NoticeState.DRAFT.value, "starts_at": starts_at, "is_approved": False, **UNASKED}


async def tell_holder(announcer: Announcer, notice: Notice, what: NoticeNews) -> None:
    """Have a notice's holder told what a colleague did with it."""
    if notice.holder_id == announcer.person_id:
        return
    await notice_news.tell(
        session=announcer.session,
        notice=notice,
        person_ids=[notice.holder_id],
        what=what,
        now=announcer.now,
        zone=announcer.city.zone,
        content={"by": announcer.person_id},
    )


async def running(announcer: Announcer, notice: Notice) -> Broadcast | None:
    """The newest time of a notice that is not over yet."""
    times = await broadcasts.of_source(session=announcer.session, kind=DeliveryKind.NOTICE, source_id=notice.id or 0)
    return next((one for one in times if one.state not in _OVER), None)


async def pause(announcer: Announcer, notice_id: int) -> Notice:
    """Let a notice that is being sent wait. NoticeChanged where it is not being sent."""
    notice, broadcast_id = await _running_of(announcer, notice_id)
    done = await broadcasts.pause(session=announcer.session, broadcast_id=broadcast_id)
    return await _did(announcer, notice, "notice.pause", broadcast_id, done=done)


async def resume(announcer: Announcer, notice_id: int) -> Notice:
    """Let a paused notice go on. NoticeChanged where it is not paused."""
    notice, broadcast_id = await _running_of(announcer, notice_id)
    done = await broadcasts.resume(session=announcer.session, broadcast_id=broadcast_id)
    return await _did(announcer, notice, "notice.resume", broadcast_id, done=done)


async def stop(announcer: Announcer, notice_id: int) -> Notice:
    """Tell nobody else; who was told stays told. NoticeChanged where it is over."""
    notice, broadcast_id = await _running_of(announcer, notice_id)
    done = await broadcasts.stop(session=announcer.session, broadcast_id=broadcast_id)
    return await _did(announcer, notice, "notice.stop", broadcast_id, done=done)


async def send_again(announcer: Announcer, notice_id: int) -> int:
    """Tell a notice's newest time again to those of whom nobody knows whether they were told; how many that is.

    Raises:
        NotFound: it is not for them.
        NoticeChanged: it never left, or was withdrawn.
    """
    notice = await notices.notice_for(announcer, notice_id)
    times = await broadcasts.of_source(session=announcer.session, kind=DeliveryKind.NOTICE, source_id=notice_id)
    if not times or notice.state == NoticeState.WITHDRAWN:
        raise NoticeChanged
    broadcast_id = times[0].id or 0
    again = await broadcasts.resend_uncertain(session=announcer.session, broadcast_id=broadcast_id, now=announcer.now)
    if again:
        if notice.state in {NoticeState.SENT, NoticeState.STOPPED}:
            await notices.change(announcer, notice, {"state": NoticeState.SENDING.value})
        told = {"broadcast": broadcast_id, "people": again}
        await notices.note(announcer, "notice.send_again", notice_id, (None, told))
    return again


async def _running_of(announcer: Announcer, notice_id: int) -> tuple[Notice, int]:
    notice = await notices.notice_for(announcer, notice_id)
    broadcast = await running(announcer, notice)
    if broadcast is None:
        raise NoticeChanged
    return notice, broadcast.id or 0


async def _did(announcer: Announcer, notice: Notice, action: str, broadcast_id: int, *, done: bool) -> Notice:
    if not done:
        raise NoticeChanged
    await notices.note(announcer, action, notice.id or 0, (None, {"broadcast": broadcast_id}))
    return notice


def leaves_at(notice: Notice, now: datetime, delay: timedelta) -> datetime:
    """When a notice leaves that was just agreed to: at its time, else in a moment; an urgent one at once."""
    if notice.starts_at is not None and notice.starts_at > now:
        return notice.starts_at
    return now if notice.is_urgent else now + delay
