"""What a notice may say: lengths, files, link and question, checked before anybody sees it. Pure."""

import html
import re
from urllib.parse import urlsplit

from models.draft import has_words
from models.errors import BadLink, BadQuestion, NoticeEmpty, NoticeTooLong, NoticeTooManyFiles, OnlyWordsAmend
from models.notice_content import (
    ANSWER_LIMIT,
    MOST_ANSWERS,
    MOST_FILES,
    QUESTION_LIMIT,
    TEXT_LIMIT,
    Link,
    NoticeContent,
    Question,
)

KEPT_FREE = 160  # UTF-16 units for the mark of an amendment and the closing line, in any language
_BETWEEN = 2  # line breaks between the words and the question
_LINK_LIMIT = 1024  # letters of an address
_TAG = re.compile(r"<[^<>]*>")
_LEAST_ANSWERS = 2


def visible_length(markup: str) -> int:
    """UTF-16 units of a text once its markup is read: what the messenger's limits count."""
    return len(words_of(markup).encode("utf-16-le", "surrogatepass")) // 2


def words_of(markup: str) -> str:
    """The text without its markup."""
    return html.unescape(_TAG.sub("", markup))


def check(content: NoticeContent) -> None:
    """Whether this can be sent as it is.

    Raises:
        NoticeEmpty: there is nothing to show.
        NoticeTooLong: the words do not fit one message, beside the question and the mark of an amendment.
        NoticeTooManyFiles: they do not fit one album.
        BadLink, BadQuestion: what readers can press is not whole.
    """
    has_text = has_words(words_of(content.html))
    if not has_text and not content.files and content.location is None:
        raise NoticeEmpty
    if len(content.files) > MOST_FILES:
        raise NoticeTooManyFiles(MOST_FILES)
    asked = _BETWEEN + visible_length(html.escape(content.question.text)) if content.question is not None else 0
    surplus = visible_length(content.html) + asked + KEPT_FREE - TEXT_LIMIT
    if surplus > 0:
        raise NoticeTooLong(surplus)
    if content.link is not None:
        _check_link(content.link)
    if content.question is not None:
        _check_question(content.question)


def _check_link(link: Link) -> None:
    if not is_page(link.url) or not has_words(link.label) or len(link.label) > ANSWER_LIMIT:
        raise BadLink


def is_page(url: str) -> bool:
    """Whether the messenger takes this for the address of a page, as below a button."""
    try:
        parts = urlsplit(url)
        is_one = parts.scheme in {"http", "https"} and _is_host(parts.hostname) and not re.search(r"\s", url)
        is_one = is_one and parts.port != 0  # asking is what refuses a port that is none
    except ValueError:  # a port or an IPv6 address that is none
        return False
    return is_one and len(url) <= _LINK_LIMIT


def _is_host(name: str | None) -> bool:
    """Whether the messenger takes it for the name of a host: «localhost», or one word, it refuses."""
    return name is not None and "." in name.strip(".")


def _check_question(question: Question) -> None:
    answers = [answer.strip() for answer in question.answers]
    is_whole = (
        has_words(question.text)
        and len(question.text) <= QUESTION_LIMIT
        and _LEAST_ANSWERS <= len(answers) <= MOST_ANSWERS
        and all(has_words(answer) and len(answer) <= ANSWER_LIMIT for answer in answers)
        and len(set(answers)) == len(answers)
    )
    if not is_whole:
        raise BadQuestion(MOST_ANSWERS, ANSWER_LIMIT)


def check_amendment(was: NoticeContent, content: NoticeContent) -> None:
    """Whether what was delivered can become this: the messenger changes words, and one file into another.

    Raises:
        OnlyWordsAmend: files or the pin come, go or stand in another order, or the question is another one.
    """
    is_album = len(was.files) > 1
    same_files = was.files == content.files if is_album else len(was.files) == len(content.files)
    if not same_files or was.location != content.location:
        raise OnlyWordsAmend
    asked, asks = was.question, content.question
    if (asked is None) != (asks is None):
        raise OnlyWordsAmend
    if asked is not None and asks is not None and (asked.text, asked.answers) != (asks.text, asks.answers):
        raise OnlyWordsAmend
