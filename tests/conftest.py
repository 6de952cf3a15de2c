"""Fixtures for the real parts, started only when a test asks for them, and the surroundings every test runs in.

A missing part fails the test and says how to get it; nothing is left out quietly.
"""

import gc
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest
from hypothesis import HealthCheck, settings
from xdist.remote import Producer

# Qt reads these once, when the first window of the run is made: no test draws on the person's own screen, and
# no test meets the words of one machine's language.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["LC_ALL"] = "C.UTF-8"
os.environ["COUNTER_COURIER_STAYS"] = "no"  # nothing outlives its test but where a test asks for it
os.environ.pop("DISPLAY", None)
os.environ.pop("WAYLAND_DISPLAY", None)

from tests.parts import buses, postgres, printer, screen, warm
from tests.parts import pcscd as reader_service
from tests.parts.certificates import Authority
from tests.parts.lanes import Lanes

# The same examples on every machine, so that what passed here passes there; `make test SEED=n` draws others. How fast
# an example is says more about the machine than about the program: tests of pace measure it, the others do not.
settings.register_profile(
    "house", deadline=None, derandomize="SEED" not in os.environ, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")


@pytest.fixture(scope="session", autouse=True)
def _own_runtime_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A runtime folder of this run, so that no part meets the sockets of a person's own session."""
    folder = tmp_path_factory.mktemp("runtime")
    folder.chmod(0o700)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(folder))
        patch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
        yield


@pytest.fixture(scope="session", autouse=True)
def _own_roots(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No platform of a test is vouched for by the 150 roots of this machine, which every client would read anew."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(Authority(tmp_path_factory.mktemp("roots")).pem))
        yield


@pytest.fixture(scope="session", autouse=True)
def _warm_platforms() -> Iterator[None]:
    """The practice platform that a window or a desk of these tests starts by itself: a real one, begun warm."""

    def begun(command: list[str], log: IO[bytes]) -> subprocess.Popen[bytes]:
        return warm.begin(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("practice.supervisor._begun", begun)
        yield


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Lanes:
    """Which tests go to which process when there are several."""
    return Lanes(config, log)


def pytest_collection_finish() -> None:
    """What collecting left in memory stays there to the end: nobody has to look through it for garbage any more."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def pcscd() -> Iterator[Path]:
    """A running smart card service that knows the virtual reader; its socket."""
    with reader_service.pcscd() as socket:
        yield socket


@pytest.fixture
def virtual_reader(pcscd: Path) -> Iterator[reader_service.VirtualReader]:
    """The virtual reader's first slot, held by this test alone: its name and the port where a card plugs in."""
    with reader_service.virtual_reader() as slot:
        yield slot


@pytest.fixture(scope="session")
def session_bus() -> Iterator[dict[str, str]]:
    """Environment of a D-Bus session of this run, with an accessibility bus that starts when asked for."""
    with buses.session_bus() as env:
        yield env


@pytest.fixture
def keyring_service() -> Iterator[dict[str, str]]:
    """Environment in which `keyring` finds an unlocked, empty keyring of this test's own."""
    with buses.keyring_service() as env:
        yield env


@pytest.fixture(scope="session")
def cups() -> Iterator[printer.Printer]:
    """A print server with one queue that keeps each job as a file."""
    with printer.cups() as queue:
        yield queue


@pytest.fixture(scope="session")
def postgresql() -> Iterator[postgres.Peopled]:
    """A PostgreSQL of this run, and practice platforms' databases in it."""
    with postgres.postgres() as cluster:
        yield postgres.peopled(cluster)


@pytest.fixture(scope="session")
def xvfb() -> Iterator[str]:
    """The name of a virtual screen of 1366 x 768."""
    with screen.xvfb() as name:
        yield name


@pytest.fixture
def window_env(xvfb: str, session_bus: dict[str, str]) -> dict[str, str]:
    """The whole environment for a program with a window on the virtual screen, open to the accessibility bus."""
    return {
        **os.environ,
        **session_bus,
        "DISPLAY": xvfb,
        "QT_QPA_PLATFORM": "xcb",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
    }
