"""A PSAM that says nothing, a platform that never answers and a driver that hangs, one after the other: through pcscd,
over HTTP, in a real helper process. They share the seconds of one reading.
"""

import time
from collections.abc import Iterator

import pytest

from counter_app.domain.chip_errors import NoWayToAuthenticate
from counter_app.settings import KEYS, Settings
from readers.budget import WITHIN
from readers.desk_reader import DeskReader
from readers.driver.driver import driver_of
from readers.ways_of_settings import authentication_of
from sync.client import HttpPlatform
from tests.parts.pcscd import VirtualReader
from tests.parts.practice_platform import Platform, running
from tests.parts.proxy import proxy
from tests.parts.signing import signer
from tests.readers.driver.maker import Maker, helpers
from tests.readers.modules import psam
from tests.readers.test_authentication_over_pcsc import known_card, on


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    with running(tmp_path_factory.mktemp("platform") / "platform.db") as standing:
        yield standing


@pytest.mark.parametrize(
    ("within", "platform_waits", "ends"), [(4.0, 0.5, 6.0), (WITHIN, 60.0, 10.5)], ids=["a smaller budget", "as it is"]
)
def test_all_silent_in_a_row_end_with_the_reading_and_the_reader_goes_on(
    virtual_reader: VirtualReader, platform: Platform, maker: Maker, within: float, platform_waits: float, ends: float
) -> None:
    maker.does("iReadCardBas", "hang")
    settings = Settings({key.name: key.default for key in KEYS}).with_values({"readers.driver": str(maker.library)})
    second = VirtualReader("Virtual PCD 00 01", virtual_reader.port + 1)
    driver = driver_of(settings)
    with on(virtual_reader, known_card()), on(second, psam()) as module, proxy(platform.port) as between:
        client = HttpPlatform(lambda: between.url, timeout=platform_waits, version="1.0.0", signer=signer())
        ways = authentication_of(settings, security=client, driver=driver)
        reader = DeskReader(virtual_reader.name, authentication=ways, within=within)
        between.mode, module.silent_at = "hang", module.asked + 4
        begun = time.monotonic()
        with pytest.raises(NoWayToAuthenticate) as told:
            reader.read()
        took = time.monotonic() - begun
        assert within - 1.0 < took < ends, "all of it was used, and no more"
        for part in ("PSAM 卡没有回应", "连不上省平台", "厂商驱动没有回应"):
            assert part in told.value.message.zh
        assert maker.functions_called() == ["iReadCardBas"]
        assert helpers() == []
        between.mode = "pass"
        assert reader.read().authenticated_by == "platform"
        assert time.monotonic() - begun - took < ends, "what hangs still is not waited for again"
