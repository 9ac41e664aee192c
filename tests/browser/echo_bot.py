"""A tiny bot over HTTP to try the chat page without Mahalleyar: it repeats, and answers presses."""

import asyncio
from typing import Any

import aiohttp

BUTTONS = [
    [{"text": "ثبت", "callback_data": "save", "style": "success"}],
    [
        {"text": "آرام", "callback_data": "quiet"},
        {"text": "هشدار", "callback_data": "alert", "style": "danger"},
    ],
    [
        {"text": "کپی کد", "copy_text": {"text": "۱۴۰۵-۰۰۰۱۲۳-۷"}},
        {"text": "سایت", "url": "https://example.org/"},
    ],
]
KEYS = [["درخواست‌های من", "درخواست تازه"], ["راهنما"]]


class EchoBot:
    """Answers /start with a reply keyboard, all else with itself and buttons; notes what the API refuses."""

    def __init__(self, session: aiohttp.ClientSession, address: str) -> None:
        self.session = session
        self.address = address  # {base}/bot{token}
        self.refusals: list[int] = []

    async def call(self, method: str, **parameters: Any) -> Any:
        """Calls a method; None where the API refuses it."""
        async with self.session.post(f"{self.address}/{method}", json=parameters) as response:
            answer = await response.json()
        if answer["ok"]:
            return answer["result"]
        self.refusals.append(answer["error_code"])
        return None

    async def say(self, chat_id: int, text: str, **more: Any) -> Any:
        """Sends a text."""
        return await self.call("sendMessage", chat_id=chat_id, text=text, **more)

    async def send_file(self, chat_id: int, name: str, content: bytes) -> Any:
        """Sends a file."""
        form = aiohttp.FormData({"chat_id": str(chat_id)}, quote_fields=False)
        form.add_field("document", content, filename=name)
        async with self.session.post(f"{self.address}/sendDocument", data=form) as response:
            return (await response.json())["result"]

    async def run(self) -> None:
        """Polls until cancelled; an unreachable server is asked again."""
        offset = 0
        while True:
            try:
                updates = await self.call("getUpdates", offset=offset, timeout=20)
            except (aiohttp.ClientError, OSError):
                updates = None
            if updates is None:
                await asyncio.sleep(0.1)
            for update in updates or []:
                offset = update["update_id"] + 1
                await self.take(update)

    async def take(self, update: dict[str, Any]) -> None:
        """Answers one update."""
        if "message" in update:
            await self.take_message(update["message"])
        elif "callback_query" in update:
            await self.take_press(update["callback_query"])

    async def take_message(self, message: dict[str, Any]) -> None:
        """Repeats a message with buttons below; /start brings the reply keyboard, «برو» takes it away."""
        chat_id, text = message["chat"]["id"], message.get("text", "استیکر")
        if text == "/start":
            keyboard = {"keyboard": [[{"text": key} for key in row] for row in KEYS], "resize_keyboard": True}
            await self.say(chat_id, "سلام. راهنما: /help", reply_markup=keyboard)
        elif text == "برو":
            await self.say(chat_id, "رفت", reply_markup={"remove_keyboard": True})
        else:
            await self.call("sendChatAction", chat_id=chat_id, action="typing")
            await self.say(chat_id, f"تکرار: {text}", reply_markup={"inline_keyboard": BUTTONS})

    async def take_press(self, query: dict[str, Any]) -> None:
        """«ثبت» gives a toast and an edit, «هشدار» an alert; «آرام» only ends the waiting, 0.3 s later."""
        text = {"save": "ثبت شد", "alert": "مطمئن باشید", "quiet": None}[query["data"]]
        if query["data"] == "quiet":
            await asyncio.sleep(0.3)
        answer: dict[str, Any] = {"callback_query_id": query["id"], "show_alert": query["data"] == "alert"}
        await self.call("answerCallbackQuery", **answer, **({"text": text} if text else {}))
        if query["data"] == "save":
            where = {"chat_id": query["message"]["chat"]["id"], "message_id": query["message"]["message_id"]}
            await self.call("editMessageText", **where, text="کد رهگیری: \u2066۱۴۰۵-۰۰۰۱۲۳-۷\u2069")
