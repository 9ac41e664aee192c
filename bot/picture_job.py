"""Pictures of goals and seasons: read in a transaction, drawn in a thread, beside turns, exports and papers."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from bot.settings import Settings
from handlers.keyboards import View
from handlers.resident import goal_pictures
from handlers.views import goal_picture as views
from handlers.views import goal_season as seasons
from locales import translator
from models.database import AsyncSession, Database
from models.documents.atomic_file import replacing
from models.documents.goal_chart import GoalChart, chart_png
from models.documents.season_picture import season_png
from models.goal_season import SeasonShown
from models.rights import Owners
from models.season import season_of_code
from models.services import access, goal_charts, goal_season
from models.services.jobs import Waiting

KIND = goal_pictures.KIND


@dataclass(frozen=True)
class PictureFile:
    """A picture that is ready, and what stands below it."""

    path: Path
    caption: View


async def make_picture(settings: Settings, database: Database, job: Waiting, folder: Path) -> PictureFile:
    """Draw what a job asks for, as it is now and for what its person may see now.

    Args:
        settings: the city, and whom it names as owners.
        database: where the rows are.
        job: of the kind `KIND`.
        folder: an existing folder for the file.

    Raises:
        NotFound: it is not there for them any more.
        typst.TypstError: a template is broken.
    """
    tr = translator(job.language)
    async with database.transaction() as session:
        shown = await _read(settings, session, job)
    if isinstance(shown, GoalChart):
        content = await asyncio.to_thread(chart_png, shown, tr)
        name, caption = f"goal-{job.asked['id']}.png", views.goal_caption(shown, job.asked["id"], tr)
    else:
        content = await asyncio.to_thread(season_png, shown, tr)
        name, caption = f"season-{job.asked['id']}.png", seasons.season_caption(shown, tr)
    path = folder / name
    await asyncio.to_thread(_write, path, content)
    return PictureFile(path, caption)


def failed(job: Waiting) -> View:
    """What is said where there is no picture."""
    tr = translator(job.language)
    if job.asked["picture"] == views.GOAL:
        return views.goal_picture_failed(job.asked["id"], tr)
    return seasons.season_picture_failed(job.asked["id"], job.asked["scope"], tr)


async def _read(settings: Settings, session: AsyncSession, job: Waiting) -> GoalChart | SeasonShown:
    now, zone = datetime.now(UTC), settings.city.zone
    today: date = now.astimezone(zone).date()
    if job.asked["picture"] == views.GOAL:
        owners = Owners(settings.bot_platform, frozenset(settings.owner_ids))
        rights = await access.rights_of_another(session=session, person_id=job.person_id, owners=owners, now=now)
        return await goal_charts.chart(session=session, goal_id=job.asked["id"], today=today, rights=rights)
    near = job.person_id if job.asked["scope"] == seasons.NEAR else None
    season = season_of_code(job.asked["id"], today)
    return await goal_season.summary(session=session, season=season, today=today, zone=zone, near=near)


def _write(path: Path, content: bytes) -> None:
    with replacing(path) as file:
        file.write(content)
