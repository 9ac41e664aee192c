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
        "notice.create": mark_label("audit", "Began a notice"),
        "notice.change": mark_label("audit", "Changed a notice"),
        "notice.discard": mark_label("audit", "Discarded a notice"),
        "notice.send": mark_label("audit", "Had a notice sent"),
        "notice.ask": mark_label("audit", "Asked for a yes to a notice"),
        "notice.unsend": mark_label("audit", "Stopped a notice before it left"),
        "notice.approve": mark_label("audit", "Approved a notice"),
        "notice.return": mark_label("audit", "Returned a notice"),
        "notice.start": mark_label("audit", "A notice left"),
        "notice.skip": mark_label("audit", "A notice's time was missed"),
        "notice.hold": mark_label("audit", "Held a notice back"),
        "notice.take_over": mark_label("audit", "Took a notice over"),
        "notice.amend": mark_label("audit", "Amended a notice"),
        "notice.withdraw": mark_label("audit", "Withdrew a notice"),
        "notice.pause": mark_label("audit", "Paused a notice"),
        "notice.resume": mark_label("audit", "Let a notice go on"),
        "notice.stop": mark_label("audit", "Stopped the rest of a notice"),
        "notice.send_again": mark_label("audit", "Sent a notice again where it was uncertain"),
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
        "people": mark_label("audit field", "people"),
        "remark": mark_label("audit field", "remark"),
        "is_urgent": mark_label("audit field", "urgent"),
    }
)

UNSAID: Final = frozenset(
    {
        *{"entry", "event", "grant", "person", "passed_to", "allowed_area_ids", "hidden_about", "role_area_id"},
        *{"revision", "broadcast", "asked", "why", "waits", "missed", "state"},
        *{"starts_at", "repeats", "repeats_until", "repeats_day", "language"},
    }
)
"""What means something to the tables only: ids, what a file was narrowed to by the right of whoever asked, and how a
notice was set."""
