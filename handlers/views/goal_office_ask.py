"""What is asked of a goal: words, its measure, its budget, its day, its topics, its area."""

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Style, View, in_pairs, shortened
from handlers.views.calendar import Picker, legend, month_picker
from handlers.views.goal_office import OFFICE, Editing, title_of
from locales import Translator
from models.area_tree import AreaTree
from models.goal import GoalStatus
from models.goal_facts import DESCRIPTION_LIMIT, MOST_TOPICS, OWNER_LIMIT, TITLE_LIMIT
from models.goal_progress import Odd
from models.goal_words import amount_words, odd_words, status_words, value_words
from models.resolution_words import day_words
from models.topic import Topics

DAY, TOPIC, AREA = "gedit_day", "gedit_topic", "gedit_area"  # nouns of buttons that carry something else than the goal
_SHOWN, _LABEL, _AREAS = 300, 40, 30
_STAMPS = 36**7


def row_version(editing: Editing) -> int:
    """What the buttons carry that name something else than the goal."""
    return editing.goal.version % _STAMPS


def new_title_asked(area_id: int, place: Markup | str, tr: Translator, *, has_more: bool) -> View:
    """A new goal: what shall be reached?"""
    lines = [
        tr.text("<b>A new goal of {place}</b>", place=place),
        tr.text("<b>What shall be reached?</b> Write it in a line, such as “{example}”.", example=_example(tr)),
        tr.text("Nobody sees it before you publish it."),
    ]
    keys = []
    if has_more:
        keys.append(Button(tr.label("goal", "Of another area"), ButtonData(OFFICE, "new_area", area_id)))
    keys.append(Button(tr.label("button", "Discard"), ButtonData(OFFICE, "not_new")))
    return View(Markup("\n").join(lines), [keys])


def _example(tr: Translator) -> str:
    return tr.plain("20 kilometres of new cycle paths")


def not_begun(tr: Translator) -> View:
    """No goal was made."""
    return View(tr.text("No goal was begun."), [[Button(tr.label("goal", "All goals"), ButtonData("goals", "list"))]])


def new_refused(problem: Markup, tr: Translator) -> View:
    """The title cannot be taken, and why; the question stands."""
    return View(problem, [[Button(tr.label("button", "Discard"), ButtonData(OFFICE, "not_new"))]])


def _asked(
    editing: Editing, head: Markup, now: Markup | str, how: Markup, keys: Sequence[Sequence[Button]], tr: Translator
) -> View:
    lines = [tr.text("“{title}”", title=title_of(editing.goal, tr)), head]
    if now:
        lines.append(tr.text("Now: {words}", words=now))
    return View(Markup("\n").join([*lines, how]), [*keys, editing.back(tr)])


def _words(text: str, tr: Translator) -> Markup | str:
    return tr.quote(shortened(text, _SHOWN)) if text else ""


def _most(limit: int, tr: Translator) -> Markup:
    return tr.text("Write it, in at most {limit} letters.", limit=tr.number(limit))


def _without(editing: Editing, action: str, label: str, *, has: bool) -> list[list[Button]]:
    return [[editing.button(label, action)]] if has else []


def title_asked(editing: Editing, tr: Translator) -> View:
    """What shall be reached?"""
    head = tr.text("<b>What shall be reached?</b>")
    return _asked(editing, head, _words(editing.goal.title, tr), _most(TITLE_LIMIT, tr), [], tr)


def description_asked(editing: Editing, tr: Translator) -> View:
    """What does it mean, for whom, how?"""
    words = editing.goal.description
    gone = _without(editing, "undescribe", tr.label("goal", "Without a description"), has=bool(words))
    head = tr.text("<b>What does it mean, and for whom?</b>")
    return _asked(editing, head, _words(words, tr), _most(DESCRIPTION_LIMIT, tr), gone, tr)


def body_asked(editing: Editing, tr: Translator) -> View:
    """Whose work is it?"""
    words = editing.goal.owner_body
    gone = _without(editing, "unbody", tr.label("goal", "Without a body"), has=bool(words))
    head = tr.text("<b>Which body is responsible for it?</b>")
    return _asked(editing, head, _words(words, tr), _most(OWNER_LIMIT, tr), gone, tr)


def number_asked(editing: Editing, tr: Translator) -> View:
    """Its number in what was published."""
    head = tr.text("<b>Which number does it have in the published list?</b>")
    return _asked(editing, head, tr.number(editing.goal.number), tr.text("Write a number."), [], tr)


def status_asked(editing: Editing, tr: Translator) -> View:
    """Where does it stand? Once it is public, reports say so."""
    chosen = editing.goal.status
    keys = [
        editing.button(("✓ " if one == chosen else "") + status_words(one, tr), f"to_{one.value}") for one in GoalStatus
    ]
    head = tr.text("<b>Where does the goal stand?</b>")
    how = tr.text("Once it is published, reports move it on.")
    return _asked(editing, head, status_words(chosen, tr), how, in_pairs(keys), tr)


def unit_asked(editing: Editing, tr: Translator) -> View:
    """In what is it measured? First of three."""
    goal = editing.goal
    now: Markup | str = ""
    keys: list[list[Button]] = []
    if goal.unit is not None and goal.baseline is not None and goal.target is not None:
        ends = {"baseline": _value(goal.baseline, goal.unit, tr), "target": _value(goal.target, goal.unit, tr)}
        now = tr.text("from {baseline} to {target}", **ends)
        keys = [
            [editing.button(tr.label("goal", "Keep the unit"), "keep")],
            [editing.button(tr.label("goal", "Without a measure"), "unmeasure")],
        ]
    head = tr.text("<b>In what is it measured?</b> Three short questions: the unit, where it begins, the target.")
    how = tr.text("Write the unit, such as “{example}”, or “{other}”.", example=tr.text("kilometres"), other="٪")
    return _asked(editing, head, now, how, keys, tr)


def _value(value: float, unit: str, tr: Translator) -> str:
    return value_words(value, unit, tr)


def baseline_asked(editing: Editing, unit: str, tr: Translator) -> View:
    """Where does it begin?"""
    head = tr.text("<b>At how many {unit} does it begin?</b>", unit=tr.quote(unit))
    kept = [] if editing.goal.baseline is None else [[_keep(editing, editing.goal.baseline, unit, tr)]]
    return _asked(editing, head, "", tr.text("Write a number; 0 where there is nothing yet."), kept, tr)


def target_asked(editing: Editing, unit: str, baseline: float, tr: Translator) -> View:
    """Where shall it end?"""
    head = tr.text("<b>How many {unit} shall it be?</b>", unit=tr.quote(unit))
    kept = [] if editing.goal.target is None else [[_keep(editing, editing.goal.target, unit, tr)]]
    how = tr.text(
        "It begins at {baseline}. Write the target; it may lie below that.", baseline=_value(baseline, unit, tr)
    )
    return _asked(editing, head, "", how, kept, tr)


def _keep(editing: Editing, value: float, unit: str, tr: Translator) -> Button:
    label = tr.label("goal", "Keep {value}", value=shortened(_value(value, unit, tr), _LABEL))
    return editing.button(label, "keep")


def unit_is_number(editing: Editing, words: str, tr: Translator) -> View:
    """A number where its unit is asked."""
    problem = tr.text(
        "“{words}” is a number. First write in what it is counted, such as “{example}”; the numbers come next.",
        words=tr.quote(shortened(words, _LABEL)),
        example=tr.text("kilometres"),
    )
    return View(problem, [[editing.button(tr.label("button", "Back"), "measure")]])


def allotted_asked(editing: Editing, tr: Translator) -> View:
    """How much is allotted? First of three."""
    head = tr.text("<b>How much money was allotted to it?</b> Then: how much was spent, and of which year.")
    return _budget_asked(editing, head, editing.goal.budget_allotted, tr)


def spent_asked(editing: Editing, tr: Translator) -> View:
    """How much of it is spent?"""
    return _budget_asked(editing, tr.text("<b>How much of it was spent?</b>"), editing.goal.budget_spent, tr)


def _budget_asked(editing: Editing, head: Markup, now: int | None, tr: Translator) -> View:
    keys = [[editing.button(tr.label("goal", "Not known"), "unknown")]]
    said = ""
    if now is not None:
        said = amount_words(now, tr)
        keys.insert(0, [editing.button(tr.label("goal", "Keep {value}", value=shortened(said, _LABEL)), "keep")])
    how = tr.text("Write it with its currency, such as “{example}”.", example=tr.text("12 billion tomans"))
    return _asked(editing, head, said, how, keys, tr)


def year_asked(editing: Editing, this_year: int, tr: Translator) -> View:
    """Of which year is it?"""
    year = editing.goal.budget_year
    keys = [[editing.button(tr.digits(this_year), "this_year"), editing.button(tr.digits(this_year + 1), "next_year")]]
    keys.append([editing.button(tr.label("goal", "Not known"), "unknown")])
    head = tr.text("<b>Of which year is the budget?</b>")
    return _asked(editing, head, tr.digits(year) if year else "", tr.text("Choose it, or write it."), keys, tr)


def year_not_read(editing: Editing, this_year: int, tr: Translator) -> View:
    """What was typed is no year."""
    problem = tr.text("I found no year in it. Write it such as {year}.", year=tr.digits(this_year))
    return View(problem, [[editing.button(tr.label("goal", "Not known"), "unknown")], editing.back(tr)])


def due_asked(editing: Editing, picker: Picker, year: int, month: int) -> View:
    """Until when shall it be reached? A month, or typed."""
    tr, due_on = picker.tr, editing.goal.due_on
    lines = [tr.text("“{title}”", title=title_of(editing.goal, tr)), tr.text("<b>Until when shall it be reached?</b>")]
    if due_on is not None:
        lines.append(tr.text("Now: {words}", words=day_words(due_on, picker.zone, tr)))
    lines.append(tr.text("Choose a day, or write it: “{example}”.", example=tr.text("29 Esfand 1406")))
    lines.append(Markup.escape(legend(picker)))
    gone = _without(editing, "undue", tr.label("goal", "Without a due day"), has=due_on is not None)
    return View(Markup("\n").join(lines), [*month_picker(picker, year, month, chosen=due_on), *gone, editing.back(tr)])


def due_understood(editing: Editing, day: date, tr: Translator) -> View:
    """The day as it was understood, in words: it counts once somebody says so."""
    lines = [tr.text("<b>Due day: {day}</b>", day=day_words(day, editing.zone, tr)), tr.text("Is it right?")]
    yes = editing.button(tr.label("goal", "Yes, this day"), "sure", style=Style.SUCCESS)
    return View(Markup("\n").join(lines), [[yes, editing.button(tr.label("goal", "Another day"), "due")]])


def due_not_read(editing: Editing, tr: Translator) -> View:
    """What was typed is no day."""
    words = tr.text("I did not find a day in it. Write it such as “{example}”.", example=tr.text("29 Esfand 1406"))
    return View(words, [[editing.button(tr.label("button", "Back"), "due")]])


def odd_goal_asked(editing: Editing, said: Markup | str, odd: Sequence[Odd], again: str, tr: Translator) -> View:
    """What was said is odd: why, and whether it is meant so. `again` is the action that asks anew."""
    lines = [tr.text("<b>{said}</b>", said=said)] if said else []
    lines += [tr.text("⚠️ {remark}", remark=odd_words(one, tr)) for one in odd]
    lines.append(tr.text("Shall it be kept like this?"))
    keep = editing.button(tr.label("goal", "Yes, keep it"), "sure", style=Style.SUCCESS)
    return View(Markup("\n").join(lines), [[keep, editing.button(tr.label("goal", "Change it"), again)]])


def refused(editing: Editing, problem: Markup, again: str, tr: Translator) -> View:
    """What was given cannot be taken, and why; the question stands."""
    return View(problem, [[editing.button(tr.label("button", "Back"), again)]])


def topics_asked(editing: Editing, topics: Topics, tr: Translator) -> View:
    """About what is it? A button's id is the topic's place in the city's list, from 1; pressed again it goes."""
    keys = []
    for number, topic in enumerate(topics.all, 1):
        if topic.parent_code is None or topic.code in editing.topics:
            name = shortened(topics.name(topic.code, tr.language) or topic.code, _LABEL)
            mark = "✓ " if topic.code in editing.topics else ""
            keys.append(Button(mark + name, ButtonData(TOPIC, "toggle", number, row_version(editing))))
    head = tr.text("<b>About what is it?</b>")
    how = tr.text("Choose at most {limit}; a second press takes one away.", limit=tr.number(MOST_TOPICS))
    return _asked(editing, head, "", how, in_pairs(keys), tr)


def too_many_topics_toast(tr: Translator) -> str:
    """No more than so many."""
    return tr.plain("A goal has at most {limit} topics. Take one away first.", limit=tr.number(MOST_TOPICS))


def area_asked(area_ids: Sequence[int], tree: AreaTree, version: int, back: Button, tr: Translator) -> View:
    """Whose goal is it?"""
    places = [tree.places[one] for one in area_ids if one in tree.places][:_AREAS]
    keys = [Button(shortened(one.name, _LABEL), ButtonData(AREA, "take", one.id, version)) for one in places]
    words = tr.text("<b>Whose goal is it?</b> Choose the area, or write its name.")
    return View(words, [*in_pairs(keys), [back]])


def area_unknown(back: Button, tr: Translator) -> View:
    """No area of theirs is called that."""
    words = tr.text("I know no area of yours by this name. Write it otherwise, or choose from the list.")
    return View(words, [[back]])
