"""/subscriptions: one card with what somebody hears of, when, and from where; and the question after moving house."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, View, in_pairs, shortened
from handlers.views.area import area_list, area_name, area_not_found, area_question
from locales import Translator, mark, mark_label
from models.area_tree import AreaTree, Place
from models.quiet_hours import QUIET_CHOICES, hours_of
from models.subscription import Digest, NewsKind, Subscription

NOUN = "subscription"
FOLLOW = "follow"  # the noun of the buttons that choose an area more
STAY, LEAVE = "stay", "leave"  # whether the old neighbourhood's news should still come
DIGEST = "digest_"  # and what is chosen
HOURS = "hours"  # by their place in QUIET_CHOICES
_LABEL = 40  # letters of a name that fit half a row
_KINDS = {
    NewsKind.NOTICES: mark_label("news", "Notices"),
    NewsKind.MEETINGS: mark_label("news", "Meetings"),
    NewsKind.GOALS: mark_label("news", "Goals"),
    NewsKind.OWN: mark_label("news", "My submissions"),
}
_DIGESTS = {
    Digest.OFF: mark_label("digest", "Off"),
    Digest.DAILY: mark_label("digest", "Daily"),
    Digest.WEEKLY: mark_label("digest", "Weekly"),
}
_MEANS = {
    Digest.OFF: mark("Each piece of news comes as soon as there is one."),
    Digest.DAILY: mark("What is new in your neighbourhoods comes gathered in one message, every evening at 6."),
    Digest.WEEKLY: mark("What is new in your neighbourhoods comes gathered in one message, on Fridays at 10."),
}


@dataclass(frozen=True)
class Standing:
    """Somebody's choices and places. `version` is what the buttons of its card carry."""

    subscription: Subscription
    home: Place | None
    followed: Sequence[Place]

    @property
    def version(self) -> int:
        """The moment of the last change, in hundredths of a second: what fits a button's seven digits."""
        return int(self.subscription.updated_at.timestamp() * 100) % 36**7


def subscription_card(standing: Standing, tr: Translator) -> View:
    """Everything at a glance; a tap on a kind switches it."""
    chosen = standing.subscription
    digest, hours = Digest(chosen.digest), hours_of(chosen.quiet)
    lines = [
        tr.text("<b>What I tell you, and when</b>"),
        _places_line(standing, tr),
        tr.text(_MEANS[digest]),
        *([_still_at_once(tr)] if digest is not Digest.OFF else []),
        _quiet_line(hours, tr),
        tr.text("A tap switches a kind of news on or off. Questions about your submissions always come."),
    ]
    kinds = [_kind_button(standing, kind, tr) for kind in NewsKind]
    choices = [
        _to(standing, "digest", tr.label("subscriptions", "Digest: {choice}", choice=_digest_name(digest, tr))),
        _to(standing, "quiet", tr.label("subscriptions", "Quiet: {hours}", hours=_hours_name(hours, tr))),
    ]
    more = [_to(standing, "areas", tr.label("subscriptions", "More neighbourhoods"))]
    return View(Markup("\n").join(lines), [*in_pairs(kinds), choices, more])


def _places_line(standing: Standing, tr: Translator) -> Markup:
    places = [place for place in (standing.home, *standing.followed) if place is not None]
    if not places:
        return tr.text("You have not said where you live (/area), so only news of the whole city comes.")
    return tr.text("News of: {places}", places=_listed(places, tr))


def _listed(places: Sequence[Place], tr: Translator) -> Markup:
    return Markup.escape(tr.label("list", ", ")).join(area_name(place, tr) for place in places)


def _quiet_line(hours: tuple[int, int] | None, tr: Translator) -> Markup:
    if hours is None:
        return tr.text("It may come at any hour.")
    return tr.text(
        "Between {begins} and {ends} nothing comes, unless it is urgent.",
        begins=tr.number(hours[0]),
        ends=tr.number(hours[1]),
    )


def _kind_button(standing: Standing, kind: NewsKind, tr: Translator) -> Button:
    is_on: bool = getattr(standing.subscription, kind.value)
    label = ("✓ " if is_on else "✗ ") + tr.label("news", _KINDS[kind])
    return Button(label, ButtonData(NOUN, kind.value, 0 if is_on else 1, standing.version))


def _digest_name(digest: Digest, tr: Translator) -> str:
    return tr.label("digest", _DIGESTS[digest])


def _hours_name(hours: tuple[int, int] | None, tr: Translator) -> str:
    if hours is None:
        return tr.label("quiet hours", "none")
    return tr.label("quiet hours", "{begins} to {ends}", begins=tr.number(hours[0]), ends=tr.number(hours[1]))


def _to(standing: Standing, action: str, label: str) -> Button:
    return Button(label, ButtonData(NOUN, action, 0, standing.version))


def _back(standing: Standing, tr: Translator) -> Button:
    return _to(standing, "show", tr.label("button", "Back"))


def _still_at_once(tr: Translator) -> Markup:
    return tr.text("What becomes of your own submissions, and what is urgent, still comes at once.")


def digest_choice(standing: Standing, tr: Translator) -> View:
    """Each at once, or gathered; in plain words what that means."""
    present = Digest(standing.subscription.digest)
    lines = [
        tr.text("<b>Digest</b>"),
        tr.text(
            "Daily or weekly: notices do not come one by one but gathered in one message, every evening at 6 or on "
            "Fridays at 10. When nothing is new, nothing comes."
        ),
        _still_at_once(tr),
    ]
    buttons = [_choice(standing, DIGEST + one.value, _digest_name(one, tr), is_on=one is present) for one in Digest]
    return View(Markup("\n").join(lines), in_pairs([*buttons, _back(standing, tr)]))


def quiet_choice(standing: Standing, tr: Translator) -> View:
    """At which hours nothing may come."""
    lines = [
        tr.text("<b>Quiet hours</b>"),
        tr.text("What falls into them comes when they end. Only what is urgent (flood, gas, earthquake) comes anyway."),
    ]
    buttons = [_hours_button(standing, at, tr) for at in range(len(QUIET_CHOICES))]
    return View(Markup("\n").join(lines), [*in_pairs(buttons), [_back(standing, tr)]])


def _hours_button(standing: Standing, at: int, tr: Translator) -> Button:
    is_on = QUIET_CHOICES[at] == standing.subscription.quiet
    label = ("✓ " if is_on else "") + _hours_name(hours_of(QUIET_CHOICES[at]), tr)
    return Button(label, ButtonData(NOUN, HOURS, at, standing.version))


def _choice(standing: Standing, action: str, label: str, *, is_on: bool) -> Button:
    return _to(standing, action, ("✓ " if is_on else "") + label)


def followed_areas(standing: Standing, tr: Translator) -> View:
    """The areas beside one's own, each to be taken away, and the way to one more."""
    lines = [tr.text("<b>More neighbourhoods</b>")]
    if standing.home is not None:
        lines.append(tr.text("You live in {place}; its news comes anyway.", place=area_name(standing.home, tr)))
    if standing.followed:
        places = _listed(standing.followed, tr)
        lines.append(tr.text("You also follow: {places}. A tap on a name takes it away.", places=places))
    else:
        lines.append(tr.text("You follow no other one: where your parents live, perhaps, or where your shop is?"))
    drops = [
        Button("✗ " + shortened(place.name, _LABEL), ButtonData(NOUN, "drop", place.id, standing.version))
        for place in standing.followed
    ]
    ways = [_to(standing, "add", tr.label("subscriptions", "Follow another one")), _back(standing, tr)]
    return View(Markup("\n").join(lines), [*in_pairs(drops), ways])


def areas_to_follow(tree: AreaTree, parent_id: int, page: int, *, version: int, tr: Translator) -> View:
    """The list in which one more is chosen; its name can be written too."""
    listed = area_list(tree, parent_id, page, noun=FOLLOW, version=version, tr=tr)
    asked = tr.text("<b>Which neighbourhood's news would you like, too?</b> Choose it, or write its name.")
    return replace(listed, text=asked)


def area_meant(tree: AreaTree, found: Sequence[Place], words: str, *, version: int, tr: Translator) -> View:
    """Several places fit what was typed, or none."""
    if found:
        return area_question(tree, found, noun=FOLLOW, version=version, tr=tr)
    return area_not_found(words, noun=FOLLOW, version=version, tr=tr)


def followed_toast(place: Place, tr: Translator) -> str:
    """It is followed from now on."""
    return tr.plain("News of {place} comes from now on.", place=place.name)


def unfollowed_toast(place: Place, tr: Translator) -> str:
    """It is not followed any more."""
    return tr.plain("News of {place} comes no more.", place=place.name)


def old_home_question(place: Place, tr: Translator) -> View:
    """Somebody moved house: should the old neighbourhood's news still come?"""
    return View(
        tr.text("Should news of {place} still come?", place=area_name(place, tr)),
        [
            [
                Button(tr.label("button", "Yes, please"), ButtonData(NOUN, STAY, place.id)),
                Button(tr.label("button", "No, not any more"), ButtonData(NOUN, LEAVE, place.id)),
            ]
        ],
    )


def old_home_followed(place: Place, tr: Translator) -> View:
    """It is followed beside the new one."""
    return View(tr.text("News of {place} still comes. /subscriptions changes that.", place=area_name(place, tr)))


def old_home_left(place: Place, tr: Translator) -> View:
    """Its news ended with the move."""
    return View(tr.text("All right, news of {place} comes no more.", place=area_name(place, tr)))


def moved_back(place: Place, tr: Translator) -> View:
    """They live there again: its news comes anyway."""
    return View(tr.text("You live in {place}; its news comes anyway.", place=area_name(place, tr)))
