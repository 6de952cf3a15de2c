"""`counter data-copy`: the holder's copy as a file that only who made it may read; the number is no argument."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from counter_app.domain.holder import Person
from tests.commands.test_formats import pdf_text
from tests.parts.command import Command

Somebody = Callable[[], Person]


def told(file: Path) -> str:
    """What the file says, in one line."""
    return pdf_text(file).replace("\r\n", "").replace("\n", "")


def test_the_file_holds_what_is_kept(inside: Command, somebody: Somebody, tmp_path: Path) -> None:
    """The number comes by standard input, the file is private and names the receipt, the request is recorded."""
    person, file = somebody(), tmp_path / "copy.pdf"
    done = inside.carry_out("temporary-loss", person.holder.number)
    said = inside("data-copy", "--pdf", str(file), "--seen", "card-seen", given=f"{person.holder.number}\n")
    assert (said.status, set(said.json), said.json["pdf"]) == (0, {"pdf", "receipt"}, str(file))
    for kept in (person.holder.number, done.json["receipt"], said.json["receipt"]):
        assert kept in told(file)
    assert inside("receipt", said.json["receipt"]).status == 0
    if os.name != "nt":
        assert file.stat().st_mode & 0o077 == 0


def test_what_was_asked_for_by_another_command_is_written_by_its_receipt(
    inside: Command, somebody: Somebody, tmp_path: Path
) -> None:
    person, file = somebody(), tmp_path / "copy.pdf"
    asked = inside.carry_out("data-copy", person.holder.number, identity_checked="card-seen")
    assert asked.status == 0, asked.err
    assert inside("data-copy", "--pdf", str(file), "--receipt", asked.json["receipt"]).status == 0
    assert person.holder.number in told(file)
    loss = inside.carry_out("temporary-loss", person.holder.number)
    other = tmp_path / "other.pdf"
    assert inside("data-copy", "--pdf", str(other), "--receipt", loss.json["receipt"]).error["code"] == "NotFound"
    assert not other.exists()


def test_without_a_document_that_was_seen_nothing_is_written(
    inside: Command, somebody: Somebody, tmp_path: Path
) -> None:
    file = tmp_path / "copy.pdf"
    for words in ((), ("--seen", "none")):
        said = inside("data-copy", "--pdf", str(file), *words, given=f"{somebody().holder.number}\n")
        assert said.status == 2
    assert inside("data-copy", "--pdf", str(file), "--seen", "card-seen").status == 2, "no number"
    assert not file.exists()
