"""The block of the signed code on a paper: the QR code (ISO/IEC 18004), and beside it what it is good for.

Refuses to say more than a scan can show: it proves number, time, kind and window, and only where the record is, the
words.
"""

from __future__ import annotations

from counter_app.domain.text import Text
from printing.flow import Flow
from printing.qr import qr_marks, qr_quiet, qr_size
from printing.sheet import MM

CODE = Text("签名码", "Signed code")
USE = Text(
    "任一社保卡窗口扫码，可当场核验本纸的号码、时间、业务和网点",
    "Any social security card counter can scan it and check this paper's number, time, task and outlet",
)
_APART = 1 * MM  # the code brings white of its own


def code_block(flow: Flow, code: str, *, size: float, left: float | None = None, width: float = 0) -> None:
    """The code at the left of the column (`left`, `width` points), its ink flush with the lines above, the words beside
    it; kept on one page. `size` of the words, points. The margin must be as wide as the code's white.
    """
    side, begin, room = qr_size(code), flow.left if left is None else left, width or flow.inner
    flow.keep_together(side)
    top, x = flow.y, begin - qr_quiet(code)
    words = x + side + _APART
    column = begin + room - words
    lines = (
        *flow.cell(CODE, size * 1.15, width=column, bold=True),
        *flow.cell(USE, size, width=column),
    )
    flow.marks.extend(qr_marks(code, left=x, y=top))
    flow.y = top + max(0.0, (side - sum(line.height for line in lines)) / 2)
    for line in lines:
        flow.put(line, x=words)
        flow.y += line.height
    flow.y = max(flow.y, top + side)
