"""What every `Store` must tell of what somebody has to look after. A subclass gives the fixture `store`."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from counter_app.domain.card import BankState, CardState, Half
from counter_app.domain.holder import Person
from counter_app.domain.making import MakingState
from counter_app.ports import Store
from tests.contracts.samples import NOON, draft, entry, number_of, operation, order, person


class FollowingContract:
    """Losses that end soon and cards under way are found without reading everybody."""

    def test_losses_that_end_before_a_moment_come_soonest_first(self, store: Store) -> None:
        ends = {1: 3, 2: 1, 3: 9}
        for serial, hours in ends.items():
            one = person(serial, state=CardState.TEMPORARY_LOSS)
            card = replace(one.cards[0], loss_until=NOON + timedelta(hours=hours))
            store.keep_people([replace(one, cards=(card,))])
        store.keep_people([person(4)])
        found = store.lapsing(NOON + timedelta(hours=9))
        assert [one.holder.number for one in found] == [number_of(2), number_of(1)]
        assert [one.holder.number for one in store.lapsing(NOON + timedelta(hours=9), limit=1)] == [number_of(2)]

    def test_cards_under_way_are_found_and_those_handed_over_are_not(self, store: Store) -> None:
        states = {1: MakingState.MAKING, 2: MakingState.READY, 3: MakingState.COLLECTED, 4: MakingState.FAILED}
        for serial, state in states.items():
            made = order(f"Z0000000{serial}", state=state)
            store.keep_people([replace(person(serial), orders=(made,))])
        store.keep_people([person(5)])
        assert [one.holder.number for one in store.being_made()] == [number_of(n) for n in (1, 2, 4)]
        handed_over = replace(order("Z00000001", state=MakingState.COLLECTED))
        later = NOON + timedelta(hours=1)
        store.keep_people([replace(person(1, as_of=later), orders=(handed_over,))])
        assert [one.holder.number for one in store.being_made(limit=1)] == [number_of(2)]

    def test_holders_of_a_bank_are_those_with_a_living_card_of_it(self, store: Store) -> None:
        store.keep_people([person(serial) for serial in (1, 2, 3)])
        code = _bank(store.person(number_of(1)))
        gone = person(2, state=CardState.CANCELLED)
        elsewhere = person(3)
        account = elsewhere.cards[0].bank
        assert account is not None
        other = replace(elsewhere.cards[0], bank=replace(account, bank="B99"))
        store.keep_people([gone, replace(elsewhere, cards=(other,))])
        assert [one.holder.number for one in store.of_bank(code)] == [number_of(1)]
        assert [one.holder.number for one in store.of_bank("B99")] == [number_of(3)]
        assert store.of_bank("B99", limit=0) == ()
        assert store.of_bank("' or 1=1 --") == ()

    def test_people_somebody_acted_for_are_counted_once_each_and_from_the_moment_on(self, store: Store) -> None:
        agent, other = {"actor_number": number_of(90)}, {"actor_number": number_of(91)}
        acted = [(1, agent, 0), (1, agent, 1), (2, agent, 2), (3, other, 3), (4, {}, 4)]
        for holder, facts, minutes in acted:
            made = operation(holder=holder, card=holder, facts=facts, at=NOON + timedelta(minutes=minutes))
            store.record(made, draft(), entry())
        assert store.acted_for(number_of(90), since=NOON) == 2
        assert store.acted_for(number_of(90), since=NOON + timedelta(minutes=2)) == 1
        assert store.acted_for(number_of(92), since=NOON) == 0

    def test_somebody_with_a_renewed_pass_is_one_agent(self, store: Store) -> None:
        """Two digits behind the number of a pass count its renewals: with them or without, it is the same paper."""
        for holder, pass_number in ((1, "H12345678"), (2, "H1234567801"), (3, "H1234567802"), (4, "H12345679")):
            made = operation(holder=holder, card=holder, facts={"actor_number": pass_number})
            store.record(made, draft(), entry())
        for same in ("H12345678", "H1234567801", "H1234567803"):
            assert store.acted_for(same, since=NOON) == 3

    def test_a_loss_of_the_bank_half_alone_is_found_too_and_one_that_is_over_is_not(self, store: Store) -> None:
        """The moment stands by the half it is of; what stands by a half that is not lost counts for nothing."""
        one = person(1)
        card, until = one.cards[0], NOON + timedelta(hours=2)
        assert card.bank is not None
        for serial, state in ((1, BankState.TEMPORARY_LOSS), (2, BankState.NORMAL)):
            bank = replace(card.bank, state=state, loss_until=until)
            other = person(serial)
            store.keep_people([replace(other, cards=(replace(other.cards[0], bank=bank),))])
        (found,) = store.lapsing(NOON + timedelta(hours=9))
        assert found.holder.number == number_of(1)
        assert found.cards[0].lapse_of(Half.BANK) == until
        assert found.cards[0].lapse_of(Half.SSC) is None


def _bank(one: Person | None) -> str:
    assert one is not None
    assert one.cards[0].bank is not None
    return one.cards[0].bank.bank
