from typing import Any

import pytest

from models.submission import Submission
from tests.e2e.harness import running_bot
from tests.e2e.resident import Resident

ONLY_TEXT = "فعلاً فقط نوشته ثبت می‌شود"
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
    "venue": {
        "venue": {"location": {"latitude": 36.6, "longitude": 51.4}, "title": "بوستان", "address": "خیابان لاله"}
    },
    "of a later time": {"hologram": {"file_id": "x"}},
}  # fmt: skip
_SERVICE: dict[str, dict[str, Any]] = {
    "pinned": {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}},
    "title": {"new_chat_title": "x"},
    "migrated": {"group_chat_created": True},
}


def _send(maryam: Resident, what: str) -> None:
    phone = maryam.phone
    match what:
        case "sticker":
            phone.send_sticker()
        case "photo":
            phone.send_photo()
        case "voice":
            phone.send_voice()
        case "contact":
            phone.send_contact()
        case "location":
            phone.send_location(36.65, 51.42)
        case "document":
            phone.send_document(b"x", "plan.pdf")
        case _:
            phone.say({**_OTHER, **_SERVICE}[what])


_EVERYTHING = ("sticker", "photo", "voice", "contact", "location", "document", *_OTHER)


async def test_what_cannot_be_registered_yet_is_said(sqlite_url: str) -> None:
    """Every kind of message without words is answered with what to do instead."""
    async with running_bot(sqlite_url) as town:
        maryam = town.person("مریم")
        for what in _EVERYTHING:
            _send(maryam, what)
            await maryam.sees("استیکر ثبت نمی‌شود" if what == "sticker" else ONLY_TEXT, "نوشته‌هایتان سر جایش است")
        assert town.rows(Submission) == []


@pytest.mark.parametrize("step", [None, "تغییر نوع", "انتخاب محله"])
async def test_the_draft_stays(database_url: str, step: str | None) -> None:
    """Whatever comes between, at whatever step: the draft's card is below the answer, with all its words."""
    async with running_bot(database_url) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("چراغ کوچه سوخته است", "پیش‌نویس شما:")
        if step is not None:
            await maryam.taps_and_sees(step, "؟")
        for what in ("sticker", "voice"):
            _send(maryam, what)
            await maryam.sees("ثبت می‌شود" if what == "voice" else "ثبت نمی‌شود")
            await town.quiet()
            assert "چراغ کوچه سوخته است" in maryam.check_card_is_last().text


async def test_a_photo_with_words_below(database_url: str) -> None:
    """The words below a photo are taken, and it is said that the photo is not."""
    async with running_bot(database_url, city=()) as town:
        maryam = town.person("مریم")
        maryam.phone.send_photo(caption="چراغ کوچه سوخته است")
        await maryam.sees("متن زیر پیوست را برداشتم، نه خود پیوست را", "«چراغ کوچه سوخته است»")
        await town.quiet()
        maryam.check_card_is_last()
        await maryam.taps_and_sees("ثبت", "ثبت شد")
        assert town.submission.text == "چراغ کوچه سوخته است"


async def test_an_album_is_answered_once(sqlite_url: str) -> None:
    """Ten photos of one album are one answer, not ten."""
    async with running_bot(sqlite_url, city=()) as town:
        maryam = town.person("مریم")
        for album in (maryam.phone.new_album(), maryam.phone.new_album()):
            for _ in range(5):
                maryam.phone.send_photo(album=album)
        await maryam.sees(ONLY_TEXT)
        await town.quiet()
        assert len(maryam.heard(ONLY_TEXT)) == 2


async def test_an_album_with_words_below_one_photo(sqlite_url: str) -> None:
    """An album's words become the draft, wherever in the album they stand, and the card is shown once."""
    async with running_bot(sqlite_url, city=()) as town:
        maryam = town.person("مریم")
        album = maryam.phone.new_album()
        maryam.phone.send_photo(album=album, caption="چراغ کوچه سوخته است")
        maryam.phone.send_photo(album=album)
        maryam.phone.send_photo(album=album)
        await maryam.sees("پیش‌نویس شما:")
        await town.quiet()
        assert "چراغ کوچه سوخته است" in maryam.check_card_is_last().text
        assert len(town.playground.calls_of("sendMessage")) == 1


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
