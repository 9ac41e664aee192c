from collections.abc import AsyncIterator

import pytest
from telegram import Bot, CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardMarkup
from telegram.constants import ParseMode
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, RetryAfter, TimedOut

from bot.playground import FaultKind, Playground


@pytest.fixture
async def bot(playground: Playground) -> AsyncIterator[Bot]:
    """PTB's own Bot with its default transport."""
    base = playground.base_url
    async with Bot(playground.token, base_url=f"{base}/bot", base_file_url=f"{base}/file/bot") as stock:
        yield stock


async def test_a_conversation_through_ptb(bot: Bot, playground: Playground) -> None:
    """Updates, answers, presses, edits and files pass through the stock library without a loss."""
    person = playground.add_person("مریم")
    person.send("/start سلام")
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.parse_entities() == {update.message.entities[0]: "/start"}
    keyboard = InlineKeyboardMarkup([
        [InlineKeyboardButton("ثبت", callback_data="s", style="success")],
        [InlineKeyboardButton("کد", copy_text=CopyTextButton("12"))],
    ])  # fmt: skip
    sent = await bot.send_message(person.id, "<b>ثبت</b>؟", parse_mode=ParseMode.HTML, reply_markup=keyboard)
    assert sent.text_html == "<b>ثبت</b>؟"
    person.press("ثبت")
    (update,) = await bot.get_updates(offset=update.update_id + 1)
    assert update.callback_query is not None
    assert update.callback_query.data == "s"
    await update.callback_query.answer("باشد")
    await update.callback_query.edit_message_text("ثبت شد")
    assert person.toasts[-1].text == "باشد"
    assert person.last.text == "ثبت شد"
    person.send_photo(b"jpeg", caption="کوچه")
    (update,) = await bot.get_updates(offset=update.update_id + 1)
    assert update.message is not None
    file = await update.message.photo[-1].get_file()
    assert bytes(await file.download_as_bytearray()) == b"jpeg"
    await bot.send_document(person.id, b"%PDF", filename="a.pdf", caption="گزارش")
    await bot.send_message(person.id, "x", reply_markup=ReplyKeyboardMarkup([["الف", "ب"]]))
    assert person.reply_keyboard == [["الف", "ب"]]
    assert playground.unknown_parameters == []
    assert playground.unknown_calls == []


async def test_membership_and_edits_parse(bot: Bot, playground: Playground) -> None:
    """Blocks and edited messages are proper PTB objects."""
    person = playground.add_person("مریم")
    message = person.send("یک")
    person.edit(message.id, "دو")
    person.block()
    _, edited, blocked = await bot.get_updates()
    assert edited.edited_message is not None
    assert edited.edited_message.text == "دو"
    assert blocked.my_chat_member is not None
    assert blocked.my_chat_member.new_chat_member.status == "kicked"


async def test_refusals_become_ptb_errors(bot: Bot, playground: Playground) -> None:
    """Every kind of refusal is the error that PTB has for it."""
    person = playground.add_person("مریم")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(1, "x")
    playground.faults.add(FaultKind.FLOOD, retry_after=3)
    with pytest.raises(RetryAfter):
        await bot.send_message(person.id, "x")
    playground.faults.add(FaultKind.ERROR, method="getUpdates", code=409, description="Conflict: terminated")
    with pytest.raises(Conflict):
        await bot.get_updates()
    playground.faults.add(FaultKind.SILENCE)
    with pytest.raises(TimedOut):
        await bot.send_message(person.id, "x", read_timeout=0.2)
    person.block()
    with pytest.raises(Forbidden):
        await bot.send_message(person.id, "x")
    stranger = Bot("43:x", base_url=f"{playground.base_url}/bot")
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()


async def test_profile_calls_of_ptb(bot: Bot, playground: Playground) -> None:
    """What a bot sets up at its start works through PTB."""
    person = playground.add_person("مریم", language_code="fa")
    await bot.set_my_commands([("start", "آغاز")], language_code="fa")
    assert person.commands == [{"command": "start", "description": "آغاز"}]
    assert (await bot.get_my_commands(language_code="fa"))[0].command == "start"
    await bot.set_my_description("دستیار محله")
    assert (await bot.get_my_description()).description == "دستیار محله"
    assert (await bot.get_chat(person.id)).first_name == "مریم"
    await bot.delete_webhook(drop_pending_updates=True)
    assert (await bot.get_webhook_info()).pending_update_count == 0
