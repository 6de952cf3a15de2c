"""`counter data-copy`: the holder's copy as a file that only who made it may read; the number is no argument."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from counter_app.domain.holder import Person
from tests.commands.test_formats import pdf_text
from tests.parts.command import Command

Somebody = Callable[[], Person]


def test_the_file_holds_what_is_kept(inside: Command, somebody: Somebody, tmp_path: Path) -> None:
    """The number comes by standard input, the file is private, no visit stays open."""
    person, file = somebody(), tmp_path / "copy.pdf"
    done = inside.carry_out("temporary-loss", person.holder.number)
    said = inside("data-copy", "--pdf", str(file), "--seen", "card-seen", given=f"{person.holder.number}\n")
    assert (said.status, said.json) == (0, {"pdf": str(file)})
    told = pdf_text(file).replace("\r\n", "").replace("\n", "")
    assert person.holder.number in told
    assert done.json["receipt"] in told
    if os.name != "nt":
        assert file.stat().st_mode & 0o077 == 0


def test_without_a_document_that_was_seen_nothing_is_written(
    inside: Command, somebody: Somebody, tmp_path: Path
) -> None:
    file = tmp_path / "copy.pdf"
    for words in ((), ("--seen", "none")):
        said = inside("data-copy", "--pdf", str(file), *words, given=f"{somebody().holder.number}\n")
        assert said.status == 2
    assert inside("data-copy", "--pdf", str(file), "--seen", "card-seen").status == 2, "no number"
    assert not file.exists()
