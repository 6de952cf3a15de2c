"""What can go wrong on the way to the platform, told apart: no network, a network but no platform, not now, too old.

Refuses to guess good news: whatever is not plainly the platform's answer is trouble.
"""

from __future__ import annotations

import errno
import math
import socket
import ssl
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from counter_app.domain.errors import NoNetwork, NoPlatform, NotNow, PlatformTrouble, TooOld, Unreachable
from counter_app.domain.text import Text

if TYPE_CHECKING:
    import httpx

LONGEST_RETRY_AFTER = 3600.0
USUAL_RETRY_AFTER = 30.0

BAD_ADDRESS = Text(
    "省平台地址写得不对，见设置 platform.url", "the platform's address is not well formed; see platform.url"
)
PLAIN_ADDRESS = Text(
    "省平台地址要用 https（只有本机可用 http），见设置 platform.url",
    "the platform's address must be https (http is for this machine only); see platform.url",
)
BAD_ROOT = Text(
    "根证书文件不能用：{file}，见设置 platform.ca", "the root certificate file cannot be used: {file}; see platform.ca"
)
ENDLESS = Text("答复过长或迟迟不完", "the answer is too long or does not end")
_NO_NAME = Text("查不到省平台的域名", "the platform's name cannot be looked up")
_NO_WAY = Text("没有通往省平台的路", "no route to the platform")
_SILENT = Text("连接省平台超时", "no answer to the connection attempt")
_SHUT = Text("对方没有开这个服务", "nothing listens there")
_TLS_SILENT = Text("对方不答加密握手", "no answer to the TLS handshake")
_TLS = Text("对方不会加密连接", "the other side does not speak TLS")
_WRONG_HOST = Text("证书是另一个地址的", "the certificate is for another address")
_EXPIRED = Text("证书已过期或未生效，核对本机时间", "the certificate is out of date; check this machine's clock")
_UNTRUSTED = Text("证书不可信", "the certificate is not trusted")
_LOST = Text("已送出，没有等到答复", "handed over, no answer came")
_ODD = Text("对方不按约定答复", "the other side does not speak HTTP")
_REDIRECT = Text("被转到别的页面，可能要先登录网络", "sent to another page; the network may want a login")
_NOT_JSON = Text("答复的是网页，不是省平台，可能要先登录网络", "a web page answered; the network may want a login")
NOT_ITS_OWN_KEY = Text("省平台不认它自己给的密封公钥", "the platform does not take the key it gives for sealing")
_BROKEN = Text("省平台出错（{status}）", "the platform failed ({status})")

_HOST_MISMATCH, _IP_MISMATCH = 62, 64  # X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH
_NOT_YET, _PAST = 9, 10  # X509_V_ERR_CERT_NOT_YET_VALID, X509_V_ERR_CERT_HAS_EXPIRED
_NO_ROUTE = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EHOSTDOWN, errno.EADDRNOTAVAIL})


def of_transport(error: httpx.HTTPError, *, connected: bool, sent: bool) -> Unreachable:
    """A failed request as trouble. `connected`: a TCP connection stood; `sent`: bytes may have arrived."""
    if sent:
        return NoPlatform(why=_LOST, handed_over=True)
    if connected:
        return NoPlatform(why=_of_handshake(error), handed_over=False)
    return _of_connecting(error)


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


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__ or seen.__context__


def _of_handshake(error: httpx.HTTPError) -> Text:
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            if cause.verify_code in (_HOST_MISMATCH, _IP_MISMATCH):
                return _WRONG_HOST
            return _EXPIRED if cause.verify_code in (_NOT_YET, _PAST) else _UNTRUSTED
        if isinstance(cause, TimeoutError):
            return _TLS_SILENT
        if isinstance(cause, ssl.SSLError):
            return _TLS
    return _ODD


def _of_connecting(error: httpx.HTTPError) -> Unreachable:
    for cause in _causes(error):
        if isinstance(cause, socket.gaierror):
            return NoNetwork(why=_NO_NAME, handed_over=False)
        if isinstance(cause, TimeoutError):
            return NoNetwork(why=_SILENT, handed_over=False)
        if isinstance(cause, ConnectionError):
            return NoPlatform(why=_SHUT, handed_over=False)
        if isinstance(cause, OSError) and cause.errno in _NO_ROUTE:
            return NoNetwork(why=_NO_WAY, handed_over=False)
    return NoNetwork(why=_NO_WAY, handed_over=False)
