"""Where the signed codes of papers meet the parts of a counter: its own key, and the keys of all counters it knows.

Refuses to ask the platform for anything: a paper waits for no line, and a code is checked with what is here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from counter_app import enrolment
from counter_app.clock import PlatformClock
from counter_app.domain.enrolment_errors import EnrolmentLapsed
from counter_app.enrolment import EnrolmentState, PrivateKey
from counter_app.receipt_codes import KnownKeys

if TYPE_CHECKING:
    from counter_app.wiring import Counter


@dataclass(frozen=True, slots=True)
class CodeKeys:
    """`counter_app.receipt_codes.CodeKeys` of one counter. Any thread may call it."""

    counter: Counter

    def own(self) -> PrivateKey | None:
        """Read from where secrets stand and not by `enrolling`, which may be waiting for the platform: a paper waits
        for no line. Raises NotEnrolled, StoreTrouble.
        """
        from counter_app.wiring import SystemClock

        enrolled = enrolment.read(self.counter.secrets()).enrolled
        if enrolled is None:
            return None
        now = PlatformClock(SystemClock(), lambda: self.counter.store().contact()).now()
        match enrolled.state(now):
            case EnrolmentState.REVOKED:
                raise enrolment.ended(enrolled)
            case EnrolmentState.EXPIRED:
                raise EnrolmentLapsed(handed_over=False)
        return enrolled.key

    def known(self) -> KnownKeys:
        """As the platform signed them and they stand in this folder. Raises StoreTrouble."""
        from counter_app.feed_wiring import shelf
        from counter_app.reference import KEYS

        document = shelf(self.counter).standing(KEYS).document
        return document.keys if document is not None else {}
