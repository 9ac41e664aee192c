"""Places to send as pins without a map: those of a small town by the sea."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A name and where it is, in degrees (WGS 84)."""

    name: str
    latitude: float
    longitude: float


PLACES = (
    Place("میدان اصلی، گلسار", 36.5993, 52.1268),
    Place("ساحل، پارکینگ دریا", 36.6092, 52.1301),
    Place("باغ شاه، جلوی مدرسه", 36.5958, 52.1204),
    Place("شهرک فرهنگیان، ورودی", 36.6021, 52.1362),
    Place("چهارراه کارگر", 36.5931, 52.1329),
    Place("کوی معلم، بوستان", 36.5909, 52.1251),
    Place("علی‌آباد، کنار پل", 36.5867, 52.1187),
    Place("تهران، بیرون از شهر", 35.6997, 51.3380),
)
"""Izadshahr on the Caspian, roughly, and one place that lies outside of it."""
