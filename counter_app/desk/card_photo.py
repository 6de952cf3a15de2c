"""A file somebody brought, turned into the photo of a card: upright, cropped round its middle, 358 x 441 pixels.

Refuses what would come back from the making, each with one sentence and the way out, before a pixel of it is decoded
where its head tells enough. Takes nothing over but the pixels: no place, no camera, no name. Pillow is loaded with the
first picture.
"""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from counter_app.domain.photo import (
    DPI,
    HEIGHT,
    LARGEST_FILE,
    LEAST_BYTES,
    MOST_BYTES,
    WIDTH,
    BadPicture,
    Picture,
    picture_of,
)
from counter_app.domain.text import Text

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS = 40_000_000
MOST_CROPPED = 0.4  # of width or height; a 4:3 picture taken lengthwise loses 0.39
_KINDS = ("JPEG", "PNG")
_ORIENTATION, _LYING = 0x0112, frozenset({5, 6, 7, 8})  # EXIF 2.3, 4.6.4 A: turned by a quarter
_GREY = frozenset({"1", "L", "LA", "La", "I", "F"})
_QUALITIES = (70, 80, 90, 95, 60, 50, 40, 30)  # the standard's own first, then larger, then smaller
_DARK, _BRIGHT, _FLAT, _PALE = 60.0, 225.0, 12.0, 4.0
_WHITE, _TINT = 180.0, 30.0
_FAULTS = (
    OSError,
    ValueError,
    ArithmeticError,
    LookupError,
    TypeError,
    SyntaxError,
    EOFError,
    struct.error,
    zlib.error,
)

_OTHER_FILE = Text("换一个文件，或重新插上存储卡", "Choose another file, or put the memory card in again")
_NO_FILE = (Text("没有这个照片文件", "There is no such picture file"), _OTHER_FILE)
_UNREADABLE = (Text("读不了这个文件", "The file cannot be read"), _OTHER_FILE)
_AGAIN = Text("换一张，或重新拍", "Use another one, or take it again")
_TOO_LARGE = (
    Text("文件超过 20 MB", "The file is larger than 20 MB"),
    Text("另存为小一些的 JPEG", "Save a smaller JPEG"),
)
_NO_PICTURE = (
    Text("不是 JPEG 或 PNG 照片", "Not a JPEG or PNG picture"),
    Text("选 .jpg 或 .png 文件；手机的 HEIC 先转成 JPEG", "Choose a .jpg or .png file; turn a HEIC into a JPEG first"),
)
_DAMAGED = (
    Text("照片文件已损坏，打不开", "The picture is damaged"),
    Text("重新拷贝，或换一张", "Copy it again, or use another"),
)
_BOMB = (
    Text("照片像素过多", "The picture has too many pixels"),
    Text("缩小到 4000 万像素以内", "Make it 40 megapixels or less"),
)
_SMALL = Text(
    "照片太小：{w}×{h} 像素，裁好后要有 358×441", "Too small: {w} x {h} pixels; cropped it must have 358 x 441"
)
_LARGER = Text("用原图，不要用截图或缩略图", "Use the original, not a screenshot or a thumbnail")
_SHAPE = (
    Text("照片太宽或太长，裁剪会切掉人像", "Too wide or too long: cropping would cut the person off"),
    Text("竖着重拍，或先裁成近似 4:5", "Take it upright, or crop it to about 4:5 first"),
)
_CMYK = (
    Text(
        "照片是印刷用的四色格式（CMYK），颜色会失真",
        "The picture is CMYK, made for printing: its colours would be wrong",
    ),
    Text("另存为 RGB 的 JPEG 再选", "Save it as an RGB JPEG and choose that"),
)
_NO_COLOUR = (Text("照片是黑白的，要彩色", "The picture has no colour; a colour photo is needed"), _AGAIN)
_TOO_DARK = (Text("照片太暗", "The picture is too dark"), Text("加光重拍", "Take it again with more light"))
_TOO_BRIGHT = (
    Text("照片太亮，看不清人像", "The picture is too bright"),
    Text("减光重拍", "Take it again with less light"),
)
_BLANK = (Text("照片里看不出人像", "Nobody can be seen in the picture"), _AGAIN)
_NOT_WHITE = (
    Text("照片背景不是白色", "The background is not white"),
    Text("在白墙或白幕前重拍", "Take it again before a white wall or screen"),
)


def card_photo(data: bytes) -> Picture:
    """The photo of a card (JPEG, RGB, 358 x 441 pixels, 350 dpi) made of a JPEG or PNG file. Raises BadPicture."""
    if len(data) > LARGEST_FILE:
        raise _bad(_TOO_LARGE)
    upright = _upright(data)
    photo = _cropped(upright)
    _judge(photo)
    return picture_of(_pressed(photo))


def read_file(file: Path) -> bytes:
    """The bytes of a plain file, one more than may be taken at most. Raises BadPicture."""
    try:
        if not file.is_file():
            raise _bad(_NO_FILE)
        with file.open("rb") as opened:
            return opened.read(LARGEST_FILE + 1)
    except OSError as error:
        raise _bad(_UNREADABLE) from error


def _upright(data: bytes) -> Image:
    """The picture as it is to be looked at, in RGB, transparent places white. Raises BadPicture."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(BytesIO(data), formats=_KINDS) as image:
            _judge_head(image)
            image.draft("RGB", (3 * WIDTH, 3 * WIDTH))  # a JPEG is decoded no larger than is needed
            turned = ImageOps.exif_transpose(image)
        if turned.has_transparency_data:
            flat = Image.new("RGBA", turned.size, "white")
            flat.alpha_composite(turned.convert("RGBA"))
            turned = flat
        return turned.convert("RGB")
    except UnidentifiedImageError as error:
        raise _bad(_NO_PICTURE) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _bad(_BOMB) from error
    except _FAULTS as error:
        raise _bad(_DAMAGED) from error


def _judge_head(image: Image) -> None:
    """What the head of the file tells already. Raises BadPicture."""
    if image.width * image.height > MOST_PIXELS:
        raise _bad(_BOMB)
    if image.mode == "CMYK":
        raise _bad(_CMYK)
    if image.mode in _GREY or image.mode.startswith("I;"):
        raise _bad(_NO_COLOUR)
    wide, high = image.size
    if image.getexif().get(_ORIENTATION) in _LYING:
        wide, high = high, wide
    kept_wide, kept_high = min(wide, high * WIDTH / HEIGHT), min(high, wide * HEIGHT / WIDTH)
    if kept_wide < wide * (1 - MOST_CROPPED) or kept_high < high * (1 - MOST_CROPPED):
        raise _bad(_SHAPE)
    if round(kept_wide) < WIDTH or round(kept_high) < HEIGHT:
        raise BadPicture(why=_SMALL.format(w=wide, h=high), how=_LARGER)


def _cropped(image: Image) -> Image:
    from PIL import Image as Pictures
    from PIL import ImageOps

    return ImageOps.fit(image, (WIDTH, HEIGHT), Pictures.Resampling.LANCZOS)


def _judge(photo: Image) -> None:
    """What can be told of light, colour and background without knowing a face. Raises BadPicture."""
    from PIL import ImageStat

    whole = ImageStat.Stat(photo.convert("L"))
    middle = photo.crop((WIDTH // 4, HEIGHT // 5, WIDTH * 3 // 4, HEIGHT))
    shape = ImageStat.Stat(middle.convert("L"))
    if whole.mean[0] < _DARK:
        raise _bad(_TOO_DARK)
    if whole.stddev[0] < _FLAT:
        raise _bad(_BLANK)
    if shape.mean[0] > _BRIGHT:
        raise _bad(_TOO_BRIGHT)
    if ImageStat.Stat(middle.convert("HSV")).mean[1] < _PALE:
        raise _bad(_NO_COLOUR)
    strip = WIDTH // 8
    for left in (0, WIDTH - strip):
        corner = ImageStat.Stat(photo.crop((left, 0, left + strip, HEIGHT // 4))).mean
        if min(corner) < _WHITE or max(corner) - min(corner) > _TINT:
            raise _bad(_NOT_WHITE)


def _pressed(photo: Image) -> bytes:
    """As JPEG of a usual size, with the standard's quality where that gives one; else the nearest to it."""
    photo.info.clear()  # Pillow writes a comment of the file it came from into the new one
    made: list[bytes] = []
    for quality in _QUALITIES:
        out = BytesIO()
        photo.save(out, "JPEG", quality=quality, dpi=(DPI, DPI))
        made.append(out.getvalue())
        if LEAST_BYTES <= len(made[-1]) <= MOST_BYTES:
            return made[-1]
    return max((one for one in made if len(one) <= MOST_BYTES), key=len, default=min(made, key=len))


def _bad(told: tuple[Text, Text]) -> BadPicture:
    why, how = told
    return BadPicture(why=why, how=how)
