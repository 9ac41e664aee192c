"""What somebody may do, worked out once a turn from the offices they hold: pure data and pure questions."""

from dataclasses import dataclass

from models.role import MAY, OF_THE_WHOLE, Action, Role


@dataclass(frozen=True)
class Office:
    """One grant that holds now. `reach` is its area and everything below it; None for the whole city.

    `body` is its area and everything above it: a complaint about that area's council or staff is not for its holder.
    """

    grant_id: int
    role: Role
    area_id: int | None
    reach: frozenset[int] | None
    body: frozenset[int]

    def reaches(self, area_id: int | None) -> bool:
        """Whether the area is one of the office's; what has no area belongs to the whole city."""
        return self.reach is None or (area_id is not None and area_id in self.reach)

    def allows(self, action: Action) -> bool:
        """Whether its holder may do it there. What is about the whole is no part of any office."""
        return action in MAY[self.role] - OF_THE_WHOLE


@dataclass(frozen=True)
class Owners:
    """Whom the settings name as owners: accounts of the one messenger that this process speaks to."""

    platform: str = ""
    user_ids: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Rights:
    """A person's offices. Owners, whom the settings name or who were given the whole city, may do everything."""

    person_id: int
    is_owner: bool = False
    offices: tuple[Office, ...] = ()

    def may(self, action: Action, area_id: int | None, about_area_id: int | None = None) -> bool:
        """Whether they may do it in that area, to a complaint about that area's body."""
        if self.is_owner:
            return True
        if about_area_id is not None and about_area_id in self.bodies:
            return False
        return any(office.allows(action) and office.reaches(area_id) for office in self.offices)

    def may_somewhere(self, action: Action) -> bool:
        """Whether there is any area at all in which they may do it."""
        return self.is_owner or any(office.allows(action) for office in self.offices)

    @property
    def bodies(self) -> frozenset[int]:
        """The areas of whose councils and staff they are part: complaints about these are not theirs to read."""
        return frozenset().union(*(office.body for office in self.offices))

    def reach(self, action: Action) -> frozenset[int] | None:
        """Every area in which they may do it; None for the whole city."""
        able = [office.reach for office in self.offices if office.allows(action)]
        if self.is_owner or any(reach is None for reach in able):
            return None
        return frozenset().union(*(reach for reach in able if reach is not None))


NOBODY = Rights(0)
