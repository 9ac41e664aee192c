"""All that can be tried with goals: role × action × state, and no trace of a refusal."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from itertools import product
from typing import Any

import pytest

from models.database import AsyncSession
from models.errors import CallRuns, DomainError, GoalChanged, GoalUnready, NotFound, UpdateTold
from models.goal_lines import drop
from models.season import season_of
from models.services import (
    goal_calls,
    goal_causes,
    goal_charts,
    goal_follows,
    goal_imports,
    goal_links,
    goal_readers,
    goal_season,
    goal_ties,
    goal_updates,
    goals,
)
from models.services.actor import Actor
from models.services.goal_readers import GoalWish
from models.services.goal_updates import UpdateContent
from tests.models.sample_rows import NOW, TEHRAN
from tests.models.services.goal_rows import TODAY
from tests.models.services.goal_table import EVERYBODY, HIDDEN, PLAN, PURSUE, TEXT, Rows, Stage, Stands

type Step = Callable[[Stage, Actor, Rows], Awaitable[Any]]
S = Stands
_PUBLIC = set(S) - {S.PREPARED, S.FOREIGN}
_OURS = set(S) - {S.FOREIGN}
_LAST_DAY = TODAY + timedelta(days=9)
SAID = UpdateContent("دو کیلومتر دیگر ساخته شد", value=9.0)


PLANNING: dict[str, Step] = {
    "edit": lambda _, who, one: goals.change(who, one.id, one.version, {"title": "عنوان دیگر"}),
    "number": lambda _, who, one: goals.change(who, one.id, one.version, {"number": 77}),
    "area": lambda stage, who, one: goals.change(who, one.id, one.version, {"area_id": stage.areas["باغ شاه"]}),
    "publish": lambda _, who, one: goals.publish(who, one.id, one.version),
    "discard": lambda _, who, one: goals.discard(who, one.id, one.version),
    "move": lambda _, who, one: goals.move(who, one.id, one.version, up=True),
    "tie": lambda _, who, one: goal_ties.tie_resolution(who, one.id, one.serving),
    "untie": lambda _, who, one: goal_ties.untie_resolution(who, one.id, one.served),
    "tie_meeting": lambda _, who, one: goal_ties.tie_meeting(who, one.id, one.speaking),
    "untie_meeting": lambda _, who, one: goal_ties.untie_meeting(who, one.id, one.spoken),
    "linked": lambda _, who, one: goal_links.linked(who, one.id, offset=0, limit=5),
    "suggest": lambda _, who, one: goal_links.suggest(who, one.id),
    "link": lambda _, who, one: goal_links.link(who, one.id, one.waiting),
    "unlink": lambda _, who, one: goal_links.unlink(who, one.id, one.standing),
    "call": lambda _, who, one: goal_calls.open_call(who, one.id, one.version, "چه بسازیم؟", _LAST_DAY),
    "call_for": lambda _, who, one: goal_calls.call_for(who, one.call),
    "close": lambda _, who, one: goal_calls.close(who, one.call, 1),
    "result": lambda _, who, one: goal_calls.write_result(who, one.call, 1, "دو ایده پذیرفته شد"),
}
"""What the secretariat does."""
PURSUING: dict[str, Step] = {
    "see": lambda _, who, one: goals.goal_for(who, one.id),
    "report": lambda _, who, one: goal_updates.publish_update(who, one.id, one.version, SAID),
    "report_for": lambda _, who, one: goal_updates.update_for(who, one.report),
    "remove": lambda _, who, one: goal_updates.remove(who, one.report),
    "tell_now": lambda _, who, one: goal_updates.tell_now(who, one.report),
    "correct": lambda _, who, one: goal_updates.publish_update(
        who, one.id, one.version, replace(SAID, corrects_id=one.told)
    ),
    "remove_told": lambda _, who, one: goal_updates.remove(who, one.told),
    "tell_told": lambda _, who, one: goal_updates.tell_now(who, one.told),
}
"""What councils and managers do, too."""
READING: dict[str, Step] = {
    "read": lambda _, who, one: goal_readers.goal(session=who.session, goal_id=one.id, rights=who.rights),
    "card": lambda _, who, one: goal_readers.card(
        session=who.session, goal_id=one.id, today=TODAY, person_id=who.person_id, rights=who.rights
    ),
    "chart": lambda _, who, one: goal_charts.chart(session=who.session, goal_id=one.id, today=TODAY, rights=who.rights),
    "follow": lambda _, who, one: goal_follows.follow(
        session=who.session, goal_id=one.id, person_id=who.person_id, now=NOW
    ),
}
"""What everybody may try."""
_REFUSED: dict[str, tuple[Collection[Stands], type[DomainError]]] = {
    **dict.fromkeys(
        ("edit", "number", "area", "move", "tie", "untie", "tie_meeting", "untie_meeting"), (_OURS, NotFound)
    ),
    **dict.fromkeys(("linked", "suggest", "unlink", "see"), (_OURS, NotFound)),
    **dict.fromkeys(("publish", "discard"), ({S.PREPARED}, GoalChanged)),
    "link": (_PUBLIC, GoalUnready),
    "report": (_PUBLIC, GoalUnready),
    "call": ({S.OPEN, S.ASKED, S.ANSWERED}, GoalUnready),
    "call_for": ({S.CALLING, S.ASKED, S.ANSWERED}, NotFound),
    "close": ({S.CALLING}, NotFound),
    "result": ({S.ASKED}, NotFound),
    **dict.fromkeys(("report_for", "remove", "tell_now"), (_PUBLIC, NotFound)),
    "correct": (_PUBLIC, GoalUnready),
    **dict.fromkeys(("remove_told", "tell_told"), ({S.PREPARED}, UpdateTold)),
}
"""In which states each is possible for whoever may, and what they hear in any other."""
_ODD: dict[tuple[str, Stands], type[DomainError]] = {
    ("call", S.CALLING): CallRuns,
    ("result", S.CALLING): GoalChanged,
    ("result", S.ANSWERED): GoalChanged,
    ("close", S.ASKED): GoalChanged,
    ("close", S.ANSWERED): GoalChanged,
    ("remove_told", S.PREPARED): NotFound,  # there is no report
    ("tell_told", S.PREPARED): NotFound,
}


def expected(who: str, step: str, stands: Stands) -> type[DomainError] | None:
    """What comes of it: nothing wrong, or the error."""
    plans = who in PLAN["گلسار"]
    if step in READING:
        is_theirs = stands is not S.PREPARED or (plans and step != "follow")
        return None if is_theirs else NotFound
    may = plans or (step in PURSUING and who in PURSUE and stands is not S.PREPARED)
    if not may or stands is S.FOREIGN:
        return NotFound
    if (step, stands) in _ODD:
        return _ODD[step, stands]
    states, refusal = _REFUSED[step]
    return None if stands in states else refusal


def test_every_step_is_in_the_table() -> None:
    """A step of which the table says nothing would be a hole."""
    assert _REFUSED.keys() == {**PLANNING, **PURSUING}.keys()


@pytest.mark.parametrize("stands", Stands)
async def test_who_may_do_what(session: AsyncSession, stands: Stands) -> None:
    """Each step by everybody with a goal in each state: done, or refused without a trace."""
    stage = await Stage.settle(session)
    rows = await stage.set_up(stands)
    await stage.revoke("former")
    before, wrong = await stage.rows(), []
    for who in EVERYBODY:
        actor = await stage.as_(who, NOW)
        for name, step in {**PLANNING, **PURSUING, **READING}.items():
            wanted = expected(who, name, stands)
            found = await stage.attempt(partial(step, stage, actor, rows))
            if found is not wanted:
                wrong.append((who, name, wanted, found))
        assert await stage.rows() == before, who
    assert wrong == []


async def test_who_begins_what_where(session: AsyncSession) -> None:
    """A goal and a text of goals of each area are begun by who plans there; nobody gives a goal to an area beyond."""
    stage = await Stage.settle(session)
    await stage.revoke("former")
    own = await stage.begun("هدف منطقه", "گلسار غربی")
    number, version = own.id or 0, own.version
    before, wrong = await stage.rows(), []
    for who, area in product(EVERYBODY, PLAN):
        actor, area_id = await stage.as_(who, NOW), stage.areas[area]
        wanted = None if who in PLAN[area] else NotFound
        steps: list[Callable[[], Awaitable[Any]]] = [
            partial(goals.create, actor, area_id=area_id, title="هدف تازه"),
            partial(goal_imports.begin, actor, area_id),
            partial(goal_imports.store, actor, area_id, [], None),
        ]
        if who in PLAN["گلسار غربی"]:
            steps.append(partial(goals.change, actor, number, version, {"area_id": area_id}))
        found = [await stage.attempt(step) for step in steps]
        found[2] = None if found[2] is not NotFound else NotFound  # an empty text is refused by another word
        wrong += [(who, area, one) for one in found if one is not wanted]
    assert wrong == []
    assert await stage.rows() == before


async def test_a_text_is_its_readers_own(session: AsyncSession) -> None:
    """Nobody goes on with, finishes or discards what another reads; nor its reader, once the office is over."""
    stage = await Stage.settle(session)
    texts = await stage.texts()
    await stage.revoke("former")
    before, wrong = await stage.rows(), []
    for who, (owner, row) in product(EVERYBODY, texts.items()):
        actor = await stage.as_(who, NOW)
        number, version = row.id or 0, row.version
        steps: list[Callable[[], Awaitable[Any]]] = [
            partial(goal_imports.import_for, actor, number),
            partial(goal_imports.change, actor, number, version, lambda lines: drop(lines, lines[0].key)),
            partial(goal_imports.finish, actor, number, version),
            partial(goal_imports.discard, actor, number, version),
        ]
        wanted = None if who == owner and who != "former" else NotFound
        wrong += [(who, owner, at) for at, step in enumerate(steps) if await stage.attempt(step) is not wanted]
        closed = [partial(goal_imports.add_piece, actor, number, TEXT), partial(goal_imports.read, actor, number)]
        read = GoalChanged if wanted is None else NotFound
        wrong += [(who, owner, 9) for step in closed if await stage.attempt(step) is not read]
    assert wrong == []
    assert await stage.rows() == before


async def test_lists_and_the_season_name_what_is_theirs(session: AsyncSession) -> None:
    """The list names what somebody may open; the season nothing that is not public, whoever asks."""
    stage = await Stage.settle(session)
    made = {(await stage.set_up(stands)).id: stands for stands in (S.PREPARED, S.OPEN, S.REACHED)}
    await stage.revoke("former")
    for who in EVERYBODY:
        actor = await stage.as_(who, NOW)
        listed, total = await goal_readers.page(
            session=session, wish=GoalWish(), today=TODAY, offset=0, limit=100, rights=actor.rights
        )
        found = {one.id for one in listed}
        assert total == len(listed)
        assert {one for one in made if one in found} == {
            one for one, stands in made.items() if expected(who, "read", stands) is None
        }, who
        season = await goal_season.summary(
            session=session, season=season_of(TODAY), today=TODAY, zone=TEHRAN, near=actor.person_id
        )
        assert {made[one.id] for one in season.goals} <= {S.OPEN, S.REACHED}


@pytest.mark.parametrize("why", HIDDEN)
async def test_what_not_everybody_reads_stays_unread(session: AsyncSession, why: str) -> None:
    """Hidden submissions are neither linked nor named; one that became hidden later is not counted, shown or named."""
    stage = await Stage.settle(session)
    one = await stage.set_up(S.OPEN)
    owner = await stage.as_("owner")
    said = replace(SAID, submission_id=one.waiting)
    await goal_links.link(owner, one.id, one.waiting)
    shown = await goal_updates.publish_update(owner, one.id, one.version, said)
    hidden = await stage.hidden(**HIDDEN[why])
    goal = await goals.load(session, one.id)
    before = await stage.rows()
    assert await stage.attempt(partial(goal_links.link, owner, one.id, hidden)) is NotFound
    named = replace(said, submission_id=hidden)
    step = partial(goal_updates.publish_update, owner, one.id, goal.version, named)
    assert await stage.attempt(step) is NotFound
    assert await stage.attempt(partial(goal_causes.submission_chosen, owner, hidden)) is NotFound
    assert await stage.rows() == before
    await stage.hide(one.waiting, **HIDDEN[why])
    card = await goal_readers.card(session=session, goal_id=one.id, today=TODAY)
    assert card.submissions == 1
    assert [row.submission_code for row in card.updates if row.id == shown.id] == [None]
    assert [row.submission_id for row in card.updates if row.id == shown.id] == [None]
    behind, total = await goal_links.behind(session=session, goal_id=one.id, offset=0, limit=9)
    assert ([row.id for row in behind], total) == ([one.standing], 1)
    season = await goal_season.summary(session=session, season=season_of(TODAY), today=TODAY, zone=TEHRAN)
    assert season.submissions == 0


@pytest.mark.parametrize("number", [0, -1, 36**12 - 1, -(36**12 - 1)])
async def test_ids_that_there_are_not(session: AsyncSession, number: int) -> None:
    """Whatever a button can carry is looked up without harm, for the owner, too."""
    stage = await Stage.settle(session)
    one = await stage.set_up(S.OPEN)
    owner, before = await stage.as_("owner"), await stage.rows()
    forged = replace(one, id=number, report=number, told=number, call=number, version=36**7 - 1)
    steps = {**PLANNING, **PURSUING, **READING}
    found = {name: await stage.attempt(partial(step, stage, owner, forged)) for name, step in steps.items()}
    assert set(found.values()) == {NotFound}, found
    named = replace(one, waiting=number, serving=number, speaking=number)
    steps = {name: PLANNING[name] for name in ("link", "tie", "tie_meeting")}
    assert {await stage.attempt(partial(step, stage, owner, named)) for step in steps.values()} == {NotFound}
    for content in (replace(SAID, submission_id=number), replace(SAID, resolution_id=number)):
        step = partial(goal_updates.publish_update, owner, one.id, one.version, content)
        assert await stage.attempt(step) is NotFound
    assert await stage.attempt(partial(goal_links.goals_of, owner, number)) is NotFound
    assert await stage.attempt(partial(goal_imports.import_for, owner, number)) is NotFound
    assert await stage.attempt(partial(goals.create, owner, area_id=number, title="هدف")) is NotFound
    assert await stage.rows() == before


async def test_numbers_that_are_none(session: AsyncSession) -> None:
    """Not a number, endless, larger than anything, minus zero: refused, or kept as what it is."""
    stage = await Stage.settle(session)
    one = await stage.set_up(S.OPEN)
    owner, before = await stage.as_("owner"), await stage.rows()
    for value in (float("nan"), float("inf"), float("-inf"), 1e308, -1e13, 10**400):
        said = replace(SAID, value=value)
        refused = await stage.attempt(partial(goal_updates.publish_update, owner, one.id, one.version, said))
        assert refused is not None, value
        changes: Any = {"target": value}
        assert await stage.attempt(partial(goals.change, owner, one.id, one.version, changes)) is not None, value
    assert await stage.rows() == before
    await goal_updates.publish_update(owner, one.id, one.version, replace(SAID, value=-0.0, on_day=date(2026, 12, 10)))
    card = await goal_readers.card(session=session, goal_id=one.id, today=TODAY)
    assert (card.goal.progress.value, card.goal.progress.is_behind) == (0.0, True)
