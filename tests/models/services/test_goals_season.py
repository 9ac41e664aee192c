"""A season of goals on a fast clock, with the process killed and the clock set back: each report is told once."""

import pytest

from models.database import Database
from tests.models.services import season_checks as checks
from tests.models.services.season import Season
from tests.models.services.season_calls import CALLS, check_calls


@pytest.mark.parametrize("seed", [1405, *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(40, 56))])
async def test_a_season(database: Database, seed: int) -> None:
    """Followers, authors, digest readers, who answered calls: each hears of each thing once, only of what holds."""
    season = await Season.open(database, seed, CALLS)
    await season.live()
    told = await checks.Told.read(season)
    pairs, ideas = checks.check_everybody(told), await check_calls(season)
    print(  # noqa: T201  (shown at a failure)
        f"seed {seed}: {season.kills} kills, {season.back} times back, {len(season.seen)} messages, {pairs} pairs,"
        f" {ideas} ideas, {len(season.rounds)} rounds, {season.done}, {season.refused}"
    )
    assert season.kills > 10
    checks.check_once(told)
    checks.check_holds(told)
    checks.check_all_are_told(told)
    checks.check_time(told)
