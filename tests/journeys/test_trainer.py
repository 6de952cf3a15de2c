"""A trainer at the practice page, through the real window: a card that asks for authentication with its PSAM and
without it, trouble on purpose, an identity card.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from counter_app.domain.holder import Person
from practice import identity
from practice.reader import take, take_psam
from tests.journeys.clerk import Clerk, at_window
from tests.parts.pcscd import VirtualReader
from tests.readers.looking import wait_until_empty


@pytest.fixture
def data(made_folder: Path, tmp_path: Path, virtual_reader: VirtualReader) -> Iterator[Path]:
    """A practice folder with its own platform, whose readers are empty at the end."""
    folder = Path(shutil.copytree(made_folder, tmp_path / "data"))
    yield folder
    take(folder)
    take_psam(folder)
    identity.unplug(folder)
    wait_until_empty(virtual_reader.name)


def test_a_lesson(data: Path, window_env: dict[str, str], roles: dict[str, Person]) -> None:
    name = roles["chip-3.0"].holder.name
    with at_window(window_env, data, "readers.authentication=psam") as clerk:
        clerk.sign_in()
        clerk.sees("请放社保卡")
        _practice(clerk)
        clerk.write("3.0")
        clerk.click(f"放 {name} 的卡")
        clerk.reads("现在可办")
        assert clerk.looks(f"{name} 已读卡")
        clerk.key("Escape")
        clerk.sees("请放社保卡")
        _practice(clerk)
        clerk.sees("在卡槽里")
        clerk.click("取出")
        clerk.sees("已取出")
        clerk.click(f"放 {name} 的卡")
        clerk.sees("卡要先认证")
        _practice(clerk)
        clerk.click("放入")
        clerk.sees("在卡槽里")
        clerk.click("读到一半被拔走")
        clerk.sees("只一次")
        clerk.click("把社保卡拿走")
        _nothing_lies(clerk)
        clerk.click("读到一半被拔走")
        clerk.sees("下一张放上的卡")
        clerk.click(f"放 {name} 的卡")
        clerk.sees("社保卡 无卡")
        clerk.click(f"放 {name} 的身份证")
        clerk.reads("现在可办")
        assert clerk.looks(f"{name} 已读证")


def _practice(clerk: Clerk) -> None:
    clerk.key("alt+4")
    clerk.reads("练习用的人")


def _nothing_lies(clerk: Clerk) -> None:
    clerk.eyes.wait_that(lambda tree: sum(node.says == "没有放" for node in tree) == 2, what="both readers to be empty")
