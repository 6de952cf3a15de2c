"""Security modules at the process edge, and simulated parts on the virtual reader whose commands are kept by header."""

import math
from dataclasses import dataclass, field, replace

from counter_app.devices import Challenge
from readers.simulator import keys
from readers.simulator.card import SimulatedCard
from readers.simulator.description import checked
from readers.simulator.psam import SimulatedPsam
from readers.simulator.psam import checked as checked_psam
from tests.readers.test_simulator import FACTS

WRONG_MASTER = bytes(16)
KINDS = {"read": keys.ENCRYPT, "pin-reset": keys.PIN_RESET, "pin-unblock": keys.PIN_UNBLOCK}
EXTERNAL = 0x82


@dataclass
class Module:
    """Computes as the practice platform does. `trouble` is raised instead; `answer` is given instead; `wrong`: under
    another master key.
    """

    trouble: Exception | None = None
    answer: bytes | None = None
    wrong: bool = False
    asked: list[Challenge] = field(default_factory=list)

    def cryptogram(self, challenge: Challenge, *, within: float = math.inf) -> bytes:
        self.asked.append(replace(challenge, data=bytes(challenge.data)))  # its owner overwrites them
        if self.trouble is not None:
            raise self.trouble
        if self.answer is not None:
            return self.answer
        master = WRONG_MASTER if self.wrong else keys.practice_master(KINDS[challenge.purpose])
        algorithm = challenge.algorithm
        key = keys.card_key(master, history=bytes.fromhex(challenge.history), algorithm=algorithm)
        random = bytes.fromhex(challenge.random)
        if challenge.purpose != "read":
            return keys.mac(key, random, bytes(challenge.data), algorithm)
        factor = bytes(range(8))
        return keys.cryptogram(keys.session(key, random, algorithm), factor, algorithm) + factor


class Part:
    """A simulated card or PSAM, to be laid on a reader or spoken to by a line. `headers`: CLA INS P1 P2 of each
    command; `asking`: of those without data, which only ask.
    """

    def __init__(self, part: SimulatedCard | SimulatedPsam) -> None:
        self.part = part
        self.headers: list[bytes] = []
        self.asking: list[bytes] = []

    @property
    def atr(self) -> bytes:
        return self.part.atr

    def reset(self) -> None:
        self.part.reset()

    def answer(self, apdu: bytes) -> bytes:
        self.headers.append(apdu[:4])
        if len(apdu) == 4:
            self.asking.append(apdu)
        return self.part.command(apdu)

    def count(self, ins: int) -> int:
        """How often a command came that did not only ask."""
        return sum(header[1] == ins for header in self.headers) - sum(header[1] == ins for header in self.asking)


def third(**more: object) -> Part:
    """A card of generation 3.0 that keeps its holder until it is authenticated."""
    return Part(SimulatedCard(checked({**FACTS, "name": "何秀珍", "spec_version": "3.00", **more})))


def psam(**more: object) -> Part:
    return Part(SimulatedPsam(checked_psam({"kind": "psam", **more})))
