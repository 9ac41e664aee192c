import re

from models import errors
from models.errors import DomainError


def test_the_drawn_tree_is_the_real_one() -> None:
    """The tree drawn atop models/errors.py names every error there is, each below the class it comes from."""
    drawn = dict(_drawn(errors.__doc__ or ""))
    assert drawn == dict(_real(DomainError))
    assert len(drawn) > 3


def _drawn(picture: str) -> list[tuple[str, str]]:
    found, above = [], {-1: "Exception"}
    for line in picture.splitlines():
        branch = re.fullmatch(r"    ((?:│   |    )*(?:[├└]── )?)(\w+)(?:  .*)?", line)
        if branch:
            depth = len(branch[1]) // 4
            above[depth] = branch[2]
            found.append((branch[2], above[depth - 1]))
    return found


def _real(error: type[DomainError]) -> list[tuple[str, str]]:
    here = [(error.__name__, error.__base__.__name__)] if error.__base__ else []
    return here + [line for below in error.__subclasses__() for line in _real(below)]


def test_every_error_says_what_it_means() -> None:
    """Each error carries a docstring of its own: the sentence for a resident is written from it."""
    for name, above in _real(DomainError):
        documented = vars(errors)[name].__doc__
        assert documented
        assert above == "Exception" or documented != vars(errors)[above].__doc__
