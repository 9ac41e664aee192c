from typing import Any

import pytest

from bot import schedule
from models.services import submissions
from models.services.submissions import OnRecord
from models.submission import Submission
from tests.e2e.harness import running_bot
from tests.e2e.resident import bare

OWNER = 7_600_000_001
APOLOGY = "ببخشید، اشکالی از سمت ما پیش آمد. پیامتان نگه داشته شد"


class Breaking:
    """A service function that raises the first few times it is called."""

    def __init__(self, service: Any, times: int | None) -> None:
        self._service = service
        self._times = times
        self.calls = 0

    async def __call__(self, **given: Any) -> Any:
        """Raise, or do the work after all."""
        self.calls += 1
        if self._times is None or self.calls <= self._times:
            await self._service(**given)  # what it did before it broke must not stay
            raise ZeroDivisionError("a bug on demand")
        return await self._service(**given)


async def test_a_handler_that_breaks_once_is_tried_again(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A turn that fails is rolled back and run once more: the resident notices nothing, one record stays."""
    breaking = Breaking(submissions.put_on_record, 1)
    monkeypatch.setattr(submissions, "put_on_record", breaking)
    async with running_bot(database_url, city=()) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("چراغ کوچه سوخته است", "پیش‌نویس شما:")
        await maryam.taps_and_sees("ثبت", "ثبت شد. کد رهگیری:")
        assert breaking.calls == 2
        assert town.submission.serial == 1
        assert APOLOGY not in "".join(bare(message.text) for message in maryam.messages)


async def test_a_handler_that_always_breaks(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is set aside without a trace of it; the resident is told once and can go on; an owner hears of it."""
    monkeypatch.setattr(schedule, "ALERTS_EVERY", 0.3)
    works = submissions.put_on_record
    monkeypatch.setattr(submissions, "put_on_record", Breaking(works, None))
    async with running_bot(database_url, city=(), owner_ids=(OWNER,)) as town:
        town.may_fail = True
        owner, maryam = town.person("مدیر", person_id=OWNER), town.person("مریم")
        await owner.says_and_sees("/help", "راهنما")
        await maryam.says_and_sees("چراغ کوچه سوخته است", "پیش‌نویس شما:")
        await maryam.taps_and_sees("ثبت", APOLOGY)
        await maryam.taps("ثبت")
        await maryam.taps("ثبت")
        await owner.sees("بار اشکالی پیش آمد")
        await town.quiet()
        assert len(maryam.heard(APOLOGY)) == 1
        assert town.rows(Submission) == []
        assert len(town.set_aside()) == 3
        alerts = "".join(message.text for message in owner.heard("بار اشکالی پیش آمد"))
        assert "چراغ" not in alerts
        monkeypatch.setattr(submissions, "put_on_record", works)
        await maryam.taps_and_sees("ثبت", "ثبت شد. کد رهگیری:")
        assert town.submission.serial == 1


async def test_one_persons_trouble_is_nobody_elses(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """While everything one resident confirms breaks, the others register as ever."""
    works = submissions.put_on_record
    unlucky = "من همیشه بدشانسم"

    async def register(**given: Any) -> OnRecord:
        if unlucky in given["draft"].text:
            raise ZeroDivisionError("a bug on demand")
        return await works(**given)

    monkeypatch.setattr(submissions, "put_on_record", register)
    async with running_bot(sqlite_url, city=()) as town:
        town.may_fail = True
        maryam, hossein = town.person("مریم"), town.person("حسین")
        await maryam.says_and_sees(unlucky, "پیش‌نویس شما:")
        await hossein.says_and_sees("چراغ کوچه سوخته است", "پیش‌نویس شما:")
        for _ in range(5):
            await maryam.says("ثبت")
        await hossein.taps_and_sees("ثبت", "ثبت شد. کد رهگیری:")
        await maryam.sees(APOLOGY)
        await maryam.says_and_sees("/help", "راهنما")
        await town.quiet()
        assert unlucky in maryam.check_card_is_last().text


async def test_an_apology_is_in_the_persons_language(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever speaks English is apologised to in English."""
    monkeypatch.setattr(submissions, "put_on_record", Breaking(submissions.put_on_record, None))
    async with running_bot(sqlite_url, city=()) as town:
        town.may_fail = True
        peter = town.person("Peter", language="en")
        await peter.says_and_sees("The bench is broken", "Your draft:")
        await peter.taps_and_sees("Register", "Sorry, something went wrong on our side")


async def test_an_apology_is_for_whoever_is_there_to_hear_it(sqlite_url: str) -> None:
    """What breaks where nobody can be told does not use up the apology of the next one in the same lane."""
    async with running_bot(sqlite_url, city=()) as town:
        town.may_fail = True
        maryam = town.person("مریم")
        for chat in ({"id": maryam.id}, maryam.phone.api):
            town.playground.push_raw({"message": {"message_id": 1, "date": "never", "chat": chat}})
        await maryam.sees(APOLOGY)
        await town.quiet()
        assert len(town.set_aside()) == 2
