"""A paper's signed code: made once, kept, the same on every rendering; checked here with the record and elsewhere
without.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from counter_app import enrolment
from counter_app.desk import receipt_codes
from counter_app.desk.receipt_codes import signed
from counter_app.desk.station import Station
from counter_app.desk.verifying import check
from counter_app.desk.views_checked import Checked, Verdict
from counter_app.domain.enrolment_errors import EnrolmentRevoked
from counter_app.domain.errors import NoKeyring
from counter_app.domain.receipt import Receipt, receipt_number
from counter_app.domain.receipt_code import NoCode, ReceiptCode, Standing, read_code
from counter_app.provinces import load
from counter_app.receipt_codes import KnownKey, KnownKeys, Recorded
from counter_app.wiring import SystemClock
from tests.contracts.samples import NOON, draft, entry, operation
from tests.contracts.settlement_contract import refused, step
from tests.parts.counting import working
from tests.parts.practice_folder import NOWHERE
from tests.parts.scanning import scanned

KEY, OTHER = enrolment.new_key(), enrolment.new_key()
HERE, NEXT = ("439901", "01"), ("439901", "02")


@dataclass
class Keys:
    """What stands in a keyring and in the platform's list: the process edge, so that any trouble can be had."""

    key: enrolment.PrivateKey | None = KEY
    trouble: Exception | None = None
    listed: dict[str, KnownKey] = field(default_factory=dict)
    asked: int = 0

    def own(self) -> enrolment.PrivateKey | None:
        self.asked += 1
        if self.trouble is not None:
            raise self.trouble
        return self.key

    def known(self) -> KnownKeys:
        return self.listed


def known(key: enrolment.PrivateKey = KEY, place: tuple[str, str] = HERE, **more: object) -> dict[str, KnownKey]:
    """A list with that key, good for a year around the samples."""
    life = {"since": NOON - timedelta(days=30), "until": NOON + timedelta(days=335), **more}
    return {key.key_id: KnownKey(key.public, *place, **life)}  # type: ignore[arg-type]


@pytest.fixture
def station(folder: Path) -> Iterator[Station]:
    """A counter with no line, clerk 0317; `codes` are this file's."""
    with working(folder, f"platform.url={NOWHERE}") as counter:
        made = Station(
            counter.store(),
            counter.platform(),
            counter.paper(),
            counter.printer(),
            load("hunan"),
            counter.place(),
            SystemClock(),
        )
        desk = counter.desk()
        made.session = desk.sign_in("0317")
        made.codes = Keys()
        yield made


def keys(station: Station) -> Keys:
    assert isinstance(station.codes, Keys)
    return station.codes


def record(station: Station, *, holder: int = 1) -> Receipt:
    """A receipt as the transaction leaves it."""
    return station.store.record(operation(holder=holder, card=holder), draft(f"回执 {holder}"), entry())


def paper(station: Station, number: str) -> bytes:
    receipt = station.store.receipt(number)
    assert receipt is not None
    return station.paper.pdf(receipt_codes.coded(station, receipt))


def whys(station: Station) -> list[tuple[str, str]]:
    """Papers that went out without a code, and why."""
    since = NOON - timedelta(days=9999)
    return [(one.subject, one.facts["why"]) for one in station.store.entries(receipt_codes.WITHOUT_CODE, since=since)]


def code_of(station: Station, number: str) -> ReceiptCode:
    return read_code(receipt_codes.code_of(station, number))


# --- making it


def test_recording_makes_none_and_the_first_paper_makes_the_one_that_stands(station: Station) -> None:
    number = record(station).number
    assert station.store.receipt_code(number) == ""
    assert keys(station).asked == 0
    first = paper(station, number)
    assert paper(station, number) == first
    assert keys(station).asked == 1
    (text,) = scanned(first)
    assert text == station.store.receipt_code(number)
    code = read_code(text)
    assert (code.said.number, code.said.at, code.said.kind) == (number, NOON, "temporary-loss")
    assert code.said.place == HERE
    keys(station).key = OTHER
    assert paper(station, number) == first, "another key by now, and the same paper"


def test_two_makers_at_once_get_the_one_that_stands(station: Station) -> None:
    number = record(station).number
    recorded = station.store.recorded(number)
    assert recorded is not None
    made: list[str] = []
    together = threading.Barrier(4)

    def make() -> None:
        together.wait()
        made.append(receipt_codes.code_of(station, number))

    threads = [threading.Thread(target=make) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert set(made) == {station.store.receipt_code(number)}
    late = signed(recorded, KEY).text
    assert late != made[0], "a signature is by chance"
    assert station.store.keep_code(number, late, public=KEY.public, at=NOON) == made[0]


def test_a_locked_keyring_holds_no_paper_back_and_the_code_is_made_at_next_need(station: Station) -> None:
    number = record(station).number
    keys(station).trouble = NoKeyring()
    assert scanned(paper(station, number)) == []
    assert whys(station) == [(number, "NoKeyring")]
    keys(station).trouble = EnrolmentRevoked(handed_over=False)
    assert scanned(paper(station, number)) == []
    assert [why for _, why in whys(station)] == ["NoKeyring"], (
        "once a paper: it is tried anew as long as a printer waits"
    )
    keys(station).trouble = None
    assert scanned(paper(station, number)) == [station.store.receipt_code(number)]
    assert len(whys(station)) == 1


def test_a_counter_that_was_never_enrolled_says_nothing(station: Station) -> None:
    number = record(station).number
    keys(station).key = None
    assert scanned(paper(station, number)) == []
    assert whys(station) == []
    station.codes = None
    assert scanned(paper(station, number)) == []


def test_no_paper_of_another_window_is_signed(station: Station) -> None:
    number = record(station).number
    station.place = replace(station.place, window="02")
    assert receipt_codes.code_of(station, number) == ""
    assert receipt_codes.code_of(station, receipt_number("439902", "01", NOON.date(), 1)) == ""


def test_a_successor_has_a_code_of_its_own_and_the_receipt_before_counts_no_longer(station: Station) -> None:
    store = station.store
    made = refused(store, holder=3, card=3)
    before = store.receipt(made)
    assert before is not None
    old = code_of(station, before.number)
    kept = store.take_step(step(made, paper=draft("接替")), entry("operation.closed"))
    new = code_of(station, kept.number)
    assert (new.said.standing, new.said.place, new.said.at) == (Standing.SUCCESSOR, HERE, kept.at)
    assert new.said.words != old.said.words
    found = checked(station, new)
    assert (found.verdict, found.receipt and found.receipt.draft) == (Verdict.GENUINE, draft("接替"))
    gone = checked(station, old)
    assert (gone.verdict, gone.why[0].zh) == (Verdict.VOID, f"已由 {kept.number} 接替")


# --- checking it


def checked(station: Station, code: ReceiptCode | str) -> Checked:
    return check(station, code if isinstance(code, str) else code.text)


def test_with_the_record_the_words_are_found_and_the_check_is_on_record(station: Station) -> None:
    number = record(station).number
    found = checked(station, code_of(station, number))
    assert (found.verdict, found.said.number) == (Verdict.GENUINE, number)
    assert found.receipt is not None
    assert found.receipt.draft == draft("回执 1")
    (noted,) = station.store.entries("receipt.checked", since=NOON - timedelta(days=9999))
    assert (noted.subject, noted.facts["verdict"]) == (number, "genuine")


def elsewhere(station: Station, listed: dict[str, KnownKey], **changes: object) -> Checked:
    """What another counter finds, which has no record: of a receipt of window 02."""
    recorded = Recorded(
        receipt_number("439901", "02", NOON.date(), 9), NOON, Standing.RECEIPT, "formal-loss", "ab" * 16
    )
    keys(station).listed = listed
    return checked(station, signed(replace(recorded, **changes), KEY))  # type: ignore[arg-type]


def test_without_the_record_number_time_kind_and_window_are_checked_and_it_says_so(station: Station) -> None:
    found = elsewhere(station, known(place=NEXT))
    assert (found.verdict, found.receipt) == (Verdict.GENUINE, None)
    assert "words were not checked" in found.why[-1].en
    assert (found.place.en, found.kind.en.split(", ")[0]) == ("outlet 439901, window 02", "Receipt")


def test_without_the_record_a_code_that_says_void_does_not_count(station: Station) -> None:
    assert elsewhere(station, known(place=NEXT), standing=Standing.VOID).verdict is Verdict.VOID


def test_what_this_window_signed_under_another_number_is_not_called_false(station: Station) -> None:
    """A window that was renumbered, and a platform that has told of no keys."""
    code = code_of(station, record(station).number)
    station.place = replace(station.place, window="07")
    assert checked(station, code).verdict is Verdict.GENUINE


def test_a_key_nobody_knows_here_is_no_forgery(station: Station) -> None:
    assert elsewhere(station, {}).verdict is Verdict.UNKNOWN
    assert elsewhere(station, known(OTHER, NEXT)).verdict is Verdict.UNKNOWN


def test_a_key_speaks_for_its_own_window_only(station: Station) -> None:
    found = elsewhere(station, known(place=HERE))
    assert found.verdict is Verdict.FALSE
    assert "may not sign" in found.why[0].en


def test_a_renewed_key_still_checks_old_papers_and_a_revoked_one_those_of_before_with_a_warning(
    station: Station,
) -> None:
    renewed = {**known(place=NEXT), **known(OTHER, NEXT)}
    assert elsewhere(station, renewed).verdict is Verdict.GENUINE
    revoked = elsewhere(station, known(place=NEXT, revoked_at=NOON + timedelta(seconds=1)))
    assert revoked.verdict is Verdict.GENUINE
    assert "revoked" in revoked.why[0].en
    for ended in (known(place=NEXT, revoked_at=NOON), known(place=NEXT, until=NOON - timedelta(days=1))):
        assert elsewhere(station, ended).verdict is Verdict.FALSE
    early = elsewhere(station, known(place=NEXT, since=NOON + timedelta(days=1)))
    assert (early.verdict, "coded later" in early.why[0].en) == (Verdict.GENUINE, True)


def test_a_changed_digit_and_a_made_up_signature_are_false(station: Station) -> None:
    number, second = record(station).number, record(station, holder=2).number
    code, other = code_of(station, number), code_of(station, second)
    moved = ReceiptCode(replace(code.said, number=second, at=other.said.at), code.signature)
    assert checked(station, moved).verdict is Verdict.FALSE
    assert checked(station, ReceiptCode(code.said, other.signature)).verdict is Verdict.FALSE
    with pytest.raises(NoCode):
        checked(station, code.text.replace(number, number[:-1] + str((int(number[-1]) + 1) % 10)))
    mine = signed(station.store.recorded(number), OTHER)  # type: ignore[arg-type]
    as_another = ReceiptCode(replace(mine.said, key_id=KEY.key_id), mine.signature)
    assert checked(station, as_another).verdict is Verdict.FALSE


def test_a_number_put_on_another_paper_is_false_where_the_record_is(station: Station) -> None:
    """Signed by this very counter: only the record tells."""
    number = record(station).number
    code_of(station, number)
    recorded = station.store.recorded(number)
    assert recorded is not None
    changes: tuple[dict[str, object], ...] = (
        {"words": "00" * 16},
        {"kind": "release"},
        {"issued_at": NOON + timedelta(seconds=1)},
        {"void": True},
    )
    for change in changes:
        found = checked(station, signed(replace(recorded, **change), KEY))  # type: ignore[arg-type]
        assert (found.verdict, found.receipt) == (Verdict.FALSE, None), change


def test_the_code_of_a_receipt_that_is_void_by_now_says_so(station: Station) -> None:
    receipt = record(station)
    code = code_of(station, receipt.number)
    station.store.withdraw(receipt.operation_id, "不办了", entry("operation.withdrawn"))
    found = checked(station, code)
    assert (found.verdict, found.why[0].zh) == (Verdict.VOID, "这张回执已作废")
    unseen = record(station, holder=2)
    station.store.withdraw(unseen.operation_id, "不办了", entry("operation.withdrawn"))
    late = code_of(station, unseen.number)
    assert late.said.standing is Standing.VOID
    assert checked(station, late).verdict is Verdict.VOID


def test_what_is_no_code_is_told_so_and_nothing_is_noted(station: Station) -> None:
    for typed in ("", "SSC1-", "439901-01-260318-0029-3", "A" * 10_000):
        with pytest.raises(NoCode):
            check(station, typed)
    assert station.store.entries("receipt.checked", since=NOON - timedelta(days=9999)) == ()
