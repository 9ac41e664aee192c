"""More settings of a notice: its words, its link, its question, urgency. Part of the dialogue notice."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler

from handlers.callback_data import pattern
from handlers.context import Context
from handlers.council import composing, notice_audience
from handlers.council.composing import Open, Step, content_of_parts
from handlers.dialogue import Handlers
from handlers.messages import message_of, part_of, words_of
from handlers.views import notice_settings as views
from handlers.views.errors import error_view
from models.errors import BadLink, BadQuestion, DomainError, NoticeTooLong
from models.notice_content import Link, NoticeContent, Question
from models.services import notice_changes

type Action = Callable[[Update | None, Context, Open], Awaitable[Any]]


async def press(update: Update, context: Context) -> Any:
    """The present screen's button does its work, an older one's shows how things stand."""
    work = await composing.pressed_notice(update, context)
    if work is None:
        return None
    action = context.pressed(update).action
    if action in ACTIONS:
        return await ACTIONS[action](update, context, work)
    return await notice_audience.press_choice(update, context, work)


async def show_screen(update: Update | None, context: Context, work: Open) -> Step:
    """The screen with all settings."""
    composing.note(context, Step.CARD)
    made, tree = await composing.composed(context, work), await composing.tree_of(context)
    composing.put(update, context, work, views.settings_screen(made, work.content, tree, context.tr))
    return Step.CARD


async def _change(update: Update | None, context: Context, work: Open, content: NoticeContent) -> Step:
    """Say something else; the preview is drawn anew when the card is shown next."""
    notice = await notice_changes.change_content(work.announcer, work.id, work.version, content)
    composing.note(context, Step.CARD, stale=True)
    return await show_screen(update, context, await composing.opened(work.announcer, notice))


async def _toggle_read(update: Update | None, context: Context, work: Open) -> Step:
    return await _change(update, context, work, replace(work.content, asks_read=not work.content.asks_read))


async def _unlink(update: Update | None, context: Context, work: Open) -> Step:
    return await _change(update, context, work, replace(work.content, link=None))


async def _unquestion(update: Update | None, context: Context, work: Open) -> Step:
    return await _change(update, context, work, replace(work.content, question=None))


async def _toggle_results(update: Update | None, context: Context, work: Open) -> Step:
    question = work.content.question
    if question is None:
        return await show_screen(update, context, work)
    turned = replace(question, shows_results=not question.shows_results)
    return await _change(update, context, work, replace(work.content, question=turned))


async def _toggle_urgent(update: Update | None, context: Context, work: Open) -> Step:
    is_urgent = not work.notice.is_urgent
    notice = await notice_changes.change_urgency(work.announcer, work.id, work.version, is_urgent=is_urgent)
    if is_urgent:
        context.toast(views.urgency_explained(context.tr))
    return await show_screen(update, context, await composing.opened(work.announcer, notice))


async def _send_to_me(_: Update | None, context: Context, work: Open) -> Step:
    context.reply(views.sent_to_me(context.tr))
    await composing.send_preview(context, work)
    return await show_screen(None, context, work)


def _asking(step: Step, view: Callable[..., Any]) -> Action:
    async def ask(update: Update | None, context: Context, work: Open) -> Step:
        composing.note(context, step)
        composing.put(update, context, work, view(await composing.composed(context, work), context.tr))
        return step

    return ask


async def take_words(update: Update, context: Context) -> Any:
    """New words take the old ones' place; files that come with them take the old files' place."""
    message, work = message_of(update), await composing.typed_for(context)
    if work is None:
        return None
    if not composing.fits(context, message):
        return Step.WORDS
    part, kept = part_of(message), work.content.without_words()
    if part.media is not None:
        kept = replace(kept, files=())
    if part.media is not None and not part.text.strip():
        kept = replace(kept, html=work.content.html)
    return await _change_typed(context, work, content_of_parts([part], kept), Step.WORDS, shows_card=True)


async def take_link(update: Update, context: Context) -> Any:
    """A line for the button and a line with the address; an address alone is both."""
    words, work = words_of(message_of(update)), await composing.typed_for(context)
    if work is None:
        return None
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    link = Link(lines[0], _address(lines[-1])) if len(lines) == 2 else _alone(words.strip())
    return await _change_typed(context, work, replace(work.content, link=link), Step.LINK)


def _address(words: str) -> str:
    return f"https://{words}" if "." in words and "://" not in words and " " not in words else words


def _alone(words: str) -> Link:
    """«Timetable https://example.org», or the address alone, whose host is the button's name then."""
    label, _, url = words.rpartition(" ")
    address = _address(url)
    return Link(label.strip() or address.partition("://")[2].partition("/")[0][:40], address)


async def take_question(update: Update, context: Context) -> Any:
    """The question's words; its answers are asked next."""
    words, work = words_of(message_of(update)).strip(), await composing.typed_for(context)
    if work is None:
        return None
    made = await composing.composed(context, work)
    composing.note(context, Step.ANSWERS, question=words)
    composing.put(None, context, work, views.answers_asked(made, words, context.tr))
    return Step.ANSWERS


async def take_answers(update: Update, context: Context) -> Any:
    """The answers, a line each."""
    words, work = words_of(message_of(update)), await composing.typed_for(context)
    if work is None:
        return None
    answers = tuple(line.strip() for line in words.splitlines() if line.strip())
    question = Question(composing.noted(context, "question") or "", answers)
    return await _change_typed(context, work, replace(work.content, question=question), Step.ANSWERS)


async def _change_typed(
    context: Context, work: Open, content: NoticeContent, step: Step, *, shows_card: bool = False
) -> Any:
    """As `_change`, for what was typed: what cannot be taken is said where it was asked, and the step stays."""
    try:
        notice = await notice_changes.change_content(work.announcer, work.id, work.version, content)
    except (BadLink, BadQuestion, NoticeTooLong) as error:
        return await _refuse(context, work, error, step)
    changed = await composing.opened(work.announcer, notice)
    if shows_card:
        return await composing.show(context, changed)
    composing.note(context, Step.CARD, stale=True, question=None)
    return await show_screen(None, context, changed)


async def _refuse(context: Context, work: Open, error: DomainError, step: Step) -> Step:
    composing.note(context, step)
    problem = error_view(error, context.tr).text
    composing.put(None, context, work, views.refused(await composing.composed(context, work), problem, context.tr))
    return step


ACTIONS: dict[str, Action] = {
    "screen": show_screen,
    "words": _asking(Step.WORDS, views.words_asked),
    "link": _asking(Step.LINK, views.link_asked),
    "unlink": _unlink,
    "read": _toggle_read,
    "question": _asking(Step.QUESTION, views.question_asked),
    "unquestion": _unquestion,
    "results": _toggle_results,
    "urgent": _toggle_urgent,
    "mine": _send_to_me,
    "audience": notice_audience.show_audience,
}


async def open_settings(update: Update, context: Context) -> Any:
    """«More settings» on the card."""
    work = await composing.pressed_notice(update, context)
    return None if work is None else await show_screen(update, context, work)


def buttons() -> Handlers:
    """The way in from the card, and every button of the screens."""
    return [
        CallbackQueryHandler(open_settings, pattern("notice", "settings")),
        CallbackQueryHandler(press, pattern(views.NOUN)),
    ]
