import pytest

from bot.playground import FaultKind
from tests.e2e.harness import running_bot


async def test_help(sqlite_url: str) -> None:
    """/help names every command and whom to call when a life is in danger."""
    async with running_bot(sqlite_url) as town:
        maryam = town.person("مریم")
        answer = await maryam.says_and_sees("/help", "راهنما", "۱۲۵ آتش‌نشانی، ۱۱۵ اورژانس، ۱۱۰ پلیس")
        await town.quiet()
        menu = {command["command"] for command in maryam.phone.commands}
        assert menu == {
            "new",
            "my",
            "area",
            "meetings",
            "resolutions",
            "goals",
            "subscriptions",
            "language",
            "cancel",
            "privacy",
            "help",
        }
        assert all(f"/{command}" in answer.text for command in menu - {"help"})


async def test_help_without_emergency_numbers(sqlite_url: str) -> None:
    """A city that gave no numbers has no sentence about them."""
    async with running_bot(sqlite_url, emergency_numbers="") as town:
        assert "خطر" not in (await town.person("مریم").says_and_sees("/help", "راهنما")).text


async def test_language_and_back(database_url: str) -> None:
    """/language changes the language of everything from that answer on, the open draft's card included."""
    async with running_bot(database_url) as town:
        maryam = town.person("مریم")
        await maryam.settles("گلسار")
        await maryam.says_and_sees("چراغ کوچه سوخته است", "پیش‌نویس شما:")
        question = await maryam.says_and_sees("/language", "به کدام زبان بنویسم؟")
        assert question.labels == ["✓ فارسی", "English"]
        await maryam.taps("English")
        await maryam.sees("From now on I write in English")
        await maryam.sees(
            "Your draft:", "Problem report · Street lighting · گلسار neighbourhood", "چراغ کوچه سوخته است"
        )
        await town.quiet()
        maryam.check_card_is_last()
        await maryam.says("/language")
        await maryam.sees("In which language shall I write?")
        await maryam.taps("فارسی")
        await maryam.sees("از این پس فارسی می‌نویسم")
        await town.quiet()
        await maryam.says_and_sees("تمام", "ثبت شد")


async def test_the_command_menu_speaks_the_chosen_language(sqlite_url: str) -> None:
    """Whoever chooses a language, by /language or on the greeting, has a menu in it; nobody else's changes."""
    async with running_bot(sqlite_url) as town:
        maryam, peter = town.person("مریم"), town.person("Peter")

        async def about_new() -> list[str]:
            await town.quiet()
            return [who.phone.commands[0]["description"] for who in (maryam, peter)]

        await maryam.says_and_sees("/language", "به کدام زبان بنویسم؟")
        await maryam.taps_and_sees("English", "From now on I write in English")
        assert await about_new() == ["Write something new", "نوشتن درخواست تازه"]
        await peter.says_and_sees("/start", "محلهٔ شما کدام است؟")
        await peter.taps_and_sees("English", "Which neighbourhood is yours?")
        await maryam.says_and_sees("/language", "In which language")
        await maryam.taps_and_sees("فارسی", "از این پس فارسی می‌نویسم")
        assert await about_new() == ["نوشتن درخواست تازه", "Write something new"]


async def test_an_owner_has_a_menu_of_their_own(sqlite_url: str) -> None:
    """After /start the owner's menu has /export, in their language; a resident's has not."""
    async with running_bot(sqlite_url, owner_ids=(7_100_000_001,)) as town:
        owner, maryam = town.person("مدیر"), town.person("مریم")
        for who in (owner, maryam):
            await who.says_and_sees("/start", "محلهٔ شما کدام است؟")
        await town.quiet()
        own, residents = ({one["command"]: one["description"] for one in who.phone.commands} for who in (owner, maryam))
        assert own.items() > residents.items()
        assert "فایل" in own["export"]
        assert "export" not in residents


@pytest.mark.parametrize(("code", "description"), [(400, "Bad Request: no menus"), (404, "Not Found")])
async def test_a_messenger_without_menus(sqlite_url: str, code: int, description: str) -> None:
    """Where the messenger has no menus, the language changes all the same, and nobody is told of a failure."""
    async with running_bot(sqlite_url) as town:
        maryam = town.person("مریم")
        town.may_fail = True
        town.playground.faults.add(
            FaultKind.ERROR, method="setMyCommands", times=None, code=code, description=description
        )
        await maryam.says_and_sees("/language", "به کدام زبان بنویسم؟")
        await maryam.taps_and_sees("English", "From now on I write in English")
        await maryam.says_and_sees("/help", "How to use me")
        assert maryam.heard("could not show") == []
        assert town.errors == []


async def test_a_whole_dialogue_in_english(sqlite_url: str) -> None:
    """Somebody whose app speaks English gets English from the first word to the tracking code."""
    async with running_bot(sqlite_url) as town:
        peter = town.person("Peter", language="en")
        await peter.says_and_sees("/start", "Which neighbourhood is yours?")
        await peter.says_and_sees("گلسار", "Noted: گلسار neighbourhood")
        await peter.says_and_sees("The lamp in our street is broken", "Your draft:", "Neighbours see the text")
        done = await peter.says_and_sees("done", "Registered. Tracking code:")
        assert town.submission.code in done.text
        await peter.says_and_sees("/my", "Your 1 submission", town.submission.code, "Registered")


async def test_an_unknown_command_says_so(sqlite_url: str) -> None:
    """A command nobody knows is answered, and is never registered as words."""
    async with running_bot(sqlite_url) as town:
        maryam = town.person("مریم")
        for command in ("/foo", "/report چراغ", "/start@other_bot"):
            await maryam.says_and_sees(command, "این فرمان را نمی‌شناسم")
        await maryam.says_and_sees("/МОЙ", "پیش‌نویس شما:")  # no command to the messenger: words like any other


async def test_cancel_with_nothing_open(sqlite_url: str) -> None:
    """/cancel with nothing to put away says so; where a neighbourhood was asked it is «not now»."""
    async with running_bot(sqlite_url) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("/cancel", "چیزی برای کنار گذاشتن نیست")
        await maryam.says_and_sees("/new", "به زبان خودتان بنویسید")
        await maryam.says_and_sees("/cancel", "هر وقت حرفی داشتید")
        await maryam.says_and_sees("/start", "محلهٔ شما کدام است؟")
        await maryam.says_and_sees("/cancel", "باشد. بدون آن هم می‌توانید اینجا بنویسید")


@pytest.mark.parametrize("step", [None, "تغییر موضوع", "ویرایش", "انتخاب محله", "ثبت"])
async def test_a_command_in_the_middle(sqlite_url: str, step: str | None) -> None:
    """Whatever step the draft is at, a command is answered, and the draft's card is the newest message again."""
    answers = {
        "/help": "راهنما",
        "/my": "هنوز چیزی ثبت نکرده‌اید",
        "/foo": "این فرمان را",
        "/language": "به کدام زبان",
    }
    async with running_bot(sqlite_url) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("چراغ کوچه سوخته است", "پیش‌نویس شما:")
        for command, answer in answers.items():
            if step is not None:
                await maryam.taps_and_sees(step, "؟")
            await maryam.says_and_sees(command, answer)
            await town.quiet()
            maryam.check_card_is_last()
        await maryam.says_and_sees("و خطرناک است", "«چراغ کوچه سوخته است", "و خطرناک است»")


async def test_start_in_the_middle_of_a_draft(database_url: str) -> None:
    """/start over a draft asks for the neighbourhood, and afterwards the draft is there again, whole."""
    async with running_bot(database_url) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("چراغ کوچه سوخته است", "پیش‌نویس شما:")
        await maryam.says_and_sees("/start", "محلهٔ شما کدام است؟")
        await maryam.says("گلسار")
        await maryam.sees("محلهٔ گلسار یادداشت شد")
        await maryam.sees("«چراغ کوچه سوخته است»")
        await town.quiet()
        maryam.check_card_is_last()
        await maryam.says_and_sees("/start", "شما در محلهٔ گلسار هستید")
        await town.quiet()
        maryam.check_card_is_last()
        await maryam.says_and_sees("/start", "شما در محلهٔ گلسار هستید")
        await town.quiet()
        await maryam.says_and_sees("همین", "؟")
