"""The ways a card may let its records be read, from the cheapest on; the way that worked is tried first next time.

All records at once (READ RECORD, lower bits of P2 = 5) by short identifier or after SELECT, then one by one by number,
by short identifier, by tag. Refuses to decode anything: values by tag are all it gives.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from readers.apdu import Channel
from readers.file_attempt import MOST_RECORDS, FileAttempt, Habits, first
from readers.layout import ElementaryFile, Item
from readers.traits import Traits

MASTER_FILE = 0x3F00

Way = Callable[[FileAttempt, ElementaryFile], None]


class FileReader:
    """Reads files of the application selected on `channel`. `traits`: what the card lets one expect."""

    def __init__(self, channel: Channel, traits: Traits | None = None) -> None:
        self._channel = channel
        self._habits = Habits.to_begin_with(t1=channel.t1)
        self._ways = _ordered(traits or Traits())

    @property
    def under_root(self) -> bool:
        """Whether the files are looked for under 3F00, since nothing was found under the application's name."""
        return self._habits.under_root

    def read(self, file: ElementaryFile, *, without: Collection[Item] = ()) -> dict[int, bytes]:
        """Values of `file` by tag, all needed ones among them; others that were missing or cut off are left out.

        `without`: what this card hardly has; it is found all the same if it is there. Raises CardDamaged (record
        missing, cut off, or there twice and not the same), NeedsAuthentication, CardSaid, and what the channel raises.
        """
        attempt = FileAttempt(self._channel, self._habits, without)
        for way in tuple(self._ways):
            attempt.start_over()
            way(attempt, file)
            attempt.make_sure_of_one(file)
            if attempt.whole(file):
                first(self._ways, way)
                return dict(attempt.values)
        raise attempt.failure(file)


def _ordered(traits: Traits) -> list[Way]:
    """The ways as they are tried on a card that nothing else is known of: last those it says it does not know."""
    ways = list(_WAYS)
    if traits.by_record_number is False:
        ways.sort(key=lambda way: way in _BY_NUMBER)
    if traits.by_short_identifier is False:
        ways.sort(key=lambda way: way in _BY_SHORT_IDENTIFIER)
    return ways


def _all_by_short_identifier(attempt: FileAttempt, file: ElementaryFile) -> None:
    attempt.read_all(file, file.sfi << 3 | 0x05)


def _all_selected(attempt: FileAttempt, file: ElementaryFile) -> None:
    if attempt.select(file.fid):
        attempt.read_all(file, 0x05)


def _each_selected(attempt: FileAttempt, file: ElementaryFile) -> None:
    if attempt.select(file.fid):
        _each(attempt, file, p2=0x04)


def _each_by_short_identifier(attempt: FileAttempt, file: ElementaryFile) -> None:
    _each(attempt, file, p2=file.sfi << 3 | 0x04)


def _each(attempt: FileAttempt, file: ElementaryFile, *, p2: int) -> None:
    for number in range(1, MOST_RECORDS + 1):
        more = attempt.read_beyond if attempt.has(file.items) else attempt.read_one
        if not more(file, number, p2):
            return


def _by_tag(attempt: FileAttempt, file: ElementaryFile) -> None:
    if attempt.select(file.fid):
        for item in file.items:
            there = item.tag in attempt.values or attempt.read_one(file, item.tag, 0x00, item=item)
            if not there and attempt.in_vain:
                return
        attempt.read_last(file)


def _selected_otherwise(attempt: FileAttempt, file: ElementaryFile) -> None:
    """P1 = 01 and 04, and by path (09 from here, 08 from the root), are seldom: tried when the usual forms of SELECT
    found no file.
    """
    if not attempt.seen_any and not attempt.select(file.fid):
        attempt.forget_selections(forms=(0x01, 0x04, 0x09, 0x08))
        _selected(attempt, file)


def _from_the_root(attempt: FileAttempt, file: ElementaryFile) -> None:
    """Some cards keep both files under 3F00 and not under the name of the environment."""
    if not attempt.seen_any and attempt.select(MASTER_FILE):
        attempt.forget_selections()
        attempt.move_to_root()
        _selected(attempt, file)


def _selected(attempt: FileAttempt, file: ElementaryFile) -> None:
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
    _selected_otherwise,
)
_BY_SHORT_IDENTIFIER = (_all_by_short_identifier, _each_by_short_identifier)
_BY_NUMBER = (_all_by_short_identifier, _all_selected, _each_selected, _each_by_short_identifier)
