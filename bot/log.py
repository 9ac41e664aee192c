"""Logs: one event a line, as text or JSON, never with a token or anybody's words in it."""

import logging
import re
import sys
from typing import Any, override

import structlog

_TOKEN = re.compile(r"\d{1,18}:[A-Za-z0-9_-]{20,}")
_HIDDEN = "***"


class _Secrets:
    """What must never be printed: the tokens that this process was given, and whatever looks like one."""

    def __init__(self) -> None:
        self.known: set[str] = set()

    def hide(self, text: str) -> str:
        for secret in self.known:
            text = text.replace(secret, _HIDDEN)
        return _TOKEN.sub(_HIDDEN, text)


_secrets = _Secrets()


class _HidingFormatter(structlog.stdlib.ProcessorFormatter):
    """Formats the whole line, tracebacks included, and only then hides what must not be read."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        return _secrets.hide(super().format(record))


def set_up_logging(*, level: str, style: str, secrets: tuple[str, ...] = ()) -> None:
    """Send every log of this process, other libraries' included, to standard error.

    Args:
        level: DEBUG, INFO, WARNING or ERROR.
        style: "text" for people, "json" for machines.
        secrets: strings that never appear, whatever library logs them.
    """
    _secrets.known = {secret for secret in secrets if secret}
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_HidingFormatter(foreign_pre_chain=shared, processors=_rendering(style)))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for noisy in ("httpx", "httpcore", "apscheduler", "alembic", "aiohttp.access", "asyncio"):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, root.level))


def _rendering(style: str) -> list[Any]:
    if style == "json":
        return [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    return [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback),
    ]


def hide_secrets(text: str) -> str:
    """The text as a log would print it: without tokens."""
    return _secrets.hide(text)


def get_logger(name: str) -> Any:
    """A logger that takes an event's name and values: `log.info("update_set_aside", update_id=7)`."""
    return structlog.stdlib.get_logger(name)
