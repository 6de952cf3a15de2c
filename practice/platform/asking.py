"""What all doors of the practice platform share: reading a body, and saying no in the form of the contract.

Refuses bodies over what a door allows. Logs nothing of a body.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse
from starlette.requests import ClientDisconnect

LARGEST_BODY = 1024 * 1024


class Problem(Exception):
    """An answer of RFC 9457 instead of the one asked for."""

    def __init__(
        self,
        status: int,
        title: str,
        *,
        headers: Mapping[str, str] | None = None,
        reason: Mapping[str, str] | None = None,
        kind: str = "about:blank",
        more: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(title)
        self.more = more
        self.kind = kind
        self.status = status
        self.title = title
        self.headers = headers
        self.reason = reason

    def response(self) -> JSONResponse:
        """As it goes out."""
        content: dict[str, object] = {"type": self.kind, "title": self.title, "status": self.status}
        if self.reason is not None:
            content["reason"] = dict(self.reason)
        content |= self.more or {}
        headers = dict(self.headers or {})
        return JSONResponse(content, self.status, headers=headers, media_type="application/problem+json")


async def content_of(request: Request, *, most: int) -> bytes:
    """The body, `most` bytes; the one whose signature was judged where there was one. Raises Problem."""
    judged: bytes | None = getattr(request.state, "content", None)
    content = bytearray(judged or b"")
    if judged is None:
        try:
            async for piece in request.stream():
                content += piece
                if len(content) > most:
                    break
        except ClientDisconnect:  # nobody hears this; it is no fault of the platform's
            raise Problem(400, "the line broke off in the middle of the body") from None
    if len(content) > most:
        raise Problem(413, f"the body is larger than {most} bytes")
    return bytes(content)


async def json_of(request: Request) -> Any:
    """The JSON body; 75.0 is the number 75, as in JSON and in the contract. Raises Problem."""
    content = await content_of(request, most=LARGEST_BODY)
    try:
        return json.loads(content, parse_float=_number)
    except (ValueError, RecursionError):
        raise Problem(400, "the body is not JSON") from None


def _number(text: str) -> int | float:
    number = float(text)
    return int(number) if number.is_integer() else number
