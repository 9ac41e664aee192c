"""Who was there: the list of a session, marked by hand beside who checks in, and a course's closing list."""

from enum import StrEnum
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ConversationHandler, MessageHandler, filters

from handlers import guards
from handlers.callback_data import pattern
from handlers.context import Context
from handlers.council.acting import actor_of
from handlers.council.given_up import let_go, pass_on
from handlers.dialogue import Handlers, build_dialogue, close_dialogue, keep, open_dialogue
from handlers.keyboards import View
from handlers.messages import message_of, words_of
from handlers.views import attendance as views
from handlers.views.attendance import Closing, Listed, Roll
from handlers.views.errors import error_view
from handlers.views.general import not_text
from models.errors import BadMeetingFact, NotFound
from models.meeting import Attendance, Meeting, MeetingKind, Part
from models.services import attendance, meetings
from models.services.actor import Actor

NAME = "attendance"
_LAST_PAGE = 10_000  # a button can be made up


class Step(StrEnum):
    """What is typed; stored by name."""

    GUEST = "guest"


async def show(update: Update, context: Context) -> None:
    """The list of a session: the one that goes on, or was last, where none is named."""
    pressed = context.pressed(update)
    page, session_no = views.page_and_session(pressed.version)
    actor, meeting = await _load(context, pressed.id)
    close_dialogue(context.turn, NAME)
    await _show(update, context, actor, meeting, session_no or _present(actor, meeting), page=min(page, _LAST_PAGE))


async def mark(update: Update, context: Context) -> None:
    """A name: there, or not there after all."""
    pressed = context.pressed(update)
    meeting_id, session_no = views.unpacked(pressed.version)
    actor, _ = await _load(context, meeting_id)
    part = Part.PRESENT if pressed.action == "here" else Part.ABSENT
    meeting = await attendance.mark(actor, meeting_id, session_no, pressed.id, part)
    context.turn.has_due = True
    await _show(update, context, actor, meeting, session_no, of=pressed.id)


async def take_out(update: Update, context: Context) -> None:
    """A name that was written by hand: it is taken out, and said once more."""
    pressed = context.pressed(update)
    meeting_id, session_no = views.unpacked(pressed.version)
    actor, meeting = await _load(context, meeting_id)
    row = await actor.session.get(Attendance, pressed.id)
    if row is not None and row.meeting_id == meeting_id:  # pressed twice, it is gone already
        name = row.name
        await attendance.remove(actor, pressed.id)
        context.turn.has_due = True
        context.toast(views.taken_out_toast(name, context.tr))
    await _show(update, context, actor, meeting, session_no, page=_LAST_PAGE)


async def ask_guest(update: Update, context: Context) -> None:
    """«Write a guest's name»."""
    pressed = context.pressed(update)
    actor, meeting = await _load(context, pressed.id)
    roll = await _roll(actor, meeting, _checked(meeting, pressed.version))
    keep(open_dialogue(context.turn, NAME, Step.GUEST), {"id": meeting.id, "session": roll.session})
    _put(update, context, roll, views.guest_asked(roll, context.tr))


async def take_guest(update: Update, context: Context) -> Any:
    """Names, each line one; the list stands below, and takes more."""
    message, data = message_of(update), context.turn.dialogues[NAME].data
    try:
        actor, meeting = await _load(context, data.get("id", 0))
    except NotFound:  # their office ended meanwhile
        return await pass_on(context, NAME, message)
    names = [" ".join(line.split()) for line in words_of(message).splitlines() if line.strip()]
    if not names:
        context.reply(not_text(context.tr, is_sticker=message.sticker is not None))
        return None
    session_no = data["session"]
    too_long = next((name for name in names if len(name) > attendance.NAME_LIMIT), None)
    if too_long is not None:
        roll = await _roll(actor, meeting, session_no)
        problem = error_view(BadMeetingFact("name", attendance.NAME_LIMIT), context.tr).text
        _put(None, context, roll, views.guest_asked(roll, context.tr, problem=problem))
        return Step.GUEST
    for name in names:
        await attendance.add_by_hand(actor, meeting.id or 0, session_no, name)
    context.turn.has_due = True
    said = views.guests_added(names, context.tr)
    await _show(None, context, actor, meeting, session_no, page=_LAST_PAGE, said=said)
    return Step.GUEST


async def show_closing(update: Update, context: Context) -> None:
    """The closing list of a course."""
    pressed = context.pressed(update)
    actor, meeting = await _load(context, pressed.id)
    if meeting.kind != MeetingKind.COURSE:
        raise NotFound
    close_dialogue(context.turn, NAME)
    facts = meetings.facts_of(meeting)
    found = await attendance.closing_list(session=actor.session, meeting=meeting)
    lines = [(one.name, one.sessions) for one in found]
    begun = sum(one.starts_at <= actor.now for one in facts.sessions)
    closing = Closing(meeting.id or 0, facts, lines, begun, min(pressed.version, _LAST_PAGE))
    view = views.closing_card(closing, context.city.zone, context.tr)
    context.edit_pressed(update, view, slot=views.attendance_slot(meeting.id or 0))


async def leave(_: Update, context: Context) -> Any:
    """/cancel: the list stays as it is."""
    data = context.turn.dialogues[NAME].data
    try:
        actor, meeting = await _load(context, data.get("id", 0))
    except NotFound:
        return let_go(context, NAME)
    await _show(None, context, actor, meeting, data.get("session", 1))
    return ConversationHandler.END


async def _load(context: Context, meeting_id: int) -> tuple[Actor, Meeting]:
    actor = await actor_of(context)
    return actor, await meetings.meeting_for(actor, meeting_id)


def _present(actor: Actor, meeting: Meeting) -> int:
    """The session that goes on or comes next; the last one, once all are over."""
    sessions = meetings.facts_of(meeting).sessions
    after = (number for number, one in enumerate(sessions, 1) if actor.now <= one.ends_at + attendance.OPENS_BEFORE)
    return next(after, len(sessions))


def _checked(meeting: Meeting, session_no: int) -> int:
    """The session, as long as the meeting has it.

    Raises:
        NotFound: it has none of that number.
    """
    if not 1 <= session_no <= len(meetings.facts_of(meeting).sessions):
        raise NotFound
    return session_no


async def _roll(actor: Actor, meeting: Meeting, session_no: int) -> Roll:
    """The list with everybody who may come into it: members, who said that they come, and who was written down."""
    _checked(meeting, session_no)
    session, now = actor.session, actor.now
    found = await attendance.of_session(session=session, meeting=meeting, session_no=session_no, now=now)
    members = await attendance.members_of(
        session=session, meeting=meeting, at=attendance.began_at(meeting, session_no, now)
    )
    there = {one.person_id for one in (*found.present, *found.guests) if one.person_id is not None}
    expected = await attendance.expected_at(actor, meeting, session_no)
    people = [Listed(one, name, one in there, one in members) for one, name in expected.items()]
    by_hand = [one for one in found.guests if one.person_id is None]
    people += [Listed(one.id or 0, one.name, is_there=True, is_by_hand=True) for one in by_hand]
    facts = meetings.facts_of(meeting)
    opens = facts.sessions[session_no - 1].starts_at - attendance.OPENS_BEFORE
    return Roll(
        meeting_id=meeting.id or 0,
        kind=MeetingKind(meeting.kind),
        facts=facts,
        session=session_no,
        people=people,
        is_open=now >= opens and attendance.is_kept(meeting),
    )


async def _show(
    update: Update | None,
    context: Context,
    actor: Actor,
    meeting: Meeting,
    session_no: int,
    *,
    page: int = 0,
    of: int | None = None,
    said: Any = None,
) -> None:
    """A page of the list: the given one, or the one with somebody (`of`) in it."""
    roll = await _roll(actor, meeting, session_no)
    if of is not None:
        place = next((at for at, one in enumerate(roll.people) if one.id == of and not one.is_by_hand), 0)
        page = place // views.PAGE
    last = max(len(roll.people) - 1, 0) // views.PAGE
    roll = Roll(**{**vars(roll), "page": min(page, last)})
    _put(update, context, roll, views.roll_card(roll, context.city.zone, context.tr, said=said))


def _put(update: Update | None, context: Context, roll: Roll, view: View) -> None:
    slot = views.attendance_slot(roll.meeting_id)
    if update is None:
        context.move(slot, view)
    else:
        context.edit_pressed(update, view, slot=slot)


def build() -> Handlers:
    """The buttons of the lists, and the dialogue in which names are typed."""
    said = [MessageHandler(one, take_guest) for one in (guards.TEXT, guards.ANYTHING & ~filters.TEXT)]
    typing = build_dialogue(
        name=NAME,
        steps=Step,
        resume=Step.GUEST,
        entry_points=[],
        states={Step.GUEST: said},
        fallbacks=[CommandHandler("cancel", leave, guards.IN_PRIVATE)],
    )
    return [
        typing,
        CallbackQueryHandler(show, pattern(views.NOUN, "open")),
        CallbackQueryHandler(ask_guest, pattern(views.NOUN, "guest")),
        CallbackQueryHandler(show_closing, pattern(views.NOUN, "closing")),
        CallbackQueryHandler(mark, pattern(views.ENTRY, "here", "away")),
        CallbackQueryHandler(take_out, pattern(views.ENTRY, "out")),
    ]
