"""Minutes and letters as PDF files: read in a transaction, set in a thread, beside turns and exports."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.settings import Settings
from handlers.keyboards import View
from handlers.views import paper as views
from locales import translator
from models.database import AsyncSession, Database
from models.documents.atomic_file import replacing
from models.documents.letter_paper import LetterPaper, letter_pdf
from models.documents.minutes_paper import MinutesPaper, minutes_pdf
from models.rights import Owners
from models.services import access, papers
from models.services.actor import Actor
from models.services.jobs import Waiting

KIND = views.NOUN


@dataclass(frozen=True)
class PaperFile:
    """A file that is ready, and what stands below it."""

    path: Path
    caption: View


async def make_paper(settings: Settings, database: Database, job: Waiting, bot_id: int, folder: Path) -> PaperFile:
    """Make what a job asks for, as it reads now and for what its person may see now.

    Args:
        settings: the city, and whom it names as owners.
        database: where the rows are.
        job: of the kind `KIND`.
        bot_id: through which bot it was asked for.
        folder: an existing folder for the file.

    Raises:
        NotFound: it is not there for them any more.
        typst.TypstError: a template is broken.
    """
    tr = translator(job.language)
    async with database.transaction() as session:
        paper = await _read(await _actor(settings, session, job, bot_id), job)
    if isinstance(paper, MinutesPaper):
        content = await asyncio.to_thread(minutes_pdf, paper, tr)
        name, caption = f"minutes-{paper.number}.pdf", views.minutes_caption(paper, job.asked["id"], tr)
    else:
        content = await asyncio.to_thread(letter_pdf, paper, tr)
        name = f"letter-{paper.number.replace('/', '-')}.pdf"
        caption = views.letter_caption(paper, job.asked["id"], tr)
    path = folder / name
    await asyncio.to_thread(_write, path, content)
    return PaperFile(path, caption)


def failed(job: Waiting) -> View:
    """What is said where there is no file."""
    return views.paper_failed(job.asked["paper"], job.asked["id"], translator(job.language))


async def _read(actor: Actor, job: Waiting) -> MinutesPaper | LetterPaper:
    if job.asked["paper"] == views.LETTER:
        return await papers.letter_paper(actor, job.asked["id"], job.language)
    return await papers.minutes_paper(actor, job.asked["id"])


async def _actor(settings: Settings, session: AsyncSession, job: Waiting, bot_id: int) -> Actor:
    now = datetime.now(UTC)
    owners = Owners(settings.bot_platform, frozenset(settings.owner_ids))
    rights = await access.rights_of_another(session=session, person_id=job.person_id, owners=owners, now=now)
    return Actor(session, rights, bot_id, settings.city, owners, now)


def _write(path: Path, content: bytes) -> None:
    with replacing(path) as file:
        file.write(content)
