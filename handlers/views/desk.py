"""The desk: what waits for somebody in their areas, tray by tray, and the filters over it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Style, View, in_pairs, shortened
from handlers.views.area import area_line, area_list
from locales import Translator, mark_label
from models.area_tree import AreaTree
from models.documents.labels import KINDS, kind_label, status_label
from models.submission import Kind, Status, Submission
from models.topic import Topics

NOUN = "desk"
AREA = "desk_area"  # the noun of the buttons that choose the area looked at
OPEN_TRAY, BEGIN = "tray_", "begin_"  # and the tray's name: its list, or one after another
OF_KIND = "kind_"  # and the kind's name
ANY_KIND = "kind_any"
STAYS = 1  # the version of a «desk» button whose message stays as it is
PAGE = 6
_GLIMPSE = 60  # letters of each text in a list

_TRAYS = {
    "new": mark_label("tray", "New ({number})"),
    "needs_info": mark_label("tray", "Waiting for the resident ({number})"),
    "reopened": mark_label("tray", "Reopened ({number})"),
    "unplaced": mark_label("tray", "Without a neighbourhood ({number})"),
    "mine": mark_label("tray", "With me ({number})"),
    "open": mark_label("tray", "All that are open ({number})"),
}
_TITLES = {
    "new": mark_label("tray", "New"),
    "needs_info": mark_label("tray", "Waiting for the resident"),
    "reopened": mark_label("tray", "Reopened"),
    "unplaced": mark_label("tray", "Without a neighbourhood"),
    "mine": mark_label("tray", "With me"),
    "open": mark_label("tray", "All that are open"),
    "ended": mark_label("tray", "Ended"),
}
TRAYS = tuple(_TITLES)


class Longest(Protocol):
    """The submission that waits longest, and since when (aware)."""

    @property
    def code(self) -> str:
        """Its tracking code."""

    @property
    def since(self) -> datetime:
        """When it was registered."""


@dataclass(frozen=True)
class Looked:
    """What the desk is narrowed to; None for everything. `topic` is a code of the first level."""

    area_id: int | None = None
    kind: Kind | None = None
    topic: str | None = None

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out."""
        return self != Looked()


def age(since: datetime, now: datetime, tr: Translator) -> Markup:
    """How long ago, in whole days: «۹ روز»; less than one is said so."""
    days = (now - since).days
    return tr.count("{number} day", "{number} days", days) if days > 0 else tr.text("less than a day")


def desk_overview(
    counted: Mapping[str, int],
    longest: Longest | None,
    looked: Looked,
    tree: AreaTree,
    topics: Topics,
    *,
    now: datetime,
    tr: Translator,
) -> View:
    """How much lies in each tray, the oldest of it, and the ways in."""
    lines = [tr.text("<b>Desk</b>")]
    lines += [tr.text("Shown: {what}", what=narrowed_line(looked, tree, topics, tr))] if looked.is_narrowed else []
    lines += [_count_line(name, counted.get(name, 0), tr) for name in _TRAYS]
    if longest is not None:
        waited = age(longest.since, now, tr)
        lines.append(tr.text("Waiting longest: {code}, for {age}.", code=tr.code(longest.code), age=waited))
    if not counted.get("open", 0):
        lines.append(tr.text("Nothing waits here. A tracking code, written here, opens its file at any time."))
    return View(Markup("\n").join(lines), _overview_buttons(counted, looked, tr))


def _count_line(name: str, number: int, tr: Translator) -> Markup:
    return Markup("▫️ {}: {}").format(tr.label("tray", _TITLES[name]), tr.number(number))


def _overview_buttons(counted: Mapping[str, int], looked: Looked, tr: Translator) -> list[list[Button]]:
    trays = [
        Button(tr.label("tray", label, number=tr.number(counted[name])), ButtonData(NOUN, OPEN_TRAY + name))
        for name, label in _TRAYS.items()
        if counted.get(name, 0)
    ]
    ended = Button(tr.label("tray", _TITLES["ended"]), ButtonData(NOUN, OPEN_TRAY + "ended"))
    narrowing = tr.label("desk", "Filter: on") if looked.is_narrowed else tr.label("desk", "Filter")
    first = []
    if any(counted.get(name, 0) for name in ("new", "reopened", "unplaced")):
        first = [
            Button(tr.label("desk", "Next"), ButtonData(NOUN, "begin"), style=Style.PRIMARY),
            Button(tr.label("desk", "Three in a row"), ButtonData(NOUN, "three")),
        ]
    return [
        first,
        *in_pairs([*trays, ended]),
        [
            Button(narrowing, ButtonData(NOUN, "filter")),
            Button(tr.label("desk", "Somebody came or called"), ButtonData("walk_in", "begin")),
        ],
    ]


def tray_list(
    tray: str,
    found: Sequence[Submission],
    page: int,
    tree: AreaTree,
    *,
    held: Collection[int] = (),
    has_more: bool,
    now: datetime,
    tr: Translator,
) -> View:
    """A page of a tray, the longest waiting first, each a button of its code; those `held` are with a colleague."""
    title = Markup("<b>{}</b>").format(tr.label("tray", _TITLES[tray]))
    if not found:
        return View(Markup("\n").join((title, tr.text("Nothing lies here."))), [[to_desk(tr)]])
    lines = [title, *(_line(one, tree, now, tr, is_held=one.id in held) for one in found)]
    buttons = [Button(tr.digits(one.code), ButtonData(NOUN, "open", one.id or 0)) for one in found]
    paging = []
    if page > 0:
        paging.append(Button(tr.label("paging", "‹ Previous"), ButtonData(NOUN, OPEN_TRAY + tray, page - 1)))
    if has_more:
        paging.append(Button(tr.label("paging", "Next ›"), ButtonData(NOUN, OPEN_TRAY + tray, page + 1)))
    begin = Button(tr.label("desk", "One after another"), ButtonData(NOUN, BEGIN + tray), style=Style.PRIMARY)
    rows = [*in_pairs(buttons), paging, [to_desk(tr)] if tray == "ended" else [begin, to_desk(tr)]]
    return View(Markup("\n\n").join(lines), rows)


def _line(submission: Submission, tree: AreaTree, now: datetime, tr: Translator, *, is_held: bool) -> Markup:
    head = Markup("{} · {} · {}").format(
        tr.code(submission.code), kind_label(Kind(submission.kind), tr), age(submission.created_at, now, tr)
    )
    stands = [place_line(submission, tree, tr), Markup.escape(status_label(Status(submission.status), tr))]
    stands += [tr.text("with a colleague")] if is_held else []
    glimpse = shortened(" ".join(submission.text.split()), _GLIMPSE)
    lines = [head, Markup(" · ").join(stands)]
    return Markup("\n").join([*lines, *([tr.text("“{words}”", words=tr.quote(glimpse))] if glimpse else [])])


def place_line(submission: Submission, tree: AreaTree, tr: Translator) -> Markup:
    """Where it belongs, as far as anybody knows."""
    if submission.needs_placing:
        return tr.text("neighbourhood not known yet")
    return area_line(tree, submission.area_id, tr)


def to_desk(tr: Translator, *, stays: bool = False) -> Button:
    """The way back to the overview, in place of this message or, where it `stays`, below it."""
    return Button(tr.label("desk", "Desk"), ButtonData(NOUN, "home", 0, STAYS if stays else 0))


def narrowed_line(looked: Looked, tree: AreaTree, topics: Topics, tr: Translator) -> Markup:
    """«محلهٔ گلسار · گزارش مشکل»; everything, where nothing is left out."""
    parts = []
    if looked.area_id is not None:
        parts.append(area_line(tree, looked.area_id, tr))
    if looked.kind is not None:
        parts.append(Markup.escape(kind_label(looked.kind, tr)))
    if looked.topic is not None:
        parts.append(tr.quote(topics.name(looked.topic, tr.language) or looked.topic))
    return Markup(" · ").join(parts) if parts else tr.text("everything in your areas")


def desk_filter(looked: Looked, tree: AreaTree, topics: Topics, tr: Translator) -> View:
    """What the desk can be narrowed to."""
    rows = [
        [Button(tr.label("desk", "By area"), ButtonData(AREA, "open"))] if tree.places else [],
        [
            Button(tr.label("desk", "By kind"), ButtonData(NOUN, "kinds")),
            *([Button(tr.label("desk", "By topic"), ButtonData(NOUN, "topics"))] if topics.all else []),
        ],
        [Button(tr.label("desk", "Show everything"), ButtonData(NOUN, "everything"))] if looked.is_narrowed else [],
        [to_desk(tr)],
    ]
    return View(tr.text("<b>Filter</b>\nShown: {what}", what=narrowed_line(looked, tree, topics, tr)), rows)


def desk_areas(tree: AreaTree, parent_id: int, page: int, tr: Translator) -> View:
    """A page of somebody's areas; one with others below it can be chosen as a whole."""
    listed = area_list(tree, parent_id, page, noun=AREA, version=0, tr=tr)
    rows = list(listed.rows)
    if parent_id in tree.places:
        whole = tr.label("desk", "All of {area}", area=shortened(tree.places[parent_id].name, 40))
        rows.insert(0, [Button(whole, ButtonData(AREA, "choose", parent_id))])
    return View(tr.text("<b>Which area?</b>"), rows)


def desk_kinds(tr: Translator) -> View:
    """The kinds to look at."""
    buttons = [Button(kind_label(kind, tr), ButtonData(NOUN, OF_KIND + kind)) for kind in KINDS]
    every = Button(tr.label("desk", "Every kind"), ButtonData(NOUN, ANY_KIND))
    return View(tr.text("<b>Which kind?</b>"), [*in_pairs(buttons), [every], [to_desk(tr)]])


def desk_topics(topics: Topics, tr: Translator) -> View:
    """The topics of the first level to look at; 0 for all of them."""
    buttons = [
        Button(
            shortened(topics.name(topic.code, tr.language) or topic.code, 40),
            ButtonData(NOUN, "topic", topic.position),
        )
        for topic in topics.below(None)
    ]
    every = Button(tr.label("desk", "Every topic"), ButtonData(NOUN, "topic", 0))
    return View(tr.text("<b>Which topic?</b>"), [*in_pairs(buttons), [every], [to_desk(tr)]])


def nothing_next(tr: Translator) -> View:
    """Nobody waits any more, or colleagues work on all of it."""
    return View(
        tr.text("That was all for now: nothing more waits here that nobody works on."),
        [[to_desk(tr, stays=True)]],
    )


def three_done(tr: Translator) -> View:
    """The three are through."""
    return View(
        tr.text("All three are through. Thank you."),
        [[Button(tr.label("desk", "Three more"), ButtonData(NOUN, "three")), to_desk(tr, stays=True)]],
    )
