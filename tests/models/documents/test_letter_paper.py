import pytest

from locales import translator, use_names
from models.documents.letter_paper import LetterPaper, letter_pdf, letter_text
from models.resolution_wording import LONGEST_TEXT
from tests.models.documents.drawn import Drawn, bare
from tests.models.documents.papers import letter

FA, EN = translator("fa"), translator("en")
EDGE = 20.0  # points


def _drawn(paper: LetterPaper) -> Drawn:
    drawn = Drawn.of(letter_pdf(paper, FA))
    assert drawn.outside(EDGE) == []
    assert drawn.missing == []
    return drawn


def test_one_page_with_everything() -> None:
    """Number, date, recipient, subject, proposal, responsible body, due date, votes, codes, and places to sign."""
    drawn = _drawn(letter())
    assert len(drawn.boxes) == 1
    for words in (
        "شورای محلهٔ گلسار",
        "شماره: ۱۴۰۵/۳",
        "تاریخ: ۳ مرداد ۱۴۰۵",
        "به: شهردار منطقهٔ ۱",
        "موضوع: پیشنهاد شورای محله دربارهٔ روشنایی معابر",
        "در جلسهٔ ۱ مرداد ۱۴۰۵ پیشنهاد زیر را تصویب کرد:",
        "تعویض ۱۲ چراغ کوچهٔ سوم با LED ظرف یک ماه",
        "دستگاه مسئول: معاونت فنی‌وعمرانی",
        "مهلت: ۱۲ مرداد ۱۴۰۵",
        "۵ موافق، ۱ مخالف، ۰ ممتنع",
        "۱۴۰۵-۷، ۱۴۰۵-۱۹",
        "مریم احمدی سارا محمدی علی رضایی",
        "مهر شورا",
    ):
        assert bare(words) in drawn.text, words
    assert bare("صفحهٔ") not in drawn.text  # one page needs no number


def test_a_long_proposal_is_set_smaller() -> None:
    """The longest that a resolution may be still fits the page that is signed; the letters are smaller, not cut."""
    text = "تعویض چراغ‌های کوچهٔ سوم با LED و گزارش به شورا، " * 50 + "پایان متن"
    assert 2400 < len(text) <= LONGEST_TEXT
    long, short = _drawn(letter(text=text)), _drawn(letter())
    assert len(long.boxes) == 1
    assert bare("پایان متن") in long.text
    assert max(one.size for one in long.glyphs if one.text == "ت") < max(
        one.size for one in short.glyphs if one.text == "ت"
    )


def test_what_fits_no_page_goes_on() -> None:
    """More than any page holds: readable letters, numbered pages, and the signatures on the last one."""
    text = "\n".join(f"{number}. تعویض چراغ‌های کوچه" for number in range(1, 151))
    drawn = _drawn(letter(text=text))
    pages = len(drawn.boxes)
    assert pages > 2
    assert bare("150. تعویض") in drawn.text
    assert bare(f"صفحهٔ {FA.digits(pages)} از {FA.digits(pages)}") in drawn.lines(pages - 1)[-1]
    assert any(bare("مریم احمدی") in line for line in drawn.lines(pages - 1))


def test_little_is_known() -> None:
    """No district, no topic, no meeting, no due date, no names: a letter all the same, with a place to sign."""
    paper = letter(
        district=None, subject=None, responsible="", due_on=None, votes=None, decided_on=None, codes=(), signers=()
    )
    text = _drawn(paper).text
    for words in ("به: شهردار ایزدشهر", "موضوع: پیشنهاد شورای محله", "پیشنهاد زیر را ارائه می‌کند", "نام و امضا"):
        assert bare(words) in text
    for words in ("مهلت:", "دستگاه مسئول:", "رأی‌ها:", "درخواست‌های ساکنان"):
        assert bare(words) not in text


@pytest.mark.parametrize(
    ("district", "mayor"),
    [("منطقهٔ ۱", "شهردار منطقهٔ ۱"), ("منطقه ۲", "شهردار منطقه ۲"), ("چیتگر", "شهردار منطقه، چیتگر")],
)
def test_the_mayor_is_named_once(district: str, mayor: str) -> None:
    """A district that is called by its level is not called a district twice."""
    assert bare(f"به: {mayor}") in _drawn(letter(district=district)).text


def test_the_citys_own_names() -> None:
    """Where the council is a «شورایاری», so it is in the letter."""
    use_names({"شورای محله": "شورایاری"})
    try:
        text = _drawn(letter()).text
    finally:
        use_names({})
    assert bare("شورایاری گلسار") in text
    assert bare("پیشنهاد شورایاری دربارهٔ") in text


def test_text_says_the_same() -> None:
    """Whatever the letter says stands in its text."""
    text, drawn = letter_text(letter(), FA), _drawn(letter()).text
    for word in text.split():
        assert bare(word) in drawn, word
    assert "شهردار منطقهٔ ۱" in text


def test_english() -> None:
    """It can be set in English, too."""
    lines = Drawn.of(letter_pdf(letter(city="Izadshahr", place="Golsar", district="District 1"), EN)).lines(0)
    assert any("Districtmayor" in line for line in lines)
