"""TLS: only a platform whose certificate fits is talked to, and nothing of a request reaches any other."""

import socket
import ssl
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from counter_app.devices import Challenge
from counter_app.domain.errors import NoPlatform
from counter_app.domain.operation import Operation
from sync.client import HttpPlatform
from sync.troubles import in_words
from sync.trust import trusted
from tests.parts.certificates import Authority
from tests.parts.practice_platform import Platform
from tests.parts.proxy import Proxy, proxy
from tests.parts.signing import signer
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


def test_a_real_counter_speaks_tls_alone_and_by_its_own_root_alone(platform: Platform, authority: Authority) -> None:
    """Also to this machine itself: whoever listens there could be anybody. Not one byte of a request is written."""
    with proxy(platform.port) as plain, closing(_real(plain.url, authority.pem)) as client:
        with pytest.raises(NoPlatform) as raised:
            client.greet()
        assert plain.bytes_in == 0
        assert "https" in in_words(raised.value).en
    with proxy(platform.port, tls=authority.server()) as front:
        with closing(_real(front.url, None)) as client, pytest.raises(NoPlatform) as raised:
            client.greet()
        assert (front.exchanges, "platform.ca" in in_words(raised.value).zh) == ([], True)
        with closing(_real(front.url, authority.pem)) as client:
            client.greet()


def test_the_surroundings_of_the_process_weaken_nothing(
    platform: Platform, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No session key is written out, no other root is added, and no proxy stands in between."""
    stranger, keys = Authority(tmp_path, "Another Root"), tmp_path / "keys.log"
    monkeypatch.setenv("SSLKEYLOGFILE", str(keys))
    monkeypatch.setenv("SSL_CERT_FILE", str(stranger.pem))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(stranger.pem))
    with proxy(platform.port) as spy, proxy(platform.port, tls=stranger.server()) as forged:
        for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, spy.url)
        with proxy(platform.port, tls=authority.server()) as front, closing(_real(front.url, authority.pem)) as client:
            client.greet()
        with closing(_real(forged.url, authority.pem)) as client, pytest.raises(NoPlatform):
            client.greet()
        assert (spy.connections, forged.exchanges) == (0, [])
    assert not keys.exists()


@pytest.mark.parametrize("version", ["TLSv1_1", "TLSv1_2", "TLSv1_3"])
def test_nothing_older_than_tls_1_2_is_spoken(platform: Platform, authority: Authority, version: str) -> None:
    shown = authority.server()
    shown.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):  # the old one is what is tried
        shown.minimum_version = shown.maximum_version = ssl.TLSVersion[version]
    with line(platform, shown, authority.pem) as (front, client):
        if version != "TLSv1_1":
            client.greet()
            return
        with pytest.raises(NoPlatform) as raised:
            client.greet()
        assert front.exchanges == []
    assert "TLS 1.2" in in_words(raised.value).zh


@pytest.mark.parametrize(
    ("suite", "spoken"),
    [
        ("ECDHE-ECDSA-AES128-GCM-SHA256", True),
        ("ECDHE-ECDSA-CHACHA20-POLY1305", True),
        ("ECDHE-ECDSA-AES256-SHA384", False),  # CBC
        ("ECDHE-ECDSA-AES128-SHA", False),  # CBC, SHA-1
        ("ECDHE-ECDSA-AES128-CCM8", False),  # a mark of eight bytes
    ],
)
def test_only_suites_with_forward_secrecy_and_sealed_records_are_spoken(
    platform: Platform, authority: Authority, suite: str, spoken: bool
) -> None:
    shown = authority.server()
    shown.maximum_version = ssl.TLSVersion.TLSv1_2
    shown.set_ciphers(f"{suite}:@SECLEVEL=0")
    with line(platform, shown, authority.pem) as (front, client):
        if spoken:
            client.greet()
            return
        with pytest.raises(NoPlatform):
            client.greet()
        assert front.exchanges == []
    offered = trusted(authority.pem).get_ciphers()
    assert {one["aead"] for one in offered} == {True}
    assert {one["kea"] for one in offered} == {"kx-ecdhe", "kx-any"}  # any: TLS 1.3, which has no other kind


@pytest.mark.parametrize("version", ["TLSv1_2", "TLSv1_3"])
def test_the_strongest_suite_of_both_is_taken(platform: Platform, authority: Authority, version: str) -> None:
    """Where the server leaves it to the counter."""
    shown = authority.server()
    shown.maximum_version = ssl.TLSVersion[version]
    shown.options &= ~ssl.OP_CIPHER_SERVER_PREFERENCE
    with proxy(platform.port, tls=shown) as front:
        host, _, port = front.url.removeprefix("https://").partition(":")
        with (
            socket.create_connection((host, int(port)), timeout=10) as plain,
            trusted(authority.pem).wrap_socket(plain, server_hostname=host) as sealed,
        ):
            suite = sealed.cipher()
    assert suite is not None
    assert suite[2] == 256


def test_a_certificate_that_signed_itself_and_one_of_another_root_are_told_apart(
    platform: Platform, authority: Authority, tmp_path: Path
) -> None:
    file, _ = authority.issue(own=True)
    shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shown.load_cert_chain(file)
    assert "自签" in _refused(platform, shown, authority.pem)
    assert "换过根" in _refused(platform, Authority(tmp_path, "Another Root").server(), authority.pem)


def test_a_renewed_root_stands_beside_the_old_one_until_that_is_taken_out(
    platform: Platform, authority: Authority, tmp_path: Path
) -> None:
    fresh, both = Authority(tmp_path, "Next Root"), tmp_path / "both.pem"
    both.write_bytes(authority.pem.read_bytes() + fresh.pem.read_bytes())
    for signed in (authority, fresh):
        with line(platform, signed.server(), both) as (_, client):
            client.greet()
    assert "换过根" in _refused(platform, authority.server(), fresh.pem)


def test_a_revoked_certificate_and_a_list_out_of_date_stop_the_line(platform: Platform, authority: Authority) -> None:
    """The list stands in the file of the root; with none there, none is asked for."""
    file, serial = authority.issue()
    shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shown.load_cert_chain(file)
    with line(platform, shown, authority.with_revoked()) as (_, client):
        client.greet()
    assert "吊销" in _refused(platform, shown, authority.with_revoked(serial))
    assert "吊销名单" in _refused(platform, shown, authority.with_revoked(days=(-9, -3)))


def _refused(platform: Platform, shown: ssl.SSLContext, root: Path) -> str:
    """The words in which a platform that shows this is refused; it is told nothing."""
    with line(platform, shown, root) as (front, client):
        with pytest.raises(NoPlatform) as raised:
            client.greet()
        assert front.exchanges == []
    return in_words(raised.value).zh


def _real(url: str, root: Path | None) -> HttpPlatform:
    """The client as a real counter has it."""
    return HttpPlatform(lambda: url, ca=root, version="1.0.0", signer=signer(), encrypted_only=True)
