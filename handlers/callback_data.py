"""Button data: version, noun, action, base-36 id, row version, as in `1:draft:confirm:2s:3` (at most 64 bytes)."""

import re
from dataclasses import dataclass

FORMAT = "1"
LIMIT_BYTES = 64  # https://core.telegram.org/bots/api#inlinekeyboardbutton
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_ID = (
    r"-?[0-9a-z]{1,12}"  # twelve base-36 digits are always below 2⁶³: whatever is pressed, the database can look it up
)
_VERSION = r"[0-9a-z]{1,7}"
_SHAPE = re.compile(rf"1:([a-z_]{{1,16}}):([a-z_]{{1,16}}):({_ID}):({_VERSION})")


@dataclass(frozen=True)
class ButtonData:
    """What a button says when it is pressed. `version` is the row's when the button was drawn."""

    noun: str
    action: str
    id: int = 0
    version: int = 0

    def pack(self) -> str:
        """As the string that the messenger carries.

        Raises:
            ValueError: it would not fit 64 bytes, or its words are not of the alphabet.
        """
        packed = f"{FORMAT}:{self.noun}:{self.action}:{base36(self.id)}:{base36(self.version)}"
        if len(packed.encode()) > LIMIT_BYTES or not _SHAPE.fullmatch(packed):
            raise ValueError(f"not a button's data: {packed}")
        return packed


def parse(data: str) -> ButtonData | None:
    """The button that was pressed; None for a string that no version of ours wrote."""
    match = _SHAPE.fullmatch(data)
    if match is None:
        return None
    noun, action, packed_id, version = match.groups()
    return ButtonData(noun, action, int(packed_id, 36), int(version, 36))


def pattern(noun: str, *actions: str) -> re.Pattern[str]:
    """Matches the data of a noun's buttons; of these actions only, where any are named."""
    return re.compile(rf"1:{noun}:({'|'.join(actions) if actions else '[a-z_]{1,16}'}):{_ID}:{_VERSION}\Z")


def base36(number: int) -> str:
    """A number in the digits of button data."""
    sign, number = ("-", -number) if number < 0 else ("", number)
    digits = ""
    while True:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
        if not number:
            return sign + digits
