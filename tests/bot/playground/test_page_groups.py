from pathlib import Path
from typing import Any

from bot.playground import Playground
from tests.bot.playground.caller import Caller, button, inline


async def post(api: Caller, path: str, body: object) -> tuple[int, Any]:
    """Returns status and JSON of a page call."""
    async with api.session.post(f"{api.playground.base_url}/page/{path}", json=body) as response:
        return response.status, await response.json()


async def test_a_group_is_founded_on_the_page(api: Caller, playground: Playground) -> None:
    """Founding tells the bot that it was brought in, twice, as the real server does; its members can write."""
    one, two = playground.add_person("مریم"), playground.add_person("حسین")
    status, group = await post(api, "groups", {"title": " شورای گلسار ", "members": [one.id, two.id]})
    assert status == 200
    assert group["name"] == "شورای گلسار"
    assert group["members"] == [{"id": one.id, "name": "مریم"}, {"id": two.id, "name": "حسین"}]
    await post(api, f"groups/{group['id']}/send", {"person_id": two.id, "text": "/start@mahalleyar_bot"})
    membership, joined, command = await api.updates()
    assert membership["my_chat_member"]["old_chat_member"]["status"] == "left"
    assert membership["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert joined["message"]["new_chat_members"][0]["id"] == 42
    assert command["message"]["from"]["id"] == two.id
    assert command["message"]["chat"] == {"id": group["id"], "title": "شورای گلسار", "type": "supergroup"}
    async with api.session.get(f"{playground.base_url}/page/state") as response:
        (shown,) = (await response.json())["groups"]
    assert shown["messages"][0]["event"] == "bot_joined"
    assert shown["messages"][1]["author"] == {"id": two.id, "name": "حسین"}


async def test_members_press_and_remove(api: Caller, playground: Playground) -> None:
    """A member presses a button of the bot, removes it and brings it back."""
    person = playground.add_person("مریم")
    _, group = await post(api, "groups", {"title": "شورا", "members": [person.id]})
    place = f"groups/{group['id']}"
    sent = await api.result("sendMessage", chat_id=group["id"], text="x", reply_markup=inline([button("a", "1")]))
    pressed = {"person_id": person.id, "message_id": sent["message_id"], "data": "1"}
    assert await post(api, f"{place}/press", pressed) == (200, {"ok": True})
    assert (await api.updates())[-1]["callback_query"]["from"]["id"] == person.id
    assert (await post(api, f"{place}/bot", {"person_id": person.id, "has_bot": False}))[1]["has_bot"] is False
    refusal = await api.refusal("sendMessage", chat_id=group["id"], text="x")
    assert refusal == "Forbidden: bot was kicked from the supergroup chat"
    assert (await post(api, f"{place}/bot", {"person_id": person.id, "has_bot": True}))[1]["has_bot"] is True


async def test_group_nonsense_gets_a_sentence(api: Caller, playground: Playground) -> None:
    """A group without name or members, strangers, and groups that are not there: 400 with a Persian sentence."""
    member, stranger = playground.add_person("مریم"), playground.add_person("رضا")
    group = playground.add_group("شورا", [member])
    for path, body in [
        ("groups", {"title": " ", "members": [member.id]}),
        ("groups", {"title": "شورا", "members": []}),
        ("groups", {"title": "شورا", "members": [5]}),
        ("groups", {"title": "شورا", "members": ["x"]}),
        (f"groups/{group.id}/send", {"person_id": stranger.id, "text": "x"}),
        (f"groups/{group.id}/send", {"person_id": member.id, "text": " "}),
        (f"groups/{group.id}/press", {"person_id": stranger.id, "message_id": 1, "data": "x"}),
        (f"groups/{group.id}/press", {"person_id": member.id, "message_id": 9, "data": "x"}),
        ("groups/-5/send", {"person_id": member.id, "text": "x"}),
    ]:
        status, answer = await post(api, path, body)
        assert (status, "ا" <= answer["error"][0] <= "ی") == (400, True)


async def test_groups_and_files_are_kept(playground: Playground, tmp_path: Path) -> None:
    """A later playground has the groups, their messages, and what was attached, each content stored once."""
    person = playground.add_person("مریم")
    group = playground.add_group("شورا", [person])
    group.send(person, "/start")
    group.remove_bot(person)
    photo = person.send_photo(b"\xff\xd8\xffjpeg").api["photo"]
    person.send_document(b"\xff\xd8\xffjpeg", "again.jpg")
    for _ in range(2):
        playground.save(tmp_path / "chats.json")
    assert len(list((tmp_path / "chats.files").iterdir())) == 1
    later = Playground()
    later.load(tmp_path / "chats.json")
    (again,) = later.state.groups
    assert (again.id, again.title, list(again.members)) == (group.id, "شورا", [person.id])
    assert again.transcript() == group.transcript()
    assert not again.has_bot
    again.add_bot(later.people[0])
    assert again.send(later.people[0], "سلام").id == 3
    file = later.state.files.by_id(photo[0]["file_id"])
    assert file is not None
    assert file.content == b"\xff\xd8\xffjpeg"
    assert later.state.files.photos[photo[1]["file_id"]] == photo
    assert later.add_group("دیگر", []).id != group.id
