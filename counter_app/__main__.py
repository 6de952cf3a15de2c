"""`python -m counter_app`: the window of this counter.

Refuses to open a second window on the same data folder, and real data folders, which need a sign-in this version lacks.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def main(arguments: list[str] | None = None) -> int:
    """Open the window; the exit status of the program (0 closed, 1 could not open, 2 used wrongly)."""
    parser = argparse.ArgumentParser(
        prog="counter_app", description="社会保障卡柜台 / the social security card counter"
    )
    parser.add_argument("--data", type=Path, metavar="DIR", help="数据文件夹 / data folder")
    parser.add_argument(
        "--set", action="append", default=[], metavar="KEY=VALUE", help="只对这一次有效的设置 / for this run"
    )
    options = parser.parse_args(arguments)

    from counter_app.domain.errors import BadInput, CounterError
    from counter_app.front import open_window
    from counter_app.wiring import open_counter

    try:
        return open_window(open_counter(options.data, options.set), options.set)
    except CounterError as error:
        sys.stderr.write(f"{error.message.zh}\n{error.what_next.zh}\n{error.message.en}\n{error.what_next.en}\n")
        return 2 if isinstance(error, BadInput) else 1


if __name__ == "__main__":
    sys.exit(main())
