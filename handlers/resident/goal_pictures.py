"""Pictures of goals and of seasons: asked for in a turn, drawn beside it; the same words come at once."""

from datetime import date, timedelta
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler

from handlers.callback_data import pattern
from handlers.context import Context
from handlers.dialogue import Handlers
from handlers.keyboards import View
from handlers.views import goal_picture as views
from handlers.views import goal_season as seasons
from models.goal_season import SeasonShown
from models.job import JobState
from models.season import season_of_code
from models.services import goal_charts, goal_readers, goal_season, jobs

KIND = "picture"
_JUST_SENT = timedelta(seconds=60)  # within which the same picture is not drawn again for the same person


async def ask_for_chart(update: Update, context: Context) -> None:
    """A goal's history as a picture: whether they may see the goal is asked now, and again when it is drawn."""
    goal_id = context.pressed(update).id
    goal = await goal_readers.goal(session=context.turn.session, goal_id=goal_id, rights=await context.rights())
    await _ask(context, {"picture": views.GOAL, "id": goal_id, "version": goal.version})


async def _ask(context: Context, asked: dict[str, Any]) -> None:
    """Have it drawn after this turn, unless the same one is being drawn for them, or has just been."""
    turn, person_id = context.turn, context.person.id or 0
    state = await jobs.asked_lately(
        session=turn.session,
        bot_id=turn.bot_id,
        person_id=person_id,
        kind=KIND,
        asked=asked,
        since=turn.now - _JUST_SENT,
    )
    context.toast(views.just_sent_toast(context.tr) if state is JobState.DONE else views.begun_toast(context.tr))
    if state is not None:
        return
    await jobs.ask(
        session=turn.session,
        bot_id=turn.bot_id,
        person_id=person_id,
        chat_id=turn.chat_id,
        kind=KIND,
        asked=asked,
        now=turn.now,
    )
    turn.has_jobs = True


async def show_chart_words(update: Update, context: Context) -> None:
    """What the picture shows, in words: a new message below it; from page to page in place."""
    pressed, turn = context.pressed(update), context.turn
    chart = await goal_charts.chart(
        session=turn.session, goal_id=pressed.id, today=_today(context), rights=await context.rights()
    )
    view = views.goal_text(chart, pressed.id, pressed.version, context.tr)
    if pressed.action == views.GOAL_PAGE:
        context.edit_pressed(update, view)
    else:
        context.reply(view)


async def show_season(update: Update, context: Context) -> None:
    """«What happened this season»: the message at once, and the picture after it."""
    pressed = context.pressed(update)
    shown = await _season(context, pressed.id, pressed.version)
    context.reply(await _message(context, shown))
    if not shown.is_empty:
        await _ask_for_season(context, shown)


async def turn_season(update: Update, context: Context) -> None:
    """Another season, or other goals, in the same message."""
    pressed = context.pressed(update)
    context.edit_pressed(update, await _message(context, await _season(context, pressed.id, pressed.version)))


async def show_season_words(update: Update, context: Context) -> None:
    """The message below the picture."""
    pressed = context.pressed(update)
    context.reply(await _message(context, await _season(context, pressed.id, pressed.version)))


async def ask_for_season(update: Update, context: Context) -> None:
    """The picture of the season that the message shows."""
    pressed = context.pressed(update)
    await _ask_for_season(context, await _season(context, pressed.id, pressed.version))


async def _ask_for_season(context: Context, shown: SeasonShown) -> None:
    scope = seasons.NEAR if shown.is_near else seasons.CITY
    await _ask(context, {"picture": seasons.SEASON, "id": shown.season.code, "scope": scope})


async def _season(context: Context, code: int, scope: int) -> SeasonShown:
    turn, today = context.turn, _today(context)
    return await goal_season.summary(
        session=turn.session,
        season=season_of_code(code, today),
        today=today,
        zone=context.city.zone,
        near=context.person.id if scope == seasons.NEAR else None,
    )


async def _message(context: Context, shown: SeasonShown) -> View:
    near = await goal_readers.near(session=context.turn.session, person_id=context.person.id or 0)
    return seasons.season_message(shown, context.tr, can_be_near=near is not None)


def _today(context: Context) -> date:
    return context.turn.now.astimezone(context.city.zone).date()


def build() -> Handlers:
    """The buttons of pictures, wherever they stand."""
    steps: dict[str, Any] = {
        views.GOAL: ask_for_chart,
        views.GOAL_TEXT: show_chart_words,
        views.GOAL_PAGE: show_chart_words,
        seasons.SEASON: show_season,
        seasons.TURN: turn_season,
        seasons.WORDS: show_season_words,
        seasons.PICTURE: ask_for_season,
    }
    return [CallbackQueryHandler(step, pattern(views.NOUN, action)) for action, step in steps.items()]
