from dataclasses import replace

import pytest

from models.draft import Location
from models.errors import BadLink, BadQuestion, DomainError, NoticeEmpty, NoticeTooLong, NoticeTooManyFiles
from models.media import MediaItem, MediaKind
from models.notice_checks import KEPT_FREE, check, visible_length, words_of
from models.notice_content import Link, NoticeContent, Question

FULL = 4096 - KEPT_FREE
PHOTO = MediaItem(1, MediaKind.PHOTO, "a", "a1")
ASKS = Question("کدام روز؟", ("شنبه", "یکشنبه"))
PLAIN = NoticeContent("متن")


@pytest.mark.parametrize(
    ("markup", "length"),
    [
        ("", 0),
        ("سلام", 4),
        ("<b>سلام</b>", 4),
        ("a &lt; b &amp; c", 9),
        ('<a href="https://example.org/?a=1&amp;b=2">اینجا</a>', 5),
        ("💧", 2),
        ("<tg-spoiler>آب</tg-spoiler>\n", 3),
    ],
)
def test_what_the_limits_count(markup: str, length: int) -> None:
    """Letters as the messenger counts them, in UTF-16, without the markup."""
    assert visible_length(markup) == length


def test_words_without_markup() -> None:
    """For finding notices like it."""
    assert words_of("<b>آب</b> &amp; برق") == "آب & برق"


@pytest.mark.parametrize(
    "content",
    [
        PLAIN,
        NoticeContent("ا" * FULL),
        NoticeContent(files=(PHOTO,)),
        NoticeContent(files=(PHOTO,) * 10),
        NoticeContent(location=Location(36.5, 52.6)),
        replace(PLAIN, link=Link("برنامه", "https://example.org/plan?day=1#آب")),
        replace(PLAIN, question=ASKS, asks_read=True),
        replace(PLAIN, question=Question("؟" * 300, tuple("۱۲۳۴۵۶"))),
    ],
)
def test_what_may_be_said(content: NoticeContent) -> None:
    """Words, files, a pin, a link, a question: each up to its limit."""
    check(content)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (NoticeContent(), NoticeEmpty),
        (NoticeContent(" \n\u200c"), NoticeEmpty),
        (NoticeContent("<b> </b>"), NoticeEmpty),
        (NoticeContent(question=ASKS), NoticeEmpty),
        (NoticeContent(files=(PHOTO,) * 11), NoticeTooManyFiles),
        (replace(PLAIN, link=Link("", "https://example.org")), BadLink),
        (replace(PLAIN, link=Link("ا" * 41, "https://example.org")), BadLink),
        (replace(PLAIN, link=Link("برنامه", "example.org")), BadLink),
        (replace(PLAIN, link=Link("برنامه", "javascript:alert(1)")), BadLink),
        (replace(PLAIN, link=Link("برنامه", "tg://user?id=1")), BadLink),
        (replace(PLAIN, link=Link("برنامه", "https://")), BadLink),
        (replace(PLAIN, link=Link("برنامه", "https://[::1")), BadLink),
        (replace(PLAIN, link=Link("برنامه", "https://example.org:99999/")), BadLink),
        (replace(PLAIN, link=Link("برنامه", "https://example.org:x/")), BadLink),
        (replace(PLAIN, link=Link("برنامه", "javascript://example.org/%0aalert(1)")), BadLink),
        (replace(PLAIN, link=Link("برنامه", "https://example.org/a b")), BadLink),
        (replace(PLAIN, link=Link("برنامه", "https://example.org/" + "a" * 1024)), BadLink),
        (replace(PLAIN, question=Question(" ", ("بله", "نه"))), BadQuestion),
        (replace(PLAIN, question=Question("؟" * 301, ("بله", "نه"))), BadQuestion),
        (replace(PLAIN, question=Question("کدام؟", ("بله",))), BadQuestion),
        (replace(PLAIN, question=Question("کدام؟", tuple("۱۲۳۴۵۶۷"))), BadQuestion),
        (replace(PLAIN, question=Question("کدام؟", ("بله", "بله "))), BadQuestion),
        (replace(PLAIN, question=Question("کدام؟", ("بله", ""))), BadQuestion),
        (replace(PLAIN, question=Question("کدام؟", ("بله", "ا" * 41))), BadQuestion),
    ],
)
def test_what_may_not(content: NoticeContent, error: type[DomainError]) -> None:
    """Nothing to show, too much of it, or buttons that are not whole."""
    with pytest.raises(error):
        check(content)


@pytest.mark.parametrize(
    ("content", "by"),
    [
        (NoticeContent("ا" * (FULL + 7)), 7),
        (NoticeContent(f"<b>{'ا' * (FULL + 1)}</b>"), 1),
        (NoticeContent("💧" * (FULL // 2) + "آب"), 2),
        (NoticeContent("ا" * FULL, question=ASKS), len(ASKS.text) + 2),
    ],
)
def test_how_much_to_cut(content: NoticeContent, by: int) -> None:
    """Too long a notice is refused with how much is too much, its question counted."""
    with pytest.raises(NoticeTooLong) as refused:
        check(content)
    assert refused.value.by == by
