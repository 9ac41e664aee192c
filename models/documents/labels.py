"""The words for kinds, statuses and attachments of submissions: in spreadsheets and on cards alike (GLOSSARY)."""

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

VISIBILITIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "public": mark_label("visibility", "Public"),
        "staff_only": mark_label("visibility", "Staff only"),
    }
)

MEDIA_KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "photo": mark_label("attachment", "{number} photo"),
        "voice": mark_label("attachment", "{number} voice message"),
        "audio": mark_label("attachment", "{number} audio file"),
        "video": mark_label("attachment", "{number} video"),
        "video_note": mark_label("attachment", "{number} video message"),
        "animation": mark_label("attachment", "{number} animation"),
        "document": mark_label("attachment", "{number} file"),
    }
)

# Why a file is not among ours; `stored` needs no word.
MISSING_MEDIA: Final[Mapping[str, str]] = MappingProxyType(
    {
        "waiting": mark_label("attachment", "not fetched yet"),
        "too_large": mark_label("attachment", "too large to fetch"),
        "gone": mark_label("attachment", "no longer there"),
    }
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


def visibility_label(visibility: str, tr: Translator) -> str:
    """Say who may read it beside its author.

    Raises:
        KeyError: it is not one of `VISIBILITIES`.
    """
    return tr.label("visibility", VISIBILITIES[visibility])


def missing_label(state: str, tr: Translator) -> str:
    """Say why a file is not among ours; a file we should have, and have not, is no longer there."""
    return tr.label("attachment", MISSING_MEDIA.get(state, MISSING_MEDIA["gone"]))
