"""The screens of subscriptions and digests, with the most and the longest of everything."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from handlers.keyboards import View
from handlers.views import digest, subscription
from handlers.views.subscription import Standing
from locales import LANGUAGES, Translator, translator
from models.area_tree import Place
from models.digest import Gathered, MeetingEvent, MeetingTold, NoticeNews, OwnNews
from models.notice_content import NoticeContent
from models.quiet_hours import QUIET_CHOICES, hours_of
from models.services.subscriptions import MOST_FOLLOWED, NEVER
from models.submission import Status
from models.subscription import Digest, Subscription
from tests.e2e.resident import bare
from tests.handlers.views.limits import ONE_SCREEN, check_fits
from tests.handlers.views.meeting_samples import FACTS as MEETING_FACTS
from tests.handlers.views.meeting_samples import WORST as FULL_MEETING
from tests.handlers.views.meeting_samples import words_of
from tests.handlers.views.places import wide_city
from tests.handlers.views.test_limits import LARGEST, NOW, WORST, ZONE

WIDE = wide_city(120)
PLACES: Sequence[Place] = WIDE.choosable()
CHOSEN = Subscription(person_id=1, digest=Digest.WEEKLY.value, quiet="23-7", updated_at=NOW)
FULL = Standing(CHOSEN, PLACES[0], PLACES[1 : MOST_FOLLOWED + 1])
BARE = Standing(Subscription(person_id=1, updated_at=NEVER), None, [])
NOTICES = [NoticeNews(LARGEST, NoticeContent(WORST.replace("<", "&lt;")), NOW) for _ in range(40)]
OWN = [OwnNews("1405-000123-7", status, NOW) for status in (Status.IN_PROGRESS, Status.OUT_OF_SCOPE) for _ in range(2)]
FACTS = replace(FULL_MEETING.facts, title=WORST[:400], place=WORST[:400])
MEETINGS = [MeetingTold(LARGEST, event, FACTS, NOW) for event in MeetingEvent]
GATHERED = Gathered(NOTICES, OWN)
MIXED = Gathered(NOTICES[:3], OWN, MEETINGS)

VIEWS: dict[str, Callable[[Translator], View]] = {
    "card": lambda tr: subscription.subscription_card(FULL, tr),
    "card of somebody new": lambda tr: subscription.subscription_card(BARE, tr),
    "digest": lambda tr: subscription.digest_choice(FULL, tr),
    "quiet hours": lambda tr: subscription.quiet_choice(FULL, tr),
    "areas": lambda tr: subscription.followed_areas(FULL, tr),
    "no areas": lambda tr: subscription.followed_areas(BARE, tr),
    "list of areas": lambda tr: subscription.areas_to_follow(WIDE, 0, 2, version=36**7 - 1, tr=tr),
    "area meant": lambda tr: subscription.area_meant(WIDE, PLACES[:6], "و", version=36**7 - 1, tr=tr),
    "area not found": lambda tr: subscription.area_meant(WIDE, [], WORST, version=36**7 - 1, tr=tr),
    "old home": lambda tr: subscription.old_home_question(PLACES[0], tr),
    "old home followed": lambda tr: subscription.old_home_followed(PLACES[0], tr),
    "old home left": lambda tr: subscription.old_home_left(PLACES[0], tr),
    "moved back": lambda tr: subscription.moved_back(PLACES[0], tr),
    "first page": lambda tr: digest.digest_card(GATHERED, LARGEST, 0, zone=ZONE, tr=tr),
    "page between": lambda tr: digest.digest_card(GATHERED, LARGEST, 3, zone=ZONE, tr=tr),
    "meetings and notices": lambda tr: digest.digest_card(MIXED, LARGEST, 0, zone=ZONE, tr=tr),
    "the last notices": lambda tr: digest.digest_card(MIXED, LARGEST, 1, zone=ZONE, tr=tr),
    "page beyond": lambda tr: digest.digest_card(GATHERED, LARGEST, 60_000, zone=ZONE, tr=tr),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", VIEWS)
def test_every_screen_fits(name: str, language: str) -> None:
    """With the most areas, the longest names and words: within the limits, on about one screen."""
    text = check_fits(VIEWS[name](translator(language)))
    assert len(text) <= ONE_SCREEN
    assert "\u202e" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_toasts_name_the_place(language: str) -> None:
    """Following and taking away each say which place it is."""
    tr, place = translator(language), PLACES[0]
    assert place.name in subscription.followed_toast(place, tr)
    assert place.name in subscription.unfollowed_toast(place, tr)


def test_every_change_makes_the_buttons_old() -> None:
    """The card's version follows the last change, and fits a button."""
    later = replace(FULL, subscription=Subscription(person_id=1, updated_at=NOW.replace(microsecond=990_000)))
    assert 0 <= FULL.version < 36**7
    assert BARE.version == 0
    assert later.version != FULL.version


def test_every_choice_of_hours_can_be_read() -> None:
    """Each choice is from hour to hour, but for the last, which is none."""
    assert [hours_of(token) is None for token in QUIET_CHOICES] == [False] * 5 + [True]


def test_a_digest_names_first_lines() -> None:
    """A line is a notice's first line with its day; one without words says what it is; a single one needs no number."""
    tr = translator("fa")
    news = NoticeNews(1, NoticeContent("<b>آب قطع است</b>\nاز ۸ تا ۱۴"), NOW)
    card = digest.digest_card(Gathered([news]), 5, 0, zone=ZONE, tr=tr)
    assert "۱. آب قطع است · " in bare(card.text)
    assert "از ۸" not in card.text
    assert [button.label for row in card.rows for button in row] == ["دیدن"]


def test_a_digest_names_meetings_first() -> None:
    """What happened to each, when and where it is; then the notices, numbered on; each opens as what it is."""
    tr = translator("fa")
    meetings = [MeetingTold(number, event, MEETING_FACTS, NOW) for number, event in enumerate(MeetingEvent, 1)]
    notice = NoticeNews(9, NoticeContent("آب قطع است"), NOW)
    card = digest.digest_card(Gathered([notice], (), meetings), 5, 0, zone=ZONE, tr=tr)
    title, when, place = "جلسهٔ هفتگی شورای محلهٔ گلسار", "پنجشنبه ۱۹ آذر، ساعت ۱۷ تا ۱۸:۳۰", "سرای محله، خیابان لاله ۴"
    listed = (
        f"جلسه‌ها\n۱. {title} · {when} · {place}\n۲. {title} · تغییر کرد · {when} · {place}\n"
        f"۳. {title} · زمان یا مکان عوض شد · {when} · {place}\n۴. {title} · لغو شد · {when}\n"
        f"۵. {title} · صورت‌جلسه منتشر شد · پنجشنبه ۱۹ آذر"
    )
    assert words_of(card).split("\n\n")[1:] == [listed, "اطلاعیه‌ها\n۶. آب قطع است · ۱ آذر"]
    pressed = [button.data for row in card.rows for button in row]
    assert [data.pack() for data in pressed if data is not None] == [
        *(f"1:meet:open:{number}:0" for number in range(1, 6)),
        "1:reading:open:9:0",
    ]
