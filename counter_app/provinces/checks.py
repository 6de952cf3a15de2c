"""What a pack of the right form may still get wrong: names nobody defines, requirements that go in circles, a fee where
the regulation allows none, people for whom nobody may act.

Refuses to mend: each fault is told with the path of its key, and the pack is not loaded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from counter_app.domain import province as d
from counter_app.domain.purposes import Purpose
from counter_app.domain.text import Text
from counter_app.provinces import form_people as people
from counter_app.provinces.places import Path
from counter_app.provinces.schema import Pack, Status

NEEDED = (
    "application activation temporary-loss formal-loss release replacement cancellation status-proof bank-change "
    "data-change data-copy resume-making consent-withdrawal pin-change pin-reset pin-unblock"
).split()
"""Procedures every province must rule on, if only to say that it does not allow them."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake: the key it stands at, and why it is one."""

    path: Path
    why: Text


def faults(pack: Pack) -> Iterator[Fault]:
    """Every mistake, in the order of the file's main parts."""
    return chain(_dates(pack), _names(pack), _doubles(pack), _circles(pack), _fees(pack), _people(pack), _banks(pack))


def _unknown(path: Path, named: Iterable[str], known: Collection[str]) -> Iterator[Fault]:
    for index, name in enumerate(named):
        if name not in known:
            said = "、".join(sorted(known)), ", ".join(sorted(known))
            why = Text(f"“{name}”没有定义，现有 {said[0]}", f'"{name}" is not defined; there are {said[1]}')
            yield Fault((*path, index), why)


def _dates(pack: Pack) -> Iterator[Fault]:
    if pack.status is Status.IN_FORCE and pack.in_force_from is None:
        why = Text("已施行的规则要写施行日期", "rules in force need the date they are in force from")
        yield Fault(("in_force_from",), why)
    until = pack.calendar.published_until
    if until is not None and pack.calendar.later is None and any(day > until for day in pack.calendar.rest):
        why = Text(f"{until} 以后的日子要写依据", f"days after {until} need a basis of their own")
        yield Fault(("calendar", "later"), why)
    for index, day in enumerate(pack.calendar.work):
        if day in pack.calendar.rest:
            why = Text(f"{day} 同时列为休息日和工作日", f"{day} is listed as a day of rest and of work")
            yield Fault(("calendar", "work", index), why)


def _names(pack: Pack) -> Iterator[Fault]:
    names, procedures = pack.names, pack.procedures
    for needed in NEEDED:
        if needed not in procedures:
            yield Fault(("procedures", needed), Text("缺这项业务的规则", "the rules of this procedure are missing"))
    for index, ground in enumerate(pack.grounds):
        yield from _at(("grounds", index, "id"), ground.id, names.grounds)
    for paper, named in names.materials.items():
        yield from _unknown(("names", "materials", paper, "with"), named.brings, names.materials)
    yield from _of_people((), pack.acting, pack.materials, names)
    for key, rules in procedures.items():
        yield from _of_people(("procedures", key), rules.acting or (), rules.materials, names)
        yield from _unknown(("procedures", key, "grounds"), rules.grounds, names.grounds)
        yield from _unknown(("procedures", key, "death_proofs"), rules.death_proofs, names.proofs)
    yield from _services(pack)
    if pack.free is not None:
        yield from _unknown(("free", "procedures"), pack.free.procedures, procedures)
    for rule, risk in pack.high_risk.items():
        yield from _unknown(("high_risk", rule, "procedures"), risk.procedures, procedures)
    for index, warning in enumerate(pack.warnings):
        yield from _unknown(("warnings", index, "procedures"), warning.procedures, procedures)
    for index, elsewhere in enumerate(pack.abroad):
        yield from _unknown(("abroad", index, "procedures"), elsewhere.procedures, procedures)


def _services(pack: Pack) -> Iterator[Fault]:
    for purpose in (one for one in Purpose if one not in pack.purposes):
        yield Fault(("purposes", purpose.value), Text("缺告知或同意的文本", "what people are told of it is missing"))
    if pack.entrustment is not None:
        yield from _unknown(("entrustment", "procedures"), pack.entrustment.procedures, pack.procedures)
    for index, paper in enumerate(pack.spared):
        yield from _at(("spared", index, "material"), paper.material, pack.names.materials)
    for index, listed in enumerate(pack.nearby):
        yield from _unknown(("nearby", index, "items"), listed.items, pack.names.nearby)


def _at(path: Path, name: str, known: Collection[str]) -> Iterator[Fault]:
    return (Fault(path, fault.why) for fault in _unknown(path, (name,), known))


def _of_people(
    path: Path, acting: Sequence[people.ActingForm], papers: Sequence[people.MaterialForm], names: people.Names
) -> Iterator[Fault]:
    for index, line in enumerate(acting):
        yield from _unknown((*path, "acting", index, "relations"), line.relations, names.relations)
        yield from _unknown((*path, "acting", index, "proofs"), line.proofs, names.proofs)
    for index, paper in enumerate(papers):
        yield from _at((*path, "materials", index, "id"), paper.id, names.materials)


def _doubles(pack: Pack) -> Iterator[Fault]:
    listed = {
        ("banks", "code"): [b.code for b in pack.banks],
        ("grounds", "id"): [g.id for g in pack.grounds],
        ("refusals", "code"): [r.code for r in pack.refusals],
        ("given_up", "code"): [r.code for r in pack.given_up],
        ("abroad", "prefix"): [f"{a.prefix} {a.served}" for a in pack.abroad],
        ("spared", "material"): [s.material for s in pack.spared],
    }
    for (table, key), values in listed.items():
        often = Counter(values)
        for index, value in enumerate(values):
            if often[value] > 1 and value in values[:index]:
                yield Fault((table, index, key), Text(f"“{value}”写了两次", f'"{value}" stands here twice'))


def _circles(pack: Pack) -> Iterator[Fault]:
    papers = {name: paper.brings for name, paper in pack.names.materials.items()}
    for name, circle in _round(papers):
        way = " → ".join(circle)
        yield Fault(("names", "materials", name, "with"), Text(f"互为前提：{way}", f"they require each other: {way}"))


def _round(needs: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each name that in the end needs itself, with the way round."""
    for start in needs:
        ways: list[tuple[str, ...]] = [(start,)]
        seen: set[str] = set()
        while ways:
            way = ways.pop()
            for step in needs.get(way[-1], ()):
                if step == start:
                    yield start, (*way, start)
                    return
                if step not in seen:
                    seen.add(step)
                    ways.append((*way, step))


def _fees(pack: Pack) -> Iterator[Fault]:
    for key in pack.free.procedures if pack.free is not None else ():
        rules = pack.procedures.get(key)
        if rules is not None and rules.fee.fen:
            why = Text("法规规定免费，不能收费", "the regulation makes it free, there can be no fee")
            yield Fault(("procedures", key, "fee", "fen"), why)


def _people(pack: Pack) -> Iterator[Fault]:
    yield from _actors(("acting",), pack.acting)
    for key, rules in pack.procedures.items():
        if rules.acting:
            yield from _actors(("procedures", key, "acting"), rules.acting)


def _actors(path: Path, lines: Sequence[people.ActingForm]) -> Iterator[Fault]:
    for index, line in enumerate(lines):
        alone = line.who is d.Actor.SELF
        if alone and (line.relations or line.proofs):
            why = Text("本人办理没有关系和证明", "a holder needs no relation and no proof")
            yield Fault((*path, index, "who"), why)
        elif not alone and not (line.relations and line.proofs):
            why = Text("代为办理要写关系和证明", "to act for another needs relations and proofs")
            yield Fault((*path, index, "who"), why)
    for kind in d.PersonKind:
        if not any(kind in line.kinds for line in lines):
            why = Text(f"{kind} 谁都不能办", f"nobody may act for {kind}")
            yield Fault(path, why)


def _banks(pack: Pack) -> Iterator[Fault]:
    if not any(b.status is d.BankStatus.ACTIVE for b in pack.banks):
        yield Fault(("banks",), Text("没有一家银行可办新卡", "no bank takes new cards"))
