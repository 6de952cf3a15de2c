"""How a simulated part is reached by whoever laid it there: one port of this machine, one token in a file.

A line is `TOKEN WORD [ARGUMENT]`, its answer one line. Every part knows `status` and `quit`; a part adds words of its
own (`readers.simulator.mishaps` those of a card). A loopback port and not a Unix socket, so that it works on Windows;
the file is readable by its owner alone. Refuses a stranger and a word nobody knows with `what`.
"""

from __future__ import annotations

import json
import os
import secrets
import socket
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType

_ANSWERS_WITHIN = 2.0
_LOOKS_EVERY = 2.0  # seconds
_LONGEST_LINE, _LONGEST_ANSWER = 4096, 65_536  # bytes
UNKNOWN = "what"

Word = Callable[[str], str]  # is given the argument, answers; raises ValueError for one of the wrong form


class Control:
    """The listening side. The file is there as long as the part is; a file thrown away takes the part with it.

    `status` answers for "status"; `words`: what else this part understands, by the word.
    """

    def __init__(
        self,
        path: Path,
        *,
        quit_: Callable[[], None],
        status: Callable[[], str],
        words: Mapping[str, Word] | None = None,
    ) -> None:
        self._path = path
        self._token = secrets.token_hex(16)
        self._quit = quit_
        self._words: dict[str, Word] = {
            **(words or {}),
            "status": lambda _argument: status(),
            "quit": lambda _argument: "leaving",
        }
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(_LOOKS_EVERY)
        self._thread = threading.Thread(target=self._serve, name="card-control", daemon=True)

    def __enter__(self) -> Control:
        content = {"port": self._listener.getsockname()[1], "token": self._token, "pid": os.getpid()}
        fresh = self._path.with_name(self._path.name + ".new")
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps(content), encoding="utf-8")
        fresh.replace(self._path)
        self._thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._path.unlink(missing_ok=True)
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._listener.accept()
            except TimeoutError:
                if not self._path.exists():  # its data folder was thrown away: nobody can take the card any more
                    self._quit()
                    return
                continue
            except OSError:
                return  # closed: the card is leaving
            with line:
                self._answer(line)

    def _answer(self, line: socket.socket) -> None:
        line.settimeout(_ANSWERS_WITHIN)
        try:
            token, _, said = _line_of(line, _LONGEST_LINE).partition(" ")
            known = secrets.compare_digest(token.encode(), self._token.encode())
            word, _, argument = said.partition(" ")
            line.sendall(f"{self._obeyed(word, argument) if known else UNKNOWN}\n".encode())
        except OSError:
            return  # whoever asked has gone
        if known and word == "quit":
            self._path.unlink(missing_ok=True)
            self._quit()

    def _obeyed(self, word: str, argument: str) -> str:
        obey = self._words.get(word)
        try:
            return obey(argument.strip()) if obey else UNKNOWN
        except ValueError:
            return UNKNOWN


def say(path: Path, word: str) -> str | None:
    """Say `word` (and its argument, if any) to the part behind a control file; its answer.

    None when nobody is there, or when it knows no such word.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        with socket.create_connection(("127.0.0.1", int(content["port"])), timeout=_ANSWERS_WITHIN) as line:
            line.sendall(f"{content['token']} {word}\n".encode())
            answer = _line_of(line, _LONGEST_ANSWER)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return None if answer == UNKNOWN else answer


def _line_of(line: socket.socket, most: int) -> str:
    """One line. Raises OSError when it does not come in time, or never ends."""
    data = b""
    while b"\n" not in data:
        part = line.recv(4096)
        data += part
        if not part or len(data) > most:
            raise OSError("no whole line")
    return data.partition(b"\n")[0].decode("utf-8", "replace").strip()
