"""The helper's script, seen from inside: what a function was handed is overwritten when it has returned."""

import base64
import ctypes
from typing import Any

import pytest

from readers.driver.child import AFTER, BEFORE, ROOM, Library

PIN = b"135790"


class Keeping:
    """A maker's function that answers with the PIN and keeps the memory it was handed."""

    restype: Any = None

    def __init__(self, *, past_the_end: bool = False) -> None:
        self.kept: list[Any] = []
        self._past_the_end = past_the_end

    def __call__(self, *texts: Any) -> int:
        self.kept = [text._obj for text in texts]  # noqa: SLF001  what a byref points into
        begin = ctypes.addressof(self.kept[-1]) + BEFORE
        ctypes.memmove(begin, PIN, len(PIN))
        if self._past_the_end:
            ctypes.memmove(begin + ROOM, PIN, len(PIN))
        return 0


class WithOne(Library):
    """A library that is loaded already and has this one function."""

    def __init__(self, function: Keeping) -> None:
        self._loaded = {"iReloadPIN_HSM_Step2": function}


@pytest.mark.parametrize("past_the_end", [False, True])
def test_every_text_is_overwritten_after_the_call(*, past_the_end: bool) -> None:
    """The second step of a reset tells the new PIN; when it wrote where it must not, that is overwritten too."""
    function = Keeping(past_the_end=past_the_end)
    answer = WithOne(function).call("iReloadPIN_HSM_Step2", [base64.b64encode(b"0123456789ABCDEF").decode()])
    assert answer == (
        {"overrun": "iReloadPIN_HSM_Step2"} if past_the_end else {"code": 0, "out": base64.b64encode(PIN).decode()}
    )
    assert [bytes(block) for block in function.kept] == [bytes(BEFORE + ROOM + AFTER)] * 2
