"""A resolution for those who put it on record: its card while it is written, and what is asked about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import batched

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Style, View, in_pairs, shortened
from handlers.views.calendar import Picker, legend, month_picker
from handlers.views.resolution import OFFICE, to_list
from locales import Translator
from models.area_tree import AreaTree, Place
from models.jalali_calendar import month_of
from models.resolution_draft import ResolutionDraft
from models.resolution_wording import LONGEST_TEXT
from models.resolution_words import day_words, kind_words, votes_words
from models.topic import Topics

DAY = "resolve_day"  # noun of the calendar's buttons
_LABEL, _SHOWN = 40, 300  # letters of a name on a button, and of an agenda item above the question
_MONTHS_AHEAD = (1, 3, 6)
_AREAS = 30


@dataclass(frozen=True)
class Making:
    """The draft with what its screens say besides. `version` is the dialogue's: older buttons are old."""

    draft: ResolutionDraft
    place: Place | None
    version: int
    item: str = ""  # what the agenda says of the item that it comes of
    topic: str | None = None  # its name
    answers: int = 0  # how many submissions it answers
    is_public_at_once: bool = False

    def button(self, label: str, action: str, number: int = 0, *, style: Style | None = None) -> Button:
        """A button of this draft."""
        return Button(label, ButtonData(OFFICE, action, number, self.version), style=style)

    def back(self, tr: Translator) -> list[Button]:
        """The way to its card."""
        return [self.button(tr.label("button", "Back"), "card")]


def draft_card(making: Making, picker: Picker, tr: Translator) -> View:
    """Everything that is known, and a button to change each."""
    draft, place = making.draft, making.place
    known: list[tuple[str, str | None]] = [
        (tr.label("resolution", "Text"), draft.text),
        (tr.label("resolution", "Responsible body"), draft.responsible),
        (tr.label("resolution", "Due day"), day_words(draft.due_on, picker.zone, tr) if draft.due_on else None),
        (tr.label("resolution", "Votes"), votes_words(draft.votes, tr) if draft.votes is not None else None),
        (tr.label("resolution", "Topic"), making.topic),
    ]
    area = tr.quote(place.name) if place is not None else ""
    lines = [tr.text("<b>{kind} · {area}</b>", kind=kind_words(place, tr), area=area)]
    lines += [_known(name, words, tr) for name, words in known]
    if making.answers:
        lines.append(tr.count("It answers {number} submission.", "It answers {number} submissions.", making.answers))
    lines.append(_what_saving_does(making, tr))
    keys = [
        making.button(tr.label("resolution", "Text"), "text"),
        making.button(tr.label("resolution", "Responsible body"), "body"),
        making.button(tr.label("resolution", "Due day"), "due"),
        making.button(tr.label("resolution", "Votes"), "votes"),
        making.button(tr.label("resolution", "Topic"), "topics"),
    ]
    if draft.resolution_id is None:
        keys.append(making.button(tr.label("resolution", "Submissions"), "answers"))
    save = making.button(tr.label("resolution", "Put on record"), "save", style=Style.SUCCESS)
    leave = making.button(tr.label("button", "Discard"), "leave")
    return View(Markup("\n").join(lines), [[save], *in_pairs(keys), [leave]])


def _known(name: str, words: str | None, tr: Translator) -> Markup:
    said = tr.quote(words) if words else Markup("—")
    return tr.text("<b>{name}:</b> {words}", name=name, words=said)


def _what_saving_does(making: Making, tr: Translator) -> Markup:
    if making.is_public_at_once:
        return tr.text(
            "<i>Once it is on record everybody can read it, and the authors of what it answers are told.</i>"
        )
    return tr.text("<i>It becomes public together with the minutes of its meeting.</i>")


def area_asked(area_ids: Sequence[int], tree: AreaTree, version: int, tr: Translator) -> View:
    """Whose council decided?"""
    places = [tree.places[one] for one in area_ids if one in tree.places][:_AREAS]
    keys = [Button(shortened(one.name, _LABEL), ButtonData(OFFICE, "area", one.id, version)) for one in places]
    words = tr.text("<b>Whose council decided it?</b> Choose it, or write the name of the area.")
    return View(
        words, [*in_pairs(keys), [Button(tr.label("button", "Discard"), ButtonData(OFFICE, "leave", 0, version))]]
    )


def area_unknown(version: int, tr: Translator) -> View:
    """No area of theirs is called that."""
    words = tr.text("I know no area of yours by this name. Write it otherwise, or choose from the list.")
    return View(words, [[Button(tr.label("button", "Discard"), ButtonData(OFFICE, "leave", 0, version))]])


def text_asked(making: Making, tr: Translator) -> View:
    """What was decided?"""
    lines = [tr.text("<b>What was decided?</b>")]
    if making.item:
        lines.append(tr.text("Item: “{words}”", words=tr.quote(shortened(making.item, _SHOWN))))
    if making.draft.text:
        lines.append(tr.text("Now: {words}", words=tr.quote(shortened(making.draft.text, _SHOWN))))
    lines.append(tr.text("Write it as it should be read, at most {limit} letters.", limit=tr.number(LONGEST_TEXT)))
    return View(Markup("\n").join(lines), [making.back(tr)])


def body_asked(making: Making, used: Sequence[str], tr: Translator) -> View:
    """Whose work is it? Those that were chosen before, or typed."""
    lines = [tr.text("<b>Which body is responsible for it?</b>")]
    if making.draft.responsible:
        lines.append(tr.text("Now: {words}", words=tr.quote(making.draft.responsible)))
    lines.append(
        tr.text("Choose one that was responsible before, or write its name.")
        if used
        else tr.text("Write its name, such as “{example}”.", example=tr.text("the electricity company"))
    )
    keys = [making.button(shortened(name, _LABEL), "chosen", number) for number, name in enumerate(used)]
    return View(Markup("\n").join(lines), [*in_pairs(keys), making.back(tr)])


def too_long(name: str, length: int, limit: int, making: Making, tr: Translator) -> View:
    """The words do not fit; nothing is kept of them, they stand in the chat."""
    words = tr.text(
        "This has {number} letters, and {limit} are the most. Shorten it and send it again.",
        number=tr.number(length),
        limit=tr.number(limit),
    )
    return View(words, [[making.button(tr.label("button", "Back"), name)]])


def day_picker(making: Making, picker: Picker, year: int, month: int) -> View:
    """Until when? A month, or one of the usual spans, or typed, or left open."""
    tr, draft = picker.tr, making.draft
    lines = [tr.text("<b>Until when shall it be done?</b>")]
    if draft.due_on is not None:
        lines.append(tr.text("Now: {words}", words=day_words(draft.due_on, picker.zone, tr)))
    lines.append(tr.text("Choose a day, or write it: “{example}”.", example=tr.text("19 Azar")))
    lines.append(Markup.escape(legend(picker)))
    rows = [*month_picker(picker, year, month, chosen=draft.due_on), *usual_days(picker)]
    rows.append([making.button(tr.label("resolution", "Leave it open"), "due_open")])
    return View(Markup("\n").join(lines), [*rows, making.back(tr)])


def usual_days(picker: Picker) -> list[list[Button]]:
    """In a month, in three, in six: of thirty days each."""
    keys = [
        picker.button(
            picker.tr.label("resolution", "In {number} months", number=number)
            if number > 1
            else picker.tr.label("resolution", "In a month"),
            "day",
            (picker.today + timedelta(days=30 * number)).toordinal(),
        )
        for number in _MONTHS_AHEAD
    ]
    return [list(pair) for pair in batched(keys, 2)]


def first_month(picker: Picker, draft: ResolutionDraft) -> tuple[int, int]:
    """(year, month) of the calendar that is shown first: the chosen day's, else today's."""
    return tuple(month_of(max(draft.due_on or picker.today, picker.today)))  # type: ignore[return-value]  # a pair of numbers


def day_confirmed(making: Making, day: date, picker: Picker, tr: Translator) -> View:
    """The day as it was understood, in words."""
    lines = [tr.text("<b>Due day: {day}</b>", day=day_words(day, picker.zone, tr))]
    if day < picker.today:
        lines.append(tr.text("This day has passed: the resolution would be overdue at once."))
    elif picker.is_off(day):
        lines.append(tr.text("This is a day off."))
    lines.append(tr.text("Is it right?"))
    rows = [
        [making.button(tr.label("resolution", "Yes, this day"), "due_yes", style=Style.SUCCESS)],
        [
            making.button(tr.label("resolution", "Another day"), "due"),
            making.button(tr.label("resolution", "Leave it open"), "due_open"),
        ],
    ]
    return View(Markup("\n").join(lines), rows)


def day_not_read(making: Making, tr: Translator) -> View:
    """What was typed is no day."""
    words = tr.text("I did not find a day in it. Write it such as “{example}”.", example=tr.text("19 Azar 1405"))
    return View(words, [[making.button(tr.label("button", "Back"), "due")]])


def votes_asked(making: Making, tr: Translator) -> View:
    """How was it voted?"""
    lines = [tr.text("<b>How was it voted?</b>")]
    if making.draft.votes is not None:
        lines.append(tr.text("Now: {words}", words=votes_words(making.draft.votes, tr)))
    lines.append(_votes_example(tr))
    skip = making.button(tr.label("resolution", "Without a count"), "voteless")
    return View(Markup("\n").join(lines), [[skip], making.back(tr)])


def _votes_example(tr: Translator) -> Markup:
    return tr.text("Write it such as “{example}”.", example=tr.text("5 in favour, 1 against, 1 abstained"))


def votes_not_read(making: Making, tr: Translator) -> View:
    """What was typed counts no votes."""
    lines = [tr.text("I could not read the votes in it."), _votes_example(tr)]
    skip = making.button(tr.label("resolution", "Without a count"), "voteless")
    return View(Markup("\n").join(lines), [[skip], making.back(tr)])


def topic_asked(making: Making, topics: Topics, tr: Translator) -> View:
    """About what is it? A button's id is the topic's place in the city's list, from 1."""
    keys = [making.button(tr.label("resolution", "Without a topic"), "topic")]
    for number, topic in enumerate(topics.all, 1):
        if topic.parent_code is None:
            name = shortened(topics.name(topic.code, tr.language) or topic.code, _LABEL)
            keys.append(making.button(("✓ " if topic.code == making.draft.topic else "") + name, "topic", number))
    return View(tr.text("<b>About what is it?</b>"), [*in_pairs(keys), making.back(tr)])


def answers_asked(making: Making, codes: Sequence[str], tr: Translator) -> View:
    """Which submissions does it answer?"""
    lines = [tr.text("<b>Which submissions does it answer?</b> Their authors hear of every step.")]
    if codes:
        lines.append(tr.text("Now: {words}", words=_listed(codes, tr)))
    lines.append(tr.text("Write their tracking codes, one or several. Only public ones that are no complaints count."))
    gone = [making.button(tr.label("resolution", "Without submissions"), "answerless")] if codes else []
    return View(Markup("\n").join(lines), [gone, making.back(tr)])


def _listed(codes: Sequence[str], tr: Translator) -> Markup:
    return Markup.escape(tr.label("list", ", ")).join(tr.code(one) for one in codes)


def answers_refused(making: Making, words: Sequence[str], tr: Translator) -> View:
    """Some of the codes name nothing that can be answered."""
    text = tr.text("Among public submissions of your area there is none of the code {codes}.", codes=_listed(words, tr))
    return View(text, [[making.button(tr.label("button", "Back"), "answers")]])


def press_something(making: Making, tr: Translator) -> View:
    """Words where nothing is asked."""
    words = tr.text("Press what you want to change; your words were for none of it. Everything is still there.")
    return View(words, [making.back(tr)])


def put_away(making: Making, tr: Translator) -> View:
    """Nothing is on record, and nothing is lost."""
    words = tr.text("Put aside. Nothing is on record, and what you wrote is kept until you begin another one.")
    return View(words, [[making.button(tr.label("button", "Go on with it"), "go_on")], [to_list(tr)]])


def begun_already(making: Making, item_id: int, tr: Translator) -> View:
    """There is one that is not on record."""
    lines = [tr.text("You have begun a resolution that is not on record yet:")]
    lines.append(tr.text("“{words}”", words=tr.quote(shortened(making.draft.text or making.draft.responsible, _SHOWN))))
    rows = [
        [making.button(tr.label("button", "Go on with it"), "go_on", style=Style.PRIMARY)],
        [making.button(tr.label("resolution", "Begin another one"), "anew", item_id)],
    ]
    return View(Markup("\n").join(lines), rows)


def nothing_begun(tr: Translator) -> View:
    """There is none to go on with."""
    return View(tr.text("No resolution is being written just now."), [[to_list(tr)]])


def over_toast(tr: Translator) -> str:
    """A button of a card whose work is done."""
    return tr.plain("This is done already; nothing more is being written.")
