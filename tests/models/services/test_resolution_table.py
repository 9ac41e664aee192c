"""All that can be tried with a resolution: role × action × body, kept or public, and no trace of a refusal."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from models.database import AsyncSession
from models.errors import DomainError, NotFound, ResolutionChanged
from models.meeting import Invites
from models.resolution import ResolutionStatus
from models.services import agenda, papers, resolution_moves, resolution_removing, resolutions
from models.services.actor import Actor
from models.submission import Kind, Status, Visibility
from tests.models.sample_rows import NOW
from tests.models.services.meeting_table import EVERYBODY, LAMP, MEET, PURSUE, Stage, Stands

PLACES = tuple(MEET)
RESOLUTION: dict[str, Callable[[Actor, int, int], Awaitable[Any]]] = {
    "see": lambda who, one, _: resolutions.resolution_for(who, one),
    "change": lambda who, one, version: resolutions.change(who, one, version, replace(LAMP, text="چیز دیگر")),
    "take_back": resolution_removing.remove,
    "move": lambda who, one, version: resolution_moves.move(who, one, version, ResolutionStatus.STOPPED, "نشد"),
    "postpone": lambda who, one, version: resolution_moves.postpone(who, one, version, NOW.date(), "دیرتر"),
    "letter": lambda who, one, _: papers.letter_paper(who, one, "fa"),
    "read": lambda who, one, _: resolutions.published(session=who.session, resolution_id=one),
}


def expected_of_resolution(who: str, step: str, area: str, *, is_public: bool) -> type[DomainError] | None:
    """What comes of a step with a resolution: nothing wrong, or the error."""
    is_office = who in MEET[area]
    if step == "read":
        return None if is_public else NotFound
    if step == "letter":
        return None if is_office and area in {"گلسار", "باغ شاه", "گلسار غربی"} else NotFound
    if not is_office and not (is_public and who in PURSUE[area]):
        return NotFound
    if step in {"change", "take_back"}:
        return (ResolutionChanged if is_public else None) if is_office else NotFound
    return None if is_public or step == "see" else NotFound


@pytest.mark.parametrize("is_public", [False, True], ids=["kept", "public"])
@pytest.mark.parametrize("area", PLACES)
async def test_who_may_do_what_with_a_resolution(session: AsyncSession, area: str, *, is_public: bool) -> None:
    """Each step by everybody with a resolution of every kind of body: done, or refused without a trace."""
    stage = await Stage.settle(session)
    one, version = await stage.resolved(area, is_public=is_public)
    before, wrong = await stage.rows(), []
    for who in EVERYBODY:
        actor = await stage.as_(who, NOW)
        for name, step in RESOLUTION.items():
            wanted = expected_of_resolution(who, name, area, is_public=is_public)
            found = await stage.attempt(partial(step, actor, one, version))
            if found is not wanted:
                wrong.append((who, name, wanted, found))
        assert await stage.rows() == before, who
    assert wrong == []


async def test_bodies_that_others_have_not_named_yet(session: AsyncSession) -> None:
    """Whom another council makes responsible is offered once that is public, and not before."""
    stage = await Stage.settle(session)
    kept, version = await stage.resolved("باغ شاه", is_public=False)
    author, above = await stage.as_("author"), await stage.as_("above")
    assert await resolutions.used_bodies(author, stage.areas["گلسار"]) == []
    assert await resolutions.used_bodies(above, stage.areas["باغ شاه"]) == [LAMP.responsible]
    await resolution_removing.remove(above, kept, version)
    await stage.resolved("باغ شاه", is_public=True)
    assert await resolutions.used_bodies(author, stage.areas["گلسار"]) == [LAMP.responsible]


@pytest.mark.parametrize("number", [0, -1, 36**12 - 1, -(36**12 - 1)])
async def test_resolutions_that_there_are_not(session: AsyncSession, number: int) -> None:
    """Whatever a button can carry is looked up without harm, for the owner, too."""
    stage = await Stage.settle(session)
    owner, before = await stage.as_("owner"), await stage.rows()
    assert {await stage.attempt(partial(step, owner, number, 1)) for step in RESOLUTION.values()} == {NotFound}
    assert await stage.rows() == before


async def test_what_may_not_come_onto_an_agenda(session: AsyncSession) -> None:
    """Complaints, what only staff read, what lies elsewhere, what is over and what there is not: left out, unsaid."""
    stage = await Stage.settle(session)
    one = await stage.set_up(Stands.ANNOUNCED, Invites.AREA)
    hidden = [
        await stage.proposed(kind=Kind.COMPLAINT, visibility=Visibility.STAFF_ONLY),
        await stage.proposed(kind=Kind.COMPLAINT),
        await stage.proposed(visibility=Visibility.STAFF_ONLY),
        await stage.proposed(area="باغ شاه"),
        await stage.proposed(area=None),
        await stage.proposed(status=Status.WITHDRAWN),
        await stage.proposed(status=Status.DONE),
        *(0, -1, 2**62),
    ]
    before, author = await stage.rows(), await stage.as_("author")
    added = await agenda.add_submissions(author, one.id, one.version, hidden)
    assert (added.count, list(added.left_out)) == (0, hidden)
    assert await stage.rows() == before
    held = await stage.set_up(Stands.HELD, Invites.AREA)
    for submission_id in hidden[:3]:
        step = partial(resolutions.create, author, LAMP, area_id=stage.areas["گلسار"], submission_ids=[submission_id])
        assert await stage.attempt(step) is NotFound
    item = partial(resolutions.create, author, LAMP, area_id=stage.areas["باغ شاه"], item_id=held.item)
    assert await stage.attempt(item) is NotFound
