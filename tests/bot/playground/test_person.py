import asyncio

import pytest

from bot.playground import Playground
from bot.playground.errors import PageError
from tests.bot.playground.caller import Caller, HandClock, button, inline

TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


async def test_answers_to_presses_are_seen(api: Caller, playground: Playground) -> None:
    """A toast is seen with its text, a silent answer ends the waiting only."""
    person = playground.add_person("مریم")
    await api.result("sendMessage", chat_id=person.id, text="x", reply_markup=inline([button("a", "1")]))
    for text in ("ثبت شد", ""):
        query = person.press("a")
        await api.result("answerCallbackQuery", callback_query_id=query, text=text, show_alert=True)
    assert [(toast.text, toast.alert) for toast in person.toasts] == [("ثبت شد", True)]
    assert len(person.answers) == 2
    assert (await person.wait_for_toast("ثبت")).text == "ثبت شد"


async def test_a_press_can_be_answered_for_15_seconds(api: Caller, playground: Playground, clock: HandClock) -> None:
    """A late answer, and one to a press that never was, are refused as too old."""
    person = playground.add_person("مریم")
    await api.result("sendMessage", chat_id=person.id, text="x", reply_markup=inline([button("a", "1")]))
    query = person.press("a")
    long = await api.refusal("answerCallbackQuery", callback_query_id=query, text="x" * 201)
    assert long == "Bad Request: MESSAGE_TOO_LONG"
    clock.forward(15)
    assert await api.refusal("answerCallbackQuery", callback_query_id=query) == TOO_OLD
    assert await api.refusal("answerCallbackQuery", callback_query_id="77") == TOO_OLD


async def test_wait_for_sees_only_what_is_new(api: Caller, playground: Playground) -> None:
    """A message from before the person's last action does not count, an edit since then does."""
    person = playground.add_person("مریم")
    sent = await api.result("sendMessage", chat_id=person.id, text="خوش آمدید")
    assert (await person.wait_for("خوش")).text == "خوش آمدید"
    person.send("سلام")
    with pytest.raises(TimeoutError, match="خوش آمدید"):
        await person.wait_for("خوش", timeout=0.05)
    waiting = asyncio.create_task(person.wait_for(lambda message: message.edited))
    await asyncio.sleep(0)
    await api.result(
        "editMessageText", chat_id=person.id, message_id=sent["message_id"], text="کد \u2066۱۲\u2069 شماست"
    )
    assert "۱۲" in (await waiting).text
    assert await person.wait_for("کد ۱۲ شما") == person.last


async def test_a_person_edits_an_own_message(api: Caller, playground: Playground, clock: HandClock) -> None:
    """An edit arrives as edited_message with the same id; other people's messages stay."""
    person = playground.add_person("مریم")
    message = person.send("کوچه تاریک")
    clock.forward(3)
    person.edit(message.id, "کوچه تاریک است /help")
    update = (await api.updates())[-1]["edited_message"]
    assert update["message_id"] == message.id
    assert update["edit_date"] == int(clock())
    assert update["entities"][0]["type"] == "bot_command"
    await api.result("sendMessage", chat_id=person.id, text="x")
    with pytest.raises(PageError):
        person.edit(person.last.id, "y")
    with pytest.raises(PageError):
        person.edit(message.id, "کوچه تاریک است /help")


async def test_long_texts_go_out_in_parts(api: Caller, playground: Playground) -> None:
    """What exceeds one message is sent as several, none longer than 4,096 units."""
    playground.add_person("مریم").send("🙂" * 5000)
    lengths = [len(update["message"]["text"]) for update in await api.updates()]
    assert lengths == [2048, 2048, 904]


async def test_the_newest_button_with_a_label_is_pressed(api: Caller, playground: Playground) -> None:
    """Of two buttons with one label the newer is meant; an old message can be named."""
    person = playground.add_person("مریم")
    for data in ("old", "new"):
        keyboard = inline([button("ثبت", data)])
        await api.result("sendMessage", chat_id=person.id, text=data, reply_markup=keyboard)
    old = person.messages[0]
    person.press("ثبت")
    person.press("ثبت", message_id=old.id)
    person.press(data="gone", message_id=old.id)
    assert [update["callback_query"]["data"] for update in await api.updates()] == ["new", "old", "gone"]
    with pytest.raises(PageError, match="old"):
        person.press("هیچ")
    with pytest.raises(PageError):
        person.press(data="x", message_id=99)


async def test_who_blocked_the_bot_says_nothing(playground: Playground) -> None:
    """After a block neither texts nor presses go out."""
    person = playground.add_person("مریم")
    person.block()
    for action in (lambda: person.send("x"), lambda: person.press("x"), person.send_sticker):
        with pytest.raises(PageError, match="blocked"):
            action()


async def test_media_arrive_with_their_fields(api: Caller, playground: Playground) -> None:
    """Stickers, photos in an album, voice, documents and places arrive as the real API sends them."""
    person = playground.add_person("مریم")
    person.send_sticker("🙂")
    album = person.new_album()
    person.send_photo(b"one", caption="#کوچه", album=album)
    person.send_photo(b"two", album=album)
    person.send_voice(duration=7)
    person.send_video()
    person.send_document(b"%PDF", "نقشه.pdf", mime_type="application/pdf")
    person.send_location(36.6, 51.4)
    messages = [update["message"] for update in await api.updates()]
    sticker, first, second, voice, video, document, place = messages
    assert sticker["sticker"]["emoji"] == "🙂"
    assert first["media_group_id"] == second["media_group_id"] == album
    assert first["caption_entities"][0]["type"] == "hashtag"
    assert first["photo"][-1]["width"] == 1280
    assert voice["voice"]["duration"] == 7
    assert video["video"]["mime_type"] == "video/mp4"
    assert document["document"]["file_name"] == "نقشه.pdf"
    assert place["location"] == {"latitude": 36.6, "longitude": 51.4}
    assert [message.kind for message in person.messages][:2] == ["sticker", "photo"]


async def test_groups_under_privacy_mode(api: Caller, playground: Playground) -> None:
    """In a group the bot hears commands, mentions and replies to itself, and no talk."""
    person = playground.add_person("مریم")
    group = playground.add_group("شورای گلسار", [person])
    stranger = playground.add_person("غریبه")
    sent = await api.result("sendMessage", chat_id=group.id, text="سلام")
    assert sent["chat"] == {"id": group.id, "title": "شورای گلسار", "type": "supergroup"}
    assert group.id < -1_000_000_000_000
    group.send(person, "حرف خودمان")
    for heard in ("/start", "/start@mahalleyar_bot", "ببین @mahalleyar_bot"):
        group.send(person, heard)
    group.send(person, "/start@other_bot")
    group.send(person, "درست است", reply_to=sent["message_id"])
    texts = [update["message"]["text"] for update in await api.updates()]
    assert texts == ["/start", "/start@mahalleyar_bot", "ببین @mahalleyar_bot", "درست است"]
    with pytest.raises(PageError):
        group.send(stranger, "x")
    group.remove_bot(person)
    refusal = await api.refusal("sendMessage", chat_id=group.id, text="x")
    assert refusal == "Forbidden: bot was kicked from the supergroup chat"
    assert (await api.updates())[-1]["my_chat_member"]["new_chat_member"]["status"] == "kicked"


async def test_buttons_in_a_group_are_pressed_by_members(api: Caller, playground: Playground) -> None:
    """A press in a group names its presser and the group; the toast is the presser's alone."""
    one, two = playground.add_person("یک"), playground.add_person("دو")
    group = playground.add_group("شورا", [one, two])
    await api.result("sendMessage", chat_id=group.id, text="x", reply_markup=inline([button("می‌آیم", "y")]))
    query = group.press(two, "می‌آیم")
    (update,) = await api.updates()
    assert update["callback_query"]["from"]["id"] == two.id
    assert update["callback_query"]["message"]["chat"]["id"] == group.id
    await api.result("answerCallbackQuery", callback_query_id=query, text="باشد")
    assert (len(one.toasts), len(two.toasts)) == (0, 1)
    with pytest.raises(PageError):
        group.press(one, "نه")
