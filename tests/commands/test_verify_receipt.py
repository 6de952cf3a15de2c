"""`counter verify-receipt`: this counter's own paper, another window's with no line, and what is none."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.domain.holder import Person
from counter_app.domain.operation import OperationId
from practice.platform import packs
from practice.platform.database import open_database
from tests.desk.test_carrying import report
from tests.parts.command import Command
from tests.parts.counting import working
from tests.parts.practice_folder import NOWHERE
from tests.parts.practice_platform import Platform
from tests.parts.scanning import scanned

Somebody = Callable[[], Person]


@pytest.fixture
def key(platform: Platform) -> str:
    with closing(open_database(platform.database)) as connection:
        return packs.public_key(connection)


@pytest.fixture
def windows(made_folder: Path, tmp_path: Path, platform: Platform, key: str) -> Callable[..., Command]:
    """Counters of the practice province, each with a folder of its own."""

    def made(window: str, outlet: str = "439901") -> Command:
        folder = shutil.copytree(made_folder, tmp_path / f"{outlet}-{window}")
        pairs = (f"platform.url={platform.url}", f"platform.signing_key={key}", f"window={window}", f"outlet={outlet}")
        return Command(folder, pairs, inside=True)

    return made


def given(at: Command, person: Person) -> tuple[str, str, str]:
    """A receipt of that counter, as the holder has it: operation, number, and what a scanner reads off the paper."""
    with working(at.folder, *at.sets) as counter:
        counter.courier().pass_once()
        desk = counter.desk()
        desk.sign_in("0317")
        made = report(desk, person)
        (code,) = scanned(desk.receipt_pdf(made.work.operation.id))
        return made.work.operation.id, made.work.receipt_number, code


def offline(at: Command) -> Command:
    """The same counter with no line."""
    rest = (one for one in at.sets if not one.startswith("platform.url"))
    return replace(at, sets=(*rest, f"platform.url={NOWHERE}"))


def test_another_outlet_checks_a_paper_with_no_line_once_it_has_heard_of_the_key(
    windows: Callable[..., Command], somebody: Somebody
) -> None:
    here, there = windows("41"), windows("42", "439902")
    _id, number, code = given(here, somebody())
    unknown = offline(there)("verify-receipt", code)
    assert (unknown.status, unknown.json["verdict"]) == (1, "unknown")
    with working(there.folder, *there.sets) as counter:
        assert counter.courier().pass_once().reached
    found = offline(there)("verify-receipt", code.lower())
    assert (found.status, found.json["verdict"], found.json["number"], found.json["record"]) == (
        0,
        "genuine",
        number,
        None,
    )
    assert (found.json["outlet"], found.json["window"], found.json["kind"]) == ("439901", "41", "temporary-loss")
    place = code.index("R-TEMPORARY")
    wrong = offline(there)("verify-receipt", code[:place] + "V" + code[place + 1 :])
    assert (wrong.status, wrong.json["verdict"]) == (1, "false")
    words = offline(there).words("verify-receipt", code)
    assert "这张纸是真的" in words.out
    assert "没有查纸上的其他字句" in words.out


def test_the_own_paper_is_found_with_its_words_and_a_void_one_says_so(
    windows: Callable[..., Command], somebody: Somebody
) -> None:
    at = offline(here := windows("43"))
    with working(here.folder, *here.sets) as counter:
        counter.courier().pass_once()  # enrols: a practice counter does so by itself
    operation, number, code = given(at, somebody())
    found = at("verify-receipt", "-", given=code + "\n")
    assert (found.status, found.json["verdict"], found.json["number"]) == (0, "genuine", number)
    assert {"label": "业务", "value": "临时挂失"} in found.json["record"]
    with working(at.folder, *at.sets) as counter:
        desk = counter.desk()
        desk.sign_in("0317")
        desk.settle(OperationId(operation), "withdraw", "持卡人不办了")
    void = at("verify-receipt", code)
    assert (void.status, void.json["verdict"], void.json["why"][0]) == (1, "void", "这张回执已作废")


def test_what_is_no_code_is_told_in_words(inside: Command) -> None:
    for typed in ("439901-01-261121-0007-3", "SSC1-", "-"):
        said = inside("verify-receipt", typed, given="")
        assert said.status in (1, 2)
        assert "error" in said.json


def test_a_notice_has_a_code_of_its_own_on_paper_and_screen(
    windows: Callable[..., Command], somebody: Somebody
) -> None:
    at, person = windows("44"), somebody()
    with working(at.folder, *at.sets) as counter:
        counter.courier().pass_once()
        desk = counter.desk()
        desk.sign_in("0317")
        visit = desk.open_number(person.holder.number).visit_id
        desk.begin(visit, "formal-loss")
        desk.answer(visit, {"reason": "stolen"})
        papers = [name for name, _words in desk.turning_away(visit).papers]
        notice = desk.turn_away(visit, "missing", missing=papers)
        shown = desk.code_of(notice)
        (code,) = scanned(desk.receipt_pdf(notice.number))
        assert code.startswith(f"SSC1-{notice.number}-")
        assert shown == counter.paper().code(code)
        assert scanned(desk.paper_document("notice", notice.number).pdf) == [code], "the sheet on A4 is the same paper"
    found = at("verify-receipt", code)
    assert (found.status, found.json["standing"], found.json["kind"]) == (0, "notice", "formal-loss")
