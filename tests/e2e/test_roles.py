import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import col

from bot.grant_care import care_for_grants
from models.answer import Answer
from models.audit import Audit
from models.database import Database
from models.rights import Owners
from models.role import Grant, Invitation, Role
from tests.e2e.harness import Town, running_bot
from tests.e2e.resident import Resident, bare

OWNER = 7_900_000_001


async def invited(town: Town, owner: Resident, role: str, *path: str, term: str = "بدون پایان") -> str:
    """The payload of a fresh link: the owner taps through the role, the tree and the term."""
    await owner.says_and_sees("/roles", "نقش")
    await owner.taps_and_sees("دعوت", "کدام نقش؟")
    await owner.taps_and_sees(role, "برای کدام محدوده؟")
    for step in path:
        await town.quiet()
        await owner.taps(step)
    await owner.sees("تا کی؟")
    if term in {"یک سال", "دو سال", "چهار سال", "بدون پایان"}:
        await owner.taps(term)
    else:
        await owner.says(term)
    message = await owner.sees("این پیوند را فقط برای خود آن شخص بفرستید")
    (payload,) = re.findall(r"\?start=(inv_[A-Za-z0-9_-]+)", message.text)
    assert len(payload) <= 64
    return str(payload)


def commands_of(person: Resident) -> list[str]:
    """The commands in somebody's menu."""
    return [entry["command"] for entry in person.phone.commands]


async def settle_roles(town: Town) -> None:
    """What the timer does, at once."""
    database = Database(town.settings.database_url.get_secret_value())
    owners = Owners(town.settings.bot_platform, frozenset(town.settings.owner_ids))
    await care_for_grants(database, bot_id=42, city=town.settings.city, owners=owners, now=datetime.now(UTC))
    await database.close()


async def test_somebody_becomes_a_council_member_and_stops_being_one(database_url: str) -> None:
    """From the invitation to the greeting, the menu, the list, and back: and every step is on record."""
    async with running_bot(database_url, owner_ids=(OWNER,)) as town:
        owner, zahra = town.person("مدیر", person_id=OWNER), town.person("زهرا")
        await owner.says_and_sees("/roles", "هنوز کسی نقشی ندارد")
        payload = await invited(town, owner, "عضو شورای محله", "منطقهٔ ۱", "گلسار", term="یک سال")
        await zahra.says_and_sees(f"/start {payload}", "خوش آمدید. نقش شما: عضو شورای محله، گلسار، منطقهٔ ۱", "/desk")
        await owner.says_and_sees("/roles", "نقش واگذار شده است", "زهرا", "عضو شورای محله، گلسار")
        await town.quiet()
        assert {"desk", "export"} <= set(commands_of(zahra))
        assert not {"roles", "audit"} & set(commands_of(zahra))
        await owner.taps_and_sees("۱", "از", "تا")
        await owner.taps_and_sees("پس‌گرفتن نقش", "این نقش از زهرا گرفته شود؟")
        await owner.taps_and_sees("بله، گرفته شود", "زهرا دیگر این نقش را ندارد")
        await town.quiet()
        assert "desk" not in commands_of(zahra)
        await zahra.says_and_sees("/export", "پیدا نشد")
        assert [row.action for row in town.rows(Audit)] == ["invitation.make", "grant.begin", "grant.revoke"]


async def test_a_link_works_once(sqlite_url: str) -> None:
    """The second who opens it is refused and greeted as anybody; the first may tap it again; no token is kept."""
    async with running_bot(sqlite_url, owner_ids=(OWNER,)) as town:
        owner, zahra, reza = town.person("مدیر", person_id=OWNER), town.person("زهرا"), town.person("رضا")
        payload = await invited(town, owner, "دبیرخانه", "همهٔ شهر")
        await zahra.says_and_sees(f"/start {payload}", "نقش شما: دبیرخانه، همهٔ شهر")
        await reza.says(f"/start {payload}")
        await reza.sees("این دعوت پیش‌تر استفاده شده")
        await reza.sees("محلهٔ شما کدام است؟")
        await zahra.says_and_sees(f"/start {payload}", "نقش شما: دبیرخانه، همهٔ شهر")
        assert len(town.rows(Grant)) == 1
        assert payload not in town.row(Invitation).model_dump_json()


@pytest.mark.parametrize("payload", ["inv_", "inv_x", "inv_" + "a" * 43, "inv_؟", "inv_" + "z" * 300])
async def test_made_up_links_are_refused(sqlite_url: str, payload: str) -> None:
    """A token that nobody made is answered as a used one, and the ordinary greeting follows."""
    async with running_bot(sqlite_url, owner_ids=(OWNER,)) as town:
        maryam = town.person("مریم")
        await maryam.says(f"/start {payload}")
        await maryam.sees("این دعوت پیش‌تر استفاده شده")
        await maryam.sees("محلهٔ شما کدام است؟")
        await maryam.says_and_sees("/start", "محلهٔ شما کدام است؟")
        await maryam.says_and_sees("/start other", "محلهٔ شما کدام است؟")


async def test_an_invitation_is_taken_back(sqlite_url: str) -> None:
    """Open invitations are listed without their link; one that was taken back hands out nothing, nor an old one."""
    async with running_bot(sqlite_url, owner_ids=(OWNER,)) as town:
        owner, zahra = town.person("مدیر", person_id=OWNER), town.person("زهرا")
        first = await invited(town, owner, "صاحب‌نظر", "منطقهٔ ۲", "همهٔ منطقهٔ ۲")
        second = await invited(town, owner, "صاحب‌نظر", "همهٔ شهر", term="دو سال")
        await owner.says_and_sees("/roles", "هنوز کسی نقشی ندارد")
        listed = await owner.taps_and_sees("دعوت‌های باز: ۲", "صاحب‌نظر، منطقهٔ ۲", "دعوت‌کننده: مدیر")
        assert first not in listed.text
        data = owner.data_of("لغو ۲: صاحب‌نظر، منطقهٔ ۲")
        await owner.taps_and_sees("لغو ۲: صاحب‌نظر، منطقهٔ ۲", "این پیوند دیگر کار نمی‌کند")
        await zahra.says_and_sees(f"/start {first}", "این دعوت پیش‌تر استفاده شده")
        owner.phone.press(data=data, message_id=listed.id)
        await owner.sees_toast("دکمه")
        await town.change(update(Invitation).values(expires_at=datetime.now(UTC)))
        await zahra.says_and_sees(f"/start {second}", "این دعوت پیش‌تر استفاده شده")
        assert town.rows(Grant) == []


async def test_typed_words_choose_area_and_end(sqlite_url: str) -> None:
    """A name of any level in any spelling, and a last day in Persian or Latin digits; nonsense is asked again."""
    async with running_bot(sqlite_url, owner_ids=(OWNER,)) as town:
        owner, zahra = town.person("مدیر", person_id=OWNER), town.person("زهرا")
        await owner.says_and_sees("/roles", "نقش")
        await owner.taps_and_sees("دعوت", "کدام نقش؟")
        await owner.taps_and_sees("شهردار منطقه / رئیس ناحیه", "برای کدام محدوده؟")
        await owner.says_and_sees("تجریش", "محدوده‌ای به نام «تجریش» نمی‌شناسم")
        await owner.says_and_sees("ساحلی", "۲ محله به این نام")
        await owner.says_and_sees("منطقه 1", "تا کی؟")
        await owner.says_and_sees("فردا", "«فردا» تاریخ نیست")
        await owner.says_and_sees("۱۳۹۰/۰۱/۰۱", "این روز گذشته است")
        await owner.says_and_sees("۱۴۵۰-۶-۳۱", "شهردار منطقه، منطقهٔ ۱", "تا ۳۱ شهریور ۱۴۵۰")
        (payload,) = re.findall(r"start=(inv_\S+)", bare(owner.last.text))
        await zahra.says_and_sees(f"/start {payload}", "شهردار منطقه، منطقهٔ ۱")
        assert town.row(Grant).ends_at == datetime(2071, 9, 23, tzinfo=town.settings.city.zone)


async def test_an_office_gets_another_area_and_another_end(sqlite_url: str) -> None:
    """Both are changed on its card; its holder is told once of what holds now, and reaches the new area only."""
    async with running_bot(sqlite_url, owner_ids=(OWNER,)) as town:
        owner, zahra = town.person("مدیر", person_id=OWNER), town.person("زهرا")
        payload = await invited(town, owner, "عضو شورای محله", "منطقهٔ ۱", "گلسار")
        await zahra.says_and_sees(f"/start {payload}", "خوش آمدید")
        await owner.says_and_sees("/roles", "نقش واگذار شده است", "زهرا")
        await owner.taps_and_sees("۱", "\nاز ")
        await owner.taps_and_sees("تغییر محدوده", "برای کدام محدوده؟")
        await owner.taps("منطقهٔ ۱")
        await owner.phone.wait_for(lambda message: "همهٔ منطقهٔ ۱" in message.labels)
        await owner.taps_and_sees("باغ شاه", "زهرا", "عضو شورای محله، باغ شاه")
        await owner.taps_and_sees("تغییر پایان", "تا کی؟")
        await owner.taps_and_sees("چهار سال", "زهرا", "تا")
        grant = town.row(Grant)
        assert grant.ends_at is not None
        assert grant.ends_at - datetime.now(UTC) > timedelta(days=4 * 365)
        actions = [(row.action, row.before, row.after) for row in town.rows(Audit)][2:]
        assert [action for action, _, _ in actions] == ["grant.change", "grant.change"]
        assert actions[1][1] == {"ends_at": None}


async def test_who_owns_the_whole_city_hands_out_roles(sqlite_url: str) -> None:
    """A second owner by invitation has /roles and /audit until the role is taken back; of a district, has neither."""
    async with running_bot(sqlite_url, owner_ids=(OWNER,)) as town:
        owner, zahra, reza = town.person("مدیر", person_id=OWNER), town.person("زهرا"), town.person("رضا")
        await zahra.says_and_sees(f"/start {await invited(town, owner, 'مدیر سامانه', 'همهٔ شهر')}", "/roles", "/audit")
        await invited(town, zahra, "دبیرخانه", "همهٔ شهر")
        part = await invited(town, owner, "مدیر سامانه", "منطقهٔ ۱", "همهٔ منطقهٔ ۱")
        answer = await reza.says_and_sees(f"/start {part}", "مدیر سامانه، منطقهٔ ۱", "/desk")
        assert "/roles" not in answer.text
        await reza.says_and_sees("/roles", "پیدا نشد")
        await reza.says_and_sees("/audit", "پیدا نشد")
        await town.change(update(Grant).where(col(Grant.area_id).is_(None)).values(revoked_at=datetime.now(UTC)))
        await zahra.says_and_sees("/roles", "پیدا نشد")


async def test_the_links_of_whoever_owns_no_more_hand_out_nothing(sqlite_url: str) -> None:
    """An owner's grant is taken back: the invitation they made a moment ago does not work any more."""
    async with running_bot(sqlite_url, owner_ids=(OWNER,)) as town:
        owner, zahra, reza = town.person("مدیر", person_id=OWNER), town.person("زهرا"), town.person("رضا")
        await zahra.says_and_sees(f"/start {await invited(town, owner, 'مدیر سامانه', 'همهٔ شهر')}", "/roles")
        payload = await invited(town, zahra, "مدیر سامانه", "همهٔ شهر")
        await town.change(update(Grant).values(revoked_at=datetime.now(UTC)))
        await reza.says_and_sees(f"/start {payload}", "این دعوت پیش‌تر استفاده شده")


_IDS = ("0", "1", "-1", "zzzzzzzzzzzz")
_ROLES = ("page", "open", "revoke", "revoked", "invite", "end", "area", "invitations", "withdraw", "nonsense")
_OFFICE = ("role", "choose", "open", "page", "back", "whole", "term", "later", "nonsense")
_FORGED = [
    *(f"1:roles:{action}:{number}:0" for action in _ROLES for number in _IDS),
    *(f"1:office:{action}:{number}:{version}" for action in _OFFICE for number in _IDS for version in "012z"),
    *(f"1:audit:page:{number}:0" for number in _IDS),
]


async def _state(town: Town) -> list[Any]:
    await town.quiet()
    return [[row.model_dump() for row in town.rows(table)] for table in (Grant, Invitation, Audit)]


async def test_buttons_of_owners_in_other_hands_do_nothing(sqlite_url: str) -> None:
    """Every button of roles and audit, forged by a resident and by a council member: “not found”, no row changes."""
    async with running_bot(sqlite_url, owner_ids=(OWNER,)) as town:
        owner, zahra, maryam = town.person("مدیر", person_id=OWNER), town.person("زهرا"), town.person("مریم")
        await zahra.says_and_sees(f"/start {await invited(town, owner, 'عضو شورای محله', 'منطقهٔ ۱', 'گلسار')}", "خوش")
        message = await maryam.says_and_sees("/help", "راهنما")
        shown = await zahra.says_and_sees("/help", "راهنما")
        before = await _state(town)
        for data in _FORGED:
            maryam.phone.press(data=data, message_id=message.id)
            zahra.phone.press(data=data, message_id=shown.id)
        await town.quiet(60)
        assert await _state(town) == before
        for one in (maryam, zahra):
            said = one.heard("پیدا نشد")
            assert len(said) >= len([data for data in _FORGED if "nonsense" not in data])
            assert one.heard("نقش واگذار شده") == []


async def test_made_up_buttons_in_the_hands_of_owners_break_nothing(sqlite_url: str) -> None:
    """The same buttons pressed by an owner: nothing is set aside, and no office but the one revoked changes."""
    async with running_bot(sqlite_url, owner_ids=(OWNER,)) as town:
        owner = town.person("مدیر", person_id=OWNER)
        message = await owner.says_and_sees("/help", "راهنما")
        for data in _FORGED:
            owner.phone.press(data=data, message_id=message.id)
        await town.quiet(60)
        assert town.rows(Grant) == []
        assert town.set_aside() == []


async def test_old_buttons_change_nothing(sqlite_url: str) -> None:
    """Buttons of a choice that is over, or of one begun anew, only say so; the new one goes on."""
    async with running_bot(sqlite_url, owner_ids=(OWNER,)) as town:
        owner, zahra = town.person("مدیر", person_id=OWNER), town.person("زهرا")
        await owner.says_and_sees("/roles", "هنوز کسی نقشی ندارد")
        question = await owner.taps_and_sees("دعوت", "کدام نقش؟")
        old = owner.data_of("دبیرخانه")
        await owner.taps_and_sees("صاحب‌نظر", "برای کدام محدوده؟")
        whole = owner.data_of("همهٔ شهر")
        owner.phone.press(data=old, message_id=question.id)
        await owner.sees_toast("دکمه")
        await owner.says_and_sees("گلسار", "تا کی؟")
        term = owner.data_of("بدون پایان")
        await owner.taps_and_sees("بدون پایان", "صاحب‌نظر، گلسار")
        for data in (whole, term):
            owner.phone.press(data=data, message_id=question.id)
        await town.quiet()
        assert len(town.rows(Invitation)) == 1
        assert town.row(Invitation).role == Role.EXPERT
        await zahra.says_and_sees("/start", "محله")


async def test_cancel_and_not_now_leave_everything(sqlite_url: str) -> None:
    """/cancel, «not now» and /roles in the middle end the choice; what is typed next is a resident's words again."""
    async with running_bot(sqlite_url, owner_ids=(OWNER,)) as town:
        owner = town.person("مدیر", person_id=OWNER)
        for leave in ("/cancel", "فعلاً نه", "/roles"):
            await owner.says_and_sees("/roles", "هنوز کسی نقشی ندارد")
            await owner.taps_and_sees("دعوت", "کدام نقش؟")
            await owner.taps_and_sees("صاحب‌نظر", "برای کدام محدوده؟")
            await owner.taps_and_sees("همهٔ شهر", "تا کی؟")
            if leave.startswith("/"):
                await owner.says_and_sees(leave, "هنوز کسی نقشی ندارد" if leave == "/roles" else "چیزی تغییر نکرد")
            else:
                await owner.taps_and_sees(leave, "چیزی تغییر نکرد")
        await owner.says_and_sees("چراغ کوچهٔ ما سوخته است", "پیش‌نویس شما:")
        assert town.rows(Invitation) == []


async def test_a_link_is_not_left_lying_in_the_answers(sqlite_url: str) -> None:
    """Once the message with the link was sent, the timer's work empties it: only the hash stays in the database."""
    async with running_bot(sqlite_url, owner_ids=(OWNER,)) as town:
        owner = town.person("مدیر", person_id=OWNER)
        payload = await invited(town, owner, "دبیرخانه", "همهٔ شهر")
        await town.quiet()
        await settle_roles(town)
        left = [row.parameters for row in town.rows(Answer) if payload in str(row.parameters)]
        assert left == []
