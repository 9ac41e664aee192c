"""What a submission's kind, topic, visibility, and whom it is about become when somebody puts them right."""

from typing import Any, Final, Literal

from models.area_tree import AreaTree
from models.complaint import body_complained_of
from models.submission import About, Kind, Submission, Visibility

NOBODY: Final = "nobody"
type Whom = About | Literal["nobody"]


def corrected(
    submission: Submission,
    tree: AreaTree,
    *,
    kind: Kind | None,
    topic: str | None,
    visibility: Visibility | None,
    about: Whom | None,
) -> dict[str, Any]:
    """The columns to set; None leaves a thing as it is.

    What becomes a complaint is for the staff only, and no complaint is made public. Only a complaint is about somebody;
    what was one is kept from them until somebody says that it is about nobody.
    """
    is_complaint = (kind or Kind(submission.kind)) is Kind.COMPLAINT
    wanted: dict[str, Any] = {}
    if kind is not None:
        wanted["kind"] = kind.value
    if kind is Kind.COMPLAINT:
        wanted["visibility"] = Visibility.STAFF_ONLY.value
    if topic is not None:
        wanted["topic"] = topic
    if visibility is not None and not is_complaint:
        wanted["visibility"] = visibility.value
    if about == NOBODY:
        wanted |= {"about": None, "about_area_id": None}
    elif isinstance(about, About) and is_complaint:
        wanted |= {"about": about.value, "about_area_id": body_complained_of(about, submission.area_id, tree)}
    return wanted
