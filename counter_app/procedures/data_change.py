"""Change of personal data 信息变更: mobile, nationality, name. Only what changed goes out.

Refuses to change number and photo: they stand on the card and need another one (换卡), as a changed name does
afterwards. A new name needs a proof.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from counter_app.domain.errors import NotEligible, Refused
from counter_app.domain.names import mask_name, name_fault, normalise_name
from counter_app.domain.nations import nation_code, nation_name
from counter_app.domain.numbers import mask_mobile, tidy
from counter_app.domain.operation import Answer
from counter_app.domain.procedure import Answers, Choice, Field, FieldKind, Outcome, Procedure, Situation, Step
from counter_app.domain.receipt import Row
from counter_app.domain.text import Text, same
from counter_app.procedures import _acting as acting
from counter_app.procedures import _consents as consents
from counter_app.procedures import _halves as h
from counter_app.procedures import _identity as identity
from counter_app.procedures import _pages as pages
from counter_app.procedures import _paper as paper
from counter_app.procedures._paper import check_mobile

TITLE = Text("信息变更", "Change of data")
PROOFS = (
    Choice("household-register", Text("户口簿", "Household register")),
    Choice("police", Text("公安变更证明", "Proof of the police")),
    Choice("document", Text("新证件", "New document")),
)
_NEW_CARD = Text(
    "改名后卡面和卡内姓名不变：平台确认后办补换，原因选信息变更",
    "Card and chip keep the old name: when confirmed, replace the card (reason: changed data)",
)
_NEEDS_CARD = Text("号码、照片变更须换卡，不在这里办", "A changed number or photo needs a new card, not this")


def _unlawful(situation: Situation) -> Refused | None:
    if situation.person.as_of is None:
        how = Text("联网后由平台核验", "When the platform can be asked")
        return NotEligible(why=Text("本机没有这个人的平台记录", "Nothing of this person is on record here"), how=how)
    return acting.refusal(situation)


def changed(situation: Situation, answers: Answers) -> Mapping[str, str]:
    """The new values by field, without those that stay as they are."""
    holder = situation.person.holder
    said = {
        "mobile": tidy(answers.get("mobile", "")),
        "nation": nation_code(answers.get("nation", "")) or "",
        "name": normalise_name(answers.get("name", ""))[0],
    }
    known = {"mobile": holder.mobile, "nation": holder.nation, "name": holder.name}
    return {name: value for name, value in said.items() if value and value != known[name]}


def _nation_fault(typed: str, *, kept: str) -> Text | None:
    if typed == kept or nation_code(typed) is not None:
        return None
    return Text("写民族名称（如 汉族）或两位代码", "A nationality by name or two digits (GB/T 3304)")


def _check_name(typed: str) -> Text | None:
    fault = name_fault(normalise_name(typed)[0])
    if fault is None:
        return None
    if fault == "long":
        return Text(f"姓名最多 50 字，现为 {len(typed)} 字", f"At most 50 characters, now {len(typed)}")
    return Text("姓名里有不能用的字符，请重新输入", "The name holds characters that cannot be used; type it again")


def _fields(situation: Situation, answers: Answers) -> tuple[Field, ...]:
    holder = situation.person.holder
    kept = {"mobile": holder.mobile, "nation": nation_name(holder.nation), "name": holder.name}
    new = changed(situation, {**kept, **answers})

    def check(typed: str) -> Text | None:
        if typed and (fault := check_mobile(typed)) is not None:
            return fault
        will = changed(situation, {**kept, **answers, "mobile": typed})
        return None if will else Text("没有改动，改好再继续", "Nothing was changed yet")

    return (
        Field(
            "mobile",
            Text("联系电话", "Mobile"),
            FieldKind.MOBILE,
            initial=kept["mobile"] or "",
            required=not new,
            note=_NEEDS_CARD,
            check=check,
        ),
        Field(
            "nation",
            Text("民族", "Nationality"),
            FieldKind.TEXT,
            initial=kept["nation"],
            required=False,
            check=partial(_nation_fault, kept=kept["nation"]),
        ),
        Field("name", Text("姓名", "Name"), FieldKind.NAME, initial=kept["name"], check=_check_name),
        *(_proof() if "name" in new else ()),
    )


def _proof() -> tuple[Field, ...]:
    return (Field("proof", Text("改名凭什么", "Proof of the new name"), FieldKind.SEGMENTS, choices=PROOFS),)


def _facts(situation: Situation, answers: Answers) -> Mapping[str, str]:
    new = changed(situation, answers)
    proof = {"proof_of_change": answers["proof"]} if "name" in new and answers.get("proof") else {}
    return {**{f"new_{name}": value for name, value in new.items()}, **proof, **acting.facts(situation, answers)}


def _rows(situation: Situation, answers: Answers) -> tuple[Row, ...]:
    new = changed(situation, answers)
    shown = {
        "mobile": (Text("新联系电话", "New mobile"), mask_mobile(new.get("mobile", ""))),
        "nation": (Text("新民族", "New nationality"), nation_name(new.get("nation", ""))),
        "name": (Text("新姓名", "New name"), mask_name(new.get("name", ""))),
    }
    proof = next((c.title for c in PROOFS if c.value == answers.get("proof")), None)
    return (
        *h.holder_rows(situation, answers),
        *(Row(shown[name][0], same(shown[name][1]), strong=True) for name in new),
        *((Row(Text("证明", "Proof"), proof),) if proof is not None and "name" in new else ()),
        *acting.rows(situation, answers),
        Row(Text("生效时间", "In effect"), Text("平台确认后生效", "When the platform has confirmed")),
        *paper.promise_rows(situation),
        *paper.fee_rows(situation),
    )


def _warnings(situation: Situation, answers: Answers) -> tuple[Text, ...]:
    return (_NEW_CARD,) if "name" in changed(situation, answers) else ()


def _pending(_situation: Situation, _answers: Answers) -> tuple[Text, ...]:
    return (Text("平台确认前仍用原信息", "Until the platform confirms, the old data stand"),)


def _outcome(situation: Situation, answers: Answers) -> Outcome:
    return Outcome(
        happened=pages.kept_and_queued(TITLE),
        means=(
            Text("平台确认后才改", "Changed when the platform has confirmed"),
            Text("此前仍用原信息", "Until then the old data stand"),
        ),
        next=(Text("把回执交给持卡人", "Give the receipt to the holder"), _then(situation, answers)),
    )


def _confirmed(situation: Situation, answers: Answers, _answer: Answer) -> Outcome:
    return Outcome(
        happened=(
            Text("平台已确认信息变更", "The platform confirmed the change"),
            Text("新信息已记入", "The new data are on record"),
        ),
        means=(
            Text("以后按新信息办理", "From now on the new data count"),
            Text("卡的状态没有变", "The state of the card is the same"),
        ),
        next=(Text("把回执交给持卡人", "Give the receipt to the holder"), _then(situation, answers)),
    )


def _then(situation: Situation, answers: Answers) -> Text:
    told = answers.get("new_name") or "name" in changed(situation, answers)
    return _NEW_CARD if told else Text("凭回执号可查办理结果", "The receipt number finds the result")


def _confirm_fields(situation: Situation, answers: Answers) -> tuple[Field, ...]:
    return acting.fields(situation, answers)


PROCEDURE = Procedure(
    id="data-change",
    title=TITLE,
    hint=Text("联系电话、民族、姓名", "Mobile, nationality, name"),
    key="D",
    icon="edit",
    urgent=False,
    steps=(
        Step(
            id="data",
            title=Text("新信息", "New data"),
            question=Text("改什么", "What is to change"),
            hint=Text("只改要改的，其余不动", "Change what has changed, leave the rest"),
            fields=_fields,
        ),
        pages.confirm_step(_confirm_fields),
    ),
    unlawful=_unlawful,
    changes=pages.no_changes,
    facts=_facts,
    rows=_rows,
    warnings=_warnings,
    pending=_pending,
    outcome=_outcome,
    confirmed=_confirmed,
    example={"mobile": "13900009999", **identity.EXAMPLE},
    uses=(consents.SERVICE, consents.CHILD),
    form_title=Text("社会保障卡信息变更登记表", "Social security card: change of data form"),
)
