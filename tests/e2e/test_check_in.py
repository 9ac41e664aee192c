"""The link behind the picture at the door, and the link of a meeting's own list."""

import pytest

from models.meeting import Answer, Invites, MeetingGuest, MeetingState
from tests.e2e.meeting_village import DAY, HOUR, MINUTE, TITLE, village
from tests.e2e.office import person_id
from tests.e2e.resident import bare

WELCOME = "نام شما در فهرست حاضران است"
CLOSED = "الان وقت اعلام حضور نیست"


async def test_at_the_door(database_url: str) -> None:
    """A neighbour is a guest, a member of the council present; the link opened twice lists them once."""
    async with village(database_url) as there:
        meeting = await there.calls(30 * MINUTE)
        door = await there.door(meeting)
        await there.maryam.says_and_sees(f"/start {door}", WELCOME, TITLE, "شما مهمان جلسه هستید")
        await there.maryam.says_and_sees(f"/start {door}", "از پیش در فهرست حاضران")
        await there.sara.says_and_sees(f"/start {door}", WELCOME, "عضو شورا")
        await there.town.quiet()
        assert there.attended() == [(1, "مریم", "guest"), (1, "سارا", "present")]
        await there.maryam.taps_and_sees("دیدن جلسه", TITLE, "سرای محله")


async def test_whoever_is_new(database_url: str) -> None:
    """Who has never written to the bot is on the list first, and greeted below that; then the greeting is as ever."""
    async with village(database_url) as there:
        door = await there.door(await there.calls(-30 * MINUTE))
        ali = there.town.person("علی")
        await ali.says(f"/start {door}")
        await ali.sees(WELCOME)
        await ali.sees("محلهٔ شما کدام است؟")
        await there.town.quiet()
        assert there.attended() == [(1, "علی", "guest")]
        texts = [bare(one.text) for one in ali.messages if one.sender == "bot"]
        assert [WELCOME in texts[0], "محلهٔ شما کدام است؟" in texts[1]] == [True, True]
        await ali.says_and_sees("گلسار", "محلهٔ گلسار یادداشت شد")


async def test_a_pasted_link(sqlite_url: str) -> None:
    """The link sent as a message does what opening it does; among other words it is part of a message."""
    async with village(sqlite_url) as there:
        door = await there.door(await there.calls(30 * MINUTE))
        link = f"https://t.me/mahalleyar_bot?start={door}"
        await there.maryam.says_and_sees(f" {link} ", WELCOME)
        await there.reza.says_and_sees(f"این چیست {link}", "پیش‌نویس شما:")
        await there.reza.says_and_sees("t.me/mahalleyar_bot?start=guest_1_aaaaaaaaaaaaaaaa", "به جلسه‌ای نمی‌رسد")
        await there.town.quiet()
        there.reza.check_card_is_last()
        assert there.attended() == [(1, "مریم", "guest")]


async def test_an_open_draft_stays(sqlite_url: str) -> None:
    """Checking in leaves an open draft as it is, with its card below."""
    async with village(sqlite_url) as there:
        door = await there.door(await there.calls(30 * MINUTE))
        await there.maryam.says_and_sees("کوچه تاریک است", "پیش‌نویس شما:")
        await there.maryam.says_and_sees(f"/start {door}", WELCOME)
        await there.town.quiet()
        there.maryam.check_card_is_last()


async def test_a_closed_door(sqlite_url: str) -> None:
    """Days before, long after, and of a cancelled meeting nobody checks in; they see when and where it is instead."""
    async with village(sqlite_url) as there:
        meeting = await there.calls()
        door = await there.door(meeting)
        await there.maryam.says_and_sees(f"/start {door}", CLOSED, TITLE, "سرای محله")
        await there.moves(meeting, -9 * HOUR)
        await there.maryam.says_and_sees(f"/start {door}", CLOSED, "برگزار شده است")
        await there.moves(meeting, 10 * MINUTE)
        await there.becomes(meeting, state=MeetingState.CANCELLED.value)
        await there.maryam.says_and_sees(f"/start {door}", CLOSED, "لغو")
        await there.becomes(meeting, state=MeetingState.SCHEDULED.value, announced_at=None)
        answer = await there.maryam.says_and_sees(f"/start {door}", CLOSED)
        assert TITLE not in bare(answer.text)
        assert there.attended() == []


async def test_an_answer_hours_later(sqlite_url: str) -> None:
    """Who stood at the door in time was there, even if the bot could not be reached until long after the end."""
    async with village(sqlite_url) as there:
        door = await there.door(await there.calls(-9 * HOUR))
        now = there.town.playground.state.clock
        there.town.playground.state.clock = lambda: now() - 9 * 3600
        await there.maryam.says_and_sees(f"/start {door}", "ببخشید که پاسخ دیر شد", WELCOME)
        there.town.playground.state.clock = now
        await there.reza.says_and_sees(f"/start {door}", CLOSED)
        assert there.attended() == [(1, "مریم", "guest")]


async def test_each_session(sqlite_url: str) -> None:
    """A course has a door for each session; only the one that goes on is open."""
    async with village(sqlite_url) as there:
        meeting = await there.calls(-DAY, sessions=3, kind="course")
        await there.maryam.says_and_sees(f"/start {await there.door(meeting, 1)}", CLOSED)
        await there.maryam.says_and_sees(f"/start {await there.door(meeting, 2)}", WELCOME, "جلسهٔ ۲ از ۳")
        await there.maryam.says_and_sees(f"/start {await there.door(meeting, 3)}", CLOSED)
        await there.maryam.says_and_sees(f"/start {await there.door(meeting, 4)}", "به جلسه‌ای نمی‌رسد")
        assert there.attended() == [(2, "مریم", "guest")]


@pytest.mark.parametrize("payload", ["meet_", "meet_1_1_aaaaaaaaaaaaaaaa", "guest_1_aaaaaaaaaaaaaaaa", "guest_؟"])
async def test_made_up_links(sqlite_url: str, payload: str) -> None:
    """A link that nobody gave out leads nowhere, whatever there is; whoever is new is greeted all the same."""
    async with village(sqlite_url) as there:
        await there.calls(30 * MINUTE)
        await there.maryam.says_and_sees(f"/start {payload}", "به جلسه‌ای نمی‌رسد")
        ali = there.town.person("علی")
        await ali.says(f"/start {payload}")
        await ali.sees("به جلسه‌ای نمی‌رسد")
        await ali.sees("محلهٔ شما کدام است؟")
        assert there.attended() == []
        assert there.town.rows(MeetingGuest) == []


async def test_the_list_of_invitations(database_url: str) -> None:
    """Its link shows a closed meeting to whoever opens it, who may answer then; nobody else finds it."""
    async with village(database_url) as there:
        meeting = await there.calls(invites=Invites.LIST.value)
        link = await there.guest_link(meeting)
        await there.reza.says_and_sees(f"/start {link}", "در فهرست دعوت این جلسه است", TITLE)
        await there.town.quiet()
        await there.reza.taps("می‌آیم")
        await there.town.quiet()
        assert there.answers() == {person_id(there.town, there.reza): Answer.YES}
        await there.reza.says_and_sees("/meetings", TITLE)
        await there.maryam.says_and_sees("/meetings", "فعلاً جلسه‌ای")
        await there.becomes(meeting, state=MeetingState.SCHEDULED.value, announced_at=None)
        answer = await there.maryam.says_and_sees(f"/start {link}", "همین که اعلام شد", TITLE)
        assert "سرای محله" not in bare(answer.text)
        assert len(there.town.rows(MeetingGuest)) == 2
