from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from handlers.views.meeting_message import Mode
from locales import LANGUAGES, translator
from models.meeting import Answer, MeetingKind, MeetingState
from models.meeting_facts import Session
from models.meeting_shown import Places
from tests.handlers.views.limits import ONE_SCREEN, check_fits
from tests.handlers.views.meeting_samples import (
    COURSE,
    FACTS,
    LINK,
    MEETING,
    THURSDAY,
    WORST,
    agenda,
    message,
    sessions,
    words_of,
)
from tests.models.sample_rows import TEHRAN

FA, EN = translator("fa"), translator("en")


def _labels(shown: Any) -> list[list[str]]:
    return [[key.label for key in row] for row in shown.view.rows]


def _data(shown: Any) -> list[str]:
    return [key.data.pack() for row in shown.view.rows for key in row if key.data is not None]


def test_an_invitation_reads_as_people_speak() -> None:
    """What, when in words, where, what is talked about, and three answers: two buttons a row."""
    shown = message(MEETING, FA)
    assert words_of(shown.view) == (
        "🗓 جلسهٔ هفتگی شورای محلهٔ گلسار\n"
        "پنجشنبه ۱۹ آذر ۱۴۰۵، ساعت ۱۷ تا ۱۸:۳۰ · سرای محله، خیابان لاله ۴\n\n"
        "دستور جلسه:\n۱. روشنایی کوچه‌ها\n۲. زمین بازی\n۳. پرسش‌های شما\n\n"
        "جلسهٔ محلهٔ گلسار · /subscriptions"
    )
    assert _labels(shown) == [["می‌آیم", "شاید"], ["نمی‌آیم", "سؤال دارم"], ["افزودن به تقویم"]]
    assert _data(shown) == [
        "1:rsvp:yes:3:0",
        "1:rsvp:maybe:3:0",
        "1:rsvp:no:3:0",
        "1:meet:ask:3:0",
        "1:meet:calendar:3:0",
    ]
    english = words_of(message(MEETING, EN).view)
    assert "Thursday 19 Azar 1405, from 17:00 to 18:30 · " in english


def test_a_course_is_registered_for() -> None:
    """Its sessions are a list, with how many there is room for; its buttons say «register» and «not for me»."""
    shown = message(COURSE, FA)
    lines = words_of(shown.view).splitlines()
    assert lines[1] == "کلاس آموزشی، ۴ جلسه"
    assert lines[2:6] == [
        "۱. پنجشنبه ۱۹ آذر ۱۴۰۵، ساعت ۱۷ تا ۱۸:۳۰",
        "۲. پنجشنبه ۲۶ آذر، ساعت ۱۷ تا ۱۸:۳۰",
        "۳. پنجشنبه ۳ دی، ساعت ۱۷ تا ۱۸:۳۰",
        "۴. پنجشنبه ۱۰ دی، ساعت ۱۷ تا ۱۸:۳۰",
    ]
    assert "ظرفیت: ۲۰ نفر" in lines
    assert lines[-1] == "کلاس محلهٔ گلسار · /subscriptions"
    assert _labels(shown)[0] == ["ثبت‌نام می‌کنم", "انصراف"]


def test_the_own_answer_is_shown() -> None:
    """Where it is known, it is said and marked, beside how many places are left."""
    shown = message(COURSE, FA, answer=Answer.YES)
    assert "ثبت‌نام شده‌اید." in shown.view.text
    assert "ظرفیت: ۲۰ نفر؛ ۱۲ جا خالی است." in words_of(shown.view)
    assert _labels(shown)[0] == ["✓ ثبت‌نام می‌کنم", "انصراف"]
    full = replace(MEETING, places=Places(2, 2, waiting=1))
    waits = message(full, FA, answer=Answer.WAITING)
    assert "همهٔ جاها گرفته شده است." in waits.view.text
    assert "در نوبت هستید." in waits.view.text
    assert _labels(waits)[0] == ["✓ می‌آیم", "شاید"]
    assert "جا" not in words_of(message(full, FA).view).replace("ظرفیت: ۲ نفر", "")


def test_an_extraordinary_meeting_says_so() -> None:
    """Below its name; what is held only online has no place, and its link is a button and in words."""
    online = replace(FACTS, place=None, link=LINK)
    shown = message(replace(MEETING, kind=MeetingKind.EXTRAORDINARY, facts=online, agenda=()), FA)
    lines = words_of(shown.view).splitlines()
    assert lines[1:4] == [
        "جلسهٔ فوق‌العاده",
        "پنجشنبه ۱۹ آذر ۱۴۰۵، ساعت ۱۷ تا ۱۸:۳۰",
        f"نشانی آنلاین: {LINK}",
    ]
    assert "دستور جلسه" not in shown.view.text
    (link,) = [key.url for row in shown.view.rows for key in row if key.url is not None]
    assert link == LINK


def test_a_link_that_is_none_is_no_button() -> None:
    """The messenger would refuse the whole message for it: it stands there in words."""
    shown = message(replace(MEETING, facts=replace(FACTS, link="meet <now> example")), FA)
    assert all(key.url is None for row in shown.view.rows for key in row)
    assert "<a " not in shown.view.text
    assert "meet &lt;now&gt; example" in shown.view.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_people_write_is_escaped_and_isolated(language: str) -> None:
    """Title, place, items, presenters and reasons come as they were written, within isolates, as no markup."""
    words = "<b>Café</b> & 09121234567"
    given = replace(
        MEETING,
        facts=replace(FACTS, title=words, place=words),
        agenda=agenda([words], words),
        cancel_reason=words,
    )
    isolated = "\u2068&lt;b&gt;Café&lt;/b&gt; &amp; 09121234567\u2069"
    assert message(given, translator(language)).view.text.count(isolated) == 4
    cancelled = message(given, translator(language), mode=Mode.CANCELLED)
    assert cancelled.view.text.count(isolated) == 3


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("answer", [None, *Answer])
def test_every_message_fits(language: str, mode: Mode, answer: Answer | None) -> None:
    """With the most and the longest of everything: within the limits, two buttons a row."""
    before = replace(WORST.facts, sessions=sessions(30, days=3), title="x", place="y" * 200, link=None)
    shown = message(
        WORST,
        translator(language),
        mode=mode,
        answer=answer,
        before=before,
        amended_at=datetime(2026, 12, 1, tzinfo=UTC),
    )
    text = check_fits(shown.view)
    assert "\u202e" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_agenda_of_eighty_items_is_one_screen(language: str) -> None:
    """Its beginning is shown, how many more there are, and a button to all of it."""
    long = replace(MEETING, agenda=agenda(["ا" * 100] * 80, "زهرا احمدی"))
    shown = message(long, translator(language))
    assert len(check_fits(shown.view)) <= ONE_SCREEN
    assert "1:meet:agenda:3:0" in _data(shown)
    assert ("و ۷۲ بند دیگر" if language == "fa" else "and 72 more items") in shown.view.text


def test_a_move_says_what_was_before() -> None:
    """The new time in full, and the one that people had noted; without the agenda, which a button shows."""
    moved = replace(MEETING, facts=replace(FACTS, sessions=(Session(THURSDAY.replace(day=12, hour=18, minute=15)),)))
    shown = message(moved, FA, before=FACTS, mode=Mode.CHANGED)
    assert words_of(shown.view).startswith(
        "زمان عوض شد.\n"
        "زمان پیشین: پنجشنبه ۱۹ آذر ۱۴۰۵، ساعت ۱۷ تا ۱۸:۳۰\n\n"
        "🗓 جلسهٔ هفتگی شورای محلهٔ گلسار\n"
        "شنبه ۲۱ آذر ۱۴۰۵، ساعت ۱۸:۱۵ تا ۱۹:۴۵ · سرای محله، خیابان لاله ۴"
    )
    assert "زمین بازی" not in shown.view.text
    assert _labels(shown)[-1] == ["افزودن به تقویم", "دستور جلسه"]


@pytest.mark.parametrize(
    ("changes", "headline", "was"),
    [
        ({"place": "مدرسه"}, "مکان عوض شد.", "مکان پیشین: سرای محله، خیابان لاله ۴"),
        ({"link": LINK}, "پیوند آنلاین عوض شد.", None),
        ({"title": "نو"}, "نام عوض شد.", "نام پیشین: جلسهٔ هفتگی شورای محلهٔ گلسار"),
        ({"sessions": sessions(1, THURSDAY.replace(day=12)), "place": "مدرسه"}, "زمان و مکان عوض شد.", "زمان پیشین: "),
        ({}, "آخرین وضعیت این است.", None),
    ],
)
def test_each_change_has_its_headline(changes: dict[str, Any], headline: str, was: str | None) -> None:
    """Whatever is another one is named; what was taken back before everybody heard of it is told as it stands."""
    shown = message(replace(MEETING, facts=replace(FACTS, **changes)), FA, before=FACTS, mode=Mode.CHANGED)
    lines = words_of(shown.view).splitlines()
    assert lines[0] == headline
    assert lines[1].startswith(was) if was is not None else not lines[1]


def test_a_course_names_only_the_sessions_that_changed() -> None:
    """Which are given up and which are new; the others stay unsaid, beyond the list itself."""
    before = replace(COURSE.facts, sessions=sessions(4))
    after = (*before.sessions[1:], Session(THURSDAY.replace(year=2027, month=1, day=7)))
    shown = message(replace(COURSE, facts=replace(before, sessions=after)), FA, before=before, mode=Mode.CHANGED)
    assert words_of(shown.view).splitlines()[:6] == [
        "زمان عوض شد.",
        "دیگر برگزار نمی‌شود:",
        "▫️ پنجشنبه ۱۹ آذر ۱۴۰۵، ساعت ۱۷ تا ۱۸:۳۰",
        "تازه:",
        "▫️ پنجشنبه ۱۷ دی ۱۴۰۵، ساعت ۱۷ تا ۱۸:۳۰",
        "",
    ]


def test_what_was_cancelled_leaves_nothing_to_press() -> None:
    """It says so first, when it would have been, why, and where other meetings are."""
    given = replace(MEETING, state=MeetingState.CANCELLED, cancel_reason="سالن تعمیر می‌شود.")
    shown = message(given, FA, mode=Mode.CANCELLED)
    text = words_of(shown.view)
    assert text.startswith("این جلسه لغو شد.\n\n🗓 جلسهٔ هفتگی")
    assert "علت: سالن تعمیر می‌شود." in text
    assert "/meetings" in text
    assert not shown.view.rows


def test_one_message_that_is_edited_and_taken_away() -> None:
    """What is delivered, what mends it and what takes it back are calls about the same message."""
    shown = message(MEETING, FA, amended_at=THURSDAY)
    call = shown.call_after(0)
    assert (call.method, call.is_last, call.parameters) == ("sendMessage", True, shown.view.to_parameters())
    (edit,) = shown.edit_calls([77])
    assert (edit.method, edit.parameters["message_id"], edit.parameters["text"]) == (
        "editMessageText",
        77,
        call.parameters["text"],
    )
    assert "✏️" in edit.parameters["text"]
    assert [one.parameters for one in shown.delete_calls([77])] == [{"message_id": 77}]
    (gone,) = shown.withdrawn_calls([77])
    assert gone.parameters["reply_markup"] == {"inline_keyboard": []}
    assert shown.edit_calls([]) == [] == shown.withdrawn_calls([])


def test_the_year_is_said_where_it_turns() -> None:
    """The first session names its year, and the first of the next year again."""
    turning = sessions(3, datetime(2027, 3, 18, 17, tzinfo=TEHRAN), days=2)
    text = words_of(message(replace(COURSE, facts=replace(FACTS, sessions=turning)), FA).view)
    assert [line.split("،")[0] for line in text.splitlines()[2:5]] == [
        "۱. پنجشنبه ۲۷ اسفند ۱۴۰۵",
        "۲. شنبه ۲۹ اسفند",
        "۳. دوشنبه ۲ فروردین ۱۴۰۶",
    ]
