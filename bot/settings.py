"""Settings: one field for each line of .env.example, read from the environment and from a file named .env."""

import re
from datetime import date, time, timedelta
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from locales import LANGUAGES, use_names
from locales.names import UnknownNameError, check_names
from models.city import City, EmergencyNumber
from models.typed_day import UnknownDayError, read_day

_TOKEN = re.compile(r"\d{1,18}:[A-Za-z0-9_-]{3,}")
_PROXY = re.compile(r"(https?|socks5h?)://\S+")


class SettingsError(ValueError):
    """One or more settings are missing or wrong; each line names one and says what it should be."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


class Settings(BaseSettings):
    """What an installation decides for itself. The defaults serve a first try on one machine."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True)

    bot_token: SecretStr = SecretStr("")
    bot_platform: Literal["telegram", "playground"] = "telegram"
    bot_api_url: str = "https://api.telegram.org"
    bot_proxy: SecretStr | None = None  # a proxy's address may hold a password
    database_url: SecretStr = SecretStr("sqlite:///var/mahalleyar.db")
    media_dir: Path = Path("var/media")
    owner_ids: Annotated[tuple[int, ...], NoDecode] = ()
    city_name: str = "شهر ما"
    council_name: str = "شوراهای محلات"
    city_terms: Annotated[dict[str, str], NoDecode] = Field(default_factory=dict)
    timezone: str = "Asia/Tehran"
    default_language: str = "fa"
    send_rate: float = Field(default=30.0, ge=0)
    chat_rate: float = Field(default=1.0, ge=0)
    emergency_numbers: Annotated[tuple[EmergencyNumber, ...], NoDecode] = (
        EmergencyNumber("125", "آتش‌نشانی"),
        EmergencyNumber("115", "اورژانس"),
        EmergencyNumber("110", "پلیس"),
    )
    holidays: Annotated[tuple[date, ...], NoDecode] = ()
    thursday_off: bool = False
    approval_above: int = Field(default=5000, ge=0)
    notice_delay: float = Field(default=60.0, ge=0, le=3600)
    council_term: int = Field(default=1, ge=1, le=99)
    review_days: int = Field(default=14, ge=0, le=365)
    goal_news_at: time = time(17)
    city_location: Annotated[tuple[float, float], NoDecode] = (35.70, 51.42)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"

    @field_validator("bot_token")
    @classmethod
    def _token(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not _TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError("it should look like 123456:ABC-DEF, as the messenger's BotFather gives it")
        return value

    @field_validator("bot_api_url")
    @classmethod
    def _api_url(cls, value: str) -> str:
        if not re.fullmatch(r"https?://[^\s/]+(/\S*)?", value):
            raise ValueError("it should be an http or https address")
        return value.rstrip("/")

    @field_validator("bot_proxy", mode="before")
    @classmethod
    def _proxy(cls, value: str | SecretStr | None) -> str | None:
        address = value.get_secret_value() if isinstance(value, SecretStr) else value
        if not address:
            return None
        if not _PROXY.fullmatch(address):
            raise ValueError("it should begin with http://, https:// or socks5://")
        return address

    @field_validator("owner_ids", mode="before")
    @classmethod
    def _owner_ids(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        parts = [part for part in re.split(r"[,\s،]+", value) if part]
        if not all(re.fullmatch(r"\d{1,18}", part) for part in parts):
            raise ValueError("it should be numbers with commas between them, such as 1234,5678")
        return tuple(int(part) for part in parts)

    @field_validator("timezone")
    @classmethod
    def _timezone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except Exception as error:
            raise ValueError("it should be the name of a time zone, such as Asia/Tehran") from error
        return value

    @field_validator("default_language")
    @classmethod
    def _language(cls, value: str) -> str:
        if value not in LANGUAGES:
            raise ValueError(f"it should be one of: {', '.join(LANGUAGES)}")
        return value

    @field_validator("emergency_numbers", mode="before")
    @classmethod
    def _emergency_numbers(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        numbers = []
        for entry in (entry.strip() for entry in re.split(r"[,،]", value) if entry.strip()):
            number, _, service = entry.partition(" ")
            if not number.isdigit() or not service.strip():
                raise ValueError("it should be pairs such as: 125 آتش‌نشانی, 115 اورژانس")
            numbers.append(EmergencyNumber(number, service.strip()))
        return tuple(numbers)

    @field_validator("holidays", mode="before")
    @classmethod
    def _holidays(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        try:
            return tuple(read_day(words) for words in re.split(r"[,،]", value) if words.strip())
        except UnknownDayError as error:
            raise ValueError("it should be days with commas between them, such as 1405/10/13, 1405/11/27") from error

    @field_validator("city_location", mode="before")
    @classmethod
    def _city_location(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        found = re.fullmatch(r"\s*(-?\d{1,2}(?:\.\d+)?)\s*[,،]\s*(-?\d{1,3}(?:\.\d+)?)\s*", value)
        place = (float(found[1]), float(found[2])) if found is not None else None
        if place is None or abs(place[0]) > 66 or abs(place[1]) > 180:  # beyond, the sun does not set every day
            raise ValueError("it should be latitude and longitude in degrees, such as 35.70, 51.42")
        return place

    @field_validator("city_terms", mode="before")
    @classmethod
    def _city_terms(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        pairs = [pair.partition("=") for pair in re.split(r"[,،]", value) if pair.strip()]
        words = {usual.strip(): own.strip() for usual, _, own in pairs}
        try:
            check_names(words)
        except UnknownNameError as error:
            raise ValueError(
                f"it should be pairs such as: شورای محله = شورایاری, دبیرخانه = روابط عمومی ({error})"
            ) from error
        return words

    @field_validator("database_url")
    @classmethod
    def _database_url(cls, value: SecretStr) -> SecretStr:
        from models.database import parse_database_url  # noqa: PLC0415  (SQLAlchemy takes 0.3 s; --help has none)

        parse_database_url(value.get_secret_value())
        return value

    @property
    def bot_id(self) -> int:
        """The number before the token's colon."""
        return int(self.bot_token.get_secret_value().partition(":")[0])

    @property
    def city(self) -> City:
        """What handlers and services may know of these settings."""
        return City(
            name=self.city_name,
            council_name=self.council_name,
            zone=ZoneInfo(self.timezone),
            default_language=self.default_language,
            emergency_numbers=self.emergency_numbers,
            holidays=frozenset(self.holidays),
            thursday_is_off=self.thursday_off,
            approval_above=self.approval_above,
            notice_delay=timedelta(seconds=self.notice_delay),
            council_term=self.council_term,
            review_days=self.review_days,
            goal_news_at=self.goal_news_at,
            latitude=self.city_location[0],
            longitude=self.city_location[1],
        )


def load_settings(*, needs_token: bool = False, **overrides: object) -> Settings:
    """Read the settings; from then on this process uses the city's own words.

    Args:
        needs_token: whether the command talks to the messenger.
        overrides: fields given by the command line instead.

    Raises:
        SettingsError: each of its lines names one setting and what it should be; secrets are not repeated.
    """
    try:
        settings = Settings(**overrides)  # type: ignore[arg-type]  # pydantic checks them
    except ValidationError as error:
        raise SettingsError([_line(problem) for problem in error.errors()]) from None
    if needs_token and not settings.bot_token.get_secret_value():
        raise SettingsError(["BOT_TOKEN is missing: write BOT_TOKEN=… into .env (see .env.example)"])
    use_names(settings.city_terms)
    return settings


def _line(problem: object) -> str:
    details = dict(problem)  # type: ignore[call-overload]  # pydantic's ErrorDetails is a TypedDict
    name = str(details["loc"][0]).upper()
    reason = str(details["msg"]).removeprefix("Value error, ")
    return f"{name} is wrong: {reason[:1].lower()}{reason[1:]}"
