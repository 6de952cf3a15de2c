"""The two- and three-step ways with the practice platform over HTTP: what the driver hands over a security module
takes, and what comes back is what it computed.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from counter_app.domain.card import CardIdentity
from counter_app.domain.chip_errors import AuthenticationRefused, NoWayToAuthenticate
from practice.platform import database as db
from practice.population import cast
from readers.driver.driver import Driver
from readers.simulator import keys
from sync.client import HttpPlatform
from tests.parts.practice_platform import Platform, running
from tests.parts.signing import signer
from tests.readers.driver.maker import Maker
from tests.readers.driver.people import LIN, Made

RANDOM = bytes.fromhex("0123456789ABCDEF")


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    with running(tmp_path_factory.mktemp("platform") / "own.db") as started:
        yield started


@pytest.fixture
def client(platform: Platform) -> Iterator[HttpPlatform]:
    made = HttpPlatform(lambda: platform.url, timeout=20.0, ca=None, signer=signer())
    yield made
    made.close()
    platform.switch(db.REFUSE_AUTHENTICATION, None)


@pytest.fixture
def known() -> Made:
    """A driver's view of a card the platform has on record."""
    person = cast(now=datetime.now(UTC))["normal"]
    return replace(LIN, number=person.holder.number, name="林晓岚", identifier=person.cards[0].identifier)


def key_of(made: Made, kind: int, algorithm: str) -> bytes:
    history = bytes.fromhex(made.history)[-8:]
    return keys.card_key(keys.practice_master(kind), history=history, algorithm=algorithm)


def given_to(maker: Maker, function: str) -> str:
    """What a function of the driver was given, as text."""
    call = next(call for call in maker.calls() if call.startswith(function))
    return call.removeprefix(f"{function}(0,").removesuffix(",)")


@pytest.mark.parametrize(("number", "algorithm", "tail"), [("03", "sm4", ""), ("01", "des", "|")])
def test_the_driver_gets_the_cryptogram_of_its_card(
    maker: Maker,
    driver_with: Callable[..., Driver],
    client: HttpPlatform,
    known: Made,
    number: str,
    algorithm: str,
    tail: str,
) -> None:
    step = f"439901|{known.history}|{number}|{known.identifier}|||{RANDOM.hex()}||439901000001|"
    maker.says("iReadCardBas", "", code=-2201)
    maker.says("iReadCardBas_HSM_Step1", step).says("iReadCardBas_HSM_Step2", known.basics)
    assert driver_with(client).read().social_security_number == known.number
    cipher_and_factor = bytes.fromhex(given_to(maker, "iReadCardBas_HSM_Step2").removesuffix(tail))
    session = keys.session(key_of(known, keys.ENCRYPT, algorithm), RANDOM, algorithm)
    assert cipher_and_factor[:8] == keys.cryptogram(session, cipher_and_factor[8:], algorithm)


def test_a_reset_gets_the_code_over_its_command(
    maker: Maker, driver_with: Callable[..., Driver], client: HttpPlatform, known: Made
) -> None:
    maker.says("iReadCardBas", known.basics).says("iReloadPIN", "", code=-2203)
    maker.says("iReloadPIN_HSM_Step1", f"01|DF010B|{RANDOM.hex()}|00|")
    maker.says("iReloadPIN_HSM_Step2", f"01|0B|{RANDOM.hex()}|805E000007|135790|").says("iReloadPIN_HSM_Step3", "")
    driver_with(client).reset(CardIdentity(known.identifier, known.number, ""))
    command = bytes.fromhex("805E000007135790")
    code = keys.mac(key_of(known, keys.PIN_RESET, "des"), RANDOM, command, "des")
    assert given_to(maker, "iReloadPIN_HSM_Step3") == code.hex().upper()


def test_a_platform_that_says_no_is_told_with_its_reason(
    maker: Maker, driver_with: Callable[..., Driver], client: HttpPlatform, known: Made, platform: Platform
) -> None:
    platform.switch(db.REFUSE_AUTHENTICATION, "on")
    maker.says("iReadCardBas", known.basics).says("iUnblockPIN", "", code=-2201)
    maker.says("iUnblockPIN_HSM_Step1", f"03|0C|{RANDOM.hex()}|00|")
    with pytest.raises(AuthenticationRefused, match="said no"):
        driver_with(client).unblock(CardIdentity(known.identifier, known.number, ""))
    assert "iUnblockPIN_HSM_Step2" not in maker.functions_called()


def test_a_platform_that_is_gone_is_no_way(maker: Maker, driver_with: Callable[..., Driver]) -> None:
    client = HttpPlatform(lambda: "http://127.0.0.1:9", timeout=5.0, ca=None, signer=signer())
    maker.says("iReadCardBas", "", code=-2201)
    maker.says("iReadCardBas_HSM_Step1", f"439901|{LIN.history}|03|{LIN.identifier}|||{RANDOM.hex()}||1|")
    with pytest.raises(NoWayToAuthenticate):
        driver_with(client).read()
    client.close()
