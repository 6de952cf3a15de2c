"""The process that holds the maker's driver: loads it, calls its functions, answers over a pipe. Nothing else.

One file, standard library only, Python 3.8 and later, so that an old 32-bit interpreter can run it for a 32-bit driver:
`python -I -S child.py`. Each frame is a length (4 bytes, big-endian) and JSON. Refuses to know what the functions mean,
to write anywhere but into its pipe, and to outlive the program that started it.
"""

from __future__ import annotations

import base64
import ctypes
import json
import os
import queue
import struct
import sys
import threading
from typing import Any

ROOM = 64 * 1024  # bytes for an answer; the standard's own examples take one or two thousand
BEFORE, AFTER, FENCE = 4 * 1024, 64 * 1024, b"\xa5"  # guard bytes on both sides of every text
GRACE = 1.0  # seconds for a call that is still inside the driver when nobody waits for it any more


class Block:
    """A text in memory with guard bytes on both sides, which the driver may write into."""

    def __init__(self, text: bytes = b"") -> None:
        self._memory = ctypes.create_string_buffer(FENCE * BEFORE + bytes(ROOM) + FENCE * AFTER, BEFORE + ROOM + AFTER)
        ctypes.memmove(ctypes.addressof(self._memory) + BEFORE, text, len(text))

    def pointer(self) -> Any:
        return ctypes.byref(self._memory, BEFORE)

    def overrun(self) -> bool:
        """Whether a guard byte has changed."""
        whole = self._memory.raw
        return whole[:BEFORE] != FENCE * BEFORE or whole[BEFORE + ROOM :] != FENCE * AFTER

    def text(self) -> bytes:
        """Up to the first zero, or all of it where the driver wrote none."""
        return self._memory.raw[BEFORE : BEFORE + ROOM].split(b"\0", 1)[0]

    def wipe(self) -> None:
        """The answer to a PIN reset may hold the PIN."""
        ctypes.memset(self._memory, 0, BEFORE + ROOM + AFTER)


class Library:
    """The driver, loaded. `calls`: "cdecl" or "stdcall"; they differ on 32-bit Windows only."""

    def __init__(self, path: str, calls: str) -> None:
        folder = os.path.dirname(path)  # noqa: PTH120  the driver finds its own files and libraries beside it
        if folder:
            os.chdir(folder)
        self._loaded: Any
        if sys.platform == "win32":
            kind = ctypes.WinDLL if calls == "stdcall" else ctypes.CDLL
            self._loaded = kind(path, winmode=0x8)  # LOAD_WITH_ALTERED_SEARCH_PATH: what stands beside it is found
        else:
            self._loaded = ctypes.CDLL(path)

    def find(self, name: str, arguments: int) -> Any:
        """A function by its name, or by the name stdcall gives it; None where the driver has none."""
        for spelling in (name, f"_{name}@{4 * arguments}"):
            try:
                return self._loaded[spelling]
            except AttributeError:
                continue
        return None

    def call(self, name: str, arguments: list[Any]) -> dict[str, Any]:
        """Numbers, texts (base64) and one more text for the answer, handed to a function."""
        function = self.find(name, len(arguments) + 1)
        if function is None:
            return {"lacks": name}
        texts = [Block(base64.b64decode(a)) if isinstance(a, str) else a for a in arguments] + [Block()]
        # Some drivers return an int where the standard says long: the lower half is the code in both.
        function.restype = ctypes.c_int
        blocks = [t for t in texts if isinstance(t, Block)]
        try:
            code = function(*(t.pointer() if isinstance(t, Block) else ctypes.c_int(t) for t in texts))
            if any(block.overrun() for block in blocks):
                return {"overrun": name}
            return {"code": code, "out": base64.b64encode(blocks[-1].text()).decode("ascii")}
        finally:
            for block in blocks:
                block.wipe()


class Line:
    """The pipe to the program. Standard input and output lead nowhere afterwards: what the driver prints is lost."""

    def __init__(self) -> None:
        self._in, self._out = os.dup(0), os.dup(1)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for standard in (0, 1, 2):
            os.dup2(nowhere, standard)
        os.close(nowhere)
        if sys.platform == "win32":
            import msvcrt

            msvcrt.setmode(self._in, os.O_BINARY)
            msvcrt.setmode(self._out, os.O_BINARY)

    def hear(self) -> dict[str, Any] | None:
        """The next request; None when the program has closed the pipe."""
        length = self._exactly(4)
        body = self._exactly(struct.unpack(">I", length)[0]) if length else b""
        heard: dict[str, Any] | None = json.loads(body.decode("utf-8")) if body else None
        return heard

    def say(self, answer: dict[str, Any]) -> None:
        body = json.dumps(answer).encode("utf-8")
        left = struct.pack(">I", len(body)) + body
        while left:
            left = left[os.write(self._out, left) :]

    def _exactly(self, count: int) -> bytes:
        got = b""
        while len(got) < count:
            more = os.read(self._in, count - len(got))
            if not more:
                return b""
            got += more
        return got


def listen(line: Line, waiting: queue.Queue[dict[str, Any] | None]) -> None:
    """Hand requests on; when the program is gone, end this process even if the driver never comes back."""
    while True:
        try:
            request = line.hear()
        except (OSError, ValueError):
            request = None
        waiting.put(request)
        if request is None:
            threading.Event().wait(GRACE)
            os._exit(1)


def leave_no_traces() -> None:
    """A crash must not write a memory image, with people's names in it, nor stop at a message box."""
    if sys.platform == "win32":
        ctypes.windll.kernel32.SetErrorMode(0x0001 | 0x0002 | 0x8000)
    else:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer_to(request: dict[str, Any], libraries: list[Library]) -> dict[str, Any]:
    """Load, or call a function of what is loaded."""
    if "load" in request:
        try:
            library = Library(request["load"], request["calls"])
        except OSError as error:
            return {"missing": error.strerror or str(error)}
        libraries.append(library)
        return {"functions": [name for name, count in request["functions"] if library.find(name, count) is not None]}
    return libraries[-1].call(request["call"], request["arguments"])


def main() -> None:
    """Answer until the program closes the pipe. Calls are made by this very thread: some drivers insist on one."""
    line = Line()
    leave_no_traces()
    waiting: queue.Queue[dict[str, Any] | None] = queue.Queue()
    libraries: list[Library] = []
    threading.Thread(target=listen, args=(line, waiting), daemon=True).start()
    line.say({"python": f"{sys.version_info[0]}.{sys.version_info[1]}", "bits": 8 * struct.calcsize("P")})
    while True:
        request = waiting.get()
        if request is None:
            return
        answer = answer_to(request, libraries)
        answer["id"] = request["id"]
        line.say(answer)


if __name__ == "__main__":
    main()
