import json

import aiohttp
import pytest

from bot.playground import Playground
from tests.bot.playground.caller import Caller


async def test_get_me_names_the_bot(api: Caller) -> None:
    """The method getMe gives the bot's own user with its abilities."""
    me = await api.result("getMe")
    assert me["id"] == 42
    assert me["is_bot"] is True
    assert me["username"] == "mahalleyar_bot"


async def test_wrong_token_is_unauthorized(api: Caller) -> None:
    """A wrong token gets the real server's 401, whatever the method."""
    for method in ("getMe", "noSuchMethod"):
        async with api.session.get(api.url(method, "43:other")) as response:
            assert response.status == 401
            assert await response.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}


async def test_unknown_method_is_not_found_and_noted(api: Caller, playground: Playground) -> None:
    """A method that is not there gets 404 and is kept for tests to see."""
    assert await api.answer("sendPigeon") == {"ok": False, "error_code": 404, "description": "Not Found"}
    assert playground.unknown_calls == ["sendPigeon"]


async def test_method_names_do_not_mind_case(api: Caller, playground: Playground) -> None:
    """GETME works as getMe, and is logged under its proper name."""
    await api.result("GETME")
    assert playground.calls[-1].method == "getMe"


async def test_every_kind_of_body_says_the_same(api: Caller, playground: Playground) -> None:
    """Query, form, multipart and JSON bodies reach a method with the same parameters."""
    person = playground.add_person("مریم")
    flat = {"chat_id": str(person.id), "text": "سلام", "protect_content": "true"}
    multipart = aiohttp.FormData(flat, default_to_multipart=True)
    url = api.url("sendMessage")
    await api.session.get(url, params=flat)
    await api.session.post(url, data=flat)
    await api.session.post(url, data=multipart)
    await api.session.post(url, json={"chat_id": person.id, "text": "سلام", "protect_content": True})
    assert [call.parameters for call in playground.calls] == [
        {"chat_id": person.id, "text": "سلام", "protect_content": True}
    ] * 4
    assert [message.text for message in person.messages] == ["سلام"] * 4


async def test_nested_objects_may_be_json_text(api: Caller, playground: Playground) -> None:
    """A keyboard in a form body is JSON text; in a JSON body it may be text or an object."""
    person = playground.add_person("مریم")
    markup = json.dumps({"inline_keyboard": [[{"text": "a", "callback_data": "1"}]]})
    await api.session.post(
        api.url("sendMessage"), data={"chat_id": str(person.id), "text": "x", "reply_markup": markup}
    )
    await api.result("sendMessage", chat_id=person.id, text="x", reply_markup=json.loads(markup))
    assert [message.labels for message in person.messages] == [["a"], ["a"]]


async def test_unknown_parameters_are_noted_with_their_place(api: Caller, playground: Playground) -> None:
    """What the schema does not have is ignored and noted, nested fields too."""
    person = playground.add_person("مریم")
    keyboard = {"inline_keyboard": [[{"text": "a", "callback_data": "1", "colour": "red"}]]}
    await api.result("sendMessage", chat_id=person.id, text="x", shout=True, reply_markup=keyboard)
    assert playground.unknown_parameters == ["sendMessage.shout", "sendMessage.reply_markup.colour"]


async def test_types_are_checked(api: Caller, playground: Playground) -> None:
    """A parameter of a wrong type is refused with its name."""
    person = playground.add_person("مریم")
    refusal = await api.refusal("sendMessage", chat_id=person.id, text=5)
    assert refusal == 'Bad Request: field "text" must be of the type String'
    refusal = await api.refusal("sendMessage", chat_id=person.id, text="x", protect_content="yes")
    assert refusal == 'Bad Request: field "protect_content" must be of the type Boolean'
    refusal = await api.refusal("deleteMessage", chat_id=person.id, message_id="one")
    assert refusal == 'Bad Request: field "message_id" must be of the type Integer'


async def test_null_is_not_a_value(api: Caller, playground: Playground) -> None:
    """A parameter that is JSON null is refused: a bot has to leave it out."""
    person = playground.add_person("مریم")
    assert "parse_mode" in await api.refusal("sendMessage", chat_id=person.id, text="x", parse_mode=None)


async def test_broken_bodies_are_refused(api: Caller) -> None:
    """A body that is no JSON object gets a 400, not a 500."""
    for body in (b"{", b"[]", b"\xff"):
        headers = {"Content-Type": "application/json"}
        async with api.session.post(api.url("sendMessage"), data=body, headers=headers) as response:
            assert response.status == 400
            assert (await response.json())["description"].startswith("Bad Request: ")


async def test_unknown_chat(api: Caller) -> None:
    """A chat nobody opened is not found, by number and by name."""
    assert await api.refusal("sendMessage", chat_id=1, text="x") == "Bad Request: chat not found"
    assert await api.refusal("sendMessage", chat_id="@nobody", text="x") == "Bad Request: chat not found"
    assert await api.refusal("sendMessage", text="x") == "Bad Request: chat_id is empty"


async def test_calls_remember_outcome(api: Caller, playground: Playground) -> None:
    """The log tells of each call what was asked and what came of it."""
    await api.answer("getChat", chat_id=1)
    await api.answer("getMe")
    assert [call.outcome for call in playground.calls] == ["Bad Request: chat not found", "ok"]
    assert [call.method for call in playground.calls_of("getMe")] == ["getMe"]


async def test_unpaired_surrogates_are_refused(api: Caller, playground: Playground) -> None:
    """A string that is no UTF-8 gets a 400, in JSON and in forms."""
    person = playground.add_person("مریم")
    refusal = await api.refusal("sendMessage", chat_id=person.id, text="\ud800")
    assert refusal == "Bad Request: strings must be encoded in UTF-8"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    body = f"chat_id={person.id}&text=".encode() + b"\xff"
    async with api.session.post(api.url("sendMessage"), data=body, headers=headers) as response:
        assert response.status == 400


async def test_a_taken_port_is_an_error_and_can_be_tried_again(playground: Playground) -> None:
    """Starting on a port in use raises OSError and leaves nothing behind."""
    other = Playground()
    with pytest.raises(OSError, match="in use"):
        await other.start(port=playground.port)
    await other.start()
    await other.stop()
    await other.stop()
