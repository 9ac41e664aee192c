"""Minutes that are published: whatever is put right in them reaches everybody who has them."""

from sqlalchemy import select, update

from models.database import table_of
from models.delivery import DeliveryKind
from models.meeting import Minutes, MinutesState
from models.services import broadcasts
from models.services.actor import Actor

_minutes = table_of(Minutes)


async def correct_published(actor: Actor, meeting_id: int) -> bool:
    """Count what was just put right in published minutes as a revision, and have the copies show it.

    Returns:
        False where nothing is published: nobody has a copy.
    """
    # Somebody may be publishing them in this moment: whether they did is known once that turn is over.
    await actor.session.execute(select(_minutes.c.state).where(_minutes.c.meeting_id == meeting_id).with_for_update())
    raised = (
        update(_minutes)
        .where(_minutes.c.meeting_id == meeting_id, _minutes.c.state == MinutesState.PUBLISHED.value)
        .values(revision=_minutes.c.revision + 1, version=_minutes.c.version + 1, updated_at=actor.now)
        .returning(_minutes.c.revision)
    )
    row = (await actor.session.execute(raised)).first()
    if row is None:
        return False
    for one in await broadcasts.of_source(session=actor.session, kind=DeliveryKind.MINUTES, source_id=meeting_id):
        await broadcasts.raise_revision(session=actor.session, broadcast_id=one.id or 0, revision=row.revision)
    return True
