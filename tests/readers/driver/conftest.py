"""A made-up driver for each test, and helper processes that end with it."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from counter_app.devices import SecurityModule
from readers.driver.driver import Driver
from readers.driver.pad import Pad
from readers.driver.process import HelperProcess
from readers.driver.steps import Platform
from tests.readers.driver.maker import Maker, build


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up driver, compiled once."""
    return build(tmp_path_factory.mktemp("driver"))


@pytest.fixture
def maker(built: Path, tmp_path: Path) -> Maker:
    """A driver in a folder with Chinese words in its name, as on a counter's machine."""
    folder = tmp_path / "社保 驱动"
    folder.mkdir()
    return Maker(folder).take(built).forgets()


@pytest.fixture
def helper_of() -> Iterator[Callable[..., HelperProcess]]:
    """Makes helper processes and ends them."""
    made: list[HelperProcess] = []

    def make(library: Path | str, *, python: str = "", calls: str = "cdecl", timeout: float = 10.0) -> HelperProcess:
        made.append(HelperProcess(str(library), python=python, calls=calls, timeout=timeout))
        return made[-1]

    yield make
    for helper in made:
        helper.close()


@pytest.fixture
def driver_with(maker: Maker, helper_of: Callable[..., HelperProcess]) -> Callable[..., Driver]:
    """A driver over the made-up library; its helper is closed by the fixture that made it."""

    def make(module: SecurityModule | None = None, *, timeout: float = 10.0, pad: str = "auto") -> Driver:
        helper = helper_of(maker.library, timeout=timeout)
        return Driver(helper, platform=Platform(module, "0A"), pad=Pad(pad), today=lambda: date(2026, 11, 21))

    return make
