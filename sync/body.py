"""The body of a call or an answer: JSON of `docs/platform.openapi.yaml`, written from plain values, read into a shape.

Refuses an answer that does not keep the contract, and to quote what it read: that may be somebody's name, or a token.
"""

from __future__ import annotations

import json
from typing import TypeVar

from pydantic import ValidationError

from counter_app.domain.errors import NoPlatform
from counter_app.domain.text import Text
from sync.shapes import Shape

GARBAGE = Text("答复不是省平台的格式", "the answer is not in the platform's form")
_MOST_NAMED = 5
_Kind = TypeVar("_Kind", bound=Shape)


def write(tree: object) -> bytes:
    """`tree` of dicts, lists, words and numbers as UTF-8."""
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def read(shape: type[_Kind], body: bytes) -> _Kind:
    """What it says. Raises NoPlatform, with the places that do not fit and without pydantic's error as the cause."""
    try:
        return shape.model_validate_json(body)
    except ValidationError as error:
        places = sorted({".".join(str(part) for part in fault["loc"]) for fault in error.errors(include_input=False)})
        raise NoPlatform(why=GARBAGE, fields=tuple(places[:_MOST_NAMED]), handed_over=True) from None
