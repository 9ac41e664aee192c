"""Tracking codes: Jalali year, serial of that year, check digit, as in 1405-000123-7."""

from stdnum import damm

_SERIAL_DIGITS = 6


def tracking_code(year: int, serial: int) -> str:
    """The code of the `serial`-th submission of a Jalali year, in ASCII digits.

    The check digit is Damm's (H. M. Damm, 2004): it catches every single wrong digit and every swap of neighbours. It
    covers year and serial, so that a code read out with last year's number is caught too.
    """
    body = f"{year:04d}{serial:0{_SERIAL_DIGITS}d}"
    return f"{body[:4]}-{body[4:]}-{damm.calc_check_digit(body)}"
