from io import BytesIO
from typing import Any

import aiohttp
import pytest

from bot.playground import Person, Playground
from bot.playground.file_types import type_by_name
from tests.bot.playground.caller import Caller
from tests.bot.playground.samples import png, webm

MB = 1024 * 1024


async def attach(
    api: Caller, person: Person, kind: str, files: list[tuple[str, bytes]], **fields: object
) -> tuple[int, Any]:
    """Returns status and JSON of an attachment from the page."""
    form = aiohttp.FormData({"kind": kind, **{name: str(value) for name, value in fields.items()}}, quote_fields=False)
    for name, content in files:
        form.add_field("file", BytesIO(content), filename=name, content_type="application/octet-stream")
    address = f"{api.playground.base_url}/page/people/{person.id}/attach"
    async with api.session.post(address, data=form) as response:
        return response.status, await response.json()


async def test_a_photo_arrives_in_the_sizes_of_the_real_api(api: Caller, playground: Playground) -> None:
    """A photo of 1200 × 800 comes in four sizes, each a file of its own, the largest last; its caption comes along."""
    person = playground.add_person("مریم")
    status, answer = await attach(api, person, "photo", [("کوچه.png", png(1200, 800))], caption=" تاریک #کوچه ")
    assert status == 200
    (update,) = await api.updates()
    sizes = update["message"]["photo"]
    assert [(size["width"], size["height"]) for size in sizes] == [(90, 60), (320, 213), (800, 533), (1200, 800)]
    assert all(set(size) == {"file_id", "file_unique_id", "file_size", "width", "height"} for size in sizes)
    assert len({size["file_id"] for size in sizes}) == len({size["file_unique_id"] for size in sizes}) == 4
    assert update["message"]["caption"] == "تاریک #کوچه"
    assert (answer["messages"][0]["kind"], answer["messages"][0]["width"]) == ("photo", 1200)
    again = await api.result("sendPhoto", chat_id=person.id, photo=sizes[0]["file_id"])
    assert again["photo"] == sizes
    refusal = await api.refusal("sendDocument", chat_id=person.id, document=sizes[0]["file_id"])
    assert refusal == "Bad Request: can't use file of type Photo as Document"


async def test_several_photos_are_one_album(api: Caller, playground: Playground) -> None:
    """Ten photos and two more are two albums; the caption goes with the very first; every photo is an update."""
    person = playground.add_person("مریم")
    await attach(api, person, "photo", [(f"{n}.png", png(8, 8, (n, n, n))) for n in range(12)], caption="چاله‌ها")
    messages = [update["message"] for update in await api.updates()]
    albums = [message["media_group_id"] for message in messages]
    assert albums == [albums[0]] * 10 + [albums[-1]] * 2
    assert albums[0] != albums[-1]
    assert [message.get("caption") for message in messages] == ["چاله‌ها"] + [None] * 11


async def test_an_album_may_mix_photos_and_videos(api: Caller, playground: Playground) -> None:
    """Each file of an album is what its bytes are, with the measures the page took of it."""
    person = playground.add_person("مریم")
    form = aiohttp.FormData({"kind": "album"}, quote_fields=False)
    for name, content, seconds in (("a.png", png(8, 8), 0), ("b.mp4", b"....ftypmp42", 12)):
        for field, value in (("duration", seconds), ("width", 320), ("height", 240)):
            form.add_field(field, str(value))
        form.add_field("file", content, filename=name)
    address = f"{playground.base_url}/page/people/{person.id}/attach"
    async with api.session.post(address, data=form) as response:
        assert response.status == 200
    photo, video = (update["message"] for update in await api.updates())
    assert photo["media_group_id"] == video["media_group_id"]
    assert video["video"]["duration"] == 12
    assert (video["video"]["width"], video["video"]["height"]) == (320, 240)
    assert (video["video"]["file_name"], video["video"]["mime_type"]) == ("b.mp4", "video/mp4")


async def test_a_recorded_voice_arrives_as_ogg(api: Caller, playground: Playground) -> None:
    """What a browser records in WebM reaches the bot as a voice of the real API: Opus in Ogg, with its length."""
    person = playground.add_person("مریم")
    await attach(api, person, "voice", [("voice", webm([b"\x78" + b"x" * 50] * 100))])
    (update,) = await api.updates()
    voice = update["message"]["voice"]
    assert set(voice) == {"file_id", "file_unique_id", "file_size", "duration", "mime_type"}
    assert (voice["duration"], voice["mime_type"]) == (2, "audio/ogg")
    path = (await api.result("getFile", file_id=voice["file_id"]))["file_path"]
    assert path.startswith("voices/")
    async with api.session.get(f"{playground.base_url}/file/bot{playground.token}/{path}") as response:
        assert (await response.read()).startswith(b"OggS")


async def test_files_keep_their_names(api: Caller, playground: Playground) -> None:
    """A file keeps its Persian name and the type the name promises; several are an album of files."""
    person = playground.add_person("مریم")
    await attach(api, person, "document", [("نقشهٔ محله.pdf", b"%PDF-1.7"), ("فهرست.xlsx", b"PK")])
    first, second = (update["message"] for update in await api.updates())
    assert first["document"]["file_name"] == "نقشهٔ محله.pdf"
    assert first["document"]["mime_type"] == "application/pdf"
    assert second["document"]["mime_type"] == type_by_name("x.xlsx")
    assert first["media_group_id"] == second["media_group_id"]


async def test_a_sound_may_be_music(api: Caller, playground: Playground) -> None:
    """A sound that is no voice arrives as audio."""
    person = playground.add_person("مریم")
    await attach(api, person, "audio", [("آهنگ.wav", b"RIFF....WAVE")], duration="3.4")
    (update,) = await api.updates()
    assert update["message"]["audio"]["duration"] == 3
    assert update["message"]["audio"]["file_name"] == "آهنگ.wav"


@pytest.mark.parametrize(
    ("kind", "name", "content", "times", "fields", "said"),
    [
        ("photo", "x.png", b"", 1, {}, "خالی"),
        ("photo", "x.txt", b"text", 1, {}, "عکس نیست"),
        ("photo", "x.jpg", b"\xff\xd8\xff\x00", 3 * MB, {}, "۱۰ مگابایت"),
        ("document", "film.mkv", b"12345678", 7 * MB, {}, "۵۰ مگابایت"),
        ("voice", "x.wav", b"RIFF....WAVE", 1, {}, "پیام صوتی"),
        ("voice", "x.webm", b"\x1aE\xdf\xa3rubbish", 1, {}, "پیام صوتی"),
        ("video", "x.pdf", b"%PDF", 1, {}, "ویدئو نیست"),
        ("photo", "x.png", png(2, 2), 1, {"caption": "ا" * 1025}, "۱٬۰۲۴"),
        ("dance", "x.png", png(2, 2), 1, {}, "شناخته نیست"),
    ],
)
async def test_what_cannot_be_sent_is_said_in_persian(
    api: Caller,
    playground: Playground,
    kind: str,
    name: str,
    content: bytes,
    times: int,
    fields: dict[str, object],
    said: str,
) -> None:
    """A file that the messenger would not take is refused with a sentence, and nothing reaches the bot."""
    person = playground.add_person("مریم")
    status, answer = await attach(api, person, kind, [(name, content * times)], **fields)
    assert (status, said in answer["error"]) == (400, True)
    assert await api.updates() == []


async def test_a_file_of_50_mb_goes_out_but_bots_get_20(api: Caller, playground: Playground) -> None:
    """People may send up to 50 MB; a bot is told of it and refused its bytes."""
    person = playground.add_person("مریم")
    status, _ = await attach(api, person, "document", [("film.mkv", bytes(50 * MB))])
    assert status == 200
    (update,) = await api.updates()
    document = update["message"]["document"]
    assert document["file_size"] == 50 * MB
    assert await api.refusal("getFile", file_id=document["file_id"]) == "Bad Request: file is too big"


async def test_pins(api: Caller, playground: Playground) -> None:
    """A pin reaches the bot as a location; what is nowhere on Earth is refused; whoever blocks sends nothing."""
    person = playground.add_person("مریم")
    address = f"{playground.base_url}/page/people/{person.id}/location"
    async with api.session.post(address, json={"latitude": 36.5993, "longitude": 52.1268}) as response:
        assert (await response.json())["location"] == {"latitude": 36.5993, "longitude": 52.1268}
    (update,) = await api.updates()
    assert update["message"]["location"] == {"latitude": 36.5993, "longitude": 52.1268}
    for wrong in ({"latitude": 91, "longitude": 0}, {"latitude": 1}, {"latitude": float("nan"), "longitude": 1}):
        async with api.session.post(address, json=wrong) as response:
            assert response.status == 400
    person.block()
    status, answer = await attach(api, person, "photo", [("x.png", png(2, 2))])
    assert (status, answer["detail"]) == (400, "مریم has blocked the bot: unblock it first.")
