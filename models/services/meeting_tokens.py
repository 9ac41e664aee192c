"""The links of a meeting: a door's, by which people check in, and its list's, by which people are invited.

A link ends in a token that nobody can make up: a keyed hash of what it is for, with a secret of the installation.
"""

import base64
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass

from sqlalchemy import select

from models.database import AsyncSession, table_of, upsert
from models.secret import Secret

DOOR, LIST = "meet_", "guest_"
"""What the payloads of the two links begin with."""

_SECRET = "meeting-tokens"  # noqa: S105  (the row's name)
_LETTERS = 16  # base32: 80 bits
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_SHAPE = re.compile(
    rf"(?:{DOOR}(?P<met>[0-9a-z]{{1,12}})_(?P<session>[0-9]{{1,2}})|{LIST}(?P<listed>[0-9a-z]{{1,12}}))"
    rf"_(?P<token>[a-z2-7]{{{_LETTERS}}})"
)

_secret = table_of(Secret)


@dataclass(frozen=True)
class Link:
    """What a link is for: a session of a meeting (from 1), or the meeting's own list (None)."""

    meeting_id: int
    session_no: int | None


async def door_payload(*, session: AsyncSession, meeting_id: int, session_no: int = 1) -> str:
    """The payload of the link behind the picture at the door of a session (from 1); at most 64 of `[a-z0-9_]`."""
    return await _signed(session, f"{DOOR}{_base36(meeting_id)}_{session_no}")


async def list_payload(*, session: AsyncSession, meeting_id: int) -> str:
    """The payload of the link that puts whoever opens it on the meeting's own list."""
    return await _signed(session, f"{LIST}{_base36(meeting_id)}")


async def read(*, session: AsyncSession, payload: str) -> Link | None:
    """What a link is for; None for one that this installation never gave out."""
    found = _SHAPE.fullmatch(payload)
    if found is None:
        return None
    signed = await _signed(session, payload.removesuffix(f"_{found['token']}"))
    if not hmac.compare_digest(signed, payload):
        return None
    if found["met"] is not None:
        return Link(int(found["met"], 36), int(found["session"]))
    return Link(int(found["listed"], 36), None)


async def _signed(session: AsyncSession, words: str) -> str:
    digest = hmac.new(await _key(session), words.encode(), hashlib.sha256).digest()
    return f"{words}_{base64.b32encode(digest).decode()[:_LETTERS].lower()}"


async def _key(session: AsyncSession) -> bytes:
    """The secret behind the tokens, made when the first link is."""
    known = select(_secret.c.value).where(_secret.c.name == _SECRET)
    value: str | None = (await session.execute(known)).scalar_one_or_none()
    if value is None:
        fresh = {"name": _SECRET, "value": secrets.token_hex(32)}
        make = upsert(session.get_bind().dialect.name)(_secret).values(**fresh)
        await session.execute(make.on_conflict_do_nothing())  # another turn may have been first
        value = (await session.execute(known)).scalar_one()
    return bytes.fromhex(value)


def _base36(number: int) -> str:
    digits = ""
    while True:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
        if not number:
            return digits
