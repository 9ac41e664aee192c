import subprocess
import sys
from pathlib import Path

import pytest

from locales import translator
from models.documents.minutes_paper import Came, ItemSaid, MinutesPaper, minutes_pdf, minutes_text
from models.documents.typeset import FONTS, TEMPLATES, written
from models.meeting import MeetingKind
from models.meeting_facts import Session
from tests.models.documents.drawn import Drawn, bare
from tests.models.documents.papers import BEGIN, DECIDED, minutes

FA, EN = translator("fa"), translator("en")
EDGE = 20.0  # points: no printer needs more


def _drawn(paper: MinutesPaper) -> Drawn:
    drawn = Drawn.of(minutes_pdf(paper, FA))
    assert drawn.outside(EDGE) == []
    assert drawn.missing == []
    return drawn


def test_everything_is_drawn_in_the_right_order() -> None:
    """Letterhead, facts, attendance, items, resolutions, note and signatures stand there, each line as it is read."""
    text = _drawn(minutes()).text
    for words in (
        "شورای محلهٔ گلسار",
        "شماره: ۱۲",
        "تاریخ: ۱ مرداد ۱۴۰۵",
        "صورت‌جلسهٔ شمارهٔ ۱۲",
        "جلسه: جلسهٔ هفتگی شورا",
        "دورهٔ ۶",
        "پنجشنبه ۱ مرداد ۱۴۰۵، از ساعت ۱۷:۰۰ تا ۱۸:۳۰",
        "سرای محله، طبقهٔ ۲",
        "رئیس جلسه: مریم احمدی",
        "حاضران: ۳ نفر: مریم احمدی، سارا محمدی، Ali Smith",
        "غایبان: ۱ نفر: رضا کریمی",
        "مدعوین: ۱۴ نفر",
        "۱. روشنایی کوچهٔ سوم و خیابان Vali-e Asr (فاز 2) (درخواست ۱۴۰۵-۷، ارائه: خانم سارا محمدی)",
        "خلاصه: اهالی از تاریکی کوچه گفتند.",
        "طبق نامهٔ 1405/12/345 قول تعمیر LED داده شده بود.",
        "تصمیم: تعویض ۱۲ چراغ پیشنهاد شد.",
        "۲. پارک محله",
        "پیشنهادهای شورای محله",
        "۱۴۰۵/۳",
        "جلسه با تأخیر آغاز شد.",
        "صفحهٔ ۱ از ۲",
        "صفحهٔ ۲ از ۲",
        "مریم احمدی سارا محمدی Ali Smith",
        "رئیس جلسه عضو شورا عضو شورا",
    ):
        assert bare(words) in text, words


def test_letters_are_joined() -> None:
    """A letter has another shape alone, at the beginning, in the middle and at the end of a word."""
    drawn = Drawn.of(minutes_pdf(minutes(title="ههه ه", note=None), FA))
    shapes = {(one.width, one.size) for one in drawn.glyphs if one.text == "ه" and one.size == 11.0}
    assert len(shapes) == 4


def test_eighty_items_go_over_many_pages() -> None:
    """Every item is there, every page has its number, nothing stands outside, and the table's head is repeated."""
    items = [ItemSaid(f"بند شمارهٔ {number} دستور", summary="گفت‌وگو دربارهٔ آن. " * 12) for number in range(1, 81)]
    drawn = _drawn(minutes(items=items, resolutions=[DECIDED] * 40))
    pages = len(drawn.boxes)
    assert pages > 8
    for number in range(1, 81):
        assert bare(f"{FA.digits(number)}. بند شمارهٔ {number} دستور") in drawn.text
    for page in range(pages):
        assert bare(f"صفحهٔ {FA.digits(page + 1)} از {FA.digits(pages)}") in drawn.lines(page)[-1]
    assert drawn.text.count(bare("شماره متن دستگاه مسئول مهلت رأی‌ها")) >= 2


@pytest.mark.parametrize(
    "word",
    [
        "نمی‌توانسته‌اند" * 40,
        "Donaudampfschifffahrtsgesellschaft" * 20,
        "https://example.com/" + "a-long-path/" * 40,
        "۱۲۳۴۵۶۷۸۹" * 60,
    ],
)
def test_long_words_stay_on_the_page(word: str) -> None:
    """A word without a blank that no line holds goes on in the next one, in every place of the paper."""
    said = ItemSaid(word, word, "1405-7", word, word)
    decided = [type(DECIDED)("1405/3", word, word, None, None)]
    _drawn(minutes(title=word, where=word, chair=word, items=[said], resolutions=decided, note=word))


def test_a_long_speech_goes_over_pages() -> None:
    """One item with 20,000 letters: all of it is there, on as many pages as it takes."""
    words = " ".join(f"کلمهٔ {number}" for number in range(1, 2501))
    drawn = _drawn(minutes(items=[ItemSaid("سخنرانی", summary=words, decision="پایان")]))
    assert len(drawn.boxes) > 5
    for word in (bare(f"کلمهٔ {number}") for number in range(1, 2501, 50)):
        assert word in drawn.text


def test_what_is_empty_is_left_out() -> None:
    """No place, no agenda, no resolution, no note, nobody there: no label without a value; still a place to sign."""
    paper = minutes(
        title="", where=None, chair="", attendance=[Came()], items=[], resolutions=[], note=None, sessions=[]
    )
    text = _drawn(paper).text
    for words in ("مکان:", "زمان:", "توضیحات", "پیشنهادهای", "رئیس جلسه:"):
        assert bare(words) not in text
    for words in ("حاضران: ثبت نشده است", "دستور جلسه‌ای ثبت نشده است.", "امضا"):
        assert bare(words) in text


def test_a_draft_says_so() -> None:
    """What was not published is no document yet."""
    assert bare("(پیش‌نویس؛ هنوز منتشر نشده)") in _drawn(minutes(is_draft=True)).text
    assert bare("پیش‌نویس") not in _drawn(minutes()).text


def test_guests_are_named_for_the_office_alone() -> None:
    """Without names they are counted; the office's copy names them."""
    named = minutes(attendance=[Came(("مریم احمدی",), (), 2, ("نادر ابراهیمی", "Zoë Müller"))])
    assert bare("مدعوین: ۲ نفر: نادر ابراهیمی، Zoë Müller") in _drawn(named).text


def test_a_course_has_a_list_for_each_session() -> None:
    """Two sessions, two times, two lists of attendance, each with its day."""
    later = Session(BEGIN.replace(day=30), 60)
    paper = minutes(
        kind=MeetingKind.COURSE, sessions=[Session(BEGIN, 90), later], attendance=[Came(guests=3), Came(guests=2)]
    )
    text = _drawn(paper).text
    for words in ("حاضران و غایبان، ۱ مرداد", "حاضران و غایبان، ۸ مرداد", "مدعوین: ۳ نفر", "مدعوین: ۲ نفر"):
        assert bare(words) in text


def test_a_withdrawn_submission_is_its_code_alone() -> None:
    """What its author took back stands in the paper and its text with its code, and says that it was."""
    paper = minutes(items=[ItemSaid("", code="1405-7", decision="پیگیری می‌شود", is_withdrawn=True)])
    for said in (_drawn(paper).text, bare(minutes_text(paper, FA))):
        assert bare("۱. (درخواست ۱۴۰۵-۷، پس گرفته شد)") in said
        assert bare("تصمیم: پیگیری می‌شود") in said


def test_words_are_never_markup() -> None:
    """What somebody wrote is drawn as they wrote it, though typst would read it as a command."""
    words = '#panic("x") *bold* $x^2$ @label <tag> #include "paper.typ" \\ // `code`'
    drawn = _drawn(minutes(note=words))
    lines = [sorted(line) for page in range(len(drawn.boxes)) for line in drawn.lines(page)]
    assert sorted(bare(words)) in lines  # signs at the ends of Latin words stand where a Persian line has them


def test_text_says_the_same() -> None:
    """Whatever the PDF says stands in the text too, line for line."""
    text, drawn = minutes_text(minutes(), FA), _drawn(minutes()).text
    for line in text.split("\n"):
        value = line.partition(": ")[2] or line
        for word in value.split():
            assert bare(word) in drawn, line


def test_english_reads_from_the_left() -> None:
    """In English the paper is set from the left, with Latin digits and page numbers."""
    drawn = Drawn.of(minutes_pdf(minutes(city="Izadshahr", place="Golsar"), EN))
    lines = drawn.lines(0)
    assert any("Page1of" in line for line in lines)
    assert any("MinutesofMeeting12".lower() in line.lower() for line in lines)
    assert drawn.outside(EDGE) == []


def test_pictures_and_controls_are_left_out() -> None:
    """An emoji would be a box, a stray control would turn the line, NUL would break it."""
    assert written("سلام 🙂👍🏽 \u202eدنیا\x00\n\n خط دوم ❤️") == "سلام  دنیا\n\nخط دوم"


def test_another_machine_sets_the_same() -> None:
    """Without a font of the machine's own and without a home it is the same paper."""
    program = (
        "import sys; from tests.models.documents.papers import minutes\n"
        "from locales import translator; from models.documents.minutes_paper import minutes_pdf\n"
        "sys.stdout.buffer.write(minutes_pdf(minutes(), translator('fa')))"
    )
    nowhere = {"HOME": "/nonexistent", "XDG_DATA_HOME": "/nonexistent", "FONTCONFIG_FILE": "/nonexistent"}
    root = Path(__file__).parents[3]
    made = subprocess.run(
        [sys.executable, "-c", program], cwd=root, env=nowhere, capture_output=True, check=True, timeout=60
    )
    assert Drawn.of(made.stdout).text == _drawn(minutes()).text


def test_fonts_travel_with_their_licence() -> None:
    """The fonts and templates lie in the package, and the Open Font License beside the fonts."""
    names = {path.name for path in FONTS.iterdir()}
    assert {"NotoNaskhArabic-Regular.ttf", "NotoNaskhArabic-Bold.ttf", "OFL.txt"} <= names
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / "OFL.txt").read_text(encoding="utf-8")
    assert {path.name for path in TEMPLATES.iterdir()} >= {"paper.typ", "minutes.typ", "letter.typ"}
