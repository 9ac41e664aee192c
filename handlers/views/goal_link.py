"""Which submissions stand behind which goals, for the office: what stands there, what may, and saying so."""

from collections.abc import Sequence

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Style, View, shortened
from handlers.views.case import GOALS
from handlers.views.case import NOUN as CASE
from handlers.views.goal_standing import open_goal
from locales import Translator
from models.documents.labels import kind_label, status_label
from models.goal import Goal
from models.submission import Kind, Submission
from models.text.masking import mask

NOUN = GOALS
PAGE = 5  # submissions that stand behind a goal, on one page
_TITLE, _WORDS, _LABEL = 120, 140, 40  # letters of a goal's title, of a submission, and on a button


def behind_goal(
    goal: Goal,
    linked: Sequence[tuple[Submission, bool]],
    page: int,
    total: int,
    suggested: Sequence[Submission],
    tr: Translator,
) -> View:
    """What stands behind a goal, each with the button that undoes it; and what may stand there, each with its yes."""
    blocks = [Markup("\n").join((tr.text("🔗 <b>Submissions behind this goal</b>"), _title(goal, tr)))]
    rows: list[list[Button]] = []
    number = page * PAGE
    for one, is_by_hand in linked:
        number += 1
        blocks.append(_submission(number, one, tr))
        if is_by_hand:
            label = tr.label("link", "✕ Unlink {place}", place=tr.digits(number))
            rows.append([_button(label, "untie", goal.id, one.id)])
    if not linked:
        blocks.append(tr.text("Nothing that residents wrote is linked to this goal yet."))
    rows.append(_turning(goal, page, total, tr))
    if suggested:
        blocks.append(tr.text("<b>These may belong to it</b> (press what does; its author is told once):"))
    for place, one in enumerate(suggested, 1):
        letter = tr.label("link letter", "A B C D E").split()[place - 1]
        blocks.append(Markup("<b>{})</b> {}").format(letter, _submission(None, one, tr)))
        label = tr.label("link", "Link {place}", place=letter)
        rows.append([_button(label, "tie", goal.id, one.id, style=Style.SUCCESS)])
    return View(
        Markup("\n\n").join(blocks), [*_two_a_row(rows), [open_goal(goal.id or 0, tr.label("call", "The goal"))]]
    )


def _title(goal: Goal, tr: Translator) -> Markup:
    return tr.text("Goal “{goal}”", goal=tr.quote(shortened(goal.title, _TITLE)))


def _submission(number: int | None, one: Submission, tr: Translator) -> Markup:
    place = Markup("{}. ").format(tr.digits(number)) if number is not None else Markup("")
    head = Markup(" · ").join((tr.code(one.code), kind_label(Kind(one.kind), tr), status_label(one.status, tr)))
    words = shortened(" ".join(mask(one.text).split()), _WORDS)
    said = Markup("\n{}").format(tr.text("“{words}”", words=tr.quote(words))) if words else Markup("")
    return Markup("{}{}{}").format(place, head, said)


def _button(label: str, action: str, one: int | None, other: int | None, *, style: Style | None = None) -> Button:
    return Button(label, ButtonData(NOUN, action, one or 0, other or 0), style=style)


def _turning(goal: Goal, page: int, total: int, tr: Translator) -> list[Button]:
    keys = []
    if page > 0:
        keys.append(_button(tr.label("paging", "‹ Newer"), "page", goal.id, page - 1))
    if (page + 1) * PAGE < total:
        keys.append(_button(tr.label("paging", "Older ›"), "page", goal.id, page + 1))
    return keys


def _two_a_row(rows: Sequence[Sequence[Button]]) -> list[list[Button]]:
    """Single buttons in pairs, and whatever was a row stays one."""
    paired: list[list[Button]] = []
    for row in rows:
        if len(row) == 1 and paired and len(paired[-1]) == 1 and paired[-1][0].style == row[0].style:
            paired[-1].append(row[0])
        elif row:
            paired.append(list(row))
    return paired


def of_submission(
    submission: Submission, linked: Sequence[tuple[Goal, bool]], suggested: Sequence[Goal], tr: Translator
) -> View:
    """The goals behind which a submission stands, and those behind which it may."""
    words = shortened(" ".join(mask(submission.text).split()), _WORDS)
    blocks = [
        Markup("\n").join(
            (
                tr.text("🎯 <b>Goals of {code}</b>", code=tr.code(submission.code)),
                tr.text("“{words}”", words=tr.quote(words)),
            )
        )
    ]
    rows: list[list[Button]] = []
    if linked:
        blocks.append(_goals(tr.text("<b>It stands behind:</b>"), [goal for goal, _ in linked], tr))
    else:
        blocks.append(tr.text("It stands behind no goal yet."))
    for goal, may_unlink in linked:
        if may_unlink:
            label = tr.label("link", "✕ Unlink {place}", place=_short(goal))
            rows.append([_button(label, "drop", goal.id, submission.id)])
    if suggested:
        head = tr.text("<b>It may belong to</b> (press what it does; its author is told once):")
        blocks.append(_goals(head, suggested, tr))
    for goal in suggested:
        label = tr.label("link", "Link {place}", place=_short(goal))
        rows.append([_button(label, "put", goal.id, submission.id, style=Style.SUCCESS)])
    if not suggested and not linked:
        blocks.append(tr.text("No goal of its area is about this. A goal's own card has «Link submissions», too."))
    back = Button(tr.label("button", "Back"), ButtonData(CASE, "card", submission.id or 0, submission.version))
    return View(Markup("\n\n").join(blocks), [*rows, [back]])


def _goals(head: Markup, goals: Sequence[Goal], tr: Translator) -> Markup:
    lines = [Markup("▫️ {}").format(tr.quote(shortened(goal.title, _TITLE))) for goal in goals]
    return Markup("\n").join((head, *lines))


def _short(goal: Goal) -> str:
    return shortened(" ".join(goal.title.split()), _LABEL)


def linked_toast(tr: Translator, *, is_new: bool) -> str:
    """It stands behind the goal."""
    return tr.plain("Linked. Its author is told.") if is_new else tr.plain("It was linked already.")


def unlinked_toast(tr: Translator, *, is_gone: bool) -> str:
    """It does not stand there any more."""
    return tr.plain("Unlinked; nobody is told.") if is_gone else tr.plain("It answers a call for ideas, so it stays.")


def cannot_stand_toast(tr: Translator) -> str:
    """Everybody reads what stands behind a goal."""
    return tr.plain("Only what neighbours may read can stand behind a goal.")
