"""The minutes that are worked on, as their cards show them; shared by the modules of the dialogue minutes."""

from dataclasses import dataclass

from markupsafe import Markup
from telegram import Update

from handlers.context import Context
from handlers.council.acting import actor_of
from handlers.dialogue import close_dialogue
from handlers.keyboards import View
from handlers.views import minutes as views
from handlers.views.minutes import Book
from handlers.views.minutes_message import MinutesMessage
from handlers.views.notice_office import office_name
from models.delivery import DeliveryKind
from models.errors import NotFound
from models.meeting import Meeting, Minutes, MinutesState
from models.minutes_shown import MinutesItem
from models.resolution_words import kind_words
from models.services import agenda, areas, broadcasts, meeting_audience, minutes, minutes_reading
from models.services.actor import Actor

NAME = "minutes"


@dataclass(frozen=True)
class Work:
    """Minutes with their meeting, who writes them, and what their cards say."""

    actor: Actor
    meeting: Meeting
    minutes: Minutes
    book: Book

    @property
    def id(self) -> int:
        """The meeting's."""
        return self.minutes.meeting_id

    def item(self, item_id: int) -> MinutesItem:
        """One of the items.

        Raises:
            NotFound: it is not there any more.
        """
        found = self.book.item(item_id)
        if found is None:
            raise NotFound
        return found


async def begin(context: Context, meeting_id: int) -> Work:
    """The minutes of a meeting; where there are none yet, begun.

    Raises:
        NotFound, MinutesUnready: as `minutes.begin`.
    """
    await minutes.begin(await actor_of(context), meeting_id)
    return await load(context, meeting_id)


async def load(context: Context, meeting_id: int) -> Work:
    """The minutes of a meeting.

    Raises:
        NotFound: there are none, or they are not for them.
    """
    actor = await actor_of(context)
    meeting, row = await minutes.minutes_for(actor, meeting_id)
    shown = await minutes_reading.shown(session=actor.session, meeting=meeting)
    tree = await areas.load_tree(session=actor.session)
    is_published = row.state == MinutesState.PUBLISHED
    book = Book(
        shown=shown,
        zone=context.city.zone,
        body=kind_words(tree.places.get(meeting.area_id), context.tr),
        told=await _told(actor, meeting, is_published=is_published),
        is_published=is_published,
    )
    return Work(actor, meeting, row, book)


async def load_item(context: Context, item_id: int) -> tuple[Work, MinutesItem]:
    """An item, with the minutes it belongs to; these are begun, where the meeting has.

    Raises:
        NotFound, MinutesUnready: as `begin`.
    """
    meeting, _ = await agenda.item_for(await actor_of(context), item_id)
    work = await begin(context, meeting.id or 0)
    return work, work.item(item_id)


async def _told(actor: Actor, meeting: Meeting, *, is_published: bool) -> int:
    """How many have them, or would get them now."""
    if not is_published:
        return (await meeting_audience.size(actor, meeting)).everybody
    kind, source_id = DeliveryKind.MINUTES, meeting.id or 0
    found = await broadcasts.of_source(session=actor.session, kind=kind, source_id=source_id)
    return found[0].total - found[0].blocked - found[0].failed - found[0].dropped if found else 0


def put(update: Update | None, context: Context, meeting_id: int, view: View) -> None:
    """A screen of the minutes: in place of the pressed message; below everything else when something was typed."""
    slot = views.minutes_slot(meeting_id)
    if update is None:
        context.move(slot, view)
    else:
        context.edit_pressed(update, view, slot=slot)


def show(update: Update | None, context: Context, work: Work, *, page: int = 0, said: Markup | None = None) -> None:
    """The card; what is typed from now on is not for the minutes."""
    close_dialogue(context.turn, NAME)
    put(update, context, work.id, views.minutes_card(work.book, page, context.tr, said=said))


async def message_of(context: Context, work: Work) -> MinutesMessage:
    """What readers see of them, in the language of whoever wrote."""
    tree = await areas.load_tree(session=work.actor.session)
    place = office_name(work.meeting.area_id, tree, context.city, context.tr)
    return MinutesMessage(work.book.shown, place, work.book.body, context.city.zone, context.tr)
