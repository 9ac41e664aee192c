"""The card of a resolution for those who work on it: drawn wherever it is asked for."""

from collections.abc import Callable

from markupsafe import Markup
from telegram import Update

from handlers.context import Context
from handlers.council.acting import actor_of
from handlers.resident import resolution_card
from handlers.views import resolution_work as views
from handlers.views.resolution import Shown
from locales import Translator
from models.role import Action
from models.services import resolution_moves, resolutions
from models.services.actor import Actor


async def worker_of(context: Context) -> Actor:
    """Whoever wrote, for the services of resolutions.

    Raises:
        NotFound: they work on none.
    """
    may_meet = (await context.rights()).may_somewhere(Action.MEET)
    return await actor_of(context, Action.MEET if may_meet else Action.PURSUE)


async def show_work(
    update: Update | None,
    context: Context,
    resolution_id: int,
    *,
    actor: Actor | None = None,
    above: Callable[[Shown, Translator], Markup] | None = None,
) -> None:
    """The card, in place of what was pressed, or below everything else; `above` says what has just happened.

    Raises:
        NotFound: it is not there, or not theirs.
    """
    actor = actor or await worker_of(context)
    resolution = await resolutions.resolution_for(actor, resolution_id)
    shown = await resolution_card.shown(context, resolution)
    may_meet = actor.rights.may(Action.MEET, resolution.area_id)
    view = views.work_card(
        shown,
        context.tr,
        may_change=may_meet and resolution.published_at is None,
        may_move=resolution_moves.may_move(actor, resolution),
    )
    if above is not None:
        view = view.preceded_by(above(shown, context.tr))
    if update is None:
        context.reply(view)
    else:
        context.edit_pressed(update, view)
