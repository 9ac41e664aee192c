"""All that can be tried with meetings and resolutions: role × action × place × state, and no trace of a refusal."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from itertools import product
from typing import Any

import pytest

from models.database import AsyncSession
from models.errors import (
    NotFound,
)
from models.meeting import Invites, MeetingKind, Rule
from models.services import (
    attendance,
    meeting_changes,
    meeting_questions,
    meeting_readers,
    meeting_series,
    meetings,
    resolutions,
)
from models.services.actor import Actor
from tests.models.sample_rows import NOW
from tests.models.services.meeting_steps import OFFICE, READERS, REFUSED, expected, reader_of
from tests.models.services.meeting_table import EVERYBODY, LAMP, MEET, Stage, Stands

type Attempt = Callable[[], Awaitable[Any]]


def test_every_state_and_step_is_in_the_table() -> None:
    """A step that is possible in no state, or a state in which nothing but looking is, would be a hole."""
    assert REFUSED.keys() == OFFICE.keys()
    assert all(states for states, _ in REFUSED.values())


CELLS = list(product(Stands, Invites))
_EVERY_TIME = {(stands, list(Invites)[number % 3]) for number, stands in enumerate(Stands)}


@pytest.mark.parametrize(
    ("stands", "invites"),
    [pytest.param(*cell, marks=[] if cell in _EVERY_TIME else [pytest.mark.soak]) for cell in CELLS],
    ids=[f"{stands}-{invites}" for stands, invites in CELLS],
)
async def test_who_may_do_what(session: AsyncSession, stands: Stands, invites: Invites) -> None:
    """Each step by everybody with a meeting in each state: done, or refused without a trace."""
    stage = await Stage.settle(session)
    rows = await stage.set_up(stands, invites)
    other = next(one for one in Invites if one is not invites and one is not Invites.MEMBERS)
    steps = {
        **OFFICE,
        **READERS,
        "invites": lambda _, who, one: meeting_changes.change_invites(who, one.id, one.version, other),
    }
    before, wrong = await stage.rows(), []
    for who in EVERYBODY:
        actor = await stage.as_(who, NOW)
        for name, step in steps.items():
            wanted = expected(who, name, stands, invites)
            found = await stage.attempt(partial(step, stage, actor, rows))
            if found is not wanted:
                wrong.append((who, name, wanted, found))
        assert await stage.rows() == before, who
    assert wrong == []


async def test_who_begins_what_where(session: AsyncSession) -> None:
    """A meeting and a resolution of each area's body are begun by who calls meetings there, and by nobody else."""
    stage = await Stage.settle(session)
    before, wrong = await stage.rows(), []
    for who, area in product(EVERYBODY, MEET):
        actor, area_id = await stage.as_(who, NOW), stage.areas[area]
        wanted = None if who in MEET[area] else NotFound
        steps: list[Attempt] = [
            partial(meetings.create, actor, area_id=area_id, kind=MeetingKind.ORDINARY),
            partial(resolutions.create, actor, LAMP, area_id=area_id),
        ]
        wrong += [(who, area) for step in steps if await stage.attempt(step) is not wanted]
    assert wrong == []
    assert await stage.rows() == before


async def test_who_changes_a_series(session: AsyncSession) -> None:
    """A series is everybody's who calls meetings there, whoever began it."""
    stage = await Stage.settle(session)
    draft = await stage.set_up(Stands.DRAFT, Invites.AREA)
    author = await stage.as_("author")
    begun = await meeting_series.begin(
        author, draft.id, draft.version, rule=Rule.WEEKLY, skips_holidays=True, until=None
    )
    series_id, version, wrong = begun.id or 0, begun.version, []
    before = await stage.rows()
    for who in EVERYBODY:
        actor = await stage.as_(who, NOW)
        steps: list[Attempt] = [
            partial(meeting_series.series_for, actor, series_id),
            partial(meeting_series.change, actor, series_id, version, skips_holidays=False),
            partial(meeting_series.end, actor, series_id, version),
        ]
        wanted = None if who in MEET["گلسار"] else NotFound
        wrong += [who for step in steps if await stage.attempt(step) is not wanted]
        assert (await meeting_series.running(actor) != []) == (wanted is None)
    assert wrong == []
    assert await stage.rows() == before


async def test_the_lists_hold_what_is_theirs(session: AsyncSession) -> None:
    """The office's lists and the residents' name exactly the meetings that somebody could open."""
    stage = await Stage.settle(session)
    made = {(await stage.set_up(*cell)).id: cell for cell in CELLS}
    for who in EVERYBODY:
        actor = await stage.as_(who, NOW)
        office = {one for tab in meetings.Tab for one in await _listed(actor, tab)}
        theirs = {one for one, cell in made.items() if expected(who, "see", *cell) is None}
        assert office == {one for one in theirs if made[one][0] is not Stands.DISCARDED}, who
        found: set[int] = set()
        for near in meeting_readers.Tab:
            rows, _ = await meeting_readers.page(reader_of(actor), near, offset=0, limit=100)
            found |= {one.id or 0 for one in rows}
        assert {one for one in found if expected(who, "read", *made[one]) is not None} == set(), who


async def _listed(actor: Actor, tab: meetings.Tab) -> list[int]:
    rows, total = await meetings.page(actor, tab, offset=0, limit=100)
    assert len(rows) == total
    return [one.id or 0 for one in rows]


@pytest.mark.parametrize("number", [0, -1, 36**12 - 1, -(36**12 - 1)])
async def test_ids_that_there_are_not(session: AsyncSession, number: int) -> None:
    """Whatever a button can carry is looked up without harm, for the owner, too."""
    stage = await Stage.settle(session)
    one = await stage.set_up(Stands.MINUTED, Invites.AREA)
    owner, before = await stage.as_("owner"), await stage.rows()
    forged = replace(one, id=number, item=number, answering=number, waiting=number, version=36**7 - 1)
    found = {name: await stage.attempt(partial(step, stage, owner, forged)) for name, step in OFFICE.items()}
    assert set(found.values()) == {NotFound}, found
    readers = set(READERS) - {"come", "join"}
    assert {await stage.attempt(partial(READERS[name], stage, owner, forged)) for name in readers} == {NotFound}
    assert await stage.attempt(partial(meeting_series.series_for, owner, number)) is NotFound
    assert await stage.attempt(partial(attendance.remove, owner, number)) is NotFound
    assert await stage.attempt(partial(meeting_questions.take_back, reader_of(owner), number)) is NotFound
    assert await stage.rows() == before
