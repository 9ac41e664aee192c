"""`mahalleyar run`: the service in the foreground, until SIGTERM or Ctrl-C."""

import asyncio
import signal

from bot.log import set_up_logging
from bot.service import Service
from bot.settings import Settings, load_settings


def run_service() -> None:
    """Serve with the settings of the environment.

    Raises:
        SettingsError: a setting is missing or wrong.
        TokenRefusedError: the messenger does not accept the token.
    """
    settings = load_settings(needs_token=True)
    prepare_logging(settings)
    asyncio.run(_serve(settings))


def prepare_logging(settings: Settings) -> None:
    """Log as the settings say, with every secret of theirs hidden."""
    secrets = [settings.bot_token.get_secret_value()]
    if settings.bot_proxy is not None:
        secrets.append(settings.bot_proxy.get_secret_value())
    set_up_logging(level=settings.log_level, style=settings.log_format, secrets=tuple(secrets))


async def _serve(settings: Settings) -> None:
    service = Service(settings)
    stop_at_signals(service)
    await service.run()


def stop_at_signals(service: Service) -> None:
    """SIGTERM and Ctrl-C end the service cleanly."""
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, service.stop)
