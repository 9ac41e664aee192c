from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from bot import playground as playground_package
from bot.playground import Playground
from tests.bot.playground.samples import png
from tests.browser.echo_bot import EchoBot
from tests.browser.steps import add_person, attach, confirm, said, write

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

VOICE = Path(playground_package.__file__).parent / "page" / "samples" / "voice.oga"
FILM = """async () => {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: 160, height: 120 });
  const brush = canvas.getContext("2d");
  const machine = new MediaRecorder(canvas.captureStream(10), { mimeType: "video/webm;codecs=vp8" });
  const parts = [];
  machine.ondataavailable = ({ data }) => parts.push(data);
  const stopped = new Promise((done) => { machine.onstop = done; });
  machine.start();
  for (let step = 0; step < 6; step += 1) {
    brush.fillStyle = `rgb(${step * 40} 90 90)`;
    brush.fillRect(0, 0, 160, 120);
    await new Promise((done) => setTimeout(done, 100));
  }
  machine.stop();
  await stopped;
  return [...new Uint8Array(await new Blob(parts).arrayBuffer())];
}"""


def sent(playground: Playground) -> list[dict[str, Any]]:
    """What the first person sent, as the bot sees it."""
    return [message.api for message in playground.people[0].messages if message.sender == "person"]


async def loaded(picture: Locator) -> bool:
    """Whether a picture is shown and not broken."""
    return bool(await picture.evaluate("(img) => img.decode().then(() => img.naturalWidth > 0)"))


async def test_photo(page: Page, playground: Playground) -> None:
    """A photo is looked at, gets a caption, goes out as a JPEG that is not too large, and is shown in the chat."""
    chat = await add_person(page, "مریم")
    await attach(page, chat, "عکس و ویدئو", ("کوچه.png", "image/png", png(1600, 1200)))
    await confirm(page, "فرستادن", "چراغ کوچه خاموش است")
    await expect(said(chat, "چراغ کوچه خاموش است", by="person").locator("img")).to_be_visible()
    assert await loaded(chat.locator(".message img"))
    (message,) = sent(playground)
    assert message["caption"] == "چراغ کوچه خاموش است"
    assert [(size["width"], size["height"]) for size in message["photo"]][-1] == (1280, 960)
    file = playground.state.files.by_id(message["photo"][-1]["file_id"])
    assert file is not None
    assert file.content.startswith(b"\xff\xd8\xff")


async def test_album(page: Page, playground: Playground) -> None:
    """Several photos at once are one album, shown together with one caption."""
    chat = await add_person(page, "مریم")
    photos = [(f"{n}.png", "image/png", png(80, 60, (40 * n, 90, 90))) for n in range(3)]
    await attach(page, chat, "عکس و ویدئو", *photos)
    await expect(page.get_by_role("dialog", name="فرستادن آلبوم").locator("img")).to_have_count(3)
    await confirm(page, "فرستادن آلبوم", "چاله‌های خیابان")
    await expect(chat.get_by_role("group", name="آلبوم").locator(".message img")).to_have_count(3)
    assert len({message["media_group_id"] for message in sent(playground)}) == 1
    assert [message.get("caption") for message in sent(playground)] == ["چاله‌های خیابان", None, None]
    await page.reload()
    await expect(chat.get_by_role("group", name="آلبوم").locator(".message img")).to_have_count(3)


async def test_pictures_as_files(page: Page, playground: Playground) -> None:
    """On wish a picture travels as a file, byte for byte."""
    chat = await add_person(page, "مریم")
    picture = png(40, 30)
    await attach(page, chat, "عکس و ویدئو", ("نقشه.png", "image/png", picture))
    await page.get_by_label("به‌صورت فایل").check()
    await confirm(page, "فرستادن")
    await expect(chat.get_by_role("link", name="دریافت نقشه.png")).to_be_visible()
    file = playground.state.files.by_id(sent(playground)[0]["document"]["file_id"])
    assert file is not None
    assert file.content == picture


async def test_video(page: Page, playground: Playground) -> None:
    """A video goes out with the measures that the browser finds, and is played in the chat."""
    film = bytes(await page.evaluate(FILM))
    chat = await add_person(page, "مریم")
    await attach(page, chat, "عکس و ویدئو", ("خیابان.webm", "video/webm", film))
    await confirm(page, "فرستادن", "آب‌گرفتگی")
    player = said(chat, "آب‌گرفتگی", by="person").locator("video")
    await expect(player).to_be_visible()
    assert await player.evaluate("(video) => video.play().then(() => video.videoWidth)") == 160
    video = sent(playground)[0]["video"]
    assert (video["width"], video["height"], video["file_name"]) == (160, 120, "خیابان.webm")


async def test_recorded_voice(page: Page, playground: Playground) -> None:
    """With an empty field the microphone records; what was said goes out as Ogg and is played in the chat."""
    chat = await add_person(page, "مریم")
    await chat.get_by_role("button", name="ضبط پیام صوتی").click()
    await expect(chat.get_by_role("timer")).to_have_text("۰:۰۱")
    await chat.get_by_role("button", name="فرستادن پیام صوتی").click()
    player = chat.locator(".message.person audio")
    await expect(player).to_be_visible()
    assert await player.evaluate("(audio) => audio.play().then(() => true)")
    voice = sent(playground)[0]["voice"]
    assert (voice["mime_type"], voice["duration"] in (1, 2)) == ("audio/ogg", True)
    await chat.get_by_role("button", name="ضبط پیام صوتی").click()
    await chat.get_by_role("button", name="انصراف").click()
    await expect(chat.get_by_role("textbox")).to_be_visible()
    await chat.get_by_role("textbox").fill("س")
    await expect(chat.get_by_role("button", name="ضبط پیام صوتی")).to_be_hidden()
    assert len(sent(playground)) == 1


async def test_voice_without_a_microphone(page: Page, playground: Playground) -> None:
    """The ready-made voice takes two taps; a sound file becomes a voice or, where that cannot be, a sound."""
    chat = await add_person(page, "مریم")
    await chat.get_by_role("button", name="پیوست").click()
    await chat.get_by_role("menuitem", name="صدای نمونه").click()
    await expect(chat.locator(".message.person audio")).to_have_count(1)
    await attach(page, chat, "فایل صوتی", ("صدا.oga", "audio/ogg", VOICE.read_bytes()))
    await attach(page, chat, "فایل صوتی", ("آهنگ.flac", "audio/flac", b"fLaC"))
    await expect(chat.locator(".message.person audio")).to_have_count(3)
    ready, chosen, music = sent(playground)
    assert ready["voice"]["duration"] == chosen["voice"]["duration"] == 7
    assert music["audio"]["file_name"] == "آهنگ.flac"


async def test_files(page: Page, playground: Playground) -> None:
    """Files are listed with name and size before they go; one that is too large stays, with the reason."""
    chat = await add_person(page, "مریم")
    await attach(page, chat, "فایل", ("نقشهٔ محله.pdf", "application/pdf", b"%PDF-1.7" * 1000))
    await expect(page.get_by_role("dialog").get_by_text("۸ کیلوبایت")).to_be_visible()
    await confirm(page, "فرستادن فایل", "پیوست نامه")
    await expect(said(chat, "پیوست نامه", by="person").get_by_role("link", name="دریافت نقشهٔ محله.pdf")).to_be_visible()
    assert sent(playground)[0]["document"]["mime_type"] == "application/pdf"
    await attach(page, chat, "فایل", ("خالی.txt", "text/plain", b""))
    dialog = page.get_by_role("dialog", name="فرستادن فایل")
    await dialog.get_by_role("button", name="فرستادن").click()
    await expect(dialog.get_by_role("alert")).to_have_text("فایل «خالی.txt» خالی است.")
    await dialog.get_by_role("button", name="انصراف").click()
    assert len(sent(playground)) == 1


async def test_dropped_picture(page: Page, playground: Playground) -> None:
    """A picture that is dropped on a chat is offered for sending there."""
    chat = await add_person(page, "مریم")
    transfer = await page.evaluate_handle(
        """(bytes) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([new Uint8Array(bytes)], "a.png", { type: "image/png" }));
          return transfer;
        }""",
        list(png(20, 20)),
    )
    await chat.dispatch_event("drop", {"dataTransfer": transfer})
    await confirm(page, "فرستادن")
    await expect(chat.locator(".message.person img")).to_have_count(1)
    assert "photo" in sent(playground)[0]


async def test_pin(page: Page, playground: Playground) -> None:
    """A pin is chosen from the places of the town or typed in any digits; nonsense is answered in the dialog."""
    chat = await add_person(page, "مریم")
    await chat.get_by_role("button", name="پیوست").click()
    await chat.get_by_role("menuitem", name="موقعیت").click()
    dialog = page.get_by_role("dialog", name="فرستادن موقعیت")
    await dialog.get_by_label("باغ شاه").check()
    await confirm(page, "فرستادن موقعیت")
    await expect(said(chat, "موقعیت", by="person")).to_contain_text("۳۶٫۵۹۵۸")
    await chat.get_by_role("button", name="پیوست").click()
    await chat.get_by_role("menuitem", name="موقعیت").click()
    await dialog.get_by_label("عرض و طول").fill("کنار پل")
    await dialog.get_by_role("button", name="فرستادن").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("دو عدد")
    await dialog.get_by_label("عرض و طول").fill("۳۶٫۶ ، ۵۲٫۱۲۵")
    await confirm(page, "فرستادن موقعیت")
    await expect(said(chat, "موقعیت", by="person")).to_have_count(2)
    assert [message["location"] for message in sent(playground)] == [
        {"latitude": 36.5958, "longitude": 52.1204},
        {"latitude": 36.6, "longitude": 52.125},
    ]


async def test_key_that_asks_for_a_pin(page: Page, playground: Playground, echo_bot: EchoBot) -> None:
    """A key of the bot that asks for the location opens the places; one for the telephone number sends it."""
    chat = await add_person(page, "مریم")
    person = playground.people[0]
    keys = [[{"text": "فرستادن موقعیت", "request_location": True}, {"text": "شماره من", "request_contact": True}]]
    await echo_bot.say(person.id, "کجایید؟", reply_markup={"keyboard": keys})
    await chat.get_by_role("button", name="فرستادن موقعیت").click()
    await confirm(page, "فرستادن موقعیت")
    await expect(said(chat, "موقعیت", by="person")).to_have_count(1)
    await chat.get_by_role("button", name="شماره من").click()
    await expect(said(chat, "+989120000000", by="person")).to_have_count(1)
    assert [next(iter({"location", "contact"} & set(message))) for message in sent(playground)] == [
        "location",
        "contact",
    ]


async def test_download_of_what_the_bot_sends(
    page: Page, playground: Playground, echo_bot: EchoBot, tmp_path: Path
) -> None:
    """A spreadsheet of the bot comes down through the page, under its Persian name and byte for byte."""
    chat = await add_person(page, "مریم")
    await echo_bot.send_file(playground.people[0].id, "درخواست‌ها ۱۴۰۵.xlsx", b"PK\x03\x04" * 500)
    link = chat.get_by_role("link", name="دریافت درخواست‌ها ۱۴۰۵.xlsx")
    await expect(link).to_contain_text("۲ کیلوبایت")
    async with page.expect_download() as waiting:
        await link.click()
    download = await waiting.value
    assert download.suggested_filename == "درخواست_ها ۱۴۰۵.xlsx"  # Chromium itself takes joiners out of file names
    await download.save_as(tmp_path / "sheet.xlsx")
    assert (tmp_path / "sheet.xlsx").read_bytes() == b"PK\x03\x04" * 500


@pytest.mark.usefixtures("echo_bot")
async def test_phone_has_room_for_everything(phone: Page) -> None:
    """At 360 pixels the clip, its menu, its dialogs and all kinds of messages fit, and every button takes a thumb."""
    chat = await add_person(phone, "مریم")
    await write(chat, "/start")
    photos = [(f"{n}.png", "image/png", png(120, 300, (40 * n, 90, 90))) for n in range(4)]
    await attach(phone, chat, "عکس و ویدئو", *photos)
    dialog = phone.get_by_role("dialog", name="فرستادن آلبوم")
    box = await dialog.bounding_box()
    assert box is not None
    assert (box["x"] >= 0, box["y"] >= 0, box["x"] + box["width"] <= 360, box["y"] + box["height"] <= 740) == (
        True,
    ) * 4
    await confirm(phone, "فرستادن آلبوم")
    await attach(phone, chat, "فایل", (f"{'نام بسیار بلند ' * 12}.pdf", "application/pdf", b"%PDF"))
    await confirm(phone, "فرستادن فایل")
    await chat.get_by_role("button", name="پیوست").click()
    await chat.get_by_role("menuitem", name="صدای نمونه").click()
    await expect(chat.locator(".message.person audio")).to_be_visible()
    assert await phone.evaluate("document.documentElement.scrollWidth") == 360
    assert await chat.locator(".log").evaluate("list => list.scrollWidth - list.clientWidth") == 0
    heights = await chat.locator(".icon-button, .attached.download").evaluate_all(
        "keys => keys.filter((key) => key.offsetParent).map((key) => key.offsetHeight)"
    )
    assert min(heights) >= 44
