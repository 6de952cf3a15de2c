"""A smart card service that takes questions and never answers, and one that cannot be started: named within seconds, by
commands, by doctor, and without keeping the rest of the counter waiting.
"""

import json
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.parts.command import Command, Said, ended, started
from tests.parts.own_pcscd import OwnService, own_pcscd
from tests.parts.processes import short_folder

AT_MOST = 10.0  # seconds beyond what any command of this program takes on this machine
SOCKET = "PCSCLITE_CSOCK_NAME"  # where the library looks for the service


@pytest.fixture
def silent() -> Iterator[str]:
    """Where a service listens, accepts, and says nothing."""
    path = short_folder("silent") / "comm"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        server.listen(50)
        yield str(path)
    path.unlink()
    path.parent.rmdir()


def took(command: Command, *words: str) -> tuple[float, Said]:
    begun = time.monotonic()
    said = command(*words)
    return time.monotonic() - begun, said


def part(said: Said, name: str) -> dict[str, object]:
    return next(one for one in said.json["parts"] if one["part"] == name)


def test_a_silent_service_is_told_and_hangs_nobody(silent: str, tmp_path: Path) -> None:
    command = Command(tmp_path / "data", env={SOCKET: silent})
    floor, _ = took(command, "settings")
    seconds, said = took(command, "read", "card")
    assert seconds < floor + AT_MOST
    assert (said.status, said.error["code"]) == (1, "ReaderSilent")
    assert "读卡服务没有应答" in said.error["message"]
    assert "重启读卡服务" in said.error["advice"]
    seconds, said = took(command, "doctor")
    assert seconds < floor + AT_MOST
    found = part(said, "card_reader")
    assert (said.status, said.json["healthy"], found["state"]) == (1, False, "trouble")
    assert "读卡服务没有应答" in str(found["what"])


def test_a_reader_that_is_named_is_no_other(silent: str, tmp_path: Path) -> None:
    """No reader inside the program is taken for it, and the trouble is that of the service, not of a card."""
    command = Command(tmp_path / "data", sets=("readers.ssc=Some Reader",), env={SOCKET: silent})
    _, said = took(command, "read", "card")
    assert (said.error["code"], said.error["message"]) == ("ReaderSilent", "读卡服务没有应答")


OPENS = """
import json, os, socket, sys, threading
from pathlib import Path
folder, place = sys.argv[1:]
server = socket.socket(socket.AF_UNIX)
server.bind(place)
server.listen(50)
os.environ["PCSCLITE_CSOCK_NAME"] = place
from counter_app.wiring import open_counter
counter = open_counter(Path(folder), [])
opening = threading.Thread(target=counter.reader, daemon=True)
opening.start()
kept = [server.accept()]
counter.store(), counter.id_reader(), counter.parts()
said = [opening.is_alive()]
opening.join()
counter.reader(), counter.card_pin()
server.setblocking(False)
try:
    while True:
        kept.append(server.accept())
except BlockingIOError:
    print(json.dumps([*said, len(kept)]))
"""


def test_whoever_opens_the_reader_keeps_nobody_else_waiting_and_asks_once(tmp_path: Path) -> None:
    folder = short_folder("asking")
    try:
        with own_pcscd() as service:
            code = f"import sys; sys.argv = ['', {str(tmp_path / 'data')!r}, {str(folder / 'comm')!r}]\n{OPENS}"
            done = service.run(code, python=sys.executable)
        assert done.returncode == 0, done.stderr
        waits_alone, asked = json.loads(done.stdout)
        assert (waits_alone, asked) == (True, 1)
    finally:
        (folder / "comm").unlink(missing_ok=True)
        folder.rmdir()


@pytest.fixture
def bare() -> Iterator[OwnService]:
    """A namespace in which no service runs, and we are root."""
    with own_pcscd() as own:
        yield own


def test_a_service_that_cannot_be_started_is_tried_once_and_told(bare: OwnService, tmp_path: Path) -> None:
    """Not as a missing card; a practice card that lies in the program is read all the same."""
    tries = tmp_path / "tries"
    program = tmp_path / "bin" / "pcscd"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\necho tried >> {tries}\nexit 1\n", encoding="ascii")
    program.chmod(0o755)
    command = Command(tmp_path / "data")

    def run(*words: str) -> tuple[float, Said, int]:
        tries.unlink(missing_ok=True)
        begun = time.monotonic()
        path = f"{program.parent}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        said = ended(started(bare.inside(command.line(*words, "--json")), env={"PATH": path}))
        tried = len(tries.read_text(encoding="ascii").splitlines()) if tries.exists() else 0
        return time.monotonic() - begun, said, tried

    floor, _, _ = run("settings")
    seconds, said, tried = run("read", "card")
    assert (said.status, said.error["code"], tried) == (1, "NoReader", 1)
    assert "启动失败" in said.error["message"]
    assert "pcscd" in said.error["advice"]
    assert seconds < floor + AT_MOST
    seconds, said, tried = run("doctor")
    assert (part(said, "card_reader")["state"], tried) == ("trouble", 1)
    assert "启动失败" in str(part(said, "card_reader")["what"])
    assert seconds < floor + AT_MOST
    number = run("practice", "people")[1].json["people"][0]["number"]
    assert run("practice", "card", "put", str(number))[1].status == 0
    assert run("read", "card")[1].status == 0
