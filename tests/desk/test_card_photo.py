"""Whatever file is brought: it becomes the photo of a card, or one sentence says why not and what to do."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from counter_app.desk.card_photo import card_photo
from counter_app.domain import photo
from counter_app.domain.photo import BadPicture, digest_of
from tests.parts.pictures import COAT, drawn, photo_file, saved

UPRIGHT, QUARTER = 1, 6  # EXIF orientation: as it lies; to be turned by 90 degrees


def opened(body: bytes) -> Image.Image:
    return Image.open(BytesIO(body), formats=["JPEG"])


@pytest.mark.parametrize("size", [(358, 441), (600, 800), (800, 600), (3000, 4000), (900, 1600)])
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_what_is_brought_becomes_the_standard(size: tuple[int, int], kind: str) -> None:
    """358 x 441, 24-bit RGB, 350 dpi, JPEG of 14 to 40 KB, whatever it was before."""
    if kind == "PNG" and size[0] > 1000:
        size = (1200, 1500)
    made = card_photo(saved(drawn(size), kind))
    image = opened(made.body)
    assert (image.size, image.mode, image.format) == ((photo.WIDTH, photo.HEIGHT), "RGB", "JPEG")
    assert image.info["dpi"] == (photo.DPI, photo.DPI)
    assert len(made.body) <= photo.MOST_BYTES
    assert made.digest == digest_of(made.body)
    assert made.media_type == "image/jpeg"


def test_the_same_file_gives_the_same_picture() -> None:
    assert card_photo(photo_file()) == card_photo(photo_file())


def test_it_is_cropped_round_its_middle_and_nothing_is_stretched() -> None:
    """A wide one loses left and right alike: the egg stays an egg in the middle."""
    made = opened(card_photo(saved(drawn((1000, 1000)))).body)
    row = [made.getpixel((x, 200)) for x in range(photo.WIDTH)]
    inside = [x for x, (red, _green, blue) in enumerate(row) if red - blue > 40]  # type: ignore[misc]
    assert abs((inside[0] + inside[-1]) / 2 - photo.WIDTH / 2) < 4


def test_a_picture_that_was_taken_lying_stands_upright_and_its_notes_are_gone() -> None:
    """The coat is at the bottom, and place, camera and time of the file are not taken over."""
    notes = Image.Exif()
    notes[0x0112], notes[0x010F] = QUARTER, "Camera of somebody"
    lying = drawn().rotate(90, expand=True)
    made = opened(card_photo(saved(lying, exif=notes)).body)
    assert not made.getexif()
    assert b"Camera of somebody" not in card_photo(saved(lying, exif=notes)).body
    red, green, blue = made.getpixel((photo.WIDTH // 2, photo.HEIGHT - 30))  # type: ignore[misc]
    assert max(abs(red - COAT[0]), abs(green - COAT[1]), abs(blue - COAT[2])) < 130
    assert blue > red


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_comment_in_the_file_is_not_taken_over(kind: str) -> None:
    """Nor whatever else stands beside the pixels: two files of one picture become the same photo."""
    told = {"comment": b"Zhou Wen 13900000046"} if kind == "JPEG" else {"pnginfo": noted("Zhou Wen 13900000046")}
    made = card_photo(saved(drawn(), kind, **told))
    assert b"13900000046" not in made.body
    assert made == card_photo(saved(drawn(), kind))


def noted(words: str) -> PngInfo:
    notes = PngInfo()
    notes.add_text("comment", words)
    return notes


def test_what_is_transparent_is_white() -> None:
    seen = drawn().convert("RGBA")
    clear = Image.new("RGBA", seen.size, (0, 0, 0, 0))
    clear.paste(seen, mask=Image.eval(seen.convert("L"), lambda value: 0 if value > 240 else 255))
    made = opened(card_photo(saved(clear, "PNG")).body)
    assert made.convert("L").getpixel((5, 5)) > 240  # type: ignore[operator]


def _bomb() -> bytes:
    """A PNG of a few hundred bytes whose head claims 30,000 x 30,000 pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 9)) + chunk(b"IEND", b"")


WRONG = {
    "empty": (b"", "不是 JPEG 或 PNG"),
    "words": ("不是照片".encode(), "不是 JPEG 或 PNG"),
    "pdf": (b"%PDF-1.7\n%%EOF", "不是 JPEG 或 PNG"),
    "gif": (saved(drawn(), "GIF"), "不是 JPEG 或 PNG"),
    "huge": (b"\xff\xd8" + bytes(photo.LARGEST_FILE), "超过 20 MB"),
    "bomb": (_bomb(), "像素过多"),
    "cut": (photo_file()[:4000], "损坏"),
    "cmyk": (saved(drawn().convert("CMYK")), "CMYK"),
    "grey": (saved(drawn().convert("L")), "黑白"),
    "grey-in-colour": (saved(drawn().convert("L").convert("RGB")), "黑白"),
    "small": (photo_file((300, 400)), "300×400"),
    "small-when-cropped": (photo_file((1000, 440)), "裁剪"),
    "panorama": (photo_file((2000, 700)), "裁剪"),
    "strip": (photo_file((500, 2000)), "裁剪"),
    "dark": (saved(drawn(light=0.15)), "太暗"),
    "blank": (saved(Image.new("RGB", (600, 800), (250, 250, 250))), "看不出人像"),
    "pale": (saved(drawn().point([225 + value // 9 for value in range(256)] * 3)), "太亮|看不出"),
    "blue": (saved(drawn(background=(60, 120, 220))), "背景不是白色"),
    "half-white": (saved(drawn(background=(150, 150, 150))), "背景不是白色"),
}


@pytest.mark.parametrize("which", list(WRONG))
def test_what_will_not_do_is_one_sentence_and_the_way_out(which: str) -> None:
    data, said = WRONG[which]
    with pytest.raises(BadPicture) as told:
        card_photo(data)
    words, advice = told.value.message, told.value.what_next
    assert any(part in words.zh for part in said.split("|")), words.zh
    assert words.en
    assert advice.zh
    assert advice.en
    assert "{" not in words.zh + words.en + advice.zh + advice.en


@settings(max_examples=60, deadline=None)
@given(at=st.integers(0, 9000), noise=st.binary(min_size=1, max_size=40), kind=st.sampled_from(["JPEG", "PNG"]))
def test_any_bytes_at_all_are_a_photo_or_a_sentence(at: int, noise: bytes, kind: str) -> None:
    whole = FILES[kind]
    at %= len(whole)
    try:
        made = card_photo(whole[:at] + noise + whole[at + len(noise) :])
    except BadPicture as told:
        assert told.message.zh  # noqa: PT017 - either is right
    else:
        assert opened(made.body).size == (photo.WIDTH, photo.HEIGHT)


FILES = {kind: saved(drawn((400, 500)), kind) for kind in ("JPEG", "PNG")}
