"""The passphrase of a data folder without an OS keyring, as commands ask for it: at the terminal without showing it,
else the first line of standard input, byte by byte, so that what follows is left to the command.

Refuses a passphrase as an argument or in the environment: both stand where other programs can read them.
"""

from __future__ import annotations

import sys
from getpass import getpass

from counter_app.domain.key_errors import NeedsPassphrase, PassphraseUnfit
from counter_app.domain.password import LONGEST, Password
from counter_app.domain.text import Text
from counter_app.wiring import Counter

_IN_FORCE = "口令（不显示）/ passphrase (not shown): "
_NEW, _AGAIN = "新口令（不显示）/ new passphrase (not shown): ", "再输一次 / once more: "
_BYTES = LONGEST * 4


def unlocked(counter: Counter) -> None:
    """Open what stands under a passphrase. Nothing typed leaves it locked, and whatever needs the data says so. Raises
    WrongPassphrase, PassphraseShut, StoreTrouble.
    """
    if not counter.locked:
        return
    passphrase = _typed(_IN_FORCE)
    if passphrase is not None:
        with passphrase:
            counter.unlock(passphrase)


def ask_passphrase() -> Password:
    """The passphrase in force. Raises NeedsPassphrase for nothing at all."""
    passphrase = _typed(_IN_FORCE)
    if passphrase is None:
        raise NeedsPassphrase
    return passphrase


def ask_new_passphrase() -> Password:
    """A new one, typed twice. Raises PassphraseUnfit."""
    new = _typed(_NEW)
    if new is None:
        raise PassphraseUnfit(why=Text("没有输入", "none was typed"))
    again = _typed(_AGAIN)
    if again is None or again.letters() != new.letters():
        raise PassphraseUnfit(why=Text("两次不一样", "the two differ"))
    again.wipe()
    return new


def typed_line() -> str | None:
    """A line that may be seen while it is typed, without its end; None at the end of the input."""
    line = _line()
    return None if line is None else line.decode("utf-8", errors="replace").rstrip("\r")


def _typed(prompt: str) -> Password | None:
    """None for an empty line, for the end of the input, and for what is longer than a passphrase can be."""
    line = bytearray(getpass(prompt, stream=sys.stderr), "utf-8") if sys.stdin.isatty() else _line() or bytearray()
    try:
        return Password(line.decode("utf-8").rstrip("\r"))
    except ValueError:
        return None
    finally:
        line[:] = bytes(len(line))


def _line() -> bytearray | None:
    """Nothing is read ahead: answers or a PIN may follow. None at the end of the input."""
    stream = getattr(sys.stdin, "buffer", None)
    raw = getattr(stream, "raw", stream)
    if raw is None:  # no stream of bytes: a text that holds nothing back
        text = sys.stdin.readline()
        return bytearray(text.rstrip("\n"), "utf-8") if text else None
    line, one = bytearray(), bytearray(1)
    came = raw.readinto(one)
    if not came:
        return None
    while came and one != b"\n":
        if len(line) <= _BYTES:
            line += one
        came = raw.readinto(one)
    return line
