"""Reactions of the bot on messages."""

from bot.playground.errors import bad_request
from bot.playground.parameters import Parameters
from bot.playground.registry import method
from bot.playground.sending import present
from bot.playground.state import State

REACTIONS = frozenset({
    "👍", "👎", "❤", "🔥", "🥰", "👏", "😁", "🤔", "🤯", "😱", "🤬", "😢", "🎉", "🤩",
    "🤮", "💩", "🙏", "👌", "🕊", "🤡", "🥱", "🥴", "😍", "🐳", "❤‍🔥", "🌚", "🌭", "💯",
    "🤣", "⚡", "🍌", "🏆", "💔", "🤨", "😐", "🍓", "🍾", "💋", "🖕", "😈", "😴", "😭",
    "🤓", "👻", "👨‍💻", "👀", "🎃", "🙈", "😇", "😨", "🤝", "✍", "🤗", "🫡", "🎅", "🎄",
    "☃", "💅", "🤪", "🗿", "🆒", "💘", "🙉", "🦄", "😘", "💊", "🙊", "😎", "👾", "🤷‍♂",
    "🤷", "🤷‍♀", "😡",
})  # fmt: skip
"""The emoji a reaction may be (core.telegram.org/bots/api#reactiontypeemoji)."""


@method("setMessageReaction")
def set_message_reaction(state: State, parameters: Parameters) -> bool:
    """Puts a reaction of the bot on a message, or takes it away; a bot may set one."""
    chat = state.chat(parameters["chat_id"])
    chat.check_reachable()
    message_id = present(chat, parameters["message_id"], "message to react not found")
    reactions = [reaction.get("emoji", "") for reaction in parameters.get("reaction", [])]
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if not set(reactions) <= REACTIONS:
        raise bad_request("REACTION_INVALID")
    if reactions:
        chat.reactions[message_id] = reactions
    else:
        chat.reactions.pop(message_id, None)
    return True
