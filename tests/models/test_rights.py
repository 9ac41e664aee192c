"""The table of rights: every role, action, place and body, asked of the pure rule and of everything that reads rows."""

import re
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from models.area import AreaRow, Level
from models.database import AsyncSession
from models.errors import NotFound
from models.export_filter import ExportFilter
from models.rights import NOBODY, Office, Owners, Rights
from models.role import MAY, OF_THE_WHOLE, Action, Grant, Role
from models.services import access, areas, submissions
from models.services.export_rows import scope_of
from models.submission import Submission
from models.tracking_code import parse_tracking_code
from tests.models.sample_rows import NOW, TEHRAN, draft, resident

ROOT = Path(__file__).parents[2]
DESK = "see claim ask answer note move transcribe record export announce pursue"
MEANT = {
    Role.OWNER: set(Action),
    Role.SECRETARIAT: {Action(name) for name in f"{DESK} correct place letter identity meet plan".split()},
    Role.MANAGER: {Action(name) for name in f"{DESK} correct place letter identity".split()},
    Role.COUNCIL: {Action(name) for name in f"{DESK} correct meet".split()},
    Role.EXPERT: set(),
}
_CITY = [
    AreaRow(2, Level.CITY, "شهر", ""),
    AreaRow(3, Level.DISTRICT, "منطقهٔ ۱", "شهر"),
    AreaRow(4, Level.DISTRICT, "منطقهٔ ۲", "شهر"),
    AreaRow(5, Level.ZONE, "ناحیهٔ ۱", "منطقهٔ ۱"),
    AreaRow(6, Level.NEIGHBOURHOOD, "گلسار", "ناحیهٔ ۱"),
    AreaRow(7, Level.NEIGHBOURHOOD, "ساحلی", "منطقهٔ ۲"),
]
# Seen from an office in «ناحیهٔ ۱».
PLACES = {"root": "شهر", "above": "منطقهٔ ۱", "own": "ناحیهٔ ۱", "below": "گلسار", "elsewhere": "ساحلی", "none": None}
REACHED = {"own", "below"}
MARKED = {action.value for action in Action}
BODY = {"own", "above", "root"}  # whose holder they are, and whose people they are part of


def _meant(role: Role, action: Action, place: str, about: str, *, whole: bool) -> bool:
    """What the rule says in words: the role may do it, the place is theirs, the complaint is not about their own."""
    if role is Role.OWNER and whole:
        return True
    if action in {Action.GRANT, Action.AUDIT} or action not in MEANT[role]:
        return False
    body = {"root"} if whole else BODY
    return (whole or place in REACHED) and about not in body


async def _city(session: AsyncSession) -> dict[str, int | None]:
    await areas.import_areas(session=session, lines=_CITY)
    named = {place.name: place.id for place in (await areas.load_tree(session=session)).places.values()}
    return {key: named[name] if name else None for key, name in PLACES.items()}


async def _rights(session: AsyncSession, person: int, role: Role, area_id: int | None) -> Rights:
    session.add(Grant(person_id=person, role=role.value, area_id=area_id, starts_at=NOW, created_at=NOW))
    await session.flush()
    return await access.rights_of(session=session, person_id=person, is_owner=False, now=NOW)


async def _said(session: AsyncSession, ids: dict[str, int | None]) -> dict[tuple[str, str], Submission]:
    """One submission for every place and every body that it may be about."""
    author, found = await resident(session, 7_000_000_009), {}
    for number, (place, about) in enumerate(product(PLACES, PLACES), 1):
        one = await submissions.register(
            session=session, person_id=author, draft=draft(number, area=ids[place]), now=NOW, zone=TEHRAN
        )
        one.about_area_id = ids[about]
        session.add(one)
        found[place, about] = one
    await session.flush()
    return found


@pytest.mark.parametrize("whole", [False, True], ids=["a zone", "the whole city"])
@pytest.mark.parametrize("role", Role)
async def test_every_cell(session: AsyncSession, role: Role, *, whole: bool) -> None:
    """Role × action × place × body: the rule, one row, the typed code, every list and every export say the same."""
    ids = await _city(session)
    person, said = await resident(session), await _said(session, ids)
    rights = await _rights(session, person, role, None if whole else ids["own"])
    for action in Action:
        meant = {where for where in said if _meant(role, action, *where, whole=whole)}
        assert {where for where in said if rights.may(action, ids[where[0]], ids[where[1]])} == meant
        listed = (await session.exec(select(Submission.id).where(access.seen_by(rights, action)))).all()
        assert {where for where, one in said.items() if one.id in listed} == meant
        assert rights.may_somewhere(action) == bool(meant)
        for where, one in said.items():
            assert await _is_given(session, rights, one, action) == (where in meant)
    exported = scope_of(ExportFilter().limited_to(rights))
    taken = (await session.exec(select(Submission.id).where(*exported))).all()
    meant = {where for where in said if _meant(role, Action.EXPORT, *where, whole=whole)}
    assert {where for where, one in said.items() if one.id in taken} == meant
    for where, one in said.items():
        code = parse_tracking_code(one.code)
        assert code is not None
        found = await access.submission_by_code_for(session=session, rights=rights, code=code)
        assert (found is one) == _meant(role, Action.SEE, *where, whole=whole)


async def _is_given(session: AsyncSession, rights: Rights, one: Submission, action: Action) -> bool:
    try:
        found = await access.submission_for(session=session, rights=rights, submission_id=one.id or 0, action=action)
    except NotFound:
        return False
    return found is one


async def test_two_offices_hide_what_each_hides(session: AsyncSession) -> None:
    """A district's manager who also sits in a neighbourhood's council reads no complaint about that council."""
    ids = await _city(session)
    person = await resident(session)
    await _rights(session, person, Role.MANAGER, ids["above"])
    rights = await _rights(session, person, Role.COUNCIL, ids["below"])
    assert rights.may(Action.SEE, ids["below"])
    assert not rights.may(Action.SEE, ids["below"], ids["below"])
    assert not rights.may(Action.SEE, ids["below"], ids["own"])


@pytest.mark.parametrize("started", [-1, 0, 1])
@pytest.mark.parametrize("ends", [-1, 0, 1, None])
@pytest.mark.parametrize("is_revoked", [False, True])
async def test_a_grant_holds_between_its_moments(
    session: AsyncSession, started: int, ends: int | None, *, is_revoked: bool
) -> None:
    """From the moment it starts until before the one it ends, and not once it is revoked."""
    ids, person = await _city(session), await resident(session)
    grant = Grant(
        person_id=person,
        role=Role.COUNCIL.value,
        area_id=ids["own"],
        starts_at=NOW + timedelta(seconds=started),
        ends_at=None if ends is None else NOW + timedelta(seconds=ends),
        revoked_at=NOW if is_revoked else None,
        created_at=NOW,
    )
    session.add(grant)
    await session.flush()
    rights = await access.rights_of(session=session, person_id=person, is_owner=False, now=NOW)
    assert bool(rights.offices) == (started <= 0 and (ends is None or ends > 0) and not is_revoked)


async def test_owners_are_whom_the_settings_name(session: AsyncSession) -> None:
    """Somebody else's rights are looked up by their account on this messenger, and on no other."""
    person = await resident(session, 7_123)
    for owners, is_owner in (
        (Owners("telegram", frozenset({7_123})), True),
        (Owners("playground", frozenset({7_123})), False),
        (Owners("telegram", frozenset({person})), False),
        (Owners(), False),
    ):
        rights = await access.rights_of_another(session=session, person_id=person, owners=owners, now=NOW)
        assert rights.is_owner == is_owner


@given(st.sampled_from(Action), st.none() | st.integers(1, 9), st.none() | st.integers(1, 9))
def test_nobody_may_nothing(action: Action, area_id: int | None, about: int | None) -> None:
    """Without an office there is nothing anywhere."""
    assert not NOBODY.may(action, area_id, about)
    assert not NOBODY.may_somewhere(action)
    assert NOBODY.reach(action) == frozenset()


_AREAS = st.frozensets(st.integers(1, 6), max_size=6)
_OFFICES = st.lists(
    st.builds(Office, st.just(1), st.sampled_from(Role), st.just(1), st.none() | _AREAS, _AREAS), max_size=4
)


@given(_OFFICES, st.sampled_from(Action), st.none() | st.integers(1, 6), st.none() | st.integers(1, 6))
def test_another_office_never_gives_a_complaint_away(
    offices: list[Office], action: Action, area_id: int | None, about: int | None
) -> None:
    """Whatever offices are combined: what one of them hides stays hidden, and reach and may agree."""
    rights = Rights(1, offices=tuple(offices))
    if about is not None and any(about in office.body for office in offices):
        assert not rights.may(action, area_id, about)
    reach = rights.reach(action)
    assert rights.may(action, area_id) == (reach is None or area_id in reach)
    if action in OF_THE_WHOLE:
        assert not rights.may_somewhere(action)


def test_the_table_is_the_one_that_was_meant() -> None:
    """MAY, written out here once more: whoever changes it changes this test, and thinks about it."""
    assert {role: set(actions) for role, actions in MAY.items()} == MEANT


def test_the_documentation_shows_the_table() -> None:
    """docs/ARCHITECTURE.md has a row for every action and a column for every role, each mark as in MAY."""
    text = (ROOT / "docs/ARCHITECTURE.md").read_text(encoding="utf-8")
    head = next(line for line in text.splitlines() if line.startswith("| may |"))
    roles = [Role(cell) for cell in re.findall(r"`([a-z]+)`", head)]
    assert roles == list(Role)
    rows = dict(re.findall(r"^\| `([a-z]+)`[^|]*\|((?: ?[✓–]? ?\|){5})$", text, re.MULTILINE))
    ticks = {
        Action(name): [cell.strip() for cell in cells.split("|")] for name, cells in rows.items() if name in MARKED
    }
    shown = {role: {action for action, row in ticks.items() if row[at] == "✓"} for at, role in enumerate(roles)}
    assert shown == {role: set(actions) for role, actions in MAY.items()}
    assert set(ticks) == set(Action)
