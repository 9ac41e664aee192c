from models.submission import StatusEvent
from tests.e2e.harness import running_bot


async def test_withdrawing_is_asked_once_more(database_url: str) -> None:
    """«انصراف از درخواست» asks; «نه، بماند» changes nothing; «بله، انصراف» ends it, with its step in the history."""
    async with running_bot(database_url, city=()) as town:
        maryam = town.person("مریم")
        await maryam.registers("نیمکت بوستان شکسته است")
        card = await maryam.taps_and_sees("پیگیری درخواست", "وضعیت: ثبت‌شده")
        question = await maryam.taps_and_sees("انصراف از درخواست", "دیگر")
        assert (question.id, question.labels) == (card.id, ["بله، انصراف", "نه، بماند"])
        await maryam.taps_and_sees("نه، بماند", "وضعیت: ثبت‌شده")
        assert town.submission.status == "registered"
        await maryam.taps_and_sees("انصراف از درخواست", "؟")
        await town.restart()
        ended = await maryam.taps_and_sees("بله، انصراف", "نیمکت بوستان شکسته است")
        assert (town.submission.status, town.submission.version) == ("withdrawn", 2)
        assert town.submission.status_at == town.submission.updated_at
        assert [(row.status_from, row.status_to) for row in town.rows(StatusEvent)] == [
            (None, "registered"),
            ("registered", "withdrawn"),
        ]
        assert ended.labels == ["همهٔ درخواست‌های من"]


async def test_withdrawing_twice_changes_nothing(sqlite_url: str) -> None:
    """The same button again says that it is at its end; there is one step in the history for it."""
    async with running_bot(sqlite_url, city=()) as town:
        maryam = town.person("مریم")
        await maryam.registers("نیمکت بوستان شکسته است")
        await maryam.taps_and_sees("پیگیری درخواست", "وضعیت: ثبت‌شده")
        data = maryam.data_of("انصراف از درخواست").replace("withdraw", "withdrawn")
        maryam.phone.press(data=data, message_id=maryam.last.id)
        await town.quiet()
        maryam.phone.press(data=data, message_id=maryam.last.id)
        await maryam.sees("این درخواست به پایان رسیده است")
        assert len(town.rows(StatusEvent)) == 2


async def test_nobody_withdraws_somebody_elses(sqlite_url: str) -> None:
    """A made-up button says «not found», and the submission stays."""
    async with running_bot(sqlite_url, city=()) as town:
        maryam, spy = town.person("مریم"), town.person("کنجکاو")
        await maryam.registers("راز من این است")
        answer = await spy.says_and_sees("/my", "هنوز چیزی ثبت نکرده‌اید")
        for action in ("withdraw", "withdrawn", "keep"):
            spy.phone.press(data=f"1:mine:{action}:{town.submission.id}:0", message_id=answer.id)
            await spy.sees("پیدا نشد")
        assert town.submission.status == "registered"
        assert not spy.heard("راز")
