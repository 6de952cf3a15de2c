"""Whether the driver's reader counts as having a key pad: by settings, by what the library has, by what it said."""

from collections.abc import Callable
from pathlib import Path

import pytest

from counter_app.domain.card import CardIdentity
from counter_app.domain.errors import CardTrouble
from counter_app.settings import KEYS, Settings
from readers.driver.doctor import examine
from readers.driver.driver import Driver, driver_of
from readers.driver.process import HelperProcess
from tests.readers.driver.maker import Maker, build, helpers
from tests.readers.driver.people import LIN

With = Callable[..., Driver]
LINS = CardIdentity(LIN.identifier, LIN.number, "")


def keys(driver: Driver) -> tuple[bool, bool]:
    """A pad; one on which a new PIN is entered."""
    return driver.has_key_pad, driver.resets_on_keys


def test_a_library_with_the_functions_has_a_pad_and_no_card_is_touched(maker: Maker, driver_with: With) -> None:
    assert keys(driver_with()) == (True, True)
    assert maker.calls() == []
    assert helpers() == []


@pytest.mark.parametrize(("setting", "there"), [("no", (False, False)), ("yes", (True, True))])
def test_settings_decide(driver_with: With, setting: str, there: tuple[bool, bool]) -> None:
    assert keys(driver_with(pad=setting)) == there


def test_a_library_that_is_not_there_has_none_until_it_is(maker: Maker, driver_with: With, built: Path) -> None:
    maker.library.unlink()
    driver = driver_with()
    assert keys(driver) == (False, False)
    maker.take(built)
    assert keys(driver) == (True, True)


@pytest.mark.parametrize("switch", ["CRASHES_WHEN_LOADED", "HANGS_WHEN_LOADED"])
def test_a_library_that_cannot_be_loaded_has_none_and_is_not_tried_again_and_again(
    maker: Maker, driver_with: With, tmp_path: Path, switch: str
) -> None:
    maker.take(build(tmp_path, switch))
    driver = driver_with(timeout=1.0)
    assert keys(driver) == (False, False)
    maker.library.unlink()
    assert keys(driver) == (False, False)


def test_a_library_without_the_functions_has_none(maker: Maker, helper_of: Callable[..., HelperProcess]) -> None:
    assert keys(Driver(helper_of("libc.so.6"))) == (False, False)


@pytest.mark.parametrize("code", [-13, -14])
def test_a_library_that_turned_the_function_down_has_none_from_then_on(
    maker: Maker, driver_with: With, code: int
) -> None:
    """-13: no such command, -14: wrong parameters; the file exports it all the same."""
    maker.says("iReadCardBas", LIN.basics).says("iVerifyPIN", "", code=code).says("iReloadPIN", "", code=code)
    driver = driver_with()
    assert driver.resets_on_keys
    with pytest.raises(CardTrouble):
        driver.reset(LINS)
    assert keys(driver) == (True, False)
    with pytest.raises(CardTrouble):
        driver.verify(LINS)
    assert keys(driver) == (False, False)


def test_a_wrong_pin_says_nothing_against_the_pad(maker: Maker, driver_with: With) -> None:
    maker.says("iReadCardBas", LIN.basics).says("iVerifyPIN", "", code=-51)
    driver = driver_with()
    with pytest.raises(CardTrouble):
        driver.verify(LINS)
    assert keys(driver) == (True, True)


@pytest.mark.parametrize(
    ("setting", "told"),
    [("auto", "算有密码键盘（它有 iVerifyPIN）"), ("yes", "设为有密码键盘"), ("no", "设为没有密码键盘")],
)
def test_doctor_says_why(maker: Maker, setting: str, told: str) -> None:
    values = {"readers.driver": str(maker.library), "readers.driver_pad": setting}
    settings = Settings({key.name: key.default for key in KEYS}).with_values(values)
    said = examine(settings)
    assert said is not None
    assert told in said.zh
    driver = driver_of(settings)
    assert driver is not None
    assert driver.has_key_pad is (setting != "no")
