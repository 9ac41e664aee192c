from bot.playground import Playground
from bot.playground.registry import METHOD_TABLE
from bot.playground.schema import METHODS
from tests.bot.playground.caller import Caller

START = {"command": "start", "description": "آغاز"}


async def test_menus_by_scope_and_language(api: Caller, playground: Playground) -> None:
    """Each scope and language has its menu; a person sees the nearest one."""
    iranian = playground.add_person("مریم", language_code="fa")
    guest = playground.add_person("John", language_code="en")
    council = playground.add_person("عضو", language_code="fa")

    async def set_menu(word: str, **place: object) -> None:
        await api.result("setMyCommands", commands=[{**START, "description": word}], **place)

    await set_menu("default")
    await set_menu("private", scope={"type": "all_private_chats"}, language_code="fa")
    await set_menu("own", scope={"type": "chat", "chat_id": council.id})
    seen = [person.commands[0]["description"] for person in (iranian, guest, council)]
    assert seen == ["private", "default", "own"]
    assert await api.result("getMyCommands", language_code="fa") == []
    await api.result("deleteMyCommands", scope={"type": "chat", "chat_id": council.id})
    assert council.commands[0]["description"] == "private"


async def test_bad_commands_are_refused(api: Caller) -> None:
    """Names, languages and scopes are checked."""
    bad = [{"command": "با فاصله", "description": "x"}]
    assert await api.refusal("setMyCommands", commands=bad) == "Bad Request: BOT_COMMAND_INVALID"
    refusal = await api.refusal("setMyCommands", commands=[START], language_code="fa-IR")
    assert refusal == "Bad Request: invalid language code specified"
    refusal = await api.refusal("setMyCommands", commands=[START], scope={"type": "chat", "chat_id": 5})
    assert refusal == "Bad Request: chat not found"
    assert (await api.refusal("getMyCommands", scope={"type": "moon"})).startswith("Bad Request: can't parse")


async def test_what_the_bot_says_about_itself(api: Caller) -> None:
    """Name and descriptions are kept by language, with limits."""
    for method, field in (
        ("Name", "name"),
        ("Description", "description"),
        ("ShortDescription", "short_description"),
    ):
        await api.result(f"setMy{method}", **{field: "پیش‌فرض"})
        await api.result(f"setMy{method}", **{field: "English", "language_code": "en"})
        assert await api.result(f"getMy{method}", language_code="en") == {field: "English"}
        assert await api.result(f"getMy{method}", language_code="de") == {field: "پیش‌فرض"}
        assert "too long" in await api.refusal(f"setMy{method}", **{field: "x" * 600})


async def test_chats_and_members(api: Caller, playground: Playground) -> None:
    """The method getChat and its sisters know people and groups."""
    person = playground.add_person("مریم")
    group = playground.add_group("شورا", [person])
    assert (await api.result("getChat", chat_id=person.id))["first_name"] == "مریم"
    assert (await api.result("getChat", chat_id=group.id))["permissions"]["can_send_messages"] is True
    member = await api.result("getChatMember", chat_id=group.id, user_id=person.id)
    assert member["status"] == "member"
    assert await api.result("getChatMemberCount", chat_id=group.id) == 2
    assert await api.result("leaveChat", chat_id=group.id) is True
    assert "kicked" in await api.refusal("sendMessage", chat_id=group.id, text="x")


async def test_reactions_and_pins(api: Caller, playground: Playground) -> None:
    """A bot can react with one known emoji, and pin what is there."""
    person = playground.add_person("مریم")
    place = {"chat_id": person.id, "message_id": person.send("سلام").id}
    await api.result("setMessageReaction", **place, reaction=[{"type": "emoji", "emoji": "👍"}])
    assert person.reactions == {place["message_id"]: ["👍"]}
    refusal = await api.refusal("setMessageReaction", **place, reaction=[{"type": "emoji", "emoji": "س"}])
    assert refusal == "Bad Request: REACTION_INVALID"
    await api.result("setMessageReaction", **place, reaction=[])
    assert person.reactions == {}
    await api.result("pinChatMessage", **place)
    await api.result("unpinChatMessage", chat_id=person.id)
    refusal = await api.refusal("unpinChatMessage", **place)
    assert refusal == "Bad Request: message to unpin not found"


def test_every_method_of_the_schema_is_there() -> None:
    """What the schema lists is implemented: nothing is half there."""
    assert set(METHOD_TABLE) == set(METHODS)
