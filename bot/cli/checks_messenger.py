"""What `doctor` asks the network: the proxy, the Bot API's server, the token, the clock."""

import asyncio
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from aiohttp import ClientError, ClientTimeout
from aiohttp_socks import ProxyConnectionError, ProxyError, ProxyTimeoutError
from yarl import URL

from bot.cli.finding import Finding, broken, doubtful, fine
from bot.outgoing.api import ApiClient
from bot.outgoing.errors import ApiError, CallFailed
from bot.outgoing.wire import SOCKS_PORT, open_session
from bot.settings import Settings

CLOCK_MAY_DIFFER = 60.0  # seconds
_PATIENCE = 10.0  # seconds for each question
_REFUSED = frozenset({401, 404})


async def check_proxy(settings: Settings) -> Finding:
    """Whether the proxy takes connections; what lies behind it is the messenger's check."""
    if settings.bot_proxy is None:
        return fine("proxy", "none is set")
    address = URL(settings.bot_proxy.get_secret_value())
    host, port = address.host or "", address.port or SOCKS_PORT
    try:
        async with asyncio.timeout(_PATIENCE):
            _, writer = await asyncio.open_connection(host, port)
    except (OSError, ValueError) as error:  # a TimeoutError is an OSError
        reason = getattr(error, "strerror", None) or type(error).__name__
        return broken("proxy", f"{host}:{port} does not answer ({reason})", "start it, or correct BOT_PROXY")
    writer.close()
    return fine("proxy", f"{host}:{port} takes connections")


async def check_messenger(settings: Settings) -> list[Finding]:
    """Whether the Bot API answers and takes the token, whether somebody set a webhook, and whether clocks agree."""
    if not settings.bot_token.get_secret_value():
        return [doubtful("messenger", "it cannot be asked without a token", "set BOT_TOKEN and look again")]
    client = ApiClient(base_url=settings.bot_api_url, token=settings.bot_token, proxy=_proxy(settings))
    try:
        return [*await _ask(client, settings), *await check_clock(settings)]
    finally:
        await client.close()


async def _ask(client: ApiClient, settings: Settings) -> list[Finding]:
    try:
        me = await client.call("getMe", {}, timeout=_PATIENCE)
        webhook = await client.call("getWebhookInfo", {}, timeout=_PATIENCE)
    except ApiError as error:
        return [fine("messenger", f"{settings.bot_api_url} answers"), _refusal(error)]
    except CallFailed as error:
        return [_unreachable(error.reason, settings)]
    name = me.get("username") if isinstance(me, dict) else None
    return [
        fine("messenger", f"{settings.bot_api_url} answers"),
        fine("token", f"it is @{name}'s" if name else "it is accepted"),
        _webhook(webhook),
    ]


def _refusal(error: ApiError) -> Finding:
    if error.code in _REFUSED:
        return broken(
            "token",
            f"the messenger refuses BOT_TOKEN ({error.code})",
            "copy it anew from the messenger's BotFather; see too that BOT_API_URL is the right messenger's",
        )
    return broken("token", f"the messenger says {error.reason}", "look again in a few minutes")


def _unreachable(reason: str, settings: Settings) -> Finding:
    remedy = "see that the proxy reaches it" if settings.bot_proxy else "where it is filtered, set BOT_PROXY"
    return broken(
        "messenger",
        f"{settings.bot_api_url} cannot be reached ({reason})",
        f"look at the network and at BOT_API_URL; {remedy}",
    )


def _webhook(info: Any) -> Finding:
    if not isinstance(info, dict) or not info.get("url"):
        return fine("webhook", "none is set, as it should be")
    host = URL(str(info["url"])).host or "somewhere"  # its path is often a secret
    return broken(
        "webhook",
        f"one is set, to {host}: updates go there and not to this bot",
        "stop what serves it, then call deleteWebhook",
    )


async def check_clock(settings: Settings) -> list[Finding]:
    """Whether this machine's clock agrees with the server's (its answer's Date header); nothing if it is away."""
    address = f"{settings.bot_api_url}/bot{settings.bot_token.get_secret_value()}/getMe"
    session = open_session(_proxy(settings))
    try:
        limit = ClientTimeout(total=_PATIENCE)
        async with session.post(URL(address), timeout=limit, allow_redirects=False) as answer:
            told = answer.headers.get("Date")
    except (ClientError, OSError, ValueError, ProxyError, ProxyConnectionError, ProxyTimeoutError):
        return []  # said already, by the messenger's own line
    finally:
        await session.close()
    return [_compare(told)]


def _compare(told: str | None) -> Finding:
    try:
        there = parsedate_to_datetime(told or "")
    except ValueError:
        return doubtful("clock", "the server does not tell its time", "compare `date -u` with another clock")
    off = (datetime.now(UTC) - there.replace(tzinfo=there.tzinfo or UTC)).total_seconds()
    if abs(off) > CLOCK_MAY_DIFFER:
        way = "ahead of" if off > 0 else "behind"
        return broken(
            "clock",
            f"this machine's is {abs(off):,.0f} s {way} the server's",
            "set it: timedatectl set-ntp true (or chrony, ntpd)",
        )
    return fine("clock", f"it agrees with the server's to {abs(off):.0f} s")


def _proxy(settings: Settings) -> str | None:
    return settings.bot_proxy.get_secret_value() if settings.bot_proxy else None
