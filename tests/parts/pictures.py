"""Made-up pictures: drawn shapes on white, never anybody's face."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw

SKIN, COAT, WHITE = (214, 170, 140), (30, 40, 90), (250, 250, 250)


def drawn(
    size: tuple[int, int] = (600, 800), *, background: tuple[int, int, int] = WHITE, light: float = 1.0
) -> Image.Image:
    """An egg on shoulders. `light` 0 is night."""
    wide, high = size
    image = Image.new("RGB", size, background)
    pen = ImageDraw.Draw(image)
    pen.ellipse((wide * 0.3, high * 0.15, wide * 0.7, high * 0.6), fill=SKIN)
    pen.rounded_rectangle((wide * 0.12, high * 0.62, wide * 0.88, high * 1.2), radius=wide // 6, fill=COAT)
    for line in range(0, high, 9):  # something to press: flat shapes alone make too small a file
        pen.line((wide * 0.2, line, wide * 0.8, line + 5), fill=(60, 90 + line % 120, 120), width=1)
    return image.point([int(value * light) for value in range(256)] * 3)


def saved(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    """As a file."""
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def photo_file(size: tuple[int, int] = (600, 800)) -> bytes:
    """A JPEG that will do."""
    return saved(drawn(size))
