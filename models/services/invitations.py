"""Invitations: links that hand out one office, once. Whoever has the link has the office: only a hash is kept."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, cast, func, insert, literal, or_, select, update

from models.answer import Answer, AnswerState
from models.database import AsyncSession, rows_touched, table_of
from models.delivery import Delivery, DeliveryKind
from models.errors import InvitationOver, NotFound
from models.role import Grant, GrantNews, Held, Invitation, Offer, Role
from models.services import access, audit, deliveries, grants, people, subscriptions
from models.services.deliveries import About
from models.services.grants import Keeper, as_json, news_of

VALID_FOR = timedelta(days=7)
WORTH_TELLING = timedelta(days=14)  # later nobody remembers the link
PAYLOAD = "inv_"  # what the link's payload begins with
_BYTES = 32  # 43 letters: with the prefix well below the 64 of a link's payload

_invitations, _grants, _answers, _deliveries = (
    table_of(Invitation),
    table_of(Grant),
    table_of(Answer),
    table_of(Delivery),
)


async def invite(
    keeper: Keeper, *, role: Role, area_id: int | None, grant_ends_at: datetime | None
) -> tuple[Offer, str]:
    """Make an invitation; return it, and the payload of its link, which is given this once.

    Raises:
        NotFound: they are no owner.
    """
    access.must_own(is_owner=keeper.rights.is_owner)
    token, expires_at = secrets.token_urlsafe(_BYTES), keeper.now + VALID_FOR
    made = await keeper.session.execute(
        insert(_invitations)
        .values(
            token_hash=_hash(token),
            role=role.value,
            area_id=area_id,
            grant_ends_at=grant_ends_at,
            invited_by=keeper.rights.person_id,
            created_at=keeper.now,
            expires_at=expires_at,
        )
        .returning(_invitations.c.id)
    )
    invitation_id: int = made.scalar_one()
    after = {"role": role.value, "area_id": area_id, "ends_at": as_json(grant_ends_at)}
    await _note(keeper, "invitation.make", invitation_id, after)
    return Offer(invitation_id, role, area_id, grant_ends_at, "", expires_at), PAYLOAD + token


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _is_open(now: datetime) -> ColumnElement[bool]:
    c = _invitations.c
    return and_(
        c.used_at.is_(None),
        c.revoked_at.is_(None),
        c.expires_at > now,
        or_(c.grant_ends_at.is_(None), c.grant_ends_at > now),
    )


async def list_open(*, session: AsyncSession, now: datetime, offset: int, limit: int) -> tuple[Sequence[Offer], int]:
    """A page of the invitations that can still be used, newest first, and how many there are in all."""
    counted = select(func.count()).select_from(_invitations).where(_is_open(now))
    total: int = (await session.execute(counted)).scalar_one()
    found = select(_invitations).where(_is_open(now)).order_by(_invitations.c.id.desc())
    rows = (await session.execute(found.offset(offset).limit(limit))).all()
    names = await people.names_of(session=session, person_ids={row.invited_by for row in rows})
    return [
        Offer(row.id, Role(row.role), row.area_id, row.grant_ends_at, names.get(row.invited_by, ""), row.expires_at)
        for row in rows
    ], total


async def revoke(keeper: Keeper, invitation_id: int) -> None:
    """Take an invitation back: its link hands out nothing any more.

    Raises:
        NotFound: they are no owner, or nobody could use it any more.
    """
    access.must_own(is_owner=keeper.rights.is_owner)
    done = await keeper.session.execute(
        update(_invitations)
        .where(_invitations.c.id == invitation_id, _is_open(keeper.now))
        .values(revoked_at=keeper.now)
        .returning(_invitations.c.id)
    )
    if done.first() is None:
        raise NotFound
    await _note(keeper, "invitation.revoke", invitation_id, None)


async def accept(keeper: Keeper, payload: str) -> Held:
    """Take the office that a link hands out; the inviter is told. Of two who try at once, one gets it.

    Whoever has taken it already and holds it still is given it again: a link is easily tapped twice.

    Raises:
        InvitationOver: it was used, revoked, has expired, or never was; or its inviter is no owner any more.
    """
    token_hash = _hash(payload.removeprefix(PAYLOAD))
    again = await _taken_before(keeper, token_hash)
    if again is not None:
        return again
    used = await _use(keeper, token_hash)
    grant_id = await grants.give(
        session=keeper.session,
        person_id=keeper.rights.person_id,
        role=Role(used.role),
        area_id=used.area_id,
        ends_at=used.grant_ends_at,
        granted_by=used.invited_by,
        invitation_id=used.id,
        now=keeper.now,
    )
    held = await grants.current(session=keeper.session, grant_id=grant_id, now=keeper.now)
    await grants.tell(keeper, used.invited_by, grant_id, GrantNews.USED, news_of(held))
    return held


async def _use(keeper: Keeper, token_hash: str) -> Any:
    """The row of the invitation, used from now on; the UPDATE decides between two who come at once."""
    is_meant = (_invitations.c.token_hash == token_hash, _is_open(keeper.now))
    found = await keeper.session.execute(select(_invitations.c.invited_by).where(*is_meant))
    inviter_id = found.scalar_one_or_none()
    if inviter_id is None or not await _is_owner(keeper, inviter_id):
        raise InvitationOver
    used = await keeper.session.execute(
        update(_invitations)
        .where(*is_meant)
        .values(used_at=keeper.now, used_by=keeper.rights.person_id)
        .returning(_invitations)
    )
    row = used.first()
    if row is None:
        raise InvitationOver
    return row


async def _taken_before(keeper: Keeper, token_hash: str) -> Held | None:
    found = await keeper.session.execute(
        select(_grants.c.id)
        .join(_invitations, _invitations.c.id == _grants.c.invitation_id)
        .where(
            _invitations.c.token_hash == token_hash,
            _grants.c.person_id == keeper.rights.person_id,
            access.in_force(keeper.now),
        )
    )
    grant_id = found.scalar_one_or_none()
    return None if grant_id is None else await grants.current(session=keeper.session, grant_id=grant_id, now=keeper.now)


async def _is_owner(keeper: Keeper, person_id: int) -> bool:
    rights = await access.rights_of_another(
        session=keeper.session, person_id=person_id, owners=keeper.owners, now=keeper.now
    )
    return rights.is_owner


def slot_of(invitation_id: int) -> str:
    """The slot of the message that holds an invitation's link."""
    return f"invitation.{invitation_id}"


async def forget_links(*, session: AsyncSession, bot_id: int, now: datetime) -> int:
    """Empty the sent messages that held the links of open invitations; return how many there were.

    Only a hash of a link is kept with its invitation: it should not lie readable beside it either.
    """
    rows = await session.execute(
        select(_invitations.c.id, _invitations.c.invited_by).where(_is_open(now)).order_by(_invitations.c.id)
    )
    emptied = 0
    for invitation_id, inviter_id in rows.all():
        chats = [chat for chat, _ in await people.reached(session=session, bot_id=bot_id, person_id=inviter_id)]
        done = await session.execute(
            update(_answers)
            .where(
                _answers.c.bot_id == bot_id,
                _answers.c.chat_id.in_(chats),
                _answers.c.slot == slot_of(invitation_id),
                _answers.c.message_id.is_not(None),
                _answers.c.state != AnswerState.WAITING.value,
                _answers.c.parameters != {},
            )
            .values(parameters={})
        )
        emptied += rows_touched(done)
    return emptied


async def tell_of_unused(keeper: Keeper, *, limit: int) -> int:
    """Have inviters told, once each, that a link ended and nobody had used it; return how many are told.

    What ended longer ago than `WORTH_TELLING` is not told any more; what was taken back never is.
    """
    c, now = _invitations.c, keeper.now
    ended = select(c.id, c.role, c.area_id, c.invited_by, c.grant_ends_at).where(
        c.used_at.is_(None),
        c.revoked_at.is_(None),
        or_(c.expires_at <= now, c.grant_ends_at <= now),
        c.expires_at > now - WORTH_TELLING,
        ~select(_deliveries.c.id).where(_is_about_unused(c.id)).exists(),
    )
    told = 0
    for row in (await keeper.session.execute(ended.order_by(c.id).limit(limit))).all():
        news = {"what": GrantNews.UNUSED.value, "role": row.role, "area": row.area_id}
        told += await deliveries.put(
            session=keeper.session,
            bot_id=keeper.bot_id,
            person_id=row.invited_by,
            about=About(DeliveryKind.GRANT, 0, f"{GrantNews.UNUSED.value} {row.id}"),
            content={**news, "until": as_json(row.grant_ends_at)},
            due_at=await subscriptions.due_at(
                session=keeper.session, person_id=row.invited_by, now=now, zone=keeper.zone
            ),
            now=now,
        )
    return told


def _is_about_unused(invitation_id: ColumnElement[int]) -> ColumnElement[bool]:
    occurrence = literal(f"{GrantNews.UNUSED.value} ", Text) + cast(invitation_id, Text)
    return and_(
        _deliveries.c.kind == DeliveryKind.GRANT.value,
        _deliveries.c.source_id == 0,
        _deliveries.c.occurrence == occurrence,
    )


async def _note(keeper: Keeper, action: str, invitation_id: int, after: object) -> None:
    await audit.write(
        session=keeper.session,
        by=keeper.by,
        action=action,
        on=("invitation", invitation_id),
        now=keeper.now,
        change=(None, after),
    )
