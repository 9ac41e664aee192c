from typing import Any

import pytest

from bot.playground import Playground
from tests.bot.playground.caller import Caller, HandClock, button, inline

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the "
    "same as a current content and reply markup of the message"
)


async def test_a_message_has_the_fields_of_the_real_api(api: Caller, playground: Playground, clock: HandClock) -> None:
    """A person's message arrives with from, chat, date and entities, ids above 32 bits."""
    person = playground.add_person("مریم", language_code="fa", username="maryam")
    person.send("🙂 /start@mahalleyar_bot x")
    (update,) = await api.updates()
    names = {"first_name": "مریم", "username": "maryam"}
    assert person.id > 7_000_000_000
    assert update["message"] == {
        "message_id": 1,
        "from": {"id": person.id, "is_bot": False, **names, "language_code": "fa"},
        "chat": {"id": person.id, **names, "type": "private"},
        "date": int(clock()),
        "text": "🙂 /start@mahalleyar_bot x",
        "entities": [{"offset": 3, "length": 21, "type": "bot_command"}],
    }


async def test_html_is_seen_without_its_tags(api: Caller, playground: Playground) -> None:
    """The person sees text and entities; the bot gets the message back."""
    person = playground.add_person("مریم")
    sent = await api.result("sendMessage", chat_id=person.id, text=" <b>ثبت شد</b>. ", parse_mode="HTML")
    assert sent["text"] == person.last.text == "ثبت شد."
    assert person.last.entities == [{"offset": 0, "length": 6, "type": "bold"}]
    assert person.last.html == "<b>ثبت شد</b>."


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", "message text is empty"),
        (" \n\u200f\u2066", "text must be non-empty"),
        ("<b></b>", "text must be non-empty"),
        ("<b>" + "ا" * 4097 + "</b>", "message is too long"),
        ("🙂" * 2049, "message is too long"),
        ("<b>x", "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
    ],
)
async def test_bad_texts_are_refused(api: Caller, playground: Playground, text: str, refusal: str) -> None:
    """Empty, too long and badly marked texts are refused; lengths count UTF-16 units after parsing."""
    person = playground.add_person("مریم")
    given = await api.refusal("sendMessage", chat_id=person.id, text=text, parse_mode="HTML")
    assert given == f"Bad Request: {refusal}"
    assert person.messages == []


async def test_the_longest_text_passes(api: Caller, playground: Playground) -> None:
    """4,096 units pass, markup not counted."""
    person = playground.add_person("مریم")
    text = "<b>" + "🙂" * 2048 + "</b>"
    await api.result("sendMessage", chat_id=person.id, text=text, parse_mode="HTML")


async def test_entities_may_be_given_instead_of_markup(api: Caller, playground: Playground) -> None:
    """The entities parameter works, and is refused where it leaves the text or lacks a field."""
    person = playground.add_person("مریم")
    bold = {"type": "bold", "offset": 0, "length": 2}
    await api.result("sendMessage", chat_id=person.id, text="<b>", entities=[bold])
    assert person.last.html == "<b>&lt;b</b>&gt;"
    long = {**bold, "length": 9}
    refusal = await api.refusal("sendMessage", chat_id=person.id, text="abc", entities=[long])
    assert refusal == (
        "Bad Request: entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 9"
    )
    refusal = await api.refusal("sendMessage", chat_id=person.id, text="abc", entities=[{"type": "bold"}])
    assert refusal == "Bad Request: can't parse MessageEntity: Can't find field \"offset\""


async def test_editing(api: Caller, playground: Playground, clock: HandClock) -> None:
    """An edit changes text and keyboard in place; the same again is "not modified"."""
    person = playground.add_person("مریم")
    sent = await api.result("sendMessage", chat_id=person.id, text="یک", reply_markup=inline([button("a", "1")]))
    place = {"chat_id": person.id, "message_id": sent["message_id"]}
    clock.forward(5)
    edited = await api.result("editMessageText", **place, text="<b>دو</b>", parse_mode="HTML")
    assert edited["edit_date"] == int(clock())
    assert edited["date"] == int(clock()) - 5
    assert person.last.text == "دو"
    assert person.last.buttons == []
    assert person.last.edited
    again = await api.refusal("editMessageText", **place, text="<b>دو</b>", parse_mode="HTML")
    assert again == NOT_MODIFIED
    assert await api.refusal("editMessageReplyMarkup", **place) == NOT_MODIFIED
    await api.result("editMessageReplyMarkup", **place, reply_markup=inline([button("b", "2")]))
    assert person.last.labels == ["b"]
    assert person.last.text == "دو"


async def test_what_cannot_be_edited(api: Caller, playground: Playground) -> None:
    """Missing messages, people's messages and those with a reply keyboard are refused."""
    person = playground.add_person("مریم")
    own = person.send("مال من")
    keyboard = {"keyboard": [["ثبت"]]}
    sent = await api.result("sendMessage", chat_id=person.id, text="x", reply_markup=keyboard)

    async def refusal(message_id: int) -> str:
        return await api.refusal("editMessageText", chat_id=person.id, message_id=message_id, text="y")

    assert await refusal(99) == "Bad Request: message to edit not found"
    assert await refusal(own.id) == "Bad Request: message can't be edited"
    assert await refusal(sent["message_id"]) == "Bad Request: message can't be edited"


async def test_deleting(api: Caller, playground: Playground, clock: HandClock) -> None:
    """A message is deleted once, and not after 48 hours."""
    person = playground.add_person("مریم")
    old = await api.result("sendMessage", chat_id=person.id, text="کهنه")
    clock.forward(48 * 3600)
    new = await api.result("sendMessage", chat_id=person.id, text="نو")

    async def delete(message: dict[str, Any]) -> dict[str, Any]:
        return await api.answer("deleteMessage", chat_id=person.id, message_id=message["message_id"])

    assert (await delete(new))["result"] is True
    assert (await delete(new))["description"] == "Bad Request: message to delete not found"
    assert (await delete(old))["description"] == "Bad Request: message can't be deleted for everyone"
    ids = [old["message_id"], new["message_id"], 77]
    assert await api.result("deleteMessages", chat_id=person.id, message_ids=ids) is True
    assert [message.text for message in person.messages] == ["کهنه"]


async def test_replies(api: Caller, playground: Playground) -> None:
    """A reply shows its original; a missing original is refused unless allowed."""
    person = playground.add_person("مریم")
    asked = person.send("پرسش")
    reply = {"message_id": asked.id}
    sent = await api.result("sendMessage", chat_id=person.id, text="پاسخ", reply_parameters=reply)
    assert sent["reply_to_message"]["text"] == "پرسش"
    missing = {"message_id": 99}
    refusal = await api.refusal("sendMessage", chat_id=person.id, text="x", reply_parameters=missing)
    assert refusal == "Bad Request: message to be replied not found"
    lenient = {**missing, "allow_sending_without_reply": True}
    sent = await api.result("sendMessage", chat_id=person.id, text="x", reply_parameters=lenient)
    assert "reply_to_message" not in sent


async def test_a_block_is_told_and_forbids(api: Caller, playground: Playground) -> None:
    """Blocking sends my_chat_member and makes every message a 403; unblocking undoes both."""
    person = playground.add_person("مریم")
    person.block()
    body = await api.answer("sendMessage", chat_id=person.id, text="x")
    assert body == {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"}
    person.unblock()
    await api.result("sendMessage", chat_id=person.id, text="x")
    changes = [update["my_chat_member"] for update in await api.updates()]
    statuses = [(c["old_chat_member"]["status"], c["new_chat_member"]["status"]) for c in changes]
    assert statuses == [("member", "kicked"), ("kicked", "member")]
    assert changes[0]["new_chat_member"]["user"]["id"] == 42


async def test_somebody_who_left_telegram(api: Caller, playground: Playground) -> None:
    """A deactivated account gets the real server's 403."""
    person = playground.add_person("مریم")
    person.deactivated = True
    refusal = await api.refusal("sendMessage", chat_id=person.id, text="x")
    assert refusal == "Forbidden: user is deactivated"


async def test_chat_action(api: Caller, playground: Playground) -> None:
    """A chat action is seen until the next message; an unknown one is refused."""
    person = playground.add_person("مریم")
    await api.result("sendChatAction", chat_id=person.id, action="typing")
    seen = [person.typing]
    await api.result("sendMessage", chat_id=person.id, text="x")
    assert [*seen, person.typing] == ["typing", None]
    refusal = await api.refusal("sendChatAction", chat_id=person.id, action="dancing")
    assert refusal == "Bad Request: wrong parameter action in request"
