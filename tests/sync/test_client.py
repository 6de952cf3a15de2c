"""The client over real HTTP: what it hands over and when, and how it tells troubles apart."""

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress

import pytest

from counter_app.domain.card import CardState, Half
from counter_app.domain.errors import (
    CounterError,
    DiskFull,
    NoNetwork,
    NoPlatform,
    NotNow,
    PlatformTrouble,
    TooOld,
    Unreachable,
)
from counter_app.domain.holder import Person
from counter_app.domain.operation import Operation, Verdict
from practice.platform import database as db
from sync.client import HttpPlatform
from sync.troubles import in_words
from tests.parts.practice_platform import Platform
from tests.parts.processes import program
from tests.parts.proxy import Proxy, proxy
from tests.parts.signing import signer
from tests.sync.conftest import closing_client

Loss = Callable[..., Operation]


def nothing() -> None:
    """A hand-over that needs no writing down."""


def test_accepted_and_the_holder_as_he_stands_now(client: HttpPlatform, platform: Platform, loss: Loss) -> None:
    operation = loss()
    (answer,) = client.send([operation], on_hand_over=nothing)
    assert (answer.operation_id, answer.verdict, answer.known) == (operation.id, Verdict.ACCEPTED, False)
    assert {half.half: half.state for half in answer.halves} == {Half.SSC: "4", Half.BANK: "temporary-loss"}
    assert all(half.effective_at and half.until and half.until.second == 0 for half in answer.halves)
    assert answer.person is not None
    assert answer.person.cards[0].state is CardState.TEMPORARY_LOSS
    assert answer.card_number == answer.person.cards[0].number
    assert len(platform.effects(operation.id)) == 2


def test_people_are_found_by_number_card_and_name(client: HttpPlatform, somebody: Callable[[], Person]) -> None:
    person = somebody()
    found = client.person_by_number(person.holder.number)
    assert found is not None
    assert found.holder == person.holder
    by_card = client.person_by_card(person.cards[0].number)
    assert by_card is not None
    assert by_card.holder == person.holder
    assert person.holder in {p.holder for p in client.people_by_name(person.holder.name, limit=100)}


def test_nobody_is_no_error(client: HttpPlatform) -> None:
    assert client.person_by_number("110105194912310029") is None
    assert client.person_by_card("ZZZZZZZZ9") is None
    assert client.people_by_name("没有这个人") == ()


@pytest.mark.parametrize("value", ["", "九" * 51])
def test_a_value_the_contract_has_no_room_for_is_nobody_and_is_not_asked(
    client: HttpPlatform, between: Proxy, value: str
) -> None:
    assert client.people_by_name(value) == ()
    assert between.exchanges == []


def test_numbers_and_names_stand_in_no_line_that_gets_logged(
    client: HttpPlatform, between: Proxy, somebody: Callable[[], Person], loss: Loss
) -> None:
    person = somebody()
    client.person_by_number(person.holder.number)
    client.send([loss(person)], on_hand_over=nothing)
    heads = "".join(exchange.head for exchange in between.exchanges)
    assert person.holder.number not in heads
    assert person.cards[0].number not in heads
    assert between.paths() == ["/v1/lookups", "/v1/operations"]


def test_one_connection_serves_many_requests(client: HttpPlatform, between: Proxy) -> None:
    for _ in range(5):
        client.greet()
    assert between.connections == 1


def test_hand_over_comes_after_the_connection_and_before_the_first_byte_new_and_reused(
    client: HttpPlatform, between: Proxy, loss: Loss
) -> None:
    seen: list[tuple[int, int]] = []
    for turn in range(2):
        before = between.bytes_in
        client.send([loss()], on_hand_over=lambda: seen.append((between.connections, between.bytes_in)))
        # The accept may be counted a moment after the connect returned, so at most the one connection is there.
        connections, bytes_in = seen[turn]
        assert bytes_in == before
        assert connections <= 1
    assert between.connections == 1
    assert len(seen) == 2


def test_hand_over_is_not_called_while_no_connection_stands(loss: Loss) -> None:
    called: list[None] = []
    with closing_client("http://127.0.0.1:1") as nobody, pytest.raises(NoPlatform):
        nobody.send([loss()], on_hand_over=lambda: called.append(None))
    assert called == []


@pytest.mark.parametrize("used_before", [False, True])
def test_a_hand_over_that_fails_sends_nothing_and_comes_through_unchanged(
    client: HttpPlatform, between: Proxy, loss: Loss, *, used_before: bool
) -> None:
    if used_before:
        client.greet()
    before, full = between.bytes_in, DiskFull()

    def no_room() -> None:
        raise full

    with pytest.raises(DiskFull) as raised:
        client.send([loss()], on_hand_over=no_room)
    assert raised.value is full
    assert client.greet() is not None  # and the client is usable afterwards
    assert between.paths() == ["/v1/hello"] * (2 if used_before else 1)
    assert between.bytes_in > before


@pytest.mark.parametrize(
    "mode", ["500", "502", "garbage", "other-json", "null", "portal", "redirect", "not-http", "nothing"]
)
def test_what_is_not_the_platforms_answer_is_a_network_without_platform(
    client: HttpPlatform, between: Proxy, mode: str, loss: Loss
) -> None:
    between.mode = mode
    for ask in (
        client.greet,
        lambda: client.person_by_card("B00000019"),
        lambda: client.send([loss()], on_hand_over=nothing),
    ):
        with pytest.raises(NoPlatform) as raised:
            ask()
        assert raised.value.facts["handed_over"] is True


def test_a_redirect_is_never_followed(client: HttpPlatform, between: Proxy) -> None:
    between.mode = "redirect"
    with pytest.raises(NoPlatform) as raised:
        client.greet()
    assert "登录" in in_words(raised.value).zh
    assert between.paths() == ["/v1/hello"]


@pytest.mark.parametrize("mode", ["cut-before", "cut-after", "half-body"])
def test_a_lost_answer_says_that_it_was_handed_over_and_once_is_enough(
    client: HttpPlatform, between: Proxy, platform: Platform, loss: Loss, mode: str
) -> None:
    between.mode, operation = mode, loss()
    with pytest.raises(Unreachable) as raised:
        client.send([operation], on_hand_over=nothing)
    assert raised.value.facts["handed_over"] is True
    assert len(platform.effects(operation.id)) == (0 if mode == "cut-before" else 2)
    between.mode = "pass"
    (answer,) = client.send([operation], on_hand_over=nothing)
    assert answer.known is (mode != "cut-before")
    assert len(platform.effects(operation.id)) == 2


def test_ten_sends_of_one_operation_take_effect_once(client: HttpPlatform, platform: Platform, loss: Loss) -> None:
    operation = loss()
    answers = [client.send([operation], on_hand_over=nothing)[0] for _ in range(10)]
    assert [answer.known for answer in answers] == [False] + [True] * 9
    assert {(answer.verdict, answer.halves, answer.answered_at) for answer in answers} == {
        (Verdict.ACCEPTED, answers[0].halves, answers[0].answered_at)
    }
    assert len(platform.effects(operation.id)) == 2


def test_a_silent_platform_is_given_up_after_the_timeout(between: Proxy, loss: Loss) -> None:
    between.mode = "hang"
    with closing_client(between.url, timeout=0.3) as hasty, pytest.raises(NoPlatform) as raised:
        hasty.send([loss()], on_hand_over=nothing)
    assert raised.value.facts["handed_over"] is True


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99999\r\n\r\n"


@pytest.mark.parametrize("before", [HEAD, HEAD[:20], b""])
@pytest.mark.parametrize("second", [False, True])
def test_an_answer_that_drips_without_end_is_given_up(before: bytes, second: bool, loss: Loss) -> None:
    """Each byte comes within the timeout, the whole never: in body or head, and on a connection used before."""
    hello = b'{"service":"ssc-platform","api":"1.0","province":"x","server_time":"2026-11-21T10:00:00Z"}'
    with socket.create_server(("127.0.0.1", 0)) as listener:
        over = threading.Event()

        def drip() -> None:
            connection, _ = listener.accept()
            with closing(connection), suppress(OSError):
                if second:
                    connection.recv(65536)
                    connection.sendall(HEAD.replace(b"99999", str(len(hello)).encode()) + hello)
                connection.recv(65536)
                connection.sendall(before)
                rest = HEAD.replace(b"200 OK", b"200 " + b"O" * 400) if before != HEAD else b" " * 400
                for byte in rest[len(before) if before != HEAD else 0 :]:
                    connection.sendall(bytes([byte]))
                    if over.wait(0.05):
                        return

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        with closing_client(_url(listener), timeout=0.5) as patient:
            if second:
                patient.greet()
            since = time.monotonic()
            with pytest.raises(NoPlatform) as raised:
                patient.send([loss()], on_hand_over=nothing)
            took = time.monotonic() - since
        over.set()
        thread.join(5)
    assert raised.value.facts["handed_over"] is True
    assert took < 2


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.9.8.7"])
def test_plain_http_is_for_this_machine(host: str, platform: Platform) -> None:
    address = f"http://{host}:{platform.port}"
    with closing_client(address) as near:
        if host == "127.9.8.7":
            with pytest.raises(NoPlatform) as raised:  # nothing listens there, but it may be tried
                near.greet()
            assert "https" not in raised.value.message.en
        else:
            near.greet()


def test_plain_http_to_another_machine_is_told_nothing(loss: Loss) -> None:
    """127.1 is this machine written so that nobody can tell: it stands for another. Connected, and not a byte sent."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        called: list[None] = []
        with closing_client(f"http://127.1:{port}") as far, pytest.raises(NoPlatform) as raised:
            far.send([loss()], on_hand_over=lambda: called.append(None))
        listener.settimeout(5)
        connection, _ = listener.accept()
        with closing(connection):
            connection.settimeout(5)
            assert connection.recv(1000) == b""
    assert (called, raised.value.facts["handed_over"]) == ([], False)
    assert "platform.url" in str(raised.value.facts["why"])


def test_not_now_says_for_how_long(client: HttpPlatform, platform: Platform, loss: Loss) -> None:
    platform.switch(db.NOT_NOW, "7")
    try:
        for ask in (client.greet, lambda: client.send([loss()], on_hand_over=nothing)):
            with pytest.raises(NotNow) as raised:
                ask()
            assert raised.value.facts["seconds"] == 7
            assert "7 秒" in raised.value.what_next.zh
    finally:
        platform.switch(db.NOT_NOW, None)


def test_a_program_too_old_is_told_so(client: HttpPlatform, platform: Platform) -> None:
    platform.switch(db.MINIMUM_VERSION, "1.0.1")
    try:
        with pytest.raises(TooOld):
            client.greet()
    finally:
        platform.switch(db.MINIMUM_VERSION, None)


def test_a_name_that_cannot_be_looked_up_is_no_network() -> None:
    """`.invalid` never has an address (RFC 6761)."""
    with closing_client("http://platform.invalid") as lost, pytest.raises(NoNetwork) as raised:
        lost.greet()
    assert raised.value.facts["handed_over"] is False


def test_a_connection_attempt_nobody_answers_is_no_network() -> None:
    """A listener whose queue is full drops further attempts, as a firewall or a dead link does."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        first = socket.create_connection(listener.getsockname())
        with first, closing_client(_url(listener), timeout=0.3) as lost, pytest.raises(NoNetwork):
            lost.greet()


def test_a_refused_port_is_a_network_without_platform() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = _url(listener)
    with closing_client(url) as refused, pytest.raises(NoPlatform) as raised:
        refused.greet()
    assert raised.value.facts["handed_over"] is False


@pytest.mark.parametrize(
    "address",
    [
        "",
        "platform",
        "ftp://127.0.0.1",
        "http://",
        "http://[::1",
        "http://a b",
        "http://" + "a" * 300,
        "http://127.0.0.1:99999",
        "http://..",
        "http://\u0000",
    ],
)
def test_an_address_that_is_none_is_trouble_and_nothing_else(address: str) -> None:
    with closing_client(address) as lost, pytest.raises(PlatformTrouble) as raised:
        lost.greet()
    assert raised.value.facts["handed_over"] is False


def test_the_proxy_of_the_environment_is_not_used(
    between: Proxy, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    with proxy(platform.port) as spy:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, spy.url)
        with closing_client(between.url) as straight:
            straight.greet()
        assert spy.connections == 0


def test_an_answer_about_somebody_else_is_no_answer(
    client: HttpPlatform, between: Proxy, somebody: Callable[[], Person]
) -> None:
    """A platform that mixes people up must not put one person's card before another."""
    one, other = somebody(), somebody()
    between.edit = lambda body: body.replace(one.holder.number.encode(), other.holder.number.encode())
    with pytest.raises(NoPlatform):
        client.person_by_number(one.holder.number)


def test_the_platform_may_move_to_another_port(platform: Platform) -> None:
    """The address is asked for before each request, and a new one is used at once."""
    with proxy(platform.port) as first, proxy(platform.port) as second:
        addresses = iter([first.url, second.url])
        client = HttpPlatform(lambda: next(addresses), version="1.0.0", signer=signer())
        with closing(client):
            client.greet()
            client.greet()
        assert (len(first.exchanges), len(second.exchanges)) == (1, 1)


def test_trouble_with_the_address_itself_comes_through() -> None:
    trouble = NoPlatform(why="x", handed_over=False)

    def no_address() -> str:
        raise trouble

    with closing(HttpPlatform(no_address, signer=signer())) as client, pytest.raises(CounterError) as raised:
        client.greet()
    assert raised.value is trouble


def _url(listener: socket.socket) -> str:
    return f"http://127.0.0.1:{listener.getsockname()[1]}"


def test_a_machine_with_no_way_out_is_no_network() -> None:
    """In a network namespace of its own with nothing in it: no route, and no name service either."""
    script = """
from sync.client import HttpPlatform
for address in ("http://192.0.2.1", "http://[2001:db8::1]", "http://platform.example"):
    try:
        HttpPlatform(lambda: address, version="1.0.0").greet()
    except Exception as error:
        print(type(error).__name__)
"""
    command = [program("unshare", package="util-linux"), "-rn", sys.executable, "-c", script]
    told = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    assert told.split() == ["NoNetwork"] * 3
