"""What is shown of a card never claims more than is known."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.card import BankAccount, BankState, Card, CardState, Half
from counter_app.domain.operation import (
    Answer,
    HalfAnswer,
    Operation,
    OperationId,
    Settlement,
    Verdict,
    Work,
    WorkState,
)
from counter_app.domain.projection import project, was_refused

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
OPEN = (WorkState.WAITING, WorkState.IN_FLIGHT)
SSC_CODES = st.sampled_from([*CardState, "8"])
BANK_CODES = st.sampled_from([*BankState, "on-the-moon"])
NUMBERS = st.sampled_from(["B00000019", "B00000131"])


@st.composite
def cards(draw: st.DrawFn) -> Card:
    account = BankAccount("1", "练习银行", "0019", draw(st.sampled_from(BankState)), NOW - timedelta(days=1))
    bank = draw(st.none() | st.just(account))
    return Card(draw(NUMBERS), "0" * 32, draw(st.sampled_from(CardState)), NOW - timedelta(hours=2), bank=bank)


@st.composite
def works(draw: st.DrawFn) -> tuple[Work, ...]:
    orders = draw(st.lists(st.integers(1, 99), unique=True, max_size=6))
    return tuple(draw(one_work(order)) for order in orders)


@st.composite
def one_work(draw: st.DrawFn, order: int) -> Work:
    changes: dict[Half, str] = {}
    if draw(st.booleans()):
        changes[Half.SSC] = draw(SSC_CODES)
    if draw(st.booleans()) or not changes:
        changes[Half.BANK] = draw(BANK_CODES)
    state = draw(st.sampled_from(WorkState))
    operation = Operation(
        id=OperationId(f"id-{order}"),
        procedure="temporary_loss",
        holder_number="439901199001010012",
        holder_name="何秀珍",
        card_number=draw(st.none() | NUMBERS),
        changes=changes,
        facts={},
        accepted_at=NOW,
        clerk="0317",
        outlet="439901",
        window="01",
        province="hunan",
        pack="2026.3",
    )
    refused = state is WorkState.REFUSED
    halves = tuple(
        HalfAnswer(half, draw(st.sampled_from([Verdict.ACCEPTED, Verdict.REFUSED])))
        for half in changes
        if draw(st.booleans())
    )
    answer = Answer(operation.id, Verdict.REFUSED, NOW, halves=halves) if refused else None
    return Work(operation, order, state, NOW, "439901-01-261121-0007-3", answer=answer)


@given(st.none() | cards(), works())
def test_never_more_than_is_known(card: Card | None, work: tuple[Work, ...]) -> None:
    """The confirmed state is the platform's word alone; another state is shown only with the waiting work that asks
    for it.
    """
    view = project(card, work)
    for half in Half:
        shown = view.half(half)
        unknown = CardState.UNKNOWN if half is Half.SSC else BankState.UNKNOWN
        assert shown.half is half
        assert shown.confirmed == (card.state_of(half) if card else unknown)
        assert shown.as_of == _heard(card, half)
        if shown.waiting is None:
            assert shown.shown == shown.confirmed
        else:
            assert shown.waiting.state in OPEN
            asked = shown.waiting.operation.changes[half]
            assert shown.shown == asked or shown.shown is unknown
        if shown.refused is not None:
            assert shown.refused.state is WorkState.REFUSED
            assert was_refused(shown.refused, half)


@given(st.none() | cards(), works())
def test_every_open_work_of_this_card_is_told(card: Card | None, work: tuple[Work, ...]) -> None:
    """Nothing that waits is left out, and the latest by the outbox's own order wins."""
    view = project(card, work)
    for half in Half:
        concerns = [
            w
            for w in work
            if half in w.operation.changes
            and (card is None or w.operation.card_number in (None, card.number))
            and w.state in OPEN
        ]
        latest = max(concerns, key=lambda w: w.order, default=None)
        assert view.half(half).waiting == latest
    assert view.waits == any(view.half(half).waiting for half in Half)


@given(cards(), works(), st.randoms(use_true_random=False))
def test_order_of_the_list_does_not_matter(card: Card, work: tuple[Work, ...], chance: object) -> None:
    shuffled = list(work)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert project(card, shuffled) == project(card, work)


@given(cards(), works())
def test_settled_work_and_work_of_another_card_change_nothing(card: Card, work: tuple[Work, ...]) -> None:
    others = tuple(replace(w, operation=replace(w.operation, card_number="Z99999999")) for w in work)
    settled = tuple(replace(w, state=WorkState.SETTLED, settlement=Settlement.ACCEPTED) for w in work)
    assert project(card, others) == project(card, settled) == project(card, ())


@given(cards(), works())
def test_a_refusal_needs_no_undo(card: Card, work: tuple[Work, ...]) -> None:
    """Refused work never colours what is shown: the platform's word stands again by itself."""
    refused = tuple(replace(w, state=WorkState.REFUSED) for w in work)
    view = project(card, refused)
    assert [view.half(half).shown for half in Half] == [card.state_of(half) for half in Half]
    assert not view.waits


def test_one_half_accepted_and_the_other_refused() -> None:
    """Only the half the platform turned down is marked; a refusal that names no half marks all of them."""
    changes = {Half.SSC: CardState.TEMPORARY_LOSS.value, Half.BANK: BankState.TEMPORARY_LOSS.value}
    halves = (HalfAnswer(Half.SSC, Verdict.ACCEPTED, state="4"), HalfAnswer(Half.BANK, Verdict.REFUSED))
    work = _refused(changes, halves)
    view = project(None, [work])
    assert view.ssc.refused is None
    assert view.bank.refused == work
    whole = project(None, [_refused(changes, ())])
    assert whole.ssc.refused is not None
    assert whole.bank.refused is not None


def _heard(card: Card | None, half: Half) -> datetime | None:
    """When the platform told the state of this half: an unknown state has no time."""
    return card.as_of_half(half) if card and card.state_of(half).value != "?" else None


def _refused(changes: dict[Half, str], halves: tuple[HalfAnswer, ...]) -> Work:
    operation = Operation(
        id=OperationId("id"),
        procedure="temporary_loss",
        holder_number="439901199001010012",
        holder_name="何秀珍",
        card_number=None,
        changes=changes,
        facts={},
        accepted_at=NOW,
        clerk="0317",
        outlet="439901",
        window="01",
        province="hunan",
        pack="2026.3",
    )
    answer = Answer(operation.id, Verdict.REFUSED, NOW, halves=halves)
    return Work(operation, 1, WorkState.REFUSED, NOW, "439901-01-261121-0007-3", answer=answer)


def test_a_loss_whose_minute_has_passed_is_due_to_have_lapsed_and_still_a_loss() -> None:
    """This counter's clock says that it should be over; only the platform says that it is."""
    minute = NOW + timedelta(hours=1)
    lost = Card("B00000019", "0" * 32, CardState.TEMPORARY_LOSS, NOW, loss_until=minute)
    view = project(lost, ()).ssc
    assert [view.due_lapsed(minute + timedelta(seconds=s)) for s in (-1, 0, 1)] == [False, True, True]
    assert view.shown is view.confirmed is CardState.TEMPORARY_LOSS
    found = project(replace(lost, state=CardState.NORMAL), ()).ssc
    assert not found.due_lapsed(minute)


@given(card=cards(), work=works())
def test_work_without_halves_is_the_persons_and_shows_on_every_card_while_it_is_open(
    card: Card, work: tuple[Work, ...]
) -> None:
    """It changes nothing of what is shown of the halves."""
    orders = tuple(replace(w, operation=replace(w.operation, changes={})) for w in work)
    view = project(card, orders)
    assert list(view.under_way) == sorted((w for w in orders if w.state in OPEN), key=lambda w: w.order)
    assert (view.ssc, view.bank) == (project(card, ()).ssc, project(card, ()).bank)
    assert project(card, work).under_way == ()
