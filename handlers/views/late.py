"""The line above an answer that comes late."""

from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from locales import Translator


def late_line(sent_at: datetime, zone: ZoneInfo, tr: Translator) -> Markup:
    """Say that the message did arrive, with the hour it was written at, and that the answer is late."""
    return tr.text("Your message of {time} has arrived. Sorry that the answer is late.", time=tr.time(sent_at, zone))
