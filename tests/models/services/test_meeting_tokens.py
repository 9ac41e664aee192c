import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from models.database import AsyncSession, Database
from models.secret import Secret
from models.services import meeting_tokens
from models.services.meeting_tokens import Link

_LARGEST = 2**62


async def test_links_lead_where_they_were_made_for(session: AsyncSession) -> None:
    """A door's link names its session, a list's its meeting; each fits a deep link, and is the same every time."""
    for meeting_id in (1, 35, 36, 99_999, _LARGEST):
        for number in (1, 2, 30):
            door = await meeting_tokens.door_payload(session=session, meeting_id=meeting_id, session_no=number)
            assert await meeting_tokens.read(session=session, payload=door) == Link(meeting_id, number)
            again = await meeting_tokens.door_payload(session=session, meeting_id=meeting_id, session_no=number)
            assert again == door
            assert len(door) <= 64
        listed = await meeting_tokens.list_payload(session=session, meeting_id=meeting_id)
        assert await meeting_tokens.read(session=session, payload=listed) == Link(meeting_id, None)
        assert len(listed) <= 64
        assert set(listed) <= set("abcdefghijklmnopqrstuvwxyz0123456789_")


async def test_a_token_is_of_one_link(session: AsyncSession) -> None:
    """The token of one door opens no other: not another meeting's, another session's, nor a list."""
    door = await meeting_tokens.door_payload(session=session, meeting_id=7)
    token = door.rsplit("_", 1)[1]
    for made_up in (f"meet_8_1_{token}", f"meet_7_2_{token}", f"guest_7_{token}", f"meet_07_1_{token}"):
        assert await meeting_tokens.read(session=session, payload=made_up) is None
    for changed in (door[:-1], door + "a", door.upper(), door.replace("meet", "guest"), f"{door}\n", f" {door}"):
        assert await meeting_tokens.read(session=session, payload=changed) is None


@pytest.mark.parametrize("payload", ["", "meet_", "guest_", "meet__1_", "meet_1_1_" + "a" * 16, "guest_1_" + "2" * 16])
async def test_made_up_links(session: AsyncSession, payload: str) -> None:
    """What nobody gave out leads nowhere."""
    assert await meeting_tokens.read(session=session, payload=payload) is None


@given(payload=st.text(max_size=80) | st.from_regex(r"(meet|guest)_[0-9a-z]{1,14}_[0-9a-z_]{0,30}", fullmatch=True))
def test_whatever_is_typed(payload: str) -> None:
    """Any text at all is read without an error; what has not the shape of a link is not even looked up."""
    found = meeting_tokens._SHAPE.fullmatch(payload)
    assert found is None or len(payload) <= 64


async def test_one_secret(database: Database) -> None:
    """Two that make the first links at the same moment agree on the secret, and every later link is of it."""

    async def made() -> str:
        async with database.transaction() as session:
            payload = await meeting_tokens.door_payload(session=session, meeting_id=5)
            await asyncio.sleep(0.01)
        return payload

    assert len(set(await asyncio.gather(*(made() for _ in range(4))))) == 1
    async with database.transaction() as session:
        (secret,) = (await session.exec(select(Secret))).all()
    assert len(secret.value) == 64
