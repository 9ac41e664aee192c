"""What a notice's holder changes before it leaves.

Whatever is changed in a notice that waits for a yes, or for its time, makes it a draft again: no yes that was given, or
asked for, counts for what it says then.
"""

from datetime import datetime
from typing import Any

from models.audience import Audience
from models.errors import NotFound, NoticeChanged, TimePassed
from models.notice import Notice, NoticeState, Repeats
from models.notice_checks import check
from models.notice_content import NoticeContent
from models.notice_times import day_of_month
from models.services import areas, notices
from models.services.actor import Actor as Announcer
from models.services.notices import UNASKED

_BEFORE_LEAVING = frozenset({NoticeState.DRAFT, NoticeState.APPROVAL, NoticeState.SCHEDULED})


async def change_content(announcer: Announcer, notice_id: int, version: int, content: NoticeContent) -> Notice:
    """Say something else. Raises as `change_urgency`, and as `models.notice_checks.check`."""
    check(content)
    notice = await _changeable(announcer, notice_id, version)
    number = await notices.next_number(announcer.session, notice_id)
    values = {"revision": number, "search_key": notices.search_key_of(content)}
    changed = await _redraft(announcer, notice, values)
    await notices.put_revision(announcer, notice_id, number, content)
    return changed


async def change_audience(announcer: Announcer, notice_id: int, version: int, audience: Audience) -> Notice:
    """Send it to others. Raises as `change_urgency`; NotFound for an area that is none."""
    tree = await areas.load_tree(session=announcer.session)
    if any(area_id not in tree.places for area_id in audience.area_ids):
        raise NotFound
    notice = await _changeable(announcer, notice_id, version)
    return await _redraft(announcer, notice, {"audience": audience.to_data()})


async def change_urgency(announcer: Announcer, notice_id: int, version: int, *, is_urgent: bool) -> Notice:
    """Let it pass quiet hours, or not.

    Raises:
        NotFound: it is not theirs.
        NoticeChanged: somebody changed it meanwhile, or it has left.
    """
    notice = await _changeable(announcer, notice_id, version)
    return await _redraft(announcer, notice, {"is_urgent": is_urgent})


async def change_time(
    announcer: Announcer,
    notice_id: int,
    version: int,
    *,
    starts_at: datetime | None,
    repeats: Repeats | None = None,
    repeats_until: datetime | None = None,
) -> Notice:
    """Say when it leaves, and whether it comes again.

    Args:
        announcer: its holder.
        notice_id: which.
        version: of the button.
        starts_at: aware; None as soon as it is sent.
        repeats: how often; it needs both moments.
        repeats_until: the last moment at which it may leave again, aware.

    Raises:
        NotFound, NoticeChanged: as everywhere here.
        TimePassed: one of the moments is not to come, or it would end before it begins.
    """
    notice = await _changeable(announcer, notice_id, version)
    if starts_at is not None and starts_at <= announcer.now:
        raise TimePassed
    if repeats is not None and (starts_at is None or repeats_until is None or repeats_until < starts_at):
        raise TimePassed
    is_monthly = repeats is Repeats.MONTHLY and starts_at is not None
    values = {
        "starts_at": starts_at,
        "repeats": repeats.value if repeats is not None else None,
        "repeats_until": repeats_until if repeats is not None else None,
        "repeats_day": day_of_month(starts_at, announcer.city.zone) if is_monthly and starts_at else None,
    }
    return await _redraft(announcer, notice, values)


async def discard(announcer: Announcer, notice_id: int, version: int) -> Notice:
    """Throw a draft away; one that left before (it repeated) stays on record as sent."""
    notice = await notices.own_draft(announcer, notice_id, version)
    state = NoticeState.DISCARDED if notice.sent_at is None else NoticeState.SENT
    await notices.change(announcer, notice, {"state": state.value, "starts_at": None, "repeats": None})
    await notices.note(announcer, "notice.discard", notice_id)
    return notice


async def _changeable(announcer: Announcer, notice_id: int, version: int) -> Notice:
    notice = await notices.own(announcer, notice_id, version)
    has_left = notice.sent_at is not None and notice.state != NoticeState.DRAFT
    if notice.state not in _BEFORE_LEAVING or has_left:
        raise NoticeChanged
    return notice


async def _redraft(announcer: Announcer, notice: Notice, values: dict[str, Any]) -> Notice:
    """Write what changed, and take back whatever was agreed to before."""
    was = _told({name: getattr(notice, name) for name in values})
    await notices.change(
        announcer, notice, {**values, **UNASKED, "state": NoticeState.DRAFT.value, "is_approved": False}
    )
    await notices.note(announcer, "notice.change", notice.id or 0, (was, _told(values)))
    return notice


def _told(values: dict[str, Any]) -> dict[str, Any]:
    """Columns of a notice as the audit trail keeps them."""
    told = {name: value for name, value in values.items() if name not in {"search_key", "audience"}}
    if "audience" in values:
        audience = Audience.from_data(values["audience"])
        told |= {"area_ids": list(audience.area_ids), "language": audience.language, "role": audience.role}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in told.items()}
