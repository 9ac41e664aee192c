"""Asking a second person for their yes to a notice, and saying what became of it."""

from collections.abc import Collection
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Style, View, shortened
from handlers.views.notice_list import glimpse, moment_words, to_list
from locales import Translator
from models.notice import Notice, NoticeState
from models.notice_content import NoticeContent

NOUN = "approval"
_NAME = 40  # letters of somebody's name
_REMARK = 1000  # letters of a remark that is shown


@dataclass(frozen=True)
class Asked:
    """What somebody is asked to agree to: whose notice it is, for whom, and why they are asked."""

    notice: Notice
    asker: str  # what its holder calls themselves
    office: Markup  # in whose name it speaks
    audience: Markup  # for which areas
    people: int
    why: Collection[str]  # tokens: beyond, many, urgent
    revision: int
    is_amendment: bool = False
    is_reminder: bool = False


def approval_card(asked: Asked, *, zone: ZoneInfo, tr: Translator) -> View:
    """Below the preview: who asks, for whom, how many, why, and the two answers."""
    notice = asked.notice
    data = (notice.id or 0, asked.revision)
    rows = [
        [
            Button(tr.label("approval", "Approve"), ButtonData(NOUN, "approve", *data), style=Style.SUCCESS),
            Button(tr.label("approval", "Return with a remark"), ButtonData(NOUN, "return", *data)),
        ]
    ]
    return View(Markup("\n").join(_asked_lines(asked, zone, tr)), rows)


def _asked_lines(asked: Asked, zone: ZoneInfo, tr: Translator) -> list[Markup]:
    who = tr.quote(shortened(asked.asker, _NAME))
    if asked.is_amendment:
        head = tr.text(
            "{name} would like to amend this notice of {office}; you see the new words.", name=who, office=asked.office
        )
    else:
        head = tr.text("{name} would like to send this notice in the name of {office}.", name=who, office=asked.office)
    lines = [
        *([tr.text("🔔 A reminder: this still waits for an answer.")] if asked.is_reminder else []),
        head,
        tr.count(
            "For: {audience}, {number} person",
            "For: {audience}, {number} people",
            asked.people,
            audience=asked.audience,
        ),
        *why_lines(asked.why, tr),
    ]
    if asked.notice.starts_at is not None and not asked.is_amendment and not asked.notice.is_urgent:
        lines.append(tr.text("When: {moment}", moment=moment_words(asked.notice.starts_at, zone, tr)))
    return [*lines, tr.text("Is it all right as it stands?")]


def why_lines(why: Collection[str], tr: Translator) -> list[Markup]:
    """Why one person's yes is not enough."""
    reasons = {
        "urgent": tr.text("🔔 It is urgent: it goes out at once, at night too."),
        "many": tr.text("It goes to many people: somebody else has to agree."),
        "again": tr.text("Somebody else agreed to it, and has to agree to the new words too."),
        "beyond": tr.text("It goes beyond the area of their office: somebody else has to agree."),
    }
    return [line for name, line in reasons.items() if name in why]


def decided_view(content: NoticeContent, line: Markup, tr: Translator) -> View:
    """What the card becomes once it is decided, by whoever reads it or by somebody else."""
    return View(Markup("\n").join((glimpse(content, tr), line)))


def approved_line(notice: Notice, zone: ZoneInfo, tr: Translator, *, at_once: bool) -> Markup:
    """To who said yes."""
    if at_once or notice.starts_at is None:
        return tr.text("You approved it. It is on its way.")
    return tr.text("You approved it. It goes out on {moment}.", moment=moment_words(notice.starts_at, zone, tr))


def returned_line(tr: Translator) -> Markup:
    """To who returned it."""
    return tr.text("You returned it; your remark is with its author.")


def decided_toast(tr: Translator) -> str:
    """Somebody was quicker, or it was taken back."""
    return tr.plain("This has been decided already.")


def nothing_waits(tr: Translator) -> View:
    """As the toast, in place of the card."""
    return View(tr.text("This has been decided already: nothing waits for you here."), [[to_list(tr)]])


def remark_asked(content: NoticeContent, *, version: int, tr: Translator) -> View:
    """«Return with a remark»: what should be otherwise?"""
    back = Button(tr.label("button", "Back"), ButtonData(NOUN, "back", 0, version))
    question = tr.text("What should be otherwise? Write it in a message; its author reads it.")
    return View(Markup("\n").join((glimpse(content, tr), question)), [[back]])


def remark_needed(tr: Translator) -> View:
    """No words came."""
    return View(tr.text("A remark is written in words; please write what should be otherwise."))


def nothing_said(tr: Translator) -> View:
    """«Back» from the remark: the question above still stands."""
    return View(tr.text("Nothing was said about it; the question above still stands."))


# What its holder is told


def approved_news(
    content: NoticeContent, notice: Notice, zone: ZoneInfo, tr: Translator, *, is_amendment: bool
) -> View:
    """Somebody said yes."""
    if is_amendment:
        line = tr.text("✅ Your amendment was approved and is going out.")
    elif notice.state == NoticeState.SCHEDULED and notice.starts_at is not None:
        line = tr.text(
            "✅ Your notice was approved. It goes out on {moment}.", moment=moment_words(notice.starts_at, zone, tr)
        )
    else:
        line = tr.text("✅ Your notice was approved.")
    return _news(content, line, notice, tr)


def returned_news(content: NoticeContent, notice: Notice, remark: str, tr: Translator, *, is_amendment: bool) -> View:
    """Somebody returned it, and why."""
    said = tr.text("Your notice was returned with a remark: “{remark}”", remark=tr.quote(shortened(remark, _REMARK)))
    if is_amendment:
        more = tr.text("The words that were sent stay as they are. You can amend them otherwise.")
    else:
        more = tr.text("You can change it and send it again.")
    return _news(content, Markup("\n").join((said, more)), notice, tr)


def nobody_news(content: NoticeContent, notice: Notice, tr: Translator) -> View:
    """There is nobody who could agree."""
    line = tr.text(
        "Nobody else may approve this notice yet. An owner can give somebody a role with /roles; "
        "after that send it once more."
    )
    return _news(content, line, notice, tr)


def held_news(content: NoticeContent, notice: Notice, tr: Translator) -> View:
    """To a successor or an owner: its time came, and who had scheduled it is not in office any more."""
    line = tr.text("This notice was scheduled by somebody whose office has ended. It was not sent and waits for you.")
    take = Button(tr.label("notices", "Take it over"), ButtonData("notices", "take", notice.id or 0, notice.version))
    return View(Markup("\n").join((glimpse(content, tr), line)), [[take], [to_list(tr)]])


def unsent_news(content: NoticeContent, notice: Notice, colleague: str, tr: Translator) -> View:
    """To its holder: a colleague stopped it before it left."""
    name = tr.quote(shortened(colleague, _NAME))
    line = tr.text("{name} stopped your notice before it left. It lies among your drafts.", name=name)
    return _news(content, line, notice, tr)


def withdrawn_news(content: NoticeContent, notice: Notice, colleague: str, tr: Translator) -> View:
    """To its holder: a colleague took it back."""
    name = tr.quote(shortened(colleague, _NAME))
    return _news(content, tr.text("{name} has withdrawn your notice.", name=name), notice, tr)


def _news(content: NoticeContent, line: Markup, notice: Notice, tr: Translator) -> View:
    opens = Button(tr.label("notices", "Show it"), ButtonData("notices", "open", notice.id or 0))
    return View(Markup("\n").join((glimpse(content, tr), line)), [[opens]])
