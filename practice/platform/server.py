"""Runs the practice platform on the loopback interface until it is told to stop.

Refuses to outlive its parent when asked to (`with_parent`), and to listen on any other interface. Prints one line of
JSON with its address when it listens, and nothing else.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from practice.platform.app import application
from practice.platform.connection import Connection
from practice.platform.database import opened
from practice.platform.faults import CUT, Faults

_HOST = "127.0.0.1"


class _Server(uvicorn.Server):
    """Says where it listens as soon as it does."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if sockets and self.started:
            print(json.dumps({"url": f"http://{_HOST}:{sockets[0].getsockname()[1]}"}), flush=True)  # noqa: T201


class _Line(H11Protocol):
    """A connection that what it carries can end."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        app = self.app

        async def carried(scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
            await app({**scope, CUT: transport.close}, receive, send)

        self.app = carried


def serve(port: int, database: Path | str, *, with_parent: bool = False, faults: bool = False) -> None:
    """Serve until SIGTERM or SIGINT, or with `with_parent` until standard input closes. `port` 0: a free one.

    `database`: a file, or the address of one at PostgreSQL. `faults`: the switches for bad days work. Raises
    OtherVersion, sqlcipher3's Error, psycopg.Error (the database), OSError (the port is taken).
    """
    connection = opened(database)
    try:
        with _listener(port) as listener:
            config = uvicorn.Config(
                _application(connection, faults=faults),
                http=_Line,
                log_level="warning",
                access_log=False,
                lifespan="off",
                timeout_keep_alive=75,
                timeout_graceful_shutdown=1,
                server_header=False,
            )
            server = _Server(config)
            _end_on_signals(server)
            if with_parent:
                threading.Thread(target=_end_with_parent, args=(server,), daemon=True).start()
            asyncio.run(server.serve([listener]))
    finally:
        connection.close()


def _application(connection: Connection, *, faults: bool) -> Callable[..., Awaitable[None]]:
    app = application(connection, faults=faults)
    return Faults(app, connection) if faults else app


def _listener(port: int) -> socket.socket:
    # Named as TCP, or asyncio leaves Nagle's delay on and every answer takes 40 ms longer.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((_HOST, port))
        listener.listen(128)
    except BaseException:
        listener.close()
        raise
    return listener


def _end_on_signals(server: uvicorn.Server) -> None:
    """uvicorn raises a signal once more when it has finished; with this in place that is no violent end."""

    def leave(_number: int, _frame: object) -> None:
        server.should_exit = True

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, leave)
        signal.signal(signal.SIGINT, leave)


def _end_with_parent(server: uvicorn.Server) -> None:
    # Read below the buffered layer: a daemon thread that holds its lock would stop the interpreter from leaving.
    while os.read(sys.stdin.fileno(), 4096):
        pass
    server.should_exit = True
