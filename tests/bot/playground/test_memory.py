import base64
import json
from pathlib import Path

import pytest

from bot.playground import Playground
from tests.bot.playground.caller import Caller, button, inline


async def test_a_later_playground_goes_on(api: Caller, playground: Playground, tmp_path: Path) -> None:
    """People, chats, keyboards, menus, files and all rows of ids go on from a file."""
    person = playground.add_person("مریم", username="maryam")
    photo = person.send_photo(b"jpeg", caption="کوچه")
    await api.result("sendMessage", chat_id=person.id, text="x", reply_markup=inline([button("a", "1")]))
    await api.result("sendMessage", chat_id=person.id, text="y", reply_markup={"keyboard": [["الف"]]})
    await api.result("setMyCommands", commands=[{"command": "new", "description": "نو"}])
    person.block()
    playground.save(tmp_path / "memory.json")
    later = Playground()
    later.load(tmp_path / "memory.json")
    (again,) = later.people
    assert again.transcript() == person.transcript()
    assert again.user == person.user
    assert again.commands == person.commands
    assert again.reply_keyboard == [["الف"]]
    assert again.blocked
    again.unblock()
    assert again.send("z").id > person.last.id
    assert later.state.updates.next_id > playground.state.updates.next_id
    file = later.state.files.by_id(photo.api["photo"][-1]["file_id"])
    assert file is not None
    assert file.content == b"jpeg"
    assert later.add_person("رضا").id != again.id


def test_a_file_of_the_first_format_is_read(tmp_path: Path) -> None:
    """What a demo of the first version kept goes on: no groups yet, its files inside the one file."""
    playground = Playground()
    photo = playground.add_person("مریم").send_photo(b"jpeg").api["photo"][-1]
    path = tmp_path / "chats.json"
    playground.save(path)
    memory = json.loads(path.read_text())
    memory["format"] = 1
    del memory["groups"]
    for file in memory["files"]:
        del file["content_name"]
        file["content"] = base64.b64encode(b"jpeg").decode()
    path.write_text(json.dumps(memory))
    later = Playground()
    later.load(path)
    file = later.state.files.by_id(photo["file_id"])
    assert file is not None
    assert file.content == b"jpeg"


def test_a_foreign_file_is_refused(tmp_path: Path) -> None:
    """What is no memory of this bot is not loaded."""
    path = tmp_path / "memory.json"
    path.write_text("[]")
    with pytest.raises(ValueError, match="memory"):
        Playground().load(path)


def test_a_taken_id_is_refused() -> None:
    """Two people cannot have one id."""
    playground = Playground()
    playground.add_person("یک", person_id=5)
    with pytest.raises(ValueError, match="5"):
        playground.add_person("دو", person_id=5)
