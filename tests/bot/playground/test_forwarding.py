import aiohttp
import pytest

from bot.playground import Playground
from bot.playground.errors import PageError
from bot.playground.forwarding import forward
from tests.bot.playground.caller import Caller, button, inline


async def test_a_message_is_sent_on(api: Caller, playground: Playground) -> None:
    """What a neighbour wrote reaches the bot from whoever sends it on, with whose it was and when."""
    maryam, sara = playground.add_person("مریم"), playground.add_person("سارا")
    written = maryam.send("فردا آب قطع است")
    await api.updates()
    forward(sara, maryam, written.id)
    update = (await api.updates())[-1]["message"]
    assert (update["from"]["id"], update["chat"]["id"], update["text"]) == (sara.id, sara.id, "فردا آب قطع است")
    assert update["forward_origin"] == {"type": "user", "sender_user": maryam.user, "date": written.date}
    assert "forward_date" not in update


async def test_what_the_bot_said_is_sent_on_without_its_buttons(api: Caller, playground: Playground) -> None:
    """A message of the bot, caption, file and all; sent on twice, it still says where it first came from."""
    maryam, sara = playground.add_person("مریم"), playground.add_person("سارا")
    photo = maryam.send_photo().api["photo"][-1]["file_id"]
    await api.result(
        "sendPhoto", chat_id=maryam.id, photo=photo, caption="<b>نقشه</b>", parse_mode="HTML",
        reply_markup=inline([button("a", "1")]),
    )  # fmt: skip
    once = forward(sara, maryam, maryam.last.id)
    twice = forward(maryam, sara, once.id)
    for message in (once, twice):
        assert (message.kind, message.text, message.buttons, message.sender) == ("photo", "نقشه", [], "person")
        assert message.api["caption_entities"] == [{"offset": 0, "length": 4, "type": "bold"}]
        assert message.api["forward_origin"]["sender_user"]["is_bot"]


async def test_what_cannot_be_sent_on(api: Caller, playground: Playground) -> None:
    """Nothing that is not there, nothing that is protected, and nothing by somebody who blocks the bot."""
    maryam, sara = playground.add_person("مریم"), playground.add_person("سارا")
    sent = await api.result("sendMessage", chat_id=maryam.id, text="محرمانه", protect_content=True)
    for message_id in (sent["message_id"], 99):
        with pytest.raises(PageError):
            forward(sara, maryam, message_id)
    written = maryam.send("سلام")
    sara.block()
    with pytest.raises(PageError):
        forward(sara, maryam, written.id)
    assert sara.messages == []


async def test_what_was_sent_on_is_not_changed(playground: Playground) -> None:
    """Nobody edits a neighbour's words."""
    maryam, sara = playground.add_person("مریم"), playground.add_person("سارا")
    sent_on = forward(sara, maryam, maryam.send("فردا آب قطع است").id)
    with pytest.raises(PageError):
        sara.edit(sent_on.id, "فردا آب وصل است")


async def test_on_the_page(api: Caller, playground: Playground) -> None:
    """The page sends on what stands in another chat, and shows whose it was; what is not there is a sentence."""
    maryam, sara = playground.add_person("مریم"), playground.add_person("سارا")
    written = maryam.send("فردا آب قطع است")
    address = f"{playground.base_url}/page/people/{sara.id}/forward"
    body = {"from": maryam.id, "message_id": written.id}
    shown = await _post(api.session, address, body, status=200)
    assert (shown["forwarded_from"], shown["text"], shown["sender"]) == ("مریم", "فردا آب قطع است", "person")
    assert sara.messages[-1].api["forward_origin"]["sender_user"]["id"] == maryam.id
    for wrong in ({**body, "from": 5}, {**body, "message_id": 99}, {}):
        assert (await _post(api.session, address, wrong, status=400))["error"]


async def _post(session: aiohttp.ClientSession, address: str, body: dict[str, int], *, status: int) -> dict[str, str]:
    async with session.post(address, json=body) as response:
        assert response.status == status
        answer: dict[str, str] = await response.json()
        return answer
