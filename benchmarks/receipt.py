"""A receipt as PDF beside a bare page of the PDF library: the same two fonts, warm, each in a process of its own, in
turn. Beside it what a signed code adds, what a rare character in a name adds, how large the paper is, and what a
thousand of them leave in memory.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from benchmarks.table import Figure, compared, floor_file, values
from counter_app.domain.text import Language
from printing.fonts import Fonts, font_folders
from printing.receipt import receipt_pdf
from tests.printing.samples import receipt
from tests.printing.test_signed_code import code_text

ROUNDS, WARM = 12, 2
FONTS = (
    "LXGWWenKai-Regular.ttf",
    "LXGWWenKai-Bold.ttf",
)  # TrueType outlines: the library's own embedding knows no others
RARE_MS, SIZE_KB, GROWN_MIB = 30, 80, 4
_EXTENSION_B = range(0x20000, 0x2A6D7)


def measure(turns: int) -> list[Figure]:
    """The rows of the receipt."""
    regular, bold = (_font(name) for name in FONTS)
    ours, coded, floors = [], [], []
    for _ in range(turns):
        floors.append(statistics.median(values([floor_file("receipt"), str(regular), str(bold), str(ROUNDS)])[WARM:]))
        ours.append(statistics.median(_values("plain", str(regular.parent))[WARM:]))
        coded.append(statistics.median(_values("coded", str(regular.parent))[WARM:]))
    return [
        compared("receipt as PDF", ours, floors, budget=1.5),
        compared("receipt with its signed code", coded, floors, budget=None),
        *_rare(turns),
        *_size_and_memory(),
    ]


def _rare(turns: int) -> list[Figure]:
    """Beside the same receipt with a common name in the same process, warmed as a counter is: the first ever, and one
    more new character after that. Processor time: other programs take their turns between.
    """
    pairs = [_values("rare", "") for _ in range(turns)]
    first, later = ([pair[at] for pair in pairs] for at in (0, 1))
    return [
        Figure(name, statistics.median(each), share=statistics.median(each) / RARE_MS, spread=each)
        for name, each in (("first rare character, more by", first), ("another rare character, more by", later))
    ]


def _size_and_memory() -> list[Figure]:
    size, hundred, thousand = _values("many", "")
    return [
        Figure("receipt, rare name and code, size", size, unit="KB", share=size / SIZE_KB),
        Figure(
            "900 receipts after 100, memory by",
            thousand - hundred,
            unit="MB",
            share=max(thousand - hundred, 0) / GROWN_MIB,
            note=f"own memory {hundred:.0f} MiB after 100, {thousand:.0f} after 1,000, each of another name with a"
            " rare character",
        ),
    ]


def _values(what: str, folder: str) -> list[float]:
    return values(["-m", "benchmarks.receipt", what, folder])


def _font(name: str) -> Path:
    found = next((file for folder in font_folders() for file in folder.rglob(name)), None)
    if found is None:
        raise LookupError(f"{name} is not installed: apt-get install fonts-lxgw-wenkai")
    return found


def _took(
    fonts: Fonts, *, name: str = "何*珍", code: str = "", clock: Callable[[], float] = time.perf_counter
) -> tuple[float, bytes]:
    begun = clock()
    made = receipt_pdf(replace(receipt(name=name), code=code), language=Language.ZH, fonts=fonts)
    return (clock() - begun) * 1000, made


def _plain(folder: str) -> None:
    fonts = Fonts((Path(folder),))
    for _ in range(ROUNDS):
        print(_took(fonts)[0])


def _coded(folder: str) -> None:
    fonts = Fonts((Path(folder),))
    for number in range(ROUNDS):
        print(_took(fonts, code=code_text(number + 1))[0])


def _rare_name(_folder: str) -> None:
    fonts, clock = Fonts(), time.process_time
    for step in fonts.warming():
        step()
    common = statistics.median(_took(fonts, clock=clock)[0] for _ in range(ROUNDS))
    for name in ("何\U00020001*", "何\U0002a701*"):
        print(_took(fonts, name=name, clock=clock)[0] - common)


def _many(_folder: str) -> None:
    fonts, code = Fonts(), code_text(1)
    print(len(_took(fonts, name="何\U00020001\U00030009", code=code)[1]) / 1000)
    for number in range(1, 1001):
        _took(fonts, name=f"何{chr(_EXTENSION_B[number * 41])}*{chr(0x4E00 + number * 20)}", code=code)
        if number in (100, 1000):
            print(_resident())


def _resident() -> float:
    """MiB of its own, as /proc tells; what it sees of font files is the system's, which takes it back when it must."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon")) / 1024


_ALONE: Mapping[str, Callable[[str], None]] = {"plain": _plain, "coded": _coded, "rare": _rare_name, "many": _many}


def main() -> None:
    """Print what was asked for, one number a line."""
    _ALONE[sys.argv[1]](sys.argv[2])


if __name__ == "__main__":
    main()
