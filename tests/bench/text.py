"""Characters a second of our `normalize` beside hazm's own Normalizer, on the same texts, in one run.

`ours` is what the bot calls: spans protected, language asked, hazm's steps, the outcome proved stable.
`hazm_part` is the subclass alone, whose output equals that of `stock`, hazm's own.
"""

import sys
import time
from collections.abc import Callable

from hazm import Normalizer

from models.text import load, normalize, search_key
from models.text.hazm_normalizer import HazmNormalizer
from tests.bench.harness import Bench, Ceiling, Contestant, Floor

MESSAGES = (
    "کوچمون خیلی تاریکه شبا نمیشه رد شد",
    "سلام. چراغ کوچه لاله سه هفته است که خاموش است، لطفا رسیدگی کنید",
    "چاله وسط خيابان گلسار باعث تصادف شده !!! شماره من 0912-345-6789",
    "پيشنهاد مي كنم در پارك محله چند نيمكت و يك آبخوری نصب شود.",
    "زباله ها از دیروز ساعت ۱۷:۳۰ جمع نشده اند . بوی بد همه جا را گرفته",
    "با سلام، کد رهگیری من ۱۴۰۵-۰۰۰۱۲۳-۷ است؛ چرا هنوز جوابی نیامده؟",
    "ممنووووون از شهرداری که اسفالت کوچه ی ما رو درست کرد",
    "دیوار مدرسه ترک خورده، خطرناکه. عکس: https://example.com/wall?id=42 خانه های کناری هم نگرانند",
    "نمیدانم کی میخواهند پیاده رو ها را تعمیر کنند؛ سالمندان نمی توانند رد شوند",
    "سگ های ولگرد دور مدرسه جمع میشوند و بچه ها میترسند",
    "آب جوی سرریز کرده و زیرزمین همسایه ها را گرفته، تماس ۱۳۷ هم جواب نمی دهد",
    "برای جلسهٔ پنجشنبه سؤال دارم: بودجهٔ زمین بازی چقدر است و از کجا می آید؟",
)
PARAGRAPH = (
    "شورای محله هر هفته در سرای محله گرد هم می آید و درخواست های ساکنان را یکی یکی می خواند. برخی از "
    'این درخواست ها به روشنایی کوچه ها برمی گردد و برخی به "پیاده رو" هایی که سال ها است تعمیر نشده '
    "اند. سالمندان می گویند راه رفتن در شب برایشان سخت تر شده است و مادران نگران بچه هایی هستند که از "
    "مدرسه برمی گردند. اعضای شورا پس از شنیدن این سخنان، پیشنهادهای خود را می نویسند: نصب چراغ های "
    "تازه ، ترمیم جدول ها ، کاشت درخت و گسترش فضای سبز. سپس دبیرخانه این پیشنهادها را برای شهرداری "
    "منطقه می فرستد و نتیجه را به همسایه ها خبر می دهد . اگر پاسخ منفی باشد دلیل آن نیز نوشته می شود، "
    "تا کسی گمان نکند که نامه اش گم شده است. در پایان هر فصل گزارشی از کارهای انجام شده و کارهای "
    "مانده به دیوار مسجد و مدرسه زده می شود و هر کس می تواند نظر بدهد. "
)
TEXTS = (
    *MESSAGES,
    *(" ".join(MESSAGES[start : start + 4]) for start in range(0, 12, 4)),
    PARAGRAPH,
    PARAGRAPH * 4,
)
LETTERS = sum(map(len, TEXTS))
SECONDS = 1.0  # of each contestant's turn
WITHOUT_SPACE = ("اب" * 2048, "س" * 4096, "میروم" * 819 + "م")


def characters_per_second(normalize_text: Callable[[str], str]) -> Callable[[], float]:
    """Return a measure that normalises all texts over and over for a second, and tells of the fastest time."""

    def measure() -> float:
        started, fastest = time.perf_counter(), float("inf")
        while (begun := time.perf_counter()) - started < SECONDS:
            for text in TEXTS:
                normalize_text(text)
            fastest = min(fastest, time.perf_counter() - begun)
        return LETTERS / fastest

    return measure


def milliseconds_without_space() -> float:
    """Return the longest time that 4,096 letters without a space take."""
    return max(map(_milliseconds, WITHOUT_SPACE))


def _milliseconds(text: str) -> float:
    started = time.perf_counter()
    normalize(text)
    return (time.perf_counter() - started) * 1000


def build() -> Bench:
    """Load both normalisers and name the floor of issue 2."""
    load()
    unit = "characters/s"
    return Bench(
        name="text",
        title=f"Normalising {len(TEXTS)} Persian texts of {LETTERS:,} letters",
        contestants=(
            Contestant("ours", characters_per_second(normalize), unit, "spans, language, hazm, stable"),
            Contestant("hazm_part", characters_per_second(HazmNormalizer().normalize), unit, "equal to stock"),
            Contestant("stock", characters_per_second(Normalizer().normalize), unit, "hazm.Normalizer"),
            Contestant("search_key", characters_per_second(search_key), unit, "normalised and folded"),
            Contestant("no_space", milliseconds_without_space, "ms", "4,096 letters without a space"),
        ),
        floors=(Floor("ours/stock", 2.0), Floor("hazm_part/stock", 2.0), Floor("search_key/stock")),
        ceilings=(Ceiling("no_space", 20.0),),
    )


if __name__ == "__main__":
    sys.exit(build().run())
