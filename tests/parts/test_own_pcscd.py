"""A service of the test's own comes and goes beside the machine's, and neither hears of the other."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.parts.own_pcscd import OwnService, own_pcscd
from tests.parts.pcscd import VirtualReader, answers

_READERS = "import json; from smartcard.System import readers; print(json.dumps([str(r) for r in readers()]))"
_NO_SERVICE = (
    "from smartcard.System import readers\n"
    "from smartcard.pcsc.PCSCExceptions import EstablishContextException\n"
    "try: readers()\n"
    "except EstablishContextException: print('no service')"
)


@pytest.fixture
def service() -> Iterator[OwnService]:
    """A namespace for a service of this test's own."""
    with own_pcscd() as own:
        yield own


def test_with_reader_without_and_back(service: OwnService) -> None:
    """The only reader gone and back, and the whole service gone, each seen by a program in the namespace."""
    service.start(with_reader=True)
    assert "Virtual PCD 00 00" in json.loads(_said(service, _READERS))
    service.stop()
    assert _said(service, _NO_SERVICE) == "no service\n"
    service.start(with_reader=False)
    assert json.loads(_said(service, _READERS)) == []
    service.stop()
    service.start(with_reader=True)
    assert "Virtual PCD 00 00" in json.loads(_said(service, _READERS))


def test_the_machines_own_service_goes_on(service: OwnService, pcscd: Path, virtual_reader: VirtualReader) -> None:
    service.start(with_reader=True)
    service.stop()
    assert answers(pcscd)
    outside = subprocess.run([sys.executable, "-c", _READERS], capture_output=True, text=True, check=True, timeout=30)
    assert virtual_reader.name in json.loads(outside.stdout)


def _said(service: OwnService, code: str) -> str:
    answer = service.run(code, python=sys.executable)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout
