"""The draft that a resident's messages gather in: shared by whatever dialogue a message reaches.

Not a dialogue itself: draft.py is. Another dialogue that is handed a message for the council (a whole report, where a
neighbourhood's name was asked) passes it on through here, so that no message is ever lost to the wrong question.
"""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from markupsafe import Markup
from telegram import Message

from handlers.context import Context
from handlers.dialogue import close_dialogue, keep, open_dialogue, remember
from handlers.keyboards import View
from handlers.messages import part_of
from handlers.views.danger import danger_warning
from handlers.views.draft import draft_card, draft_slot, is_too_large, too_large_note
from models import text as persian
from models.area_tree import AreaTree
from models.draft import Draft, Part
from models.services import areas, media, submissions, topics
from models.services.dialogues import DialogueState
from models.services.submissions import OnRecord
from models.submission import Kind
from models.text.danger import is_danger
from models.text.topics import OTHER, guess_kind, guess_topic
from models.topic import Topics

NAME = "draft"
_ALBUM = "album"  # the row that holds which album was answered last, and what it became part of


class Step(StrEnum):
    """Where a draft stands; stored by name."""

    TEXT = "text"  # /new was said, nothing is written yet
    CARD = "card"
    EDIT = "edit"
    REWRITE = "rewrite"
    KIND = "kind"
    TOPIC = "topic"
    AREA = "area"


DISCARDED = "discarded"
ENDED = "ended"
HELD = tuple(step.value for step in Step if step is not Step.TEXT)


def state_of(context: Context) -> DialogueState | None:
    """The row of the draft dialogue, whatever its step."""
    return context.turn.dialogues.get(NAME)


def stored_draft(context: Context) -> Draft | None:
    """The draft on the row, open or put away; None once it was registered."""
    state = state_of(context)
    return Draft.from_data(state.data) if state is not None and "id" in state.data else None


def open_draft(context: Context) -> Draft | None:
    """The draft that waits to be registered; None when there is none."""
    state = state_of(context)
    if state is None or state.step in {DISCARDED, ENDED, Step.TEXT}:
        return None
    return stored_draft(context)


def step_of(context: Context) -> Step:
    """The step that the open dialogue stands at; the card, where another version of the program saved it."""
    state = state_of(context)
    known = {step.value for step in Step}
    return Step(state.step) if state is not None and state.step in known else Step.CARD


async def take(context: Context, message: Message, *, words: str | None = None) -> Step:
    """Put a message into the open draft, or begin one with it, and show the card below everything else.

    Args:
        context: of the turn.
        message: text, file, pin, or several of these at once.
        words: instead of the message's own words.

    Raises:
        EmptyText, TextTooLong: as `Draft.joined`; nothing was changed.
    """
    part = part_of(message)
    return await take_parts(context, [part if words is None else replace(part, text=words)])


async def take_parts(context: Context, parts: Sequence[Part]) -> Step:
    """As `take`, for one message or several that were written earlier."""
    held = open_draft(context)
    draft = held or await _new_draft(context)
    is_same_album = draft.holds_album(parts[-1].album)
    for part in parts:
        draft = draft.joined(part.message_id, part.text, media=part.media, location=part.location, album=part.album)
    draft = _warned(context, await guessed(context, draft))
    note = too_large_note(context.tr) if any(is_too_large(part.media) for part in parts) else None
    await _show_joined(context, draft, is_new=held is None, is_same_album=is_same_album, note=note)
    return Step.CARD


async def _show_joined(
    context: Context, draft: Draft, *, is_new: bool, is_same_album: bool, note: Markup | None
) -> None:
    view = await card(context, draft)
    view = view.preceded_by(note) if note else view
    if is_new:
        context.reply(view, slot=draft_slot(draft))
    elif is_same_album and note is None:  # an album's messages lie above the card already: one answer for all of them
        context.edit(draft_slot(draft), view)
    else:
        context.move(draft_slot(draft), view)


async def _new_draft(context: Context) -> Draft:
    person = context.person
    area_id = person.area_id
    if area_id is None and person.id is not None:
        area_id = await submissions.last_area(session=context.turn.session, person_id=person.id)
    state = state_of(context)
    if state is not None:
        state.is_begun_anew = True
    return Draft(id=context.turn.inbox_id, area_id=area_id)


async def guessed(context: Context, draft: Draft) -> Draft:
    """The draft with kind and topic as its words suggest, where nobody chose them."""
    if not draft.text or (draft.kind_chosen and draft.topic_chosen):
        return draft
    # Without hazm the folded words serve: nobody waits for it to load inside a transaction.
    key = persian.search_key(draft.text) if persian.is_loaded() else persian.fold(draft.text)
    if not draft.kind_chosen:
        guessed = guess_kind(key)
        draft = replace(draft, kind=Kind(guessed) if guessed else Kind.REPORT)
    if not draft.topic_chosen:
        draft = replace(draft, topic=await _guessed_topic(context, key))
    return draft


async def _guessed_topic(context: Context, key: str) -> str | None:
    topics = await all_topics(context)
    guessed = guess_topic(key, topics.all) or OTHER
    return guessed if topics.get(guessed) is not None else None


def _warned(context: Context, draft: Draft) -> Draft:
    """Words of danger are answered first of all, with the numbers to call; once a draft."""
    if draft.warned or not context.city.emergency_numbers or not is_danger(draft.text):
        return draft
    context.reply(danger_warning(context.city, context.tr))
    return replace(draft, warned=True)


def save(context: Context, draft: Draft, step: Step) -> int:
    """Keep the draft at a step; return the version that buttons drawn now must carry."""
    state = open_dialogue(context.turn, NAME, step)
    keep(state, draft.to_data())
    return state.version


async def show(context: Context, draft: Draft, *, note: Markup | None = None) -> None:
    """Show the draft's card as the newest message."""
    view = await card(context, draft)
    context.move(draft_slot(draft), view.preceded_by(note) if note else view)


async def card(context: Context, draft: Draft) -> View:
    """Keep the draft at its card, and draw that."""
    version = save(context, draft, Step.CARD)
    return draft_card(draft, await tree(context), await all_topics(context), version=version, tr=context.tr)


async def tree(context: Context) -> AreaTree:
    """The city's areas."""
    return await areas.load_tree(session=context.turn.session)


async def all_topics(context: Context) -> Topics:
    """The city's topics."""
    return await topics.load_topics(session=context.turn.session)


async def register(context: Context, draft: Draft) -> OnRecord:
    """Put the draft on record with its files; nothing of it stays in the dialogue but where late parts belong."""
    turn = context.turn
    submission = await submissions.put_on_record(
        session=turn.session, person_id=context.person.id or 0, draft=draft, now=turn.now, zone=context.city.zone
    )
    if draft.media:
        await media.attach(
            session=turn.session,
            submission_id=submission.id,
            bot_id=turn.bot_id,
            items=draft.media,
            now=turn.now,
        )
        turn.has_media = True
    albums = {part.album for part in draft.parts if part.album is not None}
    if albums:
        remember(turn, _ALBUM, {"ids": sorted(albums), "submission_id": submission.id})
    forget(context)
    return submission


async def join_late(context: Context, message: Message) -> bool:
    """Attach a late message of an album to the submission that the album became; False for any other message."""
    album = context.turn.dialogues.get(_ALBUM)
    part = part_of(message)
    if album is None or part.album is None or part.album not in album.data.get("ids", []) or part.media is None:
        return False
    await media.attach(
        session=context.turn.session,
        submission_id=album.data["submission_id"],
        bot_id=context.turn.bot_id,
        items=[part.media],
        now=context.turn.now,
    )
    context.turn.has_media = True
    return True


def forget(context: Context) -> None:
    """The draft is on record: nothing of it stays here."""
    state = state_of(context)
    if state is not None:
        keep(state, {})
        close_dialogue(context.turn, NAME, step=ENDED)


async def keep_below(context: Context) -> None:
    """After an answer to something else: the open draft's card moves below it, so that it is never out of sight."""
    turn = context.turn
    draft = open_draft(context)
    if draft is None or (turn.active is not None and turn.active.name != NAME):
        return
    sent = [answer for answer in turn.answers if answer.method == "sendMessage"]
    if sent and all(answer.slot != draft_slot(draft) for answer in turn.answers):
        await show(context, draft)
