"""TLS: only a platform whose certificate fits is talked to, and nothing of a request reaches any other."""

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from counter_app.devices import Challenge
from counter_app.domain.errors import NoPlatform
from counter_app.domain.operation import Operation
from sync.client import HttpPlatform
from sync.troubles import in_words
from tests.parts.certificates import Authority
from tests.parts.practice_platform import Platform
from tests.parts.proxy import Proxy, proxy
from tests.sync.conftest import closing_client


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    """The authority that the counter was told to trust."""
    return Authority(tmp_path)


@contextmanager
def line(platform: Platform, shown: ssl.SSLContext, root: Path | None) -> Iterator[tuple[Proxy, HttpPlatform]]:
    """A platform behind TLS and a client that trusts `root`."""
    with proxy(platform.port, tls=shown) as front, closing_client(front.url, ca=root) as client:
        yield front, client


def test_the_right_certificate_is_trusted(platform: Platform, authority: Authority) -> None:
    with line(platform, authority.server(), authority.pem) as (front, client):
        client.greet()
        client.greet()
        assert front.connections == 1


@pytest.mark.parametrize("fault", ["stranger", "system", "other-host", "expired"])
def test_a_wrong_certificate_is_a_network_without_platform(
    platform: Platform, authority: Authority, tmp_path: Path, loss: Callable[..., Operation], fault: str
) -> None:
    shown = _shown(fault, authority, tmp_path)
    called: list[None] = []
    with line(platform, shown, None if fault == "system" else authority.pem) as (front, client):
        with pytest.raises(NoPlatform) as raised:
            client.send([loss()], on_hand_over=lambda: called.append(None))
        assert front.exchanges == []
    assert called == []
    assert raised.value.facts["handed_over"] is False
    words = {"other-host": "另一个地址", "expired": "过期"}.get(fault, "不可信")
    assert words in in_words(raised.value).zh


@pytest.mark.parametrize("fault", ["stranger", "other-host", "expired"])
def test_no_key_for_sealing_is_taken_from_a_stranger(
    platform: Platform, authority: Authority, tmp_path: Path, fault: str
) -> None:
    """Whoever could give the counter a key of its own could open what is sealed: it is not even asked for."""
    asked = Challenge("pin-reset", "sm4", "F" * 32, "00" * 8, "00" * 8, "0B", bytes.fromhex("805E000007794613"))
    with line(platform, _shown(fault, authority, tmp_path), authority.pem) as (front, client):
        with pytest.raises(NoPlatform):
            client.cryptogram(asked)
        assert front.exchanges == []


def test_a_server_without_tls_is_no_platform(platform: Platform, authority: Authority) -> None:
    with closing_client(platform.url.replace("http:", "https:"), ca=authority.pem) as client:
        with pytest.raises(NoPlatform) as raised:
            client.greet()
        assert raised.value.facts["handed_over"] is False


@pytest.mark.parametrize("content", [None, "", "no certificate here"])
def test_a_root_file_that_cannot_be_used_is_told(platform: Platform, tmp_path: Path, content: str | None) -> None:
    root = tmp_path / "root.pem"
    if content is not None:
        root.write_text(content)
    with closing_client(platform.url, ca=root) as client, pytest.raises(NoPlatform) as raised:
        client.greet()
    assert "root.pem" in in_words(raised.value).zh


def _shown(fault: str, authority: Authority, folder: Path) -> ssl.SSLContext:
    if fault == "stranger":
        return Authority(folder, "Another Root").server()
    if fault == "other-host":
        return authority.server(address="127.0.0.2")
    return authority.server(days=(-20, -10)) if fault == "expired" else authority.server()
