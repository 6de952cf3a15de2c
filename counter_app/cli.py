"""The `counter` command: the same desk without a window, for administrators, kiosks and tests.

Status 0 done or yes, 1 the answer is no, 2 used wrongly.
"""

from __future__ import annotations

import typer

from counter_app.commands import look, practice, work


def build() -> typer.Typer:
    """The command with all its sub-commands."""
    app = typer.Typer(
        name="counter",
        help="社会保障卡柜台 / the social security card counter",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    for part in (look, work, practice):
        part.register(app)
    return app


def main() -> None:
    """Entry point of `counter`."""
    build()()
