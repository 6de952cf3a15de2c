"""How a card on the virtual reader is reached by whoever laid it there: one port of this machine, one token in a file.

A loopback port and not a Unix socket, so that it works on Windows; the file is readable by its owner alone.
"""

from __future__ import annotations

import json
import os
import secrets
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

_ANSWERS_WITHIN = 2.0
_LOOKS_EVERY = 2.0  # seconds


class Control:
    """The listening side. The file is there as long as the card is; a file thrown away takes the card with it."""

    def __init__(self, path: Path, *, quit_: Callable[[], None], status: Callable[[], str]) -> None:
        self._path = path
        self._token = secrets.token_hex(16)
        self._quit = quit_
        self._status = status
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
            token, _, word = line.recv(200).decode("ascii", "replace").strip().partition(" ")
            known = secrets.compare_digest(token.encode(), self._token.encode())
            said = self._status() if known and word == "status" else "leaving" if known and word == "quit" else "what"
            line.sendall(said.encode("ascii") + b"\n")
        except OSError:
            return  # whoever asked has gone
        if said == "leaving":
            self._path.unlink(missing_ok=True)
            self._quit()


def say(path: Path, word: str) -> str | None:
    """Say `word` ("status" or "quit") to the card behind a control file; its answer, None when nobody is there."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        with socket.create_connection(("127.0.0.1", int(content["port"])), timeout=_ANSWERS_WITHIN) as line:
            line.sendall(f"{content['token']} {word}\n".encode("ascii"))
            answer = line.recv(64).decode("ascii", "replace").strip()
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return answer if answer in ("lying", "away", "leaving") else None
