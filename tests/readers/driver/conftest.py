"""A made-up driver for each test, and helper processes that end with it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from readers.driver.process import HelperProcess
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
