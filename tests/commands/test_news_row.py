"""`counter doctor` on people and reference data kept here, and on the line: each part by itself, and no word on this
counter's own data where the practice platform's are at fault.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from counter_app.commands.checkup_line import line_rows
from counter_app.commands.checkup_news import news_rows
from counter_app.commands.findings import OFF, OK, TROUBLE
from counter_app.domain.declaration import SignedStatement
from counter_app.wiring import open_counter
from practice.platform import database as db


def _of_another_version(file: Path) -> None:
    with closing(db.open_database(file)) as connection:
        connection.execute("PRAGMA user_version = 99")


def _of_something_else(file: Path) -> None:
    file.write_bytes(b"no database at all, " * 400)


@pytest.mark.parametrize("spoil", [_of_another_version, _of_something_else])
def test_a_practice_database_that_cannot_be_used_is_no_trouble_of_this_counter(
    tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    """In both languages, with what to do; the people kept here are told all the same."""
    counter = open_counter(tmp_path, [])
    kept = dict.fromkeys(SignedStatement.__slots__, "")
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "banks.json").write_text(json.dumps(kept), encoding="utf-8")
    spoil(tmp_path / "platform.db")
    people, reference = news_rows(counter)
    assert (people.part, people.state) == ("feed", OK)
    assert (reference.part, reference.state) == ("reference", TROUBLE)
    assert reference.what.zh.startswith("练习平台的数据库")
    assert "本机数据" not in reference.what.zh
    assert "version" not in reference.what.zh
    assert reference.advice is not None
    assert "platform.db 移走" in reference.advice.zh
    assert "platform.db" in reference.advice.en


def test_reference_data_are_told_where_the_store_cannot_be_read(tmp_path: Path) -> None:
    with closing(db.open_database(tmp_path / "platform.db")):
        (tmp_path / "store.db").write_bytes(b"no database at all, " * 400)
    people, reference = news_rows(open_counter(tmp_path, []))
    assert (people.part, people.state) == ("feed", TROUBLE)
    assert (reference.part, reference.state) == ("reference", OFF)


def test_a_counter_that_never_had_a_line_claims_no_contact(tmp_path: Path) -> None:
    """The days count from when it was made, and that is what is said until the platform was heard."""
    counter = open_counter(tmp_path, [])
    clock, alone = line_rows(counter)
    assert (clock.state, alone.state) == (OK, OK)
    assert alone.what.zh.startswith("还没有联系过，建立于 ")
    assert alone.what.en.startswith("never heard, made ")
    counter.store().keep_contact(counter.onward.now(), 0.0)
    _, heard = line_rows(counter)
    assert heard.what.zh.startswith("上次联系 ")
