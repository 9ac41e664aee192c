from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import update

from bot.outgoing import deliveries
from models.delivery import Delivery
from models.draft import Draft, Part
from models.media import MediaItem, MediaKind
from models.services import casework
from models.services.casework import Desk, Words
from models.submission import Status
from tests.e2e.clerk import Clerk
from tests.e2e.harness import Town, running_bot
from tests.e2e.resident import Resident, bare

DARK = "کوچمون خیلی تاریکه شبا نمیشه رد شد"


@pytest.fixture(autouse=True)
def _looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clerk works beside the bot: nobody nudges its sender."""
    monkeypatch.setattr(deliveries, "_LOOK_EVERY", 0.05)


@pytest.fixture
async def town(database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    """A town with a folder of its own for photos."""
    async with running_bot(database_url, media_dir=tmp_path) as town:
        yield town


async def _registered(town: Town) -> tuple[Resident, Clerk]:
    """A resident whose submission is on record, and somebody who works on it."""
    maryam, staff = town.person("مریم"), town.person("دبیر")
    await staff.says_and_sees("/start", "محله‌یار هستم")
    await maryam.settles("گلسار")
    await maryam.registers(DARK)
    await town.quiet()
    return maryam, Clerk(town, 1)


def _about(resident: Resident) -> list[str]:
    """Every message of the bot about the submission, as the chat looks now."""
    return [bare(one.text) for one in resident.phone.messages if one.sender == "bot" and "۱۴۰۵-" in bare(one.text)]


def _buttons(resident: Resident) -> list[str]:
    return [button.text for row in resident.last.buttons for button in row]


async def test_a_change_is_one_short_message(town: Town) -> None:
    """The author reads the new status with its note, and the way on; the card of the beginning shrinks to a line."""
    maryam, clerk = await _registered(town)
    await clerk.moves(town.submission, Status.IN_PROGRESS, "فردا چراغ نصب می‌شود.")
    told = await maryam.sees("وضعیت: در دست اقدام", "فردا چراغ نصب می‌شود.", "کوچمون خیلی تاریکه")
    assert _buttons(maryam) == ["پیگیری درخواست"]
    first, last = _about(maryam)
    assert last == bare(told.text)
    assert "ثبت‌شده ·" in first
    assert "\n" not in first
    assert clerk.told() == [("change", "sent")]
    await maryam.taps_and_sees("پیگیری درخواست", "وضعیت: در دست اقدام")


async def test_changes_of_a_day_are_one_message(town: Town) -> None:
    """The newest message tells everything of the day, and those before it are taken away."""
    maryam, clerk = await _registered(town)
    await clerk.moves(town.submission, Status.IN_PROGRESS, "گروه راه افتاد.")
    await clerk.answers(town.submission, Words("چراغ از نوع ال‌ای‌دی است."))
    await clerk.moves(town.submission, Status.REFERRED, "به شرکت توزیع برق")
    told = bare((await maryam.sees("▫️ ارجاع‌شده")).text)
    places = [told.index(words) for words in ("گروه راه افتاد.", "پاسخ: چراغ از", "به شرکت توزیع برق")]
    assert places == sorted(places)
    assert len(_about(maryam)) == 2
    assert clerk.told() == [("change", "sent")] * 3


async def test_a_message_of_another_day_shrinks(town: Town) -> None:
    """What was told yesterday stays as a line without buttons; today's message tells today's change alone."""
    maryam, clerk = await _registered(town)
    await clerk.moves(town.submission, Status.IN_PROGRESS, "گروه راه افتاد.")
    yesterday = town.row(Delivery).settled_at
    assert yesterday is not None
    await town.change(update(Delivery).values(settled_at=yesterday - timedelta(days=1)))
    await clerk.moves(town.submission, Status.REFERRED)
    await maryam.sees("وضعیت: ارجاع‌شده")
    registered, older, newest = _about(maryam)
    assert "ثبت‌شده ·" in registered
    assert "در دست اقدام ·" in older
    assert "گروه راه افتاد." not in older + newest


async def test_what_cannot_shrink_is_let_be(town: Town) -> None:
    """A card that its reader deleted is not sent anew only to say what is over."""
    maryam, clerk = await _registered(town)
    card = maryam.heard("ثبت شد. کد رهگیری")[0]
    maryam.phone.remove(card.id)
    await clerk.moves(town.submission, Status.REFERRED)
    await maryam.sees("وضعیت: ارجاع‌شده")
    assert len(_about(maryam)) == 1


async def test_done_asks_whether_it_is(town: Town) -> None:
    """After «done» the author is asked: «حل شد» or «حل نشد», and the buttons know the submission as it is."""
    maryam, clerk = await _registered(town)
    await clerk.moves(town.submission, Status.DONE, "چراغ کوچه دیروز نصب شد.")
    await maryam.sees("چراغ کوچه دیروز نصب شد.", "درست شد؟")
    assert _buttons(maryam) == ["حل شد", "حل نشد"]
    version = town.submission.version
    assert maryam.data_of("حل نشد") == f"1:outcome:not_solved:1:{version}"


@pytest.mark.parametrize(
    ("status", "words"),
    [(Status.NOT_ACCEPTED, "دلیل: بودجه نیست"), (Status.OUT_OF_SCOPE, "به اینجا مراجعه کنید: بودجه نیست")],
)
async def test_a_refusal_says_why(town: Town, status: Status, words: str) -> None:
    """The reason is said as one, and where else to turn."""
    maryam, clerk = await _registered(town)
    await clerk.moves(town.submission, status, "بودجه نیست")
    await maryam.sees(words)


@pytest.mark.parametrize("photos", [1, 3])
async def test_an_answer_comes_with_its_photos(town: Town, photos: int) -> None:
    """One photo carries the words; several are an album above them. The next change takes all of it away."""
    maryam, clerk = await _registered(town)
    items = [_photo(town, number) for number in range(photos)]
    await clerk.answers(town.submission, Words("نصب شد، عکسش را ببینید.", 900, items))
    await maryam.sees("پاسخ: نصب شد")
    shown = [one for one in maryam.phone.messages if "photo" in one.api]
    assert len(shown) == photos
    assert ("نصب شد" in bare(shown[0].text)) is (photos == 1)
    assert len(town.rows(Delivery)[0].message_ids) == (1 if photos == 1 else photos + 1)
    await clerk.moves(town.submission, Status.REFERRED, "به برق")
    await maryam.sees("وضعیت: ارجاع‌شده", "پاسخ: نصب شد")
    assert len([one for one in maryam.phone.messages if "photo" in one.api]) == photos


def _photo(town: Town, number: int) -> MediaItem:
    """A photo that the bot was once sent."""
    phone = town.playground.add_person(f"عکاس {number}")
    message = phone.send_photo()
    size = message.api["photo"][-1]
    return MediaItem(1000 + number, MediaKind.PHOTO, size["file_id"], size["file_unique_id"])


async def test_a_photo_that_is_gone_costs_the_words_nothing(town: Town) -> None:
    """The messenger refuses the file: the answer comes without it, and the owners hear of it."""
    town.may_fail = True
    maryam, clerk = await _registered(town)
    item = MediaItem(1000, MediaKind.PHOTO, "gone", "gone")
    await clerk.answers(town.submission, Words("نصب شد.", 900, [item]))
    await maryam.sees("پاسخ: نصب شد.")
    assert clerk.told() == [("change", "sent")]


async def test_a_question_is_asked(town: Town) -> None:
    """The office's words, how to answer, and the button that begins it; it comes once."""
    maryam, clerk = await _registered(town)
    await clerk.asks(town.submission, "کدام پلاک؟")
    await maryam.sees("سؤالی از شما داریم", "«کدام پلاک؟»", "عکس یا صدا هم می‌شود")
    assert _buttons(maryam) == ["پاسخ می‌دهم", "پیگیری درخواست"]
    assert maryam.data_of("پاسخ می‌دهم") == "1:reply:write:1:0"
    assert clerk.told() == [("question", "sent")]


async def test_somebody_who_came_to_the_counter_is_not_told(town: Town) -> None:
    """They have no chat: nothing is put for them, and nothing fails."""
    _, clerk = await _registered(town)

    async def record(desk: Desk) -> None:
        made = await casework.record(desk, Draft(id=-1, parts=(Part(1, "سطل زباله"),)), "fa")
        await casework.move(desk, made.id, Status.IN_PROGRESS)

    await clerk.does(record)
    assert clerk.told() == []


async def test_somebody_who_blocked_the_bot(town: Town) -> None:
    """They cannot be told: the deliveries end as blocked, without a call, and nobody is alerted."""
    maryam, clerk = await _registered(town)
    maryam.phone.block()
    await town.quiet()
    await clerk.moves(town.submission, Status.IN_PROGRESS)
    await clerk.moves(town.submission, Status.REFERRED)
    assert clerk.told() == [("change", "blocked")] * 2


async def test_a_restart_tells_what_waits(town: Town) -> None:
    """What was put while nobody served is told at the next start, once."""
    maryam, clerk = await _registered(town)
    await town.stop()
    submission = town.submission
    await clerk.does(lambda desk: casework.move(desk, submission.id or 0, Status.IN_PROGRESS, "یک"), waits=False)
    await clerk.does(lambda desk: casework.move(desk, submission.id or 0, Status.REFERRED, "دو"), waits=False)
    assert clerk.told() == [("change", "waiting")]
    await town.start()
    await maryam.sees("▫️ در دست اقدام", "▫️ ارجاع‌شده")
    await town.quiet()
    assert clerk.told() == [("change", "sent")]
