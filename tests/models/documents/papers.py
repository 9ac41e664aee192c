"""Papers to try: minutes and a letter of an ordinary neighbourhood, to be varied."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from models.area import Level
from models.documents.letter_paper import LetterPaper
from models.documents.minutes_paper import Came, Decided, ItemSaid, MinutesPaper
from models.meeting import MeetingKind, Outcome
from models.meeting_facts import Session
from models.typed_votes import Votes

TEHRAN = ZoneInfo("Asia/Tehran")
# Thursday, 1 Mordad 1405, 17:00 of Tehran.
BEGIN = datetime(2026, 7, 23, 13, 30, tzinfo=UTC)
ITEM = ItemSaid(
    "روشنایی کوچهٔ سوم و خیابان Vali-e Asr (فاز 2)",
    "خانم سارا محمدی",
    "1405-7",
    "اهالی از تاریکی کوچه گفتند.\nطبق نامهٔ 1405/12/345 قول تعمیر LED داده شده بود.",
    "تعویض ۱۲ چراغ پیشنهاد شد.",
    Outcome.RESOLVED,
)
DECIDED = Decided(
    "1405/3", "تعویض ۱۲ چراغ کوچهٔ سوم", "شهرداری منطقهٔ ۱، معاونت فنی‌وعمرانی", date(2026, 8, 3), Votes(5, 1, 0)
)


def minutes(**given: Any) -> MinutesPaper:
    """Minutes of a meeting with two items, one resolution, three members and guests."""
    paper = MinutesPaper(
        city="ایزدشهر",
        level=Level.NEIGHBOURHOOD,
        place="گلسار",
        number=12,
        term=6,
        title="جلسهٔ هفتگی شورا",
        kind=MeetingKind.ORDINARY,
        sessions=[Session(BEGIN, 90)],
        zone=TEHRAN,
        chair="مریم احمدی",
        where="سرای محله، طبقهٔ ۲",
        attendance=[Came(("مریم احمدی", "سارا محمدی", "Ali Smith"), ("رضا کریمی",), 14)],
        items=[ITEM, ItemSaid("پارک محله", outcome=Outcome.POSTPONED)],
        resolutions=[DECIDED],
        note="جلسه با تأخیر آغاز شد.",
    )
    return replace(paper, **given)


def letter(**given: Any) -> LetterPaper:
    """A letter of the same neighbourhood."""
    paper = LetterPaper(
        city="ایزدشهر",
        level=Level.NEIGHBOURHOOD,
        place="گلسار",
        district="منطقهٔ ۱",
        number="1405/3",
        written_on=date(2026, 7, 25),
        text="تعویض ۱۲ چراغ کوچهٔ سوم با LED ظرف یک ماه",
        subject="روشنایی معابر",
        responsible="معاونت فنی‌وعمرانی",
        due_on=date(2026, 8, 3),
        votes=Votes(5, 1, 0),
        decided_on=date(2026, 7, 23),
        codes=("1405-7", "1405-19"),
        signers=("مریم احمدی", "سارا محمدی", "علی رضایی"),
    )
    return replace(paper, **given)
