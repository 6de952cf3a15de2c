"""A copy of what is kept here of a person 个人信息副本, for that person (个人信息保护法第四十五条), or after a death for the next
of kin, for a lawful interest of their own (第四十九条). The operation is the request; the copy itself is made from it.

Refuses to tell what the platform keeps, and to change anything: a request is put on record, no more.
"""

from __future__ import annotations

from collections.abc import Mapping

from counter_app.domain.errors import NotEligible, Refused
from counter_app.domain.operation import Answer
from counter_app.domain.procedure import Answers, Choice, Field, FieldKind, Outcome, Procedure, Situation
from counter_app.domain.province import HolderLife
from counter_app.domain.receipt import Row
from counter_app.domain.text import Text, same
from counter_app.procedures import _acting as acting
from counter_app.procedures import _halves as h
from counter_app.procedures import _identity as identity
from counter_app.procedures import _pages as pages
from counter_app.procedures import _paper as paper

TITLE = Text("个人信息副本", "Copy of data")
DONE = Text("副本当场给申请人", "The copy is given at once")
ELSEWHERE = Text(
    "省平台保存的信息，向社保经办机构或 {hotline} 查询",
    "What the province keeps is asked of the agency, or by {hotline}",
)
_SAFE = Text("副本里持卡人的号码是完整的，请妥善保管", "The holder's numbers stand whole in the copy: keep it safe")
_INTERESTS = (
    Choice("inheritance", Text("办理继承", "Inheritance")),
    Choice("benefits", Text("申领丧葬、抚恤等待遇", "Benefits after the death")),
    Choice("dispute", Text("处理纠纷或维权", "A dispute or a claim")),
)
"""Lawful interests of the next of kin; whoever has none of them is turned away with a reason (第五十条)."""
_ARRANGED = Text("死者生前另有安排，按其安排", "The dead person arranged otherwise, and that holds")
_ARRANGEMENT = (
    Choice("none", Text("没有另外安排", "None")),
    Choice("made", Text("另有安排", "There is one"), refused=_ARRANGED),
)


def _of_the_dead(situation: Situation) -> bool:
    return situation.person.life == HolderLife.DEAD.value


def _unlawful(situation: Situation) -> Refused | None:
    hotline = situation.province.hotline
    if situation.person.as_of is None:
        how = Text("联网后再查，或核对号码", "Ask when there is a line, or compare the number")
        return NotEligible(why=Text("本机没有这个人的平台记录", "Nothing of this person is on record here"), how=how)
    if situation.person.life and not _of_the_dead(situation):
        how = Text(f"由法定代理人凭法院文书办，请拨 {hotline}", f"By a court's paper; call {hotline}")
        return NotEligible(why=Text("平台记录持卡人失踪", "The records say that the holder is missing"), how=how)
    return acting.refusal(situation, living=False)


def _fields(situation: Situation, answers: Answers) -> tuple[Field, ...]:
    return (*acting.fields(situation, answers), *(_of_kin() if _of_the_dead(situation) else ()))


def _of_kin() -> tuple[Field, ...]:
    what_for, arranged = Text("近亲属用来做什么", "What the kin need it for"), Text("死者生前的安排", "Arranged before")
    note = Text("由近亲属声明", "As the kin declare")
    return (
        Field("interest", what_for, FieldKind.SEGMENTS, choices=_INTERESTS),
        Field("arrangement", arranged, FieldKind.SEGMENTS, choices=_ARRANGEMENT, note=note),
    )


def _facts(situation: Situation, answers: Answers) -> Mapping[str, str]:
    told = acting.facts(situation, answers)
    if _of_the_dead(situation):
        return told | {"interest": answers["interest"], "arrangement": answers["arrangement"]}
    return told | acting.material_facts(situation, answers)


def _rows(situation: Situation, answers: Answers) -> tuple[Row, ...]:
    what = Text("本机保存的全部本人信息及使用记录", "All that is kept here of the holder, and every use of it")
    return (
        *h.holder_rows(situation, answers)[:2],
        *acting.rows(situation, answers),
        *_kin_rows(situation, answers),
        Row(Text("副本内容", "The copy tells"), what, strong=True),
        *(() if _of_the_dead(situation) else acting.material_row(situation, answers)),
        *paper.fee_rows(situation),
    )


def _kin_rows(situation: Situation, answers: Answers) -> tuple[Row, ...]:
    if not _of_the_dead(situation):
        return ()
    chosen = next((c.title for c in _INTERESTS if c.value == answers.get("interest")), same(""))
    none = _ARRANGEMENT[0].title if answers.get("arrangement") == "none" else same("")
    said = (Row(Text("用途", "For"), chosen), Row(Text("死者生前的安排", "Arranged before"), none))
    return tuple(row for row in said if row.value.zh)


def _warnings(situation: Situation, _answers: Answers) -> tuple[Text, ...]:
    return (_SAFE, ELSEWHERE.format(hotline=situation.province.hotline))


def _outcome(situation: Situation, _answers: Answers) -> Outcome:
    return Outcome(
        happened=(
            Text("申请已存本机，副本现在可出", "The request is kept here; the copy can be made now"),
            Text("副本写明这张回执的号码", "The copy names the number of this receipt"),
        ),
        means=(
            Text("副本写明留存了什么、谁用过、留多久", "It tells what is kept, who used it, and for how long"),
            ELSEWHERE.format(hotline=situation.province.hotline),
        ),
        next=(
            Text("打印副本或存为 PDF，交给申请人", "Print the copy or save it as PDF, and hand it over"),
            Text("要再出一份，限当日；过后另办", "Once more on the same day only; later it is asked for anew"),
        ),
    )


def _confirmed(situation: Situation, answers: Answers, _answer: Answer) -> Outcome:
    return _outcome(situation, answers)


PROCEDURE = Procedure(
    id="data-copy",
    title=TITLE,
    hint=Text("本人查阅、复制；离线也可办", "For the holder; offline too"),
    key="C",
    icon="copy",
    urgent=False,
    steps=(pages.confirm_step(_fields),),
    unlawful=_unlawful,
    changes=pages.no_changes,
    facts=_facts,
    rows=_rows,
    warnings=_warnings,
    pending=pages.no_words,
    outcome=_outcome,
    confirmed=_confirmed,
    example=identity.EXAMPLE,
    names_card=False,
    done_here=DONE,
    document=TITLE,
)
