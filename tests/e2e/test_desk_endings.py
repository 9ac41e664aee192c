"""Offices that end while their holder is in the middle of something."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from models.database import table_of
from models.role import Grant, Role
from models.submission import Submission
from tests.e2e.harness import Town, running_bot
from tests.e2e.office import Staff, entries_of, hire, open_case
from tests.e2e.resident import bare


async def end_offices(town: Town) -> None:
    """Nobody holds an office any more."""
    await town.change(update(table_of(Grant)).values(ends_at=datetime.now(UTC)))


async def writes_as_anybody(zahra: Staff) -> None:
    """What they write now is a draft of their own, as everybody's is."""
    await zahra.town.quiet()
    await zahra.says_and_sees("نیمکت بوستان شکسته است", "پیش‌نویس شما:", "نیمکت بوستان")


@pytest.mark.parametrize("buttons", [("پاسخ",), ("بیشتر", "اصلاح محله"), ("بیشتر", "شماره نامه")])
async def test_what_was_begun_ends_with_the_office(sqlite_url: str, buttons: tuple[str, ...]) -> None:
    """The next words are refused and told nothing of the file; those after them are a resident's."""
    async with running_bot(sqlite_url) as town:
        _, zahra = await open_case(town, "رازِ کوچه")
        await zahra.chooses(*buttons)
        await end_offices(town)
        said = await zahra.says_and_sees("علی‌آباد", "پیدا نشد")
        assert "راز" not in bare(said.text)
        await writes_as_anybody(zahra)
        assert entries_of(town) == []
        assert town.submission.version == 1


async def test_photos_that_were_gathered_show_nothing_of_the_file(sqlite_url: str) -> None:
    """A photo sent after the office ended is not put on a card that quotes the submission."""
    async with running_bot(sqlite_url) as town:
        _, zahra = await open_case(town, "رازِ کوچه")
        await zahra.chooses("پاسخ")
        zahra.phone.send_photo(b"lamp")
        await zahra.sees("پیوست: ۱ عکس")
        await town.quiet()
        sends = zahra.data_on_card("بفرست")
        await end_offices(town)
        zahra.phone.press(data=sends[1], message_id=sends[0])
        await zahra.sees("پیدا نشد")
        await town.quiet()
        zahra.phone.send_photo(b"lane")
        await zahra.sees("پیش‌نویس شما:", "۱ عکس")
        assert all(one.id <= sends[0] for one in zahra.heard("راز")), zahra.phone.transcript()
        assert entries_of(town) == []


async def test_somebody_at_the_counter(sqlite_url: str) -> None:
    """What was written down for somebody else is not registered by one whose office is over."""
    async with running_bot(sqlite_url) as town:
        zahra = await hire(town, "زهرا", Role.SECRETARIAT, None)
        await zahra.opens_desk()
        await zahra.taps_and_sees("ثبت مراجعه / تلفن", "بنویسید چه می‌گوید")
        await town.quiet()
        await end_offices(town)
        await zahra.says_and_sees("آقای احمدی از تاریکی کوچه می‌گوید", "پیدا نشد")
        await writes_as_anybody(zahra)
        assert town.rows(Submission) == []
