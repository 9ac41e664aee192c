"""The draft that a resident's messages gather in: shared by whatever dialogue a message reaches.

Not a dialogue itself: draft.py is. Another dialogue that is handed a message for the council (a whole report, where a
neighbourhood's name was asked) passes it on through here, so that no message is ever lost to the wrong question.
"""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from telegram import Message

from handlers.context import Context
from handlers.dialogue import close_dialogue, keep, open_dialogue, remember
from handlers.keyboards import Rows, View
from handlers.messages import part_of
from handlers.resident import notice_reply
from handlers.views.danger import danger_warning
from handlers.views.draft import draft_card, draft_slot
from handlers.views.notice import announce_rows
from models import text as persian
from models.area_tree import AreaTree
from models.draft import Draft, Part
from models.notice import Notice
from models.role import Action
from models.services import access, areas, media, notices, submissions, topics
from models.services.actor import Actor as Announcer
from models.services.dialogues import DialogueState
from models.services.submissions import OnRecord
from models.submission import About, Kind
from models.text.about import guess_about
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
    ABOUT = "about"  # whom a complaint is about is asked
    AREA = "area"
    PLACE = "place"  # «register» was said, and only the place is missing


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


async def take(context: Context, message: Message, *, words: str | None = None, notice: Notice | None = None) -> Step:
    """Put a message into the open draft, or begin one with it, and show the card below everything else.

    Args:
        context: of the turn.
        message: text, file, pin, or several of these at once.
        words: instead of the message's own words.
        notice: which the message answers, where it is a reply to one.

    Raises:
        EmptyText, TextTooLong: as `Draft.joined`; nothing was changed.
    """
    part = part_of(message)
    return await take_parts(context, [part if words is None else replace(part, text=words, html=None)], notice=notice)


async def take_parts(context: Context, parts: Sequence[Part], *, notice: Notice | None = None) -> Step:
    """As `take`, for one message or several that were written earlier."""
    held = open_draft(context)
    draft = held or await _new_draft(context, notice)
    is_same_album = draft.holds_album(parts[-1].album)
    for part in parts:
        draft = _joined(draft, part)
    draft = await guessed(context, draft)
    view = await card(context, draft)
    if held is None:
        context.reply(view, slot=draft_slot(draft))
    elif is_same_album and not context.turn.answers:
        # An album's messages lie above the card already: one answer for all of them.
        context.edit(draft_slot(draft), view)
    else:
        context.move(draft_slot(draft), view)
    return Step.CARD


def _joined(draft: Draft, part: Part) -> Draft:
    return draft.joined(
        part.message_id, part.text, media=part.media, location=part.location, album=part.album, html=part.html
    )


async def _new_draft(context: Context, notice: Notice | None) -> Draft:
    person = context.person
    area_id = person.area_id
    if area_id is None and person.id is not None:
        area_id = await submissions.last_area(session=context.turn.session, person_id=person.id)
    state = state_of(context)
    if state is not None:
        notice = notice or await notice_reply.idea_asked(context, state)
        state.is_begun_anew = True
    draft = Draft(id=context.turn.inbox_id, area_id=area_id)
    return draft if notice is None else await notice_reply.as_answer(context, draft, notice)


async def guessed(context: Context, draft: Draft) -> Draft:
    """The draft with kind and topic as its words suggest, where nobody chose them; its author warned of danger."""
    draft = _warned(context, draft)
    if not draft.text or (draft.kind_chosen and draft.topic_chosen and draft.about_chosen):
        return draft
    # Without hazm the folded words serve: nobody waits for it to load inside a transaction.
    key = " ".join(persian.sentence_keys(draft.text)) if persian.is_loaded() else persian.fold(draft.text)
    if not draft.kind_chosen:
        guessed = guess_kind(key)
        draft = replace(draft, kind=Kind(guessed) if guessed else Kind.REPORT)
    if not draft.topic_chosen:
        draft = replace(draft, topic=await _guessed_topic(context, key))
    return _about_guessed(draft, key)


def _about_guessed(draft: Draft, key: str) -> Draft:
    if draft.about_chosen or draft.kind is not Kind.COMPLAINT:
        return draft
    about = guess_about(key)
    return replace(draft, about=About(about) if about else None)


async def _guessed_topic(context: Context, key: str) -> str | None:
    topics = await all_topics(context)
    guessed = guess_topic(key, topics.all) or OTHER
    return guessed if topics.get(guessed) is not None else None


def _warned(context: Context, draft: Draft) -> Draft:
    return replace(draft, warned=True) if not draft.warned and warn_of_danger(context, draft.text) else draft


def warn_of_danger(context: Context, words: str) -> bool:
    """Words of danger are answered first of all, with the numbers to call; tell whether these were such words."""
    if not context.city.emergency_numbers or not is_danger(words):
        return False
    context.reply(danger_warning(context.city, context.tr))
    return True


def ask_no_idea(context: Context) -> None:
    """/new: what comes now answers no call for ideas, whatever was pressed before."""
    state = state_of(context)
    if state is not None and notice_reply.IDEA in state.data:
        keep(state, {name: value for name, value in state.data.items() if name != notice_reply.IDEA})


def save(context: Context, draft: Draft, step: Step) -> int:
    """Keep the draft at a step; return the version that buttons drawn now must carry."""
    state = open_dialogue(context.turn, NAME, step)
    keep(state, draft.to_data())
    return state.version


async def show(context: Context, draft: Draft) -> None:
    """Show the draft's card as the newest message."""
    context.move(draft_slot(draft), await card(context, draft))


async def card(context: Context, draft: Draft) -> View:
    """Keep the draft at its card, and draw that."""
    version = save(context, draft, Step.CARD)
    areas_there, announcing = await tree(context), await _announcing(context, version)
    view = draft_card(
        draft, areas_there, await all_topics(context), version=version, tr=context.tr, announcing=announcing
    )
    answered = await notice_reply.line_of(context.turn.session, draft.notice_id, context.tr, kind=draft.kind)
    return view if answered is None else view.preceded_by(answered)


async def _announcing(context: Context, version: int) -> Rows:
    """The buttons that make the draft a notice; for most people there are none, and nothing more is asked for that."""
    turn = context.turn
    if not turn.is_owner and not await access.held_any_office(session=turn.session, person_id=context.person.id):
        return []
    rights = await context.rights()
    if not rights.may_somewhere(Action.ANNOUNCE):
        return []
    offices = notices.office_areas(Announcer(turn.session, rights, turn.bot_id, turn.city, turn.owners, turn.now))
    return announce_rows(offices, await tree(context), turn.city, version=version, tr=context.tr)


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
        session=turn.session,
        person_id=context.person.id or 0,
        draft=draft,
        now=turn.now,
        zone=context.city.zone,
        said_at=turn.sent_at,
    )
    await attach(context, submission.id, draft.parts)
    forget(context)
    return submission


async def attach(context: Context, submission_id: int, parts: Sequence[Part]) -> None:
    """Note the files of some messages with a submission, to be fetched; late parts of their albums will follow them."""
    turn = context.turn
    items = [part.media for part in parts if part.media is not None]
    if items:
        await media.attach(
            session=turn.session, submission_id=submission_id, bot_id=turn.bot_id, items=items, now=turn.now
        )
        turn.has_media = True
    albums = {part.album for part in parts if part.album is not None}
    if albums:
        remember(turn, _ALBUM, {"ids": sorted(albums), "submission_id": submission_id})


async def join_late(context: Context, message: Message) -> bool:
    """Attach a late message of an album to the submission that the album became; False for any other message."""
    album = context.turn.dialogues.get(_ALBUM)
    part = part_of(message)
    if album is None or part.album is None or part.album not in album.data.get("ids", []) or part.media is None:
        return False
    if part.text.strip():
        await submissions.note_addition(
            session=context.turn.session,
            submission_id=album.data["submission_id"],
            message_id=part.message_id,
            text=part.text,
            now=context.turn.now,
        )
    await attach(context, album.data["submission_id"], [replace(part, album=None)])
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
