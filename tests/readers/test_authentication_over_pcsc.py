"""A 3.0 card on the virtual reader, a PSAM in its second slot, the practice platform over HTTP: all through pcscd."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from counter_app.domain.chip_errors import AuthenticationRefused, NoWayToAuthenticate
from counter_app.domain.errors import CardTakenAway, ReaderSilent
from counter_app.ports import ReaderEventKind
from practice.platform import database as db
from practice.population import cast
from readers import pcsc
from readers.attempt import Authentication
from readers.authentication import AskingCard, Purpose, TwoStep, WayClosed
from readers.desk_reader import DeskReader
from readers.psam import Psam, PsamWay
from sync.client import HttpPlatform
from tests.parts.pcscd import VirtualReader
from tests.parts.practice_platform import Platform, running
from tests.parts.processes import wait_until
from tests.parts.proxy import proxy
from tests.parts.signing import signer
from tests.readers.cards import OnReader
from tests.readers.looking import Heard, wait_until_empty, wait_until_seen
from tests.readers.modules import EXTERNAL, WRONG_MASTER, Part, psam, third

WRONG_KEY = [{"type": 7, "key": "01", "master": WRONG_MASTER.hex()}]


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    with running(tmp_path_factory.mktemp("platform") / "platform.db") as standing:
        yield standing


@contextmanager
def on(slot: VirtualReader, part: Part) -> Iterator[OnReader]:
    """The card or PSAM lies in the slot, and the service has seen it."""
    with OnReader(part, slot.port) as lying:
        wait_until_seen(slot.name)
        yield lying
    wait_until_empty(slot.name)


@pytest.fixture
def second(virtual_reader: VirtualReader) -> VirtualReader:
    """The PSAM's slot."""
    return VirtualReader("Virtual PCD 00 01", virtual_reader.port + 1)


def known_card(**more: object) -> Part:
    """A 3.0 card that the practice platform has on record."""
    card = cast(now=datetime.now(UTC))["normal"].cards[0]
    return third(identifier=card.identifier, card_number=card.number, **more)


def desk(url: str = "", *, psam: str = "auto", holder: str = "auto", timeout: float = 3.0) -> DeskReader:
    """The desk's reader with PSAM and platform; `url` "": nothing listens there."""
    client = HttpPlatform(lambda: url or "http://127.0.0.1:1", timeout=timeout, version="1.0.0", signer=signer())
    ways = (PsamWay(Psam(psam, holder=holder)), TwoStep("platform", client))
    return DeskReader(holder, besides=psam, authentication=Authentication(ways))


def test_a_card_of_3_0_is_opened_by_the_psam_in_the_second_slot(
    virtual_reader: VirtualReader, second: VirtualReader
) -> None:
    card = third()
    with on(virtual_reader, card), on(second, psam()):
        chip = desk().read()
        assert (chip.name, chip.authenticated_by, chip.reader) == ("何秀珍", "psam", virtual_reader.name)
        begun = time.monotonic()
        assert desk().read().authenticated_by == "psam"  # nobody finds it open: it was reset when we left it
        assert time.monotonic() - begun < 1.0
    assert card.count(EXTERNAL) == 2
    assert len(card.headers) == 14  # of two readings: select, both files, tries, random, cryptogram, one file again


def test_the_watch_tells_nothing_of_a_card_that_is_closed_again(
    virtual_reader: VirtualReader, second: VirtualReader
) -> None:
    """The reset is none of a new card: a window that reads each card it is told of would read for ever."""
    reader, heard = desk(), Heard()
    with on(second, psam()):
        with on(virtual_reader, third()):
            reader.watch(heard.tell)
            heard.wait_for(lambda kinds: ReaderEventKind.CARD in kinds)
            told = len(heard.events)
            for _ in range(3):
                assert reader.read().authenticated_by == "psam"
        heard.wait_for(lambda kinds: kinds[-1] is ReaderEventKind.NO_CARD)
        reader.stop()
    assert heard.kinds[told:] == [ReaderEventKind.NO_CARD]


def test_without_a_psam_the_platform_opens_it(virtual_reader: VirtualReader, platform: Platform) -> None:
    with on(virtual_reader, known_card()):
        assert desk(platform.url).read().authenticated_by == "platform"


def test_offline_and_without_a_psam_the_clerk_is_told(virtual_reader: VirtualReader) -> None:
    with on(virtual_reader, third()), pytest.raises(NoWayToAuthenticate) as told:
        desk().read()
    assert told.value.message.zh == "这张卡要先认证：没有 PSAM 卡；有网络，但连不上省平台"


def test_a_psam_with_another_key_is_refused_by_the_card_and_the_counter_told(
    virtual_reader: VirtualReader, second: VirtualReader
) -> None:
    card = third(keys=[{"id": "0A", "tries": 4}])
    with on(virtual_reader, card), on(second, psam(keys=WRONG_KEY)):
        with pytest.raises(AuthenticationRefused) as told:
            desk().read()
        assert told.value.message.zh == "卡认证没有通过（PSAM 卡：卡不认，还可试 3 次）"
        with pytest.raises(AuthenticationRefused) as told:
            desk().read()
        assert "还可试 2 次" in told.value.message.zh


def test_after_a_wrong_psam_the_platform_still_opens_it(
    virtual_reader: VirtualReader, second: VirtualReader, platform: Platform
) -> None:
    with on(virtual_reader, known_card()), on(second, psam(keys=WRONG_KEY)):
        assert desk(platform.url).read().authenticated_by == "platform"


@pytest.mark.parametrize(
    ("module", "what"),
    [
        (psam(algorithm="ssf33"), "算法"),
        (psam(keys=[{"type": 7, "key": "01", "master": ""}]), "没有这个密钥"),
    ],
)
def test_a_psam_that_cannot_leads_to_the_platform_and_is_named_when_that_is_away(
    virtual_reader: VirtualReader, second: VirtualReader, platform: Platform, module: Part, what: str
) -> None:
    card = known_card()
    with on(virtual_reader, card), on(second, module):
        assert desk(platform.url).read().authenticated_by == "platform"
        with pytest.raises(NoWayToAuthenticate) as told:
            desk().read()
        assert what in told.value.message.zh
    assert card.count(EXTERNAL) == 1


@pytest.mark.parametrize("step", range(1, 6))
def test_a_psam_pulled_at_any_step_leads_to_the_platform(
    virtual_reader: VirtualReader, second: VirtualReader, platform: Platform, step: int
) -> None:
    """The holder's card is none the worse for it, and the PSAM put back serves the next reading."""
    reader = desk(platform.url)
    with on(virtual_reader, known_card()):
        with on(second, psam()) as lying:
            lying.asked, lying.pull_at = 0, step
            assert reader.read().authenticated_by == "platform"
        with on(second, psam()):
            assert reader.read().authenticated_by == "psam"


def test_a_silent_psam_is_given_up_and_does_not_hold_the_reader(
    virtual_reader: VirtualReader, second: VirtualReader, platform: Platform
) -> None:
    reader = desk(platform.url)
    with on(virtual_reader, known_card()):
        with on(second, psam()) as lying:
            lying.asked, lying.silent_at = 0, 4
            begun = time.monotonic()
            assert reader.read().authenticated_by == "platform"
            assert time.monotonic() - begun < 4.0
            assert reader.read().authenticated_by == "platform"  # the thread inside is not joined by another
        with on(second, psam()):
            assert reader.read().authenticated_by == "psam"
    wait_until(
        lambda: not [thread for thread in threading.enumerate() if thread.name == "psam"], what="its thread to end"
    )


@pytest.mark.parametrize("step", range(1, 8))
def test_the_holders_card_pulled_at_any_step_is_a_card_taken_away(
    virtual_reader: VirtualReader, second: VirtualReader, step: int
) -> None:
    reader = desk()
    with on(second, psam()):
        with on(virtual_reader, third()) as lying:
            lying.asked, lying.pull_at = 0, step
            with pytest.raises(CardTakenAway):
                reader.read()
        with on(virtual_reader, third()):
            assert reader.read().authenticated_by == "psam"


def test_a_card_silent_at_the_cryptogram_is_given_up(virtual_reader: VirtualReader, second: VirtualReader) -> None:
    reader = desk()
    with on(second, psam()):
        card = third()
        with on(virtual_reader, card) as lying:
            reader.read()
            external = max(n for n, header in enumerate(card.headers, start=1) if header[1] == EXTERNAL)
            lying.asked, lying.silent_at = 0, external
            begun = time.monotonic()
            with pytest.raises(ReaderSilent):
                reader.read()
            assert time.monotonic() - begun < 10
        with on(virtual_reader, third()):
            assert reader.read().name


@pytest.mark.parametrize("mode", ["garbage", "other-json", "null", "portal", "500", "nothing", "not-http", "half-body"])
def test_a_platform_that_answers_garbage_opens_nothing(
    virtual_reader: VirtualReader, platform: Platform, mode: str
) -> None:
    card = known_card()
    with on(virtual_reader, card), proxy(platform.port) as between:
        between.mode = mode
        with pytest.raises(NoWayToAuthenticate) as told:
            desk(between.url).read()
        assert "连不上省平台" in told.value.message.zh
        between.mode = "pass"
        assert desk(between.url).read().authenticated_by == "platform"
    assert card.count(EXTERNAL) == 1


def test_a_platform_that_does_not_answer_is_waited_for_no_longer_than_its_time_out(
    virtual_reader: VirtualReader, platform: Platform
) -> None:
    with on(virtual_reader, known_card()), proxy(platform.port) as between:
        between.mode = "hang"
        begun = time.monotonic()
        with pytest.raises(NoWayToAuthenticate):
            desk(between.url, timeout=1.0).read()
        assert time.monotonic() - begun < 2.0


def test_a_long_time_out_does_not_hold_the_card_for_long(virtual_reader: VirtualReader, platform: Platform) -> None:
    """Four seconds at most, whatever the setting: the card lies open and the clerk waits."""
    with on(virtual_reader, known_card()), proxy(platform.port) as between:
        between.mode = "hang"
        begun = time.monotonic()
        with pytest.raises(NoWayToAuthenticate):
            desk(between.url, timeout=60.0).read()
        assert 3.0 < time.monotonic() - begun < 6.0


def test_a_platform_that_says_not_now(virtual_reader: VirtualReader, platform: Platform) -> None:
    platform.switch(db.NOT_NOW, "30")
    try:
        with on(virtual_reader, known_card()), pytest.raises(NoWayToAuthenticate) as told:
            desk(platform.url).read()
    finally:
        platform.switch(db.NOT_NOW, None)
    assert "省平台暂不受理" in told.value.message.zh


def test_a_platform_that_refuses_is_told_with_its_reason(virtual_reader: VirtualReader, platform: Platform) -> None:
    """A card it has no record of, and the trainer's switch."""
    with on(virtual_reader, third()), pytest.raises(AuthenticationRefused) as told:
        desk(platform.url).read()
    assert told.value.message.zh == "卡认证没有通过（省平台：持卡库中没有这张卡）"
    platform.switch(db.REFUSE_AUTHENTICATION, "on")
    try:
        with on(virtual_reader, known_card()), pytest.raises(AuthenticationRefused) as told:
            desk(platform.url).read()
    finally:
        platform.switch(db.REFUSE_AUTHENTICATION, None)
    assert told.value.message.zh == "卡认证没有通过（省平台：加密机拒绝）"


def test_the_psam_may_lie_in_the_first_slot_when_settings_say_so(
    virtual_reader: VirtualReader, second: VirtualReader
) -> None:
    """The holder's role "auto" then means the other one."""
    with on(second, third()), on(virtual_reader, psam()):
        chip = desk(psam=virtual_reader.name).read()
        assert (chip.authenticated_by, chip.reader) == ("psam", second.name)


def test_a_holders_card_in_the_second_slot_is_no_psam(
    virtual_reader: VirtualReader, second: VirtualReader, platform: Platform
) -> None:
    """It is asked who it is, and nothing else; no key, no cryptogram."""
    other = third()
    with on(virtual_reader, known_card()), on(second, other):
        assert desk(platform.url).read().authenticated_by == "platform"
    assert {header[1] for header in other.headers} <= {0xA4, 0xB0, 0xB2, 0xC0}


def test_the_card_may_be_read_in_another_slot_than_settings_would_choose_now(
    virtual_reader: VirtualReader, second: VirtualReader
) -> None:
    """A reader that came while a card lay there changes the choice: the PSAM is still looked for beside that card."""
    module = PsamWay(Psam("auto"))  # by settings the first slot is the holder's
    by = Authentication((module,))
    with on(second, third()), on(virtual_reader, psam()):
        chip = DeskReader(second.name, authentication=by).read()
    assert (chip.authenticated_by, chip.reader) == ("psam", second.name)


@pytest.mark.parametrize(
    ("purpose", "card", "module"),
    [
        (0x27, {"algorithm": "des"}, {"algorithm": "des"}),
        (0x47, {"keys": [{"id": "0A", "levels": 2}]}, {}),
        (0x67, {"keys": [{"id": "0A", "levels": 3}], "algorithm": "des"}, {"algorithm": "des"}),
        (0x27, {}, {"protocol": "T1"}),
        (0x27, {"protocol": "T1"}, {"answers": "61"}),
        (0x27, {"protocol": "contactless"}, {"answers": "6C"}),
    ],
)
def test_levels_algorithms_and_forms_of_answers(
    virtual_reader: VirtualReader,
    second: VirtualReader,
    purpose: int,
    card: dict[str, object],
    module: dict[str, object],
) -> None:
    by = Authentication((PsamWay(Psam("auto", purpose=purpose)),))
    with on(virtual_reader, third(**card)), on(second, psam(**module)):
        assert DeskReader(authentication=by).read().authenticated_by == "psam"


class Plain(Part):
    """A PSAM with no number of its own. `name`: it also answers to the name of the holder's environment."""

    def __init__(self, *, name: bool) -> None:
        super().__init__(psam().part)
        self._name = name

    def answer(self, apdu: bytes) -> bytes:
        said = super().answer(apdu)
        if apdu[1] == 0xB0:
            return b"\x6a\x82"
        return b"\x90\x00" if self._name and apdu[1:3] == b"\xa4\x04" else said


@pytest.mark.parametrize("name", [False, True])
def test_a_psam_without_a_number_is_found_by_what_it_does(
    virtual_reader: VirtualReader, second: VirtualReader, *, name: bool
) -> None:
    with on(virtual_reader, third()), on(second, Plain(name=name)):
        assert desk().read().authenticated_by == "psam"
        assert Psam("auto").reader() == second.name


def test_the_psam_seals_an_order_about_the_pin(virtual_reader: VirtualReader, second: VirtualReader) -> None:
    """The card itself judges the code: it takes the new PIN, and not the same code twice."""
    by = Authentication((PsamWay(Psam("auto")),))
    card = third()
    with (
        on(virtual_reader, card),
        on(second, psam()),
        pcsc.service() as opened,
        opened.card(virtual_reader.name) as line,
    ):
        asking = AskingCard(line, line.atr(), "", "sm4", "3", virtual_reader.name)
        head = bytes.fromhex("805E000007123457")
        order = head + by.mac(asking, Purpose.PIN_RESET, head)
        assert line.transmit(order)[1:] == (0x90, 0x00)
        assert line.transmit(order)[1:] != (0x90, 0x00)
        head = bytes.fromhex("8424000004")
        assert line.transmit(head + by.mac(asking, Purpose.PIN_UNBLOCK, head))[1:] == (0x90, 0x00)


def test_doctor_can_ask_where_the_psam_is(virtual_reader: VirtualReader, second: VirtualReader) -> None:
    with on(virtual_reader, third()):
        with on(second, psam()):
            assert Psam("auto").reader() == second.name
        with pytest.raises(WayClosed):
            Psam("auto").reader()
        with pytest.raises(WayClosed):
            Psam("off").reader()
    assert pcsc.device(second.name) == pcsc.device(virtual_reader.name)
