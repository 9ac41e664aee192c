"""What residents write, beside what should become of it. `|` stands for the zero-width non-joiner."""

import pytest

from models.text import fold, normalize, search_key
from models.text.spans import find_spans

SPANS = [
    ("ببینید https://t.me/x?start=a_1 را", ["url https://t.me/x?start=a_1"]),
    ("t.me/x?start=a_1 خوب است", ["url t.me/x?start=a_1"]),
    ("آدرس:https://example.com/a(b).", ["url https://example.com/a(b)"]),
    ("(https://example.com/a)، بعد", ["url https://example.com/a"]),
    ("example.comرا ببینید", ["url example.com"]),
    ("سایت www.example.ir است.", ["url www.example.ir"]),
    ("«HTTP://EXAMPLE.IR/»", ["url HTTP://EXAMPLE.IR/"]),
    ("tg://resolve?domain=x را باز کنید", ["url tg://resolve?domain=x"]),
    ("https://fa.wikipedia.org/wiki/رشت_(شهر) را", ["url https://fa.wikipedia.org/wiki/رشت_(شهر)"]),
    ("ایمیل a.b+c@mail.co.ir بفرستید", ["email a.b+c@mail.co.ir"]),
    ("@ali_reza سلام", ["mention @ali_reza"]),
    ("#منطقه۵ و #گل|سار_غربی.", ["tag #منطقه۵", "tag #گل|سار_غربی"]),
    ("/start را بزنید و/یا هیچ", ["command /start"]),
    ("/my@mahalleyar_bot لطفا", ["command /my@mahalleyar_bot"]),
    ("شماره من 0912-345-6789 است", ["phone 0912-345-6789"]),
    ("تلفن۰۹۱۲۳۴۵۶۷۸۹ تماس", ["phone ۰۹۱۲۳۴۵۶۷۸۹"]),
    ("٠٩١٢ ٣٤٥ ٦٧٨٩", ["phone ٠٩١٢ ٣٤٥ ٦٧٨٩"]),
    ("با +98 912 345 6789 یا (021) 8877-6655", ["phone +98 912 345 6789", "phone (021) 8877-6655"]),
    ("۰۲۱-۸۸۷۷۶۶۵۵ زنگ بزنید", ["phone ۰۲۱-۸۸۷۷۶۶۵۵"]),
    ("09121234567/09351234567", ["phone 09121234567", "phone 09351234567"]),
    ("+44 20 7946 0958 در لندن", ["phone +44 20 7946 0958"]),
    ("دما 3.5 و ۳٫۵ درجه", ["number 3.5", "number ۳٫۵"]),
    ("تاریخ ۱۴۰۳/۰۵/۱۲ ساعت 17:30", ["number ۱۴۰۳/۰۵/۱۲", "number 17:30"]),
    ("از 8-12 و ۸:۰۰–۱۷:۳۰", ["number 8-12", "number ۸:۰۰–۱۷:۳۰"]),
    ("کد ۱۴۰۵-۰۰۰۱۲۳-۷ را دارم", ["number ۱۴۰۵-۰۰۰۱۲۳-۷"]),
    (
        "قیمت 1,250,000 یا ۱٬۲۵۰٬۰۰۰ یا ۱،۲۵۰،۰۰۰",
        ["number 1,250,000", "number ۱٬۲۵۰٬۰۰۰", "number ۱،۲۵۰،۰۰۰"],
    ),
    ("کد ملی 0012345678 است", ["number 0012345678"]),
    ("پلاک ۱۲ب۳۴۵-۶۷ و ۱۲ ب ۳۴۵ ایران ۶۷", ["plate ۱۲ب۳۴۵-۶۷", "plate ۱۲ ب ۳۴۵ ایران ۶۷"]),
    ("کارت 6037 9911 1234 5678 یا ۶۰۳۷۹۹۱۱۱۲۳۴۵۶۷۸", ["card 6037 9911 1234 5678", "card ۶۰۳۷۹۹۱۱۱۲۳۴۵۶۷۸"]),
    ("شبا IR12 0170 0000 0000 1234 5678 90", ["iban IR12 0170 0000 0000 1234 5678 90"]),
    ("کووید covid19 و A4 و 5G", ["code covid19", "code A4", "code 5G"]),
    ("۵ نفر، ۲۵۰ تومان، بند ۲.", []),
    ("سلام.خوبی؟ و/یا WhatsApp", []),
]
NORMALIZED = [
    ("كوچه ي ما خيلي تاريك است", "کوچه|ی ما خیلی تاریک است"),
    ("می روم", "می|روم"),
    ("نمی شود", "نمی|شود"),
    ("نميشود رد شد", "نمی|شود رد شد"),
    ("نمیدانم چه میگفت", "نمی|دانم چه می|گفت"),
    ("میز و میوه", "میز و میوه"),
    ("کتاب ها", "کتاب|ها"),
    ("کتاب های خوب", "کتاب|های خوب"),
    ("خانه هایشان", "خانه|هایشان"),
    ("محلهها و کوچهها", "محله|ها و کوچه|ها"),
    ("برنامههای شهری", "برنامه|های شهری"),
    ("بزرگ ترین", "بزرگ|ترین"),
    ("مهم تر", "مهم|تر"),
    ("زمین لرزه ای", "زمین|لرزه|ای"),
    ("خسته ام", "خسته|ام"),
    ("سلامممم به همه", "سلام به همه"),
    ("خیلیییییی بد", "خیلی بد"),
    ("آسفالـــت خیابان", "آسفالت خیابان"),
    ("اِعلام کَرد", "اعلام کرد"),
    ("قیمت 250 تومان", "قیمت ۲۵۰ تومان"),
    ("منطقه۵", "منطقه ۵"),
    ("٣ نفر", "۳ نفر"),
    ("10متر", "۱۰ متر"),
    ("سلام.خوبی؟من خوبم!", "سلام. خوبی؟ من خوبم!"),
    ("سلام ، خوبی ؟", "سلام، خوبی؟"),
    ("( کوچه لاله )", "(کوچه لاله)"),
    ('"پیاده رو" خراب است', "«پیاده|رو» خراب است"),
    ("و ...", "و …"),
    ("سلام   دنیا", "سلام دنیا"),
    ("|سلام| به |همه|", "سلام به همه"),
    ("کاروان||سرا", "کاروان|سرا"),
    ("ساعت۱۷:۳۰بیایید", "ساعت ۱۷:۳۰ بیایید"),
    ("تلفن۰۹۱۲۳۴۵۶۷۸۹ را بگیرید", "تلفن ۰۹۱۲۳۴۵۶۷۸۹ را بگیرید"),
    ("آدرس:https://example.com/a_1", "آدرس: https://example.com/a_1"),
    ("کوچه ما WiFi ندارد", "کوچه ما WiFi ندارد"),
    ("دما 3.5 درجه", "دما 3.5 درجه"),
    ("کد 1405-000123-7 چه شد", "کد 1405-000123-7 چه شد"),
    ("نرم افزار covid19 را می خواهم", "نرم|افزار covid19 را می|خواهم"),
    ("", ""),
    ("12345", "12345"),
]
SAME_KEY = [
    ("آزادی", "ازادی", "آزادي"),
    ("می|رود", "میرود", "می رود"),
    ("نمی|شود", "نمی شود", "نميشود"),
    ("گل|سار", "گلسار"),
    ("محلهٔ گلسار", "محله ی گلسار", "محله|ی گلسار", "محلۀ گلسار", "محله گلسار", "محلهی گلسار"),
    ("مسئول", "مسؤول", "مسوول"),
    ("هیئت امنا", "هیأت امنا", "هيات امناء"),
    ("مسئله", "مسأله", "مساله"),
    ("رئیس", "رییس"),
    ("پائیز", "پاییز"),
    ("ویدئو", "ویدیو"),
    ("تأکید", "تاکید", "تاكيد"),
    ("منطقه ۵", "منطقه۵", "منطقه 5", "منطقة ٥"),
    ("کتاب|ها", "کتاب ها", "کتابها"),
    ("بزرگ|ترین", "بزرگ ترین", "بزرگترین"),
    ("خانه|های", "خانههای", "خانه های"),
    ("0912-345-6789", "۰۹۱۲۳۴۵۶۷۸۹", "+98 912 345 6789", "0098 912 3456789", "(0912) 345 6789"),
    ("۳٫۵", "3.5", "٣٫٥"),
    ("1,250,000", "۱٬۲۵۰٬۰۰۰", "1250000"),
    ("۱۴۰۵-۰۰۰۱۲۳-۷", "1405-000123-7"),
    ("۱۲ب۳۴۵-۶۷", "12 ب 345 ایران 67"),
    ("6037 9911 1234 5678", "۶۰۳۷۹۹۱۱۱۲۳۴۵۶۷۸"),
    ("کِتابِ", "کتاب"),
    ("سـلام", "سلام", "ﺳﻼﻡ"),
    ("سلام، خوبی؟", "سلام خوبی", " سلام\n«خوبی» "),
    ("T.me/Mahalle", "t.me/mahalle"),
    ("ڕێبوار", "ریبوار"),
    ("Café", "CAFE"),
    ("\u2067گلسار\u2069\ufeff", "گلسار"),
]
OTHER_KEY = [
    ("ماهی", "ماه"),
    ("کوهی", "کوه"),
    ("خیابان", "خیاب"),
    ("ایران", "ایر"),
    ("ثواب", "صواب"),
    ("گلسار", "گلزار"),
    ("۱۴۰۵-۰۰۰۱۲۳-۷", "1405-000123-8"),
    ("3.5", "35"),
]
FOLDED = [
    ("آزادی", "ازادی"),
    ("كوچه‌ي", "کوچه"),
    ("منطقة٥", "منطقه 5"),
    ("گل|سار غربی", "گلسار غربی"),
    ("🗑 حذف", "حذف"),
    ("✅ ثبت شد!", "ثبت شد"),
    ("انصراف؟", "انصراف"),
    ("English", "english"),
    ("ﷲ", "الله"),
    ("سؤال", "سوال"),
    ("امضاء", "امضا"),
    ("  الف\t\nب  ", "الف ب"),
    ("#گل|سار_۵", "#گلسار_5"),
    ("@Ali", "@ali"),
    ("\u202bسلام\u202c\x00", "سلام"),
    ("...", ""),
    ("", ""),
]


def _with_joiners(text: str) -> str:
    return text.replace("|", "\u200c")


@pytest.mark.parametrize(("text", "spans"), SPANS)
def test_spans(text: str, spans: list[str]) -> None:
    """Addresses, numbers and codes are found, each with its kind, and nothing else is."""
    text = _with_joiners(text)
    found = [f"{span.kind} {text[span.start : span.end]}" for span in find_spans(text)]
    assert found == [_with_joiners(span) for span in spans]


@pytest.mark.parametrize(("text", "_spans"), SPANS)
def test_spans_survive(text: str, _spans: list[str]) -> None:  # not a fixture: the table's column
    """Inside a Persian sentence, every span comes out of normalisation exactly as it went in."""
    text = f"سلام، این را ببینید: {_with_joiners(text)} این است"
    outcome = normalize(text)
    assert [_words(outcome, *at) for at in _places(outcome)] == [_words(text, *at) for at in _places(text)]


def _places(text: str) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in find_spans(text)]


def _words(text: str, start: int, end: int) -> str:
    return text[start:end]


@pytest.mark.parametrize(("text", "expected"), NORMALIZED)
def test_normalize(text: str, expected: str) -> None:
    """Letters, half-spaces, digits and signs come out in one spelling."""
    assert normalize(_with_joiners(text)) == _with_joiners(expected)


@pytest.mark.parametrize("spellings", SAME_KEY, ids=lambda spellings: spellings[0])
def test_spellings_meet(spellings: tuple[str, ...]) -> None:
    """All spellings of one thing have one search key."""
    assert len({search_key(_with_joiners(spelling)) for spelling in spellings}) == 1


@pytest.mark.parametrize(("one", "other"), OTHER_KEY)
def test_words_stay_apart(one: str, other: str) -> None:
    """Different words and codes keep different search keys."""
    assert search_key(one) != search_key(other)


@pytest.mark.parametrize(("text", "expected"), FOLDED)
def test_fold(text: str, expected: str) -> None:
    """Folding brings names and labels to one plain form."""
    assert fold(_with_joiners(text)) == expected
