"""`counter read id` against a reader that shares nothing with the program, over a real pty."""

from pathlib import Path

import pytest

from tests.parts.command import Command
from tests.readers.identity import papers
from tests.readers.identity.sam_v import READ, Document, Manner, SamV

RESIDENT = {
    "document_type": "resident", "name": "张小明", "sex": "1", "nation": "01", "birth_date": "1990-01-02",
    "address": "甲省乙市丙区幸福路 1 号", "id_number": papers.checked("43990119900102001"), "issuer": "乙市公安局丙分局",
    "valid_from": "2015-01-01", "valid_to": "2035-01-01",
}  # fmt: skip
PERMIT = {
    "document_type": "hmt-permit", "name": "陈大文", "sex": "2", "birth_date": "1992-03-04",
    "address": "甲省乙市海边街 8 号", "id_number": papers.checked("81000019920304002"), "issuer": "乙市公安局",
    "valid_from": "2019-09-01", "valid_to": "2024-09-01", "pass_number": "H12345678",
}  # fmt: skip
FOREIGNER_2017 = {
    "document_type": "foreigner-2017", "name": "简多伊", "foreign_name": "DOE, JANE MARY", "sex": "2",
    "birth_date": "1990-01-02", "id_number": "UTO439901900102", "valid_from": "2018-02-03", "valid_to": "2028-02-02",
    "nationality": "UTO",
}  # fmt: skip
FOREIGNER_2023 = {
    "document_type": "foreigner-2023", "name": "约翰", "foreign_name": "DOE, JOHN PETER", "sex": "1",
    "birth_date": "1988-05-06", "id_number": papers.checked("91143919880506001"), "valid_from": "2024-01-01",
    "valid_to": "2034-01-01", "nationality": "UTO",
}  # fmt: skip


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """The command on a folder that is not there yet."""
    return Command(tmp_path / "data", inside=True)


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (papers.resident(), RESIDENT),
        (papers.permit(), PERMIT),
        (papers.foreigner_2017(), FOREIGNER_2017),
        (papers.foreigner_2023(), FOREIGNER_2023),
    ],
    ids=["resident", "J", "I", "Y"],
)
def test_each_kind_of_document_whole_and_masked(command: Command, document: Document, expected: dict[str, str]) -> None:
    """Exactly the keys the document has, in their order; masked, no name, number or street is left."""
    with SamV(document, Manner(finds_again=True)) as sam:
        whole = command("read", "id", "--port", sam.port, "--full")
        assert (whole.status, whole.json) == (0, expected)
        assert list(whole.json) == list(expected)
        masked = command("read", "id", "--port", sam.port)
        assert (masked.status, list(masked.json)) == (0, list(expected))
        for key in ("name", "foreign_name", "id_number", "address", "pass_number"):
            assert expected.get(key, "?") not in masked.out
        assert masked.json["birth_date"] == expected["birth_date"][:4]
        assert expected["birth_date"] not in masked.out, "it would tell the masked number"
        words = command.words("read", "id", "--port", sam.port)
        assert expected["name"] not in words.out
        assert f"document_type: {expected['document_type']}" in words.out


def test_a_masked_address_ends_at_the_city(command: Command) -> None:
    addresses = {
        "甲省乙市丙区幸福路 1 号": "甲省乙市****",
        "甲自治区乙自治州丙县街 1 号": "甲自治区乙自治州****",
        "甲市丙区街 1 号": "甲市****",
        "幸福路 1 号": "****",
    }
    for written, told in addresses.items():
        with SamV(papers.resident(address=written)) as sam:
            assert command("read", "id", "--port", sam.port).json["address"] == told


def test_valid_without_end(command: Command) -> None:
    """No last day, and a word that it is meant so."""
    with SamV(papers.resident(end="长期")) as sam:
        said = command("read", "id", "--port", sam.port, "--full").json
    assert said == {key: value for key, value in RESIDENT.items() if key != "valid_to"} | {"long_term": True}


def test_the_port_of_the_settings(command: Command) -> None:
    """Without --port; --port counts more."""
    with SamV(papers.resident(), Manner(finds_again=True)) as sam:
        assert command.having(f"readers.id={sam.port}")("read", "id", "--full").json == RESIDENT
        elsewhere = command.having("readers.id=COM99", "readers.id_baud=9600")
        assert elsewhere("read", "id", "--port", sam.port, "--full").json == RESIDENT
        assert elsewhere("read", "id").error["code"] == "NoReader"


@pytest.mark.parametrize(
    ("manner", "document", "code"),
    [
        (Manner(), None, "NoCard"),
        (Manner(refuses={READ: [0x40] * 9}), papers.resident(), "WrongCard"),
        (Manner(refuses={READ: [0x41] * 9}, finds_again=True), papers.resident(), "CardDamaged"),
        (Manner(), papers.resident(number=papers.checked("43990119900231001")), "CardDamaged"),
        (Manner(refuses={READ: [0x66] * 9}), papers.resident(), "CardSaid"),
        (Manner(spoils=lambda _command, _answer: ()), papers.resident(), "ReaderSilent"),
    ],
    ids=["none", "another card", "unreadable", "bad number", "reader's own", "silent"],
)
def test_trouble(command: Command, manner: Manner, document: Document | None, code: str) -> None:
    """Exit status 1, what happened and what to do; nothing of the document."""
    with SamV(document, manner) as sam:
        said = command("read", "id", "--port", sam.port, "--full")
        assert (said.status, said.error["code"]) == (1, code)
        assert "张小明" not in said.out


def test_no_port(command: Command) -> None:
    for port in ("/dev/no-such-port", "off", "usb"):
        said = command("read", "id", "--port", port)
        assert (said.status, said.error["code"]) == (1, "NoReader")


def test_as_a_process_of_its_own(command: Command) -> None:
    """As somebody at a shell runs it; nothing of the person is in the log."""
    alone = Command(command.folder)
    with SamV(papers.resident()) as sam:
        assert alone("read", "id", "--port", sam.port, "--full").json == RESIDENT
    for file in command.folder.rglob("*"):
        if file.is_file():
            assert "张小明".encode() not in file.read_bytes(), file
            assert RESIDENT["id_number"].encode() not in file.read_bytes(), file
