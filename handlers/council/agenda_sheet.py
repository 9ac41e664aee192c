"""The agenda that is worked on, as its cards show it; shared by the modules of the dialogue agenda."""

from typing import Any

from telegram import Update

from handlers.context import Context
from handlers.council.acting import actor_of
from handlers.dialogue import close_dialogue, keep, open_dialogue
from handlers.keyboards import View
from handlers.views import agenda as views
from handlers.views.agenda import Row, Sheet
from models.errors import NotFound
from models.meeting import Meeting, MeetingState, MinutesState
from models.services import agenda_reading, agenda_submissions, meetings, minutes
from models.services.actor import Actor
from models.services.agenda_reading import Entry
from models.submission import Status

NAME = "agenda"
_LAST_PAGE = 1000  # a button can be made up
_OVER = frozenset({MeetingState.CANCELLED, MeetingState.DISCARDED})


async def load(context: Context, meeting_id: int) -> tuple[Actor, Meeting]:
    """A meeting, for whoever may call meetings there.

    Raises:
        NotFound: there is none, or it is not for them.
    """
    actor = await actor_of(context)
    return actor, await meetings.meeting_for(actor, meeting_id)


async def sheet_of(actor: Actor, meeting: Meeting) -> Sheet:
    """The agenda of a meeting with all that its cards say."""
    meeting_id = meeting.id or 0
    entries = await agenda_reading.entries(session=actor.session, meeting_id=meeting_id)
    lines = await agenda_reading.lines(session=actor.session, meeting_id=meeting_id)
    ids = [one.item.submission_id for one in entries if one.item.submission_id is not None]
    elsewhere = await agenda_submissions.on_other_agenda(
        session=actor.session, meeting_id=meeting_id, submission_ids=ids
    )
    rows = [
        Row(line, _status(one), one.item.is_prefilled, one.item.submission_id in elsewhere)
        for one, line in zip(entries, lines, strict=True)
    ]
    written = await minutes.minutes_of(session=actor.session, meeting_id=meeting_id)
    is_told = written is not None and written.state == MinutesState.PUBLISHED
    is_settled = is_told or meeting.state in _OVER
    waiting = 0
    if not is_settled:
        _, waiting = await agenda_submissions.candidates(actor, meeting, offset=0, limit=0)
    return Sheet(
        meeting_id=meeting_id,
        version=meeting.version,
        state=MeetingState(meeting.state),
        facts=meetings.facts_of(meeting),
        rows=rows,
        waiting=min(waiting, agenda_submissions.COUNTED),
        has_more=waiting > agenda_submissions.COUNTED,
        is_settled=is_settled,
    )


def _status(entry: Entry) -> Status | None:
    return Status(entry.submission.status) if entry.submission is not None else None


def row_of(sheet: Sheet, item_id: int) -> Row:
    """One item of it.

    Raises:
        NotFound: it is not there any more.
    """
    found = next((one for one in sheet.rows if one.line.item_id == item_id), None)
    if found is None:
        raise NotFound
    return found


def put(update: Update | None, context: Context, meeting_id: int, view: View) -> None:
    """A screen of the agenda: in place of the pressed message; below everything else when something was typed."""
    slot = views.agenda_slot(meeting_id)
    if update is None:
        context.move(slot, view)
    else:
        context.edit_pressed(update, view, slot=slot)


async def show(
    update: Update | None, context: Context, actor: Actor, meeting: Meeting, *, page: int = 0, said: Any = None
) -> None:
    """The agenda; what is typed from now on is not for it."""
    close_dialogue(context.turn, NAME)
    sheet = await sheet_of(actor, meeting)
    page = min(max(page, 0), _LAST_PAGE)
    put(update, context, sheet.meeting_id, views.agenda_card(sheet, page, context.city.zone, context.tr, said=said))


async def show_item(update: Update | None, context: Context, actor: Actor, meeting: Meeting, item_id: int) -> None:
    """One item; the agenda, where it is not there any more."""
    close_dialogue(context.turn, NAME)
    sheet = await sheet_of(actor, meeting)
    row = next((one for one in sheet.rows if one.line.item_id == item_id), None)
    zone, tr = context.city.zone, context.tr
    view = views.agenda_card(sheet, 0, zone, tr) if row is None else views.item_card(sheet, row, zone, tr)
    put(update, context, sheet.meeting_id, view)


def ask(context: Context, step: Any, **data: Any) -> None:
    """Stand at a step that waits for words: `id` of the meeting, `item` where it is about one."""
    keep(open_dialogue(context.turn, NAME, step), data)


def asked(context: Context) -> dict[str, Any]:
    """What the dialogue holds."""
    state = context.turn.dialogues.get(NAME)
    return state.data if state is not None else {}
