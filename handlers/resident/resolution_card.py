"""The card of a resolution, for everybody: drawn wherever it is asked for."""

from datetime import date

from handlers.calls import File, file_calls
from handlers.context import Context
from handlers.keyboards import View
from handlers.views import resolution as views
from models.errors import NotFound
from models.media import MediaItem
from models.resolution import Resolution
from models.role import Action
from models.services import areas, resolution_lists, resolution_moves, resolutions
from models.services.resolution_lists import is_overdue
from models.submission import Status, Submission


def today(context: Context) -> date:
    """The day of the city's clock."""
    return context.turn.now.astimezone(context.city.zone).date()


async def listed(context: Context, resolution: Resolution) -> views.Shown:
    """What a line of a list says of it."""
    tree = await areas.load_tree(session=context.turn.session)
    late = is_overdue(resolution, today(context))
    place = tree.places.get(resolution.area_id)
    return views.Shown(resolution, place, today(context), is_overdue=late, zone=context.city.zone)


async def shown(context: Context, resolution: Resolution) -> views.Shown:
    """What its card says of it."""
    session, number = context.turn.session, resolution.id or 0
    tree = await areas.load_tree(session=session)
    answers = await resolution_lists.linked(session=session, resolution_ids=[number])
    return views.Shown(
        resolution,
        tree.places.get(resolution.area_id),
        today(context),
        is_overdue=is_overdue(resolution, today(context)),
        steps=await resolution_moves.history(session=session, resolution_id=number),
        answers=answers.get(number, 0),
        zone=context.city.zone,
    )


async def _public(context: Context, resolution_id: int) -> views.Shown | None:
    """What everybody may read; None where there is nothing of the kind."""
    try:
        found = await resolutions.published(session=context.turn.session, resolution_id=resolution_id)
    except NotFound:
        return None
    return await shown(context, found)


async def card(context: Context, resolution_id: int, *, page: int | None) -> View:
    """Its card; where it is not public, that it is not there. `page` is of the list that the way back leads to."""
    found = await _public(context, resolution_id)
    if found is None:
        return views.resolution_gone(context.tr)
    rights, area_id = await context.rights(), found.resolution.area_id
    works_on_it = any(rights.may(action, area_id) for action in (Action.MEET, Action.PURSUE))
    has_photos = bool(_photos(context, found))
    return views.resolution_card(found, context.tr, page=page, works_on_it=works_on_it, has_photos=has_photos)


async def history(context: Context, resolution_id: int) -> list[View]:
    """Every step of it."""
    found = await _public(context, resolution_id)
    return [views.resolution_gone(context.tr)] if found is None else views.whole_history(found, context.tr)


async def send_photos(context: Context, resolution_id: int) -> None:
    """The photos of its steps, as far as this bot can show them."""
    found = await _public(context, resolution_id)
    photos = [] if found is None else _photos(context, found)
    if not photos:
        context.reply(views.resolution_gone(context.tr))
    for call in file_calls(photos):
        context.send(call.method, call.parameters)


async def name_answer(context: Context, submission: Submission, view: View) -> View:
    """A submission's card, with the resolution that answers it where there is one."""
    if submission.status not in _DECIDED:
        return view
    session = context.turn.session
    found = await resolution_lists.answering(session=session, submission_id=submission.id or 0)
    if found is None:
        return view
    tree = await areas.load_tree(session=session)
    return views.with_resolution(view, found, tree.places.get(found.area_id), context.tr)


_DECIDED = frozenset({Status.APPROVED, Status.IN_PROGRESS, Status.DONE, Status.NOT_ACCEPTED, Status.REOPENED})


def _photos(context: Context, found: views.Shown) -> list[File]:
    items = [MediaItem.from_data(step.file) for step in found.steps if step.file and step.bot_id == context.turn.bot_id]
    return [File(item.kind, item.file_id) for item in items]
