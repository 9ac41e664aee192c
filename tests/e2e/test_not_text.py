from typing import Any

import pytest

from models.submission import Submission
from tests.e2e.harness import running_bot
from tests.e2e.resident import Resident

NOTHING_LOST = "نوشته‌هایتان سر جایش است"
_OTHER: dict[str, dict[str, Any]] = {
    "poll": {
        "poll": {
            "id": "1", "question": "چراغ؟", "options": [], "total_voter_count": 0, "is_closed": False,
            "is_anonymous": True, "type": "regular", "allows_multiple_answers": False,
            "allows_revoting": False, "members_only": False,
        }
    },
    "poll that PTB cannot read": {"poll": {"id": "1", "question": "چراغ؟"}},
    "dice": {"dice": {"emoji": "🎲", "value": 3}},
    "of a later time": {"hologram": {"file_id": "x"}},
    "photo without a file": {"photo": []},
    "pin that is nowhere": {"location": {"latitude": 500.0, "longitude": 51.4}},
}  # fmt: skip
_SERVICE: dict[str, dict[str, Any]] = {
    "pinned": {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}},
    "title": {"new_chat_title": "x"},
    "migrated": {"group_chat_created": True},
}


def _send(maryam: Resident, what: str) -> None:
    match what:
        case "sticker":
            maryam.phone.send_sticker()
        case "contact":
            maryam.phone.send_contact()
        case _:
            maryam.phone.say({**_OTHER, **_SERVICE}[what])


async def test_what_cannot_be_registered_is_said(sqlite_url: str) -> None:
    """Every kind of message that is no text, file or pin is answered with what to send instead; nothing begins."""
    async with running_bot(sqlite_url) as town:
        maryam = town.person("مریم")
        for what in ("sticker", "contact", *_OTHER):
            _send(maryam, what)
            await maryam.sees("استیکر ثبت نمی‌شود" if what == "sticker" else "این ثبت نمی‌شود", NOTHING_LOST)
        assert town.rows(Submission) == []
        assert maryam.live_cards == []


@pytest.mark.parametrize("step", [None, "ویرایش", "تغییر موضوع", "انتخاب محله"])
async def test_the_draft_stays(database_url: str, step: str | None) -> None:
    """Whatever comes between, at whatever step: the draft's card is below the answer, with all its words."""
    async with running_bot(database_url) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("چراغ کوچه سوخته است", "پیش‌نویس شما:")
        if step is not None:
            await maryam.taps_and_sees(step, "؟")
        for what in ("sticker", "contact"):
            _send(maryam, what)
            await maryam.sees("ثبت نمی‌شود")
            await town.quiet()
            assert "چراغ کوچه سوخته است" in maryam.check_card_is_last().text


async def test_where_a_name_was_asked(sqlite_url: str) -> None:
    """A sticker where the neighbourhood was asked does not end the question."""
    async with running_bot(sqlite_url) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("/start", "محلهٔ شما کدام است؟")
        _send(maryam, "sticker")
        await maryam.sees("استیکر ثبت نمی‌شود")
        await maryam.says_and_sees("گلسار", "محلهٔ گلسار یادداشت شد")


async def test_service_messages_are_left_alone(sqlite_url: str) -> None:
    """What the messenger itself says in a chat is nobody's message."""
    async with running_bot(sqlite_url) as town:
        maryam = town.person("مریم")
        for what in _SERVICE:
            _send(maryam, what)
        await town.quiet()
        assert not [message for message in maryam.messages if message.sender == "bot"]
