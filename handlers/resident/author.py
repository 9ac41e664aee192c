"""Who speaks to the office about a submission on record, as the services of authors want to know it."""

from handlers.context import Context
from models.draft import Draft
from models.pseudonym import blur
from models.services import people
from models.services.authors import Author
from models.services.casework import Words


def author_of(context: Context) -> Author:
    """The person who wrote, in this turn."""
    turn = context.turn
    return Author(
        session=turn.session, person_id=context.person.id, bot_id=turn.bot_id, now=turn.now, zone=turn.city.zone
    )


async def author_below_owners(context: Context) -> Author:
    """As `author_of`, for what the owners hear of where nobody else is above."""
    turn = context.turn
    owner_ids = await people.persons_of_users(
        session=turn.session, platform=turn.owners.platform, user_ids=turn.owners.user_ids
    )
    return Author(
        session=turn.session,
        person_id=context.person.id,
        bot_id=turn.bot_id,
        now=turn.now,
        owner_ids=owner_ids,
        zone=turn.city.zone,
    )


def words_from(context: Context, draft: Draft, *, is_anonymous: bool) -> Words:
    """What an author sent, as one entry of the file; a pin is written out, blurred where its author is anonymous."""
    lines = [draft.text] if draft.text else []
    if draft.location is not None:
        here = (draft.location.latitude, draft.location.longitude)
        latitude, longitude = blur(*here) if is_anonymous else here
        lines.append(context.tr.plain("Pin: {place}", place=f"{latitude:.5f}, {longitude:.5f}"))
    return Words("\n".join(lines), draft.parts[0].message_id, draft.media)
