"""Taking and letting go by themselves: who holds it, and what is on record of it."""

from datetime import timedelta

import pytest
from sqlmodel import select

from models.audit import Audit
from models.database import AsyncSession
from models.errors import HeldByAnother, NotFound
from models.services import casework, claims, desk, holding
from models.services.casework import Words
from tests.models.sample_rows import NOW
from tests.models.services.desk_rows import Office, staffed


async def _trail(office: Office) -> list[tuple[str, int | None]]:
    rows = (await office.session.exec(select(Audit).order_by(Audit.id))).all()  # type: ignore[arg-type]  # sqlmodel's columns
    return [(row.action, row.person_id) for row in rows]


async def test_taking_and_letting_go_are_on_record(session: AsyncSession) -> None:
    """Each is one row; held longer, and let go twice, are none; neither is a step that prolongs it."""
    office = await staffed(session)
    one, council = await office.submission(), office.people["council"]
    await holding.take(await office.desk("council"), one.id or 0)
    await holding.take(await office.desk("council", now=NOW + timedelta(minutes=5)), one.id or 0)
    later = await office.desk("council", now=NOW + timedelta(minutes=6))
    await casework.note(later, one.id or 0, Words("زنگ زدم", 3))
    await holding.let_go(later, one.id or 0)
    await holding.let_go(later, one.id or 0)
    assert await _trail(office) == [
        ("submission.claim", council),
        ("submission.note", council),
        ("submission.release", council),
    ]
    assert await claims.holder(session=session, submission_id=one.id or 0, now=later.now) is None


async def test_what_is_over_is_taken_anew(session: AsyncSession) -> None:
    """After its end a claim is nobody's: taking it is a row again, whoever does."""
    office = await staffed(session)
    one = await office.submission()
    for number in range(2):
        await holding.take(await office.desk("council", now=NOW + number * claims.HELD_FOR), one.id or 0)
    await holding.take(await office.desk("manager", now=NOW + 2 * claims.HELD_FOR), one.id or 0)
    assert [action for action, _ in await _trail(office)] == ["submission.claim"] * 3


async def test_what_is_refused_leaves_no_row(session: AsyncSession) -> None:
    """A colleague's is not taken and not let go, and what one may not see is not there."""
    office = await staffed(session)
    one = await office.submission()
    await holding.take(await office.desk("council"), one.id or 0)
    with pytest.raises(HeldByAnother):
        await holding.take(await office.desk("manager"), one.id or 0)
    await holding.let_go(await office.desk("manager"), one.id or 0)
    for name in ("expert", "resident", "other_manager"):
        with pytest.raises(NotFound):
            await holding.take(await office.desk(name), one.id or 0)
        with pytest.raises(NotFound):
            await holding.let_go(await office.desk(name), one.id or 0)
    assert [action for action, _ in await _trail(office)] == ["submission.claim"]
    assert await claims.holder(session=session, submission_id=one.id or 0, now=NOW) == office.people["council"]


async def test_a_list_knows_what_colleagues_hold(session: AsyncSession) -> None:
    """Of those listed, the ones that others work on just now; one's own are not, and no claim that is over."""
    office = await staffed(session)
    theirs, mine, over = [(await office.submission()).id or 0 for _ in range(3)]
    await holding.take(await office.desk("council"), theirs)
    await holding.take(await office.desk("manager"), mine)
    await holding.take(await office.desk("council", now=NOW - claims.HELD_FOR), over)
    held = await desk.held_by_others(
        session=session, rights=await office.rights("manager"), submission_ids=[theirs, mine, over, 10**6], now=NOW
    )
    assert held == {theirs}
