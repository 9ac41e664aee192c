from models.submission import Submission
from tests.e2e.harness import running_bot
from tests.e2e.resident import bare, code_in

_PERSIAN, _ARABIC = (str.maketrans("0123456789", digits) for digits in ("۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩"))


async def test_a_code_in_any_spelling_opens_its_card(database_url: str) -> None:
    """In any digits, with or without dashes, or short as serial and check digit, its author gets the card."""
    async with running_bot(database_url, city=()) as town:
        maryam = town.person("مریم")
        code = await maryam.registers("چراغ کوچه سوخته است")
        serial, check = int(code[5:11]), code[-1]
        spellings = (code, code.replace("-", ""), code.replace("-", "–"), code.replace("-", " "), f" {code} ")
        for typed in (*spellings, f"{serial}-{check}", f"\u2066{code}\u2069"):
            for digits in (typed, typed.translate(_PERSIAN), typed.translate(_ARABIC)):
                await maryam.says(digits)
                card = await maryam.sees("وضعیت: ثبت‌شده", "چراغ کوچه سوخته است")
                assert code_in(card) == code
        await town.quiet()
        assert len(town.rows(Submission)) == 1
        assert maryam.live_cards == []


async def test_somebody_elses_code_is_words(sqlite_url: str) -> None:
    """A code that is not the writer's own, or is mistyped, shows nothing: it is a message like any other."""
    async with running_bot(sqlite_url, city=()) as town:
        maryam, spy = town.person("مریم"), town.person("کنجکاو")
        code = await maryam.registers("راز من این است")
        wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
        await spy.says_and_sees(code, "پیش‌نویس شما:", code)
        await maryam.says_and_sees(wrong, "به درخواست قبلی")
        await town.quiet()
        assert not spy.heard("راز")


async def test_a_code_in_the_middle_of_a_dialogue(database_url: str) -> None:
    """Typed over a draft or a question it opens the card, and is no part of what was being written."""
    async with running_bot(database_url) as town:
        maryam = town.person("مریم")
        await maryam.settles("گلسار")
        code = await maryam.registers("چراغ کوچه سوخته است")
        await maryam.says_and_sees("نیمکت شکسته است", "اضافه شود؟")
        await maryam.says_and_sees(code, "وضعیت: ثبت‌شده")
        await maryam.taps_and_sees("نه، جداست", "«نیمکت شکسته است»")
        await maryam.says_and_sees(code, "وضعیت: ثبت‌شده")
        await town.quiet()
        assert "«نیمکت شکسته است»" in bare(maryam.check_card_is_last().text)
        await maryam.says_and_sees("محلهٔ من", "محلهٔ شما کدام است؟")
        await maryam.says_and_sees(code, "وضعیت: ثبت‌شده")
        await maryam.says_and_sees("باغ شاه", "محلهٔ باغ شاه یادداشت شد")
