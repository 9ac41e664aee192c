from sqlmodel import col, update

from bot.playground import Playground
from models.dialogue import Dialogue
from models.person import Account, Contact, Person
from models.submission import Submission
from tests.e2e.harness import running_bot


async def test_two_people_interleaved(database_url: str) -> None:
    """Two who write at the same time never meet each other's words, and get codes of their own."""
    async with running_bot(database_url) as town:
        maryam, peter = town.person("مریم"), town.person("Peter", language="en")
        await maryam.says("/start")
        await peter.says("/start")
        await maryam.sees("محلهٔ شما کدام است؟")
        await peter.sees("Which neighbourhood is yours?")
        await maryam.says("گلسار")
        await peter.says("باغ شاه")
        await maryam.sees("محلهٔ گلسار یادداشت شد")
        await peter.sees("Noted: باغ شاه neighbourhood")
        await maryam.says("چراغ کوچه سوخته است")
        await peter.says("The bench is broken")
        await maryam.sees("«چراغ کوچه سوخته است»")
        await peter.sees("“The bench is broken”")
        await maryam.taps("ثبت")
        await peter.taps("Register")
        await maryam.sees("ثبت شد. کد رهگیری:")
        await peter.sees("Registered. Tracking code:")
        texts = {row.text: row.person_id for row in town.rows(Submission)}
        owners = {row.user_id: row.person_id for row in town.rows(Account)}
        assert texts == {"چراغ کوچه سوخته است": owners[maryam.id], "The bench is broken": owners[peter.id]}
        assert len({row.code for row in town.rows(Submission)}) == 2


async def test_fifty_people_at_once(database_url: str) -> None:
    """Fifty who confirm at the same moment get fifty codes, and each record is its author's."""
    async with running_bot(database_url, city=()) as town:
        people = [town.person(f"شهروند {number}") for number in range(50)]
        for number, somebody in enumerate(people):
            await somebody.says(f"پیام {number} از کوچهٔ ما", "و خواهش می‌کنم رسیدگی کنید", "ثبت")
        for somebody in people:
            await somebody.sees("ثبت شد. کد رهگیری:")
        await town.quiet()
        owners = {row.user_id: row.person_id for row in town.rows(Account)}
        found = {row.person_id: row for row in town.rows(Submission)}
        assert len({row.serial for row in found.values()}) == 50
        for number, somebody in enumerate(people):
            expected = f"پیام {number} از کوچهٔ ما\nو خواهش می‌کنم رسیدگی کنید"
            assert found[owners[somebody.id]].text == expected


async def test_a_draft_survives_a_restart(database_url: str) -> None:
    """After a restart the card's button works, and what is written joins the draft; one card is live."""
    async with running_bot(database_url) as town:
        maryam = town.person("مریم")
        await maryam.settles("گلسار")
        await maryam.says_and_sees("چراغ کوچه سوخته است", "پیش‌نویس شما:")
        await town.restart()
        await maryam.says_and_sees("لطفاً درست کنید", "«چراغ کوچه سوخته است", "لطفاً درست کنید»")
        await town.quiet()
        maryam.check_card_is_last()
        await town.restart()
        await maryam.taps_and_sees("ثبت", "ثبت شد")
        assert town.submission.text == "چراغ کوچه سوخته است\nلطفاً درست کنید"


async def test_what_is_written_while_the_bot_is_down_is_answered(database_url: str) -> None:
    """Messages and presses that came while nothing ran are worked off in their order."""
    async with running_bot(database_url, city=()) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("چراغ کوچه سوخته است", "پیش‌نویس شما:")
        await town.quiet()
        await town.stop()
        await maryam.says("لطفاً درست کنید", "همین", "نیمکت بوستان هم شکسته است")
        await town.start()
        await maryam.sees("به درخواست قبلی", "اضافه شود؟")
        await maryam.taps_and_sees("نه، جداست", "«نیمکت بوستان هم شکسته است»")
        await town.quiet()
        assert town.submission.text == "چراغ کوچه سوخته است\nلطفاً درست کنید"
        maryam.check_card_is_last()


async def test_a_step_of_another_version_keeps_the_draft(database_url: str) -> None:
    """A row whose step this version does not know: the draft is kept and goes on at its card."""
    async with running_bot(database_url, city=()) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("چراغ کوچه سوخته است", "پیش‌نویس شما:")
        await town.quiet()
        for what in ("says", "taps", "sticker"):
            await town.change(update(Dialogue).where(col(Dialogue.name) == "draft").values(step="topic_of_part_two"))
            if what == "says":
                await maryam.says_and_sees("لطفاً درست کنید", "«چراغ کوچه سوخته است", "لطفاً درست کنید»")
            elif what == "sticker":
                maryam.phone.send_sticker()
                await maryam.sees("استیکر ثبت نمی‌شود")
            else:
                await maryam.taps_and_sees("ویرایش", "چه چیزی را تغییر بدهم؟")
            await town.quiet()
        assert "لطفاً درست کنید" in maryam.check_card_is_last().text
        await maryam.taps_and_sees("ثبت", "ثبت شد")


async def test_two_bots_share_one_database(database_url: str) -> None:
    """Two bots keep their chats apart and count their codes together; a person is one person."""
    other = Playground(token="77:playground", bot_username="other_bot")  # noqa: S106  (no secret)
    async with running_bot(database_url, city=()) as town:
        async with running_bot(database_url, city=(), playground=other) as second:
            here = town.person("مریم", person_id=7_500_000_001)
            there = second.person("مریم", person_id=7_500_000_001)
            await here.says_and_sees("چراغ کوچه سوخته است", "«چراغ کوچه سوخته است»")
            await there.says_and_sees("نیمکت بوستان شکسته است", "«نیمکت بوستان شکسته است»")
            await here.taps_and_sees("ثبت", "ثبت شد")
            await there.taps_and_sees("ثبت", "ثبت شد")
            await second.quiet()
        await town.quiet()
        assert len(town.rows(Person)) == 1
        assert {row.bot_id for row in town.rows(Contact)} == {42, 77}
        assert [row.serial for row in town.rows(Submission)] == [1, 2]


async def test_a_new_name_is_noted(sqlite_url: str) -> None:
    """The name a person shows is kept as it is now."""
    async with running_bot(sqlite_url) as town:
        maryam = town.person("مریم", username="maryam")
        await maryam.says_and_sees("/help", "راهنما")
        maryam.phone.user["last_name"] = "احمدی"
        maryam.phone.user.pop("username")
        await maryam.says_and_sees("/help", "راهنما")
        assert (town.row(Account).name, town.row(Account).username) == ("مریم احمدی", None)
