"""Lists of notices for those who announce, and the notice that is like another one."""

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, func, or_, select, true

from models.area_tree import AreaTree
from models.audience import Audience
from models.database import table_of
from models.delivery import Delivery, DeliveryKind
from models.notice import Notice, NoticeState
from models.notice_likeness import ALIKE, likeness
from models.role import Action
from models.services import areas, audience, notices
from models.services.actor import Actor as Announcer

LIKE_SINCE = timedelta(days=7)
_LOOKED_AT = 200  # notices of a week: more than any city writes

_n = table_of(Notice).c
_delivery = table_of(Delivery).c


class Tab(StrEnum):
    """The lists of /notices; on buttons by name."""

    DRAFTS = "drafts"  # one's own
    WAITING = "waiting"  # for a yes (amendments too), or for a successor
    SCHEDULED = "scheduled"
    SENT = "sent"  # with what is being sent, was stopped or withdrawn


_STATES: dict[Tab, tuple[NoticeState, ...]] = {
    Tab.DRAFTS: (NoticeState.DRAFT,),
    Tab.WAITING: (NoticeState.APPROVAL, NoticeState.HELD),
    Tab.SCHEDULED: (NoticeState.SCHEDULED,),
    Tab.SENT: (NoticeState.SENDING, NoticeState.SENT, NoticeState.STOPPED, NoticeState.WITHDRAWN),
}
_ORDER = {
    Tab.DRAFTS: (_n.updated_at.desc(), _n.id.desc()),
    Tab.WAITING: (_n.asked_at, _n.id),
    Tab.SCHEDULED: (_n.starts_at, _n.id),
    Tab.SENT: (_n.sent_at.desc(), _n.id.desc()),
}


async def page(announcer: Announcer, tab: Tab, *, offset: int, limit: int) -> tuple[Sequence[Notice], int]:
    """A page of a list, and how long the list is: drafts by their last change, the others by their time.

    Whoever was asked for a yes finds the notice among those that wait, too.
    """
    wanted = _listed(announcer, tab)
    counted = select(func.count()).select_from(table_of(Notice)).where(wanted)
    total: int = (await announcer.session.execute(counted)).scalar_one()
    rows = select(Notice).where(wanted).order_by(*_ORDER[tab]).offset(offset).limit(limit)
    rows = rows.execution_options(populate_existing=True)
    return (await announcer.session.execute(rows)).scalars().all(), total


async def counts(announcer: Announcer) -> dict[Tab, int]:
    """How long each list is."""
    found = {}
    for tab in Tab:
        counted = select(func.count()).select_from(table_of(Notice)).where(_listed(announcer, tab))
        found[tab] = int((await announcer.session.execute(counted)).scalar_one())
    return found


def _listed(announcer: Announcer, tab: Tab) -> ColumnElement[bool]:
    state = _n.state.in_([state.value for state in _STATES[tab]])
    if tab is Tab.DRAFTS:
        return and_(_seen(announcer), state, _n.holder_id == announcer.person_id)
    if tab is not Tab.WAITING:
        return and_(_seen(announcer), state)
    asks_me = select(_delivery.source_id).where(
        _delivery.person_id == announcer.person_id,
        _delivery.kind == DeliveryKind.NOTICE_APPROVAL.value,
    )
    is_asked = _n.asked_revision.is_not(None)
    is_for_me = and_(is_asked, _n.id.in_(asks_me), _n.bot_id == announcer.bot_id)
    return or_(and_(_seen(announcer), or_(state, is_asked)), is_for_me)


def _seen(announcer: Announcer) -> ColumnElement[bool]:
    """Notices of the offices that somebody reaches; nobody's but the city's own see what is in the city's name."""
    mine = _n.bot_id == announcer.bot_id
    reach = announcer.rights.reach(Action.ANNOUNCE)
    return and_(mine, true() if reach is None else _n.office_area_id.in_(sorted(reach)))


_LEAVING = (NoticeState.SCHEDULED, NoticeState.SENDING, NoticeState.SENT, NoticeState.STOPPED)


async def similar(announcer: Announcer, notice: Notice) -> Notice | None:
    """The notice of the last seven days that this one is most like, among those that went to some of the same people.

    Only one that whoever asks could amend; None where there is none.
    """
    since = announcer.now - LIKE_SINCE
    rows = select(Notice).where(
        _seen(announcer),
        _n.id != notice.id,
        _n.state.in_([state.value for state in _LEAVING]),
        func.coalesce(_n.sent_at, _n.updated_at) >= since,
    )
    rows = rows.order_by(_n.id.desc()).limit(_LOOKED_AT).execution_options(populate_existing=True)
    others = (await announcer.session.execute(rows)).scalars().all()
    tree = await areas.load_tree(session=announcer.session)
    mine, key = notices.audience_of(notice), notice.search_key or ""
    rated = [
        (likeness(key, one.search_key or ""), one) for one in others if _overlap(mine, notices.audience_of(one), tree)
    ]
    alike = [(like, one) for like, one in rated if like >= ALIKE]
    return max(alike, key=lambda pair: (pair[0], pair[1].id or 0))[1] if alike else None


def _overlap(one: Audience, other: Audience, tree: AreaTree) -> bool:
    """Whether somebody may live where both go, in a language in which both come."""
    if one.language != other.language and None not in {one.language, other.language}:
        return False
    mine, theirs = audience.reach_of(one, tree), audience.reach_of(other, tree)
    return mine is None or theirs is None or not mine.isdisjoint(theirs)
