import json
import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import StatementError
from sqlmodel import col, select

from models.answer import Answer
from models.database import AsyncSession
from models.inbox import Inbox
from models.person import Person
from models.types import storable
from tests.models.sample_rows import BOT, NOW

TEHRAN = ZoneInfo("Asia/Tehran")
# One database serves all examples of a test: each example reads only the row that it wrote.
on_one_database = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
any_text = st.text(st.characters(codec=None), max_size=60)  # surrogates and NUL included
any_json = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | any_text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(any_text, inner, max_size=3),
    max_leaves=8,
)


async def _kept_text(session: AsyncSession, text: str) -> str:
    row = Inbox(bot_id=BOT, lane=1, payload=text, received_at=NOW)
    session.add(row)
    await session.flush()
    return (await session.exec(select(Inbox.payload).where(Inbox.id == row.id))).one()


async def _kept_moment(session: AsyncSession, moment: datetime) -> datetime:
    row = Person(language="fa", created_at=moment)
    session.add(row)
    await session.flush()
    return (await session.exec(select(Person.created_at).where(Person.id == row.id))).one()


async def _kept_json(session: AsyncSession, value: Any) -> Any:
    row = Answer(bot_id=BOT, chat_id=1, method="sendMessage", parameters=value, created_at=NOW)
    session.add(row)
    await session.flush()
    return (await session.exec(select(Answer.parameters).where(Answer.id == row.id))).one()


@on_one_database
@given(text=any_text)
async def test_text_comes_back_as_it_went(session: AsyncSession, text: str) -> None:
    """Every letter of every text is kept; only NUL and halves of surrogate pairs, which no database takes, are not."""
    assert await _kept_text(session, text) == storable(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("الف\x00ب", "الفب"),
        ("\x00", ""),
        ("سلام \ud83d", "سلام "),
        ("\ude00\ud83d", ""),
        ("\ud83d\ude00", "😀"),
        ("a\ud83d😀\ude00b", "a😀b"),
        ("\u200c\u202e \t\r\n\x07\ufeff\uffff", "\u200c\u202e \t\r\n\x07\ufeff\uffff"),
    ],
)
def test_only_what_no_database_keeps_is_dropped(text: str, kept: str) -> None:
    """NUL and unpaired surrogates go, a pair becomes the letter it stands for, every other sign stays."""
    assert storable(text) == kept


@given(any_text)
def test_storable_text_is_storable(text: str) -> None:
    """What is left is what a letter-by-letter reading leaves, is UTF-8, and is left alone the second time."""
    pair_or_half = re.compile("([\ud800-\udbff])([\udc00-\udfff])|[\ud800-\udfff]")
    kept = storable(text)
    assert kept == pair_or_half.sub(_letter_of_pair, text.replace("\x00", ""))
    assert storable(kept) == kept
    kept.encode("utf-8")


def _letter_of_pair(found: re.Match[str]) -> str:
    high, low = found.groups()
    return chr(0x10000 + ((ord(high) - 0xD800) << 10) + ord(low) - 0xDC00) if high else ""


@on_one_database
@given(value=any_json.filter(lambda value: value is not None))
async def test_json_comes_back_as_it_went(session: AsyncSession, value: Any) -> None:
    """JSON is kept whole, NUL and lone surrogates included."""
    assert await _kept_json(session, value) == json.loads(json.dumps(value))


@on_one_database
@given(moment=st.datetimes(datetime(1970, 1, 2), datetime(2200, 1, 1), timezones=st.timezones()))  # noqa: DTZ001  (hypothesis adds the zone)
async def test_a_moment_comes_back_in_utc(session: AsyncSession, moment: datetime) -> None:
    """A moment of any zone is the same moment afterwards, to the microsecond, told in UTC."""
    kept = await _kept_moment(session, moment)
    assert kept == moment.astimezone(UTC)
    assert kept.tzinfo == UTC


async def test_a_moment_without_a_zone_is_refused(session: AsyncSession) -> None:
    """A naive datetime is never stored: nobody could say which clock it was read from."""
    with pytest.raises(StatementError, match="without a time zone"):
        await _kept_moment(session, datetime(2026, 12, 10, 8, 30))  # noqa: DTZ001  (that it is naive is the point)


async def test_moments_sort_by_time_and_not_by_wall_clock(session: AsyncSession) -> None:
    """Moments of different zones, whole and broken seconds, are stored in their true order."""
    moments = [
        datetime(2026, 3, 21, 3, 30, tzinfo=TEHRAN),
        datetime(2026, 3, 21, 0, 0, 0, 1, tzinfo=UTC),
        datetime(2026, 3, 21, 9, 0, 1, tzinfo=timezone(timedelta(hours=9))),
        datetime(2026, 3, 20, 23, 0, tzinfo=timezone(timedelta(hours=-2))),
    ]
    session.add_all([Person(language="fa", created_at=moment) for moment in moments])
    await session.flush()
    kept = (await session.exec(select(Person.created_at).order_by(col(Person.created_at)))).all()
    assert list(kept) == sorted(moments)
    late = select(Person.created_at).where(Person.created_at > datetime(2026, 3, 21, 3, 30, tzinfo=TEHRAN))
    assert len((await session.exec(late)).all()) == 3


@pytest.mark.parametrize("messenger_id", [7_123_456_789, 2**52 - 1, -1_002_345_678_901, 2**63 - 1, -(2**63)])
async def test_ids_of_the_messenger_fit(session: AsyncSession, messenger_id: int) -> None:
    """User, chat and group ids of 64 bits are stored and found."""
    session.add(Inbox(bot_id=messenger_id, update_id=messenger_id, lane=messenger_id, payload="{}", received_at=NOW))
    await session.flush()
    found = await session.exec(select(Inbox.lane).where(Inbox.bot_id == messenger_id, Inbox.update_id == messenger_id))
    assert found.one() == messenger_id


async def test_a_deleted_key_is_never_given_again(session: AsyncSession) -> None:
    """Own keys only grow: a draft's id cannot come back to mean another draft."""
    first = Inbox(bot_id=BOT, lane=1, payload="{}", received_at=NOW)
    session.add(first)
    await session.flush()
    gone = first.id or 0
    await session.delete(first)
    await session.flush()
    session.add(Inbox(bot_id=BOT, lane=1, payload="{}", received_at=NOW))
    await session.flush()
    assert (await session.exec(select(Inbox.id))).one() == gone + 1
