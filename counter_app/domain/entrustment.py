"""What a bank's clerk may do at a counter: the bank side of cards of the own bank always, social-security work only
under an entrustment of the pack (广东省社会保障卡居民服务一卡通条例 art. 12(3)) and of the clerk.

Refuses to know anybody but by bank and entrustment, as the platform gives them with the sign-in.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from counter_app.domain.card import Half
from counter_app.domain.errors import Refused
from counter_app.domain.holder import Person
from counter_app.domain.province import Province
from counter_app.domain.text import Text


@dataclass(frozen=True, slots=True)
class Employer:
    """Who employs the clerk: `bank` code, "" for no bank; `entrusted`: with social-security work."""

    bank: str = ""
    entrusted: bool = False


class NotEntrusted(Refused):
    """Social-security work by a bank's clerk without an entrustment. `why`, `basis`."""

    happened = Text("银行工作人员不能办：{why}", "A bank's clerk may not do this: {why}")
    advice = Text("请人社工作人员办理；依据：{basis}", "A social security clerk does it; basis: {basis}")


class NotOfThisBank(Refused):
    """A bank's clerk without an entrustment sees nobody but the holders of that bank's cards."""

    happened = Text(
        "这个人没有本行的卡，银行工作人员不能打开", "No card of this bank: a bank's clerk may not open this person"
    )
    advice = Text("请人社工作人员办理", "A social security clerk serves the holder")


NO_RULE = Text("本省规则没有写明可以委托银行的，不办", "what a pack entrusts to no bank is not done by one")


def refusal(
    employer: Employer, province: Province, procedure: str, person: Person, halves: Collection[Half]
) -> NotEntrusted | None:
    """Why a clerk so employed may not do this procedure, which changes these halves of the person's card; None where
    the clerk may.
    """
    if not employer.bank or _own_side(employer, person, halves):
        return None
    given = province.entrustment
    basis = NO_RULE if given is None else given.basis.words
    if given is None or procedure not in given.procedures:
        return NotEntrusted(why=Text("人社业务没有委托银行办", "this work is not entrusted to banks"), basis=basis)
    if not employer.entrusted:
        return NotEntrusted(why=Text("本人没有受委托", "this clerk is not entrusted"), basis=basis)
    return None


def may_see(employer: Employer, province: Province, person: Person | None) -> bool:
    """Whether a clerk so employed may find and open this person; None: nobody here knows who it is."""
    if not employer.bank or (employer.entrusted and province.entrustment is not None):
        return True
    cards = () if person is None else person.cards
    return any(card.bank is not None and card.bank.bank == employer.bank for card in cards)


def _own_side(employer: Employer, person: Person, halves: Collection[Half]) -> bool:
    account = person.card.bank if person.card is not None else None
    return account is not None and account.bank == employer.bank and set(halves) == {Half.BANK}
