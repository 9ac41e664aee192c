"""The words for kinds and statuses of submissions: in spreadsheets and on cards alike (GLOSSARY)."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from locales import Translator, mark_label

KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "report": mark_label("kind", "Problem report"),
        "proposal": mark_label("kind", "Proposal"),
        "opinion": mark_label("kind", "Opinion"),
        "complaint": mark_label("kind", "Complaint"),
        "thanks": mark_label("kind", "Thanks"),
    }
)

STATUSES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "registered": mark_label("status", "Registered"),
        "needs_info": mark_label("status", "Needs more information"),
        "referred": mark_label("status", "Referred"),
        "under_review": mark_label("status", "Under review"),
        "on_agenda": mark_label("status", "On the agenda"),
        "approved": mark_label("status", "Approved"),
        "in_progress": mark_label("status", "In progress"),
        "done": mark_label("status", "Done"),
        "not_accepted": mark_label("status", "Not accepted"),
        "out_of_scope": mark_label("status", "Outside the municipality's duties"),
        "merged": mark_label("status", "Merged with another request"),
        "withdrawn": mark_label("status", "Withdrawn"),
        "reopened": mark_label("status", "Reopened"),
    }
)

# Where the author reads another word than the staff does.
STATUSES_FOR_AUTHOR: Final[Mapping[str, str]] = MappingProxyType(
    {"needs_info": mark_label("status", "Waiting for your answer")}
)


def kind_label(kind: str, tr: Translator) -> str:
    """Say what kind of submission this is.

    Raises:
        KeyError: the kind is not one of `KINDS`.
    """
    return tr.label("kind", KINDS[kind])


def status_label(status: str, tr: Translator, *, for_author: bool = False) -> str:
    """Say what became of a submission, to the staff or, where that is another word, to its author.

    Raises:
        KeyError: the status is not one of `STATUSES`.
    """
    if for_author and status in STATUSES_FOR_AUTHOR:
        return tr.label("status", STATUSES_FOR_AUTHOR[status])
    return tr.label("status", STATUSES[status])
