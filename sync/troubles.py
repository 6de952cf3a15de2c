"""What can go wrong on the way to the platform, told apart: no network, a network but no platform, not now, too old.

Refuses to guess good news: whatever is not plainly the platform's answer is trouble.
"""

from __future__ import annotations

import errno
import math
import socket
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from counter_app.domain.enrolment_errors import CallRepeated
from counter_app.domain.errors import NoNetwork, NoPlatform, NotNow, PlatformTrouble, TooOld, Unreachable
from counter_app.domain.text import Text
from sync.trust import causes, why_no_handshake

if TYPE_CHECKING:
    import httpx

LONGEST_RETRY_AFTER = 3600.0
USUAL_RETRY_AFTER = 30.0

BAD_ADDRESS = Text(
    "省平台地址写得不对，见设置 platform.url", "the platform's address is not well formed; see platform.url"
)
PLAIN_ADDRESS = Text(
    "省平台地址要用 https（只有练习时的本机可用 http），见设置 platform.url",
    "the platform's address must be https (http is for practice on this machine only); see platform.url",
)
ENDLESS = Text("答复过长或迟迟不完", "the answer is too long or does not end")
_NO_NAME = Text("查不到省平台的域名", "the platform's name cannot be looked up")
_NO_WAY = Text("没有通往省平台的路", "no route to the platform")
_SILENT = Text("连接省平台超时", "no answer to the connection attempt")
_SHUT = Text("对方没有开这个服务", "nothing listens there")
LOST = Text("已送出，没有等到答复", "handed over, no answer came")
_REDIRECT = Text("被转到别的页面，可能要先登录网络", "sent to another page; the network may want a login")
_NOT_JSON = Text("答复的是网页，不是省平台，可能要先登录网络", "a web page answered; the network may want a login")
NOT_ITS_OWN_KEY = Text("省平台不认它自己给的密封公钥", "the platform does not take the key it gives for sealing")
_BROKEN = Text("省平台出错（{status}）", "the platform failed ({status})")

_NO_ROUTE = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EHOSTDOWN, errno.EADDRNOTAVAIL})


def of_transport(error: httpx.HTTPError, *, connected: bool, sent: bool) -> Unreachable:
    """A failed request as trouble. `connected`: a TCP connection stood; `sent`: bytes may have arrived."""
    if sent:
        return NoPlatform(why=LOST, handed_over=True)
    if connected:
        return NoPlatform(why=why_no_handshake(error), handed_over=False)
    return _of_connecting(error)


def is_break(trouble: NoPlatform) -> bool:
    """Whether a request left and nobody can say here what became of it."""
    return trouble.facts.get("why") is LOST or isinstance(trouble, CallRepeated)


def judge(status: int, headers: Mapping[str, str]) -> None:
    """Raise what a whole HTTP answer means when it is not 200 with JSON: NoPlatform, NotNow, TooOld."""
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if status == 200 and kind == "application/json":
        return
    if status == 426:
        raise TooOld(handed_over=True)
    if status in (429, 503) and ("retry-after" in headers or kind == "application/problem+json"):
        raise NotNow(seconds=math.ceil(retry_after(headers)), handed_over=True)
    if 300 <= status < 400:
        raise NoPlatform(why=_REDIRECT, handed_over=True)
    if status == 200:
        raise NoPlatform(why=_NOT_JSON, handed_over=True)
    raise NoPlatform(why=_BROKEN.format(status=status), handed_over=True)


def is_problem(headers: Mapping[str, str]) -> bool:
    """Whether the platform itself says what is wrong (RFC 9457), not a portal on the way to it."""
    return headers.get("content-type", "").partition(";")[0].strip().lower() == "application/problem+json"


def retry_after(headers: Mapping[str, str]) -> float:
    """Seconds the platform wants to be left alone (RFC 9110 section 10.2.3), 1 to 3600; 30 when it does not say.

    A date is measured against the answer's own Date, so that a wrong clock here does no harm.
    """
    words = headers.get("retry-after", "").strip()
    if words.isascii() and words.isdigit():
        # Longer than any sensible number of digits: the longest wait, without making a huge integer.
        return min(max(float(words[:9]), 1.0), LONGEST_RETRY_AFTER) if len(words) <= 9 else LONGEST_RETRY_AFTER
    then = _http_date(words)
    if then is None:
        return USUAL_RETRY_AFTER
    now = _http_date(headers.get("date", "")) or datetime.now(UTC)
    return min(max((then - now).total_seconds(), 1.0), LONGEST_RETRY_AFTER)


def said_seconds(trouble: PlatformTrouble) -> float:
    """How long the platform asked to be left alone, 0 when it did not."""
    seconds = trouble.facts.get("seconds", 0)
    return float(seconds) if isinstance(seconds, int | float) else 0.0


def in_words(trouble: PlatformTrouble) -> Text:
    """What is wrong, as closely as it is known."""
    why = trouble.facts.get("why")
    return why if isinstance(why, Text) else trouble.message


def _http_date(words: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(words)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _of_connecting(error: httpx.HTTPError) -> Unreachable:
    for cause in causes(error):
        if isinstance(cause, socket.gaierror):
            return NoNetwork(why=_NO_NAME, handed_over=False)
        if isinstance(cause, TimeoutError):
            return NoNetwork(why=_SILENT, handed_over=False)
        if isinstance(cause, ConnectionError):
            return NoPlatform(why=_SHUT, handed_over=False)
        if isinstance(cause, OSError) and cause.errno in _NO_ROUTE:
            return NoNetwork(why=_NO_WAY, handed_over=False)
    return NoNetwork(why=_NO_WAY, handed_over=False)
