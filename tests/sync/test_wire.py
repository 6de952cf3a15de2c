"""The wire format: what goes out comes back the same, and whatever else comes in is no platform, never a crash."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.card import BankState, CardState
from counter_app.domain.errors import NoPlatform
from counter_app.domain.making import MakingState, OrderKind
from counter_app.domain.operation import Verdict
from sync import wire

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=6),
    max_leaves=12,
)
READERS: list[Callable[[bytes], object]] = [wire.read_hello, wire.read_answers, wire.read_people]
MOMENT = "2026-11-21T10:00:00.5Z"
HOLDER = {
    "number": "439901198805166009",
    "name": "𠮷田·岚",
    "sex": "2",
    "birth_date": "1988-05-16",
    "nation": "01",
    "mobile": "",
}
BANK = {
    "bank": "B01",
    "bank_name": "示例银行一",
    "tail": "0042",
    "state": "normal",
    "as_of": MOMENT,
    "account_class": "I",
}
CARD = {
    "number": "B00000019",
    "identifier": "439901D15600000500000001CA118783",
    "state": "4",
    "as_of": MOMENT,
    "issued_on": "2020-05-12",
    "expires_on": None,
    "loss_until": "2026-11-28T10:00:00Z",
    "bank": BANK,
}
ORDER = {
    "number": "Z00000004",
    "batch": "P20261121B01",
    "kind": "replacement",
    "state": "failed",
    "bank": "B01",
    "bank_name": "示例银行一",
    "outlet": "439901",
    "ordered_at": MOMENT,
    "as_of": MOMENT,
    "promised_on": "2026-12-05",
    "replaces": "B00000019",
    "card_number": None,
    "keeps_account": True,
    "reason": {"zh": "照片不合格", "en": "The photo will not do"},
}
PERSON = {"holder": HOLDER, "cards": [CARD], "as_of": MOMENT, "orders": [ORDER], "life": "dead"}
HALF = {
    "half": "ssc",
    "verdict": "accepted",
    "state": "4",
    "code": "",
    "reason": None,
    "effective_at": MOMENT,
    "until": None,
}
ANSWER = {
    "operation_id": "01a1fde4-ecbe-780c-a008-fe7b8e40dbe2",
    "verdict": "accepted",
    "known": False,
    "answered_at": MOMENT,
    "halves": [HALF],
    "code": "",
    "reason": None,
    "card_number": "B00000019",
    "person": PERSON,
}
GOOD: dict[Callable[[bytes], object], Any] = {
    wire.read_hello: {"service": "ssc-platform", "api": "1.0", "province": "practice", "server_time": MOMENT},
    wire.read_answers: {"answers": [ANSWER]},
    wire.read_people: {"people": [PERSON]},
}


def body(tree: object) -> bytes:
    return json.dumps(tree, ensure_ascii=False).encode("utf-8", errors="surrogatepass")


def refused_or_read(reader: Callable[[bytes], object], content: bytes) -> None:
    """No other exception than NoPlatform, and no words of what was read in it."""
    told: list[NoPlatform] = []
    try:
        reader(content)
    except NoPlatform as trouble:
        told.append(trouble)
    assert all(trouble.__cause__ is None and "439901" not in str(trouble.facts) for trouble in told)


def spoil(tree: Any, path: list[int], value: object) -> Any:
    """`tree` with one place, chosen by `path`, replaced by `value`."""
    if not path or not isinstance(tree, dict | list) or not tree:
        return value
    keys = list(tree) if isinstance(tree, dict) else list(range(len(tree)))
    key = keys[path[0] % len(keys)]
    copy = dict(tree) if isinstance(tree, dict) else list(tree)
    copy[key] = spoil(tree[key], path[1:], value)
    return copy


@pytest.mark.parametrize("reader", READERS)
@given(content=st.binary(max_size=200))
def test_any_bytes(reader: Callable[[bytes], object], content: bytes) -> None:
    refused_or_read(reader, content)


@pytest.mark.parametrize("reader", READERS)
@given(tree=json_values)
def test_any_json(reader: Callable[[bytes], object], tree: object) -> None:
    refused_or_read(reader, body(tree))


@pytest.mark.parametrize("reader", READERS)
@given(path=st.lists(st.integers(0, 20), min_size=1, max_size=6), value=json_values)
def test_a_good_answer_spoilt_in_one_place(reader: Callable[[bytes], object], path: list[int], value: object) -> None:
    refused_or_read(reader, body(spoil(GOOD[reader], path, value)))


@pytest.mark.parametrize("reader", READERS)
def test_deep_nesting_and_endless_numbers_are_refused(reader: Callable[[bytes], object]) -> None:
    for content in (b"[" * 100_000, b"9" * 100_000, b'{"answers":' * 5000):
        with pytest.raises(NoPlatform):
            reader(content)


def test_a_person_is_read_whole() -> None:
    (person,) = wire.read_people(body(GOOD[wire.read_people]))
    card = person.cards[0]
    assert (person.holder.name, person.holder.birth_date) == ("𠮷田·岚", date(1988, 5, 16))
    assert (card.state, card.expires_on) == (CardState.TEMPORARY_LOSS, None)
    assert card.loss_until == datetime(2026, 11, 28, 10, tzinfo=UTC)
    assert card.bank is not None
    assert (card.bank.state, card.bank.as_of) == (BankState.NORMAL, datetime(2026, 11, 21, 10, 0, 0, 500000, UTC))


def test_a_card_being_made_is_read_whole() -> None:
    (person,) = wire.read_people(body(GOOD[wire.read_people]))
    (order,) = person.orders
    assert person.life == "dead"
    assert (order.number, order.batch, order.kind) == ("Z00000004", "P20261121B01", OrderKind.REPLACEMENT)
    assert (order.state, order.replaces, order.card_number) == (MakingState.FAILED, "B00000019", "")
    assert (order.promised_on, order.keeps_account) == (date(2026, 12, 5), True)
    assert order.reason is not None
    assert order.reason.zh == "照片不合格"


def test_a_platform_of_the_version_before_has_no_cards_being_made() -> None:
    old = {name: value for name, value in PERSON.items() if name not in ("orders", "life")}
    (person,) = wire.read_people(body({"people": [old]}))
    assert (person.orders, person.life) == ((), "")


def test_a_state_of_making_nobody_knows_is_unknown_and_still_under_way() -> None:
    (person,) = wire.read_people(body({"people": [PERSON | {"orders": [ORDER | {"state": "engraving"}]}]}))
    assert person.orders[0].state is MakingState.UNKNOWN
    assert person.order == person.orders[0]


@pytest.mark.parametrize("verdict", ["accepted", "refused", "not_now"])
def test_an_operation_without_halves_is_answered_as_a_whole(verdict: str) -> None:
    (read,) = wire.read_answers(body({"answers": [ANSWER | {"verdict": verdict, "halves": []}]}))
    assert (read.verdict, read.halves) == (Verdict(verdict), ())


def test_a_platform_may_grow() -> None:
    """Members and state codes nobody knows here do no harm."""
    grown = json.loads(body(GOOD[wire.read_people]))
    grown["people"][0]["cards"][0] |= {"state": "7", "colour": "red"}
    (person,) = wire.read_people(body(grown))
    assert person.cards[0].state is CardState.UNKNOWN


@pytest.mark.parametrize("verdict", ["accepted", "refused", "not_now"])
def test_an_undecided_half_puts_the_whole_off(verdict: str) -> None:
    told = [HALF | {"half": "ssc", "verdict": "refused"}, HALF | {"half": "bank", "verdict": "not_now"}]
    (read,) = wire.read_answers(body({"answers": [ANSWER | {"verdict": verdict, "halves": told}]}))
    assert read.verdict is Verdict.NOT_NOW
    assert [half.verdict for half in read.halves] == [Verdict.REFUSED, Verdict.NOT_NOW]


@pytest.mark.parametrize(
    ("verdict", "halves"), [("accepted", ["refused"]), ("refused", ["accepted"]), ("accepted", ["accepted", "refused"])]
)
def test_an_answer_that_contradicts_itself_is_refused(verdict: str, halves: list[str]) -> None:
    told = [HALF | {"half": half, "verdict": word} for half, word in zip(("ssc", "bank"), halves, strict=False)]
    with pytest.raises(NoPlatform):
        wire.read_answers(body({"answers": [ANSWER | {"verdict": verdict, "halves": told}]}))


@pytest.mark.parametrize("moment", ["2026-11-21T10:00:00", "2026-11-21T10:00:00+08:00", "5", 5, "2026-02-30T10:00:00Z"])
def test_only_utc_moments_are_moments(moment: object) -> None:
    with pytest.raises(NoPlatform):
        wire.read_hello(body(GOOD[wire.read_hello] | {"server_time": moment}))


@given(moment=st.datetimes(min_value=datetime(1900, 1, 2), timezones=st.timezones()))  # noqa: DTZ001 - a bound
def test_a_moment_survives_the_way_there_and_back(moment: datetime) -> None:
    told = wire.read_hello(body(GOOD[wire.read_hello] | {"server_time": wire.say_moment(moment)}))
    assert told == moment.astimezone(UTC)
