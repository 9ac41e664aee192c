import asyncio
from datetime import timedelta

from sqlalchemy import update

from models.audit import Audit
from models.database import table_of
from models.meeting import Answer, Meeting, MeetingState, Rsvp
from models.role import Role
from tests.e2e.meeting_stage import (
    ABOVE,
    announces,
    drafts,
    facts_of,
    local_start,
    meeting_of,
    presses,
    typed,
    workday,
    writes,
)
from tests.e2e.notice_town import Council, Timers, council, timers
from tests.e2e.office import Staff, area_id
from tests.e2e.resident import bare

__all__ = ["timers"]
MOVE, CANCEL = "بله، تغییر بده و خبر بده", "بله، لغو کن و خبر بده"

ACTIONS = """
    open card publish publish_anyway discard discarded when length title kind place unplace link unlink capacity
    uncapacity chair invites invite_list guests repeat rule_weekly skips until endless begin yes changes cancel
    noreason cancelled preview said_title said_own who questions unsend leave
"""


async def _announced(there: Council) -> None:
    """A meeting of which Maryam was told; its card stands in Sara's chat."""
    await drafts(there.sara, typed(workday(there.town)))
    await announces(there.sara)
    await there.maryam.sees("جلسهٔ شورای محلهٔ گلسار")
    await there.sara.sees("اعلام شد و به ۱ نفر رسید")
    await there.town.quiet()
    await _opens(there.sara)


async def _opens(member: Staff) -> None:
    await member.says_and_sees("/meeting", "جلسه‌های شورا")
    await member.town.quiet()
    await presses(member, next(label for label in member.last.labels if "·" in label))


async def test_a_move_is_told_once(database_url: str, timers: Timers) -> None:
    """How many are told is said first; then everybody who was told hears once what changed, and until then nobody."""
    async with council(database_url, timers) as there:
        await _announced(there)
        day = workday(there.town, 12)
        before = facts_of(there.town)
        await presses(there.sara, "تغییر زمان")
        asked = await writes(there.sara, typed(day, "ساعت ۱۹"))
        assert "زمان عوض شد" in bare(asked.text)
        assert "۱ نفر که خبر داشت" in bare(asked.text)
        assert facts_of(there.town) == before
        await presses(there.sara, "نه، بماند")
        assert facts_of(there.town) == before
        await presses(there.sara, "تغییر زمان")
        await writes(there.sara, typed(day, "ساعت ۱۹"))
        there.sara.phone.press(MOVE)
        await there.maryam.sees("زمان عوض شد")
        await there.town.quiet()
        assert (local_start(there.town).date(), local_start(there.town).hour) == (day.date(), 19)
        assert len(there.maryam.heard("زمان پیشین")) == 1
        assert [row.action for row in there.town.rows(Audit) if row.action == "meeting.move"] == ["meeting.move"]


async def test_cancelling_with_a_reason(sqlite_url: str, timers: Timers) -> None:
    """The reason is asked, then whether really, with how many are told; everybody reads why."""
    async with council(sqlite_url, timers) as there:
        await _announced(there)
        asked = await presses(there.sara, "لغو جلسه")
        assert "چرا لغو می‌شود؟" in bare(asked.text)
        too_long = await writes(there.sara, "ب" * 501)
        assert meeting_of(there.town).state == MeetingState.ANNOUNCED
        assert "بازگشت" in too_long.labels
        asked = await writes(there.sara, "سرای محله در تعمیر است")
        assert "علت: سرای محله در تعمیر است" in bare(asked.text)
        assert "۱ نفر که خبر داشت" in bare(asked.text)
        assert meeting_of(there.town).state == MeetingState.ANNOUNCED
        await presses(there.sara, CANCEL)
        await there.maryam.sees("این جلسه لغو شد", "سرای محله در تعمیر است")
        await there.town.quiet()
        assert meeting_of(there.town).state == MeetingState.CANCELLED
        await there.sara.says_and_sees("/meeting", "لغوشده")


async def test_other_changes(sqlite_url: str, timers: Timers) -> None:
    """Place, title and link of an announced meeting are asked back with how many hear of it; capacity tells nobody."""
    async with council(sqlite_url, timers) as there:
        await _announced(there)
        await presses(there.sara, "تغییر محل")
        asked = await writes(there.sara, "مسجد جامع")
        assert "محل" in bare(asked.text)
        await presses(there.sara, MOVE)
        await there.maryam.sees("مسجد جامع")
        await there.town.quiet()
        assert facts_of(there.town).place == "مسجد جامع"
        revision = meeting_of(there.town).revision
        await presses(there.sara, "تغییر‌های دیگر", "ظرفیت")
        await writes(there.sara, "۵۰")
        assert (meeting_of(there.town).capacity, meeting_of(there.town).revision) == (50, revision)
        await presses(there.sara, "تغییر محل")
        lacking = await presses(there.sara, "بدون محل")
        assert "بازگشت" in lacking.labels
        assert facts_of(there.town).place == "مسجد جامع"


async def test_who_comes_and_what_is_asked(sqlite_url: str, timers: Timers) -> None:
    """The chair sees names and questions, page by page, and the way back."""
    async with council(sqlite_url, timers) as there:
        await _announced(there)
        assert "هنوز کسی پاسخ نداده" in bare((await presses(there.sara, "چه کسانی می‌آیند (۰)")).text)
        await there.maryam.taps("می‌آیم")
        await there.town.quiet()
        assert [one.answer for one in there.town.rows(Rsvp)] == [Answer.YES]
        await there.maryam.taps("سؤال دارم")
        await there.town.quiet()
        await there.maryam.says("چراغ کوچه کی درست می‌شود؟")
        await there.town.quiet()
        card = await presses(there.sara, "بازگشت")
        assert "چه کسانی می‌آیند (۱)" in card.labels
        people = await presses(there.sara, "چه کسانی می‌آیند (۱)")
        assert "۱. مریم" in bare(people.text)
        asked = await presses(there.sara, "بازگشت", "پرسش‌ها (۱)")
        assert "چراغ کوچه کی درست می‌شود؟" in bare(asked.text)
        assert "مریم" in bare(asked.text)


async def test_a_colleague_changes_it_meanwhile(sqlite_url: str, timers: Timers) -> None:
    """Two cards of one meeting: the second one's button, drawn before the first one's change, shows how it stands."""
    async with council(sqlite_url, timers) as there:
        await _announced(there)
        await _opens(there.ali)
        await presses(there.ali, "تغییر محل")
        await writes(there.ali, "مسجد جامع")
        await presses(there.ali, MOVE)
        before = facts_of(there.town)
        there.sara.phone.press("لغو جلسه")
        await there.sara.sees_toast("این دکمه")
        await there.town.quiet()
        assert facts_of(there.town) == before
        assert meeting_of(there.town).state == MeetingState.ANNOUNCED
        assert "مسجد جامع" in bare(there.sara.last.text)


async def test_a_word_for_what_was_changed_meanwhile(sqlite_url: str, timers: Timers) -> None:
    """«Yes» to a change of what somebody else changed meanwhile changes nothing, and shows how it stands."""
    async with council(sqlite_url, timers) as there:
        await _announced(there)
        await presses(there.sara, "تغییر محل")
        await writes(there.sara, "پارک")
        await _opens(there.ali)
        await presses(there.ali, "تغییر محل")
        await writes(there.ali, "مسجد جامع")
        await presses(there.ali, MOVE)
        there.sara.phone.press(MOVE)
        await there.sara.sees_toast("این دکمه")
        await there.town.quiet()
        assert facts_of(there.town).place == "مسجد جامع"


async def test_too_late_to_stop(sqlite_url: str, timers: Timers) -> None:
    """«Do not announce it» after it has left: nothing changes, and the card says how it stands."""
    async with council(sqlite_url, timers, delay=60) as there:
        await drafts(there.sara, typed(workday(there.town)))
        await announces(there.sara)
        past = meeting_of(there.town).created_at - timedelta(minutes=5)
        await there.change(update(table_of(Meeting)).values(announce_at=past))
        await there.maryam.sees("جلسهٔ شورا")
        await there.sara.sees("اعلام شد و به ۱ نفر رسید")
        await there.town.quiet()
        there.sara.phone.press("اعلام نکن")
        await there.sara.sees_toast("دیگر اعلام شده است")
        await there.town.quiet()
        assert meeting_of(there.town).state == MeetingState.ANNOUNCED
        assert any("اعلام‌شده" in bare(message.text) for message in there.sara.messages)


async def test_what_was_held(sqlite_url: str, timers: Timers) -> None:
    """The card of a meeting that is over leads to minutes and attendance, and to nothing that changes it."""
    async with council(sqlite_url, timers) as there:
        await _announced(there)
        old = there.sara.data_of("لغو جلسه")
        begins = meeting_of(there.town).created_at - timedelta(hours=5)
        session = {"title": "جلسه", "sessions": [[begins.isoformat(), 90]], "place": "سرای محله"}
        ended = begins + timedelta(minutes=90)
        await there.change(update(table_of(Meeting)).values(facts=session, starts_at=begins, ends_at=ended))
        async with asyncio.timeout(20):
            while meeting_of(there.town).state != MeetingState.HELD:  # noqa: ASYNC110  (rows wake nobody)
                await asyncio.sleep(0.05)
        await there.town.quiet()
        await there.sara.says_and_sees("/meeting", "برگزارشده")
        await there.town.quiet()
        await presses(there.sara, next(label for label in there.sara.last.labels if "·" in label))
        assert {"صورت‌جلسه", "حضور و غیاب"} <= set(there.sara.last.labels)
        assert "لغو جلسه" not in there.sara.last.labels
        await presses(there.sara, "چه کسانی می‌آیند (۰)", "بازگشت")
        assert "برگزارشده" in bare(there.sara.last.text)
        there.sara.phone.press(data=old, message_id=there.sara.last.id)
        await there.town.quiet()
        assert meeting_of(there.town).state == MeetingState.HELD


async def test_others_change_and_see_nothing(sqlite_url: str, timers: Timers) -> None:
    """Every button of a meeting, pressed by whoever has no right there: “not found”, and no row changes."""
    async with council(sqlite_url, timers) as there:
        town = there.town
        others = [
            there.maryam,
            there.reza,
            await there.member("فرهاد", Role.EXPERT, None),
            await there.member("جمشید", Role.COUNCIL, area_id(town, "باغ شاه")),
            await there.member("شیرین", Role.MANAGER, None),
        ]
        await drafts(there.sara)
        version = meeting_of(town).version
        actions = ACTIONS.split()
        before = [row.model_dump() for row in town.rows(Meeting)]
        for person in others:
            for action in actions:
                person.phone.press(data=f"1:meeting:{action}:1:{version}", message_id=person.last.id)
            for noun, action in (("mtime", "minute"), ("mlength", "take"), ("mchair", "take"), ("mguest", "turn")):
                person.phone.press(data=f"1:{noun}:{action}:30:{10_000 + version}", message_id=person.last.id)
            for data in (f"1:mkind:course:1:{version}", f"1:msession:add:2s:{version}", "1:mseries:ended:1:1"):
                person.phone.press(data=data, message_id=person.last.id)
            await town.quiet(60)
            assert [row.model_dump() for row in town.rows(Meeting)] == before, person.phone.name
            assert person.heard(ABOVE) == []


async def test_every_button_whatever_it_is_of(sqlite_url: str, timers: Timers) -> None:
    """Every button, of a draft, a course, an announced meeting, and of none: each is answered, and nothing breaks."""
    async with council(sqlite_url, timers) as there:
        sara, town = there.sara, there.town
        await drafts(sara, typed(workday(town)))
        others = (
            "mkind:course:{id}:{version}", "mkind:nothing:{id}:{version}", "msession:add:2s:{version}",
            "msession:change:2t:{version}", "msession:remove:2t:{version}", "msession:week:2s:{version}",
            "msession:open:3z:{version}", "mkind:ordinary:{id}:{version}", "mtime:minute:1:{row}", "mtime:day:-1:{row}",
            "mtime:hour:zzzzzzzzzzzz:{row}", "mlength:take:-5:{row}", "mlength:take:zzzzzzzzzzzz:{row}",
            "mchair:take:zzzzzzzzzzzz:{row}", "mguest:turn:zzzzzzzzzzzz:{row}", "mguest:page:zzzzzzzzzzzz:{row}",
            "mguest:link:0:{row}", "muntil:day:1:{row}", "muntil:month:-1:{row}", "mseries:open:1:1",
            "mseries:hours:1:1",
            "meeting:tab_past:zzzzzzzzzzzz:0", "meeting:tab_drafts:-1:0", "meeting:who:{id}:zzzzzzz",
            "meeting:questions:{id}:zzzzzzz", "meeting:area:zzzzzzzzzzzz:0", "meeting:open:zzzzzzzzzzzz:0",
        )  # fmt: skip
        last = {"discarded", "cancelled", "publish", "publish_anyway", "leave"}
        shapes = [*others, *(f"meeting:{one}:{{id}}:{{version}}" for one in ACTIONS.split() if one not in last)]
        for _ in range(2):  # while it is a draft, and once it is announced
            for shape in shapes:
                meeting = town.rows(Meeting)[0]
                row = _base36((meeting.id or 0) * 10_000 + meeting.version)
                data = shape.format(id=_base36(meeting.id or 0), version=_base36(meeting.version), row=row)
                sara.phone.press(data=f"1:{data}", message_id=sara.last.id)
                await town.quiet(60)
                if town.rows(Meeting)[0].state == MeetingState.DRAFT and shape.startswith("meeting:when"):
                    await writes(sara, typed(workday(town)))
            meeting = town.rows(Meeting)[0]
            sara.phone.press(data=f"1:meeting:publish_anyway:1:{_base36(meeting.version)}", message_id=sara.last.id)
            await town.quiet(60)
        assert town.set_aside() == []


def _base36(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    return (_base36(number // 36) if number >= 36 else "") + digits[number % 36]
