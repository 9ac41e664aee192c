"""What stands behind a goal: what residents wrote, what was decided, and where it was spoken of."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.keyboards import Button, View, in_pairs, shortened
from handlers.views.goal_card import to_card
from handlers.views.goal_parts import Shown
from handlers.views.goal_steps import inner_paging
from handlers.views.meeting_buttons import to_meeting
from handlers.views.meeting_words import title_words as meeting_title
from handlers.views.resolution import open_button as to_resolution
from locales import Translator
from models.area_tree import AreaTree
from models.documents.labels import kind_label, status_label
from models.meeting import Meeting
from models.meeting_facts import Facts
from models.resolution import Resolution
from models.resolution_words import status_words, title_words
from models.submission import Submission
from models.text.masking import mask

PAGE, TIES = 5, 8  # submissions, or resolutions and meetings, on one page behind the card
_WORDS, _TITLE, _DECIDED = 160, 80, 70  # letters of a submission, of a meeting's title, and of what was decided

type Tie = Resolution | Meeting


def submissions_behind(shown: Shown, found: Sequence[Submission], total: int, tr: Translator) -> View:
    """A page of them, the newest first: without names, masked as for all neighbours."""
    blocks = [
        Markup("\n").join((tr.text("<b>What residents wrote about this goal</b>"), tr.quote(shown.title))),
        *(_submission(one, tr) for one in found),
    ]
    if not total:
        blocks.append(
            tr.text(
                "Nothing that residents wrote is linked to this goal yet. "
                "If you have an idea for it, just write it here and register it."
            )
        )
    rows = [inner_paging("behind", shown.id, shown.way, total, PAGE, tr), [to_card(shown, tr)]]
    return View(Markup("\n\n").join(blocks), rows)


def _submission(one: Submission, tr: Translator) -> Markup:
    head = Markup(" · ").join((tr.code(one.code), kind_label(one.kind, tr), status_label(one.status, tr)))
    words = shortened(" ".join(mask(one.text).split()), _WORDS)
    return Markup("\n").join((head, tr.text("“{words}”", words=tr.quote(words)))) if words else head


def tie_words(ties: Sequence[Tie], tree: AreaTree, zone: ZoneInfo, tr: Translator) -> list[Markup]:
    """A line for each, as cards have them: what it is called, and where it stands or when it is."""
    return [
        _resolution_line(one, tree, tr) if isinstance(one, Resolution) else _meeting_line(one, zone, tr) for one in ties
    ]


def _resolution_line(one: Resolution, tree: AreaTree, tr: Translator) -> Markup:
    title = title_words(one, tree.places.get(one.area_id), tr)
    words = tr.text("“{words}”", words=tr.quote(shortened(" ".join(one.text.split()), _DECIDED)))
    return Markup("{} ({}): {}").format(title, status_words(one.status, tr), words)


def _meeting_line(one: Meeting, zone: ZoneInfo, tr: Translator) -> Markup:
    facts = Facts.from_data(one.facts)
    title = meeting_title(shortened(facts.title, _TITLE), tr)
    if facts.starts_at is None:
        return title
    return Markup("{} ({})").format(title, tr.date(facts.starts_at, zone, year=True))


def ties_shown(shown: Shown, found: Sequence[Tie], total: int, tree: AreaTree, tr: Translator) -> View:
    """A page of what was decided for it and of where it was spoken of, each with the button that opens it."""
    lines = [tr.text("<b>Decided and spoken of for this goal</b>"), tr.quote(shown.title)]
    first = shown.way.inner * TIES + 1
    words = tie_words(found, tree, shown.zone, tr)
    lines += [Markup("{}. {}").format(tr.digits(number), one) for number, one in enumerate(words, first)]
    if not total:
        lines.append(tr.text("No resolution and no meeting belongs to this goal yet."))
    keys = [_opens(number, one, tr) for number, one in enumerate(found, first)]
    turning = inner_paging("ties", shown.id, shown.way, total, TIES, tr)
    return View(Markup("\n").join(lines), [*in_pairs(keys), turning, [to_card(shown, tr)]])


def _opens(number: int, one: Tie, tr: Translator) -> Button:
    place = tr.digits(number)
    if isinstance(one, Resolution):
        return to_resolution(one.id or 0, tr.label("goal", "{place}. Resolution", place=place))
    return to_meeting(one.id or 0, tr.label("goal", "{place}. Meeting", place=place))


def files_shown(shown: Shown, tr: Translator, *, is_any: bool) -> View:
    """Below the photos and files of its reports: what these were, and the way back."""
    words = tr.text("These photos and files cannot be shown here any more.")
    if is_any:
        words = tr.text("Photos and files of the reports on “{title}”", title=tr.quote(shown.title))
    return View(words, [[_open(shown, tr)]])


def _open(shown: Shown, tr: Translator) -> Button:
    return shown.way.button(tr.label("goal", "The goal"), "open", shown.id)
