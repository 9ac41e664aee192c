"""A resolution while it is written: what its dialogue holds, and its screens. Shared by the dialogue's modules."""

from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from telegram import Update

from handlers.context import Context
from handlers.council.acting import actor_of
from handlers.dialogue import close_dialogue, keep, open_dialogue
from handlers.keyboards import View
from handlers.secretariat import aside
from handlers.views import resolution_office as views
from handlers.views.calendar import Picker
from handlers.views.resolution_office import Making
from models.errors import NotFound
from models.meeting import AgendaItem
from models.resolution_draft import ResolutionDraft
from models.role import Action
from models.services import areas, resolution_lists, resolutions, topics
from models.services.actor import Actor
from models.services.agenda_reading import Entry
from models.services.dialogues import DialogueState
from models.submission import Submission

NAME = aside.RESOLUTION
_AHEAD = timedelta(days=3 * 366)
SLOT = "resolve"


class Step(StrEnum):
    """Where the dialogue stands; stored by name."""

    AREA = "area"  # whose council decided
    TEXT = "text"
    BODY = "body"  # whose work it is
    DUE = "due"
    CONFIRM = "confirm"  # the day stands there in words
    VOTES = "votes"
    ANSWERS = "answers"  # codes of what it answers
    CARD = "card"


def state_of(context: Context) -> DialogueState | None:
    """The row of the dialogue, whatever its step."""
    return context.turn.dialogues.get(NAME)


def draft_of(context: Context) -> ResolutionDraft | None:
    """What is being written, put aside or not."""
    state = state_of(context)
    return ResolutionDraft.from_data(state.data) if state is not None and state.data.get("area") else None


def begin(context: Context, draft: ResolutionDraft) -> None:
    """Another one: nothing of the one before stays here."""
    keep(open_dialogue(context.turn, NAME, Step.CARD), {**draft.to_data(), "drawn": stamp(context)})


def note(context: Context, step: Step, draft: ResolutionDraft | None = None, **besides: Any) -> None:
    """Stand at a step, with the draft as it is by now; what is None of the rest is forgotten."""
    state = open_dialogue(context.turn, NAME, step)
    kept = {name: value for name, value in {**state.data, **besides}.items() if name in _BESIDES and value is not None}
    said = (draft or ResolutionDraft.from_data(state.data)).to_data()
    keep(state, {**said, **kept, "drawn": stamp(context)})


def stamp(context: Context) -> int:
    """What buttons that are drawn now carry, in milliseconds: those drawn at another moment are old."""
    return int(context.turn.now.timestamp() * 1000) % _STAMPS


def drawn_at(context: Context) -> int:
    """What the present buttons carry."""
    state = state_of(context)
    return int(state.data.get("drawn", 0)) if state is not None else 0


_STAMPS = 36**7  # as many as a button's version has room for: two years of milliseconds
_BESIDES = {"bodies", "pending"}  # names that were offered, and a day that waits for a yes


def leave(context: Context, *, is_over: bool = False) -> None:
    """What is typed next is not for it any more; once it is over, nothing is kept."""
    state = state_of(context)
    if state is not None and is_over:
        keep(state, {})
    close_dialogue(context.turn, NAME)


async def actor_for(context: Context, area_id: int) -> Actor:
    """Who writes it.

    Raises:
        NotFound: their office ended meanwhile, or never reached there; what they wrote stays in the row.
    """
    if not (await context.rights()).may(Action.MEET, area_id):
        leave(context)
        raise NotFound
    return await actor_of(context)


async def item_of(context: Context, item_id: int | None) -> AgendaItem | None:
    """The item of an agenda it comes of."""
    return await context.turn.session.get(AgendaItem, item_id) if item_id is not None else None


async def making_of(context: Context, draft: ResolutionDraft) -> Making:
    """What its screens say."""
    session = context.turn.session
    tree, known = await areas.load_tree(session=session), await topics.load_topics(session=session)
    item = await item_of(context, draft.item_id)
    answers = len({*draft.submission_ids, *([item.submission_id] if item is not None and item.submission_id else [])})
    if draft.resolution_id is not None:
        linked = await resolution_lists.linked(session=session, resolution_ids=[draft.resolution_id])
        answers = linked.get(draft.resolution_id, 0)
    return Making(
        draft,
        tree.places.get(draft.area_id),
        drawn_at(context),
        item=await _item_words(context, item) if item is not None else "",
        topic=known.name(draft.topic, context.tr.language),
        answers=answers,
        is_public_at_once=item is None
        or await resolutions.has_public_minutes(session=session, meeting_id=item.meeting_id),
    )


async def _item_words(context: Context, item: AgendaItem) -> str:
    """What was said of an item, else what it is about, as everybody reads it."""
    submission = await context.turn.session.get(Submission, item.submission_id) if item.submission_id else None
    return item.decision or item.summary or Entry(item, submission).line.text


def picker_of(context: Context, version: int, *, noun: str = views.DAY) -> Picker:
    """The calendar from which a day is chosen: from today, up to three years ahead."""
    city, now = context.city, context.turn.now
    today = now.astimezone(city.zone).date()
    return Picker(
        noun,
        version,
        now,
        today,
        city.zone,
        context.tr,
        latest=today + _AHEAD,
        holidays=city.holidays,
        thursday_is_off=city.thursday_is_off,
    )


def put(update: Update | None, context: Context, view: View) -> None:
    """A screen: in place of the pressed message; below everything else when something was typed."""
    if update is None:
        context.move(SLOT, view)
    else:
        context.edit_pressed(update, view, slot=SLOT)


async def show_next(update: Update | None, context: Context, draft: ResolutionDraft) -> Step:
    """The next thing that is not asked yet, one at a time; the card at the end."""
    if not draft.text and "text" not in draft.asked:
        return await ask_text(update, context, draft)
    if not draft.responsible and "body" not in draft.asked:
        return await ask_body(update, context, draft)
    if "due" not in draft.asked:
        return await ask_due(update, context, draft)
    if "votes" not in draft.asked:
        return await ask_votes(update, context, draft)
    return await show_card(update, context, draft)


def asked(draft: ResolutionDraft, *names: str) -> ResolutionDraft:
    """The draft, once these were asked."""
    return replace(draft, asked=tuple(dict.fromkeys((*draft.asked, *names))))


async def show_card(update: Update | None, context: Context, draft: ResolutionDraft) -> Step:
    """Everything that is known; what was not asked yet is not asked any more."""
    draft = asked(draft, "text", "body", "due", "votes")
    note(context, Step.CARD, draft, pending=None)
    making = await making_of(context, draft)
    put(update, context, views.draft_card(making, picker_of(context, making.version), context.tr))
    return Step.CARD


async def ask_text(update: Update | None, context: Context, draft: ResolutionDraft) -> Step:
    """What was decided?"""
    note(context, Step.TEXT, draft)
    put(update, context, views.text_asked(await making_of(context, draft), context.tr))
    return Step.TEXT


async def ask_body(update: Update | None, context: Context, draft: ResolutionDraft) -> Step:
    """Whose work is it? What was chosen before is offered."""
    used = await resolutions.used_bodies(await actor_for(context, draft.area_id), draft.area_id)
    note(context, Step.BODY, draft, bodies=used)
    put(update, context, views.body_asked(await making_of(context, draft), used, context.tr))
    return Step.BODY


async def ask_due(
    update: Update | None, context: Context, draft: ResolutionDraft, month: tuple[int, int] | None = None
) -> Step:
    """Until when?"""
    note(context, Step.DUE, draft, pending=None)
    making = await making_of(context, draft)
    picker = picker_of(context, making.version)
    put(update, context, views.day_picker(making, picker, *(month or views.first_month(picker, draft))))
    return Step.DUE


async def confirm_due(update: Update | None, context: Context, draft: ResolutionDraft, day: date) -> Step:
    """The day as it was understood, in words: it counts once somebody says so."""
    note(context, Step.CONFIRM, draft, pending=day.isoformat())
    making = await making_of(context, draft)
    put(update, context, views.day_confirmed(making, day, picker_of(context, making.version), context.tr))
    return Step.CONFIRM


async def ask_votes(update: Update | None, context: Context, draft: ResolutionDraft) -> Step:
    """How was it voted?"""
    note(context, Step.VOTES, draft)
    put(update, context, views.votes_asked(await making_of(context, draft), context.tr))
    return Step.VOTES
