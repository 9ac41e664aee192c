import pytest

from models.text import fold
from models.text.about import guess_about


@pytest.mark.parametrize(
    ("words", "about"),
    [
        ("از عضو شورای محله شکایت دارم", "council"),
        ("اعضای محترم شورا گوش نمی‌دهند", "council"),
        ("شورایاری محل رشوه خواست", "council"),
        ("دبیر محله بی‌ادبی کرد", "council"),
        ("هیأت امنای محله جواب نمی‌دهد", "council"),
        ("مأمور شهرداری وسایلم را برد", "employee"),
        ("کارمند ناحیه جواب سربالا داد", "employee"),
        ("مسئول ناحیه با ما برخورد بدی داشت", "employee"),
        ("برای پروانه رشوه می‌خواهند", "employee"),
        ("شهرداری زباله را جمع نمی‌کند، شکایت دارم", None),
        ("همسایه شب‌ها سر و صدا می‌کند", None),
        ("بازشورای", None),
        ("", None),
    ],
)
def test_whom_a_complaint_is_about(words: str, about: str | None) -> None:
    """Words for members of the council come before those for employees; the municipality itself is nobody."""
    assert guess_about(fold(words)) == about
