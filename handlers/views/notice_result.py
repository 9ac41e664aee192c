"""What became of a notice: who got it, who read it, what was answered, area by area."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Style, View, shortened, shown_length
from handlers.views.notice_list import NOUN, glimpse, moment_words, to_list
from handlers.views.notice_progress import NOUN as SENDING
from handlers.views.notice_progress import bar, count_words, mended_lines, percent
from handlers.views.role import place_name
from locales import Translator
from models.area_tree import AreaTree
from models.broadcast import Broadcast, BroadcastState
from models.notice import Notice, NoticeState
from models.notice_content import NoticeContent

AMENDING = "amending"  # the noun of what changes or takes back a notice that was sent
_ROOM = 2000  # UTF-16 units of a result: about one screen; areas that do not fit are only counted
_NAMES, _NAME = 5, 40  # people who are asked that are named, and letters of each
_ANSWER = 16  # letters of an answer in an area's line


@dataclass(frozen=True)
class Tally:
    """What readers pressed: how many read it, how many gave each answer; in all, or in one area."""

    read: int = 0
    answers: Sequence[int] = ()

    @property
    def answered(self) -> int:
        """How many answered its question."""
        return sum(self.answers)


@dataclass(frozen=True)
class Result:
    """A notice that was sent, with everything that is known of it. `by_area`: of those who pressed, where they live."""

    notice: Notice
    content: NoticeContent
    broadcasts: Sequence[Broadcast]  # newest first
    whole: Tally = field(default_factory=Tally)
    by_area: Sequence[tuple[int | None, Tally]] = ()
    asked: Sequence[str] = ()  # whose yes other words of it wait for


def result_card(result: Result, tree: AreaTree, *, zone: ZoneInfo, tr: Translator) -> View:
    """One screen: delivered to whom, read, answered; and what can still be done with it."""
    lines = [glimpse(result.content, tr), *_delivered(result, zone, tr), *_pressed(result, tr)]
    if result.asked:
        lines.append(tr.text("Other words for it wait for the yes of {names}.", names=names_line(result.asked, tr)))
    room = _ROOM - shown_length(Markup("\n").join(lines))
    return View(Markup("\n").join((*lines, *_areas(result, tree, room, tr))), _buttons(result, tr))


def names_line(names: Sequence[str], tr: Translator) -> Markup:
    """Some people by what they call themselves, the first few of many."""
    return Markup.escape(tr.label("list", ", ")).join(tr.quote(shortened(name, _NAME)) for name in names[:_NAMES])


def _delivered(result: Result, zone: ZoneInfo, tr: Translator) -> list[Markup]:
    if not result.broadcasts:
        return []
    newest = result.broadcasts[0]
    lines = [tr.text("Sent on {moment}", moment=moment_words(newest.started_at, zone, tr))]
    if len(result.broadcasts) > 1:
        lines[0] = tr.count(
            "Sent {number} time, most recently on {moment}",
            "Sent {number} times, most recently on {moment}",
            len(result.broadcasts),
            moment=moment_words(newest.started_at, zone, tr),
        )
    lines.append(Markup(" · ").join(count_words(newest, tr)))
    if newest.state == BroadcastState.STOPPED:
        lines.append(tr.text("It was stopped on the way."))
    if newest.uncertain:
        lines.append(tr.text("Uncertain: the line broke while it was being sent, and nobody knows whether it arrived."))
    return [*lines, *mended_lines(newest, tr)]


def _pressed(result: Result, tr: Translator) -> list[Markup]:
    """How many read it and what they answered, with a bar each."""
    content, whole, sent = result.content, result.whole, max((one.sent for one in result.broadcasts), default=0)
    lines = []
    if content.asks_read:
        read = tr.count("{number} has read it", "{number} have read it", whole.read)
        lines.append(Markup("{} {} {}").format(read, bar(whole.read, sent), percent(min(whole.read, sent), sent, tr)))
    if content.question is not None:
        lines.append(Markup("\n<b>{}</b>").format(tr.quote(shortened(content.question.text, 200))))
        lines += _answer_lines(content, whole, tr)
    return lines


def _answer_lines(content: NoticeContent, tally: Tally, tr: Translator) -> list[Markup]:
    """A line for each answer: how many, and how much of all that is."""
    if content.question is None:
        return []
    all_of_them = max(tally.answered, 1)
    return [
        Markup("{} {} {} · {}").format(
            tr.quote(answer), bar(number, all_of_them), percent(number, all_of_them, tr), tr.number(number)
        )
        for answer, number in zip(content.question.answers, tally.answers, strict=False)
    ]


def _areas(result: Result, tree: AreaTree, room: int, tr: Translator) -> list[Markup]:
    """Area by area, those first where most was pressed, as far as there is room for them."""
    if len(result.by_area) < 2:
        return []
    ordered = sorted(result.by_area, key=lambda one: (-(one[1].read + one[1].answered), one[0] or 0))
    lines = [Markup()]
    for number, (area_id, tally) in enumerate(ordered):
        line = _area(result.content, area_id, tally, tree, tr)
        room -= shown_length(line) + 1
        if room < 0:
            left = len(ordered) - number
            return [*lines, tr.count("and {number} more area", "and {number} more areas", left)]
        lines.append(line)
    return lines


def _area(content: NoticeContent, area_id: int | None, tally: Tally, tree: AreaTree, tr: Translator) -> Markup:
    place = tr.quote(place_name(area_id, tree, tr)) if area_id is not None else tr.text("neighbourhood not chosen")
    parts = [tr.count("{number} has read it", "{number} have read it", tally.read)] if tally.read else []
    if content.question is not None:
        parts += [
            Markup("{} {}").format(tr.quote(shortened(answer, _ANSWER)), tr.number(number))
            for answer, number in zip(content.question.answers, tally.answers, strict=False)
            if number
        ]
    return Markup("▫️ {}: {}").format(place, Markup(" · ").join(parts))


def _buttons(result: Result, tr: Translator) -> list[list[Button]]:
    notice, newest = result.notice, result.broadcasts[0] if result.broadcasts else None
    number, version = notice.id or 0, notice.version
    rows: list[list[Button]] = []
    if notice.state == NoticeState.WITHDRAWN:
        return [[to_list(tr)]]
    if newest is not None and newest.uncertain:
        again = tr.label("notices", "Send again to the uncertain ones")
        rows.append([Button(again, ButtonData(SENDING, "again", newest.id or 0))])
    rows.append(
        [
            Button(tr.label("notices", "Amend"), ButtonData(AMENDING, "amend", number, version)),
            Button(
                tr.label("notices", "Withdraw"), ButtonData(AMENDING, "withdraw", number, version), style=Style.DANGER
            ),
        ]
    )
    rows.append([Button(tr.label("notices", "As it stands now"), ButtonData(NOUN, "open", number)), to_list(tr)])
    return rows
