"""Saying how far a resolution has come: a note, a photo, another day; authors hear of each, strangers do nothing."""

from datetime import date

import pytest
from sqlalchemy import update

from models.area import Level
from models.audit import Audit
from models.database import table_of
from models.dialogue import Dialogue
from models.resolution import Resolution, ResolutionEvent, ResolutionStatus
from models.role import Grant, Role
from models.submission import Status, Submission
from tests.e2e.harness import Town, running_bot
from tests.e2e.office import Staff, area_id, hire, settled
from tests.e2e.resident import Resident
from tests.e2e.resolution_town import (
    TITLE,
    answers,
    author,
    base36,
    begins,
    decides,
    forges,
    meeting,
    member,
)

S = ResolutionStatus


async def _answering(town: Town) -> tuple[Resident, Staff]:
    """An author, and a member whose resolution answers them; its card stands in the member's chat."""
    maryam, sent = await author(town)
    sara = await member(town)
    await begins(sara)
    await answers(sara)
    await sara.chooses("درخواست‌ها")
    await sara.says_and_sees(sent.code, "۱ درخواست")
    await town.quiet()
    await sara.taps_and_sees("ثبت مصوبه", "ثبت شد:")
    await maryam.sees("تصویب‌شده", TITLE)
    await town.quiet()
    return maryam, sara


async def test_the_author_hears_of_every_step(database_url: str) -> None:
    """A note, then a photo with its words: each is one message to the author, and stands in the history."""
    async with running_bot(database_url) as town:
        maryam, sara = await _answering(town)
        await sara.taps_and_sees("در دست اقدام", "چه شده است؟", "به نویسندهٔ ۱ درخواست خبر داده می‌شود")
        await sara.says_and_sees("پیمانکار از امروز کار می‌کند", "ثبت شد و به نویسندهٔ ۱ درخواست", "وضعیت: در دست اقدام")
        await maryam.sees("در دست اقدام", "پیمانکار از امروز کار می‌کند")
        await town.quiet()
        await sara.taps_and_sees("انجام شد", "چه شده است؟")
        sara.phone.send_photo(caption="چراغ‌ها روشن شد")
        await sara.sees("ثبت شد و به نویسندهٔ ۱ درخواست", "وضعیت: انجام‌شده")
        shown = await maryam.sees("انجام‌شده", "چراغ‌ها روشن شد")
        assert "photo" in shown.api
        await town.quiet()
        assert town.row(Submission).status == Status.DONE
        assert [one.status_to for one in town.rows(ResolutionEvent)] == ["open", "in_progress", "done"]
        card = await maryam.says_and_sees("/resolutions", "شوراها", "انجام‌شده")
        await town.quiet()
        await maryam.taps(card.labels[0])
        await maryam.sees("چراغ‌ها روشن شد", "۱ درخواست")
        await town.quiet()
        assert "ثبت پیگیری" not in maryam.last.labels
        await maryam.taps("عکس‌ها")
        await maryam.phone.wait_for(
            lambda message: message.sender == "bot" and "photo" in message.api and not message.text
        )


async def test_a_photo_before_its_words(sqlite_url: str) -> None:
    """It waits for a sentence; what is neither is refused, and nothing is lost."""
    async with running_bot(sqlite_url) as town:
        maryam, sara = await _answering(town)
        await sara.taps_and_sees("انجام شد", "چه شده است؟")
        sara.phone.say({"sticker": {"file_id": "s", "file_unique_id": "s", "emoji": "👍"}})
        await sara.sees("فقط متن و عکس پذیرفته می‌شود")
        sara.phone.send_photo()
        await sara.sees("عکس رسید. حالا یک جمله بنویسید")
        await sara.says_and_sees("آ" * 1001, "این متن ۱٬۰۰۱ حرف دارد")
        await sara.says_and_sees("چراغ‌ها روشن شد", "ثبت شد و به نویسندهٔ ۱ درخواست")
        shown = await maryam.sees("انجام‌شده", "چراغ‌ها روشن شد")
        assert "photo" in shown.api


async def test_stopped_with_its_reason(sqlite_url: str) -> None:
    """The author reads why; it may be taken up again."""
    async with running_bot(sqlite_url) as town:
        maryam, sara = await _answering(town)
        await sara.taps_and_sees("توقف", "چرا متوقف می‌شود؟")
        await sara.says_and_sees("بودجه نرسید", "وضعیت: متوقف‌شده")
        await maryam.sees("پذیرفته‌نشده", "بودجه نرسید")
        await town.quiet()
        await sara.taps_and_sees("در نوبت اجرا", "چه شده است؟")
        await sara.says_and_sees("بودجه رسید", "وضعیت: در نوبت اجرا")
        await maryam.sees("بودجه رسید")


async def test_a_word_and_another_day(sqlite_url: str) -> None:
    """How it goes on in the same status, and a later day, chosen or typed, with its reason."""
    async with running_bot(sqlite_url) as town:
        sara = await member(town)
        await decides(sara, due="۱۴۱۰/۱/۲۰")
        await sara.taps_and_sees("نوشتن توضیح", "چه شده است؟", "همه می‌توانند آن را بخوانند")
        await sara.says_and_sees("منتظر بودجه‌ایم", "ثبت شد.", "منتظر بودجه‌ایم", "در نوبت اجرا")
        await town.quiet()
        await sara.taps_and_sees("تغییر مهلت", "مهلت تازه تا کی؟", "فروردین ۱۴۱۰")
        await sara.says_and_sees("۱۴۰۰/۱/۱", "هنوز نرسیده")
        await sara.says_and_sees("۱۴۱۰/۲/۲۰", "مهلت تازه: شنبه ۲۰ اردیبهشت ۱۴۱۰", "چرا؟")
        await sara.says_and_sees("باران آمد", "ثبت شد.", "مهلت: شنبه ۲۰ اردیبهشت ۱۴۱۰", "باران آمد")
        assert town.row(Resolution).due_on == date(2031, 5, 10)
        await town.quiet()
        await sara.chooses("تغییر مهلت", "بدون مهلت")
        await sara.says_and_sees("تا اطلاع بعدی", "ثبت شد.", "تا اطلاع بعدی")
        assert town.row(Resolution).due_on is None


async def test_back_and_cancel_change_nothing(sqlite_url: str) -> None:
    """From the question the card is a tap, or /cancel, away."""
    async with running_bot(sqlite_url) as town:
        sara = await member(town)
        await decides(sara)
        await sara.taps_and_sees("انجام شد", "چه شده است؟")
        await town.quiet()
        await sara.taps_and_sees("بازگشت", "وضعیت: در نوبت اجرا")
        await town.quiet()
        await sara.taps_and_sees("تغییر مهلت", "مهلت تازه تا کی؟")
        await sara.says_and_sees("/cancel", "وضعیت: در نوبت اجرا")
        await town.quiet()
        assert [one.status_to for one in town.rows(ResolutionEvent)] == ["open"]


async def test_two_at_one_resolution(sqlite_url: str) -> None:
    """The second one's words are not noted over what they have not seen: the card as it is now comes instead."""
    async with running_bot(sqlite_url) as town:
        sara, ali = await member(town), await member(town, "علی")
        made = await decides(sara)
        await forges(ali, f"1:resolve:open:{base36(made.id or 0)}:0")
        await ali.sees("وضعیت: در نوبت اجرا")
        await town.quiet()
        await ali.taps_and_sees("توقف", "چرا متوقف می‌شود؟")
        await sara.taps_and_sees("انجام شد", "چه شده است؟")
        await sara.says_and_sees("روشن شد", "وضعیت: انجام‌شده")
        await ali.says_and_sees("پول نیست", "این مصوبه در این فاصله تغییر کرده")
        await ali.sees("وضعیت: انجام‌شده", "روشن شد")
        await town.quiet()
        assert town.row(Resolution).status == S.DONE
        await forges(ali, f"1:resolve:to_stopped:{base36(made.id or 0)}:1")
        await ali.sees_toast("این دکمه قدیمی بود")


STRANGERS = {
    "neighbour": (Role.COUNCIL, "باغ شاه", Level.NEIGHBOURHOOD),
    "other manager": (Role.MANAGER, "منطقهٔ ۲", Level.DISTRICT),
    "expert": (Role.EXPERT, "ایزدشهر", Level.CITY),
    "resident": None,
}
PRESSES = (
    *(
        "open",
        "card_of",
        "change",
        "remove",
        "removed",
        "to_done",
        "to_in_progress",
        "to_stopped",
        "to_open",
        "say",
        "postpone",
    ),
    *("save", "card", "text", "body", "due", "due_yes", "votes", "topics", "answers", "chosen", "go_on", "leave"),
)


@pytest.mark.parametrize("who", STRANGERS)
async def test_strangers_change_nothing(sqlite_url: str, who: str) -> None:
    """Whoever has no office there presses every button there is, of a public and a hidden one: nothing happens."""
    async with running_bot(sqlite_url) as town:
        sara = await member(town)
        one = await decides(sara)
        _, item_id = await meeting(town, sara, decision="پنهان بماند")
        await forges(sara, f"1:resolve:new:{base36(item_id)}:0")
        await sara.says_and_sees("شهرداری", "تا کی")
        await town.quiet()
        await sara.chooses("بدون مهلت", "بدون شمارش رأی", "ثبت مصوبه")
        hidden = town.rows(Resolution)[-1]
        before = [row.model_dump() for row in town.rows(Resolution)]
        trail = len(town.rows(Audit))
        office = STRANGERS[who]
        stranger: Resident = (
            await settled(town, "رضا")
            if office is None
            else await hire(town, "رضا", office[0], area_id(town, office[1], office[2]))
        )
        for row in (one, hidden):
            for action in PRESSES:
                await forges(stranger, f"1:resolve:{action}:{base36(row.id or 0)}:{base36(row.version)}")
            await forges(stranger, f"1:resolve_due:day:{base36(800_000)}:{base36(row.version)}")
            await forges(stranger, f"1:resolve_day:day:{base36(800_000)}:0")
        for item in (item_id, 99_999):
            await forges(stranger, f"1:resolve:new:{base36(item)}:0")
            await forges(stranger, f"1:resolve:anew:{base36(item)}:0")
        await forges(stranger, f"1:resolution:open:{base36(hidden.id or 0)}:0")
        await forges(stranger, f"1:resolution:history:{base36(hidden.id or 0)}:0")
        await forges(stranger, f"1:resolution:photos:{base36(hidden.id or 0)}:0")
        await forges(stranger, f"1:resolution:of:{base36(hidden.meeting_id or 0)}:0")
        assert not stranger.heard("پنهان بماند"), stranger.phone.transcript()
        assert [row.model_dump() for row in town.rows(Resolution)] == before
        assert len(town.rows(Audit)) == trail
        assert "مصوبهٔ تازه" not in (await _list_of(stranger)) or who == "neighbour"


async def _list_of(person: Resident) -> list[str]:
    shown = await person.says_and_sees("/resolutions", "شوراها")
    return shown.labels


async def test_the_manager_moves_and_makes_none(sqlite_url: str) -> None:
    """Whoever sees that things are done says so; to decide is the council's."""
    async with running_bot(sqlite_url) as town:
        sara = await member(town)
        one = await decides(sara)
        manager = await hire(town, "رضا", Role.MANAGER, area_id(town, "منطقهٔ ۱", Level.DISTRICT))
        assert "مصوبهٔ تازه" not in await _list_of(manager)
        await town.quiet()
        await manager.taps(manager.last.labels[0])
        await manager.sees("وضعیت: در نوبت اجرا")
        await town.quiet()
        await manager.taps_and_sees("ثبت پیگیری", "وضعیت: در نوبت اجرا")
        await town.quiet()
        await manager.taps_and_sees("انجام شد", "چه شده است؟")
        await manager.says_and_sees("روشن شد", "وضعیت: انجام‌شده")
        await forges(manager, "1:resolve:new:0:0")
        assert town.row(Resolution).status == S.DONE
        assert one.number == 1


async def test_whose_office_ends_meanwhile(sqlite_url: str) -> None:
    """The words come too late; nothing is noted in the name of an office that is over."""
    async with running_bot(sqlite_url) as town:
        sara = await member(town)
        await decides(sara)
        await sara.taps_and_sees("انجام شد", "چه شده است؟")
        await town.quiet()
        over = town.rows(Resolution)[0].created_at
        await town.change(update(table_of(Grant)).values(revoked_at=over))
        await sara.says_and_sees("روشن شد", "پیدا نشد")
        await town.quiet()
        assert town.row(Resolution).status == S.OPEN


async def test_words_after_something_else_are_no_note(sqlite_url: str) -> None:
    """Whoever opened the desk meanwhile, or was asked an hour ago, says something of their own: nobody is told."""
    async with running_bot(sqlite_url) as town:
        sara = await member(town)
        await decides(sara)
        await sara.taps_and_sees("انجام شد", "چه شده است؟")
        await town.quiet()
        await sara.says_and_sees("/desk", "میز کار")
        await sara.says_and_sees("چراغ کوچه سوخته است", "پیش‌نویس شما:")
        await town.quiet()
        await sara.taps("انصراف")
        await town.quiet()
        await forges(sara, f"1:resolve:open:{base36(town.row(Resolution).id or 0)}:0")
        await sara.taps_and_sees("انجام شد", "چه شده است؟")
        await town.quiet()
        old = {**town.dialogue("resolve_move").data, "at": "2026-01-01T00:00:00+00:00"}
        rows = table_of(Dialogue)
        await town.change(update(rows).where(rows.c.name == "resolve_move").values(data=old))
        await sara.says_and_sees("درخت افتاده است", "پیش‌نویس شما:")
        await town.quiet()
        assert town.row(Resolution).status == S.OPEN
