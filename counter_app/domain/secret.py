"""What must be forgotten: a card PIN while it is typed and sent to the chip; a password is kept in the same way.

Kept as a bytearray that is overwritten when the block ends. Refuses to be printed, compared, pickled or copied. What
the window's toolkit or the operating system copied on the way cannot be wiped: the docs say so.
"""

from __future__ import annotations

from types import TracebackType
from typing import NoReturn, Self


class Wiped:
    """Some bytes that are overwritten. Use as a context manager, or call `wipe`."""

    __slots__ = ("_kept",)

    def __init__(self, kept: bytearray) -> None:
        self._kept = kept

    def wipe(self) -> None:
        """Overwrite it; twice is harmless."""
        self._kept[:] = bytes(len(self._kept))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.wipe()

    def __repr__(self) -> str:
        return f"{type(self).__name__}(...)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a PIN or password is never written anywhere")


class SecretDigits(Wiped):
    """4 to 12 ASCII digits."""

    __slots__ = ()

    def __init__(self, digits: bytearray) -> None:
        """Takes `digits` over: they are overwritten with the rest. Raises ValueError when they are no digits."""
        if not digits.isdigit():
            digits[:] = bytes(len(digits))
            raise ValueError("digits only")
        super().__init__(digits)

    def __len__(self) -> int:
        return len(self._kept)

    def packed(self) -> bytearray:
        """Two digits a byte, an odd last one padded with F (ISO/IEC 7816-4 VERIFY data of this card). The caller wipes
        it.
        """
        odd = len(self._kept) % 2
        block = bytearray((len(self._kept) + odd) // 2)
        for index, digit in enumerate(self._kept):
            block[index // 2] |= (digit - 0x30) << (0 if index % 2 else 4)
        if odd:
            block[-1] |= 0x0F
        return block

    def same_as(self, other: SecretDigits) -> bool:
        """Whether both hold the same digits."""
        return self._kept == other._kept
