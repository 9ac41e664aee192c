import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot import database_watch
from bot.outgoing import deliveries as sending
from bot.outgoing import line
from bot.outgoing.errors import ApiError, NotSent, Unknown
from handlers.calls import File
from models.database import Database
from models.delivery import DeliveryState
from models.media import MediaKind
from models.services import delivery_sending, people
from tests.bot.outgoing.answers_on_disk import BOT, until
from tests.bot.outgoing.deliveries_on_disk import Post

type _Service[**P, T] = Callable[P, Awaitable[T]]

SENT, WAITING, CLAIMED = DeliveryState.SENT, DeliveryState.WAITING, DeliveryState.CLAIMED


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "_FIRST_PAUSE", 0.01)
    monkeypatch.setattr(database_watch, "_FIRST_PAUSE", 0.01)


@pytest.fixture
async def post(database: Database) -> AsyncIterator[Post]:
    """On both databases."""
    async with Post(database) as post:
        yield post


def _refusal(code: int, description: str, retry_after: float | None = None) -> ApiError:
    return ApiError("sendMessage", code, description, retry_after=retry_after)


async def test_what_is_due_is_told_once(post: Post) -> None:
    """Sent in the order in which it is due, with its message's id; what follows is recorded with it."""
    await post.put("یک", "دو")
    await post.put("سه", chat=2)
    await post.start()
    rows = await post.settled(SENT, SENT, SENT)
    assert [text for chat, text in post.said if chat == 1] == ["یک", "دو"]
    assert sorted(number for row in rows for number in row.message_ids) == [101, 102, 103]
    assert sorted(post.notifier.followed) == sorted(["یک", "دو", "سه"])
    assert [one.method for one in post.enqueued] == ["deleteMessage"] * 3


async def test_what_is_due_later_leaves_then(post: Post) -> None:
    """Not before its moment, and without anybody's nudge."""
    await post.put("بعد", after=timedelta(seconds=0.4))
    await post.start()
    began = datetime.now(UTC)
    (row,) = await post.settled(SENT)
    assert row.settled_at is not None
    assert row.settled_at >= row.due_at
    assert datetime.now(UTC) - began < timedelta(seconds=3)


async def test_what_is_late_waits_for_the_day(post: Post) -> None:
    """Due by day, and the bot was away until night: it leaves in the morning, and no try is counted for it."""
    post.notifier.night_ends = datetime.now(UTC) + timedelta(seconds=1)
    await post.put("یک")
    await post.start()
    (row,) = await post.settled(SENT)
    assert row.settled_at is not None
    assert row.settled_at >= post.notifier.night_ends
    assert row.attempts == 1


async def test_nothing_left_to_say(post: Post) -> None:
    """It is dropped without a call."""
    await post.put("nothing")
    await post.start()
    await post.settled(DeliveryState.DROPPED)
    assert post.client.calls == []


async def test_nobody_knows_is_never_sent_again(post: Post) -> None:
    """After a timeout it is uncertain; a harmless call tries the line before the next one leaves."""
    post.client.failures = [Unknown("sendMessage", "no answer", timed_out=True), NotSent("getMe", "refused")]
    await post.put("یک", "دو")
    await post.start()
    await post.settled(DeliveryState.UNCERTAIN, SENT)
    assert [text for _, text in post.said] == ["یک", "دو"]
    assert [method for method, _ in post.client.calls] == ["sendMessage", "getMe", "getMe", "sendMessage"]


async def test_what_was_not_sent_is_tried_again(post: Post) -> None:
    """Nothing reached the messenger: the same is sent when the line works, before what is due after it."""
    post.client.failures = [NotSent("sendMessage", "refused"), None, NotSent("sendMessage", "no route")]
    await post.put("یک", "دو")
    await post.start()
    await post.settled(SENT, SENT)
    assert [text for _, text in post.said] == ["یک", "یک", "یک", "دو"]


async def test_too_many(post: Post) -> None:
    """A 429 is waited out as told; its deadline is on disk, and the try does not count."""
    post.client.failures = [_refusal(429, "Too Many Requests: retry after 1", 0.4)]
    await post.put("یک")
    await post.start()
    async with asyncio.timeout(30):
        while (row := (await post.rows())[0]).error is None:  # noqa: ASYNC110  (rows wake nobody)
            await asyncio.sleep(0.005)
    assert (row.state, row.attempts) == (CLAIMED, 0)
    assert row.next_try_at > row.due_at + timedelta(seconds=0.3)
    (row,) = await post.settled(SENT)
    assert row.attempts == 1


async def test_a_server_that_fails(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    """A 5xx puts it back for a while; others do not wait for it."""
    monkeypatch.setattr("bot.outgoing.courier._FIRST_PAUSE", 0.3)
    post.client.failures = [_refusal(502, "Bad Gateway")]
    await post.put("یک", "دو")
    await post.start()
    (row, _) = await post.settled(WAITING, SENT)
    assert (row.attempts, row.error) == (1, "sendMessage: 502 Bad Gateway")
    await post.settled(SENT, SENT)
    assert [text for _, text in post.said] == ["یک", "دو", "یک"]


@pytest.mark.parametrize(
    "error", [_refusal(403, "Forbidden: bot was blocked by the user"), _refusal(400, "Bad Request: chat not found")]
)
async def test_a_chat_that_refuses_us(post: Post, error: ApiError) -> None:
    """It is blocked, and with it what else was for that chat, untried; later ones have no chat to go to."""
    post.client.failures = [error]
    await post.put("یک", "دو")
    await post.start()
    await post.settled(DeliveryState.BLOCKED, DeliveryState.BLOCKED)
    assert len(post.client.calls) == 1
    async with post.database.transaction() as session:
        assert await people.reached(session=session, bot_id=BOT, person_id=1) == []
    assert dict(post.alerts._counts) == {}


async def test_bad_entities(post: Post) -> None:
    """Once more as plain text, and an alert; refused as that too, it has failed."""
    refusal = _refusal(400, "Bad Request: can't parse entities: x")
    post.client.failures = [refusal, None, refusal, refusal]
    await post.put("<b>یک</b>", "<b>دو</b>")
    await post.start()
    await post.settled(SENT, DeliveryState.FAILED)
    assert [text for _, text in post.said] == ["<b>یک</b>", "یک", "<b>دو</b>", "دو"]
    assert dict(post.alerts._counts) == {"delivery_refused": 3}


async def test_any_other_refusal(post: Post) -> None:
    """It has failed, with the reason, and an alert; the next one leaves."""
    post.client.failures = [_refusal(400, "Bad Request: BUTTON_DATA_INVALID")]
    await post.put("یک", "دو")
    await post.start()
    row, _ = await post.settled(DeliveryState.FAILED, SENT)
    assert row.error == "sendMessage: 400 Bad Request: BUTTON_DATA_INVALID"
    assert dict(post.alerts._counts) == {"delivery_refused": 1}


async def test_a_bug_costs_one_delivery(post: Post) -> None:
    """What cannot be put into words has failed; everything else leaves."""
    await post.put("broken", "دو")
    await post.start()
    await post.settled(DeliveryState.FAILED, SENT)
    assert dict(post.alerts._counts) == {"delivery_failed": 1}


async def test_a_bug_after_it_was_sent(post: Post) -> None:
    """It was sent, and stays sent, whatever becomes of older messages."""
    post.notifier.breaks_after = True
    await post.put("یک")
    await post.start()
    await post.settled(SENT)
    assert dict(post.alerts._counts) == {"follow_up_failed": 1}


async def test_files_and_words(post: Post) -> None:
    """An album leaves before the words; where the words did not leave, only they are sent again."""
    post.notifier.files = [File(MediaKind.PHOTO, "a"), File(MediaKind.PHOTO, "b")]
    post.client.results["sendMediaGroup"] = [{"message_id": 7}, {"message_id": 8}]
    post.client.failures = [None, NotSent("sendMessage", "refused")]
    await post.put("یک")
    await post.start()
    (row,) = await post.settled(SENT)
    assert [method for method, _ in post.client.calls] == ["sendMediaGroup", "sendMessage", "getMe", "sendMessage"]
    assert row.message_ids == [7, 8, 104]


async def test_a_file_that_is_refused(post: Post) -> None:
    """The words leave without it."""
    post.notifier.files = [File(MediaKind.PHOTO, "a")]
    post.client.failures = [_refusal(400, "Bad Request: wrong file identifier/HTTP URL specified")]
    await post.put("یک")
    await post.start()
    await post.settled(SENT)
    assert [method for method, _ in post.client.calls] == ["sendPhoto", "sendMessage"]
    assert dict(post.alerts._counts) == {"delivery_refused": 1}


async def test_chats_do_not_wait_for_each_other(post: Post) -> None:
    """Forty chats with three each, a call taking 20 ms: sixteen at once, each chat in its order."""
    post.client.delay = 0.02
    for chat in range(1, 41):
        await post.put("a", "b", "c", chat=chat)
    await post.start()
    await post.settled(*[SENT] * 120, seconds=20)
    assert all([text for at, text in post.said if at == chat] == ["a", "b", "c"] for chat in range(1, 41))
    assert 1 < post.client.most_at_once <= sending.AT_ONCE


async def test_a_stop_finishes_what_is_under_way(post: Post) -> None:
    """The call under way ends, and its end is on disk; the rest waits for the next start and is told once."""
    post.client.delay = 0.2
    await post.put("یک", "دو")
    await post.start()
    await until(lambda: post.client.calls)
    await post.stop(5.0)
    await post.sender.put_back_held()
    assert await post.states() == ["sent", "waiting"]
    post.sender = post.new_sender()
    await post.start()
    await post.settled(SENT, SENT)
    assert [text for _, text in post.said] == ["یک", "دو"]


async def test_a_call_that_was_cut_off_is_uncertain(post: Post) -> None:
    """Whoever takes over sends what was only claimed; of what was being sent nobody knows."""
    post.client.delay = 5
    await post.put("یک", "دو")
    await post.start()
    await until(lambda: post.client.calls)
    await post.stop(0.0)
    assert await post.states() == ["sending", "claimed"]
    post.client.delay = 0
    post.sender = post.new_sender()
    await post.start()
    await post.settled(DeliveryState.UNCERTAIN, SENT)
    assert [text for _, text in post.said] == ["یک", "دو"]


async def test_the_database_goes_away(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before a request, after one, and while claiming: it is waited out, every state is written, nothing goes twice."""
    troubled = _Troubled()
    monkeypatch.setattr(delivery_sending, "begin_sending", troubled.around(delivery_sending.begin_sending))
    monkeypatch.setattr(delivery_sending, "settle", troubled.around(delivery_sending.settle))
    monkeypatch.setattr(delivery_sending, "claim_due", troubled.around(delivery_sending.claim_due))
    async with Post(sqlite_database) as post:
        post.watch.on_return(post.sender.reload)
        await post.put("یک", "دو", "سه")
        await post.start()
        await post.settled(SENT, SENT, SENT)
        assert [text for _, text in post.said] == ["یک", "دو", "سه"]
        assert troubled.times == 3
        assert dict(post.alerts._counts) == {}


class _Troubled:
    """Lets the first call of each service fail as a database does that is away."""

    def __init__(self) -> None:
        self.times = 0

    def around[**P, T](self, work: "_Service[P, T]") -> "_Service[P, T]":
        """The service, failing at its first call."""
        has_failed = False

        async def troubled(*args: P.args, **given: P.kwargs) -> T:
            nonlocal has_failed
            if not has_failed:
                has_failed = True
                self.times += 1
                raise ConnectionError("the database is away")
            return await work(*args, **given)

        return troubled


async def test_a_claim_that_nobody_heard_of(post: Post) -> None:
    """The database was lost while a claim was committed: what is claimed and not held is taken up again."""
    await post.put("یک")
    async with post.database.transaction() as session:
        await delivery_sending.claim_due(session=session, bot_id=BOT, now=datetime.now(UTC), limit=9)
    running = asyncio.create_task(post.sender.run())
    await asyncio.sleep(0.05)
    assert await post.states() == ["claimed"]
    await post.sender.reload()
    await post.settled(SENT)
    running.cancel()


async def test_an_end_that_could_not_be_written_is_known_later(post: Post) -> None:
    """Sent, then the office was lost before that was on disk: taking it again, this process says so itself."""
    await post.put("یک")
    async with post.database.transaction() as session:
        (due,) = await delivery_sending.claim_due(session=session, bot_id=BOT, now=datetime.now(UTC), limit=9)
        await delivery_sending.begin_sending(session=session, delivery_id=due.id)
    post.unwritten.append(delivery_sending.Settled(due.id, SENT, [5]))
    await post.start()
    await post.settled(SENT)
    assert post.client.calls == []
    assert post.unwritten == []
