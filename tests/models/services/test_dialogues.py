from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import func, select

from models.database import AsyncSession, Database
from models.dialogue import Dialogue
from models.services import dialogues
from models.services.dialogues import DialogueMovedError, DialogueState
from tests.models.sample_rows import BOT, NOW, resident

CHAT = 7_123_456_789


async def _load(session: AsyncSession, person: int, chat: int = CHAT) -> dict[str, DialogueState]:
    return await dialogues.load(session=session, bot_id=BOT, chat_id=chat, person_id=person)


async def _save(session: AsyncSession, person: int, *states: DialogueState, chat: int = CHAT) -> None:
    await dialogues.save(session=session, bot_id=BOT, chat_id=chat, person_id=person, states=states, now=NOW)


def _begun(name: str = "draft", **data: Any) -> DialogueState:
    return DialogueState(name, "confirm", is_active=True, data=data, is_changed=True)


def _changed(state: DialogueState, **data: Any) -> DialogueState:
    state.data, state.is_changed = data, True
    state.version += 1
    return state


async def test_a_dialogue_is_taken_up_where_it_was_left(database: Database) -> None:
    """Step, draft and version written in one turn are what the next one finds."""
    async with database.transaction() as session:
        person = await resident(session)
        await _save(session, person, _begun(text="کوچه", parts=[[1, "\x00\ud83d"]]))
    async with database.transaction() as session:
        found = (await _load(session, person))["draft"]
    assert (found.step, found.is_active, found.version, found.updated_at) == ("confirm", True, 1, NOW)
    assert found.data == {"text": "کوچه", "parts": [[1, "\x00\ud83d"]]}
    assert not found.is_changed


async def test_each_dialogue_is_its_own(session: AsyncSession) -> None:
    """Dialogues are apart by name, chat and person; nobody finds another's draft."""
    one, other = await resident(session), await resident(session, 7_000_000_001)
    await _save(session, one, _begun("draft", of=1), _begun("start", of=2))
    await _save(session, one, _begun("draft", of=3), chat=-100)
    await _save(session, other, _begun("draft", of=4))
    assert {name: state.data["of"] for name, state in (await _load(session, one)).items()} == {"draft": 1, "start": 2}
    assert (await _load(session, one, chat=-100))["draft"].data == {"of": 3}
    assert (await _load(session, other))["draft"].data == {"of": 4}
    assert await _load(session, other, chat=-100) == {}


async def test_what_did_not_change_is_not_written(session: AsyncSession) -> None:
    """A turn that changed nothing writes nothing, neither a new row nor an old one."""
    person = await resident(session)
    await _save(session, person, DialogueState("draft", "confirm", is_active=True))
    assert (await session.exec(select(func.count()).select_from(Dialogue))).one() == 0


async def test_a_change_raises_the_version(database: Database) -> None:
    """Every change is one version more, on the same row."""
    async with database.transaction() as session:
        person = await resident(session)
        await _save(session, person, _begun())
    for version in (2, 3):
        async with database.transaction() as session:
            await _save(session, person, _changed((await _load(session, person))["draft"], now=version))
    async with database.transaction() as session:
        found = (await _load(session, person))["draft"]
    assert (found.version, found.data) == (3, {"now": 3})


async def test_two_turns_on_one_dialogue_do_not_mix(database: Database) -> None:
    """Of two turns that read the same version the second to write fails and leaves the first one's words."""
    async with database.transaction() as session:
        person = await resident(session)
        await _save(session, person, _begun())
    async with database.transaction() as session:
        stale = (await _load(session, person))["draft"]
    async with database.transaction() as session:
        await _save(session, person, _changed((await _load(session, person))["draft"], by="the first"))
    with pytest.raises(DialogueMovedError):
        async with database.transaction() as session:
            await _save(session, person, _changed(stale, by="the second"))
    async with database.transaction() as session:
        assert (await _load(session, person))["draft"].data == {"by": "the first"}


any_text = st.text(st.characters(codec=None), max_size=30)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])  # each example has its own chat
@given(
    chat=st.integers(-(2**62), 2**62), data=st.dictionaries(any_text, any_text | st.integers() | st.none(), max_size=4)
)
async def test_any_draft_is_kept(session: AsyncSession, chat: int, data: dict[str, Any]) -> None:
    """Whatever a resident typed, the draft comes back letter by letter."""
    person = await resident(session)
    kept = await _load(session, person, chat=chat)
    state = _changed(kept["draft"]) if "draft" in kept else _begun()
    state.data = data
    await _save(session, person, state, chat=chat)
    assert (await _load(session, person, chat=chat))["draft"].data == data
