"""What stands beside a file that somebody asked for, and the same words as text."""

from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, View
from locales import Translator
from models.documents.calendar_file import CalendarFile
from models.documents.door_picture import Door
from models.documents.letter_paper import LetterPaper
from models.documents.minutes_paper import MinutesPaper
from models.documents.paper_words import body_name, mayor_name, number_words, session_words

NOUN = "paper"
MINUTES, LETTER = "minutes", "letter"
AS_TEXT = {MINUTES: "minutes_text", LETTER: "letter_text"}
PAGE_OF = {MINUTES: "minutes_page", LETTER: "letter_page"}
_PAGE = 3000  # UTF-16 units of a paper's words in one message


def calendar_caption(file: CalendarFile, tr: Translator) -> View:
    """Below the calendar file: what it will put into the calendar, and how."""
    when = Markup("\n").join(session_words(one, file.zone, tr) for one in file.sessions[:3])
    if len(file.sessions) > 3:
        more = tr.count("and {number} more session", "and {number} more sessions", len(file.sessions) - 3)
        when = Markup("\n").join((when, more))
    lines = [tr.text("<b>{title}</b>", title=tr.quote(file.title)), when]
    if file.place:
        lines.append(tr.quote(" ".join(file.place.split())))
    if file.is_cancelled:
        end = tr.text("It was cancelled: opening this file takes it out of your calendar.")
    else:
        end = tr.text("Open this file to put it into your calendar. After a change, get it anew: it moves by itself.")
    return View(Markup("\n").join([*lines, end]))


def door_caption(door: Door, zone: ZoneInfo, tr: Translator) -> View:
    """Below the picture for the door: what it is for, and its link for whoever has no camera."""
    lines = [
        tr.text("<b>{title}</b>", title=tr.quote(door.title)),
        Markup.escape(session_words(door.session, zone, tr)),
        tr.text(
            "Print this picture for the door, or show it on a screen: whoever opens it from an hour before "
            "until an hour after the meeting is checked in. It says the same as this link:"
        ),
        Markup("<code>{}</code>").format(door.link),
    ]
    return View(Markup("\n").join(lines), [_other_sessions(door, tr)])


def _other_sessions(door: Door, tr: Translator) -> list[Button]:
    def to(number: int, label: str) -> list[Button]:
        return (
            [Button(label, ButtonData(NOUN, "door", door.meeting_id, number))] if 1 <= number <= door.sessions else []
        )

    before, after = tr.label("paging", "‹ Previous session"), tr.label("paging", "Next session ›")
    return to(door.number - 1, before) + to(door.number + 1, after)


def begun_toast(tr: Translator) -> str:
    """It is being made."""
    return tr.plain("I am making the file; it comes here in a moment.")


def minutes_caption(paper: MinutesPaper, meeting_id: int, tr: Translator) -> View:
    """Below the minutes."""
    lines = [
        tr.text("<b>Minutes of meeting {number}</b>", number=number_words(paper.number, tr)),
        Markup.escape(body_name(paper.level, paper.place, tr)),
        *(Markup.escape(session_words(one, paper.zone, tr)) for one in paper.sessions[:1]),
    ]
    if paper.is_draft:
        lines.append(tr.text("A draft: it has not been published yet."))
    return View(Markup("\n").join(lines), [[_text_button(MINUTES, meeting_id, tr)]])


def letter_caption(paper: LetterPaper, resolution_id: int, tr: Translator) -> View:
    """Below the letter."""
    lines = [
        tr.text("<b>Letter {number}</b>", number=number_words(paper.number, tr)),
        tr.text("To: {recipient}", recipient=tr.quote(mayor_name(paper.district, paper.city, tr))),
        tr.text("Print it, have it signed, and send it."),
    ]
    return View(Markup("\n").join(lines), [[_text_button(LETTER, resolution_id, tr)]])


def _text_button(paper: str, of_id: int, tr: Translator) -> Button:
    return Button(tr.label("button", "The same as text"), ButtonData(NOUN, AS_TEXT[paper], of_id))


def text_page(paper: str, of_id: int, text: str, page: int, tr: Translator) -> View:
    """A page (from 0) of a paper's words; buttons to the ones beside it, and to the file."""
    pages = pages_of(text)
    page = min(max(page, 0), len(pages) - 1)
    beside = []
    if page > 0:
        beside.append(Button(tr.label("paging", "‹ Previous"), ButtonData(NOUN, PAGE_OF[paper], of_id, page - 1)))
    if page < len(pages) - 1:
        beside.append(Button(tr.label("paging", "Next ›"), ButtonData(NOUN, PAGE_OF[paper], of_id, page + 1)))
    file = Button(tr.label("button", "As a PDF to print"), ButtonData(NOUN, paper, of_id))
    return View(Markup.escape(pages[page]), [beside, [file]])


def pages_of(text: str) -> list[str]:
    """A text in pieces that fit a message each, cut between paragraphs, else lines, else anywhere."""
    pages = [""]
    for paragraph in text.split("\n\n"):
        for piece in _pieces(paragraph):
            if pages[-1] and _units(pages[-1]) + _units(piece) + 2 > _PAGE:
                pages.append(piece)
            else:
                pages[-1] = f"{pages[-1]}\n\n{piece}" if pages[-1] else piece
    return pages


def _pieces(paragraph: str) -> list[str]:
    """A paragraph that is longer than a page, in parts."""
    pieces = [""]
    for line in paragraph.split("\n"):
        for start in range(0, max(len(line), 1), _PAGE // 2):
            part = line[start : start + _PAGE // 2]
            if pieces[-1] and _units(pieces[-1]) + _units(part) + 1 > _PAGE:
                pieces.append(part)
            else:
                pieces[-1] = f"{pieces[-1]}\n{part}" if pieces[-1] else part
    return pieces


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def paper_failed(paper: str, of_id: int, tr: Translator) -> View:
    """It could not be made: the same words are there as text."""
    return View(
        tr.text("The PDF could not be made. The people in charge find the reason in the log. As text it can be read:"),
        [[_text_button(paper, of_id, tr)]],
    )


def paper_gone(tr: Translator) -> View:
    """It was made, and could not be sent before it was cleared away."""
    return View(tr.text("The PDF you asked for is not there any more. Press its button once more: it is made anew."))
