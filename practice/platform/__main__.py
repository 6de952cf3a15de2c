"""`python -m practice.platform --database FILE|postgresql://... [--port N] [--with-parent] [--faults]`: the practice
platform as its own process.

Refuses to know the counter's command line; `counter platform` and the supervisor both end up here.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from practice.platform.server import serve


def main() -> None:
    """Serve as the arguments say."""
    parser = argparse.ArgumentParser(prog="practice.platform", description="练习平台 · the practice platform")
    where = "数据库文件，或 postgresql:// 地址 · database file, or an address of PostgreSQL"
    parser.add_argument("--database", type=_where, required=True, help=where)
    parser.add_argument("--port", type=int, default=0, help="端口，0 为任一空闲端口 · port, 0 for a free one")
    parser.add_argument(
        "--with-parent", action="store_true", help="标准输入关闭即结束 · end when standard input closes"
    )
    parser.add_argument("--faults", action="store_true", help="故障开关有效，供练习和测试 · faults can be switched on")
    arguments = parser.parse_args()
    serve(arguments.port, arguments.database, with_parent=arguments.with_parent, faults=arguments.faults)


def _where(said: str) -> Path | str:
    return said if said.startswith(("postgresql://", "postgres://")) else Path(said)


if __name__ == "__main__":
    main()
