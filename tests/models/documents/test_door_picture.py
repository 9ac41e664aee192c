from io import BytesIO

from PIL import Image

from models.documents.door_picture import door_picture

LINK = "https://t.me/mahalleyar_bot?start=meet_zzzzzz_30_abcdefghijklmnop"


def test_a_picture_that_phones_read() -> None:
    """A PNG, square, some 600 pixels wide, black on white with four modules of quiet around."""
    content = door_picture(LINK)
    picture = Image.open(BytesIO(content)).convert("L")
    assert content.startswith(b"\x89PNG")
    assert picture.size[0] == picture.size[1]
    assert 500 <= picture.size[0] <= 900
    width = picture.size[0]
    quiet = 4 * 14
    assert picture.crop((0, 0, width, quiet)).getextrema() == (255, 255)
    assert picture.getpixel((quiet + 1, quiet + 1)) == 0  # the corner of a finder pattern
    assert len(content) < 5000  # it travels in the answer's row


def test_every_link_has_its_own() -> None:
    """The same link is the same picture, another one is not."""
    assert door_picture(LINK) == door_picture(LINK)
    assert door_picture(LINK) != door_picture(LINK.replace("_30_", "_29_"))
