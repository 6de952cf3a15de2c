"""What the settings of a real counter may say of the way to the platform: TLS, and the province's own root.

Refuses, outside practice, an address without encryption, one with a password in it, one with no root to judge it by,
and every other setting given for one run alone: who sits at the machine could name another platform, key or driver so.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from counter_app.domain.errors import BadInput
from counter_app.domain.text import Text, same
from counter_app.settings import Settings

URL, ROOT = "platform.url", "platform.ca"
FOR_THE_EYE = frozenset({"language", "theme", "text_size"})

_NOT_ENCRYPTED = Text(
    "正式的柜台只用 https://，没有例外，也不能关闭",
    "a real counter speaks https:// alone, without exception, and it cannot be switched off",
)
_NO_ADDRESS = Text("应写成 https://主机名", "write https://host")
_WITH_PASSWORD = Text("地址里不能写用户名和密码", "no user and no password in an address")
_NO_ROOT = Text(
    "设了省平台地址，就要同时设省平台的根证书文件（PEM）",
    "where the platform's address is set, its root certificate file (PEM) must be set with it",
)
_ONE_RUN = Text(
    "正式的柜台不能只为这一次改设置；请管理员用 counter settings 设定",
    "a real counter takes no setting for one run; let an administrator keep it with counter settings",
)


def make_sure_of_wire(settings: Settings) -> None:
    """Whether a real counter may work by these settings. Raises BadInput that names the key in `what`."""
    address = settings[URL]
    if not address:
        return  # no platform yet: there is nothing to talk to
    if not address.startswith("https://"):
        raise BadInput(what=same(URL), why=_NOT_ENCRYPTED)
    try:
        parts = urlsplit(address)
        host, user = parts.hostname, parts.username or parts.password
        parts.port  # noqa: B018 - judged when it is asked for
    except ValueError as error:
        raise BadInput(what=same(URL), why=_NO_ADDRESS) from error
    if not host:
        raise BadInput(what=same(URL), why=_NO_ADDRESS)
    if user:
        raise BadInput(what=same(URL), why=_WITH_PASSWORD)
    if not settings[ROOT]:
        raise BadInput(what=same(ROOT), why=_NO_ROOT)


def make_sure_of_run(names: Iterable[str]) -> None:
    """Whether a real counter may take these settings for one run alone. Raises BadInput."""
    for name in names:
        if name not in FOR_THE_EYE:
            raise BadInput(what=same(name), why=_ONE_RUN)
