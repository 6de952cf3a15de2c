"""The photo for a card: the standard it must keep, the kept picture, and why one will not do.

社会保障卡制证用数字相片技术要求, as stored pages of several provinces tell it: 358 x 441 pixels, 350 dpi, 24-bit RGB,
JPEG with a quality of 70 and usually 14 to 40 KB, white background without a frame. Refuses to judge whose face it
is, and to keep a file's name: both are the clerk's to see and nobody's to store.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

from counter_app.domain.errors import Refused
from counter_app.domain.text import Text

WIDTH, HEIGHT, DPI = 358, 441, 350
LEAST_BYTES, MOST_BYTES = 14 * 1024, 40 * 1024
LARGEST_FILE = 20 * 1024 * 1024  # bytes of a file somebody brings
JPEG = "image/jpeg"
PICTURE = "picture"
"""Name of the field whose answer is the digest of the kept picture."""
DIGEST_FACT = "photo_digest"
"""Fact of an operation: the digest of the picture that goes to the platform before it."""
_DIGEST = re.compile(r"[0-9a-f]{64}")


class BadPicture(Refused):
    """A picture that cannot become the photo of a card. `why` says what is wrong with it, `how` what to do."""

    happened = Text("{why}", "{why}")
    advice = Text("{how}", "{how}")


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo that keeps the standard. `digest`: SHA-256 of `body` in small hex digits."""

    digest: str
    body: bytes = field(repr=False)
    media_type: str = JPEG


def picture_of(body: bytes) -> Picture:
    """The picture of these bytes."""
    return Picture(digest_of(body), body)


def digest_of(body: bytes) -> str:
    """SHA-256 in small hex digits."""
    return hashlib.sha256(body).hexdigest()


def is_digest(words: str) -> bool:
    """Whether it has the form of one."""
    return _DIGEST.fullmatch(words) is not None
