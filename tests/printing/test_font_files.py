"""Files among the system's fonts that are none, or may not be embedded: passed over, told by doctor, and in nobody's
way; and what doctor says of characters.
"""

import shutil
from pathlib import Path
from struct import pack_into

import pytest
from fontTools.ttLib import TTFont

from counter_app.commands.checkup_fonts import fonts_rows
from counter_app.commands.findings import OK, TROUBLE, Finding
from counter_app.domain.faces import IDEOGRAPHS
from printing.coverage import covered
from printing.face import FORBIDDEN, UNREADABLE
from printing.fonts import Fonts, font_folders
from printing.sheet import Sheet, Words, to_pdf
from tests.printing.proof import read_text


def test_doctor_says_which_blocks_are_covered(fonts: Fonts) -> None:
    order, characters = fonts_rows(fonts)
    assert order.what.zh == "Noto Sans CJK SC、HanaMinA、HanaMinB、BabelStone Han、LXGW WenKai"
    assert characters.state == OK
    assert characters.what.en.startswith("GB 18030-2022 level 3: basic 20976/20976, extension A 6582/6582, ")
    assert "扩展B 42711/42711" in characters.what.zh


@pytest.mark.parametrize(
    ("files", "level"),
    [
        (["NotoSansCJK-Regular.ttc", "HanaMinA.ttf"], "级别 1"),
        (["LXGWWenKai-Regular.ttf"], "不到 GB 18030-2022 级别 1"),
        (["NotoSansCJK-Regular.ttc", "HanaMinA.ttf", "HanaMinB.ttf"], "级别 3"),
    ],
)
def test_doctor_counts_what_there_is_and_says_what_to_install(files: list[str], level: str, tmp_path: Path) -> None:
    for name in files:
        (tmp_path / name).symlink_to(_file(name))
    order, characters = fonts_rows(Fonts([tmp_path]))
    assert "没有粗体" in order.what.zh
    assert level in characters.what.zh
    assert characters.state == (OK if level == "级别 3" else TROUBLE)
    if characters.state == TROUBLE:
        assert characters.advice is not None
        assert "fonts-hanazono" in characters.advice.zh


def test_counts_are_those_of_looking_at_each_character(fonts: Fonts, tmp_path: Path) -> None:
    (tmp_path / "LXGWWenKai-Regular.ttf").symlink_to(_file("LXGWWenKai-Regular.ttf"))
    small = Fonts([tmp_path])
    block = IDEOGRAPHS[1]
    ((_block, count),) = covered(small, [block])
    assert 0 < count == block.size - len(small.missing("".join(map(chr, block.codes()))))


def test_without_any_font_doctor_names_the_package(tmp_path: Path) -> None:
    (row,) = fonts_rows(Fonts([tmp_path]))
    assert (row.part, row.state) == ("fonts", TROUBLE)
    assert row.advice is not None
    assert "fonts-noto-cjk" in row.advice.en


@pytest.mark.parametrize("content", [b"", b"no font", b"ttcf" + bytes(60), b"\0\1\0\0\0\4" + bytes(200)])
def test_a_file_that_is_no_font_leaves_its_place_to_the_next(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "NotoSansCJK-Regular.ttc").write_bytes(content)
    (tmp_path / "HanaMinA.ttf").write_bytes(content)
    (tmp_path / "LXGWWenKai-Regular.ttf").symlink_to(_file("LXGWWenKai-Regular.ttf"))
    fonts = Fonts([tmp_path])
    assert _printed("回执", fonts) == "回执"
    assert fonts.families()[0] == "LXGW WenKai"
    assert _told(fonts) == {("NotoSansCJK-Regular.ttc", UNREADABLE.zh), ("HanaMinA.ttf", UNREADABLE.zh)}


def test_a_spoilt_glyph_is_taken_from_the_next_face(tmp_path: Path) -> None:
    """The file opens, its map is whole, and the outlines are not: as after a bad sector of the disk."""
    target = tmp_path / "HanaMinB.ttf"
    shutil.copyfile(_file("HanaMinB.ttf"), target)
    with TTFont(target, lazy=True) as font:
        table = font.reader.tables["glyf"]
        start, length = table.offset, table.length
    with target.open("r+b") as file:
        file.seek(start)
        file.write(b"\0\x40" * (length // 2))
    for name in ("NotoSansCJK-Regular.ttc", "BabelStoneHan.ttf"):
        (tmp_path / name).symlink_to(_file(name))
    fonts = Fonts([tmp_path])
    (run,) = fonts.runs("𠀁")
    assert run.font is not None
    assert "BabelStone" in run.font.fontName
    assert fonts.missing("𠀣𠀁") == ("𠀣",)
    assert _printed("𠀣𠀁", fonts) == "20023𠀁"


def test_a_font_that_may_not_be_embedded_is_passed_over_and_told(tmp_path: Path) -> None:
    """OS/2 fsType 2: restricted licence embedding."""
    target = tmp_path / "HanaMinB.ttf"
    content = bytearray(_file("HanaMinB.ttf").read_bytes())
    with TTFont(_file("HanaMinB.ttf"), lazy=True) as font:
        pack_into(">H", content, font.reader.tables["OS/2"].offset + 8, 2)
    target.write_bytes(content)
    (tmp_path / "NotoSansCJK-Regular.ttc").symlink_to(_file("NotoSansCJK-Regular.ttc"))
    fonts = Fonts([tmp_path])
    assert fonts.missing("𪜀") == ("𪜀",)
    assert _told(fonts) == {("HanaMinB.ttf", FORBIDDEN.zh)}


def test_fonts_taken_away_while_the_counter_runs_go_on_for_the_day(tmp_path: Path) -> None:
    """An upgrade of the package puts other files in their place; what was opened stays readable."""
    for name in ("NotoSansCJK-Regular.ttc", "HanaMinB.ttf"):
        shutil.copyfile(_file(name), tmp_path / name)
    fonts = Fonts([tmp_path])
    assert _printed("回执𪜀", fonts) == "回执𪜀"
    for name in ("NotoSansCJK-Regular.ttc", "HanaMinB.ttf"):
        (tmp_path / name).unlink()
    assert _printed("挂失𪜁", fonts) == "挂失𪜁"


def test_a_rare_face_gone_before_it_was_opened_is_only_missing(tmp_path: Path) -> None:
    for name in ("NotoSansCJK-Regular.ttc", "HanaMinB.ttf"):
        (tmp_path / name).symlink_to(_file(name))
    fonts = Fonts([tmp_path])
    assert _printed("回执", fonts) == "回执"
    (tmp_path / "HanaMinB.ttf").unlink()
    assert _printed("回𪜀", fonts) == "回2A700"


def _printed(text: str, fonts: Fonts) -> str:
    return read_text(to_pdf(Sheet(200, 60, (Words(10, 30, text, 10),), "", ""), fonts=fonts))


def _told(fonts: Fonts) -> set[tuple[str, str]]:
    rows: list[Finding] = [row for row in fonts_rows(fonts) if row.part == "font_file"]
    return {(row.what.zh.split()[0], row.what.zh.split(maxsplit=1)[1]) for row in rows}


def _file(name: str) -> Path:
    found = next((path for folder in font_folders() for path in folder.rglob(name)), None)
    assert found is not None, f"{name} is not here; run tools/set-up.sh run"
    return found
