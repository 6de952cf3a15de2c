"""Which of a printer's sizes a paper is printed on: the one it says it takes, a roll cut where the receipt ends.

Refuses a size the printer has not: nothing is scaled, so that what stands on a receipt keeps its size.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from counter_app.domain.text import Text
from printing.ipp import many

_POINT = 2540 / 72  # hundredths of a millimetre
_SLACK = 100  # hundredths of a millimetre two sizes of one name may differ by
_SHOWN = 6
_NONE = (0, 0)  # no length

CANNOT = Text(
    "{host} 没有 {width}×{height} 毫米的纸；它有：{sizes}。请换打印机，或在设置里改回执纸张",
    "{host} has no paper of {width} x {height} mm; it has: {sizes}. Set another printer, or another size of receipts",
)


def chosen(printer: Mapping[str, Any], *, width: float, height: float) -> tuple[int, int] | None:
    """Width and height of the medium in hundredths of a millimetre, for a page in points; None where there is none.

    Of a printer that names no sizes any is asked for: it says no by itself.
    """
    wide, high = round(width * _POINT), round(height * _POINT)
    sizes = [(_range(one, "x-dimension"), _range(one, "y-dimension")) for one in _sizes(printer)]
    if not sizes:
        return wide, high
    fitting = [(_near(x, wide), _near(y, high)) for x, y in sizes if _takes(x, wide) and _takes(y, high)]
    if fitting:
        return min(fitting, key=lambda size: abs(size[0] - wide) + abs(size[1] - high))
    longer = [(_near(x, wide), y[0]) for x, y in sizes if _takes(x, wide) and y[0] == y[1] and y[0] > high]
    return min(longer, key=lambda size: size[1], default=None)


def name_of(wide: int, high: int) -> str:
    """The self-describing name of a medium (PWG 5101.1), of its size in hundredths of a millimetre."""
    for name, width, height in (("iso_a4", 21000, 29700), ("iso_a5", 14800, 21000)):
        if abs(wide - width) <= _SLACK and abs(high - height) <= _SLACK:
            return f"{name}_{width // 100}x{height // 100}mm"
    return f"custom_receipt_{wide / 100:g}x{high / 100:g}mm"


def refusal(printer: Mapping[str, Any], host: str, *, width: float, height: float) -> Text:
    """In words, with the sizes it has."""
    known = [
        f"{_range(one, 'x-dimension')[1] // 100}×{_range(one, 'y-dimension')[1] // 100}" for one in _sizes(printer)
    ]
    facts = {"width": round(width * _POINT / 100), "height": round(height * _POINT / 100)}
    return CANNOT.format(host=host, sizes=", ".join(dict.fromkeys(known[:_SHOWN])), **facts)


def _sizes(printer: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [one for one in many(printer.get("media-size-supported")) if isinstance(one, Mapping)]


def _range(size: Mapping[str, Any], name: str) -> tuple[int, int]:
    """A length, or a span of them as a printer of rolls has it; none where its answer makes no sense."""
    value = size.get(name, 0)
    low = high = value
    if isinstance(value, Mapping):
        low, high = value.get("lower", 0), value.get("upper", 0)
    elif isinstance(value, str) and "-" in value:
        low, _, high = value.partition("-")
    try:
        return int(low), int(high)
    except (TypeError, ValueError):
        return _NONE


def _takes(span: tuple[int, int], length: int) -> bool:
    return span[0] - _SLACK <= length <= span[1] + _SLACK


def _near(span: tuple[int, int], length: int) -> int:
    return min(max(length, span[0]), span[1])
