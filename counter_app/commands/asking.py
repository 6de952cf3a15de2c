"""Numbers and passwords a command asks for: shown nowhere where there is a terminal, else a line of standard input.

Refuses a password as an argument: it would stand in the shell's history and in the list of processes.
"""

from __future__ import annotations

import sys
from getpass import getpass

from counter_app.commands.talk import UsedWrongly
from counter_app.domain.errors import BadInput
from counter_app.domain.password import Password
from counter_app.domain.text import Text
from counter_app.signing_in import checked

PASSWORD = Text("密码", "password")


def number_of(clerk: str) -> str:
    """A clerk's number. Raises UsedWrongly for what cannot be one."""
    try:
        return checked(clerk)
    except BadInput as error:
        raise UsedWrongly(why=error.message) from error


def ask_number() -> str:
    """A clerk's number, from the terminal. Raises UsedWrongly."""
    sys.stderr.write("工号 / clerk number: ")
    sys.stderr.flush()
    return number_of(sys.stdin.readline())


def ask_password(what: Text = PASSWORD) -> Password:
    """A password. Raises UsedWrongly."""
    asked = f"{what.zh} / {what.en}: "
    line = getpass(asked, stream=sys.stderr) if sys.stdin.isatty() else sys.stdin.readline()
    try:
        return Password(line.rstrip("\r\n"))
    except ValueError as error:
        why = Text(f"标准输入没有{what.zh}，或不成密码", f"standard input has no {what.en}, or it is none")
        raise UsedWrongly(why=why) from error
