"""The `counter` command: the same desk without a window, for administrators, kiosks and tests.

Status 0 done or yes, 1 the answer is no, 2 used wrongly. Refuses to tell a wrong use in another form than other
troubles.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, cast

import typer
from typer.main import get_command

from counter_app.commands import (
    auditing,
    backup,
    data_copy,
    day_end,
    enrolling,
    exceptions,
    forms,
    holders,
    look,
    notices,
    papers,
    practice,
    reconciling,
    recovery,
    retention,
    sending,
    setting_up,
    signing_in,
    transfer,
    verifying,
    work,
)
from counter_app.commands.streams import OutputLost, hold_streams, lost, put_aside
from counter_app.commands.talk import NO, USED_WRONGLY, Talk, UsedWrongly
from counter_app.domain.text import Text

# What typer raises for an unknown option, a missing argument, a value of the wrong form.
_WRONG_USE = cast(type[Exception], typer.BadParameter.__mro__[1])
_TITLES = {
    "ARGUMENTS_PANEL_TITLE": "参数 / Arguments",
    "OPTIONS_PANEL_TITLE": "选项 / Options",
    "COMMANDS_PANEL_TITLE": "命令 / Commands",
}
_HELP = "显示本说明 / show this help"


def build() -> typer.Typer:
    """The command with all its sub-commands."""
    app = typer.Typer(
        name="counter",
        help="社会保障卡柜台 / the social security card counter",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    parts = (
        look,
        auditing,
        work,
        sending,
        exceptions,
        forms,
        holders,
        notices,
        practice,
        reconciling,
        transfer,
        enrolling,
        signing_in,
        recovery,
        backup,
        retention,
        data_copy,
        day_end,
        setting_up,
        verifying,
        papers,
    )
    for part in parts:
        part.register(app)
    return app


def main() -> None:
    """Entry point of `counter`."""
    hold_streams(machine="--json" in sys.argv[1:])
    command = get_command(build())
    _say_help_twice(command)
    try:
        status = _written(command)
    except _WRONG_USE as error:
        _tell(error)
        status = USED_WRONGLY
    except typer.Abort:
        status = 130  # as a shell says of a command ended by Ctrl+C
    except OutputLost as lost_help:
        Talk(machine=False).trouble(lost_help)
        status = NO
    sys.exit(status if isinstance(status, int) else 0)


def _written(command: Any) -> object:
    """Run it and write what its help left in the buffer: commands themselves lose nothing. Raises OutputLost."""
    status: object = 0
    try:
        status = command.main(prog_name="counter", standalone_mode=False)
        sys.stdout.flush()
    except OSError as error:
        lost(error)
    return status


def _tell(error: Exception) -> None:
    words = getattr(error, "format_message", lambda: str(error))()
    if type(error).__name__ == "NoArgsIsHelpError":
        put_aside(str(words))
        return
    trouble = UsedWrongly(why=Text(f"命令写得不对：{words}", str(words)))
    Talk(machine="--json" in sys.argv[1:]).trouble(trouble)


def _say_help_twice(command: Any) -> None:
    """The help option of the command and of all below it, in both languages."""
    context = typer.Context(command)
    option = command.get_help_option(context)
    if option is not None:
        option.help = _HELP
    command.format_help = partial(_with_titles, command.format_help)
    for one in command.params:
        _name_its_value(one)
    if option is not None:
        _name_its_value(option)
    below: Mapping[str, Any] = getattr(command, "commands", {})
    for one in below.values():
        _say_help_twice(one)


def _name_its_value(parameter: Any) -> None:
    """Beside an option stands the word for its value, FILE or SECONDS; a switch and an argument have none."""
    if getattr(parameter, "is_flag", False) or parameter.param_type_name == "argument":
        parameter.display_type_rich = _nothing


def _nothing(**_about: Any) -> None:
    """No word for a value."""


def _with_titles(show: Callable[..., None], *about: Any) -> None:
    """Help under titles in both languages; what draws it is slow to import and needed for nothing else.

    Chinese has no spaces to break a line at: where a column is narrow it is folded, and no word is cut off.
    """
    from rich.columns import Columns
    from rich.table import Table
    from rich.text import Text as Line
    from typer import rich_utils

    def _line(cell: Columns) -> Line:
        return Line(" ").join(part for part in cell.renderables if isinstance(part, Line))

    class Folding(Table):
        def add_row(self, *cells: Any, **how: Any) -> None:
            flat = [_line(c) if isinstance(c, Columns) else c for c in cells]
            super().add_row(*flat, **how)
            for column in self.columns:
                column.overflow = "fold"

    setattr(rich_utils, "Table", Folding)  # noqa: B010 - the library exports its table to nobody
    for name, title in _TITLES.items():
        setattr(rich_utils, name, title)
    show(*about)


if __name__ == "__main__":
    main()
