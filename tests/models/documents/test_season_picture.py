import struct

import pytest

from locales import translator
from models.area import Level
from models.area_tree import Place
from models.documents.season_picture import TEMPLATE, season_data, season_png
from models.documents.typeset import pdf_of
from models.goal import GoalStatus
from models.goal_season import GoalMoved, SeasonShown
from models.resolution import Resolution
from models.season import Season
from tests.models.documents.charts import on_top
from tests.models.documents.drawn import Drawn, bare

FA = translator("fa")
CITY = Place(1, Level.CITY, "ایزدشهر", None, "ایزدشهر")


def moved(number: int, title: str, before: float | None, after: float | None, **given: object) -> GoalMoved:
    """A goal that came from somewhere to somewhere."""
    return GoalMoved(number, number, title, 1, "ایزدشهر", GoalStatus.ACTIVE, 3, before, after, **given)  # type: ignore[arg-type]  # any of its fields


FULL = SeasonShown(
    Season(1405, 3),
    True,
    "ایزدشهر",
    goals=(
        moved(
            7, "توسعهٔ فضاهای سبز", 0.62, 1.0, value_before=31.0, value_after=50.0, unit="هکتار", is_newly_reached=True
        ),
        moved(
            5, "بهبود وضعیت شبکه‌های ارتباطی و نظام حمل‌ونقل عمومی و همگانی با توجه به زیرساخت‌های موجود شهر", 0.2, 0.61
        ),
        moved(12, "کلاس‌های آموزشی", 0.5, 0.4),
        moved(13, "بازسازی ابنیه", None, None),
        moved(14, "Wi-Fi در ۱۲ بوستان", 0.0, 0.0),
        moved(15, "Donaudampfschifffahrt" * 9, None, 0.35),
        *(moved(number, f"هدفی دیگر {number}", 0.1, 0.2) for number in range(16, 30)),
    ),
    quiet=4,
    calls=1,
    ideas=1234,
    resolutions=((Resolution(term=6, year=1405, number=3), CITY),),
    has_before=True,
)
SEASONS = {
    "full": FULL,
    "empty": SeasonShown(Season(1405, 2), False, "ایزدشهر"),
    "a call alone": SeasonShown(Season(1405, 4), True, "گلسار", True, calls=1, ideas=2),
    "one goal": SeasonShown(Season(1406, 1), False, "گلسار", True, goals=FULL.goals[:1]),
}


@pytest.mark.parametrize("name", SEASONS)
def test_nothing_is_cut_or_covered(name: str) -> None:
    """One page, nothing outside it, no letter on another, none without a shape, none too small."""
    drawn = Drawn.of(pdf_of(TEMPLATE, season_data(SEASONS[name], FA)))
    assert len(drawn.boxes) == 1
    assert drawn.outside(6.0) == []
    assert drawn.missing == []
    assert on_top(drawn) == []
    assert min(one.size for one in drawn.glyphs) >= 11.0


def test_what_it_says() -> None:
    """The season, whose goals, what was counted, from where to where, and how many goals are left out."""
    text = Drawn.of(pdf_of(TEMPLATE, season_data(FULL, FA))).text
    for words in (
        "این فصل چه گذشت (پاییز ۱۴۰۵)",
        "هدف‌های سراسر ایزدشهر",
        "۶۰",
        "گزارش پیشرفت",
        "۱٬۲۳۴",
        "مصوبهٔ اثرگذار",
        "۷. توسعهٔ فضاهای سبز",
        "از ۶۲٪ به ۱۰۰٪، از ۳۱ به ۵۰ هکتار",
        "از ۵۰٪ به ۴۰٪",
        "همچنان ۰٪",
        "و ۱۴ هدف دیگر",
        "از ۴ هدف خبر تازه‌ای نرسید.",
    ):
        assert bare(words) in text, words


def test_an_empty_season_says_so() -> None:
    """No tiles of zeros: a sentence."""
    text = Drawn.of(pdf_of(TEMPLATE, season_data(SEASONS["empty"], FA))).text
    assert bare("در این فصل گزارشی از پیشرفت نیامد.") in text
    assert "۰هدف" not in text


def test_a_telegram_photo() -> None:
    """720 pixels wide, and at most twice as tall: messengers make taller ones smaller."""
    width, height = struct.unpack(">II", season_png(FULL, FA)[16:24])
    assert width == 720
    assert height <= 2 * width
