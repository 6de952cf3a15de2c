"""Starts worker processes that share nothing with this one but the folder, quickly: modules are loaded once."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from multiprocessing.context import ForkServerContext, ForkServerProcess


def context() -> ForkServerContext:
    """Processes are forked from a small one that has the store loaded and no thread, file or connection open."""
    chosen = multiprocessing.get_context("forkserver")
    chosen.set_forkserver_preload(["tests.local_store.workers", "local_store.store", "local_store.schema"])
    return chosen


def started(work: Callable[..., None], *arguments: object) -> ForkServerProcess:
    """A running worker."""
    process = context().Process(target=work, args=arguments, daemon=True)
    process.start()
    return process


def ended(process: ForkServerProcess, *, seconds: float = 60) -> int:
    """Its exit status; negative for a signal."""
    process.join(seconds)
    status = process.exitcode
    if status is None:
        process.kill()
        process.join()
        raise AssertionError(f"a worker did not end within {seconds} s")
    process.close()
    return status
