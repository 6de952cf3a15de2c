"""The card on the real reader through the command, and folders whose mark says real."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from counter_app.domain.holder import Person
from tests.parts.command import Command
from tests.parts.pcscd import VirtualReader
from tests.parts.practice_platform import Platform

FIELDS = [
    "social_security_number",
    "name",
    "sex",
    "nation",
    "birthplace",
    "birth_date",
    "card_number",
    "card_identifier",
    "card_class",
    "spec_version",
    "issuing_agency",
    "issued_on",
    "expires_on",
]
MAKE_REAL = (
    "import sys; from pathlib import Path; from local_store.folder import open_or_make;"
    "open_or_make(Path(sys.argv[1]), practice=False).store.close()"
)


@contextmanager
def card_of(person: Person, counter: Command) -> Iterator[None]:
    """That person's card lies on the reader; it is taken away again whatever happens."""
    put = counter("practice", "card", "put", person.holder.number)
    assert (put.status, put.json) == (0, {"name": person.holder.name, "number": person.holder.number})
    try:
        yield
    finally:
        assert counter("practice", "card", "take").json == {"card_on_reader": None}


def test_a_card_is_put_read_masked_and_whole_reported_with_a_reason_and_taken(
    counter: Command, virtual_reader: VirtualReader, roles: dict[str, Person], platform: Platform
) -> None:
    """The loss of the very card that lies there asks why, and the platform is told; with no card there is none to
    read.
    """
    person = roles["normal-2"]
    assert person.card is not None
    given = json.dumps({"holder": {"card": "reader"}})
    with card_of(person, counter):
        health = {part["part"]: part for part in counter("doctor").json["parts"]}
        assert (health["card_reader"]["state"], health["card_reader"]["in_process"]) == ("ok", False)
        whole, masked = counter("read", "card", "--full"), counter("read", "card")
        assert (whole.status, list(whole.json), list(masked.json)) == (0, FIELDS, FIELDS)
        assert whole.json["social_security_number"] == person.holder.number
        assert (whole.json["name"], whole.json["card_number"]) == (person.holder.name, person.card.number)
        assert whole.json["birth_date"] == "1951-11-02"
        for secret in (person.holder.number, person.holder.name, person.card.number, person.card.identifier):
            assert secret not in masked.out
        assert (masked.json["name"], masked.json["birth_date"]) == ("何*珍", "1951")
        assert "1951-11-02" not in masked.out, "it would tell the masked number"

        why = counter("carry-out", "temporary-loss", "--answers", "-", given=given)
        assert (why.status, why.error["code"]) == (1, "BadInput")
        assert "card_here" in why.error["message"]
        with_reason = json.dumps({"holder": {"card": "reader"}, "answers": {"card_here": "copied"}})
        done = counter("carry-out", "temporary-loss", "--answers", "-", given=with_reason)
        assert (done.status, done.json["settlement"]) == (0, "accepted")
        query = "SELECT operation FROM answer WHERE operation_id = ?"
        ((body,),) = platform.rows(query, done.json["operation"])
        facts = json.loads(str(body))["facts"]
        assert (facts["card_here"], facts["proof"], facts["shown_to_holder"]) == ("copied", "card", "no")
    for words in (("read", "card"), ("carry-out", "temporary-loss", "--answers", "-")):
        nothing = counter(*words, given=given)
        assert (nothing.status, nothing.error["code"]) == (1, "NoCard")


@pytest.fixture
def real(keyring_service: dict[str, str], tmp_path: Path) -> Command:
    """The command on a real folder, made through the store: nobody else can make one."""
    folder = tmp_path / "real"
    subprocess.run(
        [sys.executable, "-c", MAKE_REAL, str(folder)], env={**os.environ, **keyring_service}, check=True, timeout=60
    )
    return Command(folder, env=keyring_service)


def test_in_a_real_folder_personal_data_is_refused_and_nothing_of_practice_appears(real: Command) -> None:
    """The mark decides: nobody works there unsigned; looking at the machine and the trail, and sending, is allowed."""
    before = {file.name: file.read_bytes() for file in real.folder.iterdir() if file.suffix != ".lock"}
    assert json.loads(before["folder.json"])["kind"] == "real"
    unsigned: list[tuple[str, ...]] = [("outbox",), ("sync",), ("receipt", "439901-01-261121-0001-9")]
    for words in (*unsigned, ("read", "card", "--full")):
        said = real(*words)
        assert (said.status, said.error["code"]) == (1, "NobodySignedIn"), words
    refused: list[tuple[str, ...]] = [
        ("carry-out", "temporary-loss", "--example"),
        ("practice",),
        ("practice", "people"),
        ("practice", "card", "put", "林晓岚"),
    ]
    for words in refused:
        said = real(*words)
        assert (said.status, said.error["code"]) == (1, "RealFolder"), words
    assert real("sync", "--until-empty").json["left"] == 0
    assert real("audit", "verify").json["whole"] is True
    health = real("doctor")
    parts = {part["part"]: part for part in health.json["parts"]}
    assert health.json["practice"] is False
    assert (parts["store"]["state"], parts["key"]["state"], parts["platform"]["state"]) == ("ok", "ok", "trouble")
    assert "密钥环" in parts["key"]["what"]
    assert parts["card_reader"]["in_process"] is False
    after = {file.name for file in real.folder.iterdir() if file.suffix != ".lock"}
    new = {name for name in after - set(before) if not name.startswith("store.db")}
    assert new <= {"logs"}, "no key file, no platform"
    assert real.folder.joinpath("folder.json").read_bytes() == before["folder.json"]
