"""`counter day-end` and `counter cut-cards`: the counts, the file, and the status that tells whether they agree."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from counter_app.domain.holder import Person
from tests.commands.test_formats import pdf_text
from tests.parts.command import Command

Somebody = Callable[[], Person]


def test_a_day_is_counted_told_and_written(inside: Command, somebody: Somebody, tmp_path: Path) -> None:
    person, file = somebody(), tmp_path / "day.pdf"
    done = inside.carry_out("temporary-loss", person.holder.number)
    assert done.status == 0, done.err
    said = inside("day-end", "--pdf", str(file))
    assert said.status == 0, said.err
    assert said.json["balanced"]
    assert said.json["receipts"]["last"] == done.json["receipt"]
    assert said.json["receipts"]["missing"] == 0
    assert sum(one["all"] for one in said.json["kinds"]) == said.json["works"]
    assert all(one["equal"] for one in said.json["counts"].values())
    text = pdf_text(file)
    assert "日终报表" in text
    assert person.holder.number not in text
    assert person.holder.name not in text
    if os.name != "nt":
        assert file.stat().st_mode & 0o077 == 0


def test_cut_cards_are_written_and_a_span_that_is_none_is_turned_down(inside: Command, tmp_path: Path) -> None:
    file = tmp_path / "cards.pdf"
    said = inside("cut-cards", "--pdf", str(file))
    assert said.status == 0, said.err
    assert "移交清单" in pdf_text(file)
    assert inside("cut-cards", "--from", "2999-01-01", "--pdf", str(file)).status == 1
    assert inside("day-end", "--date", "gestern").status == 2
    assert inside("cut-cards").status == 2


def test_without_a_printer_for_a4_nothing_is_printed(inside: Command) -> None:
    assert inside("day-end", "--print").error["code"] == "NoPagePrinter"
