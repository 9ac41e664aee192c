"""What a season's messages have to be: each report told to each whom it concerned exactly once, and nothing else."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise

from sqlalchemy import select

from models.database import table_of
from models.delivery import Delivery, DeliveryKind, DeliveryState
from models.goal import GoalUpdate
from tests.models.services.season import Season

_WORDS = re.compile(r"گزارش (\d{4})")
_MORE = "دیگر"  # «and so many more»: reports that a digest counts, and news on its other pages
_IN_TIME = timedelta(days=9)  # a weekly digest, a night, and days on which nothing ran
_d = table_of(Delivery).c


@dataclass
class Told:
    """Everything that was told, by (person, report): the moments after it. `doubtful` are (person, round)."""

    season: Season
    updates: dict[int, GoalUpdate]
    at: dict[tuple[int, int], list[int]] = field(default_factory=lambda: defaultdict(list))
    doubtful: set[tuple[int, int]] = field(default_factory=set)
    summed_up: set[tuple[int, int]] = field(default_factory=set)
    """(person, round) of digests that told of more than their first page names."""

    @classmethod
    async def read(cls, season: Season) -> "Told":
        """From the tables and the chats."""
        async with season.promises.database.transaction() as session:
            rows = (await session.execute(select(GoalUpdate))).scalars().all()
            sent = (await session.execute(select(table_of(Delivery)))).all()
        told = cls(season, {one.id or 0: one for one in rows})
        number_of = {int(found.group(1)): one.id or 0 for one in rows if (found := _WORDS.search(one.text))}
        for moment, shown in season.seen:
            for number in _WORDS.findall(shown.text):
                told.at[shown.person_id, number_of[int(number)]].append(moment)
        more = {(one.person_id, one.occurrence) for _, one in season.seen if _MORE in one.text}
        for row in sent:
            rounds = [row.source_id] if row.kind == DeliveryKind.GOAL_NEWS else row.content.get("rounds", [])
            if row.state == DeliveryState.UNCERTAIN.value:
                told.doubtful |= {(row.person_id, one) for one in rounds}
            if row.kind == DeliveryKind.DIGEST and (row.person_id, row.occurrence) in more:
                told.summed_up |= {(row.person_id, one) for one in rounds}
        return told

    def newer(self, update_id: int) -> list[GoalUpdate]:
        """What took a report's place, one after the other."""
        found: list[GoalUpdate] = []
        while True:
            older = found[-1].id if found else update_id
            after = [one for one in self.updates.values() if one.corrects_id == older and one.removed_at is None]
            if not after:
                return found
            found.append(after[0])

    def has_heard(self, person_id: int, update: GoalUpdate) -> bool:
        """Whether they were told of a report, or nobody knows whether they were."""
        key = (person_id, update.round_id or 0)
        return bool(self.at[person_id, update.id or 0]) or key in self.doubtful or key in self.summed_up


def check_once(told: Told) -> None:
    """Nobody reads a report twice, or gets two messages of one round."""
    assert [key for key, moments in told.at.items() if len(moments) > 1] == []
    news = [(one.person_id, one.source_id) for _, one in told.season.seen if one.kind is DeliveryKind.GOAL_NEWS]
    assert len(news) == len(set(news))


def check_holds(told: Told) -> None:
    """Nobody reads what was taken back, or corrected before it was told; or of a goal that is not theirs then."""
    for (person_id, update_id), moments in told.at.items():
        one = told.updates[update_id]
        assert not moments or one.removed_at is None
        for moment in moments:
            newer = [told.season.rounds.get(later.round_id or 0, moment) for later in told.newer(update_id)]
            assert all(begun >= moment for begun in newer), f"{update_id} was told after what took its place"
            assert (person_id, one.goal_id) in told.season.moments[moment - 1].concerned


def check_everybody(told: Told) -> int:
    """Whom a report concerned from the round on was told of it, or of what took its place; how many pairs that are."""
    season, checked = told.season, 0
    for one in told.updates.values():
        if one.round_id is None or one.removed_at is not None:
            continue
        if any(later.round_id == one.round_id for later in told.newer(one.id or 0)):
            continue  # it counts as told with its correction
        for person_id in _concerned_all_the_time(season, one.goal_id, season.rounds[one.round_id] - 1):
            checked += 1
            heard = [one, *told.newer(one.id or 0)]
            assert any(told.has_heard(person_id, each) for each in heard), f"{person_id} was never told of {one.id}"
    return checked


def _concerned_all_the_time(season: Season, goal_id: int, since: int) -> set[int]:
    until = season.moments[since].age + _IN_TIME
    people = set(season.readers)
    for moment in season.moments[since:]:
        people &= {person for person, goal in moment.concerned if goal == goal_id}
        if moment.age > until:
            break
    return people


def check_all_are_told(told: Told) -> None:
    """Nothing that holds is left untold, and each round took all that was due."""
    left = [one.id for one in told.updates.values() if one.told_at is None and one.removed_at is None]
    assert left == []
    begun = {number: told.season.moments[moment] for number, moment in told.season.rounds.items()}
    for one in told.updates.values():
        before = (one.round_id or 0) - 1
        if one.removed_at is None and before in begun and one.id not in told.season.corrected and not one.corrects_id:
            is_older = told.season.moments[told.season.rounds[before]].now >= one.made_at
            assert not is_older or one.tell_at > begun[before].now - timedelta(hours=5 * (told.season.back > 0))


def check_time(told: Told) -> None:
    """Nobody is told in their night; whoever has nothing gathered, as soon as the program runs and they are awake."""
    season = told.season
    for moment, shown in season.seen:
        if shown.kind is not DeliveryKind.GOAL_NEWS:
            continue
        quiet = season.readers[shown.person_id]
        assert quiet.next_allowed(shown.at) == shown.at, "somebody was told in their night"
        waited = season.moments[season.rounds[shown.source_id] : moment]
        if any(later.now < earlier.now for earlier, later in pairwise([*waited, season.moments[moment]])):
            continue  # by the clock that was set back it was night when the copy was made
        could = [one for one in waited if one.is_alive and quiet.next_allowed(one.now) == one.now]
        assert not could, f"told at {shown.at}, and could have been at {could[0].now}"
