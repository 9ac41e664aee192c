import subprocess
import sys
import threading
import time
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from models.text import fold, is_loaded, is_persian, load, normalize, search_key
from models.text.hazm_normalizer import HazmNormalizer
from models.text.normalizing import _Loader
from models.text.spans import DIGIT_MARKS, LETTER_MARKS, find_spans
from tests.models.text.generated import natural, texts

any_unicode = st.text(alphabet=st.characters(exclude_categories=()))  # with controls and unpaired surrogates

OTHER_LANGUAGES = [
    ("Sorani", "سڵاو، کوچەکەمان زۆر تاریکە و شەوان ناتوانین بڕۆین"),
    ("Sorani", "ئەم شەقامە چاک بکەن تکایە"),
    ("Kurmanji in Arabic letters", "ڕۆژباش، کۆلانا مە گەلەک تاری یە"),
    ("Azeri", "بیزیم کوچه‌میز چوخ قارانلیق‌دیر، گئجه‌لر یول گئتمک اولمور"),
    ("Azeri", "سلام، سنی چوخ سئویرم گؤزل شهریم"),
    ("Azeri", "بۇ کۆچه‌ده ایشیق یوخدور"),
    ("Arabic", "السلام عليكم ورحمة الله، أريد أن أسأل عن الاجتماع القادم في الحي"),
    ("Arabic", "الشارع مظلم جدا ولا يوجد أي إنارة في الليل"),
    ("Arabic", "شارع الملك طويل"),
    ("Urdu", "ہماری گلی میں بہت اندھیرا ہے، براہ کرم لائٹ لگائیں"),
    ("Pashto", "زموږ کوڅه ډېره تياره ده"),
    ("English", "Our street is dark, call me at 5 pm . Thanks"),
    ("English with one Persian word", "The street called گلسار is very dark at night"),
    ("Russian", "наша улица тёмная 5"),
    ("Hebrew", "הרחוב שלנו חשוך"),
    ("Chinese", "我们的街道很暗。"),
    ("no language", "12345 🙂 !!"),
]
PERSIAN = [
    "کوچمون خیلی تاریکه شبا نمیشه رد شد",
    "كوچه ي ما خيلي تاريك است",
    "خيابان اصلي شهرك قدس",
    "اين خيابان خيلى تاريک است",
    "کوچه ہای ما تاریک است",
    "مسأله مهم",
    "هیأت أمنای محله",
    "إن شاء الله درست میشه",
    "رئیس هیئت مدیره مسئول است",
    "الان خیلی تاریک است",
    "البته الگوی خوبی است",
    "لطفا نرم افزار WhatsApp Telegram Instagram را نصب کنید",
    "ببینید https://example.com/a/very/long/path/of/latin/letters?and=more",
    "سلام",
]


@pytest.mark.parametrize(("language", "text"), OTHER_LANGUAGES)
def test_other_languages_stay(language: str, text: str) -> None:
    """A text that is not Persian comes out exactly as it came."""
    assert not is_persian(text), language
    assert normalize(text) == text


@pytest.mark.parametrize("text", PERSIAN)
def test_persian_is_recognised(text: str) -> None:
    """Persian is recognised on an Arabic keyboard, with Arabic loans and with Latin words in it."""
    assert is_persian(text)


def test_published_texts(published_texts: list[str]) -> None:
    """Published municipal texts are Persian, and normalising or keying them twice changes nothing."""
    for text in filter(str.strip, published_texts):
        assert is_persian(text)
        assert normalize(normalize(text)) == normalize(text)
        assert search_key(search_key(text)) == search_key(text)


@settings(max_examples=600, deadline=None)
@given(text=st.one_of(texts, natural, any_unicode))
@example(text="\ud800\x00\udfff")
@example(text="“““")
@example(text="12 .5 و ۳.")
def test_twice_is_once(text: str) -> None:
    """Normalising, folding or keying an outcome again changes nothing, for any Unicode text."""
    for form in (normalize, fold, search_key):
        outcome = form(text)
        assert form(outcome) == outcome


@settings(max_examples=400, deadline=None)
@given(
    before=natural,
    after=natural,
    span=st.sampled_from(["t.me/x?start=a_1", "0912-345-6789", "#منطقه۵", "3.5"]),
)
def test_spans_survive_anywhere(before: str, after: str, span: str) -> None:
    """A span between any two texts is still there afterwards."""
    assert span in normalize(f"{before} {span} {after}")


def test_text_with_every_mark() -> None:
    """A text holding every mark that could stand for a span is left alone, and nothing fails."""
    text = "سلام @ali ۳.۵ " * 200 + "".join(DIGIT_MARKS)
    assert normalize(text) == text
    assert normalize(f"سلام @ali {''.join(LETTER_MARKS)}").endswith("".join(LETTER_MARKS))


@pytest.mark.parametrize(
    "unit",
    [
        *("اب", "ab", "a.", "a-", "1-", "1.", "@", "http://", "www.", "0", "09 ", "+", "(", "/a", "#", "#a\u200c"),
        *("_a", "0-0 ", "1a", "a@", "a.a@", "12ب", " ", "\ud800", "می", '"', "(a", "http://a(", "http://()"),
    ],
)
def test_hostile_lengths(unit: str) -> None:
    """100,000 letters chosen against the patterns cost ten times what 10,000 do, not a hundred times."""
    short, long = ("سلام " + unit * (size // len(unit)) for size in (10_000, 100_000))
    assert _seconds(long) < 40 * _seconds(short) + 0.1


def _seconds(text: str) -> float:
    started = time.perf_counter()
    normalize(text)
    fold(text)
    return time.perf_counter() - started


def test_importing_is_quick() -> None:
    """Importing the room loads neither hazm nor nltk, and folding does not either."""
    program = """
import sys, models.text as text
text.fold("آزادی ۵")
print(sorted({"hazm", "nltk"} & set(sys.modules)), text.is_loaded())
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] False"


def test_one_instance_for_all_threads() -> None:
    """Threads that need hazm at once get one instance of it, and the same outcome."""
    loader, seen = _Loader(), list[HazmNormalizer]()
    threads = [threading.Thread(target=lambda: seen.append(loader.load())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 4
    assert len({id(one) for one in seen}) == 1
    load()
    assert is_loaded()


def test_spans_do_not_overlap() -> None:
    """Spans are in order and apart."""
    spans = find_spans("0912-345-6789 t.me/a @b #c /d 3.5")
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert len(spans) == 6
