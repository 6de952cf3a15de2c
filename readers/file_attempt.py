"""One try after another at one file of the chip: SELECT, READ RECORD, and what came of them.

Each form of a command that a card takes is remembered for the next. Refuses to decide which way is tried when: that is
`ways`; and to decode: values by tag are all it gives.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from counter_app.domain.errors import CardDamaged, CardSaid, NeedsAuthentication
from counter_app.domain.text import Text
from readers.apdu import WRONG_LENGTH, Answer, Channel, Command, exchange, read_record, select_file
from readers.layout import ElementaryFile, Item
from readers.tlv import differ, records

_SECURITY, _CONDITIONS = 0x6982, 0x6985
_AUTHENTICATE = frozenset((_SECURITY, _CONDITIONS))
MOST_RECORDS = 16
_IN_VAIN = 3  # so many forms refused for conditions, and nothing seen: no other form will do
# The card has no such command or form of it, so asking for another record in this way is in vain.
_NO_SUCH_FORM = frozenset((0x6981, 0x6986, 0x6A81, 0x6A86, 0x6B00, 0x6D00, 0x6E00))
# The card has no such file, record, command or parameter: another way may do.
_NOT_THIS_WAY = _NO_SUCH_FORM | frozenset((WRONG_LENGTH, 0x6A80, 0x6A82, 0x6A83, 0x6A87, 0x6A88))
_EXACT = -1  # ask for as many bytes as the record, or all of them, should have
_EXTENDED = -2  # ask for as many as there are, with a length of two bytes: some contactless cards take no other
_NONE = -3  # nothing is asked back

Habit = TypeVar("Habit")


@dataclass
class Habits:
    """What this card takes, first what worked last: Le of one record and of all; lengths and P1 of SELECT."""

    one: list[int]
    all: list[int]
    lengths: list[int]
    selects: list[int] = field(default_factory=lambda: [0x00, 0x02])
    under_root: bool = False
    tells_last: bool = True  # whether READ RECORD by tag gives the last occurrence too, as far as is known

    @classmethod
    def to_begin_with(cls, *, t1: bool) -> Habits:
        """With T=0 a card that is asked for another length than it has says 6Cxx: one command more, so it is asked for
        the usual length; with T=1 00 means all there is.
        """
        if t1:
            return cls(
                one=[_EXACT, 0x00, 0xFF, _EXTENDED], all=[0x00, 0xFF, _EXTENDED], lengths=[_NONE, 0x00, _EXTENDED]
            )
        return cls(one=[_EXACT, 0x00, 0xFF], all=[_EXACT, 0x00, 0xFF], lengths=[_NONE])


def first(habits: list[Habit], kept: Habit) -> None:
    """Put what worked before the others."""
    habits.remove(kept)
    habits.insert(0, kept)


class FileAttempt:
    """What one way after another gets out of a file, and what the card said meanwhile.

    Values of different ways are never mixed: where one record is cut off, reading all at once misreads those after it.
    """

    def __init__(self, channel: Channel, habits: Habits, without: Collection[Item]) -> None:
        self._channel = channel
        self._habits = habits
        self._without = without
        self._selected: dict[int, bool] = {}  # by identifier: whether SELECT worked
        self._last: int | None = None  # tag of the record read last
        self._seen: set[int] = set()
        self._torn: set[int] = set()
        self._twice: set[int] = set()
        self._refusals: list[int] = []
        self.start_over()

    def start_over(self) -> None:
        """Forget the values of the way before."""
        self.values: dict[int, bytes] = {}
        self._torn_now: set[int] = set()
        self._last = None

    @property
    def seen_any(self) -> bool:
        """Whether any way brought any record."""
        return bool(self._seen)

    @property
    def in_vain(self) -> bool:
        """Whether the card has just said that it does not know this form of a command at all."""
        return bool(self._refusals) and self._refusals[-1] in _NO_SUCH_FORM

    def has(self, items: Sequence[Item]) -> bool:
        return all(item.tag in self.values for item in items)

    def whole(self, file: ElementaryFile) -> bool:
        """Whether this way brought every needed record, and none of those cut off that must not be."""
        return self.has(file.needed) and not any(item.tag in self._torn_now for item in file.exact)

    def make_sure_of_one(self, file: ElementaryFile) -> None:
        """Raises CardDamaged when two records of one tag do not say the same: nobody knows which is true, and another
        way, which shows the first alone, does not make it so.
        """
        for item in file.items:
            if item.tag in self._twice:
                raise CardDamaged(what=Text(f"两个不同的{item.title.zh}", f"two of one kind: {item.title.en}"))

    def select(self, fid: int) -> bool:
        """SELECT by identifier in the forms seen in the field; what was selected before is not asked for again."""
        if fid not in self._selected:
            p1 = next((p1 for p1 in self._habits.selects if self._select(fid, p1)), None)
            if p1 is not None:
                first(self._habits.selects, p1)
            self._selected[fid] = p1 is not None
        return self._selected[fid]

    def _select(self, fid: int, p1: int) -> bool:
        """One form of SELECT, with the lengths that the card takes. What it has to say of the file is left on it."""
        for lengths in tuple(self._habits.lengths):
            command = select_file(fid, p1=p1)
            if lengths != _NONE:
                command = replace(command, le=0x00, extended=lengths == _EXTENDED)
            answer = self._say(command, fetch=False)
            if answer.sw != WRONG_LENGTH:
                first(self._habits.lengths, lengths)
                return answer.good or answer.sw >> 8 == 0x61
        return False

    def forget_selections(self, *, forms: Sequence[int] = ()) -> None:
        """From here on files are selected anew; `forms`: further values of P1."""
        self._selected.clear()
        self._habits.selects += [p1 for p1 in forms if p1 not in self._habits.selects]

    def move_to_root(self) -> None:
        """3F00 is selected from here on."""
        self._habits.under_root = True

    def read_all(self, file: ElementaryFile, p2: int) -> None:
        """READ RECORD of all records from the first on."""
        exact = file.size(without=self._without)
        for habit in tuple(self._habits.all):
            answer = self._say(_record_of(0x01, p2, habit, exact=exact))
            if answer.sw != WRONG_LENGTH:
                first(self._habits.all, habit)
                self._keep(file, answer)
                if habit == _EXACT and len(answer.data) == exact:
                    self._rest_of_all(file, p2)
                self._those_left_out(file, p2)
                return

    def _rest_of_all(self, file: ElementaryFile, p2: int) -> None:
        """All records where the card gave no more than the bytes asked for, and something is missing in them."""
        if self.has([item for item in file.items if item not in self._without]):
            return
        answer = self._say(read_record(0x01, p2))
        if answer.good:
            self.start_over()
            self._keep(file, answer)

    def _those_left_out(self, file: ElementaryFile, p2: int) -> None:
        """Record by record what stands behind an answer that ends with a whole record before the file does."""
        wanted = [item for item in file.items if item not in self._without]
        if not self.has(file.needed) or self._torn_now:
            return
        number = len(self.values) + 1
        while not self.has(wanted) and self.read_beyond(file, number, p2 - 1) and number < MOST_RECORDS:
            number += 1

    def read_one(self, file: ElementaryFile, p1: int, p2: int, *, item: Item | None = None) -> bool:
        """READ RECORD of one record, which is `item` or the one after the last in this file's order; False: no such."""
        exact = (item or self._next(file)).length + 2
        answer = self._ask(p1, p2, exact=exact, lengths=sorted({i.length + 2 for i in file.items}, reverse=True))
        if answer is None:
            return False
        self._keep(file, answer)
        return answer.good

    def read_beyond(self, file: ElementaryFile, p1: int, p2: int) -> bool:
        """READ RECORD behind what was read, where somebody else's may stand; False: none, or it is kept back."""
        lengths = sorted({item.length + 2 for item in file.items}, reverse=True)
        try:
            answer = self._ask(p1, p2, exact=lengths[0], lengths=lengths[1:])
        except NeedsAuthentication:
            return False
        if answer is not None:
            self._keep(file, answer)
        return answer is not None and answer.good

    def read_last(self, file: ElementaryFile) -> None:
        """READ RECORD of the last occurrence of what decides (ISO/IEC 7816-4, 7.3.3: P2 = 01): by tag a card gives the
        first of several. Many do not know the form: no is no trouble.
        """
        for item in file.needed:
            if not self._habits.tells_last or item.tag not in self.values:
                return
            answer = exchange(self._channel, _record_of(item.tag, 0x01, self._habits.one[0], exact=item.length + 2))
            self._habits.tells_last = answer.good
            self._keep(file, answer)

    def _next(self, file: ElementaryFile) -> Item:
        tags = [item.tag for item in file.items]
        place = tags.index(self._last) + 1 if self._last in tags else 0
        return file.items[min(place, len(file.items) - 1)]

    def _ask(self, p1: int, p2: int, *, exact: int, lengths: Sequence[int]) -> Answer | None:
        """One record, asked for in the form that worked last, then in the others; None: the card likes no length."""
        for habit in tuple(self._habits.one):
            answer = self._say(_record_of(p1, p2, habit, exact=exact))
            if answer.sw != WRONG_LENGTH:
                first(self._habits.one, habit)
                return self._rest(p1, p2, exact, answer) if habit == _EXACT else answer
        for le in lengths:
            answer = self._say(read_record(p1, p2, le=le))
            if answer.sw != WRONG_LENGTH:
                return answer
        return None

    def _rest(self, p1: int, p2: int, le: int, answer: Answer) -> Answer:
        """The whole record where the card gave no more than the bytes asked for, and it is longer."""
        if not (answer.good and len(answer.data) == le >= 2):
            return answer
        longer = answer.data[1] + 2
        return self._say(read_record(p1, p2, le=longer)) if le < longer <= 0xFF else answer

    def failure(self, file: ElementaryFile) -> CardDamaged | CardSaid | NeedsAuthentication:
        """Why the file could not be read."""
        if any(sw in _AUTHENTICATE for sw in self._refusals):
            return NeedsAuthentication()
        odd = next((sw for sw in self._refusals if sw not in _NOT_THIS_WAY), None)
        if odd is not None:
            return CardSaid(sw=f"{odd:04X}")
        if not self._seen and not self._torn:
            return CardDamaged(what=Text(f"缺少 EF{file.sfi:02d} 文件", f"missing: file EF{file.sfi:02d}"))
        for item in (*file.needed, *file.exact):
            if item.tag in self._torn:
                return CardDamaged(what=Text(f"过短：{item.title.zh}", f"too short: {item.title.en}"))
        missing = next((item for item in file.needed if item.tag not in self._seen), file.needed[0])
        return CardDamaged(what=Text(f"缺少{missing.title.zh}", f"missing: {missing.title.en}"))

    def _say(self, command: Command, *, fetch: bool = True) -> Answer:
        answer = exchange(self._channel, command, fetch=fetch)
        if not answer.good and answer.sw >> 8 != 0x61:
            self._refusals.append(answer.sw)
        conditions = self._refusals.count(_CONDITIONS) >= _IN_VAIN and not self._seen
        if answer.sw == _SECURITY or conditions:
            raise NeedsAuthentication
        return answer

    def _keep(self, file: ElementaryFile, answer: Answer) -> None:
        if not answer.good:
            return
        found = records(answer.data, lengths=file.lengths)
        self.values = {**found.values, **self.values}
        self._last = next(reversed((*found.values, *found.torn)), self._last)
        self._seen |= found.values.keys()
        self._torn |= found.torn
        self._twice |= found.twice | {tag for tag, said in found.values.items() if differ(said, self.values[tag])}
        self._torn_now = (self._torn_now | found.torn) - self.values.keys()


def _record_of(p1: int, p2: int, habit: int, *, exact: int) -> Command:
    """READ RECORD with the Le that a habit means."""
    if habit == _EXTENDED:
        return read_record(p1, p2, extended=True)
    return read_record(p1, p2, le=exact if habit == _EXACT else habit)
