"""What the tokens of the audit trail mean; a test holds that every action that is written has its words."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from locales import mark_label

ACTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "submission.claim": mark_label("audit", "Took it in hand"),
        "submission.release": mark_label("audit", "Let go of it"),
        "submission.ask": mark_label("audit", "Asked the author"),
        "submission.answer": mark_label("audit", "Answered in public"),
        "submission.note": mark_label("audit", "Left an internal note"),
        "submission.transcribe": mark_label("audit", "Typed a voice message"),
        "submission.move": mark_label("audit", "Set the status"),
        "submission.correct": mark_label("audit", "Put it right"),
        "submission.record": mark_label("audit", "Put on record for somebody"),
        "submission.update": mark_label("audit", "Changed by a file"),
        "identity.see": mark_label("audit", "Looked who wrote it"),
        "identity.export": mark_label("audit", "Took the authors' names in a file"),
        "export.made": mark_label("audit", "Took submissions as a file"),
        "audit.export": mark_label("audit", "Took the audit trail as a file"),
        "grant.begin": mark_label("audit", "Took a role"),
        "grant.change": mark_label("audit", "Changed a role"),
        "grant.revoke": mark_label("audit", "Took a role back"),
        "grant.ended": mark_label("audit", "A role ended"),
        "invitation.make": mark_label("audit", "Invited to a role"),
        "invitation.revoke": mark_label("audit", "Took an invitation back"),
    }
)

FIELDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "status": mark_label("audit field", "status"),
        "statuses": mark_label("audit field", "status"),
        "kind": mark_label("audit field", "kind"),
        "kinds": mark_label("audit field", "kind"),
        "topic": mark_label("audit field", "topic"),
        "topics": mark_label("audit field", "topic"),
        "visibility": mark_label("audit field", "visibility"),
        "area_id": mark_label("audit field", "area"),
        "area_ids": mark_label("audit field", "area"),
        "about": mark_label("audit field", "about whom"),
        "about_area_id": mark_label("audit field", "about the body of"),
        "needs_placing": mark_label("audit field", "to be placed"),
        "letter_number": mark_label("audit field", "letter number"),
        "letter_date": mark_label("audit field", "letter date"),
        "role": mark_label("audit field", "role"),
        "ends_at": mark_label("audit field", "until"),
        "passed": mark_label("audit field", "passed on"),
        "released": mark_label("audit field", "back to the queue"),
        "format": mark_label("audit field", "format"),
        "first_day": mark_label("audit field", "from"),
        "last_day": mark_label("audit field", "to"),
        "new_since_last": mark_label("audit field", "only what is new"),
        "with_identity": mark_label("audit field", "with names"),
        "with_files": mark_label("audit field", "with files"),
        "submissions": mark_label("audit field", "submissions"),
    }
)

UNSAID: Final = frozenset(
    {"entry", "event", "grant", "person", "passed_to", "allowed_area_ids", "hidden_about", "role_area_id"}
)
"""Ids that mean something to the tables only, and what a file was narrowed to by the right of whoever asked."""
