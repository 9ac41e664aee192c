from sqlalchemy import update

from models.area import Level
from models.audit import Audit
from models.database import table_of
from models.delivery import Delivery
from models.entry import Claim
from models.role import Grant, Role
from models.submission import Submission
from tests.e2e.harness import Town, running_bot
from tests.e2e.office import Staff, area_id, hire, settled
from tests.e2e.resident import bare


async def _case(town: Town, role: Role = Role.SECRETARIAT, area: int | None = None) -> Staff:
    maryam = await settled(town, "مریم")
    await maryam.registers("چراغ کوچه سوخته است")
    staff = await hire(town, "زهرا", role, area)
    await staff.opens(town.submission)
    return staff


async def test_kind_topic_and_visibility_are_put_right_silently(database_url: str) -> None:
    """Each is two or three taps; the author is told nothing; every change is an audit row with before and after."""
    async with running_bot(database_url) as town:
        zahra = await _case(town)
        await zahra.chooses("بیشتر", "اصلاح نوع")
        await zahra.taps_and_sees("پیشنهاد", "📄", "پیشنهاد")
        await zahra.chooses("بیشتر", "اصلاح موضوع")
        await zahra.taps_and_sees("فضای سبز", "دربارهٔ چیست؟")
        await zahra.taps_and_sees("بازگشت", "دربارهٔ چیست؟", "📄")
        await zahra.chooses("فضای سبز")
        await zahra.taps_and_sees("کل این موضوع", "فضای سبز", "الان در دست شماست")
        await zahra.chooses("بیشتر")
        await zahra.taps_and_sees("فقط دبیرخانه ببیند", "فقط برای دبیرخانه")
        await town.quiet()
        made = town.submission
        assert (made.kind, made.topic, made.visibility) == ("proposal", "green", "staff_only")
        changes = [(row.before, row.after) for row in town.rows(Audit) if row.action == "submission.correct"]
        assert changes == [
            ({"kind": "report"}, {"kind": "proposal"}),
            ({"topic": "lighting"}, {"topic": "green"}),
            ({"visibility": "public"}, {"visibility": "staff_only"}),
        ]
        assert town.rows(Delivery) == []


async def test_a_complaint_cannot_be_shown_to_neighbours(sqlite_url: str) -> None:
    """Corrected to a complaint it is for the staff; no button and no forged press opens it again."""
    async with running_bot(sqlite_url) as town:
        zahra = await _case(town)
        await zahra.chooses("بیشتر", "اصلاح نوع")
        await zahra.taps_and_sees("شکایت", "فقط برای دبیرخانه")
        more = await zahra.taps_and_sees("بیشتر", "چه کاری")
        assert "همسایه‌ها هم ببینند" not in more.labels
        made = town.submission
        zahra.phone.press(data=f"1:case:show:{made.id}:{made.version}", message_id=more.id)
        await zahra.sees("فقط برای دبیرخانه")
        assert town.submission.visibility == "staff_only"


async def test_whom_a_complaint_is_about(database_url: str) -> None:
    """A council's member who says it is about them is told that they lose it; those above say so, or clear it."""
    async with running_bot(database_url) as town:
        sara = await _case(town, Role.COUNCIL, area_id(town, "گلسار"))
        more = await sara.taps_and_sees("بیشتر", "چه کاری")
        assert "دربارهٔ چه کسی؟" not in more.labels
        await sara.chooses("اصلاح نوع")
        await sara.taps_and_sees("شکایت", "فقط برای دبیرخانه")
        await sara.chooses("بیشتر")
        asked = await sara.taps_and_sees("دربارهٔ چه کسی؟", "این شکایت دربارهٔ کیست؟", "📄")
        assert asked.labels == ["عضو شورای محله", "کارمند شهرداری", "✓ هیچ‌کدام", "بازگشت"]
        gone = await sara.taps_and_sees("عضو شورای محله", "از این پس فقط سطح بالاتر آن را می‌بیند")
        assert (gone.id, "چراغ کوچه" in gone.text) == (asked.id, False)
        made = town.submission
        assert (made.about, made.about_area_id, town.rows(Claim)) == ("council", area_id(town, "گلسار"), [])
        for data in ("case:about_nobody", "case:abouts", "case:card"):
            sara.phone.press(data=f"1:{data}:{made.id}:{made.version}", message_id=gone.id)
            await sara.sees("پیدا نشد")
        await sara.says_and_sees("/desk", "همهٔ بازها: ۰", "در دست من: ۰")
        zahra = await hire(town, "زهرا", Role.SECRETARIAT, None)
        await zahra.opens(made)
        await zahra.chooses("بیشتر", "دربارهٔ چه کسی؟")
        await zahra.taps_and_sees("کارمند شهرداری", "دربارهٔ کارمند")
        assert town.submission.about_area_id == area_id(town, "منطقهٔ ۱", Level.DISTRICT)
        await zahra.chooses("بیشتر", "دربارهٔ چه کسی؟", "هیچ‌کدام")
        assert [town.submission.about, town.submission.about_area_id] == [None, None]
        await sara.says_and_sees("/desk", "همهٔ بازها: ۱")
        assert town.rows(Delivery) == []


async def test_placing_what_has_no_neighbourhood(database_url: str) -> None:
    """«محله» on the card, down the tree or typed: it lies there now, and is in the tray of those without no more."""
    async with running_bot(database_url) as town:
        zahra = await _case(town)
        await town.change(
            update(table_of(Submission)).values(area_id=area_id(town, "ایزدشهر", Level.CITY), needs_placing=True)
        )
        await zahra.says_and_sees("/desk", "بدون محله: ۱")
        await zahra.opens(town.submission)
        assert "محله هنوز معلوم نیست" in zahra.card
        await zahra.taps_and_sees("محله", "کدام محله؟", "📄")
        await zahra.says_and_sees("نیست‌آباد", "محله‌ای به نام «نیست‌آباد» نمی‌شناسم")
        await zahra.says_and_sees("ساحلی", "کدام")
        await town.quiet()
        await zahra.says_and_sees("باغ شاه", "📄", "منطقهٔ ۱ › باغ شاه")
        assert (town.submission.area_id, town.submission.needs_placing) == (area_id(town, "باغ شاه"), False)
        await zahra.says_and_sees("/desk", "بدون محله: ۰")


async def test_placing_out_of_reach(database_url: str) -> None:
    """A district's manager may pass something on to another district; then it is theirs no more, and that is said."""
    async with running_bot(database_url) as town:
        manager = await _case(town, Role.MANAGER, None)
        await town.change(update(table_of(Grant)).values(area_id=area_id(town, "منطقهٔ ۱", Level.DISTRICT)))
        await manager.chooses("بیشتر", "اصلاح محله")
        await manager.taps_and_sees("منطقهٔ ۲", "کدام محله؟")
        gone = await manager.taps_and_sees("علی‌آباد", "در محدودهٔ شما نیست")
        assert "چراغ کوچه" not in bare(gone.text)
        await manager.taps_and_sees("میز کار", "تازه: ۰")


async def test_a_council_member_places_nothing(sqlite_url: str) -> None:
    """A council's member corrects kind and topic, not place or letter, and sees no name; forged presses find none."""
    async with running_bot(sqlite_url) as town:
        maryam = await settled(town, "مریم")
        await maryam.registers("چراغ کوچه سوخته است")
        sara = await hire(town, "سارا", Role.COUNCIL, area_id(town, "گلسار"))
        await sara.opens(town.submission)
        more = await sara.taps_and_sees("بیشتر", "چه کاری")
        assert set(more.labels) == {"اصلاح نوع", "اصلاح موضوع", "فقط دبیرخانه ببیند", "پروندهٔ کامل", "بازگشت"}
        made = town.submission
        for action in ("place", "letter", "name"):
            sara.phone.press(data=f"1:case:{action}:{made.id}:{made.version}", message_id=more.id)
            await sara.sees("پیدا نشد")
        sara.phone.press(data=f"1:case_area:choose:{area_id(town, 'باغ شاه')}:1", message_id=more.id)
        await sara.sees_toast("این دکمه قدیمی بود")
        await town.quiet()
        assert town.submission.area_id == area_id(town, "گلسار")


async def test_old_lists_of_places_and_topics(sqlite_url: str) -> None:
    """A list drawn before something changed moves nothing; places and topics that are not there neither."""
    async with running_bot(sqlite_url) as town:
        zahra = await _case(town)
        await zahra.chooses("بیشتر", "اصلاح محله")
        old = zahra.data_of("منطقهٔ ۲")
        await zahra.taps_and_sees("بازگشت", "چراغ کوچه")
        await zahra.chooses("بیشتر", "اصلاح موضوع")
        for data in (old, "1:case_topic:choose:1:0", "1:case_area:choose:zzzzzzzz:0"):
            zahra.phone.press(data=data, message_id=zahra.last.id)
            await zahra.sees("📄")
            await town.quiet()
        made = town.submission
        assert (made.topic, made.area_id) == ("lighting", area_id(town, "گلسار"))
        await zahra.chooses("بیشتر", "اصلاح محله")
        version = zahra.data_of("منطقهٔ ۲").rpartition(":")[2]
        zahra.phone.press(data=f"1:case_area:choose:zzzzzzzz:{version}", message_id=zahra.last.id)
        await zahra.sees("چراغ کوچه")
        assert town.submission.area_id == area_id(town, "گلسار")
