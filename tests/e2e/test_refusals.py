import pytest

from bot import schedule
from bot.playground import FaultKind
from models.answer import Answer, AnswerState
from tests.e2e.harness import Town, running_bot
from tests.e2e.resident import Resident

OWNER = 7_600_000_001


@pytest.fixture(autouse=True)
def _quick_alerts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "ALERTS_EVERY", 0.3)


async def _owner(town: Town) -> Resident:
    owner = town.person("مدیر", person_id=OWNER)
    await owner.says_and_sees("/help", "راهنما")
    return owner


def _refuse(town: Town, chat: Resident, description: str, *, method: str = "sendMessage", times: int = 1) -> None:
    town.playground.faults.add(
        FaultKind.ERROR, method=method, chat_id=chat.id, times=times, code=400, description=description
    )


async def test_entities_that_cannot_be_parsed(database_url: str) -> None:
    """The same words go out once more as plain text, and an owner hears of it."""
    async with running_bot(database_url, city=(), owner_ids=(OWNER,)) as town:
        owner, maryam = await _owner(town), town.person("مریم")
        _refuse(town, maryam, "Bad Request: can't parse entities: Unsupported start tag")
        card = await maryam.says_and_sees("چراغ <کوچه> & سوخته", "پیش‌نویس شما:", "«چراغ <کوچه> & سوخته»")
        assert card.entities == []
        await owner.sees("بار اشکالی پیش آمد", "can't parse entities")
        await maryam.taps_and_sees("ثبت", "ثبت شد")


async def test_any_other_refusal(database_url: str) -> None:
    """The resident gets a general sentence and can go on; an owner gets the reason."""
    async with running_bot(database_url, city=(), owner_ids=(OWNER,)) as town:
        town.may_fail = True
        owner, maryam = await _owner(town), town.person("مریم")
        _refuse(town, maryam, "Bad Request: BUTTON_TYPE_INVALID")
        await maryam.says_and_sees("چراغ کوچه سوخته است", "نتوانستم پاسخ را نشان بدهم. آنچه فرستادید سر جایش است")
        await owner.sees("۱ بار اشکالی پیش آمد", "BUTTON_TYPE_INVALID")
        await town.quiet()
        (failed,) = town.refused()
        assert "BUTTON_TYPE_INVALID" in (failed.error or "")
        await maryam.says_and_sees("تمام", "ثبت شد")


async def test_a_general_sentence_that_is_refused_too(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no apology for an apology; the owner hears of both in one message."""
    monkeypatch.setattr(schedule, "ALERTS_EVERY", 1.5)
    async with running_bot(sqlite_url, city=(), owner_ids=(OWNER,)) as town:
        town.may_fail = True
        owner, maryam = await _owner(town), town.person("مریم")
        _refuse(town, maryam, "Bad Request: TEXT_INVALID", times=2)
        await maryam.says("چراغ کوچه سوخته است")
        await owner.sees("۲ بار اشکالی پیش آمد؛ آخرین بار:", "TEXT_INVALID")
        await town.quiet()
        assert len(town.refused()) == 2
        assert not [message for message in maryam.messages if message.sender == "bot"]


@pytest.mark.parametrize("reason", ["Bad Request: message to edit not found", "Bad Request: message can't be edited"])
async def test_a_card_that_cannot_be_edited_is_sent_new(database_url: str, reason: str) -> None:
    """An edit the messenger does not allow any more becomes a new message; nothing is lost or apologised for."""
    async with running_bot(database_url, city=()) as town:
        maryam = town.person("مریم")
        card = await maryam.says_and_sees("چراغ کوچه سوخته است", "پیش‌نویس شما:")
        _refuse(town, maryam, reason, method="editMessageText")
        done = await maryam.taps_and_sees("ثبت", "ثبت شد. کد رهگیری:")
        assert done.id > card.id
        await town.quiet()
        assert {row.state for row in town.rows(Answer)} == {AnswerState.SENT.value}


async def test_a_card_the_person_deleted(sqlite_url: str) -> None:
    """Somebody deletes the card; the next message brings it back, and the missing one is no trouble."""
    async with running_bot(sqlite_url, city=()) as town:
        maryam = town.person("مریم")
        card = await maryam.says_and_sees("چراغ کوچه سوخته است", "پیش‌نویس شما:")
        await town.quiet()
        maryam.phone.remove(card.id)
        await maryam.says_and_sees("لطفاً درست کنید", "«چراغ کوچه سوخته است", "لطفاً درست کنید»")
        await town.quiet()
        maryam.check_card_is_last()


async def test_an_edit_that_changes_nothing(sqlite_url: str) -> None:
    """«Message is not modified» is success."""
    async with running_bot(sqlite_url) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("/start", "محلهٔ شما کدام است؟")
        listed = await maryam.taps_and_sees("فهرست محله‌ها", "کدام محله؟")
        maryam.phone.press(data="1:mine:page:0:0", message_id=listed.id)
        await maryam.sees("هنوز چیزی ثبت نکرده‌اید")
        maryam.phone.press(data="1:mine:page:0:0", message_id=listed.id)
        await town.quiet()
        assert "not modified" in town.playground.calls_of("editMessageText")[-1].outcome


async def test_a_press_that_is_too_old_to_be_answered(sqlite_url: str) -> None:
    """A press that expired before the bot came to it still does its work, without a failure."""
    async with running_bot(sqlite_url, city=()) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("چراغ کوچه سوخته است", "پیش‌نویس شما:")
        town.playground.faults.add(
            FaultKind.ERROR,
            method="answerCallbackQuery",
            code=400,
            description="Bad Request: query is too old and response timeout expired or query ID is invalid",
        )
        await maryam.taps_and_sees("ثبت", "ثبت شد")
