"""One loss report through the wiring as the window does it, by a process that kills itself at one border. Runnable.

The borders are watched from outside: by what SQLAlchemy and the driver tell of each statement, and by what httpcore
tells of each stage of a request.
Arguments: border, data folder, address of the platform, number of the holder.
"""

import os
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import event
from sqlalchemy.pool import Pool

from counter_app.wiring import open_counter


def die() -> None:
    """As a power cut: nothing of this process runs any more."""
    os.kill(os.getpid(), signal.SIGKILL)


class Watch:
    """What the present transaction has done; `statement` hears each one just before it runs, COMMIT too."""

    def __init__(self, *, before: Callable[["Watch", str], bool], after: Callable[["Watch"], bool]) -> None:
        self.records = self.hands_over = self.applies = self.committed = False
        self._before, self._after = before, after
        event.listen(Pool, "connect", lambda connection, _record: connection.set_trace_callback(self.statement))
        event.listen(Pool, "checkin", self.given_back)

    def statement(self, sql: str) -> None:
        if self._before(self, sql):
            die()
        self.records |= sql.startswith("INSERT INTO operations")
        self.applies |= sql.startswith("UPDATE outbox") and "answer=" in sql
        self.hands_over |= sql.startswith("UPDATE outbox") and "answer=" not in sql
        self.committed |= sql.startswith("COMMIT")

    def given_back(self, *_: Any) -> None:
        """The transaction is over."""
        if self.committed and self._after(self):
            die()
        self.records = self.hands_over = self.applies = self.committed = False


def before(what: Callable[[Watch, str], bool]) -> None:
    """Die before a statement."""
    Watch(before=what, after=lambda _: False)


def after(what: Callable[[Watch], bool]) -> None:
    """Die when a transaction that did this is committed."""
    Watch(before=lambda *_: False, after=what)


def at_stage(stage: str) -> None:
    """Die at a stage of the request that carries operations."""
    handle = httpx.HTTPTransport.handle_request

    def watched(transport: httpx.HTTPTransport, request: httpx.Request) -> httpx.Response:
        trace = request.extensions.get("trace", lambda *_: None)

        def told(name: str, info: Mapping[str, object]) -> None:
            trace(name, info)
            if name == stage and request.url.path == "/v1/operations":
                die()

        request.extensions = {**request.extensions, "trace": told}
        return handle(transport, request)

    httpx.HTTPTransport.handle_request = watched  # type: ignore[method-assign, assignment]


BORDERS: Mapping[str, Callable[[], None]] = {
    "before commit": lambda: before(lambda w, sql: w.records and sql.startswith("COMMIT")),
    "after commit": lambda: after(lambda w: w.records),
    "handed over": lambda: after(lambda w: w.hands_over),
    "request sent": lambda: at_stage("http11.send_request_body.complete"),
    "answer begun": lambda: at_stage("http11.receive_response_headers.complete"),
    "answer read": lambda: at_stage("http11.receive_response_body.complete"),
    "answer half applied": lambda: before(lambda w, sql: w.applies and sql.startswith("INSERT INTO audit")),
    "answers applied": lambda: after(lambda w: w.applies),
    "never": lambda: None,
}


def main(border: str, folder: str, url: str, number: str) -> None:
    """Say `confirm` before and `confirmed` after the clerk's last key, `answered` after the courier's pass."""
    BORDERS[border]()
    counter = open_counter(Path(folder), [f"platform.url={url}"])
    desk, courier = counter.desk(), counter.courier()
    desk.sign_in("0317")
    visit = desk.open_number(number).visit_id
    desk.begin(visit, "temporary-loss")
    print("confirm", flush=True)  # noqa: T201
    desk.forward(visit)
    print("confirmed", flush=True)  # noqa: T201
    courier.pass_once()
    print("answered", flush=True)  # noqa: T201
    counter.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
