"""Cancellation 注销: the end of a card, on a ground, when everything else was ended. There is no way back.

Refuses while the account behind the card is open or another card is being made, but for a holder who died; refuses to
touch the bank half: the bank closes its account itself. Never without the platform.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from counter_app.domain import life
from counter_app.domain.card import STATE_NAMES, Half
from counter_app.domain.errors import NotEligible, Refused
from counter_app.domain.life import Act
from counter_app.domain.operation import Answer
from counter_app.domain.procedure import Answers, Choice, Field, FieldKind, Outcome, Procedure, Situation, Step
from counter_app.domain.province import Actor, PersonKind
from counter_app.domain.receipt import Row
from counter_app.domain.text import Text
from counter_app.procedures import _acting as acting
from counter_app.procedures import _halves as h
from counter_app.procedures import _loss as loss
from counter_app.procedures import _orders as orders
from counter_app.procedures import _paper as paper

TITLE = Text("注销", "Cancellation")
DEATH = "death"
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
    if card is None or card.bank is None or card.bank.state.value == life.after(Act.CLOSE)[Half.BANK]:
        return None
    line, state = h.bank_line(situation), STATE_NAMES[card.bank.state]
    return Text(
        f"账户{state.zh}，先到 {line.zh} 销户", f"The account is {state.en.lower()}: close it first at {line.en}"
    )


def _grounds(situation: Situation) -> tuple[Choice, ...]:
    person, kind = situation.person, acting.kind_of_holder(situation)
    foreign = kind in (PersonKind.FOREIGNER, PersonKind.HMT)
    left_out = set(_OPTIONAL - situation.rules.grounds)
    left_out |= {"nationality"} if foreign else {"left"}
    left_out |= {"superseded"} if len(person.in_use) < 2 else set()
    waits = still_open(situation)
    return tuple(
        Choice(name, words, refused=None if name == DEATH else waits)
        for name, words in _GROUNDS.items()
        if name not in left_out
    )


def _fields(situation: Situation, _answers: Answers) -> tuple[Field, ...]:
    waits = still_open(situation)
    note = Text(f"除死亡外：{waits.zh}", f"But for death: {waits.en}") if waits else _CLEAR
    dead = DEATH if situation.person.life else ""
    ground = Text("注销事由", "Ground")
    return (
        Field("ground", ground, FieldKind.SEGMENTS, choices=_grounds(situation), note=note, initial=dead),
        Field("card_handed_in", Text("原卡", "The card"), FieldKind.SEGMENTS, choices=_HANDED_IN),
    )


def _as_acting(situation: Situation, answers: Answers) -> Answers:
    """The answers with somebody who can act: nobody does it for himself after his death."""
    others = [one for one in acting.actors(situation) if one is not Actor.SELF]
    if answers.get("ground") != DEATH or answers.get("actor") or not others:
        return answers
    return {**answers, "actor": others[-1].value}


def _actor_fields(situation: Situation, answers: Answers) -> tuple[Field, ...]:
    chosen = _as_acting(situation, answers)
    asked = acting.fields(situation, chosen)
    if answers.get("ground") != DEATH:
        return asked
    return tuple(_without_self(one, chosen.get("actor", "")) if one.name == "actor" else one for one in asked)


def _without_self(field: Field, initial: str) -> Field:
    why = Text("死亡注销由家属或继承人办", "After a death the family or an heir acts")
    choices = tuple(replace(c, refused=why) if c.value == Actor.SELF.value else c for c in field.choices)
    return replace(field, choices=choices, initial=initial)


def _no_fields(_situation: Situation, _answers: Answers) -> tuple[Field, ...]:
    return ()


def _changes(_situation: Situation, _answers: Answers) -> Mapping[Half, str]:
    return {Half.SSC: life.after(Act.CANCEL)[Half.SSC]}


def _facts(situation: Situation, answers: Answers) -> Mapping[str, str]:
    who = acting.facts(situation, _as_acting(situation, answers))
    return {"ground": answers["ground"], "card_handed_in": answers["card_handed_in"], **who}


def _rows(situation: Situation, answers: Answers) -> tuple[Row, ...]:
    ground = _GROUNDS.get(answers.get("ground", ""), Text("未选", "Not chosen"))
    handed = next((c.title for c in _HANDED_IN if c.value == answers.get("card_handed_in")), Text("未选", "Not chosen"))
    return (
        *h.holder_rows(situation, answers),
        Row(Text("注销事由", "Ground"), ground, strong=True),
        Row(Text("原卡", "The card"), handed),
        *acting.rows(situation, _as_acting(situation, answers)),
        *acting.material_row(situation, _as_acting(situation, answers)),
        Row(Text("生效时间", "In effect"), Text("平台核验后生效", "When the platform has checked")),
        *paper.fee_rows(situation),
    )


def _warnings(situation: Situation, answers: Answers) -> tuple[Text, ...]:
    if answers.get("ground") != DEATH or still_open(situation) is None:
        return (_FINAL,)
    line = h.bank_line(situation)
    return (_FINAL, Text(f"银行账户没有销户，继承人请找{line.zh}", f"The account stays open; heirs ask {line.en}"))


def _pending(_situation: Situation, _answers: Answers) -> tuple[Text, ...]:
    return (Text("平台核验后才注销，此前卡的状态不变", "Cancelled when the platform has checked, not before"),)


def _outcome(_situation: Situation, _answers: Answers) -> Outcome:
    return Outcome(
        happened=(
            Text("注销已存本机，断电也不会丢", "The cancellation is kept here, safe from power cuts"),
            Text("已排队送平台", "Queued for the platform"),
        ),
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
            fields=_no_fields,
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
    example={
        "ground": DEATH,
        "card_handed_in": "yes",
        "actor": Actor.AGENT.value,
        "actor_name": "余家人",
        "actor_number": "439901197001010012",
        "relation": "child",
        "relation_proof": "kinship",
    },
)
