import asyncio

import pytest

from models.submission import Submission
from tests.e2e.harness import running_bot
from tests.e2e.resident import Resident

OLD = "این دکمه قدیمی بود. وضعیت امروز را پایین می‌بینید."

_GARBAGE = (
    "", "x", "0", "سلام", "1:", "2:draft:confirm:1:1", "1:draft:confirm", "1:draft:confirm:1:1\n", "x" * 64,
    "1:draft:nothing_like_it:1:1", "1:unheard:of:1:1", "1:draft:confirm:zzzzzzzzzzzzzzzzzzzzzzzz:1",
    "1:home:open:zzzzzzzzzzzzz:zzzzzzz", "1:home:speak_xx:0:0", "1:language:xx:0:0", "1:home:unheard:0:0",
    "\x00" * 64, "۱:draft:confirm:۱:۱",
)  # fmt: skip
_NOWHERE = (
    "1:place:choose:zzzzzzzzzzzz:{v}", "1:place:choose:1:{v}", "1:place:open:zzzzzzzzzzzz:{v}",
    "1:topic:choose:zzzzzzzzzzzz:{v}", "1:topic:open:zzzzzzzzzzzz:{v}", "1:topic:unheard:1:{v}",
    "1:place:page:-zzzzzzzzzzzz:{v}", "1:place:page:zzzzzzzzzzzz:{v}", "1:place:unheard:1:{v}",
    "1:home:choose:zzzzzzzzzzzz:0", "1:home:choose:1:0", "1:home:page:-1:0", "1:home:message:0:0",
)  # fmt: skip


async def _card(maryam: Resident, text: str = "چراغ کوچه سوخته است") -> tuple[int, str]:
    await maryam.says_and_sees(text, "پیش‌نویس شما:", text)
    await maryam.town.quiet()
    return maryam.check_card_is_last().id, maryam.data_of("ثبت")


async def test_a_card_of_an_older_version(database_url: str) -> None:
    """The button of a card that changed since shows how it stands now, and registers nothing."""
    async with running_bot(database_url) as town:
        maryam = town.person("مریم")
        card, data = await _card(maryam)
        await maryam.taps_and_sees("ویرایش", "چه چیزی را تغییر بدهم؟")
        maryam.phone.press(data=data, message_id=card)
        await maryam.sees("پیش‌نویس شما:", "چراغ کوچه سوخته است")
        await maryam.sees_toast(OLD)
        await town.quiet()
        maryam.check_card_is_last()
        assert town.rows(Submission) == []


async def test_a_place_button_of_an_older_version(sqlite_url: str) -> None:
    """A list of places drawn before the draft changed does not move the draft."""
    async with running_bot(sqlite_url) as town:
        maryam = town.person("مریم")
        await _card(maryam)
        listed = await maryam.taps_and_sees("انتخاب محله", "کدام محله؟")
        data = maryam.data_of("منطقهٔ ۱")
        await maryam.taps_and_sees("بازگشت", "پیش‌نویس شما:")
        maryam.phone.press(data=data, message_id=listed.id)
        await maryam.sees_toast(OLD)
        await town.quiet()
        assert "محله انتخاب نشده" in maryam.check_card_is_last().text


async def test_a_topic_button_of_an_older_version(sqlite_url: str) -> None:
    """A list of topics drawn before the draft changed does not change what it is about."""
    async with running_bot(sqlite_url) as town:
        maryam = town.person("مریم")
        await _card(maryam)
        listed = await maryam.taps_and_sees("تغییر موضوع", "دربارهٔ چیست؟")
        data = maryam.data_of("اشتغال و کارآفرینی")
        await maryam.taps_and_sees("بازگشت", "پیش‌نویس شما:")
        maryam.phone.press(data=data, message_id=listed.id)
        await maryam.sees_toast(OLD)
        await town.quiet()
        assert "روشنایی معابر" in maryam.check_card_is_last().text


async def test_a_card_of_a_registered_draft(database_url: str) -> None:
    """Pressing «ثبت» once more, later, shows the code it got; there is one record."""
    async with running_bot(database_url, city=()) as town:
        maryam = town.person("مریم")
        card, data = await _card(maryam)
        done = await maryam.taps_and_sees("ثبت", "ثبت شد. کد رهگیری:")
        maryam.phone.press(data=data, message_id=card)
        await maryam.sees_toast(OLD)
        await town.quiet()
        assert maryam.last.text == done.text
        assert len(town.rows(Submission)) == 1


async def test_a_card_of_another_draft(database_url: str) -> None:
    """A button of a draft put away long ago says so, and the present draft's card is below it."""
    async with running_bot(database_url) as town:
        maryam = town.person("مریم")
        _, data = await _card(maryam)
        await maryam.taps_and_sees("انصراف", "پیش‌نویس کنار گذاشته شد")
        gone = maryam.last.id
        await _card(maryam, "نیمکت بوستان شکسته است")
        maryam.phone.press(data=data, message_id=gone)
        await maryam.sees("این پیش‌نویس دیگر نیست")
        await town.quiet()
        assert "نیمکت بوستان شکسته است" in maryam.check_card_is_last().text
        assert town.rows(Submission) == []


async def test_somebody_elses_card(sqlite_url: str) -> None:
    """Forged data with another's draft id touches nobody's draft."""
    async with running_bot(sqlite_url, city=()) as town:
        maryam, forger = town.person("مریم"), town.person("جاعل")
        _, data = await _card(maryam)
        answer = await forger.says_and_sees("/help", "راهنما")
        forger.phone.press(data=data, message_id=answer.id)
        await forger.sees("این پیش‌نویس دیگر نیست")
        assert town.rows(Submission) == []
        await maryam.taps_and_sees("ثبت", "ثبت شد")


@pytest.mark.parametrize("presses", [2, 5])
async def test_presses_at_once(database_url: str, presses: int) -> None:
    """However often and fast «ثبت» is pressed, there is one record, one code, and every press is answered."""
    async with running_bot(database_url, city=()) as town:
        maryam = town.person("مریم")
        card, data = await _card(maryam)
        for _ in range(presses):
            maryam.phone.press(data=data, message_id=card)
        await maryam.sees("ثبت شد. کد رهگیری:")
        await town.quiet()
        async with asyncio.timeout(30):
            while len(maryam.phone.answers) < presses:  # noqa: ASYNC110  (presses wake nobody here)
                await asyncio.sleep(0.01)
        assert len(town.rows(Submission)) == 1
        assert len(maryam.heard("کد رهگیری:")) == 1


async def test_a_press_and_a_typed_word_at_once(database_url: str) -> None:
    """«ثبت» pressed and typed at the same moment is one record."""
    async with running_bot(database_url, city=()) as town:
        maryam = town.person("مریم")
        card, data = await _card(maryam)
        maryam.phone.press(data=data, message_id=card)
        await maryam.says("ثبت")
        await maryam.sees("پیش‌نویسی برای ثبت نیست")
        await town.quiet()
        assert len(town.rows(Submission)) == 1


async def test_the_same_press_delivered_twice(sqlite_url: str) -> None:
    """The messenger repeats a press under another update id and the same callback id: one record."""
    async with running_bot(sqlite_url, city=()) as town:
        maryam = town.person("مریم")
        card, data = await _card(maryam)
        query = {
            "id": "4242",
            "from": maryam.phone.user,
            "message": maryam.phone.messages_by_id[card].api,
            "chat_instance": "1",
            "data": data,
        }
        town.playground.push_raw({"callback_query": query})
        town.playground.push_raw({"callback_query": query})
        await town.quiet()
        assert "ثبت شد. کد رهگیری:" in maryam.last.text
        assert len(town.rows(Submission)) == 1
        town.errors.clear()


async def test_garbage_data(sqlite_url: str) -> None:
    """Whatever a button is made to carry: an answer with a way on, and the draft stays as it is."""
    async with running_bot(sqlite_url) as town:
        maryam = town.person("مریم")
        await _card(maryam)
        for data in _GARBAGE:
            before = len(maryam.phone.toasts)
            maryam.phone.press(data=data, message_id=maryam.check_card_is_last().id)
            await maryam.sees("چراغ کوچه سوخته است")
            await town.quiet()
            assert [toast.text for toast in maryam.phone.toasts[before:]] == [OLD], data
        assert town.rows(Submission) == []


async def test_places_that_do_not_exist(sqlite_url: str) -> None:
    """A button of a place that is not there, or that nobody can live in, leads to a list or the card."""
    async with running_bot(sqlite_url) as town:
        maryam = town.person("مریم")
        for data in _NOWHERE:
            await _card(maryam)
            version = maryam.data_of("ثبت").rpartition(":")[2]
            maryam.phone.press(data=data.format(v=version), message_id=maryam.check_card_is_last().id)
            await maryam.phone.wait_for(lambda message: message.labels)
            await town.quiet()
        assert town.rows(Submission) == []


async def test_presses_of_nobody(sqlite_url: str) -> None:
    """A press without a message, or in a group, changes nothing and is no failure."""
    async with running_bot(sqlite_url, city=()) as town:
        maryam = town.person("مریم")
        card, data = await _card(maryam)
        query = {"id": "1", "from": maryam.phone.user, "chat_instance": "1", "data": data}
        town.playground.push_raw({"callback_query": {**query, "inline_message_id": "abc"}})
        group = {**maryam.phone.messages_by_id[card].api, "chat": {"id": -100, "type": "supergroup", "title": "x"}}
        town.playground.push_raw({"callback_query": {**query, "message": group}})
        await town.quiet()
        assert town.rows(Submission) == []
        maryam.check_card_is_last()
