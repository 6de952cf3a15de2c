"""A virtual screen of the test's own, 1366 x 768, the size of a counter's. Refuses to use the person's own screen."""

import os
import select
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from tests.parts.processes import begin, end, must_live, program, short_folder


@contextmanager
def xvfb(*, size: str = "1366x768x24") -> Iterator[str]:
    """The name (`:7`) of a new X screen; the server picks a free one and says which when it is ready."""
    folder = short_folder("xvfb")
    log = folder / "log"
    reading, writing = os.pipe()
    server = program("Xvfb", package="xvfb")
    command = [server, "-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp", "-noreset"]
    process = begin(command, log=log, pass_fds=[writing])
    os.close(writing)
    try:
        select.select([reading], [], [], 10)
        number = os.read(reading, 16).decode().strip()
        if not number:
            must_live(process, log=log, name="Xvfb")
        yield f":{number}"
    finally:
        os.close(reading)
        end(process)
        shutil.rmtree(folder, ignore_errors=True)
