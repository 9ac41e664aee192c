"""A clock by which it is day now: what is told by day only is told in a test at whatever hour it runs."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


def daytime_zone() -> ZoneInfo:
    """A zone in which it is between eleven and one o'clock now: no quiet hours, and no midnight near."""
    hours_west = datetime.now(UTC).hour - 12  # Etc/GMT+3 is three hours west of Greenwich
    return ZoneInfo(f"Etc/GMT{hours_west:+d}" if hours_west else "Etc/GMT")


def night_zone() -> ZoneInfo:
    """A zone in which it is between midnight and one o'clock now."""
    hours_east = -datetime.now(UTC).hour if datetime.now(UTC).hour < 12 else 24 - datetime.now(UTC).hour
    return ZoneInfo(f"Etc/GMT{-hours_east:+d}" if hours_east else "Etc/GMT")
