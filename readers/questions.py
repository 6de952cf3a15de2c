"""Short questions to the smart card service (which readers, is a card there), given up when it does not answer.

A service that accepts and never answers would else hold whoever asks for good. Refuses to speak to a card.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from counter_app.domain.errors import ReaderSilent
from counter_app.domain.text import Text
from readers import pcsc
from readers.pcsc import Service
from readers.supervised import Signs, Supervised

Answer = TypeVar("Answer")

ANSWERS_WITHIN = 3.0  # seconds; it takes milliseconds


class ServiceSilent(ReaderSilent):
    """The smart card service was reached and says nothing."""

    happened = Text("读卡服务没有应答", "The smart card service does not answer")
    advice = Text(
        "重启读卡服务（pcscd）再读，或按号码查找", "Restart the smart card service (pcscd), or search by number"
    )
    told_as = ReaderSilent


def asked(question: Callable[[Service], Answer], *, within: float = ANSWERS_WITHIN) -> Answer:
    """What a fresh context of the service answers to `question`, in at most `within` seconds.

    Raises ServiceSilent, and ServiceLost and other CardTrouble as `pcsc` does.
    """

    def work(_signs: Signs) -> Answer:
        with pcsc.service() as opened:
            return question(opened)

    try:
        return Supervised("pcsc-question").run(work, silent_after=within, at_most=within)
    except ReaderSilent as error:
        raise ServiceSilent from error
