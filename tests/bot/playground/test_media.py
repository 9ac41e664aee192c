import json

import aiohttp

from bot.playground import Playground
from tests.bot.playground.caller import Caller, button, inline


def upload(fields: dict[str, str], **files: tuple[str, bytes]) -> aiohttp.FormData:
    """Returns a multipart body."""
    form = aiohttp.FormData(fields, default_to_multipart=True)
    for name, (filename, content) in files.items():
        form.add_field(name, content, filename=filename)
    return form


async def test_what_the_bot_uploads_can_be_downloaded(api: Caller, playground: Playground) -> None:
    """A document goes out by multipart, and comes back by getFile and the file address."""
    person = playground.add_person("مریم")
    form = upload({"chat_id": str(person.id), "caption": "<b>گزارش</b>", "parse_mode": "HTML"},
                  document=("گزارش.pdf", b"%PDF-1.7"))  # fmt: skip
    async with api.session.post(api.url("sendDocument"), data=form) as response:
        message = (await response.json())["result"]
    assert message["document"]["mime_type"] == "application/pdf"
    assert person.last.text == "گزارش"
    assert person.last.kind == "document"
    file = await api.result("getFile", file_id=message["document"]["file_id"])
    base = f"{playground.base_url}/file/bot"
    async with api.session.get(f"{base}{playground.token}/{file['file_path']}") as response:
        assert await response.read() == b"%PDF-1.7"
    async with api.session.get(f"{base}43:x/{file['file_path']}") as response:
        assert response.status == 401


async def test_what_a_person_sends_can_be_sent_on(api: Caller, playground: Playground) -> None:
    """A file id works for sending again, copyMessage keeps content and caption."""
    person = playground.add_person("مریم")
    photo = person.send_photo(b"jpeg", caption="کوچه")
    file_id = photo.api["photo"][-1]["file_id"]
    await api.result("sendPhoto", chat_id=person.id, photo=file_id, caption="برگشت")
    copied = await api.result("copyMessage", chat_id=person.id, from_chat_id=person.id, message_id=photo.id)
    assert person.last.id == copied["message_id"]
    assert person.last.text == "کوچه"
    assert [message.kind for message in person.messages] == ["photo"] * 3
    assert (await api.refusal("sendPhoto", chat_id=person.id, photo="nonsense")).startswith("Bad Request: wrong")
    assert await api.refusal("getFile", file_id="nonsense") == "Bad Request: invalid file_id"


async def test_large_files_cannot_be_downloaded(api: Caller, playground: Playground) -> None:
    """The API gives no file above 20 MB away."""
    document = playground.add_person("مریم").send_document(bytes(20 * 1024 * 1024 + 1), "x.bin")
    refusal = await api.refusal("getFile", file_id=document.api["document"]["file_id"])
    assert refusal == "Bad Request: file is too big"


async def test_albums(api: Caller, playground: Playground) -> None:
    """The method sendMediaGroup sends several messages with one media_group_id, from uploads and file ids."""
    person = playground.add_person("مریم")
    known = person.send_photo().api["photo"][-1]["file_id"]
    media = [{"type": "photo", "media": "attach://new", "caption": "یک"}, {"type": "photo", "media": known}]
    form = upload({"chat_id": str(person.id), "media": json.dumps(media)}, new=("a.jpg", b"jpeg"))
    async with api.session.post(api.url("sendMediaGroup"), data=form) as response:
        sent = (await response.json())["result"]
    assert len({message["media_group_id"] for message in sent}) == 1
    assert [message.text for message in person.messages[1:]] == ["یک", ""]


async def test_captions_have_their_own_limit(api: Caller, playground: Playground) -> None:
    """A caption holds 1,024 units; a caption can be changed, a text cannot become one."""
    person = playground.add_person("مریم")
    photo = person.send_photo().api["photo"][-1]["file_id"]
    refusal = await api.refusal("sendPhoto", chat_id=person.id, photo=photo, caption="ا" * 1025)
    assert refusal == "Bad Request: message caption is too long"
    sent = await api.result("sendPhoto", chat_id=person.id, photo=photo, caption="ا" * 1024)
    place = {"chat_id": person.id, "message_id": sent["message_id"]}
    await api.result("editMessageCaption", **place, caption="نو")
    assert person.last.text == "نو"
    refusal = await api.refusal("editMessageText", **place, text="x")
    assert refusal == "Bad Request: there is no text in the message to edit"


async def test_albums_of_unlike_things_are_refused(api: Caller, playground: Playground) -> None:
    """Photos and videos may stand together; files only with files, sounds only with sounds."""
    person = playground.add_person("مریم")
    photo = person.send_photo().api["photo"][-1]["file_id"]
    film, report = person.send_video().api["video"]["file_id"], person.send_document(b"%PDF", "a.pdf")
    file_id = report.api["document"]["file_id"]
    mixed = [{"type": "photo", "media": photo}, {"type": "document", "media": file_id}]
    refusal = await api.refusal("sendMediaGroup", chat_id=person.id, media=mixed)
    assert refusal == "Bad Request: document can't be mixed with other media types"
    assert len(person.messages) == 3
    for kinds in ([("photo", photo), ("video", film)], [("document", file_id)] * 2):
        media = [{"type": kind, "media": known} for kind, known in kinds]
        assert len(await api.result("sendMediaGroup", chat_id=person.id, media=media)) == 2


async def test_a_file_takes_anothers_place(api: Caller, playground: Playground) -> None:
    """A photo becomes a video, a text gets a photo; caption and keyboard come with the call; the same is no change."""
    person = playground.add_person("مریم")
    photo, film = person.send_photo().api["photo"][-1]["file_id"], person.send_video().api["video"]["file_id"]
    sent = await api.result(
        "sendPhoto", chat_id=person.id, photo=photo, caption="یک", reply_markup=inline([button("a", "1")])
    )
    place = {"chat_id": person.id, "message_id": sent["message_id"]}
    media = {"type": "video", "media": film, "caption": "<b>دو</b>", "parse_mode": "HTML"}
    edited = await api.result("editMessageMedia", **place, media=media)
    assert ("photo" in edited, edited["video"]["file_id"], edited["caption"]) == (False, film, "دو")
    assert (person.last.kind, person.last.buttons, person.last.edited) == ("video", [], True)
    assert "not modified" in await api.refusal("editMessageMedia", **place, media=media)
    words = await api.result("sendMessage", chat_id=person.id, text="سه")
    place = {"chat_id": person.id, "message_id": words["message_id"]}
    await api.result("editMessageMedia", **place, media={"type": "photo", "media": photo})
    assert (person.last.kind, person.last.text) == ("photo", "")


async def test_what_cannot_become_another_file(api: Caller, playground: Playground) -> None:
    """Pins and voices carry nothing to be replaced; nothing becomes a voice; an album keeps its kind."""
    person = playground.add_person("مریم")
    photo = person.send_photo().api["photo"][-1]["file_id"]
    voice, file_id = person.send_voice(), person.send_document(b"%PDF", "a.pdf").api["document"]["file_id"]
    said = voice.api["voice"]["file_id"]
    pin = await api.result("sendLocation", chat_id=person.id, latitude=36.6, longitude=51.4)
    spoken = await api.result("sendVoice", chat_id=person.id, voice=said)
    shown = await api.result("sendPhoto", chat_id=person.id, photo=photo)
    album = [{"type": "photo", "media": photo}] * 2
    first, _ = await api.result("sendMediaGroup", chat_id=person.id, media=album)
    for message, kind, media in (
        (pin, "photo", photo), (spoken, "photo", photo), (shown, "voice", said), (first, "document", file_id),
    ):  # fmt: skip
        place = {"chat_id": person.id, "message_id": message["message_id"]}
        await api.refusal("editMessageMedia", **place, media={"type": kind, "media": media})


async def test_places(api: Caller, playground: Playground) -> None:
    """A place is sent, an impossible one refused."""
    person = playground.add_person("مریم")
    await api.result("sendLocation", chat_id=person.id, latitude=36.6, longitude=51.4)
    assert person.last.kind == "location"
    refusal = await api.refusal("sendLocation", chat_id=person.id, latitude=136.6, longitude=51.4)
    assert refusal == "Bad Request: wrong location specified"
