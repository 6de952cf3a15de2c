"""A counter's days in any order, over a line as bad as can be: the state machine that tries to break the promise.

Real store, real courier, real client, real platform, in one process; what is judged stands in `tests.faults.promise`.
Refuses to end a run before the line was good again and everything had its answer.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from counter_app.domain.card import BankState, CardState, Half
from counter_app.domain.errors import NotEligible
from counter_app.domain.holder import Person
from counter_app.domain.operation import AuditEntry, Operation, OperationId, Settlement, Verdict, WorkState
from counter_app.domain.projection import UNKNOWN, project
from practice.platform import database as db
from practice.platform.rules import ALREADY
from sync.client import HttpPlatform
from sync.signing import Signer
from tests.faults.at_the_counter import AtTheCounter
from tests.faults.line import Fate, Line
from tests.faults.promise import Book, Event
from tests.faults.province import Doors, Province, Request
from tests.sync.conftest import temporary_loss

CHANGES = {
    "temporary-loss": {Half.SSC: CardState.TEMPORARY_LOSS.value, Half.BANK: BankState.TEMPORARY_LOSS.value},
    "formal-loss": {Half.SSC: CardState.FORMAL_LOSS.value, Half.BANK: BankState.FORMAL_LOSS.value},
    "release": {Half.SSC: CardState.NORMAL.value, Half.BANK: BankState.NORMAL.value},
    "data-change": {},
}
NOT_HIS_NAME, NOT_HIS_CARD, NO_FORM = "another name", "another's card", "no number"
DAY = 86_400.0
ODD = (NOT_HIS_NAME, NOT_HIS_CARD, NO_FORM)
_GREETINGS = (Fate.PASSES,) * 6 + (Fate.NO_WAY, Fate.LOST, Fate.BROKEN, Fate.PORTAL)
_Said = tuple[str, datetime | None]
"""A state of a half of a card, and of when the platform said it."""
_SILENT = (Fate.ANSWER_LOST, Fate.DELAYED, Fate.BROKEN_AFTER, Fate.COUNTER_DIES_AFTER)
_DEATHS = st.sampled_from(["", "", "", "", "before", "after"])
_DOUBLES = st.sampled_from([False, False, False, True])
_PEOPLE = st.sampled_from([0, 0, 0, 1, 2])
_ACTS = st.tuples(_PEOPLE, st.sampled_from([*CHANGES, *CHANGES, *ODD]), st.booleans())
_PASSES = st.tuples(st.sampled_from(_GREETINGS), st.lists(st.sampled_from(Fate), min_size=1, max_size=3))
_ELSEWHERE = tuple(("card", state) for state in "1249") + tuple(
    ("account", state) for state in ("normal", "temporary-loss", "formal-loss", "frozen")
)


@dataclass(slots=True)
class Tally:
    """What all runs together have seen."""

    runs: int = 0
    operations: int = 0
    lost: int = 0
    doubled: int = 0
    reordered: int = 0


class Carrier(httpx.BaseTransport):
    """What the client of all runs sends through: the line of the present run."""

    line: Line

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self.line.handle_request(request)


@dataclass(frozen=True, slots=True)
class Ground:
    """What every run begins with: a folder and a platform's database to copy, three people (one of them with two
    cards) of whom the counter knows the first `known`, a place on a fast disk, a client and the platform's doors, which
    outlive the runs.
    """

    folder: Path
    database: Path
    people: Sequence[Person]
    known: int
    room: Path
    client: HttpPlatform
    carrier: Carrier
    doors: Doors
    signer: Signer
    tally: Tally


class Days(RuleBasedStateMachine):
    """One counter with three people at its desk."""

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self.ground, self.book = ground, Book()
        self.heard: dict[tuple[str, Half], set[_Said]] = {}
        for card in (card for person in ground.people[: ground.known] for card in person.cards):
            for half in Half:
                self._hears(card.number, half, card.state_of(half).value, card.as_of_half(half))
        self.home = Path(tempfile.mkdtemp(dir=ground.room))
        self.province = Province(self.home / "platform.db", ground.database, ground.doors)
        self.line = Line(self.province, leaving=self._leaving, arrived=self._arrived, told=self._told)
        ground.carrier.line = self.line
        self.counter = AtTheCounter(self.home / "data", ground.folder, ground.client)
        ground.signer.clock, ground.signer.ahead = self._time_here, 0.0
        self.last_effect = 0

    # --- what a day brings --------------------------------------------------------------------------------------------

    @initialize(acts=st.lists(_ACTS, min_size=2, max_size=5), doubles=_DOUBLES)
    def people_come_early(self, acts: list[tuple[int, str, bool]], *, doubles: bool) -> None:
        """Nobody comes to an empty counter: there is always something to lose. Some lines send each request twice, to
        the end.
        """
        self.line.doubles = doubles
        self.record(acts, 0, "")

    @rule(acts=st.lists(_ACTS, min_size=1, max_size=3), write=st.integers(1, 3), death=_DEATHS)
    def record(self, acts: list[tuple[int, str, bool]], write: int, death: str) -> None:
        """A clerk submits something, lawful or not; the process may die around one of its transactions."""
        self.counter.dies_at(write if death else 0, after=death == "after")
        for who, what, named in acts:
            operation = self._operation(who, what, named=named)
            if self.counter.record(operation):
                self.book.recorded.append(operation)
        self.counter.dies_at(0, after=False)
        self.the_screen_claims_no_more_than_is_known()

    @rule(passes=st.lists(_PASSES, min_size=1, max_size=3), write=st.integers(1, 12), death=_DEATHS)
    def carry(self, passes: list[tuple[Fate, list[Fate]]], write: int, death: str) -> None:
        """Passes over a line in some state; the process may die at one of its writes."""
        self.counter.dies_at(write if death else 0, after=death == "after")
        for greeting, fates in passes:
            self.line.greeting, self.line.fates = greeting, iter(fates)
            self.counter.carry()
        self.counter.dies_at(0, after=False)
        self.the_screen_claims_no_more_than_is_known()

    @rule(which=st.integers(0, 99))
    def an_old_request_comes(self, which: int) -> None:
        """One that was delayed, or one more time one that was not; also long after its answer."""
        if self.line.kept:
            self.line.deliver(self.line.kept[which % len(self.line.kept)])

    @rule()
    def the_counter_is_killed(self) -> None:
        self.counter.restart()

    @rule()
    def the_platform_is_killed(self) -> None:
        self.province.restart()

    @rule(seconds=st.sampled_from([1.0, 40.0, 3 * DAY, 8 * DAY, -40.0, -3 * DAY]))
    def the_clock_here_jumps(self, seconds: float) -> None:
        self.counter.later(seconds)

    @rule(seconds=st.sampled_from(["0", "40", "259200", "691200", "-40", "-259200"]))
    def the_clock_there_jumps(self, seconds: str) -> None:
        self.province.switch(db.CLOCK_OFF, seconds)

    @rule(what=st.sampled_from([db.BANK_SILENT, db.NOT_NOW, ""]))
    def the_platform_rests(self, what: str) -> None:
        """A bank that does not answer, a platform that takes nothing; "" and all is well again."""
        card = self.ground.people[0].cards[0]
        assert card.bank is not None
        for name, value in ((db.BANK_SILENT, card.bank.bank), (db.NOT_NOW, "1")):
            self.province.switch(name, value if name == what else None)

    @rule(who=_PEOPLE, change=st.sampled_from(_ELSEWHERE))
    def something_changes_elsewhere(self, who: int, change: tuple[str, str]) -> None:
        """Another hall, the telephone, the bank: no counter is asked."""
        table, state = change
        key = "number" if table == "card" else "card"
        statement = f"UPDATE {table} SET state = ?, loss_until = NULL WHERE {key} = ?"
        self.province.change(statement, state, self.ground.people[who].cards[0].number)

    @rule(which=st.integers(0, 99))
    def withdraw(self, which: int) -> None:
        """The person changes their mind; what was handed over stays."""
        if self.book.recorded:
            self._withdraw(self.book.recorded[which % len(self.book.recorded)])

    @rule(fate=st.sampled_from(_SILENT), which=st.integers(0, 99))
    def somebody_regrets_what_has_just_gone(self, fate: Fate, which: int) -> None:
        """No answer came, and the person is still at the desk: the moment in which a withdrawal would do harm."""
        self.carry([(Fate.PASSES, [fate])], 1, "")
        standing = self.counter.store.works(states=[WorkState.WAITING, WorkState.IN_FLIGHT])
        if standing:
            self._withdraw(standing[which % len(standing)].operation)

    @rule()
    def settle(self) -> None:
        """A clerk closes what stands on the exceptions page."""
        for work in self.counter.store.works(states=[WorkState.REFUSED]):
            entry = self._entry("settled", work.operation)
            self.counter.store.settle(work.operation.id, Settlement.CLOSED, "办结", entry)

    # --- what must hold -----------------------------------------------------------------------------------------------

    def the_screen_claims_no_more_than_is_known(self) -> None:
        """What is shown as confirmed came over the line, said of that moment, and whatever is shown besides is shown as
        waiting.
        """
        for person in self.ground.people:
            mirror = self.counter.store.person(person.holder.number)
            work = self.counter.store.works_of(person.holder.number)
            for card in mirror.cards if mirror else ():
                view = project(card, work)
                for half in (view.ssc, view.bank):
                    assert (half.confirmed.value, half.as_of) in self.heard[card.number, half.half]
                    asked = half.waiting.operation.changes[half.half] if half.waiting else half.confirmed.value
                    assert half.shown.value == asked

    def teardown(self) -> None:
        """The line is good at last: everything has its answer, once, in order."""
        try:
            self._drain()
            self._judge()
        finally:
            self.counter.stop()
            self.province.stop()
            shutil.rmtree(self.home)

    def _drain(self) -> None:
        self.the_platform_rests("")
        self.line.greeting, self.line.fates = Fate.PASSES, iter(())
        for request in self.line.late[::-1]:
            self.line.deliver(request)
        for _ in range(4 * len(self.book.recorded) + 8):
            self.counter.carry()
            self.settle()
            self.counter.later(5)
            waiting = self.counter.store.waiting()
            if waiting.unsent + waiting.refused == 0:
                break
        for request in self.line.kept[-3:]:
            self.line.deliver(request)
        self.the_screen_claims_no_more_than_is_known()

    def _judge(self) -> None:
        self.book.turned = self._turned()
        lost, doubled, reordered = self._lost(), self.book.doubled(), self.book.reordered()
        tally = self.ground.tally
        tally.runs += 1
        tally.operations += len(self.book.recorded)
        tally.lost += len(lost)
        tally.doubled += len(doubled)
        tally.reordered += len(reordered)
        faults = {"lost": lost, "doubled": doubled, "reordered": reordered, "pushed in": self.book.pushed_in()}
        assert not any(faults.values()), faults
        assert self.counter.store.verify_audit().whole

    def _lost(self) -> list[str]:
        """Recorded and not settled, or settled otherwise than the platform says."""
        work = sorted(self.counter.store.works(limit=1000), key=lambda one: one.order)
        assert [one.operation.id for one in work] == [one.id for one in self.book.recorded]
        told = {
            str(id_): json.loads(said) for id_, said in self.province.rows("SELECT operation_id, answer FROM answer")
        }
        right = []
        for one in work:
            said = told.get(one.operation.id)
            effects = {half for id_, half in self.book.effects if id_ == one.operation.id}
            if _agrees(one.settlement, said, effects):
                right.append(one.operation.id)
        return self.book.lost(right)

    # --- both sides' records ------------------------------------------------------------------------------------------

    def _leaving(self, request: Request) -> None:
        stands = {str(work.operation.id): work.state for work in self.counter.store.works(limit=1000)}
        self.book.goes_out(_ids(request), stands)

    def _arrived(self, request: Request) -> None:
        fresh = self.province.rows(
            "SELECT id, operation_id, half FROM effect WHERE id > ? ORDER BY id", self.last_effect
        )
        self.book.effects += [(id_, half) for _, id_, half in fresh]
        self.last_effect = max((row[0] for row in fresh), default=self.last_effect)
        batch, known = _ids(request), set(self.book.decided)
        decided = [event for event in self._decisions() if event not in known]
        self.book.decided += sorted(decided, key=lambda event: batch.index(event[0]))

    def _decisions(self) -> list[Event]:
        whole = self.province.rows("SELECT operation_id, '' FROM answer")
        return whole + self.province.rows("SELECT operation_id, half FROM part")

    def _turned(self) -> set[str]:
        told = ((id_, json.loads(said)) for id_, said in self.province.rows("SELECT operation_id, answer FROM answer"))
        return {id_ for id_, said in told if said["verdict"] == Verdict.REFUSED and not said["halves"]}

    def _time_here(self) -> float:
        return time.time() + self.counter.clock.ahead.total_seconds()

    def _told(self, body: bytes) -> None:
        try:
            told = json.loads(body)
        except ValueError:
            return
        for answer in told.get("answers", [told] if "operation_id" in told else []):
            for card in (answer["person"] or {"cards": []})["cards"]:
                for half, said in ((Half.SSC, card), (Half.BANK, card["bank"] or card | {"state": UNKNOWN})):
                    self._hears(card["number"], half, said["state"], datetime.fromisoformat(said["as_of"]))

    def _hears(self, card: str, half: Half, state: str, as_of: datetime) -> None:
        self.heard.setdefault((card, half), set()).add((state, None if state == UNKNOWN else as_of))

    def _operation(self, who: int, what: str, *, named: bool) -> Operation:
        """Ids whose time says nothing: the order is the outbox's own."""
        serial = len(self.book.recorded) + 1
        operation = replace(
            temporary_loss(self.ground.people[who]),
            id=OperationId(f"01{serial * 7919 % 1000:06x}-{serial:04x}-7000-8000-{serial:012x}"),
            card_number=self.ground.people[who].cards[0].number if named else None,
            accepted_at=self.counter.clock.now(),
        )
        if what in CHANGES:
            facts = operation.facts if what != "data-change" else {"new_mobile": f"139{serial:08d}"}
            urgent = what.endswith("-loss")
            return replace(operation, procedure=what, changes=CHANGES[what], facts=facts, urgent=urgent)
        if what == NO_FORM:
            return replace(operation, holder_number="1")
        if what == NOT_HIS_CARD:
            return replace(operation, card_number=self.ground.people[(who + 1) % 3].cards[0].number)
        return replace(operation, holder_name="不是他")

    def _withdraw(self, operation: Operation) -> None:
        with suppress(NotEligible):
            self.counter.store.withdraw(operation.id, "撤回", self._entry("withdrawn", operation))

    def _entry(self, what: str, operation: Operation) -> AuditEntry:
        return AuditEntry(what, self.counter.clock.now(), "2046", "439901", "01", operation.id)


def _ids(request: Request) -> list[str]:
    try:
        return [one["id"] for one in json.loads(request.body)["operations"]]
    except ValueError:  # cut in half
        return []


def _agrees(settlement: Settlement | None, said: dict[str, Any] | None, effects: set[str]) -> bool:
    """How the counter settled one operation, and what the platform's tables say of it."""
    if settlement is Settlement.ACCEPTED:
        halves = said["halves"] if said else []
        changed = {half["half"] for half in halves if half["code"] != ALREADY}
        return said is not None and said["verdict"] == Verdict.ACCEPTED and changed == effects
    if settlement is Settlement.WITHDRAWN:
        return said is None and not effects
    return settlement is Settlement.CLOSED and (said is None or said["verdict"] == Verdict.REFUSED)
