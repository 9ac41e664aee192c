"""What is told to many, in words: one template for each language, made once and kept while it is used."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Protocol

from bot.outgoing.api import written
from handlers.calls import Call, Sendable
from models.database import AsyncSession, Database
from models.delivery import DeliveryKind
from models.services.delivery_sending import Due

_MOST = 64  # templates kept: a few broadcasts in a few languages and revisions


@dataclass(frozen=True)
class Told:
    """Which words are wanted: a revision of a source; `shown` is the one that a delivered copy shows until now."""

    kind: DeliveryKind
    source_id: int
    occurrence: str
    revision: int
    is_withdrawn: bool = False
    shown: int | None = None


class Template(Protocol):
    """What everybody of one language is shown."""

    def call_after(self, sent: int, *, without_files: bool = False) -> Call:
        """The call to make once so many messages of it have left."""

    def edit_calls(self, message_ids: Sequence[int]) -> list[Call]:
        """What turns delivered messages into this revision."""

    def delete_calls(self, message_ids: Sequence[int]) -> list[Call]:
        """What takes delivered messages away, one call each."""

    def withdrawn_calls(self, message_ids: Sequence[int]) -> list[Call]:
        """What makes delivered messages say that they were withdrawn, where they cannot be deleted any more."""


class BroadcastNotifier(Protocol):
    """Who knows what is told to many."""

    async def template(self, *, session: AsyncSession, broadcast: Told, language: str) -> Template | None:
        """What to show in a language; None where each person is told something else."""

    async def render(self, *, session: AsyncSession, due: Due, now: datetime) -> Sendable | None:
        """What to show one person; None when there is nothing left to say."""


@dataclass(frozen=True)
class SharedCall(Call):
    """A call that is the same for everybody but for its chat."""

    @cached_property
    def written(self) -> bytes:
        """Its parameters as `Addressed` takes them."""
        return written(self.parameters)


@dataclass(frozen=True)
class Kept:
    """A template, or none, and the calls that were made of it."""

    template: Template | None
    calls: dict[tuple[int, bool], "SharedCall"] = field(default_factory=dict)

    def call_after(self, sent: int, *, without_files: bool) -> Call | None:
        """The call to make next; None where each person is told something else."""
        if self.template is None:
            return None
        call = self.calls.get((sent, without_files))
        if call is None:
            made = self.template.call_after(sent, without_files=without_files)
            call = self.calls[sent, without_files] = SharedCall(**vars(made))
        return call


class Templates:
    """Asks the notifier once for each."""

    def __init__(self, *, database: Database, notifier: BroadcastNotifier) -> None:
        self._database, self._notifier = database, notifier
        self._kept: dict[tuple[Told, str], Kept] = {}
        self._asking = asyncio.Lock()

    async def of(self, told: Told, language: str) -> Kept:
        """What is shown in a language."""
        kept = self._kept.get((told, language))
        return kept if kept is not None else await self._ask(told, language)

    async def _ask(self, told: Told, language: str) -> Kept:
        async with self._asking:  # many ask at once, and all of them for the same
            if (kept := self._kept.get((told, language))) is not None:
                return kept
            async with self._database.transaction() as session:
                template = await self._notifier.template(session=session, broadcast=told, language=language)
            while len(self._kept) >= _MOST:
                del self._kept[next(iter(self._kept))]
            kept = self._kept[told, language] = Kept(template)
            return kept

    async def message(self, due: Due, now: datetime) -> Sendable | None:
        """What to show one person; None when there is nothing left to say."""
        async with self._database.transaction() as session:
            return await self._notifier.render(session=session, due=due, now=now)
