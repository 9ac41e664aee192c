"""Addresses as Telegram's servers check and rewrite them."""

import re
from urllib.parse import urlsplit

_USER = re.compile(r"tg://user/?\?id=([0-9]{1,15})\Z", re.IGNORECASE)
_SCHEMES = frozenset({"http", "https", "ftp"})
_APP_SCHEMES = frozenset({"tg", "ton", "tonsite"})


def linked_user(url: str) -> int | None:
    """Returns the user id in an address like ``tg://user?id=1``, else None."""
    found = _USER.match(url)
    return int(found[1]) if found else None


def checked_link(url: str) -> str:
    """Returns the address as Telegram keeps it ("Example.com" becomes "http://example.com/"), or ""."""
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
    except ValueError:  # such as an unclosed [ of an IPv6 address
        return ""
    if parts.scheme in _APP_SCHEMES:
        return url
    host = parts.netloc.lower()
    if parts.scheme not in _SCHEMES or "." not in host.strip(".") or re.search(r"\s", host):
        return ""
    return parts._replace(netloc=host, path=parts.path or "/").geturl()
