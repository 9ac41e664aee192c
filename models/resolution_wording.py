"""What a resolution says, as it is put together, and whether it can be put on record."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from models.errors import ResolutionUnready, TextTooLong
from models.text import fold
from models.typed_votes import Votes

LONGEST_TEXT: Final = 2500  # letters: with everything else a card of it fits one message
LONGEST_BODY: Final = 200  # letters of the responsible body's name


@dataclass(frozen=True)
class Wording:
    """What a resolution says. `due_on` is a day of the city's calendar, open where there is none."""

    text: str
    responsible: str
    due_on: date | None = None
    votes: Votes | None = None
    topic: str | None = None

    def checked(self) -> "Wording":
        """The same without blanks around it.

        Raises:
            ResolutionUnready: it says nothing, or not whose work it is.
            TextTooLong: it is longer than `LONGEST_TEXT`, or the body's name than `LONGEST_BODY`.
        """
        words, body = self.text.strip(), " ".join(self.responsible.split())
        lacking = [name for name, said in (("text", words), ("responsible", body)) if not said]
        if lacking:
            raise ResolutionUnready(tuple(lacking))
        for said, limit in ((words, LONGEST_TEXT), (body, LONGEST_BODY)):
            if len(said) > limit:
                raise TextTooLong(limit)
        return replace(self, text=words, responsible=body)

    def to_values(self) -> dict[str, Any]:
        """As columns, with the key under which it is found."""
        votes = self.votes
        return {
            "text": self.text,
            "responsible": self.responsible,
            "due_on": self.due_on,
            "votes_for": votes.in_favour if votes is not None else None,
            "votes_against": votes.against if votes is not None else None,
            "votes_abstained": votes.abstained if votes is not None else None,
            "topic": self.topic,
            "search_key": fold(f"{self.text}\n{self.responsible}"),
        }
