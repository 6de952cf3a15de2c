"""A counter that is set up again on another machine: the platform takes it for the one before, and never both.

The real platform, real keys, a machine each.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import httpx
import pytest

from counter_app import enrolment
from counter_app.domain.enrolment_errors import CodeRefused, EnrolmentRevoked, TakenOver
from counter_app.enrolling import Enrolling
from counter_app.enrolment import Enrolled, Scope, ScopeKind
from local_store.keys import KeyFileSecrets
from local_store.turns import enrolment_turn
from practice.platform import database as db
from practice.platform.enrolment import issue_code, revoke
from sync.client import HttpPlatform
from sync.signing import Signer
from tests.parts import contract
from tests.parts.counter_folder import SetClock
from tests.parts.practice_platform import Platform
from tests.parts.proxy import Proxy

TOWN = Scope(ScopeKind.TOWNSHIP, "439901", limit=1200)


class Machine:
    """One machine: its secrets, its line."""

    def __init__(self, folder: Path, url: str) -> None:
        folder.mkdir()
        self.secrets = KeyFileSecrets(folder / "practice.key")
        self.ring = Enrolling(
            secrets=lambda: self.secrets,
            door=lambda: self.line,
            clock=SetClock(),
            place=("439901", "01"),
            turn=partial(enrolment_turn, folder),
        )
        self.line = HttpPlatform(lambda: url, version="1.0.0", signer=Signer(lambda: self.ring))

    def works(self) -> bool:
        """Whether the platform takes a call that changes something."""
        return self.line.people_by_name("没有此人") == ()

    def stands_for(self, one: Enrolled) -> None:
        """It was set up again as that counter."""
        enrolment.keep(self.secrets, enrolment.Kept(replaces=one.grant.counter_id))


@pytest.fixture
def machine(between: Proxy, tmp_path: Path) -> Iterator[Callable[[str], Machine]]:
    with ExitStack() as stack:

        def made(name: str) -> Machine:
            one = Machine(tmp_path / name, between.url)
            stack.callback(one.line.close)
            return one

        yield made


@pytest.fixture
def code(platform: Platform) -> Callable[..., str]:
    """Another one-time code, of the township unless told."""

    def issued(scope: Scope = TOWN) -> str:
        with closing(db.open_database(platform.database)) as connection:
            return issue_code(connection, scope, datetime.now(UTC))

    return issued


def test_the_machine_before_is_refused_from_then_on_and_is_told_why(
    machine: Callable[[str], Machine], code: Callable[..., str], between: Proxy
) -> None:
    """The new one goes on under the same name; a lost answer to its enrolment is asked for again."""
    old, new = machine("old"), machine("new")
    before = old.ring.enrol(code())
    assert old.works()
    new.stands_for(before)
    now = new.ring.enrol(code())
    assert now.grant.counter_id == before.grant.counter_id
    assert now.key.key_id != before.key.key_id
    assert new.works()
    enrolling = [one for one in between.exchanges if b"replaces" in one.body]
    assert [contract.request_faults(one.head, one.body) for one in enrolling] == [[]]
    with pytest.raises(TakenOver) as raised:
        old.works()
    assert "另一台机器" in raised.value.message.zh
    asked = len(between.exchanges)
    with pytest.raises(TakenOver):
        old.works()
    assert len(between.exchanges) == asked, "it knows by itself now"
    assert new.works()
    assert enrolment.read(new.secrets).replaces == "", "it is that counter and takes nobody's place again"


def test_a_second_take_over_ends_the_first_and_what_was_revoked_stays_so(
    machine: Callable[[str], Machine], code: Callable[..., str], platform: Platform
) -> None:
    one, two, three = machine("one"), machine("two"), machine("three")
    first = one.ring.enrol(code())
    with closing(db.open_database(platform.database)) as connection:
        assert revoke(connection, first.grant.counter_id, datetime.now(UTC)) == 1
    for again in (two, three):
        again.stands_for(first)
        again.ring.enrol(code())
        assert again.works()
    with pytest.raises(TakenOver):
        two.works()
    with pytest.raises(EnrolmentRevoked) as raised:
        one.works()
    assert type(raised.value) is EnrolmentRevoked


def test_a_code_of_another_place_takes_nobody_over(machine: Callable[[str], Machine], code: Callable[..., str]) -> None:
    old, thief = machine("old"), machine("thief")
    before = old.ring.enrol(code())
    thief.stands_for(before)
    elsewhere = code(replace(TOWN, code="430102"))
    with pytest.raises(CodeRefused):
        thief.ring.enrol(elsewhere)
    with pytest.raises(CodeRefused):
        thief.ring.enrol("0000-0000-0000-0000")
    assert old.works()


def test_a_platform_that_knows_nobody_of_that_name_enrols_all_the_same(
    machine: Callable[[str], Machine], code: Callable[..., str]
) -> None:
    """It was made anew meanwhile: there is nobody to end."""
    new = machine("new")
    enrolment.keep(new.secrets, enrolment.Kept(replaces="C0000000000000000"))
    assert new.ring.enrol(code()).grant.counter_id != "C0000000000000000"
    assert new.works()


def test_an_enrolment_of_before_that_is_replayed_brings_the_old_key_not_back(
    machine: Callable[[str], Machine], code: Callable[..., str], between: Proxy, platform: Platform
) -> None:
    """Byte by byte, within its time: the platform knows the key, and that its time is over."""
    old, new = machine("old"), machine("new")
    new.stands_for(old.ring.enrol(code()))
    caught = between.exchanges[-1]
    new.ring.enrol(code())
    head = dict(line.split(": ", 1) for line in caught.head.split("\r\n")[1:] if line)
    answer = httpx.post(f"{platform.url}/v1/counters", content=caught.body, headers=head)
    assert answer.status_code == 401
    assert answer.json()["type"] in {"urn:ssc-platform:key-revoked", "urn:ssc-platform:replayed"}
    with pytest.raises(TakenOver):
        old.works()
