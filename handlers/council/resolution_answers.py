"""Which submissions a resolution answers, beside its item's own: named by their codes. Part of the dialogue."""

import re
from dataclasses import replace
from typing import Any

from telegram import Update

from handlers.context import Context
from handlers.council import resolution_making as making
from handlers.council.resolution_making import Step
from handlers.messages import message_of, words_of
from handlers.views import resolution_office as views
from models.resolution_draft import ResolutionDraft
from models.services import access, resolutions
from models.services.actor import Actor
from models.tracking_code import parse_tracking_code

_MOST = 20  # codes that one message names
_BETWEEN = re.compile(r"[\s,،;؛]+|\sو\s")
_SHOWN = 40  # letters of what was no code


async def ask_codes(update: Update | None, context: Context, draft: ResolutionDraft) -> Step:
    """Their codes are typed."""
    making.note(context, Step.ANSWERS, draft)
    codes = await resolutions.codes_of(session=context.turn.session, submission_ids=draft.submission_ids)
    making.put(update, context, views.answers_asked(await making.making_of(context, draft), codes, context.tr))
    return Step.ANSWERS


async def forget_codes(update: Update | None, context: Context, draft: ResolutionDraft) -> Any:
    """«Without submissions»: but for its item's own."""
    return await making.show_card(update, context, replace(draft, submission_ids=()))


async def take_codes(update: Update, context: Context) -> Any:
    """One or several codes: what each names is answered by it."""
    draft = making.draft_of(context) or ResolutionDraft(0)
    actor = await making.actor_for(context, draft.area_id)
    words = [word for word in _BETWEEN.split(words_of(message_of(update))) if word][:_MOST]
    found, unknown = list(draft.submission_ids), list[str]()
    for word in words:
        number = await _named(actor, word)
        if number is None:
            unknown.append(word[:_SHOWN])
        elif number not in found:
            found.append(number)
    draft = replace(draft, submission_ids=tuple(found))
    if unknown or not words:
        making.note(context, Step.ANSWERS, draft)
        making.put(None, context, views.answers_refused(await making.making_of(context, draft), unknown, context.tr))
        return Step.ANSWERS
    return await making.show_card(None, context, draft)


async def _named(actor: Actor, word: str) -> int | None:
    code = parse_tracking_code(word)
    if code is None:
        return None
    found = await access.submission_by_code_for(session=actor.session, rights=actor.rights, code=code)
    return found.id if found is not None and resolutions.is_answerable(found) else None
