"""Forgotten drafts: reminding of each once, by day, and deleting the very old ones."""

from datetime import datetime

from handlers.resident import adding, drafting
from handlers.views.addition import addition_offered
from handlers.views.draft import draft_slot
from handlers.views.draft_ends import draft_reminder
from locales import translator
from models.city import City
from models.database import Database
from models.draft import Draft
from models.services import answers, forgotten
from models.services.answers import Waiting
from models.services.forgotten import Forgotten

_LIMIT = 200  # reminders in one go; the next tick takes the rest
_BY_DAY = range(9, 21)  # hours of the city's clock
_HOLDING = {drafting.NAME: drafting.HELD, adding.NAME: (adding.Step.OFFERED,)}  # where unregistered words wait


async def care_for_drafts(database: Database, bot_id: int, city: City, now: datetime) -> list[Waiting]:
    """Empty drafts of thirty days, and remind of those of one day; return the reminders for sending."""
    async with database.transaction() as session:
        await forgotten.delete_old(session=session, now=now)
        await answers.forget_words(session=session, before=now - forgotten.DELETE_AFTER)
        if now.astimezone(city.zone).hour not in _BY_DAY:
            return []
        found = await forgotten.to_remind(session=session, bot_id=bot_id, steps=_HOLDING, now=now, limit=_LIMIT)
        if not found:
            return []
        await forgotten.note_reminded(session=session, forgotten=found, now=now)
        drafts = [answer for one in found if "id" in one.data for answer in _REMINDERS[one.name](one)]
        return await answers.record(session=session, bot_id=bot_id, inbox_id=None, drafts=drafts, now=now)


def _draft_reminder(one: Forgotten) -> list[answers.Draft]:
    """The reminder takes the card's place, so that one message at a time can register the draft."""
    draft = Draft.from_data(one.data)
    view, slot = draft_reminder(draft.id, version=one.version, tr=translator(one.language)), draft_slot(draft)
    return [
        answers.Draft(one.chat_id, "sendMessage", view.to_parameters(), slot),
        answers.Draft(one.chat_id, "deleteMessage", {}, slot),
    ]


def _addition_reminder(one: Forgotten) -> list[answers.Draft]:
    """The question once more: do the words belong to what was registered before?"""
    data, tr = one.data, translator(one.language)
    slot = str(data.get("slot", adding.NAME))
    view = addition_offered(data["code"], data["id"], version=one.version, tr=tr)
    return [
        answers.Draft(one.chat_id, "sendMessage", view.to_parameters(), slot),
        answers.Draft(one.chat_id, "deleteMessage", {}, slot),
    ]


_REMINDERS = {drafting.NAME: _draft_reminder, adding.NAME: _addition_reminder}
