"""The card that ships: every answer form and way to read, its process, and the switches that make it fail."""

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from counter_app.domain.errors import CardDamaged, CardSaid, CardTakenAway, NoCard, ReaderSilent, WrongCard
from counter_app.ports import ReaderEventKind
from readers import pcsc
from readers.desk_reader import DeskReader
from readers.in_process import InProcessReader
from readers.simulator.control import say
from readers.simulator.description import checked
from tests.parts.pcscd import VirtualReader
from tests.readers.looking import Heard, card_seen, wait_until_empty, wait_until_seen

FACTS: dict[str, object] = {
    "identifier": "439901D1560000050000000112345678",
    "card_class": "3",
    "spec_version": "2.0",
    "issuing_agency": "9156000002439900439901D5",
    "issued_on": "2024-05-06",
    "expires_on": "2034-05-06",
    "card_number": "B00000019",
    "number": "439901199001021239",
    "name": "阿依古丽·买买提尔江卜杜热合曼𠮷玉素甫",
    "sex": "1",
    "nation": "05",
    "birthplace": "439901",
    "birth_date": "1990-01-02",
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "card.json"


def written(file: Path, **more: object) -> Path:
    file.write_text(json.dumps({**FACTS, **more}), encoding="utf-8")
    return file


@pytest.mark.parametrize("answers", ["direct", "61", "6C"])
@pytest.mark.parametrize("reads", [["all"], ["number"], ["sfi"], ["tag"]])
def test_every_form_gives_the_same_person(file: Path, answers: str, reads: list[str]) -> None:
    for split in ("character", "byte"):
        for padding in ("00", "FF", "20"):
            written(file, answers=answers, reads=reads, name_split=split, padding=padding)
            said = InProcessReader(file).read()
            assert (said.name, said.social_security_number) == (FACTS["name"], FACTS["number"])
            assert said.birth_date is not None
            assert said.birth_date.isoformat() == FACTS["birth_date"]


def test_switches_that_make_it_fail(file: Path) -> None:
    reader = InProcessReader(file)
    with pytest.raises(NoCard):
        reader.read()
    for switches, error in (
        ({"kind": "bank"}, WrongCard),
        ({"kind": "blank"}, WrongCard),
        ({"pull_at": 2}, CardTakenAway),
        ({"silent_at": 2}, ReaderSilent),
        ({"records": {"EF06": ["0812"]}}, CardDamaged),
        ({"number": ""}, CardDamaged),
        ({"padding": "never"}, CardDamaged),
    ):
        written(file, **switches)
        with pytest.raises(error):
            reader.read()


@pytest.mark.parametrize(
    "wrong", [[], {"kind": "x"}, {"atr": "zz"}, {"delay": -1}, {"reads": ["x"]}, {"records": {"EF07": []}}]
)
def test_a_description_of_the_wrong_form_is_named(wrong: object) -> None:
    with pytest.raises(ValueError, match=r"JSON object|kind|atr|delay|reads|records"):
        checked(wrong)


def test_in_process_events(file: Path) -> None:
    """The file comes, is replaced, and goes: a card laid on, another in its place, taken away."""
    heard = Heard()
    reader = InProcessReader(file)
    reader.watch(heard.tell)
    heard.wait_for(lambda kinds: kinds == [ReaderEventKind.READER, ReaderEventKind.NO_CARD])
    written(file)
    heard.wait_for(lambda kinds: kinds[-1] is ReaderEventKind.CARD)
    written(file, name="何秀珍")
    heard.wait_for(lambda kinds: kinds[2:] == [ReaderEventKind.CARD, ReaderEventKind.NO_CARD, ReaderEventKind.CARD])
    file.unlink()
    heard.wait_for(lambda kinds: kinds[-1] is ReaderEventKind.NO_CARD)
    reader.stop()
    assert reader.in_process


def test_its_own_process(virtual_reader: VirtualReader, file: Path, tmp_path: Path) -> None:
    """Lies on the reader after the command has ended, answers its control, and goes when told."""
    control = tmp_path / "control"
    command = [sys.executable, "-m", "readers.simulator", str(written(file)), "--control", str(control)]
    command += ["--port", str(virtual_reader.port), "--detach"]
    begun = time.monotonic()
    subprocess.run(command, check=True, timeout=20)
    took = time.monotonic() - begun
    wait_until_seen(virtual_reader.name)
    assert DeskReader(virtual_reader.name).read().name == FACTS["name"]
    assert say(control, "status") == "lying"
    assert control.stat().st_mode & 0o077 == 0
    assert say(control, "quit") == "leaving"
    wait_until_empty(virtual_reader.name)
    assert say(control, "status") is None
    sys.stdout.write(f"on the reader after {took * 1000:.0f} ms\n")


def test_a_trainer_speaks_to_it(virtual_reader: VirtualReader, file: Path, tmp_path: Path) -> None:
    """One status word where it was planned, the log without data, and a card that leaves midway and stays away."""
    control = tmp_path / "control"
    command = [sys.executable, "-m", "readers.simulator", str(written(file)), "--control", str(control)]
    subprocess.run([*command, "--port", str(virtual_reader.port), "--detach"], check=True, timeout=20)
    wait_until_seen(virtual_reader.name)
    assert say(control, "log") == "none"
    assert say(control, "fail 1 6F00") == "planned"
    with pytest.raises(CardSaid):
        DeskReader(virtual_reader.name).read()
    assert DeskReader(virtual_reader.name).read().name == FACTS["name"]
    assert (say(control, "log") or "").startswith("00A40400 00A40400 00B2012D")
    assert [say(control, word) for word in ("fail 0", "fail 1 silence", "delay x", "dance")] == [None] * 4
    assert [say(control, word) for word in ("delay 20", "delay 0", "fail 2 pulled")] == ["slow", "quick", "planned"]
    with pytest.raises(CardTakenAway):
        DeskReader(virtual_reader.name).read()
    wait_until_empty(virtual_reader.name)
    assert say(control, "status") == "pulled"
    assert say(control, "quit") == "leaving"


def test_a_psam_in_the_second_slot(virtual_reader: VirtualReader, tmp_path: Path) -> None:
    """Beside the holder's slot, which stays empty; it gives its number, computes, and is refused a wrong form."""
    control, file = tmp_path / "control", tmp_path / "psam.json"
    file.write_text(json.dumps({"kind": "psam"}), encoding="utf-8")
    command = [sys.executable, "-m", "readers.simulator", str(file), "--control", str(control), "--slot", "1"]
    subprocess.run([*command, "--port", str(virtual_reader.port), "--detach"], check=True, timeout=20)
    second = virtual_reader.name[:-1] + "1"
    wait_until_seen(second)
    with pcsc.service() as opened, opened.card(second) as line:
        assert line.transmit(bytes.fromhex("00B095000A"))[0] == bytes.fromhex("43990000000000000001")
        assert line.transmit(bytes.fromhex("80FA000008") + bytes(8)) == (b"", 0x69, 0x85)
        assert line.transmit(bytes.fromhex("BFDE270110") + bytes(16)) == (b"", 0x90, 0x00)
        assert len(line.transmit(bytes.fromhex("80FA000008") + bytes(8))[0]) == 8
    assert not card_seen(virtual_reader.name)
    assert say(control, "quit") == "leaving"
    wait_until_empty(second)
    file.write_text(json.dumps({"kind": "psam", "algorithm": "rot13"}), encoding="utf-8")
    done = subprocess.run([*command, "--detach"], capture_output=True, text=True, timeout=20, check=False)
    assert (done.returncode, "algorithm" in done.stderr) == (1, True)


def test_it_answers_without_delay(virtual_reader: VirtualReader, file: Path, tmp_path: Path) -> None:
    """Not 40 ms a command, which a late acknowledgement would cost."""
    control = tmp_path / "control"
    command = [sys.executable, "-m", "readers.simulator", str(written(file, answers="61")), "--control", str(control)]
    subprocess.run([*command, "--port", str(virtual_reader.port), "--detach"], check=True, timeout=20)
    wait_until_seen(virtual_reader.name)
    took = []
    for _ in range(20):
        begun = time.monotonic()
        DeskReader(virtual_reader.name).read()
        took.append(time.monotonic() - begun)
    assert say(control, "quit") == "leaving"
    wait_until_empty(virtual_reader.name)
    assert statistics.median(took) < 0.03


def test_a_stranger_cannot_take_the_card(virtual_reader: VirtualReader, file: Path, tmp_path: Path) -> None:
    """A word without the token does nothing."""
    control, forged = tmp_path / "control", tmp_path / "forged"
    command = [sys.executable, "-m", "readers.simulator", str(written(file)), "--control", str(control)]
    subprocess.run([*command, "--port", str(virtual_reader.port), "--detach"], check=True, timeout=20)
    forged.write_text(json.dumps({**json.loads(control.read_text()), "token": "0" * 32}))
    assert say(forged, "quit") is None
    assert say(control, "quit") == "leaving"
    wait_until_empty(virtual_reader.name)


def test_it_goes_when_its_folder_is_thrown_away(virtual_reader: VirtualReader, file: Path, tmp_path: Path) -> None:
    """Nobody could take such a card away any more, and it would keep the reader for itself."""
    control = tmp_path / "control"
    command = [sys.executable, "-m", "readers.simulator", str(written(file)), "--control", str(control)]
    subprocess.run([*command, "--port", str(virtual_reader.port), "--detach"], check=True, timeout=20)
    wait_until_seen(virtual_reader.name)
    control.unlink()
    wait_until_empty(virtual_reader.name)


def test_no_reader_to_lie_on(file: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "readers.simulator", str(written(file)), "--control", str(tmp_path / "c")]
    done = subprocess.run(
        [*command, "--port", "1", "--detach"], capture_output=True, text=True, timeout=20, check=False
    )
    assert done.returncode == 1
    assert "refused" in done.stderr
