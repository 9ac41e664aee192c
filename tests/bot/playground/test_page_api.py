import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from bot.playground import Playground
from tests.bot.playground.caller import Caller, button, inline


async def post(api: Caller, path: str, body: object) -> tuple[int, Any]:
    """Returns status and JSON of a page call."""
    async with api.session.post(f"{api.playground.base_url}/page/{path}", json=body) as response:
        return response.status, await response.json()


@asynccontextmanager
async def listening(api: Caller) -> AsyncIterator[aiohttp.StreamReader]:
    """Gives the event stream of a page, connected."""
    async with api.session.get(f"{api.playground.base_url}/page/events") as response:
        assert response.content_type == "text/event-stream"
        assert await response.content.readuntil(b"\n\n") == b": connected\n\n"
        yield response.content


async def event(stream: aiohttp.StreamReader) -> dict[str, Any]:
    """Returns the next event."""
    line = await stream.readuntil(b"\n\n")
    told: dict[str, Any] = json.loads(line.removeprefix(b"data: "))
    return told


async def test_the_page_and_its_files_are_served(api: Caller) -> None:
    """The address of the playground shows the page, and its files are below /static."""
    async with api.session.get(f"{api.playground.base_url}/") as response:
        assert response.status == 200
        assert response.content_type == "text/html"
    async with api.session.get(f"{api.playground.base_url}/static/index.html") as response:
        assert response.status == 200


async def test_state_shows_everybody_and_their_chats(api: Caller, playground: Playground) -> None:
    """The page gets the bot, people, messages with safe HTML, keyboards and commands."""
    person = playground.add_person("مریم", language_code="fa")
    person.send("<سلام>")
    keyboard = inline([button("ثبت", "1"), {"text": "کد", "copy_text": {"text": "12"}, "style": "success"}])
    await api.result("sendMessage", chat_id=person.id, text="<b>x</b>", parse_mode="HTML", reply_markup=keyboard)
    await api.result("sendMessage", chat_id=person.id, text="y", reply_markup={"keyboard": [["الف"]]})
    await api.result("setMyCommands", commands=[{"command": "new", "description": "نو"}])
    async with api.session.get(f"{playground.base_url}/page/state") as response:
        state = await response.json()
    assert state["bot"] == {"id": 42, "name": "محله‌یار", "username": "mahalleyar_bot"}
    (shown,) = state["people"]
    assert shown["id"] == person.id
    assert shown["language"] == "fa"
    assert shown["blocked"] is False
    assert shown["reply_keyboard"] == [["الف"]]
    assert shown["commands"] == [{"command": "new", "description": "نو"}]
    assert shown["messages"][0]["html"] == "&lt;سلام&gt;"
    assert shown["messages"][0]["sender"] == "person"
    assert shown["messages"][1] == {
        "id": 2, "sender": "bot", "kind": "text", "text": "x", "html": "<b>x</b>",
        "date": "2026-09-21T14:13:20+00:00", "edited": False,
        "inline_keyboard": [
            [{"text": "ثبت", "data": "1"}, {"text": "کد", "copy_text": "12", "style": "success"}],
        ],
    }  # fmt: skip


async def test_a_page_does_what_a_person_can_do(api: Caller) -> None:
    """Adding, writing, stickers, pressing, editing and blocking work from the page."""
    status, person = await post(api, "people", {"name": "مریم", "language": "fa"})
    assert status == 200
    place = f"people/{person['id']}"
    _, message = await post(api, f"{place}/send", {"text": "سلام"})
    assert message["text"] == "سلام"
    assert (await post(api, f"{place}/send", {"sticker": "🙂"}))[1]["kind"] == "sticker"
    assert (await post(api, f"{place}/edit", {"message_id": message["id"], "text": "درود"}))[1]["edited"]
    sent = await api.result("sendMessage", chat_id=person["id"], text="x", reply_markup=inline([button("a", "1")]))
    assert (await post(api, f"{place}/press", {"message_id": sent["message_id"], "data": "1"}))[0] == 200
    assert (await post(api, f"{place}/block", {"blocked": True}))[1]["blocked"] is True
    kinds = [next(iter(set(update) - {"update_id"})) for update in await api.updates()]
    assert kinds == ["message", "message", "edited_message", "callback_query", "my_chat_member"]
    status, refusal = await post(api, f"{place}/send", {"text": "x"})
    assert status == 400
    assert refusal["error"] == "ربات را مسدود کرده‌اید؛ اول رفع مسدودی کنید."
    assert refusal["detail"] == "مریم has blocked the bot: unblock it first."


async def test_a_page_that_asks_nonsense_gets_a_sentence(api: Caller, playground: Playground) -> None:
    """Every page error is a 400 with a Persian sentence."""
    place = f"people/{playground.add_person('مریم').id}"
    for path, body in [
        ("people", {"name": " "}),
        ("people", []),
        ("people", {"name": "x", "language": 5}),
        ("people/5/send", {"text": "x"}),
        (f"{place}/send", {}),
        (f"{place}/send", {"text": " "}),
        (f"{place}/press", {"message_id": 9, "data": "x"}),
        (f"{place}/edit", {"message_id": "9", "text": "x"}),
    ]:
        status, answer = await post(api, path, body)
        assert status == 400
        assert answer["error"].endswith(".")
        assert "ا" <= answer["error"][0] <= "ی"


async def test_photos_are_shown_and_other_files_never_as_pages(api: Caller, playground: Playground) -> None:
    """A photo has an address the page can show; an uploaded HTML file is only downloaded."""
    person = playground.add_person("مریم")
    person.send_photo(b"jpeg")
    document = person.send_document(b"<script>", "x.html", mime_type="text/html").api["document"]
    async with api.session.get(f"{playground.base_url}/page/state") as response:
        shown = (await response.json())["people"][0]["messages"][0]
    async with api.session.get(playground.base_url + shown["file_url"]) as response:
        assert response.content_type == "image/jpeg"
        assert await response.read() == b"jpeg"
    path = (await api.result("getFile", file_id=document["file_id"]))["file_path"]
    async with api.session.get(f"{playground.base_url}/page/files/{path}") as response:
        assert response.content_type == "application/octet-stream"
    async with api.session.get(f"{playground.base_url}/page/files/nothing") as response:
        assert response.status == 404


async def test_events_tell_what_happens(api: Caller, playground: Playground) -> None:
    """An open page hears of people, messages, edits, toasts, keyboards, typing, menus and deletions."""
    async with listening(api) as stream:
        person = playground.add_person("مریم")
        assert (await event(stream))["person"]["name"] == "مریم"
        person.send("سلام")
        told = await event(stream)
        assert (told["type"], told["person_id"], told["message"]["text"]) == ("message", person.id, "سلام")
        await api.result("sendChatAction", chat_id=person.id, action="typing")
        assert (await event(stream))["type"] == "typing"
        sent = await api.result("sendMessage", chat_id=person.id, text="x", reply_markup=inline([button("a", "1")]))
        assert (await event(stream))["message"]["inline_keyboard"] == [[{"text": "a", "data": "1"}]]
        query = person.press("a")
        await api.result("answerCallbackQuery", callback_query_id=query, text="باشد", show_alert=True)
        told = await event(stream)
        assert told == {
            "type": "toast", "person_id": person.id, "text": "باشد", "alert": True,
            "message_id": sent["message_id"],
        }  # fmt: skip
        place = {"chat_id": person.id, "message_id": sent["message_id"]}
        await api.result("editMessageText", **place, text="y")
        told = await event(stream)
        assert (told["type"], told["message"]["edited"]) == ("edit", True)
        await api.result("deleteMessage", **place)
        assert await event(stream) == {
            "type": "delete", "person_id": person.id, "message_id": sent["message_id"],
        }  # fmt: skip
        await api.result("sendMessage", chat_id=person.id, text="z", reply_markup={"keyboard": [["k"]]})
        assert (await event(stream))["type"] == "message"
        assert (await event(stream))["reply_keyboard"] == [["k"]]
        await api.result("setMyCommands", commands=[{"command": "new", "description": "نو"}])
        assert (await event(stream))["commands"] == [{"command": "new", "description": "نو"}]


async def test_a_closed_page_is_forgotten(api: Caller, playground: Playground) -> None:
    """A page that went away costs nothing more."""
    async with listening(api):
        heard = [playground.state.events.heard]
    person = playground.add_person("مریم")
    for _ in range(100):
        person.send("x")
        await api.result("getMe")
        heard.append(playground.state.events.heard)
        if not heard[-1]:
            break
    assert heard[0]
    assert not heard[-1]
