"""The goals of a digest: reports that were told meanwhile to others who follow the same goals.

Each report is told once: by the copy of its round that somebody was given, or, where they had none when their digest of
that time left, by that digest, which puts on record what it told. While it leaves nobody is given a copy.
"""

from models.goal_told import GoalTold
from models.services import goal_rounds, subscriptions
from models.services.digest_reach import Asked


async def gather(asked: Asked) -> list[GoalTold]:
    """What to tell of each goal they follow or stand behind, the newest first.

    Args:
        asked: whose digest, and of what time.
    """
    if not (await subscriptions.of(session=asked.session, person_id=asked.person_id)).goals:
        return []
    rounds = await _untold(asked) if asked.rounds is None else asked.rounds
    if not rounds:
        return []
    told = await goal_rounds.told_of(
        session=asked.session, round_ids=rounds, person_id=asked.person_id, today=asked.now.date()
    )
    return sorted(told, key=lambda one: one.at, reverse=True)


async def _untold(asked: Asked) -> list[int]:
    """The rounds of that time of which they have no copy, and that no other digest told them."""
    session, person_id = asked.session, asked.person_id
    rounds = await goal_rounds.rounds_between(
        session=session, bot_id=asked.bot_id, since=asked.since, until=asked.until
    )
    if not rounds:
        return []
    if asked.leaves:
        await goal_rounds.hold(session=session, round_ids=rounds)
    told = await goal_rounds.copied(session=session, round_ids=rounds, person_id=person_id)
    told |= await goal_rounds.in_digests(session=session, person_id=person_id, without=asked.delivery_id)
    return [one for one in rounds if one not in told]
