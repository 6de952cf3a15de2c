"""A counter comes to its key and keeps it: first start, lost answers, renewal, revocation, two processes at once.

The real platform, a real key file, a proxy that loses answers.
"""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from counter_app import enrolment
from counter_app.domain.enrolment_errors import CodeRefused, EnrolmentRevoked, NotEnrolled
from counter_app.domain.errors import Damaged, PlatformTrouble
from counter_app.enrolling import Enrolling
from counter_app.enrolment import EnrolmentState, KeyRefusal, Scope, ScopeKind
from local_store.keys import KeyFileSecrets
from local_store.turns import enrolment_turn
from practice.enrolment import OPEN_CODE
from practice.platform import database as db
from practice.platform.enrolment import issue_code, revoke
from sync.client import HttpPlatform
from sync.signing import Signer
from tests.parts import contract
from tests.parts.counter_folder import SetClock
from tests.parts.practice_platform import Platform
from tests.parts.proxy import Proxy

TOWN = Scope(ScopeKind.TOWNSHIP, "439901", limit=1200)


@dataclass
class Outlet:
    """One counter: its folder, its clock, its line through the proxy."""

    folder: Path
    ring: Enrolling
    line: HttpPlatform
    secrets: KeyFileSecrets
    clock: SetClock

    def works(self) -> bool:
        """Whether the platform takes a call that changes something."""
        return self.line.people_by_name("没有此人") == ()


@pytest.fixture
def opened(between: Proxy, tmp_path: Path) -> Iterator[Callable[..., Outlet]]:
    """A counter on the folder; called again: as another process on it."""
    with ExitStack() as stack:

        def make(*, open_code: str = "") -> Outlet:
            secrets, clock = KeyFileSecrets(tmp_path / "practice.key"), SetClock()
            ring = Enrolling(
                secrets=lambda: secrets,
                door=lambda: line,
                clock=clock,
                place=("439901", "01"),
                turn=partial(enrolment_turn, tmp_path),
                open_code=open_code,
            )
            line = HttpPlatform(lambda: between.url, version="1.0.0", signer=Signer(lambda: ring))
            stack.callback(line.close)
            return Outlet(tmp_path, ring, line, secrets, clock)

        yield make


@pytest.fixture
def code(platform: Platform) -> str:
    """A one-time code for a township."""
    return a_code(platform)


def a_code(platform: Platform) -> str:
    with closing(db.open_database(platform.database)) as connection:
        return issue_code(connection, TOWN, datetime.now(UTC))


def revoked(platform: Platform, counter_id: str) -> None:
    """The platform revokes every key of that counter; there is one at least."""
    with closing(db.open_database(platform.database)) as connection:
        assert revoke(connection, counter_id, datetime.now(UTC)) > 0


def keys_of(platform: Platform, counter_id: str) -> list[tuple[object, ...]]:
    return platform.rows("SELECT key_id, state FROM counter_key WHERE counter = ? ORDER BY enrolled_at", counter_id)


def test_a_practice_counter_enrols_by_itself_with_its_first_call(opened: Callable[..., Outlet], between: Proxy) -> None:
    """One more request, once; the contract is kept, and the next start finds the key."""
    first = opened(open_code=OPEN_CODE)
    assert first.works()
    assert between.paths() == ["/v1/counters", "/v1/lookups"]
    assert opened(open_code=OPEN_CODE).works()
    assert between.paths() == ["/v1/counters", "/v1/lookups", "/v1/lookups"]
    enrolling = between.exchanges[0]
    assert contract.request_faults(enrolling.head, enrolling.body) == []
    assert contract.answer_faults("/v1/counters", "POST", enrolling.answer) == []


def test_a_real_counter_waits_for_a_code_and_a_wrong_one_is_refused(
    opened: Callable[..., Outlet], between: Proxy, code: str
) -> None:
    """The code grants its own scope, once: a second counter gets nothing for it."""
    one = opened()
    with pytest.raises(NotEnrolled) as raised:
        one.works()
    assert "counter enrol" in raised.value.what_next.zh
    assert between.paths() == [], "no byte without a key"
    for wrong in ("0000-0000-0000-0000", OPEN_CODE + "X"):
        with pytest.raises(CodeRefused):
            one.ring.enrol(wrong)
    assert one.ring.enrolled() is None
    enrolled = one.ring.enrol(code.lower())
    assert enrolled.grant.scope == TOWN
    assert enrolled.state(datetime.now(UTC)) is EnrolmentState.IN_FORCE
    assert one.works()
    with pytest.raises(CodeRefused):
        one.ring.enrol(code)
    assert one.works(), "a code that is refused takes nothing away"


def test_a_lost_answer_to_an_enrolment_is_asked_for_again(
    opened: Callable[..., Outlet], between: Proxy, code: str, platform: Platform
) -> None:
    """With the same key, by another process too, and the code is not wasted."""
    between.mode, between.only = "cut-after", "/v1/counters"
    before = platform.rows("SELECT count(*) FROM counter_key")
    with pytest.raises(PlatformTrouble):
        opened().ring.enrol(code)
    between.mode = "pass"
    one = opened()
    enrolled = one.ring.enrol(code)
    assert one.works()
    assert keys_of(platform, enrolled.grant.counter_id) == [(enrolled.key.key_id, "in_force")]
    assert platform.rows("SELECT count(*) FROM counter_key") == [(int(str(before[0][0])) + 1,)]


def test_a_key_is_renewed_in_time_and_a_lost_answer_leaves_the_counter_working(
    opened: Callable[..., Outlet], between: Proxy, platform: Platform
) -> None:
    """The old key signs until the platform has answered, and goes with the first use of the fresh one."""
    one = opened(open_code=OPEN_CODE)
    assert one.works()
    old = one.ring.enrolled()
    assert old is not None
    one.ring.see_to()
    assert one.ring.enrolled() == old, "most of its life is left"
    one.clock.ahead = timedelta(days=300)
    between.mode, between.only = "cut-after", "/v1/counters/renewals"
    one.ring.see_to()
    assert one.ring.enrolled() == old, "not answered yet"
    assert one.works()
    between.mode = "pass"
    other = opened(open_code=OPEN_CODE)
    assert other.works()
    one.ring.see_to()
    fresh = one.ring.enrolled()
    assert fresh is not None
    assert fresh.key.key_id != old.key.key_id
    assert fresh.grant.counter_id == old.grant.counter_id
    told = keys_of(platform, old.grant.counter_id)
    assert sorted(told) == sorted([(old.key.key_id, "renewed"), (fresh.key.key_id, "in_force")])
    assert one.works()
    assert (old.key.key_id, "replaced") in keys_of(platform, old.grant.counter_id)
    assert other.works(), "another process on the folder finds the fresh key when its own is turned down"
    renewals = [e for e in between.exchanges if e.path == "/v1/counters/renewals"]
    assert [contract.request_faults(e.head, e.body) for e in renewals] == [[], []]
    assert contract.answer_faults("/v1/counters/renewals", "POST", renewals[-1].answer) == []
    assert one.line.renew(fresh.key, old=old.key) == fresh.grant, "the same again, the same answer"
    with pytest.raises(PlatformTrouble):
        one.line.renew(enrolment.new_key(), old=old.key)


def test_a_revoked_counter_says_so_until_a_new_code_comes(
    opened: Callable[..., Outlet], between: Proxy, platform: Platform, code: str
) -> None:
    """Nothing is sent meanwhile, a practice counter does not let itself in again, and the next start knows."""
    one = opened(open_code=OPEN_CODE)
    assert one.works()
    enrolled = one.ring.enrolled()
    assert enrolled is not None
    platform.change("UPDATE counter_key SET state = 'revoked' WHERE key_id = ?", enrolled.key.key_id)
    with pytest.raises(EnrolmentRevoked):
        one.works()
    asked = len(between.exchanges)
    later = opened(open_code=OPEN_CODE)
    for counter in (one, later):
        with pytest.raises(EnrolmentRevoked):
            counter.works()
        counter.ring.see_to()
    assert len(between.exchanges) == asked
    told = later.ring.enrolled()
    assert told is not None
    assert told.state(datetime.now(UTC)) is EnrolmentState.REVOKED
    later.ring.enrol(code)
    assert later.works()


def test_a_counter_enrolled_anew_by_another_process_works_on_in_the_one_that_was_told_it_is_revoked(
    opened: Callable[..., Outlet], platform: Platform, code: str
) -> None:
    """No restart: the window or courier that runs finds the key the command was granted."""
    running = opened(open_code=OPEN_CODE)
    assert running.works()
    enrolled = running.ring.enrolled()
    assert enrolled is not None
    revoked(platform, enrolled.grant.counter_id)
    with pytest.raises(EnrolmentRevoked):
        running.works()
    opened().ring.enrol(code)
    assert running.works()


def test_a_lost_answer_that_was_revoked_since_does_not_shut_the_counter_out(
    opened: Callable[..., Outlet], between: Proxy, platform: Platform, code: str
) -> None:
    """To an enrolment: the platform says so of that key, another is made, and the new code is not wasted on the old."""
    between.mode, between.only = "cut-after", "/v1/counters"
    one = opened()
    with pytest.raises(PlatformTrouble):
        one.ring.enrol(code)
    between.mode = "pass"
    lost = enrolment.read(one.secrets).fresh
    assert lost is not None
    revoked(platform, f"C{lost.key_id}")
    with pytest.raises(CodeRefused):
        one.ring.enrol(code)  # it was spent on what is revoked
    asked, another = len(between.exchanges), a_code(platform)
    enrolled = opened().ring.enrol(another)
    assert enrolled.key.key_id != lost.key_id
    assert one.works()
    assert between.paths()[asked:] == ["/v1/counters", "/v1/lookups"], "the revoked key is asked for once"
    for exchange in between.exchanges[:asked]:
        assert contract.answer_faults("/v1/counters", "POST", exchange.answer) == []
    with pytest.raises(EnrolmentRevoked):
        one.line.enrol(a_code(platform), lost, outlet="439901", window="01")


def test_a_lost_renewal_that_was_revoked_since_does_not_shut_the_counter_out(
    opened: Callable[..., Outlet], between: Proxy, platform: Platform, code: str
) -> None:
    """The next code enrols the counter under a key of its own."""
    one = opened()
    enrolled = one.ring.enrol(code)
    one.clock.ahead = timedelta(days=300)
    between.mode, between.only = "cut-after", "/v1/counters/renewals"
    one.ring.see_to()
    between.mode = "pass"
    revoked(platform, enrolled.grant.counter_id)
    with pytest.raises(EnrolmentRevoked):
        one.works()
    again = one.ring.enrol(a_code(platform))
    assert again.grant.counter_id != enrolled.grant.counter_id
    assert one.works()


def test_a_lost_enrolment_does_not_stop_the_renewal_of_the_key_in_use_and_is_still_answered(
    opened: Callable[..., Outlet], between: Proxy, platform: Platform, code: str
) -> None:
    """Each is asked for with a key of its own: renewed meanwhile, the same code still gets the same answer."""
    one = opened()
    first = one.ring.enrol(code)
    another = a_code(platform)
    between.mode, between.only = "cut-after", "/v1/counters"
    with pytest.raises(PlatformTrouble):
        one.ring.enrol(another)
    lost = enrolment.read(one.secrets).fresh
    between.only = "/v1/counters/renewals"
    one.clock.ahead = timedelta(days=300)
    with pytest.raises(PlatformTrouble):
        one.ring.renew_if_due()
    between.mode = "pass"
    assert one.ring.renew_if_due()
    renewed = one.ring.enrolled()
    assert renewed is not None
    assert renewed.grant.counter_id == first.grant.counter_id
    assert one.works()
    assert lost is not None
    assert one.ring.enrol(another).key.key_id == lost.key_id
    assert one.works()


def test_a_platform_that_knows_nobody_is_enrolled_at_again_in_practice_only(
    opened: Callable[..., Outlet], between: Proxy, platform: Platform
) -> None:
    """A practice platform may be made anew; a real one that does not know the key is no case for a guess."""
    one = opened(open_code=OPEN_CODE)
    assert one.works()
    first = one.ring.enrolled()
    assert first is not None
    platform.change("DELETE FROM counter_key WHERE key_id = ?", first.key.key_id)
    assert one.works()
    one.clock.ahead = timedelta(days=300)
    before = one.ring.enrolled()
    assert before is not None
    platform.change("DELETE FROM counter_key WHERE key_id = ?", before.key.key_id)
    one.ring.see_to()
    assert one.ring.enrolled() == before, "a renewal is no enrolment"
    assert one.works()
    real = opened()
    second = real.ring.enrolled()
    assert second is not None
    platform.change("DELETE FROM counter_key WHERE key_id = ?", second.key.key_id)
    with pytest.raises(NotEnrolled):
        real.works()
    assert real.ring.enrolled() == second


def test_two_processes_that_start_at_once_come_to_one_key(opened: Callable[..., Outlet], platform: Platform) -> None:
    """Whoever comes second finds what the first was granted."""
    before = int(str(platform.rows("SELECT count(*) FROM counter_key")[0][0]))
    outlets = [opened(open_code=OPEN_CODE) for _ in range(4)]
    with ThreadPoolExecutor(4) as hands:
        assert all(hands.map(Outlet.works, outlets))
    assert platform.rows("SELECT count(*) FROM counter_key") == [(before + 1,)]


def test_the_private_key_stands_nowhere_but_among_the_secrets(
    opened: Callable[..., Outlet], between: Proxy, platform: Platform, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Not on the wire, not at the platform, in no log, in no other file of the folder; nor is the code in a log."""
    caplog.set_level(logging.DEBUG)
    one = opened()
    enrolled = one.ring.enrol(code)
    assert one.works()
    one.clock.ahead = timedelta(days=300)
    one.ring.see_to()
    renewed = one.ring.enrolled()
    assert renewed is not None
    wire = "".join(exchange.head + exchange.body.decode() for exchange in between.exchanges)
    told = caplog.text + repr(enrolled) + str(renewed)
    for key in (enrolled.key, renewed.key):
        assert key.private.hex() not in wire + told
        assert repr(key.private) not in told
        for file in one.folder.rglob("*"):
            kept = file.read_bytes() if file.is_file() and file.name != "practice.key" else b""
            assert key.private not in kept
            assert key.private.hex().encode() not in kept
        for file in platform.database.parent.glob("platform.db*"):
            assert key.private.hex().encode() not in file.read_bytes()
    assert code not in caplog.text
    assert one.folder.joinpath("practice.key").stat().st_mode & 0o077 == 0


def test_what_is_kept_is_read_as_it_was_written_and_damage_is_told(tmp_path: Path) -> None:
    """Key, grant, moment of revocation and the keys to be granted, in one secret."""
    secrets = KeyFileSecrets(tmp_path / "practice.key")
    assert enrolment.read(secrets) == enrolment.Kept()
    key = replace(enrolment.new_key(), counter_id="C1")
    now = datetime.now(UTC)
    grant = enrolment.Grant("C1", now + timedelta(days=9), TOWN)
    for kept in (
        enrolment.Kept(fresh=enrolment.new_key()),
        enrolment.Kept(enrolment.Enrolled(key, grant, now)),
        enrolment.Kept(enrolment.Enrolled(key, grant, now, revoked=True), enrolment.new_key(), enrolment.new_key()),
        enrolment.Kept(enrolment.Enrolled(key, grant, now, revoked=True, taken_over=True), replaces="C1"),
    ):
        enrolment.keep(secrets, kept)
        assert enrolment.read(secrets) == kept
    assert len(secrets.get(enrolment.NAME) or "") < 1200, "a keyring of Windows takes 2560 bytes, two a character"
    for garbage in ("", "[]", "{}", '{"enrolled": {"private": "00"}, "fresh": null}'):
        secrets.put(enrolment.NAME, garbage)
        with pytest.raises(Damaged):
            enrolment.read(secrets)


def test_an_enrolment_that_has_run_out_is_told_apart() -> None:
    """By this machine's clock; the platform has the last word."""
    now = datetime.now(UTC)
    one = enrolment.Enrolled(enrolment.new_key(), enrolment.Grant("C1", now, TOWN), now - timedelta(days=1))
    assert one.state(now) is EnrolmentState.EXPIRED
    assert one.state(now - timedelta(hours=1)) is EnrolmentState.IN_FORCE
    assert replace(one, revoked=True).state(now) is EnrolmentState.REVOKED
    assert {why.value for why in KeyRefusal} == {"unknown", "replaced", "expired", "revoked", "taken-over"}
