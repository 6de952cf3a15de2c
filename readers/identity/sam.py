"""The conversation with the reader (SAM-V): find, select, read text and photo, read the new address.

One command, one answer, at most `EXCHANGE` seconds; the whole read at most `WHOLE`. An answer does not say which
command it belongs to, so each must have the shape of what was asked: what an earlier command left in the line is passed
over, and where two different texts came for one read, it is read again. Refuses to read without having found and
selected first: a reader may still hold the document before.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from counter_app.domain.chip_errors import NotAnIdentityCard
from counter_app.domain.errors import CardTrouble
from counter_app.domain.text import Text
from readers.identity.frames import PREAMBLE, Answer, Hearing, framed
from readers.identity.layout import ADDRESS_SIZE
from readers.identity.line import Line
from readers.identity.troubles import (
    IdCardDamaged,
    IdCardNotGenuine,
    IdCardTaken,
    IdLineGarbled,
    IdReaderSaid,
    IdReaderSilent,
    NoIdCard,
)

_LOG = logging.getLogger(__name__)

EXCHANGE = 3.0  # seconds for one command and its answer
WHOLE = 9.0  # seconds for a document
APPEARS_WITHIN = 2.0  # seconds; some readers find a document at the third or tenth look only
_COMES_BACK_WITHIN = 0.5  # the same, of a document that was selected a moment ago
_QUIET = 0.03  # seconds; what is left of a spoilt answer has come by then
_LOOKS_EVERY = 0.05
_PROBE = 0.6  # seconds for the question whether anything is there
_CUT_OFF = 1 / 2  # of an exchange without a byte, once some came
_PAUSE = 0.2  # seconds without a byte: longer than any between two pieces of an answer that comes in pieces
_LET_GO = 1 / 3  # of an exchange, at most, until the line is quiet
_ADDRESS = 0.4  # of an exchange: readers that do not know the command must not make every document slow
_UNKNOWN_AFTER = 2  # unanswered in a row: it does not know the command
_SLOWER = 2.0  # an answer may take so many times what the slowest before it took


class Status(IntEnum):
    """Status bytes that mean something here."""

    OK = 0x90
    NO_SUCH_ITEM = 0x91
    FOUND = 0x9F
    CARD_NOT_GENUINE = 0x32
    VERIFICATION = 0x33
    WRONG_CARD = 0x40
    READ_FAILED = 0x41
    FIND_FAILED = 0x80
    SELECT_FAILED = 0x81


@dataclass(frozen=True, slots=True)
class Command:
    """What is asked, and whether an answer that is no failure has the shape of one to this command."""

    content: bytes
    fits: Callable[[Answer], bool]


def _plain(answer: Answer) -> bool:
    return answer.status == Status.OK and len(answer.data) < 64


def _addresses(data: bytes) -> bool:
    """Nothing, or whole addresses; some readers put their length first."""
    return len(data) % ADDRESS_SIZE == 0 or int.from_bytes(data[:2], "big") == len(data) - 2


RESET = Command(bytes.fromhex("10FF"), _plain)
STATUS = Command(bytes.fromhex("11FF"), _plain)
SAM_ID = Command(bytes.fromhex("12FF"), lambda a: _plain(a) and len(a.data) >= 16)
FIND = Command(bytes.fromhex("2001"), lambda a: a.status == Status.FOUND)
SELECT = Command(bytes.fromhex("2002"), _plain)
READ = Command(bytes.fromhex("3001"), lambda a: a.status == Status.OK and len(a.data) >= 256)
ADDRESS = Command(bytes.fromhex("3003"), lambda a: a.status == Status.OK and _addresses(a.data))
_GOOD = (Status.OK, Status.FOUND)


class Sam:
    """The reader at the other end of a line; `exchange`: seconds for one command.

    Every method raises NoIdReader when the line goes, IdReaderSilent and IdLineGarbled when nothing (whole) comes back.
    """

    def __init__(self, line: Line, *, exchange: float = EXCHANGE, clock: Callable[[], float] = time.monotonic) -> None:
        self._line = line
        self._exchange = exchange
        self._clock = clock
        self._unanswered = 0  # questions about a new address in a row
        self._slowest = 0.0  # seconds an answer took
        self._lost = False  # a command of the read at hand
        self._again = False  # the last command was asked twice
        self._behind: set[bytes] = set()  # texts that came right behind the answer to the last read
        self._later: set[bytes] = set()  # and those that came before the answer to the next question
        self._cut_short = False  # the beginning of an answer was let go behind it

    def found(self) -> bool:
        """Look once whether a document can be found. After a read it must first leave the field."""
        return self._ask(FIND).status == Status.FOUND

    def answers(self) -> bool:
        """Whether a reader of this kind is at the other end at all. Raises IdReaderSilent, IdLineGarbled."""
        return self._ask(STATUS, within=_PROBE).status <= 0xFF

    def sam_id(self) -> str:
        """The 16 bytes that name the security module, as hex. Raises IdReaderSaid."""
        answer = self._ask(SAM_ID)
        if answer.status != Status.OK:
            raise _said(answer)
        return answer.data[:16].hex().upper()

    def reset(self) -> None:
        """Start the security module anew. Raises IdReaderSaid."""
        answer = self._ask(RESET)
        if answer.status != Status.OK:
            raise _said(answer)

    def still_there(self) -> bool:
        """Whether the document that was read answers another command, so that it lies there for sure. False says
        nothing on a reader that ends the conversation with the read.
        """
        answer = self._ask_address(until=float("inf"))
        return answer is not None and answer.status in (Status.OK, Status.NO_SUCH_ITEM)

    def blocks(self, *, appears_within: float = APPEARS_WITHIN, found: bool = False) -> tuple[bytes, bytes]:
        """Find (unless it was `found` a moment ago), select and read: what the reader gives for text and photo (still
        with its lengths), and the new address (b"" when there is none). Raises CardTrouble.
        """
        until = self._clock() + WHOLE
        self._lost = False
        if not found or self._insist(SELECT, until=until).status != Status.OK:
            self._select(until=until, within=_COMES_BACK_WITHIN if found else appears_within, met=found)
        try:
            data, address = self._text_and_address(until=until)
            if self._doubtful(data):
                _LOG.warning("the line brought another text behind the one that was read: it is read again")
                before, (data, address) = data, self._text_and_address(until=until)
                if self._behind - {data} or (data != before and self._doubtful(data)):
                    raise IdLineGarbled
        finally:
            self._behind, self._later = set(), set()
        return data, address

    def _text_and_address(self, *, until: float) -> tuple[bytes, bytes]:
        self._behind, self._later = set(), set()
        self._cut_short = False
        answer = self._insist(READ, until=until)
        there = True
        if answer.status not in (Status.OK, Status.WRONG_CARD):
            try:
                self._select(until=until, within=_COMES_BACK_WITHIN, met=True)
                answer = self._insist(READ, until=until)
            except IdCardTaken:
                there = False
        if answer.status != Status.OK:
            raise _why(answer, there=there)
        address = self._ask_address(until=until)
        return answer.data, address.data if address is not None and address.status == Status.OK else b""

    def _doubtful(self, data: bytes) -> bool:
        """Whether something else came behind it: the first may be what was left of another document's read."""
        return self._cut_short or bool((self._behind | self._later) - {data})

    def _select(self, *, until: float, within: float, met: bool = False) -> None:
        """Look until a document is found and selected; once it was `met`, select whatever the look says, for a reader
        may find it once only. Raises NoIdCard, IdCardTaken, NotAnIdentityCard, IdReaderSaid.
        """
        give_up = min(until, self._clock() + within)
        while True:
            answer = self._insist(FIND, until=until)
            met = met or answer.status == Status.FOUND
            if met or self._again:  # asked twice, it may have been found the first time, and is found once only
                answer = self._insist(SELECT, until=until)
            if answer.status == Status.OK:
                return
            if answer.status == Status.WRONG_CARD:
                raise NotAnIdentityCard
            if self._clock() + _LOOKS_EVERY > give_up:
                raise _not_selected(answer, met=met)
            self._drop(_LOOKS_EVERY)

    def _ask_address(self, *, until: float) -> Answer | None:
        """What the reader says of a new address; None when it does not know the question. The document itself is read
        whole by now, so silence here takes nothing away: the printed address stands. Raises NoIdReader.
        """
        if self._unanswered >= _UNKNOWN_AFTER:
            return None
        try:
            within = min(self._exchange, max(_ADDRESS * self._exchange, _SLOWER * self._slowest))
            answer = self._ask(ADDRESS, until=until, within=within)
        except IdLineGarbled:
            _LOG.warning("what the reader said of a new address was garbled")
            return None
        except IdReaderSilent:
            _LOG.warning("the reader did not answer when it was asked for a new address")
            self._unanswered += 1
            return None
        self._unanswered = 0
        if answer.status not in (Status.OK, Status.NO_SUCH_ITEM):
            _LOG.info("asked for a new address the reader said %02X", answer.status)
        return answer

    def _insist(self, command: Command, *, until: float) -> Answer:
        """The answer to a command; one command of a whole read may get lost, and is said again."""
        try:
            return self._ask(command, until=until)
        except IdLineGarbled:
            raise
        except IdReaderSilent:
            if self._lost or self._clock() >= until:
                raise
            self._lost = True
            answer = self._ask(command, until=until)
            self._again = True
            return answer

    def _ask(self, command: Command, *, until: float = float("inf"), within: float | None = None) -> Answer:
        """The answer to a command: a failure, or one of the shape that was asked for. Asked once more when what comes
        is not whole; not when nothing does, for a slow reader would answer both, each later than the next question.
        """
        begun = self._clock()
        end = min(until, begun + (within or self._exchange))
        let_go = self._drop(0.0)
        self._cut_short = self._cut_short or (command is ADDRESS and PREAMBLE in let_go)
        for self._again in (False, True):
            hearing = Hearing()
            self._line.write(framed(command.content))
            answer = self._hear(command, hearing, end=end, until=min(until, begun + WHOLE))
            if answer is not None:
                self._slowest = max(self._slowest, self._clock() - begun)
                if command is READ:
                    self._hear_behind(hearing)
                return answer
            if not hearing.anything:
                raise IdReaderSilent
            self._drop(_QUIET)
            if self._clock() >= end:
                break
        raise IdLineGarbled

    def _hear(self, command: Command, hearing: Hearing, *, end: float, until: float) -> Answer | None:
        """The answer; None when what came was not whole, or it is time to give up: at `end`, at `until` while an answer
        that has begun goes on coming.
        """

        def wanted(answer: Answer) -> bool:
            return command.fits(answer) or answer.status not in _GOOD

        silent, cut_off = 0.0, _CUT_OFF * self._exchange
        while (left := (until if hearing.begun else end) - self._clock()) > 0:
            wait = left if not hearing.anything else min(_PAUSE, cut_off) if not silent else cut_off - silent
            came = self._line.read(min(wait, left))
            hearing.feed(came)
            silent = 0.0 if came else silent + wait
            if silent and hearing.whole_inside(wanted):
                hearing.pass_over()
            while (answer := hearing.answer(over=silent >= cut_off)) is not None:
                if wanted(answer):
                    return answer
                self._overhear(answer, self._later)
            if silent and (silent >= cut_off or (hearing.spoilt and not hearing.begun)):
                return None
        return None

    def _hear_behind(self, hearing: Hearing) -> None:
        """What stands in the line behind the answer to a read: another one, where the first was left there before."""
        hearing.feed(self._line.read(0.0))
        while (answer := hearing.answer()) is not None or hearing.begun:
            if answer is not None:
                self._overhear(answer, self._behind)
            elif came := self._line.read(_PAUSE):
                hearing.feed(came)
            else:
                hearing.pass_over()

    @staticmethod
    def _overhear(answer: Answer, texts: set[bytes]) -> None:
        if READ.fits(answer):
            texts.add(answer.data)

    def _drop(self, quiet: float) -> bytes:
        """Let go of what is left in the line, until nothing comes for `quiet` seconds; what it was."""
        end = self._clock() + self._exchange * _LET_GO
        let_go = b""
        while (came := self._line.read(quiet)) and self._clock() < end:
            let_go += came
        return let_go + came


def _not_selected(answer: Answer, *, met: bool) -> CardTrouble:
    match answer.status:
        case Status.FIND_FAILED | Status.SELECT_FAILED | Status.NO_SUCH_ITEM:
            return IdCardTaken() if met else NoIdCard()
        case Status.CARD_NOT_GENUINE:
            return IdCardNotGenuine()
        case Status.VERIFICATION:
            return IdCardDamaged(what=Text("验证信息不符", "its seal does not fit"))
        case Status.READ_FAILED:
            return IdCardDamaged(what=Text("读不出", "it cannot be read"))
    return _said(answer)


def _why(answer: Answer, *, there: bool) -> CardTrouble:
    """What a read that failed means; `there`: it was tried twice."""
    match answer.status:
        case Status.WRONG_CARD:
            return NotAnIdentityCard()
        case Status.FIND_FAILED | Status.SELECT_FAILED:
            return IdCardTaken()
        case Status.CARD_NOT_GENUINE:
            return IdCardNotGenuine()
        case Status.VERIFICATION:
            return IdCardDamaged(what=Text("验证信息不符", "its seal does not fit"))
        case Status.READ_FAILED:
            return IdCardDamaged(what=Text("读不出", "it cannot be read")) if there else IdCardTaken()
    return _said(answer)


def _said(answer: Answer) -> IdReaderSaid:
    return IdReaderSaid(sw=f"{answer.status:02X}" if answer.status <= 0xFF else f"{answer.status:06X}")
