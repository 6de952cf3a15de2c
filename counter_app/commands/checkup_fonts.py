"""What doctor says of fonts: which characters of GB 18030-2022 this counter can print and show, and what to install
for the rest.

Counts by the fonts' own character maps. Refuses to install anything, and to call a font missing that no character
needs.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from counter_app.commands.findings import OK, TROUBLE, Finding, trouble
from counter_app.domain.errors import CounterError
from counter_app.domain.faces import BEYOND, IDEOGRAPHS, RADICALS, Block
from counter_app.domain.text import Text
from printing.coverage import covered
from printing.fonts import Fonts

PACKAGES = "fonts-noto-cjk fonts-hanazono fonts-babelstone-han"
ON_DEBIAN = Text(f"运行 apt-get install {PACKAGES}", f"Run: apt-get install {PACKAGES}")
ON_WINDOWS = Text(
    "先装 Windows 更新（SimSun-ExtB、SimSun-ExtG）；还缺就把 HanaMinA.ttf、HanaMinB.ttf、BabelStoneHan.ttf 装为系统字体",
    "Install Windows updates first (SimSun-ExtB, SimSun-ExtG); for what is left install HanaMinA.ttf, HanaMinB.ttf and"
    " BabelStoneHan.ttf as fonts of the system",
)
_TITLE = Text("打印字体", "Fonts for paper")
_CHARACTERS = Text("姓名用字", "Characters of names")
Counted = Sequence[tuple[Block, int]]


def fonts_rows(fonts: Fonts | None = None) -> tuple[Finding, ...]:
    """The faces in their order, what of the standard they cover, and each file that had to be passed over."""
    chain = Fonts() if fonts is None else fonts
    try:
        rows = [_faces(chain), _characters(chain)]
    except CounterError as error:
        rows = [trouble("fonts", _TITLE, error)]
    return (*rows, *_passed_over(chain))


def _faces(fonts: Fonts) -> Finding:
    names = "、".join(fonts.families()), ", ".join(fonts.families())
    if fonts.bold():
        return Finding("fonts", _TITLE, OK, Text(*names))
    what = Text(f"{names[0]}；没有粗体，重点字加粗描画", f"{names[1]}; no bold, strong words are drawn thicker")
    return Finding("fonts", _TITLE, OK, what, _install())


def _characters(fonts: Fonts) -> Finding:
    asked, beyond = covered(fonts, (*IDEOGRAPHS, *RADICALS)), covered(fonts, BEYOND)
    level = _level(asked)
    zh = f"GB 18030-2022 级别 {level}" if level else "不到 GB 18030-2022 级别 1"
    en = f"GB 18030-2022 level {level}" if level else "below GB 18030-2022 level 1"
    lists = [_said(asked), _said(beyond)]
    what = Text(
        f"{zh}：{lists[0].zh}；标准之外：{lists[1].zh}", f"{en}: {lists[0].en}; beyond the standard: {lists[1].en}"
    )
    if level == 3:
        return Finding("characters", _CHARACTERS, OK, what)
    return Finding("characters", _CHARACTERS, TROUBLE, what, _install())


def _level(asked: Counted) -> int:
    """3: everything; 1: all that level 1 needs; 0: not even that. Level 2 has a list of its own, within level 3."""
    if all(count == block.size for block, count in asked):
        return 3
    return int(all(count == block.size for block, count in asked if block.level == 1))


def _said(counts: Counted) -> Text:
    pairs = [(block.name, f"{count}/{block.size}") for block, count in counts]
    return Text("，".join(f"{n.zh} {c}" for n, c in pairs), ", ".join(f"{n.en} {c}" for n, c in pairs))


def _passed_over(fonts: Fonts) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            "font_file",
            Text("字体文件", "Font file"),
            TROUBLE,
            Text(f"{path.name} {why.zh}", f"{path.name} {why.en}"),
            Text(f"重装或移走 {path}", f"Install it anew, or take it away: {path}"),
        )
        for path, why in fonts.troubles()
    )


def _install() -> Text:
    return ON_WINDOWS if sys.platform == "win32" else ON_DEBIAN
