import re
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, load_settings
from models.city import EmergencyNumber

ROOT = Path(__file__).parents[2]
TOKEN = "123456:" + "x" * 35
NAMES = [name.upper() for name in Settings.model_fields]


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of the machine's own, and no .env of somebody's checkout."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_the_defaults_serve_a_first_try() -> None:
    """Nothing has to be set to try the commands that need no token."""
    settings = load_settings()
    assert settings.database_url.get_secret_value() == "sqlite:///var/mahalleyar.db"
    assert settings.city.zone.key == "Asia/Tehran"
    assert (settings.send_rate, settings.chat_rate) == (30.0, 1.0)
    assert [entry.number for entry in settings.emergency_numbers] == ["125", "115", "110"]


def test_everything_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each name is read from the environment, Persian commas included."""
    given = {
        "BOT_TOKEN": TOKEN,
        "BOT_API_URL": "http://127.0.0.1:8081/",
        "BOT_PROXY": "socks5://me:word@127.0.0.1:9050",
        "DATABASE_URL": "postgresql://me:word@localhost/city",
        "OWNER_IDS": "7100000001، 12",
        "EMERGENCY_NUMBERS": "125 آتش‌نشانی، 1490 آب و فاضلاب",
        "DEFAULT_LANGUAGE": "en",
        "TIMEZONE": "UTC",
        "LOG_FORMAT": "json",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    settings = load_settings(needs_token=True)
    assert settings.bot_id == 123456
    assert settings.bot_api_url == "http://127.0.0.1:8081"
    assert settings.owner_ids == (7_100_000_001, 12)
    assert settings.emergency_numbers[1] == EmergencyNumber("1490", "آب و فاضلاب")
    assert (settings.city.default_language, settings.log_format) == ("en", "json")


def test_a_file_named_env_is_read(tmp_path: Path) -> None:
    """.env in the working directory counts, in UTF-8; lines of other programs do not hurt."""
    (tmp_path / ".env").write_text("CITY_NAME=ایزدشهر\nSOMETHING_ELSE=1\nBOT_PROXY=\n", encoding="utf-8")
    settings = load_settings()
    assert settings.city_name == "ایزدشهر"
    assert settings.bot_proxy is None


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("BOT_TOKEN", "secret-but-wrong", "123456:ABC-DEF"),
        ("BOT_API_URL", "api.telegram.org", "http or https address"),
        ("BOT_PROXY", "me:secret-but-wrong@proxy:1080", "http://, https:// or socks5://"),
        ("BOT_PLATFORM", "whatsapp", "telegram"),
        ("DATABASE_URL", "mysql://me:secret-but-wrong@host/db", "mysql is not served"),
        ("DATABASE_URL", "sqlite://", "needs a file"),
        ("DATABASE_URL", "nonsense", "not an address"),
        ("OWNER_IDS", "12,@maryam", "numbers with commas"),
        ("TIMEZONE", "Asia/Izadshahr", "name of a time zone"),
        ("DEFAULT_LANGUAGE", "de", "one of: fa, en"),
        ("SEND_RATE", "-1", "greater than or equal to 0"),
        ("SEND_RATE", "many", "number"),
        ("EMERGENCY_NUMBERS", "آتش‌نشانی", "pairs such as"),
        ("EMERGENCY_NUMBERS", "125", "pairs such as"),
        ("CITY_LOCATION", "Tehran", "latitude and longitude"),
        ("CITY_LOCATION", "99.1, 51.4", "latitude and longitude"),
        ("COUNCIL_TERM", "0", "greater than or equal to 1"),
        ("REVIEW_DAYS", "-1", "greater than or equal to 0"),
        ("LOG_LEVEL", "LOUD", "'DEBUG', 'INFO', 'WARNING' or 'ERROR'"),
        ("LOG_FORMAT", "xml", "'text' or 'json'"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, reason: str
) -> None:
    """The line says which setting and what it should be, and never repeats a secret."""
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    (line,) = caught.value.lines
    assert line.startswith(f"{name} is wrong: ")
    assert reason in line
    assert "\n" not in line
    assert "secret-but-wrong" not in line


def test_every_wrong_setting_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two mistakes are two lines, not two tries."""
    monkeypatch.setenv("TIMEZONE", "nowhere")
    monkeypatch.setenv("LOG_LEVEL", "LOUD")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert [line.split()[0] for line in caught.value.lines] == ["TIMEZONE", "LOG_LEVEL"]


def test_a_missing_token_is_named() -> None:
    """A command that talks to the messenger says where the token belongs."""
    with pytest.raises(SettingsError, match="BOT_TOKEN is missing"):
        load_settings(needs_token=True)


def test_secrets_are_not_shown() -> None:
    """Printing the settings shows neither token nor passwords."""
    settings = load_settings(bot_token=TOKEN, database_url="postgresql://me:word@localhost/city")
    assert TOKEN not in repr(settings)
    assert "word" not in repr(settings)


@pytest.mark.parametrize("file", [".env.example", "README.md", "README.fa.md"])
def test_every_setting_is_documented(file: str) -> None:
    """A setting that nobody can read of is none."""
    text = (ROOT / file).read_text(encoding="utf-8")
    assert [name for name in NAMES if not re.search(rf"\b{name}\b", text)] == []


def test_the_example_has_a_comment_for_every_setting() -> None:
    """.env.example has one line for each setting, each below a comment, and nothing that is no setting."""
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    found = {}
    for before, line in zip(["", *lines], lines, strict=False):
        match = re.match(r"#?\s?([A-Z_]+)=", line)
        if match:
            found[match[1]] = before
    assert set(found) == set(NAMES)
    assert [name for name, before in found.items() if not before.startswith("#")] == []


def test_the_example_can_be_copied(tmp_path: Path) -> None:
    """.env.example, copied to .env as it is, holds no wrong value."""
    (tmp_path / ".env").write_text((ROOT / ".env.example").read_text(encoding="utf-8"), encoding="utf-8")
    load_settings()
