"""Goals that say nearly the same are found, whole or as a part; others are not taken for each other."""

from itertools import combinations

import pytest

from models.goal_likeness import ALIKE, alike, double_among, doubles
from models.goal_reading import read_goals
from models.text import fold
from tests.models.goal_texts import IZADSHAHR

SAME = [
    ("جلب مشارکت‌های مردمی", "جلب مشارکتهای مردمی"),
    ("توسعهٔ فضای سبز شهر", "توسعه فضای سبز شهر."),
    ("حفظ هویت تاریخی منطقه", "ایمنی محیط سکونت - حفظ هویت تاریخی منطقه"),
    ("توسعه فضاهای سبز، ورزشی و فراغتی", "توسعهٔ فضاهای سبز و ورزشی و فراغتی در محله‌ها"),
    ("نوسازی بافت فرسوده", "نوسازی بافت‌های فرسوده"),
    ("هنر", "هنر"),
]
DIFFERENT = [
    ("توسعهٔ فضای سبز", "توسعهٔ حمل‌ونقل عمومی"),
    ("ایجاد گروههای فعال برای بهبود بخشیدن به محیط زیست", "ترویج جنبش ایجاد باغ شهر با رویکرد حفظ محیط زیست"),
    ("هنر", "هنر همگانی"),
    ("احداث پارک", "احداث پارکینگ طبقاتی در مرکز شهر"),
    ("مشارکت تمامی شهروندان برای اداره شهر", "امکان اسکان تمامی شهروندان در شهر و برقراری رفاه و امنیت آنها"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_doubles(one: str, other: str) -> None:
    """Are pointed out, whichever comes first."""
    assert doubles([one, other]) == {1: 0}
    assert double_among(one, ["چیزی دیگر", other]) == 1


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_others(one: str, other: str) -> None:
    """Are not."""
    assert doubles([one, other]) == {}
    assert double_among(other, [one]) is None


def test_the_city_s_own_text() -> None:
    """Only the fourth and the twentieth; every other pair stays far below."""
    texts = [fold(line.text) for line in read_goals(IZADSHAHR.read_text(encoding="utf-8")).lines]
    scores = sorted(alike(one, other) for one, other in combinations(texts, 2))
    assert scores[-1] == 1.0
    assert scores[-2] < ALIKE - 0.1


def test_hundreds_that_are_like_each_other_are_found_in_time() -> None:
    """The same ones are found however many there are."""
    texts = [f"احداث پارک محله‌ای شمارهٔ {number} در محلهٔ گلسار با اعتبار شهرداری" for number in range(200)]
    found = doubles([*texts, texts[3]])
    assert found[200] == 3
