"""The PIN from the holder's fingers to the chip, in the real program: and nowhere else do the digits turn up."""

import re
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from counter_app.domain.holder import Person
from tests.journeys.chips import card_of
from tests.journeys.clerk import Clerk
from tests.journeys.conftest import Stage
from tests.parts.processes import wait_until
from tests.readers.cards import OnReader
from tests.readers.looking import wait_until_empty
from tests.readers.pin_card import TRIES, PinCard
from ui.pages.page import PATIENCE, QUIET

OLD, NEW, WRONG = "314159", "271828", "161803"


def test_the_holder_verifies_and_changes_the_pin(stage: Stage, somebody: Callable[[], Person]) -> None:
    person = somebody()
    plain = card_of(person)
    card = PinCard(plain.files, plain.manner)
    with stage.window() as clerk:
        clerk.sign_in()
        clerk.sees("社保卡读卡器 就绪")
        with OnReader(card, stage.reader.port):
            clerk.reads(f"{person.holder.name} 已读卡")
            clerk.key("F8")
            clerk.reads("核验密码")
            clerk.reads(f"还可试 {TRIES} 次")
            assert [head.hex() for head in card.touched] == ["00200000"], "asked for its tries, once"
            _verify(clerk, WRONG)
            clerk.reads(f"密码不对，还可试 {TRIES - 1} 次")
            _verify(clerk, OLD)
            clerk.reads("密码正确")
            _begin(clerk, "2")
            for digits, words in ((OLD, "原密码"), (NEW, "第 2 步，共 3 步：新密码"), (NEW, "再输一次新密码")):
                clerk.reads(words)
                _type(clerk, digits)
            clerk.reads("密码已修改")
            assert card.pin == bytes.fromhex(NEW)
            assert [head.hex() for head in card.touched] == ["00200000"] * 3 + ["805e0100"]
        wait_until_empty(stage.reader.name)
        clerk.close()
        _nowhere(stage.folder, clerk.log)


def _verify(clerk: Clerk, digits: str) -> None:
    _begin(clerk, "1")
    clerk.reads("请持卡人自己输入密码")
    _type(clerk, digits)


def _begin(clerk: Clerk, number: str) -> None:
    """A number goes to the task, Enter begins it; neither at once after the holder's page, nor close together."""
    _wait(QUIET + PATIENCE)
    clerk.key(number)
    _wait(2 * PATIENCE)
    clerk.key("Return")


def _wait(seconds: float) -> None:
    seen = monotonic()
    wait_until(lambda: monotonic() - seen > seconds, what="the page to hear the clerk")


def _type(clerk: Clerk, digits: str) -> None:
    """As the holder does it; a screen reader is told how many, never which."""
    clerk.write(digits)
    clerk.sees("请持卡人自己输入密码")
    told = clerk.page()
    assert not re.search(rf"{digits[:3]}|{digits[3:]}", told.replace(" ", "")), told
    clerk.key("Return")


def _nowhere(folder: Path, log: Path) -> None:
    """No file of the counter, and no word the program has said, holds a PIN as a value of its own."""
    for path in (log, *(path for path in folder.rglob("*") if path.is_file())):
        kept = path.read_bytes().decode("latin-1")
        for digits in (OLD, NEW, WRONG):
            found = re.search(rf"(?<![0-9A-Za-z]){digits}(?![0-9A-Za-z])", kept)
            assert not found or path.suffix == ".db", path
