"""The ways a card may let its records be read, from the cheapest on; the way that worked is tried first next time.

All records at once (READ RECORD, lower bits of P2 = 5) by short identifier or after SELECT, then one by one by number,
by short identifier, by tag. Refuses to decode anything: values by tag are all it gives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from counter_app.domain.errors import CardDamaged, CardSaid, NeedsAuthentication
from counter_app.domain.text import Text
from readers.apdu import Answer, Channel, exchange, read_record, select_file
from readers.layout import ElementaryFile
from readers.tlv import Records, records

MASTER_FILE = 0x3F00
_MOST_RECORDS = 16
_AUTHENTICATE = frozenset((0x6982, 0x6985))
# The card has no such file, record, command or parameter: another way may do.
_NOT_THIS_WAY = frozenset(
    (0x6700, 0x6981, 0x6986, 0x6A80, 0x6A81, 0x6A82, 0x6A83, 0x6A86, 0x6A87, 0x6A88, 0x6B00, 0x6D00, 0x6E00)
)

Way = Callable[["_Attempt", ElementaryFile], None]


class FileReader:
    """Reads files of the application selected on `channel`."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._ways: list[Way] = list(_WAYS)

    def read(self, file: ElementaryFile) -> dict[int, bytes]:
        """Values of `file` by tag, all needed ones among them.

        Raises CardDamaged (record missing or cut off), NeedsAuthentication, CardSaid, and what the channel raises.
        """
        attempt = _Attempt(self._channel)
        for way in tuple(self._ways):
            attempt.start_over()
            way(attempt, file)
            if attempt.whole(file):
                self._ways.remove(way)
                self._ways.insert(0, way)
                return dict(attempt.values)
        raise attempt.failure(file)


class _Attempt:
    """What one way after another gets out of a file, and what the card said meanwhile.

    Values of different ways are never mixed: where one record is cut off, reading all at once misreads those after it.
    """

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self.values: dict[int, bytes] = {}
        self._seen: set[int] = set()
        self._torn: set[int] = set()
        self._torn_now = False
        self._refusals: list[int] = []

    def start_over(self) -> None:
        """Forget the values of the way before."""
        self.values = {}
        self._torn_now = False

    @property
    def seen_any(self) -> bool:
        """Whether any way brought any record."""
        return bool(self._seen)

    def has(self, tags: Iterable[int]) -> bool:
        return all(tag in self.values for tag in tags)

    def whole(self, file: ElementaryFile) -> bool:
        """Whether this way brought every needed record, and none that was cut off."""
        return not self._torn_now and self.has(file.needed)

    def select(self, fid: int) -> bool:
        """SELECT by identifier in the forms seen in the field."""
        return any(self._note(exchange(self._channel, select_file(fid, p1=p1))).good for p1 in (0x00, 0x02))

    def read(self, p1: int, p2: int, *, lengths: Iterable[int] = ()) -> bool:
        """READ RECORD, keeping what came. Where the card will not choose a length: FF as in the field, then `lengths`.

        False: no such record.
        """
        answer = self._note(exchange(self._channel, read_record(p1, p2)))
        for le in (0xFF, *lengths) if answer.sw == 0x6700 else ():
            answer = self._note(exchange(self._channel, read_record(p1, p2, le=le)))
            if answer.good:
                break
        if answer.good:
            self._keep(records(answer.data))
        return answer.good

    def failure(self, file: ElementaryFile) -> CardDamaged | CardSaid | NeedsAuthentication:
        """Why the file could not be read as a whole."""
        if any(sw in _AUTHENTICATE for sw in self._refusals):
            return NeedsAuthentication()
        odd = next((sw for sw in self._refusals if sw not in _NOT_THIS_WAY), None)
        if odd is not None:
            return CardSaid(sw=f"{odd:04X}")
        if not self._seen and not self._torn:
            return CardDamaged(what=Text(f"缺少 EF{file.sfi:02d} 文件", f"missing: file EF{file.sfi:02d}"))
        for item in file.items:
            if item.tag in self._torn:
                return CardDamaged(what=Text(f"过短：{item.title.zh}", f"too short: {item.title.en}"))
        needed = [item for item in file.items if item.tag in file.needed]
        missing = next((item for item in needed if item.tag not in self._seen), needed[0])
        return CardDamaged(what=Text(f"缺少{missing.title.zh}", f"missing: {missing.title.en}"))

    def _note(self, answer: Answer) -> Answer:
        if not answer.good:
            self._refusals.append(answer.sw)
        if answer.sw == 0x6982:
            raise NeedsAuthentication
        return answer

    def _keep(self, found: Records) -> None:
        self.values = {**found.values, **self.values}
        self._seen |= found.values.keys()
        self._torn |= found.torn
        self._torn_now = self._torn_now or bool(found.torn)


def _all_by_short_identifier(attempt: _Attempt, file: ElementaryFile) -> None:
    attempt.read(0x01, file.sfi << 3 | 0x05)


def _all_selected(attempt: _Attempt, file: ElementaryFile) -> None:
    if attempt.select(file.fid):
        attempt.read(0x01, 0x05)


def _each_selected(attempt: _Attempt, file: ElementaryFile) -> None:
    if attempt.select(file.fid):
        _each(attempt, file, p2=0x04)


def _each_by_short_identifier(attempt: _Attempt, file: ElementaryFile) -> None:
    _each(attempt, file, p2=file.sfi << 3 | 0x04)


def _each(attempt: _Attempt, file: ElementaryFile, *, p2: int) -> None:
    lengths = sorted({item.length + 2 for item in file.items}, reverse=True)
    for number in range(1, _MOST_RECORDS + 1):
        if not attempt.read(number, p2, lengths=lengths) or attempt.has(item.tag for item in file.items):
            return


def _by_tag(attempt: _Attempt, file: ElementaryFile) -> None:
    if attempt.select(file.fid):
        for item in file.items:
            if item.tag not in attempt.values:
                attempt.read(item.tag, 0x00, lengths=(item.length + 2,))


def _from_the_root(attempt: _Attempt, file: ElementaryFile) -> None:
    """Some cards keep both files under 3F00 and not under the name of the environment."""
    if not attempt.seen_any and attempt.select(MASTER_FILE):
        for way in (_all_selected, _each_selected, _by_tag):
            if not attempt.whole(file):
                attempt.start_over()
                way(attempt, file)


_WAYS: tuple[Way, ...] = (
    _all_by_short_identifier,
    _all_selected,
    _each_selected,
    _each_by_short_identifier,
    _by_tag,
    _from_the_root,
)
