"""When spring begins, by astronomy alone: what the Jalali calendar of Iran is defined by, and no calendar library.

Sources: J. Meeus, Astronomical Algorithms (2nd edition), chapter 27 (equinoxes; errors below a minute in these years),
chapter 7 (Julian days), chapter 25 (the Sun, low accuracy) and 28 (equation of time); ΔT: F. Espenak and J. Meeus, Five
Millennium Canon of Solar Eclipses. Noon is that of Iran's standard meridian, 52.5° east.
"""

from datetime import UTC, date, datetime, timedelta
from math import cos, radians, sin, tan
from typing import Final

MERIDIAN: Final = timedelta(hours=3, minutes=30)  # 52.5° east
_EPOCH: Final = datetime(2000, 1, 1, 12, tzinfo=UTC)  # JD 2451545.0
_J2000: Final = 2451545.0

# fmt: off
_TERMS: Final = (  # Meeus, table 27.C: amplitude in 0.00001 days, phase in degrees, degrees a Julian century
    (485, 324.96, 1934.136), (203, 337.23, 32964.467), (199, 342.08, 20.186), (182, 27.85, 445267.112),
    (156, 73.14, 45036.886), (136, 171.52, 22518.443), (77, 222.54, 65928.934), (74, 296.72, 3034.906),
    (70, 243.58, 9037.513), (58, 119.81, 33718.147), (52, 297.17, 150.678), (50, 21.02, 2281.226),
    (45, 247.54, 29929.562), (44, 325.15, 31555.956), (29, 60.93, 4443.417), (18, 155.12, 67555.328),
    (17, 288.79, 4562.452), (16, 198.04, 62894.029), (14, 199.76, 31436.921), (12, 95.39, 14577.848),
    (12, 287.11, 31931.756), (12, 320.81, 34777.259), (9, 227.73, 1222.114), (8, 15.45, 16859.074),
)
# fmt: on


def march_equinox(year: int) -> datetime:
    """The moment (UTC) of the March equinox of a Gregorian year between 1900 and 2150."""
    return _EPOCH + timedelta(days=_julian_ephemeris_day(year) - _J2000) - delta_t(year + 0.2)


def nowruz(jalali_year: int) -> date:
    """The first day of a Jalali year: that of the equinox if it comes before true noon at 52.5° east, else the next.

    So says the note to the law of 11 Farvardin 1304 as the calendar centre of the university of Tehran applies it.
    """
    equinox = march_equinox(jalali_year + 621)
    return (equinox + MERIDIAN).date() + timedelta(days=to_noon(equinox) < timedelta())


def to_noon(equinox: datetime) -> timedelta:
    """How long before true noon at 52.5° east an equinox comes; less than nothing after it."""
    local = equinox + MERIDIAN
    noon = local.replace(hour=12, minute=0, second=0, microsecond=0) - equation_of_time(equinox)
    return noon - local


def delta_t(year: float) -> timedelta:
    """Dynamical time minus universal time; after 2005 a forecast, minutes off at most in the next century."""
    return timedelta(seconds=_delta_t(year))


def _delta_t(year: float) -> float:
    polynomials: tuple[tuple[float, float, tuple[float, ...]], ...] = (
        (1920, 1900, (-2.79, 1.494119, -0.0598939, 0.0061966, -0.000197)),
        (1941, 1920, (21.20, 0.84493, -0.076100, 0.0020936)),
        (1961, 1950, (29.07, 0.407, -1 / 233, 1 / 2547)),
        (1986, 1975, (45.45, 1.067, -1 / 260, -1 / 718)),
        (2005, 2000, (63.86, 0.3345, -0.060374, 0.0017275, 0.000651814, 0.00002373599)),
        (2050, 2000, (62.92, 0.32217, 0.005589)),
    )
    for until, since, factors in polynomials:
        if year < until:
            return sum(factor * (year - since) ** power for power, factor in enumerate(factors))
    return float(-20 + 32 * ((year - 1820) / 100) ** 2 - 0.5628 * (2150 - year))


def equation_of_time(moment: datetime) -> timedelta:
    """True solar time minus mean solar time, to some seconds (Meeus, 28.3)."""
    centuries = (moment - _EPOCH) / timedelta(days=36525)
    tilt = radians(23.439291 - 0.0130042 * centuries)
    longitude = radians(280.46646 + 36000.76983 * centuries)
    anomaly = radians(357.52911 + 35999.05029 * centuries)
    eccentricity = 0.016708634 - 0.000042037 * centuries
    y = tan(tilt / 2) ** 2
    angle = (
        y * sin(2 * longitude)
        - 2 * eccentricity * sin(anomaly)
        + 4 * eccentricity * y * sin(anomaly) * cos(2 * longitude)
        - y**2 / 2 * sin(4 * longitude)
        - 5 / 4 * eccentricity**2 * sin(2 * anomaly)
    )
    return timedelta(minutes=angle * 720 / radians(180))


def _julian_ephemeris_day(year: int) -> float:
    y = (year - 2000) / 1000
    mean = 2451623.80984 + 365242.37404 * y + 0.05169 * y**2 - 0.00411 * y**3 - 0.00057 * y**4
    centuries = (mean - _J2000) / 36525
    w = radians(35999.373 * centuries - 2.47)
    speed = 1 + 0.0334 * cos(w) + 0.0007 * cos(2 * w)
    total = sum(a * cos(radians(b + c * centuries)) for a, b, c in _TERMS)
    return mean + 0.00001 * total / speed
