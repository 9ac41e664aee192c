"""Terms of office: from today until a day of so many years later, that day included."""

from datetime import date

_LAST_DAY_OF_ESFAND = 29  # in a year that is no leap year


def years_later(day: date, years: int) -> date:
    """The same Jalali day so many years later; the last of Esfand where a leap day has no counterpart."""
    # Imported at first use: it costs 20 ms, and `mahalleyar --help` needs no date.
    from persiantools.jdatetime import JalaliDate  # noqa: PLC0415

    jalali = JalaliDate(day)  # type: ignore[no-untyped-call]  # persiantools ships few types
    try:
        later = JalaliDate(jalali.year + years, jalali.month, jalali.day)  # type: ignore[no-untyped-call]  # the same
    except ValueError:
        later = JalaliDate(jalali.year + years, jalali.month, _LAST_DAY_OF_ESFAND)  # type: ignore[no-untyped-call]  # the same
    return later.to_gregorian()
