"""getUpdates, getMe and the webhook's methods."""

from typing import Any

from bot.playground.errors import bad_request
from bot.playground.parameters import Parameters
from bot.playground.registry import RawJson, method
from bot.playground.state import State


@method("getUpdates")
async def get_updates(state: State, parameters: Parameters) -> RawJson:
    """Waits for updates; ``allowed_updates`` is remembered, an empty list means the default kinds."""
    if "allowed_updates" in parameters:
        state.updates.allowed = frozenset(parameters["allowed_updates"]) or None
    limit = min(max(parameters.get("limit", 100), 1), 100)
    timeout = max(parameters.get("timeout", 0), 0)
    return RawJson(await state.updates.get(offset=parameters.get("offset", 0), limit=limit, timeout=timeout))


@method("getMe")
def get_me(state: State, _: Parameters) -> dict[str, Any]:
    """Returns the bot."""
    return {
        **state.bot,
        "can_join_groups": True,
        "can_read_all_group_messages": not state.privacy_mode,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


@method("deleteWebhook")
def delete_webhook(state: State, parameters: Parameters) -> bool:
    """There is never a webhook here; waiting updates are dropped on demand."""
    if parameters.get("drop_pending_updates"):
        state.updates.clear()
    return True


@method("setWebhook")
def set_webhook(state: State, parameters: Parameters) -> bool:
    """Refuses every address: the playground is polled."""
    if parameters["url"]:
        raise bad_request("bad webhook: the playground is polled with getUpdates only")
    return delete_webhook(state, parameters) is True


@method("getWebhookInfo")
def get_webhook_info(state: State, _: Parameters) -> dict[str, Any]:
    """Returns that there is no webhook, and how many updates wait."""
    return {"url": "", "has_custom_certificate": False, "pending_update_count": len(state.updates)}
