import random
import struct
import time
from datetime import date

import pytest

from locales import translator
from models.documents.goal_chart import TEMPLATE, GoalChart, Report, chart_data, chart_png, chart_text
from models.documents.typeset import pdf_of
from models.goal import GoalStatus
from models.goal_progress import Progress
from tests.models.documents.charts import TODAY, chart, on_top
from tests.models.documents.drawn import Drawn, bare

FA, EN = translator("fa"), translator("en")
LONG = (
    "ارتقاء ایمنی و استحکام محیط سکونت و استراحت، کار و فعالیت و گذران اوقات فراغت منطقه و حفظ هویت تاریخی-فرهنگی آن "
    "(ساماندهی بافت‌های با ارزش منطقه) و آب‌های روان و قابل استفاده در سطح شهر و روستاها"
)
RANDOM = random.Random(7)
WALK = [round(number / 4 + RANDOM.uniform(-3, 3), 2) for number in range(400)]
SENTENCES = [
    Report(date(2026, 6, 1), "قرارداد بسته شد."),
    Report(date(2026, 8, 1), "نقشه‌برداری با GIS پایان یافت. " * 12, status_to=GoalStatus.ACTIVE),
    Report(date(2026, 10, 1), "بودجه نرسید.", status_to=GoalStatus.PAUSED),
]
CHARTS: dict[str, GoalChart] = {
    "one": chart([12.0]),
    "two": chart([12.0, 34.5]),
    "eight": chart([3, 8, 8.5, 20, 31, 34.5, 52, 61], every=31),
    "fifty": chart(WALK[:50], every=9),
    "four hundred": chart(WALK, every=3, due_on=None),
    "decreasing": chart([38, 33.5, 34, 24], baseline=40.0, target=15.0, every=45, due_on=date(2026, 9, 22)),
    "huge": chart([1.2e9, 3.4e10, 1.234567890123e11], target=2.5e11, unit="تومان", every=60),
    "scaled unit": chart([1e11, 5e11], target=1e12, unit="میلیون تومان"),
    "tiny": chart([0.0002, 0.0005, 0.0012], target=0.002, unit="میلی‌گرم در لیتر"),
    "beyond": chart([10, 60, 95, 130]),
    "behind": chart([-10, -20, -5, -12], target=50.0),
    "at the target": chart([30, 80, 100], status=GoalStatus.REACHED),
    "close together": chart([99.1, 99.5, 99.8], baseline=99.0),
    "a day": chart([3, 8, 20, 1], every=0),
    "a far day": chart([3, 8, 20], due_on=date(2031, 3, 20)),
    "a day long ago": chart([3, 8, 20], due_on=date(2020, 3, 20)),
    "no target": chart([4, 9, 7], baseline=None, target=None),
    "stated": chart([5, 10, 30, 45], stated=True, every=50),
    "years": chart(WALK[:30], every=200),
    "long title": chart([3, 8, 20], title=LONG),
    "Latin": chart([3, 8, 20], title="توسعهٔ Wi-Fi رایگان (فاز 2) با IEEE 802.11ax", unit="Mbit/s"),
    "a long word": chart([3, 8, 20], title="Donaudampfschifffahrt" * 9, unit="ن" * 40),
    "nothing": chart(unit=None, baseline=None, target=None, progress=Progress()),
    "nothing yet": chart(),
    "sentences": chart(
        unit=None, baseline=None, target=None, progress=Progress(), reports=SENTENCES, status=GoalStatus.PAUSED
    ),
    "many sentences": chart(unit=None, baseline=None, target=None, progress=Progress(), reports=SENTENCES * 9),
}


def _drawn(shown: GoalChart) -> Drawn:
    return Drawn.of(pdf_of(TEMPLATE, chart_data(shown, FA)))


@pytest.mark.parametrize("name", CHARTS)
def test_nothing_is_cut_or_covered(name: str) -> None:
    """Whatever a goal is like: one page, nothing outside it, no letter on another, none without a shape or small."""
    drawn = _drawn(CHARTS[name])
    assert len(drawn.boxes) == 1
    assert drawn.outside(6.0) == []
    assert drawn.missing == []
    assert on_top(drawn) == []
    assert min(one.size for one in drawn.glyphs) >= 11.0  # a point is a pixel where it is 360 pixels wide


@pytest.mark.parametrize("name", CHARTS)
def test_what_the_legend_says_is_drawn(name: str) -> None:
    """Title, status and every fact stand in the picture, word for word, and in the text."""
    shown = CHARTS[name]
    data, text = chart_data(shown, FA), _drawn(shown).text
    said = chart_text(shown, FA)
    for words in (shown.title, data["status"], data["foot"], *(value for _, _, value in data["facts"])):
        assert _holds(text, words), words
        assert bare(words) in bare(said)


def _holds(text: str, words: str) -> bool:
    """Whether a text has all words of some others, wherever its lines end; a minus is read behind its number."""
    return all(bare(word).lstrip("−") in text for word in words.split() if len(bare(word)) < 20)


def test_a_telegram_photo() -> None:
    """A picture is 720 pixels wide, at most twice as tall, some tens of kilobytes, and done in a part of a second."""
    for name in ("eight", "four hundred", "long title", "many sentences"):
        started = time.perf_counter()
        content = chart_png(CHARTS[name], FA)
        assert time.perf_counter() - started < 3.0
        width, height = struct.unpack(">II", content[16:24])
        assert width == 720
        assert height <= 2 * width
        assert len(content) < 300_000


def test_time_and_values_have_their_labels() -> None:
    """Jalali months with their year, round values in Persian digits, the unit, and the newest value."""
    text = _drawn(CHARTS["eight"]).text
    for words in ("هدف ۵، ایزدشهر", "۶۱ کیلومتر (۱ آذر ۱۴۰۵)", "۲۹ اسفند ۱۴۰۵", "تا ۱ آذر ۱۴۰۵", "خرداد"):
        assert bare(words) in text, words
    data = chart_data(CHARTS["eight"], FA)["plot"]
    assert [label for _, label in data["y_ticks"]] == ["۰", "۲۰", "۴۰", "۶۰", "۸۰", "۱۰۰"]
    assert data["unit"] == "کیلومتر"
    assert [label for _, label, _ in data["x_ticks"]] == ["خرداد", "مرداد", "مهر", "آذر", "بهمن"]
    assert [year for _, _, year in data["x_ticks"]] == ["۱۴۰۵", "", "", "", ""]


def test_time_runs_from_left_to_right() -> None:
    """The newest report is on the right; a falling measure falls."""
    line = chart_data(CHARTS["decreasing"], FA)["plot"]["line"]
    assert [at for at, _ in line] == sorted(at for at, _ in line)
    assert line[0][1] > line[-1][1]


@pytest.mark.parametrize(
    ("name", "unit", "highest"),
    [
        ("huge", "میلیارد تومان", "۲۵۰"),
        ("scaled unit", "میلیون تومان", "۱٬۰۰۰٬۰۰۰٬۰۰۰٬۰۰۰"),
        ("tiny", "میلی‌گرم در لیتر", "۰٫۰۰۲۰"),
    ],
)
def test_values_of_any_size_are_short(name: str, unit: str, highest: str) -> None:
    """Billions are counted in billions, unless the unit has a scale of its own; tiny ones keep their decimals."""
    plot = chart_data(CHARTS[name], FA)["plot"]
    assert plot["unit"] == unit
    assert plot["y_ticks"][-1][1] == highest


def test_four_hundred_reports_are_a_line() -> None:
    """Many reports have no dot each; thousands are thinned out and keep their ends, their lowest and their highest."""
    assert chart_data(CHARTS["four hundred"], FA)["plot"]["dots"] is False
    many = [RANDOM.uniform(0, 100) for _ in range(5000)]
    line = chart_data(chart(many, every=1, due_on=None), FA)["plot"]["line"]
    heights = [height for _, height in line]
    whole = chart_data(chart(many[:400], every=1, due_on=None), FA)["plot"]["line"]
    assert len(whole) == 400
    assert len(line) <= 500
    assert [at for at, _ in line] == sorted(at for at, _ in line)
    assert (line[0][0], line[-1][0]) == (0.0, 1.0)
    assert max(heights) - min(heights) > 0.98


def test_what_no_bar_shows_is_said() -> None:
    """Beyond the target, behind the beginning, and a day that has passed are words in the picture."""
    assert bare("از هدف هم گذشته است") in _drawn(CHARTS["beyond"]).text
    assert chart_data(CHARTS["behind"], FA)["done_words"].endswith(FA.plain("It is further back than where it began."))
    assert bare("۳۱ شهریور ۱۴۰۵ (گذشته است)") in _drawn(CHARTS["decreasing"]).text


def test_without_values_there_is_a_list() -> None:
    """Sentences with their days and signs, the newest first; without any, that there are none."""
    events = chart_data(CHARTS["sentences"], FA)["plot"]["events"]
    assert [day for day, _, _ in events] == ["۹ مهر ۱۴۰۵", "۱۰ مرداد ۱۴۰۵", "۱۱ خرداد ۱۴۰۵"]
    assert bare("بودجه نرسید.") in _drawn(CHARTS["sentences"]).text
    assert bare("هنوز گزارشی از پیشرفت نیامده است.") in _drawn(CHARTS["nothing"]).text
    assert bare("و ۲۱ گزارش پیش از این") in _drawn(CHARTS["many sentences"]).text


def test_words_are_never_markup() -> None:
    """What somebody wrote is drawn as they wrote it, though typst would read it as a command."""
    _drawn(chart([1, 2], title='#panic("x") *bold* $x^2$ @label <tag>', unit="#set"))


def test_the_text_has_every_report() -> None:
    """The twin in words has what the picture says and the reports, the newest first, and how many are left out."""
    said = chart_text(CHARTS["four hundred"], FA)
    assert said.index("گزارش 399") < said.index("گزارش 398")
    assert "و ۳۶۰ گزارش پیش از این" in said
    assert "Goal 5" in chart_text(chart([1], place="Izadshahr"), EN)
    assert str(TODAY.year) not in said
