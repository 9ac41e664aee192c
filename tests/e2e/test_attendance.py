"""Attendance in the chat: members by a tap, guests by name, sessions of a course and its closing list."""

from datetime import timedelta

from sqlalchemy import insert

from models.database import table_of
from models.meeting import Answer, Attendance, MeetingKind, Rsvp
from tests.e2e.meeting_village import DAY, HOUR
from tests.e2e.office import person_id
from tests.e2e.sitting import BEGAN, Hall, base36, hall, words_of
from tests.models.sample_rows import NOW


def _rows(there: Hall) -> list[tuple[int, str, str]]:
    """(session, name, part) of the list."""
    return [(one.session, one.name, one.part) for one in there.town.rows(Attendance)]


async def _comes(there: Hall) -> None:
    """Maryam said that she comes."""
    answer = {"meeting_id": there.meeting_id, "person_id": person_id(there.town, there.maryam)}
    moments = {"asked_at": NOW, "answered_at": NOW}
    await there.town.change(insert(table_of(Rsvp)).values(**answer, answer=Answer.YES.value, **moments))


async def test_marked_by_a_tap(database_url: str) -> None:
    """A tap on a member's name marks them present, another takes it away; who said that they come is a guest."""
    async with hall(database_url, starts_in=BEGAN) as there:
        await _comes(there)
        card = await there.opens(there.sara, "attend")
        assert card.labels[:3] == ["▫️ سارا", "▫️ علی", "▫️ مریم"]
        assert "غایبان: ۲" in words_of(card)
        card = await there.taps(there.sara, "▫️ سارا", "▫️ علی", "▫️ مریم")
        assert "حاضران: ۲" in words_of(card)
        assert "مهمانان: ۱" in words_of(card)
        await there.taps(there.sara, "✅ علی", "✅ مریم")
        assert _rows(there) == [(1, "سارا", "present"), (1, "علی", "absent")]


async def test_checked_in(sqlite_url: str) -> None:
    """Whoever checks in at the door stands in the same list."""
    async with hall(sqlite_url, starts_in=BEGAN) as there:
        await there.maryam.says(f"/start {await there.there.door(there.meeting_id)}")
        await there.town.quiet()
        card = await there.opens(there.sara, "attend")
        assert "✅ مریم" in card.labels
        assert _rows(there) == [(1, "مریم", "guest")]


async def test_guests_by_name(database_url: str) -> None:
    """Guests are written down, several at once and more after that; one that was a slip is taken out with a tap."""
    async with hall(database_url, starts_in=BEGAN) as there:
        await there.opens(there.sara, "attend")
        await there.taps(there.sara, "نوشتن نام مهمان")
        card = await there.writes(there.sara, "آقای کریمی\nخانم رضایی")
        assert "۲ نام اضافه شد" in words_of(card)
        await there.writes(there.sara, "ا" * 81)
        assert "۸۰" in words_of(there.sara.last)
        card = await there.writes(there.sara, "مهندس صادقی")
        assert "مهندس صادقی به فهرست اضافه شد" in words_of(card)
        await there.sara.taps("✅ خانم رضایی")
        await there.sara.sees_toast("خانم رضایی")
        await there.town.quiet()
        assert [name for _, name, _ in _rows(there)] == ["آقای کریمی", "مهندس صادقی"]


async def test_too_early(sqlite_url: str) -> None:
    """Before that day nobody can be marked, and the card says from when."""
    async with hall(sqlite_url, starts_in=timedelta(hours=2)) as there:
        card = await there.opens(there.sara, "attend")
        assert "یک ساعت پیش از شروع" in words_of(card)
        assert not any(label.startswith("▫️") for label in card.labels)
        mark = base36(there.meeting_id * 31 + 1)
        answer = await there.presses(there.sara, f"1:attendee:here:{base36(person_id(there.town, there.sara))}:{mark}")
        assert "یک ساعت" in words_of(answer)
        assert _rows(there) == []


async def test_a_course(sqlite_url: str) -> None:
    """Each session has a list of its own; the closing list says who was in how many of them."""
    course = MeetingKind.COURSE.value
    async with hall(sqlite_url, starts_in=-2 * DAY - HOUR, sessions=4, kind=course) as there:
        await _comes(there)
        card = await there.opens(there.sara, "attend")
        assert "جلسهٔ ۳ از ۴" in words_of(card)
        await there.taps(there.sara, "▫️ مریم", "‹ جلسهٔ ۲", "▫️ مریم", "نوشتن نام")
        await there.writes(there.sara, "زهرا احمدی")
        await there.taps(there.sara, "‹ جلسهٔ ۱", "▫️ مریم")
        card = await there.taps(there.sara, "فهرست پایانی")
        assert "۱. مریم: ۳ جلسه" in words_of(card)
        assert "۲. زهرا احمدی: ۱ جلسه" in words_of(card)
        assert "۳ جلسه تا امروز" in words_of(card)


async def test_not_for_residents(sqlite_url: str) -> None:
    """Made-up buttons of the list do nothing for who calls no meetings."""
    async with hall(sqlite_url, starts_in=BEGAN) as there:
        mark, meeting = base36(there.meeting_id * 31 + 1), base36(there.meeting_id)
        maryam = base36(person_id(there.town, there.maryam))
        for data in (
            f"1:attend:open:{meeting}:0",
            f"1:attend:guest:{meeting}:1",
            f"1:attend:closing:{meeting}:0",
            f"1:attendee:here:{maryam}:{mark}",
            f"1:attendee:out:1:{mark}",
        ):
            assert "پیدا نشد" in words_of(await there.presses(there.maryam, data)), data
        assert _rows(there) == []


async def test_in_the_minutes(sqlite_url: str) -> None:
    """The minutes name who was present and absent as soon as somebody is marked, and guests by their number alone."""
    async with hall(sqlite_url, starts_in=BEGAN) as there:
        card = await there.opens(there.sara, "minutes")
        assert "غایبان" not in words_of(card)
        await there.taps(there.sara, "حضور و غیاب", "▫️ سارا", "نوشتن نام مهمان")
        await there.writes(there.sara, "آقای کریمی")
        card = await there.opens(there.sara, "minutes")
        assert "حاضران: سارا" in words_of(card)
        assert "غایبان: علی" in words_of(card)
        assert "۱ مهمان" in words_of(card)
        assert "کریمی" not in words_of(card)


_MADE_UP = {
    "agenda": ("open", "write", "publish"),
    "aitem": ("open", "up", "end", "remove", "words", "presenter", "nobody"),
    "apick": ("list", "toggle", "put"),
    "minutes": ("open", "preview", "publish", "chair", "attach", "apply", "append", "erase", "detach", "read", "file"),
    "mitem": ("open", "decision", "declined", "undecided", "sure_noted"),
    "attend": ("open", "guest", "closing"),
    "attendee": ("here", "away", "out"),
}


async def test_made_up_buttons(database_url: str) -> None:
    """Whatever numbers a member's buttons carry, each press is answered and nothing breaks."""
    async with hall(database_url, starts_in=BEGAN) as there:
        await there.opens(there.sara, "minutes")
        meeting = base36(there.meeting_id)
        for noun, actions in _MADE_UP.items():
            for action in actions:
                for numbers in (f"{meeting}:zzzzzzz", "-1:0", "zzzzzzzzzzzz:zzzzzzz", f"0:{meeting}"):
                    await there.presses(there.sara, f"1:{noun}:{action}:{numbers}")
        assert there.items() == []
