"""Cancellation 注销: the end of a card, on a ground, when everything else was ended. There is no way back.

Refuses while the account behind the card is open or another card is being made, but for a holder who died; a death that
the platform has no record of needs a paper the pack names and a second clerk. Refuses to touch the bank half: the bank
closes its account itself. Never without the platform.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from counter_app.domain import life
from counter_app.domain.card import STATE_NAMES, BankState, Half
from counter_app.domain.errors import NotEligible, Refused
from counter_app.domain.identity import kind_by_paper
from counter_app.domain.life import Act
from counter_app.domain.moved_cards import Moved
from counter_app.domain.numbers import mask_card
from counter_app.domain.operation import Answer, Operation
from counter_app.domain.procedure import Answers, Choice, Field, FieldKind, Outcome, Procedure, Situation, Step
from counter_app.domain.province import Actor, PersonKind
from counter_app.domain.receipt import Row
from counter_app.domain.text import Text
from counter_app.procedures import _acting as acting
from counter_app.procedures import _halves as h
from counter_app.procedures import _identity as identity
from counter_app.procedures import _loss as loss
from counter_app.procedures import _orders as orders
from counter_app.procedures import _pages as pages
from counter_app.procedures import _paper as paper

TITLE = Text("注销", "Cancellation")
DEATH, _DEAD = "death", "dead"
_GROUNDS = {
    DEATH: Text("死亡", "Death"),
    "abroad": Text("出境定居", "Settled abroad"),
    "nationality": Text("丧失国籍", "Lost nationality"),
    "left": Text("停保离境", "Left after insurance"),
    "moved": Text("迁出本省", "Moved away"),
    "superseded": Text("已有新卡", "Superseded"),
    "own-wish": Text("本人自愿", "Own wish"),
}
_OPTIONAL = frozenset(("own-wish",))  # grounds that only a pack can open
_HANDED_IN = (
    Choice("yes", Text("已收回剪角", "Taken and cut")),
    Choice("no", Text("没有交回", "Not handed in")),
    Choice("lost", Text("已丢失", "Lost")),
)
_FINAL = Text("注销不能恢复，再用卡须重新申领", "Cancellation is final; a card again means a new application")
_CLEAR = Text("先结清待遇、账户余额和欠费，再注销", "First settle benefits, balance and what is owed")


def _unlawful(situation: Situation) -> Refused | None:
    coming = orders.instead_of_a_card(situation)
    if coming is not None:
        return coming
    if situation.person.card is None:
        nobody = situation.person.as_of is None
        how = Text("联网后由平台核验", "When the platform can be asked")
        none = Text("可办申领", "A card can be applied for")
        why = (
            Text("不知道有没有卡", "Whether there is a card is not known") if nobody else Text("名下没有卡", "No card")
        )
        return NotEligible(why=why, how=how if nobody else none)
    return h.refusal_of(situation, Half.SSC, Act.CANCEL) or acting.refusal(situation, living=False)


def still_open(situation: Situation) -> Text | None:
    """What has to be ended before a living holder's card can be cancelled, with the way; None when all is."""
    under_way = orders.refusal(situation)
    if under_way is not None:
        return Text(
            f"{under_way.message.zh}：{under_way.what_next.zh}", f"{under_way.message.en}: {under_way.what_next.en}"
        )
    card = situation.person.card
    if card is None or card.bank is None or not _account_open(card.bank.state):
        return None
    line, state = h.bank_line(situation), STATE_NAMES[card.bank.state]
    return Text(
        f"账户{state.zh}，先到 {line.zh} 销户", f"The account is {state.en.lower()}: close it first at {line.en}"
    )


def _account_open(state: BankState) -> bool:
    return state.value != life.after(Act.CLOSE)[Half.BANK]


def _grounds(situation: Situation) -> tuple[Choice, ...]:
    person = situation.person
    kind = kind_by_paper(person.holder, today=acting.today(situation))
    foreign = kind in (PersonKind.FOREIGNER, PersonKind.HMT)
    left_out = set(_OPTIONAL - situation.rules.grounds)
    left_out |= {"nationality"} if foreign else {"left"}
    left_out |= {"superseded"} if len(person.in_use) < 2 else set()
    waits = still_open(situation)
    return tuple(
        Choice(name, words, refused=_no_death(situation) if name == DEATH else waits)
        for name, words in _GROUNDS.items()
        if name not in left_out
    )


def _ground(situation: Situation, answers: Answers) -> str:
    """As answered; death where the platform has it on record and nothing else was chosen."""
    return answers.get("ground") or (DEATH if situation.person.life == _DEAD else "")


def _unrecorded(situation: Situation, answers: Answers) -> bool:
    """True for a death of which the platform knows nothing: a paper must prove it, and a second clerk agree."""
    return _ground(situation, answers) == DEATH and situation.person.life != _DEAD


def _no_death(situation: Situation) -> Text | None:
    """Why death cannot be the ground: it is not on record, and no paper here can prove it."""
    if situation.person.life == _DEAD or situation.rules.death_proofs:
        return None
    return Text(
        "平台没有死亡记录，本省没有写明凭什么证明", "No death on record, and the rules here name no proof of one"
    )


def _death_proofs(situation: Situation, answers: Answers) -> tuple[Field, ...]:
    if not _unrecorded(situation, answers):
        return ()
    choices = tuple(Choice(one.id, one.name) for one in situation.rules.death_proofs)
    note = _on_record(situation)
    return (Field("death_proof", Text("死亡证明", "Proof of death"), FieldKind.SEGMENTS, choices=choices, note=note),)


def _on_record(situation: Situation) -> Text:
    """What the platform has on record of a holder who is said to have died."""
    if situation.person.life:
        return Text("平台记录持卡人失踪，按死亡证明办理", "The records say missing; done on proof of death")
    return Text("平台记录持卡人在世，按死亡证明办理", "Living in the records; done on proof of death")


def _fields(situation: Situation, answers: Answers) -> tuple[Field, ...]:
    waits = still_open(situation)
    note = Text(f"除死亡外：{waits.zh}", f"But for death: {waits.en}") if waits else _CLEAR
    dead = _ground(situation, {})
    ground = Text("注销事由", "Ground")
    return (
        Field("ground", ground, FieldKind.SEGMENTS, choices=_grounds(situation), note=note, initial=dead),
        *_death_proofs(situation, answers),
        Field("card_handed_in", Text("原卡", "The card"), FieldKind.SEGMENTS, choices=_HANDED_IN),
    )


def _as_acting(situation: Situation, answers: Answers) -> Answers:
    """The answers with somebody who can act: nobody does it for himself after his death."""
    others = [one for one in acting.actors(situation) if one is not Actor.SELF]
    if _ground(situation, answers) != DEATH or answers.get("actor") or not others:
        return answers
    return {**answers, "actor": others[-1].value}


def _actor_fields(situation: Situation, answers: Answers) -> tuple[Field, ...]:
    chosen = _as_acting(situation, answers)
    asked = acting.fields(situation, chosen)
    if _ground(situation, answers) != DEATH:
        return asked
    initial = {"actor": chosen.get("actor", "")}
    return tuple(_of_the_dead(one, initial.get(one.name, one.initial)) for one in asked)


_FAMILY = Text("死亡注销由家属或继承人办", "After a death the family or an heir acts")
_ENDED = Text("委托随死亡终止，须凭亲属或继承证明", "A mandate ends with death: kinship or succession must be proven")
_NOT_OF_THE_DEAD = {
    ("actor", Actor.SELF.value): _FAMILY,
    ("relation", "other"): _FAMILY,
    ("relation_proof", "letter"): _ENDED,
}
"""Answers that fit the living only; relations and proofs by the ids of the base pack."""


def _of_the_dead(field: Field, initial: str) -> Field:
    """The question about who acts, without whoever the holder would have had to send."""
    choices = tuple(replace(c, refused=_NOT_OF_THE_DEAD.get((field.name, c.value), c.refused)) for c in field.choices)
    return replace(field, choices=choices, initial=initial)


def _identity_fields(situation: Situation, answers: Answers) -> tuple[Field, ...]:
    return acting.identity_fields(situation, _as_acting(situation, answers))


def _changes(_situation: Situation, _answers: Answers) -> Mapping[Half, str]:
    return {Half.SSC: life.after(Act.CANCEL)[Half.SSC]}


def _facts(situation: Situation, answers: Answers) -> Mapping[str, str]:
    who = acting.facts(situation, _as_acting(situation, answers))
    proof = {"death_proof": answers.get("death_proof", "")} if _unrecorded(situation, answers) else {}
    told = {"ground": answers["ground"], "card_handed_in": answers["card_handed_in"], **proof, **who}
    return told | acting.material_facts(situation, _as_acting(situation, answers))


def _death_rows(situation: Situation, answers: Answers) -> tuple[Row, ...]:
    """On what a death is taken for proven, and the card under way that ends with it."""
    if _ground(situation, answers) != DEATH:
        return ()
    chosen = (one.name for one in situation.rules.death_proofs if one.id == answers.get("death_proof"))
    proven = (
        Row(Text("死亡记录", "Record of death"), _on_record(situation), strong=True),
        Row(Text("死亡证明", "Proof of death"), next(chosen, Text("未选", "Not chosen"))),
    )
    return (*(proven if _unrecorded(situation, answers) else ()), *_stopped_rows(situation))


def _stopped_rows(situation: Situation) -> tuple[Row, ...]:
    order = situation.person.order
    if order is None:
        return ()
    label, state = Text("同时停办", "Ends too"), order.state.words
    if not order.card_number:
        return (
            Row(
                label,
                Text(f"制卡订单 {order.number}（{state.zh}）", f"Order {order.number}: {state.en.lower()}"),
                strong=True,
            ),
        )
    number = mask_card(order.card_number)
    return (Row(label, Text(f"新卡 {number}（{state.zh}）", f"New card {number}: {state.en.lower()}"), strong=True),)


def _rows(situation: Situation, answers: Answers) -> tuple[Row, ...]:
    ground = _GROUNDS.get(answers.get("ground", ""), Text("未选", "Not chosen"))
    handed = next((c.title for c in _HANDED_IN if c.value == answers.get("card_handed_in")), Text("未选", "Not chosen"))
    return (
        *h.holder_rows(situation, answers),
        Row(Text("注销事由", "Ground"), ground, strong=True),
        *_death_rows(situation, answers),
        Row(Text("原卡", "The card"), handed),
        *acting.rows(situation, _as_acting(situation, answers)),
        *acting.material_row(situation, _as_acting(situation, answers)),
        Row(Text("生效时间", "In effect"), Text("平台核验后生效", "When the platform has checked")),
        *paper.promise_rows(situation),
        *paper.fee_rows(situation),
    )


def _warnings(situation: Situation, answers: Answers) -> tuple[Text, ...]:
    card = situation.person.card
    open_account = card is not None and card.bank is not None and _account_open(card.bank.state)
    if _ground(situation, answers) != DEATH or not open_account:
        return (_FINAL,)
    line = h.bank_line(situation)
    return (_FINAL, Text(f"银行账户没有销户，继承人请找{line.zh}", f"The account stays open; heirs ask {line.en}"))


def _pending(_situation: Situation, _answers: Answers) -> tuple[Text, ...]:
    return (Text("平台核验后才注销，此前卡的状态不变", "Cancelled when the platform has checked, not before"),)


def _outcome(_situation: Situation, _answers: Answers) -> Outcome:
    return Outcome(
        happened=pages.kept_and_queued(TITLE),
        means=(
            Text("平台核验后才注销", "Cancelled when the platform has checked"),
            Text("此前卡的状态不变", "Until then nothing changes"),
        ),
        next=(
            Text("把回执交给办理人，等平台确认", "Give the receipt and wait for the platform"),
            Text("收回的卡当面剪角", "Cut the card that was handed in, before their eyes"),
        ),
    )


def _confirmed(situation: Situation, answers: Answers, answer: Answer) -> Outcome:
    since = loss.effective_words(
        answer, Text("起注销", "Cancelled since"), Text("此前已注销", "It was cancelled before")
    )
    said = _warnings(situation, answers)
    return Outcome(
        happened=(Text("平台已确认注销", "The platform confirmed the cancellation"), since),
        means=(Text("卡不能再用", "The card can no longer be used"), said[-1]),
        next=(
            Text("把回执交给办理人", "Give the receipt"),
            Text("收回的卡当面剪角，登记保管", "Cut the card before their eyes and keep it on file"),
        ),
    )


def _moved(operation: Operation) -> Moved:
    taken = operation.facts.get("card_handed_in") == "yes"
    return Moved(back=(operation.card_number,)) if taken and operation.card_number else Moved()


PROCEDURE = Procedure(
    id="cancellation",
    title=TITLE,
    hint=Text("死亡、离境、迁出等，不能恢复", "Death, departure, moving away; final"),
    key="F9",
    icon="file-x",
    urgent=False,
    steps=(
        Step(
            id="ground",
            title=Text("事由", "Ground"),
            question=Text("为什么注销", "Why it is cancelled"),
            hint=Text("看事由证明，收回原卡", "Look at the proof, take the card"),
            fields=_fields,
        ),
        Step(
            id="actor",
            title=Text("办理人", "Who acts"),
            question=Text("谁来办注销", "Who asks for it"),
            hint=Text("核对办理人证件和关系证明", "Check document and proof of whoever acts"),
            fields=_actor_fields,
        ),
        Step(
            id="confirm",
            title=Text("核对并提交", "Check and submit"),
            question=Text("注销不能恢复，请核对", "Cancellation is final: check"),
            hint=Text("把屏幕转向办理人，核对后提交", "Turn the screen to them, then submit"),
            fields=_identity_fields,
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
    second_person=_unrecorded,
    moved=_moved,
    example={
        "ground": "abroad",
        "card_handed_in": "yes",
        **identity.EXAMPLE,
    },
    form_title=Text("社会保障卡注销申请表", "Social security card: cancellation form"),
)
