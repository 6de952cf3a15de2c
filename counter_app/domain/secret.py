"""Digits that must be forgotten: a card PIN while it is typed and sent to the chip.

Kept as a bytearray that is overwritten when the block ends. Refuses to be printed, compared, pickled or copied. What
the window's toolkit or the operating system copied on the way cannot be wiped: the docs say so.
"""

from __future__ import annotations

from types import TracebackType
from typing import NoReturn, Self


class SecretDigits:
    """4 to 12 ASCII digits. Use as a context manager, or call `wipe`."""

    __slots__ = ("_digits",)

    def __init__(self, digits: bytearray) -> None:
        """Takes `digits` over: they are overwritten with the rest. Raises ValueError when they are no digits."""
        if not digits.isdigit():
            digits[:] = bytes(len(digits))
            raise ValueError("digits only")
        self._digits = digits

    def __len__(self) -> int:
        return len(self._digits)

    def packed(self) -> bytearray:
        """Two digits a byte, an odd last one padded with F (ISO/IEC 7816-4 VERIFY data of this card). The caller wipes
        it.
        """
        odd = len(self._digits) % 2
        block = bytearray((len(self._digits) + odd) // 2)
        for index, digit in enumerate(self._digits):
            block[index // 2] |= (digit - 0x30) << (0 if index % 2 else 4)
        if odd:
            block[-1] |= 0x0F
        return block

    def same_as(self, other: SecretDigits) -> bool:
        """Whether both hold the same digits."""
        return self._digits == other._digits

    def wipe(self) -> None:
        """Overwrite the digits; twice is harmless."""
        self._digits[:] = bytes(len(self._digits))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.wipe()

    def __repr__(self) -> str:
        return "SecretDigits(...)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a PIN is never written anywhere")
