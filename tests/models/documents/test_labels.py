import pytest

from locales import translator
from models.documents.labels import (
    KINDS,
    MEDIA_KINDS,
    MISSING_MEDIA,
    STATUSES,
    VISIBILITIES,
    kind_label,
    missing_label,
    status_label,
    visibility_label,
)
from models.media import MediaKind, MediaState
from models.submission import Kind, Status, Visibility

FA, EN = translator("fa"), translator("en")


def test_every_kind_and_status_has_its_words() -> None:
    """There is no kind and no status without a label, and no label too many."""
    assert set(KINDS) == {kind.value for kind in Kind}
    assert set(STATUSES) == {status.value for status in Status}
    assert set(VISIBILITIES) == {visibility.value for visibility in Visibility}
    assert set(MEDIA_KINDS) == {kind.value for kind in MediaKind}
    assert set(MISSING_MEDIA) == {state.value for state in MediaState} - {"stored"}


@pytest.mark.parametrize("for_author", [True, False])
def test_labels_differ(for_author: bool) -> None:
    """In each language no two kinds and no two statuses read alike."""
    for tr in (FA, EN):
        assert len({kind_label(kind, tr) for kind in Kind}) == 5
        assert len({status_label(status, tr, for_author=for_author) for status in Status}) == 13


def test_the_glossary_s_words() -> None:
    """Labels are the glossary's words; an author whose answer is awaited reads just that."""
    assert kind_label("thanks", FA) == "تقدیر و تشکر"
    assert status_label("in_progress", FA) == "در دست اقدام"
    assert status_label("needs_info", FA) == "نیاز به تکمیل اطلاعات"
    assert status_label("needs_info", FA, for_author=True) == "منتظر پاسخ شما"
    assert status_label("done", EN, for_author=True) == "Done"


def test_unknown_tokens_raise() -> None:
    """A token without a label is a mistake of ours, and no resident reads it."""
    with pytest.raises(KeyError):
        kind_label("xx", FA)
    with pytest.raises(KeyError):
        status_label("xx", FA)


def test_a_file_that_should_be_there() -> None:
    """A stored file that is not on the disk reads as no longer there, like one the messenger dropped."""
    assert missing_label("stored", FA) == missing_label("gone", FA) == "دیگر در دسترس نیست"
    assert visibility_label("staff_only", FA) == "فقط دبیرخانه"
