import pytest

from models.notice_likeness import ALIKE, are_alike, likeness
from models.text import fold

WATER = "فردا از ساعت ۸ تا ۱۴ آب محلهٔ گلسار قطع است. لطفاً آب لازم را ذخیره کنید."
MEETING = "جلسهٔ شورای محلهٔ گلسار پنجشنبه ساعت ۱۷ در سرای محله برگزار می‌شود. همه دعوت‌اید."

SAME = [
    (WATER, WATER),
    (WATER, "فردا از ساعت 8 تا 14 اب محله گلسار قطع است، لطفا آب لازم را ذخيره كنيد"),
    (WATER, "فردا از ساعت ۹ تا ۱۵ آب محلهٔ گلسار قطع است. لطفاً آب لازم را ذخیره کنید."),
    (WATER, f"اهالی عزیز سلام. {WATER} با تشکر"),
    (WATER, "آب محلهٔ گلسار فردا از ساعت ۸ تا ۱۴ قطع است؛ لطفاً آب ذخیره کنید."),
    (MEETING, "جلسهٔ شورای محلهٔ گلسار به جمعه ساعت ۱۷ افتاد. در سرای محله برگزار می‌شود، همه دعوت‌اید."),
    ("آب قطع است", "آب قطع است"),
    ("Tomorrow the water is off from 8 to 14.", "Tomorrow the water is off from 9 to 15."),
]
OTHERS = [
    (WATER, MEETING),
    (WATER, "فردا از ساعت ۸ تا ۱۲ برق خیابان لاله قطع می‌شود. آسانسورها کار نمی‌کنند."),
    (WATER, "کلاس ورزش بانوان روزهای زوج ساعت ۸ در سرای محلهٔ گلسار."),
    (WATER, "آب وصل شد. از صبوری شما سپاسگزاریم."),
    (MEETING, "جشن نیمهٔ شعبان جمعه شب در بوستان گلسار برگزار می‌شود. همه دعوت‌اید."),
    (MEETING, "مسابقهٔ نقاشی کودکان پنجشنبه ساعت ۱۰ در کتابخانهٔ محله."),
    ("آب قطع است", "برق قطع است"),
    ("سلام", ""),
    ("", ""),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_again(one: str, other: str) -> None:
    """The same notice in another spelling, at another hour, with a greeting, or its sentences turned around."""
    assert are_alike(fold(one), fold(other))
    assert are_alike(fold(other), fold(one))


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_another_notice(one: str, other: str) -> None:
    """Another matter of the same neighbourhood, in the words that notices have in common."""
    assert not are_alike(fold(one), fold(other))


def test_the_threshold_lies_between() -> None:
    """There is room on both sides of it: a word more or less does not turn one into the other."""
    least = min(likeness(fold(one), fold(other)) for one, other in SAME)
    most = max(likeness(fold(one), fold(other)) for one, other in OTHERS)
    assert most + 0.05 < ALIKE < least - 0.05
