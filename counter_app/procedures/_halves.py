"""What loss report and release share: which halves of a card they can reach, and the words for it.

A loss has a scope: social-security side, bank side, or both. Whether the platform hands it to the bank is the pack's
rule.
"""

from __future__ import annotations

from collections.abc import Mapping

from counter_app.domain import life
from counter_app.domain.card import STATE_NAMES, Half
from counter_app.domain.errors import NotEligible, Refused
from counter_app.domain.life import Act
from counter_app.domain.names import mask_name, name_fault, normalise_name
from counter_app.domain.numbers import mask_card, mask_identity
from counter_app.domain.procedure import Answers, Choice, Field, FieldKind, Situation
from counter_app.domain.projection import HalfView
from counter_app.domain.province import Bank, BankLoss
from counter_app.domain.receipt import Row
from counter_app.domain.text import Text, same
from counter_app.procedures import _orders as orders

SCOPES: Mapping[str, tuple[Half, ...]] = {
    "both": (Half.SSC, Half.BANK),
    "ssc": (Half.SSC,),
    "bank": (Half.BANK,),
}
BANK_LINE = Text("银行客服电话", "the bank's own line")


def bank_of(situation: Situation) -> Bank | None:
    """The bank behind the person's card as the pack knows it."""
    card = situation.person.card
    return situation.province.bank(card.bank.bank) if card and card.bank else None


def bank_separate(situation: Situation) -> bool:
    """True when the holder must tell the bank: the pack says so, or knows nothing of that bank."""
    card = situation.person.card
    if card is None or card.bank is None:
        return False
    bank = bank_of(situation)
    return bank is None or bank.loss is BankLoss.SEPARATE


def bank_line(situation: Situation) -> Text:
    """Name and telephone number of the bank, or the words for it when the pack does not know the bank."""
    bank = bank_of(situation)
    if bank is not None:
        return Text(f"{bank.name.zh} {bank.phone}", f"{bank.name.en} {bank.phone}")
    return BANK_LINE


def half_view(situation: Situation, half: Half) -> HalfView:
    return situation.view.half(half)


def reachable(situation: Situation, from_states: Mapping[Half, frozenset[str]]) -> tuple[Half, ...]:
    """The halves whose shown state lies in `from_states`; a bank half only where the platform hands it on.

    A person known by number only has unknown halves: both can be reported, the platform finds the card.
    """
    halves = [h for h in Half if half_view(situation, h).shown.value in from_states[h]]
    if bank_separate(situation) and Half.BANK in halves:
        halves.remove(Half.BANK)
    return tuple(halves)


def scope_field(situation: Situation, halves: tuple[Half, ...], words: Mapping[str, tuple[Text, Text]]) -> Field:
    """The question for the scope: three tiles in a fixed place, those that cannot be chosen say why."""
    best = "both" if len(halves) == 2 else (halves[0].value if halves else "ssc")
    choices = tuple(
        Choice(name, *words[name], refused=_why_not(situation, name, halves)) for name in ("both", "ssc", "bank")
    )
    return Field("scope", Text("范围", "Scope"), FieldKind.TILES, choices=choices, initial=best)


def _why_not(situation: Situation, scope: str, halves: tuple[Half, ...]) -> Text | None:
    missing = [h for h in SCOPES[scope] if h not in halves]
    if not missing:
        return None
    half = missing[0]
    if half is Half.BANK and bank_separate(situation):
        return Text(
            f"平台不转银行，请拨 {bank_line(situation).zh}", f"Not handed to the bank; call {bank_line(situation).en}"
        )
    state = STATE_NAMES[half_view(situation, half).shown]
    return Text(f"{half.words.zh}现为{state.zh}", f"{half.words.en} is {state.en.lower()}")


def name_field(situation: Situation) -> tuple[Field, ...]:
    """Asked only when nobody here knows the name: the platform finds the card by number and name."""
    if situation.person.holder.name:
        return ()
    return (
        Field(
            "name",
            Text("持卡人姓名", "Holder's name"),
            FieldKind.NAME,
            note=Text("照证件写，平台按号码和姓名找卡", "As on the document; the platform finds the card by it"),
            check=check_name,
        ),
    )


def check_name(typed: str) -> Text | None:
    """Why a typed name cannot be taken."""
    fault = name_fault(normalise_name(typed)[0])
    if fault == "long":
        return Text(f"姓名最多 50 字，现为 {len(typed)} 字", f"At most 50 characters, now {len(typed)}")
    if fault is not None:
        return Text("姓名里有不能用的字符，请重新输入", "The name holds characters that cannot be used; type it again")
    return None


def name_of(situation: Situation, answers: Answers) -> str:
    """The holder's name: known, else typed (with the middle dot made right)."""
    return situation.person.holder.name or normalise_name(answers.get("name", ""))[0]


def chosen_halves(answers: Answers) -> tuple[Half, ...]:
    return SCOPES.get(answers.get("scope", ""), ())


def holder_rows(situation: Situation, answers: Answers) -> tuple[Row, ...]:
    """Who and which card, masked."""
    card = situation.person.card
    found = Text("由平台按号码和姓名查找", "found by the platform from number and name")
    return (
        Row(Text("持卡人", "Holder"), same(mask_name(name_of(situation, answers)))),
        Row(Text("证件号码", "Identity number"), same(mask_identity(situation.person.holder.number))),
        Row(Text("卡号", "Card number"), same(mask_card(card.number)) if card else found),
    )


UNKNOWN = "?"


def before(act: Act, *, unknown: bool = False) -> Mapping[Half, frozenset[str]]:
    """The states of each half from which `act` leads on; `unknown`: also of a card nobody here knows, which
    the platform finds.
    """
    more = frozenset((UNKNOWN,)) if unknown else frozenset[str]()
    return {half: states | more if states else states for half, states in life.before(act).items()}


def refusal_of(situation: Situation, half: Half, act: Act) -> Refused | None:
    """Why the table of the card's life does not allow `act` for `half` now, with the way out; None when it does."""
    words = life.refusal(half, act, half_view(situation, half).shown.value)
    if words is None:
        return None
    places = {"hotline": situation.province.hotline, "bank": bank_line(situation)}
    return NotEligible(why=words[0].format(**places), how=words[1].format(**places))


def neither(situation: Situation, act: Act) -> Refused | None:
    """Why `act` reaches neither half: the word of the social-security half first."""
    return refusal_of(situation, Half.SSC, act) or refusal_of(situation, Half.BANK, act)


def state_refusal(situation: Situation, act: Act) -> Refused | None:
    """Why nothing at all can be done by `act` with a card in this state, whatever its bank half; None when something
    may.
    """
    coming = orders.instead_of_a_card(situation)
    if coming is not None:
        return coming
    if situation.person.card is None and situation.person.as_of is not None and situation.online:
        how = Text("可办申领", "A card can be applied for")
        return NotEligible(why=Text("名下没有卡", "There is no card"), how=how)
    reported = (Act.TEMPORARY_LOSS, Act.FORMAL_LOSS, Act.RELEASE, Act.LAPSE)
    lost_or_well = frozenset[str]().union(*(life.before(one)[Half.SSC] for one in reported))
    if situation.view.ssc.shown.value in lost_or_well | {UNKNOWN}:
        return None
    return refusal_of(situation, Half.SSC, act)
