import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from stdnum import luhn

from models.text.masking import MASK, is_national_code, mask

CARD, ACCOUNT, NATIONAL = "6037991112345677", "IR062960000000100324200001", "0013542419"

MASKED = [
    ("تماس با 09123456789 لطفاً", "تماس با ••• لطفاً"),
    ("تماس ۰۹۱۲ ۳۴۵ ۶۷۸۹.", "تماس •••."),
    ("شماره من ٠٩١٢-٣٤٥-٦٧٨٩ است", "شماره من ••• است"),
    ("۰۹۱۲ - ۳۴۵ - ۶۷۸۹ آقای رضایی", "••• آقای رضایی"),
    ("+98 912 345 6789 و 0098 912 345 6789", "••• و •••"),
    ("+989123456789", "•••"),
    ("989123456789", "•••"),
    ("09121234567/09351234567", "•••/•••"),
    ("09121234567-09351234567", "•••-•••"),
    ("(021) 8877-6655 زنگ بزنید", "••• زنگ بزنید"),
    ("۰۲۱۸۸۷۷۶۶۵۵ دفتر", "••• دفتر"),
    ("013-33221100", "•••"),
    ("0131 2224455", "•••"),
    ("0 9 1 2 3 4 5 6 7 8 9", "•••"),
    ("۰۹۱۲۳۴۵\u200c۶۷۸۹", "•••"),
    ("\u206609123456789\u2069", "\u2066•••\u2069"),
    ("به ۹۱۲۳۴۵۶۷۸۹ پیام بدهید", "به ••• پیام بدهید"),
    ("تلفن: ۸۸۷۷۶۶۵۵", "تلفن: •••"),
    ("तलफन ०९१२३४५६७८९", "तलफन •••"),
    ("https://wa.me/989123456789", "https://wa.me/•••"),
    ("+44 20 7946 0958 در لندن", "••• در لندن"),
    (f"کارت {CARD}", "کارت •••"),
    ("کارت 6037 9911 1234 5677 به نام", "کارت ••• به نام"),
    ("۶۰۳۷-۹۹۱۱-۱۲۳۴-۵۶۷۷", "•••"),
    ("۶۰۳۷۹۹۱۱۱۲۳۴۵۶۷۷", "•••"),
    ("60379911 12345677", "•••"),
    (f"شبا {ACCOUNT}", "شبا •••"),
    ("IR06 2960 0000 0010 0324 2000 01", "•••"),
    ("شبا 062960000000100324200001 بزنید", "شبا ••• بزنید"),
    (f"کد ملی {NATIONAL} دارم", "کد ملی ••• دارم"),
    ("کد ملی ۰۰۱۳۵۴۲۴۱۹", "کد ملی •••"),
    ("001-354241-9", "•••"),
    ("پلاک ۱۲ب۳۴۵-۶۷ پارک کرده", "پلاک ••• پارک کرده"),
    ("ماشین ۱۲ ب ۳۴۵ ایران ۶۷", "ماشین •••"),
]
KEPT = [
    "",
    "تاریخ ۱۴۰۳/۰۵/۱۲ ساعت ۱۷:۳۰ تا ۱۸:۳۰",
    "1405-09-12 345 6789",
    "کد رهگیری ۱۴۰۵-۰۰۰۱۲۳-۷ را دارم",
    "کد 1405-000123-7 و 1405-000124-5",
    "پلاک ۱۲، واحد ۳، طبقه ۴",
    "کوچه ۱۲ متری، خیابان ۲۲ بهمن، پلاک ۱۱۰",
    "قیمت ۱٬۲۵۰٬۰۰۰ تومان",
    "1,250,000,000 ریال",
    "۱۲۵۰۰۰۰۰۰۰۰ ریال",
    "9123456780 ریال عوارض",
    "زنگ بزنید به ۱۳۷ یا ۱۲۵ و ۱۱۰",
    "کد پستی ۴۱۳۳۶۵۵۷۷۲",
    "۵۰ نفر از سال ۱۳۹۸ تا ۱۴۰۳",
    "۱۲ و ۳۴۵ نفر",
    "۱۲ و ۳۴۵ ۶۷",
    "شماره ۶۰۳۷۹۹۱۱۱۲۳۴۵۶۷۸ کارت نیست",
    "ابلاغیه 140305121234567",
    "منطقه ۵ ناحیه ۲",
    "خط ۱۰۵ اتوبوس هر ۲۰ دقیقه",
    "۳٫۵ متر در ۲٫۲۵ متر",
    "کد ملی 0013542418",
    "کد ملی 1111111111",
    "کلاس covid19 در A4",
]
SCRIPTS = ["0123456789", "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗"]  # digits of five scripts
sixteen = st.lists(st.integers(0, 9), min_size=15, max_size=15).map(lambda digits: "".join(map(str, digits)))


@pytest.mark.parametrize(("text", "expected"), MASKED)
def test_numbers_of_people_are_masked(text: str, expected: str) -> None:
    """Telephone, card, account, plate and national code numbers leave nothing behind, in any digits."""
    assert mask(text) == expected


@pytest.mark.parametrize("text", KEPT)
def test_other_numbers_stay(text: str) -> None:
    """Dates, times, amounts, tracking codes, house numbers and numbers with a wrong check digit stay."""
    assert mask(text) == text


@given(start=sixteen, before=st.text(max_size=8), after=st.text(max_size=8), data=st.data())
def test_no_card_survives(start: str, before: str, after: str, data: st.DataObject) -> None:
    """A card number in any script's digits, in one piece or in fours, is gone whatever stands around it."""
    card = start + luhn.calc_check_digit(start)
    gap = data.draw(st.sampled_from(["", " ", "-", "\u200c", "\u00a0"]))
    script = data.draw(st.sampled_from(SCRIPTS))
    written = gap.join(card[at : at + 4] for at in range(0, 16, 4)).translate(str.maketrans("0123456789", script))
    assert not _cards(mask(before + written + after))


@given(text=st.text(alphabet=st.sampled_from("0123456789۰۱۲۳۴۵۶۷۸۹ -آ"), max_size=60))
@example(text="0000000000000000")
def test_no_run_of_sixteen_survives(text: str) -> None:
    """No sixteen digits in a row that pass Luhn's test are left in any text."""
    assert not _cards(mask(text))


def _cards(text: str) -> list[str]:
    runs = re.findall(r"\d{16,}", text)
    plain = ["".join(str(int(digit)) for digit in run) for run in runs]
    return [run for run in plain if any(luhn.is_valid(run[at : at + 16]) for at in range(len(run) - 15))]


@given(text=st.text(alphabet=st.characters(exclude_categories=()), max_size=80))
def test_any_text(text: str) -> None:
    """Any Unicode text is welcome, and masking again changes nothing."""
    assert mask(mask(text)) == mask(text)


@pytest.mark.parametrize(
    ("digits", "holds"),
    [
        (NATIONAL, True),
        ("0013542418", False),
        ("0000000000", False),
        ("123456789", False),
        ("0499370899", True),
        ("0790419904", True),
        ("0084575948", True),
        ("0084575947", False),
    ],
)
def test_national_codes(digits: str, holds: bool) -> None:
    """A national code is known by its check digit."""
    assert is_national_code(digits) is holds


def test_mask_holds_no_digit() -> None:
    """The mask tells nothing of what it hides."""
    assert not any(letter.isalnum() for letter in MASK)
