"""What the card of a goal says, part by part."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.keyboards import shortened
from handlers.views.goal_standing import ENDED, Way, bar_line, day_words
from handlers.views.goal_steps import step_lines
from locales import Translator
from models.area_tree import Place
from models.goal import CallState, GoalCall, GoalStatus
from models.goal_progress import Progress
from models.goal_shown import GoalCard, GoalShown
from models.goal_words import budget_words, status_words, value_words

NEWEST = 3  # reports on the card
TITLE, TEXT, CALLED = 200, 500, 200  # letters of its title, its description, and a call's words that it shows
_BODY, STEP = 100, 200
_TIES = 4  # resolutions and meetings that it names


@dataclass(frozen=True)
class Shown:
    """A goal with what its card says besides. `today` is of the city's calendar; `place` is whose it is.

    `topics` are their names, `ties` what its resolutions and meetings are called. `is_mute`: its reader follows it, and
    switched news of goals off.
    """

    card: GoalCard
    place: Place | None
    topics: Sequence[str]
    ties: Sequence[Markup]
    today: date
    zone: ZoneInfo
    is_mute: bool = False
    may_plan: bool = False
    may_pursue: bool = False
    way: Way = field(default_factory=Way)

    @property
    def goal(self) -> GoalShown:
        """The goal itself."""
        return self.card.goal

    @property
    def id(self) -> int:
        """The goal's."""
        return self.card.goal.id

    def turned_to(self, inner: int) -> "Shown":
        """The same at another page of what lies behind its card."""
        return replace(self, way=replace(self.way, inner=inner))

    @property
    def title(self) -> str:
        """Its title in one line, not longer than a card shows."""
        return shortened(" ".join(self.goal.title.split()), TITLE)


def head_lines(shown: Shown, tr: Translator) -> list[Markup]:
    """What it is called, which it is, and what it is about."""
    goal = shown.goal
    lines = [Markup("🎯 <b>{}</b>").format(tr.quote(shown.title))]
    about = [_number_words(shown, tr), *(tr.quote(one) for one in shown.topics)]
    lines.append(Markup(" · ").join(about))
    if not goal.is_published:
        lines.append(tr.text("<i>Not published yet: only the office sees it.</i>"))
    words = " ".join(goal.description.split())
    if words and words != " ".join(goal.title.split()):
        lines.append(tr.quote(shortened(words, TEXT)))
    return lines


def _number_words(shown: Shown, tr: Translator) -> Markup:
    number = tr.number(shown.goal.number)
    if shown.place is None:
        return tr.text("Goal {number}", number=number)
    return tr.text("Goal {number} of {area}", number=number, area=tr.quote(shown.place.name))


def standing_lines(shown: Shown, tr: Translator) -> list[Markup]:
    """Its status, how far it has come, until when, with how much money, and whose work it is."""
    goal = shown.goal
    since = tr.date(goal.status_at, shown.zone)
    status = status_words(goal.status, tr)
    lines = [tr.text("<b>Status:</b> {status}, since {day}", status=status, day=since)]
    lines += progress_lines(goal.progress, tr)
    if goal.due_on is not None:
        lines.append(_due_line(goal.due_on, goal, shown.zone, tr))
    if goal.budget is not None:
        lines.append(tr.text("<b>Budget:</b> {budget}", budget=budget_words(goal.budget, tr)))
    if goal.owner_body:
        lines.append(tr.text("<b>Responsible:</b> {body}", body=tr.quote(shortened(goal.owner_body, _BODY))))
    if goal.status is GoalStatus.DROPPED:
        lines.append(tr.text("It is not pursued any more; what was done for it stays here to be read."))
    return lines


def progress_lines(progress: Progress, tr: Translator) -> list[Markup]:
    """The bar, what is measured, and what no bar can show, in words."""
    lines = [] if progress.fraction is None else [bar_line(progress, tr)]
    if progress.unit is not None:
        lines.append(_measure_line(progress, progress.unit, tr))
    if progress.is_behind:
        lines.append(tr.text("It is further back than where it began."))
    if progress.is_beyond:
        lines.append(tr.text("It has gone beyond the target."))
    return lines


def _measure_line(progress: Progress, unit: str, tr: Translator) -> Markup:
    told = {
        "baseline": value_words(progress.baseline or 0.0, unit, tr),
        "target": value_words(progress.target or 0.0, unit, tr),
    }
    if progress.value is None:
        return tr.text("<b>Measure:</b> from {baseline} to {target}; nothing is reported yet", **told)
    value = value_words(progress.value, unit, tr)
    return tr.text("<b>Measure:</b> from {baseline} to {target}; now {value}", **told, value=value)


def _due_line(due_on: date, goal: GoalShown, zone: ZoneInfo, tr: Translator) -> Markup:
    day = day_words(due_on, zone, tr)
    if goal.is_overdue and goal.status not in ENDED:
        return tr.text("<b>Due:</b> {day}. <b>Its day has passed.</b>", day=day)
    return tr.text("<b>Due:</b> {day}", day=day)


def newest_lines(shown: Shown, tr: Translator, *, letters: int = STEP) -> list[Markup]:
    """Its newest reports, so many letters of each; where there are none, that."""
    newest = shown.card.updates[:NEWEST]
    if not newest:
        return [tr.text("<i>No report on its progress has been published yet.</i>")]
    lines = [tr.text("<b>Newest reports</b>")]
    for one in newest:
        lines += step_lines(one, shown.goal.progress, shown.today, shown.zone, tr, letters=letters)
    return lines


def tied_lines(shown: Shown, tr: Translator) -> list[Markup]:
    """What was decided for it, and where it was spoken of."""
    lines = [Markup("▫️ {}").format(one) for one in shown.ties[:_TIES]]
    return [tr.text("<b>Decided and spoken of</b>"), *lines] if lines else []


def people_lines(shown: Shown, tr: Translator) -> list[Markup]:
    """How many people stand behind it, and whether the reader is told of it."""
    card, lines = shown.card, list[Markup]()
    if card.submissions:
        behind = card.submissions
        lines.append(tr.count("{number} submission of residents", "{number} submissions of residents", behind))
    if card.goal.followers:
        lines.append(tr.count("{number} person follows it", "{number} people follow it", card.goal.followers))
    if shown.is_mute:
        lines.append(tr.text("You follow it, but news of goals are switched off: /subscriptions switches them on."))
    elif card.goal.is_followed:
        lines.append(tr.text("✓ You follow it: when there is news of it, I tell you here."))
    return lines


def call_lines(shown: Shown, tr: Translator) -> list[Markup]:
    """The call for ideas that is open; else what became of the ideas that answered the last one."""
    card = shown.card
    if card.call is not None:
        day = day_words(card.call.closes_on, shown.zone, tr)
        asked = tr.quote(shortened(" ".join(card.call.question.split()), CALLED))
        return [
            tr.text("<b>Your ideas are asked for, until {day}:</b>", day=day),
            tr.text("“{words}”", words=asked),
            _so_far(max((card.call.closes_on - shown.today).days, 0), card.ideas, tr),
        ]
    result = result_of(card.last_call)
    if not result:
        return []
    words = tr.quote(shortened(" ".join(result.split()), CALLED))
    return [tr.text("<b>What became of your ideas:</b>"), tr.text("“{words}”", words=words)]


def _so_far(days: int, ideas: int, tr: Translator) -> Markup:
    left = (
        tr.count("{number} day is left", "{number} days are left", days) if days else tr.text("today is its last day")
    )
    came = tr.count("{number} idea so far", "{number} ideas so far", ideas) if ideas else tr.text("no idea yet")
    return Markup("{} · {}").format(left, came)


def result_of(call: GoalCall | None) -> str:
    """What the office said became of a call's ideas; empty as long as it said nothing."""
    return call.result or "" if call is not None and call.state != CallState.CANCELLED else ""


def has_more(shown: Shown) -> bool:
    """Whether its card leaves words out."""
    card = shown.card
    texts = [(card.goal.description, TEXT), (result_of(card.last_call) if card.call is None else "", CALLED)]
    texts.append((card.call.question if card.call is not None else "", CALLED))
    return any(len(" ".join(text.split())) > most for text, most in texts)
