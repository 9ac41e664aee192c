"""Everything that can be tried with a notice: role × action × area × state, and that a refusal leaves no trace."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import func, select, update

from models.audience import Audience
from models.audit import Audit
from models.broadcast import BroadcastState
from models.database import AsyncSession, table_of
from models.delivery import Delivery
from models.errors import AlreadyDecided, DomainError, NotFound, NoticeChanged
from models.notice import Notice, NoticeRevision, NoticeState
from models.notice_content import NoticeContent
from models.role import Role
from models.services import (
    notice_approvals,
    notice_changes,
    notice_held,
    notice_mending,
    notice_sending,
    notices,
)
from models.services.actor import Actor as Announcer
from tests.models.sample_rows import NOW
from tests.models.services.notice_rows import DAY, HOUR, MINUTE, Town

S = NoticeState
OK = None
OTHER = NoticeContent("چیز دیگر")

NEIGHBOURHOODS = {"گلسار", "باغ شاه"}
DISTRICT = NEIGHBOURHOODS | {"منطقهٔ ۱"}
AREAS = DISTRICT | {"منطقهٔ ۲", "ایزدشهر"}
REACH: dict[str, set[str | None]] = {
    "author": {"گلسار"},
    "colleague": {"گلسار"},
    "neighbour": {"باغ شاه"},
    "manager": {*DISTRICT},
    "other_manager": {"منطقهٔ ۲"},
    "city_secretary": {*AREAS},
    "secretary": {*AREAS, None},
    "owner": {*AREAS, None},
    "expert": set(),
    "resident": set(),
}
"""Where each of them may announce: written by hand, as the city's people would say it."""


@dataclass(frozen=True)
class Kind:
    """A kind of notice: who holds it, in the name of which area, and to whom it goes."""

    holder: str
    office: str | None
    audience: tuple[str, ...]


KINDS = [
    Kind("author", "گلسار", ("گلسار",)),
    Kind("author", "گلسار", ("گلسار", "باغ شاه")),
    Kind("neighbour", "باغ شاه", ("گلسار",)),
    Kind("manager", "منطقهٔ ۱", ("منطقهٔ ۱",)),
    Kind("owner", None, ()),
]
STATES = list(NoticeState)
_BEFORE, _AFTER = {S.DRAFT, S.APPROVAL, S.SCHEDULED}, {S.SENDING, S.SENT, S.STOPPED}

type Step = Callable[[Announcer, Notice], Awaitable[Any]]
STEPS: dict[str, Step] = {
    "see": lambda who, one: notices.notice_for(who, one.id or 0),
    "content": lambda who, one: notice_changes.change_content(who, one.id or 0, one.version, OTHER),
    "audience": lambda who, one: notice_changes.change_audience(who, one.id or 0, one.version, Audience()),
    "urgency": lambda who, one: notice_changes.change_urgency(who, one.id or 0, one.version, is_urgent=True),
    "time": lambda who, one: notice_changes.change_time(who, one.id or 0, one.version, starts_at=who.now + DAY),
    "discard": lambda who, one: notice_changes.discard(who, one.id or 0, one.version),
    "send": lambda who, one: notice_sending.send(who, one.id or 0, one.version),
    "unsend": lambda who, one: notice_sending.unsend(who, one.id or 0, one.version),
    "pause": lambda who, one: notice_sending.pause(who, one.id or 0),
    "resume": lambda who, one: notice_sending.resume(who, one.id or 0),
    "stop": lambda who, one: notice_sending.stop(who, one.id or 0),
    "send_again": lambda who, one: notice_sending.send_again(who, one.id or 0),
    "amend": lambda who, one: notice_mending.amend(who, one.id or 0, one.version, OTHER),
    "withdraw": lambda who, one: notice_mending.withdraw(who, one.id or 0, one.version),
    "take_over": lambda who, one: notice_held.take_over(who, one.id or 0),
    "approve": lambda who, one: notice_approvals.approve(who, one.id or 0, one.revision),
    "return": lambda who, one: notice_approvals.give_back(who, one.id or 0, one.revision, "نه"),
}
WHEN: dict[str, set[NoticeState]] = {
    "see": set(S),
    **dict.fromkeys(("content", "audience", "urgency", "time"), _BEFORE),
    **{step: {S.DRAFT} for step in ("discard", "send")},
    "unsend": {S.APPROVAL, S.SCHEDULED},
    **{step: {S.SENDING} for step in ("pause", "stop")},
    "resume": set(),  # none of them is paused
    **dict.fromkeys(("send_again", "withdraw"), _AFTER),
    "amend": _AFTER | {S.SCHEDULED},
    "take_over": {S.HELD},
    **{step: {S.APPROVAL} for step in ("approve", "return")},
}
"""In which states each step is possible at all."""
_HOLDERS = {"content", "audience", "urgency", "time", "discard", "send"}


def expected(kind: Kind, state: NoticeState, who: str, step: str) -> type[DomainError] | None:
    """What comes of it: nothing wrong, or the error."""
    reach = REACH[who]
    if step in {"approve", "return"}:
        if who == kind.holder or not set(kind.audience or (None,)) <= reach:
            return NotFound
        return OK if state in WHEN[step] else AlreadyDecided
    is_private = state in {S.DRAFT, S.DISCARDED} or step in _HOLDERS
    if kind.office not in reach or (is_private and who != kind.holder):
        return NotFound
    return OK if state in WHEN[step] else NoticeChanged


def test_every_state_and_step_is_in_the_table() -> None:
    """A step that is possible in no state, or a state in which nothing but looking is, would be a hole."""
    assert WHEN.keys() == STEPS.keys()
    assert set().union(*WHEN.values()) == set(S)


CELLS = [(kind, state) for kind in KINDS for state in STATES]
_EVERY_TIME = {(KINDS[(number + step) % len(KINDS)], state) for number, state in enumerate(STATES) for step in (0, 2)}


@pytest.mark.parametrize(
    ("kind", "state"),
    [pytest.param(*cell, marks=[] if cell in _EVERY_TIME else [pytest.mark.soak]) for cell in CELLS],
    ids=[f"{kind.holder}-{len(kind.audience)}-{state.value}" for kind, state in CELLS],
)
async def test_who_may_do_what(session: AsyncSession, kind: Kind, state: NoticeState) -> None:
    """Each step by each role in each state, for notices of several areas: done, or refused without a trace."""
    town = await Town.open(session, approval_above=-1)
    town.people["city_secretary"], _ = await town.office.holder(Role.SECRETARIAT, "ایزدشهر")
    await town.office.holder(Role.SECRETARIAT, None)  # somebody who can say yes to whatever the others amend
    notice = await _in_state(town, kind, state)
    wrong = []
    for who in REACH:
        announcer = await town.as_(who, NOW + HOUR)
        for step in STEPS:
            wanted = expected(kind, state, who, step)
            found = await _try(town, announcer, notice, step)
            if found is not wanted:
                wrong.append((who, step, wanted, found))
    assert wrong == []


async def _try(town: Town, announcer: Announcer, notice: Notice, step: str) -> object:
    """What came of it; whatever was done is undone, and whatever was refused must have left nothing."""
    asked = Notice(**(await town.again(notice)).model_dump())
    attempt = await town.session.begin_nested()
    before = await _traces(town)
    try:
        await STEPS[step](announcer, asked)
    except DomainError as error:
        return type(error) if await _traces(town) == before else f"{error!r}, and left a trace"
    finally:
        await attempt.rollback()
    return None


_COUNTED = [select(func.count()).select_from(table_of(one)) for one in (Audit, Delivery, NoticeRevision)]
_TRACES = select(*(one.scalar_subquery() for one in (*_COUNTED, select(func.sum(table_of(Notice).c.version)))))


async def _traces(town: Town) -> list[Any]:
    return list((await town.session.execute(_TRACES)).one())


async def _in_state(town: Town, kind: Kind, state: NoticeState) -> Notice:
    """A notice brought there by its people, one step after the other."""
    notice = await town.to(await town.draft(kind.holder, kind.office), *kind.audience, who=kind.holder)
    if state in {S.DRAFT, S.DISCARDED}:
        if state is S.DISCARDED:
            await notice_changes.discard(await town.as_(kind.holder), notice.id or 0, notice.version)
        return await town.again(notice)
    notice = await town.send(notice, who=kind.holder)
    if state is not S.APPROVAL:
        await _onward(town, notice, kind, state)
    notice = await town.again(notice)
    assert notice.state == state
    return notice


async def _onward(town: Town, notice: Notice, kind: Kind, state: NoticeState) -> None:
    approver = "secretary" if kind.holder == "owner" else "owner"
    await town.approve(notice, approver)
    at = NOW + 2 * MINUTE
    if state is S.HELD:
        await _hold(town, notice, at)
    elif state is not S.SCHEDULED:
        await town.start(at)
    if state in {S.SENT, S.STOPPED, S.WITHDRAWN}:
        await town.finish(notice, at, BroadcastState.STOPPED if state is S.STOPPED else BroadcastState.DONE)
    if state is S.WITHDRAWN:
        row = await town.again(notice)
        await notice_mending.withdraw(await town.as_(kind.holder, at), row.id or 0, row.version)


async def _hold(town: Town, notice: Notice, at: datetime) -> None:
    """Held, with its holder's office as it was: whoever had it back may take it over, too."""
    rows = table_of(Notice)
    await town.session.execute(
        update(rows).where(rows.c.id == notice.id).values(state=S.HELD.value, is_approved=False, updated_at=at)
    )
