"""What exports keep in the database: who was given what already, and the secret behind pseudonyms. Blocking."""

import secrets
from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlmodel import Session, select

from models.database import table_of, upsert
from models.export_mark import ExportMark, GivenOut
from models.secret import Secret

_PSEUDONYMS = "pseudonyms"


def given_out(engine: Engine, purpose: str) -> GivenOut:
    """What a purpose was given so far."""
    with Session(engine) as session:
        mark = session.exec(select(ExportMark).where(ExportMark.purpose == purpose)).first()
        return GivenOut() if mark is None else GivenOut.unpack(mark.given)


def note_given(engine: Engine, purpose: str, given: GivenOut) -> None:
    """Add to what a purpose was given; whatever another export noted meanwhile stays."""
    with Session(engine) as session, session.begin():
        mark = session.exec(select(ExportMark).where(ExportMark.purpose == purpose).with_for_update()).first()
        now = datetime.now(UTC)
        if mark is None:
            mark = ExportMark(purpose=purpose, given=given.pack(), made_at=now)
        else:
            given.join(GivenOut.unpack(mark.given))
            mark.given, mark.made_at = given.pack(), now
        session.add(mark)


def pseudonym_secret(engine: Engine) -> bytes:
    """The installation's secret behind pseudonyms, made at the first export."""
    table = table_of(Secret)
    known = select(Secret.value).where(Secret.name == _PSEUDONYMS)
    with Session(engine) as session, session.begin():
        value = session.exec(known).first()
        if value is None:
            fresh = {"name": _PSEUDONYMS, "value": secrets.token_hex(32)}
            session.execute(upsert(engine.dialect.name)(table).values(**fresh).on_conflict_do_nothing())
            value = session.exec(known).one()  # another export may have been first
        return bytes.fromhex(value)
