"""A notice while it is written: its card, and what is said on the way to sending it."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Style, View, shortened
from handlers.views.draft_ends import NOUN as DRAFT
from handlers.views.notice_list import audience_line, moment_words
from handlers.views.role import role_choice
from locales import Translator
from models.area_tree import AreaTree
from models.audience import Audience
from models.city import City
from models.notice import Notice, Repeats, Why
from models.subscription import NewsKind

NOUN = "notice"
WHOLE_CITY = 0  # the id of a button for an office of the whole city: areas count from 1
_OFFICES = 3  # buttons for offices on a draft's card; more are chosen from a list
_NAME = 30


@dataclass(frozen=True)
class Composed:
    """A notice with all that its card says of it.

    `everybody` is how many people it reaches now, `in_digest` how many of these in their next digest. `own_draft`: it
    came from a message that can be one's own submission again.
    """

    notice: Notice
    audience: Audience
    everybody: int
    in_digest: int
    whys: frozenset[Why]
    own_draft: bool = False

    def data(self, action: str) -> ButtonData:
        """What a button of its card carries."""
        return ButtonData(NOUN, action, self.notice.id or 0, self.notice.version)


def notice_slot(notice_id: int | None) -> str:
    """The name of the message that is the card of a notice."""
    return f"notice.{notice_id}"


def place_label(area_id: int | None, tree: AreaTree, city: City) -> str:
    """The place of an office on a button: its name alone."""
    place = tree.places.get(area_id) if area_id is not None else None
    return shortened(city.name if place is None else place.name, _NAME)


def announce_rows(
    offices: Sequence[int | None], tree: AreaTree, city: City, *, version: int, tr: Translator
) -> list[list[Button]]:
    """On a draft's card: make it a notice, in the name of one of these offices."""
    if len(offices) > _OFFICES:
        return [[Button(tr.label("notice", "Make it a notice"), ButtonData(NOUN, "offices", 0, version))]]
    return [[_announce(area_id, tree, city, version, tr)] for area_id in offices]


def _announce(area_id: int | None, tree: AreaTree, city: City, version: int, tr: Translator) -> Button:
    label = tr.label("notice", "Notice for {place}", place=place_label(area_id, tree, city))
    return Button(label, ButtonData(NOUN, "announce", area_id or WHOLE_CITY, version), style=Style.PRIMARY)


def offices_of_draft(
    offices: Sequence[int | None], draft_id: int, tree: AreaTree, city: City, *, version: int, tr: Translator
) -> View:
    """Whoever holds many offices: in whose name?"""
    rows = [[_announce(area_id, tree, city, version, tr)] for area_id in offices[:90]]
    back = Button(tr.label("button", "Back"), ButtonData(DRAFT, "card", draft_id, version))
    return View(tr.text("<b>In whose name?</b>"), [*rows, [back]])


def notice_card(composed: Composed, tree: AreaTree, zone: ZoneInfo, tr: Translator) -> View:
    """Below the preview: for whom, how many, when; and the one tap that sends it."""
    notice = composed.notice
    lines = [tr.text("<b>Your notice</b> stands above as its readers will see it.")]
    lines += [audience_words(composed.audience, tree, tr), size_words(composed, tr)]
    if notice.is_urgent:
        lines.append(tr.text("Urgent: it comes at night, too."))
    if notice.starts_at is not None:
        lines.append(tr.text("When: {moment}", moment=when_words(notice, zone, tr)))
    if notice.remark:
        lines.append(tr.text("It was returned to you: “{words}”", words=tr.quote(shortened(notice.remark, 300))))
    lines += why_lines(composed, tr)
    return View(Markup("\n").join(lines), _card_rows(composed, tr))


def _card_rows(composed: Composed, tr: Translator) -> list[list[Button]]:
    def button(label: str, action: str, style: Style | None = None) -> Button:
        return Button(label, composed.data(action), style=style)

    again = tr.label("notice", "Change the time")
    leave = [button(tr.label("button", "Discard"), "leave")]
    if composed.own_draft:
        leave.insert(0, button(tr.label("notice", "My own submission"), "own"))
    return [
        [button(_send_label(composed, tr), "send", Style.SUCCESS)] if composed.everybody else [],
        [
            button(again if composed.notice.starts_at is not None else tr.label("notice", "Schedule"), "schedule"),
            button(tr.label("notice", "More settings"), "settings"),
        ],
        leave,
    ]


def _send_label(composed: Composed, tr: Translator) -> str:
    number = tr.number(composed.everybody)
    if composed.notice.starts_at is not None:
        return tr.label("notice", "Schedule it for {number} people", number=number)
    if composed.everybody == 1:
        return tr.label("notice", "Send to one person")
    return tr.label("notice", "Send to {number} people", number=number)


def audience_words(audience: Audience, tree: AreaTree, tr: Translator) -> Markup:
    """«برای: محلهٔ گلسار»; with whatever narrows it."""
    words = [tr.text("For: {places}", places=audience_line(audience, tree, tr))]
    if audience.language is not None:
        words.append(tr.text("only who reads {language}", language=language_name(audience.language)))
    if audience.role is not None:
        words.append(tr.text("only {role}", role=role_choice(audience.role, tr)))
    if audience.kind is not NewsKind.NOTICES:
        words.append(tr.text("as news of the kind “{kind}”", kind=kind_name(audience.kind, tr)))
    return Markup(" · ").join(words)


def language_name(code: str) -> str:
    """A language by its own name."""
    return {"fa": "فارسی", "en": "English"}.get(code, code)


def kind_name(kind: NewsKind, tr: Translator) -> str:
    """A kind of news, as its readers choose it."""
    return {
        NewsKind.NOTICES: tr.label("news", "notices"),
        NewsKind.MEETINGS: tr.label("news", "meetings"),
        NewsKind.GOALS: tr.label("news", "goals"),
        NewsKind.OWN: tr.label("news", "my submissions"),
    }[kind]


def size_words(composed: Composed, tr: Translator) -> Markup:
    """How many people that is now."""
    if not composed.everybody:
        return tr.text(
            "Nobody there hears of it yet: choose other areas in “more settings”, or wait until people join."
        )
    if not composed.in_digest:
        return tr.count("{number} person gets it.", "{number} people get it.", composed.everybody)
    return tr.text(
        "{everybody} people get it; {digest} of them in their next digest.",
        everybody=tr.number(composed.everybody),
        digest=tr.number(composed.in_digest),
    )


def why_lines(composed: Composed, tr: Translator) -> list[Markup]:
    """Why a second person is asked; nothing where nobody need be."""
    reasons = []
    if Why.BEYOND in composed.whys:
        reasons.append(tr.text("It goes beyond your own area, so a second person must agree first."))
    if Why.MANY in composed.whys:
        number = tr.number(composed.everybody)
        reasons.append(tr.text("It reaches {number} people, so a second person must agree first.", number=number))
    if Why.URGENT in composed.whys:
        reasons.append(tr.text("It is urgent, so a second person must agree first; I ask several at once."))
    return reasons


def when_words(notice: Notice, zone: ZoneInfo, tr: Translator) -> Markup:
    """When it leaves, and how often; for a notice that has a time."""
    at = notice.starts_at
    moment = moment_words(at, zone, tr) if at is not None else Markup()
    if notice.repeats is None or notice.repeats_until is None:
        return moment
    until = tr.date(notice.repeats_until, zone, year=True)
    if Repeats(notice.repeats) is Repeats.WEEKLY:
        return tr.text("{moment}, and every week until {day}", moment=moment, day=until)
    return tr.text("{moment}, and every month until {day}", moment=moment, day=until)
