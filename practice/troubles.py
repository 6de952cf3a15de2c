"""What a trainer can let go wrong with the next reading of a practice card. Each is said, so that nobody looks for a
real fault; refuses to last: only a slow card stays slow, until it is taken away.
"""

from __future__ import annotations

from enum import StrEnum

from counter_app.domain.text import Text

_SLOW = 1500  # milliseconds before each answer: seconds for a whole reading, and still far from silence
_STEP = 2  # after the selection, so that the card has been noticed and says nothing whole


class Trouble(StrEnum):
    """By the word of `counter practice card trouble`."""

    NONE = "none"
    SLOW = "slow"
    SILENT = "silent"
    PULLED = "pulled"
    STATUS = "status"

    @property
    def meaning(self) -> Text:
        return _MEANINGS[self]

    @property
    def words(self) -> tuple[str, ...]:
        """What is said to a card that lies there (`readers.simulator.mishaps`)."""
        return _WORDS[self]

    @property
    def described(self) -> dict[str, object]:
        """What is written into the description of a card about to be laid on."""
        return _DESCRIBED[self]


_MEANINGS = {
    Trouble.NONE: Text("正常", "Well"),
    Trouble.SLOW: Text("卡很慢", "Slow"),
    Trouble.SILENT: Text("卡没有回应", "Silent"),
    Trouble.PULLED: Text("读到一半被拔走", "Pulled out"),
    Trouble.STATUS: Text("卡报错 6F00", "Says 6F00"),
}
_WORDS = {
    Trouble.NONE: ("delay 0", "well"),
    Trouble.SLOW: (f"delay {_SLOW}",),
    Trouble.SILENT: (f"fail {_STEP} silent",),
    Trouble.PULLED: (f"fail {_STEP} pulled",),
    Trouble.STATUS: ("fail 1 6F00",),
}
_DESCRIBED: dict[Trouble, dict[str, object]] = {
    Trouble.NONE: {},
    Trouble.SLOW: {"delay": _SLOW / 1000},
    Trouble.SILENT: {"fail_at": {str(_STEP): "silent"}},
    Trouble.PULLED: {"fail_at": {str(_STEP): "pulled"}},
    Trouble.STATUS: {"fail_at": {"1": "6F00"}},
}
