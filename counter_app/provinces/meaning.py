"""A checked pack becomes domain data: ids become names, rules of all procedures are handed to each.

Refuses to check: what comes here has passed `schema` and `checks`. Imported only when a pack is loaded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from counter_app.domain import province as d
from counter_app.domain.alone import Limits
from counter_app.domain.four_eyes import HighRisk
from counter_app.domain.keeping import KeptFor, Kind
from counter_app.domain.purposes import Purpose, PurposeText
from counter_app.domain.text import Text, same
from counter_app.provinces import form_people as people
from counter_app.provinces import form_service as service
from counter_app.provinces import forms as f
from counter_app.provinces.schema import Pack, ProcedureForm, Status

_SAMPLE = Text("示例规则，以当地规定为准", "sample rule, local rules prevail")


@dataclass(frozen=True, slots=True)
class _Reading:
    """One pack being read."""

    pack: Pack

    def basis(self, given: f.BasisForm) -> d.Basis:
        """Regulation and article as shown; only the pack's own regulation can be a draft."""
        if given.article is None and given.regulation is None:
            return d.Basis(_SAMPLE, example=given.example)
        named = given.regulation or self.pack.regulation.name
        article = given.article.text() if given.article else Text("", "")
        text = Text(f"{named.zh}{article.zh}", f"{named.en}, {article.en}" if article.en else named.en)
        draft = given.regulation is None and self.pack.status is Status.DRAFT
        return d.Basis(text, draft=draft, example=given.example)

    def relations(self, ids: Sequence[str], names: Mapping[str, f.Words]) -> tuple[d.Relation, ...]:
        return tuple(d.Relation(one, names[one].text()) for one in ids)

    def acting(self, lines: Sequence[people.ActingForm]) -> tuple[d.Acting, ...]:
        names = self.pack.names
        return tuple(
            d.Acting(
                who=line.who,
                basis=self.basis(line.basis),
                kinds=frozenset(line.kinds),
                relations=self.relations(line.relations, names.relations),
                proofs=self.relations(line.proofs, names.proofs),
                holder=line.holder,
            )
            for line in lines
        )

    def _with_companions(self, paper: str) -> Iterator[str]:
        yield paper
        for other in self.pack.names.materials[paper].brings:
            yield from self._with_companions(other)

    def materials(self, lines: Sequence[people.MaterialForm]) -> tuple[d.Material, ...]:
        """Each paper once for the same people, what comes along with it right after it."""
        found: dict[tuple[str, frozenset[d.PersonKind], frozenset[d.Actor]], d.Material] = {}
        for line in lines:
            for paper in self._with_companions(line.id):
                kinds, actors, said = frozenset(line.kinds), frozenset(line.actors), self.pack.names.materials[paper]
                asked = d.Material(
                    id=paper,
                    name=said.text(),
                    kinds=kinds,
                    actors=actors,
                    basis=self.basis(line.basis),
                    spared=self.spared(paper),
                    form=said.form.text() if said.form else None,
                    where=said.where.text() if said.where else None,
                )
                found.setdefault((paper, kinds, actors), asked)
        return tuple(found.values())

    def spared(self, paper: str) -> d.Spared | None:
        """When the records make a paper needless."""
        named = (one for one in self.pack.spared if one.material == paper)
        return next((d.Spared(one.proven_by, self.basis(one.basis)) for one in named), None)

    def card_as_id(self) -> d.CardAsId | None:
        rule = self.pack.card_as_id
        return d.CardAsId(rule.authenticated, self.basis(rule.basis)) if rule.accepted else None

    def entrustment(self) -> d.Entrustment | None:
        given = self.pack.entrustment
        return None if given is None else d.Entrustment(frozenset(given.procedures), self.basis(given.basis))

    def nearby(self) -> tuple[d.Nearby, ...]:
        """Each kind of work once."""
        names = self.pack.names.nearby
        found = {
            item: d.Nearby(item, names[item].text(), self.basis(listed.basis))
            for listed in self.pack.nearby
            for item in listed.items
        }
        return tuple(found.values())

    def fee(self, procedure: str, given: f.FeeForm) -> d.Fee:
        free = self.pack.free
        if free is not None and procedure in free.procedures:
            return d.Fee(0, free=True, basis=self.basis(free.basis))
        return d.Fee(given.fen, free=False, basis=self.basis(given.basis))

    def guide(self, rules: ProcedureForm, fee: d.Fee, promise: d.Promise) -> tuple[d.GuideLine, ...]:
        said = {"fee": _fee_line(fee), "promise": _promise_line(promise)}
        return tuple(
            d.GuideLine(line.heading.text(), line.text.text(), line.icon)
            if line.heading is not None and line.text is not None
            else said[line.say or "fee"]
            for line in rules.guide
        )

    def warnings(self, procedure: str) -> tuple[Text, ...]:
        """Each sentence with the basis it rests on."""
        mine = [w for w in self.pack.warnings if procedure in w.procedures]
        words = [(w.text, self.basis(w.basis).words) for w in mine]
        return tuple(Text(f"{text.zh}；见{basis.zh}", f"{text.en}; see {basis.en}") for text, basis in words)

    def high_risk(self, procedure: str) -> tuple[HighRisk, ...]:
        """When a second person must agree in it."""
        mine = [rule for rule in self.pack.high_risk.values() if procedure in rule.procedures]
        return tuple(HighRisk(rule.when, rule.why.text(), self.basis(rule.basis)) for rule in mine)

    def procedure(self, name: str, rules: ProcedureForm) -> d.ProcedureRules:
        fee = self.fee(name, rules.fee)
        promise = d.Promise(rules.promise.days, self.basis(rules.promise.basis))
        common = self.pack.materials if rules.common_materials else ()
        return d.ProcedureRules(
            allowed=rules.allowed,
            offline=rules.offline,
            guide=self.guide(rules, fee, promise),
            basis=tuple(self.basis(b) for b in rules.basis),
            builds_on_waiting=rules.builds_on_waiting,
            high_risk=self.high_risk(name),
            acting=self.acting(self.pack.acting if rules.acting is None else rules.acting),
            materials=self.materials((*common, *rules.materials)),
            warnings=self.warnings(name),
            fee=fee,
            promise=promise,
            grounds=frozenset(rules.grounds),
            death_proofs=self.relations(rules.death_proofs, self.pack.names.proofs),
            conditions=rules.conditions.text(),
            identity=rules.identity.rule,
            identity_basis=self.basis(rules.identity.basis),
            steps=tuple(step.text() for step in rules.steps),
        )

    def channels(self, lines: Sequence[f.ChannelForm]) -> tuple[d.GuideLine, ...]:
        return tuple(d.GuideLine(c.heading.text(), c.text.text(), c.icon, basis=self.basis(c.basis)) for c in lines)

    def banks(self) -> tuple[d.Bank, ...]:
        return tuple(
            d.Bank(
                code=b.code,
                name=b.name.text(),
                phone=b.phone,
                loss=b.loss,
                basis=self.basis(b.basis),
                status=b.status,
                keeps_account=b.keeps_account,
            )
            for b in self.pack.banks
        )

    def grounds(self) -> tuple[d.Ground, ...]:
        names = self.pack.names.grounds
        return tuple(d.Ground(g.id, names[g.id].text(), self.basis(g.basis)) for g in self.pack.grounds)

    def kept_for(self) -> tuple[KeptFor, ...]:
        """How long each kind stays."""
        lines = ((kind, getattr(self.pack.retention, kind.value)) for kind in Kind)
        return tuple(KeptFor(kind, line.days, self.basis(line.basis)) for kind, line in lines)

    def purposes(self) -> Mapping[Purpose, PurposeText]:
        """What people are told of each use of their data, with the name of the province and its telephone."""
        here = {"province": self.pack.name.text(), "hotline": same(self.pack.hotline)}
        return {purpose: self.purpose(purpose, given).filled(**here) for purpose, given in self.pack.purposes.items()}

    def purpose(self, purpose: Purpose, given: service.PurposeForm) -> PurposeText:
        return PurposeText(
            purpose,
            given.rests_on,
            given.version,
            given.title.text(),
            given.text.text(),
            tuple(self.basis(one) for one in given.basis),
            given.way.text() if given.way else None,
        )

    def abroad(self) -> tuple[d.Abroad, ...]:
        return tuple(
            d.Abroad(a.prefix, a.name.text(), frozenset(a.procedures), self.basis(a.basis), there=a.served == "there")
            for a in self.pack.abroad
        )


def _fee_line(fee: d.Fee) -> d.GuideLine:
    yuan = f"{fee.fen // 100}.{fee.fen % 100:02}"
    text = Text(f"{yuan} 元", f"{yuan} yuan") if fee.fen else Text("免费", "Free")
    return d.GuideLine(Text("费用", "Fee"), text, "coin-yuan", basis=fee.basis)


def _promise_line(promise: d.Promise) -> d.GuideLine:
    at_once = Text("当场办结", "Done at once")
    days = Text(f"{promise.days} 个工作日内", f"Within {promise.days} working days")
    return d.GuideLine(Text("时限", "Time"), days if promise.days else at_once, "clock-hour-4", basis=promise.basis)


def to_domain(name: str, pack: Pack) -> d.Province:
    """The checked pack as the domain knows it."""
    read, states = _Reading(pack), pack.pin.states
    return d.Province(
        id=name,
        code=pack.code,
        name=pack.name.text(),
        version=pack.version,
        draft=pack.status is Status.DRAFT,
        in_force_from=pack.in_force_from,
        hotline=pack.hotline,
        complaint=pack.complaint.text(),
        temporary_loss_days=pack.temporary_loss.days,
        temporary_loss_basis=read.basis(pack.temporary_loss.basis),
        temporary_loss_counts_from=pack.temporary_loss.counts_from,
        limits=Limits(pack.limits.warn_days, pack.limits.days, pack.limits.warn_count, pack.limits.count),
        formal_release=pack.release.formal,
        longest_wait=pack.longest_wait_seconds,
        banks=read.banks(),
        procedures={key: read.procedure(key, rules) for key, rules in pack.procedures.items()},
        pin_typed=pack.pin.typed,
        pin_initial=pack.pin.initial,
        pin_states={
            "verify": frozenset(states.verify),
            "change": frozenset(states.change),
            "reset": frozenset(states.reset),
            "unblock": frozenset(states.unblock),
        },
        grounds=read.grounds(),
        refusals=tuple(d.RefusalReason(r.code, r.name.text(), read.basis(r.basis)) for r in pack.refusals),
        given_up=tuple(d.RefusalReason(r.code, r.name.text(), read.basis(r.basis)) for r in pack.given_up),
        remedies=tuple(d.Remedy(r.name.text(), r.text.text(), read.basis(r.basis)) for r in pack.remedies),
        abroad=read.abroad(),
        channels=read.channels(pack.channels),
        outlets=read.channels(pack.outlets),
        calendar=d.Calendar(
            frozenset(pack.calendar.rest), frozenset(pack.calendar.work), pack.calendar.published_until
        ),
        account_notice=read.basis(pack.account_notice) if pack.account_notice else None,
        agent_limit=pack.agents.a_day,
        notice_days=pack.notices.days,
        mirror_days=pack.mirror.days,
        kept_for=read.kept_for(),
        purposes=read.purposes(),
        card_as_id=read.card_as_id(),
        entrustment=read.entrustment(),
        nearby=read.nearby(),
        nearby_known=frozenset(pack.names.nearby),
    )
