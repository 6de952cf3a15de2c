"""The guide of a procedure (办事指南): conditions, papers, steps, promised time, fee, outlets, channels, legal basis.

All of it from the pack that also rules (Chongqing regulation art. 15, Guangdong art. 5): what is shown, what is
printed and what is checked cannot differ. Refuses to add a word of its own to a rule.
"""

from __future__ import annotations

from collections.abc import Iterable

from counter_app.desk.pin_records import TITLES
from counter_app.desk.station import Station
from counter_app.desk.views import GuideSection, GuideView
from counter_app.domain.errors import NotFound
from counter_app.domain.operation import OperationId
from counter_app.domain.province import (
    Actor,
    Fee,
    GuideLine,
    IdentityRule,
    Material,
    Nearby,
    PersonKind,
    ProcedureRules,
    Promise,
)
from counter_app.domain.receipt import Receipt, ReceiptDraft, Row
from counter_app.domain.text import Text, same
from counter_app.procedures import all_procedures
from counter_app.procedures import procedure as procedure_of

TITLE = Text("办事指南", "Guide")
PAPERS = Text("材料", "Bring")
QUESTIONS = Text("咨询投诉", "Questions")
NEARBY = Text("本网点还能办（就近办）", "Also done here")
_KINDS = {
    PersonKind.RESIDENT: Text("居民", "residents"),
    PersonKind.MINOR: Text("未满 16 周岁", "under 16"),
    PersonKind.HMT: Text("港澳台居民", "Hong Kong, Macao, Taiwan residents"),
    PersonKind.FOREIGNER: Text("外国人", "foreigners"),
}
_ACTORS = {
    Actor.GUARDIAN: Text("监护人代办", "with a guardian"),
    Actor.AGENT: Text("他人代办", "with an agent"),
}
_SPARED = Text("平台已有记录的免提交", "not asked for when the platform has it on record")


def guide(station: Station, name: str) -> GuideView:
    """The guide of one procedure of the pack; "" the first. Raises NotFound for one the pack does not know."""
    titles = {**{p.id: p.title for p in all_procedures()}, **TITLES}
    offered = tuple((known, title) for known, title in titles.items() if known in station.province.procedures)
    chosen = name or offered[0][0]
    title = titles.get(chosen) or procedure_of(chosen).title
    rules = station.province.procedures.get(chosen)
    if rules is None:
        raise NotFound(what=Text(f"{title.zh}的规则", f"rules on {title.en.lower()}"))
    return GuideView(
        procedure=chosen,
        title=title,
        sections=tuple(section for section in _sections(station, rules) if section.lines),
        basis=_bases(rules),
        titles=offered,
    )


def nearby(station: Station) -> tuple[Nearby, ...]:
    """Work besides cards that this very outlet does: opened by the pack, and named in the outlet's own settings."""
    return tuple(one for one in station.province.nearby if one.id in station.place.nearby)


def paper(station: Station, name: str) -> Receipt:
    """The guide as paper: no number, nothing is kept of it. Raises NotFound."""
    view, place = guide(station, name), station.place
    return Receipt(
        number="",
        operation_id=OperationId(""),
        issued_at=station.clock.now(),
        draft=ReceiptDraft(
            title=TITLE,
            heading=Text(
                f"{place.province_name.zh}·{place.outlet_name}", f"{place.province_name.en}, {place.outlet_name}"
            ),
            state=view.title,
            rows=tuple(
                Row(section.heading if not at else same(""), line)
                for section in view.sections
                if section.heading != QUESTIONS  # it stands at the foot of every paper
                for at, line in enumerate(section.lines)
            ),
            notes=(),
            basis=view.basis,
            hotline=_hotline(station),
            practice=place.practice,
            signed=False,
        ),
    )


def _sections(station: Station, rules: ProcedureRules) -> Iterable[GuideSection]:
    province = station.province
    yield GuideSection(Text("办理条件", "Conditions"), (rules.conditions,) if rules.conditions else ())
    papers = tuple(_paper(one) for one in rules.materials)
    in_words = tuple(line.text for line in rules.guide if line.heading.zh == PAPERS.zh)
    yield GuideSection(PAPERS, papers or in_words)
    yield GuideSection(Text("身份", "Identity"), _identity(rules))
    numbered = tuple(
        Text(f"{place} {step.zh}", f"{place} {step.en}") for place, step in enumerate(rules.steps, start=1)
    )
    yield GuideSection(Text("流程", "Steps"), numbered)
    yield GuideSection(Text("时限", "Time"), (_time(rules.promise),) if rules.promise else ())
    yield GuideSection(Text("费用", "Fee"), (_fee(rules.fee),) if rules.fee else ())
    for heading, told in ((Text("网点", "Outlets"), province.outlets), (Text("渠道", "Channels"), province.channels)):
        yield GuideSection(heading, _lines(told, under=heading))
    yield GuideSection(NEARBY, tuple(one.name for one in nearby(station)))
    yield GuideSection(Text("提醒", "Mind"), rules.warnings)
    yield GuideSection(QUESTIONS, (_hotline(station),))


def _paper(one: Material) -> Text:
    """A paper, with whom it is asked from where that is not everybody."""
    whom = [_KINDS[kind] for kind in PersonKind if kind in one.kinds] if len(one.kinds) < len(PersonKind) else []
    whom += [_ACTORS[who] for who in _ACTORS if who in one.actors] if Actor.SELF not in one.actors else []
    whom += [_SPARED] if one.spared is not None else []
    if not whom:
        return one.name
    zh, en = "、".join(word.zh for word in whom), ", ".join(word.en for word in whom)
    return Text(f"{one.name.zh}（{zh}）", f"{one.name.en} ({en})")


_IDENTITY = {
    IdentityRule.CHECKED: Text("办理人带有效身份证件原件，当场核实", "Whoever acts shows a valid identity document"),
    IdentityRule.DOCUMENT: Text("办理人的身份证件须在窗口读取", "The document of whoever acts is read at the window"),
}


def _identity(rules: ProcedureRules) -> tuple[Text, ...]:
    """How it is checked who stands there; nothing where the pack does not ask."""
    said, basis = _IDENTITY.get(rules.identity), rules.identity_basis
    return (_marked(said, example=basis is not None and basis.example),) if said is not None else ()


def _time(promise: Promise) -> Text:
    said = Text("当场办结", "At once")
    if promise.days:
        said = Text(f"{promise.days} 个工作日内", f"Within {promise.days} working days")
    return _marked(said, example=promise.basis.example)


def _fee(fee: Fee) -> Text:
    if fee.fen == 0:
        return _marked(Text("免费", "Free"), example=fee.basis.example)
    return _marked(Text(f"{fee.fen / 100:.2f} 元", f"{fee.fen / 100:.2f} yuan"), example=fee.basis.example)


def _marked(said: Text, *, example: bool) -> Text:
    return Text(f"{said.zh}（示例）", f"{said.en} (example)") if example else said


def _lines(told: Iterable[GuideLine], *, under: Text) -> tuple[Text, ...]:
    """Each with its heading, but for the one it stands under."""
    return tuple(
        one.text
        if one.heading.zh == under.zh
        else Text(f"{one.heading.zh}：{one.text.zh}", f"{one.heading.en}: {one.text.en}")
        for one in told
    )


def _hotline(station: Station) -> Text:
    province = station.province
    return Text(
        f"咨询 {province.hotline}；意见 {province.complaint.zh}",
        f"Questions {province.hotline}; complaints {province.complaint.en}",
    )


def _bases(rules: ProcedureRules) -> tuple[Text, ...]:
    """Every basis a line of the guide rests on, once; what is only an example is marked where it stands."""
    told = [*rules.basis, *(one.basis for one in rules.materials)]
    told += [one.spared.basis for one in rules.materials if one.spared is not None]
    told += [one.basis for one in (rules.fee, rules.promise) if one is not None]
    told += [rules.identity_basis] if rules.identity_basis is not None else []
    return tuple(dict.fromkeys(basis.words for basis in told if not basis.example or basis in rules.basis))
