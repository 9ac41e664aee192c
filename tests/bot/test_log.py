import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.log import get_logger, hide_secrets, set_up_logging

TOKEN = "7123456789:AAH-secret_secret_secret_secret_123"  # noqa: S105  (made up)
SHORT = "42:local-playground"
PASSWORD = "socks5://me:hunter2@127.0.0.1:1"  # noqa: S105  (made up)


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


def _break() -> None:
    try:
        int(f"inner {SHORT}")
    except ValueError as inner:
        raise RuntimeError(f"outer {TOKEN}") from inner


@pytest.mark.parametrize("style", ["text", "json"])
def test_no_secret_reaches_a_log(capsys: pytest.CaptureFixture[str], style: str) -> None:
    """Tokens and passwords are hidden in events, values, other libraries' lines, and tracebacks with their causes."""
    set_up_logging(level="DEBUG", style=style, secrets=(SHORT, PASSWORD, ""))
    log = get_logger(f"test.{style}")
    log.info(TOKEN, url=f"https://host/bot{SHORT}/getMe", proxy=PASSWORD, nested={"x": [TOKEN]})
    logging.getLogger("somebody.else").warning("calling %s", f"/bot{TOKEN}/sendMessage")
    try:
        _break()
    except RuntimeError:
        log.exception("it_broke")
        logging.getLogger("somebody.else").exception("it broke")
    written = capsys.readouterr().err
    for secret in (TOKEN, SHORT, "hunter2", "AAH-secret"):
        assert secret not in written
    assert written.count("***") >= 8
    assert "RuntimeError" in written
    assert "ValueError" in written


def test_json_is_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    """Machines read one event a line, with its level, time and logger, Persian as Persian."""
    set_up_logging(level="INFO", style="json")
    get_logger("test.lines").info("update_set_aside", update_id=7, reason="چراغ\nسوخته")
    logging.getLogger("somebody.else").error("a plain line")
    first, second = capsys.readouterr().err.splitlines()
    event = json.loads(first)
    assert (event["event"], event["update_id"], event["level"]) == ("update_set_aside", 7, "info")
    assert event["logger"] == "test.lines"
    assert event["timestamp"].endswith("Z")
    assert "چراغ" in first
    assert json.loads(second)["event"] == "a plain line"


def test_levels(capsys: pytest.CaptureFixture[str]) -> None:
    """What is below the level is not written; chatty libraries are heard from WARNING on."""
    set_up_logging(level="INFO", style="text")
    get_logger("test.levels").debug("too_fine")
    logging.getLogger("aiohttp.access").info("GET /")
    logging.getLogger("apscheduler").warning("missed")
    written = capsys.readouterr().err
    assert "too_fine" not in written
    assert "GET /" not in written
    assert "missed" in written


def test_hiding_by_shape() -> None:
    """A token nobody told of is known by its shape; codes and times are not hidden."""
    assert hide_secrets(f"x {TOKEN} y") == "x *** y"
    assert hide_secrets("1405-000123-7 at 12:30:05") == "1405-000123-7 at 12:30:05"
