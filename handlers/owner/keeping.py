"""What every step of owners begins with: who they are, and that they may; and the menus of those they act on."""

from datetime import datetime

from handlers.context import Context
from handlers.views.commands import command_menu, menu_parameters
from locales import translator
from models.database import AsyncSession
from models.rights import Owners
from models.services import access, people
from models.services.answers import Draft as AnswerDraft
from models.services.grants import Keeper


async def keeper_of(context: Context) -> Keeper:
    """Whoever wrote, as somebody who acts on roles; services ask for the right."""
    turn = context.turn
    return Keeper(turn.session, await context.rights(), turn.owners, turn.bot_id, turn.now, context.city.zone)


async def owner_of(context: Context) -> Keeper:
    """As `keeper_of`.

    Raises:
        NotFound: they own nothing; for them it is not there.
    """
    keeper = await keeper_of(context)
    access.must_own(is_owner=keeper.rights.is_owner)
    return keeper


async def menus_of(
    *, session: AsyncSession, bot_id: int, person_id: int, owners: Owners, now: datetime
) -> list[AnswerDraft]:
    """The calls that give somebody the command menu of the role they have now, in each of their chats."""
    rights = await access.rights_of_another(session=session, person_id=person_id, owners=owners, now=now)
    chats = await people.reached(session=session, bot_id=bot_id, person_id=person_id)
    return [
        AnswerDraft(chat_id, "setMyCommands", menu_parameters(chat_id, command_menu(translator(language), rights)))
        for chat_id, language in chats
    ]


async def set_menus(context: Context, person_id: int) -> None:
    """Give the holder of an office that changed the menu of the role they have now."""
    turn = context.turn
    turn.answers += await menus_of(
        session=turn.session, bot_id=turn.bot_id, person_id=person_id, owners=turn.owners, now=turn.now
    )
