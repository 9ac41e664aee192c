"""/subscriptions: the card, its screens, following more neighbourhoods."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import insert

from models.area import Area
from models.database import table_of
from models.submission import Submission
from models.subscription import FollowedArea, Subscription
from tests.e2e.harness import Town, running_bot
from tests.e2e.office import area_id, person_id
from tests.e2e.resident import Resident, bare

CARD = "چه خبر‌هایی و چه وقت"


def _chosen(town: Town, resident: Resident) -> Subscription:
    return town.row(Subscription, Subscription.person_id == person_id(town, resident))


async def _opened(resident: Resident) -> None:
    await resident.says_and_sees("/subscriptions", CARD)
    await resident.town.quiet()


async def test_one_card_holds_every_choice(database_url: str) -> None:
    """The card says what comes, from where and when; a tap switches a kind off and on, in its place."""
    async with running_bot(database_url) as town:
        maryam = town.person("مریم")
        await maryam.settles("گلسار")
        card = await maryam.says_and_sees("/subscriptions", CARD, "محلهٔ گلسار", "از ساعت ۲۲ تا ۸ چیزی نمی‌رسد")
        assert all(len(row) <= 2 for row in card.buttons)
        assert "✓ اطلاعیه‌ها" in card.labels
        changed = await maryam.taps_and_sees("✓ اطلاعیه‌ها", CARD)
        await town.quiet()
        assert changed.id == card.id
        assert "✗ اطلاعیه‌ها" in maryam.last.labels
        assert not _chosen(town, maryam).notices
        await maryam.taps("✗ اطلاعیه‌ها")
        await town.quiet()
        assert "✓ اطلاعیه‌ها" in maryam.last.labels
        assert _chosen(town, maryam).notices
        for label, kind in (("جلسه‌ها", "meetings"), ("هدف‌ها", "goals"), ("درخواست‌های من", "own")):
            await maryam.taps(f"✓ {label}")
            await town.quiet()
            assert not getattr(_chosen(town, maryam), kind)


async def test_digest_and_quiet_hours(sqlite_url: str) -> None:
    """Digest and hours have a screen each that says in plain words what they mean; the choice is on the card."""
    async with running_bot(sqlite_url) as town:
        maryam = town.person("مریم")
        await _opened(maryam)
        screen = await maryam.taps_and_sees("خلاصه: خاموش", "یکی‌یکی نمی‌رسند", "خبر درخواست‌های خودتان")
        assert "✓ خاموش" in screen.labels
        await maryam.taps_and_sees("روزانه", CARD, "هر روز ساعت ۱۸ یک‌جا در یک پیام")
        await maryam.taps_and_sees("خلاصه: روزانه", "خلاصهٔ خبر‌ها")
        await maryam.taps_and_sees("هفتگی", "جمعه‌ها ساعت ۱۰")
        await maryam.taps_and_sees("سکوت: ۲۲ تا ۸", "ساعت‌های سکوت", "سیل")
        await maryam.taps_and_sees("۲۱ تا ۷", "از ساعت ۲۱ تا ۷ چیزی نمی‌رسد")
        await maryam.taps_and_sees("سکوت: ۲۱ تا ۷", "ساعت‌های سکوت")
        await maryam.taps_and_sees("ندارد", "در هر ساعتی ممکن است برسد")
        await maryam.taps_and_sees("سکوت: ندارد", "ساعت‌های سکوت")
        await maryam.taps_and_sees("بازگشت", CARD)
        chosen = _chosen(town, maryam)
        assert (chosen.digest, chosen.quiet) == ("weekly", "none")


async def test_an_old_card_shows_how_things_stand(sqlite_url: str) -> None:
    """A button of an older card changes nothing: the card becomes what is true now, with a word about it."""
    async with running_bot(sqlite_url) as town:
        maryam = town.person("مریم")
        await _opened(maryam)
        message, data = maryam.last, maryam.data_of("✓ هدف‌ها")
        await maryam.taps("✓ جلسه‌ها")
        await town.quiet()
        maryam.phone.press(data=data, message_id=message.id)
        await maryam.sees_toast("این دکمه قدیمی بود")
        await town.quiet()
        assert {"✗ جلسه‌ها", "✓ هدف‌ها"} <= set(maryam.last.labels)


@pytest.mark.parametrize(
    "forged",
    [
        "subscription:hours:zz",
        "subscription:hours:-1",
        "subscription:digest_hourly:0",
        "subscription:stay:zzzzzzzzzzzz",
        "subscription:leave:zzzzzzzzzzzz",
        "subscription:drop:zzzzzzzzzzzz",
        "subscription:everything:1",
        "follow:choose:zzzzzzzzzzzz",
        "follow:page:zzzzzzzzzzzz",
        "digest:page:1",
    ],
)
async def test_made_up_buttons_change_nothing(sqlite_url: str, forged: str) -> None:
    """Whatever a made-up button says, it is answered, and nobody's choices change."""
    async with running_bot(sqlite_url) as town:
        maryam, spy = town.person("مریم"), town.person("کنجکاو")
        for one in (maryam, spy):
            await _opened(one)
            await one.taps("✓ هدف‌ها")
            await town.quiet()
        version = spy.data_of("✗ هدف‌ها").rsplit(":", 1)[1]
        before = [row.model_dump(exclude={"updated_at"}) for row in town.rows(Subscription)]
        answered = len(spy.messages)
        spy.phone.press(data=f"1:{forged}:{version}", message_id=spy.last.id)
        await town.quiet()
        assert [row.model_dump(exclude={"updated_at"}) for row in town.rows(Subscription)] == before
        assert town.rows(FollowedArea) == []
        assert len(spy.messages) >= answered


async def test_anothers_button_is_about_oneself(sqlite_url: str) -> None:
    """Settings are the presser's own: somebody else's button, pressed, never reaches the other's choices."""
    async with running_bot(sqlite_url) as town:
        maryam, spy = town.person("مریم"), town.person("کنجکاو")
        await _opened(maryam)
        await _opened(spy)
        spy.phone.press(data=maryam.data_of("✓ اطلاعیه‌ها"), message_id=spy.last.id)
        await town.quiet()
        (row,) = town.rows(Subscription)
        assert row.person_id == person_id(town, spy)


async def test_following_by_name_and_from_the_list(database_url: str) -> None:
    """More neighbourhoods are followed by a typed name or from the list, and taken away with a tap."""
    async with running_bot(database_url) as town:
        maryam = town.person("مریم")
        await maryam.settles("گلسار")
        await _opened(maryam)
        await maryam.taps_and_sees("محله‌های دیگر", "محلهٔ گلسار هستید", "محلهٔ دیگری را دنبال نمی‌کنید")
        await maryam.taps_and_sees("افزودن محله", "خبر‌های کدام محله را هم می‌خواهید؟")
        screen = await maryam.says_and_sees("علی اباد", "این‌ها را هم دنبال می‌کنید", "محلهٔ علی‌آباد")
        assert "✗ علی‌آباد" in screen.labels
        await maryam.taps_and_sees("افزودن محله", "خبر‌های کدام محله را هم می‌خواهید؟")
        await maryam.taps_and_sees("منطقهٔ ۱", "خبر‌های کدام محله را هم می‌خواهید؟")
        await maryam.taps_and_sees("باغ شاه", "محلهٔ باغ شاه")
        await maryam.sees_toast("از این پس خبر‌های باغ شاه هم می‌رسد.")
        await town.quiet()
        me = person_id(town, maryam)
        wanted = {area_id(town, "علی‌آباد"), area_id(town, "باغ شاه")}
        assert {row.area_id for row in town.rows(FollowedArea, FollowedArea.person_id == me)} == wanted
        await maryam.taps("✗ علی‌آباد")
        await maryam.sees_toast("دیگر خبر‌های علی‌آباد نمی‌رسد.")
        await town.quiet()
        assert {row.area_id for row in town.rows(FollowedArea)} == {area_id(town, "باغ شاه")}
        await maryam.taps_and_sees("بازگشت", CARD, "محلهٔ باغ شاه")


async def test_a_name_of_two_places_is_asked_about(sqlite_url: str) -> None:
    """Of two places of one name, the bot asks which; «none of them» leads to the list, and /cancel back."""
    async with running_bot(sqlite_url) as town:
        maryam = town.person("مریم")
        await _opened(maryam)
        await maryam.taps_and_sees("محله‌های دیگر", "دنبال نمی‌کنید")
        await maryam.taps_and_sees("افزودن محله", "خبر‌های کدام محله")
        question = await maryam.says_and_sees("ساحلی", "۲ محله")
        assert len(question.labels) == 3
        await maryam.taps_and_sees(question.labels[1], "محلهٔ ساحلی")
        await town.quiet()
        assert len(town.rows(FollowedArea)) == 1
        await maryam.taps_and_sees("افزودن محله", "خبر‌های کدام محله")
        await maryam.says_and_sees("/cancel", "این‌ها را هم دنبال می‌کنید")
        await maryam.says_and_sees("چراغ کوچهٔ ما سوخته است", "پیش‌نویس شما:")


async def test_what_is_no_name_is_a_message(sqlite_url: str) -> None:
    """A report written where a neighbourhood's name was asked becomes a draft; one word is asked about."""
    async with running_bot(sqlite_url) as town:
        maryam = town.person("مریم")
        await _opened(maryam)
        await maryam.taps_and_sees("محله‌های دیگر", "دنبال نمی‌کنید")
        await maryam.taps_and_sees("افزودن محله", "خبر‌های کدام محله")
        await maryam.says_and_sees("چراغانی", "محله‌ای به نام")
        await maryam.taps_and_sees("این متن درخواست من است", "پیش‌نویس شما:", "چراغانی")
        await town.quiet()
        await maryam.taps("انصراف")
        await town.quiet()
        await _opened(maryam)
        await maryam.taps_and_sees("محله‌های دیگر", "دنبال نمی‌کنید")
        await maryam.taps_and_sees("افزودن محله", "خبر‌های کدام محله")
        await maryam.says_and_sees("چراغ کوچهٔ ما سوخته است", "پیش‌نویس شما:")
        await town.quiet()
        assert town.rows(FollowedArea) == []
        assert town.rows(Submission) == []


async def test_ten_neighbourhoods_are_the_most(sqlite_url: str) -> None:
    """An eleventh is refused in plain words; the ten stay."""
    city = tuple(
        ("neighbourhood", f"محلهٔ شمارهٔ {name}", "")
        for name in ["الف", "ب", "پ", "ت", "ث", "ج", "چ", "ح", "خ", "د", "ذ"]
    )
    async with running_bot(sqlite_url, city=city) as town:
        maryam = town.person("مریم")
        await _opened(maryam)
        for area in town.rows(Area)[:10]:
            row = {"person_id": person_id(town, maryam), "area_id": area.id}
            await town.change(insert(table_of(FollowedArea)).values(**row, created_at=datetime(2026, 1, 1, tzinfo=UTC)))
        await _opened(maryam)
        await maryam.taps_and_sees("محله‌های دیگر", "این‌ها را هم دنبال می‌کنید")
        await maryam.taps_and_sees("افزودن محله", "خبر‌های کدام محله")
        await maryam.says_and_sees("محلهٔ شمارهٔ ذ", "۱۰ محله را دنبال می‌کنید")
        assert len(town.rows(FollowedArea)) == 10


async def test_moving_house_asks_about_the_old_news(database_url: str) -> None:
    """Whoever moves is asked whether the old neighbourhood's news should still come; who is new is not."""
    async with running_bot(database_url) as town:
        maryam = town.person("مریم")
        await maryam.settles("گلسار")
        await town.quiet()
        assert not maryam.heard("هنوز برایتان بیاید؟")
        await maryam.says_and_sees("/area", "محلهٔ شما کدام است؟")
        await maryam.says("علی‌آباد")
        await maryam.sees("خبر‌های محلهٔ گلسار هنوز برایتان بیاید؟")
        await maryam.taps_and_sees("بله، بیاید", "خبر‌های محلهٔ گلسار همچنان می‌رسد")
        await town.quiet()
        assert town.row(FollowedArea).area_id == area_id(town, "گلسار")
        await maryam.says_and_sees("/area", "محلهٔ شما کدام است؟")  # back again: it is home, and followed no more
        await maryam.says("گلسار")
        await maryam.sees("خبر‌های محلهٔ علی‌آباد هنوز برایتان بیاید؟")
        await maryam.taps_and_sees("نه، دیگر نه", "دیگر خبر‌های محلهٔ علی‌آباد نمی‌رسد")
        await town.quiet()
        assert town.rows(FollowedArea) == []


async def test_choosing_the_same_place_again_asks_nothing(sqlite_url: str) -> None:
    """Who chooses the place where they live already, from the list too, is asked nothing more."""
    async with running_bot(sqlite_url) as town:
        maryam = town.person("مریم")
        await maryam.settles("گلسار")
        await maryam.says_and_sees("/area", "محلهٔ شما کدام است؟")
        await maryam.says_and_sees("گلسار", "محلهٔ گلسار یادداشت شد")
        await maryam.says_and_sees("/area", "محلهٔ شما کدام است؟")
        await maryam.taps_and_sees("فهرست محله‌ها", "کدام محله؟")
        await maryam.taps_and_sees("منطقهٔ ۱", "کدام محله؟")
        await maryam.taps_and_sees("باغ شاه", "هنوز برایتان بیاید؟")
        await town.quiet()
        assert len(maryam.heard("هنوز برایتان بیاید؟")) == 1
        assert "گلسار" in bare(maryam.heard("هنوز برایتان بیاید؟")[0].text)
