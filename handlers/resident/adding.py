"""Words that may belong to a submission on record, kept until their author says so.

Shared by the dialogues that meet such words; addition.py is the dialogue that asks.
"""

from datetime import timedelta
from enum import StrEnum

from telegram import Message

from handlers.context import Context
from handlers.dialogue import keep, open_dialogue
from handlers.messages import words_of
from handlers.views.addition import addition_offered
from models.services import submissions
from models.submission import Submission

NAME = "addition"
SLOT = "addition"
OFFERED_FOR = timedelta(minutes=10)  # after registering, words on their own are more often about the same than new


class Step(StrEnum):
    """Where the dialogue stands; stored by name."""

    OFFERED = "offered"  # words are there, and whether they belong to the submission is asked
    TEXT = "text"  # the submission is chosen, the words are asked


async def recent_submission(context: Context) -> Submission | None:
    """What the person registered within the last ten minutes, if it can still be added to."""
    person_id, turn = context.person.id or 0, context.turn
    return await submissions.recent(session=turn.session, person_id=person_id, since=turn.now - OFFERED_FOR)


def offer(context: Context, submission: Submission, message: Message) -> None:
    """Keep the words and ask whether they belong to the submission."""
    state = open_dialogue(context.turn, NAME, Step.OFFERED)
    pending = state.data.get("pending", []) if state.data.get("id") == submission.id else []
    pending = [*pending, [message.message_id, words_of(message)]]
    keep(state, {"id": submission.id, "code": submission.code, "pending": pending})
    view = addition_offered(submission.code, submission.id or 0, version=state.version, tr=context.tr)
    context.move(SLOT, view)
