"""Counts both sides: what the counter recorded and what the province did. Refuses to believe either alone."""

from collections import Counter as Tally
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from counter_app.domain.operation import Settlement, Work
from counter_app.domain.receipt import receipt_number_checks
from counter_app.wiring import Counter, open_counter
from tests.parts.practice_platform import Platform


@contextmanager
def working(folder: Path, *sets: str) -> Iterator[Counter]:
    """The wired counter of a folder, in this process."""
    with closing(open_counter(folder, sets)) as counter:
        yield counter


def recorded(folder: Path) -> tuple[Work, ...]:
    """Every recorded operation, in the order it was recorded; the trail is whole and the numbers have no gap."""
    with working(folder) as counter:
        work = sorted(counter.store().works(limit=100_000), key=lambda one: one.order)
        report = counter.store().verify_audit()
        assert report.whole, report
    numbers = [one.receipt_number for one in work]
    assert all(receipt_number_checks(number) for number in numbers)
    assert [int(number.split("-")[3]) for number in numbers] == list(range(1, len(numbers) + 1))
    return tuple(work)


def effective_once(platform: Platform, work: Iterable[Work], holders: Iterable[str]) -> None:
    """Each operation is accepted here, took effect there once for each half, and there is none that is not here."""
    ids = []
    for one in work:
        assert one.settlement is Settlement.ACCEPTED, one
        effects = Tally(half for half, _, _ in platform.effects(one.operation.id))
        assert effects == {half.value: 1 for half in one.operation.changes}, one
        ids.append(one.operation.id)
    known = [
        str(row[0])
        for number in holders
        for row in platform.rows("SELECT operation_id FROM answer WHERE holder = ?", number)
    ]
    assert sorted(known) == sorted(ids)
