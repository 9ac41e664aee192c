"""Random histories of offices: the trail explains the state, nobody holds what they may not work on."""

import contextlib
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from models.audit import Audit
from models.database import Database
from models.delivery import Delivery
from models.errors import HeldByAnother, NotFound
from models.role import Action, Grant, Role
from models.services import access, claims, grant_changes, grant_ends, grants
from tests.models.office import OWNERS, Office
from tests.models.sample_rows import NOW

_AREAS = (None, "منطقهٔ ۱", "گلسار", "علی‌آباد")
_STEPS = st.lists(
    st.tuples(
        st.sampled_from(("give", "give", "end", "area", "revoke", "claim", "claim", "pass", "timer")),
        st.integers(0, 3),  # a person, or which of the grants
        st.sampled_from(_AREAS),
        st.integers(1, 30),  # minutes
        st.sampled_from((Role.SECRETARIAT, Role.MANAGER, Role.COUNCIL)),
    ),
    max_size=25,
)


class _History:
    """An office in which things happen, one after another."""

    def __init__(self, office: Office, people: list[int], cases: dict[str, int]) -> None:
        self.office, self.people, self.cases = office, people, cases
        self.now = NOW

    async def step(self, what: str, number: int, area: str | None, minutes: int, role: Role) -> None:
        """Something that somebody tries; what is refused changes nothing."""
        area_id = self.office.areas[area] if area else None
        later = self.now + timedelta(minutes=minutes)
        keeper = await self.office.keeper(None, self.now)
        try:
            if what == "give":
                await self._give(self.people[number], role, area_id, None if minutes > 25 else later)
            elif what == "end":
                await grant_changes.change_end(keeper, number + 1, later)
            elif what == "area":
                await grant_changes.change_area(keeper, number + 1, area_id)
            elif what == "revoke":
                await grant_changes.revoke(keeper, number + 1)
            elif what == "claim":
                await self._claim(self.people[number], area or "گلسار")
            elif what == "pass":
                self.now = later
            else:
                await self.settle()
        except (NotFound, HeldByAnother):
            pass

    async def _give(self, person: int, role: Role, area_id: int | None, ends_at: datetime | None) -> None:
        await grants.give(
            session=self.office.session,
            person_id=person,
            role=role,
            area_id=area_id,
            ends_at=ends_at,
            granted_by=self.office.owner,
            invitation_id=None,
            now=self.now,
        )

    async def _claim(self, person: int, area: str) -> None:
        rights = await access.rights_of(session=self.office.session, person_id=person, is_owner=False, now=self.now)
        case = self.cases.get(area, self.cases["گلسار"])
        await access.submission_for(session=self.office.session, rights=rights, submission_id=case, action=Action.CLAIM)
        await claims.take(session=self.office.session, submission_id=case, person_id=person, now=self.now)

    async def settle(self) -> None:
        """What the timer does."""
        for grant_id in await grant_ends.overdue(session=self.office.session, now=self.now, limit=99):
            await grant_ends.settle(await self.office.keeper(0, self.now), grant_id)

    async def held(self) -> set[tuple[int, str, int | None, str | None]]:
        """Who holds what now, as the list says."""
        found, _ = await grants.list_current(session=self.office.session, now=self.now, offset=0, limit=99)
        return {(one.person_id, one.role.value, one.area_id, grants.as_json(one.ends_at)) for one in found}

    async def told(self) -> set[tuple[int, str, int | None, str | None]]:
        """Who holds what now, as the audit trail tells it."""
        rows = (await self.office.session.exec(select(Audit).order_by(col(Audit.id)))).all()
        state: dict[int | None, dict[str, Any]] = {}
        for row in rows:
            if row.action == "grant.begin":
                state.pop((row.before or {}).get("grant"), None)
                state[row.object_id] = dict(row.after)
            elif row.action == "grant.change":
                state[row.object_id].update(row.after)
            elif row.action in {"grant.revoke", "grant.ended"}:
                state.pop(row.object_id, None)
        now = self.now.isoformat()
        return {
            (one["person"], one["role"], one["area_id"], one["ends_at"])
            for one in state.values()
            if one["ends_at"] is None or one["ends_at"] > now
        }


class _EnoughError(Exception):
    """Takes everything of one example back: the trail itself can never be emptied."""


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_STEPS)
async def test_the_trail_explains_every_state(
    sqlite_database: Database, steps: list[tuple[str, int, str | None, int, Role]]
) -> None:
    """After every step the list is what the trail tells; at the end all is settled, and every end was told once."""
    with contextlib.suppress(_EnoughError):
        async with sqlite_database.transaction() as session:
            office = await Office.open(session)
            people = [await office.person() for _ in range(4)]
            somebody, _ = await office.holder(Role.COUNCIL, "باغ شاه", ends_at=NOW)
            cases = {area: await office.open_case(somebody, area) for area in ("گلسار", "علی‌آباد")}
            history = _History(office, people, cases)
            for number in (0, 1):
                await history.step("give", number, "گلسار", 30, Role.COUNCIL)
            for step in steps:
                await history.step(*step)
                assert await history.held() == await history.told()
            await history.settle()
            await _check_ends(history)
            raise _EnoughError


async def _check_ends(history: _History) -> None:
    session, now = history.office.session, history.now
    open_grants = (await session.exec(select(Grant).where(col(Grant.settled_at).is_(None)))).all()
    assert all(one.ends_at is None or one.ends_at > now for one in open_grants)
    told = Counter(
        (one.person_id, one.source_id)
        for one in (await session.exec(select(Delivery))).all()
        if one.content["what"] == "ended"
    )
    assert not told or max(told.values()) == 1
    for case, person in (await history.office.held()).items():
        if await claims.holder(session=session, submission_id=case, now=now) is None:
            continue
        rights = await access.rights_of_another(session=session, person_id=person, owners=OWNERS, now=now)
        one = await history.office.submission(case)
        assert rights.may(Action.CLAIM, one.area_id, one.about_area_id)
