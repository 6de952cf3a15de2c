"""Our side of the helper process that holds the maker's driver: asks, waits until the deadline, ends and starts anew.

A call that hangs, crashes or answers nonsense costs its process and nothing else. Refuses to run a shell, to wait
without a deadline and to ask twice: what became of a call that was cut off is for a person to find out.
"""

from __future__ import annotations

import base64
import binascii
import logging
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath

from counter_app.domain.chip_errors import (
    DriverCrashed,
    DriverLacks,
    DriverMissing,
    DriverOverran,
    DriverSilent,
    DriverStopped,
)
from counter_app.domain.errors import CardTrouble
from counter_app.domain.text import Text
from readers.budget import Budget
from readers.driver.pipe import Child, Ended, Late

_LOG = logging.getLogger(__name__)

CHILD = Path(__file__).with_name("child.py")
# By name: how many arguments it takes, that for the answer included (LD/T 6001.5).
FUNCTIONS: Mapping[str, int] = {
    "iReadCardBas": 2, "iReadCardBas_HSM_Step1": 2, "iReadCardBas_HSM_Step2": 2,
    "iReadCard": 5, "iReadCard_HSM_Step1": 4, "iReadCard_HSM_Step2": 2,
    "iVerifyPIN": 2, "iChangePIN": 2,
    "iReloadPIN": 3, "iReloadPIN_HSM_Step1": 3, "iReloadPIN_HSM_Step2": 2, "iReloadPIN_HSM_Step3": 2,
    "iUnblockPIN": 3, "iUnblockPIN_HSM_Step1": 3, "iUnblockPIN_HSM_Step2": 2, "iUnblockPIN_HSM_Step3": 2,
}  # fmt: skip
_NO_FILE = Text("没有文件 {name}", "there is no file {name}")
_NO_INTERPRETER = Text("{python} 不能用作解释器", "{python} does not work as its interpreter")
_NOT_LOADED = Text("系统装载不了（{words}）", "the system cannot load it ({words})")
_STARTS = 10.0  # seconds for an interpreter to start, also on a slow disk
_ENDS = 2.0  # seconds for the driver to close its reader when it is asked to end


@dataclass(frozen=True, slots=True)
class Returned:
    """What a function gave back: its code (0 is good) and the bytes of its text up to the first zero."""

    code: int
    out: bytes


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the helper process is: version and bits of its interpreter, which functions the driver has."""

    python: str
    bits: int
    functions: tuple[str, ...]


class HelperProcess:
    """The maker's driver behind a pipe. One caller at a time; the owner closes it.

    `library`: the driver's file. `python`: interpreter that loads it, "" this program's own. `calls`: "cdecl" or
    "stdcall". `timeout`: seconds a call may take. `budget`: what all of it may take, start and end included; its owner
    sets it before the first call.
    """

    def __init__(self, library: str, *, python: str = "", calls: str = "cdecl", timeout: float = 20.0) -> None:
        self.library = library
        self.timeout = timeout
        self.budget = Budget()
        self._python = python or sys.executable
        self._calls = calls
        self._child: Child | None = None
        self._loaded: Loaded | None = None
        self._cut = False

    def load(self) -> Loaded:
        """Start the process and load the driver where that is not done. Raises DriverMissing, DriverCrashed,
        DriverSilent.
        """
        if self._cut:
            raise DriverStopped
        if self._child is None or self._loaded is None:
            self._start()
            assert self._loaded is not None
        return self._loaded

    def call(self, function: str, *arguments: int | bytes, seconds: float | None = None) -> Returned:
        """Call a function of the standard with everything before its last argument; `seconds` it may take.

        Raises DriverSilent at the deadline, DriverCrashed, DriverOverran, DriverLacks, DriverMissing.
        """
        self.load()
        coded = [base64.b64encode(a).decode("ascii") if isinstance(a, bytes) else a for a in arguments]
        answer = self._ask({"call": function, "arguments": coded}, seconds or self.timeout)
        if "lacks" in answer:
            raise DriverLacks(number=-13, function=function)
        if "overrun" in answer:
            self._kill()
            raise DriverOverran(number=0, function=function)
        code, out = answer.get("code"), answer.get("out")
        if isinstance(code, int) and isinstance(out, str):
            try:
                return Returned(code, base64.b64decode(out, validate=True))
            except binascii.Error as error:
                self._kill()
                raise DriverCrashed from error
        self._kill()
        raise DriverCrashed

    def close(self) -> None:
        """Let the driver close its reader and end; killed when it does not. Twice is harmless."""
        self._cut = False
        child, self._child, self._loaded = self._child, None, None
        if child is not None:
            child.end(patience=self.budget.least(_ENDS))

    def cut_off(self) -> None:
        """End the process at once, from any thread: a call that is under way ends with DriverStopped, and so does each
        further one until `close`.
        """
        self._cut = True
        child = self._child
        if child is not None:
            child.kill()

    def _start(self) -> None:
        self.close()
        name = PurePath(self.library).name
        # A bare name is looked for by the system's loader. `Path.is_file` would raise where the folder is forbidden.
        if name != self.library and not os.path.isfile(self.library):  # noqa: PTH113
            raise DriverMissing(why=_NO_FILE.format(name=name))
        try:
            self._child = Child([self._python, "-I", "-S", str(CHILD)])
            greeting = self._child.hear(self.budget.least(_STARTS))
        except (OSError, Ended, Late) as error:
            self._kill()
            if isinstance(error, Late) and not self.budget.left:
                raise DriverSilent from error
            raise DriverMissing(why=_NO_INTERPRETER.format(python=self._python)) from error
        functions = [[name, count] for name, count in FUNCTIONS.items()]
        answer = self._ask({"load": self.library, "calls": self._calls, "functions": functions}, self.timeout)
        if "missing" in answer:
            self.close()
            raise DriverMissing(why=_NOT_LOADED.format(words=str(answer["missing"]).replace(self.library, name)))
        self._loaded = _loaded({**greeting, **answer})

    def _ask(self, request: dict[str, object], seconds: float) -> dict[str, object]:
        assert self._child is not None
        try:
            return self._child.ask(request, self.budget.least(seconds))
        except Late as error:
            raise self._given_up(DriverSilent(), request) from error
        except Ended as error:
            raise self._given_up(DriverStopped() if self._cut else DriverCrashed(), request) from error

    def _given_up(self, trouble: CardTrouble, request: Mapping[str, object]) -> CardTrouble:
        self._kill()
        _LOG.warning("the reader's driver in %s: %s", request.get("call", "load"), trouble.code)
        return trouble

    def _kill(self) -> None:
        child, self._child, self._loaded = self._child, None, None
        if child is not None:
            child.end(patience=0.0)


def _loaded(answer: Mapping[str, object]) -> Loaded:
    functions, bits = answer.get("functions"), answer.get("bits")
    return Loaded(
        python=str(answer.get("python", "")),
        bits=bits if isinstance(bits, int) else 0,
        functions=tuple(map(str, functions)) if isinstance(functions, list) else (),
    )
