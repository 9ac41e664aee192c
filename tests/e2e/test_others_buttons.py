"""What authors answer, and what links hand out, tried by everybody else and by many at once."""

import random

import pytest

from models.entry import Entry
from models.role import Grant, Invitation
from models.submission import Status, Submission
from tests.e2e.desk_stage import AUTHOR, CASES, GOLSAR, OWNER, Case, Stage, Who, button, every_button, named
from tests.e2e.harness import running_bot
from tests.e2e.test_roles import invited

_seeded = random.Random(1405)


def _forged(stage: Stage, number: int) -> list[str]:
    buttons = every_button()
    asked = stage.question(number)
    return [
        *(button("outcome", action, number, version) for action in buttons["outcome"] for version in (3, 0)),
        *(button("reply", action, asked, version) for action in buttons["reply"] for version in (1, 0)),
        *(button(noun, action, number, 3) for noun in ("mine", "addition") for action in buttons[noun]),
    ]


@pytest.mark.parametrize("status", [Status.DONE, Status.NEEDS_INFO])
async def test_nobody_answers_for_an_author(sqlite_url: str, status: Status) -> None:
    """«حل شد», «حل نشد», replies and withdrawals that anybody else presses: nothing changes, and nothing is read."""
    async with running_bot(sqlite_url, owner_ids=(OWNER,)) as town:
        stage = await Stage.open(town)
        number = await stage.lay(Case(GOLSAR, status, None))
        before = stage.trace()
        for who, person in stage.people.items():
            calls = await stage.presses(person, [*_forged(stage, number), "همین کوچه است"])
            assert named(calls) == set(), who
            assert AUTHOR not in str(calls), who
        assert stage.trace() == before
        calls = await stage.presses(stage.author, [button("mine", "open", number)])
        assert named(calls) == {number}


async def test_an_author_answers_once(database_url: str) -> None:
    """«حل نشد» pressed by its author many times at once, and between others' presses, opens it again once."""
    async with running_bot(database_url, owner_ids=(OWNER,)) as town:
        stage = await Stage.open(town)
        number = await stage.lay(Case(GOLSAR, Status.DONE, None))
        was = stage.trace(number)
        for person in (stage.author, stage.people[Who.RESIDENT], stage.author, stage.people[Who.MANAGER]):
            await stage.does(person, [button("outcome", "not_solved", number, 3)] * 2)
        await town.quiet()
        now = stage.trace(number)
        assert (now.version, now.events) == (was.version + 1, was.events + 1)
        assert town.row(Submission, Submission.id == number).status == Status.REOPENED
        assert len(town.rows(Entry)) == 2


async def test_a_link_that_many_open_at_once(database_url: str) -> None:
    """Of twenty who open it at the same moment, twice each, one gets the office; all others are told kindly."""
    async with running_bot(database_url, owner_ids=(OWNER,), city=()) as town:
        owner = town.person("مدیر", person_id=OWNER)
        payload = await invited(town, owner, "دبیرخانه", "همهٔ شهر")
        crowd = [town.person(f"کس {number}") for number in range(20)]
        for person in _seeded.sample(crowd * 2, 40):
            await person.says(f"/start {payload}")
        await town.quiet(60)
        grant, used = town.row(Grant), town.row(Invitation)
        assert used.used_by == grant.person_id
        assert len([person for person in crowd if person.heard("نقش شما: دبیرخانه")]) == 1
        assert len([person for person in crowd if person.heard("این دعوت پیش‌تر استفاده شده")]) == 19
        assert len([person for person in crowd if "desk" in [one["command"] for one in person.phone.commands]]) == 1


async def test_codes_of_others_are_words(sqlite_url: str) -> None:
    """A tracking code that somebody may not open is answered as one that was never given out."""
    async with running_bot(sqlite_url, owner_ids=(OWNER,)) as town:
        stage = await Stage.open(town)
        hidden = {who: next(case for case in CASES if not case.is_for(who)) for who in Who if who is not Who.OWNER}
        for case in dict.fromkeys(hidden.values()):
            await stage.lay(case)
        for who, case in hidden.items():
            number = next(number for number, one in stage.cases.items() if one == case)
            code = town.row(Submission, Submission.id == number).code
            said = await stage.presses(stage.people[who], [code])
            assert "📄" not in str(said), who
            assert f"zq{number}qz" not in str(said), who
