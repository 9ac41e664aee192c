"""What stands for a person in a file: the same in every export, and nobody can count back from it."""

import base64
import hashlib
import hmac
import math

_LETTERS = 10  # of base32: 50 bits; among a million people two share one with a chance of 1 in 2,000
GRID = 0.005  # degrees of latitude: about 555 m


class Pseudonyms:
    """Makes pseudonyms from ids with the installation's own secret.

    Without the secret an id cannot be told from its pseudonym, by trying all ids neither (HMAC, RFC 2104). The secret
    lies in the database (`secret`): whoever holds that knows the people anyway, and a restored copy of it goes on
    with the same pseudonyms.
    """

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def of_person(self, person_id: int) -> str:
        """A person's, the same for all they sent under their name."""
        return self._make(f"person {person_id}")

    def of_submission(self, submission_id: int) -> str:
        """An anonymous submission's own, which connects it with nothing else of its author's."""
        return self._make(f"submission {submission_id}")

    def _make(self, what: str) -> str:
        digest = hmac.digest(self._secret, what.encode(), hashlib.sha256)
        return base64.b32encode(digest).decode()[:_LETTERS]


def blur(latitude: float, longitude: float) -> tuple[float, float]:
    """The middle of the field of about 500 by 500 m that a pin lies in (degrees, WGS 84).

    A field and no chance: pins that were blurred by chance, again and again, show the place in their middle.
    """
    row = round(math.floor(latitude / GRID) * GRID + GRID / 2, 4)
    step = GRID / max(math.cos(math.radians(row)), 0.01)  # degrees of longitude grow shorter towards the poles
    return row, round((math.floor(longitude / step) + 0.5) * step, 4)
