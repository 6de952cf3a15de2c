"""Whom the counter takes for the platform: TLS 1.2 or later, the province's own root, certificate and host checked.

Refuses what the surroundings of the process could weaken: the roots are those of the file that was named, no others,
and no session key is ever written out (`SSLKEYLOGFILE` is heard by `ssl.create_default_context`, not here). A file that
also holds a list of revoked certificates (PEM, "X509 CRL") has it obeyed; one that is out of date stops the line.
TLS: RFC 8446, RFC 5246; versions: RFC 9325 section 3.1.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from counter_app.domain.errors import NoPlatform
from counter_app.domain.text import Text

if TYPE_CHECKING:
    import httpx

BAD_ROOT = Text(
    "根证书文件不能用：{file}，见设置 platform.ca", "the root certificate file cannot be used: {file}; see platform.ca"
)
NO_ROOT = Text(
    "没有设省平台的根证书，见设置 platform.ca", "no root certificate of the platform is set; see platform.ca"
)
_SILENT = Text("对方不答加密握手", "no answer to the TLS handshake")
_NO_TLS = Text("对方不会加密连接", "the other side does not speak TLS")
_TOO_OLD = Text(
    "对方只会旧的加密协议（低于 TLS 1.2），不连接", "the other side speaks only old TLS, below 1.2: not connected"
)
_WRONG_HOST = Text("证书是另一个地址的", "the certificate is for another address")
_EXPIRED = Text("证书已过期或未生效，核对本机时间", "the certificate is out of date; check this machine's clock")
_REVOKED = Text("证书已被吊销，请报告管理员", "the certificate has been revoked; tell the administrator")
_OLD_LIST = Text(
    "吊销名单缺失或已过期，请更新 platform.ca 的文件",
    "the list of revoked certificates is missing or out of date; renew the file of platform.ca",
)
_SELF_SIGNED = Text(
    "证书不可信：是自签的，不是省平台根证书签的",
    "the certificate is not trusted: it signed itself, the province's root did not",
)
_STRANGER = Text(
    "证书不可信：不是省平台根证书签的；换过根的，请更新 platform.ca 的文件",
    "the certificate is not trusted: the province's root did not sign it; if the root was renewed, renew platform.ca",
)
_UNTRUSTED = Text("证书不可信", "the certificate is not trusted")
_ODD = Text("对方不按约定答复", "the other side does not speak HTTP")

_WORDS = {  # X509_V_ERR_... of x509_vfy.h
    3: _OLD_LIST,  # UNABLE_TO_GET_CRL
    9: _EXPIRED,  # CERT_NOT_YET_VALID
    10: _EXPIRED,  # CERT_HAS_EXPIRED
    11: _OLD_LIST,  # CRL_NOT_YET_VALID
    12: _OLD_LIST,  # CRL_HAS_EXPIRED
    18: _SELF_SIGNED,  # DEPTH_ZERO_SELF_SIGNED_CERT
    19: _STRANGER,  # SELF_SIGNED_CERT_IN_CHAIN
    20: _STRANGER,  # UNABLE_TO_GET_ISSUER_CERT_LOCALLY
    21: _STRANGER,  # UNABLE_TO_VERIFY_LEAF_SIGNATURE
    23: _REVOKED,  # CERT_REVOKED
    62: _WRONG_HOST,  # HOSTNAME_MISMATCH
    64: _WRONG_HOST,  # IP_ADDRESS_MISMATCH
}
_SUITES = "ECDHE+AESGCM:ECDHE+CHACHA20"
"""Of TLS 1.2, the strongest first: what the IANA registry recommends (RFC 9325, 4.2). Those of TLS 1.3 are all of that
kind."""
_OLD_TLS = frozenset({"UNSUPPORTED_PROTOCOL", "TLSV1_ALERT_PROTOCOL_VERSION"})


def trusted(ca: Path | None) -> ssl.SSLContext:
    """What a connection must fit: the roots of the PEM file `ca` alone; None: those of the system. Raises NoPlatform
    for a file that cannot be read or holds no certificate.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # checks certificate and host
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(_SUITES)
    if ca is None:
        context.load_default_certs()
        return context
    try:
        context.load_verify_locations(cafile=str(ca))
        has_list = b"BEGIN X509 CRL" in ca.read_bytes()
    except (OSError, ValueError) as error:
        # OSError includes ssl.SSLError: the file is there but holds no certificate. ValueError: that is no path.
        raise NoPlatform(why=BAD_ROOT.format(file=ca), handed_over=False) from error
    if has_list:
        context.verify_flags |= ssl.VerifyFlags.VERIFY_CRL_CHECK_LEAF
    return context


def why_no_handshake(error: httpx.HTTPError) -> Text:
    """Why a connection that stood did not come to speak TLS."""
    for cause in causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return _WORDS.get(cause.verify_code, _UNTRUSTED)
        if isinstance(cause, TimeoutError):
            return _SILENT
        if isinstance(cause, ssl.SSLError):
            return _TOO_OLD if cause.reason in _OLD_TLS else _NO_TLS
    return _ODD


def causes(error: BaseException) -> Iterator[BaseException]:
    """An error and what led to it."""
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__ or seen.__context__
