"""A turn: one update, one transaction, and what it wants said afterwards."""

from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from locales import Translator, translator
from models.city import City
from models.database import AsyncSession
from models.rights import Owners, Rights
from models.services.answers import Draft as AnswerDraft
from models.services.dialogues import DialogueState
from models.services.people import Known


@dataclass
class Turn:
    """Everything a step may touch. It lives for one update; whatever is worth keeping is a row of `session`."""

    session: AsyncSession
    city: City
    bot_id: int
    bot_username: str
    inbox_id: int
    chat_id: int
    now: datetime
    sent_at: datetime | None = None  # when the resident wrote it; None for presses
    is_press: bool = False
    known: Known | None = None
    dialogues: dict[str, DialogueState] = field(default_factory=dict)
    answers: list[AnswerDraft] = field(default_factory=list)
    toast: str | None = None
    late_told: bool = False  # an answer said that it comes late
    rights: Rights | None = None  # read when a step first asks for them
    is_owner: bool = False  # the settings name the person who wrote
    owners: Owners = field(default_factory=Owners)  # whom they name
    has_media: bool = False  # files were attached: somebody should fetch them
    has_deliveries: bool = False  # somebody else has to be told something after the commit
    has_due: bool = False  # a notice or a meeting may be due at once, or a broadcast has to go on or end
    media_dir: Path | None = None  # where our own copies of files lie
    has_jobs: bool = False  # work was asked for that is done after the commit
    failure: BaseException | None = None

    @property
    def person_known(self) -> Known:
        """The person who wrote.

        Raises:
            LookupError: the update came from nobody; no handler that needs a person may take such an update.
        """
        if self.known is None:
            raise LookupError("this update came from nobody")
        return self.known

    @property
    def translator(self) -> Translator:
        """The person's language, else the city's."""
        return translator(self.known.person.language if self.known else self.city.default_language)

    @property
    def active(self) -> DialogueState | None:
        """The dialogue that a message would go to."""
        return next((state for state in self.dialogues.values() if state.is_active), None)


_current: ContextVar[Turn] = ContextVar("turn")


def current_turn() -> Turn:
    """The turn this task is working on."""
    return _current.get()


def enter_turn(turn: Turn) -> None:
    """Make it the current turn of this task; each turn runs in a task of its own, so nothing has to be undone."""
    _current.set(turn)
