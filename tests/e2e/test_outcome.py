from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import update

from bot.outgoing import deliveries
from models.delivery import Delivery
from models.dialogue import Dialogue
from models.entry import Entry
from models.media import Media
from models.submission import Status, StatusEvent, Submission
from tests.daytime import daytime_zone
from tests.e2e.clerk import Clerk
from tests.e2e.harness import Town, running_bot
from tests.e2e.resident import Resident, bare

OWNER = 7_000_000_777
REOPENED = "دوباره باز شد و به سطح بالاتر خبر دادیم"


@pytest.fixture(autouse=True)
def _looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clerk works beside the bot: nobody nudges its sender."""
    monkeypatch.setattr(deliveries, "_LOOK_EVERY", 0.05)


async def done(town: Town) -> tuple[Resident, Clerk]:
    """Maryam's report of a dark lane, which a clerk has just put right."""
    maryam, staff = town.person("مریم"), town.person("کارمند", person_id=OWNER)
    await maryam.registers("چراغ کوچه سوخته است")
    await staff.says("/help")
    await town.quiet()
    clerk = Clerk(town, 2)
    await clerk.moves(town.submission, Status.DONE, "چراغ نصب شد")
    await maryam.sees("انجام‌شده", "چراغ نصب شد")
    return maryam, clerk


def entries(town: Town) -> list[tuple[str, str]]:
    """(kind, words) of what was said."""
    return [(row.kind, row.text) for row in town.rows(Entry)]


async def test_solved_is_thanked_for(database_url: str) -> None:
    """«حل شد»: noted once, thanked for, the message keeps its words and loses its buttons."""
    async with running_bot(database_url, city=(), timezone=daytime_zone().key) as town:
        maryam, _ = await done(town)
        asking, data = maryam.last, maryam.data_of("حل شد")
        await maryam.taps_and_sees("حل شد", "سپاس که خبر دادید", "حل شده است")
        await town.quiet()
        (message,) = [one for one in maryam.messages if one.id == asking.id]
        assert message.labels == []
        assert "چراغ نصب شد" in bare(message.text)
        maryam.phone.press(data=data, message_id=asking.id)
        await maryam.sees_toast("پیش‌تر گفته‌اید")
        await town.quiet()
        assert entries(town) == [("solved", "")]
        assert town.submission.status == Status.DONE


async def test_not_solved_reopens_at_once(database_url: str) -> None:
    """«حل نشد»: open again, the owner is told; a sentence about it is welcome, and ends the talk."""
    async with running_bot(database_url, city=(), timezone=daytime_zone().key, owner_ids=(OWNER,)) as town:
        maryam, _ = await done(town)
        asked = await maryam.taps_and_sees("حل نشد", REOPENED)
        assert asked.labels == ["همین کافی است"]
        await town.quiet()
        assert town.submission.status == Status.REOPENED
        assert [row.person_id for row in town.rows(Delivery, Delivery.kind == "reopened")] == [2]
        await town.restart()
        await maryam.says_and_sees("هنوز خاموش است", "هر تغییری در")
        await maryam.says_and_sees("نیمکت شکسته است", "اضافه شود؟")  # and this is something else again
        assert entries(town) == [("not_solved", "هنوز خاموش است")]


async def test_photos_explain_it_too(sqlite_url: str) -> None:
    """Photos and a pin are put into the file as they come; «همین کافی است» ends it."""
    async with running_bot(sqlite_url, city=(), timezone=daytime_zone().key) as town:
        maryam, _ = await done(town)
        await maryam.taps_and_sees("حل نشد", REOPENED)
        album = maryam.phone.new_album()
        maryam.phone.send_photo(album=album)
        maryam.phone.send_photo(album=album)
        await maryam.sees("گذاشته شد", "می‌توانید چیزی به آن بیفزایید")
        maryam.phone.send_location(36.6, 51.4)
        await town.quiet()
        assert len(maryam.heard("گذاشته شد")) == 1
        await maryam.taps_and_sees("همین کافی است", "هر تغییری در")
        await town.quiet()
        assert [bare(words) for _, words in entries(town)] == ["", "", "موقعیت: 36.60000, 51.40000"]
        assert len(town.rows(Media, Media.entry_id.is_not(None))) == 2  # type: ignore[union-attr]  # a column here


async def test_nobody_has_to_explain(sqlite_url: str) -> None:
    """«همین کافی است», typed or pressed again later, leaves nothing behind; nor does /cancel."""
    async with running_bot(sqlite_url, city=(), timezone=daytime_zone().key) as town:
        maryam, clerk = await done(town)
        for leave in ("همین کافی است", "/cancel"):
            await maryam.taps_and_sees("حل نشد", REOPENED)
            await maryam.says_and_sees(leave, "هر تغییری در")
            await town.quiet()
            await clerk.moves(town.submission, Status.DONE)
            await maryam.sees("انجام‌شده")
        assert entries(town) == []


async def test_a_button_of_an_earlier_time_shows_how_it_stands(sqlite_url: str) -> None:
    """Pressed twice it is a word over the chat; of an earlier «انجام‌شده», the card as it is now, and nothing done."""
    async with running_bot(sqlite_url, city=(), timezone=daytime_zone().key) as town:
        maryam, clerk = await done(town)
        first, shown = maryam.data_of("حل نشد"), maryam.last.id
        await maryam.taps_and_sees("حل نشد", REOPENED)
        maryam.phone.press(data=first, message_id=shown)
        await maryam.sees_toast("پیش‌تر گفته‌اید")
        await clerk.moves(town.submission, Status.DONE)
        await maryam.sees("انجام‌شده")
        for data in (first, first.replace("not_solved", "solved")):
            maryam.phone.press(data=data, message_id=maryam.last.id)
            await maryam.sees("▫️ ثبت‌شده")
            await town.quiet()
            card = maryam.last
        assert card.labels[:2] == ["حل شد", "حل نشد"]
        await town.quiet()
        assert town.submission.status == Status.DONE
        assert entries(town) == []
        await maryam.taps_and_sees("حل نشد", REOPENED)
        await town.quiet()
        assert [row.status_to for row in town.rows(StatusEvent)].count("reopened") == 2


async def test_nobody_speaks_for_somebody_else(sqlite_url: str) -> None:
    """A made-up button of another's submission says «not found», and nothing happens."""
    async with running_bot(sqlite_url, city=(), timezone=daytime_zone().key) as town:
        await done(town)
        spy = town.person("کنجکاو")
        shown = await spy.says_and_sees("/my", "هنوز چیزی ثبت نکرده‌اید")
        for action in ("solved", "not_solved", "enough"):
            spy.phone.press(data=f"1:outcome:{action}:{town.submission.id}:2", message_id=shown.id)
            await spy.sees("پیدا نشد")
        await town.quiet()
        assert (town.submission.status, entries(town)) == (Status.DONE, [])


async def test_what_is_written_much_later_is_something_new(sqlite_url: str) -> None:
    """An hour after «حل نشد» words begin a draft instead of joining the file."""
    async with running_bot(sqlite_url, city=(), timezone=daytime_zone().key) as town:
        maryam, _ = await done(town)
        await maryam.taps_and_sees("حل نشد", REOPENED)
        await town.quiet()
        await town.change(update(Dialogue).values(updated_at=datetime.now(UTC) - timedelta(hours=2)))
        await town.change(update(Submission).values(created_at=datetime.now(UTC) - timedelta(hours=2)))
        await maryam.says_and_sees("نیمکت شکسته است", "پیش‌نویس شما:")
        assert entries(town) == []


async def test_the_card_asks_until_it_is_said(sqlite_url: str) -> None:
    """/my's card of what is done has the two buttons, until «حل شد» was said."""
    async with running_bot(sqlite_url, city=(), timezone=daytime_zone().key) as town:
        maryam, _ = await done(town)
        await maryam.says_and_sees("/my", "درخواست‌های شما (۱)")
        card = await maryam.taps_and_sees(maryam.last.labels[0], "وضعیت: انجام‌شده")
        assert card.labels[:2] == ["حل شد", "حل نشد"]
        await maryam.taps_and_sees("حل شد", "سپاس که خبر دادید")
        card = await maryam.taps_and_sees("پیگیری درخواست", "وضعیت: انجام‌شده")
        assert "حل شد" not in card.labels
