"""A file with a published list of goals: fetched from the messenger and read, beside the turns."""

import asyncio
from contextlib import aclosing
from datetime import UTC, datetime
from typing import Final

from bot.outgoing.api import ApiClient
from bot.outgoing.errors import ApiError, CallFailed
from bot.settings import Settings
from handlers.keyboards import View
from handlers.secretariat.goal_importing import SLOT, preview_for
from handlers.views import goal_import as views
from handlers.views.errors import error_view
from handlers.views.goal_import_lines import page
from locales import Translator, translator
from models.database import Database
from models.errors import BadGoalText, GoalChanged
from models.goal import GoalImport
from models.goal_file import KIND, MOST_BYTES, decode
from models.goal_reading import Trouble
from models.rights import Owners
from models.services import access, areas, goal_imports
from models.services.actor import Actor
from models.services.jobs import Waiting

__all__ = ["KIND", "SLOT", "failed", "read_file"]

_PAUSES: Final = (1, 2, 4, 8, 15, 30, 30)  # seconds after each failure of the network


async def read_file(settings: Settings, database: Database, client: ApiClient, job: Waiting, bot_id: int) -> View:
    """Fetch a file, read it into the text that its sender works on, and show what was read.

    Args:
        settings: the city, and whom it names as owners.
        database: where the rows are.
        client: through which the messenger gives the file.
        job: of the kind `KIND`.
        bot_id: to which bot it was sent.

    Returns:
        The first page of what was read, or why nothing could be: then what was gathered before is still there.

    Raises:
        NotFound: the text is not theirs any more.
    """
    tr = translator(job.language)
    try:
        text = await asyncio.to_thread(decode, await _fetch(client, job.asked["file"]))
    except BadGoalText as error:
        return _refused(error, tr)
    except CallFailed:
        return views.file_failed(tr)
    async with database.transaction() as session:
        now, owners = datetime.now(UTC), Owners(settings.bot_platform, frozenset(settings.owner_ids))
        rights = await access.rights_of_another(session=session, person_id=job.person_id, owners=owners, now=now)
        actor = Actor(session, rights, bot_id, settings.city, owners, now)
        try:
            row = await _read(actor, job, text)
        except BadGoalText as error:
            return _refused(error, tr)
        except GoalChanged:
            return views.nothing_begun(tr)
        tree = await areas.load_tree(session=session)
        return page(await preview_for(actor, row, tree.places.get(row.area_id)), 0, tr)


async def _read(actor: Actor, job: Waiting, text: str) -> GoalImport:
    """The text is read once: after a crash it is shown as it stands."""
    row = await goal_imports.import_for(actor, job.asked["import"], is_locked=True)
    if goal_imports.is_read(row):
        return row
    return await goal_imports.read(actor, row.id or 0, text=text, source_name=job.asked["name"] or None)


def failed(job: Waiting) -> View:
    """What is said where it could not be done."""
    return views.file_failed(translator(job.language))


def _refused(error: BadGoalText, tr: Translator) -> View:
    return View(error_view(error, tr).text, [[views.button(tr.label("button", "Go on with it"), "go_on")]])


async def _fetch(client: ApiClient, file_id: str) -> bytes:
    """The content of a file; a network that is away for a while is waited for.

    Raises:
        BadGoalText: it is too large.
        CallFailed: the messenger does not give it.
    """
    for pause in _PAUSES:
        try:
            return await _fetch_once(client, file_id)
        except CallFailed as error:
            if _is_lasting(error):
                raise
            await asyncio.sleep(pause)
    return await _fetch_once(client, file_id)


async def _fetch_once(client: ApiClient, file_id: str) -> bytes:
    try:
        file = await client.call("getFile", {"file_id": file_id})
    except ApiError as error:
        if "file is too big" in error.description.lower():
            raise BadGoalText(Trouble.TOO_LARGE, MOST_BYTES) from None
        raise
    path = file.get("file_path") if isinstance(file, dict) else None
    if not isinstance(path, str):
        raise ApiError("getFile", 400, "it names no path")
    content = bytearray()
    async with aclosing(client.download(path)) as pieces:
        async for piece in pieces:
            content += piece
            if len(content) > MOST_BYTES:
                raise BadGoalText(Trouble.TOO_LARGE, MOST_BYTES)
    return bytes(content)


def _is_lasting(error: CallFailed) -> bool:
    return isinstance(error, ApiError) and error.code < 500 and error.code not in {401, 404, 429}
