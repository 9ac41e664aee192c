import asyncio

import pytest

from bot.outgoing import callbacks
from bot.outgoing.callbacks import CallbackAnswers
from bot.outgoing.errors import ApiError, Unknown
from tests.bot.outgoing.answers_on_disk import FakeClient

SOON = 0.05
_REAL = callbacks.EMPTY_AFTER


@pytest.fixture(autouse=True)
def _short_second(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(callbacks, "EMPTY_AFTER", SOON)


def test_a_second_is_what_a_press_waits() -> None:
    """The limit that these tests make shorter is a second."""
    assert _REAL == 1.0


async def test_the_toast_of_the_turn() -> None:
    """A turn that is done in time answers with its word, or without one; and only once."""
    client = FakeClient()
    answers = CallbackAnswers(client)  # type: ignore[arg-type]  # a hand-written fake
    for press, toast in (("1", "قدیمی"), ("2", None)):
        answers.expect(press)
        answers.answer(press, toast)
        answers.answer(press, toast)
    await asyncio.sleep(2 * SOON)
    assert client.calls == [
        ("answerCallbackQuery", {"callback_query_id": "1", "text": "قدیمی"}),
        ("answerCallbackQuery", {"callback_query_id": "2"}),
    ]


async def test_a_slow_turn_is_answered_without_a_word() -> None:
    """After a second the clock goes; a toast that comes later is not sent a second time."""
    client = FakeClient()
    answers = CallbackAnswers(client)  # type: ignore[arg-type]  # a hand-written fake
    answers.expect("1")
    await asyncio.sleep(2 * SOON)
    answers.answer("1", "دیر")
    await asyncio.sleep(0)
    assert client.calls == [("answerCallbackQuery", {"callback_query_id": "1"})]


async def test_a_press_of_before_the_restart() -> None:
    """A press that this process never expected was answered, or expired, before: it is left alone."""
    client = FakeClient()
    CallbackAnswers(client).answer("1", "x")  # type: ignore[arg-type]  # a hand-written fake
    await asyncio.sleep(0)
    assert client.calls == []


@pytest.mark.parametrize(
    "failure",
    [
        ApiError("answerCallbackQuery", 400, "Bad Request: query is too old and response timeout expired"),
        ApiError("answerCallbackQuery", 429, "Too Many Requests", retry_after=3),
        Unknown("answerCallbackQuery", "reset"),
    ],
)
async def test_a_failure_is_not_replayed(failure: ApiError | Unknown) -> None:
    """Whatever becomes of the answer to a press: the clock goes by itself, nothing is tried again."""
    client = FakeClient()
    client.failures = [failure]
    answers = CallbackAnswers(client)  # type: ignore[arg-type]  # a hand-written fake
    answers.expect("1")
    answers.answer("1", None)
    await answers.close()
    assert len(client.calls) == 1


async def test_closing_waits_for_what_is_leaving() -> None:
    """At the end answers under way leave; presses that still wait are given up."""
    client = FakeClient()
    client.delay = 0.02
    answers = CallbackAnswers(client)  # type: ignore[arg-type]  # a hand-written fake
    answers.expect("1")
    answers.expect("2")
    answers.answer("1", None)
    await answers.close()
    await asyncio.sleep(2 * SOON)
    assert [parameters["callback_query_id"] for _, parameters in client.calls] == ["1"]
