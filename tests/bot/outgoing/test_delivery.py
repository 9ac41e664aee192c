import base64
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from bot.alerts import Alerts
from bot.outgoing import line
from bot.outgoing.delivery import APOLOGY, Deliverer, Result
from bot.outgoing.errors import ApiError, NotSent, Unknown
from bot.outgoing.limiter import Limiter
from bot.outgoing.mending import EDIT_ONLY
from bot.outgoing.slots import Slots
from models.answer import AnswerState
from models.database import Database
from models.person import Contact
from models.services import people
from models.services.answers import Draft
from models.services.people import Sender
from tests.bot.outgoing.answers_on_disk import BOT, CHAT, FakeClient, record, say

UNSHOWABLE = "نتوانستم پاسخ را نشان بدهم"


class Desk:
    """A deliverer with a fake way to the messenger and a real database."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.client = FakeClient()
        self.alerts = Alerts(database=database, platform="playground", bot_id=BOT, owner_ids=())
        self.deliverer = Deliverer(
            client=self.client,  # type: ignore[arg-type]  # a hand-written fake
            limiter=Limiter(send_rate=0, chat_rate=0),
            slots=Slots(database=database, bot_id=BOT),
            database=database,
            alerts=self.alerts,
            bot_id=BOT,
        )

    async def deliver(self, draft: Draft, *failures: Exception | None) -> Result:
        """Deliver one answer while the calls fail in this order."""
        self.client.failures = list(failures)
        (waiting,) = await record(self.database, draft)
        return await self.deliverer.deliver(waiting)

    @property
    def alerted(self) -> dict[str, int]:
        """How often owners are to hear of what."""
        return dict(self.alerts._counts)

    async def meet(self, language: str = "fa") -> None:
        """Somebody is reached in the chat."""
        async with self.database.transaction() as session:
            await people.recognise(
                session=session,
                sender=Sender("playground", CHAT, "مریم", None, language),
                bot_id=BOT,
                chat_id=CHAT,
                now=datetime.now(UTC),
            )

    async def blocked_at(self) -> datetime | None:
        """Since when the contact cannot be reached."""
        async with self.database.transaction() as session:
            return (await session.exec(select(Contact))).one().blocked_at


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "_FIRST_PAUSE", 0.01)


@pytest.fixture
def desk(database: Database) -> Desk:
    """On both databases."""
    return Desk(database)


def _refusal(description: str, code: int = 400) -> ApiError:
    return ApiError("sendMessage", code, description)


async def test_an_answer_is_sent(desk: Desk) -> None:
    """Its message's id is kept with it."""
    result = await desk.deliver(say("سلام"))
    assert desk.client.calls == [("sendMessage", {"chat_id": CHAT, "text": "سلام"})]
    assert (result.settled.state, result.settled.message_id) == (AnswerState.SENT, 101)
    assert desk.alerted == {}


@pytest.mark.parametrize(
    "failure",
    [
        NotSent("sendMessage", "refused"),
        Unknown("sendMessage", "reset"),
        _refusal("Internal Server Error", 500),
        _refusal("Bad Gateway", 502),
        _refusal("Unauthorized", 401),
        _refusal("Not Found", 404),
        ApiError("sendMessage", 429, "Too Many Requests: retry after 0", retry_after=0.01),
        ApiError("sendMessage", 429, "Too Many Requests"),
    ],
    ids=str,
)
async def test_what_passes_is_tried_again(sqlite_database: Database, failure: Exception) -> None:
    """The network, the server, the token, the flood limit: the same call is made until it is answered."""
    desk = Desk(sqlite_database)
    result = await desk.deliver(say("سلام"), failure, failure if not isinstance(failure, ApiError) else None)
    assert result.settled.state is AnswerState.SENT
    assert len(set(map(str, desk.client.calls))) == 1
    assert desk.alerted == {}


@pytest.mark.parametrize("key", ["text", "caption"])
async def test_bad_entities_go_out_as_plain_text(desk: Desk, key: str) -> None:
    """Tags are taken away, escapes are read, buttons stay; an owner hears of it once."""
    words = "<b>پیش‌نویس</b> «&lt;b&gt; &amp; کوچه»"
    draft = Draft(CHAT, "sendMessage", {key: words, "parse_mode": "HTML", "reply_markup": {"inline_keyboard": []}})
    result = await desk.deliver(draft, _refusal("Bad Request: can't parse entities: x"))
    assert result.settled.state is AnswerState.SENT
    assert desk.client.calls[-1][1] == {
        "chat_id": CHAT, key: "پیش‌نویس «<b> & کوچه»", "reply_markup": {"inline_keyboard": []},
    }  # fmt: skip
    assert desk.alerted == {"answer_refused": 1}


async def test_bad_entities_twice(desk: Desk) -> None:
    """What is refused as plain text too has failed; it is not tried for ever."""
    refusal = _refusal("Bad Request: can't parse entities: x")
    result = await desk.deliver(say("<b>x", parse_mode="HTML"), refusal, refusal)
    assert result.settled.state is AnswerState.FAILED
    assert len(desk.client.calls) == 2


@pytest.mark.parametrize(
    "reason",
    [
        "message to edit not found", "message can't be edited", "MESSAGE_ID_INVALID",
        "message identifier is not specified",
    ],
)  # fmt: skip
async def test_what_cannot_be_edited_is_sent_new(desk: Desk, reason: str) -> None:
    """The slot lives on in the new message."""
    draft = say("y", method="editMessageText", slot="draft.1", message_id=9)
    result = await desk.deliver(draft, _refusal(f"Bad Request: {reason}"))
    assert desk.client.calls[-1] == ("sendMessage", {"chat_id": CHAT, "text": "y"})
    assert (result.settled.state, result.settled.message_id) == (AnswerState.SENT, 102)
    await desk.deliver(say("z", method="editMessageText", slot="draft.1"))
    assert desk.client.calls[-1][1]["message_id"] == 102
    assert desk.alerted == {}


@pytest.mark.parametrize(
    "reason", ["message to edit not found", "message can't be edited", "MESSAGE_TOO_LONG", "BUTTON_TYPE_INVALID"]
)
async def test_what_is_only_to_be_edited_is_never_sent_new(desk: Desk, reason: str) -> None:
    """An older card that should shrink and cannot is let be, without a word to anybody; the mark of it never leaves."""
    draft = say("y", method="editMessageText", message_id=9)
    draft.parameters[EDIT_ONLY] = True
    result = await desk.deliver(draft, _refusal(f"Bad Request: {reason}"))
    assert desk.client.calls == [("editMessageText", {"chat_id": CHAT, "text": "y", "message_id": 9})]
    assert (result.settled.state, result.follow_up) == (AnswerState.DROPPED, [])
    assert desk.alerted == {}


async def test_a_photo_is_edited_by_its_caption(desk: Desk) -> None:
    """What carries a picture has no text: its caption is changed; one that is too long for it is sent new."""
    no_text = _refusal("Bad Request: there is no text in the message to edit")
    draft = say("y", method="editMessageText", message_id=9, link_preview_options={})
    result = await desk.deliver(draft, no_text)
    assert desk.client.calls[-1] == ("editMessageCaption", {"chat_id": CHAT, "caption": "y", "message_id": 9})
    assert result.settled.message_id == 9
    await desk.deliver(draft, no_text, _refusal("Bad Request: message caption is too long"))
    assert desk.client.calls[-1] == ("sendMessage", {"chat_id": CHAT, "text": "y"})


async def test_an_edit_that_changes_nothing_is_done(desk: Desk) -> None:
    """«Not modified» is what a repeated edit is told."""
    draft = say("y", method="editMessageText", message_id=9)
    result = await desk.deliver(draft, _refusal("Bad Request: message is not modified: …"))
    assert (result.settled.state, result.settled.message_id) == (AnswerState.SENT, 9)


async def test_a_message_that_cannot_be_taken_away_is_no_trouble(desk: Desk) -> None:
    """Gone already, or older than 48 hours: what matters is the message that stays."""
    draft = say("", method="deleteMessage", message_id=9)
    result = await desk.deliver(draft, _refusal("Bad Request: message can't be deleted for everyone"))
    assert (result.settled.state, result.settled.message_id) == (AnswerState.SENT, None)
    assert desk.alerted == {}


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (403, "Forbidden: bot was blocked by the user"),
        (403, "Forbidden: user is deactivated"),
        (400, "Bad Request: chat not found"),
    ],
)
async def test_a_chat_that_refuses_us(desk: Desk, code: int, reason: str) -> None:
    """The answer is dropped and the contact marked; nobody is alerted or apologised to."""
    await desk.meet()
    result = await desk.deliver(say("x"), _refusal(reason, code))
    assert result.settled.state is AnswerState.DROPPED
    assert result.chat_is_closed
    assert result.follow_up == []
    assert await desk.blocked_at() is not None
    assert desk.alerted == {}


@pytest.mark.parametrize(("language", "words"), [("fa", UNSHOWABLE), ("en", "I could not show the answer")])
async def test_any_other_refusal(desk: Desk, language: str, words: str) -> None:
    """A general sentence follows in the person's language, and an alert; the sentence is not apologised for."""
    await desk.meet(language)
    result = await desk.deliver(say("x"), _refusal("Bad Request: BUTTON_TYPE_INVALID"))
    assert result.settled.state is AnswerState.FAILED
    (apology,) = result.follow_up
    assert words in str(apology.parameters["text"])
    assert apology.slot == APOLOGY
    assert desk.alerted == {"answer_refused": 1}
    desk.client.failures = [_refusal("Bad Request: BUTTON_TYPE_INVALID")]
    assert (await desk.deliverer.deliver(apology)).follow_up == []


async def test_a_refusal_in_a_group(desk: Desk) -> None:
    """Nobody is apologised to before a whole group."""
    result = await desk.deliver(say("x", chat_id=-100), _refusal("Bad Request: TOPIC_CLOSED"))
    assert result.settled.state is AnswerState.FAILED
    assert result.follow_up == []


async def test_nothing_to_take_away_is_no_call(desk: Desk) -> None:
    """A slot that had no older message costs no call."""
    result = await desk.deliver(say("", method="deleteMessage", slot="draft.1"))
    assert result.settled.state is AnswerState.SENT
    assert desk.client.calls == []


async def test_a_file_that_is_not_there(desk: Desk, tmp_path: Path) -> None:
    """Its answer has failed, nothing is called, and whoever waits for it is told in their language."""
    await desk.meet("en")
    draft = Draft(CHAT, "sendDocument", {"document": {"path": str(tmp_path / "gone.xlsx")}})
    result = await desk.deliver(draft)
    assert result.settled.state is AnswerState.FAILED
    (told,) = result.follow_up
    assert "/export makes a new one" in str(told.parameters["text"])
    assert desk.client.calls == []
    assert (await desk.deliver(say("x"))).settled.state is AnswerState.SENT


async def test_a_pdf_that_is_not_there(desk: Desk, tmp_path: Path) -> None:
    """For minutes and letters the button that makes them anew is named, not the export."""
    await desk.meet("en")
    result = await desk.deliver(Draft(CHAT, "sendDocument", {"document": {"path": str(tmp_path / "minutes-3.pdf")}}))
    (told,) = result.follow_up
    assert "Press its button once more" in str(told.parameters["text"])


async def test_a_small_file_travels_in_its_answer(desk: Desk) -> None:
    """What an answer carries itself is uploaded under its name, byte for byte."""
    carried = {"name": "meeting-7.ics", "base64": base64.b64encode(b"BEGIN:VCALENDAR\r\n\x00\xff").decode()}
    result = await desk.deliver(Draft(CHAT, "sendDocument", {"document": carried, "caption": "جلسه"}))
    assert result.settled.state is AnswerState.SENT
    ((method, parameters),) = desk.client.calls
    assert method == "sendDocument"
    assert parameters["document"] == ("meeting-7.ics", b"BEGIN:VCALENDAR\r\n\x00\xff")
