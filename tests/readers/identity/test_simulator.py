"""The simulated reader that ships: its own process, the protocol as real readers speak it, its control, its pace."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from counter_app.domain.document import DocumentType
from counter_app.domain.errors import CardTrouble, NoCard, NoReader
from readers.identity.in_process import InProcessOpener
from readers.identity.line import SerialLine
from readers.identity.reader import SerialIdReader, id_reader
from readers.identity.simulator.document import checked
from readers.simulator.control import say
from tests.parts.processes import wait_until
from tests.readers.identity import papers
from tests.readers.identity.sam_v import ADDRESS, FIND, PREAMBLE, READ, SELECT, frame

WORDS: dict[str, object] = {
    "document_type": "resident", "name": "张小明", "sex": "1", "nation": "01", "birth_date": "1990-01-02",
    "address": "甲省乙市丙区幸福路 1 号", "id_number": papers.checked("43990119900102001"), "issuer": "乙市公安局丙分局",
    "valid_from": "2015-01-01", "valid_to": "2035-01-01",
}  # fmt: skip
OTHER = WORDS | {
    "name": "李四", "sex": "2", "birth_date": "1988-05-06", "id_number": papers.checked("43990119880506002"),
    "long_term": True,
}  # fmt: skip


@dataclass(frozen=True)
class Running:
    """A simulator's process: its port, and its control side."""

    port: str
    control: Path
    process: subprocess.Popen[str]

    def say(self, word: str) -> str | None:
        return say(self.control, word)


@contextmanager
def simulator(
    folder: Path, *, document: dict[str, object] | None = None, more: tuple[str, ...] = ()
) -> Iterator[Running]:
    control, file = folder / "control", folder / "document.json"
    words = [str(file)] if document else []
    if document:
        file.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    command = [sys.executable, "-m", "readers.identity.simulator", *words, "--control", str(control), *more]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            port = json.loads(process.stdout.readline())["port"]
            yield Running(port, control, process)
        finally:
            process.terminate()
            process.wait(10)


def asked(line: SerialLine, command: bytes) -> bytes:
    """The whole answer to a command, by an independent reckoning."""
    body = (len(command) + 1).to_bytes(2, "big") + command
    check = 0
    for byte in body:
        check ^= byte
    line.write(PREAMBLE + body + bytes((check,)))
    said = b""
    while len(said) < 7 or len(said) < 7 + int.from_bytes(said[5:7], "big"):
        came = line.read(2.0)
        assert came, said
        said += came
    return said


def test_it_speaks_the_protocol_as_real_readers_do(tmp_path: Path) -> None:
    """Byte by byte as the description has it: found once until lifted; read only when found and selected."""
    with simulator(tmp_path, document=WORDS) as running, SerialLine(running.port, baud=115_200) as line:
        assert asked(line, SELECT) == frame(0x81)
        assert asked(line, READ) == frame(0x41)
        assert asked(line, FIND).hex().upper() == "AAAAAA9669000800009F0000000097"
        assert asked(line, SELECT) == frame(0x90, bytes(8))
        answer = asked(line, READ)
        assert (len(answer), answer[5:7].hex(), answer[10:14].hex()) == (1295, "0508", "01000400")
        assert answer[14 : 14 + 256] == papers.resident().text
        assert asked(line, ADDRESS) == frame(0x91)
        assert asked(line, FIND) == frame(0x80)
        assert running.say("take") == "empty"
        assert asked(line, ADDRESS) == frame(0x41)
        assert asked(line, bytes.fromhex("12FF"))[5:10].hex() == "0014000090"
        assert asked(line, bytes.fromhex("10FF")) == frame(0x90)
        assert asked(line, bytes.fromhex("7777")) == frame(0x21)
        line.write(PREAMBLE + bytes.fromhex("0003200123"))
        assert line.read(2.0)[9:10] in (b"\x10", b"")


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (WORDS, papers.resident().text),
        (
            {
                "document_type": "foreigner-2023", "name": "约翰",
                "foreign_name": "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGH LAST",
                "sex": "1", "birth_date": "1988-05-06", "id_number": papers.checked("91143919880506001"),
                "valid_from": "2024-01-01", "valid_to": "2034-01-01", "nationality": "UTO",
            },
            None,
        ),
        (WORDS | {"document_type": "hmt-permit", "pass_number": "H12345678"}, None),
        (
            {
                "document_type": "foreigner-2017", "name": "简", "foreign_name": "DOE", "sex": "2", "nationality": "UTO",
                "birth_date": "1990-01-02", "id_number": "UTO439901900102", "valid_from": "2018-02-03",
                "valid_to": "2028-02-02",
            },
            None,
        ),
    ],
)  # fmt: skip
def test_every_kind_of_document_comes_back_as_described(
    tmp_path: Path, words: dict[str, object], text: bytes | None
) -> None:
    """Described with the keys of the command's answer; the bytes are those of the description of the chip."""
    if text is not None:
        assert checked(words).text == text
    with simulator(tmp_path, document=words) as running:
        said = id_reader(running.port, baud=115_200).read()
    assert said.document_type is DocumentType(str(words["document_type"]))
    assert (said.name, said.foreign_name) == (words["name"], words.get("foreign_name", ""))
    assert (said.id_number, said.pass_number) == (words["id_number"], words.get("pass_number", ""))
    assert said.birth_date is not None
    assert said.birth_date.isoformat() == words["birth_date"]


def test_a_trainer_moves_documents_and_plans_troubles(tmp_path: Path) -> None:
    """put, take, status, delay, fail, log, quit; what it does not understand changes nothing."""
    other = tmp_path / "other.json"
    other.write_text(json.dumps(OTHER | {"new_address": "甲省丁市新街 2 号"}), encoding="utf-8")
    with simulator(tmp_path) as running:
        reader = id_reader(running.port, baud=115_200)
        assert running.say("status") == "empty"
        assert running.say(f"put {other}") == "lying"
        said = reader.read()
        assert (said.name, said.valid_to, said.address) == ("李四", None, "甲省丁市新街 2 号")
        assert running.say("log") == "2001 2002 3001 3003"
        for wrong in ("put /no/such/file", "fail 0", "fail 1 nonsense", "delay -1", "delay soon", "nonsense"):
            assert running.say(wrong) is None
        running.say(f"put {other}")
        for trouble in ("silent", "garbage", "41"):
            assert running.say(f"fail 3 {trouble}") == "planned"
            assert reader.read().name == "李四"
            running.say(f"put {other}")
        assert (running.say("fail 1 silent"), running.say("well")) == ("planned", "well")
        assert running.say("delay 300") == "slow"
        begun = time.monotonic()
        assert reader.read().name == "李四"
        assert time.monotonic() - begun > 1.2
        assert running.say("delay 0") == "quick"
        assert running.say("take") == "empty"
        with pytest.raises(NoCard):
            reader.read()
        running.say(f"put {other}")
        assert running.say("fail 3 pulled") == "planned"
        with pytest.raises(NoReader):
            reader.read()
        running.process.wait(10)
    assert not running.control.exists()


def test_it_is_as_slow_as_its_line(tmp_path: Path) -> None:
    """Ten bits a byte both ways: no faster than the line, and hardly slower."""
    with simulator(tmp_path, document=WORDS) as running, SerialLine(running.port, baud=115_200) as line:
        for command in (FIND, SELECT):
            asked(line, command)
        begun = time.monotonic()
        size = len(asked(line, READ)) + 10
        took = time.monotonic() - begun
        assert size / 11_520 <= took < size / 11_520 + 0.05
    folder = tmp_path / "slow"
    folder.mkdir()
    with simulator(folder, more=("--baud", "9600")) as running, SerialLine(running.port, baud=9600) as line:
        begun = time.monotonic()
        assert asked(line, FIND) == frame(0x80)
        assert time.monotonic() - begun >= 21 / 960


def test_a_link_a_detached_reader_and_its_end(tmp_path: Path) -> None:
    """It goes on when the command has returned, under a name of its own; it leaves by itself when nobody needs it."""
    link, control = tmp_path / "reader", tmp_path / "control"
    command = [sys.executable, "-m", "readers.identity.simulator", "--link", str(link), "--control", str(control)]
    done = subprocess.run(
        [*command, "--detach", "--idle", "0.5"], capture_output=True, text=True, timeout=20, check=True
    )
    assert json.loads(done.stdout)["port"] == str(link.readlink())
    with pytest.raises(NoCard):
        id_reader(str(link), baud=115_200).read()
    wait_until(lambda: not control.exists() and not link.is_symlink(), what="it to leave by itself")


@pytest.mark.parametrize(
    "wrong",
    [
        {"document_type": "passport"}, {"name": "一" * 16}, {"birth_date": "1990-02-31"}, {"photo": "!"},
        {"photo": "AAAA"}, {"new_address": "路" * 36}, [],
    ],
)  # fmt: skip
def test_a_document_of_the_wrong_form_is_refused_by_its_key(tmp_path: Path, wrong: object) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong)) if isinstance(wrong, dict) else "object"):
        checked(wrong)
    file = tmp_path / "wrong.json"
    file.write_text(json.dumps(wrong), encoding="utf-8")
    command = [sys.executable, "-m", "readers.identity.simulator", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert "ValueError" in done.stderr


def test_the_reader_inside_the_program(tmp_path: Path) -> None:
    """For machines without pseudo-terminals: the file is the document; once read it must be laid on anew."""
    file = tmp_path / "document.json"
    reader = SerialIdReader(InProcessOpener(file), appears_within=0.2)
    with pytest.raises(NoCard):
        reader.read()
    file.write_text(json.dumps(WORDS), encoding="utf-8")
    assert reader.read().name == "张小明"
    with pytest.raises(NoCard):
        reader.read()
    file.write_text(json.dumps(OTHER), encoding="utf-8")
    assert reader.read().name == "李四"
    file.write_text("{", encoding="utf-8")
    with pytest.raises(CardTrouble):
        reader.read()
    file.unlink()
    with pytest.raises(NoCard):
        reader.read()
