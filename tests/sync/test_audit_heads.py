"""The platform keeps the heads of the trail: whoever cuts it, puts an old copy back or writes it anew with the key in
hand is found out, and the first entry that is not the one it was is named.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from counter_app import anchoring
from counter_app.auditing import MARK, MOST_MARKS, RESTORED, Anchor, Head, HeadDiffers, NextHead
from counter_app.domain.audit_faults import AuditFault
from counter_app.domain.operation import AuditEntry
from counter_app.ports import Store
from local_store.codec import plain, sm3
from local_store.folder import STORE_NAME, open_or_make
from sync.audit_heads import DAY_ENDS, REFUSED, HeadNews
from sync.client import HttpPlatform
from tests.local_store.raw import opened
from tests.parts import practice_platform, proxy
from tests.parts.counter_folder import SetClock

OUTLET = "439901"
_LINKED = "previous outlet window serial what at clerk subject operation_id covers digest".split()
_WINDOWS = count(1)


@dataclass
class Trail:
    """A counter's trail under a window of its own, and the courier's part that anchors it."""

    folder: Path
    store: Store
    client: HttpPlatform
    clock: SetClock
    window: str = field(default_factory=lambda: f"t{next(_WINDOWS)}")
    kept: list[Anchor] = field(default_factory=list)

    def note(self, times: int, *, what: str = "person.searched") -> None:
        for n in range(times):
            subject = self.clock.now().isoformat() if what == RESTORED else ""
            self.store.note(AuditEntry(what, self.clock.now(), "0317", OUTLET, self.window, subject, {"text": str(n)}))

    def anchor(self, *, every: int = 600, carried: bool = False) -> None:
        """One pass of a program that was just started."""
        news = HeadNews(
            store=self.store,
            platform=lambda: self.client,
            place=(OUTLET, self.window),
            clock=self.clock,
            keep=self.kept.append,
            every=timedelta(seconds=every),
        )
        if carried:
            news.hurry()
        news()

    def later(self) -> None:
        self.clock.ahead += timedelta(minutes=30)

    def heads(self) -> list[int]:
        """Lengths the platform is known here to have."""
        return [one.head.length for one in self.store.anchors(OUTLET, self.window)]

    def found_here(self) -> tuple[str, int | None]:
        """Beside what is kept here."""
        report = anchoring.verified(self.store, self.kept[-1:])
        return report.fault, report.broken_at

    def found_there(self) -> tuple[str, int | None]:
        """Beside what the platform has."""
        report, _theirs = anchoring.verified_there(self.store, self.client, (), (OUTLET, self.window))
        return report.fault, report.broken_at

    def key(self) -> str:
        return str(json.loads((self.folder / "practice.key").read_text(encoding="utf-8"))["store-key"])

    def reopen(self) -> None:
        self.store = open_or_make(self.folder, practice=True).store


@pytest.fixture
def trail(tmp_path: Path, client: HttpPlatform, clock: SetClock) -> Iterator[Trail]:
    folder = tmp_path / "counter"
    made = Trail(folder, open_or_make(folder, practice=True).store, client, clock)
    yield made
    made.store.close()


def _forget_the_anchors(trail: Trail) -> None:
    """With the key in hand, also what is kept here of the platform's word."""
    with opened(trail.folder, trail.key()) as connection:
        connection.execute("DELETE FROM anchors")
    trail.kept.clear()


def _cut(trail: Trail, after: int) -> None:
    """The end away, and the count set back."""
    with opened(trail.folder, trail.key()) as connection:
        connection.execute(
            "DELETE FROM audit_people WHERE audit_id IN (SELECT id FROM audit WHERE serial > ?)", [after]
        )
        connection.execute("DELETE FROM audit WHERE serial > ?", [after])
        connection.execute(
            "UPDATE chains SET length = ?, head = (SELECT link FROM audit WHERE serial = ?)", [after, after]
        )


def _write_anew(trail: Trail, *, but: int) -> None:
    """One entry by another clerk, and from there on every link as it has to be."""
    with opened(trail.folder, trail.key()) as connection:
        connection.execute("UPDATE audit SET clerk = '0999' WHERE serial = ?", [but])
        previous = ""
        for row in connection.execute(f"SELECT id, {', '.join(_LINKED)} FROM audit ORDER BY serial").fetchall():
            link = sm3(plain([previous, *row[2:]]))
            connection.execute("UPDATE audit SET previous = ?, link = ? WHERE id = ?", [previous, link, row[0]])
            previous = link
        connection.execute("UPDATE chains SET head = ?", [previous])


def test_the_platform_is_told_as_the_chain_moves_and_at_the_days_end(trail: Trail) -> None:
    """At most every so often; behind work and behind a sign-out at once; what did not move is not told again."""
    trail.note(3)
    trail.anchor()
    trail.anchor()
    assert trail.heads() == [3]
    trail.note(2)
    trail.anchor()
    assert trail.heads() == [3], "ten minutes are not over"
    trail.anchor(carried=True)
    trail.anchor(carried=True)
    assert trail.heads() == [3, 5], "behind work, once"
    trail.note(1, what=DAY_ENDS)
    trail.anchor()
    assert trail.heads() == [3, 5, 6]
    trail.note(1)
    trail.later()
    trail.anchor()
    assert trail.heads() == [3, 5, 6, 7]
    assert [one.head.length for one in trail.kept] == [3, 5, 6, 7]
    assert trail.found_there() == ("", None)


def test_a_long_trail_goes_in_pages(trail: Trail) -> None:
    rows = MOST_MARKS + 5
    trail.note(rows)
    trail.anchor()
    assert trail.heads() == [MOST_MARKS, rows]
    assert trail.found_there() == ("", None)


def test_a_lost_answer_is_found_again(trail: Trail, between: proxy.Proxy) -> None:
    """The platform has the head, the counter does not know it: it goes on from the platform's."""
    trail.note(3)
    between.mode = "cut-after"
    trail.anchor()
    between.mode = "pass"
    assert trail.heads() == []
    trail.note(1)
    trail.anchor()
    assert trail.heads() == [3, 4]


def test_an_end_cut_off_is_noticed_here_and_there(trail: Trail) -> None:
    trail.note(9)
    trail.anchor()
    _cut(trail, 6)
    assert trail.found_here() == (AuditFault.CUT, 7)
    _forget_the_anchors(trail)
    assert trail.found_here() == ("", None), "nothing is left here that could tell"
    assert trail.found_there() == (AuditFault.CUT, 7)


def test_an_old_copy_put_in_place_is_noticed(trail: Trail, tmp_path: Path) -> None:
    """Beside the keys stands how far it had come, and the platform knows anyway."""
    trail.note(4)
    trail.anchor()
    trail.store.close()
    shutil.copy(trail.folder / STORE_NAME, tmp_path / "old.db")
    trail.reopen()
    trail.note(4)
    trail.later()
    trail.anchor()
    trail.store.close()
    shutil.copy(tmp_path / "old.db", trail.folder / STORE_NAME)
    trail.reopen()
    assert trail.heads() == [4]
    assert trail.found_here() == (AuditFault.CUT, 5)
    assert trail.found_there() == (AuditFault.CUT, 5)


def test_a_trail_written_anew_is_noticed_and_its_first_changed_entry_named(trail: Trail) -> None:
    """All links fit one another, and none the platform's; its marks say where that begins."""
    trail.note(4)
    trail.anchor()
    trail.note(6)
    trail.later()
    trail.anchor()
    _write_anew(trail, but=8)
    assert trail.store.verify_audit().fault == AuditFault.REWRITTEN
    assert trail.found_here() == (AuditFault.REWRITTEN, 5), "the last head that fits is that of entry 4"
    _forget_the_anchors(trail)
    assert trail.store.verify_audit().whole
    assert trail.found_there() == (AuditFault.REWRITTEN, 8)


def test_the_courier_puts_a_foreign_head_on_record_once(trail: Trail) -> None:
    """Somebody cut the trail and went on: the next pass is refused, and the verification says so without a line."""
    trail.note(5)
    trail.anchor()
    _cut(trail, 3)
    _forget_the_anchors(trail)
    trail.note(4)
    for _ in range(3):
        trail.later()
        trail.anchor()
    told = trail.store.entries(REFUSED, since=trail.clock.now() - timedelta(days=1))
    assert [one.facts["length"] for one in told] == ["5"]
    assert trail.found_here() == (AuditFault.REWRITTEN, 1)
    assert trail.found_there() == (AuditFault.REWRITTEN, 4)


def test_a_store_brought_back_from_a_backup_says_so_and_goes_on(trail: Trail) -> None:
    """The platform takes a head that goes on from an earlier one, keeps both, and the trail is whole again."""
    trail.note(4)
    trail.anchor()
    trail.note(4)
    trail.later()
    trail.anchor()
    lost = trail.kept[-1]
    _cut(trail, 5)
    with opened(trail.folder, trail.key()) as connection:
        connection.execute("DELETE FROM anchors WHERE length > 5")
    trail.later()
    trail.note(1, what=RESTORED)
    assert trail.found_here() == ("", None)
    assert trail.store.verify_audit(known=[lost.head]).restored_at == 6
    trail.later()
    trail.anchor()
    assert trail.heads() == [4, 6]
    assert trail.found_there() == ("", None)
    _cut(trail, 5)
    trail.note(1)
    assert trail.found_there() == (AuditFault.REWRITTEN, 6), "what is told once excuses nothing later"


def test_a_head_that_does_not_go_on_is_not_taken(trail: Trail) -> None:
    """Shorter, another one of the same length, one that only says it was restored: the platform says what it has."""
    trail.note(6)
    trail.anchor()
    links = trail.store.audit_links(OUTLET, trail.window, after=0, limit=10)
    theirs = trail.kept[-1]

    def told(length: int, since: int, *, foreign: str = "", restored: bool = False) -> object:
        head = Head(OUTLET, trail.window, length, foreign or links[length - 1], trail.clock.now())
        begins = Head(OUTLET, trail.window, since, links[since - 1], trail.clock.now()) if since else None
        marks = [link[:MARK] for link in links[since : length - 1]] + [head.link[:MARK]]
        return trail.client.take_head(NextHead(head, begins, tuple(marks), restored=restored))

    assert told(3, 0) == told(6, 0, foreign="ab" * 32) == told(5, 3) == HeadDiffers(theirs)
    assert told(5, 3, restored=True) == HeadDiffers(theirs), "it never had a head of three entries"
    assert told(6, 0) == theirs, "the same once more"


def test_each_counter_sees_its_own_trail_only(trail: Trail, platform: practice_platform.Platform) -> None:
    trail.note(2)
    trail.anchor()
    platform.change("UPDATE audit_head SET enrolment = 'another' WHERE counter_window = ?", trail.window)
    assert trail.client.marks(OUTLET, trail.window, after=0).anchor is None
