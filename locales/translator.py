"""What views speak through: one `Translator` a language."""

import html
import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from gettext import GNUTranslations
from typing import Final, Literal
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from locales.bidi import isolate_left_to_right, isolate_words
from locales.catalogue import load_catalogue
from locales.dates import MONTHS, WEEKDAYS, jalali_date, local_moment
from locales.digits import group_thousands, localize_digits

RIGHT_TO_LEFT: Final = frozenset({"fa"})
_TAG: Final = re.compile(r"<[^<>]*>")


class Translator:
    """Says things in one language: sentences, button labels, numbers, dates. Immutable; use `translator()`.

    Values of sentences are strings (escaped in HTML), `Markup` (kept) or numbers (in the language's digits).
    Moments are refused: which day they are depends on a zone, so `date`, `weekday` and `time` come first.
    """

    __slots__ = ("direction", "language")

    def __init__(self, language: str) -> None:
        self.language = language
        self.direction: Literal["rtl", "ltr"] = "rtl" if language in RIGHT_TO_LEFT else "ltr"

    def __repr__(self) -> str:
        return f"Translator({self.language!r})"

    @property
    def _catalogue(self) -> GNUTranslations:
        return load_catalogue(self.language)

    def text(self, message: str, /, **values: object) -> Markup:
        """Say a sentence as HTML for the messenger.

        Raises:
            KeyError: a placeholder has no value.
            TypeError: a value is no string and no number.
        """
        return Markup(self._catalogue.gettext(message)).format(**self._written(values))  # noqa: S704 (our own words)

    def plain(self, message: str, /, **values: object) -> str:
        """Say a sentence without markup and without escaping, for buttons and toasts; see `text`."""
        return self._catalogue.gettext(message).format(**self._plain(values))

    def label(self, context: str, message: str, /, **values: object) -> str:
        """Say a short label, told apart from the same English word elsewhere by its context; see `text`."""
        return self._catalogue.pgettext(context, message).format(**self._plain(values))

    def count(self, singular: str, plural: str, number: int, /, **values: object) -> Markup:
        """Say a sentence about a number as HTML; ``{number}`` is given, with thousands marks; see `text`."""
        sentence = self._catalogue.ngettext(singular, plural, number)
        written = self._written(values)
        return Markup(sentence).format(**written, number=self.number(number))  # noqa: S704 (our own words)

    def code(self, value: str) -> Markup:
        """Isolate a tracking code, phone, number range, @name or Latin word, in the language's digits."""
        return escape(isolate_left_to_right(self.digits(value)))

    def quote(self, value: str) -> Markup:
        """Isolate and escape somebody's own words: digits stay, stray bidi controls are not shown."""
        return escape(isolate_words(value))

    def digits(self, value: object) -> str:
        """Write the digits of anything as the language does."""
        return localize_digits(value, self.language)

    def number(self, value: int) -> str:
        """Write a whole number with thousands marks."""
        return group_thousands(value, self.language)

    def date(self, moment: datetime, zone: ZoneInfo, *, year: bool = False) -> str:
        """Write the Jalali day of an aware moment in the zone: ``۱۹ آذر``, with ``year`` ``۱۹ آذر ۱۴۰۵``.

        Raises:
            ValueError: the moment is naive.
        """
        jalali = jalali_date(moment, zone)
        written = f"{jalali.day} {MONTHS[self.language][jalali.month - 1]}"
        return self.digits(f"{written} {jalali.year}" if year else written)

    def weekday(self, moment: datetime, zone: ZoneInfo) -> str:
        """Name the weekday of an aware moment in the zone; see `date`."""
        return WEEKDAYS[self.language][local_moment(moment, zone).weekday()]

    def time(self, moment: datetime, zone: ZoneInfo) -> str:
        """Write the time of day of an aware moment in the zone, ``۱۷:۳۰``, isolated; see `date`."""
        return isolate_left_to_right(self.digits(f"{local_moment(moment, zone):%H:%M}"))

    def _written(self, values: Mapping[str, object]) -> dict[str, str]:
        return {name: self._as_string(name, value) for name, value in values.items()}

    def _plain(self, values: Mapping[str, object]) -> dict[str, str]:
        return {name: _without_markup(value) for name, value in self._written(values).items()}

    def _as_string(self, name: str, value: object) -> str:
        if isinstance(value, str):
            return value
        if isinstance(value, int | float) and not isinstance(value, bool):
            return self.digits(value)
        if isinstance(value, date | time | timedelta):
            raise TypeError(f"{name} is a {type(value).__name__}: say it with date() or time() first")
        raise TypeError(f"{name} is a {type(value).__name__}: a sentence takes strings and numbers")


def _without_markup(value: str) -> str:
    return html.unescape(_TAG.sub("", value)) if isinstance(value, Markup) else value
