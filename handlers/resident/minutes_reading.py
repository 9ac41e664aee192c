"""Published minutes for residents: read again wherever their button stands, and the file that belongs to them."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from handlers.callback_data import pattern
from handlers.calls import File, file_calls
from handlers.context import Context
from handlers.dialogue import Handlers
from handlers.views.minutes_message import NOUN, MinutesMessage
from handlers.views.notice_office import office_name
from models.errors import NotFound
from models.meeting import Meeting, MinutesState
from models.minutes_shown import MinutesShown
from models.resolution_words import kind_words
from models.role import Action
from models.services import areas, meeting_readers, meetings, minutes, minutes_reading
from models.services.meeting_readers import Reader


async def read(update: Update, context: Context) -> None:
    """The minutes below everything else, as everybody reads them; with their file, where there is one."""
    meeting, shown = await _published(context, context.pressed(update).id)
    tree = await areas.load_tree(session=context.turn.session)
    place = office_name(meeting.area_id, tree, context.city, context.tr)
    body = kind_words(tree.places.get(meeting.area_id), context.tr)
    context.reply(MinutesMessage(shown, place, body, context.city.zone, context.tr).view)


async def send_file(update: Update, context: Context) -> None:
    """The file of the minutes: for who missed it, or whose copy shows an older one."""
    _, shown = await _published(context, context.pressed(update).id)
    if shown.file is None:
        raise NotFound
    for call in file_calls([File(shown.file.kind, shown.file.file_id)]):
        context.send(call.method, call.parameters)


async def _published(context: Context, meeting_id: int) -> tuple[Meeting, MinutesShown]:
    """Minutes for whoever may see the meeting; a preview's buttons work for who may publish it.

    Raises:
        NotFound: there are none, they are not published, or they are not for them.
    """
    turn, rights = context.turn, await context.rights()
    session = turn.session
    written = await minutes.minutes_of(session=session, meeting_id=meeting_id)
    if written is None:
        raise NotFound
    if written.state == MinutesState.PUBLISHED and not rights.may(Action.MEET, written.area_id):
        reader = Reader(session, context.person.id, turn.now, rights)
        meeting = await meeting_readers.meeting_for_reader(reader, meeting_id)
    elif rights.may(Action.MEET, written.area_id):
        meeting = await meetings.load(session, meeting_id)
    else:
        raise NotFound
    if meeting.bot_id != turn.bot_id:
        raise NotFound
    return meeting, await minutes_reading.shown(session=session, meeting=meeting)


def build() -> Handlers:
    """The buttons below published minutes, and of lists of meetings."""
    return [
        CallbackQueryHandler(read, pattern(NOUN, "read")),
        CallbackQueryHandler(send_file, pattern(NOUN, "file")),
    ]
