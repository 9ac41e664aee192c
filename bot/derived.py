"""Refilling the derived text columns: in a thread, in small transactions, until nothing is stale."""

import asyncio

from models import text as persian
from models.database import Database
from models.services import derived_texts

_CHUNK = 200


async def refill_derived(database: Database) -> int:
    """Derive normalised text and search key wherever they are missing or of another version; return how many."""
    done = 0
    while True:
        async with database.transaction() as session:
            stale = await derived_texts.underived(session=session, limit=_CHUNK)
        if not stale:
            return done
        derived = await asyncio.to_thread(
            lambda rows: [(id_, persian.normalize(text), persian.search_key(text)) for id_, text in rows], stale
        )
        async with database.transaction() as session:
            await derived_texts.store_derived(session=session, derived=derived)
        done += len(derived)
