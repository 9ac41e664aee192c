from sqlalchemy import update

from models.area import Level
from models.database import table_of
from models.meeting import Invites, Meeting, MeetingState
from models.role import Role
from tests.e2e.harness import running_bot
from tests.e2e.meeting_stage import (
    ABOVE,
    NEW,
    PLACE,
    YES,
    announce_label,
    announces,
    begins,
    drafts,
    facts_of,
    local_start,
    meeting_of,
    presses,
    typed,
    workday,
    writes,
)
from tests.e2e.notice_stage import council as hired
from tests.e2e.notice_town import Timers, council, timers
from tests.e2e.office import area_id, hire
from tests.e2e.resident import bare

__all__ = ["timers"]


async def test_the_first_meeting_takes_three_taps(database_url: str, timers: Timers) -> None:
    """Three taps and two words: new, its time typed and confirmed, its place typed, announced; it can be stopped."""
    async with council(database_url, timers, delay=60) as there:
        sara, day = there.sara, workday(there.town)
        card = await begins(sara)
        assert "چه وقت؟" in bare(card.text)
        assert facts_of(there.town).title == "جلسهٔ شورای محلهٔ گلسار"
        asked = await writes(sara, typed(day, "ساعت ۱۷ تا ۱۹"))
        assert "ساعت ۱۷ تا ۱۹" in bare(asked.text)
        assert "درست است؟" in bare(asked.text)
        assert facts_of(there.town).sessions == ()  # nothing is taken before it was confirmed
        card = await presses(sara, YES)
        assert "کجا؟" in bare(card.text)
        card = await writes(sara, PLACE)
        assert "۱ نفر خبردار می‌شود" in bare(card.text)
        left = await presses(sara, "اعلام به یک نفر")
        assert "۶۰ ثانیهٔ دیگر اعلام می‌شود" in bare(left.text)
        assert meeting_of(there.town).state == MeetingState.SCHEDULED
        assert (local_start(there.town).date(), local_start(there.town).hour) == (day.date(), 17)
        await presses(sara, "اعلام نکن")
        assert meeting_of(there.town).state == MeetingState.DRAFT
        assert ABOVE in bare(sara.last.text)


async def test_the_usual_meeting_takes_two_taps(sqlite_url: str, timers: Timers) -> None:
    """Where a meeting was before, the next has its title, place and hour, a week on: «new», «announce»."""
    async with council(sqlite_url, timers) as there:
        sara, day = there.sara, workday(there.town)
        await drafts(sara, typed(day))
        await announces(sara)
        await there.maryam.sees("جلسهٔ شورای محلهٔ گلسار")
        await sara.sees("اعلام شد و به ۱ نفر رسید")
        await there.town.quiet()
        taps = 0
        await sara.says_and_sees("/meeting", "جلسه‌های شورا")
        await there.town.quiet()
        for label in (NEW, "اعلام به یک نفر"):
            await presses(sara, label)
            taps += 1
        await there.town.quiet()
        assert taps == 2
        first, second = there.town.rows(Meeting)
        assert (second.starts_at - first.starts_at).days == 7  # type: ignore[operator]  # both have a time
        assert facts_of(there.town).place == PLACE
        async with there.timers.resting():
            assert meeting_of(there.town).state in {MeetingState.SCHEDULED, MeetingState.ANNOUNCED}


async def test_what_people_see_is_shown_first(sqlite_url: str, timers: Timers) -> None:
    """Above the card of a whole draft stands what people get, word for word."""
    async with council(sqlite_url, timers) as there:
        await drafts(there.sara, typed(workday(there.town)))
        preview = there.sara.messages[-2]
        await announces(there.sara)
        got = await there.maryam.sees("جلسهٔ شورای محلهٔ گلسار")
        assert bare(got.text) == bare(preview.text)
        assert got.labels == preview.labels


async def test_later_cancel_and_delete(sqlite_url: str) -> None:
    """«Later» and /cancel keep the draft, which opens from the list; what is typed next is one's own message."""
    async with running_bot(sqlite_url) as town:
        sara = await hired(town)
        await drafts(sara)
        kept = await presses(sara, "بعداً")
        assert "چیزی اعلام نشد" in bare(kept.text)
        await sara.says_and_sees("چراغ کوچه سوخته است", "پیش‌نویس شما:")
        await sara.says_and_sees("/cancel", "کنار گذاشته شد")
        await sara.says_and_sees("/meeting", "جلسه‌های شورا", "پیش‌نویس · گلسار")
        await town.quiet()
        await presses(sara, next(label for label in sara.last.labels if "جلسهٔ شورا" in label))
        assert ABOVE in bare(sara.last.text)
        await presses(sara, "محل")
        await sara.says_and_sees("/cancel", "چیزی اعلام نشد")
        assert meeting_of(town).state == MeetingState.DRAFT
        await town.quiet()
        await presses(sara, "ادامه", "حذف پیش‌نویس")
        assert "حذف شود؟" in bare(sara.last.text)
        await presses(sara, "بازگشت", "حذف پیش‌نویس", "بله، حذف شود")
        assert meeting_of(town).state == MeetingState.DISCARDED


async def test_an_empty_draft_is_not_begun_twice(sqlite_url: str) -> None:
    """«New meeting» pressed twice: the draft that nobody touched is meant."""
    async with running_bot(sqlite_url) as town:
        sara = await hired(town)
        await begins(sara)
        await begins(sara)
        assert len(town.rows(Meeting)) == 1


async def test_words_without_a_question(sqlite_url: str) -> None:
    """A moment is the time; else of a whole draft it is asked what the words are for, and none are lost."""
    async with running_bot(sqlite_url) as town:
        sara, day = await hired(town), workday(town, 10)
        await drafts(sara)
        await writes(sara, typed(day, "ساعت ۱۸"))
        await presses(sara, YES)
        assert (local_start(town).date(), local_start(town).hour) == (day.date(), 18)
        asked = await writes(sara, "جلسهٔ آب و برق")
        assert "«جلسهٔ آب و برق» برای چیست؟" in bare(asked.text)
        await presses(sara, "عنوان جلسه است")
        assert facts_of(town).title == "جلسهٔ آب و برق"
        await writes(sara, "چراغ کوچه سوخته است")
        await presses(sara, "پیام خودم است")
        assert "پیش‌نویس شما:" in bare(sara.last.text)
        assert "چراغ کوچه سوخته است" in bare(sara.last.text)
        assert meeting_of(town).state == MeetingState.DRAFT


async def test_announcing_by_a_word(sqlite_url: str, timers: Timers) -> None:
    """«اعلام» typed does what the button does."""
    async with council(sqlite_url, timers, delay=60) as there:
        await drafts(there.sara, typed(workday(there.town)))
        await there.sara.says_and_sees("اعلام", "ثانیهٔ دیگر اعلام می‌شود")


async def test_the_command_with_a_moment(sqlite_url: str) -> None:
    """«/meeting پنجشنبه ساعت ۱۷» begins a meeting, and asks whether that is the moment."""
    async with running_bot(sqlite_url) as town:
        sara, day = await hired(town), workday(town)
        asked = await sara.says_and_sees(f"/meeting {typed(day)}", "درست است؟")
        assert "ساعت ۱۷ تا ۱۸:۳۰" in bare(asked.text)
        await town.quiet()
        await writes(sara, "بله")
        assert local_start(town).date() == day.date()


async def test_several_offices(sqlite_url: str) -> None:
    """Whoever holds several is asked of which area; an owner can call one of the whole city."""
    async with running_bot(sqlite_url) as town:
        areas = [area_id(town, "گلسار"), area_id(town, "باغ شاه")]
        sara = await hire(town, "سارا", Role.COUNCIL, *areas)
        asked = await begins(sara)
        assert "شورای کدام محدوده" in bare(asked.text)
        await presses(sara, "باغ شاه، منطقهٔ ۱")
        assert meeting_of(town).area_id == areas[1]
        assert facts_of(town).title == "جلسهٔ شورای محلهٔ باغ شاه"
        mina = await hire(town, "مینا", Role.SECRETARIAT, None)
        await begins(mina)
        assert meeting_of(town).area_id == area_id(town, "ایزدشهر", Level.CITY)
        assert facts_of(town).title == "جلسهٔ شورای شهر ایزدشهر"


async def test_for_others_there_is_no_such_command(sqlite_url: str) -> None:
    """For residents, experts and managers /meeting is an unknown command, and in nobody's menu but theirs who may."""
    async with running_bot(sqlite_url) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("/meeting", "این فرمان را")
        expert = await hire(town, "فرهاد", Role.EXPERT, None)
        await expert.says_and_sees("/meeting", "این فرمان را")
        sara = await hired(town)
        await sara.says_and_sees("/help", "/meeting –")
        assert "meeting" in {one["command"] for one in sara.phone.commands}
        assert "meeting" not in {one["command"] for one in maryam.phone.commands}


async def test_a_restart_in_between(sqlite_url: str) -> None:
    """Whatever was asked stays asked over a restart, with what was understood."""
    async with running_bot(sqlite_url) as town:
        sara, day = await hired(town), workday(town)
        await begins(sara)
        await writes(sara, typed(day))
        await town.restart()
        await writes(sara, "بله")
        assert local_start(town).date() == day.date()
        await town.restart()
        card = await writes(sara, PLACE)
        assert ABOVE in bare(card.text)


async def test_members_and_its_own_list(sqlite_url: str, timers: Timers) -> None:
    """Who is invited is chosen, and the card counts them: whoever lives there, the members, or its own list alone."""
    async with council(sqlite_url, timers) as there:
        sara = there.sara
        await drafts(sara, typed(workday(there.town)))
        screen = await presses(sara, "دعوت‌شدگان", "اعضای شورا")
        assert "✓ اعضای شورا" in screen.labels
        assert "۲ نفر خبردار می‌شوند" in bare(screen.text)
        screen = await presses(sara, "فقط فهرست دعوت", "فهرست دعوت (۰)")
        assert "هنوز کسی در آن نیست" in bare(screen.text)
        screen = await presses(sara, next(label for label in screen.labels if label.startswith("علی")))
        assert any(label.startswith("✓ علی") for label in screen.labels)
        link = await presses(sara, "پیوند دعوت")
        assert "start=guest_" in link.text
        await presses(sara, "بازگشت", "بازگشت", "بازگشت")
        assert meeting_of(there.town).invites == Invites.LIST
        assert announce_label(sara) == "اعلام به یک نفر"
        await announces(sara)
        await there.ali.sees("جلسهٔ شورای محلهٔ گلسار")
        await there.town.quiet()
        assert there.maryam.heard("جلسهٔ شورا") == []


async def test_somebody_else_leads_it(sqlite_url: str, timers: Timers) -> None:
    """The chair is one of those who may call it; the draft is theirs, too, from then on."""
    async with council(sqlite_url, timers) as there:
        await drafts(there.sara)
        await there.ali.says_and_sees("/meeting", "جلسه‌ای در پیش نیست")
        await presses(there.sara, "رئیس جلسه", "علی")
        assert "رئیس جلسه: علی" in bare(there.sara.last.text)
        await there.ali.says_and_sees("/meeting", "پیش‌نویس · گلسار")


async def test_an_office_that_ended(sqlite_url: str, timers: Timers) -> None:
    """Whoever loses the office in the middle of it changes nothing any more; what they type is their own message."""
    async with council(sqlite_url, timers) as there:
        from models.role import Grant  # noqa: PLC0415  (used here alone)

        await drafts(there.sara)
        now = there.town.rows(Meeting)[0].created_at
        await there.change(update(table_of(Grant)).values(revoked_at=now))
        before = meeting_of(there.town).version
        await there.sara.says_and_sees("خیابان لاله ۴", "پیش‌نویس شما:")
        there.sara.phone.press(data=f"1:meeting:publish:1:{before}", message_id=there.sara.last.id)
        await there.town.quiet()
        assert meeting_of(there.town).version == before
