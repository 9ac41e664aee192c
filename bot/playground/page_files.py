"""The files the page is made of, and the files of the chats."""

from pathlib import Path
from urllib.parse import quote

from aiohttp import web

from bot.playground.file_types import ANYTHING, type_by_content, type_by_name
from bot.playground.files import StoredFile
from bot.playground.state import State

PAGE = Path(__file__).parent / "page"
_FRESH = {"Cache-Control": "no-cache"}
_HARMLESS = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox", "Accept-Ranges": "bytes"}
_SHOWN_KINDS = frozenset({"photo", "voice", "audio", "video", "sticker"})
_PLAYED = ("image/jpeg", "image/png", "image/webp", "image/gif", "audio/", "video/")
_ACTIVE = ("text/html", "text/xml", "application/xml", "application/xhtml", "image/svg", "text/javascript")


class PageFiles:
    """Answers ``/``, ``/static/…`` and ``/page/files/…``."""

    def __init__(self, state: State) -> None:
        self.state = state

    def add_routes(self, application: web.Application) -> None:
        """Puts the addresses into the server."""
        application.router.add_get("/", self.index)
        application.router.add_get("/static/{path:.+}", self.static)
        application.router.add_get("/page/files/{path:.+}", self.show)

    async def index(self, _: web.Request) -> web.StreamResponse:
        """The page itself."""
        return web.FileResponse(PAGE / "index.html", headers=_FRESH)

    async def static(self, request: web.Request) -> web.StreamResponse:
        """Scripts, styles and samples; asked for anew each time, so that no page is half old."""
        path = (PAGE / request.match_info["path"]).resolve()
        if not path.is_relative_to(PAGE) or not path.is_file():
            raise web.HTTPNotFound
        return web.FileResponse(path, headers={**_FRESH, "Content-Type": type_by_name(path.name)})

    async def show(self, request: web.Request) -> web.StreamResponse:
        """A picture, sound or film to look at, any other file to download under its name; parts on demand."""
        file = self.state.files.by_path(request.match_info["path"])
        if file is None:
            raise web.HTTPNotFound
        headers = {**_FRESH, **_HARMLESS, "ETag": f'"{file.unique_id}"', "Content-Disposition": _disposition(file)}
        if request.headers.get("If-None-Match") == headers["ETag"]:
            return web.Response(status=304, headers=headers)
        if "Range" in request.headers:
            return _part(request, file, headers)
        return web.Response(body=file.content, content_type=_type(file), headers=headers)


def _part(request: web.Request, file: StoredFile, headers: dict[str, str]) -> web.Response:
    size = len(file.content)
    try:
        wanted = range(*request.http_range.indices(size))
    except ValueError:
        wanted = range(0)
    if not wanted:
        return web.Response(status=416, headers={"Content-Range": f"bytes */{size}"})
    headers["Content-Range"] = f"bytes {wanted.start}-{wanted.stop - 1}/{size}"
    body = file.content[wanted.start : wanted.stop]
    return web.Response(status=206, body=body, content_type=_type(file), headers=headers)


def _type(file: StoredFile) -> str:
    """Returns the type a browser is told; what it could run as a page of this address it never learns."""
    if file.kind == "photo":
        return type_by_content(file.content) or "image/jpeg"
    return ANYTHING if file.mime_type.startswith(_ACTIVE) else file.mime_type


def _disposition(file: StoredFile) -> str:
    if file.kind in _SHOWN_KINDS and file.mime_type.startswith(_PLAYED):
        return "inline"
    plain = file.name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_").replace("\\", "_")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file.name, safe='')}"
