"""Agendas, minutes and lists of attendance fit the messenger's limits and old phones, whatever people typed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from markupsafe import Markup

from handlers.keyboards import View
from handlers.views import agenda, agenda_picking, attendance, minutes, minutes_asking
from handlers.views.agenda import Row, Sheet
from handlers.views.minutes import Book
from handlers.views.minutes_message import MinutesMessage
from locales import LANGUAGES, Translator, translator
from models.media import MediaItem, MediaKind
from models.meeting import MeetingKind, MeetingState, Outcome
from models.meeting_facts import Facts, Session
from models.meeting_shown import AgendaLine
from models.minutes_shown import DecidedResolution, MinutesItem, MinutesShown, SessionAttendance
from models.submission import Kind, Status, Submission
from models.typed_votes import Votes
from tests.handlers.views.limits import check_fits

NOW = datetime(2026, 12, 10, 8, 30, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Tehran")
LARGEST, VERSION = 36**9, 36**7 - 1
MEETING = 2_000_000_000  # where a button carries another id beside it
WORST = "<b>&\u202e😡\n" * 900  # escapes grow it, the emoji counts twice, the sign is stray
NAME = "<&\u202e😡" * 30
CODE = "1405-999999-9"
FACTS = Facts(NAME, (Session(NOW, 90),), NAME)
COURSE = replace(FACTS, sessions=tuple(Session(NOW + timedelta(days=one), 90) for one in range(30)))
OFFICE = 4  # buttons a row


def _line(number: int, text: str = WORST, code: str | None = CODE) -> AgendaLine:
    return AgendaLine(LARGEST + number, number, text, NAME, code)


ROWS = [Row(_line(number), Status.WITHDRAWN, is_prefilled=True) for number in range(1, 101)]
SHEET = Sheet(LARGEST, VERSION, MeetingState.ANNOUNCED, FACTS, ROWS, waiting=999_999)
RESOLUTION = DecidedResolution(LARGEST, 999, 1405, WORST, NAME, NOW.date(), Votes(5, 1, 1))
ITEMS = [
    MinutesItem(_line(number), WORST, WORST, Outcome.RESOLVED, RESOLUTION if number % 2 else None)
    for number in range(1, 101)
]
SHOWN = MinutesShown(
    meeting_id=LARGEST,
    kind=MeetingKind.ORDINARY,
    area_id=1,
    facts=FACTS,
    term=6,
    number=999,
    chair=NAME,
    version=VERSION,
    revision=9,
    note=WORST,
    file=MediaItem(1, MediaKind.DOCUMENT, "f", "u", NAME),
    items=ITEMS,
    resolutions=[RESOLUTION] * 30,
    attendance=[SessionAttendance(1, [NAME] * 60, [NAME] * 20, 1000)],
    published_at=NOW,
    corrected_at=NOW,
)
BOOK = Book(SHOWN, ZONE, NAME[:30], 999_999, is_published=True)
DRAFT = replace(BOOK, is_published=False, shown=replace(SHOWN, published_at=None, corrected_at=None))
SUBMISSION = Submission(
    id=LARGEST, code=CODE, year=1405, serial=1, kind=Kind.PROPOSAL.value, status=Status.REGISTERED.value,
    visibility="public", person_id=1, text=WORST, created_at=NOW - timedelta(days=400), updated_at=NOW,
)  # fmt: skip
PICKING = agenda_picking.Picking(
    replace(SHEET, meeting_id=MEETING), [SUBMISSION] * 6, [WORST] * 6, frozenset({LARGEST}), 3, 999
)
PEOPLE = [attendance.Listed(LARGEST + one, NAME, one % 2 == 0, one % 3 == 0, one % 5 == 0) for one in range(400)]
ROLL = attendance.Roll(MEETING, MeetingKind.COURSE, COURSE, 7, PEOPLE, page=3)
CLOSING = attendance.Closing(LARGEST, COURSE, [(NAME, 30)] * 400, 30, 5)
PROBLEM = Markup("<b>!</b>")

OFFICE_VIEWS: dict[str, Callable[[Translator], View]] = {
    "agenda": lambda tr: agenda.agenda_card(SHEET, 1, ZONE, tr, said=agenda.items_added(80, tr)),
    "empty agenda": lambda tr: agenda.agenda_card(replace(SHEET, rows=[]), 0, ZONE, tr),
    "settled agenda": lambda tr: agenda.agenda_card(replace(SHEET, is_settled=True), 12, ZONE, tr),
    "items asked": lambda tr: agenda.items_asked(SHEET, ZONE, tr, problem=PROBLEM),
    "item": lambda tr: agenda.item_card(SHEET, ROWS[50], ZONE, tr),
    "words asked": lambda tr: agenda.words_asked(SHEET, ROWS[50], tr, problem=PROBLEM),
    "presenter asked": lambda tr: agenda.presenter_asked(SHEET, ROWS[50], tr, problem=PROBLEM),
    "picking": lambda tr: agenda_picking.picking_card(PICKING, NOW, ZONE, tr),
    "nothing to pick": lambda tr: agenda_picking.picking_card(
        replace(PICKING, found=[], texts=[], page=0, total=0), NOW, ZONE, tr
    ),
    "put": lambda tr: View(agenda_picking.put_said(3, 2, [NAME, NAME], tr=tr)),
    "minutes": lambda tr: minutes.minutes_card(DRAFT, 1, tr),
    "published minutes": lambda tr: minutes.minutes_card(BOOK, 12, tr, said=minutes.published_said(999_999, tr)),
    "minutes without items": lambda tr: minutes.minutes_card(
        replace(DRAFT, shown=replace(DRAFT.shown, items=[], attendance=[])), 0, tr
    ),
    "form": lambda tr: minutes.item_card(DRAFT, ITEMS[0], tr, takes_words=True),
    "form without a resolution": lambda tr: minutes.item_card(DRAFT, ITEMS[1], tr),
    "preview": lambda tr: minutes.preview_card(DRAFT, tr),
    "decision asked": lambda tr: minutes_asking.words_asked(DRAFT, "decision", ITEMS[1], VERSION, tr, problem=PROBLEM),
    "note asked": lambda tr: minutes_asking.words_asked(DRAFT, "note", None, VERSION, tr),
    "chair asked": lambda tr: minutes_asking.words_asked(DRAFT, "chair", None, VERSION, tr),
    "file asked": lambda tr: minutes_asking.words_asked(DRAFT, "file", None, VERSION, tr),
    "correction": lambda tr: minutes_asking.correction_asked(BOOK, WORST, ITEMS[1], VERSION, tr),
    "outcome corrected": lambda tr: minutes_asking.outcome_correction(BOOK, ITEMS[1], Outcome.DECLINED, tr),
    "no outcome after all": lambda tr: minutes_asking.outcome_correction(BOOK, ITEMS[1], None, tr),
    "both wrote": lambda tr: minutes_asking.written_meanwhile(BOOK, WORST, WORST, ITEMS[1], VERSION, tr),
    "roll": lambda tr: attendance.roll_card(ROLL, ZONE, tr, said=attendance.guests_added([NAME], tr)),
    "roll of a meeting": lambda tr: attendance.roll_card(
        replace(ROLL, kind=MeetingKind.ORDINARY, facts=FACTS, session=1, page=0), ZONE, tr
    ),
    "empty roll": lambda tr: attendance.roll_card(replace(ROLL, people=[], page=0, is_open=False), ZONE, tr),
    "guest asked": lambda tr: attendance.guest_asked(ROLL, tr, problem=PROBLEM),
    "closing list": lambda tr: attendance.closing_card(CLOSING, ZONE, tr),
    "empty closing list": lambda tr: attendance.closing_card(replace(CLOSING, lines=[], page=0), ZONE, tr),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", OFFICE_VIEWS)
def test_office_views_fit(name: str, language: str) -> None:
    """Whatever was typed, the office's cards are within the limits, and none is a dead end."""
    view = OFFICE_VIEWS[name](translator(language))
    check_fits(view, widest_row=OFFICE)
    assert name == "put" or any(view.rows)


def _message(shown: MinutesShown, language: str = "fa") -> MinutesMessage:
    tr = translator(language)
    return MinutesMessage(shown, tr.quote("محلهٔ گلسار"), "پیشنهاد شورای محله", ZONE, tr)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [0, 1, 3, 20, 100])
def test_published_minutes_fit(count: int, language: str) -> None:
    """However much they say, published minutes are one message, two buttons a row; the whole text is a tap away."""
    view = _message(replace(SHOWN, items=ITEMS[:count]), language).view
    check_fits(view)
    labels = [key.label for row in view.rows for key in row]
    assert translator(language).label("minutes", "All of it") in labels


def test_short_minutes_are_whole() -> None:
    """What fits is shown as it was written, with everything in its order."""
    item = MinutesItem(_line(1, "روشنایی", None), "دو نفر حرف زدند", "چراغ نصب شود", Outcome.NOTED)
    resolved = MinutesItem(_line(2, "بوستان", CODE), None, None, Outcome.RESOLVED, replace(RESOLUTION, text="نیمکت"))
    shown = replace(
        SHOWN, items=[item, resolved], note="کوتاه بود", file=None, resolutions=[], corrected_at=None, chair="سارا",
        facts=replace(FACTS, title="جلسهٔ هفتگی"), attendance=[SessionAttendance(1, ["سارا"], ["علی"], 2)],
    )  # fmt: skip
    view = _message(shown).view
    text = check_fits(view)
    parts = ["شمارهٔ ۹۹۹", "جلسهٔ هفتگی", "سارا", "علی", "۲ مهمان", "کوتاه بود", "روشنایی", "گفت‌وگو شد"]
    parts += ["دو نفر حرف زدند", "چراغ نصب شود", "بوستان", "۱۴۰۵/۹۹۹", "نیمکت", "محلهٔ گلسار"]
    places = [text.index(one) for one in parts]
    assert places == sorted(places)
    assert "متن کامل" not in [key.label for row in view.rows for key in row]


def test_hidden_words_are_not_shown() -> None:
    """Of a submission that is the staff's alone by now, minutes and agenda show the code alone."""
    item = MinutesItem(_line(1, "", CODE), None, "بررسی شود", None)
    text = check_fits(_message(replace(SHOWN, items=[item], note=None, resolutions=[])).view)
    assert "درخواست" in text
    assert "بررسی شود" in text
    row = Row(_line(1, "", CODE), Status.UNDER_REVIEW)
    card = check_fits(agenda.agenda_card(replace(SHEET, rows=[row]), 0, ZONE, translator("fa")), widest_row=OFFICE)
    assert "۱۴۰۵-۹۹۹۹۹۹-۹" in card.translate(dict.fromkeys([0x2066, 0x2069]))


def test_the_file_comes_first() -> None:
    """With a file there are two calls, the words last; a correction replaces the file only where it was delivered."""
    message = _message(SHOWN)
    assert [call.method for call in message.calls()] == ["sendDocument", "sendMessage"]
    assert message.call_after(0).method == "sendDocument"
    assert message.call_after(1).is_last
    assert message.call_after(0, without_files=True).method == "sendMessage"
    assert [call.method for call in message.edit_calls([1, 2])] == ["editMessageMedia", "editMessageText"]
    assert [call.method for call in message.edit_calls([2])] == ["editMessageText"]
    assert message.edit_calls([]) == []
    assert [call.method for call in message.withdrawn_calls([1, 2])] == ["editMessageText"]
    assert len(message.delete_calls([1, 2])) == 2
