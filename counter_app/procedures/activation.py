"""Collection and activation 领卡启用: the finished card is handed over, its social-security side enabled; the bank side is
offered apart from it and may be declined.

Refuses to hand anything over blind: without a line only a card that is on this outlet's list, to somebody whose
identity card was read here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from counter_app.domain import life
from counter_app.domain.calendar import say_day
from counter_app.domain.card import BankState, CardState, Half
from counter_app.domain.errors import ForbiddenOffline, NeedsDocument, NotEligible, Refused
from counter_app.domain.holder import Person
from counter_app.domain.life import Act
from counter_app.domain.making import CardOrder, MakingState
from counter_app.domain.moved_cards import OLD_CARD, TAKEN_BACK, Moved
from counter_app.domain.numbers import mask_card
from counter_app.domain.operation import Answer, Operation
from counter_app.domain.procedure import Answers, Choice, Field, FieldKind, Outcome, Procedure, Situation, Step, Use
from counter_app.domain.province import Actor
from counter_app.domain.purposes import Purpose
from counter_app.domain.receipt import Row
from counter_app.domain.text import Text, same
from counter_app.procedures import _acting as acting
from counter_app.procedures import _banks as banks
from counter_app.procedures import _consents as consents
from counter_app.procedures import _halves as h
from counter_app.procedures import _identity as identity
from counter_app.procedures import _loss as loss
from counter_app.procedures import _orders as orders
from counter_app.procedures import _pages as pages
from counter_app.procedures import _paper as paper

TITLE = Text("领卡启用", "Activation")
TAKEN, DECLINED = "taken", "declined"
_BANK_SIDES = (
    Choice(
        TAKEN, Text("一并激活", "Activate it too"), Text("平台转银行，本人同意才选", "Handed to the bank, if agreed")
    ),
    Choice(
        DECLINED, Text("暂不激活", "Not now"), Text("只用社保功能，以后可到银行激活", "Later at the bank, if wanted")
    ),
)


_IN_HAND = (Choice("yes", Text("在手上，卡号已核对", "In hand, number compared")),)
_OLD_CARD_BACK = (
    Choice("yes", Text("已收回剪角", "Taken and cut")),
    Choice("no", Text("没有交回", "Not handed in")),
)
LOST, IN_HAND = "lost", "in-hand"
_LOST_STATES = frozenset(life.after(act)[Half.SSC] for act in (Act.TEMPORARY_LOSS, Act.FORMAL_LOSS))


def about(person: Person) -> Person:
    """The person with the card that waits to be enabled."""
    return person if person.sealed is None else replace(person, chosen=person.sealed.number)


def order_of(situation: Situation) -> CardOrder | None:
    """The order the sealed card was made in, as far as the platform told of one."""
    sealed = situation.person.sealed
    made = [o for o in situation.person.orders if sealed is not None and o.card_number == sealed.number]
    return made[-1] if made else situation.person.order


def _unlawful(situation: Situation) -> Refused | None:
    dead = acting.refusal(situation)
    if dead is not None:
        return dead
    if situation.person.sealed is None:
        return _no_card(situation)
    if situation.view.ssc.shown is not CardState.SEALED:
        how = Text("等平台答复，不用再办", "Wait for the platform; no need to do it again")
        return NotEligible(why=Text("已受理启用", "It was accepted already"), how=how)
    order = order_of(situation)
    if order is not None and order.state is not MakingState.READY:
        return orders.refusal(situation)
    return None if situation.online else _blind(situation, order)


def _no_card(situation: Situation) -> Refused:
    order = situation.person.order
    if order is not None and order.state is MakingState.READY:
        how = Text("联网后再查这位持卡人", "Look the holder up again when the line is back")
        return NotEligible(why=Text("新卡的资料还没有收到", "The data of the new card have not come yet"), how=how)
    under_way = orders.refusal(situation)
    if under_way is not None:
        return under_way
    if situation.person.as_of is None:
        return orders.unknown()
    how = Text("没有卡请办申领，卡在用不需启用", "Without a card apply for one; a card in use needs nothing")
    return NotEligible(why=Text("没有待领的卡", "No card waits to be handed over"), how=how)


def _blind(situation: Situation, order: CardOrder | None) -> Refused | None:
    """Without a line: the card on this outlet's list and the identity card read here, else never."""
    if order is None or not order.outlet or order.outlet != situation.outlet:
        return ForbiddenOffline()
    return None if situation.proven else NeedsDocument()


def _offers_bank(situation: Situation, answers: Answers) -> bool:
    """The bank side is offered to the holder alone, where the platform tells the bank and it is not active yet."""
    inactive = situation.view.bank.shown is BankState.INACTIVE
    alone = acting.acting(situation, answers) is Actor.SELF
    return inactive and alone and not h.bank_separate(situation) and not _account_goes_on(situation)


def _account_goes_on(situation: Situation) -> bool:
    """The account is kept and works behind the old card: it moves with the card, there is nothing to activate."""
    order = order_of(situation)
    kept = order.replaces if order is not None and order.keeps_account else ""
    old = next((c for c in situation.person.cards if kept and c.number == kept), None)
    return old is not None and old.bank is not None and old.bank.state is BankState.NORMAL


def _fields(situation: Situation, answers: Answers) -> tuple[Field, ...]:
    asked = (*acting.fields(situation, answers), *_lies_here_field(situation), *_old_card_field(situation))
    # Without a line nothing is handed over to anybody whose document was not read here, an agent's neither.
    checked = acting.identity_fields(situation, answers, offline=not situation.online)
    if not _offers_bank(situation, answers):
        return (*asked, *checked)
    label = Text("金融功能（自愿）", "Bank side (voluntary)")
    return (*asked, Field("bank_side", label, FieldKind.TILES, choices=_BANK_SIDES), *checked)


def _waits_elsewhere(situation: Situation) -> bool:
    """True for a card that another outlet has on its list, unless the very card lies on the reader here."""
    order = order_of(situation)
    elsewhere = order is not None and order.outlet not in ("", situation.outlet)
    return elsewhere and not situation.card_lies_here


def _lies_here_field(situation: Situation) -> tuple[Field, ...]:
    """The clerk says that the card is in hand, where the list says it is somewhere else."""
    if not _waits_elsewhere(situation):
        return ()
    return (Field("lies_here", Text("新卡在手上吗", "Is the new card here?"), FieldKind.SEGMENTS, choices=_IN_HAND),)


def _old_card_field(situation: Situation) -> tuple[Field, ...]:
    """Whether the card that stops was taken back, so that what lies in custody can be listed."""
    if _old_card(situation) != IN_HAND:
        return ()
    note = Text("旧卡当面剪角，进移交清单", "Cut before their eyes; it goes on the custody list")
    return (Field(TAKEN_BACK, Text("旧卡", "Old card"), FieldKind.SEGMENTS, choices=_OLD_CARD_BACK, note=note),)


def _wants_bank(situation: Situation, answers: Answers) -> bool:
    return _offers_bank(situation, answers) and answers.get("bank_side") == TAKEN


def _takes_bank(situation: Situation, answers: Answers) -> bool:
    """Wanted, and the holder agrees that the bank is told: else the social security side is enabled alone."""
    return _wants_bank(situation, answers) and consents.agreed(Purpose.ACCOUNT, situation, answers)


def _changes(situation: Situation, answers: Answers) -> Mapping[Half, str]:
    after = life.after(Act.ENABLE)
    halves = (Half.SSC, Half.BANK) if _takes_bank(situation, answers) else (Half.SSC,)
    return {half: after[half] for half in halves}


def _facts(situation: Situation, answers: Answers) -> Mapping[str, str]:
    who = acting.facts(situation, answers)
    told = {"collected_by": who["actor"], "bank_side": ""}
    told["old_card"] = _old_card(situation)
    if told["old_card"] == IN_HAND:
        told[TAKEN_BACK] = answers.get(TAKEN_BACK, "")
        told[OLD_CARD] = ",".join(_replaced(situation)) if told[TAKEN_BACK] == "yes" else ""
    told["lies_here"] = answers.get("lies_here", "") if _waits_elsewhere(situation) else ""
    if _offers_bank(situation, answers):
        told["bank_side"] = TAKEN if _takes_bank(situation, answers) else answers.get("bank_side", "") and DECLINED
    return paper.filled(told) | who


def _replaced(situation: Situation) -> tuple[str, ...]:
    """Numbers of the cards that stop when this one is enabled."""
    order = order_of(situation)
    if order is not None and order.replaces:
        stopped = any(c.number == order.replaces and c.state is CardState.CANCELLED for c in situation.person.cards)
        return () if stopped else (order.replaces,)
    sealed = situation.person.sealed
    return tuple(c.number for c in situation.person.in_use if sealed is None or c.number != sealed.number)


def _old_card(situation: Situation) -> str:
    """Whether there is an old card to take back: LOST, IN_HAND, "" where none is replaced."""
    replaced = _replaced(situation)
    if not replaced:
        return ""
    lost = any(c.number in replaced and c.state.value in _LOST_STATES for c in situation.person.cards)
    return LOST if lost else IN_HAND


def _order_rows(situation: Situation) -> tuple[Row, ...]:
    order = order_of(situation)
    if order is None:
        return ()
    ordered = paper.day_of(order.ordered_at)
    return (Row(Text("制卡订单", "Order"), Text(f"{order.number}，{say_day(ordered).zh}受理", order.number)),)


def _rows(situation: Situation, answers: Answers) -> tuple[Row, ...]:
    old = tuple(
        Row(Text("旧卡同时停用", "Old card stops"), same(mask_card(n)), strong=True) for n in _replaced(situation)
    )
    both = "both" if _takes_bank(situation, answers) else "ssc"
    back = paper.word_of(_OLD_CARD_BACK, answers.get(TAKEN_BACK, ""))
    handed = (Row(Text("旧卡", "Old card"), back),) if _old_card(situation) == IN_HAND and back.zh else ()
    return (
        *h.holder_rows(situation, answers),
        *_order_rows(situation),
        *acting.rows(situation, answers),
        Row(Text("启用范围", "What is enabled"), loss.SCOPE_ROWS[both], strong=True),
        *_bank_rows(situation, answers),
        *old,
        *handed,
        Row(Text("生效时间", "In effect"), Text("平台确认后生效", "When the platform has confirmed")),
        *acting.material_row(situation, answers),
        *paper.promise_rows(situation),
        *paper.fee_rows(situation),
    )


def _bank_rows(situation: Situation, answers: Answers) -> tuple[Row, ...]:
    """What becomes of a bank side that is not active and is not activated here."""
    if situation.view.bank.shown is not BankState.INACTIVE or _takes_bank(situation, answers):
        return ()
    if _account_goes_on(situation):
        return (Row(Text("金融功能", "Bank side"), Text("账号保留，随新卡照常使用", "The account stays and goes on")),)
    line = h.bank_line(situation)
    said = Text(f"不在这里激活，要用请本人找{line.zh}", f"Not activated here; ask {line.en} in person")
    return (Row(Text("金融功能", "Bank side"), said),)


def _warnings(situation: Situation, answers: Answers) -> tuple[Text, ...]:
    there = Text(
        "卡在别的网点待领，确认卡在手上再提交", "It waits at another outlet: submit only with the card in hand"
    )
    stops = _kept_account_stops(situation, answers)
    return (*((there,) if _waits_elsewhere(situation) else ()), *((_STOPS,) if stops else ()))


_STOPS = Text(
    "保留的账号激活前不能收付，发放和代扣会停", "Nothing is paid into or from the kept account until it is activated"
)


def _kept_account_stops(situation: Situation, answers: Answers) -> bool:
    """The kept account was stopped with the lost card and is not activated now."""
    order = order_of(situation)
    kept = order is not None and order.keeps_account and situation.view.bank.shown is BankState.INACTIVE
    return kept and not _takes_bank(situation, answers) and not _account_goes_on(situation)


def _pending(_situation: Situation, _answers: Answers) -> tuple[Text, ...]:
    return (
        Text("平台确认后新卡可用，此前以平台为准", "The new card works when the platform has confirmed, not before"),
    )


def _outcome(situation: Situation, _answers: Answers) -> Outcome:
    first = Text("此前以平台为准", "Until then the platform's word holds")
    old = Text("旧卡到那时停用", "The old card stops then") if _replaced(situation) else first
    return Outcome(
        happened=pages.kept_and_queued(TITLE),
        means=(
            Text("平台确认后新卡可用", "The new card works when the platform has confirmed"),
            old,
        ),
        next=(
            Text("把新卡和回执交给领卡人，说明还要等确认", "Hand over card and receipt; say it must be confirmed"),
            paper.KEEP_SAFE,
        ),
    )


def _confirmed(situation: Situation, answers: Answers, answer: Answer) -> Outcome:
    since = loss.effective_words(answer, Text("起启用", "Enabled since"), Text("此前已启用", "It was enabled already"))
    both = answers.get("bank_side") == TAKEN
    means = Text("社保功能可用", "The social-security side works")
    line = h.bank_line(situation)
    bank = Text(f"金融功能没有激活，要用请本人找{line.zh}", f"The bank side is not activated; ask {line.en}")
    if both:
        bank = Text("金融功能也已激活", "The bank side is activated too")
    elif situation.view.bank.shown is BankState.NORMAL:
        bank = Text("银行账户照常使用", "The bank account goes on")
    hand = Text("把新卡和回执交给领卡人", "Hand over card and receipt")
    if answers.get(TAKEN_BACK) == "yes":
        hand = Text("把新卡和回执交给领卡人，旧卡剪角保管", "Hand over card and receipt; keep the cut old card")
    elif answers.get(TAKEN_BACK) == "no":
        hand = Text(
            "把新卡和回执交给领卡人；旧卡没有交回，已停用",
            "Hand over card and receipt; the old card was not handed in and works no more",
        )
    elif answers.get("old_card") == IN_HAND:  # of an operation from before the question was asked
        hand = Text("把新卡和回执交给领卡人，收回旧卡", "Hand over card and receipt, take the old card back")
    return Outcome(
        happened=(Text("平台已确认启用", "The platform confirmed the activation"), since),
        means=(means, bank),
        next=(
            hand,
            paper.KEEP_SAFE,
        ),
    )


def _moved(operation: Operation) -> Moved:
    back = operation.facts.get(OLD_CARD, "") if operation.facts.get(TAKEN_BACK) == "yes" else ""
    return Moved(given=operation.card_number or "", back=tuple(one for one in back.split(",") if one))


PROCEDURE = Procedure(
    id="activation",
    title=TITLE,
    hint=Text("新卡已制好，交给本人并启用", "The new card is ready: hand it over, enable it"),
    key="F3",
    icon="circle-check",
    urgent=False,
    steps=(
        Step(
            id="confirm",
            title=Text("核对并提交", "Check and submit"),
            question=Text("领卡启用，请持卡人核对", "Activation: the holder checks"),
            hint=Text(
                "核对证件、卡号和人，把屏幕转向持卡人", "Check document, card number and person, turn the screen"
            ),
            fields=_fields,
            confirms=True,
        ),
    ),
    unlawful=_unlawful,
    changes=_changes,
    facts=_facts,
    rows=_rows,
    warnings=_warnings,
    pending=_pending,
    outcome=_outcome,
    confirmed=_confirmed,
    example={"bank_side": DECLINED, **identity.EXAMPLE},
    about=about,
    moved=_moved,
    reminders=(paper.KEEP_SAFE,),
    uses=(
        consents.SERVICE,
        Use(
            Purpose.ACCOUNT,
            when=_wants_bank,
            bank=lambda situation, _answers: banks.present_bank(situation),
            asked=True,
        ),
        consents.CHILD,
    ),
)
