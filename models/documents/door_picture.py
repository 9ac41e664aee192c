"""The picture for the door of a meeting: a QR code that opens its check-in."""

from dataclasses import dataclass
from io import BytesIO
from typing import Final

from models.meeting_facts import Session

_SCALE: Final = 14  # pixels a module: some 600 for a link, sharp on a printed page
_BORDER: Final = 4  # modules of quiet around it, as ISO/IEC 18004 asks


@dataclass(frozen=True)
class Door:
    """The door of a session (`number`, from 1) of so many; who opens `link` there checks in."""

    meeting_id: int
    title: str
    session: Session
    number: int
    sessions: int
    link: str


def door_picture(link: str) -> bytes:
    """A link as the PNG of a QR code, black on white, still readable with a seventh of it covered (level M).

    Raises:
        segno.DataOverflowError: the link is longer than any code holds.
    """
    import segno  # noqa: PLC0415  (at first use: it costs 50 ms)

    code = segno.make_qr(link, error="m", boost_error=False)
    picture = BytesIO()
    code.save(picture, kind="png", scale=_SCALE, border=_BORDER)
    return picture.getvalue()
