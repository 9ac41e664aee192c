from typing import Any

import aiohttp

from bot.playground import Playground
from bot.playground.file_types import type_by_name
from tests.bot.playground.caller import Caller

NAME = "درخواست‌ها ۱۴۰۵.xlsx"


async def shown(api: Caller) -> dict[str, Any]:
    """Returns the newest message of the first person as the page gets it."""
    async with api.session.get(f"{api.playground.base_url}/page/state") as response:
        message: dict[str, Any] = (await response.json())["people"][0]["messages"][-1]
    return message


async def test_a_sheet_of_the_bot_is_downloaded_under_its_name(api: Caller, playground: Playground) -> None:
    """A spreadsheet that the bot sends comes down with its type, its Persian name, and all its bytes."""
    person = playground.add_person("مریم")
    form = aiohttp.FormData({"chat_id": str(person.id)}, quote_fields=False)
    form.add_field("document", b"PK\x03\x04sheet", filename=NAME)
    async with api.session.post(api.url("sendDocument"), data=form) as response:
        assert (await response.json())["result"]["document"]["file_name"] == NAME
    message = await shown(api)
    assert (message["file_name"], message["file_size"]) == (NAME, 9)
    async with api.session.get(playground.base_url + message["file_url"]) as response:
        assert response.content_type == type_by_name("x.xlsx")
        assert response.content_disposition is not None
        assert (response.content_disposition.type, response.content_disposition.filename) == ("attachment", NAME)
        assert await response.read() == b"PK\x03\x04sheet"


async def test_players_may_ask_for_parts(api: Caller, playground: Playground) -> None:
    """A player that jumps gets the part it asks for, and 416 beyond the end."""
    playground.add_person("مریم").send_voice(b"0123456789")
    address = playground.base_url + (await shown(api))["file_url"]
    for wanted, got in (
        ("bytes=2-4", b"234"),
        ("bytes=7-", b"789"),
        ("bytes=-3", b"789"),
        ("bytes=0-99", b"0123456789"),
    ):
        async with api.session.get(address, headers={"Range": wanted}) as response:
            assert (response.status, await response.read()) == (206, got)
            assert response.headers["Content-Range"].endswith("/10")
            assert response.content_type == "audio/ogg"
    for wrong in ("bytes=10-", "bytes=x"):
        async with api.session.get(address, headers={"Range": wrong}) as response:
            assert response.status == 416
    async with api.session.get(address) as response:
        tag = response.headers["ETag"]
    async with api.session.get(address, headers={"If-None-Match": tag}) as response:
        assert response.status == 304


async def test_the_page_is_never_half_old(api: Caller) -> None:
    """Scripts and styles are asked for anew at each visit; nothing outside of the page's folder is served."""
    for path, kind in (
        ("js/app.js", "text/javascript"),
        ("css/theme.css", "text/css"),
        ("samples/voice.oga", "audio/ogg"),
    ):
        async with api.session.get(f"{api.playground.base_url}/static/{path}") as response:
            assert (response.status, response.headers["Cache-Control"]) == (200, "no-cache")
            assert response.content_type == kind
    for path in ("../page_files.py", "%2e%2e/page_files.py", "js", "nothing.js", "/etc/passwd"):
        async with api.session.get(f"{api.playground.base_url}/static/{path}") as response:
            assert response.status == 404
