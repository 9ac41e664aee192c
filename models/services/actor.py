"""Who does something for an office, as the services of notices, meetings and resolutions are given it."""

from dataclasses import dataclass
from datetime import datetime

from models.city import City
from models.database import AsyncSession
from models.rights import Owners, Rights
from models.services.audit import By


@dataclass(frozen=True)
class Actor:
    """Who acts for an office, in which transaction, when, and through which bot it is told. `now` is aware."""

    session: AsyncSession
    rights: Rights
    bot_id: int
    city: City
    owners: Owners
    now: datetime

    @property
    def person_id(self) -> int:
        """Who it is."""
        return self.rights.person_id

    @property
    def by(self) -> By:
        """For the audit trail."""
        return By(self.rights.person_id)
